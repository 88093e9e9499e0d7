"""A class folder: where the submissions, the gradebook and the results of one class are kept.

The variable CLASS names it; without it, it is _build/class.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder import source as assignments
from autograder.assignment import ROOT, load_release
from autograder.errors import CourseError
from autograder.files import write
from autograder.intake import Unreadable, choose, read, with_repairs_noted

LARGEST = 64 * 2**20  # bytes of a file; an honest one, with all its figures, has some 300 kB


@dataclass(frozen=True)
class HandIn:
    """One student's hand-in as it arrived: the file taken for the notebook and its bytes, or the
    problem that kept it from being read."""

    student: str
    assignment: str
    file: str | None
    data: bytes = b""
    problem: str = ""
    timestamp: str = ""


@dataclass(frozen=True)
class Collected:
    """What became of one student's hand-in: the file taken, and what had to be mended."""

    student: str
    assignment: str
    file: str | None
    repairs: list[str]


class ClassroomError(CourseError):
    """There is nothing to grade, or not where it should be; the text says what to do."""


def class_folder() -> Path:
    """The class folder in force."""
    return (ROOT / os.environ.get("CLASS", "_build/class")).resolve()


def class_salt(folder: Path | None = None) -> str:
    """The secret behind the hidden tests' random inputs; made once, kept with the class."""
    path = (folder or class_folder()) / "salt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".salt-{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_hex(16))
        with contextlib.suppress(FileExistsError):  # Another process was first: its salt holds.
            path.hardlink_to(temporary)
        temporary.unlink()
    return path.read_text()


@dataclass(frozen=True)
class Found:
    """The files of one student for one assignment, not read yet; `chosen` is the notebook."""

    student: str
    assignment: str
    chosen: str | None
    files: dict[str, Path]

    def read(self) -> HandIn:
        """Read the notebook, and the date beside it."""
        timestamp = _timestamp(self.files.get("timestamp.txt"))
        if self.chosen is None:
            there = ", ".join(sorted(self.files))
            problem = f"No notebook could be told from the files handed in ({there})."
            return HandIn(self.student, self.assignment, None, b"", problem, timestamp)
        data, problem = _bytes(self.files[self.chosen])
        problem = problem and f"`{self.chosen}`: {problem}"
        return HandIn(self.student, self.assignment, self.chosen, data, problem, timestamp)


def find(handed_in: Path, names: list[str]) -> Iterator[Found]:
    """What was handed in for the assignments `names`, one after another, by student.

    `handed_in` holds a folder per student, in it a folder per assignment or the notebooks
    themselves. Nothing in it is changed, and no link in it is followed.
    """
    for student in sorted(path for path in handed_in.iterdir() if _is_folder(path)):
        yield from _of_student(student, names)


def hand_ins(handed_in: Path, names: list[str]) -> Iterator[HandIn]:
    """The same, each read when it is asked for."""
    return (found.read() for found in find(handed_in, names))


def require_elsewhere(handed_in: Path, folder: Path) -> None:
    """Raise ClassroomError where the class folder would keep copies of its own copies."""
    if handed_in.resolve().is_relative_to(folder / "submitted"):
        raise ClassroomError(
            f"{handed_in} is where copies are written; name the folder of what was handed in."
        )


def nothing_in(handed_in: Path) -> ClassroomError:
    """The error of a folder in which nothing was handed in."""
    return ClassroomError(
        f"{handed_in} holds no submission; expected {handed_in}/<student>/<assignment>.ipynb, or "
        "any notebook in <student>/<assignment>/."
    )


def assignment_of(notebook: Path) -> str:
    """The assignment that a file is named after."""
    found = [name for name in assignments.names() if notebook.name.startswith(name)]
    if not found:
        raise ClassroomError(
            f"{notebook.name} does not tell its assignment; add --assignment, one of "
            f"{', '.join(assignments.names())}."
        )
    return found[0]


