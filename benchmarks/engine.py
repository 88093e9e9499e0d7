"""How fast does the engine grade a class, beside plain nbgrader and Otter-Grader?

    python -m benchmarks.engine [--submissions 40] [--light 100 --light 5000]

Everyone grades the same notebooks with the same hidden tests, in turn in one run. A rate
counts from the first submission that is done to the last, so that nobody pays for the start of the
program; how long the start takes stands beside it. Otter, which is started for every submission, is
timed with its start. It brings pandas, which scikit-learn imports wherever it is: without Otter,
as `make` installs the course, the engine is faster.

The overhead is one worker's time for a submission less the CPU time of the student's process and of
the checks. What a process takes that is asked nothing stands beside it: strictly, it belongs to the
overhead.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, cycle, islice
from pathlib import Path
from statistics import mean, median
from typing import Any

import click

from autograder.assignment import ROOT
from autograder.classroom import hand_ins
from autograder.feedback import page
from autograder.sandbox import Sandbox
from autograder.source import load
from autograder.submission import judge, prepare
from benchmarks import otter
from benchmarks.results import record
from examples.make_class import HANDED_IN, PS1, untouched, write

BIN = Path(sys.executable).parent
WORKERS = 2
ROUNDS = 5
OTTERS = 3  # submissions per round for Otter, which is slow
SALT = "a benchmark's salt"
LOOPS = "student-02"  # the student of the example class whose answers loop over the examples

GOALS = {
    "throughput_ratio_nbgrader": "at least 20",
    "overhead_ms": "at most 25",
    "scaling_2_workers": "at least 1.8",
    "coordinator_peak_mb": "within 10 % of each other",
    "light_submission_by_cpu": "within 10 % of each other",
}

# Runs `autograder grade` and reports the peak of its own memory at the end.
REPORT_PEAK = """
import sys
from pathlib import Path
from autograder.cli import main
if __name__ == "__main__":
    try:
        main()
    finally:
        peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
        Path(sys.argv[0]).with_name("peak").write_text(peak)
"""


@dataclass(frozen=True)
class Graded:
    """What grading a class took.

    In seconds: until the first submission was done, from one to the next, and the part of that
    which is CPU time of the student's process and the checks. In MB: the coordinator's peak of
    memory.
    """

    start: float
    each: float
    work: float
    peak: float


# --- The classes ----------------------------------------------------------------------------------


def mixed_class(folder: Path, count: int) -> None:
    """The example class of assignment 1, over and over: right and wrong, odd and unfinished.

    The answer that loops over the examples stands in it only once, behind one of each other kind.
    It takes every grader ten seconds, as much as twenty others, and is rarer than one in twenty.
    """
    assignment, kinds = load(PS1), dict(HANDED_IN[PS1])
    once, others = kinds.pop(LOOPS), list(kinds.values())
    for number, hand_in in enumerate(islice(chain(others, [once], cycle(others)), count)):
        write(folder / f"student-{number:04}" / PS1, *hand_in(assignment))


def light_class(folder: Path, count: int) -> None:
    """Untouched releases: no work but the engine's own."""
    name, data = untouched(load(PS1))
    for number in range(count):
        write(folder / f"student-{number:04}" / PS1, name, data)


# --- Grading one ----------------------------------------------------------------------------------


def by_engine(handed_in: Path, output: Path, workers: int) -> Graded:
    """Grade with `autograder grade`."""
    output.mkdir(parents=True)
    (output / "salt").write_text(SALT)
    program = output / "grade.py"
    program.write_text(REPORT_PEAK)
    begun = time.time()
    run(sys.executable, program, "grade", handed_in, "--output", output, "--workers", workers)
    lines = (output / "results.jsonl").read_text(encoding="utf-8").splitlines()
    work = {result["student"]: result["cpu_seconds"] for result in map(json.loads, lines)}
    done = finished(output)
    return Graded(
        done[0][0] - begun,
        between(done),
        mean(work[student] for _, student in done[1:]),
        int((output / "peak").read_text()) / 1024,
    )


