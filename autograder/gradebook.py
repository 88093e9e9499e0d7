"""The single writer: grades into nbgrader's database, notebooks and feedback beside it.

A submission's files are put in place first, then its grades and the key of what was graded are
committed in one transaction: killed at any instant, a class is graded on from there.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import nbformat
import nbgrader
from alembic.script import ScriptDirectory
from nbgrader import api
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import parse_utc
from sqlalchemy import (
    BindParameter,
    Column,
    Float,
    Index,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from autograder.assignment import SOURCES, Assignment
from autograder.classroom import HandIn
from autograder.errors import CourseError
from autograder.export import CsvExport
from autograder.files import write
from autograder.submission import Graded, GradedFiles

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

# Without these, each look at a submission reads the grades of the whole class.
INDEXES = (
    Index("autograder_grades_of_a_notebook", api.Grade.notebook_id),
    Index("autograder_comments_of_a_notebook", api.Comment.notebook_id),
    Index("autograder_notebooks_of_a_submission", api.SubmittedNotebook.assignment_id),
)
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))

STUDENTS, SUBMISSIONS, NOTEBOOKS, GRADES, COMMENTS = (
    kind.__table__
    for kind in (
        api.Student,
        api.SubmittedAssignment,
        api.SubmittedNotebook,
        api.Grade,
        api.Comment,
    )
)

# The statements for each submission, made once. With nbgrader's objects in their place a new
# submission takes 20 ms of CPU time, with these 2.5.
SELECT_NOTEBOOK = (
    select(SUBMISSIONS.c.id, NOTEBOOKS.c.id)
    .join_from(SUBMISSIONS, NOTEBOOKS)
    .where(SUBMISSIONS.c.assignment_id == bindparam("assignment_id"))
    .where(SUBMISSIONS.c.student_id == bindparam("student_id"))
)
SELECT_STUDENT = select(STUDENTS.c.id).where(STUDENTS.c.id == bindparam("id"))
UPDATE_TIMESTAMP = (
    update(SUBMISSIONS)
    .filter_by(id=bindparam("submission"))
    .values(timestamp=bindparam("handed_in_at"))
)
OF_CELL: dict[str, BindParameter] = {
    "notebook_id": bindparam("notebook"),
    "cell_id": bindparam("cell"),
}
AUTO_SCORE = bindparam("score", type_=Float)
# A manual score is kept. When the answer below it was graded again, ask for another look.
NEEDS_MANUAL_GRADE = or_(AUTO_SCORE.is_(None), GRADES.c.manual_score.is_not(None))
UPDATE_GRADE = (
    update(GRADES)
    .filter_by(**OF_CELL)
    .values(auto_score=AUTO_SCORE, needs_manual_grade=NEEDS_MANUAL_GRADE)
)
UPDATE_COMMENT = (
    update(COMMENTS).filter_by(**OF_CELL).values(auto_comment=bindparam("comment", type_=Text))
)
DELETE_RESULT = delete(RESULTS).filter_by(
    student=bindparam("student"), assignment=bindparam("assignment")
)


class GradebookError(CourseError):
    """The gradebook cannot be written; the text says why and what to do."""


@dataclass(frozen=True)
class Cells:
    """The ids of an assignment in the database, of its notebook, and of its cells."""

    assignment_id: str
    notebook_id: str
    graded: tuple[str, ...]
    solved: tuple[str, ...]
    grade_ids: dict[str, str]  # by id in the database


class Gradebook:
    """The gradebook of one class, and the files that go with it, below `folder`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self._url = folder, url
        self._cells_of: dict[str, Cells] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _only_writer(folder)
        try:
            _begin(url)
            self._nbgrader = api.Gradebook(url, COURSE)
            self._db = self._nbgrader.db
        except (SQLAlchemyError, api.InvalidEntry, OSError, ImportError) as error:
            self._lock.close()
            place = url.rpartition("@")[2]  # without a password
            raise GradebookError(
                f"The gradebook {place} cannot be opened ({_first(error)})."
            ) from None

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._nbgrader.close()
        self._lock.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Undo what a fault interrupts, and say it in one sentence; what was kept before stays."""
        try:
            yield
        except (SQLAlchemyError, api.InvalidEntry, OSError) as error:
            self._db.rollback()
            raise GradebookError(
                f"The class in {self.folder} cannot be used ({_first(error)}). What was graded "
                "before is kept; mend this and run the command again."
            ) from None

    def prepare(self, assignment: Assignment) -> None:
        """Make the assignment known, with its graded cells and their points, as nbgrader does."""
        name = assignment.name
        notebook = nbformat.read(SOURCES / name / f"{name}.ipynb", as_version=4)
        where = {"notebook": name, "assignment": name, "db_url": self._url}
        self._cells_of.pop(name, None)
        try:
            with self._transaction():
                self._nbgrader.update_or_create_assignment(name)
                SaveCells().preprocess(notebook, {"nbgrader": where})
        except RuntimeError:
            raise GradebookError(
                f"The graded cells of {name} changed since this class was graded; grade into a new "
                "folder (--output), or delete the old gradebook."
            ) from None

    def keys(self) -> dict[tuple[str, str], str]:
        """What was graded last, by student and assignment."""
        with self._transaction():
            rows = self._db.execute(select(RESULTS.c.student, RESULTS.c.assignment, RESULTS.c.key))
            return {(student, assignment): key for student, assignment, key in rows}

    def results(self) -> Iterator[str]:
        """All results, by assignment and student, as JSON; one at a time is in memory."""
        order = (RESULTS.c.assignment, RESULTS.c.student)
        yield from self._db.scalars(select(RESULTS.c.result).order_by(*order))

    def keep(self, hand_in: HandIn, files: GradedFiles) -> None:
        """Put the files in place and commit the grades; all of it, or nothing counts."""
        name = hand_in.assignment
        place = Path(hand_in.student) / name
        with self._transaction():
            write(self.folder / "submitted" / place / f"{name}.ipynb", hand_in.data)
            write(self.folder / "autograded" / place / f"{name}.ipynb", files.notebook)
            write(self.folder / "feedback" / place / f"{name}.html", files.feedback)
            self._record(hand_in, files)
            self._db.commit()

    def _record(self, hand_in: HandIn, files: GradedFiles) -> None:
        graded, cells = files.graded, self._cells(hand_in.assignment)
        notebook, grade_ids = self._notebook(hand_in, cells), cells.grade_ids
        scores: dict[str, float | None] = {cell.grade_id: cell.score for cell in graded.cells}
        scores |= graded.by_hand
        missing = 0.0 if files.key else None  # What was not graded waits for a person.
        grades = [
            {"notebook": notebook, "cell": cell, "score": scores.get(grade_ids[cell], missing)}
            for cell in cells.graded
        ]
        self._db.execute(UPDATE_GRADE, grades)
        comments = [
            {"notebook": notebook, "cell": cell, "comment": _comment(graded, grade_ids[cell])}
            for cell in cells.solved
        ]
        self._db.execute(UPDATE_COMMENT, comments)
        result = {"student": hand_in.student, "assignment": hand_in.assignment}
        self._db.execute(DELETE_RESULT, result)
        text = json.dumps(graded.as_json(), ensure_ascii=False)
        self._db.execute(insert(RESULTS), result | {"key": files.key, "result": text})

    def _notebook(self, hand_in: HandIn, cells: Cells) -> str:
        """The id of the student's notebook, with its grades; made if it is new."""
        where = {"assignment_id": cells.assignment_id, "student_id": hand_in.student}
        found = self._db.execute(SELECT_NOTEBOOK, where).one_or_none()
        submission, notebook = found or self._new_notebook(cells, where)
        if hand_in.timestamp:
            row = {"submission": submission, "handed_in_at": parse_utc(hand_in.timestamp)}
            self._db.execute(UPDATE_TIMESTAMP, row)
        return notebook

    def _new_notebook(self, cells: Cells, where: dict[str, str]) -> tuple[str, str]:
        """The ids of a new submission and its notebook."""
        student = {"id": where["student_id"]}
        if self._db.execute(SELECT_STUDENT, student).first() is None:
            self._db.execute(insert(STUDENTS), student)
        submission = self._insert(SUBMISSIONS, where)
        row = {"assignment_id": submission, "notebook_id": cells.notebook_id}
        notebook = self._insert(NOTEBOOKS, row)
        for table, ids in ((GRADES, cells.graded), (COMMENTS, cells.solved)):
            rows = [{"notebook_id": notebook, "cell_id": cell} for cell in ids]
            self._db.execute(insert(table), rows)
        return submission, notebook

    def _insert(self, table: Table, row: dict[str, str]) -> str:
        """The id of a new row."""
        return self._db.execute(insert(table), row).inserted_primary_key[0]

    def _cells(self, name: str) -> Cells:
        """The ids of an assignment's cells; asked once, for they stay."""
        if name not in self._cells_of:
            (notebook,) = self._nbgrader.find_assignment(name).notebooks
            graded = {cell.id: cell.name for cell in notebook.grade_cells}
            solved = {cell.id: cell.name for cell in notebook.solution_cells}
            ids = (notebook.assignment_id, notebook.id)
            self._cells_of[name] = Cells(*ids, tuple(graded), tuple(solved), graded | solved)
        return self._cells_of[name]

    def export(self) -> None:
        """Write grades.csv and results.jsonl."""
        exporter = CsvExport()
        exporter.to = str(self.folder / "grades.csv")
        with self._transaction():
            write(self.folder / "results.jsonl", (f"{each}\n".encode() for each in self.results()))
            exporter.export(self._nbgrader)


