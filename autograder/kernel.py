"""What the hidden region of a grade cell calls: grade it in the kernel of plain nbgrader.

nbgrader takes a cell's score from its outputs, in order: an error or a word on stderr is zero, the
first result is the points. So the verdicts are printed and the points published before anything
else in the cell has run.
"""

from __future__ import annotations

from pathlib import Path

from IPython import get_ipython

from autograder.classroom import class_salt
from autograder.grading import Seed, grade_cell
from autograder.inside.calls import Functions
from autograder.report import report
from autograder.source import load


def grade(assignment: str, grade_id: str) -> None:
    """Print the verdicts of a cell's hidden tests and publish its points as the cell's result."""
    shell = get_ipython()
    # nbgrader starts it in <class>/autograded/<student>/<assignment>, which a `cd` may have left.
    student = Path(shell.user_ns["_dh"][0]).parent.name
    seed = Seed(class_salt(), student)
    result = grade_cell(load(assignment), grade_id, Functions(shell.user_ns), seed)
    print(report(result))
    shell.displayhook(result.score)
