"""An assignment is one Python file in source_notebooks/ and the hidden tests of the same name.

Reading it finds the mistakes an author makes, each told with file and line.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

import jupytext

from autograder.checks import Alternative, Misconception, Suite
from autograder.quiet import quiet

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "source_notebooks"
RELEASE = ROOT / "release"

MARKER = re.compile(r"^# %%")
GRADE_ID = re.compile(r"^[a-z][a-z0-9_]{0,63}$")
NBGRADER_KEYS = {"grade_id", "grade", "solution", "locked", "points", "task"}
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION", re.DOTALL)
DELIMITER = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")

# What can stand in the place of the reference; a mapping gives the cells that differ, by grade_id.
Answer = Misconception | Alternative | Mapping[str, str]


class SourceError(Exception):
    """A mistake in an assignment's source; its text names the file, the line and the remedy."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(path, line, sentence)

    def __str__(self) -> str:
        path, line, sentence = self.args
        shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        return f"{shown}:{line}: {sentence}"


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell of a source; `line` is that of its `# %%` marker."""

    kind: str
    source: str
    line: int
    tags: tuple[str, ...] = ()
    nbgrader: dict[str, Any] = field(default_factory=dict)

    @property
    def grade_id(self) -> str | None:
        return self.nbgrader.get("grade_id")

    @property
    def name(self) -> str:
        """The grade_id of a graded or a solution cell, which always has one."""
        return self.nbgrader["grade_id"]

    @property
    def is_graded(self) -> bool:
        return bool(self.nbgrader.get("grade"))

    @property
    def is_solution(self) -> bool:
        return bool(self.nbgrader.get("solution"))

    @property
    def is_demo(self) -> bool:
        return "demo" in self.tags

    @property
    def solution(self) -> str:
        """What stands between ### BEGIN SOLUTION and ### END SOLUTION, all such regions."""
        return "\n".join(SOLUTION.findall(self.source))

    @property
    def defines(self) -> set[str]:
        return defined_by(self.source) if self.kind == "code" else set()

    @property
    def is_autograded(self) -> bool:
        return self.is_graded and self.kind == "code" and not self.is_solution


@dataclass(frozen=True)
class Assignment:
    """A source that has been read and found sound, with its hidden tests."""

    name: str
    path: Path
    cells: tuple[Cell, ...]
    suite: Suite

    @property
    def points(self) -> dict[str, float]:
        """Points of each graded cell, in the order of the notebook."""
        return {cell.name: cell.nbgrader["points"] for cell in self.cells if cell.is_graded}

    @property
    def autograded(self) -> list[str]:
        """The graded cells that hidden tests judge, in the order of the notebook."""
        return [cell.name for cell in self.cells if cell.is_autograded]

    def answer(self, other: Answer) -> dict[str, str]:
        """The solution cells in which another answer differs from the reference, by grade_id.

        An alternative stands as a whole in the first of the cells whose functions it defines, so
        that its helpers are known to the others.
        """
        if isinstance(other, Mapping):
            return dict(other)
        if isinstance(other, Alternative):
            defined = defined_by(other.source)
            first, *rest = other.cells or [
                cell.name for cell in self.cells if cell.is_solution and cell.defines & defined
            ]
            return {first: other.source} | dict.fromkeys(rest, "# Written further up.\n")
        edited: dict[str, str] = {}
        for old, new in other.edits.items():
            found = [cell for cell in self.cells if cell.is_solution and old in cell.solution]
            if len(found) != 1:
                code = other.named.__code__
                sentence = (
                    f"the edit {old!r} of {other.name} stands in {len(found)} solutions of "
                    f"{self.path.name}; it should stand in one."
                )
                raise SourceError(Path(code.co_filename), code.co_firstlineno, sentence)
            name, source = found[0].name, found[0].source
            edited[name] = edited.get(name, source).replace(old, new)
        return edited

    def namespace(self, other: Answer | None = None, until: str | None = None) -> dict[str, Any]:
        """A fresh namespace in which the cells before `until` (all of them without it) have run:
        the reference solution, or another answer in its place.

        Demos and visible checks are left out: no graded function needs them.
        """
        namespace: dict[str, Any] = {"__name__": self.name}
        answer = self.answer(other) if other else {}
        with quiet():
            for cell in self.cells:
                if until is not None and cell.grade_id == until:
                    break
                if cell.grade_id in answer:
                    exec(answer[cell.grade_id], namespace)
                elif cell in self._code:
                    exec(self._code[cell], namespace)
        return namespace

    def reference(self, grade_id: str) -> SimpleNamespace:
        """The reference solution as it stands before a graded cell, its functions as attributes."""
        if grade_id not in self._references:
            self._references[grade_id] = SimpleNamespace(**self.namespace(until=grade_id))
        return self._references[grade_id]

    @cached_property
    def _references(self) -> dict[str, SimpleNamespace]:
        return {}

    @cached_property
    def _code(self) -> dict[Cell, CodeType]:
        """What `namespace` runs, with the file's own line numbers: a traceback finds the source."""
        return {
            cell: compile("\n" * cell.line + cell.source, str(self.path), "exec")
            for cell in self.cells
            if cell.kind == "code" and not cell.is_demo and not cell.is_graded
        }


