"""Jupyter Book, which says of a cell that fails where it stands and what went wrong, in one line of
JSON; by itself it does so in five ways, or not at all.

    python -m book.jupyter_book build …
"""

from __future__ import annotations

import ctypes
import json
import re
import signal
import sys
from typing import Any

from jupyter_book.cli.main import main
from myst_nb.core.render import NbElementRenderer
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

FAILED = "Failed: "  # the beginning of a report's line

COLORS = re.compile(r"\x1b\[[\d;]*m")
LED_TO = re.compile(r"^(?:During handling of|The above exception was).*:$", re.MULTILINE)
WARNING = re.compile(r"^\S+\.py:(\d+): (\w+: .*)\n +(.*)$", re.MULTILINE)
SYNTAX = re.compile(r" \(\d+\.py, line \d+\)$")  # the file name that Python gives to a cell
PR_SET_PDEATHSIG = 1

execute_cell = NotebookClient.async_execute_cell
render_stderr = NbElementRenderer.render_stderr


async def execute_and_report(
    self: NotebookClient, cell: NotebookNode, cell_index: int, *rest: Any, **options: Any
) -> NotebookNode:
    """Execute a cell. Where it fails, report the line. A kernel that dies fails its chapter, as
    other errors do, and does not end the whole build."""
    try:
        return await execute_cell(self, cell, cell_index, *rest, **options)
    except CellExecutionError as error:
        report = COLORS.sub("", str(error))
        line, what = line_in_cell(report, self.code_cells_executed), named(error)
    except CellTimeoutError as error:
        report, line = str(error), None
        what = f"the cell takes longer than {self.timeout} seconds, the timeout of _config.yml"
    except DeadKernelError as error:
        report, line, what = str(error), None, "the kernel died in this cell"
    said = failed(self.nb, cell_index, line, what)
    raise CellExecutionError(f"{report}\n{said}", "", "") from None


def render_and_report_stderr(
    self: NbElementRenderer, output: NotebookNode, metadata: dict, cell_index: int, line: int
) -> list:
    """Render what a cell printed to stderr, and say which line of it gave a warning."""
    notebook = self.renderer.nb_client.notebook
    at, what = None, f"the cell prints to stderr: {one_line(output.text)}"
    if found := WARNING.search(output.text):
        lines = notebook.cells[cell_index].source.splitlines()
        number, what = int(found[1]), found[2]
        is_here = number <= len(lines) and lines[number - 1].strip() == found[3]
        # The warning may come from a function that another cell defined.
        at = number if is_here else None
    self.logger.info(failed(notebook, cell_index, at, what))
    return render_stderr(self, output, metadata, cell_index, line)


def failed(notebook: NotebookNode, cell_index: int, line: int | None, what: str) -> str:
    """The line of JSON: the cell's own text, the line of it, and the line of the chapter where its
    fence stands; a chapter that is a notebook has none."""
    fences = notebook.metadata.get("source_map")
    return FAILED + json.dumps(
        {
            "cell": cell_index + 1,
            "fence": fences[cell_index] if fences else None,
            "source": notebook.cells[cell_index].source,
            "line": line,
            "what": what,
        }
    )


def line_in_cell(report: str, count: int) -> int | None:
    """The line of the cell, the `count`-th that ran, in which the last of its errors arose."""
    last = LED_TO.split(report)[-1]
    found = re.search(rf"^ *Cell In\[{count}\], line (\d+)", last, re.MULTILINE)
    return int(found[1]) if found else None


def named(error: CellExecutionError) -> str:
    said = SYNTAX.sub("", f"{error.ename}: {error.evalue}")
    return one_line(said).removesuffix(":")


def one_line(text: str) -> str:
    return " ".join(COLORS.sub("", text).split())


if __name__ == "__main__":
    if sys.platform == "linux":  # End when book/build.py ends, which reads what is printed here.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    NotebookClient.async_execute_cell = execute_and_report
    NbElementRenderer.render_stderr = render_and_report_stderr
    main()
