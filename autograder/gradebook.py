"""The single writer: grades into nbgrader's database, notebooks and feedback beside it.

A submission's files are put in place first, then its grades and the key of what was graded are
committed in one transaction: killed at any instant, a class is graded on from there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import parse_utc
from sqlalchemy import Column, MetaData, String, Table, Text, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.assignment import SOURCES, Assignment
from autograder.classroom import HandIn, write
from autograder.plain import CsvExport
from autograder.submission import Graded

COURSE = "neural-networks-from-scratch"

# Beside nbgrader's own tables: what was graded last, and what came out.
RESULTS = Table(
    "autograder_result",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("result", Text, nullable=False),
)


class GradebookError(Exception):
    """The gradebook cannot be written; the text says why and what to do."""


@dataclass(frozen=True)
class Written:
    """A grade with its page, ready to be kept."""

    handed: HandIn
    key: str
    graded: Graded
    feedback: str


class Book:
    """The gradebook of one class and the files that go with it, below `folder`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # nbgrader calls alembic by name to make a database, also where no environment is activated.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        try:
            self._gradebook = Gradebook(url, COURSE)
            RESULTS.metadata.create_all(self._gradebook.engine)
        except (SQLAlchemyError, OSError) as error:
            raise GradebookError(f"The gradebook {url} cannot be opened: {_first(error)}") from None
        self._db = self._gradebook.db

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def prepare(self, assignment: Assignment) -> None:
        """Make the assignment known, with its graded cells and their points, as nbgrader does."""
        name = assignment.name
        notebook = nbformat.read(SOURCES / name / f"{name}.ipynb", as_version=4)
        self._gradebook.update_or_create_assignment(name)
        where = {"notebook": name, "assignment": name, "db_url": str(self._gradebook.engine.url)}
        try:
            SaveCells().preprocess(notebook, {"nbgrader": where})
        except RuntimeError:
            raise GradebookError(
                f"The graded cells of {name} changed since this class was graded; grade into a new "
                "folder (--output), or delete the old gradebook."
            ) from None

    def keys(self) -> dict[tuple[str, str], str]:
        """What was graded last, by student and assignment."""
        rows = self._db.execute(select(RESULTS.c.student, RESULTS.c.assignment, RESULTS.c.key))
        return {(student, assignment): key for student, assignment, key in rows}

    def results(self) -> Iterator[dict[str, Any]]:
        """All results, by assignment and student."""
        order = (RESULTS.c.assignment, RESULTS.c.student)
        for (text,) in self._db.execute(select(RESULTS.c.result).order_by(*order)):
            yield json.loads(text)

    def keep(self, written: Written) -> None:
        """Put the files in place and commit the grades; all of it, or nothing counts."""
        handed = written.handed
        place = Path(handed.student) / handed.assignment
        name = handed.assignment
        notebook = nbformat.writes(written.graded.notebook) + "\n"
        write(self.folder / "submitted" / place / f"{name}.ipynb", handed.data)
        write(self.folder / "autograded" / place / f"{name}.ipynb", notebook.encode())
        write(self.folder / "feedback" / place / f"{name}.html", written.feedback.encode())
        try:
            self._record(written)
            self._db.commit()
        except SQLAlchemyError as error:
            self._db.rollback()
            raise GradebookError(f"The gradebook cannot be written: {_first(error)}") from None

    def _record(self, written: Written) -> None:
        graded, handed = written.graded, written.handed
        submission = self._submission(handed)
        if handed.timestamp:
            submission.timestamp = parse_utc(handed.timestamp)
        (notebook,) = submission.notebooks
        scores = {cell.grade_id: cell.score for cell in graded.cells} | graded.by_hand
        names = dict(self._db.execute(select(BaseCell.id, BaseCell.name)).all())
        for grade in notebook.grades:
            grade.auto_score = scores.get(names[grade.cell_id], 0.0)
            # A grade by hand stays; that the answer under it was graded anew, a person should see.
            grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
        for comment in notebook.comments:
            empty = graded.by_hand.get(names[comment.cell_id]) == 0
            comment.auto_comment = "No response." if empty else None
        where = (RESULTS.c.student == handed.student) & (RESULTS.c.assignment == handed.assignment)
        self._db.execute(delete(RESULTS).where(where))
        row = {"student": handed.student, "assignment": handed.assignment, "key": written.key}
        result = json.dumps(graded.as_json(), ensure_ascii=False)
        self._db.execute(insert(RESULTS).values(**row, result=result))

    def _submission(self, handed: HandIn) -> SubmittedAssignment:
        """The student's submission, with a grade for each graded cell, made if it is new."""
        assignment = self._gradebook.find_assignment(handed.assignment)
        student = self._db.get(Student, handed.student)
        if student is None:
            student = Student(id=handed.student)
            self._db.add(student)
        found = (
            self._db.query(SubmittedAssignment)
            .filter_by(assignment_id=assignment.id, student_id=handed.student)
            .one_or_none()
        )
        if found is not None:
            return found
        with self._db.no_autoflush:
            submission = SubmittedAssignment(assignment=assignment, student=student)
            self._db.add(submission)
            for notebook in assignment.notebooks:
                own = SubmittedNotebook(notebook=notebook, assignment=submission)
                for cell in notebook.grade_cells:
                    Grade(cell_id=cell.id, notebook=own)
                for cell in notebook.solution_cells:
                    Comment(cell_id=cell.id, notebook=own)
        self._db.flush()
        return submission

    def export(self) -> None:
        """Write grades.csv and results.jsonl."""
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in self.results())
        write(self.folder / "results.jsonl", "".join(lines).encode())
        exporter = CsvExport()
        exporter.to = str(self.folder / "grades.csv")
        exporter.export(self._gradebook)


def _first(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
