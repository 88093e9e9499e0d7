"""Plain nbgrader in this checkout, from generate_assignment to export, and the traps it has fallen
into: each cost a correct student points, or gave them away, in some course."""

import csv
import inspect

import pytest

from autograder.assignment import RELEASE, load
from autograder.intake import SKIPPED
from examples.make_class import PS1, cell_of

pytestmark = pytest.mark.xdist_group("class")


# --- The commands ---------------------------------------------------------------------------------


def test_generate_assignment_writes_the_committed_release(graded):
    made = graded.folder / "release" / PS1 / f"{PS1}.ipynb"
    committed = RELEASE / PS1 / f"{PS1}.ipynb"
    assert made.read_bytes() == committed.read_bytes(), "run `autograder build`"


def test_the_database_knows_the_assignment(graded):
    assert PS1 in graded.nbgrader("db", "assignment", "list")


def test_nothing_is_left_to_mark_by_hand(graded):
    with graded.gradebook as gradebook:
        waiting = [
            s.student_id for s in gradebook.assignment_submissions(PS1) if s.needs_manual_grade
        ]
    assert waiting == []


def test_demos_are_not_run(graded):
    """They train for ten thousand iterations, and no graded cell needs them."""
    demos = [cell.grade_id for cell in load(PS1).cells if cell.is_demo]
    assert demos
    for student in graded.students:
        for grade_id in demos:
            cell = cell_of(graded.notebook(student), grade_id)
            assert cell.execution_count is None, student
            assert cell.outputs[0].text == SKIPPED, student


def test_a_demo_keeps_the_output_it_was_handed_in_with(graded):
    label, picture = cell_of(graded.notebook("split"), "plot_data").outputs
    assert (label.text, picture.text) == (SKIPPED, "the picture as it was handed in")
    assert "the picture as it was handed in" in graded.feedback("split")


# --- The traps, by their numbers ------------------------------------------------------------------


def test_trap_1_a_warning_on_stderr_costs_nothing(graded):
    """A correct compute_cost that raises a RuntimeWarning earned 0 points."""
    cell = cell_of(graded.notebook("student-05"), "test_compute_cost")
    assert any(output.get("name") == "stderr" for output in cell.outputs), "nothing was warned of"
    assert graded.grade("student-05", "test_compute_cost") == (15, False)


@pytest.mark.parametrize(
    "grade_id, score",
    [
        ("test_layer_sizes", 5),  # np.float64(0.0), and the answer is right
        ("test_update_parameters", 0),  # np.float64(2.5)
        ("test_compute_cost", 0),  # nan
        ("test_predict", 0),  # 999, which made nbgrader fail
    ],
)
def test_trap_2_the_last_value_of_an_edited_cell_is_no_score(graded, grade_id, score):
    """NumPy 2 prints np.float64(0.0), which nbgrader cannot read and takes for full marks."""
    assert graded.grade("tampered", grade_id) == (score, False)
    assert f"The locked cell {grade_id} was edited; it was restored." in graded.feedback("tampered")


def test_trap_3_a_deleted_grade_cell_is_graded(graded):
    """It waited to be marked by hand for ever."""
    assert graded.grade("student-14", "test_compute_cost") == (15, False)
    assert "The cell test_compute_cost was missing; it was put back." in graded.feedback(
        "student-14"
    )


def test_trap_4_a_copied_grade_cell_counts_once(graded):
    assert graded.grade("student-14", "test_forward_propagation") == (20, False)


def test_trap_4_both_halves_of_a_split_answer_run(graded):
    """The first half lost its metadata, and with it its place."""
    assert graded.grade("split", "test_predict") == (5, False)
    assert graded.score("split") == 100


def test_trap_5_a_renamed_file_is_graded(graded):
    """It was skipped as an unknown notebook."""
    assert graded.score("student-12") == 100


def test_trap_6_a_syntax_error_takes_its_own_cell_only(graded):
    assert graded.grade("student-13", "test_update_parameters")[0] == 0
    assert graded.grade("student-13", "test_backward_propagation")[0] == 25
    assert graded.grade("student-13", "test_predict")[0] == 5


def test_trap_8_a_broken_submission_stops_nobody(graded):
    """Does the upload that broke off get a zero with its reason, and everyone else a grade?"""
    with graded.gradebook as gradebook:
        students = {submission.student_id for submission in gradebook.assignment_submissions(PS1)}
    assert students == set(graded.students)
    assert "It is graded as not handed in." in graded.feedback("student-16")


def test_trap_9_feedback_does_not_show_the_hidden_tests(graded):
    """Neither their calls nor their source, in a cell or in a traceback through it."""
    calls = ["HIDDEN TESTS", "autograder.kernel", f"grade('{PS1}'"]
    bodies = [inspect.getsource(check.run).split('"""')[2] for check in load(PS1).suite.checks]
    lines = {line.strip() for body in bodies for line in body.splitlines()}
    telling = [line for line in lines if "student." in line]
    assert len(telling) >= len(bodies) / 2, "too little to look for"
    for student in graded.students:
        page = graded.feedback(student)
        assert [secret for secret in (*calls, *telling) if secret in page] == [], student


def test_trap_9_feedback_shows_each_verdict_with_its_reason(graded):
    """A bare assert gives an empty message: what was wrong, and what is the remedy?"""
    page = graded.feedback("student-07")
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
    graded.nbgrader("export")
    with (graded.folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(graded.students)
    jane = rows["student-08"]
    assert None not in jane, "a column too many"
    assert {key: jane[key] for key in name} == name
    assert (float(jane["score"]), float(jane["max_score"])) == (84.5, 100)


# --- Fairness -------------------------------------------------------------------------------------


def test_credit_is_partial_check_by_check(graded):
    """Gradients that are sums lose four checks of five, worth 9 in 10 of the cell's 25 points."""
    assert graded.grade("student-07", "test_backward_propagation") == (2.5, False)


def test_a_visible_check_that_fails_costs_no_hidden_points(graded):
    """It is a help for the student; the hidden tests give the points."""
    cell = cell_of(graded.notebook("student-09"), "test_forward_propagation")
    assert any(output.output_type == "error" for output in cell.outputs), "the visible check holds"
    assert graded.grade("student-09", "test_forward_propagation") == (13.33, False)
