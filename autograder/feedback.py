"""The page a student gets back: nbgrader's own feedback page, made without its database.

What all pages of a class share, the assignment's texts and its checks, is converted once.
"""

from __future__ import annotations

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

from autograder.submission import Judged

FIGURE = '<img alt="A figure that this cell drew" src='
CACHED = 1000  # texts of each kind
LONGEST = 10_000  # characters of a text that is converted; no cell of the course has more
LEXER = IPython3Lexer()
FORMATTER = HtmlFormatter(cssclass=" highlight hl-ipython3")  # the class that nbconvert gives
EXPORTER_LOCK = threading.Lock()  # nbconvert's exporter is shared by the threads of a worker


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter with a cache, for text that cannot run in a reader's browser.

    HTMLExporter parses each page once more, to give figures a text, which takes half a second of
    CPU time; here a word in the page does it, and a page takes 9 ms.
    """

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        return _prose(source)

    def from_notebook_node(self, nb: Any, resources: dict | None = None, **kw: Any) -> tuple:
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", lambda source, **_: _code(source))
        self.register_filter("filter_data_type", _first_shown)
        html, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return html.replace("<img src=", FIGURE), resources

    def _preprocess(self, nb: Any, resources: dict) -> tuple:
        """Nothing but the style sheets, which are those of all pages."""
        return nb, resources | {"inlining": {"css": _styles()}}


def page(judged: Judged) -> str:
    """The feedback page of a submission, as HTML."""
    points = {cell.grade_id: (cell.score, cell.max_score) for cell in judged.cells}
    cells = [_with_points(cell, points) for cell in judged.notebook.cells]
    summary = {
        "notebook": judged.submission.assignment.name,
        "score": judged.score,
        "max_score": judged.max_score,
        "late_penalty": 0,
    }
    notebook = NotebookNode(judged.notebook | {"cells": cells})
    with EXPORTER_LOCK:
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
    return FeedbackExporter(config=GenerateFeedback().config)


@cache
def _styles() -> list[str]:
    """The style sheets that HTMLExporter puts into each page."""
    _, resources = CSSHTMLHeaderPreprocessor().preprocess(NotebookNode(cells=[]), ResourcesDict())
    return resources["inlining"]["css"]


def _cached(convert: Callable[[str], str]) -> Callable[[str], str]:
    """The conversion with a cache of the last texts: without it, a page takes 87 ms rather than 9.

    A text too long for any cell of the course is shown as it is: to convert it takes a time that
    grows with the square of its length, hours for a megabyte.
    """
    cached = lru_cache(CACHED)(convert)

    def converted(text: str) -> str:
        return cached(text) if len(text) <= LONGEST else f"<pre>{escape(text)}</pre>"

    return converted


@_cached
def _prose(source: str) -> str:
    """Markdown as HTML."""
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)


@_cached
def _code(source: str) -> str:
    """Code as HTML."""
    return highlight(source or " ", LEXER, FORMATTER)


def _first_shown(data: dict[str, Any]) -> Sequence[str]:
    """Of the forms of an output the one to show: the figure rather than its name."""
    return [kind for kind in ("image/png", "image/jpeg", "text/plain") if kind in data][:1]
