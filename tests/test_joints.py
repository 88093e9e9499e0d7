"""Each part is tested by itself; here is that they are joined: a submission goes the whole way."""

import csv
import json
from types import SimpleNamespace

import numpy as np
import pytest
from classes import PS4, WALL, hand_in, partly
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.server_extensions.formgrader import handlers

from autograder import cluster, submission
from autograder.assignment import load_release
from autograder.classroom import HandIn
from autograder.files import write
from autograder.gradebook import Gradebook
from autograder.grading import Seed, grade_cell
from autograder.inside.calls import Functions
from autograder.inside.interpreter import CPU_GRACE
from autograder.sandbox import Limits, Sandbox
from autograder.source import load
from autograder.submission import Prepared, grade_submission, judge, prepare, run
from examples.make_class import PS1, answered, cell_of, packed, solved

pytestmark = pytest.mark.xdist_group("engine")


@pytest.fixture(scope="module")
def sandbox():
    """The sandbox that there is: what runs in it here is our own."""
    with Sandbox(WALL) as running:
        yield running


def graded(notebook, sandbox):
    hand_in = HandIn("a student", PS1, f"{PS1}.ipynb", packed(notebook))
    return grade_submission(load(PS1), hand_in, sandbox, "salt")


# --- From the hand-in to what people read ---------------------------------------------------------

SCRIPT = "<script>window.acted=1</script>"


def shown(folder, student):
    """A submission as its student and its instructor see it: the feedback page, and the autograded
    notebook on a page of nbconvert's and on one of formgrader's."""
    path = folder / "autograded" / student / PS1 / f"{PS1}.ipynb"
    yield (folder / "feedback" / student / PS1 / f"{PS1}.html").read_text(encoding="utf-8")
    yield HTMLExporter().from_filename(str(path))[0]
    formgrader = HTMLExporter(
        template_name="formgrade", extra_template_basedirs=[handlers.template_path]
    )
    names = ("base_url", "notebook_path", "assignment_id", "notebook_id", "student")
    resources = dict.fromkeys((*names, "first_name", "last_name", "submission_id"), "x")
    yield formgrader.from_filename(str(path), resources=resources | {"index": 0, "total": 1})[0]


def test_no_script_of_a_student_reaches_a_reader(at_once, tmp_path):
    """The notebook was made harmless by a function that nobody called, and every test passed."""
    notebook = partly(PS1)
    notebook.cells.append(new_markdown_cell(f"My notes {SCRIPT}"))
    cell_of(notebook, "layer_sizes").source = f"from IPython.display import HTML\nHTML('{SCRIPT}')"
    hand_in(tmp_path / "in", "hostile", notebook)
    at_once("grade", tmp_path / "in", "--output", tmp_path / "class")
    for html in shown(tmp_path / "class", "hostile"):
        assert "My notes" in html
        assert SCRIPT not in html.replace(" ", "")


def test_everyone_is_told_of_their_own_mistakes(at_once, tmp_path):
    """One worker makes all these pages, and once took a cell for that of the student before: it had
    the same source, and another verdict."""
    order = ["a wrong", "b right", "c wrong"]
    for student in order:
        made = answered("sums_the_gradients" if "wrong" in student else None)
        hand_in(tmp_path / "in", student, made(load(PS1))[1])
    at_once("grade", tmp_path / "in", "--output", tmp_path / "class")
    sentence = next(
        each.sentence
        for each in load(PS1).suite.misconceptions
        if each.name == "sums_the_gradients"
    )
    start = " ".join(sentence.split()[:6])
    found = {
        student: any(start in " ".join(html.split()) for html in shown(tmp_path / "class", student))
        for student in order
    }
    assert found == {"a wrong": True, "b right": False, "c wrong": True}


def test_a_float32_answer_is_seen_as_one(sandbox):
    """It goes through the codec and past what makes plain data of it, and stays what it is."""
    notebook = partly(PS1, "forward_propagation")
    cell_of(notebook, "forward_propagation").source += (
        "\nin_float64 = forward_propagation\n"
        "def forward_propagation(X, parameters):\n"
        "    A2, cache = in_float64(X, parameters)\n"
        "    return A2.astype(np.float32), cache\n"
    )
    messages = [
        verdict.message
        for cell in graded(notebook, sandbox).cells
        if cell.grade_id == "test_forward_propagation"
        for verdict in cell.verdicts
    ]
    assert any("has dtype float32" in message for message in messages), messages


