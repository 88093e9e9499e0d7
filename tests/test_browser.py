"""The part of the book that runs in the reader's browser: a student's whole way through each
assignment in Chromium, and every chapter under the same Python.

What is slow is left out where nothing depends on it: cells tagged demo, which grading does not run
either.
"""

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
import pytest
from classes import WALL

from autograder import source as assignments
from autograder.assignment import ROOT, load_release
from autograder.classroom import HandIn
from autograder.sandbox import Sandbox
from autograder.source import load
from autograder.submission import grade_submission
from book.lite import fetch_pyodide
from book.lite.build import EXTENSION
from book.lite.chapter import for_jupyter
from book.lite.pages import STAMP, runs_in_browser
from book.lite.run_in_browser import links
from examples.make_class import PS1, packed, solved

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.slow("Python starts anew in the browser, and trains several times slower there"),
]

CHAPTERS = [path for path in runs_in_browser().values() if path.startswith("chapters/")]


@pytest.fixture(scope="session")
def lite(book):
    """The folder of the built JupyterLite; `make browser` fills it where it is missing."""
    if not (book / "lite" / "index.html").is_file():
        subprocess.run(["make", "browser"], cwd=ROOT, check=True)
    if missing := STAMP.read_text():
        pytest.skip(missing)
    return book / "lite"


# --- A student's way ------------------------------------------------------------------------------

# The calls here do what a student does by hand in JupyterLab.
READY = """() => {
    const { context, sessionContext } = jupyterapp.shell.currentWidget ?? {};
    return context?.isReady && sessionContext.session?.kernel?.status === "idle";
}"""
WRITE = """async answers => {
    const notebook = jupyterapp.shell.currentWidget.content;
    for (const cell of notebook.model.sharedModel.cells) {
        const name = cell.metadata.nbgrader?.grade_id;
        if (name in answers) cell.setSource(answers[name]);
    }
}"""
RUN = """async () => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const cells = notebook.model.sharedModel.cells;
    const printed = {};
    for (const [number, cell] of cells.entries()) {
        if (cell.cell_type !== "code" || cell.metadata.tags?.includes("demo")) continue;
        notebook.activeCellIndex = number;
        await jupyterapp.commands.execute("notebook:run-cell");
        printed[cell.metadata.nbgrader?.grade_id ?? number] = cell.outputs.map(
            output => output.text ?? output.evalue ?? "");
    }
    return printed;
}"""


@dataclass(frozen=True)
class Done:
    """An assignment answered and run in Chromium: what its graded cells printed, the file that was
    downloaded, and every address that was asked."""

    name: str
    printed: dict[str, list[str]]
    file: Path
    asked: list[str]


@pytest.fixture(scope="module", params=assignments.names())
def done(request, lite, site, browser, tmp_path_factory):
    """The way of a student who answers as the reference does, from the page in the book on."""
    name = request.param
    context = browser.new_context()
    asked = []
    context.on("request", lambda sent: asked.append(sent.url))
    context.route("**/lite/jupyter-lite.json", expose)
    tab = context.new_page()
    tab.goto(f"{site}release/{name}/{name}.html")
    tab.click("text=Run in your browser")
    tab.wait_for_selector(".jp-Notebook .jp-CodeCell")
    tab.wait_for_function(READY)
    tab.evaluate(WRITE, answers(name))
    printed = tab.evaluate(RUN)
    tab.click(".lm-MenuBar-itemLabel:text-is('File')")
    with tab.expect_download() as download:
        tab.click(".lm-Menu-itemLabel:text-is('Download')")
    file = tmp_path_factory.mktemp("downloads") / download.value.suggested_filename
    download.value.save_as(file)
    context.close()
    return Done(name, printed, file, asked)


def expose(route):
    """Hand the configuration out as it is, but with the app in reach of this test."""
    answer = route.fetch()
    configuration = answer.json()
    configuration["jupyter-config-data"]["exposeAppInBrowser"] = True
    route.fulfill(response=answer, json=configuration)


def answers(name):
    """The reference's answer to each cell of the student's, by grade_id."""
    mine = {cell.grade_id for cell in load(name).solutions}
    cells = {
        cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in solved(load(name)).cells
    }
    return {grade_id: cells[grade_id].source for grade_id in mine}


