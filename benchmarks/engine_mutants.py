"""How good are the tests of the engine? Small changes of its code are put to them.

    python -m benchmarks.engine_mutants [MODULE …] [--share 0.08] [--seed 1]

A mutant is killed if a test fails, or never comes back, that executes the line which was changed.
Such a test is looked for among the fast ones, the fastest first. Nothing is changed in the
checkout: the mutants live in copies of it, which go with the process that made them.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import click
import pytest
from tqdm import tqdm

from autograder.assignment import ROOT
from benchmarks.mutants import Mutant, changed, equivalents, mutations

ENGINE = ROOT / "autograder"
LISTED = "engine"  # the file of equivalent mutants
JUDGED = ROOT / "_build" / "engine_mutants.json"
PUBLISHED = ROOT / "book" / "engine_quality.json"
GOAL = 0.9

# What decides a grade, and what keeps it. A mutant of the sandbox might let out the attacks that
# its tests run; what commands print is looked at by people.
MODULES = (
    "checks",
    "grading",
    "gradebook",
    "harmless",
    "intake",
    "keys",
    "student",
    "submission",
    "worker",
)
# Files of tests that run in this process for the most part; their slow ones are left out.
TESTS = (
    "test_checks",
    "test_intake",
    "test_keys",
    "test_layers",
    "test_gradebook",
    "test_grading",
    "test_submission",
    "test_harmless",
    "test_joints",
    "test_grade",
)
SHARE = 0.06  # of all mutants
SEED = 1
OFTEN = 100  # calls of a function in one test, whose lines are looked at; the next are like them
BUDGET = 8.0  # seconds that the tests of one mutant may take where nothing is mutated

# `-a` of what is no number raises wherever it stands: such mutants say nothing about tests.
TOO_EASY = frozenset({"minus added"})
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


# --- The mutants ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A function or a statement of a module, or a class: what one mutation looks at."""

    name: str
    line: int  # in the module, from 1
    source: str


def pieces(module: str) -> list[Piece]:
    """The statements of a module but for its imports, each with its decorators."""
    text = source_of(module)
    lines, found = text.splitlines(keepends=True), []
    for node in ast.parse(text).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        name = getattr(node, "name", None) or ast.unparse(node).split(" ")[0].rstrip(":")
        found.append(Piece(name, first, "".join(lines[first - 1 : node.end_lineno])))
    return found


def source_of(module: str) -> str:
    return (ENGINE / f"{module}.py").read_text(encoding="utf-8")


def mutants_of(module: str, names: frozenset[str] | None = None) -> Iterator[Mutant]:
    """The mutants of a module, or of some of its pieces. Those that do the same count once."""
    text = source_of(module)
    for piece in pieces(module):
        if names is None or piece.name in names:
            yield from of_piece(module, text, piece)


def of_piece(module: str, text: str, piece: Piece) -> Iterator[Mutant]:
    lines = set(range(1, piece.source.count("\n") + 2))
    known = {meaning(piece.source)}
    head, tail = text.split("\n")[: piece.line - 1], text.split("\n")
    tail = tail[piece.line - 1 + piece.source.count("\n") :]
    for operator, line, source in mutations(piece.source, lines):
        try:
            meant = meaning(source)
            compile(source, "<mutant>", "exec")
        except (SyntaxError, ValueError):
            continue
        if operator not in TOO_EASY and meant not in known:
            known.add(meant)
            before, after = changed(piece.source, source)
            whole = "\n".join([*head, source.removesuffix("\n"), *tail])
            place = f"{module}.{piece.name}"
            yield Mutant(place, piece.line + line - 1, operator, before, after, whole)


def meaning(source: str) -> str:
    """What the code does, whatever it says to people and to mypy."""
    return ast.dump(Wordless().visit(ast.parse(source)))