def test_the_name_of_a_file_is_made_harmless_too():
    """It stands in the note of what was mended, which nobody but us has written."""
    name = "x`<img src=x onerror=act()>`.ipynb"
    prepared = prepare(load(PS1), HandIn("a", PS1, name, packed(partly(PS1))))
    note = prepared.notebook.cells[0].source
    assert "img src" in note and "<img" not in note


def test_a_cell_that_hit_a_limit_says_so_below_it(graded_class):
    cell = cell_of(graded_class.notebook(PS1, "quits"), "initialize_parameters")
    assert "ended the whole process" in "".join(each.get("text", "") for each in cell.outputs)


# --- The order of things --------------------------------------------------------------------------


class InThisProcess:
    """A child without a process: it runs cells and answers calls in a namespace of its own."""

    def __init__(self):
        self.namespace = {}
        self._functions = Functions(self.namespace)

    def __call__(self, request):
        return self._functions(request)

    def run(self, source, label):
        exec(source, self.namespace)
        return {"outputs": []}


def test_hidden_tests_come_before_their_cell():
    """Whatever a cell does, the functions were judged as they stood when it was reached."""
    cells = [
        cell
        for cell in solved(load(PS1)).cells
        if cell.cell_type == "code" and "demo" not in cell.metadata.get("tags", ())
    ]
    last = next(i for i, cell in enumerate(cells) if "test_layer_sizes" in str(cell.metadata))
    cells = [cell.copy() for cell in cells[: last + 1]]
    cells[last].source = "del layer_sizes"
    notebook = load_release(PS1) | {"cells": cells}
    prepared = Prepared(
        assignment=load(PS1), student="a", notebook=SimpleNamespace(**notebook), repairs=[]
    )
    runs, _ = run(prepared, InThisProcess(), Seed("salt", "a"))
    assert runs[-1].grade.score == runs[-1].grade.max_score


# --- What only the owner of the clock or of the gradebook would notice ----------------------------


def test_waiting_takes_time_and_computes_nothing(sandbox):
    """Seconds by the clock and of CPU time stand beside each other in each record."""
    notebook = partly(PS1)
    notebook.cells.append(new_code_cell("import time\ntime.sleep(3)"))
    grade = graded(notebook, sandbox)
    assert grade.cpu_seconds < 3 <= grade.seconds


def test_a_record_counts_what_a_student_computed(at_once, tmp_path):
    notebook = partly(PS1, layer_sizes="import time\nwhile time.process_time() < 4: pass")
    hand_in(tmp_path / "in", "a", notebook)
    at_once("grade", tmp_path / "in", "--output", tmp_path / "class")
    (line,) = (tmp_path / "class" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["cpu_seconds"] > 2


def test_the_kernel_ends_what_no_alarm_ends():
    """A student can ignore our alarm; the limit of the kernel is theirs to lower only."""
    limits = Limits(seconds=70)
    source = (
        "import resource\n"
        "def limits(): return resource.getrlimit(resource.RLIMIT_CPU)\n"
        "def lift(): resource.setrlimit(resource.RLIMIT_CPU, (2000, 2000))"
    )
    request = {"do": "call", "kwargs": {}, "args": (), "seconds": 5}
    with Sandbox(WALL, limits) as running, running.child() as child:
        child.run(source, "cell")
        found = child(request | {"name": "limits", "label": "limits"})["result"]
        assert found == (limits.seconds + CPU_GRACE, limits.seconds + CPU_GRACE)
        if running.kind == "bubblewrap":  # Without it, root may lift what it likes.
            assert "failure" in child(request | {"name": "lift", "label": "lift"})


def table(folder, name):
    """The rows of grades.csv for one assignment, by student."""
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == name}


def test_a_penalty_leaves_no_score_below_zero(own):
    """nbgrader takes it from the score, whatever that is."""
    with own.gradebook as gradebook:
        for student, penalty in {"Doe, Jane": 2, "...": 7, "right": 1000}.items():
            (notebook,) = gradebook.find_submission(PS1, student).notebooks
            notebook.late_submission_penalty = penalty
        gradebook.db.commit()
    with Gradebook(own.folder, f"sqlite:///{own.folder / 'gradebook.db'}") as gradebook:
        gradebook.export()
    rows = table(own.folder, PS1)
    expected = {"Doe, Jane": (5, 2, 3), "...": (0, 7, 0), "right": (100, 1000, 0)}
    for student, figures in expected.items():
        names = ("raw_score", "late_submission_penalty", "score")
        assert tuple(float(rows[student][name]) for name in names) == figures, student


