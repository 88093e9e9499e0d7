"""`autograder grade` and `autograder check`, as their users run them."""

import csv
import errno
import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from classes import (
    PS1,
    PS4,
    SCORES,
    WALL,
    autograder,
    contents,
    hand_in,
    invoke,
    one_sentence,
    partly,
    results,
)

from autograder import cluster, course, keys, worker
from autograder.classroom import hand_ins, left_out
from autograder.course import grade_class
from autograder.intake import SKIPPED
from autograder.source import load
from examples.make_class import cell_of, packed

pytestmark = pytest.mark.xdist_group("engine")


def copied(handed_in, tmp_path):
    """A copy of what was handed in, in which something may be changed."""
    return shutil.copytree(handed_in, tmp_path / "handed_in", symlinks=True)


# --- One submission -------------------------------------------------------------------------------


def test_check_prints_a_grade_as_json(handed_in):
    """Scripts read it: the keys are a promise."""
    notebook = handed_in / "sums" / PS1 / f"{PS1}.ipynb"
    done = autograder("check", notebook, "--json")
    assert done.returncode == 0, done.stderr
    grade = json.loads(done.stdout)
    assert {"assignment", "score", "max_score", "seconds", "repairs", "cells"} <= grade.keys()
    assert (grade["assignment"], grade["score"], grade["max_score"]) == (PS1, SCORES["sums"], 100)
    assert 0 < grade["cpu_seconds"] < 300 and grade["seconds"] > 0
    assert grade["repairs"] == []
    assert [cell["grade_id"] for cell in grade["cells"]] == load(PS1).autograded
    for cell in grade["cells"]:
        assert {"grade_id", "score", "max_score", "checks"} <= cell.keys()
        assert cell["max_score"] == load(PS1).points[cell["grade_id"]]
        for check in cell["checks"]:
            assert {"name", "passed", "message", "misconception"} <= check.keys()
            assert isinstance(check["passed"], bool)
            assert check["passed"] == (check["message"] == ""), check
    found = {check["misconception"] for cell in grade["cells"] for check in cell["checks"]}
    assert found == {None, "sums_the_gradients"}


def test_check_tells_what_was_mended_and_what_hit_a_limit(tmp_path):
    """A submission that ends its own process is graded: what ran counts, the rest fails with that
    reason, and the command did its work, so it ends with 0."""
    notebook = partly(PS1, "layer_sizes", initialize_parameters="import os\nos._exit(0)")
    notebook.cells.remove(cell_of(notebook, "test_predict"))
    path = tmp_path / f"{PS1} (2).ipynb"
    path.write_bytes(packed(notebook))
    result = invoke("check", path)
    assert result.exit_code == 0, result.output
    assert f"{PS1}: 5 of 100 points" in result.output
    assert "The cell `test_predict` was missing; it was put back." in result.output
    assert "The cell `initialize_parameters` ended the whole process" in result.output
    assert "test_predict: 0 of 5 points" in result.output


def test_check_needs_to_know_the_assignment(tmp_path):
    path = tmp_path / "homework.ipynb"
    path.write_bytes(packed(partly(PS1)))
    assert "add --assignment, one of ps1_tanh_network" in one_sentence(invoke("check", path))
    error = one_sentence(invoke("check", path, "--assignment", "ps9"))
    assert "there is no such assignment; the course has: ps1_tanh_network" in error


def test_check_wants_a_file(tmp_path):
    assert "is a directory" in one_sentence(invoke("check", tmp_path))
    assert "does not exist" in one_sentence(invoke("check", tmp_path / "none.ipynb"))


