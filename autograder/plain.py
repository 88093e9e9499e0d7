"""What plain nbgrader is given to grade fairly: a repair step, and grades that survive a comma.

nbgrader_config.py puts these in their places.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from sqlalchemy import func, select

from autograder.assignment import load
from autograder.classroom import load_release, write
from autograder.intake import remembered, repair, with_note, without_outputs

COLOR = re.compile(r"\x1b\[[0-9;]*m")
LINE_NUMBER = re.compile(r"^[-> ]*\d+ ")
COLUMNS = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
]


class Repair(NbGraderPreprocessor):
    """The first step of `nbgrader autograde`: mend the notebook and tell what was mended.

    It stands in the place of ClearOutput, whose work it does for all cells that will run.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        load(names["notebook"])  # broken hidden tests stop here, before they cost a point
        release = load_release(names["notebook"])
        repaired, repairs = repair(nb, release)
        for sentence in repairs:
            self.log.warning("%s: %s", names["student"], sentence)
        told = [*remembered(nb), *repairs]
        return without_outputs(with_note(repaired, told)), resources


class HideTests(ClearHiddenTests):
    """Take the hidden region out of the feedback: out of its cell, and out of tracebacks, in which
    IPython quotes the lines around an error."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, cell_index: int
    ) -> tuple[NotebookNode, dict]:
        if is_grade(cell) and not is_solution(cell):  # what students write is no region of ours
            before = cell.source.split("\n")
            self._remove_hidden_test_region(cell)
            hidden = set(before) - set(cell.source.split("\n"))
            for output in cell.get("outputs", ()):
                if output.output_type == "error":
                    output.traceback = [_without(hidden, frame) for frame in output.traceback]
        return cell, resources


def _without(hidden: set[str], frame: str) -> str:
    """A frame of a traceback without the hidden lines, quoted as `----> 3 grade(…)`."""
    quoted = frame.split("\n")
    return "\n".join(
        line for line in quoted if LINE_NUMBER.sub("", COLOR.sub("", line)) not in hidden
    )


class CsvExport(ExportPlugin):
    """Grades as CSV in the columns of nbgrader's own exporter, with fields quoted where needed.

    nbgrader's joins the fields by commas as they are: a student "Doe, Jane" gets a column too
    many, and every grade behind it stands under the wrong heading.
    """

    def export(self, gradebook: Gradebook) -> None:
        path = Path(self.to or "grades.csv")
        write(path, self._lines(gradebook))
        self.log.info("Exported grades to %s", path)

    def _lines(self, gradebook: Gradebook) -> Iterator[bytes]:
        """The table; one line at a time is in memory."""
        writer = csv.DictWriter(_Line(), COLUMNS)
        yield writer.writeheader()
        for assignment in gradebook.assignments:
            if not self.assignment or assignment.name in map(str, self.assignment):
                for row in _rows(gradebook, assignment):
                    if not self.student or row["student_id"] in map(str, self.student):
                        yield writer.writerow(row)


class _Line:
    """What csv takes for a file; a line that is written to it comes back from the writer."""

    def write(self, line: str) -> bytes:
        return line.encode()


def _rows(gradebook: Gradebook, assignment: Assignment) -> Iterator[dict]:
    """A line of the CSV for every student, by name, and where there is none by id; who handed in
    nothing has a score of 0."""
    names = [func.coalesce(name, "") for name in (Student.last_name, Student.first_name)]
    asked = (
        select(
            Student.id,
            Student.last_name,
            Student.first_name,
            Student.email,
            SubmittedAssignment.timestamp,
            func.coalesce(SubmittedAssignment.score, 0.0),
            func.coalesce(SubmittedAssignment.late_submission_penalty, 0.0),
        )
        .outerjoin(
            SubmittedAssignment,
            (SubmittedAssignment.student_id == Student.id)
            & (SubmittedAssignment.assignment_id == assignment.id),
        )
        .order_by(*names, Student.id)
        .execution_options(yield_per=100)
    )
    of_all = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "max_score": assignment.max_score,
    }
    for student, last, first, email, timestamp, score, penalty in gradebook.db.execute(asked):
        yield of_all | {
            "timestamp": timestamp,
            "student_id": student,
            "last_name": last,
            "first_name": first,
            "email": email,
            "raw_score": score,
            "late_submission_penalty": penalty,
            "score": max(0.0, score - penalty),
        }
