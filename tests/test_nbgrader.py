"""Plain nbgrader in this checkout, from generate_assignment to export, and the traps it has fallen
into: each cost a correct student points, or gave them away, in some course."""

import csv
import dataclasses
import inspect
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from conftest import PLAIN

from autograder import kernel
from autograder.assignment import RELEASE, ROOT
from autograder.grading import CellGrade
from autograder.intake import SKIPPED
from autograder.source import load
from examples.make_class import PS1, PS2, PS3, PS4, cell_of

pytestmark = [
    pytest.mark.xdist_group("class"),
    pytest.mark.slow("plain nbgrader starts a kernel for each submission, one after another"),
]

each_assignment = pytest.mark.parametrize("name", PLAIN)

STUDENTS = {name: [f"student-{number:02}" for number in numbers] for name, numbers in PLAIN.items()}


def exported(graded_class):
    """The lines of grades.csv, by assignment and student."""
    graded_class.nbgrader("export")
    with (graded_class.folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}


# --- The commands ---------------------------------------------------------------------------------


@each_assignment
def test_generate_assignment_writes_the_committed_release(graded, name):
    made = graded.folder / "release" / name / f"{name}.ipynb"
    committed = RELEASE / name / f"{name}.ipynb"
    assert made.read_bytes() == committed.read_bytes(), "run `autograder build`"


def test_the_database_knows_the_assignments(graded):
    known = graded.nbgrader("db", "assignment", "list")
    assert [name for name in STUDENTS if name not in known] == []


@each_assignment
def test_everyone_who_handed_in_has_a_grade(graded, name):
    with graded.gradebook as gradebook:
        submissions = gradebook.assignment_submissions(name)
        assert {submission.student_id for submission in submissions} == set(STUDENTS[name])


@each_assignment
def test_demos_are_not_run(graded, name):
    """They train for minutes, and no graded cell needs them."""
    count = sum(cell.is_demo for cell in load(name).cells)
    for student in STUDENTS[name]:
        cells = graded.notebook(name, student).cells
        demos = [cell for cell in cells if "demo" in cell.metadata.get("tags", ())]
        assert len(demos) == count > 0, student
        assert {cell.execution_count for cell in demos} == {None}, student
        assert {cell.outputs[0].text for cell in demos} == {SKIPPED}, student


def test_a_demo_keeps_the_output_it_was_handed_in_with(graded):
    demo = next(cell for cell in load(PS4).cells if cell.is_demo)
    label, picture = cell_of(graded.notebook(PS4, "student-15"), demo.grade_id).outputs
    assert label.text == SKIPPED
    assert picture.text.startswith("the picture as it was handed in\n")
    assert "the picture as it was handed in" in graded.feedback(PS4, "student-15")


def test_a_kernel_does_not_wait_for_a_grammar_of_web_addresses():
    """Building that grammar took two of the five seconds that a submission takes."""
    code = "import autograder.kernel, sys; print(sys.modules['rfc3987_syntax'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "None\n", done.stderr


# --- The traps, by their numbers ------------------------------------------------------------------


def test_trap_1_a_warning_on_stderr_costs_nothing(graded):
    """A correct compute_cost that causes a RuntimeWarning once earned 0 points."""
    cell = cell_of(graded.notebook(PS1, "student-05"), "test_compute_cost")
    assert any(output.get("name") == "stderr" for output in cell.outputs), "nothing was warned of"
    assert graded.grade(PS1, "student-05", "test_compute_cost") == (15, False)


@pytest.mark.parametrize(
    "grade_id, score",
    [
        ("test_activations", 15),  # np.float64(0.0), and the answer is right
        ("test_costs", 0),  # nan
        ("test_gradient_descent", 0),  # np.float64(2.5)
        ("test_forward_pass_two", 0),  # 999, which made nbgrader fail
    ],
)
def test_trap_2_the_last_value_of_an_edited_cell_is_no_score(graded, grade_id, score):
    """NumPy 2 prints np.float64(0.0), which nbgrader cannot read and takes for full marks."""
    assert graded.grade(PS2, "student-13", grade_id) == (score, False)
    repair = f"The locked cell {grade_id} was edited; it was restored."
    assert repair in graded.feedback(PS2, "student-13")