@pytest.mark.parametrize("command", ["check", "grade"])
def test_without_bubblewrap_the_remedy_is_reported(command, handed_in, tmp_path, monkeypatch):
    """Nothing is graded unprotected because a program was missing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    notebook = handed_in / "right" / PS1 / f"{PS1}.ipynb"
    arguments = [notebook] if command == "check" else [handed_in, "--output", tmp_path / "class"]
    result = invoke(command, "--sandbox", "auto", *arguments)
    error = one_sentence(result)
    assert "cannot work here (it is not installed)" in error
    assert "Install it (sudo apt-get install bubblewrap)" in error
    assert "--sandbox=process" in error
    assert result.stderr == f"Error: {error}\n"
    assert not (tmp_path / "class").exists()


def test_without_bubblewrap_the_example_class_is_graded_with_a_line_about_it(
    at_once, tmp_path, monkeypatch
):
    """It is our own work. A folder beside it is not."""
    examples = tmp_path / "submitted"
    hand_in(examples, "a", partly(PS1, "layer_sizes"))
    monkeypatch.setattr(course, "EXAMPLES", examples)
    monkeypatch.setenv("PATH", str(tmp_path))
    arguments = ["--sandbox", "auto", "--output", tmp_path / "class"]
    assert "Other people's work" in one_sentence(at_once("grade", *arguments, tmp_path))
    result = at_once("grade", *arguments, examples)
    assert result.exit_code == 0, result.output
    said = [line for line in result.stderr.splitlines() if "without a wall" in line]
    assert said == [
        "The example class, our own work, is graded without a wall: bubblewrap cannot work here "
        "(it is not installed)."
    ]
    assert [line["score"] for line in results(tmp_path / "class")] == [5]


# --- A class --------------------------------------------------------------------------------------


def test_every_student_has_the_grade_that_is_due(graded_class):
    """Whatever their folders are called: each got a page, a notebook, and a row in each table."""
    assert {student: graded_class.score(PS1, student) for student in SCORES} == SCORES
    for student in SCORES:
        for kind, ending in {
            "autograded": "ipynb",
            "feedback": "html",
            "submitted": "ipynb",
        }.items():
            assert (graded_class.folder / kind / student / PS1 / f"{PS1}.{ending}").is_file(), (
                student
            )
        assert f"{PS1} (Score: {SCORES[student]:.4g}".rstrip("0") in graded_class.feedback(
            PS1, student
        ), student


def test_grades_csv_has_a_row_a_student_and_assignment(graded_class):
    with (graded_class.folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ps1 = {row["student_id"]: float(row["score"]) for row in rows if row["assignment"] == PS1}
    assert ps1 == SCORES
    assert list(ps1) == sorted(ps1), "in whatever order they were graded"
    assert {row["assignment"] for row in rows} == {PS1, PS4}, "no other was handed in"


def test_results_has_a_line_a_submission(graded_class):
    lines = results(graded_class.folder)
    assert {line["student"]: line["score"] for line in lines if line["assignment"] == PS1} == SCORES
    assert [line["student"] for line in lines if line["assignment"] == PS4] == ["right"]
    assert len(lines) == len(SCORES) + 1


def test_the_summary_counts_what_became_of_each(graded_class):
    printed = graded_class.folder.with_name("printed").read_text()
    counts = dict(line.split() for line in printed.splitlines() if len(line.split()) == 2)
    assert counts == {
        "graded": "11",
        "repaired": "1",  # a file of another name
        "limited": "1",
        "unreadable": "2",  # cut short, and a link
        "unchanged": "0",
    }


def test_it_says_where_to_look_and_what_was_left_out(graded_class):
    printed = graded_class.folder.with_name("printed").read_text()
    assert f"Grades, feedback and gradebook are in {graded_class.folder}" in printed
    assert "Left out: link to a folder is a link, and links are not followed." in printed


def test_a_link_is_not_followed(graded_class):
    """It may lead to another student's work, or to the solution."""
    assert "The file is a link to another file." in graded_class.feedback(PS1, "link to a file")
    assert not (graded_class.folder / "autograded" / "link to a folder").exists()


def test_a_second_run_changes_nothing(own, handed_in):
    """Not one file, the database among them, is written again."""
    before = {path: path.stat().st_mtime_ns for path in own.folder.rglob("*")}
    result = invoke("grade", handed_in, "--output", own.folder)
    assert result.exit_code == 0, result.output
    assert "unchanged       11" in result.output
    assert {path: path.stat().st_mtime_ns for path in own.folder.rglob("*")} == before


def pages(folder):
    return {path: path.stat().st_mtime_ns for path in (folder / "feedback").rglob("*.html")}


def test_a_changed_submission_is_graded_again_and_no_other(own, handed_in, at_once, tmp_path):
    anew = copied(handed_in, tmp_path)
    hand_in(anew, "...", partly(PS1, "layer_sizes"))
    before = pages(own.folder)
    result = at_once("grade", anew, "--output", own.folder)
    assert "graded           1" in result.output, result.output
    after = pages(own.folder)
    assert [path.parent.parent.name for path in after if before[path] != after[path]] == ["..."]
    assert own.score(PS1, "...") == 5


