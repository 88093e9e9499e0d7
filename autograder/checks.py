"""The words in which hidden tests are written: checks, misconceptions, alternatives, expectations.

A check is a claim about a student's functions. It fails by raising `Failed` with a sentence that
says what is wrong. A misconception is a wrong answer with a name, an overfitted answer one that is
right for the notebook's own numbers only, an alternative a right answer in another style; put in
the place of the reference, they put the checks themselves to the test.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import FunctionType, ModuleType
from typing import Any

import numpy as np


class Failed(Exception):
    """A check that did not hold; its text is the sentence the student reads."""


@dataclass(frozen=True)
class Check:
    """One claim: `run(student, reference, rng)` returns, or raises `Failed`."""

    grade_id: str
    weight: float
    run: FunctionType

    @property
    def name(self) -> str:
        return self.run.__name__

    @property
    def claim(self) -> str:
        return _sentence(self.run)


@dataclass(frozen=True)
class Misconception:
    """A wrong answer: the reference with `edits`, from texts of its solution to what replaces them.

    Its docstring tells the student what is wrong; `loses` names the checks that reject it, and
    `sometimes` those that reject it on some inputs only (a wrong gradient may learn too).
    """

    named: FunctionType
    edits: Mapping[str, str]
    loses: frozenset[str]
    sometimes: frozenset[str]

    @property
    def name(self) -> str:
        return self.named.__name__

    @property
    def sentence(self) -> str:
        return _sentence(self.named)


@dataclass(frozen=True)
class Overfitted(Misconception):
    """A misconception that is right where the notebook looks: one of its sizes, rates or results
    stands in place of what should be computed."""


@dataclass(frozen=True)
class Alternative:
    """A right answer in another style, which every check must accept: the statements in `body`.

    They are executed in the namespace of a notebook, so they see its imports and functions, and
    the same text can stand in a submission. `cells` are the solutions that it replaces; where none
    are named, those whose functions it defines.
    """

    body: FunctionType
    cells: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.body.__name__

    @cached_property
    def source(self) -> str:
        _, *lines = textwrap.dedent(inspect.getsource(self.body)).split(":\n", 1)
        return textwrap.dedent(lines[0]).strip() + "\n"


@dataclass(frozen=True)
class Suite:
    """All that one module of hidden tests defines, in the order of the file; of a package, what its
    modules define, one after the other in the order of their names.

    The overfitted answers are misconceptions too: they are rejected and named like the others.
    """

    checks: tuple[Check, ...]
    misconceptions: tuple[Misconception, ...]
    alternatives: tuple[Alternative, ...]

    @classmethod
    def of(cls, module: ModuleType) -> Suite:
        below = pkgutil.iter_modules(getattr(module, "__path__", ()), f"{module.__name__}.")
        modules = [module, *(importlib.import_module(each.name) for each in below)]
        # By identity, for one module may import what another defines.
        values = {id(value): value for each in modules for value in vars(each).values()}

        def found(kind: type) -> tuple:
            return tuple(value for value in values.values() if isinstance(value, kind))

        return cls(found(Check), found(Misconception), found(Alternative))

    @property
    def overfitted(self) -> tuple[Overfitted, ...]:
        return tuple(each for each in self.misconceptions if isinstance(each, Overfitted))

    def for_cell(self, grade_id: str) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.grade_id == grade_id)


def check(grade_id: str, weight: float = 1) -> Callable[[FunctionType], Check]:
    """Make a check of the graded cell `grade_id`; its points are shared out by weight."""
    return lambda run: Check(grade_id, weight, run)


def misconception(
    *loses: Check, edits: Mapping[str, str], sometimes: Iterable[Check] = ()
) -> Callable[[FunctionType], Misconception]:
    """Make a misconception that, put in the place of the reference, loses exactly these checks."""
    return lambda named: Misconception(named, edits, _names(loses), _names(sometimes))


def overfitted(
    *loses: Check, edits: Mapping[str, str], sometimes: Iterable[Check] = ()
) -> Callable[[FunctionType], Overfitted]:
    """Make an overfitted answer; like a misconception it loses exactly these checks."""
    return lambda named: Overfitted(named, edits, _names(loses), _names(sometimes))


def alternative(*cells: str) -> Callable[[FunctionType], Alternative]:
    """Make an alternative, to the solution cells named or to all whose functions it defines."""
    return lambda body: Alternative(body, cells)


def _names(checks: Iterable[Check]) -> frozenset[str]:
    return frozenset(check.name for check in checks)


def _sentence(function: FunctionType) -> str:
    return " ".join((function.__doc__ or "").split())


# --- Expectations: each raises Failed with one sentence -------------------------------------------
#
# rtol 1e-6 and atol 1e-8: correct float64 answers, however they are ordered, differ by at most
# 7e-15 relative; an answer computed in float32 is 1e-6 off, and its dtype is named.
RTOL, ATOL = 1e-6, 1e-8


def expect(condition: bool, sentence: str) -> None:
    """Fail with `sentence` unless `condition` holds."""
    if not condition:
        raise Failed(sentence)


def expect_close(
    actual: Any, expected: Any, name: str, *, rtol: float = RTOL, atol: float = ATOL
) -> None:
    """Fail unless `actual` is a float64 array of the shape and values of `expected`.

    The order is missing, wrong type, wrong shape, wrong dtype, not finite, not close: the first
    thing that is wrong is the one worth reading.
    """
    expected = np.asarray(expected)
    actual = expect_shape(actual, expected.shape, name)
    expect(
        not (actual.dtype.kind == "f" and actual.dtype.itemsize < 8),
        f"{name} has dtype {actual.dtype}; keep NumPy's default, float64.",
    )
    expect_finite(actual, name)
    close = np.isclose(actual, expected, rtol=rtol, atol=atol)
    if not close.all():
        raise Failed(f"{name} {_worst(actual, expected, close)}")


def expect_number(
    actual: Any, expected: float, name: str, *, rtol: float = RTOL, atol: float = ATOL
) -> None:
    """Fail unless `actual` is one number (float, 0-d or 1x1 array alike) close to `expected`."""
    actual = expect_array(actual, name)
    expect(actual.size == 1, f"{name} should be one number; it has shape {actual.shape}.")
    expect_close(actual.reshape(()), expected, name, rtol=rtol, atol=atol)


def expect_labels(actual: Any, expected: np.ndarray, name: str) -> None:
    """Fail unless `actual` holds the labels of `expected`, as bool, int or float."""
    actual = expect_shape(actual, expected.shape, name)
    expect(
        bool(np.isin(actual, (0, 1)).all()),
        f"{name} should hold only the labels 0 and 1; it holds {_some(np.unique(actual))}.",
    )
    wrong = int((actual != expected).sum())
    expect(wrong == 0, f"{name} has {wrong} of {expected.size} labels wrong.")


def expect_shape(actual: Any, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return `actual` as an array of numbers, or fail unless it has this shape."""
    actual = expect_array(actual, name)
    expect(actual.shape == shape, f"{name} should have shape {shape}; yours has {actual.shape}.")
    return actual


