"""How good are the hidden tests? Wrong answers of three kinds and right ones are put to them.

    python -m benchmarks.quality [ASSIGNMENT …] [--salts 20]

Every answer is judged under every salt. The inputs of the checks are random, and a wrong answer
that passes for one student in twenty is a hole, as is a right one that fails for one in twenty. The
solution itself is judged under ten times as many: a class may have two hundred students.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from autograder import source as assignments
from autograder.assignment import ROOT, Answer, Assignment
from autograder.checks import Alternative, Check, Misconception, Overfitted, Suite
from autograder.grading import Seed, grade_cell, run_check
from autograder.inside.calls import Functions
from autograder.keys import judging_files
from autograder.source import load
from benchmarks.mutants import Mutant, equivalents, mutants

BUILT = ROOT / "_build" / "quality.json"
PUBLISHED = ROOT / "book" / "quality.json"
SALTS = 20
DRAWS_OF_SOLUTION = 10  # per salt
SOLUTION = "the solution"  # It is counted as the first of the alternatives.
STUDENT = "a student"

# A mutant that loops for ever should not cost a minute; no call of a reference takes a second.
MUTANT_SECONDS = 10
MEMORY = 4 * 2**30  # bytes of address space; a mutant may ask for any array

GOALS = {
    "mutants_killed": 0.98,
    "overfitted_rejected": 1.0,
    "misconceptions_named": 1.0,
    "alternatives_accepted": 1.0,
}


# --- Judging one answer: the problem in a few words, "" where the checks do what they should ------


def survival(assignment: Assignment, mutant: Mutant, salts: Iterable[str]) -> str:
    """The problem with a mutant: that it keeps every point.

    The check that killed it under one salt is tried first under the next.
    """
    checks = checks_after(assignment, mutant)
    for salt in salts:
        killer = killed_by(assignment, mutant, checks, salt)
        if killer is None:
            return f"keeps every point under {salt!r}"
        checks.insert(0, checks.pop(checks.index(killer)))
    return ""


def inequivalence(assignment: Assignment, mutant: Mutant, salts: Iterable[str]) -> str:
    """The problem with a mutant that is listed as equivalent: that it loses a point."""
    checks = checks_after(assignment, mutant)
    for salt in salts:
        killer = killed_by(assignment, mutant, checks, salt)
        if killer is not None:
            return f"is listed as a right answer, but {killer.name} rejects it under {salt!r}"
    return ""


def misjudgment(assignment: Assignment, wrong: Misconception, salts: Iterable[str]) -> str:
    """The problem with a wrong answer: that it keeps a point, or is not named."""
    for salt in salts:
        lost = failed(assignment, wrong, salt)
        kept = wrong.loses - lost.keys()
        if kept or not lost:
            return f"passes {', '.join(sorted(kept)) or 'every check'} under {salt!r}"
        undeclared = lost.keys() - wrong.loses - wrong.sometimes
        if undeclared:
            return f"fails {', '.join(sorted(undeclared))} under {salt!r}, undeclared"
        named = {verdict.misconception for verdict in lost.values()} - {None}
        if named != {wrong.name}:
            return f"is named {', '.join(sorted(named)) or 'nothing'} under {salt!r}"
    return ""


def rejection(assignment: Assignment, right: Alternative | None, salts: Iterable[str]) -> str:
    """The problem with a right answer, or without one with the solution: that it loses a point."""
    for salt in salts:
        for check, verdict in failed(assignment, right, salt).items():
            return f"fails {check} under {salt!r}: {verdict.message}"
    return ""


def failed(assignment: Assignment, answer: Answer | None, salt: str) -> dict:
    """The verdicts of the checks that reject an answer, or the solution, by name.

    The cells before the first that it changes are the reference's own, and judged as such.
    """
    seed, names = Seed(salt, STUDENT), assignment.autograded
    if answer:
        names = graded_after(assignment, assignment.answered(answer))
    cells = [
        grade_cell(assignment, name, Functions(assignment.namespace(answer, until=name)), seed)
        for name in names
    ]
    return {v.check: v for cell in cells for v in cell.verdicts if not v.passed}


def graded_after(assignment: Assignment, changed: Iterable[str]) -> list[str]:
    """The graded cells that can see a change of the cells `changed`."""
    ids = [cell.grade_id for cell in assignment.cells]
    later = ids[min(map(ids.index, changed)) :]
    return [name for name in assignment.autograded if name in later]


def checks_after(assignment: Assignment, mutant: Mutant) -> list[Check]:
    """The checks that can see a mutant, those after its cell, the fastest first."""
    later = graded_after(assignment, [mutant.cell])
    checks = [check for name in later for check in assignment.suite.for_cell(name)]
    return sorted(checks, key=lambda check: seconds(assignment.name)[check.name])


@cache
def seconds(name: str) -> dict[str, float]:
    """How long each check takes with the reference."""
    taken, assignment = {}, load(name)
    for check in assignment.suite.checks:
        functions = Functions(assignment.namespace(until=check.grade_id))
        start = time.process_time()
        run_check(assignment, check, functions, Seed("salt", STUDENT))
        taken[check.name] = time.process_time() - start
    return taken


def killed_by(
    assignment: Assignment, mutant: Mutant, checks: list[Check], salt: str
) -> Check | None:
    """The first of the checks that rejects a mutant, or None."""
    answer, seed = {mutant.cell: mutant.source}, Seed(salt, STUDENT)
    defined = cache(lambda name: Functions(assignment.namespace(answer, until=name)))
    for check in checks:
        try:
            functions = defined(check.grade_id)
        except Exception:  # The mutated cell itself raises, and a notebook would stop there.
            return check
        if run_check(assignment, check, functions, seed, MUTANT_SECONDS).failure:
            return check
    return None


# --- Judging all answers to an assignment ---------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One answer to put to the checks; a wrong or right answer of the suite goes by its name."""

    assignment: str
    kind: str
    answer: Mutant | str
    salts: tuple[str, ...]


