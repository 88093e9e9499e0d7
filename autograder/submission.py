"""One submission from its bytes to its grade: mended, run cell by cell, judged, told.

The student's code runs where `sandbox` says; all that is decided is decided here.
"""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from autograder import harmless
from autograder.assignment import Assignment
from autograder.classroom import HandIn, load_release, opened
from autograder.grading import CellGrade, Seed, grade_cell
from autograder.intake import nbgrader_of, repair, with_note, without_outputs
from autograder.report import report
from autograder.sandbox import Child

MOST_OUTPUT = 16 * 2**20  # letters of all cells together; a true one has some hundred thousand


@dataclass(frozen=True)
class Graded:
    """A submission's grade, plain data; `notebook` is the executed one, as nbformat writes it."""

    student: str
    assignment: str
    score: float
    max_score: float
    seconds: float
    cpu_seconds: float  # of the checks and, once it has ended, of the student's process
    readable: bool
    repairs: list[str]
    limits: list[str]
    cells: list[CellGrade]
    by_hand: dict[str, float | None]  # grade_id of each written answer: 0 if left empty, else None
    notebook: NotebookNode = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """The grade without the notebook, as `check --json` and results.jsonl hold it."""
        names = ("student", "assignment", "score", "max_score", "seconds", "cpu_seconds")
        cells = [
            {
                "grade_id": cell.grade_id,
                "score": cell.score,
                "max_score": cell.max_score,
                "checks": [vars(verdict) | {"name": verdict.check} for verdict in cell.verdicts],
            }
            for cell in self.cells
        ]
        return {name: getattr(self, name) for name in names} | {
            "repairs": self.repairs,
            "limits": self.limits,
            "readable": self.readable,
            "cells": cells,
            "by_hand": self.by_hand,
        }


def grade_submission(
    assignment: Assignment,
    handed: HandIn,
    child: Child,
    salt: str,
    demos: bool = False,
    turn: AbstractContextManager | None = None,
) -> Graded:
    """Grade what one student handed in, in a fresh `child`, and end that; a demo cell runs only if
    `demos`.

    Where several threads grade, each with a child of its own, `turn` is the lock that lets one
    student's code run at a time; what can be done before is done without it.
    """
    release = load_release(assignment.name)
    submitted, repairs, readable = opened(handed)
    notebook, mended = repair(submitted, release)
    repairs = [*repairs, *mended]
    notebook = without_outputs(with_note(notebook, repairs), keep_tag="" if demos else "demo")
    harmless.defuse(notebook, release)
    child.meet()
    with turn or nullcontext():
        start = time.monotonic()
        seed = Seed(salt, handed.student)
        ran, checking = run(assignment, notebook, child, seed, demos)
        seconds = time.monotonic() - start
    child.close()  # it ends while the rest is done
    limits = put_outputs(ran)
    cells = [each.grade for each in ran if each.grade]
    by_hand = {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)[0]
        for cell in notebook.cells
        if nbgrader_of(cell).get("grade") and nbgrader_of(cell).get("solution")
    }
    return Graded(
        handed.student,
        assignment.name,
        round(sum(cell.score for cell in cells), 2),
        sum(assignment.points.values()),
        round(seconds, 3),
        round(checking, 3),
        readable,
        repairs,
        limits,
        cells,
        by_hand,
        notebook,
    )


def ended(graded: Graded, child: Child) -> Graded:
    """The grade with the time that the student's process took, which is known at its end."""
    return replace(graded, cpu_seconds=round(graded.cpu_seconds + child.cpu, 3))


def ungraded(assignment: Assignment, handed: HandIn, reason: str) -> Graded:
    """The entry of a submission that could not be graded: no points, the reason, another try. Its
    notebook is not looked at again, for it may be why."""
    notebook = with_note(load_release(assignment.name), [reason])
    most = sum(assignment.points.values())
    return Graded(
        handed.student,
        assignment.name,
        0,
        most,
        0,
        0,
        True,
        [],
        [reason],
        [],
        {},
        notebook,
    )


@dataclass(frozen=True)
class Ran:
    """A code cell that was run: its place, its grade if it has one, its outputs, and a sentence if
    it hit a limit."""

    cell: NotebookNode
    number: int
    grade: CellGrade | None
    outputs: list[NotebookNode]
    failure: str | None


def run(
    assignment: Assignment, notebook: NotebookNode, child: Child, seed: Seed, demos: bool
) -> tuple[list[Ran], float]:
    """Run the notebook's code cells in `child` and judge its graded ones; return what came of each,
    and the CPU seconds that judging took.

    The hidden tests of a cell come before it, as in the kernel of plain nbgrader.
    """
    ran, checking, autograded, left = [], 0.0, set(assignment.autograded), MOST_OUTPUT
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or ("demo" in cell.metadata.get("tags", ()) and not demos):
            continue
        grade, name = None, nbgrader_of(cell).get("grade_id")
        if name in autograded:
            begun = time.thread_time()
            grade = grade_cell(assignment, name, child, seed)
            checking += time.thread_time() - begun
        answer = child.run(cell.source, f"The cell `{name}`" if name else f"Cell {number}")
        outputs = harmless.outputs(answer.get("outputs"))  # at once: the rest should not stay
        left -= len(json.dumps(outputs))
        if left < 0:
            outputs = [
                harmless.stream(f"[left out: over {MOST_OUTPUT:,} letters of output in all]\n")
            ]
        ran.append(Ran(cell, number, grade, outputs, answer.get("failure")))
    return ran, checking


def put_outputs(ran: list[Ran]) -> list[str]:
    """Give each cell its outputs, the report of its grade first; return a sentence for each limit
    that was hit."""
    for each in ran:
        graded = report(each.grade) if each.grade else None
        each.cell.outputs = [*_told(graded), *each.outputs, *_told(each.failure)]
        each.cell.execution_count = each.number
    return list(dict.fromkeys(each.failure for each in ran if each.failure))


def _told(sentence: str | None) -> list[NotebookNode]:
    return [harmless.stream(sentence + "\n")] if sentence else []
