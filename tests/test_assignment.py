"""Every mistake of an author is reported in one sentence, with the file and the line to mend."""

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import build
from autograder import source as assignments
from autograder.assignment import ROOT, SourceError
from autograder.checks import Suite, check, expect, misconception
from autograder.cli import main

SOURCE = """\
# %% [markdown]
# # Double a number

# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_double", "grade": true, "locked": true, "points": 2}
assert double(1) == 2
"""


@check("test_double")
def doubles_are_right(student, reference, rng):
    """Twice the number."""
    expect(student.double(3) == 6, "That is not twice the number.")


@check("test_triple")
def triples_are_right(student, reference, rng):
    """Three times the number."""


@misconception(doubles_are_right, edits={"3 * x": "4 * x"})
def takes_four_for_three():
    """You took four times the number."""


@misconception(doubles_are_right, edits={"x": "y"})
def takes_y_for_x():
    """You took y."""


SUITE = Suite((doubles_are_right,), (takes_four_for_three,), ())


def read(folder, source, suite=SUITE):
    path = folder / "ps9_doubles.py"
    path.write_text(source, encoding="utf-8")
    return assignments.read(path, suite)


def complaint(call, *args):
    """The one sentence of a SourceError, as (file, line, sentence)."""
    with pytest.raises(SourceError) as caught:
        call(*args)
    path, line, sentence = str(caught.value).split(":", 2)
    assert sentence.endswith("."), f"{sentence} is no sentence"
    passed_on = pickle.loads(pickle.dumps(caught.value))  # as on its way from a worker
    assert str(passed_on) == str(caught.value)
    return Path(path).name, int(line), sentence.strip()


def test_is_a_sound_source_read(tmp_path):
    sound = read(tmp_path, SOURCE)
    assert sound.points == {"test_double": 2}
    assert sound.reference("test_double").double(4) == 8


