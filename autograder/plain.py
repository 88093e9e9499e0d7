"""What plain nbgrader is given to grade fairly: a repair step, and grades that survive a comma.

nbgrader_config.py puts these in their places.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

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
        table = io.StringIO()
        writer = csv.DictWriter(table, COLUMNS)
        writer.writeheader()
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in map(str, self.assignment):
                continue
            submitted = _submitted(gradebook, assignment)
            for student in sorted(gradebook.students, key=_order):
                if not self.student or student.id in map(str, self.student):
                    writer.writerow(_row(assignment, student) | submitted.get(student.id, {}))
        write(path, table.getvalue().encode())
        self.log.info("Exported grades to %s", path)


def _order(student: Student) -> tuple[str, str, str]:
    """By name, and where there is none by id, in whatever order they were graded."""
    return student.last_name or "", student.first_name or "", student.id


def _row(assignment: Assignment, student: Student) -> dict:
    """One line of the CSV, of a student who handed in nothing: a score of 0."""
    return {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "raw_score": 0.0,
        "late_submission_penalty": 0.0,
        "score": 0.0,
        "max_score": assignment.max_score,
    }


def _submitted(gradebook: Gradebook, assignment: Assignment) -> dict[str, dict]:
    """What there is to say of the submissions, by student: one query for all of them."""
    asked = (
        SubmittedAssignment.student_id,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.score,
        SubmittedAssignment.late_submission_penalty,
    )
    rows = gradebook.db.query(*asked).filter(SubmittedAssignment.assignment_id == assignment.id)
    return {
        student: {
            "timestamp": timestamp,
            "raw_score": score,
            "late_submission_penalty": penalty,
            "score": max(0.0, score - penalty),
        }
        for student, timestamp, score, penalty in rows
    }
