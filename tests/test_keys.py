"""Whatever can change a grade changes its key, and nothing else does."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import assignment, keys, source
from autograder.assignment import ROOT
from autograder.classroom import HandIn
from autograder.keys import GradingOptions, fingerprint, key

PS1, PS4 = "ps1_tanh_network", "ps4_softmax_network"
HANDED_IN = HandIn("a student", PS1, f"{PS1}.ipynb", b"{}")
OPTIONS = GradingOptions("salt")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course, of which `keys` takes the sums: a test changes its files."""
    for folder in ("source_notebooks", "autograder_tests", "release", "autograder"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for module in (assignment, source, keys):
        for name, folder in (("SOURCES", "source_notebooks"), ("RELEASE", "release")):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, tmp_path / folder)
    monkeypatch.setattr(keys, "ROOT", tmp_path)
    monkeypatch.setattr(keys, "ENGINE", tmp_path / "autograder")
    monkeypatch.setattr(keys, "TESTS", tmp_path / "autograder_tests")
    fingerprint.cache_clear()
    yield tmp_path
    fingerprint.cache_clear()


def sums(name):
    """The fingerprint of an assignment, as a process that begins now would take it."""
    engine = keys.sums(keys.engine_files())
    return fingerprint.__wrapped__(name), engine


def touched(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write("\n# changed")


@pytest.mark.parametrize(
    "place",
    [
        f"source_notebooks/{PS1}.py",
        f"release/{PS1}/{PS1}.ipynb",
        f"autograder_tests/{PS1}/checks.py",
        "autograder_tests/shared.py",
        "autograder_tests/a_helper.py",
        "autograder_tests/a_folder/of_helpers.py",
        "autograder_tests/figures.json",
        "autograder/grading.py",
        "autograder/checks.py",
        "autograder/intake.py",
        "autograder/harmless.py",
        "autograder/feedback.py",
        "autograder/gradebook.py",
        "autograder/inside/shell.py",
        "autograder/a_new_module.py",
    ],
)
def test_what_can_change_a_grade_changes_its_fingerprint(course, place):
    """A helper that several hidden tests import was once no part of it: mended, it left every grade
    unchanged."""
    before = sums(PS1)
    touched(course / place)
    assert sums(PS1) != before


@pytest.mark.parametrize("module", keys.RIM)
def test_what_no_student_is_told_changes_no_fingerprint(course, module):
    before = sums(PS1)
    touched(course / "autograder" / f"{module}.py")
    assert sums(PS1) == before


def test_a_hidden_test_belongs_to_its_own_assignment(course):
    before = sums(PS1), sums(PS4)
    touched(course / "autograder_tests" / PS4 / "checks.py")
    assert sums(PS1) == before[0]
    assert sums(PS4) != before[1]


@pytest.mark.parametrize("folder", ["autograder", f"autograder_tests/{PS1}"])
def test_what_comes_and_goes_is_no_part_of_a_fingerprint(course, folder):
    """Bytecode, and what editors put beside an open file. To look into a check in the middle of a
    term would have graded its class anew, and a lock of Emacs, a link to nowhere, stopped all."""
    before = sums(PS1)
    for name in ("__pycache__/a.pyc", ".checks.py.swp", "checks.py~", "#checks.py#"):
        touched(course / folder / name)
    touched(course / folder / ".ipynb_checkpoints" / "checks.py")
    (course / folder / ".#checks.py").symlink_to("jane@office.1234")
    assert sums(PS1) == before


@pytest.mark.parametrize(
    "other",
    [
        replace(HANDED_IN, student="another"),
        replace(HANDED_IN, assignment=PS4),
        replace(HANDED_IN, file="renamed.ipynb"),
        replace(HANDED_IN, data=b"{ }"),
        replace(HANDED_IN, problem="It is a link."),
        replace(HANDED_IN, timestamp="2026-11-27 12:00:00 UTC"),
    ],
)
def test_another_hand_in_has_another_key(other):
    assert key(other, OPTIONS) != key(HANDED_IN, OPTIONS)


@pytest.mark.parametrize(
    "other",
    [
        GradingOptions("another salt"),
        GradingOptions("salt", demos=True),
        # Where a submission could write into the grader, its grade is no grade of bubblewrap's.
        GradingOptions("salt", sandbox="process"),
    ],
)
def test_other_options_give_another_key(other):
    assert key(HANDED_IN, other) != key(HANDED_IN, OPTIONS)


def test_the_same_has_the_same_key():
    again = HandIn("a student", PS1, f"{PS1}.ipynb", b"{}")
    assert key(again, GradingOptions("salt")) == key(HANDED_IN, OPTIONS)


def test_the_files_of_an_assignment_are_those_of_the_course():
    files = [str(path.relative_to(ROOT)) for path in keys.course_files(PS1)]
    assert files[0] == f"source_notebooks/{PS1}.py"
    assert {"autograder_tests/shared.py", f"autograder_tests/{PS1}/checks.py"} <= set(files)
    judging = [str(path.relative_to(ROOT)) for path in keys.judging_files(PS1)]
    assert judging[: len(files)] == files
    assert {"autograder/grading.py", "autograder/inside/wire.py"} <= set(judging)
    assert all((ROOT / path).is_file() for path in judging)


def test_the_order_in_which_a_disk_lists_its_files_changes_no_fingerprint(course, monkeypatch):
    """It differs from one machine to the next, and workers on another would be turned away."""
    before = sums(PS1)
    rglob = Path.rglob
    monkeypatch.setattr(Path, "rglob", lambda *args: reversed(list(rglob(*args))))
    assert sums(PS1) == before
    assert keys.engine_files() == sorted(keys.engine_files())


def test_a_file_that_is_renamed_has_another_sum(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_text("the same")
    assert keys.sums([tmp_path / "a"]) != keys.sums([tmp_path / "b"])
    assert keys.sums([tmp_path / "a"]) != keys.sums([tmp_path / "a"], "more")


def test_the_modules_that_are_named_exist():
    """One that was renamed would count, or not count, unnoticed."""
    named = [*keys.RIM, *keys.JUDGING]
    assert [name for name in named if not (keys.ENGINE / f"{name}.py").is_file()] == []
