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
from typing import Any, TextIO

import nbformat
import nbgrader
from alembic.script import ScriptDirectory
from nbgrader.api import (
    Base,
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
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
from autograder.classroom import HandIn, write
from autograder.plain import CsvExport

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
    Index("autograder_grades_of_a_notebook", Grade.notebook_id),
    Index("autograder_comments_of_a_notebook", Comment.notebook_id),
    Index("autograder_notebooks_of_a_submission", SubmittedNotebook.assignment_id),
)
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))

STUDENTS, SUBMISSIONS, NOTEBOOKS, GRADES, COMMENTS = (
    kind.__table__ for kind in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
)
# What is said to the database of each submission, made once: to make a statement costs more than
# to run it.
FIND = (
    select(SUBMISSIONS.c.id, NOTEBOOKS.c.id)
    .join_from(SUBMISSIONS, NOTEBOOKS)
    .where(SUBMISSIONS.c.assignment_id == bindparam("assignment_id"))
    .where(SUBMISSIONS.c.student_id == bindparam("student_id"))
)
KNOWN = select(STUDENTS.c.id).where(STUDENTS.c.id == bindparam("id"))
STAMP = update(SUBMISSIONS).filter_by(id=bindparam("own")).values(timestamp=bindparam("when"))
OF_CELL: dict[str, BindParameter] = {"notebook_id": bindparam("own"), "cell_id": bindparam("cell")}
AUTO = bindparam("mark", type_=Float)
# A grade by hand stays; that the answer under it was graded anew, a person should see.
OPEN = or_(AUTO.is_(None), GRADES.c.manual_score.is_not(None))
MARK = update(GRADES).filter_by(**OF_CELL).values(auto_score=AUTO, needs_manual_grade=OPEN)
SAY = update(COMMENTS).filter_by(**OF_CELL).values(auto_comment=bindparam("word", type_=Text))
FORGET = delete(RESULTS).filter_by(student=bindparam("student"), assignment=bindparam("assignment"))


class GradebookError(Exception):
    """The gradebook cannot be written; the text says why and what to do."""


@dataclass(frozen=True)
class Written:
    """A grade with its files, ready to be kept: plain data and bytes, cheap to send."""

    key: str
    result: dict[str, Any]  # as `Graded.as_json` tells it
    notebook: bytes
    feedback: bytes


@dataclass(frozen=True)
class Cells:
    """The ids of an assignment in the database, of its notebook, and of its cells."""

    assignment_id: str
    notebook_id: str
    graded: tuple[str, ...]
    solved: tuple[str, ...]
    names: dict[str, str]  # grade_ids, by id


