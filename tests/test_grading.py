"""Points and diagnoses by themselves, on an assignment of two functions."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import Suite, check, expect, expect_close, misconception
from autograder.grading import CellGrade, Seed, Verdict, grade, grade_cell, run_check
from autograder.inside.calls import Functions

SEED = Seed("salt", "jane")


@check("test_double", weight=2)
def doubles(student, reference, rng):
    """It doubles
    a number."""
    x = rng.normal()
    expect_close(student.double(x), reference.double(x), "the double")


@check("test_double")
def doubles_zero(student, reference, rng):
    """Zero stays zero."""
    expect(student.double(0) == 0, "Zero should stay zero.")


@check("test_half")
def halves(student, reference, rng):
    """It halves."""
    expect(student.half(2.0) + 1 == 2, "Half of 2 is 1.")


@misconception(doubles, edits={})
def triples():
    """You tripled."""


@misconception(doubles, edits={})
def adds_two_where_it_is_seen():
    """You added somewhere."""


@misconception(doubles, doubles_zero, edits={})
def adds_two():
    """You added."""


@misconception(doubles, edits={}, sometimes=[doubles_zero])
def adds_a_half():
    """You added
    a half."""


@misconception(doubles, doubles_zero, edits={})
def gives_up():
    """You gave up."""


@misconception(doubles, doubles_zero, edits={})
def refuses():
    """You refused."""


def raising(error):
    def double(x):
        raise error

    return double


ANSWERS = {
    "triples": lambda x: 3 * x,
    "adds_two_where_it_is_seen": lambda x: x + 2,
    "adds_two": lambda x: x + 2,
    "adds_a_half": lambda x: x + 0.5,
    "gives_up": raising(NotImplementedError()),
    "refuses": raising(ValueError("no")),
}


class Toy:
    """An assignment as grading sees it."""

    name = "toy"
    points = {"test_double": 6, "test_half": 4}  # noqa: RUF012
    autograded = ("test_double", "test_half")
    suite = Suite(
        (doubles, doubles_zero, halves),
        (triples, adds_two_where_it_is_seen, adds_two, adds_a_half, gives_up, refuses),
        (),
    )

    def reference(self, grade_id):
        return SimpleNamespace(double=lambda x: 2 * x)

    def namespace(self, answer=None, until=None):
        return {"double": ANSWERS[answer.name] if answer else lambda x: 2 * x, "half": half}


def half(x):
    return x / 2


def judged(double, cell="test_double"):
    return grade_cell(Toy(), cell, Functions({"double": double, "half": half}), SEED)


def named(double):
    return [verdict.misconception for verdict in judged(double).verdicts]


# --- Points ---------------------------------------------------------------------------------------


def test_the_points_of_a_cell_are_shared_by_weight():
    cell = judged(lambda x: 2 * x)
    assert cell == CellGrade(
        "test_double",
        6,
        (
            Verdict("doubles", "It doubles a number.", True, 4, 4),
            Verdict("doubles_zero", "Zero stays zero.", True, 2, 2),
        ),
    )
    assert cell.score == 6


def test_a_check_that_fails_costs_its_own_points_and_tells_what_and_why():
    first, second = judged(lambda x: 3 * x).verdicts
    assert (first.passed, first.score, first.max_score) == (False, 0, 4)
    assert first.message.startswith("the double should be ")
    assert (first.misconception, first.hint) == ("triples", "You tripled.")
    assert (second.passed, second.score, second.message) == (True, 2, "")
    assert (second.misconception, second.hint) == (None, "")


def test_a_score_has_two_decimals():
    thirds = tuple(Verdict("c", "", True, 10 / 3, 10 / 3) for _ in range(3))
    assert CellGrade("cell", 10, thirds).score == 10
    assert CellGrade("cell", 10, thirds[:2]).score == 6.67


def test_every_cell_is_graded():
    cells = grade(Toy(), SEED)
    assert [(cell.grade_id, cell.score) for cell in cells] == [("test_double", 6), ("test_half", 4)]
    assert [cell.score for cell in grade(Toy(), SEED, triples)] == [2, 4]


# --- Diagnoses ------------------------------------------------------------------------------------


def test_an_answer_like_that_of_no_misconception_has_no_name():
    first, _ = judged(lambda x: 5 * x).verdicts
    assert (first.passed, first.misconception, first.hint) == (False, None, "")
    assert first.message.startswith("the double should be ")


def test_of_several_misconceptions_the_one_that_loses_most_is_named():
    assert named(lambda x: x + 2) == ["adds_two", "adds_two"]


def test_a_misconception_that_loses_what_the_student_does_not_lose_is_not_named():
    assert named(lambda x: x + 2 if x else 0) == ["adds_two_where_it_is_seen", None]


def test_a_misconception_is_named_by_what_it_loses_sometimes():
    assert named(lambda x: x + 0.5) == ["adds_a_half", "adds_a_half"]
    assert judged(lambda x: x + 0.5).verdicts[1].hint == "You added a half."


def test_what_is_not_written_yet_is_no_misconception():
    assert named(raising(NotImplementedError())) == [None, None]
    assert not any(
        verdict.misconception
        for verdict in grade_cell(Toy(), "test_double", Functions({}), SEED).verdicts
    )


def test_an_error_may_be_a_misconception():
    assert named(raising(ValueError("no"))) == ["refuses", "refuses"]
    assert named(raising(ValueError("another"))) == [None, None]


# --- One run of a check ---------------------------------------------------------------------------


def test_an_answer_at_which_the_check_stumbles_is_wrong():
    ran = run_check(Toy(), halves, Functions({"half": lambda x: {"a": 1}}), SEED)
    assert ran.failure.startswith("The answer could not be judged (TypeError: ")
    assert [entry[:2] for entry in ran.trace] == [("half", {"a": 1})]


def drawn(seed=SEED, toy=None):
    """What a student's function and the reference draw in a check, without a seed of their own."""
    seen = []

    def looks(student, reference, rng):
        seen.append((student.draw(), np.random.random(), rng.random()))

    functions = Functions({"draw": lambda: float(np.random.random())})
    assert run_check(toy or Toy(), check("test_double")(looks), functions, seed).failure == ""
    return seen