def test_trap_3_a_deleted_grade_cell_is_graded(graded):
    """It once waited for ever to be marked by hand."""
    assert graded.grade(PS1, "student-14", "test_compute_cost") == (15, False)
    repair = "The cell test_compute_cost was missing; it was put back."
    assert repair in graded.feedback(PS1, "student-14")


def test_trap_4_a_copied_grade_cell_counts_once(graded):
    assert graded.grade(PS1, "student-14", "test_forward_propagation") == (20, False)


def test_trap_4_both_halves_of_a_split_answer_run(graded):
    """The first half lost its metadata, and with it its place."""
    assert graded.grade(PS2, "student-12", "test_activations") == (15, False)
    assert graded.score(PS2, "student-12") == 100


def test_trap_5_a_renamed_file_is_graded(graded):
    """It was once skipped as an unknown notebook."""
    assert graded.score(PS1, "student-12") == 100


def test_trap_6_a_syntax_error_takes_its_own_cell_only(graded):
    assert graded.grade(PS1, "student-13", "test_update_parameters")[0] == 0
    assert graded.grade(PS1, "student-13", "test_backward_propagation")[0] == 25
    assert graded.grade(PS1, "student-13", "test_predict")[0] == 5


def test_trap_6_what_only_ipython_understands_runs(graded):
    """A bare `cd` and an indented cell are no Python, and yet they run in every notebook."""
    assert graded.score(PS3, "student-14") == 100


def test_trap_6_a_cd_does_not_change_the_inputs(monkeypatch):
    """They are drawn for the student whose folder the kernel was started in."""
    shell = SimpleNamespace(user_ns={"_dh": [f"/class/autograded/ann/{PS1}"]}, displayhook=print)
    seeds, graded = [], CellGrade("test_predict", 5, ())
    monkeypatch.setattr(kernel, "get_ipython", lambda: shell)
    monkeypatch.setattr(kernel, "class_salt", lambda: "salt")
    monkeypatch.setattr(kernel, "grade_cell", lambda *args: seeds.append(args[-1]) or graded)
    kernel.grade(PS1, "test_predict")
    assert [seed.student for seed in seeds] == ["ann"]


def test_trap_7_a_flood_of_output_is_cut_and_costs_nothing(graded):
    own = graded.notebook(PS4, "student-15").cells[-1]
    assert own.source.startswith("for epoch in range(200_000)")
    assert own.outputs[0].text.count("\n") < 2_000
    assert graded.grade(PS4, "student-15", "test_mlp_accuracy") == (8, False)


def test_trap_8_a_broken_submission_stops_nobody(graded):
    """Does the upload that broke off get a zero with its reason?"""
    assert graded.score(PS1, "student-16") == 0
    assert "It is graded as not handed in." in graded.feedback(PS1, "student-16")


@each_assignment
def test_trap_9_feedback_does_not_show_the_hidden_tests(graded, name):
    """Neither their calls nor their source, in a cell or in a traceback through it."""
    calls = ["HIDDEN TESTS", "autograder.kernel", f"grade('{name}'"]
    bodies = [inspect.getsource(check.run).split('"""')[2] for check in load(name).suite.checks]
    lines = {line.strip() for body in bodies for line in body.splitlines()}
    telling = [line for line in lines if "student" in line]
    assert len(telling) >= len(bodies) / 2, "too little to look for"
    for student in STUDENTS[name]:
        page = graded.feedback(name, student)
        assert [secret for secret in (*calls, *telling) if secret in page] == [], student


def test_trap_9_feedback_shows_each_verdict_with_its_reason(graded):
    """A bare assert gives an empty message: what was wrong, and what is the remedy?"""
    page = graded.feedback(PS1, "student-07")
    for check in load(PS1).suite.checks:
        assert check.claim in page
    assert "2.5 of 25 points" in page
    assert "✗ 0/5 dW2 and db2 are the means over the examples" in page
    assert "✓ 2.5/2.5 The parameters, the cache, X and Y are the same after the call." in page
    assert "You summed the gradients over the examples; divide by m." in page


