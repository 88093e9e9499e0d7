"""Many submissions at once, on Dask: this machine's cores, or a cluster's.

Each worker is a trusted process with a sandbox of its own. What is in flight is bounded, and each
grade leaves as soon as it is there, so that memory does not grow with the class.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dask
from dask.distributed import Client, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from autograder.assignment import RELEASE, SOURCES, load
from autograder.classroom import HandIn
from autograder.feedback import page
from autograder.gradebook import Written
from autograder.sandbox import Sandbox
from autograder.submission import grade_submission, ungraded

ENGINE = Path(__file__).parent
TESTS = ENGINE.parent / "autograder_tests"
AHEAD = 3  # submissions a worker has in hand, so that it never waits for the next

SETTINGS = {
    # What Dask remembers of each task, so that the coordinator does not grow with the class.
    "distributed.admin.log-length": 100,
    "distributed.admin.low-level-log-length": 100,
    "distributed.worker.profile.enabled": False,
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


class ClusterError(Exception):
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


@cache
def fingerprint(name: str) -> str:
    """A hash of an assignment, its hidden tests, and the engine."""
    files = [SOURCES / f"{name}.py", RELEASE / name / f"{name}.ipynb", TESTS / f"{name}.py"]
    files += sorted(ENGINE.rglob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def grade_one(handed: HandIn, how: How, known: str) -> Written:
    """Grade one submission and write its page; what a worker runs."""
    if fingerprint(handed.assignment) != known:
        raise ClusterError("a worker has another version of the course; update its checkout.")
    graded = grade_submission(
        load(handed.assignment), handed, _sandbox(how.sandbox), how.salt, how.demos
    )
    return Written(handed, key(handed, how), graded, page(graded))


@cache
def _sandbox(kind: str) -> Sandbox:
    """The sandbox of this worker, started once."""
    sandbox = Sandbox(kind)
    atexit.register(sandbox.stop)
    return sandbox


@contextlib.contextmanager
def connected(workers: int, scheduler: str | None) -> Iterator[Client]:
    """A Dask client: of the cluster at the address `scheduler`, or of `workers` processes here."""
    with dask.config.set(SETTINGS):
        if scheduler:
            try:
                client = Client(scheduler, timeout=10)
            except (OSError, TimeoutError, ValueError) as error:
                raise ClusterError(f"no Dask scheduler answers at {scheduler} ({error})") from None
            with client:
                yield client
            return
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,  # a sandbox has one child at a time
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs="CRITICAL",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


def grade_all(client: Client, handed: Iterator[HandIn], how: How) -> Iterator[Written]:
    """Grade submissions as they come, and give each back as soon as it is done.

    One that takes its worker with it, again and again, comes back ungraded with that reason.
    """
    running = as_completed()
    sent: dict[str, HandIn] = {}

    def send() -> None:
        for each in handed:
            known = fingerprint(each.assignment)
            future = client.submit(grade_one, each, how, known, pure=False, retries=2)
            sent[future.key] = each
            running.add(future)
            if len(sent) >= AHEAD * max(len(client.nthreads()), 1):
                return

    send()
    for future in running:
        each = sent.pop(future.key)
        try:
            yield future.result()
        except KilledWorker:
            graded = ungraded(load(each.assignment), each, "It ended every worker that graded it.")
            yield Written(each, "", graded, page(graded))
        future.release()
        send()
