"""What is made once for all tests that ask about it: the classes, one graded by plain nbgrader, one
by the engine, and the book, in a browser."""

import contextlib
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import classes
import nbformat
import pytest
from distributed import Client
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, sync_playwright
from serving import served

from autograder import cluster
from autograder.assignment import ROOT
from autograder.source import load
from examples import make_class
from examples.make_class import HANDED_IN, PS1, PS2, PS3, PS4


def pytest_configure():
    """A shell starts what runs in the background deaf to Ctrl-C, and children inherit that: a test
    that interrupts `make` would wait for ever."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class GradedClass:
    """A class folder in which nbgrader has done all its steps."""

    folder: Path

    def nbgrader(self, *arguments, program="nbgrader"):
        """Run a command as an instructor would, in the checkout; return what it printed."""
        done = subprocess.run(
            [Path(sys.executable).parent / program, *arguments],
            cwd=ROOT,
            env=os.environ | {"CLASS": str(self.folder)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{' '.join(map(str, done.args))}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    @property
    def gradebook(self):
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}")

    def score(self, name, student):
        with self.gradebook as gradebook:
            return gradebook.find_submission(name, student).score

    def grade(self, name, student, grade_id):
        """What the gradebook holds for one cell: (score, is it to be marked by hand?)."""
        with self.gradebook as gradebook:
            grade = gradebook.find_grade(grade_id, name, name, student)
            return grade.score, grade.needs_manual_grade

    def notebook(self, name, student):
        path = self.folder / "autograded" / student / name / f"{name}.ipynb"
        return nbformat.read(path, as_version=4)

    def feedback(self, name, student):
        """The text of the feedback page, without tags, its words one blank apart."""
        path = self.folder / "feedback" / student / name / f"{name}.html"
        body = path.read_text(encoding="utf-8").partition("</head>")[2]
        text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", "", body, flags=re.DOTALL)
        return " ".join(html.unescape(text).split())


# The inputs of the hidden tests are drawn from the salt: with a fixed one every run gives the same
# grades.
SALT = "the salt of the tests"


# The part of the example class that plain nbgrader grades: submissions that show a trap of it. The
# whole class would take long, because each submission gets a kernel of its own.
PLAIN = {
    PS1: (5, 7, 8, 9, 12, 13, 14, 16),
    PS2: (12, 13),
    PS3: (14,),
    PS4: (2, 11, 15),
}


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """A part of the example class, graded by the commands of plain nbgrader.

    Those that ask about it carry the mark xdist_group("class"), which keeps them in one process.
    """
    folder = tmp_path_factory.mktemp("class")
    (folder / "salt").write_text(SALT)
    for name, numbers in PLAIN.items():
        for student in (f"student-{number:02}" for number in numbers):
            place = folder / "handed_in" / student / name
            make_class.write(place, *HANDED_IN[name][student](load(name)))
    graded_class = GradedClass(folder)
    graded_class.nbgrader("collect", str(folder / "handed_in"), program="autograder")
    # Other tests read release/ at the same time, so nbgrader writes to a folder of its own.
    release = f"--CourseDirectory.release_directory={folder / 'release'}"
    graded_class.nbgrader("generate_assignment", "ps*", "--force", release)
    graded_class.nbgrader("autograde", "ps*")
    graded_class.nbgrader("generate_feedback", "ps*")
    return graded_class


# --- The engine -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def wall():
    """For tests of the wall itself: they are skipped where there is none."""


def pytest_runtest_setup(item):
    """Skip tests of the wall here and nowhere else, so that the summary counts them in one line."""
    if classes.TROUBLE and "wall" in item.fixturenames:
        pytest.skip(f"bubblewrap cannot work here ({classes.TROUBLE})")


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory):
    """The small class, as it was handed in; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("handed_in")
    classes.small_class(folder)
    return folder


