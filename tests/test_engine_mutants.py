"""Tests of the proof of the engine's tests: which mutants there are, and what becomes of one.

The whole measurement takes half an hour and is part of `make quality`; here it judges a toy.
"""

from textwrap import dedent

import pytest

from benchmarks import engine_mutants, forked_tests
from benchmarks.engine_mutants import (
    GOAL,
    LISTED,
    chosen,
    counts,
    descriptions,
    fraction,
    judge,
    mutants_of,
    sample,
    table,
    total,
    unlisted,
)
from benchmarks.forked_tests import (
    NO_IMPORT,
    SURVIVED,
    TOO_LONG,
    Limits,
    Seen,
    copies,
    forked,
    killer,
    watched,
)
from benchmarks.mutants import Equivalent, equivalents

TOY = '''
"""A module."""

import os

LIMIT: int = 3


def clipped(number: int) -> int:
    """The number, at most 3."""
    if number > LIMIT:
        raise ValueError("The number is too large.")
    return number


def down(number: int) -> int:
    while number > 0:
        number -= 1
    return number
'''
TESTS = """
import pytest
from autograder.toy import clipped, down


@pytest.fixture(scope="module")
def three():
    return clipped(3)


def test_a_small_number_stays(three):
    assert three == 3


def test_a_large_number_is_refused():
    with pytest.raises(ValueError):
        clipped(5)


def test_it_ends():
    assert down(2) == 0


def test_that_fails():
    assert clipped(1) == 2
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A course of one module and its tests; the folder is what a copy of the checkout would be."""
    sources = {"autograder/__init__.py": "", "autograder/toy.py": TOY, "tests/test_toy.py": TESTS}
    for name, source in sources.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(source).lstrip())
    (tmp_path / "course/pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = '.'")
    monkeypatch.setattr(engine_mutants, "ENGINE", tmp_path / "course/autograder")
    monkeypatch.setattr(forked_tests, "TESTS", ("test_toy",))
    monkeypatch.setattr(engine_mutants, "MODULES", ("toy",))
    engine_mutants.tree_of.cache_clear()
    yield tmp_path / "course"
    engine_mutants.tree_of.cache_clear()


def made(before, after):
    return next(each for each in mutants_of("toy") if (each.before, each.after) == (before, after))


def files(folder):
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


# --- Which mutants there are ----------------------------------------------------------------------


def test_code_is_mutated_and_words_and_types_are_not(checkout):
    after = {mutant.after for mutant in mutants_of("toy")}
    assert {"LIMIT: int = 4", "if number >= LIMIT:", "return None", "number = 1"} <= after
    for mutant in mutants_of("toy"):
        compile(mutant.source, "toy", "exec")
        assert '"""The number, at most 3."""' in mutant.source
        assert "def clipped(number: int) -> int:" in mutant.source
        assert "import os" in mutant.source
        assert "XXThe number" not in mutant.source
        assert mutant.after in mutant.source
    assert len({mutant.source for mutant in mutants_of("toy")}) == len([*mutants_of("toy")])


def test_a_mutant_knows_its_function_and_its_line(checkout):
    mutant = made("number -= 1", "number += 1")
    assert mutant.cell == "toy.down"
    assert engine_mutants.source_of("toy").splitlines()[mutant.line - 1].strip() == mutant.before


def test_the_sample_is_the_same_every_time_and_another_for_another_seed(checkout):
    mutants = [*mutants_of("toy")]
    drawn = sample(mutants, 0.5, 1)
    assert drawn == sample([*mutants_of("toy")], 0.5, 1)
    assert drawn != sample(mutants, 0.5, 2)
    assert sample(mutants, 1, 1) == mutants and sample(mutants, 0, 1) == []
    assert 0.2 * len(mutants) < len(drawn) < 0.8 * len(mutants)


def test_an_edit_of_one_function_leaves_the_other_in_the_sample(checkout):
    drawn = {each.key for each in sample([*mutants_of("toy")], 0.5, 1) if "down" in each.cell}
    path = checkout / "autograder/toy.py"
    path.write_text(path.read_text().replace("if number > LIMIT", "if LIMIT < number"))
    again = {each.key for each in sample([*mutants_of("toy")], 0.5, 1) if "down" in each.cell}
    assert drawn and again == drawn


# --- What becomes of a mutant ---------------------------------------------------------------------


def names(seen):
    return sorted(name.partition("::test_")[2] for name in seen)


def test_a_mutant_meets_the_tests_that_execute_its_line(checkout, capsys):
    """What fails where nothing is mutated kills nobody."""
    seen = watched(checkout)
    assert names(seen) == ["a_large_number_is_refused", "a_small_number_stays", "it_ends"]
    assert "Left out, for it fails" in capsys.readouterr().out
    loop = chosen(made("number -= 1", "number += 1"), seen, 60)
    assert names(loop) == ["it_ends"]
    raised = made('raise ValueError("The number is too large.")', "pass")
    assert names(chosen(raised, seen, 60)) == ["a_large_number_is_refused"]
    fixture = made("return number", "return None")
    assert names(chosen(fixture, seen, 60)) == ["a_small_number_stays"]
    everywhere = made("LIMIT: int = 3", "LIMIT: int = 4")
    assert len(chosen(everywhere, seen, 60)) == 3


