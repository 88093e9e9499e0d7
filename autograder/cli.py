"""The command `autograder`: each subcommand does one step of the course's flow."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from autograder import assignment as assignments
from autograder import build as builder
from autograder import classroom
from autograder.assignment import ROOT, SourceError
from autograder.classroom import HandIn, class_folder, class_salt, hand_ins
from autograder.gradebook import Book, GradebookError
from autograder.report import report
from autograder.sandbox import KINDS, Sandbox, Unavailable, wall_for
from autograder.submission import ended, grade_submission


class Course(click.Group):
    """A group whose commands end with one sentence and status 1 where an input is wrong."""

    def invoke(self, context: click.Context) -> None:
        try:
            return super().invoke(context)
        except (SourceError, Unavailable, GradebookError) as error:
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

EXAMPLES = ROOT / "examples" / "submitted"

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
    assignment = assignments.load(name or _assignment_of(notebook))
    sandbox = _wall(sandbox)
    handed = HandIn("check", assignment.name, f"{assignment.name}.ipynb", notebook.read_bytes())
    with Sandbox(sandbox) as running, running.child() as child:
        graded = grade_submission(assignment, handed, child, class_salt(), demos)
    graded = ended(graded, child)
    if as_json:
        click.echo(json.dumps(graded.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(f"{graded.assignment}: {graded.score:g} of {graded.max_score:g} points")
    for sentence in (*graded.repairs, *graded.limits):
        click.echo(f"  {sentence}")
    for cell in graded.cells:
        click.echo(f"\n{cell.grade_id}: {report(cell)}")


def _wall(sandbox: str, is_own: bool = False) -> str:
    """The kind of sandbox in force; says so where it is no wall."""
    kind, sentence = wall_for(sandbox, is_own)
    if sentence:
        click.echo(sentence, err=True)
    return kind


def _assignment_of(notebook: Path) -> str:
    found = [name for name in assignments.names() if notebook.name.startswith(name)]
    if not found:
        raise click.ClickException(
            f"{notebook.name} does not tell its assignment; add --assignment, one of "
            f"{', '.join(assignments.names())}."
        )
    return found[0]


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
    """Grade a class: what lies in HANDED_IN, a folder a student, into nbgrader's gradebook.

    Without HANDED_IN it is the example class. What has been graded already, and has not changed
    since, is left as it is.
    """
    from dask.system import (
        CPU_COUNT,  # of this process: a container may have fewer than the machine
    )

    from autograder import cluster  # Dask takes a second to import

    folder = (output or class_folder()).resolve()
    _require_elsewhere(handed_in, folder)
    is_own = handed_in.resolve() == EXAMPLES
    # Before the workers, which would say it too late; those of a cluster are on other machines.
    sandbox = "bubblewrap" if scheduler and sandbox == "auto" else _wall(sandbox, is_own)
    wanted = [assignments.load(name).name for name in names or assignments.names()]
    for sentence in classroom.left_out(handed_in, wanted):
        click.echo(f"Left out: {sentence}", err=True)
    if not any(hand_ins(handed_in, wanted)):
        raise click.ClickException(_nothing_in(handed_in))
    how = cluster.How(class_salt(folder), sandbox, demos)
    with Book(folder, db or f"sqlite:///{folder / 'gradebook.db'}") as book:
        known = book.keys()
        todo: set[tuple[str, str]] = set()
        counts: Counter[str] = Counter()
        for handed in hand_ins(handed_in, wanted):
            where = (handed.student, handed.assignment)
            if known.get(where) == cluster.key(handed, how):
                counts["unchanged"] += 1
            else:
                todo.add(where)
        for name in sorted({name for _, name in todo}):
            book.prepare(assignments.load(name))
        again = (h for h in hand_ins(handed_in, wanted) if (h.student, h.assignment) in todo)
        if todo:
            with (
                cluster.connected(min(workers or CPU_COUNT, len(todo)), scheduler) as client,
                tqdm(total=len(todo), desc="grading", unit="submission", disable=None) as bar,
            ):
                for handed, written in cluster.grade_all(client, again, how):
                    book.keep(handed, written)
                    if written.key:
                        counts.update(_counts(written.result))
                    else:
                        counts["not graded"] += 1
                        bar.write(_not_graded(written.result), sys.stderr)
                    bar.update()
        book.export()
    click.echo(_summary(counts, folder))
    sys.exit(counts["not graded"] > 0)


def _require_elsewhere(handed_in: Path, folder: Path) -> None:
    copies = folder / "submitted"
    if handed_in.resolve().is_relative_to(copies):
        raise click.ClickException(
            f"{handed_in} is where copies are written; name the folder of what was handed in."
        )


def _nothing_in(handed_in: Path) -> str:
    return (
        f"{handed_in} holds no submission; expected {handed_in}/<student>/<assignment>.ipynb, or "
        "any notebook in <student>/<assignment>/."
    )


def _counts(result: dict[str, Any]) -> list[str]:
    """What there is to say of a submission, in the words of the summary."""
    told = {"graded": True, "repaired": result["repairs"] and result["readable"]}
    told |= {"limited": result["limits"], "unreadable": not result["readable"]}
    return [word for word, holds in told.items() if holds]


def _not_graded(result: dict[str, Any]) -> str:
    (reason,) = result["limits"]
    where = f"{result['student']}/{result['assignment']}"
    return f"Not graded: {where}: {reason} Run the command again, or grade it by hand."


def _summary(counts: Counter, folder: Path) -> str:
    words = ("graded", "repaired", "limited", "unreadable", "unchanged")
    lines = [f"{word:<12}{counts[word]:>6}" for word in words]
    return "\n".join([*lines, f"Grades, feedback and gradebook are in {_shown(folder)}"])


@main.command()
@click.argument("handed_in", type=click.Path(exists=True, file_okay=False, path_type=Path))
def collect(handed_in: Path) -> None:
    """Copy a class's hand-ins to where nbgrader reads them, renamed and in today's format.

    HANDED_IN holds a folder a student, in it a folder an assignment or the notebooks themselves.
    """
    _require_elsewhere(handed_in, class_folder())
    found = list(classroom.collect(handed_in, assignments.names(), class_folder()))
    if not found:
        raise click.ClickException(_nothing_in(handed_in))
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
