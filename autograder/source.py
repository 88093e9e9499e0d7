"""Read an assignment's source, and find the mistakes that an author makes.

Each is a SourceError with the file, the line and the remedy; what `load` returns is sound.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from autograder.assignment import SOURCES, Assignment, Cell, GradedCell, NamedCell, SourceError
from autograder.checks import Suite

MARKER = re.compile(r"^# %%")
GRADE_ID = re.compile(r"^[a-z][a-z0-9_]{0,63}$")
NBGRADER_KEYS = {"grade_id", "grade", "solution", "locked", "points", "task"}
DELIMITER = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")


def names() -> list[str]:
    """The assignments of this course, in order."""
    return sorted(path.stem for path in SOURCES.glob("*.py"))


@cache
def load(name: str) -> Assignment:
    """Read the assignment `name` of this course and its hidden tests.

    Raises SourceError for the first mistake found in either.
    """
    path = SOURCES / f"{name}.py"
    if not path.is_file():
        known = ", ".join(names()) or "none yet"
        raise SourceError(path, 1, f"there is no such assignment; the course has: {known}.")
    return read(path, hidden_tests(path))


def hidden_tests(path: Path) -> Suite:
    """The hidden tests that belong to the source `path`: autograder_tests/<same stem>.py."""
    try:
        return Suite.of(importlib.import_module(f"autograder_tests.{path.stem}"))
    except ModuleNotFoundError as error:
        if error.name != f"autograder_tests.{path.stem}":
            raise
        sentence = f"it has no hidden tests; write autograder_tests/{path.stem}.py."
        raise SourceError(path, 1, sentence) from None


def read(path: Path, suite: Suite) -> Assignment:
    """Read a source and check that it and its hidden tests fit together."""
    cells = _cells(path, path.read_text(encoding="utf-8"))
    assignment = Assignment(path.stem, path, cells, suite)
    for cell in cells:
        _check_delimiters(path, cell)
        _check_syntax(path, cell)
    _check_ids(assignment)
    _check_coverage(assignment)
    return assignment


def _cells(path: Path, text: str) -> tuple[Cell, ...]:
    lines = text.splitlines()
    markers = [number for number, line in enumerate(lines, 1) if MARKER.match(line)]
    if not markers or any(line.strip() for line in lines[: markers[0] - 1]):
        raise SourceError(path, 1, "the file should start with a cell marker, `# %% [markdown]`.")
    for number in markers:
        _check_marker(path, number, lines[number - 1])
    notebook = jupytext.reads(text, fmt="py:percent")
    return tuple(
        _cell(path, line, cell) for cell, line in zip(notebook.cells, markers, strict=True)
    )


def _cell(path: Path, line: int, cell: NotebookNode) -> Cell:
    nbgrader = dict(cell.metadata.get("nbgrader", {}))
    _check_metadata(path, line, nbgrader)
    kind = GradedCell if nbgrader.get("grade") else NamedCell if nbgrader else Cell
    return kind(cell.cell_type, cell.source, line, tuple(cell.metadata.get("tags", ())), nbgrader)


def _check_marker(path: Path, line: int, text: str) -> None:
    """Jupytext takes metadata that is not JSON for a title, so a typing slip would go unseen."""
    for key, value in re.findall(r"(\w+)=(.*?)(?=\s\w+=|$)", text):
        try:
            json.loads(value)
        except json.JSONDecodeError as error:
            sentence = f"the cell's `{key}=` is not JSON ({error.msg}); compare the other markers."
            raise SourceError(path, line, sentence) from None


def _check_metadata(path: Path, line: int, nbgrader: dict[str, Any]) -> None:
    def fail(sentence: str) -> None:
        raise SourceError(path, line, sentence)

    unknown = sorted(nbgrader.keys() - NBGRADER_KEYS)
    grade_id = nbgrader.get("grade_id")
    if unknown:
        fail(f"nbgrader knows no key {unknown[0]!r}; use {', '.join(sorted(NBGRADER_KEYS))}.")
    if nbgrader and grade_id is None:
        fail("the cell has nbgrader metadata but no grade_id; name it.")
    if grade_id is not None and not GRADE_ID.match(str(grade_id)):
        fail(f"the grade_id {grade_id!r} should be snake_case of at most 64 characters.")
    if nbgrader.get("grade") and "points" not in nbgrader:
        fail(f'the graded cell {grade_id!r} has no points; add "points".')
    if "points" in nbgrader:
        points = nbgrader["points"]
        if not nbgrader.get("grade"):
            fail(f'the cell {grade_id!r} has points but is not graded; add "grade": true.')
        if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
            fail(f"the points of {grade_id!r} should be a positive number, not {points!r}.")


def _check_delimiters(path: Path, cell: Cell) -> None:
    opened = None
    for number, text in enumerate(cell.source.splitlines(), cell.line + 1):
        found = DELIMITER.search(text)
        if not found:
            continue
        edge, region = found.groups()
        if region != "SOLUTION":
            raise SourceError(path, number, f"the builder writes the {region} region; remove it.")
        if not cell.is_solution:
            sentence = 'a solution stands in a cell that is no solution; add "solution": true.'
            raise SourceError(path, number, sentence)
        if edge == "BEGIN" and opened:
            raise SourceError(path, number, "### BEGIN SOLUTION stands inside another solution.")
        if edge == "END" and not opened:
            raise SourceError(path, number, "### END SOLUTION has no ### BEGIN SOLUTION before it.")
        opened = number if edge == "BEGIN" else None
    if opened:
        raise SourceError(path, opened, "### BEGIN SOLUTION is never closed; add ### END SOLUTION.")
    if cell.is_solution and cell.kind == "code" and "BEGIN SOLUTION" not in cell.source:
        sentence = f"the solution cell {cell.grade_id!r} has no ### BEGIN SOLUTION region."
        raise SourceError(path, cell.line, sentence)


def _check_syntax(path: Path, cell: Cell) -> None:
    if cell.kind != "code":
        return
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        sentence = f"the cell is not valid Python: {error.msg}."
        raise SourceError(path, cell.line + (error.lineno or 1), sentence) from None


def _check_ids(assignment: Assignment) -> None:
    lines: dict[str, int] = {}
    for cell in assignment.named:
        if cell.grade_id in lines:
            sentence = f"the grade_id {cell.grade_id!r} was used in line {lines[cell.grade_id]}."
            raise SourceError(assignment.path, cell.line, f"{sentence} Choose another.")
        lines[cell.grade_id] = cell.line


def _check_coverage(assignment: Assignment) -> None:
    known = assignment.autograded
    for check in assignment.suite.checks:
        if check.grade_id not in known:
            code = check.run.__code__
            sentence = (
                f"the check {check.name} is for {check.grade_id!r}, which is no graded cell of "
                f"{assignment.path.name}; it has {', '.join(known) or 'none'}."
            )
            raise SourceError(Path(code.co_filename), code.co_firstlineno, sentence)
    for cell in assignment.graded:
        if cell.is_autograded and not assignment.suite.for_cell(cell.grade_id):
            sentence = (
                f"the graded cell {cell.grade_id!r} has no check in "
                f"autograder_tests/{assignment.name}.py; its points could not be lost."
            )
            raise SourceError(assignment.path, cell.line, sentence)
