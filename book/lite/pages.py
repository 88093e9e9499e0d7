"""Which pages of the book run in the reader's browser, and where they lie in its list of files."""

from pathlib import Path

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from book.made import BUILD, ROOT

STAMP = BUILD / "pyodide"  # made by fetch_pyodide.py: what is missing, or nothing


def runs_in_browser() -> dict[str, str]:
    """The notebook of each page that runs there, by the page's name in _toc.yml."""
    toc = parse_toc_yaml(ROOT / "_toc.yml")
    pages = [
        page.removesuffix(".md").removesuffix(".ipynb") for page in toc if page != toc.root.docname
    ]
    return {page: path for page in pages if (path := _place(page))}


def _place(page: str) -> str | None:
    name = Path(page).name
    if (ROOT / f"{page}.ipynb").is_file():
        return f"{name}.ipynb"  # JupyterLite puts a folder's name into that of a download
    chapter = ROOT / f"{page}.md"
    front_matter = _front_matter(chapter) if chapter.is_file() else {}
    if "kernelspec" in front_matter and front_matter.get("run_in_browser", True):
        return f"chapters/{name}.ipynb"
    return None


def _front_matter(chapter: Path) -> dict:
    """The front matter of a page, empty where there is none or it cannot be read: Jupyter Book
    complains of that."""
    before, _, rest = chapter.read_text(encoding="utf-8", errors="replace").partition("---\n")
    try:
        found = yaml.safe_load(rest.partition("---\n")[0]) if not before else {}
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
