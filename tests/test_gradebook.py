"""The single writer by itself: what it keeps, and what a fault leaves behind."""

import csv
import json
import shutil
import sqlite3
from dataclasses import replace

import pytest
from classes import PS4
from nbgrader.api import InvalidEntry
from sqlalchemy.exc import OperationalError

from autograder.classroom import HandIn
from autograder.gradebook import Gradebook, GradebookError, _first
from autograder.grading import CellGrade, Verdict
from autograder.source import load
from autograder.submission import Graded, GradedFiles
from examples.make_class import PS1

JANE = HandIn("jane", PS4, f"{PS4}.ipynb", b"as it was handed in")
CHECKED = load(PS4).autograded


def graded(scores=(), by_hand=None, student="jane", key="a key", name=PS4):
    """A grade with its files: so many points for the first cells, and nothing of the others."""
    cells = [
        CellGrade(
            cell,
            load(name).points[cell],
            (Verdict("check", "It holds.", True, score, load(name).points[cell]),),
        )
        for cell, score in zip(load(name).autograded, scores, strict=False)
    ]
    grade = Graded(
        student=student,
        assignment=name,
        score=sum(scores),
        max_score=100,
        seconds=2.5,
        cpu_seconds=1.5,
        repairs=["Mended: ä."],
        limits=[],
        readable=True,
        cells=cells,
        by_hand={"analysis": None} if by_hand is None else by_hand,
    )
    return GradedFiles(key, grade, b"a notebook", b"a page")


