"""Tests of the proof of the tests: what a mutant is, what counts, and whether the card is current.

The whole measurement takes an hour and is `make quality`; here stands a small part of it.
"""

from types import SimpleNamespace

import pytest

from autograder.assignment import NamedCell
from autograder.checks import Overfitted
from autograder.source import load, names
from benchmarks import quality
from benchmarks.mutants import equivalents, mutants, mutations, of_cell, solution_lines

PS1 = "ps1_tanh_network"
SALTS = ("salt 0", "salt 1")


# --- Mutations ------------------------------------------------------------------------------------


def mutated(code, operator):
    """What an operator makes of some lines of code."""
    lines = set(range(1, code.count("\n") + 2))
    return {source.strip() for name, _, source in mutations(code, lines) if name == operator}


@pytest.mark.parametrize(
    "operator, code, expected",
    [
        ("binary operator", "a @ b", {"a + b", "a * b", "a / b", "a ** b"}),
        ("augmented assignment", "a -= b", {"a += b", "a *= b", "a = b"}),
        ("comparison", "a > 0", {"a >= 0", "a < 0", "a == 0"}),
        ("opposite keyword", "a and b", {"a or b"}),
        ("opposite keyword", "a is None", {"a is not None"}),
        ("negated condition", "if a or b:\n    c", {"if not (a or b):\n    c"}),
        ("unary removed", "-a", {"a"}),
        ("minus added", "a = b + c", {"a = -(b + c)"}),
        ("number changed", "a[1]", {"a[2]", "a[0]"}),
        ("number changed", "0.5", {"1.5", "0.55"}),
        ("truth swapped", "f(keepdims=True)", {"f(keepdims=False)"}),
        ("string changed", 'a["W"]', {"a['XXWXX']"}),
        ("argument none", "f(a)", {"f(None)"}),
        ("argument removed", "f(a, axis=1)", {"f(a)", "f(axis=1)"}),
        ("arguments swapped", "f(a, b)", {"f(b, a)"}),
        ("call dropped", "np.tanh(a)", {"a", "np"}),
        ("attribute dropped", "a.T", {"a"}),
        ("opposite function", "a.sum()", {"a.mean()"}),
        ("item removed", "a, b", {"a,", "b,"}),
        ("item removed", "{1: a, 2: b}", {"{1: a}", "{2: b}"}),
        ("items swapped", "a, b", {"b, a"}),
        ("items swapped", "a[:, 0]", {"a[0, :]"}),
        ("slice bound removed", "a[1:n]", {"a[:n]", "a[1:]"}),
        ("loop shortened", "[a for a in b]", {"[a for a in []]", "[a for a in list(b)[1:]]"}),
        ("lambda none", "lambda a: a", {"lambda a: None"}),
        ("value none", "a = b", {"a = None"}),
        ("statement deleted", "a = b", {"pass"}),
        ("statement deleted", "for a in b:\n    c()", {"pass", "for a in b:\n    pass"}),
        ("branch removed", "if a:\n    b\nelse:\n    c", {"if a:\n    b"}),
        ("decorator removed", "@f\ndef g(): ...", {"def g(): ..."}),
        ("name", 'Z1 = Z2 = p["W1"] + p["W2"]', {'Z2 = Z2 = p["W1"] + p["W2"]'}),
    ],
)
def test_what_an_operator_makes_of_a_line(operator, code, expected):
    assert expected <= mutated(code, operator)


def test_only_names_and_keys_that_differ_by_a_letter_are_mistaken_for_each_other():
    code = 'def f(W1, W2, rate): return [W1, rate, "dW1", "db1", "A"]'
    assert {source.partition("return ")[2] for source in mutated(code, "name")} >= {
        '[W2, rate, "dW1", "db1", "A"]',
        '[W1, rate, \'db1\', "db1", "A"]',
    }
    assert not [source for source in mutated(code, "name") if "[rate" in source or "'A'" in source]


TWO_REGIONS = '''def f(a):
    """1 + 1"""
    ### BEGIN SOLUTION
    b = a + 1
    ### END SOLUTION
    c = 2 + 2
    ### BEGIN SOLUTION
    return b
    ### END SOLUTION
'''