def grade(name, data):
    hand_in = HandIn("a student", name, f"{name}.ipynb", data)
    with Sandbox(WALL) as sandbox:
        return grade_submission(load(name), hand_in, sandbox, salt="the browser's")


def test_the_visible_checks_pass(done):
    graded = set(load(done.name).autograded)
    passed = {name for name, lines in done.printed.items() if any("✓" in line for line in lines)}
    assert graded <= passed


def test_the_download_has_the_name_that_the_grader_knows(done):
    assert done.file.name == f"{done.name}.ipynb"


def test_the_download_gets_the_grade_of_the_same_answers_from_jupyterlab(done):
    here = grade(done.name, done.file.read_bytes())
    there = grade(done.name, packed(solved(load(done.name))))
    assert (
        here.score
        == there.score
        == sum(load(done.name).points.values())
        - sum(load(done.name).points[each] for each in there.by_hand)
    )
    timed = {"seconds": 0, "cpu_seconds": 0}
    assert here.as_json() | timed == there.as_json() | timed


def test_nothing_but_this_machine_is_asked(done, site):
    assert done.asked
    assert [url for url in done.asked if not url.startswith((site, "data:", "blob:"))] == []


# --- Chapters -------------------------------------------------------------------------------------

# The same Python, packages and notebooks, but in Node: a page needs a minute per chapter to start.
NODE = """
import { readFileSync } from "node:fs";
const [folder, ...notebooks] = process.argv.slice(1);
const { loadPyodide } = await import(`${folder}/static/pyodide/pyodide.mjs`);
const quiet = { stdout: () => {}, stderr: () => {} };
const pyodide = await loadPyodide({ ...quiet, env: { HOME: "/home", MPLBACKEND: "agg" } });
const errors = {};
for (const path of notebooks) {
    const cells = JSON.parse(readFileSync(`${folder}/files/${path}`)).cells;
    const globals = pyodide.toPy({ __name__: "__main__" });
    try {
        for (const cell of cells.filter(cell => cell.cell_type === "code")) {
            const code = [cell.source].flat().join("");
            await pyodide.loadPackagesFromImports(code, { messageCallback: () => {} });
            await pyodide.runPythonAsync(code, { globals });
        }
    } catch (error) {
        errors[path] = error.message;
    }
}
process.stdout.write(JSON.stringify(errors));
"""


@pytest.fixture(scope="module")
def errors(lite):
    """What went wrong in each chapter's notebook, by its path; nothing for those that ran."""
    if not shutil.which("node"):
        pytest.skip("Node is not installed; npm, which fetches Pyodide, comes with it")
    command = ["node", "--input-type=module", "--eval", NODE, "--", lite, *CHAPTERS]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter_runs_to_its_end(path, errors):
    assert errors.get(path) is None


# --- What is built --------------------------------------------------------------------------------


def test_pyodide_and_its_packages_lie_beside_the_notebooks(lite):
    """Without this entry JupyterLite loads Pyodide from another host, and says nothing."""
    configuration = json.loads((lite / "jupyter-lite.json").read_text())["jupyter-config-data"]
    kernel = configuration["litePluginSettings"][f"{EXTENSION}:kernel"]
    assert kernel["pyodideUrl"] == "./static/pyodide/pyodide.mjs"
    assert kernel["disablePyPIFallback"] is True
    lock = json.loads((lite / "static" / "pyodide" / "pyodide-lock.json").read_text())
    files = {entry["file_name"]: entry["sha256"] for entry in lock["packages"].values()}
    assert fetch_pyodide.lacking(lite / "static" / "pyodide", files) == {}


def test_no_extension_is_there_that_needs_a_server(lite):
    extensions = {path.parent.name for path in (lite / "extensions").rglob("package.json")}
    assert extensions == {Path(EXTENSION).name}


def test_every_notebook_names_the_kernel_that_runs_it(lite):
    """Else JupyterLite opens a dialog and asks for one."""
    notebooks = [nbformat.read(lite / "files" / path, 4) for path in runs_in_browser().values()]
    assert {notebook.metadata.kernelspec.name for notebook in notebooks} == {"python"}


@pytest.mark.parametrize("name", assignments.names())
def test_an_assignment_in_the_browser_is_the_release(name, lite):
    notebook = nbformat.read(lite / "files" / f"{name}.ipynb", as_version=4)
    assert notebook.cells == load_release(name).cells


