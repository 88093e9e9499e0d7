"""Turn a chapter into a notebook for Jupyter, which knows Markdown but not MyST.

What MyST adds becomes Markdown or words. The page of the book is the one to read, this notebook the
one to run.
"""

import re

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

HIDDEN = {"hide-input", "hide-cell", "remove-input"}

# Replaced in this order: code blocks stay code; a bibliography becomes a sentence; other fenced
# directives are left out, for they belong to the page; a directive without a title gets its name as
# one; solutions fold; admonitions get their title in bold; targets of links are left out.
DIRECTIVES = [
    (r"^(`{3,})\{code-block\} *(\w*)\n(?::\w[^\n]*\n)*", r"\1\2\n"),
    (r"^(`{3,})\{bibliography\}.*?^\1 *$", "They stand on this chapter's page in the book."),
    (r"^(`{3,})\{[^}\n]+\}.*?^\1 *$", ""),
    (r"^(:{3,})\{(\w+)\} *$", r"\1{\2} \2"),
    (
        r"^(:{3,})\{dropdown\} *([^\n]*)\n(?::\w[^\n]*\n)*(.*?)^\1 *$",
        r"<details><summary>\2</summary>\n\n\3\n</details>",
    ),
    (r"^(:{3,})\{[^}\n]+\} *([^\n]*)\n(?::\w[^\n]*\n)*(.*?)^\1 *$", r"**\2**\n\n\3"),
    (r"^\([\w-]+\)=\n", ""),
]
ROLE = re.compile(r"\{([\w:+-]+)\}`([^`]+)`")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*\.(?:md|ipynb)[^)\s]*)\)")


def for_jupyter(chapter: NotebookNode) -> NotebookNode:
    """The chapter as jupytext reads it, in words that Jupyter shows; checks of its prose left out.

    Figures are counted within the chapter and get their caption below them.
    """
    figures = [c["name"] for cell in chapter.cells if (c := caption_of(cell)) and "name" in c]
    numbers = {name: f"Figure {n}" for n, name in enumerate(figures, 1)}
    cells = []
    for cell in chapter.cells:
        tags = set(cell.metadata.get("tags", ()))
        if cell.cell_type == "markdown":
            cells.append(new_markdown_cell(as_markdown(cell.source, numbers)))
        elif "remove-cell" not in tags:
            caption = caption_of(cell)
            cell.metadata = {"jupyter": {"source_hidden": True}} if tags & HIDDEN else {}
            cells.append(cell)
            if caption:
                number = numbers.get(caption.get("name"), "Figure")
                text = as_markdown(caption.get("caption", ""), numbers)
                cells.append(new_markdown_cell(f"*{number}.* {text}"))
    chapter.cells = cells
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # the same in every build
    chapter.metadata = {}
    chapter.nbformat, chapter.nbformat_minor = 4, 5
    return chapter


def caption_of(cell: NotebookNode) -> dict | None:
    return cell.metadata.get("mystnb", {}).get("figure")


def as_markdown(text: str, numbers: dict[str, str]) -> str:
    """MyST as Markdown: directives and roles become words, links inside the book their text."""
    for pattern, instead in DIRECTIVES:
        text = re.sub(pattern, instead, text, flags=re.MULTILINE | re.DOTALL)
    text = ROLE.sub(lambda role: role_in_words(role[1], role[2], numbers), text)
    return LINK.sub(lambda link: link[1] or link[2], text)


def role_in_words(role: str, text: str, numbers: dict[str, str]) -> str:
    """What a MyST role shows, as plain text; `numbers` gives a figure's number by its name."""
    title, _, target = text.rstrip(">").rpartition("<")
    if role == "numref":
        return numbers.get(target, "the figure")
    if role == "eq":
        return f"({target})"
    if role.startswith("cite"):
        return f"[{target}]"
    return title.strip() or target