def by_nbgrader(handed_in: Path, output: Path) -> float:
    """Seconds between two submissions of `nbgrader autograde`."""
    environment = {"CLASS": str(output)}
    run(BIN / "autograder", "collect", handed_in, **environment)
    release = f"--CourseDirectory.release_directory={output / 'release'}"
    run(BIN / "nbgrader", "generate_assignment", PS1, "--force", release, **environment)
    run(BIN / "nbgrader", "autograde", PS1, **environment)
    return between(finished(output))


def by_otter(handed_in: Path, output: Path, count: int) -> float:
    """Seconds between two submissions of `otter run`, which is started for each; a few will do."""
    output.mkdir()
    otter.write_tests(load(PS1), output / "tests")
    without = (f"--no-{each}" for each in ("config", "requirements", "environment"))
    made = output / "autograder.zip"
    run(BIN / "otter", "generate", "-t", output / "tests", "-o", made, *without)
    readable = (path for path in sorted(handed_in.glob("*/*/*.ipynb")) if is_notebook(path))
    done = []
    for path in islice(readable, count):
        otter.write_notebook(path.read_bytes(), output / "submission.ipynb")
        begun = time.monotonic()
        run(
            BIN / "otter", "run", output / "submission.ipynb", "-a", made, "-o", output, "--no-logo"
        )
        done.append(time.monotonic() - begun)
    return mean(done)


def is_notebook(path: Path) -> bool:
    """Is it a notebook? Otter and plain nbgrader stop at a file that is none."""
    with contextlib.suppress(ValueError):
        return "cells" in json.loads(path.read_bytes())
    return False


def finished(output: Path) -> list[tuple[float, str]]:
    """The times at which graded notebooks were put in place, with their students, in this order."""
    paths = output.glob(f"autograded/*/{PS1}/{PS1}.ipynb")
    return sorted((path.stat().st_mtime, path.parts[-3]) for path in paths)


def between(done: list[tuple[float, str]]) -> float:
    """Mean seconds from one submission that is done to the next."""
    return (done[-1][0] - done[0][0]) / (len(done) - 1)