@pytest.mark.parametrize("path", runs_in_browser().values())
def test_no_cell_has_a_magic_beside_its_imports(path, lite):
    """Packages are loaded for what a cell imports, but not if it has a magic."""
    cells = nbformat.read(lite / "files" / path, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert [each for each in code if re.search(r"^[%!]", each, re.MULTILINE)] == []


CHAPTER = """\
---
kernelspec: {name: python3, display_name: Python 3}
---
(here)=
## Read {term}`weights <weight>` in {numref}`fig-b` and {eq}`cost` {cite}`rumelhart1986`

See [the next](next.md#part), $z^{[1](i)}$ and [a site](https://example.org).

:::{admonition} A slip
:class: tip
Twice is wrong.
:::

:::{dropdown} Solution
Once.
:::

```{code-block} text
:class: wrap
kept
```

```{code-cell} ipython3
---
mystnb:
  figure: {name: fig-b, caption: "A *line*."}
tags: [hide-input]
---
draw()
```

```{code-cell} ipython3
:tags: [remove-cell]
quoted(1, "1")
```

```{bibliography}
```
"""


def test_what_myst_adds_becomes_markdown_or_words():
    text, figure, caption, end = for_jupyter(jupytext.reads(CHAPTER, "md:myst")).cells
    assert (
        text.source
        == """\
## Read weights in Figure 1 and (cost) [rumelhart1986]

See the next, $z^{[1](i)}$ and [a site](https://example.org).

**A slip**

Twice is wrong.


<details><summary>Solution</summary>

Once.

</details>

```text
kept
```"""
    )
    assert (figure.source, figure.metadata) == ("draw()", {"jupyter": {"source_hidden": True}})
    assert caption.source == "*Figure 1.* A *line*."
    assert end.source == "They stand on this chapter's page in the book."


# --- Pages and files ------------------------------------------------------------------------------


def test_an_assignments_page_leads_to_every_place_where_it_runs():
    found = links(f"release/{PS1}/{PS1}", True, "https://github.com/someone/course")
    assert found == {
        "Run in your browser": f"lite/notebooks/index.html?path={PS1}.ipynb",
        "Download": f"_sources/release/{PS1}/{PS1}.ipynb",
        "Open in Colab": "https://colab.research.google.com/github/someone/course/blob/main/"
        f"{PS1}/{PS1}.ipynb",
        "Binder": "https://mybinder.org/v2/gh/someone/course/main?urlpath=lab/tree/"
        f"{PS1}/{PS1}.ipynb",
        "Run locally": "book/students.html#run-it",
    }


def test_a_page_offers_only_what_there_is():
    assert list(links(f"release/{PS1}/{PS1}", False)) == ["Download", "Run locally"]
    assert links("book/students", True, "https://github.com/someone/course") == {}


def test_a_file_that_is_not_what_it_should_be_is_refused(tmp_path):
    def tampered(folder):
        (folder / "pyodide.mjs").write_text("something else")

    with pytest.raises(SystemExit, match=r"pyodide\.mjs: what was fetched has not the sha256"):
        fetch_pyodide.take(tmp_path, {"pyodide.mjs": "0" * 64}, "a file", tampered)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_off_is_fetched_again(tmp_path):
    content = b"whole"
    files = {"a.whl": hashlib.sha256(content).hexdigest()}
    (tmp_path / "a.whl").write_bytes(content[:3])
    fetch_pyodide.take(tmp_path, files, "it", lambda at: (at / "a.whl").write_bytes(content))
    assert (tmp_path / "a.whl").read_bytes() == content
    fetch_pyodide.take(tmp_path, files, "it again", lambda at: pytest.fail("fetched twice"))


def test_without_npm_the_book_is_built_and_a_sentence_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(fetch_pyodide, "FOLDER", tmp_path / "cache")
    monkeypatch.setattr(fetch_pyodide, "STAMP", tmp_path / "stamp")
    fetch_pyodide.main()
    (printed,) = capsys.readouterr().out.splitlines()[1:]
    assert printed.endswith("could not be fetched: npm is not installed.")
    assert (tmp_path / "stamp").read_text() == printed + "\n"
