"""Grade a cell: run its checks, give points for each that holds, and name the misconception behind
one that does not.

The diagnosis is a replay: the same check, with the same random inputs, is put to each misconception
that it is known to reject. One that gives the student's very answers is what the student believes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from autograder.assignment import Answer, Assignment
from autograder.checks import Check, Failed, Misconception
from autograder.inside.calls import Functions
from autograder.inside.quiet import quiet
from autograder.student import CALL_SECONDS, Answers, Raised, Student


@dataclass(frozen=True)
class Verdict:
    """What one check found: where it failed, `message` says what is wrong, and `hint` why, if a
    known misconception explains it."""

    check: str
    claim: str
    passed: bool
    score: float
    max_score: float
    message: str = ""
    misconception: str | None = None
    hint: str = ""


@dataclass(frozen=True)
class CellGrade:
    """The verdicts of one graded cell."""

    grade_id: str
    max_score: float
    verdicts: tuple[Verdict, ...]

    @property
    def score(self) -> float:
        return round(sum(verdict.score for verdict in self.verdicts), 2)


@dataclass(frozen=True)
class Seed:
    """What the random inputs of a submission come from; the salt is the class's secret."""

    salt: str
    student: str

    def rng(self, assignment: str, check: str) -> np.random.Generator:
        """A generator of its own for each check, so that none depends on those before it."""
        key = "\0".join((self.salt, self.student, assignment, check))
        return np.random.default_rng(int.from_bytes(hashlib.sha256(key.encode()).digest()))


def grade_cell(assignment: Assignment, grade_id: str, answers: Answers, seed: Seed) -> CellGrade:
    """Judge the functions behind `answers` by every check of the cell `grade_id`."""
    checks = assignment.suite.for_cell(grade_id)
    points = assignment.points[grade_id]
    share = points / sum(check.weight for check in checks)
    run = cache(lambda check: run_check(assignment, check, answers, seed))

    def verdict(check: Check) -> Verdict:
        worth = check.weight * share
        found = partial(Verdict, check=check.name, claim=check.claim, max_score=worth)
        failure = run(check).failure
        if not failure:
            return found(passed=True, score=worth)
        believed = _diagnose(assignment, check, run, seed)
        if not believed:
            return found(passed=False, score=0, message=failure)
        named = partial(found, misconception=believed.name, hint=believed.sentence)
        return named(passed=False, score=0, message=failure)

    return CellGrade(grade_id, points, tuple(verdict(check) for check in checks))


def grade(assignment: Assignment, seed: Seed, answer: Answer | None = None) -> list[CellGrade]:
    """Judge the reference, or another answer, cell by cell as a notebook is."""
    return [
        grade_cell(assignment, name, Functions(assignment.namespace(answer, until=name)), seed)
        for name in assignment.autograded
    ]


@dataclass(frozen=True)
class CheckRun:
    """What came of one check: why it failed ("" if it holds), what the functions answered to it."""

    failure: str
    trace: list


def run_check(
    assignment: Assignment,
    check: Check,
    answers: Answers,
    seed: Seed,
    seconds: float = CALL_SECONDS,
    like: list[tuple] | None = None,
) -> CheckRun:
    """Put one check to the functions behind `answers`, each call within `seconds`.

    With `like`, the trace of another run, it replays: up to the first answer that differs from it.
    """
    rng = seed.rng(assignment.name, check.name)
    student = Student(answers, seconds, like)
    failure = ""
    with quiet():
        reference = assignment.reference(check.grade_id)
        try:
            _seed(student, int(rng.integers(2**32)))
            check.run(student, reference, rng)
        except Failed as failed:
            failure = str(failed)
        except Exception as error:  # An answer so odd that the check itself stumbled.
            failure = f"The answer could not be judged ({type(error).__name__}: {error})."
    return CheckRun(failure, student.trace)


def _seed(student: Student, seed: int) -> None:
    """Seed NumPy's global generator on both sides: a function that draws without a seed of its own
    gives one grade too."""
    np.random.seed(seed)
    student.seed(seed)


def _diagnose(
    assignment: Assignment, check: Check, run: Callable[[Check], CheckRun], seed: Seed
) -> Misconception | None:
    """The misconception that gives the very answers of the student's run, if there is one.

    It must explain without contradiction: the student fails all that it loses. Where several fit,
    it is the one that loses most.
    """
    trace = run(check).trace
    if _is_unfinished(trace):
        return None
    suite = assignment.suite
    candidates = (m for m in suite.misconceptions if check.name in m.loses | m.sometimes)
    for each in sorted(candidates, key=lambda each: -len(each.loses)):
        if not all(run(other).failure for other in suite.checks if other.name in each.loses):
            continue
        functions = Functions(assignment.namespace(each, until=check.grade_id))
        replayed = run_check(assignment, check, functions, seed, like=trace)
        if replayed.failure and len(replayed.trace) == len(trace):
            return each
    return None


def _is_unfinished(trace: list[tuple]) -> bool:
    """Does it say that something is not written yet, or did not come back? No misconception
    explains that."""
    raised = {entry[1].type_name for entry in trace if isinstance(entry[1], Raised)}
    return not trace or bool({"NotImplementedError", "NameError", "Missing", ""} & raised)
