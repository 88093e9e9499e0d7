"""Make again what a build step has made when its sources, or the result itself, have changed.

Names and contents decide that. The date of a file would not show that another file is gone, or that
a file was edited while it was read.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "_build"
BESIDE = {"__pycache__", ".ipynb_checkpoints"}  # folders that Python and Jupyter leave behind

# The results depend on the versions of the packages too.
PACKAGES = ROOT / "requirements.txt"


def files(*places: Path, but: Iterable[str] = ()) -> Iterator[Path]:
    """The files among the places, and all that lie below the folders among them; `but` names
    folders right below one that are left out."""
    for place in places:
        if place.is_dir():
            kept = (path for path in sorted(place.iterdir()) if path.name not in {*BESIDE, *but})
            yield from files(*kept)
        elif place.is_file():
            yield place


def digest(paths: Iterable[Path], *words: str) -> str:
    """One hash of the names and contents of files, and of words besides."""
    found = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        found.update(f"\0{path.relative_to(ROOT)}\0{content}".encode(errors="surrogateescape"))
    return found.hexdigest()


def is_noted(note: Path, *digests: str) -> bool:
    return note.is_file() and note.read_text().split() == list(digests)


# --- Folders that others read ---------------------------------------------------------------------


def replace(place: Path, new: Path, keep: Iterable[str] = ()) -> None:
    """Put the folder `new` in the place of another; the folders `keep` of that go over to it."""
    try:
        if place.is_dir():
            place.rename(_aside(place))
        new.rename(place)
    finally:
        put_back(place, keep)


def put_back(place: Path, keep: Iterable[str] = ()) -> None:
    """End a replacement, if one has begun: the old folder comes back where nothing is in its
    place, or else is removed."""
    old = _aside(place)
    if not old.is_dir():
        return
    if not place.exists():
        old.rename(place)
        return
    for name in keep:
        if (old / name).is_dir() and not (place / name).exists():
            (old / name).rename(place / name)
    remove(old)


def _aside(place: Path) -> Path:
    return BUILD / f"{place.name}.old"


def remove(place: Path) -> None:
    if place.exists():
        shutil.rmtree(place)


# --- Steps ----------------------------------------------------------------------------------------


def step(do: Callable[[], list[str]]) -> None:
    """Do a step of the build, while no other does one here, and end with status 1 and the sentences
    that it returns, if it returns any. A signal and a full disk end in a sentence too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _alone():
            sentences = do()
    except OSError as error:
        sentences = [f"{error.filename2 or error.filename or ROOT}: {error.strerror or error}."]
    except KeyboardInterrupt:
        sentences = ["Interrupted; the next make goes on from here."]
    if sentences:
        sys.exit("\n".join(sentences))


@contextmanager
def _alone() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make builds here; waiting for its end.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
