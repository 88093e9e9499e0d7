"""The table of grades, grades.csv, out of the gradebook's database.

nbgrader_config.py gives the same exporter to plain `nbgrader export`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from sqlalchemy import func, select

from autograder.files import write

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
    """A row of the table for every student, by name, and where there is none by id; who handed in
    nothing has a score of 0."""
    names = [func.coalesce(name, "") for name in (Student.last_name, Student.first_name)]
    query = (
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
    common = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "max_score": assignment.max_score,
    }
    for student, last, first, email, timestamp, score, penalty in gradebook.db.execute(query):
        yield common | {
            "timestamp": timestamp,
            "student_id": student,
            "last_name": last,
            "first_name": first,
            "email": email,
            "raw_score": score,
            "late_submission_penalty": penalty,
            "score": max(0.0, score - penalty),
        }
