"""A student's functions, called safely: copies go in, plain values come out, and errors are told.

This is the Student of one process: plain nbgrader's kernel, and the tests of the tests. It keeps a
correct answer from losing points for its warnings, prints or style. It is no wall: code that runs
in the same process as the checks can forge its grade.
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
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import Failed

MOST_PRINTED = 100_000  # letters of one call; no check needs more of a loop that prints for ever
CALL_SECONDS = 60  # a correct answer with Python loops over the examples needs up to 10


@dataclass(frozen=True)
class Call:
    """One call: what came back, the arguments as the function left them, and what it printed."""

    result: Any
    args: tuple
    kwargs: dict[str, Any]
    printed: str = ""


@dataclass(frozen=True)
class Raised:
    """Stands in a trace for a call that raised."""

    type_name: str
    message: str


@dataclass(frozen=True)
class Ref:
    """An argument that only the student's side can make: an expression in terms of its functions,
    such as `tanh` or `lambda p: cost(X, y, p)`, and values for the names that it does not know."""

    expression: str
    values: Mapping[str, Any]


class Student:
    """The functions of a namespace, for a check to call; `trace` is what they answered.

    `student.f(x)` returns the result, `student.call("f", x)` the whole `Call`,
    `student.new("Class", x)` an `Instance`; `student.ref("f")` passes a function as an argument. A
    function that is missing, unfinished, raises or does not come back makes the check fail with a
    sentence. A trace entry is a function's name, its result, and its keyword arguments as it left
    them.
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
        call = self._guarded(name, self._find(name), args, kwargs, plain)
        self.trace.append((name, call.result, call.kwargs))
        return call

    def new(self, name: str, *args: Any, **kwargs: Any) -> Instance:
        return Instance(self, name, self._guarded(name, self._find(name), args, kwargs).result)

    def ref(self, expression: str, **values: Any) -> Ref:
        return Ref(expression, values)

    def _find(self, name: str) -> Callable[..., Any]:
        function = self._namespace.get(name)
        if function is None:
            raise Failed(f"{name} is missing: no cell that ran defines it.")
        if not callable(function):
            raise Failed(f"{name} should be a function; it is a {type(function).__name__}.")
        return function

    def _guarded(
        self,
        name: str,
        function: Callable[..., Any],
        args: tuple,
        kwargs: dict[str, Any],
        returned: Callable[[Any], Any] = lambda value: value,
    ) -> Call:
        """Call with copies of the arguments, within the time limit; any error is a `Failed`."""
        try:
            args, kwargs = self._arguments(args), self._arguments(kwargs)
            with _time_limit(self._seconds), _printed() as printed:
                result = returned(function(*args, **kwargs))
        except (Exception, SystemExit) as error:
            self.trace.append((name, Raised(type(error).__name__, str(error)), {}))
            raise Failed(_told(name, error, self._seconds)) from None
        left = {key: _left(value) for key, value in kwargs.items()}
        return Call(result, tuple(map(_left, args)), left, printed.getvalue()[:MOST_PRINTED])

    def _arguments(self, value: Any) -> Any:
        """A copy of the arguments in which each `Ref` is the student's own object."""
        if isinstance(value, Ref):
            return eval(value.expression, {**self._namespace, **copy.deepcopy(value.values)})
        if isinstance(value, (tuple, list)):
            return type(value)(map(self._arguments, value))
        if isinstance(value, dict):
            return {key: self._arguments(entry) for key, entry in value.items()}
        return copy.deepcopy(value)


class Instance:
    """An object of a student's class: `instance.method(x)`, `get` and `set` for its attributes."""

    def __init__(self, student: Student, name: str, value: Any) -> None:
        self._student, self._name, self._value = student, name, value

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs).result

    def call(self, name: str, *args: Any, **kwargs: Any) -> Call:
        label = f"{self._name}.{name}"
        method = getattr(self._value, name, None)
        if not callable(method):
            raise Failed(f"{label} is missing: the class has no such method.")
        call = self._student._guarded(label, method, args, kwargs, plain)
        self._student.trace.append((label, call.result, call.kwargs))
        return call

    def get(self, name: str) -> Any:
        label = f"{self._name}.{name}"
        value = self._student._guarded(label, getattr, (self._value, name), {}, plain).result
        self._student.trace.append((label, value, {}))
        return value

    def set(self, name: str, value: Any) -> None:
        setattr(self._value, name, copy.deepcopy(value))


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


def _left(value: Any) -> Any:
    """An argument after the call, if it is plain; a function that was passed is of no interest."""
    try:
        return plain(value)
    except Unusable:
        return None


def _told(name: str, error: BaseException, seconds: float) -> str:
    """The sentence for a call that did not come back with plain data."""
    if isinstance(error, NotImplementedError):
        stub = traceback.extract_tb(error.__traceback__)[-1].name
        needs = "" if name.endswith(stub) else f" needs {stub}, which"
        return f"{name}{needs} is not written yet."
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
def _printed() -> Iterator[io.StringIO]:
    """Collect what is printed, to stdout or stderr: a progress bar may go to either."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield printed


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
