"""Does another version of the engine give the same grades? Two checkouts grade one class.

    python -m benchmarks.same_grades ../before [../after] [--mutants 50]

The class is the example class and one student more for each mutant of a reference solution. What
must be the same is all that anybody can see: every verdict and every sentence, the notebooks, the
feedback pages and the table of grades. Only the times may differ.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, zip_longest
from pathlib import Path

import click

from autograder import source as assignments
from autograder.assignment import ROOT
from autograder.source import load
from benchmarks.mutants import Mutant, mutants
from examples import make_class

SALT = "the same for both"
SHOWN = 150  # characters of a line
TIMES = ("seconds", "cpu_seconds")
GRADE = "from autograder.cli import main; main()"


def make(folder: Path, count: int) -> None:
    """Write the example class and `count` mutants, drawn evenly from the assignments."""
    make_class.main(folder)
    draw = random.Random(count)
    all_mutants = {name: mutants(load(name)) for name in assignments.names()}
    for number, name in zip(range(count), cycle(all_mutants), strict=False):
        student = folder / f"mutant-{number:02}" / name
        data = handed_in(name, draw.choice(all_mutants[name]))
        make_class.write(student, f"{name}.ipynb", data)


def handed_in(name: str, mutant: Mutant) -> bytes:
    """A notebook that is solved but for one slip."""
    notebook = make_class.solved(load(name))
    cell = make_class.cell_of(notebook, mutant.cell)
    cell.source = make_class.without_markers(mutant.source)
    return make_class.packed(notebook)


def grade(checkout: Path, handed_in: Path, output: Path) -> None:
    """Grade the class with the engine, the sources and the hidden tests of a checkout."""
    output.mkdir()
    (output / "salt").write_text(SALT)
    subprocess.run(
        [sys.executable, "-c", GRADE, "grade", str(handed_in), "--output", str(output)],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        cwd=checkout,
        check=True,
    )


def differences(before: Path, after: Path) -> Iterator[str]:
    """The files of two class folders that do not say the same, with the first such line."""
    for path in sorted(shown(before) | shown(after)):
        was, now = said(before / path), said(after / path)
        if was != now:
            one, other = different(was, now)
            yield f"{path} differs:\n  - {one}\n  + {other}"


def shown(folder: Path) -> set[Path]:
    """What there is to see in a class folder: all but the database, the salt and the lock."""
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {path for path in files if path.parts[0] in ("autograded", "feedback")} | {
        Path("grades.csv"),
        Path("results.jsonl"),
    }


def said(path: Path) -> list[str]:
    """The lines of a file, without the times; those of a notebook as people see them."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    if path.suffix == ".ipynb":
        return json.dumps(json.loads("".join(lines)), indent=0).splitlines() if lines else []
    if path.suffix == ".jsonl":
        results = map(json.loads, lines)
        return [json.dumps({k: result[k] for k in result if k not in TIMES}) for result in results]
    return lines


def different(was: list[str], now: list[str]) -> tuple[str, str]:
    """The first lines that differ, from the place where they do."""
    one, other = next(pair for pair in zip_longest(was, now, fillvalue="") if len(set(pair)) > 1)
    places = (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    start = max(next(places, 0) - 40, 0)
    return one[start:][:SHOWN], other[start:][:SHOWN]


@click.command()
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument(
    "after", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT
)
@click.option("--mutants", "count", type=click.IntRange(0), default=50, show_default=True)
def main(before: Path, after: Path, count: int) -> None:
    """Grade one class with two checkouts, and print what differs; fail if anything does."""
    with tempfile.TemporaryDirectory() as folder:
        handed_in, *outputs = (Path(folder) / name for name in ("class", "before", "after"))
        make(handed_in, count)
        for checkout, output in zip((before, after), outputs, strict=True):
            grade(checkout.resolve(), handed_in, output)
        compared = len(shown(outputs[0]) | shown(outputs[1]))
        found = list(differences(*outputs))
    for each in found:
        click.echo(each)
    click.echo(f"{compared} files compared, {len(found)} differ")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
