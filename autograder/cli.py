"""The command `autograder`: each subcommand does one step of the course's flow."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder import assignment as assignments
from autograder import build as builder
from autograder import classroom
from autograder.assignment import ROOT, SourceError
from autograder.classroom import class_folder


class Course(click.Group):
    """A group whose commands end with one sentence and status 1 where an input is wrong."""

    def invoke(self, context: click.Context) -> None:
        try:
            return super().invoke(context)
        except (SourceError, OSError) as error:
            raise click.ClickException(str(error)) from error


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


@main.command()
@click.argument("handed_in", type=click.Path(exists=True, file_okay=False, path_type=Path))
def collect(handed_in: Path) -> None:
    """Copy a class's hand-ins to where nbgrader reads them, renamed and in today's format.

    HANDED_IN holds a folder a student, in it a folder an assignment or the notebooks themselves.
    """
    found = list(classroom.collect(handed_in, assignments.names(), class_folder()))
    if not found:
        raise click.ClickException(
            f"{handed_in} holds no submission; expected {handed_in}/<student>/<assignment>/*.ipynb."
        )
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
        ("feedback", folder / "feedback", "one page a submission, open in a browser"),
        ("gradebook", folder / "gradebook.db", "jupyter lab, then Nbgrader > Formgrader"),
    )
    for what, path, how in rows:
        click.echo(f"{what:<16} {_shown(path):<24} {how if path.exists() else 'not made yet'}")
