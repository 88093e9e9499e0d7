"""What a student wrote or printed, such that nothing of it runs in a reader's browser.

Feedback pages and formgrader show notebooks as HTML. A page that ran a student's script there would
act as whoever reads it, and in formgrader that is who gives the grades.
"""

from __future__ import annotations

import re
from typing import Any, TypeGuard

from nbformat import NotebookNode

FIGURES = ("image/png", "image/jpeg")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
LARGEST_FIGURE = 4 * 2**20  # characters of base64
LONGEST = 20_000  # characters of one output; a page of 100 MB helps nobody
HTML_TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"(?<=\])(?=[(\[:])|(?<=\\)(?=href)")  # of Markdown, and of a formula


def defuse(notebook: NotebookNode, release: NotebookNode) -> None:
    """Make a repaired notebook harmless, in place; what the release says too is left as it is."""
    ours = {cell.source for cell in release.cells}
    for cell in notebook.cells:
        if cell.cell_type == "raw":  # raw cells would go into a page as they are
            cell.cell_type = "markdown"
        if cell.cell_type == "markdown" and cell.source not in ours:
            # No tag, and the same in a formula; no link, which could be a script.
            cell.source = LINK.sub(" ", HTML_TAG.sub("< ", cell.source))
        if cell.cell_type == "code":
            cell.outputs = outputs(cell.outputs)


def outputs(given: Any) -> list[NotebookNode]:
    """Those of some outputs that are text or pictures, of whatever comes in their place."""
    made = (_output(each) for each in given if isinstance(each, dict)) if _is_list(given) else ()
    return [output for output in made if output is not None]


def stream(text: str, name: str = "stdout") -> NotebookNode:
    """The output that is a printed text."""
    return NotebookNode(output_type="stream", name=name, text=text)


def _output(given: dict[str, Any]) -> NotebookNode | None:
    """One output, valid as it is made here: nbformat's own maker takes half a millisecond to see
    that."""
    kind = _text(given.get("output_type"))
    if kind == "stream":
        name = "stderr" if _text(given.get("name")) == "stderr" else "stdout"
        return stream(_text(given.get("text")), name)
    if kind in ("display_data", "execute_result"):
        data = NotebookNode(_data(given.get("data")))
        return NotebookNode(output_type="display_data", metadata=NotebookNode(), data=data)
    if kind == "error":
        lines = given.get("traceback")
        return NotebookNode(
            output_type=kind,
            ename=_text(given.get("ename")),
            evalue=_text(given.get("evalue")),
            traceback=[_text(line) for line in lines[-50:]] if _is_list(lines) else [],
        )
    return None


def _data(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    shown = {"text/plain": _text(given.get("text/plain"))}
    for kind in FIGURES:
        figure = given.get(kind)
        if isinstance(figure, str) and len(figure) <= LARGEST_FIGURE and BASE64.fullmatch(figure):
            shown[kind] = figure
    return shown


def _text(given: Any) -> str:
    """A text, at most as long as a reader can want; notebooks may hold it as a list of lines."""
    text = "".join(filter(_is_text, given)) if _is_list(given) else given
    text = text if _is_text(text) else ""
    left_out = len(text) - LONGEST
    return text if left_out <= 0 else f"{text[:LONGEST]}\n[{left_out:,} more characters]\n"


def _is_list(value: Any) -> TypeGuard[list]:
    return isinstance(value, list)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
