"""Build an assignment: its source becomes the instructor's notebook, and nbgrader's own converter
makes the release from that.

The same source gives the same bytes, on every machine; `check` builds beside and compares.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.converters import BaseConverter, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.assignment import ROOT, Assignment, Cell, GradedCell, SourceError
from autograder.inside.quiet import quiet

NBGRADER_DEFAULTS = {"schema_version": 3, "grade": False, "solution": False, "locked": False}

# Hidden tests come first in their cell: whatever the visible check does afterwards (an error, a
# warning, a last value that nbgrader would take for a score), the points have been given.
HIDDEN_TESTS = """\
### BEGIN HIDDEN TESTS
from autograder.kernel import grade
grade({assignment!r}, {grade_id!r})
### END HIDDEN TESTS
"""


def build(assignment: Assignment, root: Path = ROOT) -> list[Path]:
    """Write the built notebook and the release below `root`; return the files that changed."""
    _check_visible_checks(assignment)
    with tempfile.TemporaryDirectory() as folder:
        made = _make(assignment, Path(folder))
        return [target for path, target in _paired(made, Path(folder), root) if _copy(path, target)]


def check(assignment: Assignment, root: Path = ROOT) -> list[Path]:
    """Return the built files below `root` that are not what the source gives."""
    with tempfile.TemporaryDirectory() as folder:
        made = _make(assignment, Path(folder))
        return [
            target
            for path, target in _paired(made, Path(folder), root)
            if not target.is_file() or target.read_bytes() != path.read_bytes()
        ]


def notebook(assignment: Assignment) -> nbformat.NotebookNode:
    """The instructor's notebook: solutions, visible checks and the calls of the hidden tests."""
    return new_notebook(
        cells=[_cell(assignment, i, cell) for i, cell in enumerate(assignment.cells)],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )


def _cell(assignment: Assignment, position: int, cell: Cell) -> nbformat.NotebookNode:
    metadata: dict = {"tags": list(cell.tags)} if cell.tags else {}
    if cell.nbgrader:
        metadata["nbgrader"] = NBGRADER_DEFAULTS | {"task": False} | cell.nbgrader
    source = cell.source
    if isinstance(cell, GradedCell) and cell.is_autograded:
        source = HIDDEN_TESTS.format(assignment=assignment.name, grade_id=cell.grade_id) + source
    new = new_markdown_cell if cell.kind == "markdown" else new_code_cell
    name = (cell.grade_id or f"cell-{position:02}").replace("_", "-")
    return new(source, metadata=metadata, id=name)


def _make(assignment: Assignment, root: Path) -> list[Path]:
    """Build into an empty course folder; return the files made."""
    name = assignment.name
    source = root / "source_notebooks" / name / f"{name}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(nbformat.writes(notebook(assignment)) + "\n", encoding="utf-8")
    release = root / "release" / name / f"{name}.ipynb"
    _release(name, root)
    return [source, release]


def _release(name: str, root: Path) -> None:
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.source_directory = "source_notebooks"
    config.CourseDirectory.assignment_id = name
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    converter: BaseConverter = GenerateAssignment(
        coursedir=CourseDirectory(config=config), config=config
    )
    converter.log.setLevel("ERROR")
    converter.start()


def _check_visible_checks(assignment: Assignment) -> None:
    """A visible check that rejects the reference would reject every correct answer."""
    for cell in assignment.graded:
        if not cell.is_autograded:
            continue
        namespace = assignment.namespace(until=cell.grade_id)  # a later cell may reuse a name
        try:
            with quiet():
                exec(compile(cell.source, str(assignment.path), "exec"), namespace)
        except Exception as error:
            at = error.__traceback__ and error.__traceback__.tb_next
            line = cell.line + (at.tb_lineno if at else 1)
            reason = f"{type(error).__name__}: {error}".rstrip(": ")
            sentence = (
                f"the visible check {cell.grade_id!r} fails on the reference solution: {reason}"
            )
            raise SourceError(assignment.path, line, sentence) from None


def _paired(made: list[Path], folder: Path, root: Path) -> list[tuple[Path, Path]]:
    return [(path, root / path.relative_to(folder)) for path in made]


def _copy(path: Path, target: Path) -> bool:
    """Copy a file unless the target is the same already; its date tells later steps what is new."""
    if target.is_file() and target.read_bytes() == path.read_bytes():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return True
