"""Is what `make` has made whole, and does every run report what it could not make?

It is run twice or more, in checkouts with a book of two chapters and a class of two students; their
path has a blank and a character beyond ASCII, which their locale lacks. What a signal, or a full
disk, leaves behind, the next run makes whole: the same bytes as if nothing had happened.
"""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from jupyter_cache import get_cache

from autograder.assignment import ROOT
from book import build, made
from book.lite import fetch_pyodide
from examples.make_class import PS1

pytestmark = pytest.mark.xdist_group("make")

BIN = Path(sys.executable).parent
NO_NETWORK = ["bwrap", "--dev-bind", "/", "/", "--unshare-net"]
PYODIDE = Path(os.environ.get("PYODIDE") or ROOT / ".cache" / "pyodide")


def works(*command):
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


needs_wall = pytest.mark.skipif(
    not works(*NO_NETWORK, "true"),
    reason="bubblewrap, which cuts off the network here, cannot work",
)

# Each Python that runs below `make` loads this. It stops when a file is about to be written or
# renamed that STOP_AT matches, and leaves half a file there, as a process does that is killed.
STOPS = """\
import os, re, sys, time

def stop(event, arguments, pattern=re.compile(os.environ["STOP_AT"]), seen=[]):
    if event == "open" and isinstance(arguments[0], str) and (arguments[2] or 0) & 3:
        what = f"write {os.path.abspath(arguments[0])}"
    elif event == "os.rename":
        what = f"rename {os.path.abspath(arguments[0])} to {os.path.abspath(arguments[1])}"
    else:
        return
    if not seen and pattern.search(what):
        seen.append(what)
        if event == "open":
            with open(arguments[0], "w") as half:
                half.write("half")
        open(os.environ["STOPPED"], "w").close()
        while True:
            time.sleep(1)

sys.addaudithook(stop)
"""


