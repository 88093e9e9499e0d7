"""Many submissions at once, on Dask: this machine's cores, or a cluster's.

What is in flight is bounded, and each grade leaves as soon as it is there, so that memory does not
grow with the class.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

import dask
from dask.distributed import Client, Future, LocalCluster, Worker, WorkerPlugin, as_completed
from dask.typing import Key
from distributed.scheduler import KilledWorker
from distributed.utils import silence_logging_cmgr

from autograder.classroom import HandIn
from autograder.errors import CourseError
from autograder.keys import GradingOptions, fingerprint
from autograder.submission import GradedFiles
from autograder.worker import THREADS, ClusterError, give_up, grade_one

ANSWER_SECONDS = 10  # for a scheduler to answer
WORKER_SECONDS = 60  # for its first worker to be there
QUEUED = 6  # submissions per worker, so that none idles while the writer is slow

SETTINGS = {
    # Short logs of each task, so that the coordinator does not grow with the class.
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
    client: Client, hand_ins: Iterator[HandIn], options: GradingOptions
) -> Iterator[tuple[HandIn, GradedFiles]]:
    """Grade submissions as they come, and give each back as soon as it is done.

    One that takes its worker with it, again and again, comes back ungraded with that reason. Dask
    blames all that the worker had in hand, so those are graded once more, each alone; and so is
    what could not be graded for another reason, which may have been the company it was in.
    """
    running = as_completed()
    sent: dict[Key, HandIn] = {}
    again: list[HandIn] = []

    def submit(each: HandIn) -> Future:
        ours = fingerprint(each.assignment)
        with _working():
            return client.submit(grade_one, each, options, ours, pure=False, retries=2)

    def result(future: Future) -> GradedFiles:
        with _working():
            return future.result()

    def most() -> int:
        with _working():
            return QUEUED * max(len(client.nthreads()), 1)

    def send() -> None:
        for each in hand_ins:
            future = submit(each)
            sent[future.key] = each
            running.add(future)
            if len(sent) >= most():
                return

    send()
    for future in running:
        each = sent.pop(future.key)
        try:
            files = result(future)
        except KilledWorker:
            files = None
        if files and files.key:
            yield each, files
        else:
            again.append(each)
        future.release()
        send()
    for each in again:
        try:
            files = result(submit(each))
        except KilledWorker:
            files = give_up(each, "It ended every worker that graded it.")
        yield each, files


@contextlib.contextmanager
def _working() -> Iterator[None]:
    """Say in a sentence that the cluster failed, and not the grading."""
    try:
        yield
    except (CourseError, KilledWorker):
        raise
    except Exception as error:
        raise ClusterError(
            f"The cluster failed ({_first_line(error)}). What was graded before is kept; run the "
            "command again."
        ) from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