def test_trap_10_a_name_with_comma_and_quotes_keeps_the_columns_apart(graded):
    with graded.gradebook as gradebook:
        name = {"last_name": 'Doe, "Jane"', "first_name": "J.", "email": "jane@example.org"}
        gradebook.update_or_create_student("student-08", **name)
    jane = exported(graded)[PS1, "student-08"]
    assert None not in jane, "a column too many"
    assert {key: jane[key] for key in name} == name
    assert (float(jane["score"]), float(jane["max_score"])) == (85.5, 100)


def test_the_csv_has_a_line_for_every_student_and_assignment(graded):
    rows = exported(graded)
    everyone = {student for students in STUDENTS.values() for student in students}
    assert rows.keys() == {(name, student) for name in STUDENTS for student in everyone}


# --- Fairness -------------------------------------------------------------------------------------


def test_credit_is_partial_check_by_check(graded):
    """Gradients that are sums lose four checks of five, worth 9 in 10 of the cell's 25 points."""
    assert graded.grade(PS1, "student-07", "test_backward_propagation") == (2.5, False)


def test_a_visible_check_that_fails_costs_no_hidden_points(graded):
    """It is a help for the student; the hidden tests give the points."""
    cell = cell_of(graded.notebook(PS1, "student-09"), "test_forward_propagation")
    assert any(output.output_type == "error" for output in cell.outputs), "the visible check holds"
    assert graded.grade(PS1, "student-09", "test_forward_propagation") == (13.33, False)


# --- Answers in prose, marked by hand -------------------------------------------------------------


def waiting(graded_class, name, student):
    """The cells of a submission that are to be marked by hand."""
    with graded_class.gradebook as gradebook:
        (notebook,) = gradebook.find_submission(name, student).notebooks
        return {grade.cell.name for grade in notebook.grades if grade.needs_manual_grade}


@each_assignment
def test_only_answers_in_prose_wait_to_be_marked_by_hand(graded, name):
    prose = load(name).points.keys() - set(load(name).autograded)
    for student in STUDENTS[name]:
        assert waiting(graded, name, student) <= prose, student


def test_an_analysis_waits_to_be_marked_and_counts_nothing_yet(graded):
    assert waiting(graded, PS4, "student-02") == {"analysis"}
    assert graded.score(PS4, "student-02") == 85


def test_an_analysis_that_was_not_written_has_a_zero(graded):
    assert graded.grade(PS4, "student-11", "analysis") == (0, False)


COMMENT = "Which hyperparameters? And what does the cost curve show?"


@pytest.fixture(scope="module")
def marked(graded, tmp_path_factory):
    """A copy of the class with 2.5 points and a comment for an analysis, given as formgrader does
    it, and new feedback."""
    folder = tmp_path_factory.mktemp("marked") / "class"
    shutil.copytree(graded.folder, folder)
    graded_class = dataclasses.replace(graded, folder=folder)
    place = ("analysis", PS4, PS4, "student-02")
    with graded_class.gradebook as gradebook:
        grade = gradebook.find_grade(*place)
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.find_comment(*place).manual_comment = COMMENT
        gradebook.db.commit()
    graded_class.nbgrader("generate_feedback", PS4, "--student=student-02", "--force")
    return graded_class


def test_points_given_by_hand_are_added_and_exported(marked):
    assert waiting(marked, PS4, "student-02") == set()
    assert marked.score(PS4, "student-02") == 87.5
    row = exported(marked)[PS4, "student-02"]
    assert (float(row["score"]), float(row["max_score"])) == (87.5, 90)


def test_feedback_shows_points_and_comment_given_by_hand(marked):
    page = marked.feedback(PS4, "student-02")
    assert "(Score: 2.5 / 5.0)" in page
    assert COMMENT in page
    assert "graded by hand, by this rubric and nothing else" in page, "the rubric is not shown"


def test_grading_again_keeps_what_was_given_by_hand_and_asks_for_another_look(marked):
    marked.nbgrader("autograde", PS4, "--student=student-02", "--force")
    assert marked.grade(PS4, "student-02", "analysis") == (2.5, True)
    with marked.gradebook as gradebook:
        assert gradebook.find_comment("analysis", PS4, PS4, "student-02").comment == COMMENT
