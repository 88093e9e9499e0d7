"""Mend what really arrives: the submission becomes a notebook that can be graded, and every repair
is reported in a sentence.

Functions of data only: what is on disk is read and written elsewhere.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder import harmless

CELL_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
TAG = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
NOTE_ID = "autograder-repairs"
# Most JSON objects in a file; ten lists count as one, and each costs about 1 kB of memory.
MOST_PARTS = 500_000
MOST_CHARACTERS = 500_000  # in all cells of a notebook; a release has some 70,000
SKIPPED = "This cell is not run in grading; below is the output it was handed in with."


class Unreadable(Exception):
    """A submission that is no notebook; its text says what it is instead."""


def choose(names: Iterable[str], stem: str, others: Iterable[str] = ()) -> str | None:
    """Which of a student's files is the notebook `stem`: by its name, a browser's copy of it
    (`stem (1).ipynb`), or the only notebook that none of the `others` can claim. None where there
    is none to choose."""
    taken = tuple(other for other in others if other != stem)
    notebooks = sorted(
        name for name in names if name.endswith(".ipynb") and not name.startswith((".", *taken))
    )
    if f"{stem}.ipynb" in notebooks:
        return f"{stem}.ipynb"
    copies = [name for name in notebooks if re.match(rf"{stem}\b", name)]
    if copies:  # The browser's highest number is the latest download.
        return max(copies, key=lambda name: (_numbers(name), name))
    return notebooks[0] if len(notebooks) == 1 else None


def read(data: bytes) -> NotebookNode:
    """Parse a submission of any notebook format into the present one, or raise Unreadable."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    if data.count(b"{") + data.count(b"[") // 10 > MOST_PARTS:
        raise Unreadable("The file has too many parts; clear the outputs and hand it in again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not text (a notebook is JSON in UTF-8).") from None
    try:
        parsed = _parsed(text)
        has_ids = nbformat.reader.get_version(parsed) >= (4, 5)
        notebook = nbformat.convert(parsed, 4)
        notebook.cells = [_sound(cell, has_ids) for cell in notebook.cells]
    except Exception as error:  # nbformat raises many kinds, and json its own
        raise Unreadable(f"The file is not a Jupyter notebook ({type(error).__name__}).") from None
    size = sum(len(cell.source) for cell in notebook.cells)
    if size > MOST_CHARACTERS:
        raise Unreadable(f"Its cells hold {size:,} characters; the most is {MOST_CHARACTERS:,}.")
    _give_cell_ids(notebook)
    return notebook


def _parsed(text: str) -> NotebookNode:
    """The notebook in its own format, with metadata everywhere; some editors leave it out, and
    nbformat needs it."""
    raw = nbformat.reader.parse_json(text)
    if "\\u" in text:  # an escape may be half of a surrogate pair, which is in no file's text
        raw = json.loads(json.dumps(raw, ensure_ascii=False).encode(errors="replace"))
    for part in (raw, *raw.get("cells", ())):
        part["metadata"] = part.get("metadata") or {}
    major, minor = nbformat.reader.get_version(raw)
    return nbformat.versions[major].to_notebook_json(raw, minor=minor)


def repair(submitted: NotebookNode, release: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Return the submission with the release's locked cells in force, and what was mended.

    Repairing a repaired notebook changes nothing.
    """
    notebook = _copied(submitted)
    notebook.metadata.kernelspec = copy.deepcopy(release.metadata.kernelspec)
    notebook.nbformat, notebook.nbformat_minor = release.nbformat, release.nbformat_minor
    repairs = [*_find_ids(notebook, release), *_single_out(notebook, release)]
    repairs += _restore_locked(notebook, release)
    repairs += _put_back_missing(notebook, release)
    _give_cell_ids(notebook)
    return notebook, repairs


def with_repairs_noted(notebook: NotebookNode, repairs: list[str]) -> NotebookNode:
    """The notebook with these repairs in its metadata, for the step that reports them."""
    return NotebookNode(
        notebook | {"metadata": NotebookNode(notebook.metadata | {"autograder_repairs": repairs})}
    )


def noted_repairs(notebook: NotebookNode) -> list[str]:
    """The repairs that an earlier step has noted in the metadata."""
    repairs = notebook.metadata.get("autograder_repairs")
    return [str(repair) for repair in repairs] if isinstance(repairs, list) else []


def with_note(notebook: NotebookNode, repairs: list[str]) -> NotebookNode:
    """The notebook with the repairs listed at its top, where the feedback shows them."""
    if not repairs:
        return notebook
    lines = ["**Before grading, we mended this submission:**", "", *(f"- {r}" for r in repairs)]
    note = new_markdown_cell("\n".join(lines), id=NOTE_ID)
    cells = [cell for cell in notebook.cells if cell.id != NOTE_ID]
    return NotebookNode(notebook | {"cells": [note, *cells]})


def without_outputs(notebook: NotebookNode, keep_tag: str = "demo") -> NotebookNode:
    """The notebook without outputs, but for the cells that grading does not run."""
    notebook = _copied(notebook)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        if keep_tag not in cell.metadata.get("tags", ()):
            cell.outputs = []
        elif not any(output.get("text") == SKIPPED for output in cell.outputs):
            cell.outputs = [harmless.stream(SKIPPED), *cell.outputs]
    return notebook


def _copied(notebook: NotebookNode) -> NotebookNode:
    """The notebook with cells and metadata of its own, to put something else in a field of theirs;
    a deep copy takes as long as all of the rest."""

    def copied(part: NotebookNode, **more: object) -> NotebookNode:
        return NotebookNode(part | {"metadata": NotebookNode(part.metadata)} | more)

    return copied(notebook, cells=[copied(cell) for cell in notebook.cells])


def _sound(cell: NotebookNode, has_ids: bool) -> NotebookNode:
    """The cell with every field of the right type; outputs that are none are dropped.

    So is an id that is not the submission's own: conversion from an old format draws one at random.
    """
    sound = NotebookNode(
        cell_type=cell.cell_type if cell.cell_type in ("code", "markdown") else "raw",
        metadata=nbformat.from_dict(_metadata(cell.get("metadata"))),
        source=cell.source if isinstance(cell.source, str) else "".join(cell.source),
    )
    if has_ids and isinstance(cell.get("id"), str) and CELL_ID.match(cell.id):
        sound.id = cell.id
    if sound.cell_type == "code":
        sound.outputs, sound.execution_count = harmless.outputs(cell.get("outputs")), None
    return sound


def _metadata(given: object) -> dict:
    """What grading knows of a cell's metadata, where it has the right type."""
    given = given if isinstance(given, dict) else {}
    kinds = {"nbgrader": dict, "tags": list, "deletable": bool, "editable": bool}
    kept = {key: given[key] for key, kind in kinds.items() if isinstance(given.get(key), kind)}
    if not isinstance(kept.get("nbgrader", {}).get("grade_id"), str):
        kept.pop("nbgrader", None)
    if "tags" in kept:
        tags = (tag for tag in kept["tags"] if isinstance(tag, str) and TAG.match(tag))
        kept["tags"] = list(dict.fromkeys(tags))  # the notebook format allows each but once
    return kept


def _numbers(name: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\((\d+)\)", name))


def nbgrader_of(cell: NotebookNode) -> dict:
    return cell.metadata.get("nbgrader") or {}


def _grade_id(cell: NotebookNode) -> str | None:
    return nbgrader_of(cell).get("grade_id")


def _named(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {name: cell for cell in notebook.cells if (name := _grade_id(cell))}


def _find_ids(notebook: NotebookNode, release: NotebookNode) -> list[str]:
    """Give back the metadata that some editors drop, where a cell's id or text tells which it was.

    A cell that carries a grade_id the release does not know (copied from elsewhere) loses it.
    """
    known = _named(release)
    present = set()
    for cell in notebook.cells:
        if _grade_id(cell) in known:
            present.add(_grade_id(cell))
        else:
            cell.metadata.pop("nbgrader", None)
    repairs = []
    for name, original in known.items():
        if name in present:
            continue
        for cell in notebook.cells:
            if (
                not _grade_id(cell)
                and cell.cell_type == original.cell_type
                and (cell.get("id") == original.id or cell.source == original.source)
            ):
                cell.metadata.nbgrader = NotebookNode(original.metadata.nbgrader)
                repairs.append(f"The cell `{name}` had lost its metadata; it was given back.")
                break
    return repairs


def _single_out(notebook: NotebookNode, release: NotebookNode) -> list[str]:
    """Of cells that share a grade_id keep the id on one: the last, as nbgrader does, but of locked
    cells the last that was not edited.

    All of them stay and run, with what was written into a copy of a locked one. Answers in prose
    are joined, so that whoever marks them sees all.
    """
    repairs = []
    found: dict[str | None, list[NotebookNode]] = {}
    for cell in notebook.cells:
        found.setdefault(_grade_id(cell), []).append(cell)
    for name, original in _named(release).items():
        copies = found.get(name, [])
        if len(copies) < 2:
            continue
        counts, which = copies[-1], "last one"
        if not nbgrader_of(original).get("solution"):
            as_it_was = [cell for cell in copies if _lines(cell) == _lines(original)]
            if as_it_was and as_it_was[-1] is not counts:
                counts, which = as_it_was[-1], "one that was not edited"
        elif original.cell_type == "markdown":
            counts.source = "\n\n".join(cell.source for cell in copies)
        for cell in copies:
            if cell is counts:
                continue
            for key in ("nbgrader", "deletable", "editable"):
                cell.metadata.pop(key, None)
            if _lines(cell) != _lines(original):  # it is no demo any more
                cell.metadata.pop("tags", None)
        repairs.append(
            f"{len(copies)} cells carried the name `{name}` (a copied or split cell); all were "
            f"kept, and the {which} counts as it."
        )
    return repairs


def _restore_locked(notebook: NotebookNode, release: NotebookNode) -> list[str]:
    known = _named(release)
    repairs = []
    for cell in notebook.cells:
        name = _grade_id(cell)
        if name not in known:
            continue
        original = known[name]
        locked = not nbgrader_of(original).get("solution")
        if cell.cell_type != original.cell_type:
            _change_type(cell, original.cell_type)
            repairs.append(f"The type of the cell `{name}` was changed; it was restored.")
        if locked and cell.source != original.source:
            if _lines(cell) != _lines(original):
                repairs.append(f"The locked cell `{name}` was edited; it was restored.")
            cell.source = original.source
        cell.metadata.nbgrader = NotebookNode(original.metadata.nbgrader)
        if "tags" in original.metadata:
            cell.metadata.tags = list(original.metadata.tags)
    return repairs


def _lines(cell: NotebookNode) -> list[str]:
    """The cell's lines, whatever ends them (Windows) and whatever blanks an editor cut."""
    return [line.rstrip() for line in cell.source.strip().splitlines()]


def _change_type(cell: NotebookNode, cell_type: str) -> None:
    cell.cell_type = cell_type
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _put_back_missing(notebook: NotebookNode, release: NotebookNode) -> list[str]:
    """Put each locked or marked cell that is gone behind the named cell it followed.

    A solution in code is not put back: its stub would replace the answer, should that stand in
    another cell.
    """
    repairs = []
    before = None
    present = _named(notebook)
    for name, original in _named(release).items():
        if name in present:
            before = name
        elif not nbgrader_of(original).get("solution") or nbgrader_of(original).get("grade"):
            names = [_grade_id(cell) for cell in notebook.cells]
            at = names.index(before) + 1 if before else 0
            notebook.cells.insert(at, copy.deepcopy(original))
            repairs.append(f"The cell `{name}` was missing; it was put back.")
            before = name
        else:
            repairs.append(f"The cell `{name}` is missing.")
    return repairs


def _give_cell_ids(notebook: NotebookNode) -> None:
    """Cell ids must be there and differ: old formats have none, and copied cells share theirs."""
    taken = set()
    for number, cell in enumerate(notebook.cells):
        if cell.get("id") in taken or not cell.get("id"):
            cell.id = f"submitted-{number}"
        taken.add(cell.id)