def test_a_changed_hidden_test_grades_its_assignment_again(own, handed_in, at_once, monkeypatch):
    """The other assignments keep their grades, whatever was changed."""
    files, helper = keys.course_files, own.folder / "salt"
    monkeypatch.setattr(keys, "course_files", lambda name: files(name) + [helper] * (name == PS4))
    monkeypatch.setattr(keys, "fingerprint", keys.fingerprint.__wrapped__)
    monkeypatch.setattr(cluster, "fingerprint", keys.fingerprint)
    monkeypatch.setattr(worker, "fingerprint", keys.fingerprint)
    before = pages(own.folder)
    result = at_once("grade", handed_in, "--output", own.folder)
    assert "graded           1" in result.output, result.output
    assert "unchanged       10" in result.output
    assert pages(own.folder).keys() == before.keys()
    assert "unchanged       11" in at_once("grade", handed_in, "--output", own.folder).output


def test_points_and_comments_by_hand_survive(own, handed_in, at_once, tmp_path):
    """The answer was graded anew under them, so their cells are marked for another look."""
    with own.gradebook as gradebook:
        gradebook.find_grade("test_layer_sizes", PS1, PS1, "...").manual_score = 3
        gradebook.find_comment("layer_sizes", PS1, PS1, "...").manual_comment = "See me."
        gradebook.find_grade("analysis", PS4, PS4, "right").manual_score = 4.5
        gradebook.db.commit()
    anew = copied(handed_in, tmp_path)
    hand_in(anew, "...", partly(PS1, "layer_sizes"))
    hand_in(anew, "right", partly(PS4, analysis="I changed my mind."), name=PS4)
    result = at_once("grade", anew, "--output", own.folder)
    assert "graded           2" in result.output, result.output
    with own.gradebook as gradebook:
        grade = gradebook.find_grade("test_layer_sizes", PS1, PS1, "...")
        assert (grade.auto_score, grade.manual_score, grade.score) == (5, 3, 3)
        assert grade.needs_manual_grade
        comment = gradebook.find_comment("layer_sizes", PS1, PS1, "...")
        assert (comment.manual_comment, comment.comment) == ("See me.", "See me.")
        essay = gradebook.find_grade("analysis", PS4, PS4, "right")
        assert (essay.auto_score, essay.manual_score) == (None, 4.5)
        assert essay.needs_manual_grade
    assert own.score(PS1, "...") == 3


def test_a_written_answer_waits_for_a_person(graded_class):
    with graded_class.gradebook as gradebook:
        essay = gradebook.find_grade("analysis", PS4, PS4, "right")
        assert (essay.auto_score, essay.needs_manual_grade) == (None, True)
        code = gradebook.find_submission(PS1, "right")
        assert not code.needs_manual_grade


def test_demos_run_only_when_asked_for(graded_class, own, handed_in, at_once, tmp_path):
    """They take minutes, and earn no points: asking for them changes no grade."""
    shutil.copytree(handed_in / "Doe, Jane", tmp_path / "in" / "Doe, Jane")
    result = at_once("grade", tmp_path / "in", "--output", own.folder, "--demos")
    assert "graded           1" in result.output, result.output
    without, asked_for = (
        cell_of(each.notebook(PS1, "Doe, Jane"), "plot_data").outputs
        for each in (graded_class, own)
    )
    assert without[0].text == SKIPPED
    assert any("image/png" in output.get("data", {}) for output in asked_for)
    assert results(own.folder) == results(graded_class.folder)


# --- What really arrives, and what is asked for by mistake ----------------------------------------


def test_text_that_no_file_can_hold_stops_nobody(own, at_once, tmp_path):
    """JSON may hold half a surrogate pair, a ZIP file names of any bytes, timestamp.txt anything;
    each ended the grading of the whole class."""
    halved = json.loads(packed(partly(PS1, "layer_sizes")))
    halved["cells"][0]["source"] = "half of a pair: \ud800"
    hand_in(tmp_path, "halved", json.dumps(halved).encode())
    hand_in(tmp_path, "soon", partly(PS1)).with_name("timestamp.txt").write_text("soon")
    hand_in(tmp_path, os.fsdecode(b"caf\xe9"), partly(PS1, "layer_sizes"))
    hand_in(tmp_path, "odd", b"", file=os.fsdecode(b"\xff\xfe.txt"))
    result = at_once("grade", tmp_path, "--output", own.folder)
    assert result.exit_code == 0, result.exception
    due = {"halved": 5, "soon": 0, "caf\\xe9": 5, "odd": 0}
    assert {student: own.score(PS1, student) for student in due} == due


