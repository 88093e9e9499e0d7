"""The page a student gets back: nbgrader's own feedback page, made without its database.

What all pages of a class share, the assignment's text and most of its code, is converted once.
"""

from __future__ import annotations

import copy
from functools import cache, lru_cache
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateFeedback

from autograder.submission import Graded

FIGURE = '<img alt="A figure that this cell drew" src='


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter with a memory, for text that cannot run in a reader's browser.

    HTMLExporter parses each page once more, to give figures a text; that takes longer than all
    the rest, and is done here by a word in the page.
    """

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        return _markdown(source)

    def from_notebook_node(self, nb: Any, resources: dict | None = None, **kw: Any) -> tuple:
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", _highlight)
        self.register_filter("filter_data_type", _first_shown)
        html, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return html.replace("<img src=", FIGURE), resources


def page(graded: Graded) -> str:
    """The feedback page of a submission, as HTML."""
    notebook = copy.deepcopy(graded.notebook)
    points = {cell.grade_id: (cell.score, cell.max_score) for cell in graded.cells}
    for cell in notebook.cells:
        info = cell.metadata.get("nbgrader") or {}
        score, most = points.get(info.get("grade_id"), (0, info.get("points")))
        info |= {"score": score, "points": most, "comment": None}
    summary = {
        "notebook": graded.assignment,
        "score": graded.score,
        "max_score": graded.max_score,
        "late_penalty": 0,
    }
    html, _ = _exporter().from_notebook_node(notebook, {"nbgrader": summary})
    return html


@cache
def _exporter() -> FeedbackExporter:
    """An exporter with the templates and styles that nbgrader's GenerateFeedback sets."""
    config = GenerateFeedback().config
    exporter = FeedbackExporter(config=config)
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    return exporter


@lru_cache(10_000)
def _markdown(source: str) -> str:
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)


def _highlight(source: str, language: str | None = None, metadata: dict | None = None) -> str:
    return _highlighted(source, language or (metadata or {}).get("magics_language"))


@lru_cache(10_000)
def _highlighted(source: str, language: str | None) -> str:
    return Highlight2HTML(pygments_lexer="ipython3")(source, language=language)


def _first_shown(data: dict[str, Any]) -> list[str]:
    """Of the forms of an output the one to show: the figure rather than its name."""
    return [kind for kind in ("image/png", "image/jpeg", "text/plain") if kind in data][:1]