def test_nothing_outside_of_the_solution_is_mutated():
    assert solution_lines(TWO_REGIONS) == {4, 8}
    found = of_cell(NamedCell("code", TWO_REGIONS, line=10, nbgrader={"grade_id": "f"}))
    assert {mutant.line for mutant in found} == {14, 18}
    assert all("c = 2 + 2" in mutant.source and "1 + 1" in mutant.source for mutant in found)


def test_a_mutant_compiles_and_says_something_else_than_the_solution_and_the_other_mutants():
    source = "def f(a):\n    ### BEGIN SOLUTION\n    return (a + 1)\n    ### END SOLUTION\n"
    found = of_cell(NamedCell("code", source, line=1, nbgrader={"grade_id": "f"}))
    after = [mutant.after for mutant in found]
    assert len(after) == len(set(after))
    assert "return a + 1" not in after
    assert "return (a - 1)" in after


def test_a_mutant_shows_its_line_and_its_change():
    mutant = next(each for each in mutants(load(PS1)) if each.cell == "layer_sizes")
    text = load(PS1).path.read_text().splitlines()
    assert text[mutant.line - 1].strip() == mutant.before
    assert mutant.diff == f"  - {mutant.before}\n  + {mutant.after}"


# --- Verdicts -------------------------------------------------------------------------------------


def made(cell, before, after):
    """The mutant of assignment 1 that makes `after` of the line `before`."""
    return next(each for each in mutants(load(PS1)) if each.key == (cell, before, after))


def replaced(mutant, after):
    """The mutant with other code where its change is."""
    return type(mutant)(mutant.cell, 0, "", "", "", mutant.source.replace(mutant.after, after))


@pytest.mark.parametrize("cell", ["layer_sizes", "update_parameters", "predict"])
def test_every_mutant_of_a_cell_loses_a_point_unless_it_is_listed(cell):
    listed = {key for entry in equivalents(PS1) for key in entry.keys}
    for mutant in mutants(load(PS1)):
        if mutant.cell == cell:
            judge = quality.inequivalence if mutant.key in listed else quality.survival
            assert judge(load(PS1), mutant, SALTS) == "", mutant.diff


def test_a_mutant_that_is_a_right_answer_survives():
    mutant = made("predict", "return (A2 > 0.5).astype(int)", "return (A2 > 0.5)")
    assert quality.survival(load(PS1), mutant, SALTS) == "keeps every point under 'salt 0'"


def test_a_mutant_that_loses_points_is_no_equivalent():
    mutant = made("predict", "return (A2 > 0.5).astype(int)", "return (A2 >= 0.5).astype(int)")
    problem = quality.inequivalence(load(PS1), mutant, SALTS)
    assert "exactly_one_half_is_label_0 rejects it" in problem


def test_a_mutant_that_never_comes_back_is_killed_soon(monkeypatch):
    monkeypatch.setattr(quality, "MUTANT_SECONDS", 0.1)
    mutant = made("predict", "return (A2 > 0.5).astype(int)", "return None")
    endless = replaced(mutant, "while True: pass")
    assert quality.survival(load(PS1), endless, SALTS) == ""


def test_a_mutant_whose_cell_raises_is_killed():
    mutant = made("predict", "return (A2 > 0.5).astype(int)", "return None")
    broken = replaced(mutant, "return None\n1 / 0")
    assert quality.survival(load(PS1), broken, SALTS) == ""


def test_a_wrong_answer_that_passes_is_reported(monkeypatch):
    """What if a misconception is edited into a right answer?"""
    assignment = load(PS1)
    wrong = assignment.suite.misconceptions[0]
    monkeypatch.setattr(quality, "failed", lambda *_: {})
    assert "passes" in quality.misjudgment(assignment, wrong, SALTS)


def test_the_solution_is_judged_under_many_draws(monkeypatch):
    solution = [each for each in quality.tasks(load(PS1), SALTS) if each.answer == quality.SOLUTION]
    draws = {salt for task in solution for salt in task.salts}
    assert len(draws) == quality.DRAWS_OF_SOLUTION * len(SALTS)
    assert quality.judge(solution[0]) == ""

    def failed(assignment, answer, salt):
        return {"a check": SimpleNamespace(message="No.")} if answer is None else {}

    monkeypatch.setattr(quality, "failed", failed)
    assert quality.judge(solution[0]) == "fails a check under 'salt 0, draw 0': No."