def left_out(handed_in: Path, names: list[str]) -> Iterator[str]:
    """A sentence for all in `handed_in` that is in no hand-in for the assignments `names`."""
    for path in sorted(path for path in handed_in.iterdir() if not path.name.startswith(".")):
        if path.is_symlink():
            yield f"{_shown(path.name)} is a link, and links are not followed."
        elif not path.is_dir():
            yield f"{_shown(path.name)} lies in no student's folder."
        elif not os.access(path, os.R_OK | os.X_OK):
            yield f"{_shown(path.name)} cannot be read; change its permissions."
        elif not any(_of_student(path, names)):
            yield (
                f"{_shown(path.name)} holds no notebook named after an assignment; rename it, or "
                "name its --assignment."
            )


def _of_student(student: Path, names: list[str]) -> Iterator[Found]:
    for name in names:
        own = student / name
        place = own if _is_folder(own) else student
        try:
            files = {_shown(path.name): path for path in place.iterdir() if not path.is_dir()}
        except OSError:
            continue
        chosen = choose(files, name, assignments.names())
        if place == student and len(names) > 1 and chosen and not chosen.startswith(name):
            continue  # a notebook of any name, which each assignment would claim
        if chosen or (files and place == own):
            yield Found(_shown(student.name), name, chosen, files)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _shown(name: str) -> str:
    """A file's name as text; bytes that are none (an old ZIP's) are written out."""
    return os.fsencode(name).decode(errors="backslashreplace")


def _bytes(path: Path) -> tuple[bytes, str]:
    """A file's bytes, or the problem that keeps it from being read."""
    if path.is_symlink():
        return b"", "The file is a link to another file."
    if not path.is_file():
        return b"", "It is no ordinary file."
    size = path.stat().st_size
    if size > LARGEST:
        return b"", f"The file has {size // 2**20} MB; the most is {LARGEST // 2**20}."
    try:
        return path.read_bytes(), ""
    except OSError as error:
        return b"", f"The file cannot be read ({error.strerror})."


def _timestamp(path: Path | None) -> str:
    """The date in a file that nbgrader's exchange puts beside a notebook, if there is one."""
    if path and path.is_file() and not path.is_symlink():
        with contextlib.suppress(OSError), path.open("rb") as file:
            return _date(file.read(100).decode(errors="replace").strip())
    return ""


def _date(text: str) -> str:
    """The text if it is a date, as nbgrader reads it, else none."""
    try:
        parse_utc(text)
    except (ValueError, OverflowError):
        return ""
    return text


def opened(hand_in: HandIn) -> tuple[NotebookNode, list[str], bool]:
    """The submitted notebook, what was mended, and whether it could be read at all.

    In the place of what cannot be read stands the untouched release with the reason, so that it
    gets a zero which can be graded again.
    """
    problem = hand_in.problem
    if not problem:
        try:
            notebook = read(hand_in.data)
        except Unreadable as reason:
            problem = f"`{hand_in.file}`: {reason}"
    if problem:
        repairs = [f"{problem} It is graded as not handed in."]
        return load_release(hand_in.assignment), repairs, False
    expected = f"{hand_in.assignment}.ipynb"
    renamed = [] if hand_in.file == expected else [f"`{hand_in.file}` was read as `{expected}`."]
    return notebook, renamed, True


def collect(handed_in: Path, names: list[str], folder: Path) -> Iterator[Collected]:
    """Copy what was handed in to `folder`/submitted in the form that plain nbgrader reads."""
    require_elsewhere(handed_in, folder)
    if not any(find(handed_in, names)):
        raise nothing_in(handed_in)
    for each in hand_ins(handed_in, names):
        notebook, repairs, _ = opened(each)
        target = folder / "submitted" / each.student / each.assignment / f"{each.assignment}.ipynb"
        write(target, nbformat.writes(with_repairs_noted(notebook, repairs)).encode())
        if each.timestamp:
            write(target.with_name("timestamp.txt"), each.timestamp.encode())
        yield Collected(each.student, each.assignment, each.file, repairs)