def defined_by(source: str) -> set[str]:
    """Names of the functions and classes that a piece of Python defines at its top level."""
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


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
    return read(path, tests(path))


def tests(path: Path) -> Suite:
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
        _check_metadata(path, cell)
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
        Cell(
            kind=cell.cell_type,
            source=cell.source,
            line=line,
            tags=tuple(cell.metadata.get("tags", ())),
            nbgrader=dict(cell.metadata.get("nbgrader", {})),
        )
        for cell, line in zip(notebook.cells, markers, strict=True)
    )


def _check_marker(path: Path, line: int, text: str) -> None:
    """Jupytext takes metadata that is not JSON for a title, so a typing slip would go unseen."""
    for key, value in re.findall(r"(\w+)=(.*?)(?=\s\w+=|$)", text):
        try:
            json.loads(value)
        except json.JSONDecodeError as error:
            sentence = f"the cell's `{key}=` is not JSON ({error.msg}); compare the other markers."
            raise SourceError(path, line, sentence) from None


def _check_metadata(path: Path, cell: Cell) -> None:
    def fail(sentence: str) -> None:
        raise SourceError(path, cell.line, sentence)

    unknown = sorted(cell.nbgrader.keys() - NBGRADER_KEYS)
    if unknown:
        fail(f"nbgrader knows no key {unknown[0]!r}; use {', '.join(sorted(NBGRADER_KEYS))}.")
    if cell.nbgrader and cell.grade_id is None:
        fail("the cell has nbgrader metadata but no grade_id; name it.")
    if cell.grade_id is not None and not GRADE_ID.match(str(cell.grade_id)):
        fail(f"the grade_id {cell.grade_id!r} should be snake_case of at most 64 letters.")
    if cell.is_graded and "points" not in cell.nbgrader:
        fail(f'the graded cell {cell.grade_id!r} has no points; add "points".')
    if "points" in cell.nbgrader:
        points = cell.nbgrader["points"]
        if not cell.is_graded:
            fail(f'the cell {cell.grade_id!r} has points but is not graded; add "grade": true.')
        if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
            fail(f"the points of {cell.grade_id!r} should be a positive number, not {points!r}.")


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
    for cell in assignment.cells:
        if cell.grade_id in lines:
            sentence = f"the grade_id {cell.grade_id!r} was used in line {lines[cell.grade_id]}."
            raise SourceError(assignment.path, cell.line, f"{sentence} Choose another.")
        if cell.grade_id is not None:
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
    for cell in assignment.cells:
        if cell.is_autograded and not assignment.suite.for_cell(cell.name):
            sentence = (
                f"the graded cell {cell.grade_id!r} has no check in "
                f"autograder_tests/{assignment.name}.py; its points could not be lost."
            )
            raise SourceError(assignment.path, cell.line, sentence)
