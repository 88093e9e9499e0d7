"""How good are the tests of the engine? Small changes of its code are put to them.

    python -m benchmarks.engine_mutants [MODULE …] [--seed 2]

A mutant is killed if a test fails, or never comes back, that executes the line which was changed.
Such a test is looked for among the fast ones, the fastest first. Nothing is changed in the
checkout: the mutants live in copies of it.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from autograder.assignment import ROOT
from autograder.files import write
from benchmarks.forked_tests import SURVIVED, TESTS, WARM, Seen, copies, killer
from benchmarks.mutants import Equivalent, Mutant, changed, equivalents, mutations

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
SHARE = 0.06  # of all mutants
SEED = 2  # a sample that nobody had seen when the tests were written
BUDGET = 8.0  # seconds that the tests of one mutant may take where nothing is mutated

# `-a` of what is no number raises wherever it stands: such mutants say nothing about tests.
TOO_EASY = frozenset({"minus added"})


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
        name = getattr(node, "name", None) or ast.unparse(node).split(" ")[0].rstrip(":,")
        found.append(Piece(name, first, "".join(lines[first - 1 : node.end_lineno])))
    return found


def source_of(module: str) -> str:
    return (ENGINE / f"{module}.py").read_text(encoding="utf-8")


def mutants_of(module: str) -> Iterator[Mutant]:
    """The mutants of a module; those of a function that do the same count once."""
    for piece in pieces(module):
        yield from of_piece(module, piece, set(range(1, piece.source.count("\n") + 2)))


def of_piece(module: str, piece: Piece, lines: set[int]) -> Iterator[Mutant]:
    """The mutants of a piece that differ in these of its lines, counted from 1."""
    known, text = {meaning(piece.source)}, source_of(module).split("\n")
    head, tail = text[: piece.line - 1], text[piece.line - 1 + piece.source.count("\n") :]
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


def module_of(mutant: Mutant) -> str:
    return mutant.cell.partition(".")[0]


def sample(mutants: list[Mutant], share: float, seed: int) -> list[Mutant]:
    """About this share of the mutants. Each is drawn by what it is: an edit elsewhere in the module
    leaves the others in the sample, or out of it."""
    return [mutant for mutant in mutants if draw(mutant, seed) < share]


def draw(mutant: Mutant, seed: int) -> float:
    """A number from 0 to 1 that looks random, the same for the same mutant and seed."""
    digest = hashlib.sha256(repr((seed, mutant.key)).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


# --- Judging them ---------------------------------------------------------------------------------


def chosen(mutant: Mutant, seen: dict[str, Seen], budget: float, first: str = "") -> list[str]:
    """The tests to put to a mutant: those that execute its line, the fastest first, as many as the
    budget of seconds allows; before them `first`, which killed it the last time.

    The lines of a class and of the module itself run at the import, for every test; those that use
    the module come first.
    """
    module, lines = module_of(mutant), changed_lines(mutant)
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


def changed_lines(mutant: Mutant) -> set[int]:
    """The numbers of the lines in whose statement a mutant differs; none if it is no function's."""
    functions = [
        each for each in ast.walk(tree_of(module_of(mutant))) if isinstance(each, ast.FunctionDef)
    ]
    return lines_around(mutant.line, [inner for each in functions for inner in each.body])


def lines_around(number: int, statements: list[ast.stmt]) -> set[int]:
    """The lines of the innermost statement, at or below some others, that has this line."""
    around = [
        lines_of(each)
        for statement in statements
        for each in ast.walk(statement)
        if isinstance(each, ast.stmt) and number in lines_of(each)
    ]
    return max(around, key=min, default=set())


def lines_of(statement: ast.stmt) -> set[int]:
    return set(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(source_of(module))


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
    if not tests:
        return SURVIVED
    return killer(_checkout, module_of(mutant), mutant.source, tests, seconds)


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
        row = modules.setdefault(module_of(mutant), {"mutants": 0, "killed": 0, "equivalent": 0})
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


def descriptions(verdicts: dict[Mutant, str]) -> list[str]:
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
    return [
        f"No mutant turns {line!r} of {cell} into {after!r}; "
        f"take it out of benchmarks/equivalent_mutants/{LISTED}.toml."
        for entry in equivalents(LISTED)
        for cell, line, after in sorted(entry.keys - mutants_near(entry))
    ]


def mutants_near(entry: Equivalent) -> set[tuple[str, str, str]]:
    """The mutants of all statements in which the line of an entry stands."""
    module, _, name = entry.cell.partition(".")
    found = set()
    for piece in pieces(module):
        if piece.name == name:
            statements = ast.parse(piece.source).body
            for number, line in enumerate(piece.source.splitlines(), 1):
                if line.strip() == entry.line.splitlines()[0]:
                    lines = lines_around(number, statements) | {number}
                    found |= {mutant.key for mutant in of_piece(module, piece, lines)}
    return found


def fingerprint() -> str:
    """A hash of what a measurement depends on: the engine, its tests, the list, and this module."""
    files = [*ENGINE.rglob("*.py"), *(ROOT / "tests" / f"{name}.py" for name in TESTS)]
    files += [ROOT / "tests" / "conftest.py", ROOT / "tests" / "classes.py", Path(__file__)]
    files += [Path(__file__).with_name(f"{name}.py") for name in ("forked_tests", "mutants")]
    contents = [
        meaning(path.read_text(encoding="utf-8")) for path in sorted(files) if path.is_file()
    ]
    return hashlib.sha256(repr((contents, equivalents(LISTED))).encode()).hexdigest()[:16]


def read(path: Path) -> dict[str, Any]:
    """What was measured before, if anything was."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def as_json(data: dict[str, Any]) -> bytes:
    return f"{json.dumps(data, indent=1)}\n".encode()


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
                write(JUDGED, as_json({"measured": measured, "verdicts": now}))
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
    for paragraph in descriptions(verdicts):
        print(paragraph)
    modules = counts(verdicts)
    print(table(modules))
    errors = unlisted()
    if fraction(total(modules)) < GOAL:
        errors.append(f"The tests of the engine miss their goal: {fraction(total(modules)):.1%}.")
    if not names and not errors:
        write(PUBLISHED, as_json(measured | {"modules": modules}))
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
