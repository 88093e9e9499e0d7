"""What is built is what the sources give, holds no secret, and runs."""

import ast
import json

import nbclient
import nbformat
import pytest
from classes import LONG

from autograder import build
from autograder import source as assignments
from autograder.assignment import RELEASE, SOURCES, load_release
from autograder.source import load
from examples.make_class import cell_of, solved

MEND = "run `autograder build` and commit what it changes"

pytestmark = pytest.mark.parametrize("name", assignments.names())


def test_the_committed_files_are_what_the_source_gives(name):
    assert build.check(load(name)) == [], MEND


def test_building_twice_gives_the_same_bytes(name, tmp_path):
    first = build.build(load(name), tmp_path / "first")
    second = build.build(load(name), tmp_path / "second")
    assert len(first) == len(second) == 2
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert build.build(load(name), tmp_path / "second") == [], "an unchanged file was written"


def notebooks(name):
    built = SOURCES / name / f"{name}.ipynb"
    return [json.loads(path.read_text()) for path in (built, RELEASE / name / built.name)]


def test_cell_ids_are_named_after_the_cells(name):
    """Random ids would make every build differ; nbformat draws them where none is given."""
    for notebook in notebooks(name):
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(set(ids)) == len(ids)
        assert ids == [
            cell["metadata"].get("nbgrader", {}).get("grade_id", f"cell-{i:02}").replace("_", "-")
            for i, cell in enumerate(notebook["cells"])
        ]


def test_no_metadata_but_what_a_notebook_needs(name):
    for notebook in notebooks(name):
        assert set(notebook["metadata"]) == {"kernelspec", "language_info"}, "jupytext's, or worse"
        nbformat.validate(notebook)


def test_the_release_holds_no_solution_and_no_hidden_test(name):
    text = (RELEASE / name / f"{name}.ipynb").read_text()
    for secret in ("SOLUTION", "HIDDEN", "autograder"):
        assert secret not in text
    for cell in load(name).solutions:
        given = cell_of(load_release(name), cell.grade_id).source
        answer = cell.solution or cell.source  # an answer in prose has no region
        assert answer.strip() not in given


def test_every_stub_raises_not_implemented(name):
    for cell in load(name).solutions:
        if cell.kind == "code":
            stub = cell_of(load_release(name), cell.grade_id).source
            assert "raise NotImplementedError()" in stub
            ast.parse(stub)


# --- In a kernel ----------------------------------------------------------------------------------


def run(notebook, **options):
    patience = {"timeout": LONG, "startup_timeout": LONG, "iopub_timeout": LONG}
    client = nbclient.NotebookClient(notebook, kernel_name="python3", **patience, **options)
    client.execute()
    return [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]


def copy_of(notebook):
    return nbformat.from_dict(json.loads(json.dumps(notebook)))


@pytest.mark.slow("a kernel runs each whole notebook")
def test_the_release_run_unchanged_raises_only_not_implemented(name):
    """Cells that stumble over a name which a stub should have made would hide what is to do."""
    errors = run(copy_of(load_release(name)), allow_errors=True)
    assert {error.ename for error in errors} == {"NotImplementedError"}


@pytest.mark.slow("the demos train for ten thousand iterations and more, and draw")
def test_the_solved_notebook_runs_top_to_bottom_twice(name):
    """In one kernel, as in JupyterLab without a restart: does a cell fail when it runs again?"""
    notebook = copy_of(solved(load(name)))
    twice = copy_of(notebook)
    for cell in twice.cells:
        cell.id += "-again"
    notebook.cells += twice.cells
    assert run(notebook) == []
