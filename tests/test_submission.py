"""One submission by itself: what runs, where its outputs stand, and what its grade says."""

from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import pytest
from classes import PS4, partly
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import submission
from autograder.assignment import load_release
from autograder.classroom import HandIn
from autograder.grading import CellGrade, Seed, Verdict
from autograder.intake import NOTE_ID, SKIPPED
from autograder.source import load
from autograder.submission import (
    MOST_OUTPUT,
    CellRun,
    Judged,
    Prepared,
    judge,
    prepare,
    put_outputs,
    run,
    ungraded,
)
from examples.make_class import PS1, cell_of, packed


def named(cell, name, *tags):
    cell.metadata = {"nbgrader": {"grade_id": name}, "tags": list(tags)}
    return cell


def prepared(*cells, **options):
    notebook = new_notebook(cells=list(cells))
    return Prepared(
        assignment=load(PS1), student="jane", notebook=notebook, repairs=["Mended."], **options
    )


class Child:
    """Runs nothing: notes what it is asked to run, and gives the answer that it was made with."""

    def __init__(self, **answer):
        self.asked, self.answer = [], answer

    def __call__(self, request):
        return {"failure": "It does not answer."}

    def run(self, source, label):
        self.asked.append((source, label))
        return self.answer


def printing(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


SEED = Seed("salt", "jane")
MIXED = (
    new_code_cell("1"),
    new_markdown_cell("words"),
    named(new_code_cell("2"), "layer_sizes"),
    named(new_code_cell("3"), "plot_data", "demo"),
    new_code_cell("4"),
)


def test_code_runs_in_order_and_its_errors_name_the_cell():
    """By its name, or where a reader finds it: in words counted too, from 1."""
    child = Child()
    run(prepared(*MIXED), child, SEED)
    assert child.asked == [("1", "Cell 1"), ("2", "The cell `layer_sizes`"), ("4", "Cell 5")]


def test_a_demo_runs_if_it_is_asked_for():
    child = Child()
    runs, _ = run(prepared(*MIXED, demos=True), child, SEED)
    assert ("3", "The cell `plot_data`") in child.asked
    assert [each.number for each in runs] == [1, 3, 4, 5]


def test_graded_cells_and_no_others_are_judged_and_the_time_of_that_is_counted(monkeypatch):
    ticks = count(step=3)
    monkeypatch.setattr(submission.time, "thread_time", lambda: next(ticks))
    cells = [new_code_cell("1"), named(new_code_cell("2"), "test_layer_sizes")]
    cells += [named(new_code_cell("3"), "test_predict"), named(new_code_cell("4"), "predict")]
    runs, seconds = run(prepared(*cells), Child(), SEED)
    grades = [each.grade and each.grade.grade_id for each in runs]
    assert grades == [None, "test_layer_sizes", "test_predict", None]
    assert seconds == 6, "two cells, three seconds each"


def test_output_up_to_the_limit_of_all_cells_is_kept(monkeypatch):
    answer = {"outputs": [printing("x" * 100)]}
    once = len(submission.json.dumps(submission.harmless.outputs(answer["outputs"])))
    monkeypatch.setattr(submission, "MOST_OUTPUT", 2 * once)
    runs, _ = run(prepared(*map(new_code_cell, "abc")), Child(**answer), SEED)
    texts = [each.outputs[0].text for each in runs]
    assert texts[:2] == ["x" * 100] * 2
    assert texts[2] == f"[left out: over {2 * once:,} characters of output in all]\n"


def test_an_honest_notebook_stays_far_below_the_limit_of_its_outputs():
    assert 50 * 300_000 < MOST_OUTPUT < 10**8


def test_a_cell_shows_its_report_then_what_it_sent_then_its_failure():
    verdict = Verdict("a_check", "It holds.", True, 2, 2)
    cell, other = new_code_cell("1"), new_code_cell("2")
    sent = [submission.harmless.stream("sent")]
    limits = put_outputs(
        [
            CellRun(cell, 3, CellGrade("test", 2, (verdict,)), sent, "Too long."),
            CellRun(other, 4, None, [], "Too long."),
            CellRun(new_code_cell("3"), 5, None, [], "Too much."),
            CellRun(new_code_cell("4"), 6, None, [], None),
        ]
    )
    assert limits == ["Too long.", "Too much."], "each is said once"
    texts = [output.text for output in cell.outputs]
    assert texts[0].startswith("2 of 2 points\n") and texts[0].endswith("\n")
    assert texts[1:] == ["sent", "Too long.\n"]
    assert [output.text for output in other.outputs] == ["Too long.\n"]
    assert (cell.execution_count, other.execution_count) == (3, 4)


# --- The grade ------------------------------------------------------------------------------------

CELLS = [
    CellGrade("test_a", 5, (Verdict("a", "A holds.", True, 0.1, 5),)),
    CellGrade("test_b", 5, (Verdict("b", "B holds.", False, 0.2, 5, "No.", "slip", "Why."),)),
]


def judged(**fields):
    submission = prepared()
    return Judged(submission=submission, cells=CELLS, by_hand={"essay": 0}, limits=["Z."], **fields)


def test_a_grade_tells_all_that_was_found():
    grade = judged(seconds=1.23456, checking_seconds=2.00011).graded(child_seconds=3.00022)
    assert vars(grade) == {
        "student": "jane",
        "assignment": PS1,
        "score": 0.3,
        "max_score": 100,
        "seconds": 1.235,
        "cpu_seconds": 5.0,
        "repairs": ["Mended."],
        "limits": ["Z."],
        "readable": True,
        "cells": CELLS,
        "by_hand": {"essay": 0},
    }


def test_a_grade_is_plain_data():
    """Scripts read it: the keys are a promise."""
    first, second = judged().graded(child_seconds=0).as_json()["cells"]
    assert first == {
        "grade_id": "test_a",
        "score": 0.1,
        "max_score": 5,
        "checks": [
            {
                "check": "a",
                "name": "a",
                "claim": "A holds.",
                "passed": True,
                "score": 0.1,
                "max_score": 5,
                "message": "",
                "misconception": None,
                "hint": "",
            }
        ],
    }
    assert (second["checks"][0]["misconception"], second["checks"][0]["hint"]) == ("slip", "Why.")


def test_a_judged_submission_has_its_cells_its_seconds_and_what_waits_for_a_person(monkeypatch):
    ticks = count(step=2)
    monkeypatch.setattr(submission.time, "monotonic", lambda: next(ticks))
    hand_in = HandIn("jane", PS4, f"{PS4}.ipynb", packed(partly(PS4, analysis="My answer.")))
    child = Child(failure="It stops.", outputs=[printing("sent")])
    done = judge(prepare(load(PS4), hand_in), child, "salt")
    assert done.seconds == 2
    assert [cell.grade_id for cell in done.cells] == load(PS4).autograded
    assert done.by_hand == {"analysis": None}
    assert (done.score, done.max_score) == (0, sum(load(PS4).points.values()))
    assert done.limits == ["It stops."]
    first = next(cell for cell in done.notebook.cells if cell.cell_type == "code")
    assert [output.text for output in first.outputs] == ["sent", "It stops.\n"]


def test_an_answer_in_words_that_was_left_empty_is_worth_nothing():
    hand_in = HandIn("jane", PS4, f"{PS4}.ipynb", packed(load_release(PS4)))
    assert judge(prepare(load(PS4), hand_in), Child(), "salt").by_hand == {"analysis": 0}


def test_the_inputs_come_from_the_salt_and_the_student(monkeypatch):
    seeds = []
    monkeypatch.setattr(
        submission, "run", lambda submission, child, seed: seeds.append(seed) or ([], 0)
    )
    judge(prepared(), Child(), "the salt")
    judge(replace(prepared(), student="ann"), Child(), "the salt")
    assert seeds == [Seed("the salt", "jane"), Seed("the salt", "ann")]


# --- Before it runs -------------------------------------------------------------------------------


def handed_in(notebook):
    return HandIn("jane", PS1, f"{PS1} (1).ipynb", packed(notebook))


def test_a_prepared_submission_is_mended_and_says_so_at_its_top():
    notebook = partly(PS1)
    notebook.cells.remove(cell_of(notebook, "test_predict"))
    ready = prepare(load(PS1), handed_in(notebook))
    assert (ready.student, ready.assignment, ready.readable) == ("jane", load(PS1), True)
    assert ready.repairs[-1] == "The cell `test_predict` was missing; it was put back."
    assert f"{PS1} (1).ipynb" in ready.repairs[0], "what was found out first stands first"
    assert ready.notebook.cells[0].id == NOTE_ID
    for repair in ready.repairs:
        assert repair in ready.notebook.cells[0].source


@pytest.mark.parametrize("demos", [False, True])
def test_a_demo_keeps_its_outputs_unless_it_is_going_to_run(demos):
    ready = prepare(load(PS1), handed_in(partly(PS1)), demos)
    assert ready.demos == demos
    outputs = cell_of(ready.notebook, "plot_data").outputs
    assert [output.text for output in outputs] == ([] if demos else [SKIPPED])


def test_nothing_of_a_prepared_submission_acts_in_a_browser():
    notebook = partly(PS1)
    notebook.cells.append(new_markdown_cell("<script>act()</script>"))
    assert prepare(load(PS1), handed_in(notebook)).notebook.cells[-1].source.startswith("< script")


def test_a_file_that_cannot_be_read_is_graded_as_the_release():
    ready = prepare(load(PS1), HandIn("jane", PS1, f"{PS1}.ipynb", b"no notebook"))
    assert not ready.readable
    assert "The file is not a Jupyter notebook" in ready.notebook.cells[0].source


def test_what_was_not_graded_has_no_points_and_tells_why():
    done = ungraded(load(PS1), "jane", "A fault of ours.")
    grade = done.graded(child_seconds=0)
    assert (grade.student, grade.score, grade.max_score) == ("jane", 0, 100)
    assert (grade.cells, grade.by_hand, grade.limits) == ([], {}, ["A fault of ours."])
    assert (grade.repairs, grade.readable) == ([], True)
    assert (grade.seconds, grade.cpu_seconds) == (0, 0)
    assert "A fault of ours." in done.notebook.cells[0].source


def test_each_submission_runs_in_a_child_of_its_own_which_is_ended(monkeypatch):
    born, ended = [], []

    class Sandbox:
        def child(self):
            return self

        def __enter__(self):
            born.append(Child())
            return SimpleNamespace(run=born[-1].run, cpu_seconds=1.5)

        def __exit__(self, *_):
            ended.append(born[-1])

    monkeypatch.setattr(submission, "grade_cell", lambda *_: CellGrade("x", 1, ()))
    grade = submission.grade_submission(
        load(PS1), handed_in(partly(PS1)), Sandbox(), "salt", demos=True
    )
    assert born == ended and len(born) == 1
    assert grade.cpu_seconds >= 1.5
    labels = [label for _, label in born[0].asked]
    assert "The cell `plot_data`" in labels, "demos were asked for"
