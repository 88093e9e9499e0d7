"""What determines a grade, and the key that stands for all of it.

What was graded under a key gets the same grade again, so it need not be graded again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder import source as assignments
from autograder.assignment import RELEASE, ROOT, SOURCES
from autograder.classroom import HandIn

ENGINE = Path(__file__).resolve().parent
TESTS = ROOT / "autograder_tests"

# The modules that decide what a check says of a function; a test compares them with the imports of
# `grading`, which finds that out.
JUDGING = (
    "assignment",
    "checks",
    "errors",
    "grading",
    "inside/calls",
    "inside/quiet",
    "inside/wire",
    "source",
    "student",
)
# The modules on which nothing depends that anybody is told. One that is new counts until it is
# named here.
RIM = ("build", "cli", "cluster", "course", "kernel", "nbgrader_steps")


@dataclass(frozen=True)
class GradingOptions:
    """How a class is graded. The salt is its secret, `sandbox` the kind that is in force."""

    salt: str
    sandbox: str = "bubblewrap"
    demos: bool = False


def key(hand_in: HandIn, options: GradingOptions) -> str:
    """A hash of all that a grade depends on: hand-in, options, assignment, hidden tests, engine."""
    arrived = (hand_in.student, hand_in.file, hand_in.problem, hand_in.timestamp)
    digest = hashlib.sha256(repr((arrived, options)).encode())
    digest.update(hand_in.data)
    digest.update(fingerprint(hand_in.assignment).encode())
    return digest.hexdigest()


@cache
def fingerprint(name: str) -> str:
    """A hash of an assignment, its hidden tests, and the engine of this process."""
    return sums([*course_files(name), RELEASE / name / f"{name}.ipynb"], RUNNING)


def course_files(name: str) -> list[Path]:
    """The source of an assignment and its hidden tests, with all that several assignments use."""
    others = set(assignments.names()) - {name}
    tests = (
        path
        for path in files_below(TESTS)
        if path.relative_to(TESTS).parts[0].removesuffix(".py") not in others
    )
    return [SOURCES / f"{name}.py", *tests]


def judging_files(name: str) -> list[Path]:
    """The files that decide what the checks of an assignment say of a function."""
    return [*course_files(name), *(ENGINE / f"{module}.py" for module in JUDGING)]


def sums(files: Iterable[Path], more: str = "") -> str:
    """A hash of the contents of files, each with its name."""
    parts = [
        f"{os.path.relpath(path, ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in files
    ]
    return hashlib.sha256("\n".join([*parts, more]).encode()).hexdigest()


def engine_files() -> list[Path]:
    """The modules of the engine that can change a grade or what is said of it."""
    rim = {ENGINE / f"{module}.py" for module in RIM}
    return [path for path in files_below(ENGINE) if path.suffix == ".py" and path not in rim]


def files_below(folder: Path) -> list[Path]:
    """The files below a folder, but for bytecode and what an editor puts beside an open file: a
    lock, a swap file, a copy of before. They come and go, and no grade depends on them."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.endswith("~")
        and not any(p.startswith((".", "#", "__pycache__")) for p in path.relative_to(folder).parts)
    )


# What this process runs was read when it began; the files may have changed since.
RUNNING = sums(engine_files())
