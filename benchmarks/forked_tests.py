"""Tests of the engine in copies of the checkout: which lines each executes, and which of them fail.

Each run is a process of its own, forked from one that has imported what takes long. Nothing is
changed in the checkout: the copies go with the process that made them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from autograder.assignment import ROOT

# Files of tests that run in this process for the most part; their slow ones are left out.
TESTS = (
    "test_checks",
    "test_intake",
    "test_keys",
    "test_layers",
    "test_gradebook",
    "test_grading",
    "test_submission",
    "test_worker",
    "test_harmless",
    "test_joints",
    "test_grade",
)
OFTEN = 100  # calls of a function in one test, whose lines are looked at; the next are like them
MEMORY = 4 * 2**30  # bytes; a mutant may ask for any array

# What the engine and its tests import takes seconds; the process that is forked for each mutant has
# it already, but for the course's own modules.
WARM = (
    "dask",
    "distributed",
    "hypothesis",
    "IPython",
    "matplotlib.pyplot",
    "nbconvert.exporters",
    "nbgrader.api",
    "nbgrader.apps",
    "nbgrader.plugins",
    "nbgrader.preprocessors",
    "numpy",
    "playwright.sync_api",
    "sklearn.datasets",
    "sqlalchemy",
)
COURSE = frozenset({"autograder", "autograder_tests", "benchmarks", "book", "examples"})
FAULT = 86  # the status of a forked process that failed, which no signal has for a number
NOT_COPIED = (".git", ".venv", ".cache", "_build", "__pycache__", "node_modules", "submitted")


# --- A copy of the checkout, and pytest in a process of its own -----------------------------------


def copied(folder: Path) -> Path:
    """A copy of the checkout, without what is built."""
    return shutil.copytree(ROOT, folder, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))


@dataclass(frozen=True)
class Limits:
    """Seconds by the clock and of computing; the first is long, for the machine may be busy."""

    clock: float
    computing: float

    @classmethod
    def of(cls, seconds: float) -> Limits:
        """Those of tests that take so long where nothing is mutated."""
        return cls(120 + 10 * seconds, 20 + 4 * seconds)


def forked(work: Callable[[], Any], limits: Limits) -> Any:
    """What `work` returns in a process of its own; None if that was killed or took too long."""
    receiver, sender = get_context("fork").Pipe(duplex=False)
    process = os.fork()
    if not process:
        with contextlib.suppress(BaseException):
            os.setsid()
            receiver.close()
            restrict(limits)
            sender.send(work())
            os._exit(0)
        os._exit(FAULT)
    sender.close()
    answer, ended = None, False
    try:
        if receiver.poll(limits.clock):
            answer = receiver.recv()
    except EOFError:
        ended = os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT).si_status == FAULT  # type: ignore[union-attr]
    finally:
        with contextlib.suppress(ProcessLookupError):  # with what it has started and left behind
            os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
    if ended:
        raise RuntimeError("A mutant could not be judged: its process failed.")
    return answer


def restrict(limits: Limits) -> None:
    """Keep this process from computing for ever, and from taking all memory, where that can be."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in (
        (resource.RLIMIT_CPU, int(limits.computing) + 1),
        (resource.RLIMIT_DATA, MEMORY),
    ):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def tested(checkout: Path, files: list[str], plugin: object, options: list[str]) -> int:
    """The status of pytest, run on some files of tests of a copy; for a process of its own."""
    os.chdir(checkout)
    os.environ["PYTHONPATH"] = str(checkout)
    for name in [each for each in sys.modules if each.partition(".")[0] in COURSE]:
        del sys.modules[name]
    sys.path[:] = [str(checkout), *(each for each in sys.path if Path(each).resolve() != ROOT)]
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    options = [*options, "-q", "-p", "no:cacheprovider", "-m", "not slow"]
    options += ["--basetemp", f"{checkout}.tmp", "-o", "addopts=--strict-markers"]
    return int(pytest.main([*options, *(f"tests/{file}.py" for file in files)], plugins=[plugin]))


# --- Which test executes which line ---------------------------------------------------------------


@dataclass
class Seen:
    """What a test executed, and the seconds that it took, apart from fixtures that tests share."""

    lines: dict[str, set[int]] = field(default_factory=dict)  # by module
    seconds: float = 0
    shared: dict[str, float] = field(default_factory=dict)  # by fixture
    passed: bool = True

    @property
    def alone(self) -> float:
        """The seconds of the test if it is the first that needs its fixtures."""
        return self.seconds + sum(self.shared.values())


