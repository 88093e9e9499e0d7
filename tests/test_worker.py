"""A worker by itself, with a sandbox that runs nothing: the order of its work, what it sends."""

import json
import queue
from contextlib import contextmanager

import pytest
from classes import partly

from autograder import worker
from autograder.classroom import HandIn
from autograder.keys import GradingOptions, fingerprint, key
from autograder.source import load
from autograder.submission import GradedFiles
from autograder.worker import ClusterError, give_up, grade_one
from examples.make_class import PS1, packed

HAND_IN = HandIn("jane", PS1, f"{PS1}.ipynb", packed(partly(PS1)))
OPTIONS = GradingOptions("salt", "process")


class Child:
    """Notes what is asked of it, and whether the lock was held meanwhile."""

    cpu_seconds = 1.25

    def __init__(self, events):
        self.events = events

    def __call__(self, request):
        return {"failure": "It does not answer."}

    def note(self, event):
        self.events.append((event, worker.RUN_LOCK.locked()))

    def meet(self):
        self.note("meet")

    def run(self, source, label):
        self.note("run")
        self.labels = [*getattr(self, "labels", []), label]
        return {"outputs": []}

    def close(self):
        self.note("close")


class Sandbox:
    def __init__(self):
        self.events, self.child_of = [], None

    @contextmanager
    def child(self):
        self.child_of = Child(self.events)
        yield self.child_of
        self.events.append(("end", worker.RUN_LOCK.locked()))


@pytest.fixture
def sandbox(monkeypatch):
    """The only free sandbox of this worker; afterwards it is free again."""
    only, free = Sandbox(), queue.LifoQueue()
    free.put(only)

    def shared(name, kind):
        assert (name, kind) == (PS1, "process")
        return load(name), free

    monkeypatch.setattr(worker, "_shared", shared)
    yield only
    assert free.get_nowait() is only


def test_a_grade_comes_with_its_key_and_its_files(sandbox):
    files = grade_one(HAND_IN, OPTIONS, fingerprint(PS1))
    assert files.key == key(HAND_IN, OPTIONS)
    assert (files.graded.student, files.graded.assignment) == ("jane", PS1)
    assert files.graded.limits == [] and len(files.graded.cells) == len(load(PS1).autograded)
    assert files.graded.cpu_seconds >= 1.25
    text = files.notebook.decode()
    assert text.count("\n") == 1 and text.endswith("\n")
    assert len(json.loads(text)["cells"]) >= len(partly(PS1).cells)
    assert files.feedback.startswith(b"<!DOCTYPE html>")


def test_the_code_of_a_student_runs_under_the_lock_and_nothing_else_does(sandbox):
    """The process is there before, and ends while its files are made."""
    grade_one(HAND_IN, OPTIONS, fingerprint(PS1))
    events = list(dict.fromkeys(sandbox.events))
    assert events == [("meet", False), ("run", True), ("close", False), ("end", False)]


@pytest.mark.parametrize("demos", [False, True])
def test_demos_run_only_if_the_options_say_so(sandbox, demos):
    grade_one(HAND_IN, GradingOptions("salt", "process", demos=demos), fingerprint(PS1))
    assert ("The cell `plot_data`" in sandbox.child_of.labels) == demos


def test_the_inputs_come_from_the_salt_of_the_class(sandbox, monkeypatch):
    salts, judge = [], worker.judge
    monkeypatch.setattr(worker, "judge", lambda *each: salts.append(each[2]) or judge(*each))
    grade_one(HAND_IN, OPTIONS, fingerprint(PS1))
    assert salts == ["salt"]


def test_another_version_of_the_course_grades_nothing(sandbox):
    with pytest.raises(ClusterError, match="another version"):
        grade_one(HAND_IN, OPTIONS, "another fingerprint")
    assert sandbox.events == []


def test_a_fault_of_ours_is_no_grade(sandbox, monkeypatch):
    def stumbles(*_):
        raise RuntimeError("why")

    monkeypatch.setattr(worker, "judge", stumbles)
    files = grade_one(HAND_IN, OPTIONS, fingerprint(PS1))
    assert files.key == ""
    assert files.graded.limits == ["It could not be graded (RuntimeError: why)."]


def test_what_a_person_can_mend_is_raised(sandbox, monkeypatch):
    def refuses(*_):
        raise ClusterError("Mend it.")

    monkeypatch.setattr(worker, "judge", refuses)
    with pytest.raises(ClusterError, match="Mend it"):
        grade_one(HAND_IN, OPTIONS, fingerprint(PS1))


def test_who_is_given_up_has_no_points_and_a_page_with_the_reason():
    files = give_up(HAND_IN, "The worker was lost.")
    assert isinstance(files, GradedFiles) and files.key == ""
    assert (files.graded.student, files.graded.assignment) == ("jane", PS1)
    assert (files.graded.score, files.graded.cpu_seconds) == (0, 0)
    assert files.graded.limits == ["The worker was lost."]
    assert b"The worker was lost." in files.feedback
    assert "The worker was lost." in files.notebook.decode()


def test_a_worker_has_a_sandbox_for_each_thread_and_stops_them_at_its_end(monkeypatch):
    made, stopped, intervals, frozen = [], [], [], []

    class Kept:
        def __init__(self, kind):
            made.append(kind)

        def stop(self):
            pass

    monkeypatch.setattr(worker, "Sandbox", Kept)
    monkeypatch.setattr(worker.atexit, "register", stopped.append)
    monkeypatch.setattr(worker.sys, "setswitchinterval", intervals.append)
    monkeypatch.setattr(worker.gc, "freeze", lambda: frozen.append(True))
    free = worker._sandboxes.__wrapped__("process")
    assert made == ["process"] * worker.THREADS == ["process"] * free.qsize()
    assert len({each.__self__ for each in stopped}) == worker.THREADS
    last = free.get()
    free.put(last)
    assert free.get() is last, "a worker of one thread starts only one"
    assert (intervals, frozen) == ([worker.SWITCH_INTERVAL], [True])