def test_the_fastest_come_first_within_the_budget_and_before_them_the_killer_of_before(checkout):
    lines = {"toy": set(range(1, 30))}
    seen = {
        "slow": Seen(lines, 1.0, {"class": 10.0}),
        "as slow": Seen(lines, 2.0, {"class": 10.0}),
        "fast": Seen(lines, 3.0),
        "elsewhere": Seen({"other": {1}}, 0.1),
    }
    mutant = made("number -= 1", "number += 1")
    assert chosen(mutant, seen, 60) == ["fast", "slow", "as slow"]
    assert chosen(mutant, seen, 60, "as slow") == ["as slow", "fast", "slow"]
    assert chosen(mutant, seen, 16) == ["fast", "slow", "as slow"], "a fixture is made once"
    assert chosen(mutant, seen, 15) == ["fast", "slow"]
    assert chosen(mutant, seen, 0) == ["fast"]


def verdict(checkout, before, after, seconds=1.0):
    tests = [f"tests/test_toy.py::test_{name}" for name in ("it_ends", "a_small_number_stays")]
    return killer(checkout, "toy", made(before, after).source, tests, seconds)


def test_a_mutant_is_killed_by_name_or_survives_and_the_copy_is_as_it_was(checkout):
    before = files(checkout)
    assert verdict(checkout, "return number", "return None").endswith("number_stays")
    assert verdict(checkout, "LIMIT: int = 3", "LIMIT: int = 2").endswith("number_stays")
    assert verdict(checkout, "LIMIT: int = 3", "LIMIT: int = 4") == SURVIVED
    assert verdict(checkout, "LIMIT: int = 3", "pass") != SURVIVED
    assert files(checkout) == before


def test_a_mutant_that_cannot_be_imported_is_killed(checkout):
    tests = ["tests/test_toy.py::test_it_ends"]
    assert killer(checkout, "toy", "1 / 0\n", tests, 1) == NO_IMPORT


def test_a_mutant_that_never_comes_back_is_killed(checkout, monkeypatch):
    monkeypatch.setattr(Limits, "of", lambda _: Limits(clock=900, computing=0))
    assert verdict(checkout, "number -= 1", "pass") == TOO_LONG


def test_a_mutant_that_no_test_executes_survives():
    assert judge(None, [], 0) == SURVIVED


def test_a_process_that_fails_is_no_killed_mutant():
    """A fault of this tool would look like tests that notice everything."""
    with pytest.raises(RuntimeError, match="could not be judged"):
        forked(lambda: 1 / 0, Limits(900, 60))
    assert forked(lambda: "an answer", Limits(900, 60)) == "an answer"


def test_an_interruption_leaves_nothing(checkout, monkeypatch):
    """Neither in the checkout nor beside it."""
    monkeypatch.setattr(forked_tests, "ROOT", checkout)
    before = files(checkout)
    with pytest.raises(KeyboardInterrupt), copies(2) as (checkouts, _):
        first, second = checkouts
        assert (second / "autograder/toy.py").is_file()
        (first / "autograder/toy.py").write_text("mutated")
        raise KeyboardInterrupt
    assert not first.parent.exists()
    assert files(checkout) == before


# --- The table ------------------------------------------------------------------------------------


def test_a_survivor_is_reported_with_its_change_and_so_is_a_listed_one_killed(
    checkout, monkeypatch
):
    survivor = made("number -= 1", "number += 1")
    listed = made("LIMIT: int = 3", "LIMIT: int = 4")
    entry = Equivalent(listed.cell, listed.before, (listed.after,), "It is as good.")
    monkeypatch.setattr(engine_mutants, "equivalents", lambda _: [entry])
    assert descriptions({survivor: SURVIVED, listed: SURVIVED}) == [
        f"{survivor.title} survives\n  - number -= 1\n  + number += 1"
    ]
    (said,) = descriptions({survivor: "a test", listed: "a test"})
    assert said == f"{listed.title} is listed as equivalent, but: a test"
    verdicts = {survivor: SURVIVED, listed: SURVIVED, made("return number", "return None"): "a"}
    assert counts(verdicts) == {"toy": {"mutants": 2, "killed": 1, "equivalent": 1}}
    assert "50.0%" in table(counts(verdicts))
    assert unlisted() == []
    gone = Equivalent("toy.clipped", "return 7", ("return 8",), "It is old.")
    monkeypatch.setattr(engine_mutants, "equivalents", lambda _: [gone])
    (said,) = unlisted()
    assert "No mutant turns 'return 7' of toy.clipped into 'return 8'" in said


def test_of_no_mutants_none_is_killed():
    assert fraction(total({})) == 0


def test_every_listed_mutant_of_the_engine_exists_and_has_a_reason():
    assert unlisted() == []
    assert all(entry.reason.endswith(".") for entry in equivalents(LISTED))


def test_the_published_tests_of_the_engine_kill_what_they_should():
    """Its fingerprint says on which engine; that of an edit waits for `make quality`."""
    modules = engine_mutants.read(engine_mutants.PUBLISHED)["modules"]
    assert set(modules) == set(engine_mutants.MODULES)
    assert fraction(total(modules)) >= GOAL
    assert total(modules)["mutants"] >= 300
