"""What can go wrong while a class is graded: whatever was graded before is kept, the fault is
reported in one sentence, and the next run goes on from there."""

import errno
import itertools
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
from functools import partial

import numpy as np
import psutil
import pytest
from classes import (
    BIN,
    ENVIRONMENT,
    LONG,
    PS1,
    contents,
    grade_silently,
    hand_in,
    needs_wall,
    one_sentence,
    partly,
    until,
    walled,
)
from nbgrader.api import get_alembic_version

from autograder import cluster
from autograder.gradebook import Gradebook

pytestmark = pytest.mark.xdist_group("engine")


# --- Killed ---------------------------------------------------------------------------------------


def kept(folder):
    """How many submissions count as graded. A writer that is killed as it commits leaves a journal,
    which only a connection that may write takes back."""
    if not (folder / "gradebook.db").exists():
        return 0
    db = sqlite3.connect(f"file:{folder / 'gradebook.db'}?mode=rw", uri=True, timeout=60)
    try:
        return db.execute("SELECT count(*) FROM autograder_result").fetchone()[0]
    except sqlite3.OperationalError:  # the table is not there yet
        return 0
    finally:
        db.close()


def has_ended_or_kept(run, folder, enough):
    return not run.is_alive() or kept(folder) >= enough


@pytest.mark.slow("20 moments need some 60 gradings and 25 starts")
def test_killed_at_twenty_moments_the_gradebook_ends_as_if_undisturbed(
    scheduler, graded_class, handed_in, tmp_path
):
    """Is every run that follows a SIGKILL a continuation, to the same bytes?

    The moments are drawn in the time that a run takes: before the first grade, after a few more,
    some hundredths of a second later. A run that ends before its moment came is compared and a new
    class begun. The starts are forks, and the grading is done by the cluster's worker, which lives
    on.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["autograder.cli", "autograder.cluster"])
    rng = np.random.default_rng(20)
    undisturbed = contents(graded_class.folder)
    classes, killed, progress = itertools.count(), 0, set()
    folder = None
    while killed < 20 or folder:
        if folder is None:
            folder = tmp_path / str(next(classes))
            folder.mkdir()
            shutil.copy(graded_class.folder / "salt", folder)
        enough = kept(folder) + rng.integers(0, 4)
        pause = rng.uniform(0, 0.2) if enough > kept(folder) else rng.uniform(0, 1)
        arguments = [handed_in, "--output", folder, "--scheduler", scheduler.address]
        run = processes.Process(target=grade_silently, args=arguments)
        run.start()
        if killed < 20:
            until(partial(has_ended_or_kept, run, folder, enough), "no more is graded")
            run.join(pause)
        else:
            run.join()
        if run.is_alive():
            run.kill()
            run.join()
            killed += 1
            progress.add(kept(folder))
        else:
            assert run.exitcode == 0
            assert contents(folder) == undisturbed
            folder = None
    assert len(progress) > 4, "the moments were all alike"
    assert not list(tmp_path.rglob("*.draft")), "half a file was left"


def command_of(process):
    """The words of a process's command line; none if it has ended meanwhile, as a child does."""
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []


@pytest.mark.slow("a class starts, dies with its workers and sandboxes, and starts again")
def test_killed_it_leaves_no_process_behind(graded_class, handed_in, at_once, tmp_path):
    """Neither a worker nor a sandbox, with student code in it, outlives the command, though the
    signal reached the command alone (the kernel, short of memory, sends it so)."""
    shutil.copy(graded_class.folder / "salt", tmp_path)
    command = [BIN / "autograder", *walled("grade", handed_in, "--output", tmp_path)]
    run = subprocess.Popen([*command, "--workers", "1"], env=ENVIRONMENT)
    try:
        until(lambda: kept(tmp_path), "nothing is graded", run)
        family = psutil.Process(run.pid).children(recursive=True)
        assert any("autograder.inside.interpreter" in command_of(process) for process in family)
        assert run.poll() is None, "it had ended before it could be killed"
    finally:
        run.kill()
        run.wait()
    _, alive = psutil.wait_procs(family, timeout=LONG)
    assert alive == []
    before = kept(tmp_path)
    result = at_once("grade", handed_in, "--output", tmp_path)
    assert f"unchanged{before:>9}" in result.output
    assert contents(tmp_path) == contents(graded_class.folder)


def test_a_gradebook_that_was_only_begun_gets_its_version(at_once, tmp_path, monkeypatch):
    """Without the note of its version it could not be updated to a later nbgrader."""

    def ends(_):
        raise OSError(errno.EIO, "Input/output error")

    hand_in(tmp_path / "in", "a", partly(PS1))
    with monkeypatch.context() as patch:
        patch.setattr("autograder.gradebook.ScriptDirectory.get_current_head", ends)
        error = one_sentence(at_once("grade", tmp_path / "in", "--output", tmp_path))
    assert error.startswith("The gradebook sqlite:///"), error
    assert at_once("grade", tmp_path / "in", "--output", tmp_path).exit_code == 0
    monkeypatch.setenv("PATH", f"{BIN}:{os.environ['PATH']}")  # nbgrader calls alembic by name
    assert contents(tmp_path)["version"] == [(get_alembic_version(),)]


