"""A student's functions, called safely: copies go in, plain values come out, and errors are told.

This is the Student of one process: plain nbgrader's kernel, and the tests of the tests. It keeps a
correct answer from losing points for its warnings, prints or style. It is no wall: code that runs
in the same process as the checks can forge its grade.
"""

from __future__ import annotations

import contextlib
import copy
import linecache
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import Failed

CALL_SECONDS = 60  # a correct answer with Python loops over the examples needs up to 10


@dataclass(frozen=True)
class Call:
    """One call: what came back, and the arguments as the function left them."""

    result: Any
    args: tuple
    kwargs: dict[str, Any]


@dataclass(frozen=True)
class Raised:
    """Stands in a trace for a call that raised."""

    type_name: str
    message: str


class Student:
    """The functions of a namespace, for a check to call; `trace` is what they answered.

    `student.f(x)` returns the result, `student.call("f", x)` the whole `Call`. A function that is
    missing, unfinished, raises or does not come back makes the check fail with a sentence. A trace
    entry is a function's name, its result, and its keyword arguments as it left them.
    """

    def __init__(self, namespace: Mapping[str, Any], seconds: float = CALL_SECONDS) -> None:
        self._namespace = namespace
        self._seconds = seconds
        self.trace: list[tuple] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs).result

    def call(self, name: str, *args: Any, **kwargs: Any) -> Call:
        function = self._namespace.get(name)
        if function is None:
            raise Failed(f"{name} is missing: no cell that ran defines it.")
        if not callable(function):
            raise Failed(f"{name} should be a function; it is a {type(function).__name__}.")
        args, kwargs = copy.deepcopy((args, kwargs))
        try:
            with _time_limit(self._seconds):
                result = plain(function(*args, **kwargs))
            args, kwargs = plain(args), plain(kwargs)
        except (Exception, SystemExit) as error:
            self.trace.append((name, Raised(type(error).__name__, str(error))))
            raise Failed(_told(name, error, self._seconds)) from None
        self.trace.append((name, result, kwargs))
        return Call(result, args, kwargs)


class Unusable(TypeError):
    """A function returned something that is not plain data."""


class TimeUp(Exception):
    """A call took longer than its limit."""


def plain(value: Any, depth: int = 8) -> Any:
    """Return `value` as plain data: arrays, numbers, strings, tuples, lists and dictionaries.

    Subclasses (np.matrix, a defaultdict) become their base, so that a check never meets a type
    whose `==` or `*` means something of its own. Raises Unusable for anything else.
    """
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return value
    if depth == 0:
        raise Unusable("values nested more than 8 deep")
    if isinstance(value, np.generic):
        return value[()]
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "O":
            raise Unusable("an array of Python objects")
        return np.array(value, subok=False)
    if isinstance(value, Mapping):
        return {str(key): plain(entry, depth - 1) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        kind = tuple if isinstance(value, tuple) else list
        return kind(plain(entry, depth - 1) for entry in value)
    raise Unusable(f"a {type(value).__name__}")


def _told(name: str, error: BaseException, seconds: float) -> str:
    """The sentence for a call that did not come back with plain data."""
    if isinstance(error, NotImplementedError):
        return f"{name} is not written yet."
    if isinstance(error, TimeUp):
        return f"{name} did not come back within {seconds:g} s; is there an endless loop?"
    if isinstance(error, Unusable):
        return f"{name} returned {error}; return arrays or numbers."
    if isinstance(error, SystemExit):
        return f"{name} called exit() instead of returning."
    told = f"{name} raised {type(error).__name__}: {error}".rstrip(": ")
    line = _line_of(error)
    return f"{told} (in the line `{line}`)." if line else f"{told}."


def _line_of(error: BaseException) -> str:
    """The last line of the student's own code that the error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename != __file__ and "site-packages" not in f.filename]
    return linecache.getline(own[-1].filename, own[-1].lineno).strip() if own else ""


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp after `seconds`, where the platform has an alarm (the main thread, POSIX)."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: Any) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
