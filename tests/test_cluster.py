"""A real Dask cluster, each part in a process of its own: the same grades, whoever dies."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest
from classes import (
    BIN,
    ENVIRONMENT,
    LONG,
    PS1,
    WALL,
    contents,
    hand_in,
    invoke,
    partly,
    until,
    walled,
)
from distributed import Client, LocalCluster
from distributed.scheduler import KilledWorker

from autograder import cluster, course, keys, submission
from autograder import worker as working
from autograder.classroom import HandIn, hand_ins
from autograder.keys import GradingOptions
from autograder.sandbox import Child, SandboxError
from autograder.source import load

pytestmark = pytest.mark.xdist_group("engine")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Wait longer for a scheduler: one that a test has started answers, on a busy machine too."""
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", LONG)
    monkeypatch.setattr(cluster, "WORKER_SECONDS", LONG)


# --- Processes ------------------------------------------------------------------------------------


@pytest.mark.slow("a scheduler and two workers start, each a process with sandboxes of its own")
def test_a_worker_that_is_killed_costs_no_grade(scheduler, graded_class, handed_in, tmp_path):
    """One of two workers is killed with submissions in hand. What comes out is, bit for bit, what
    two workers of the command's own gave: so it does not depend on how many there are either.

    It is stopped first: then it keeps what it has in hand, however late we come to kill it.
    """
    shutil.copy(graded_class.folder / "salt", tmp_path)
    command = [BIN / "autograder", *walled("grade", handed_in, "--output", tmp_path)]
    command += ["--scheduler", scheduler.address]
    with Client(scheduler.address, timeout=LONG, set_as_default=False) as client:
        victim = scheduler.worker()
        client.wait_for_workers(2, timeout=LONG)
        (address,) = (a for a, pid in client.run(os.getpid).items() if pid == victim.pid)
        grading = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
        try:
            until(lambda: client.processing().get(address), "the worker gets nothing", grading)
            victim.send_signal(signal.SIGSTOP)
            until(lambda: list(tmp_path.glob("feedback/*")), "the other grades nothing", grading)
            assert client.processing().get(address), "it had done all before it could be killed"
            victim.kill()
            victim.wait()
            printed, _ = grading.communicate(timeout=LONG)
        finally:
            grading.kill()
            grading.wait()
        assert grading.returncode == 0
        assert "graded          11" in printed
        assert len(client.nthreads()) == 1
    assert contents(tmp_path) == contents(graded_class.folder)


@pytest.fixture
def worker():
    """The module `worker` in this process, as in a worker that has graded nothing before.

    What its threads shared is left to nobody: a sandbox ends with the thread that started it.
    """

    def forget():
        for sandbox in working._sandboxes(WALL).queue:
            sandbox.stop()
        for shared in (working._shared, working._sandboxes):
            shared.cache_clear()

    forget()
    yield working
    forget()


def test_the_next_is_prepared_while_the_code_of_one_runs(worker, handed_in, monkeypatch):
    """Two threads of a worker: each has a sandbox of its own, and only one of them the lock."""
    born, begun, ended = [], [], []
    meet = Child.meet

    def met(child):
        meet(child)
        born.append(child)

    def run(prepared, child, seed):
        assert begun == ended, "two students' code at a time"
        begun.append(seed.student)
        until(lambda: len(born) == 2, "the other child is not born while this one runs")
        ended.append(seed.student)
        return [], 0.0

    monkeypatch.setattr(Child, "meet", met)
    monkeypatch.setattr(submission, "run", run)
    two, options = islice(hand_ins(handed_in, [PS1]), 2), GradingOptions("salt", WALL)
    with ThreadPoolExecutor(2) as pool:
        ours = keys.fingerprint(PS1)
        graded = [
            each.graded
            for each in pool.map(lambda each: worker.grade_one(each, options, ours), two)
        ]
    assert [each.limits for each in graded] == [[], []]
    assert sorted(ended) == sorted(each.student for each in graded)


def test_an_assignment_is_parsed_under_the_lock(worker, handed_in, monkeypatch):
    """Matplotlib parses too, as it is imported for a student's checks. CPython counts how deep its
    parser is for all threads together: of two that parse at a time one may fail, and with it a
    right answer."""
    locked = []

    def loaded(name):
        locked.append(worker.RUN_LOCK.locked())
        return load(name)

    monkeypatch.setattr(worker, "load", loaded)
    first = next(hand_ins(handed_in, [PS1]))
    worker.grade_one(first, GradingOptions("salt", WALL), keys.fingerprint(PS1))
    assert locked == [True]