# --- A disk that is full, a gradebook that cannot be written --------------------------------------


@needs_wall  # which mounts the disk
def test_a_full_disk_is_reported_and_nothing_is_lost(
    scheduler, graded_class, handed_in, at_once, tmp_path
):
    """A real one: a file system in memory that has room for some of the class."""
    script = """
        cp salt disk && head -c 14000000 /dev/zero >disk/filler
        autograder grade "$1" --output disk --scheduler "$2"
        status=$?
        rm disk/filler && cp -r disk/. kept && exit $status
    """
    (tmp_path / "disk").mkdir()
    (tmp_path / "kept").mkdir()
    shutil.copy(graded_class.folder / "salt", tmp_path)
    command = ["bwrap", "--dev-bind", "/", "/", "--size", "16000000", "--tmpfs", tmp_path / "disk"]
    command += ["--setenv", "PATH", f"{BIN}:{os.environ['PATH']}", "sh", "-c", script, "sh"]
    options = {"cwd": tmp_path, "env": ENVIRONMENT, "capture_output": True, "text": True}
    done = subprocess.run([*command, handed_in, scheduler.address], **options)
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[1:] == [
        f"Error: The class in {tmp_path / 'disk'} cannot be used (No space left on device). "
        "What was graded before is kept; mend this and run the command again."
    ]
    goes_on(tmp_path / "kept", handed_in, at_once, graded_class)


def goes_on(folder, handed_in, at_once, graded_class):
    """Does the next run keep what was graded, and end as if nothing had happened?"""
    before = kept(folder)
    assert 0 < before < 11
    assert not list(folder.rglob("*.draft")), "half a file was left"
    result = at_once("grade", handed_in, "--output", folder)
    assert f"unchanged{before:>9}" in result.output, result.output
    assert contents(folder) == contents(graded_class.folder)


def test_a_gradebook_that_is_locked_midway_is_reported(
    graded_class, handed_in, at_once, tmp_path, monkeypatch
):
    """By formgrader, a backup, a second terminal; it is waited for, but not for ever."""
    shutil.copy(graded_class.folder / "salt", tmp_path)
    other = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None, timeout=60)
    grade_one = cluster.grade_one

    def locking(*arguments):
        files = grade_one(*arguments)
        if kept(tmp_path) == 3:
            other.execute("BEGIN IMMEDIATE")
        return files

    url = f"sqlite:///{tmp_path / 'gradebook.db'}?timeout=0.1"
    with monkeypatch.context() as patch:
        patch.setattr(cluster, "grade_one", locking)
        result = at_once("grade", handed_in, "--output", tmp_path, "--db", url)
    error = one_sentence(result)
    assert error.startswith(f"The class in {tmp_path} cannot be used (database is locked).")
    assert one_sentence(at_once("grade", handed_in, "--output", tmp_path, "--db", url))
    other.execute("ROLLBACK")
    goes_on(tmp_path, handed_in, at_once, graded_class)


def test_a_gradebook_that_may_only_be_read_is_reported(own, handed_in, at_once, tmp_path):
    hand_in(tmp_path / "in", "new", partly(PS1))
    url = f"sqlite:///file:{own.folder / 'gradebook.db'}?mode=ro&uri=true"
    before = contents(own.folder)["grades"]
    error = one_sentence(at_once("grade", tmp_path / "in", "--output", own.folder, "--db", url))
    assert "cannot be used (attempt to write a readonly database)" in error
    assert contents(own.folder)["grades"] == before


def test_a_gradebook_that_is_none_is_reported(own, at_once, tmp_path):
    hand_in(tmp_path / "in", "new", partly(PS1))
    db = sqlite3.connect(own.folder / "gradebook.db")
    db.execute("ALTER TABLE autograder_result RENAME COLUMN key TO clef")
    db.close()
    error = one_sentence(at_once("grade", tmp_path / "in", "--output", own.folder))
    assert "cannot be used (no such column" in error


def test_a_class_has_one_writer_at_a_time(own, handed_in, at_once):
    """Two would overwrite each other's temporary files."""
    with Gradebook(own.folder, f"sqlite:///{own.folder / 'gradebook.db'}"):
        error = one_sentence(at_once("grade", handed_in, "--output", own.folder))
    assert error == f"Another `autograder grade` is writing to {own.folder}; wait for its end."
    assert at_once("grade", handed_in, "--output", own.folder).exit_code == 0
