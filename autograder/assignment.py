"""An assignment is one Python file in source_notebooks/ and the hidden tests of the same name.

It runs its own solution, or another answer in the place of that, as far as a check needs it.
`autograder.source` reads it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.checks import Alternative, Misconception, Suite
from autograder.errors import CourseError
from autograder.inside.quiet import quiet

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "source_notebooks"
RELEASE = ROOT / "release"

SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION", re.DOTALL)

# What can stand in the place of the reference; a mapping gives the cells that differ, by grade_id.
Answer = Misconception | Alternative | Mapping[str, str]


class SourceError(CourseError):
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
        return None

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


@dataclass(frozen=True, eq=False)
class NamedCell(Cell):
    """A cell with a grade_id, by which nbgrader finds it in a submission; all solutions are."""

    @property
    def grade_id(self) -> str:
        return self.nbgrader["grade_id"]


@dataclass(frozen=True, eq=False)
class GradedCell(NamedCell):
    """A cell that is worth points: a visible check, or an answer that a person reads."""

    @property
    def points(self) -> float:
        return self.nbgrader["points"]

    @property
    def is_autograded(self) -> bool:
        return self.kind == "code" and not self.is_solution


@dataclass(frozen=True)
class Assignment:
    """A source that has been read and found sound, with its hidden tests."""

    name: str
    path: Path
    cells: tuple[Cell, ...]
    suite: Suite

    @property
    def named(self) -> list[NamedCell]:
        """The cells with a grade_id, in the order of the notebook."""
        return [cell for cell in self.cells if isinstance(cell, NamedCell)]

    @property
    def solutions(self) -> list[NamedCell]:
        """The cells in which students write, code and prose."""
        return [cell for cell in self.named if cell.is_solution]

    @property
    def graded(self) -> list[GradedCell]:
        """The cells that are worth points."""
        return [cell for cell in self.named if isinstance(cell, GradedCell)]

    @property
    def points(self) -> dict[str, float]:
        """Points of each graded cell, by grade_id."""
        return {cell.grade_id: cell.points for cell in self.graded}

    @property
    def autograded(self) -> list[str]:
        """The grade_ids of the cells that hidden tests judge."""
        return [cell.grade_id for cell in self.graded if cell.is_autograded]

    def answered(self, other: Answer) -> dict[str, str]:
        """The solution cells in which another answer differs from the reference, by grade_id.

        An alternative stands as a whole in the first of the cells whose functions it defines, so
        that its helpers are known to the others.
        """
        if isinstance(other, Mapping):
            return dict(other)
        if isinstance(other, Alternative):
            defined = defined_by(other.source)
            first, *rest = other.cells or [
                cell.grade_id for cell in self.solutions if cell.defines & defined
            ]
            return {first: other.source} | dict.fromkeys(rest, "# Written further up.\n")
        edited: dict[str, str] = {}
        for old, new in other.edits.items():
            found = [cell for cell in self.solutions if old in cell.solution]
            if len(found) != 1:
                code = other.named.__code__
                sentence = (
                    f"the edit {old!r} of {other.name} stands in {len(found)} solutions of "
                    f"{self.path.name}; it should stand in one."
                )
                raise SourceError(Path(code.co_filename), code.co_firstlineno, sentence)
            name, source = found[0].grade_id, found[0].source
            edited[name] = edited.get(name, source).replace(old, new)
        return edited

    def namespace(self, other: Answer | None = None, until: str | None = None) -> dict[str, Any]:
        """A fresh namespace in which the cells before `until` (all of them without it) have run:
        the reference solution, or another answer in its place.

        Demos and visible checks are left out: no graded function needs them.
        """
        namespace: dict[str, Any] = {"__name__": self.name}
        answered = self.answered(other) if other else {}
        with quiet():
            for cell in self.cells:
                if until is not None and cell.grade_id == until:
                    break
                if cell.grade_id in answered:
                    exec(answered[cell.grade_id], namespace)
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
            if cell.kind == "code" and not cell.is_demo and not isinstance(cell, GradedCell)
        }


def defined_by(source: str) -> set[str]:
    """Names of the functions and classes that a piece of Python defines at its top level."""
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


@cache
def load_release(name: str) -> NotebookNode:
    """The released notebook of an assignment."""
    return nbformat.read(RELEASE / name / f"{name}.ipynb", as_version=4)
