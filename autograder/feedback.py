"""The page a student gets back: nbgrader's own feedback page, made without its database.

What all pages of a class share, the assignment's text and most of its checks, is converted once.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any

from IPython.lib.lexers import IPython3Lexer
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.submission import Graded

FIGURE = '<img alt="A figure that this cell drew" src='
REMEMBERED = 1000  # cells, and texts of each kind
LARGEST_REMEMBERED = 10_000  # letters; a cell with a figure has more, and is one student's
ONE = threading.Lock()  # page at a time, with one exporter and one memory
TEMPLATE = """
{%- extends "index.html.j2" -%}
{%- block any_cell -%}{{ cell | remembered(super) }}{%- endblock -%}
"""


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter with a memory, for text that cannot run in a reader's browser.

    HTMLExporter parses each page once more, to give figures a text; that takes longer than all
    the rest, and is done here by a word in the page.
    """

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        return _prose(source)

    def from_notebook_node(self, nb: Any, resources: dict | None = None, **kw: Any) -> tuple:
        resources = self._init_resources(resources)
        self.register_filter("remembered", _remembered)
        self.register_filter("highlight_code", lambda source, **_: _code(source))
        self.register_filter("filter_data_type", _first_shown)
        html, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return html.replace("<img src=", FIGURE), resources

    def _preprocess(self, nb: Any, resources: dict) -> tuple:
        """Nothing but the style sheets, which are those of all pages."""
        return nb, resources | {"inlining": {"css": _styles()}}


class Shown(NotebookNode):
    """A notebook of which nbconvert need not make a copy: nothing changes it here."""

    def __deepcopy__(self, memo: dict) -> Shown:
        return self


def page(graded: Graded) -> str:
    """The feedback page of a submission, as HTML."""
    points = {cell.grade_id: (cell.score, cell.max_score) for cell in graded.cells}
    cells = [_with_points(cell, points) for cell in graded.notebook.cells]
    summary = {
        "notebook": graded.assignment,
        "score": graded.score,
        "max_score": graded.max_score,
        "late_penalty": 0,
    }
    notebook = Shown(graded.notebook | {"cells": cells})
    with ONE:
        html, _ = _exporter().from_notebook_node(notebook, {"nbgrader": summary})
    return html


def _with_points(cell: NotebookNode, points: dict[str, tuple[float, float]]) -> NotebookNode:
    """The cell with what nbgrader's template asks of a graded one."""
    info = cell.metadata.get("nbgrader")
    if not info:
        return cell
    score, most = points.get(info.get("grade_id"), (0, info.get("points")))
    info = NotebookNode(info | {"score": score, "points": most, "comment": None})
    metadata = NotebookNode(cell.metadata | {"nbgrader": info})
    return NotebookNode(cell | {"metadata": metadata})


@cache
def _exporter() -> FeedbackExporter:
    """An exporter with the templates and styles that nbgrader's GenerateFeedback sets."""
    return FeedbackExporter(config=GenerateFeedback().config, raw_template=TEMPLATE)


@cache
def _styles() -> list[str]:
    """The style sheets that HTMLExporter puts into each page."""
    _, resources = CSSHTMLHeaderPreprocessor().preprocess(NotebookNode(cells=[]), ResourcesDict())
    return resources["inlining"]["css"]


_cells: dict[str, str] = {}


def _remembered(cell: NotebookNode, render: Callable[[], str]) -> str:
    """A cell as HTML, rendered once if it is small; those that all pages share come back soon
    where others have filled the memory."""
    key = json.dumps(cell)
    if len(key) > LARGEST_REMEMBERED:
        return render()
    if key not in _cells:
        if len(_cells) == REMEMBERED:
            _cells.clear()
        _cells[key] = render()
    return _cells[key]


PYTHON, IPYTHON = PythonLexer(), IPython3Lexer()
FORMATTER = HtmlFormatter(cssclass=" highlight hl-ipython3")  # the class that nbconvert gives


def _remember_short(function: Callable[[str], str]) -> Callable[[str], str]:
    """The function with a memory of the short texts that it was given last. A long one, which no
    cell of the course is, is shown as it is: to parse it takes a time that grows with the square
    of its length, hours for a megabyte."""
    known = lru_cache(REMEMBERED)(function)

    def shown(text: str) -> str:
        return known(text) if len(text) <= LARGEST_REMEMBERED else f"<pre>{escape(text)}</pre>"

    return shown


@_remember_short
def _prose(source: str) -> str:
    """Markdown as HTML."""
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)


@_remember_short
def _code(source: str) -> str:
    """Code as HTML. All that IPython adds to Python has one of three signs; where none is, Python's
    lexer gives the same in half the time."""
    lexer = IPYTHON if any(sign in source for sign in "%!?") else PYTHON
    return highlight(source or " ", lexer, FORMATTER)


def _first_shown(data: dict[str, Any]) -> Sequence[str]:
    """Of the forms of an output the one to show: the figure rather than its name."""
    return [kind for kind in ("image/png", "image/jpeg", "text/plain") if kind in data][:1]