class Wordless(ast.NodeTransformer):
    """Takes docstrings, sentences, annotations and the options of dataclasses out of a tree."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str) and " " in node.value.strip():
            return ast.Constant("a sentence")
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant):
            return ast.Pass()
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(node.arg)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = []
        return self.generic_visit(node)


def sample(mutants: list[Mutant], share: float, seed: int) -> list[Mutant]:
    """About this share of the mutants. Each is drawn by what it is: an edit elsewhere in the module
    leaves the others in the sample, or out of it."""
    return [mutant for mutant in mutants if draw(mutant, seed) < share]


def draw(mutant: Mutant, seed: int) -> float:
    """A number from 0 to 1 that looks random, the same for the same mutant and seed."""
    digest = hashlib.sha256(repr((seed, mutant.key)).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


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
            threading.settrace(None)  # type: ignore[arg-type]
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


def chosen(mutant: Mutant, seen: dict[str, Seen], budget: float, first: str = "") -> list[str]:
    """The tests to put to a mutant: those that execute its line, the fastest first, as many as the
    budget of seconds allows; before them `first`, which killed it the last time.

    The lines of a class and of the module itself run at the import, for every test; those that use
    the module come first.
    """
    module = mutant.cell.partition(".")[0]
    lines = changed_lines(module, mutant)
    hits = [
        name for name, each in seen.items() if not lines or lines & each.lines.get(module, set())
    ]
    hits.sort(key=lambda name: (name != first, module not in seen[name].lines, seen[name].alone))
    taken: list[str] = []
    for name in hits:
        if taken and seconds([*taken, name], seen) > budget:
            break
        taken.append(name)
    return taken


def seconds(tests: list[str], seen: dict[str, Seen]) -> float:
    """What these tests take together: each fixture that they share is made once."""
    shared = {name: cost for test in tests for name, cost in seen[test].shared.items()}
    return sum(seen[test].seconds for test in tests) + sum(shared.values())


def changed_lines(module: str, mutant: Mutant) -> set[int]:
    """The numbers of the lines in whose statement a mutant differs; none if it is no function's."""
    best: ast.stmt | None = None
    for node in ast.walk(tree_of(module)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in node.body:
                for each in ast.walk(inner):
                    if (
                        isinstance(each, ast.stmt)
                        and each.lineno <= mutant.line <= (each.end_lineno or each.lineno)
                        and (best is None or each.lineno >= best.lineno)
                    ):
                        best = each
    if best is None:
        return set()
    return set(range(best.lineno, (best.end_lineno or best.lineno) + 1))


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(source_of(module))


# --- Judging a mutant -----------------------------------------------------------------------------

SURVIVED = ""
NO_TEST = "no test executes it"
TOO_LONG = "it does not come back"
NO_IMPORT = "it cannot be imported"


@dataclass(eq=False)
class Chosen:
    """A plugin of pytest: these tests in this order, and the one that failed."""

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


def killer(checkout: Path, mutant: Mutant, tests: list[str], seconds: float) -> str:
    """The test that kills a mutant, or SURVIVED; the checkout is a copy, as it was afterwards."""
    module = checkout / "autograder" / f"{mutant.cell.partition('.')[0]}.py"
    before, dates = module.read_bytes(), module.stat()

    def work() -> str:
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        plugin = Chosen(tests)
        files = list(dict.fromkeys(Path(each.partition("::")[0]).stem for each in tests))
        status = tested(checkout, files, plugin, ["-x"])
        return plugin.failed or ("" if status == pytest.ExitCode.OK else NO_IMPORT)

    try:
        module.write_text(mutant.source, encoding="utf-8")
        told = forked(work, Limits.of(seconds))
        return TOO_LONG if told is None else told
    finally:
        module.write_bytes(before)
        os.utime(module, ns=(dates.st_atime_ns, dates.st_mtime_ns))


_checkout: Path  # that of a worker process


def begin(checkouts: SimpleQueue[Path]) -> None:
    """What a worker process does first."""
    global _checkout
    _checkout = checkouts.get()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process will end this one
    for name in WARM:
        importlib.import_module(name)


def judge(mutant: Mutant, tests: list[str], seconds: float) -> str:
    """What a worker process does with one mutant."""
    return killer(_checkout, mutant, tests, seconds) if tests else SURVIVED


def judged(
    mutants: list[Mutant],
    seen: dict[str, Seen],
    checkouts: list[Path],
    budget: float,
    killers: dict[str, str],
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with the test that kills it, or SURVIVED; `killers` are those of another time."""
    context = get_context("fork")
    queue: SimpleQueue[Path] = context.SimpleQueue()
    for each in checkouts:
        queue.put(each)
    pool = ProcessPoolExecutor(len(checkouts), context, begin, (queue,))
    try:
        running = {}
        for mutant in mutants:
            tests = chosen(mutant, seen, budget, killers.get(identity(mutant), ""))
            running[pool.submit(judge, mutant, tests, seconds(tests, seen))] = mutant
        bar = tqdm(as_completed(running), "mutants", len(running), leave=False, disable=None)
        for done in bar:
            yield running[done], done.result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def copies(number: int) -> Iterator[tuple[list[Path], dict[str, Seen]]]:
    """So many copies of the checkout, and what the tests execute in one of them."""
    with tempfile.TemporaryDirectory(prefix="engine-mutants-") as folder:
        first = copied(Path(folder) / "0")
        seen = watched(first)
        others = [Path(folder) / str(i) for i in range(1, number)]
        yield [first, *(shutil.copytree(first, each, symlinks=True) for each in others)], seen


def identity(mutant: Mutant) -> str:
    """What a mutant goes by from one measurement to the next."""
    return hashlib.sha256(repr(mutant.key).encode()).hexdigest()[:16]


# --- The table ------------------------------------------------------------------------------------


def is_listed(mutant: Mutant) -> bool:
    """Is it on the list of those that do the same as the engine?"""
    return mutant.key in {key for entry in equivalents(LISTED) for key in entry.keys}


def counts(verdicts: dict[Mutant, str]) -> dict[str, dict[str, int]]:
    """The mutants of each module, those of them that were killed, and those that are listed."""
    modules: dict[str, dict[str, int]] = {}
    for mutant, verdict in verdicts.items():
        name = mutant.cell.partition(".")[0]
        row = modules.setdefault(name, {"mutants": 0, "killed": 0, "equivalent": 0})
        if is_listed(mutant):
            row["equivalent"] += 1
        else:
            row["mutants"] += 1
            row["killed"] += verdict != SURVIVED
    return dict(sorted(modules.items()))


def total(modules: dict[str, dict[str, int]]) -> dict[str, int]:
    """The counts of all modules together."""
    return {
        kind: sum(row[kind] for row in modules.values())
        for kind in ("mutants", "killed", "equivalent")
    }


def fraction(row: dict[str, int]) -> float:
    """How many of the mutants are killed; of none at all none is."""
    return row["killed"] / row["mutants"] if row["mutants"] else 0.0


def table(modules: dict[str, dict[str, int]]) -> str:
    """The counts, a line per module."""
    lines = [f"{'':12}{'mutants':>9}{'killed':>9}{'fraction':>10}{'equivalent':>12}"]
    for name, row in [*modules.items(), ("all", total(modules))]:
        lines.append(
            f"{name:12}{row['mutants']:9}{row['killed']:9}{fraction(row):10.1%}"
            f"{row['equivalent']:12}"
        )
    return "\n".join([*lines, f"The goal is {GOAL:.0%} of all that are not equivalent."])


def told(verdicts: dict[Mutant, str]) -> list[str]:
    """A paragraph for each mutant that was not expected to end as it did, with its change."""
    paragraphs = []
    for mutant, verdict in verdicts.items():
        if is_listed(mutant) and verdict != SURVIVED:
            paragraphs.append(f"{mutant.title} is listed as equivalent, but: {verdict}")
        elif not is_listed(mutant) and verdict == SURVIVED:
            paragraphs.append(f"{mutant.title} survives\n{mutant.diff}")
    return paragraphs


def unlisted() -> list[str]:
    """A sentence for each entry of the list that is no mutant any more."""
    listed: dict[str, set[str]] = {}
    for entry in equivalents(LISTED):
        module, _, piece = entry.cell.partition(".")
        listed.setdefault(module, set()).add(piece)
    known = {
        mutant.key
        for module, names in listed.items()
        for mutant in mutants_of(module, frozenset(names))
    }
    return [
        f"No mutant turns {line!r} of {cell} into {after!r}; "
        f"take it out of benchmarks/equivalent_mutants/{LISTED}.toml."
        for entry in equivalents(LISTED)
        for cell, line, after in sorted(entry.keys - known)
    ]


def fingerprint() -> str:
    """A hash of what a measurement depends on: the engine, its tests, the list, and this module."""
    files = [*ENGINE.rglob("*.py"), *(ROOT / "tests" / f"{name}.py" for name in TESTS)]
    files += [ROOT / "tests" / "conftest.py", ROOT / "tests" / "classes.py", Path(__file__)]
    contents = [
        meaning(path.read_text(encoding="utf-8")) for path in sorted(files) if path.is_file()
    ]
    return hashlib.sha256(repr((contents, equivalents(LISTED))).encode()).hexdigest()[:16]


def read(path: Path) -> dict[str, Any]:
    """What was measured before, if anything was."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def measure(mutants: list[Mutant], workers: int, budget: float) -> dict[Mutant, str]:
    """The verdicts; each is written at once, so that an interrupted measurement is gone on with."""
    before, measured = read(JUDGED), f"{fingerprint()} {budget}"
    known = before.get("verdicts", {})
    is_same = before.get("measured") == measured
    verdicts = {
        each: known[identity(each)] for each in mutants if is_same and identity(each) in known
    }
    left = [mutant for mutant in mutants if mutant not in verdicts]
    if left:
        now = known if is_same else {}
        with copies(workers) as (checkouts, seen):
            for mutant, verdict in judged(left, seen, checkouts, budget, known):
                verdicts[mutant] = now[identity(mutant)] = verdict
                write(JUDGED, {"measured": measured, "verdicts": now})
    return verdicts


@click.command(context_settings={"show_default": True})
@click.argument("names", nargs=-1)
@click.option("--share", default=SHARE, help="Which part of all mutants.")
@click.option("--seed", default=SEED, help="Which of them.")
@click.option("--budget", default=BUDGET, help="Seconds of tests at most for each mutant.")
@click.option("--workers", default=os.cpu_count(), help="Processes at a time.")
def main(names: tuple[str, ...], share: float, seed: int, budget: float, workers: int) -> None:
    """Put a sample of the mutants of the modules NAMES (all of MODULES without) to the tests.

    The table of all modules is published if the goal is met. What has not changed since is not
    measured again; what has is put first to the test that killed it before.
    """
    measured = {"seed": seed, "share": share, "budget": budget, "fingerprint": fingerprint()}
    before = read(PUBLISHED)
    if not names and measured.items() <= before.items():
        print(table(before["modules"]))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Interrupted."))
    mutants = [
        mutant for name in names or MODULES for mutant in sample([*mutants_of(name)], share, seed)
    ]
    verdicts = measure(mutants, workers, budget)
    for paragraph in told(verdicts):
        print(paragraph)
    modules = counts(verdicts)
    print(table(modules))
    errors = unlisted()
    if fraction(total(modules)) < GOAL:
        errors.append(f"The tests of the engine miss their goal: {fraction(total(modules)):.1%}.")
    if not names and not errors:
        write(PUBLISHED, measured | {"modules": modules})
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