@dataclass(frozen=True)
class Checkout:
    """A copy of this one's files, with an environment that borrows all commands from this one's."""

    folder: Path

    def make(self, *targets, around=(), **variables):
        """Run make: its status, and all that it printed. `around` are words before the command."""
        return subprocess.run(
            [*around, "make", *targets],
            cwd=self.folder,
            env=self.environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def environment(self, **variables):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        own = {"PYTHONPATH": f"{self.folder}", "PYODIDE": f"{PYODIDE}", "LC_ALL": "C"}
        return kept | own | variables

    @contextlib.contextmanager
    def stopping(self, at, *targets, **variables):
        """Run make; it stands still, all of it, from the moment that `at` matches."""
        stopped, hooks = self.folder / "stopped", self.folder / "hooks"
        hooks.mkdir(exist_ok=True)
        (hooks / "sitecustomize.py").write_text(STOPS)
        variables |= {"STOP_AT": at, "STOPPED": str(stopped)}
        variables["PYTHONPATH"] = f"{hooks}:{self.folder}"
        with (self.folder / "printed").open("w") as printed:
            running = subprocess.Popen(
                ["make", *targets],
                cwd=self.folder,
                env=self.environment(**variables),
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            while not stopped.exists():
                assert running.poll() is None, (self.folder / "printed").read_text()
                time.sleep(0.05)
            stopped.unlink()
            yield running
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()

    def stop(self, at, sent, *targets, **variables):
        """Run make up to that moment, and send a signal to all of its processes then, as Ctrl-C
        does; those with a session of their own see that they have no parent."""
        with self.stopping(at, *targets, **variables) as running:
            below = psutil.Process(running.pid).children(recursive=True)
            os.killpg(running.pid, sent)
            assert running.wait() != 0
        _, alive = psutil.wait_procs(below, timeout=60)
        assert alive == []

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, name, old, new):
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        return self.write(name, text.replace(old, new))

    def link(self, name, target):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)

    def pages(self, *names):
        """Write a table of contents with these chapters."""
        files = "".join(f"  - file: {name}\n" for name in names)
        self.write("_toc.yml", f"format: jb-book\nroot: book/index\nchapters:\n{files}")

    def copy(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        return Checkout(folder)

    @property
    def published(self):
        return contents(self.folder / "_build" / "html")


def contents(folder):
    """A hash of each file below a folder, by its path there."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

"""


def chapter(title, *cells, text="What it says."):
    fenced = "".join(f"```{{code-cell}} python\n{cell}\n```\n\n" for cell in cells)
    return f"{HEAD}# {title}\n\n{text}\n\n{fenced}"


DRAWS = """\
---
mystnb:
  figure:
    name: figure-line
    caption: A line.
---
plt.plot([0, 1], [0, 1]);"""

# A chapter opens this file for writing and leaves it empty: there a test can stop it while it runs.
MOMENT = 'open("/dev/zero", "w").close()'


def new_checkout(folder):
    """The tracked files, but for the chapters and all but one assignment; with two chapters, and a
    class of two students."""
    checkout = Checkout(folder)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    left_out = re.compile(r"book/[^/]+\.md|\.github/.*|tests/.*|.*ps[2-9]_.*")
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file() and not left_out.fullmatch(name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    checkout.write("book/index.md", "# Welcome\n\nTwo chapters, see {numref}`figure-line`.\n")
    imports = "import matplotlib.pyplot as plt\nfrom course import quoted"
    checkout.write("book/one.md", chapter("One", imports, DRAWS, 'quoted([1.5], "1.5")'))
    checkout.write("book/two.md", chapter("Two", "print(1 + 1)", MOMENT))
    checkout.pages("book/one", "book/two", f"release/{PS1}/{PS1}")
    students = 'HANDED_IN = {PS1: {"student-01": answered(), "student-10": untouched}}\n\n\n'
    main = 'if __name__ == "__main__":'
    checkout.replace("examples/make_class.py", main, students + main)
    borrow(checkout)
    return checkout


def borrow(checkout):
    """Let `make` find .venv ready and Pyodide fetched; few tests build what needs Pyodide."""
    for command in BIN.iterdir():
        if os.access(command, os.X_OK) and command.is_file():
            shim(checkout, f".venv/bin/{command.name}", f'exec "{command}" "$@"')
    fetched = (
        '[ "$2" != book.lite.fetch_pyodide ] || { mkdir -p _build; exec touch _build/pyodide; }'
    )
    shim(checkout, ".venv/bin/python", f'{fetched}\nexec "{sys.executable}" "$@"')
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    checkout.write(".venv/ready", f"{ascii(sys.prefix)[1:-1]} {version}\n")


def shim(checkout, name, script):
    checkout.write(name, f"#!/bin/sh\n{script}\n").chmod(0o755)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A checkout whose book is built."""
    folder = tmp_path_factory.mktemp("make") / "Kurs é 1"
    folder.mkdir()
    checkout = new_checkout(folder)
    done = checkout.make("book")
    assert done.returncode == 0, done.stdout
    return checkout


@pytest.fixture
def checkout(built, tmp_path):
    """A copy of it."""
    return built.copy(tmp_path / "Kurs é 2")


@pytest.fixture
def fresh(tmp_path):
    """A checkout in which nothing was made."""
    return new_checkout(tmp_path / "Kurs é 3")


# --- A book that is wrong -------------------------------------------------------------------------

QUOTED = ["from course import quoted", 'quoted(  # here\n    [1.5],\n    "1.6",\n)']
TWICE = "n += 1\nassert n < 2, f'n is {n}'  # here"
WARNS = "import warnings\nwarnings.warn('mind the gap')  # here"
WITH_OPTIONS = "---\ntags: [hide-input]\n---\n\nx = 1\nassert x == 2, 'x is one'  # here"
IN_A_FUNCTION = [
    "def inverse(x):\n    return 1 / x",
    "y = (1 +\n     inverse(0)  # here\n     + 2)",
]
CHAINED = (
    "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError from error  # here"
)
PRINTS = "import sys  # here\nprint('mind the gap', file=sys.stderr)"

# For each chapter, by its name: its cells, and what `make` should say of it. Where that ends with a
# colon, the text of the line follows in which the word "here" stands.
WRONG = {
    "quoted": (QUOTED, "AssertionError: the prose says 1.6, but the code gives 1.5: "),
    "twice": (["n = 0", TWICE, TWICE], "AssertionError: n is 2: "),
    "warns": ([WARNS], "UserWarning: mind the gap: "),
    "dies": (["x = 1", "import os  # here\nos._exit(1)"], "the kernel died in this cell"),
}
ODDLY_WRONG = {
    "with_options": ([WITH_OPTIONS], "AssertionError: x is one: "),
    "in_a_function": (IN_A_FUNCTION, "ZeroDivisionError: division by zero: "),
    "chained": ([CHAINED], "ValueError: "),
    "imports": (["import nothing  # here"], "ModuleNotFoundError: No module named 'nothing': "),
    "no_python": (["y = (1 +  # here\nz = 2"], "SyntaxError: '(' was never closed: "),
    "prints": ([PRINTS], "the cell prints to stderr: mind the gap"),
    "exits": (["import sys  # here\nsys.exit(3)"], "SystemExit: 3"),
    "late": (
        ["import time  # here\ntime.sleep(3600)"],
        "the cell takes longer than 20 seconds, the timeout of _config.yml",
    ),
}


def sentence(text, name, what):
    """The sentence for a chapter with this text."""
    number, line = [each for each in enumerate(text.splitlines(), 1) if "here" in each[1]][-1]
    return f"book/{name}.md:{number}: {what}" + (line.strip() if what.endswith(": ") else "")


def fails_twice(checkout, wrong):
    """Do the first run and the second name each of these chapters, with the line that failed? Does
    the book of before stay, byte for byte?"""
    before = checkout.published
    expected = []
    for name, (text, what) in wrong.items():
        checkout.write(f"book/{name}.md", text)
        expected.append(sentence(text, name, what))
    checkout.pages("book/one", "book/two", *(f"book/{name}" for name in wrong))
    for run in ("first", "second"):
        done = checkout.make("book")
        assert done.returncode == 2, run
        assert set(expected) <= set(done.stdout.splitlines()), done.stdout
        assert "The book was not built; the one in _build/html is as it was." in done.stdout
        assert "Traceback" not in done.stdout
        assert checkout.published == before


def test_a_chapter_that_fails_is_reported_by_its_line_until_it_is_mended(checkout):
    label = chapter("label", "1 + 1", text="See {numref}`nowhere`, and here.")
    wrong = {name: (chapter(name, *cells), what) for name, (cells, what) in WRONG.items()}
    fails_twice(checkout, wrong | {"label": (label, "undefined label: 'nowhere'")})
    checkout.pages("book/one", "book/two")
    assert checkout.make("book").returncode == 0
    left = re.compile(r"book/(?!one|two|index)|release/|reports/")
    assert [name for name in checkout.published if left.match(name)] == []


@pytest.mark.slow("eight more chapters, each run twice, one of them up to its time limit")
def test_so_is_one_that_fails_oddly(checkout):
    # Chapter one must have the time to import Matplotlib, on a busy machine too.
    checkout.replace("_config.yml", "timeout: 600", "timeout: 20")
    fails_twice(
        checkout,
        {name: (chapter(name, *cells), what) for name, (cells, what) in ODDLY_WRONG.items()},
    )


UNENDED = "expected the node content, but found '<stream end>'."
BROKEN = {
    "_toc.yml": {
        "format: jb-book\nroot: [\n": f"_toc.yml:3: {UNENDED}",
        "format: jb-book\nchapters:\n- file: book/one\n": "_toc.yml: 'root' key not found @ '/'.",
        "": "_toc.yml: toc is not a mapping: <class 'NoneType'>.",
    },
    "_config.yml": {
        "title: [\n": f"_config.yml:2: {UNENDED}",
        "": "_config.yml: it has no keys.",
    },
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_describes_the_book_is_reported_if_it_cannot_be_read(name, checkout):
    before = checkout.published
    for text, sentence in BROKEN[name].items():
        checkout.write(name, text)
        for _ in range(2):
            done = checkout.make("book")
            assert done.returncode == 2
            assert sentence in done.stdout.splitlines(), done.stdout
            assert "Traceback" not in done.stdout
    (checkout.folder / name).unlink()
    assert f"{name}: No such file or directory." in checkout.make("book").stdout
    assert checkout.published == before


def test_nothing_of_the_machine_is_published(built):
    places = {str(place) for place in (built.folder, Path.home(), ROOT, sys.prefix) if place != "/"}
    for name in built.published:
        content = (built.folder / "_build" / "html" / name).read_bytes()
        assert [place for place in places if place.encode() in content] == [], name


# --- What has changed -----------------------------------------------------------------------------

# A build that prints that it would begin, and does nothing.
WOULD_BUILD = """\
from book import build
build.build = lambda: ["The book would be built."]
build.step(build.main)
"""


def said_by(code, checkout):
    """What a piece of Python prints in a checkout."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout.folder,
        env=checkout.environment(PYTHONUTF8="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.stdout


def would_build(checkout):
    return "The book would be built." in said_by(WOULD_BUILD, checkout)


@needs_wall
def test_with_nothing_changed_nothing_is_done_and_no_network_needed(checkout):
    before = checkout.published
    for path in (checkout.folder / "book").rglob("*"):
        path.touch()  # A newer date alone should change nothing.
    done = checkout.make("book", around=NO_NETWORK)
    assert (done.returncode, done.stdout) == (0, "")
    assert checkout.published == before


def write(name, text="other"):
    return lambda folder: (folder / name).write_text(text)


def remove(name):
    return lambda folder: (folder / name).unlink()


def rename(name, other):
    return lambda folder: (folder / name).rename(folder / other)


CHANGES = {
    "a page is another": write("book/two.md"),
    "a file is there no more": remove("book/_static/book.png"),
    "a file has another name": rename("book/_static/book.png", "book/_static/card.png"),
    "a release is another": write(f"release/{PS1}/{PS1}.ipynb", "{}"),
    "the packages are others": write("requirements.txt"),
    "Pyodide is there no more": write("_build/pyodide", "It is missing."),
    "a published page is another": write("_build/html/book/two.html"),
    "a published page is there no more": remove("_build/html/book/two.html"),
    "MathJax is there no more": rename("_build/html/mathjax", "mathjax"),
    "the book is there no more": rename("_build/html", "html"),
}


def test_what_has_changed_is_seen_whatever_its_date(built, tmp_path):
    for number, (what, change) in enumerate(CHANGES.items()):
        checkout = built.copy(tmp_path / str(number))
        assert not would_build(checkout)
        change(checkout.folder)
        assert would_build(checkout), what


# The preparation of a build; it prints whether the outputs of chapters were kept, and whether the
# pages that were read were kept.
PREPARES = """\
from book import build
build.prepare()
print((build.OUTPUTS / "global.db").exists(), (build.MADE / ".doctrees").exists())
"""

KEPT = {
    "nothing": (lambda folder: None, "True True"),
    "a page": (write("book/two.md"), "True True"),
    "the literature": (write("book/references.bib"), "True True"),
    "what reads pages": (write("book/_ext/head.py"), "True False"),
    "a module of chapters": (write("book/course.py"), "False False"),
    "data of chapters": (remove("book/quality.json"), "False False"),
    "packages": (write("requirements.txt"), "False False"),
    "a build that failed": (write("_build/book.unfinished"), "True False"),
}


def test_what_was_read_and_run_is_kept_as_long_as_it_holds(built, tmp_path):
    for number, (what, (change, kept)) in enumerate(KEPT.items()):
        checkout = built.copy(tmp_path / str(number))
        change(checkout.folder)
        assert said_by(PREPARES, checkout) == f"{kept}\n", what


# --- Notebooks, and the class ---------------------------------------------------------------------


def test_a_notebook_that_is_not_as_it_was_built_is_built_again(fresh):
    """Edited by hand; or gone, and half written by a make that was killed meanwhile."""
    release = fresh.folder / f"release/{PS1}/{PS1}.ipynb"
    whole = release.read_bytes()
    assert fresh.make("build").returncode == 0
    assert fresh.make("-s", "build").stdout == ""
    release.write_bytes(b"solved")
    name = f"release/{PS1}/{PS1}.ipynb"
    assert f"{name} was edited: see _build/edited\n" in fresh.make("build").stdout
    assert release.read_bytes() == whole
    assert (fresh.folder / "_build" / "edited" / name).read_bytes() == b"solved"
    assert len(list((fresh.folder / "_build" / "edited").rglob("*.ipynb"))) == 1
    release.unlink()
    fresh.stop(r"write .*/Kurs[^/]*/release/.*\.ipynb$", signal.SIGKILL, "build")
    assert release.read_text() == "half"
    assert fresh.make("build").returncode == 0
    assert release.read_bytes() == whole


def test_a_source_that_is_wrong_is_reported_at_every_run(fresh):
    source = f"source_notebooks/{PS1}.py"
    text = (fresh.folder / source).read_text()
    fresh.write(source, text + "\n# %%\n(1 +\n")
    line = len(text.splitlines()) + 3
    for _ in range(2):
        done = fresh.make("book")
        assert done.returncode == 2
        assert (
            f"{source}:{line}: the cell is not valid Python: '(' was never closed." in done.stdout
        )
    fresh.write(source, text)
    assert fresh.make("build").returncode == 0


def test_a_class_that_was_half_made_is_made_anew(fresh):
    target = "examples/submitted/.made"
    assert fresh.make(target).returncode == 0
    submitted = fresh.folder / "examples" / "submitted"
    whole = contents(submitted)
    (submitted / "student-99").mkdir()  # left by a class that was made before
    (fresh.folder / "examples" / "make_class.py").touch()
    for sent in (signal.SIGINT, signal.SIGKILL):
        fresh.stop("write .*/student-10/", sent, target)
        assert contents(submitted) != whole
    assert fresh.make(target).returncode == 0
    assert contents(submitted) == whole
    assert not (submitted / "student-99").exists()


# --- The environment ------------------------------------------------------------------------------

# Behaves as Python does, but the environments that it makes have a pip that only notes its calls.
QUICK_PYTHON = f"""\
[ "$1 $2" = "-m venv" ] || exec "{sys.executable}" "$@"
"{sys.executable}" -m venv --without-pip "$3" && cat >"$3/bin/pip" <<'END'
#!/bin/sh
echo "$@" >>.venv/called
[ ! -e stop ] || {{ touch stopped; sleep 3600; }}
END
chmod +x "$3/bin/pip"
"""


@pytest.fixture
def bare(fresh):
    """A checkout without an environment, and a Python that makes one quickly."""
    shutil.rmtree(fresh.folder / ".venv")
    shim(fresh, "python", QUICK_PYTHON)
    return fresh


def environment_of(checkout):
    """Make the environment, if need be; return the calls of pip since then, one per line."""
    called = checkout.folder / ".venv" / "called"
    called.unlink(missing_ok=True)
    done = checkout.make(".venv/ready", "PYTHON=./python")
    assert done.returncode == 0, done.stdout
    return called.read_text().splitlines() if called.exists() else []


def test_an_environment_is_made_once(bare):
    assert len(environment_of(bare)) == 2
    assert environment_of(bare) == []
    assert bare.make("-s", ".venv/ready").stdout == ""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_environment_that_was_half_made_is_made_anew(sent, bare):
    bare.write("stop", "")
    bare.stop("by pip itself", sent, ".venv/ready", "PYTHON=./python")
    (bare.folder / "stop").unlink()
    half = bare.write(".venv/half", "")
    assert len(environment_of(bare)) == 2
    assert not half.exists()
    assert environment_of(bare) == []


def test_an_environment_is_made_anew_where_it_cannot_be_that_of_before(bare, tmp_path):
    """Was the checkout moved, or copied? Was Python another?"""
    environment_of(bare)
    moved = Checkout(bare.folder.rename(tmp_path / "Kurs é 5"))
    before = moved.write(".venv/before", "")
    assert len(environment_of(moved)) == 2
    assert not before.exists()
    ready = moved.folder / ".venv" / "ready"
    moved.write(".venv/ready", re.sub(r" 3\.\d+", " 3.10", ready.read_text()))
    before = moved.write(".venv/before", "")
    assert len(environment_of(moved)) == 2
    assert not before.exists()


def test_packages_that_changed_are_installed_into_the_environment(bare):
    environment_of(bare)
    before = bare.write(".venv/before", "")
    bare.write("requirements.txt", "six==1.17.0")
    assert len(environment_of(bare)) == 2
    assert before.exists()


def test_a_python_that_will_not_do_is_reported(bare):
    for lacks, sentence in {
        "version_info <": "This course needs Python 3.11 or newer",
        "import ensurepip": "Python has no venv here; install it",
    }.items():
        shim(bare, "python", f'case "$2" in *"{lacks}"*) exit 1;; esac\n{QUICK_PYTHON}')
        for _ in range(2):
            done = bare.make(".venv/ready", "PYTHON=./python")
            assert done.returncode == 2
            assert done.stdout.startswith(sentence)


def test_a_fresh_clone_has_help_and_can_be_cleaned(bare):
    before = contents(bare.folder)
    assert bare.make("help").stdout.startswith("make all ")
    assert bare.make("clean").returncode == 0
    assert contents(bare.folder) == before


# --- Stopped in the middle of the book ------------------------------------------------------------

# The moment at which the signal comes, and which signal it is.
MOMENTS = {
    "a chapter runs": (r"write /dev/zero$", signal.SIGKILL),
    "a chapter runs, interrupted": (r"write /dev/zero$", signal.SIGINT),
    "its outputs are kept": (r"write .*/\.jupyter_cache/executed/.*\.ipynb$", signal.SIGKILL),
    "a figure is kept": (r"write .*/jupyter_execute/.*\.png$", signal.SIGKILL),
    "what was read is kept": (r"write .*/environment\.pickle$", signal.SIGKILL),
    "a page is written": (r"write .*/html/book/two\.html$", signal.SIGKILL),
    "a page is written, interrupted": (r"write .*/html/book/two\.html$", signal.SIGINT),
    "MathJax is unpacked": (r"write .*/extra/mathjax/core\.js$", signal.SIGKILL),
    "the card is drawn": (r"write .*/_build/card\.png$", signal.SIGKILL),
    "no book is published": (r"rename .*/_build/book/_build/html to", signal.SIGKILL),
    "no book is published, interrupted": (r"rename .*/_build/book/_build/html to", signal.SIGINT),
    "the rest is to move": (r"rename .*/html\.old/lite to", signal.SIGKILL),
    "it is to be noted": (r"write .*/_build/book\.made$", signal.SIGKILL),
}
FAST = "its outputs are kept"
SLOW = pytest.mark.slow("the book is built up to a moment, and then again")


@pytest.fixture
def outdated(checkout):
    """A checkout with another book, which is published, and nothing kept of its build."""
    shutil.rmtree(checkout.folder / "_build" / "book")
    shutil.rmtree(checkout.folder / "_build" / ".jupyter_cache")
    (checkout.folder / "_build" / "card.made").unlink()
    checkout.write("_build/html/of_another_book.html", "a page")
    checkout.write("_build/html/lite/index.html", "in the browser")
    return checkout


def is_built(outdated, built):
    """Is all as it would be if nothing had happened?"""
    published = outdated.published
    assert published.pop("lite/index.html")  # JupyterLite has a build of its own.
    assert published == built.published
    assert not list((outdated.folder / "_build").glob("*.old"))
    assert not would_build(outdated)


@pytest.mark.parametrize(
    "moment", [FAST, *(pytest.param(m, marks=SLOW) for m in MOMENTS if m != FAST)]
)
def test_a_book_that_was_stopped_is_made_whole(moment, built, outdated):
    before = outdated.published
    at, sent = MOMENTS[moment]
    outdated.stop(at, sent, "book")
    now = outdated.published
    if "published" in moment and sent == signal.SIGKILL:
        assert now == {}
        shutil.copytree(outdated.folder / "_build/html.old", outdated.folder / "old")
        assert contents(outdated.folder / "old") == before
    elif moment not in ("the rest is to move", "it is to be noted"):
        assert now == before
    done = outdated.make("book")
    assert done.returncode == 0, done.stdout
    is_built(outdated, built)


def running_below(checkout, module):
    """The process that runs a module for this checkout's make."""
    return next(
        process
        for process in psutil.process_iter()
        if module in process.cmdline() and process.cwd() == str(checkout.folder)
    )


@pytest.mark.slow("two builds of the book, one of them up to a moment")
def test_two_builds_of_a_book_are_made_one_after_the_other(built, outdated):
    """Also where the first build is killed and the processes that it started go on running."""
    with outdated.stopping(r"write /dev/zero$", "book") as running:
        second = subprocess.Popen(
            ["make", "book"],
            cwd=outdated.folder,
            env=outdated.environment(),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert second.stdout.readline() == "Another make builds here; waiting for its end.\n"
        running_below(outdated, "book.build").kill()
        printed, _ = second.communicate()
        assert second.returncode == 0, printed
        assert running.wait() == 2
    is_built(outdated, built)


# --- What the steps stand on ----------------------------------------------------------------------


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A published folder with another in it that is to stay, and a new one."""
    monkeypatch.setattr(made, "BUILD", tmp_path)
    for name in ("html/old", "html/lite/old", "new/new"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path / "html", tmp_path / "new"


def test_a_folder_is_replaced_and_what_is_to_stay_stays(places):
    place, new = places
    made.replace(place, new, keep=["lite"])
    assert contents(place).keys() == {"new", "lite/old"}
    assert [path.name for path in place.parent.iterdir()] == ["html"]


@pytest.mark.parametrize("renames", range(3))
def test_a_folder_is_old_or_new_wherever_its_replacement_breaks_off(places, renames, monkeypatch):
    """After an error it is mended at once; after a kill, by the next run."""
    place, new = places
    rename, left = Path.rename, list(range(renames))

    def breaks_off(path, target):
        if not left:
            raise OSError("It broke off.")
        left.pop()
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", breaks_off)
        with pytest.raises(OSError, match=r"It broke off\."):
            made.replace(place, new, keep=["lite"])
    made.put_back(place, keep=["lite"])
    assert contents(place).keys() == ({"new", "lite/old"} if renames == 2 else {"old", "lite/old"})
    assert not list(place.parent.glob("*.old"))


def half_a_file(folder):
    text = (folder / "base.ipynb").read_text()
    (folder / "base.ipynb").write_text(text[: len(text) // 2])


BREAKS = {
    "half a file": half_a_file,
    "no file": lambda folder: (folder / "base.ipynb").unlink(),
    "no folder": shutil.rmtree,
    "half a database": lambda folder: (folder.parents[1] / "global.db").write_bytes(b"SQLite"),
    "an empty database": lambda folder: (folder.parents[1] / "global.db").write_bytes(b""),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_outputs_of_a_chapter_that_are_not_whole_are_forgotten(
    broken, built, tmp_path, monkeypatch
):
    """Those of others are kept, where there is a note of them."""
    outputs = tmp_path / "outputs"
    shutil.copytree(built.folder / "_build" / ".jupyter_cache", outputs)
    monkeypatch.setattr(build, "OUTPUTS", outputs)
    records = {Path(r.uri).stem: r for r in get_cache(outputs).list_cache_records()}
    BREAKS[broken](outputs / "executed" / records["one"].hashkey)
    build.mend_outputs()
    kept = {Path(r.uri).stem for r in get_cache(outputs).list_cache_records()}
    assert kept == (set() if "database" in broken else {"two"})
    assert len(list(outputs.glob("executed/*"))) == len(kept)


# --- JavaScript -----------------------------------------------------------------------------------


@pytest.fixture
def linted(fresh):
    """A checkout whose Python is not looked at: of make lint only what it asks of JavaScript."""
    for command in ("ruff", "mypy", "autograder"):
        shim(fresh, f".venv/bin/{command}", ":")
    return fresh


def with_npm(checkout, script):
    """The variables by which make finds another npm."""
    shim(checkout, "other/npm", script)
    return {"PATH": f"{checkout.folder / 'other'}:{os.environ['PATH']}"}


def test_without_npm_a_line_says_so_and_in_ci_lint_fails(linted):
    sentence = "The JavaScript was not linted: npm is not installed.\n"
    done = linted.make("-s", "lint", "NPM=")
    assert (done.returncode, done.stdout) == (0, sentence)
    done = linted.make("-s", "lint", "NPM=", CI="true")
    assert done.returncode == 2
    assert done.stdout.startswith(sentence)


def test_without_a_network_a_line_says_so_and_in_ci_lint_fails(linted):
    """Also at the second run, and where the linters were there before."""
    sentence = (
        "The JavaScript was not linted: npm could not install the linters; npm ci says why.\n"
    )
    offline = with_npm(linted, '[ "$1" = ci ] && exit 1; echo linted')
    linted.write("node_modules/ready", "")
    os.utime(linted.folder / "node_modules" / "ready", (0, 0))
    for _ in range(2):
        done = linted.make("-s", "lint", **offline)
        assert done.returncode == 0
        assert done.stdout.endswith(sentence)
    done = linted.make("-s", "lint", CI="true", **offline)
    assert done.returncode == 2
    assert sentence in done.stdout


def test_linters_are_installed_once_and_again_when_others_are_asked_for(linted):
    npm = with_npm(linted, 'echo "$1" >>called; mkdir -p node_modules')
    for name in ("", "", "package-lock.json", ""):
        if name:
            linted.write(name, "{}")
        assert linted.make("-s", "lint", **npm).returncode == 0
    assert (linted.folder / "called").read_text().split() == [*("ci", "run", "run")] * 2


@pytest.mark.skipif(
    not (ROOT / "node_modules" / "ready").is_file(), reason="the linters of JavaScript are not here"
)
@pytest.mark.parametrize(
    "line, place",
    [
        ("const unused = 1;", "text.js\n  {}:7  error "),
        ("document.title;", "text.js\n  {}:1  error "),  # of a module that only computes
        ("export  const two = 2;", "[warn] book/interactive/text.js\n"),
    ],
)
def test_lint_says_where_javascript_is_wrong(line, place, linted):
    linted.link("node_modules", ROOT / "node_modules")
    lint = ("-s", "lint", "-o", "node_modules/ready")  # else npm would empty what the link leads to
    assert linted.make(*lint).stdout == ""
    path = linted.folder / "book" / "interactive" / "text.js"
    path.write_text(path.read_text() + f"{line}\n")
    done = linted.make(*lint)
    assert done.returncode == 2
    assert place.format(path.read_text().count("\n")) in done.stdout


# --- Pyodide, and what runs in the browser --------------------------------------------------------

needs_pyodide = pytest.mark.skipif(
    not (PYODIDE / "pyodide.asm.wasm").is_file(), reason="Pyodide was not fetched"
)

# It packs what is to be fetched, once more.
NPM = f"""\
mkdir package && cp {" ".join(f'"{PYODIDE / name}"' for name in fetch_pyodide.CORE)} package
tar --create --gzip --file pyodide.tgz package
"""


@pytest.fixture
def online(fresh):
    """A checkout that fetches Pyodide from an npm of its own, into a folder of its own."""
    shim(fresh, ".venv/bin/python", f'exec "{sys.executable}" "$@"')
    shim(fresh, ".venv/bin/npm", NPM)
    for path in PYODIDE.iterdir():
        if path.name not in fetch_pyodide.CORE and path.is_file():
            fresh.link(f".cache/pyodide/{path.name}", path)
    return fresh


@needs_pyodide
@pytest.mark.slow("some megabytes are packed, several times")
def test_pyodide_that_was_half_fetched_is_fetched_anew(online):
    folder = online.folder / ".cache" / "pyodide"
    for sent in (signal.SIGKILL, signal.SIGINT):
        online.stop("rename .*/partial/pyodide.asm.wasm to", sent, "_build/pyodide", PYODIDE="")
        assert not (folder / "pyodide.asm.wasm").exists()
    done = online.make("_build/pyodide", PYODIDE="")
    assert (done.returncode, done.stdout) == (0, "Fetching Pyodide, 6 MB\n")
    assert fetch_pyodide.lacking(folder, fetch_pyodide.CORE) == {}
    assert not (folder / "partial").exists()
    assert online.make("-s", "_build/pyodide", PYODIDE="").stdout == ""


@needs_pyodide
def test_without_a_network_the_book_is_built_but_for_what_needs_pyodide(online):
    """At the second run, too. The part that runs in the browser comes back with Pyodide."""
    shim(online, ".venv/bin/npm", "echo npm error no network >&2; exit 1")
    for _ in range(2):
        done = online.make("_build/pyodide", PYODIDE="")
        assert done.returncode == 0
        assert done.stdout == (
            "Fetching Pyodide, 6 MB\nThe book is built without its part that runs in the browser, "
            "for Pyodide could not be fetched: npm error no network.\n"
        )
        assert (online.folder / "_build" / "pyodide").read_text() in done.stdout
    assert online.make("_build/pyodide").stdout == ""
    assert (online.folder / "_build" / "pyodide").read_text() == ""


@needs_pyodide
@pytest.mark.slow("what runs in the browser is built four times")
def test_a_notebook_that_is_not_in_the_browser_is_reported(checkout):
    """Every run reports it, and what was there before stays."""
    assert checkout.make("browser").returncode == 0
    before = checkout.published
    assert {f"lite/files/{PS1}.ipynb", "lite/files/chapters/two.ipynb"} <= before.keys()
    checkout.replace(
        "book/lite/jupyter_lite_config.json", '"apps"', '"extra_ignore_contents": ["two"], "apps"'
    )
    for _ in range(2):
        done = checkout.make("browser")
        assert done.returncode == 2
        assert "book/two.md: JupyterLite left out its notebook, chapters/two.ipynb." in done.stdout
        assert checkout.published == before
    checkout.write("book/lite/jupyter_lite_config.json", "{")
    for _ in range(2):
        done = checkout.make("browser")
        assert done.returncode == 2
        assert "JupyterLite failed: " in done.stdout
        assert "Traceback" not in done.stdout
        assert checkout.published == before


@needs_pyodide
@pytest.mark.slow("what runs in the browser is built up to a moment, and then again")
def test_what_runs_in_the_browser_is_whole_after_a_signal(checkout):
    assert checkout.make("browser").returncode == 0
    before = checkout.published
    shutil.rmtree(checkout.folder / "_build" / "html" / "lite")
    for at in (
        "write .*/lite/contents/chapters/two.ipynb",
        "rename .*/lite/site to",
        "write .*/lite.made",
    ):
        checkout.stop(at, signal.SIGKILL, "browser")
        done = checkout.make("browser")
        assert done.returncode == 0, done.stdout
        assert checkout.published == before
        (checkout.folder / "_build" / "lite.made").unlink()


# --- All at once ----------------------------------------------------------------------------------


def grades(checkout):
    """What is known of the class, but for the seconds that its grading took."""
    folder = checkout.folder / "_build" / "class"
    return (folder / "grades.csv").read_text(), contents(folder / "feedback")


@pytest.fixture
def school(checkout):
    """A checkout whose class grades the same at each run: its inputs come from the salt."""
    checkout.write("_build/class/salt", "the salt of the tests")
    return checkout


@pytest.mark.slow("a class is made, and graded six times")
def test_a_class_is_graded_to_its_end_after_a_signal(school, tmp_path):
    undisturbed = school.copy(tmp_path / "Kurs é 6")
    assert undisturbed.make("-j2", "grade").returncode == 0
    assert re.search("unchanged +2", undisturbed.make("-j2", "grade").stdout)
    for sent in (signal.SIGINT, signal.SIGKILL):
        school.stop("write .*/_build/class/feedback/", sent, "grade")
        done = school.make("grade")
        assert done.returncode == 0, done.stdout
        assert grades(school) == grades(undisturbed)
        shutil.rmtree(school.folder / "_build" / "class")
        school.write("_build/class/salt", "the salt of the tests")


@needs_pyodide
@pytest.mark.slow("all is made twice, on one core, and then again")
def test_two_checkouts_make_all_at_once_on_one_core(fresh, tmp_path):
    """Do they come to the same end, and do nothing at the second run?"""
    other = fresh.copy(tmp_path / "Kurs é 7")
    for each in (fresh, other):
        shim(each, ".venv/bin/python", f'exec "{sys.executable}" "$@"')
        each.write("_build/class/salt", "the salt of the tests")
    core = min(os.sched_getaffinity(0))
    command = ["taskset", "--cpu-list", f"{core}", "make", "-j2"]
    runs = [
        subprocess.Popen(
            command,
            cwd=each.folder,
            env=each.environment(),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for each in (fresh, other)
    ]
    printed = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], printed
    assert fresh.published == other.published
    assert "lite/index.html" in fresh.published
    assert grades(fresh) == grades(other)
    again = fresh.make().stdout
    assert re.search("unchanged +2", again)
    assert "Building" not in again


# --- A full disk ----------------------------------------------------------------------------------

# A disk of its own, in memory, with a copy of the checkout; all but some bytes of it are taken
# while make runs for the first time.
ON_A_SMALL_DISK = """\
mkdir "$KEPT" && cp -r . "$1" && cd "$1" || exit 9
free=$(df --output=avail --block-size=1 . | tail -n 1)
head --bytes=$((free - $2)) /dev/zero >filler
make "$3" >"$KEPT/first" 2>&1; echo $? >>"$KEPT/first"
rm filler
make "$3" >"$KEPT/second" 2>&1; echo $? >>"$KEPT/second"
[ ! -e _build/html ] || cp -r _build/html "$KEPT/html"
"""

# For each target, numbers of bytes that are left on the disk, so that it breaks off in different
# places.
FREE = {
    "build": [0],
    "examples/submitted/.made": [60_000],
    "grade": [600_000],
    "book": [300_000, 2_500_000, 7_000_000],
    "browser": [12_000_000, 80_000_000],
}


@needs_wall
@pytest.mark.slow("all is made on a small disk, up to several moments, and then again")
@pytest.mark.parametrize("target", [*list(FREE)[:-1], pytest.param("browser", marks=needs_pyodide)])
def test_a_full_disk_is_reported_and_the_next_run_makes_all_whole(target, fresh, built, tmp_path):
    """A real one: a file system in memory."""
    if target == "browser":
        shim(fresh, ".venv/bin/python", f'exec "{sys.executable}" "$@"')
    disk = tmp_path / "disk"
    disk.mkdir()
    environment = fresh.environment(PYTHONPATH=f"{disk}", KEPT=f"{tmp_path / 'kept'}")
    for free in FREE[target]:
        command = ["bwrap", "--dev-bind", "/", "/", "--size", "300000000", "--tmpfs", str(disk)]
        command += ["sh", "-c", ON_A_SMALL_DISK, "sh", str(disk), str(free), target]
        subprocess.run(command, cwd=fresh.folder, env=environment, check=True)
        first, second = ((tmp_path / "kept" / name).read_text() for name in ("first", "second"))
        assert first.endswith("\n2\n")
        assert re.search("No space left on device|disk is full|write error", first)
        assert "Traceback" not in first
        assert second.splitlines()[-1] == "0", second
        if target == "book":
            assert contents(tmp_path / "kept" / "html") == built.published
        shutil.rmtree(tmp_path / "kept")
