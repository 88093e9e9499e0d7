"""Build the book beside the one that is published, and put it in its place only when all is right.

    python -m book.build

What a build has read is kept for the next, which reads only what changed since. A build that failed,
or was interrupted, leaves a mark: the next reads all pages again, so that what failed fails again
until it is mended. The outputs of chapters that ran through are kept in any case.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"  # what is published
WORK = ROOT / "_build" / "book"
MADE = WORK / "_build"  # Jupyter Book adds this part
LOG = ROOT / "_build" / "book.log"
UNFINISHED = WORK / "unfinished"

COLORS = re.compile(r"\x1b\[[\d;]*m")
COMPLAINT = re.compile(r"^(?P<where>.*?): (?:WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$")
RUNS = ": Executing notebook using"
REPORT = "Notebook exception traceback saved in: "
CELL = re.compile(r"^-{10,}\n(?P<source>.*?)\n-{10,}$", re.DOTALL | re.MULTILINE)
LINE_IN_CELL = re.compile(r"^Cell In\[\d+\], line (\d+)", re.MULTILINE)


def main() -> None:
    try:
        sentences = build()
        if not sentences:
            publish()
            UNFINISHED.unlink()
    except OSError as error:
        sentences = [f"{error.filename or ROOT}: {error.strerror}."]
    except KeyboardInterrupt:
        sentences = ["The build was interrupted."]
    if sentences:
        published = "; the one in _build/html is as it was" if SITE.is_dir() else ""
        log = LOG.relative_to(ROOT)
        sys.exit("\n".join([*sentences, f"The book was not built{published}. All of it: {log}"]))


def build() -> list[str]:
    """Build into WORK; return a sentence for each thing that is wrong."""
    if UNFINISHED.exists():
        shutil.rmtree(MADE / ".doctrees", ignore_errors=True)
    shutil.rmtree(MADE / "html", ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    UNFINISHED.touch()
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--path-output", WORK]
    command += ["--warningiserror", "--keep-going"]
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as running,
    ):
        for line in running.stdout:
            log.write(COLORS.sub("", line))
            if RUNS in line:
                print(f"  {shown(line.partition(RUNS)[0])}", flush=True)
    if running.returncode == 0:
        return []
    said = LOG.read_text(encoding="utf-8")
    return list(dict.fromkeys(complaints(said))) or [last_error(said)]


def publish() -> None:
    """Put what was built in the place of what is published; what runs in the browser lies in it
    too, and has a build of its own."""
    old = SITE.with_name("html.old")
    shutil.rmtree(old, ignore_errors=True)
    if (SITE / "lite").is_dir():
        (SITE / "lite").rename(MADE / "html" / "lite")
    if SITE.is_dir():
        SITE.rename(old)
    (MADE / "html").rename(SITE)
    shutil.rmtree(old, ignore_errors=True)


# --- What went wrong ------------------------------------------------------------------------------


def complaints(log: str) -> Iterator[str]:
    """Each warning of a build's log in a line, "file:line: what is wrong"."""
    for line in log.splitlines():
        found = COMPLAINT.match(line)
        if not found:
            continue
        where, what = shown(found["where"]), found["what"]
        if what.startswith(REPORT):
            report = Path(what.removeprefix(REPORT).removesuffix(" [mystnb.exec]"))
            yield failed_cell(ROOT / where, COLORS.sub("", report.read_text(encoding="utf-8")))
        elif not what.startswith("Executing notebook failed"):  # its report is in the next line
            yield f"{where}: {what}"


def failed_cell(chapter: Path, report: str) -> str:
    """Where in the chapter its run ended, the statement there, and the error, from the traceback
    that Jupyter wrote."""
    error = report.strip().splitlines()[-1].removesuffix(": ").removesuffix(":")
    lines = chapter.read_text(encoding="utf-8").splitlines()
    cell, at = CELL.search(report), LINE_IN_CELL.search(report)
    source = cell["source"].splitlines() if cell else []
    begin = next((i for i in range(len(lines)) if lines[i : i + len(source)] == source), None)
    if begin is None or not source:
        return f"{shown(chapter)}: {error}"
    number = begin + (
        int(at[1]) if at else 1
    )  # the lines of a file count from 1, as those of a cell
    return f"{shown(chapter)}:{number}: {error}: {lines[number - 1].strip()}"


def last_error(log: str) -> str:
    """What a build died of, which had no time to complain."""
    errors = [line for line in log.splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return [*(log.strip().splitlines() or ["Jupyter Book said nothing"])[-1:], *errors][-1]


def shown(path: Path | str) -> str:
    return str(path).removeprefix(f"{ROOT}/")


if __name__ == "__main__":
    main()
