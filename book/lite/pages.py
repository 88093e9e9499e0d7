"""Which pages of the book run in the reader's browser, and where they lie in its list of files."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
STAMP = ROOT / "_build" / "pyodide"  # made by fetch_pyodide.py: what is missing, or nothing


def runs_in_browser() -> dict[str, str]:
    """The notebook of each page that runs there, by the page's name in _toc.yml."""
    pages = re.findall(r"^[ -]*file: (\S+)", (ROOT / "_toc.yml").read_text(), re.MULTILINE)
    return {page: path for page in pages if (path := _place(page))}


def _place(page: str) -> str | None:
    name = Path(page).name
    if (ROOT / f"{page}.ipynb").is_file():
        return f"{name}.ipynb"  # JupyterLite puts a folder's name into that of a download
    front_matter = yaml.safe_load((ROOT / f"{page}.md").read_text().split("---")[1]) or {}
    if "kernelspec" in front_matter and front_matter.get("run_in_browser", True):
        return f"chapters/{name}.ipynb"
    return None
