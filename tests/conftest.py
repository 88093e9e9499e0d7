"""The class that plain nbgrader grades once for all tests that ask about it."""

import html
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.assignment import ROOT, load
from examples import make_class
from examples.make_class import PS1, cell_of, packed, solved


@dataclass(frozen=True)
class GradedClass:
    """A class folder in which nbgrader has done all its steps."""

    folder: Path
    students: tuple[str, ...]

    def nbgrader(self, *arguments, program="nbgrader"):
        """Run a command as an instructor would, in the checkout; return what it printed."""
        done = subprocess.run(
            [Path(sys.executable).parent / program, *arguments],
            cwd=ROOT,
            env=os.environ | {"CLASS": str(self.folder)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{' '.join(map(str, done.args))}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    @property
    def gradebook(self):
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}")

    def score(self, student):
        with self.gradebook as gradebook:
            return gradebook.find_submission(PS1, student).score

    def grade(self, student, grade_id):
        """What the gradebook holds for one cell: (score, is it to be marked by hand?)."""
        with self.gradebook as gradebook:
            grade = gradebook.find_grade(grade_id, PS1, PS1, student)
            return grade.score, grade.needs_manual_grade

    def notebook(self, student):
        path = self.folder / "autograded" / student / PS1 / f"{PS1}.ipynb"
        return nbformat.read(path, as_version=4)

    def feedback(self, student):
        """The text of the feedback page, without tags, its words one blank apart."""
        path = self.folder / "feedback" / student / PS1 / f"{PS1}.html"
        body = path.read_text(encoding="utf-8").partition("</head>")[2]
        text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", "", body, flags=re.DOTALL)
        return " ".join(html.unescape(text).split())


def tampered(assignment):
    """Only layer_sizes is written; graded cells end in what nbgrader would take for points."""
    notebook = make_class.load_release(PS1).copy()
    notebook.cells = [nbformat.NotebookNode(cell) for cell in notebook.cells]
    right = cell_of(solved(assignment), "layer_sizes")
    cell_of(notebook, "layer_sizes").source = right.source
    for grade_id, last in {
        "test_layer_sizes": "np.float64(0.0)",
        "test_compute_cost": "float('nan')",
        "test_update_parameters": "np.float64(2.5)",
        "test_predict": "999",
    }.items():
        cell_of(notebook, grade_id).source = last
    return f"{PS1}.ipynb", packed(notebook)


def split(assignment):
    """The cell of an answer is split in two, as JupyterLab does it: both keep the grade_id. A
    demo's output is handed in."""
    notebook = solved(assignment)
    answer = cell_of(notebook, "predict")
    first = nbformat.from_dict(answer | {"source": "threshold = 0.5"})
    answer.source = answer.source.replace("A2 > 0.5", "A2 > threshold")
    assert "threshold" in answer.source
    notebook.cells.insert(notebook.cells.index(answer), first)
    picture = nbformat.v4.new_output("stream", text="the picture as it was handed in")
    cell_of(notebook, "plot_data").outputs = [picture]
    return f"{PS1}.ipynb", packed(notebook)


STUDENTS = make_class.STUDENTS | {"tampered": tampered, "split": split}

# The inputs of the hidden tests come from the salt: with this one every run grades the same.
SALT = "the salt of the tests"


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The example class and two students more, graded by the commands of the instructor guide.

    A kernel a submission makes this slow, so there is one class for all tests, and those carry the
    mark xdist_group("class"), which keeps them in one process.
    """
    folder = tmp_path_factory.mktemp("class")
    (folder / "salt").write_text(SALT)
    for student, hand_in in STUDENTS.items():
        name, data = hand_in(load(PS1))
        path = folder / "handed_in" / student / PS1 / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    room = GradedClass(folder, tuple(STUDENTS))
    # Other tests read release/ meanwhile, so nbgrader writes its own beside it.
    release = f"--CourseDirectory.release_directory={folder / 'release'}"
    room.nbgrader("generate_assignment", PS1, "--force", release)
    room.nbgrader("collect", str(folder / "handed_in"), program="autograder")
    room.nbgrader("autograde", PS1)
    room.nbgrader("generate_feedback", PS1)
    return room