def test_a_file_that_cannot_be_read_stops_nobody(at_once, own, tmp_path, monkeypatch):
    """A bad sector, say, or a missing permission: the student gets an entry with the reason, and a
    grade once the file can be read."""
    hand_in(tmp_path / "in", "a", partly(PS1, "layer_sizes"))
    bad = hand_in(tmp_path / "in", "b", partly(PS1, "layer_sizes"))
    read_bytes = Path.read_bytes

    def broken(path):
        if path == bad:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", broken)
        at_once("grade", tmp_path / "in", "--output", own.folder)
    assert (own.score(PS1, "a"), own.score(PS1, "b")) == (5, 0)
    assert "The file cannot be read (Permission denied)." in own.feedback(PS1, "b")
    assert "unchanged        1" in at_once("grade", tmp_path / "in", "--output", own.folder).output
    assert own.score(PS1, "b") == 5


def test_what_was_handed_in_is_not_written_over(own, at_once, monkeypatch):
    """A file that cannot be read would be replaced by an empty one, or by the release."""
    place = own.folder / "submitted"
    before = contents(own.folder)
    assert "is where copies are written" in one_sentence(
        at_once("grade", place, "--output", own.folder)
    )
    monkeypatch.setenv("CLASS", str(own.folder))
    assert "is where copies are written" in one_sentence(invoke("collect", place))
    assert contents(own.folder) == before


def test_a_notebook_of_any_name_counts_for_one_assignment_at_most(own, at_once, tmp_path):
    """It was once graded as each of the four."""
    (tmp_path / "in" / "jane").mkdir(parents=True)
    (tmp_path / "in" / "jane" / "homework.ipynb").write_bytes(packed(partly(PS1, "layer_sizes")))
    result = at_once("grade", tmp_path / "in", "--output", own.folder)
    assert "holds no submission" in one_sentence(result)
    assert "Left out: jane holds no notebook named after an assignment" in result.stderr
    result = at_once("grade", tmp_path / "in", "--output", own.folder, "--assignment", PS1)
    assert own.score(PS1, "jane") == 5, result.output


def test_a_notebook_of_another_assignment_is_not_graded_as_the_one_asked_for(tmp_path):
    """Whoever handed in assignment 4 alone once got a 0 in assignment 1, and kept it."""
    hand_in(tmp_path, "jane", partly(PS4), file=f"{PS4}.ipynb", name="")
    assert not list(hand_ins(tmp_path, [PS1]))
    assert [each.assignment for each in hand_ins(tmp_path, [PS4])] == [PS4]


def test_a_folder_that_cannot_be_read_is_reported_and_stops_nobody(tmp_path, monkeypatch):
    hand_in(tmp_path, "a", partly(PS1))
    hand_in(tmp_path, "b", partly(PS1))
    iterdir = Path.iterdir

    def refusing(path):
        if "b" in path.parts:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refusing)
    monkeypatch.setattr(os, "access", lambda path, mode: "b" not in Path(path).parts)
    assert [each.student for each in hand_ins(tmp_path, [PS1])] == ["a"]
    assert list(left_out(tmp_path, [PS1])) == ["b cannot be read; change its permissions."]


