"""The part of the book that runs in the reader's browser: a student's whole way through each
assignment in Chromium, and every chapter under the same Python.

What is slow is left out where nothing depends on it: cells tagged demo, which grading does not run
either.
"""

import json
import subprocess
from pathlib import Path

import nbformat
import pytest
from test_book import book, browser, site  # noqa: F401  (the book, served and opened)

from autograder import assignment as assignments
from autograder.assignment import ROOT, load
from autograder.classroom import HandIn, load_release
from autograder.sandbox import Sandbox
from autograder.submission import grade_submission
from book.lite import fetch_pyodide
from book.lite.pages import STAMP, runs_in_browser
from examples.make_class import answered, packed, solved

pytestmark = pytest.mark.xdist_group("browser")

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
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

# What the student sees is the app; what is done here with a few calls of it, they do by hand.
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


@pytest.fixture(scope="module", params=assignments.names())
def done(request, lite, site, browser, tmp_path_factory):
    """An assignment answered and run in Chromium: what its cells printed, the file downloaded from
    the menu, and all that the browser asked for."""
    name = request.param
    context = browser.new_context(accept_downloads=True)
    asked = []
    context.on("request", lambda sent: asked.append(sent.url))
    context.route("**/lite/jupyter-lite.json", expose)
    tab = context.new_page()
    tab.goto(f"{site}release/{name}/{name}.html")
    tab.click("text=Run in your browser")
    tab.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    tab.set_default_timeout(120_000)
    tab.wait_for_function(READY)
    answers = {c.grade_id: c for c in load(name).cells if c.is_solution}
    sources = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in solved(load(name)).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") in answers
    }
    tab.evaluate(WRITE, sources)
    printed = tab.evaluate(RUN)
    with tab.expect_download() as download:
        tab.click("text=File")
        tab.click(".lm-Menu-itemLabel:text-is('Download')")
    file = tmp_path_factory.mktemp("downloads") / download.value.suggested_filename
    download.value.save_as(file)
    yield name, printed, file, asked
    context.close()


def expose(route):
    """The configuration as it is, but with the app in the hands of this test."""
    answer = route.fetch()
    configuration = answer.json()
    configuration["jupyter-config-data"]["exposeAppInBrowser"] = True
    route.fulfill(response=answer, json=configuration)