def test_a_fault_leaves_its_sandbox_to_the_next(worker, handed_in, monkeypatch):
    """Two faults would have taken both, and the class would have waited for ever."""

    def stumbling(*_):
        raise RuntimeError("we did not think of this")

    free = worker._sandboxes(WALL)
    monkeypatch.setattr(worker, "judge", stumbling)
    first = next(hand_ins(handed_in, [PS1]))
    worker.grade_one(first, GradingOptions("salt", WALL), keys.fingerprint(PS1))
    assert free.qsize() == worker.THREADS


def test_a_sandbox_that_broke_is_no_students_fault(worker, handed_in, monkeypatch):
    """It ends in one sentence, rather than in a class of which each student is not graded."""

    def broken(*_):
        raise SandboxError("The sandbox did not start.")

    monkeypatch.setattr(worker, "judge", broken)
    first = next(hand_ins(handed_in, [PS1]))
    with pytest.raises(SandboxError):
        worker.grade_one(first, GradingOptions("salt", WALL), keys.fingerprint(PS1))


def test_a_cluster_needs_no_wall_where_the_command_runs(monkeypatch):
    """Its workers have one; a laptop may hand out their work."""
    monkeypatch.setenv("PATH", "")
    assert course._kind("auto", Path("in"), "tcp://other:8786", print) == "bubblewrap"
    with pytest.raises(SandboxError, match="bubblewrap"):
        course._kind("auto", Path("in"), None, print)


# --- Clusters that do not work --------------------------------------------------------------------


def failure(handed_in, folder, address):
    result = invoke("grade", handed_in, "--output", folder, "--scheduler", address)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 1
    return result.stderr.splitlines()[-1]


def test_a_scheduler_that_does_not_answer_is_reported(own, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.5)
    hand_in(tmp_path / "in", "new", partly(PS1))
    error = failure(tmp_path / "in", own.folder, "tcp://127.0.0.1:1")
    assert error.startswith("Error: No Dask scheduler answers at tcp://127.0.0.1:1 ")
    error = failure(tmp_path / "in", own.folder, "nonsense://")
    assert error.startswith("Error: No Dask scheduler answers at nonsense:// ")


@pytest.fixture
def threads():
    """A cluster in this process, which runs whatever a test puts in the place of the grading."""
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False}
    with LocalCluster(**options, dashboard_address=":0", silence_logs="CRITICAL") as running:
        yield running


def test_a_scheduler_without_workers_is_reported(own, tmp_path, monkeypatch):
    """It would have waited for ever."""
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 0.5)
    hand_in(tmp_path / "in", "new", partly(PS1))
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=":0") as idle:
        error = failure(tmp_path / "in", own.folder, idle.scheduler_address)
    assert "has no worker; start `dask worker tcp://127.0.0.1:" in error


def test_workers_of_another_version_are_reported(scheduler, own, tmp_path, monkeypatch):
    """A grade would depend on which machine gave it."""
    monkeypatch.setattr(cluster, "fingerprint", lambda name: "a newer one")
    hand_in(tmp_path / "in", "new", partly(PS1))
    error = failure(tmp_path / "in", own.folder, scheduler.address)
    assert error == "Error: A worker has another version of the course; update and restart it."


def test_a_worker_that_runs_an_engine_of_before_has_another_version(monkeypatch):
    """What it runs counts, not what an update has put on the disk since."""
    now = keys.fingerprint(PS1)
    monkeypatch.setattr(keys, "RUNNING", "the engine of before")
    assert keys.fingerprint.__wrapped__(PS1) != now


def test_a_fault_without_a_text_is_reported_by_its_name():
    fails = pytest.raises(cluster.ClusterError, match=r"^The cluster failed \(TimeoutError\)")
    with fails, cluster._working():
        raise TimeoutError


