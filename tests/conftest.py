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

from autograder.assignment import ROOT
from examples import make_class


@dataclass(frozen=True)
class GradedClass:
    """A class folder in which nbgrader has done all its steps."""

    folder: Path

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

    def score(self, name, student):
        with self.gradebook as gradebook:
            return gradebook.find_submission(name, student).score

    def grade(self, name, student, grade_id):
        """What the gradebook holds for one cell: (score, is it to be marked by hand?)."""
        with self.gradebook as gradebook:
            grade = gradebook.find_grade(grade_id, name, name, student)
            return grade.score, grade.needs_manual_grade

    def notebook(self, name, student):
        path = self.folder / "autograded" / student / name / f"{name}.ipynb"
        return nbformat.read(path, as_version=4)

    def feedback(self, name, student):
        """The text of the feedback page, without tags, its words one blank apart."""
        path = self.folder / "feedback" / student / name / f"{name}.html"
        body = path.read_text(encoding="utf-8").partition("</head>")[2]
        text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", "", body, flags=re.DOTALL)
        return " ".join(html.unescape(text).split())


# The inputs of the hidden tests come from the salt: with this one every run grades the same.
SALT = "the salt of the tests"


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The example class, graded by the commands of the instructor guide.

    A kernel a submission makes this slow, so there is one class for all tests, and those carry the
    mark xdist_group("class"), which keeps them in one process.
    """
    folder = tmp_path_factory.mktemp("class")
    (folder / "salt").write_text(SALT)
    make_class.main(folder / "handed_in")
    room = GradedClass(folder)
    room.nbgrader("collect", str(folder / "handed_in"), program="autograder")
    # Other tests read release/ meanwhile, so nbgrader writes its own beside it.
    release = f"--CourseDirectory.release_directory={folder / 'release'}"
    room.nbgrader("generate_assignment", "ps*", "--force", release)
    room.nbgrader("autograde", "ps*")
    room.nbgrader("generate_feedback", "ps*")
    return room