class Book:
    """The gradebook of one class and the files that go with it, below `folder`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self._url = folder, url
        self._known: dict[str, Cells] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _only_writer(folder)
        try:
            _begin(url)
            self._gradebook = Gradebook(url, COURSE)
            self._db = self._gradebook.db
        except (SQLAlchemyError, InvalidEntry, OSError, ImportError) as error:
            self._lock.close()
            place = url.rpartition("@")[2]  # without a password
            raise GradebookError(
                f"The gradebook {place} cannot be opened ({_first(error)})."
            ) from None

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()
        self._lock.close()

    @contextlib.contextmanager
    def _written(self) -> Iterator[None]:
        """Tell of a fault in one sentence; what was kept before stays."""
        try:
            yield
        except (SQLAlchemyError, InvalidEntry, OSError) as error:
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
        self._known.pop(name, None)
        try:
            with self._written():
                self._gradebook.update_or_create_assignment(name)
                SaveCells().preprocess(notebook, {"nbgrader": where})
        except RuntimeError:
            raise GradebookError(
                f"The graded cells of {name} changed since this class was graded; grade into a new "
                "folder (--output), or delete the old gradebook."
            ) from None

    def keys(self) -> dict[tuple[str, str], str]:
        """What was graded last, by student and assignment."""
        with self._written():
            rows = self._db.execute(select(RESULTS.c.student, RESULTS.c.assignment, RESULTS.c.key))
            return {(student, assignment): key for student, assignment, key in rows}

    def results(self) -> Iterator[str]:
        """All results, by assignment and student, as JSON; one at a time is in memory."""
        order = (RESULTS.c.assignment, RESULTS.c.student)
        yield from self._db.scalars(select(RESULTS.c.result).order_by(*order))

    def keep(self, handed: HandIn, written: Written) -> None:
        """Put the files in place and commit the grades; all of it, or nothing counts."""
        place = Path(handed.student) / handed.assignment
        name = handed.assignment
        with self._written():
            write(self.folder / "submitted" / place / f"{name}.ipynb", handed.data)
            write(self.folder / "autograded" / place / f"{name}.ipynb", written.notebook)
            write(self.folder / "feedback" / place / f"{name}.html", written.feedback)
            self._record(handed, written)
            self._db.commit()

    def _record(self, handed: HandIn, written: Written) -> None:
        """In plain statements: with SQLAlchemy's objects it takes twice as long."""
        result, cells = written.result, self._cells(handed.assignment)
        own, names, by_hand = self._notebook(handed, cells), cells.names, result["by_hand"]
        scores = {cell["grade_id"]: cell["score"] for cell in result["cells"]} | by_hand
        missing = 0.0 if written.key else None  # what was not graded waits for a person
        marks = ((cell, scores.get(names[cell], missing)) for cell in cells.graded)
        self._db.execute(MARK, [{"own": own, "cell": cell, "mark": mark} for cell, mark in marks])
        words = (
            (cell, "No response." if by_hand.get(names[cell]) == 0 else None)
            for cell in cells.solved
        )
        self._db.execute(SAY, [{"own": own, "cell": cell, "word": word} for cell, word in words])
        where = {"student": handed.student, "assignment": handed.assignment}
        self._db.execute(FORGET, where)
        told = json.dumps(result, ensure_ascii=False)
        self._db.execute(insert(RESULTS), where | {"key": written.key, "result": told})

    def _notebook(self, handed: HandIn, cells: Cells) -> str:
        """The id of the student's notebook, with its grades; made if it is new."""
        where = {"assignment_id": cells.assignment_id, "student_id": handed.student}
        found = self._db.execute(FIND, where).one_or_none()
        submission, own = found or self._new_notebook(cells, where)
        if handed.timestamp:
            when = parse_utc(handed.timestamp)
            self._db.execute(STAMP, {"own": submission, "when": when})
        return own

    def _new_notebook(self, cells: Cells, where: dict[str, str]) -> tuple[str, str]:
        """The ids of a new submission and its notebook."""
        student = {"id": where["student_id"]}
        if self._db.execute(KNOWN, student).first() is None:
            self._db.execute(insert(STUDENTS), student)
        submission = self._insert(SUBMISSIONS, where)
        of = {"assignment_id": submission, "notebook_id": cells.notebook_id}
        own = self._insert(NOTEBOOKS, of)
        for table, named in ((GRADES, cells.graded), (COMMENTS, cells.solved)):
            rows = [{"notebook_id": own, "cell_id": cell} for cell in named]
            self._db.execute(insert(table), rows)
        return submission, own

    def _insert(self, table: Table, row: dict[str, str]) -> str:
        """The id of a new row."""
        return self._db.execute(insert(table), row).inserted_primary_key[0]

    def _cells(self, name: str) -> Cells:
        """What the database calls the cells of an assignment; asked once, for it stays."""
        if name not in self._known:
            (notebook,) = self._gradebook.find_assignment(name).notebooks
            graded = {cell.id: cell.name for cell in notebook.grade_cells}
            solved = {cell.id: cell.name for cell in notebook.solution_cells}
            ids = (notebook.assignment_id, notebook.id)
            self._known[name] = Cells(*ids, tuple(graded), tuple(solved), graded | solved)
        return self._known[name]

    def export(self) -> None:
        """Write grades.csv and results.jsonl."""
        exporter = CsvExport()
        exporter.to = str(self.folder / "grades.csv")
        with self._written():
            write(self.folder / "results.jsonl", (f"{each}\n".encode() for each in self.results()))
            exporter.export(self._gradebook)


def _begin(url: str) -> None:
    """Make what is missing of the tables and indexes, nbgrader's and ours, and note the version of
    nbgrader's.

    nbgrader notes it a second after the tables, by a program of its own, and never again should it
    be killed between; without that note a gradebook cannot be brought up to a later nbgrader.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        for tables in (Base.metadata, RESULTS.metadata, VERSION.metadata):
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