def test_a_cluster_that_is_lost_is_reported(own, tmp_path, threads, monkeypatch):
    """The connection to the scheduler breaks while a submission is being graded."""
    begun = tmp_path / "begun"

    def endless(*_):  # A worker runs a copy of this function, which can report only through files.
        begun.touch()
        while begun.exists():
            time.sleep(0.02)

    def breaks():
        for connection in threads.scheduler.client_comms.values():
            connection.comm.abort()

    def lose():
        until(begun.exists, "nothing is graded")
        threads.loop.add_callback(breaks)

    monkeypatch.setattr(cluster, "connected", lambda *_: Client(threads))
    monkeypatch.setattr(cluster, "grade_one", endless)
    hand_in(tmp_path / "in", "new", partly(PS1))
    with ThreadPoolExecutor(1) as pool:
        losing = pool.submit(lose)
        error = failure(tmp_path / "in", own.folder, "")
        losing.result()
    begun.unlink()
    assert error.startswith("Error: The cluster failed (")
    assert "scheduler-connection-lost" in error
    assert "What was graded before is kept" in error


def test_workers_that_cannot_start_are_reported_in_one_sentence(handed_in, tmp_path):
    """As where a container allows few open files: Dask's own words are a traceback for each."""
    command = [BIN / "autograder", *walled("grade", handed_in, "--output", tmp_path)]
    limited = ["sh", "-c", 'ulimit -n 30 && exec "$@"', "sh", *command, "--workers", "2"]
    done = subprocess.run(limited, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 1
    *before, error = done.stderr.splitlines()
    assert error.startswith("Error: 2 workers cannot start on this machine (")
    assert "Too many open files" in error and "(ulimit -n)" in error
    assert not [line for line in before if "Traceback" in line or "Error" in line]


PINNED = """
import os, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from autograder import cluster
from autograder.cli import main
cluster.connected = lambda workers, scheduler: sys.exit(f"workers: {workers}")
main()
"""


def test_there_are_as_many_workers_as_this_process_has_cores(handed_in, tmp_path):
    """A container, or `taskset`, may leave it fewer than the machine has."""
    command = [sys.executable, "-c", PINNED, *walled("grade", handed_in, "--output", tmp_path)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "workers: 1"


def test_what_was_not_graded_is_tried_once_more_alone(handed_in, threads, tmp_path, monkeypatch):
    """Dask blames everything that a worker had in hand when it ended, and a fault of ours may be
    due to another submission beside it. Only a submission that ends its worker, or fails, when it
    is graded alone stays without a grade."""

    def stumbling(hand_in, options, expected):
        name = hand_in.student.replace(".", "dot")
        tries = len(list(tmp_path.glob(f"{name}-*")))  # A worker runs a copy: it counts by files.
        (tmp_path / f"{name}-{tries}").touch()
        if hand_in.student == "..." or (hand_in.student == "..up" and tries < 3):  # Dask's tries
            raise KilledWorker("grade_one", SimpleNamespace(address="a worker"), 1)
        key, result = ("", "a fault") if tries == 0 else ("a key", "graded")
        return SimpleNamespace(key=key, result=result)

    def give_up(hand_in, reason):
        return SimpleNamespace(key="", result=reason)

    monkeypatch.setattr(cluster, "grade_one", stumbling)
    monkeypatch.setattr(cluster, "give_up", give_up)
    monkeypatch.setattr(cluster, "fingerprint", lambda name: "")
    with Client(threads) as client:
        names = [PS1]
        options = GradingOptions("salt", WALL)
        came = cluster.grade_all(client, hand_ins(handed_in, names), options)
        found = sorted((each.student, files.result) for each, files in came)
    ended = "It ended every worker that graded it."
    assert found == sorted(
        (each.student, ended if each.student == "..." else "graded")
        for each in hand_ins(handed_in, names)
    )


def test_what_is_in_flight_is_bounded(threads, monkeypatch):
    """A class of any size: no more is read than the workers have in hand."""
    taken = []

    def arriving():
        for number in range(60):
            taken.append(number)
            yield HandIn(str(number), PS1, f"{PS1}.ipynb", b"")

    monkeypatch.setattr(cluster, "grade_one", lambda *_: SimpleNamespace(key="a key"))
    monkeypatch.setattr(cluster, "fingerprint", lambda name: "")
    with Client(threads) as client:
        next(cluster.grade_all(client, arriving(), GradingOptions("salt", WALL)))
    assert len(taken) <= cluster.QUEUED + 1
