"""Build the book beside the one that is published, and put it in its place only when all is right.

    python -m book.build

Nothing is done where nothing has changed. What a build has read is kept for the next, which reads
only what changed since; but a build that failed, or was interrupted, leaves a mark: the next reads
all pages again, so that what failed fails again until it is mended. The outputs of chapters that
ran through are kept in any case.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from book import complaints
from book.extra import make_extra
from book.lite.pages import STAMP
from book.made import (
    BUILD,
    PACKAGES,
    ROOT,
    digest,
    files,
    is_noted,
    put_back,
    remove,
    replace,
    step,
)

SITE = BUILD / "html"  # what is published
NOTE = BUILD / "book.made"  # hashes of its sources and of the site, as it was published
WORK = BUILD / "book"
MADE = WORK / "_build"  # Jupyter Book adds this part
LOG = BUILD / "book.log"
UNFINISHED = BUILD / "book.unfinished"
OUTPUTS = BUILD / ".jupyter_cache"  # the outputs of chapters that ran; _config.yml names it

BOOK = ROOT / "book"
SOURCES = [ROOT / "_config.yml", ROOT / "_toc.yml", PACKAGES, BOOK, ROOT / "release"]
# Folders from which no chapter reads anything while it runs.
UNREAD = ["_ext", "_static", "_templates", "drawings", "interactive", "lite"]

COLORS = re.compile(r"\x1b\[[\d;]*m")
RUNS = ": Executing notebook using"


def main() -> list[str]:
    """Build and publish, if need be; return a sentence for each thing that is wrong."""
    put_back(SITE, keep=["lite"])
    missing = STAMP.read_text()  # what the part that runs in the browser lacks
    sources = digest(files(*SOURCES), missing, sys.version)
    if is_noted(NOTE, sources, published()):
        return []
    print(
        "Building the book (half a minute, less when few chapters changed); these run:", flush=True
    )
    sentences = complaints.malformed() or build()
    if sentences:
        kept = "; the one in _build/html is as it was" if SITE.is_dir() else ""
        return [*sentences, f"The book was not built{kept}."]
    # What runs in the browser lies in the same folder and is built by book.lite.build: keep it.
    replace(SITE, MADE / "html", keep=[] if missing else ["lite"])
    NOTE.write_text(f"{sources} {published()}\n")
    UNFINISHED.unlink()
    return []


def published() -> str:
    return digest(files(SITE, but=["lite"]))


def build() -> list[str]:
    """Build into MADE; return a sentence for each thing that is wrong."""
    prepare()
    if sentences := make_extra():
        return sentences
    command = [sys.executable, "-m", "book.jupyter_book", "build", ".", "--path-output", str(WORK)]
    command += ["--warningiserror", "--keep-going"]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=ROOT, errors="replace", **pipe) as running,
    ):
        try:
            for line in running.stdout:
                log.write(COLORS.sub("", line))
                if RUNS in line:
                    print(f"  {complaints.shown(line.partition(RUNS)[0])}", flush=True)
            running.wait()
        except BaseException:
            running.kill()
            raise
        for report in sorted((MADE / "html").rglob("*.err.log")):
            log.write(f"\n{complaints.shown(str(report))}\n{report.read_text(encoding='utf-8')}")
    said = LOG.read_text(encoding="utf-8")
    found = complaints.complaints(said, running.returncode)
    return found and [*found, f"All that Jupyter Book said: {complaints.shown(str(LOG))}"]


# --- What is kept of the last build ---------------------------------------------------------------


def prepare() -> None:
    """Forget what the last build read and ran, as far as something has changed since."""
    if UNFINISHED.exists():
        remove(MADE)
    UNFINISHED.touch()
    mend_outputs()
    # Jupyter Book runs a chapter again when its cells change, but not when a file changes that they
    # read, or when the code changes that turns pages into HTML.
    modules = [path for path in files(BOOK, but=UNREAD) if path.suffix not in (".md", ".bib")]
    read = digest([PACKAGES, *modules], sys.version)
    keep(OUTPUTS, read)
    keep(WORK, digest(files(BOOK / "_ext", BOOK / "lite"), read))
    remove(MADE / "html")


def keep(folder: Path, made_of: str) -> None:
    """Empty the folder unless it was made from the same files: their hash is `made_of`."""
    note = folder / "made_of"
    if not is_noted(note, made_of):
        remove(folder)
        folder.mkdir()
        note.write_text(made_of)


def mend_outputs() -> None:
    """Forget outputs that were not wholly written: Jupyter's cache notes them before they are."""
    from jupyter_cache import get_cache
    from jupyter_cache.cache.db import NbCacheRecord
    from sqlalchemy.exc import SQLAlchemyError

    cache = get_cache(OUTPUTS)
    whole = set()
    try:
        for record in cache.list_cache_records():
            try:
                cache.get_cache_bundle(record.pk)
            except Exception:  # The file is missing or cut short.
                NbCacheRecord.remove_record(record.pk, cache.db)
            else:
                whole.add(record.hashkey)
        for folder in (OUTPUTS / "executed").glob("*"):
            if folder.name not in whole:
                remove(folder)
    except (RuntimeError, SQLAlchemyError):  # The cache's database is damaged.
        remove(OUTPUTS)


if __name__ == "__main__":
    step(main)
