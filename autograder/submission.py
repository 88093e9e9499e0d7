"""One submission from its bytes to its grade: mended, run cell by cell, judged, reported.

The student's code runs where `sandbox` says; all that is decided is decided here.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from autograder import harmless
from autograder.assignment import Assignment, load_release
from autograder.classroom import HandIn, opened
from autograder.grading import CellGrade, Seed, grade_cell
from autograder.intake import nbgrader_of, repair, with_note, without_outputs
from autograder.report import report
from autograder.sandbox import Child, Sandbox

MOST_OUTPUT = 16 * 2**20  # characters of all cells together; an honest one has some 300,000


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A submission's grade, plain data."""

    student: str
    assignment: str
    score: float
    max_score: float
    seconds: float  # by the clock, from the first cell to the last
    cpu_seconds: float  # of the student's process and of the checks
    repairs: list[str]
    limits: list[str]
    readable: bool
    cells: list[CellGrade]
    by_hand: dict[str, float | None]  # grade_id of each written answer: 0 if left empty, else None

    def as_json(self) -> dict[str, Any]:
        """The grade as `check --json` and results.jsonl hold it."""
        return vars(self) | {"cells": [_cell_as_json(cell) for cell in self.cells]}


def _cell_as_json(cell: CellGrade) -> dict[str, Any]:
    return {
        "grade_id": cell.grade_id,
        "score": cell.score,
        "max_score": cell.max_score,
        "checks": [asdict(verdict) | {"name": verdict.check} for verdict in cell.verdicts],
    }


@dataclass(frozen=True)
class GradedFiles:
    """A grade with its files, cheap to send; without a key it is graded again the next time."""

    key: str
    graded: Graded
    notebook: bytes
    feedback: bytes


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A submission that has been mended and made harmless, ready to run."""

    assignment: Assignment
    student: str
    notebook: NotebookNode
    repairs: list[str]
    readable: bool = True
    demos: bool = False


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A submission that has run: its notebook has all outputs by now."""

    submission: Prepared
    cells: list[CellGrade]
    by_hand: dict[str, float | None]
    limits: list[str]
    seconds: float = 0
    checking_seconds: float = 0  # of CPU time, for the checks

    @property
    def notebook(self) -> NotebookNode:
        return self.submission.notebook

    @property
    def score(self) -> float:
        return round(sum(cell.score for cell in self.cells), 2)

    @property
    def max_score(self) -> float:
        return sum(self.submission.assignment.points.values())

    def graded(self, child_seconds: float) -> Graded:
        """The grade, with the seconds of CPU time that the student's own process took."""
        return Graded(
            student=self.submission.student,
            assignment=self.submission.assignment.name,
            score=self.score,
            max_score=self.max_score,
            seconds=round(self.seconds, 3),
            cpu_seconds=round(self.checking_seconds + child_seconds, 3),
            repairs=self.submission.repairs,
            limits=self.limits,
            readable=self.submission.readable,
            cells=self.cells,
            by_hand=self.by_hand,
        )


def grade_submission(
    assignment: Assignment, hand_in: HandIn, sandbox: Sandbox, salt: str, demos: bool = False
) -> Graded:
    """Grade what one student handed in, in a fresh child; a demo cell runs only if `demos`."""
    submission = prepare(assignment, hand_in, demos)
    with sandbox.child() as child:
        judged = judge(submission, child, salt)
    return judged.graded(child.cpu_seconds)


def prepare(assignment: Assignment, hand_in: HandIn, demos: bool = False) -> Prepared:
    """Mend a submission and make it harmless; nothing of it runs yet."""
    release = load_release(assignment.name)
    submitted, repairs, readable = opened(hand_in)
    notebook, mended = repair(submitted, release)
    repairs = [*repairs, *mended]
    notebook = without_outputs(with_note(notebook, repairs), keep_tag="" if demos else "demo")
    harmless.defuse(notebook, release)
    return Prepared(
        assignment=assignment,
        student=hand_in.student,
        notebook=notebook,
        repairs=repairs,
        readable=readable,
        demos=demos,
    )


def judge(submission: Prepared, child: Child, salt: str) -> Judged:
    """Run a submission in `child`, in which nothing has run, and judge its graded cells."""
    start = time.monotonic()
    runs, checking_seconds = run(submission, child, Seed(salt, submission.student))
    seconds = time.monotonic() - start
    limits = put_outputs(runs)
    return Judged(
        submission=submission,
        cells=[each.grade for each in runs if each.grade],
        by_hand={
            cell.metadata.nbgrader.grade_id: determine_grade(cell)[0]
            for cell in submission.notebook.cells
            if nbgrader_of(cell).get("grade") and nbgrader_of(cell).get("solution")
        },
        limits=limits,
        seconds=seconds,
        checking_seconds=checking_seconds,
    )


def ungraded(assignment: Assignment, student: str, reason: str) -> Judged:
    """The entry of a submission that could not be graded: no points, the reason, another try. Its
    notebook is not looked at again, for it may be why."""
    notebook = with_note(load_release(assignment.name), [reason])
    submission = Prepared(assignment=assignment, student=student, notebook=notebook, repairs=[])
    return Judged(submission=submission, cells=[], by_hand={}, limits=[reason])


@dataclass(frozen=True)
class CellRun:
    """A code cell that was run: its place, its grade if it has one, its outputs, and a sentence if
    it hit a limit."""

    cell: NotebookNode
    number: int
    grade: CellGrade | None
    outputs: list[NotebookNode]
    failure: str | None


def run(submission: Prepared, child: Child, seed: Seed) -> tuple[list[CellRun], float]:
    """Run the notebook's code cells in `child` and judge its graded ones; return what came of each,
    and the CPU seconds that judging took.

    The hidden tests of a cell come before it, as in the kernel of plain nbgrader.
    """
    assignment = submission.assignment
    runs: list[CellRun] = []
    checking_seconds, left, autograded = 0.0, MOST_OUTPUT, set(assignment.autograded)
    for number, cell in enumerate(submission.notebook.cells, 1):
        is_demo = "demo" in cell.metadata.get("tags", ())
        if cell.cell_type != "code" or (is_demo and not submission.demos):
            continue
        grade, name = None, nbgrader_of(cell).get("grade_id")
        if name in autograded:
            begun = time.thread_time()
            grade = grade_cell(assignment, name, child, seed)
            checking_seconds += time.thread_time() - begun
        answer = child.run(cell.source, f"The cell `{name}`" if name else f"Cell {number}")
        # Made harmless now, so that up to 64 MB of raw outputs are freed before the next cell runs.
        outputs = harmless.outputs(answer.get("outputs"))
        left -= len(json.dumps(outputs))
        if left < 0:
            sentence = f"[left out: over {MOST_OUTPUT:,} characters of output in all]\n"
            outputs = [harmless.stream(sentence)]
        runs.append(CellRun(cell, number, grade, outputs, answer.get("failure")))
    return runs, checking_seconds


def put_outputs(runs: list[CellRun]) -> list[str]:
    """Give each cell its outputs, the report of its grade first; return a sentence for each limit
    that was hit."""
    for each in runs:
        graded = report(each.grade) if each.grade else None
        each.cell.outputs = [*_printed(graded), *each.outputs, *_printed(each.failure)]
        each.cell.execution_count = each.number
    return list(dict.fromkeys(each.failure for each in runs if each.failure))


def _printed(sentence: str | None) -> list[NotebookNode]:
    return [harmless.stream(sentence + "\n")] if sentence else []
