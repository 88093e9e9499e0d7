"""Build JupyterLite into the book: there readers run assignments and chapters in their browser.

    python -m book.lite.build

Nothing is asked of another host: Pyodide and its packages lie beside the notebooks.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import jupytext
import nbformat

from book.lite import fetch_pyodide
from book.lite.chapter import for_jupyter
from book.lite.pages import STAMP, runs_in_browser
from book.made import (
    BUILD,
    PACKAGES,
    ROOT,
    digest,
    files,
    is_noted,
    put_back,
    remove,
    replace,
    step,
)

LITE = BUILD / "lite"  # what JupyterLite is built from
MADE = LITE / "site"
SITE = BUILD / "html" / "lite"
NOTE = BUILD / "lite.made"  # hashes of its sources and of the site, as it was made
LOG = BUILD / "lite.log"
BOOK = ROOT / "book"
SOURCES = [PACKAGES, BOOK / "lite", BOOK / "course.py", BOOK / "course.mplstyle"]
EXTENSION = "@jupyterlite/pyodide-kernel-extension"
# A notebook that names no kernel opens with a dialog that asks for one.
KERNEL = {"name": "python", "display_name": "Python (Pyodide)"}
LONG_AGO = "315532800"  # 1980, the first year that a zip file knows


def main() -> list[str]:
    """Build, if need be and if Pyodide is there; return a sentence if it could not be done."""
    put_back(SITE)
    if STAMP.read_text():
        return []
    notebooks = {source_of(page): path for page, path in runs_in_browser().items()}
    sources = digest(files(*SOURCES, *notebooks), *notebooks.values(), sys.version)
    if is_noted(NOTE, sources, digest(files(SITE))):
        return []
    print("Building the part of the book that runs in the browser", flush=True)
    if sentences := build(notebooks):
        return [*sentences, "What runs in the browser was not built; the rest of the book was."]
    replace(SITE, MADE)
    NOTE.write_text(f"{sources} {digest(files(SITE))}\n")
    return []


def source_of(page: str) -> Path:
    release = ROOT / f"{page}.ipynb"
    return release if release.is_file() else ROOT / f"{page}.md"


def build(notebooks: dict[Path, str]) -> list[str]:
    """Build into MADE; return a sentence for each notebook that does not lie there, or one if
    JupyterLite failed."""
    remove(LITE)
    for name in ("jupyter-lite.json", "jupyter_lite_config.json"):
        copy(Path(__file__).with_name(name), LITE / name)
    # Other extensions that are installed here, such as nbgrader's, need a server to talk to.
    shutil.copytree(Path(sys.prefix) / "share/jupyter/labextensions" / EXTENSION,
                    LITE / "labextensions" / EXTENSION)  # fmt: skip
    stage_pyodide(LITE / "static" / "pyodide")
    for source, path in notebooks.items():
        stage(source, LITE / "contents" / path)
    command = [Path(sys.executable).with_name("jupyter-lite"), "build", "--contents=contents"]
    done = subprocess.run(
        [*command, f"--output-dir={MADE}"],
        cwd=LITE,
        env=os.environ | {"SOURCE_DATE_EPOCH": LONG_AGO},  # the same bytes in every build
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    LOG.write_text(done.stdout, encoding="utf-8")
    log = f"All that JupyterLite said: {LOG.relative_to(ROOT)}"
    # JupyterLite goes on without a configuration that it cannot read, and says so in its log alone.
    errors = re.findall(r" ERROR \| (.*)", done.stdout)
    if done.returncode or errors:
        said = [*errors, *done.stdout.strip().splitlines()[-1:], f"status {done.returncode}"]
        return [f"JupyterLite failed: {said[0].replace(f'{ROOT}/', '')}", log]
    missing = [
        f"{source.relative_to(ROOT)}: JupyterLite left out its notebook, {path}."
        for source, path in notebooks.items()
        if not is_there(path)
    ]
    return missing and [*missing, log]


def is_there(path: str) -> bool:
    """Does a notebook lie in what JupyterLite made, as it was staged, and in its list of files?"""
    listing = MADE / "api" / "contents" / Path(path).parent / "all.json"
    made, staged = MADE / "files" / path, LITE / "contents" / path
    if not (listing.is_file() and made.is_file()):
        return False
    listed = {entry["path"] for entry in json.loads(listing.read_bytes())["content"]}
    return path in listed and made.read_bytes() == staged.read_bytes()


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def stage(source: Path, target: Path) -> None:
    """Write the notebook of a page; an assignment stays as it was released, but for its kernel."""
    if source.suffix == ".ipynb":
        notebook = nbformat.read(source, as_version=4)
    else:
        notebook = for_jupyter(jupytext.read(source))
    notebook.metadata.kernelspec = KERNEL
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


# --- Pyodide, and the module of the chapters ------------------------------------------------------


def stage_pyodide(folder: Path) -> None:
    """The files of Pyodide with a lock that lists only what is there, and the module `course`."""
    lock = json.loads((fetch_pyodide.FOLDER / "pyodide-lock.json").read_text())
    lock["packages"] = fetch_pyodide.packages(fetch_pyodide.FOLDER)
    wheels = [entry["file_name"] for entry in lock["packages"].values()]
    for name in [*fetch_pyodide.CORE, *wheels]:
        copy(fetch_pyodide.FOLDER / name, folder / name)
    lock["packages"]["course"] = course_wheel(folder)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))


def course_wheel(folder: Path) -> dict:
    """Pack what chapters import, `course`, as a wheel, and return its entry of the lock.

    As files beside the notebooks they would need a service worker, which a browser may forbid.
    """
    files = {name: (ROOT / "book" / name).read_bytes() for name in ("course.py", "course.mplstyle")}
    # The version changes with the content, because a browser caches a file by its name.
    version = f"1.{zlib.crc32(b''.join(files.values()))}"
    about = f"course-{version}.dist-info"
    files |= {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: course\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": "",
    }
    entry = fetch_pyodide.unlisted("course", version)
    with zipfile.ZipFile(folder / entry["file_name"], "w") as wheel:
        for name, content in files.items():
            wheel.writestr(zipfile.ZipInfo(name), content)
    sha256 = fetch_pyodide.sha256_of(folder / entry["file_name"])
    return entry | {"sha256": sha256, "depends": ["numpy", "matplotlib"]}


if __name__ == "__main__":
    step(main)