def run(*command: object, **environment: str) -> None:
    """Run a command in the checkout, as `make` does; where it fails, exit with its last words."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env=os.environ
        | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "PATH": f"{BIN}:{os.environ['PATH']}"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{Path(str(command[0])).name} failed: {done.stderr.strip()[-500:]}")


# --- The figures ----------------------------------------------------------------------------------


def measured(folder: Path, submissions: int, light: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """The figures for bench.json, as soon as each is known."""
    mixed = folder / "mixed"
    mixed_class(mixed, submissions)
    yield throughput(mixed, folder)
    yield {
        "idle_child_ms": round(1000 * child_seconds(), 1),
        "feedback_ms": round(feedback_ms(mixed), 1),
    }
    yield flatness(folder, light)


def throughput(mixed: Path, folder: Path) -> dict[str, float | None]:
    """How fast each grades the class: the medians of some rounds.

    A machine's speed may change by half from one minute to the next, so each round times everyone.
    """
    rounds = []
    for number in range(ROUNDS):
        output = folder / f"round{number}"
        rounds.append(a_round(mixed, part_of(mixed, number, output / "part"), output))
        ratio = rounds[-1]["throughput_ratio_nbgrader"]
        click.echo(f"round {number + 1} of {ROUNDS}: {ratio:.1f} times nbgrader", err=True)

    def middle(name: str) -> float | None:
        known = [figure for each in rounds if (figure := each[name]) is not None]
        return round(median(known), 3) if known else None

    return {name: middle(name) for name in rounds[0]}


def a_round(mixed: Path, part: Path, output: Path) -> dict[str, float | None]:
    """The engine grades the class, plain nbgrader a part of it, and Otter a few of that part."""
    nbgrader = by_nbgrader(part, output / "nbgrader")
    engine = by_engine(mixed, output / "engine", WORKERS)
    alone = by_engine(mixed, output / "alone", 1)
    peer = by_otter(part, output / "otter", OTTERS) if has_otter() else None
    return {
        "throughput_ratio_nbgrader": nbgrader / engine.each,
        "throughput_ratio_otter": peer and peer / engine.each,
        "scaling_2_workers": alone.each / engine.each,
        "overhead_ms": 1000 * (alone.each - alone.work),
        "seconds_engine": engine.each,
        "seconds_nbgrader": nbgrader,
        "seconds_otter": peer,
        "seconds_start": engine.start,
    }


def part_of(mixed: Path, number: int, part: Path) -> Path:
    """A folder with a part of a class: every n-th student."""
    for student in sorted(mixed.iterdir())[number::ROUNDS]:
        shutil.copytree(student, part / student.name)
    return part


def flatness(folder: Path, light: tuple[int, ...]) -> dict[str, Any]:
    """Memory and time of classes without work, by size; the small one before and after the large.

    All of them hand in the same notebook. The CPU time of the notebook itself shows how fast the
    machine is at the moment. The time per submission, divided by it, should not grow with the
    class.
    """
    graded: dict[int, list[Graded]] = {count: [] for count in light}
    for count in light:
        light_class(folder / f"light{count}", count)
    for number, count in enumerate((*light, *reversed(light[:-1]))):
        output = folder / f"graded{number}"
        graded[count].append(by_engine(folder / f"light{count}", output, WORKERS))

    def over(figure: Callable[[Graded], float]) -> dict[str, float]:
        return {str(count): round(mean(map(figure, graded[count])), 3) for count in light}

    return {
        "coordinator_peak_mb": over(lambda each: each.peak),
        "light_submission_ms": over(lambda each: 1000 * each.each),
        "light_submission_by_cpu": over(lambda each: each.each / each.work),
    }


def has_otter() -> bool:
    return (BIN / "otter").is_file()


def child_seconds(count: int = 20) -> float:
    """CPU seconds of a child that is asked nothing. Its start and its end count with the student's
    process, but belong to the engine; the code of other students runs meanwhile."""
    taken = []
    with Sandbox() as sandbox:
        for _ in range(count):
            with sandbox.child() as child:
                child.meet()
            taken.append(child.cpu_seconds)
    return mean(taken[1:])


def feedback_ms(handed_in: Path) -> float:
    """CPU milliseconds that a page of feedback takes a worker, which has written others before."""
    some = islice(hand_ins(handed_in, [PS1]), len(HANDED_IN[PS1]))
    judged = []
    with Sandbox() as sandbox:
        for hand_in in some:
            with sandbox.child() as child:
                judged.append(judge(prepare(load(PS1), hand_in), child, SALT))
    first, *others = judged
    page(first)
    begun = time.process_time()
    for each in others:
        page(each)
    return 1000 * (time.process_time() - begun) / len(others)


def table(found: dict[str, Any]) -> str:
    """One line per figure, with the goal beside it where there is one."""
    lines = []
    for name, value in found.items():
        parts = value if isinstance(value, dict) else {"": value}
        texts = {part: "–" if each is None else each for part, each in parts.items()}
        shown = ", ".join(f"{part}: {each}" if part else str(each) for part, each in texts.items())
        lines.append(f"{name:28}{shown}" + (f"  ({GOALS[name]})" if name in GOALS else ""))
    return "\n".join(lines)


@click.command(context_settings={"show_default": True})
@click.option(
    "--submissions",
    default=40,
    type=click.IntRange(min=2 * ROUNDS),
    help="To time the engine by.",
)
@click.option("--light", default=(100, 5000), multiple=True, help="Sizes of classes without work.")
def main(submissions: int, light: tuple[int, ...]) -> None:
    """Time the engine beside its peers and write the figures to _build/bench.json."""
    with tempfile.TemporaryDirectory() as folder:
        for found in measured(Path(folder), submissions, light):
            print(table(found), flush=True)
            record(found)


if __name__ == "__main__":
    main()
