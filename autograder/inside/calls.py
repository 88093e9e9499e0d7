"""The student's side of a call: find the function, hand it copies, send back what came of it.

The same code answers in the process of plain nbgrader's kernel and inside the sandbox. Nothing in
it is trusted there: whoever asks judges only the values that come back.
"""

from __future__ import annotations

import contextlib
import copy
import io
import linecache
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.inside.quiet import quiet
from autograder.inside.wire import Ref

MOST_PRINTED = 100_000  # characters of one call; no check needs more of an endless loop

# Limits are of CPU time, for a right answer takes ten times as long beside twenty busy processes.
# What waits uses none: it may take this many times its limit by the clock.
PATIENCE = 5


class Missing(Exception):
    """There is no such function; the text is the sentence that says so."""


class Unusable(TypeError):
    """A function returned something that is not plain data."""


class TimeUp(BaseException):
    """Code took longer than its limit, as the text says; no `except Exception` of a student's stops
    it."""


class Functions:
    """The functions of a namespace and the objects made from its classes, at one's request.

    A request is a dictionary, {"do": what, …}, and so is the answer: {"result", "args", "kwargs",
    "printed"}, or {"failure": sentence, "raised": type, "message": text}. The positional arguments
    as they were left are sent only if the request says so, for they are most of an answer.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._objects: list[Any] = []

    def __call__(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a request; whatever the student's code does becomes a failure with a sentence."""
        try:
            return getattr(self, f"_{request['do']}")(**request)
        except (Exception, SystemExit, TimeUp) as error:
            failure = _sentence(request.get("label", ""), error)
            return {"failure": failure, "raised": type(error).__name__, "message": str(error)}

    def _seed(self, seed: int, **_: Any) -> dict[str, Any]:
        np.random.seed(seed)
        return {}

    def _call(
        self, args: tuple, kwargs: dict, seconds: float, left: bool = True, **which: Any
    ) -> dict[str, Any]:
        function = self._function(**which)
        args, kwargs = self._arguments(args), self._arguments(kwargs)
        with _limits(seconds) as printed:
            result = plain_data(function(*args, **kwargs))
        return {
            "result": result,
            "args": tuple(map(_left, args)) if left else (),
            "kwargs": {key: _left(value) for key, value in kwargs.items()},
            "printed": printed.getvalue()[:MOST_PRINTED],
        }

    def _new(self, args: tuple, kwargs: dict, seconds: float, **which: Any) -> dict[str, Any]:
        function = self._function(**which)
        args, kwargs = self._arguments(args), self._arguments(kwargs)
        with _limits(seconds):
            self._objects.append(function(*args, **kwargs))
        return {"result": len(self._objects) - 1}

    def _get(self, of: int, name: str, seconds: float, **_: Any) -> dict[str, Any]:
        with _limits(seconds):
            return {"result": plain_data(getattr(self._objects[of], name))}

    def _set(self, of: int, name: str, value: Any, seconds: float, **_: Any) -> dict[str, Any]:
        with _limits(seconds):
            setattr(self._objects[of], name, copy.deepcopy(value))
        return {}

    def _function(
        self, name: str, label: str, of: int | None = None, **_: Any
    ) -> Callable[..., Any]:
        """The function of that name, or the method of the object `of`."""
        if of is not None:
            method = getattr(self._objects[of], name, None)
            if not callable(method):
                raise Missing(f"{label} is missing: the class has no such method.")
            return method
        function = self._namespace.get(name)
        if function is None:
            raise Missing(f"{name} is missing: no cell that ran defines it.")
        if not callable(function):
            raise Missing(f"{name} should be a function; it is a {type(function).__name__}.")
        return function

    def _arguments(self, value: Any) -> Any:
        """A copy of the arguments in which each `Ref` is the student's own object."""
        if isinstance(value, Ref):
            return eval(value.expression, {**self._namespace, **copy.deepcopy(value.values)})
        if isinstance(value, (tuple, list)):
            return type(value)(map(self._arguments, value))
        if isinstance(value, dict):
            return {key: self._arguments(entry) for key, entry in value.items()}
        return value.copy("K") if type(value) is np.ndarray else copy.deepcopy(value)


def plain_data(value: Any, depth: int = 8) -> Any:
    """Return `value` as plain data: arrays, numbers, strings, tuples, lists and dictionaries.

    Subclasses (np.matrix, a defaultdict) become their base, so that a check never meets a type
    whose `==` or `*` means something of its own. Raises Unusable for anything else.
    """
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return value
    if depth == 0:
        raise Unusable("values nested more than 8 deep")
    if isinstance(value, np.generic):
        return value[()]  # type: ignore[index]  # NumPy's stubs know it of arrays only
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "O":
            raise Unusable("an array of Python objects")
        return np.array(value, subok=False)
    if isinstance(value, Mapping):
        return {_key(key): plain_data(entry, depth - 1) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        kind = tuple if isinstance(value, tuple) else list
        return kind(plain_data(entry, depth - 1) for entry in value)
    raise Unusable(f"a {type(value).__name__}")


def _key(key: Any) -> int | str:
    """A dictionary's key as plain data: the number of a layer stays a number."""
    return int(key) if isinstance(key, (int, np.integer)) else str(key)


def _left(value: Any) -> Any:
    """An argument after the call, if it is plain; a function that was passed is of no interest."""
    try:
        return plain_data(value)
    except Unusable:
        return None


def _sentence(name: str, error: BaseException) -> str:
    """The sentence for a call that did not come back with plain data."""
    if isinstance(error, Missing):
        return str(error)
    if isinstance(error, NotImplementedError):
        stub = traceback.extract_tb(error.__traceback__)[-1].name
        needs = "" if name.endswith(stub) else f" needs {stub}, which"
        return f"{name}{needs} is not written yet."
    if isinstance(error, TimeUp):
        return f"{name} did not come back within {error}"
    if isinstance(error, Unusable):
        return f"{name} returned {error}; return arrays or numbers."
    if isinstance(error, SystemExit):
        return f"{name} called exit() instead of returning."
    raised = f"{name} raised {type(error).__name__}: {error}".rstrip(": ")
    line = _line_of(error)
    return f"{raised} (in the line `{line}`)." if line else f"{raised}."


def _line_of(error: BaseException) -> str:
    """The last line of the student's own code that the error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename != __file__ and "site-packages" not in f.filename]
    return linecache.getline(own[-1].filename, own[-1].lineno or 0).strip() if own else ""


@contextlib.contextmanager
def _limits(seconds: float) -> Iterator[io.StringIO]:
    """Run the student's code within its time, without warnings; what it prints, to stdout or stderr
    (a progress bar may go to either), is collected."""
    printed = io.StringIO()
    with (
        quiet(),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        time_limit(seconds),
    ):
        yield printed


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp after `seconds` of CPU time, or PATIENCE times as many by the clock, where the
    platform has alarms (the main thread, POSIX)."""
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return
    clock = PATIENCE * seconds
    with (
        _alarm(
            signal.SIGPROF,
            signal.ITIMER_PROF,
            seconds,
            f"{seconds:.4g} s of computing; is there an endless loop?",
        ),
        _alarm(
            signal.SIGALRM,
            signal.ITIMER_REAL,
            clock,
            f"{clock:.4g} s; does it wait for something?",
        ),
    ):
        yield


@contextlib.contextmanager
def _alarm(number: int, timer: int, seconds: float, limit: str) -> Iterator[None]:
    """Raise TimeUp with the text `limit` after `seconds` of a timer, which sends the signal."""

    def ring(*_: Any) -> None:
        raise TimeUp(limit)

    before = signal.signal(number, ring)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, before)