JUDGES: dict[str, Callable[..., str]] = {  # by kind of answer
    "mutants": survival,
    "equivalent": inequivalence,
    "overfitted": misjudgment,
    "misconceptions": misjudgment,
    "alternatives": rejection,
}


def judge(task: Task) -> str:
    """The problem of one task; what a worker process runs."""
    assignment = load(task.assignment)
    return JUDGES[task.kind](assignment, answer_of(task, assignment.suite), task.salts)


def answer_of(task: Task, suite: Suite) -> Mutant | Misconception | Alternative | None:
    """The answer itself, where the task has its name; None for the solution."""
    if not isinstance(task.answer, str):
        return task.answer
    if task.answer == SOLUTION:
        return None
    return {each.name: each for each in suite.misconceptions + suite.alternatives}[task.answer]


def tasks(assignment: Assignment, salts: tuple[str, ...]) -> list[Task]:
    """All that is to be judged, the slowest first: an alternative may take seconds per salt."""
    suite, name = assignment.suite, assignment.name
    listed = {key for entry in equivalents(name) for key in entry.keys}
    wrong = {each.name: isinstance(each, Overfitted) for each in suite.misconceptions}
    answers = [
        Task(name, "alternatives", each.name, (s,)) for each in suite.alternatives for s in salts
    ]
    answers += [
        Task(name, "overfitted" if overfitted else "misconceptions", each, (s,))
        for each, overfitted in wrong.items()
        for s in salts
    ]
    answers += [
        Task(name, "alternatives", SOLUTION, (f"{s}, draw {i}",))
        for s in salts
        for i in range(DRAWS_OF_SOLUTION)
    ]
    return answers + [
        Task(name, "equivalent" if mutant.key in listed else "mutants", mutant, salts)
        for mutant in mutants(assignment)
    ]


def judged(todo: list[Task], workers: int) -> dict[str, dict[Mutant | str, str]]:
    """The problem of every answer, by kind: under several salts, the first that was found."""
    problems: dict[str, dict[Mutant | str, str]] = {kind: {} for kind in JUDGES}
    for task in todo:
        problems[task.kind][task.answer] = ""
    with ProcessPoolExecutor(workers, initializer=limit_memory) as pool:
        running = {pool.submit(judge, task): task for task in todo}
        bar = tqdm(as_completed(running), todo[0].assignment, len(todo), leave=False, disable=None)
        for done in bar:
            task = running[done]
            problems[task.kind][task.answer] = problems[task.kind][task.answer] or done.result()
    return problems