@pytest.fixture(scope="session")
def graded_class(handed_in, tmp_path_factory):
    """The small class, graded by `autograder grade` with two workers of its own.

    All that ask about it carry the mark xdist_group("engine"): one process, one such class.
    """
    folder = tmp_path_factory.mktemp("graded_class")
    (folder / "salt").write_text(SALT)
    done = classes.autograder("grade", handed_in, "--output", folder, "--workers", 2)
    assert done.returncode == 0, done.stderr
    folder.with_name("printed").write_text(done.stdout + done.stderr)
    return GradedClass(folder)


@pytest.fixture(scope="session")
def example_class(tmp_path_factory):
    """The example class, graded by `autograder grade` as `make` does it."""
    folder = tmp_path_factory.mktemp("examples")
    make_class.main(folder / "handed_in")
    graded_class = folder / "class"
    graded_class.mkdir()
    (graded_class / "salt").write_text(SALT)
    done = classes.autograder("grade", folder / "handed_in", "--output", graded_class)
    assert done.returncode == 0, done.stderr
    return GradedClass(graded_class)


@pytest.fixture
def own(graded_class, tmp_path):
    """A copy of the graded class, for a test that changes it."""
    folder = tmp_path / "class"
    shutil.copytree(graded_class.folder, folder)
    return GradedClass(folder)


@pytest.fixture
def at_once(monkeypatch):
    """`autograder grade` in this process, without Dask: monkeypatches hold, the sandbox is warm."""
    monkeypatch.setattr(cluster, "connected", lambda *_: contextlib.nullcontext())

    def grade_all(_, hand_ins, options):
        for each in hand_ins:
            yield each, cluster.grade_one(each, options, cluster.fingerprint(each.assignment))

    monkeypatch.setattr(cluster, "grade_all", grade_all)
    return classes.invoke


@dataclass(frozen=True)
class Scheduler:
    """A Dask scheduler in a process of its own; `worker()` starts a worker in another."""

    address: str
    started: list

    def worker(self):
        command = [classes.BIN / "dask", "worker", self.address, "--nthreads", "2", "--no-nanny"]
        command += ["--no-dashboard", "--host", "127.0.0.1", "--memory-limit", "0"]
        return self.start(command)

    def start(self, command):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=classes.ENVIRONMENT, **quiet)
        self.started.append(process)
        return process


def written(path):
    """What a JSON file holds, or nothing as long as another process is about to write it."""
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        return json.loads(path.read_text())
    return None


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory):
    """A scheduler with one worker, for all tests that grade on a cluster."""
    address = tmp_path_factory.mktemp("dask") / "scheduler.json"
    running = Scheduler("", [])
    command = [classes.BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0"]
    try:
        process = running.start([*command, "--no-dashboard", "--scheduler-file", address])
        found = classes.until(lambda: written(address), "the scheduler does not start", process)
        running = Scheduler(found["address"], running.started)
        running.worker()
        with Client(running.address, timeout=classes.LONG, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=classes.LONG)
        yield running
    finally:
        for process in running.started:
            process.kill()
            process.wait()


# --- The book -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def book():
    """The folder of the built book; `make book` fills it where it is missing."""
    folder = ROOT / "_build" / "html"
    if not (folder / "index.html").is_file():
        subprocess.run(["make", "book"], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def site(book):
    """The address at which the book is served."""
    with served(book) as address:
        yield address


PATIENCE = 300_000  # milliseconds; on a busy machine Python takes minutes to start in a page


@dataclass(frozen=True)
class Patient:
    """A browser whose pages wait so long for whatever should come: Playwright's own half a minute
    is too little for a machine that is busy."""

    browser: Browser

    def new_context(self, **options):
        return self._patient(self.browser.new_context(**options))

    def new_page(self, **options):
        return self._patient(self.browser.new_page(**options))

    def _patient(self, made):
        made.set_default_timeout(PATIENCE)
        return made


@pytest.fixture(scope="module")
def browser():
    """Chromium, closed with this module: Playwright's event loop would be in the way of others."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    options = {"executable_path": "/usr/bin/chromium", "args": arguments, "timeout": PATIENCE}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**options)
        yield Patient(chromium)
        chromium.close()
