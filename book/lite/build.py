"""Build JupyterLite into the book: there readers run assignments and chapters in their browser.

    python -m book.lite.build

Nothing is asked of another host: Pyodide and its packages lie beside the notebooks.
"""

from __future__ import annotations

import json
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
from book.lite.pages import ROOT, runs_in_browser

LITE = ROOT / "_build" / "lite"  # what JupyterLite is built from
SITE = ROOT / "_build" / "html" / "lite"
EXTENSION = "@jupyterlite/pyodide-kernel-extension"
KERNEL = {"name": "python", "display_name": "Python (Pyodide)"}  # without it, a dialog asks for one


def build() -> None:
    shutil.rmtree(LITE, ignore_errors=True)
    for name in ("jupyter-lite.json", "jupyter_lite_config.json"):
        copy(Path(__file__).with_name(name), LITE / name)
    # Of the extensions installed here, others (nbgrader's, say) need a server to talk to.
    shutil.copytree(Path(sys.prefix) / "share/jupyter/labextensions" / EXTENSION,
                    LITE / "labextensions" / EXTENSION)  # fmt: skip
    stage_pyodide(LITE / "static" / "pyodide")
    for page, path in runs_in_browser().items():
        stage(page, LITE / "contents" / path)
    made = LITE / "site"
    command = [Path(sys.executable).with_name("jupyter-lite"), "build", "--contents=contents"]
    done = subprocess.run(
        [*command, f"--output-dir={made}"], cwd=LITE, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    shutil.rmtree(SITE, ignore_errors=True)
    SITE.parent.mkdir(exist_ok=True)
    made.rename(SITE)


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def stage(page: str, target: Path) -> None:
    """Write the notebook of a page; an assignment stays as it was released, but for its kernel."""
    release = ROOT / f"{page}.ipynb"
    if release.is_file():
        notebook = nbformat.read(release, as_version=4)
    else:
        notebook = for_jupyter(jupytext.read(ROOT / f"{page}.md"))
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
    # A version of its own for each content: a browser keeps a file by its name.
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
    build()