def limit_memory() -> None:
    """Keep a mutant from taking all memory, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


# --- The card -------------------------------------------------------------------------------------


def card(problems: dict[str, dict[Any, str]]) -> dict[str, Any]:
    """The four fractions and the counts behind them; of no answers at all none is right."""
    fractions, counts = {}, {}
    for goal in GOALS:
        kind, verb = goal.split("_")
        right = sum(not problem for problem in problems[kind].values())
        total = len(problems[kind])
        fractions[goal] = round(right / total, 4) if total else 0.0
        counts[kind] = {verb: right, "total": total}
    counts["mutants"]["equivalent"] = len(problems["equivalent"])
    return fractions | counts


def table(cards: dict[str, dict]) -> str:
    """One line per card: the percentages with the counts beside them."""
    lines = [f"{'':24}" + "".join(f"{goal.replace('_', ' '):>26}" for goal in GOALS)]
    for name, each in cards.items():
        cells = []
        for goal in GOALS:
            kind, verb = goal.split("_")
            cells.append(f"{each[goal]:.1%} ({each[kind][verb]} of {each[kind]['total']})")
        lines.append(f"{name:24}" + "".join(f"{cell:>26}" for cell in cells))
    lines.append(
        f"{'goal':24}" + "".join(f"{f'at least {goal:.0%}':>26}" for goal in GOALS.values())
    )
    equivalent = sum(each["mutants"]["equivalent"] for each in cards.values())
    return "\n".join([*lines, f"Left out: {equivalent} mutants that are right answers too."])


def descriptions(name: str, problems: dict[str, dict[Any, str]]) -> list[str]:
    """A paragraph for each answer that was judged wrongly, mutants with their change."""
    return [
        f"{name}: {kind}: {answer if isinstance(answer, str) else answer.title} {problem}"
        + ("" if isinstance(answer, str) else f"\n{answer.diff}")
        for kind, each in problems.items()
        for answer, problem in each.items()
        if problem
    ]


def missed(cards: dict[str, dict]) -> list[str]:
    """A sentence for each goal that an assignment misses."""
    return [
        f"{name} misses the goal for {goal}: {each[goal]:.2%}, not {wanted:.0%}."
        for name, each in cards.items()
        for goal, wanted in GOALS.items()
        if each[goal] < wanted
    ]


def unlisted(assignment: Assignment) -> list[str]:
    """A sentence for each entry of the list of equivalent mutants that is no mutant any more."""
    known = {mutant.key for mutant in mutants(assignment)}
    return [
        f"{assignment.name}: no mutant turns {line!r} of {cell} into {after!r}; "
        f"take it out of benchmarks/equivalent_mutants/{assignment.name}.toml."
        for entry in equivalents(assignment.name)
        for cell, line, after in sorted(entry.keys - known)
    ]


# --- What was measured, and when it has to be measured again --------------------------------------


def fingerprint(name: str) -> str:
    """A hash of all that a card depends on: source, tests and engine, without their prose.

    Comments and docstrings are prose; so is every markdown cell of a source.
    """
    measure = [Path(__file__), Path(__file__).with_name("mutants.py")]
    code = [code_lines(path) for path in (*judging_files(name), *measure)]
    return hashlib.sha256(repr((code, equivalents(name))).encode()).hexdigest()[:16]


def code_lines(path: Path) -> list[str]:
    """The lines of a Python file that are no docstrings, no comments and not empty."""
    text = path.read_text(encoding="utf-8")
    prose = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node)
        for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    return [
        line
        for number, line in enumerate(text.splitlines(), 1)
        if number not in prose and line.strip() and not line.lstrip().startswith("#")
    ]


def published() -> dict[str, dict]:
    """The cards of the book, those of assignments that the course still has."""
    if not PUBLISHED.is_file():
        return {}
    cards = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return {name: cards[name] for name in assignments.names() if name in cards}


def is_current(name: str, each: dict) -> bool:
    """Was this card measured on the sources, tests and engine as they are now?"""
    return each["fingerprint"] == fingerprint(name)


def write(path: Path, cards: dict[str, dict]) -> None:
    """Write the cards in the order of the course."""
    path.parent.mkdir(exist_ok=True)
    text = json.dumps({name: cards[name] for name in sorted(cards)}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


@click.command(context_settings={"show_default": True})
@click.argument("names", nargs=-1)
@click.option("--salts", default=SALTS, help="Under how many salts.")
@click.option("--workers", default=os.cpu_count(), help="Processes at a time.")
def main(names: tuple[str, ...], salts: int, workers: int) -> None:
    """Measure the hidden tests of the assignments NAMES (all of them without).

    What was measured before, under as many salts, and has not changed since is not measured again.
    A card without a problem is published at once.
    """
    cards, errors = published(), []
    for name in names or assignments.names():
        if name in cards and cards[name]["salts"] >= salts and is_current(name, cards[name]):
            continue
        measured = {"salts": salts, "fingerprint": fingerprint(name)}
        problems = judged(tasks(load(name), tuple(f"salt {i}" for i in range(salts))), workers)
        for problem in descriptions(name, problems):
            print(problem)
        cards[name] = card(problems) | measured
        wrong = [*unlisted(load(name)), *missed({name: cards[name]})]
        if any(problems["equivalent"].values()):
            wrong += [f"Take out of benchmarks/equivalent_mutants/{name}.toml what loses points."]
        if not wrong:
            write(PUBLISHED, published() | {name: cards[name]})
        errors += wrong
    print(table(cards))
    write(BUILT, cards)
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