@dataclass(eq=False)
class Watch:
    """A plugin of pytest that sees which lines of the engine each test executes.

    What runs in another process is not seen: the line of a mutant is one that a test executes here.
    """

    engine: str
    tests: dict[str, Seen] = field(default_factory=dict)
    fixtures: dict[str, float] = field(default_factory=dict)  # the seconds of each
    executed: dict[str, dict[str, set[int]]] = field(default_factory=dict)  # by fixture
    here: dict[str, set[int]] = field(default_factory=dict)
    calls: Counter[CodeType] = field(default_factory=Counter)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.here, self.calls = {}, Counter()
        start, shared = time.monotonic(), sum(self.fixtures.values())
        threading.settrace(self.trace)
        sys.settrace(self.trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            seen = self.tests.setdefault(item.nodeid, Seen())
            shared = sum(self.fixtures.values()) - shared
            seen.seconds = time.monotonic() - start - shared
            needed = getattr(item, "fixturenames", ())
            seen.shared = {name: self.fixtures[name] for name in needed if name in self.fixtures}
            seen.lines = self.here
            for name in seen.shared:
                for module, lines in self.executed[name].items():
                    seen.lines[module] = seen.lines.get(module, set()) | lines

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What a fixture executes that tests share, it executes for each of them."""
        if fixturedef.scope == "function":
            return (yield)
        start, before, self.here = time.monotonic(), self.here, {}
        try:
            return (yield)
        finally:
            self.fixtures[fixturedef.argname] = time.monotonic() - start
            self.executed[fixturedef.argname], self.here = self.here, before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.tests.setdefault(report.nodeid, Seen()).passed = False

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        path = frame.f_code.co_filename
        if not path.startswith(self.engine):
            return None
        self.calls[frame.f_code] += 1
        if self.calls[frame.f_code] > OFTEN:
            return None
        lines = self.here.setdefault(path[len(self.engine) + 1 : -3], set())

        def local(frame: FrameType, event: str, _: object) -> Any:
            lines.add(frame.f_lineno)
            return local

        return local


def watched(checkout: Path) -> dict[str, Seen]:
    """What each fast test executes that passes where nothing is mutated."""

    def work() -> dict[str, dict]:  # plain data, for what a class is differs over there
        sys.dont_write_bytecode = False  # the copies of this copy will be faster
        watch = Watch(str(checkout / "autograder"))
        present = [each for each in TESTS if (checkout / "tests" / f"{each}.py").is_file()]
        tested(checkout, present, watch, [])
        return {name: vars(each) for name, each in watch.tests.items()}

    answer = forked(work, Limits(3600, 3600))
    if not answer:
        raise SystemExit("The tests of the engine cannot be run in a copy of the checkout.")
    seen = {name: Seen(**each) for name, each in answer.items()}
    for name in sorted(name for name, each in seen.items() if not each.passed):
        print(f"Left out, for it fails or is skipped where nothing is mutated: {name}")
    return {name: each for name, each in seen.items() if each.passed}


@contextlib.contextmanager
def copies(number: int) -> Iterator[tuple[list[Path], dict[str, Seen]]]:
    """So many copies of the checkout, and what the tests execute in one of them."""
    with tempfile.TemporaryDirectory(prefix="engine-mutants-") as folder:
        first = copied(Path(folder) / "0")
        seen = watched(first)
        others = [Path(folder) / str(i) for i in range(1, number)]
        yield [first, *(shutil.copytree(first, each, symlinks=True) for each in others)], seen


# --- Tests put to another source of a module ------------------------------------------------------

SURVIVED = ""
TOO_LONG = "it does not come back"
NO_IMPORT = "it cannot be imported"


@dataclass(eq=False)
class Chosen:
    """A plugin of pytest: these tests in this order, and the one that failed.

    A test whose parameters are those of the mutated code has another name by now, and is left out.
    """

    tests: list[str]
    failed: str = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        place = {name: i for i, name in enumerate(self.tests)}
        items[:] = sorted(
            (item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


def killer(checkout: Path, module: str, source: str, tests: list[str], seconds: float) -> str:
    """The test that fails with this source of a module, or SURVIVED. The copy of the checkout is
    afterwards as it was; `seconds` is what the tests take there."""
    path = checkout / "autograder" / f"{module}.py"
    before, dates = path.read_bytes(), path.stat()

    def work() -> str:
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        plugin = Chosen(tests)
        files = list(dict.fromkeys(Path(each.partition("::")[0]).stem for each in tests))
        status = tested(checkout, files, plugin, ["-x"])
        return plugin.failed or (SURVIVED if status == pytest.ExitCode.OK else NO_IMPORT)

    try:
        path.write_text(source, encoding="utf-8")
        verdict = forked(work, Limits.of(seconds))
        return TOO_LONG if verdict is None else verdict
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))
