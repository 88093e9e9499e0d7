"""What the book's pages need beside them, and no page names: MathJax, so that no outside host is
asked, and the card that other sites show beside a link. `_config.yml` has it copied."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from book.made import BUILD, PACKAGES, ROOT, digest, is_noted, remove

EXTRA = BUILD / "extra"
CARD = BUILD / "card.png"
NOTE = BUILD / "card.made"

# The part of MathJax that _config.yml loads, with its fonts and the extensions that its TeX reader
# loads on demand.
MATHJAX = ["startup.js", "core.js", "input/tex.js", "input/tex/extensions", "output/chtml.js"]
MATHJAX += ["output/chtml", "a11y/assistive-mml.js"]


def make_extra() -> list[str]:
    """Fill the folder; return a sentence if that cannot be done."""
    remove(EXTRA)
    package = Path(sysconfig.get_path("purelib"), "sphinx-mathjax-offline/static/mathjax")
    for name in MATHJAX:
        source, target = package / name, EXTRA / "mathjax" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    sentences = draw_card()
    if not sentences:
        shutil.copyfile(CARD, EXTRA / CARD.name)
    return sentences


def draw_card() -> list[str]:
    """Draw the card if its code, or the packages, are others than they were: it takes a second."""
    code = [ROOT / "book" / name for name in ("card.py", "course.py", "course.mplstyle")]
    drawn_by = digest([*code, PACKAGES])
    if CARD.is_file() and is_noted(NOTE, drawn_by, digest([CARD])):
        return []
    command = [sys.executable, "book/card.py", CARD]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"]
        return [f"book/card.py: {said[-1]}"]
    NOTE.write_text(f"{drawn_by} {digest([CARD])}\n")
    return []