def expect_array(actual: Any, name: str) -> np.ndarray:
    """Return `actual` as an array of numbers, or fail."""
    expect(actual is not None, f"{name} is None; was a return forgotten?")
    expect(
        not isinstance(actual, (str, bytes, Mapping)),
        f"{name} should be numbers; it is {_kind(actual)}.",
    )
    try:
        array = np.asarray(actual)
    except ValueError:  # a ragged list
        raise Failed(f"{name} should be an array; its rows have different lengths.") from None
    expect(array.dtype.kind in "fiub", f"{name} should be real numbers; it is {_kind(actual)}.")
    return array


def expect_finite(actual: np.ndarray, name: str) -> None:
    """Fail if `actual` has a nan or an infinity."""
    bad = actual[~np.isfinite(actual)]
    expect(bad.size == 0, f"{name} holds {_some(bad)}, which is not a finite number.")


def expect_entries(actual: Any, keys: Iterable[str], name: str) -> dict:
    """Return `actual` if it is a dictionary with at least these keys, or fail; more are welcome."""
    expect(actual is not None, f"{name} is None; was a return forgotten?")
    expect(isinstance(actual, Mapping), f"{name} should be a dictionary; it is {_kind(actual)}.")
    missing = [key for key in keys if key not in actual]
    expect(not missing, f"{name} has no entry {' or '.join(map(repr, missing))}.")
    return dict(actual)


def expect_values(actual: Any, count: int, name: str) -> tuple:
    """Return the `count` values of a tuple or list, or fail."""
    expect(actual is not None, f"{name} returned None; was a return forgotten?")
    expect(
        isinstance(actual, (tuple, list)) and len(actual) == count,
        f"{name} should return {count} values; it returned {_kind(actual)}.",
    )
    return tuple(actual)


def expect_unchanged(before: Any, after: Any, name: str) -> None:
    """Fail if a function changed the argument `name` that it was handed."""
    expect(
        same(before, after),
        f"{name} was changed inside your function; work on new arrays and leave the inputs alone.",
    )


def same(a: Any, b: Any, *, rtol: float = 0, atol: float = 0, equal_nan: bool = True) -> bool:
    """Are two plain values (arrays, numbers, strings, tuples, lists, dictionaries) equal?

    Tuples and lists count as alike, and so do a number and an array of one number. Of two
    dictionaries the common entries are compared: an extra entry in a cache is nobody's mistake.
    """
    equal = partial(same, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        common = a.keys() & b.keys()
        return bool(common or not (a or b)) and all(equal(a[key], b[key]) for key in common)
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    if _is_numeric(a) and _is_numeric(b):
        alike = np.shape(a) == np.shape(b) or np.size(a) == np.size(b) == 1
        return alike and bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan))
    return type(a) is type(b) and bool(a == b)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, (int, float, np.generic)) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "fiub"
    )


def _worst(actual: np.ndarray, expected: np.ndarray, close: np.ndarray) -> str:
    error = np.where(close, -1.0, np.abs(actual - expected))
    where = np.unravel_index(int(error.argmax()), error.shape)
    at = f" at [{', '.join(map(str, where))}]" if where else ""
    count = f" ({(~close).sum()} of {close.size} entries are off)" if close.size > 1 else ""
    return f"should be {expected[where]:.6g}{at}; yours is {actual[where]:.6g}{count}."


def _some(values: np.ndarray) -> str:
    shown = ", ".join(f"{value:.6g}" for value in values[:3].tolist())
    return shown + (", …" if values.size > 3 else "")


def _kind(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
