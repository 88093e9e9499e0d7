"""Grade: a whole class into its gradebook, or one notebook for a look.

What stands around it in a terminal, options and a progress bar, is in `autograder.cli`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from autograder import classroom
from autograder import source as assignments
from autograder.assignment import ROOT
from autograder.classroom import HandIn, class_salt, hand_ins
from autograder.gradebook import Gradebook
from autograder.keys import GradingOptions, key
from autograder.sandbox import Sandbox, kind_for
from autograder.submission import Graded, GradedFiles, grade_submission

EXAMPLES = ROOT / "examples" / "submitted"

Say = Callable[[str], None]


def grade_class(
    handed_in: Path,
    folder: Path,
    names: list[str],
    *,
    sandbox: str = "auto",
    demos: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
    db: str | None = None,
    say: Say = print,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Counter[str]:
    """Grade what lies in `handed_in` for the assignments `names` into the gradebook of the class
    folder `folder`, as far as it is not there yet; return how many submissions are graded,
    unchanged or not graded, and of the graded how many repaired, limited or unreadable.

    They are graded by `workers` processes (None: as many as there are cores), or by those of the
    Dask scheduler at the address `scheduler`. `say` is given a sentence for all that is left out,
    unprotected or not graded, `progress` how many submissions are done, of how many. Raises
    CourseError; what was graded before is kept.
    """
    classroom.require_elsewhere(handed_in, folder)
    kind = _kind(sandbox, handed_in, scheduler, say)
    for sentence in classroom.left_out(handed_in, names):
        say(f"Left out: {sentence}")
    found = Counter(each.assignment for each in classroom.find(handed_in, names))
    if not found:
        raise classroom.nothing_in(handed_in)
    options = GradingOptions(class_salt(folder), kind, demos)
    counts: Counter[str] = Counter()

    def note(*words: str) -> None:
        counts.update(words)
        progress(counts["graded"] + counts["unchanged"] + counts["not graded"], found.total())

    with Gradebook(folder, db or f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        for name in sorted(found):
            gradebook.prepare(assignments.load(name))
        todo = _changed(hand_ins(handed_in, names), gradebook.keys(), options, note)
        with closing(_graded(todo, options, workers, scheduler)) as graded:
            for hand_in, files in graded:
                gradebook.keep(hand_in, files)
                if not files.key:
                    say(_not_graded(files.graded))
                note(*_outcome(files))
        gradebook.export()
    return counts


def _changed(
    arrived: Iterator[HandIn],
    known: dict[tuple[str, str], str],
    options: GradingOptions,
    note: Callable[[str], None],
) -> Iterator[HandIn]:
    """The hand-ins that are not in the gradebook, or not as they are now."""
    for hand_in in arrived:
        if known.get((hand_in.student, hand_in.assignment)) == key(hand_in, options):
            note("unchanged")
        else:
            yield hand_in


def _graded(
    todo: Iterator[HandIn], options: GradingOptions, workers: int | None, scheduler: str | None
) -> Generator[tuple[HandIn, GradedFiles], None, None]:
    """Grade hand-ins on workers that start if there are any, and no more than are needed."""
    from dask.system import CPU_COUNT  # What this process may use; a machine may have more.

    from autograder.cluster import connected, grade_all  # Dask takes a second to import.

    first = list(islice(todo, workers or CPU_COUNT))
    if first:
        with connected(len(first), scheduler) as client:
            yield from grade_all(client, chain(first, todo), options)


def grade_notebook(
    path: Path, name: str | None, *, sandbox: str = "auto", demos: bool = False, say: Say = print
) -> Graded:
    """Grade one submission of the assignment `name`, or the one that its file is named after."""
    assignment = assignments.load(name or classroom.assignment_of(path))
    kind = _kind(sandbox, path, None, say)
    hand_in = HandIn("check", assignment.name, f"{assignment.name}.ipynb", path.read_bytes())
    with Sandbox(kind) as running:
        return grade_submission(assignment, hand_in, running, class_salt(), demos)


def _kind(sandbox: str, handed_in: Path, scheduler: str | None, say: Say) -> str:
    """The kind of sandbox in force; says so where it is no wall.

    Before the workers, which would say it too late; those of a cluster are on other machines.
    """
    if scheduler and sandbox == "auto":
        return "bubblewrap"
    kind, sentence = kind_for(sandbox, is_own=handed_in.resolve() == EXAMPLES)
    if sentence:
        say(sentence)
    return kind


def _outcome(files: GradedFiles) -> Iterator[str]:
    """The words under which a submission is counted."""
    if not files.key:
        yield "not graded"
        return
    yield "graded"
    if not files.graded.readable:
        yield "unreadable"
    elif files.graded.repairs:
        yield "repaired"
    if files.graded.limits:
        yield "limited"


def _not_graded(graded: Graded) -> str:
    (reason,) = graded.limits
    where = f"{graded.student}/{graded.assignment}"
    return f"Not graded: {where}: {reason} Run the command again, or grade it by hand."