def test_what_is_drawn_in_a_check_is_the_same_each_time():
    np.random.seed(1)
    once = drawn()
    np.random.seed(2)
    assert drawn() == once
    assert drawn(Seed("salt", "ann")) != once
    assert drawn(Seed("pepper", "jane")) != once


@pytest.mark.parametrize("part", range(3))
def test_each_draw_differs_between_students(part):
    assert drawn()[0][part] != drawn(Seed("salt", "ann"))[0][part]


def test_each_check_and_each_assignment_has_inputs_of_its_own():
    draws = {SEED.rng(a, c).random() for a in ("ps1", "ps2") for c in ("one", "two")}
    assert len(draws) == 4
    assert Seed("ab", "c").rng("d", "e").random() != Seed("a", "bc").rng("d", "e").random()


def test_what_the_reference_draws_without_a_seed_is_the_same_each_time():
    """The student's side has a generator of its own: to seed that one is not enough."""
    draws = []

    @check("test_double")
    def drawing(student, reference, rng):
        """It draws from NumPy's global generator."""
        draws.append(np.random.rand())

    for seed in (SEED, SEED, Seed("salt", "joe")):
        run_check(Toy(), drawing, lambda request: {}, seed)
    assert draws[0] == draws[1] != draws[2]


def test_a_replay_ends_where_the_answers_part():
    trace = run_check(Toy(), doubles_zero, Functions({"double": lambda x: x + 2}), SEED).trace
    same = run_check(Toy(), doubles_zero, Functions({"double": lambda x: x + 2}), SEED, like=trace)
    assert (same.failure, same.trace) == ("Zero should stay zero.", trace)
    other = run_check(Toy(), doubles_zero, Functions({"double": lambda x: x + 3}), SEED, like=trace)
    assert "answered otherwise" in other.failure
    assert other.trace == []


def test_a_call_has_the_seconds_that_the_check_is_given():
    asked = []

    def answers(request):
        asked.append(request)
        return {"result": 0.0}

    run_check(Toy(), doubles_zero, answers, SEED, seconds=7)
    assert [(each["do"], each["seconds"]) for each in asked] == [("seed", 7), ("call", 7)]
    assert 0 <= asked[0]["seed"] < 2**32
