"""A class folder: where the submissions, the gradebook and the results of one class are kept.

The variable CLASS names it; without it, it is _build/class.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignment import RELEASE, ROOT
from autograder.intake import Unreadable, choose, read, remember


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


def collect(handed_in: Path, names: list[str], folder: Path) -> Iterator[Collected]:
    """Copy what was handed in to `folder`/submitted in the form that nbgrader reads.

    `handed_in` holds a folder a student, with a folder an assignment in it or the notebooks
    themselves. Nothing in it is changed. What cannot be read becomes an untouched release with a
    note, so that it gets a zero which can be graded again.
    """
    for student in sorted(path for path in handed_in.iterdir() if path.is_dir()):
        for name in names:
            own = student / name
            place = own if own.is_dir() else student
            files = {path.name: path for path in place.iterdir() if path.is_file()}
            chosen = choose(files, name, names)
            if chosen or (files and place == own):
                yield _collect_one(student.name, name, chosen, files, folder)


def _collect_one(
    student: str, name: str, chosen: str | None, files: dict[str, Path], folder: Path
) -> Collected:
    notebook, repairs = _open(chosen, files, name)
    target = folder / "submitted" / student / name / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.write_text(nbformat.writes(remember(notebook, repairs)), encoding="utf-8")
    draft.replace(target)
    if "timestamp.txt" in files:
        shutil.copyfile(files["timestamp.txt"], target.with_name("timestamp.txt"))
    return Collected(student, name, chosen, repairs)


def _open(chosen: str | None, files: dict[str, Path], name: str) -> tuple[NotebookNode, list[str]]:
    """The submitted notebook, or the release in its place with the reason."""
    if chosen is None:
        there = ", ".join(sorted(files))
        reason = f"No notebook could be told from the files handed in ({there})."
        return load_release(name), [f"{reason} It is graded as not handed in."]
    path = files[chosen]
    try:
        if path.is_symlink():
            raise Unreadable("The file is a link to another file.")
        notebook = read(path.read_bytes())
    except Unreadable as reason:
        return load_release(name), [f"`{chosen}`: {reason} It is graded as not handed in."]
    renamed = [] if chosen == f"{name}.ipynb" else [f"`{chosen}` was read as `{name}.ipynb`."]
    return notebook, renamed
