"""A student's functions as the hidden tests see them: copies go in, plain values come out, and
errors become sentences.

Who answers is the student's side: in this very process (plain nbgrader's kernel, the tests of the
tests), where a correct answer loses no points for its warnings, prints or style, but a hostile one
can forge its grade; or behind a wall (`autograder.sandbox`), where it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.checks import Failed, same
from autograder.inside.wire import Ref

CALL_SECONDS = 60  # a correct answer with Python loops over the examples needs up to 10

# The student's side: from a request to its answer, both as `autograder.inside.calls` tells.
Answers = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Call:
    """One call: what came back, the arguments as the function left them, and what it printed."""

    result: Any
    args: tuple
    kwargs: dict[str, Any]
    printed: str = ""


@dataclass(frozen=True)
class Raised:
    """Stands in a trace for a call that raised, without a type for one that never came back."""

    type_name: str
    message: str


class Student:
    """The functions of a student, for a check to call; `trace` is what they answered.

    `student.f(x)` returns the result, `student.call("f", x)` the whole `Call`,
    `student.new("Class", x)` an `Instance`; `student.ref("f")` passes a function as an argument. A
    function that is missing, unfinished, raises or does not come back makes the check fail with a
    sentence. A trace entry is a function's name, its result, and its keyword arguments as it left
    them. With `like`, the trace of another run, it replays: the check fails at the first call whose
    answer differs from that trace, and that call is not in its own.
    """

    def __init__(
        self, answers: Answers, seconds: float = CALL_SECONDS, like: list[tuple] | None = None
    ) -> None:
        self._answers = answers
        self._seconds = seconds
        self._like = like
        self.trace: list[tuple] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, name, None, args, kwargs, False).result

    def call(self, name: str, *args: Any, **kwargs: Any) -> Call:
        return self._call(name, name, None, args, kwargs)

    def new(self, name: str, *args: Any, **kwargs: Any) -> Instance:
        answer = self._ask("new", name, name=name, args=args, kwargs=kwargs)
        return Instance(self, name, answer.get("result"))

    def ref(self, expression: str, **values: Any) -> Ref:
        return Ref(expression, values)

    def seed(self, seed: int) -> None:
        """Seed NumPy's global generator where the student's code runs."""
        self._ask("seed", "the random generator", seed=seed)

    def _call(
        self, label: str, name: str, of: int | None, args: tuple, kwargs: dict, left: bool = True
    ) -> Call:
        """The call; its `args` are filled only if `left` asks for them."""
        answer = self._ask("call", label, name=name, of=of, args=args, kwargs=kwargs, left=left)
        call = Call(
            answer.get("result"),
            _as(tuple, answer.get("args")),
            _as(dict, answer.get("kwargs")),
            _as(str, answer.get("printed")),
        )
        self._note(label, call.result, call.kwargs)
        return call

    def _ask(self, do: str, label: str, **request: Any) -> Mapping[str, Any]:
        """The answer to a request; one that tells of a failure is a `Failed`."""
        seconds = self._seconds
        answer = self._answers({"do": do, "label": label, "seconds": seconds, **request})
        if "failure" in answer:
            raised = Raised(_as(str, answer.get("raised")), _as(str, answer.get("message")))
            self._note(label, raised, {})
            raise Failed(_as(str, answer["failure"]))
        return answer

    def _note(self, label: str, result: Any, kwargs: dict[str, Any]) -> None:
        entry, at = (label, result, kwargs), len(self.trace)
        if self._like is not None and not same(
            [entry], self._like[at : at + 1], rtol=1e-6, atol=1e-8, equal_nan=False
        ):
            raise Failed(f"{label} answered otherwise than the one it is compared with.")
        self.trace.append(entry)


class Instance:
    """An object of a student's class: `instance.method(x)`, `get` and `set` for its attributes."""

    def __init__(self, student: Student, name: str, number: int | None) -> None:
        self._student, self._name, self._number = student, name, number

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs, False).result

    def call(self, name: str, *args: Any, **kwargs: Any) -> Call:
        return self._call(name, args, kwargs, True)

    def _call(self, name: str, args: tuple, kwargs: dict, left: bool) -> Call:
        label = f"{self._name}.{name}"
        return self._student._call(label, name, self._number, args, kwargs, left)

    def get(self, name: str) -> Any:
        label = f"{self._name}.{name}"
        value = self._student._ask("get", label, name=name, of=self._number).get("result")
        self._student._note(label, value, {})
        return value

    def set(self, name: str, value: Any) -> None:
        self._student._ask("set", f"{self._name}.{name}", name=name, of=self._number, value=value)


def _as(kind: type, value: Any) -> Any:
    """The value if it is of this kind, else an empty one: an answer from behind the wall may hold
    anything."""
    return value if isinstance(value, kind) else kind()