@pytest.mark.parametrize("name", names())
def test_every_assignment_has_overfitted_answers_counted_apart_from_the_other_misconceptions(name):
    suite = load(name).suite
    assert len(suite.overfitted) >= 10
    kinds = {task.answer: task.kind for task in quality.tasks(load(name), SALTS)}
    for each in suite.misconceptions:
        apart = isinstance(each, Overfitted)
        assert kinds[each.name] == ("overfitted" if apart else "misconceptions")


# --- The list of equivalent mutants ---------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_every_listed_mutant_exists_and_has_a_reason(name):
    assert quality.unlisted(load(name)) == []
    assert all(entry.reason.endswith(".") for entry in equivalents(name))


def test_an_entry_that_is_no_mutant_any_more_is_reported(tmp_path, monkeypatch):
    (tmp_path / f"{PS1}.toml").write_text(
        '[[equivalent]]\ncell = "predict"\nline = "return A2"\nbecomes = ["return 3"]\n'
        'reason = "Old."'
    )
    monkeypatch.setattr(quality, "equivalents", lambda name: equivalents(name, tmp_path))
    (sentence,) = quality.unlisted(load(PS1))
    assert "no mutant turns 'return A2' of predict into 'return 3'" in sentence


# --- The card -------------------------------------------------------------------------------------


def problems(killed, survived, **others):
    mutated = {f"m{i}": "" if i < killed else "keeps every point" for i in range(killed + survived)}
    one = {"an answer": ""}
    given = {"mutants": mutated, "equivalent": {}, "overfitted": one}
    return given | {"misconceptions": one, "alternatives": one} | others


def test_the_card_has_fractions_and_the_counts_behind_them():
    card = quality.card(
        problems(49, 1, equivalent={"a": "", "b": ""}, alternatives={"a": "", "b": "fails"})
    )
    assert card == {
        "mutants_killed": 0.98,
        "overfitted_rejected": 1.0,
        "misconceptions_named": 1.0,
        "alternatives_accepted": 0.5,
        "mutants": {"killed": 49, "total": 50, "equivalent": 2},
        "overfitted": {"rejected": 1, "total": 1},
        "misconceptions": {"named": 1, "total": 1},
        "alternatives": {"accepted": 1, "total": 2},
    }


def test_is_the_missed_goal_reported():
    assert quality.missed({"ps": quality.card(problems(49, 1))}) == []
    assert quality.missed({"ps": quality.card(problems(48, 2))}) == [
        "ps misses the goal for mutants_killed: 96.00%, not 98%."
    ]


def test_no_answers_of_a_kind_are_no_proof():
    card = quality.card(problems(1, 0, overfitted={}))
    assert card["overfitted_rejected"] == 0
    assert "overfitted_rejected" in quality.missed({"ps": card})[0]


def test_the_table_shows_every_assignment_with_counts():
    table = quality.table({"ps": quality.card(problems(49, 1))})
    assert "ps" in table
    assert "98.0% (49 of 50)" in table


def test_an_answer_judged_wrongly_is_reported_with_its_change():
    mutant = made("predict", "return (A2 > 0.5).astype(int)", "return (A2 > 0.5)")
    (shown,) = quality.descriptions("ps", {"mutants": {mutant: "keeps every point"}})
    assert "predict, line" in shown
    assert "+ return (A2 > 0.5)" in shown


# --- The published card ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_the_card_of_the_book_is_that_of_these_sources_tests_and_engine(name):
    cards = quality.published()
    assert name in cards, "the book has no card of it; run make quality"
    assert quality.is_current(name, cards[name]), "the card is out of date; run make quality"
    assert quality.missed({name: cards[name]}) == []


def test_prose_does_not_put_a_card_out_of_date_but_code_does(tmp_path):
    path = tmp_path / "ps.py"
    path.write_text("# Words.\n\ndef f():\n    '''Some.'''\n    return 1\n")
    before = quality.code_lines(path)
    path.write_text(
        "# %% [markdown]\n# Other words.\n# %%\ndef f():\n    '''Others.\n    '''\n    return 1\n"
    )
    assert quality.code_lines(path) == before == ["def f():", "    return 1"]
    path.write_text("def f():\n    return 2\n")
    assert quality.code_lines(path) != before
