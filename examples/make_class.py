"""Make a class of submissions, as it really arrives: right answers in many styles, wrong ones,
unfinished ones, and files that a browser, an editor or a student has tampered with.

    python examples/make_class.py [FOLDER]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.assignment import Assignment, load_release
from autograder.source import load

HERE = Path(__file__).parent
PS1 = "ps1_tanh_network"
PS2 = "ps2_multilayer_network"
PS3 = "ps3_relu_network"
PS4 = "ps4_softmax_network"


def main(folder: Path) -> None:
    """Write every student's folder below `folder`."""
    for assignment, students in HANDED_IN.items():
        for student, hand_in in students.items():
            write(folder / student / assignment, *hand_in(load(assignment)))


def write(folder: Path, name: str, data: bytes) -> None:
    """Make a file the only one of its folder; one that is there already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name != name:
            old.unlink()
    path = folder / name
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)


# --- What a student writes ------------------------------------------------------------------------

# The written answer of all students but the one with the model answer: worth about three points.
ANALYSIS = """\
The network got 86.5 % of the flower right and 98.7 % of the spiral, far more than guessing, which
gives 50 % and 33 %. On the spiral the errors are in the middle, where the three arms start and the
noise mixes them. A ReLU unit is linear on both sides of a line, so the boundary has corners.

With decay 0.01 the accuracy on the spiral is only 76.7 %, because the weights stay too small to
bend the boundary along the arms. I only measured on the training points. To know how good the
network really is I would draw new points with another seed.
"""


def solved(assignment: Assignment, other: str | None = None) -> NotebookNode:
    """The release with every stub filled: by the reference, or by another answer of the tests."""
    suite = assignment.suite
    answers = {each.name: each for each in suite.alternatives + suite.misconceptions}
    solutions = assignment.solutions
    sources = {cell.grade_id: cell.source for cell in solutions}
    if other:
        written = [cell.grade_id for cell in solutions if cell.kind == "markdown"]
        sources |= dict.fromkeys(written, ANALYSIS)
        sources |= assignment.answered(answers[other])
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


def begun(assignment: Assignment, count: int) -> NotebookNode:
    """The first `count` answers are written, the others still the stubs of the release."""
    notebook, release = solved(assignment), load_release(assignment.name)
    answers = [cell.grade_id for cell in assignment.solutions]
    for grade_id in answers[count:]:
        cell_of(notebook, grade_id).source = cell_of(release, grade_id).source
    return notebook


# --- What is handed in: (file name, bytes) --------------------------------------------------------

HandIn = Callable[[Assignment], tuple[str, bytes]]


def packed(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()


def answered(other: str | None = None) -> HandIn:
    return lambda assignment: (f"{assignment.name}.ipynb", packed(solved(assignment, other)))


def untouched(assignment: Assignment) -> tuple[str, bytes]:
    return f"{assignment.name}.ipynb", packed(load_release(assignment.name))


def half_done(assignment: Assignment) -> tuple[str, bytes]:
    answers = len(assignment.solutions)
    return f"{assignment.name}.ipynb", packed(begun(assignment, answers // 2))


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


def split(assignment: Assignment) -> tuple[str, bytes]:
    """The cell of the first answer is split in two, as JupyterLab does it: both keep its name."""
    notebook = solved(assignment)
    cell = next(cell for cell in notebook.cells if "def tanh" in cell.source)
    above, below = cell.source.split("\n\n\n", 1)
    notebook.cells.insert(notebook.cells.index(cell), NotebookNode(cell | {"source": above}))
    cell.source = below
    return f"{assignment.name}.ipynb", packed(notebook)


def points_by_hand(assignment: Assignment) -> tuple[str, bytes]:
    """Only the first answer is written; graded cells end in what nbgrader would take for points."""
    notebook = begun(assignment, 1)
    lasts = ["np.float64(0.0)", "float('nan')", "np.float64(2.5)", "999"]
    for grade_id, last in zip(assignment.autograded, lasts, strict=False):
        cell_of(notebook, grade_id).source = last
    return f"{assignment.name}.ipynb", packed(notebook)


def at_home_in_ipython(assignment: Assignment) -> tuple[str, bytes]:
    """A bare `cd` and indented cells: right in IPython, though no Python."""
    notebook = solved(assignment)
    notebook.cells.insert(1, new_code_cell("cd ..", id="own-cell"))
    for cell in assignment.solutions:
        answer = cell_of(notebook, cell.grade_id)
        answer.source = indent(answer.source, "    ")
    return f"{assignment.name}.ipynb", packed(notebook)


def noisy(assignment: Assignment) -> tuple[str, bytes]:
    """The last cell prints a very long text, and a demo was handed in with such an output."""
    notebook = solved(assignment)
    loop = "for epoch in range(200_000):\n    print('epoch', epoch)"
    notebook.cells.append(new_code_cell(loop, id="own-cell"))
    demo = next(cell for cell in notebook.cells if "demo" in cell.metadata.get("tags", ()))
    demo.outputs = [new_output("stream", text="the picture as it was handed in\n" * 50_000)]
    return f"{assignment.name}.ipynb", packed(notebook)


HANDED_IN: dict[str, dict[str, HandIn]] = {
    PS1: {
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
    },
    PS2: {
        "student-02": answered("loops_over_examples_in_all_layers"),
        "student-03": answered("takes_the_shortcut_where_it_holds"),
        "student-07": answered("falls_into_the_trap"),
        "student-08": answered("updates_w2_before_using_it"),
        "student-09": answered("never_trains_the_first_layer"),
        "student-12": split,
        "student-13": points_by_hand,
    },
    PS3: {
        "student-02": answered("loops_over_examples"),
        "student-04": answered("writes_the_class_in_one_piece"),
        "student-07": answered("sums_the_gradients"),
        "student-08": answered("walks_through_the_default_architecture"),
        "student-09": answered("measures_after_the_update"),
        "student-10": untouched,
        "student-14": at_home_in_ipython,
    },
    PS4: {
        "student-01": answered(),
        "student-02": answered("loops_over_examples"),
        "student-05": answered("prints_and_warns"),
        "student-07": answered("forgets_the_decay_in_the_gradient"),
        "student-08": answered("lets_softmax_overflow"),
        "student-09": answered("passes_the_decay_as_it_is"),
        "student-11": half_done,
        "student-15": noisy,
    },
}


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "submitted")
    except OSError as error:
        sys.exit(f"The class was not wholly made: {error}.")
