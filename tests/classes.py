"""Small classes for the engine to grade, and a way to look at all that came out."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from tqdm import tqdm

from autograder import cluster
from autograder.assignment import ROOT, load_release
from autograder.cli import main
from autograder.sandbox import bubblewrap_trouble
from autograder.source import load
from examples.make_class import PS1, answered, cell_of, cut_short, packed, solved

PS4 = "ps4_softmax_network"
BIN = Path(sys.executable).parent

# The variables that `make` sets, and the code of this checkout, even where the package is installed
# from another.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}

# Why bubblewrap cannot work here, or "". The classes of the tests are our own work and may be
# graded without it, so most tests run with whichever sandbox works. Those of the wall are marked.
TROUBLE = bubblewrap_trouble()
WALL = "process" if TROUBLE else "bubblewrap"
OPTIONS = ["--sandbox", WALL] if TROUBLE else []  # bubblewrap is the default
needs_wall = pytest.mark.usefixtures("wall")

# Seconds after which a test stops waiting. Only what hangs takes as long: what takes 10 s on a
# quiet machine takes minutes beside twenty busy processes.
LONG = 900


def until(condition, what, process=None):
    """The first true value of a condition, asked again and again; fails with `what` after LONG, or
    once the process has ended that should bring it about."""
    end = time.monotonic() + LONG
    while not (value := condition()):
        assert time.monotonic() < end, what
        assert process is None or process.poll() is None, f"{what}: its process has ended"
        time.sleep(0.02)
    return value


def walled(command, *arguments):
    """The arguments of a command, with a sandbox that works here."""
    options = OPTIONS if command in ("check", "grade") else []
    return list(map(str, [command, *options, *arguments]))


def autograder(*arguments, **options):
    """Run the command as a user does: its status, and what it printed."""
    return subprocess.run(
        [BIN / "autograder", *walled(*arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        **options,
    )


def invoke(*arguments):
    """The same in this process."""
    return CliRunner().invoke(main, walled(*arguments))


def grade_silently(*arguments):
    """The same in a process that was forked, without any output."""
    cluster.ANSWER_SECONDS = LONG
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    tqdm.set_lock(threading.RLock())  # tqdm's own is a semaphore, which SIGKILL would leave behind
    main(walled("grade", *arguments))


def one_sentence(result):
    """The error that a command ended with; fails unless it is one line, and no traceback."""
    assert result.exit_code != 0, result.output
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, result.stderr
    return errors[0].removeprefix("Error: ")


# --- What is handed in ----------------------------------------------------------------------------


def partly(name, *answers, **texts):
    """A notebook in which only these cells are answered, by the reference or by a text."""
    notebook = solved(load(name))
    release = load_release(name)
    for cell in load(name).solutions:
        if cell.grade_id not in answers:
            cell_of(notebook, cell.grade_id).source = cell_of(release, cell.grade_id).source
    for grade_id, text in texts.items():
        cell_of(notebook, grade_id).source = text
    return notebook


def hand_in(handed_in, student, notebook, name=PS1, file=None):
    """Put a notebook, or any bytes, where a student's is expected."""
    path = handed_in / student / name / (file or f"{name}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook if isinstance(notebook, bytes) else packed(notebook))
    return path


def quitting():
    """Ends its process in the cell after layer_sizes."""
    return partly(PS1, "layer_sizes", initialize_parameters="import os\nos._exit(0)")


# A student's folder, and the points of ps1 that its work is worth.
SCORES = {
    "right": 100,
    "sums": 75.5,
    "Doe, Jane": 5,
    "Zoë Ångström 李": 5,
    "...": 0,
    "..up": 0,
    "-rf": 0,
    "quits": 5,
    "cut short": 0,
    "link to a file": 0,
}
ESSAY = "With more hidden units the boundary follows the points more closely."


def small_class(handed_in):
    """A class of light submissions under odd names, one of them of ps4, with a written answer."""
    for student, cells in {"Doe, Jane": ["layer_sizes"], "...": [], "..up": [], "-rf": []}.items():
        hand_in(handed_in, student, partly(PS1, *cells))
    for student, made in {"right": answered(), "cut short": cut_short}.items():
        hand_in(handed_in, student, made(load(PS1))[1])
    hand_in(handed_in, "sums", answered("sums_the_gradients")(load(PS1))[1])
    renamed = f"{PS1} (1).ipynb"
    hand_in(handed_in, "Zoë Ångström 李", partly(PS1, "layer_sizes"), file=renamed)
    hand_in(handed_in, "quits", quitting())
    hand_in(handed_in, "right", partly(PS4, analysis=ESSAY), name=PS4)
    right = handed_in / "right" / PS1 / f"{PS1}.ipynb"
    link = handed_in / "link to a file" / PS1 / f"{PS1}.ipynb"
    link.parent.mkdir(parents=True)
    link.symlink_to(right)
    (handed_in / "link to a folder").symlink_to(right.parent.parent)


# --- What comes out -------------------------------------------------------------------------------

GRADES = """
    SELECT assignment.name, submitted_assignment.student_id, base_cell.name,
           auto_score, manual_score, needs_manual_grade
    FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    ORDER BY 1, 2, 3
"""
COMMENTS = GRADES.replace("auto_score, manual_score, needs_manual_grade", "auto_comment").replace(
    "grade.", "comment.").replace("FROM grade", "FROM comment")  # fmt: skip
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "base_cell")


def results(folder):
    """The lines of results.jsonl but for the seconds, which differ each time."""
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) | {"seconds": None, "cpu_seconds": None} for line in lines]


def files(folder):
    """A hash of each file in the class folder, but for the database and what holds seconds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("gradebook.db", "results.jsonl"))
    }


def contents(folder):
    """All that a class folder holds, as far as it should be the same each time."""
    db = sqlite3.connect(folder / "gradebook.db")
    try:
        return {
            "grades": db.execute(GRADES).fetchall(),
            "comments": db.execute(COMMENTS).fetchall(),
            "rows": {
                name: db.execute(f"SELECT count(*) FROM {name}").fetchone() for name in TABLES
            },
            "version": db.execute("SELECT version_num FROM alembic_version").fetchall(),
            "keys": db.execute(
                "SELECT student, assignment, key FROM autograder_result ORDER BY 1, 2"
            ).fetchall(),
            "results": results(folder),
            "files": files(folder),
        }
    finally:
        db.close()
