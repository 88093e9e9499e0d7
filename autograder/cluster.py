"""Many submissions at once, on Dask: this machine's cores, or a cluster's.

Each worker is a trusted process with two sandboxes of its own. What is in flight is bounded, and
each grade leaves as soon as it is there, so that memory does not grow with the class.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import hashlib
import json
import queue
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dask
from dask.distributed import Client, Future, LocalCluster, Worker, WorkerPlugin, as_completed
from dask.typing import Key
from distributed.scheduler import KilledWorker
from distributed.utils import silence_logging_cmgr

from autograder.assignment import RELEASE, SOURCES, Assignment, SourceError, load
from autograder.classroom import HandIn
from autograder.feedback import page
from autograder.gradebook import Written
from autograder.sandbox import Sandbox, Unavailable
from autograder.submission import Graded, ended, grade_submission, ungraded

ENGINE = Path(__file__).parent
TESTS = ENGINE.parent / "autograder_tests"
ANSWER_SECONDS = 10  # for a scheduler to answer
WORKER_SECONDS = 60  # for its first worker to be there
THREADS = 2  # of a worker: while a student's code runs for one, the other does what else there is
AHEAD = 6  # submissions a worker has in hand, so that it does not wait while a slow disk takes one

SWITCH = 0.0001  # seconds after which one thread lets the other answer a student's code

TURN = threading.Lock()  # a worker runs the code of one student at a time

SETTINGS = {
    # What Dask remembers of each task, so that the coordinator does not grow with the class.
    "distributed.admin.log-length": 100,
    "distributed.admin.low-level-log-length": 100,
    # What it measures of itself all the time, by default fifty times a second in every worker.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.scheduler.allowed-failures": 1,  # workers that one submission may end
    # What a student's code may take is limited by the sandbox.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
}


@dataclass(frozen=True)
class How:
    """How a class is graded; together with a hand-in it determines the grade."""

    salt: str
    sandbox: str = "bubblewrap"
    demos: bool = False


class ClusterError(Unavailable):
    """There is no cluster to grade on, or not this one; the text says why."""


def key(handed: HandIn, how: How) -> str:
    """A hash of all that a grade depends on: the submission, the assignment, its tests, the engine.

    A submission that has been graded under the same key need not be graded again.
    """
    told = (handed.student, handed.file, handed.problem, handed.timestamp, how.salt, how.demos)
    digest = hashlib.sha256(repr(told).encode())
    digest.update(handed.data)
    digest.update(fingerprint(handed.assignment).encode())
    return digest.hexdigest()


def _bytes(files: Iterable[Path]) -> list[bytes]:
    return [path.read_bytes() for path in files]


RUNNING = _bytes(sorted(ENGINE.rglob("*.py")))  # the engine of this process; the disk may change


@cache
def fingerprint(name: str) -> str:
    """A hash of an assignment, its hidden tests, and the engine."""
    tests = sorted({*TESTS.glob("*.py"), *(TESTS / name).rglob("*.py")})
    files = [SOURCES / f"{name}.py", RELEASE / name / f"{name}.ipynb", *tests]
    return hashlib.sha256(b"\0".join([*_bytes(files), *RUNNING])).hexdigest()


def grade_one(handed: HandIn, how: How, known: str) -> Written:
    """Grade one submission and write its page; what a worker runs."""
    if fingerprint(handed.assignment) != known:
        raise ClusterError("A worker has another version of the course; update and restart it.")
    try:
        assignment, free = _shared(handed.assignment, how.sandbox)
        with _one_of(free) as sandbox, sandbox.child() as child:
            graded = grade_submission(assignment, handed, child, how.salt, how.demos, TURN)
            notebook, html = _as_file(graded), page(graded)
        return Written(key(handed, how), ended(graded, child).as_json(), notebook, html.encode())
    except (Unavailable, SourceError):
        raise
    except Exception as error:  # a fault of ours costs a second try, and nobody else anything
        return given_up(handed, f"It could not be graded ({type(error).__name__}: {error}).")


def given_up(handed: HandIn, reason: str) -> Written:
    """No points, the reason, and no key, so that it is graded again the next time."""
    graded = ungraded(load(handed.assignment), handed, reason)
    return Written("", graded.as_json(), _as_file(graded), page(graded).encode())


def _as_file(graded: Graded) -> bytes:
    """The executed notebook in one line: with line breaks, as nbformat writes it, it takes Python
    ten times as long."""
    return (json.dumps(graded.notebook, ensure_ascii=False) + "\n").encode()


@cache
def _shared(name: str, kind: str) -> tuple[Assignment, queue.Queue[Sandbox]]:
    """What a worker's threads share: each is made once, in a turn.

    Assignments are parsed, and Matplotlib parses as it is imported, by a check's reference or a
    sandbox. Two threads may not parse at a time: CPython's `ast.parse` counts how deep it is for
    all together (python/cpython #106905).
    """
    with TURN:
        return load(name), _sandboxes(kind)


@cache
def _sandboxes(kind: str) -> queue.Queue[Sandbox]:
    """The free sandboxes of this worker; each starts when it is first used."""
    sys.setswitchinterval(SWITCH)
    free: queue.Queue[Sandbox] = queue.LifoQueue()  # so that a worker of one thread starts but one
    for _ in range(THREADS):
        sandbox = Sandbox(kind)
        atexit.register(sandbox.stop)
        free.put(sandbox)
    gc.freeze()  # what is loaded by now stays, and need not be searched for garbage
    return free


@contextlib.contextmanager
def _one_of(free: queue.Queue[Sandbox]) -> Iterator[Sandbox]:
    """One that nobody else has, as soon as there is one."""
    sandbox = free.get()
    try:
        yield sandbox
    finally:
        free.put(sandbox)


@contextlib.contextmanager
def connected(workers: int, scheduler: str | None) -> Iterator[Client]:
    """A Dask client: of the cluster at the address `scheduler`, or of `workers` processes here."""
    with dask.config.set(SETTINGS), silence_logging_cmgr("CRITICAL"):
        if scheduler:
            try:
                client = Client(scheduler, timeout=ANSWER_SECONDS)
            except (OSError, TimeoutError, ValueError) as error:
                raise ClusterError(f"No Dask scheduler answers at {scheduler} ({error}).") from None
            with client:
                try:
                    client.wait_for_workers(1, timeout=WORKER_SECONDS)
                except TimeoutError:
                    raise ClusterError(
                        f"The scheduler at {scheduler} has no worker; start `dask worker "
                        f"{scheduler} --nthreads {THREADS}` on each machine that should grade."
                    ) from None
                yield client
            return
        with _own_cluster(workers) as cluster, Client(cluster) as client:
            client.register_plugin(EndedByUs())
            yield client


def _own_cluster(workers: int) -> LocalCluster:
    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=THREADS,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # else 8787, or a warning
            host="127.0.0.1",
            silence_logs="CRITICAL",
        )
    except Exception as error:  # Dask raises whatever it met first
        first: BaseException = error
        while cause := first.__cause__ or first.__context__:
            first = cause
        raise ClusterError(
            f"{workers} workers cannot start on this machine ({_first_line(first)}). They need the "
            "address 127.0.0.1, memory, processes (ulimit -u) and open files (ulimit -n); or try "
            "--workers 1."
        ) from error


class EndedByUs(WorkerPlugin):
    """Ctrl-C reaches a terminal's whole family; it is for the command, which ends its workers."""

    def setup(self, worker: Worker) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def grade_all(
    client: Client, handed: Iterator[HandIn], how: How
) -> Iterator[tuple[HandIn, Written]]:
    """Grade submissions as they come, and give each back as soon as it is done.

    One that takes its worker with it, again and again, comes back ungraded with that reason. Dask
    blames all that the worker had in hand, so those are graded once more, each alone; and so is
    what could not be graded for another reason, which may have been the company it was in.
    """
    running = as_completed()
    sent: dict[Key, HandIn] = {}
    again: list[HandIn] = []

    def submit(each: HandIn) -> Future:
        known = fingerprint(each.assignment)
        with _working():
            return client.submit(grade_one, each, how, known, pure=False, retries=2)

    def result(future: Future) -> Written:
        with _working():
            return future.result()

    def most() -> int:
        with _working():
            return AHEAD * max(len(client.nthreads()), 1)

    def send() -> None:
        for each in handed:
            future = submit(each)
            sent[future.key] = each
            running.add(future)
            if len(sent) >= most():
                return

    send()
    for future in running:
        each = sent.pop(future.key)
        try:
            written = result(future)
        except KilledWorker:
            written = None
        if written and written.key:
            yield each, written
        else:
            again.append(each)
        future.release()
        send()
    for each in again:
        try:
            written = result(submit(each))
        except KilledWorker:
            written = given_up(each, "It ended every worker that graded it.")
        yield each, written


@contextlib.contextmanager
def _working() -> Iterator[None]:
    """Tell in a sentence that the cluster failed, and not the grading."""
    try:
        yield
    except (Unavailable, SourceError, KilledWorker):
        raise
    except Exception as error:
        raise ClusterError(
            f"The cluster failed ({_first_line(error)}). What was graded before is kept; run the "
            "command again."
        ) from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
