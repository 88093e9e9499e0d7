"""A class folder: where the submissions, the gradebook and the results of one class are kept.

The variable CLASS names it; without it, it is _build/class.
"""

from __future__ import annotations

import contextlib
import filecmp
import functools
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder import assignment as assignments
from autograder.assignment import RELEASE, ROOT
from autograder.intake import Unreadable, choose, read, remember

LARGEST = 64 * 2**20  # bytes of a submission; with all its figures a true one has a few hundred kB


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


def class_folder() -> Path:
    """The class folder in force."""
    return (ROOT / os.environ.get("CLASS", "_build/class")).resolve()


def class_salt(folder: Path | None = None) -> str:
    """The secret behind the hidden tests' random inputs; made once, kept with the class."""
    path = (folder or class_folder()) / "salt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".salt-{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(16))
        with contextlib.suppress(FileExistsError):  # another process was first: its salt holds
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


@functools.cache
def load_release(name: str) -> NotebookNode:
    """The released notebook of an assignment."""
    return nbformat.read(RELEASE / name / f"{name}.ipynb", as_version=4)


def hand_ins(handed_in: Path, names: list[str]) -> Iterator[HandIn]:
    """What was handed in for the assignments `names`, one after another, by student.

    `handed_in` holds a folder a student, with a folder an assignment in it or the notebooks
    themselves. Nothing in it is changed, and no link in it is followed.
    """
    for student in sorted(path for path in handed_in.iterdir() if _is_folder(path)):
        yield from _of_student(student, names)


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


def _of_student(student: Path, names: list[str]) -> Iterator[HandIn]:
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
            yield _hand_in(_shown(student.name), name, chosen, files)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _shown(name: str) -> str:
    """A file's name as text; bytes that are none (an old ZIP's letters) are written out."""
    return os.fsencode(name).decode(errors="backslashreplace")


def _hand_in(student: str, name: str, chosen: str | None, files: dict[str, Path]) -> HandIn:
    timestamp = ""
    stamp = files.get("timestamp.txt")
    if stamp and stamp.is_file() and not stamp.is_symlink():
        with contextlib.suppress(OSError), stamp.open("rb") as file:
            timestamp = _date(file.read(100).decode(errors="replace").strip())
    if chosen is None:
        there = ", ".join(sorted(files))
        problem = f"No notebook could be told from the files handed in ({there})."
        return HandIn(student, name, None, problem=problem, timestamp=timestamp)
    path = files[chosen]
    problem, data = "", b""
    if path.is_symlink():
        problem = "The file is a link to another file."
    elif not path.is_file():
        problem = "It is no ordinary file."
    elif path.stat().st_size > LARGEST:
        problem = f"The file has {path.stat().st_size // 2**20} MB; the most is {LARGEST // 2**20}."
    else:
        try:
            data = path.read_bytes()
        except OSError as error:
            problem = f"The file cannot be read ({error.strerror})."
    return HandIn(student, name, chosen, data, problem and f"`{chosen}`: {problem}", timestamp)


def _date(text: str) -> str:
    """The text if it is a date, as nbgrader reads it, else none."""
    try:
        parse_utc(text)
    except (ValueError, OverflowError):
        return ""
    return text


def opened(handed: HandIn) -> tuple[NotebookNode, list[str], bool]:
    """The submitted notebook, what was mended, and whether it could be read at all.

    In the place of what cannot be read stands the untouched release with the reason, so that it
    gets a zero which can be graded again.
    """
    problem = handed.problem
    if not problem:
        try:
            notebook = read(handed.data)
        except Unreadable as reason:
            problem = f"`{handed.file}`: {reason}"
    if problem:
        return load_release(handed.assignment), [f"{problem} It is graded as not handed in."], False
    expected = f"{handed.assignment}.ipynb"
    renamed = [] if handed.file == expected else [f"`{handed.file}` was read as `{expected}`."]
    return notebook, renamed, True


def collect(handed_in: Path, names: list[str], folder: Path) -> Iterator[Collected]:
    """Copy what was handed in to `folder`/submitted in the form that plain nbgrader reads."""
    for each in hand_ins(handed_in, names):
        notebook, repairs, _ = opened(each)
        target = folder / "submitted" / each.student / each.assignment / f"{each.assignment}.ipynb"
        write(target, nbformat.writes(remember(notebook, repairs)).encode())
        if each.timestamp:
            write(target.with_name("timestamp.txt"), each.timestamp.encode())
        yield Collected(each.student, each.assignment, each.file, repairs)


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file as a whole or not at all; one that holds this already stays as it is.

    What comes in parts is never in memory at once.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
        if path.is_file() and filecmp.cmp(draft, path, shallow=False):
            draft.unlink()
        else:
            draft.replace(path)
    except OSError:  # a full disk; the draft would keep it full
        draft.unlink(missing_ok=True)
        raise
