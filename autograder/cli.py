"""The command `autograder`: each subcommand does one step of the course's flow."""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import click
from tqdm import tqdm

from autograder import build as builder
from autograder import classroom
from autograder import source as assignments
from autograder.assignment import ROOT
from autograder.classroom import class_folder
from autograder.course import EXAMPLES, grade_class, grade_notebook
from autograder.errors import CourseError
from autograder.report import report
from autograder.sandbox import KINDS


class Course(click.Group):
    """A group whose commands end with one sentence and status 1 where an input is wrong."""

    def invoke(self, context: click.Context) -> None:
        try:
            return super().invoke(context)
        except CourseError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            what = f"{error.filename}: {error.strerror}." if error.filename else str(error)
            raise click.ClickException(what) from error


@click.group(cls=Course, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build and grade the assignments of Neural Networks from Scratch."""


@main.command()
@click.argument("names", nargs=-1, metavar="[PS]...")
@click.option("--check", is_flag=True, help="Change nothing; fail if a built file is out of date.")
def build(names: tuple[str, ...], check: bool) -> None:
    """Build instructor notebooks and releases from source_notebooks/*.py (all, or those named)."""
    found = [assignments.load(name) for name in names or assignments.names()]
    if check:
        stale = [path for each in found for path in builder.check(each)]
        for path in stale:
            click.echo(f"{_shown(path)} is not what its source gives; run `autograder build`.")
        sys.exit(bool(stale))
    for each in found:
        changed = builder.build(each)
        click.echo(f"{each.name}: {', '.join(map(_shown, changed)) or 'nothing changed'}")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


# --- Grading --------------------------------------------------------------------------------------

sandbox_option = click.option(
    "--sandbox",
    type=click.Choice(["auto", *KINDS]),
    default="auto",
    show_default=True,
    help="What stands around the code; auto is bubblewrap, and for the example class, where that "
    "cannot work, process.",
)
demos_option = click.option("--demos", is_flag=True, help="Run the cells tagged demo too.")


@main.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--assignment", "name", help="Which one it is, if its name does not tell.")
@click.option("--json", "as_json", is_flag=True, help="Print the grade as JSON.")
@sandbox_option
@demos_option
def check(notebook: Path, name: str | None, as_json: bool, sandbox: str, demos: bool) -> None:
    """Grade one submission, NOTEBOOK, and print what each check found."""
    say = partial(click.echo, err=True)
    graded = grade_notebook(notebook, name, sandbox=sandbox, demos=demos, say=say)
    if as_json:
        click.echo(json.dumps(graded.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(f"{graded.assignment}: {graded.score:g} of {graded.max_score:g} points")
    for sentence in (*graded.repairs, *graded.limits):
        click.echo(f"  {sentence}")
    for cell in graded.cells:
        click.echo(f"\n{cell.grade_id}: {report(cell)}")


@main.command()
@click.argument(
    "handed_in",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=EXAMPLES,
)
@click.option("--assignment", "names", multiple=True, help="Grade this one only (repeatable).")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes that grade, one student's code at a time each; as many as cores, if left out.",
)
@click.option("--scheduler", help="A Dask scheduler, tcp://HOST:PORT, instead of own workers.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Class folder; if it is left out, what CLASS names, or else _build/class.",
)
@click.option("--db", help="The gradebook, an SQLAlchemy URL.")
@sandbox_option
@demos_option
def grade(
    handed_in: Path,
    names: tuple[str, ...],
    workers: int | None,
    scheduler: str | None,
    output: Path | None,
    db: str | None,
    sandbox: str,
    demos: bool,
) -> None:
    """Grade a class: what lies in HANDED_IN, a folder per student, into nbgrader's gradebook.

    Without HANDED_IN it is the example class. What has been graded already, and has not changed
    since, is left as it is.
    """
    folder = (output or class_folder()).resolve()
    with tqdm(desc="grading", unit="submission", disable=None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        counts = grade_class(
            handed_in,
            folder,
            [assignments.load(name).name for name in names or assignments.names()],
            sandbox=sandbox,
            demos=demos,
            workers=workers,
            scheduler=scheduler,
            db=db,
            say=partial(tqdm.write, file=sys.stderr),
            progress=progress,
        )
    click.echo(_summary(counts, folder))
    sys.exit(counts["not graded"] > 0)


def _summary(counts: Counter, folder: Path) -> str:
    words = ("graded", "repaired", "limited", "unreadable", "unchanged")
    lines = [f"{word:<12}{counts[word]:>6}" for word in words]
    return "\n".join([*lines, f"Grades, feedback and gradebook are in {_shown(folder)}"])


@main.command()
@click.argument("handed_in", type=click.Path(exists=True, file_okay=False, path_type=Path))
def collect(handed_in: Path) -> None:
    """Copy a class's hand-ins to where nbgrader reads them, renamed and in today's format.

    HANDED_IN holds a folder per student, in it a folder per assignment or the notebooks themselves.
    """
    found = list(classroom.collect(handed_in, assignments.names(), class_folder()))
    for each in found:
        for repair in each.repairs:
            click.echo(f"{each.student}/{each.assignment}: {repair}")
    click.echo(f"{len(found)} submissions collected in {_shown(class_folder() / 'submitted')}")


@main.command()
def where() -> None:
    """Say what stands where, and how to open it."""
    folder = class_folder()
    rows = (
        ("the book", ROOT / "_build/html/index.html", "open it in a browser"),
        ("the assignments", ROOT / "release", "jupyter lab release"),
        ("grades", folder / "grades.csv", "open it in a spreadsheet"),
        ("feedback", folder / "feedback", "one page per submission, open in a browser"),
        ("gradebook", folder / "gradebook.db", "jupyter lab, then Nbgrader > Formgrader"),
    )
    for what, path, how in rows:
        click.echo(f"{what:<16} {_shown(path):<24} {how if path.exists() else 'not made yet'}")