def test_points_by_hand_reach_the_table_though_nothing_is_graded_anew(own, handed_in, at_once):
    with own.gradebook as gradebook:
        gradebook.find_grade("analysis", PS4, PS4, "right").manual_score = 4.5
        gradebook.db.commit()
    assert "unchanged       11" in at_once("grade", handed_in, "--output", own.folder).output
    assert float(table(own.folder, PS4)["right"]["score"]) == 4.5


def test_who_handed_in_nothing_has_a_row_too(graded_class):
    """Without it, a sum in a spreadsheet counts another student's points."""
    rows = table(graded_class.folder, PS4)
    assert rows.keys() >= {"right", "sums", "..."}
    assert float(rows["sums"]["score"]) == 0


def test_the_gradebook_knows_when_it_was_handed_in(own, at_once, tmp_path):
    path = hand_in(tmp_path / "in", "a", partly(PS1))
    path.with_name("timestamp.txt").write_text("2026-11-27 12:00:00 UTC")
    at_once("grade", tmp_path / "in", "--output", own.folder)
    with own.gradebook as gradebook:
        assert str(gradebook.find_submission(PS1, "a").timestamp) == "2026-11-27 12:00:00"


def test_no_response_is_said_of_an_empty_answer_only(own, at_once, tmp_path):
    """And an empty one waits for nobody: it has no points."""
    hand_in(tmp_path / "in", "empty", partly(PS4), name=PS4)
    at_once("grade", tmp_path / "in", "--output", own.folder)
    with own.gradebook as gradebook:
        comments = {
            student: gradebook.find_comment("analysis", PS4, PS4, student).auto_comment
            for student in ("empty", "right")
        }
        grade = gradebook.find_grade("analysis", PS4, PS4, "empty")
        assert (grade.auto_score, grade.needs_manual_grade) == (0, False)
    assert comments == {"empty": "No response.", "right": None}


def test_a_file_is_whole_at_every_moment(tmp_path):
    """Whoever reads it meanwhile, or after a kill, finds what stood there before."""
    path = tmp_path / "page.html"
    path.write_bytes(b"before")

    def parts():
        yield b"half"
        assert path.read_bytes() == b"before"
        yield b" and half"

    write(path, parts())
    assert path.read_bytes() == b"half and half"

    def broken():
        yield b"half"
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write(path, broken())
    assert path.read_bytes() == b"half and half"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


# --- Every student has inputs of their own --------------------------------------------------------


def asked(salt, student):
    """The arrays that the hidden tests of a cell hand to a student's function."""
    namespace, seen = load(PS1).namespace(), []
    forward = namespace["forward_propagation"]

    def recording(X, parameters):
        seen.append(np.array(X).tobytes())
        return forward(X, parameters)

    namespace["forward_propagation"] = recording
    grade_cell(load(PS1), "test_forward_propagation", Functions(namespace), Seed(salt, student))
    return seen


def test_no_two_students_are_asked_the_same():
    """Answers that one has recorded are of no use to another."""
    one = asked("salt", "a")
    assert one == asked("salt", "a")
    assert not set(one) & set(asked("salt", "b"))
    assert not set(one) & set(asked("another salt", "a"))


def test_a_submission_is_judged_with_the_inputs_of_its_student(monkeypatch):
    seeds = []
    monkeypatch.setattr(submission, "run", lambda *given: (seeds.append(given[2]), ([], 0.0))[1])
    for student in ("a", "b"):
        arrived = HandIn(student, PS1, f"{PS1}.ipynb", packed(partly(PS1)))
        judge(prepare(load(PS1), arrived), None, "salt")
    assert seeds == [Seed("salt", "a"), Seed("salt", "b")]


def test_a_class_is_graded_with_its_own_salt(at_once, tmp_path, monkeypatch):
    """With that of the folder in force, the classes of two terms would share a secret."""
    hand_in(tmp_path / "in", "a", partly(PS1))
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "salt").write_text("ours")
    salts, grade_one = [], cluster.grade_one

    def noting(arrived, options, expected):
        salts.append(options.salt)
        return grade_one(arrived, options, expected)

    monkeypatch.setattr(cluster, "grade_one", noting)
    at_once("grade", tmp_path / "in", "--output", tmp_path / "class")
    assert salts == ["ours"]