# What is edited in the source, what stands in the line that is named, what the sentence says.
MISTAKES = {
    "unknown key": ('"solution": true', '"solutions": true', '"solutions"', "no key 'solutions'"),
    "not JSON": ('"solution": true}', '"solution": True}', "True", "`nbgrader=` is not JSON"),
    "tags not JSON": ("# %% nb", "# %% tags=[demo] nb", "demo", "`tags=` is not JSON"),
    "no grade_id": ('"grade_id": "double", ', "", "solution", "no grade_id; name it"),
    "bad grade_id": ('"double"', '"Double it"', "Double it", "should be snake_case"),
    "duplicate grade_id": ('"test_double"', '"double"', "points", "'double' was used in line 4"),
    "no points": (', "points": 2', "", "test_double", "'test_double' has no points"),
    "negative points": ('"points": 2', '"points": -2', "-2", "a positive number, not -2"),
    "points in words": ('"points": 2', '"points": "2"', '"2"', "a positive number, not '2'"),
    "points ungraded": ('"solution": true', '"points": 1', '"points": 1', "is not graded"),
    "unclosed": ("    ### END SOLUTION\n", "", "### BEGIN", "is never closed"),
    "nested": (
        "return",
        "### BEGIN SOLUTION 2\n    return",
        "SOLUTION 2",
        "inside another solution",
    ),
    "END alone": ("    ### BEGIN SOLUTION\n", "", "### END", "no ### BEGIN SOLUTION before it"),
    "in no solution cell": (', "solution": true', "", "### BEGIN", "a cell that is no solution"),
    "no region": (
        "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
        "    return 2 * x",
        '"double"',
        "'double' has no ### BEGIN SOLUTION region",
    ),
    "hidden by hand": (
        "assert",
        "### BEGIN HIDDEN TESTS\nassert",
        "### BEGIN HIDDEN TESTS",
        "the builder writes the HIDDEN TESTS region",
    ),
    "syntax": ("2 * x", "2 * * x", "2 * *", "the cell is not valid Python"),
    "no first marker": ("# %% [markdown]\n", "", "# # Double", "start with a cell marker"),
    "text before it": ("# %% [mark", "import os\n# %% [mark", "import os", "start with a cell"),
    "no check": (
        '# %% nbgrader={"grade_id": "test_double"',
        '# %% nbgrader={"grade_id": "more", "grade": true, "locked": true, "points": 1}\n'
        "assert double(0) == 0\n\n"
        '# %% nbgrader={"grade_id": "test_double"',
        '"more"',
        "'more' has no check in autograder_tests/ps9_doubles.py",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_is_the_authors_mistake_reported_with_file_and_line(mistake, tmp_path):
    old, new, stands_there, says = MISTAKES[mistake]
    source = SOURCE.replace(old, new, 1)
    assert source != SOURCE
    file, line, sentence = complaint(read, tmp_path, source)
    lines = source.splitlines()
    assert [n for n, text in enumerate(lines, 1) if stands_there in text][:1] == [line], sentence
    assert file == "ps9_doubles.py"
    assert says in sentence


def line_here(text):
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


def test_a_check_of_an_unknown_cell_is_reported_where_the_check_stands(tmp_path):
    suite = Suite((doubles_are_right, triples_are_right), (), ())
    file, line, sentence = complaint(read, tmp_path, SOURCE, suite)
    assert (file, line) == (Path(__file__).name, line_here('@check("test_triple")'))
    assert "triples_are_right is for 'test_triple'" in sentence


@pytest.mark.parametrize(
    "wrong, times", [(takes_four_for_three, 0), (takes_y_for_x, 2)], ids=["nowhere", "twice"]
)
def test_an_edit_that_does_not_stand_in_one_solution_is_reported(wrong, times, tmp_path):
    again = SOURCE.split("# %%")[2].replace('"double"', '"again"')
    sound = read(tmp_path, f"{SOURCE}\n# %%{again}")
    file, line, sentence = complaint(sound.answered, wrong)
    (old,) = wrong.edits
    assert (file, line) == (
        Path(__file__).name,
        line_here(f'@misconception(doubles_are_right, edits={{"{old}"'),
    )
    assert f"{wrong.name} stands in {times} solutions of ps9_doubles.py" in sentence


def test_an_unknown_assignment_is_reported_with_those_there_are():
    _, _, sentence = complaint(assignments.load, "nonsense")
    assert sentence == (
        f"there is no such assignment; the course has: {', '.join(assignments.names())}."
    )


def test_missing_hidden_tests_are_reported(tmp_path):
    file, _, sentence = complaint(assignments.hidden_tests, tmp_path / "ps9_doubles.py")
    assert (file, sentence) == (
        "ps9_doubles.py",
        "it has no hidden tests; write autograder_tests/ps9_doubles.py.",
    )


def test_a_visible_check_that_rejects_the_reference_is_reported(tmp_path):
    source = SOURCE.replace("(1) == 2", '(1) == 3, "1 + 1 is 3."')
    wrong = read(tmp_path, source)
    file, line, sentence = complaint(build.build, wrong, tmp_path / "course")
    assert (file, line) == ("ps9_doubles.py", len(source.splitlines()))
    assert "'test_double' fails on the reference solution: AssertionError: 1 + 1 is 3." in sentence
    assert not (tmp_path / "course").exists(), "a source with a mistake was built"


# --- The command ----------------------------------------------------------------------------------


def test_an_unknown_name_ends_the_command_with_one_sentence():
    result = CliRunner().invoke(main, ["build", "nonsense"])
    assert result.exit_code == 1
    assert "there is no such assignment" in result.output
    assert len(result.output.splitlines()) == 1, f"more than one line:\n{result.output}"


def test_build_check_names_the_file_that_is_out_of_date_and_the_remedy(tmp_path):
    """In a copy of the course: the checkout itself stays as it is."""
    name = assignments.names()[0]
    for part in ("autograder", "autograder_tests", "source_notebooks", "release"):
        shutil.copytree(ROOT / part, tmp_path / part)
    command = [sys.executable, "-c", "from autograder.cli import main; main()", "build", "--check"]

    def run():
        return subprocess.run([*command, name], cwd=tmp_path, capture_output=True, text=True)

    fresh = run()
    assert (fresh.returncode, fresh.stdout) == (0, ""), fresh.stderr
    release = tmp_path / "release" / name / f"{name}.ipynb"
    stale = release.read_bytes().replace(b"spiral", b"spirel", 1)
    release.write_bytes(stale)
    result = run()
    assert result.returncode == 1
    assert result.stdout == (
        f"release/{name}/{name}.ipynb is not what its source gives; run `autograder build`.\n"
    )
    assert release.read_bytes() == stale, "--check changed a file"
