"""What a worker does with one submission: grade it in a sandbox of its own, and make its page.

A worker is a trusted process. Its two threads have a sandbox each: one runs a student's code while
the other repairs, renders and sends.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import queue
import sys
import threading
from collections.abc import Iterator
from functools import cache

from nbformat import NotebookNode

from autograder.assignment import Assignment
from autograder.classroom import HandIn
from autograder.errors import CourseError
from autograder.feedback import page
from autograder.keys import GradingOptions, fingerprint, key
from autograder.sandbox import Sandbox
from autograder.source import load
from autograder.submission import GradedFiles, Judged, judge, prepare, ungraded

THREADS = 2  # With one, a submission takes a lone worker 8 ms longer, 5 %; two workers nothing.
SWITCH_INTERVAL = 0.0001  # seconds after which one thread lets the other answer a student's code
RUN_LOCK = threading.Lock()  # a worker runs the code of one student at a time


class ClusterError(CourseError):
    """There is no cluster to grade on, or not this one; the text says why."""


def grade_one(hand_in: HandIn, options: GradingOptions, expected: str) -> GradedFiles:
    """Grade one submission, if the course here has the `expected` fingerprint."""
    if fingerprint(hand_in.assignment) != expected:
        raise ClusterError("A worker has another version of the course; update and restart it.")
    try:
        assignment, sandboxes = _shared(hand_in.assignment, options.sandbox)
        with _borrowed(sandboxes) as sandbox, sandbox.child() as child:
            submission = prepare(assignment, hand_in, options.demos)
            child.meet()
            with RUN_LOCK:
                judged = judge(submission, child, options.salt)
            child.close()  # It ends while its files are made.
            notebook, feedback = _files(judged)
        graded = judged.graded(child.cpu_seconds)
        return GradedFiles(key(hand_in, options), graded, notebook, feedback)
    except CourseError:
        raise
    except Exception as error:  # A fault of ours costs a second try, and nobody else anything.
        return give_up(hand_in, f"It could not be graded ({type(error).__name__}: {error}).")


def give_up(hand_in: HandIn, reason: str) -> GradedFiles:
    """No points, the reason, and no key."""
    judged = ungraded(load(hand_in.assignment), hand_in.student, reason)
    return GradedFiles("", judged.graded(child_seconds=0), *_files(judged))


def _files(judged: Judged) -> tuple[bytes, bytes]:
    return _as_json(judged.notebook), page(judged).encode()


def _as_json(notebook: NotebookNode) -> bytes:
    """The notebook in one line: with line breaks, as nbformat writes it, it takes Python ten times
    as long."""
    return (json.dumps(notebook, ensure_ascii=False) + "\n").encode()


@cache
def _shared(name: str, kind: str) -> tuple[Assignment, queue.Queue[Sandbox]]:
    """What the threads of a worker share: each is made once, under the lock.

    Assignments are parsed, and Matplotlib parses as it is imported, by a check's reference or a
    sandbox. Two threads may not parse at a time: CPython's `ast.parse` counts how deep it is for
    all together (python/cpython #106905).
    """
    with RUN_LOCK:
        return load(name), _sandboxes(kind)


@cache
def _sandboxes(kind: str) -> queue.Queue[Sandbox]:
    """The free sandboxes of this worker; each starts when it is first used."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    free: queue.Queue[Sandbox] = queue.LifoQueue()  # A worker of one thread starts only one.
    for _ in range(THREADS):
        sandbox = Sandbox(kind)
        atexit.register(sandbox.stop)
        free.put(sandbox)
    gc.freeze()  # What is loaded by now stays, and need not be searched for garbage.
    return free


@contextlib.contextmanager
def _borrowed(free: queue.Queue[Sandbox]) -> Iterator[Sandbox]:
    """A sandbox that no other thread has, as soon as there is one."""
    sandbox = free.get()
    try:
        yield sandbox
    finally:
        free.put(sandbox)
