"""A Sphinx extension: the ways to run a page, in a line below its title."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from book.lite.pages import STAMP, runs_in_browser

logger = logging.getLogger(__name__)

COLAB = "https://colab.research.google.com/github/{}/blob/{}/{}"
BINDER = "https://mybinder.org/v2/gh/{}/{}?urlpath=lab/tree/{}"


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_links(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    options = app.config.html_theme_options
    repository = options.get("repository_url", ""), options.get("repository_branch", "main")
    in_browser = STAMP.is_file() and not STAMP.read_text()
    root = "../" * page.count("/")
    found = [
        f'<a href="{address if "://" in address else root + address}">{text}</a>'
        for text, address in links(page, in_browser, *repository).items()
    ]
    if found:
        line = f'<p class="run-in-browser">{" · ".join(found)}</p>'
        # Set into the text that docutils wrote, for a title has no way to have a line below it.
        if "</h1>" not in context["body"]:
            logger.error("the page has no </h1>, below which its links would stand.", location=page)
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{line}", 1)


def links(page: str, in_browser: bool, repository: str = "", branch: str = "main") -> dict:
    """Where each link of a page leads, by its text; addresses in the book are seen from its root.

    `repository` is a public one on GitHub whose root is what release/ holds. A chapter imports a
    module of the book, so only assignments can go elsewhere.
    """
    path = runs_in_browser().get(page)
    found = {}
    if path and in_browser:
        found["Run in your browser"] = f"lite/notebooks/index.html?path={path}"
    if path and page.startswith("release/"):
        found["Download"] = f"_sources/{page}.ipynb"
        if repository:
            owner_and_name = repository.removeprefix("https://github.com/").strip("/")
            place = owner_and_name, branch or "main", f"{page.removeprefix('release/')}.ipynb"
            found |= {"Open in Colab": COLAB.format(*place), "Binder": BINDER.format(*place)}
        found["Run locally"] = "book/students.html#run-it"
    return found
