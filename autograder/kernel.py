"""What the hidden region of a grade cell calls: grade it in the kernel of plain nbgrader.

nbgrader takes a cell's score from its outputs, in order: an error or a word on stderr is zero, the
first result is the points. So the verdicts are printed and the points published before anything
else in the cell has run.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

from IPython import get_ipython

from autograder.assignment import load
from autograder.classroom import class_salt
from autograder.grading import CellGrade, Seed, grade_cell

WIDTH = 88  # the feedback page scrolls what is longer out of sight


def grade(assignment: str, grade_id: str) -> None:
    """Print the verdicts of a cell's hidden tests and publish its points as the cell's result."""
    shell = get_ipython()
    # nbgrader starts it in <class>/autograded/<student>/<assignment>, which a `cd` may have left.
    student = Path(shell.user_ns["_dh"][0]).parent.name
    seed = Seed(class_salt(), student)
    result = grade_cell(load(assignment), grade_id, shell.user_ns, seed)
    print(report(result))
    shell.displayhook(result.score)


def report(cell: CellGrade) -> str:
    """The verdicts as a student reads them: a line each, and what is wrong below it."""
    lines = [f"{cell.score:g} of {cell.max_score:g} points"]
    for verdict in cell.verdicts:
        mark = "✓" if verdict.passed else "✗"
        points = f"{round(verdict.score, 2):g}/{round(verdict.max_score, 2):g}"
        lines += wrap(f"{mark} {points}  {verdict.claim}", WIDTH, subsequent_indent="      ")
        for sentence in filter(None, (verdict.message, verdict.hint)):
            lines += wrap(sentence, WIDTH, initial_indent="   →  ", subsequent_indent="      ")
    return "\n".join(lines)
