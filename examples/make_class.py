"""Make a class of submissions, as it really arrives: right answers in many styles, wrong ones,
unfinished ones, and files that a browser, an editor or a student has tampered with.

    python examples/make_class.py [FOLDER]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from autograder.assignment import Assignment, load
from autograder.classroom import load_release

HERE = Path(__file__).parent
PS1 = "ps1_tanh_network"


def main(folder: Path) -> None:
    """Write every student's folder below `folder`."""
    for student, hand_in in STUDENTS.items():
        name, data = hand_in(load(PS1))
        path = folder / student / PS1 / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.iterdir():
            if old.name != name:
                old.unlink()
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


# --- What a student writes ------------------------------------------------------------------------


def solved(assignment: Assignment, other: str | None = None) -> NotebookNode:
    """The release with every stub filled: by the reference, or by another answer of the tests."""
    suite = assignment.suite
    answers = {each.name: each for each in (*suite.alternatives, *suite.misconceptions)}
    sources = {cell.grade_id: cell.source for cell in assignment.cells if cell.is_solution}
    if other:
        sources |= assignment.answer(answers[other])
    notebook = load_release(assignment.name).copy()
    notebook.cells = [NotebookNode(cell) for cell in notebook.cells]
    for grade_id, source in sources.items():
        cell_of(notebook, grade_id).source = without_markers(source)
    return notebook


def without_markers(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if " SOLUTION" not in line)


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


# --- What is handed in: (file name, bytes) --------------------------------------------------------

HandIn = Callable[[Assignment], tuple[str, bytes]]


def packed(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()


def answered(other: str | None = None) -> HandIn:
    return lambda assignment: (f"{assignment.name}.ipynb", packed(solved(assignment, other)))


def untouched(assignment: Assignment) -> tuple[str, bytes]:
    return f"{assignment.name}.ipynb", packed(load_release(assignment.name))


def half_done(assignment: Assignment) -> tuple[str, bytes]:
    """The first four functions are written, the others still the stubs of the release."""
    notebook, release = solved(assignment), load_release(assignment.name)
    for grade_id in ("backward_propagation", "update_parameters", "nn_model", "predict"):
        cell_of(notebook, grade_id).source = cell_of(release, grade_id).source
    return f"{assignment.name}.ipynb", packed(notebook)


def renamed(assignment: Assignment) -> tuple[str, bytes]:
    return f"{assignment.name} (1).ipynb", packed(solved(assignment))


def broken(assignment: Assignment) -> tuple[str, bytes]:
    """One cell is no Python: a bracket is missing."""
    notebook = solved(assignment)
    cell = cell_of(notebook, "update_parameters")
    cell.source = cell.source.replace("return {", "return (")
    return f"{assignment.name}.ipynb", packed(notebook)


def rearranged(assignment: Assignment) -> tuple[str, bytes]:
    """A graded cell is deleted, another copied, a locked one edited."""
    notebook = solved(assignment)
    notebook.cells.remove(cell_of(notebook, "test_compute_cost"))
    copied = NotebookNode(cell_of(notebook, "test_forward_propagation"))
    notebook.cells.insert(notebook.cells.index(copied), copied)
    cell_of(notebook, "test_predict").source = "print('skipped')"
    return f"{assignment.name}.ipynb", packed(notebook)


def from_an_old_editor(assignment: Assignment) -> tuple[str, bytes]:
    """Notebook format 4.4, which has no cell ids, with Windows line ends."""
    notebook = solved(assignment)
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    return f"{assignment.name}.ipynb", packed(notebook).replace(b"\n", b"\r\n")


def cut_short(assignment: Assignment) -> tuple[str, bytes]:
    """An upload that broke off in the middle."""
    return f"{assignment.name}.ipynb", packed(solved(assignment))[:20_000]


STUDENTS: dict[str, HandIn] = {
    "student-01": answered(),
    "student-02": answered("loops_over_examples"),
    "student-03": answered("writes_the_chain_rule_out"),
    "student-04": answered("updates_in_place"),
    "student-05": answered("prints_and_warns"),
    "student-06": answered("uses_helpers_globals_and_type_hints"),
    "student-07": answered("sums_the_gradients"),
    "student-08": answered("forgets_the_slope_of_tanh"),
    "student-09": answered("forgets_the_hidden_bias"),
    "student-10": untouched,
    "student-11": half_done,
    "student-12": renamed,
    "student-13": broken,
    "student-14": rearranged,
    "student-15": from_an_old_editor,
    "student-16": cut_short,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "submitted")