def _comment(graded: Graded, grade_id: str) -> str | None:
    """nbgrader's own comment on an answer that was left as it was released."""
    return "No response." if graded.by_hand.get(grade_id) == 0 else None


def _begin(url: str) -> None:
    """Make what is missing of the tables and indexes, nbgrader's and ours, and note the version of
    nbgrader's.

    nbgrader notes it a second after the tables, by a program of its own, and never again should it
    be killed between; without that note a gradebook cannot be brought up to a later nbgrader.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        for tables in (api.Base.metadata, RESULTS.metadata, VERSION.metadata):
            tables.create_all(connection)
        for index in INDEXES:
            index.create(connection, checkfirst=True)
        if connection.execute(select(VERSION)).first() is None:
            scripts = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
            head = scripts.get_current_head()
            connection.execute(insert(VERSION).values(version_num=head))
    engine.dispose()


def _only_writer(folder: Path) -> TextIO:
    """An open file with a lock, which this process holds until it ends, however it ends."""
    lock = (folder / ".writing").open("a")
    with contextlib.suppress(ImportError):  # Windows has no such locks
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise GradebookError(
                f"Another `autograder grade` is writing to {folder}; wait for its end."
            ) from None
    return lock


def _first(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(getattr(error, "orig", None) or error)
    return next(iter(text.splitlines()), type(error).__name__)
