"""What is wrong with a book, a sentence for each thing: read from what Jupyter Book says while it
builds, and from the two files that describe the book, which it may fail to read."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_data

from book.made import ROOT

# Lines that Jupyter Book prints; the first kind comes from book/jupyter_book.py.
FAILED = re.compile(r"^(?:(?P<where>.*?)(?::\d+)?: )?Failed: (?P<cell>\{.*\})(?: \[\w+\])?$", re.M)
REPORT = "Notebook exception traceback saved in: "
STDERR = re.compile(r"stderr was found in the cell outputs of cell (\d+)")
COMPLAINT = re.compile(
    r"^(?:(?P<where>\S.*?):+ |.*\.\.\. )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$"
)
KIND = re.compile(r" \[\w+(\.\w+)?\]$")
DOING = re.compile(r"^[a-z ]+\.\.\.(?: \[ *\d+%\] (\S+))?", re.M)
TRACEBACK = re.compile(
    r"(?<!message handler:\n)^Traceback \(most recent call last\):\n(?:  .*\n)+(?:\w+\.)*(\S.*)",
    re.M,
)  # A kernel that is stopped prints such lines too; they are no complaints.
# Jupyter Book's last line when it finished, with complaints.
ENDED = "Building your book, returns a non-zero exit code"
INVALID = re.compile(r"^Warning: Validation errors in config:\n((?:- .*\n)+)", re.M)


def complaints(log: str, status: int) -> list[str]:
    """A sentence for each thing that Jupyter Book found wrong, and last why it ended early, if it
    did."""
    invalid = INVALID.search(log)
    found = [f"_config.yml: {line[2:]}" for line in invalid[1].splitlines()] if invalid else []
    if status:
        found += dict.fromkeys(_complaints(log))
    if status and (not found or ENDED not in log):
        found.append(cause_of_death(log, status))
    return found


def _complaints(log: str) -> Iterator[str]:
    reported = {}
    for each in FAILED.finditer(log):
        cell = json.loads(each["cell"])
        reported[each["where"], str(cell["cell"])] = cell
    failed = {line.partition(": WARNING: ")[0] for line in log.splitlines() if REPORT in line}
    for line in log.splitlines():
        found = COMPLAINT.match(line)
        if not found:
            continue
        where, what = found["where"] or "", KIND.sub("", found["what"])
        path = re.sub(r":\d+$", "", where)
        if what.startswith(REPORT):
            report = Path(what.removeprefix(REPORT)).read_text(encoding="utf-8", errors="replace")
            yield failed_cell(path, report)
        elif (cell := STDERR.match(what)) and (path, cell[1]) in reported:
            if path not in failed:
                yield located(path, reported[path, cell[1]])
        elif not what.startswith("Executing notebook failed"):  # Its report has a line of its own.
            yield shown(f"{where}: {what}" if where else what)


def failed_cell(path: str, report: str) -> str:
    """Where a chapter's run ended, from the report on it."""
    found = [each["cell"] for each in FAILED.finditer(report)]
    if found:
        return located(path, json.loads(found[-1]))
    # The error arose outside of the chapter's cells.
    return f"{shown(path)}: {report.strip().splitlines()[-1]}"


def located(path: str, cell: dict[str, Any]) -> str:
    """The line of the chapter where a cell failed, what went wrong, and the text of that line."""
    if cell["fence"] is None:
        line = f", line {cell['line']}" if cell["line"] else ""
        return f"{shown(path)}, cell {cell['cell']}{line}: {cell['what']}"
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    lines = [line.rstrip() for line in text.splitlines()]
    source = [line.rstrip() for line in cell["source"].splitlines()]
    # The cell's options stand between the fence and the code.
    starts = (i for i in range(cell["fence"], len(lines)) if lines[i : i + len(source)] == source)
    start = next(starts, None)
    if start is None:  # The cell loads its code from another file.
        return f"{shown(path)}:{cell['fence']}: {cell['what']}"
    number = start + (cell["line"] or 1)  # both count from 1
    text = f": {lines[number - 1].strip()}" if cell["line"] else ""
    return f"{shown(path)}:{number}: {cell['what']}{text}"


def cause_of_death(log: str, status: int) -> str:
    """What Jupyter Book died of, and at which page: the first error is the cause of the others."""
    if status < 0:
        return f"Jupyter Book was ended by {signal.Signals(-status).name}."
    error = TRACEBACK.search(log)
    doing = DOING.findall(log[: error.start()] if error else log)
    page = doing[-1] if doing else ""
    said = shown(error[1] if error else log.strip().rpartition("\n")[2])
    return f"{page}: {said}" if page else f"Jupyter Book failed: {said}"


def shown(text: str) -> str:
    return text.replace(f"{ROOT}/", "")


# --- _config.yml and _toc.yml ---------------------------------------------------------------------


def malformed() -> list[str]:
    """What keeps Jupyter Book from reading its two files."""
    checks = {"_config.yml": _require_keys, "_toc.yml": parse_toc_data}
    return [f"{name}{wrong}" for name, check in checks.items() if (wrong := _wrong_in(name, check))]


def _require_keys(content: Any) -> None:
    if not isinstance(content, dict):
        raise MalformedError("it has no keys")


def _wrong_in(name: str, check: Callable[[Any], Any]) -> str:
    try:
        check(yaml.safe_load((ROOT / name).read_text(encoding="utf-8")))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return f":{mark.line + 1}: {error.problem}." if mark else f": {error.problem}."
    except OSError as error:
        return f": {error.strerror}."
    except Exception as error:  # The parser of _toc.yml raises whatever it stumbled over.
        return f": {' '.join(str(error).split())}."
    return ""
