"""The same assignment for Otter-Grader: its notebooks without the cells that grading leaves out,
and a test file for each graded cell that calls the same hidden tests."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.assignment import Assignment

TEST = '''"""The hidden tests of one cell, in Otter's form."""

from otter.test_files import test_case

from autograder.source import load
from autograder.inside.calls import Functions
from autograder.grading import Seed, grade_cell
from autograder.report import report

OK_FORMAT = False

name = {cell!r}
points = {points}


@test_case(points={points})
def hidden_tests(env):
    grade = grade_cell(load({assignment!r}), {cell!r}, Functions(env), Seed("salt", "a student"))
    assert grade.score == grade.max_score, report(grade)
'''


def write_tests(assignment: Assignment, folder: Path) -> None:
    """Write one file per graded cell, for `otter generate --tests-dir`."""
    folder.mkdir()
    for cell in assignment.autograded:
        points = assignment.points[cell]
        text = TEST.format(cell=cell, points=points, assignment=assignment.name)
        (folder / f"{cell}.py").write_text(text, encoding="utf-8")


def write_notebook(handed_in: bytes, path: Path) -> None:
    """A submission as Otter runs it: all its cells, so without the demos."""
    notebook = nbformat.reads(handed_in.decode(), as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if "demo" not in cell.metadata.get("tags", ())
    ]
    nbformat.write(notebook, path)