def test_a_fault_of_ours_costs_one_student_another_run(own, at_once, tmp_path, monkeypatch):
    """It is reported, the others get their grades, and the next run grades this one again."""
    hand_in(tmp_path / "in", "a", partly(PS1, "layer_sizes"))
    hand_in(tmp_path / "in", "b", partly(PS1, "layer_sizes"))
    judge = worker.judge

    def stumbling(submission, *rest):
        if submission.student == "a":
            raise RuntimeError("we did not think of this")
        return judge(submission, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(worker, "judge", stumbling)
        result = at_once("grade", tmp_path / "in", "--output", own.folder)
    assert result.exit_code == 1
    assert "graded           1" in result.output, result.output
    reason = "It could not be graded (RuntimeError: we did not think of this)."
    assert f"Not graded: a/{PS1}: {reason} Run the command again" in result.stderr
    assert (own.score(PS1, "a"), own.score(PS1, "b")) == (0, 5)
    assert own.grade(PS1, "a", "test_layer_sizes") == (0, True), "nobody is asked to look at it"
    limits = {line["student"]: line["limits"] for line in results(own.folder)}
    assert limits["a"] == [reason]
    result = at_once("grade", tmp_path / "in", "--output", own.folder)
    assert "unchanged        1" in result.output
    assert own.score(PS1, "a") == 5


def test_a_folder_without_submissions_is_reported(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / f"{PS1}.ipynb").write_bytes(packed(partly(PS1)))
    result = invoke("grade", tmp_path / "empty", "--output", tmp_path / "class")
    assert "expected" in one_sentence(result)
    assert f"Left out: {PS1}.ipynb lies in no student's folder." in result.stderr
    assert not (tmp_path / "class").exists(), "a class was begun"


def test_grade_wants_a_folder_and_an_assignment_of_the_course(handed_in, tmp_path):
    file = hand_in(tmp_path, "a", b"")
    assert "is a file" in one_sentence(invoke("grade", file, "--output", tmp_path))
    assert "does not exist" in one_sentence(invoke("grade", tmp_path / "b", "--output", tmp_path))
    error = one_sentence(invoke("grade", handed_in, "--assignment", "ps9", "--output", tmp_path))
    assert "there is no such assignment" in error


@pytest.mark.parametrize(
    "url, reason",
    [
        ("nonsense", "Could not parse"),
        ("sqlite:////no/such/folder/gradebook.db", "unable to open database file"),
        ("sqlite:///{folder}/salt", "file is not a database"),
        ("nosuchkind://teacher:secret@localhost/class", "nosuchkind"),
    ],
)
def test_a_gradebook_that_cannot_be_opened_is_reported(url, reason, handed_in, tmp_path):
    (tmp_path / "salt").write_text("no database, but long enough to look like one" * 10)
    result = invoke("grade", handed_in, "--output", tmp_path, "--db", url.format(folder=tmp_path))
    error = one_sentence(result)
    assert error.startswith("The gradebook "), error
    assert reason in error
    assert "secret" not in result.output


def test_a_class_folder_that_cannot_be_made_is_reported(handed_in, tmp_path):
    (tmp_path / "file").touch()
    error = one_sentence(invoke("grade", handed_in, "--output", tmp_path / "file" / "class"))
    assert error == f"{tmp_path / 'file' / 'class'}: Not a directory."
    assert "/proc/class" in one_sentence(invoke("grade", handed_in, "--output", "/proc/class"))


# --- The function behind the command --------------------------------------------------------------


def test_a_class_is_graded_without_a_command_line(at_once, handed_in, tmp_path, capsys):
    """It prints nothing of its own, and says what there is to say by what it is given."""
    said, done = [], []
    arguments = {"sandbox": WALL, "say": said.append}
    counts = grade_class(
        handed_in,
        tmp_path / "class",
        [PS1],
        progress=lambda *numbers: done.append(numbers),
        **arguments,
    )
    assert counts == {"graded": 10, "repaired": 1, "limited": 1, "unreadable": 2}
    assert done == [(number, 10) for number in range(1, 11)]
    assert "Left out: link to a folder is a link, and links are not followed." in said
    again = grade_class(handed_in, tmp_path / "class", [PS1], **arguments)
    assert again == {"unchanged": 10}
    assert capsys.readouterr() == ("", "")


def test_each_hand_in_is_read_once(at_once, handed_in, tmp_path, monkeypatch):
    """A class of thousands may lie on a slow disk: its keys and its grading need the same bytes."""
    read, read_bytes = Counter(), Path.read_bytes

    def counting(path):
        read[path] += path.suffix == ".ipynb" and path.is_relative_to(handed_in)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counting)
    grade_class(handed_in, tmp_path / "class", [PS1], sandbox=WALL, say=lambda sentence: None)
    assert set(read.values()) <= {0, 1}
    assert read.total() == 9, "all but the link"


def test_check_runs_demos_when_asked(tmp_path, monkeypatch):
    path, asked = tmp_path / f"{PS1}.ipynb", []
    path.write_bytes(packed(partly(PS1)))

    def noting(assignment, hand_in, sandbox, salt, demos):
        asked.append(demos)

    monkeypatch.setattr(course, "grade_submission", noting)
    for demos in (True, False):
        course.grade_notebook(path, None, sandbox=WALL, demos=demos)
    assert asked == [True, False]