def opened(folder):
    return Gradebook(folder / "class", f"sqlite:///{folder / 'gradebook.db'}")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A gradebook that knows an assignment; it takes seconds to make."""
    folder = tmp_path_factory.mktemp("prepared")
    with opened(folder) as gradebook:
        gradebook.prepare(load(PS4))
    return folder


@pytest.fixture
def gradebook(prepared, tmp_path):
    shutil.copy(prepared / "gradebook.db", tmp_path)
    with opened(tmp_path) as gradebook:
        yield gradebook


def grade_of(gradebook, cell, student="jane"):
    """What nbgrader holds of a graded cell: the score, and whether a person should look at it."""
    gradebook._db.expire_all()
    found = gradebook._nbgrader.find_grade(cell, PS4, PS4, student)
    return found.auto_score, found.needs_manual_grade


def test_a_grade_is_kept_with_its_files(gradebook):
    gradebook.keep(JANE, graded([2.5, 3]))
    assert grade_of(gradebook, CHECKED[0]) == (2.5, False)
    assert grade_of(gradebook, CHECKED[1]) == (3, False)
    assert grade_of(gradebook, "analysis") == (None, True)
    kept = {
        str(path.relative_to(gradebook.folder)): path.read_bytes()
        for path in gradebook.folder.rglob("jane/*/*")
    }
    assert kept == {
        f"submitted/jane/{PS4}/{PS4}.ipynb": b"as it was handed in",
        f"autograded/jane/{PS4}/{PS4}.ipynb": b"a notebook",
        f"feedback/jane/{PS4}/{PS4}.html": b"a page",
    }
    assert gradebook.keys() == {("jane", PS4): "a key"}
    (result,) = gradebook.results()
    assert json.loads(result) == graded([2.5, 3]).graded.as_json() | {
        "cells": json.loads(json.dumps(graded([2.5, 3]).graded.as_json()["cells"]))
    }
    assert "ä" in result, "people read it"


def test_a_cell_that_was_not_judged_has_no_points(gradebook):
    gradebook.keep(JANE, graded([2.5]))
    assert grade_of(gradebook, CHECKED[-1]) == (0, False)


def test_what_was_not_graded_waits_for_a_person_and_is_known_by_no_key(gradebook):
    gradebook.keep(JANE, graded(by_hand={}, key=""))
    assert grade_of(gradebook, CHECKED[0]) == (None, True)
    assert grade_of(gradebook, "analysis") == (None, True)
    assert gradebook.keys() == {("jane", PS4): ""}


def comment_of(gradebook, cell):
    gradebook._db.expire_all()
    return gradebook._nbgrader.find_comment(cell, PS4, PS4, "jane").auto_comment


def test_an_answer_in_words_that_is_missing_is_said_to_be(gradebook):
    gradebook.keep(JANE, graded(by_hand={"analysis": 0}))
    assert grade_of(gradebook, "analysis") == (0, False)
    assert comment_of(gradebook, "analysis") == "No response."
    other = next(cell.grade_id for cell in load(PS4).solutions if cell.grade_id != "analysis")
    assert comment_of(gradebook, other) is None
    gradebook.keep(JANE, graded(by_hand={"analysis": None}))
    assert comment_of(gradebook, "analysis") is None


def test_a_second_grade_takes_the_place_of_the_first_and_of_no_other(gradebook):
    ann = replace(JANE, student="ann")
    gradebook.keep(JANE, graded([1]))
    gradebook.keep(ann, graded([2], student="ann"))
    gradebook.keep(JANE, graded([3], key="another key"))
    assert grade_of(gradebook, CHECKED[0]) == (3, False)
    assert grade_of(gradebook, CHECKED[0], "ann") == (2, False)
    assert gradebook.keys() == {("jane", PS4): "another key", ("ann", PS4): "a key"}
    assert [json.loads(each)["student"] for each in gradebook.results()] == ["ann", "jane"]
    assert len(gradebook._nbgrader.students) == 2


def test_a_manual_score_stays_and_its_cell_is_looked_at_again(gradebook):
    gradebook.keep(JANE, graded([1, 1]))
    gradebook._nbgrader.find_grade(CHECKED[0], PS4, PS4, "jane").manual_score = 7
    gradebook._db.commit()
    gradebook.keep(JANE, graded([2, 2]))
    assert grade_of(gradebook, CHECKED[0]) == (2, True)
    assert gradebook._nbgrader.find_grade(CHECKED[0], PS4, PS4, "jane").score == 7
    assert grade_of(gradebook, CHECKED[1]) == (2, False)


def test_one_student_has_grades_of_several_assignments(gradebook):
    """They come by assignment, then by student."""
    gradebook.prepare(load(PS1))
    gradebook.keep(replace(JANE, student="ann"), graded(student="ann"))
    gradebook.keep(replace(JANE, assignment=PS1), graded([1], by_hand={}, name=PS1))
    gradebook.keep(JANE, graded())
    found = [(each["assignment"], each["student"]) for each in map(json.loads, gradebook.results())]
    assert found == [(PS1, "jane"), (PS4, "ann"), (PS4, "jane")]


def test_the_time_of_the_hand_in_is_kept_as_that_of_the_submission(gradebook):
    gradebook.keep(replace(JANE, timestamp="2026-11-27 12:00:00 UTC"), graded())
    submission = gradebook._nbgrader.find_submission(PS4, "jane")
    assert str(submission.timestamp) == "2026-11-27 12:00:00"
    gradebook.keep(JANE, graded())
    gradebook._db.expire_all()
    assert str(submission.timestamp) == "2026-11-27 12:00:00", "no date is no reason to forget it"


def test_a_fault_undoes_the_grade_and_is_reported(gradebook):
    gradebook.keep(JANE, graded([1]))
    (gradebook.folder / "feedback" / "ann").write_text("a file where a folder should be")
    with pytest.raises(GradebookError) as caught:
        gradebook.keep(replace(JANE, student="ann"), graded([2], student="ann"))
    assert str(gradebook.folder) in str(caught.value)
    assert "What was graded before is kept" in str(caught.value)
    assert gradebook.keys() == {("jane", PS4): "a key"}


def test_a_fault_midway_undoes_what_was_recorded(gradebook, monkeypatch):
    """The grades of a submission and the key that says so are there together, or neither is."""
    monkeypatch.setattr("autograder.gradebook.json.dumps", failing)
    with pytest.raises(GradebookError, match=r"cannot be used \(The disk is full\)\. What was"):
        gradebook.keep(JANE, graded([1]))
    monkeypatch.undo()
    gradebook.keep(replace(JANE, student="ann"), graded([2], student="ann"))
    assert [each.id for each in gradebook._nbgrader.students] == ["ann"]
    assert gradebook.keys() == {("ann", PS4): "a key"}


def failing(*_, **__):
    raise OSError(28, "The disk is full\nand this is nobody's to read")


def test_what_is_kept_outlives_the_process(gradebook, tmp_path):
    """It was committed: another connection sees it while this one is open."""
    gradebook.keep(JANE, graded([1]))
    db = sqlite3.connect(tmp_path / "gradebook.db")
    assert db.execute("SELECT student, key FROM autograder_result").fetchall() == [
        ("jane", "a key")
    ]
    db.close()


def test_results_and_grades_are_exported(gradebook):
    gradebook.keep(JANE, graded([2.5]))
    gradebook.keep(replace(JANE, student="ann"), graded([1], student="ann"))
    gradebook.export()
    text = (gradebook.folder / "results.jsonl").read_text(encoding="utf-8")
    assert text == "".join(f"{each}\n" for each in gradebook.results())
    with (gradebook.folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == {"ann": 1, "jane": 2.5}


def test_an_assignment_that_is_prepared_again_is_known_as_it_is_now(gradebook):
    """Its cells get other ids in the database if one was added; those of before are forgotten."""
    gradebook.keep(JANE, graded([1]))
    before = gradebook._cells_of[PS4]
    gradebook.prepare(load(PS4))
    assert PS4 not in gradebook._cells_of
    gradebook.keep(JANE, graded([2]))
    assert gradebook._cells_of[PS4] == before
    assert grade_of(gradebook, CHECKED[0]) == (2, False)


def test_graded_cells_that_changed_are_reported(gradebook, monkeypatch):
    def refusing(*_):
        raise RuntimeError("cell type changed")

    gradebook.keep(JANE, graded([1]))
    monkeypatch.setattr("autograder.gradebook.SaveCells.preprocess", refusing)
    with pytest.raises(GradebookError, match=f"graded cells of {PS4} changed"):
        gradebook.prepare(load(PS4))


def test_a_gradebook_has_its_indexes_and_one_version(tmp_path):
    """Without the indexes each look at a submission reads the grades of the whole class."""
    for _ in range(2):
        with opened(tmp_path):
            pass
    db = sqlite3.connect(tmp_path / "gradebook.db")
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert {
        "autograder_grades_of_a_notebook",
        "autograder_comments_of_a_notebook",
        "autograder_notebooks_of_a_submission",
    } <= names
    assert db.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    db.close()


def test_a_class_has_one_writer_until_it_is_closed(tmp_path):
    with opened(tmp_path), pytest.raises(GradebookError, match="is writing to"):
        opened(tmp_path)
    with opened(tmp_path):
        pass


def test_a_gradebook_that_cannot_be_opened_keeps_nobody_else_out(tmp_path):
    with pytest.raises(GradebookError) as caught:
        Gradebook(tmp_path / "class", "nosuchkind://teacher:secret@localhost/class")
    assert str(caught.value).startswith("The gradebook localhost/class cannot be opened (")
    with opened(tmp_path):
        pass


@pytest.mark.parametrize(
    "error, text",
    [
        (OSError(28, "No space left"), "No space left"),
        (OperationalError("SELECT 1", {}, Exception("locked\nmore")), "locked"),
        (ValueError("first\nsecond"), "first"),
        (KeyError(), "KeyError"),
    ],
)
def test_an_error_is_reported_in_its_first_line(error, text):
    assert _first(error) == text


@pytest.mark.parametrize(
    "error",
    [OperationalError("SELECT 1", {}, Exception("why")), InvalidEntry("why"), OSError("why")],
)
def test_a_fault_at_the_beginning_or_midway_is_reported_in_one_sentence(
    error, tmp_path, gradebook, monkeypatch
):
    def stumbles(*_):
        raise error

    monkeypatch.setattr("autograder.gradebook._begin", stumbles)
    with pytest.raises(GradebookError, match=r"cannot be opened \(why\)\.$"):
        Gradebook(tmp_path / "another class", "sqlite://")
    monkeypatch.setattr(gradebook, "_record", stumbles)
    with pytest.raises(GradebookError, match=r"cannot be used \(why\)\. What was graded"):
        gradebook.keep(JANE, graded())
