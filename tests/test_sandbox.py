"""Attacks on the sandbox, each a submission: none gains a point, none touches another's grade.

The sandbox is the real one; where it cannot work, the attacks are left out. Whoever runs these
tests should know that the code in ATTACKS would do harm outside of it.
"""

import ast
import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import psutil
import pytest
from classes import LONG, WALL, needs_wall, until
from nbformat.v4 import new_code_cell

from autograder import sandbox as walls
from autograder.assignment import ROOT, SOURCES
from autograder.classroom import HandIn
from autograder.grading import Seed, grade_cell
from autograder.inside.calls import PATIENCE
from autograder.inside.channel import KILL
from autograder.sandbox import (
    Limits,
    Sandbox,
    SandboxError,
    bubblewrap,
    environment,
    kind_for,
    require_bubblewrap,
)
from autograder.source import load
from autograder.submission import grade_submission
from examples.make_class import cell_of, packed, solved

PS1 = "ps1_tanh_network"
LIMITS = Limits(seconds=60, cell_seconds=1, memory=3 * 2**29, file=2**22, disk=2**24)

pytestmark = pytest.mark.xdist_group("sandbox")


@pytest.fixture(scope="module")
def sandbox(wall):
    with Sandbox("bubblewrap", LIMITS) as running:
        yield running


@pytest.fixture
def child(sandbox):
    with sandbox.child() as fresh:
        yield fresh


def call(child, name, *args, seconds=1):
    return child(
        {"do": "call", "label": name, "name": name, "args": args, "kwargs": {}, "seconds": seconds}
    )


def printed(answer):
    return "".join(output.get("text", "") for output in answer["outputs"])


def error(answer):
    """The kind of error that a cell ended with, if any."""
    names = [o["ename"] for o in answer.get("outputs", ()) if o["output_type"] == "error"]
    return names[-1] if names else None


# --- What a notebook may do -----------------------------------------------------------------------


def test_cells_share_a_namespace_and_have_outputs_as_in_a_notebook(child):
    child.run("import numpy as np\nx = np.arange(3)", "cell")
    answer = child.run("print('hello')\nx + 1", "cell")
    assert printed(answer) == "hello\n"
    assert answer["outputs"][-1]["data"]["text/plain"] == "array([1, 2, 3])"


def test_a_figure_is_an_output(child):
    answer = child.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "cell")
    assert "image/png" in answer["outputs"][-1]["data"]


@pytest.mark.parametrize(
    "source, output",
    [
        ("  x = 3\n  print(x)", "3\n"),  # indented: IPython's own leniency
        ("%time x = 1\nprint('timed')", "timed\n"),
        ("!pip install numpy\nprint('on')", "(not run in grading: !pip install numpy)\non\n"),
        ("%%bash\nls", "(not run in grading: %%bash)\n"),
        ("quit()\nprint('still here')", "still here\n"),
        ("from tqdm import tqdm\nprint(sum(tqdm(range(3))))", "3\n"),
        ("import asyncio\nawait asyncio.sleep(0)\nprint('woken')", "woken\n"),
        ("async for x in (i async for i in y()): print(x)", "4\n"),
        ("x = (7\n%time\n)\nprint(x)", "2\n"),
        ("a = %time time\nprint(a)", "5\n"),
        ("In [1]: print('pasted')", "pasted\n"),
    ],
    ids=[
        "indented",
        "magic",
        "shell",
        "bash",
        "quit",
        "progress",
        "await",
        "async",
        "modulo",
        "assigned magic",
        "prompt",
    ],
)
def test_what_ipython_allows_is_allowed(child, source, output):
    child.run("time = 5\nasync def y(): yield 4", "cell")
    assert printed(child.run(source, "cell")).endswith(output)


def test_a_bare_cd_is_a_command(child):
    child.run("cd /dev", "cell")
    assert printed(child.run("import os; print(os.getcwd())", "cell")) == "/dev\n"


def test_a_cell_that_is_no_python_leaves_the_others_alone(child):
    assert error(child.run("def f(x):\n    return x +", "cell")) == "SyntaxError"
    child.run("def g(x):\n    return x", "cell")
    assert call(child, "g", 1.0)["result"] == 1.0


def test_a_function_is_called_with_copies_and_tells_how_it_left_them(child):
    child.run("def f(p):\n    p['W'] += 1\n    return p['W'].sum()", "cell")
    given = {"W": np.zeros((2, 2))}
    answer = call(child, "f", given)
    assert answer["result"] == 4
    assert (answer["args"][0]["W"] == 1).all()
    assert (given["W"] == 0).all()


def test_a_seed_holds_for_what_is_called_next_and_only_once(child):
    child.run("import numpy as np\ndef draw(): return np.random.rand()", "cell")
    draws = []
    for _ in range(2):
        child({"do": "seed", "label": "the generator", "seconds": 2, "seed": 7})
        draws.append([call(child, "draw")["result"] for _ in range(2)])
    assert draws[0] == draws[1] and draws[0][0] != draws[0][1]


def test_scikit_learn_and_matplotlib_are_there_and_the_course_is_not(child):
    assert error(child.run("import sklearn.svm, matplotlib, scipy", "cell")) is None
    assert error(child.run("import autograder_tests", "cell")) == "ModuleNotFoundError"
    assert error(child.run("import autograder.grading", "cell")) == "ModuleNotFoundError"


# --- Attacks on the machine -----------------------------------------------------------------------

# Each attack is a cell and the errors that it may end with. After it, a function that was defined
# before must still answer, or the process must be gone. Either way, nothing is left for the next
# submission.
ATTACKS = {
    "endless loop": ("while True: pass", {"TimeUp"}),
    "10 GB": ("x = bytearray(10 * 2**30)", {"MemoryError"}),
    "10 GB, in pieces": ("x = [bytearray(2**26) for _ in range(160)]", {"MemoryError", "TimeUp"}),
    "endless output": ("while True: print('x' * 10000)", {"TimeUp"}),
    "1 GB file": ("open('a', 'wb').write(bytes(2**30))", {"OSError", "MemoryError"}),
    "many files": (
        "for i in range(1000): open(f'a{i}', 'wb').write(bytes(2**20))",
        {"OSError"},
    ),
    "deep recursion": (
        "import sys; sys.setrecursionlimit(10**6)\ndef g(n): return g(n + 1)\ng(0)",
        {"RecursionError", "MemoryError", "TimeUp", "gone"},
    ),
    "os._exit": ("import os; os._exit(0)", {"gone"}),
    "segmentation fault": ("import ctypes; ctypes.string_at(0)", {"gone"}),
    "sys.exit": ("import sys; sys.exit(0)", {"SystemExit"}),
    "quit": ("quit()", {None}),
    "input": ("input()", {"EOFError"}),
    "pdb": ("import pdb; pdb.set_trace()", {None, "BdbQuit"}),
    "fork bomb": ("import os\nwhile True: os.fork()", {"PermissionError"}),
    "a program": ("import subprocess; subprocess.run(['/bin/true'])", {"PermissionError"}),
    "another program in its place": (
        "import os; os.execv('/bin/true', ['true'])",
        {"PermissionError"},
    ),
    "threads without end": (
        "import threading\nwhile True: threading.Thread(target=threading.Event().wait).start()",
        {"RuntimeError", "MemoryError", None},  # None: no memory was left to report it
    ),
    "a thread that outlives the cell": (
        "import threading\ndef w():\n    while True: pass\nthreading.Thread(target=w).start()",
        {None},
    ),
    "kill the parent": ("import os\nfor s in (9, 2, 15, 19): os.kill(1, s)", {"PermissionError"}),
    "kill all": ("import os; os.kill(-1, 9)", {"PermissionError"}),
    "kill by thread": (
        "import ctypes; print(ctypes.CDLL(None).syscall(200, 1, 9))\nraise PermissionError",
        {"PermissionError"},
    ),
    "a key for the next": (
        "import ctypes\nif ctypes.CDLL(None).syscall(248, b'user', b'a', b'b', 1, -3) < 0:\n"
        "    raise PermissionError",
        {"PermissionError"},
    ),
    "kill itself": ("import os; os.kill(os.getpid(), 9)", {"gone"}),
    "limits of the parent": (
        "import resource; resource.prlimit(1, resource.RLIMIT_CPU, (1, 1))",
        {"PermissionError"},
    ),
    "own limits": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**40, 2**40))",
        {"ValueError", "PermissionError"},
    ),
    "network": (
        "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
        {"OSError", "ConnectionRefusedError"},
    ),
    "write to the system": ("open('/usr/x', 'w')", {"OSError"}),
    "write to the root": ("open('/x', 'w')", {"OSError"}),
    "write to /dev": ("open('/dev/x', 'w')", {"OSError"}),
    "write to the packages": (
        "import numpy, pathlib; (pathlib.Path(numpy.__file__).parent / 'x').write_text('')",
        {"OSError"},
    ),
    "memory of the parent": ("open('/proc/1/mem', 'r+b')", {"PermissionError"}),
    "environment of the parent": ("open('/proc/1/environ').read()", {"PermissionError"}),
    "files of the parent": (
        "import os\nfor n in os.listdir('/proc/1/fd'): os.readlink(f'/proc/1/fd/{n}')",
        {"PermissionError"},
    ),
    "a new namespace": (
        "import ctypes\nif ctypes.CDLL(None).unshare(0x10000000): raise PermissionError",
        {"PermissionError"},
    ),
    "files for the next": (
        "import os, tempfile\n"
        "for d in (tempfile.gettempdir(), '/dev/shm', '.'): open(os.path.join(d, 'left'), 'w')",
        {None},
    ),
    "a folder that cannot be cleared": (
        "import os\nos.makedirs('a/b')\nos.chmod('a', 0)\nos.makedirs('/dev/shm/a/b')\n"
        "os.chmod('/dev/shm/a', 0)",
        {None},
    ),
    "no place for the next": (
        "import os, tempfile\n"
        "for d in ('.', '/dev/shm', tempfile.gettempdir()): os.chmod(d, 0o500)",
        {None},
    ),
    "memory that no limit counts": ("import os; os.memfd_create('x')", {"PermissionError"}),
    "memory that outlives its process": (
        "import ctypes\nif ctypes.CDLL(None).shmget(0, 4096, 0o1600) < 0: raise PermissionError",
        {"PermissionError"},
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_on_the_machine_fails_and_leaves_nothing(sandbox, name, monkeypatch):
    starts, start = [], Sandbox.start
    monkeypatch.setattr(Sandbox, "start", lambda self: starts.append(self) or start(self))
    source, ends = ATTACKS[name]
    with sandbox.child() as child:
        child.run("def f(x):\n    return 2 * x", "cell")
        answer = child.run(source, "The cell")
        assert (error(answer) if "outputs" in answer else "gone") in ends, answer
        after = call(child, "f", 1.5)
        assert after.get("result") == 3.0 or "nothing after it could run" in after["failure"]
    with sandbox.child() as fresh:
        fresh.run("import os, tempfile", "cell")
        places = "os.listdir('.'), os.listdir('/dev/shm'), len(os.listdir(tempfile.gettempdir()))"
        assert printed(fresh.run(f"print({places})", "cell")) == "[] [] 1\n"
        here = printed(fresh.run("print(sum(p.isdigit() for p in os.listdir('/proc')))", "c"))
        assert here == "2\n", "a process was left behind"
    assert len(starts) <= 1  # A sandbox that cannot clear up starts anew, once.


def test_nothing_of_the_course_can_be_read(child):
    """Not the checkout, not the gradebook, not the other submissions, not the environment."""
    wanted = [str(ROOT / name) for name in ("autograder_tests", "source_notebooks", "_build")]
    wanted += [str(Path.home() / ".ssh"), "/etc/passwd", "/var", "/home"]
    source = f"""
import os
print({{p: os.path.isdir(p) and sorted(os.listdir(p)) for p in {wanted!r} if os.path.exists(p)}})
print(sorted(os.environ))
"""
    found, variables = map(ast.literal_eval, printed(child.run(source, "cell")).splitlines())
    assert found == {place: steps for place in wanted if (steps := to_python(place))}
    own = {*environment(""), "PYTHONPATH", "MPLCONFIGDIR", "PWD", "LC_CTYPE"}
    others = set(variables) - own
    assert not [name for name in others if not name.startswith("KMP_")]  # scikit-learn's OpenMP


def to_python(place):
    """The entries that a folder may show: the next folders on the way to this Python."""
    shown = map(Path, (sys.prefix, sys.base_prefix))
    return sorted({p.relative_to(place).parts[0] for p in shown if p.is_relative_to(place)})


def test_all_of_ours_that_a_submission_meets_stands_inside(child):
    """The folder `autograder/inside` is there as it is, to be read only, and nothing beside it."""
    source = f"""
from pathlib import Path
print(sorted(str(p.relative_to({walls.RUNNER!r})) for p in Path({walls.RUNNER!r}).rglob("*.*")))
Path({walls.RUNNER!r}, "autograder/inside/wire.py").write_text("")
"""
    answer = child.run(source, "cell")
    expected = sorted(str(p.relative_to(ROOT)) for p in walls.INSIDE.rglob("*.*"))
    assert ast.literal_eval(printed(answer)) == expected
    assert error(answer) == "OSError"


def test_every_disk_of_a_submission_has_its_limit(child):
    """Without it one student could fill the machine's memory: a file has its own limit, no more."""
    source = """
import os
print([s.f_blocks * s.f_frsize for s in map(os.statvfs, (".", "/dev/shm"))])
"""
    assert ast.literal_eval(printed(child.run(source, "cell"))) == [LIMITS.disk, LIMITS.disk]


@needs_wall
def test_a_course_below_a_folder_of_the_system_is_hidden_too(monkeypatch):
    """It may lie in /usr/src, and /usr is what a submission sees; the environment may lie in it."""
    monkeypatch.setattr(walls, "SYSTEM", (*walls.SYSTEM, str(ROOT.parent)))
    source = f"""
import os
print(sorted(os.listdir({str(ROOT)!r})))
open(os.path.join({str(ROOT)!r}, "x"), "w")
"""
    with Sandbox("bubblewrap", LIMITS) as running, running.child() as child:
        answer = child.run(source, "cell")
    environments = [name for name in (".venv",) if Path(sys.prefix).is_relative_to(ROOT)]
    assert printed(answer) == f"{environments}\n"
    assert answer["outputs"][-1]["ename"] == "OSError"


def test_no_word_of_a_hidden_test_or_a_solution_lies_anywhere(child):
    """Searched for in every file that a submission can read, except for the system's own."""
    source = """
import os
found = []
for folder, folders, files in os.walk("/"):
    system = ("proc", "usr", "lib", "lib64", "bin", "sbin", "include", "share")
    folders[:] = [f for f in folders if f not in system]
    for file in files:
        if file.startswith(("ps1_", "ps2_", "ps3_", "ps4_", "gradebook", "salt")):
            found.append(os.path.join(folder, file))
print(found)
"""  # the packages of Python are in lib: that the course is not among them is asked further up
    assert printed(child.run(source, "cell")) == "[]\n"


# --- Attacks on the messages ----------------------------------------------------------------------

# Code that finds the channel among all objects of the process.
CHANNEL = """
import gc
channel = next(each for each in gc.get_objects() if type(each).__name__ == "Channel")
"""


@pytest.mark.parametrize(
    "source",
    [
        "channel._connection.sendall(b'x' * 100)",
        "channel._connection.sendall(b'\\xff' * 8)",
        "channel._connection.sendall((2**26).to_bytes(4) + (5).to_bytes(4))",
        "channel.send([1, 2])",
        "channel.send({'failure': 3})",
        "channel._connection.close()",
    ],
    ids=["rubbish", "huge", "announced", "no answer", "failure that is none", "closed"],
)
def test_a_forged_message_ends_its_submission_only(sandbox, source):
    with sandbox.child() as child:
        answer = child.run(CHANNEL + source, "The cell")
        after = call(child, "f", 1.0)
        assert answer.keys() == after.keys() == {"failure"}
    with sandbox.child() as fresh:
        assert printed(fresh.run("print('clean')", "cell")) == "clean\n"


def test_a_forged_answer_is_worth_what_it_says(child):
    """A message that is sent early counts as the answer, so it has to be the right one."""
    child.run(CHANNEL + "channel.send({'outputs': []}); channel.send({'result': 7})", "cell")
    assert call(child, "f", 1.0) == {"result": 7}


HOSTILE = """
class Hostile:
    def __array__(self, *args, **kwargs): raise SystemExit
    def __eq__(self, other): return True
    def __len__(self): return -1
    def __getitem__(self, i): return self
    def __reduce__(self): return (exit, ())
    def __float__(self): return 1.0
    def __iter__(self): return iter(int, 1)
    def __repr__(self): raise KeyboardInterrupt

class Array(np.ndarray):
    def __array_finalize__(self, obj): pass
    def __eq__(self, other): return True
    def __reduce__(self): return (exit, ())

class Number(float):
    def __eq__(self, other): return True

class Text(str):
    def encode(self): raise SystemExit

class Endless(dict):
    def items(self):
        while True: yield "a", 1
"""


@pytest.mark.parametrize(
    "value",
    ["Hostile()", "[Hostile()]", "{'a': Hostile()}", "Text('x')", "np.array([Hostile()])",
     "lambda: 1", "open", "(i for i in range(3))", "type", "Endless()"],
)  # fmt: skip
def test_an_object_that_is_no_data_is_a_failure(child, value):
    child.run(f"import numpy as np\n{HOSTILE}\ndef f(): return {value}", "cell")
    answer = call(child, "f")
    assert "failure" in answer and "result" not in answer


@pytest.mark.parametrize("value", ["np.ones(2).view(Array)", "Number(3)"])
def test_a_subclass_arrives_as_its_base_or_not_at_all(child, value):
    child.run(f"import numpy as np\n{HOSTILE}\ndef f(): return {value}", "cell")
    answer = call(child, "f")
    assert "failure" in answer or type(answer["result"]) is np.ndarray


# --- Forged grades --------------------------------------------------------------------------------


def graded(sandbox, *cells, assignment=PS1, other="divides_by_the_notebooks_800", salt="salt"):
    """The grade of a wrong answer whose notebook begins with these cells."""
    notebook = solved(load(assignment), other)
    for source in reversed(cells):
        notebook.cells.insert(0, new_code_cell(source))
    hand_in = HandIn("a student", assignment, f"{assignment}.ipynb", packed(notebook))
    return grade_submission(load(assignment), hand_in, sandbox, salt)


@pytest.fixture(scope="module")
def honest(sandbox):
    """What the wrong answer is worth without an attack."""
    return graded(sandbox)


FORGERIES = {
    "IPython's transformers": ("get_ipython().input_transformers_cleanup.append(lambda lines: [])"),
    "np.testing": (
        "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None\n"
        "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True"
    ),
    "the source from the disk": f"exec(open({str(SOURCES / f'{PS1}.py')!r}).read())",
    "the gradebook": (
        "import sqlite3\nsqlite3.connect('../../gradebook.db').execute('drop table grade')"
    ),
    "our modules": (
        "import sys\nfor m in [m for m in sys.modules if m.startswith('autograder')]:\n"
        "    for n in dir(sys.modules[m]):\n"
        "        if n in ('plain_data', '_sentence', '_left'):\n"
        "            setattr(sys.modules[m], n, lambda *a, **k: True)"
    ),
    "the shell": "get_ipython().run_cell = lambda *a, **k: None",
    "numpy": "import numpy as np\nnp.ndarray.__eq__ = lambda a, b: True",
    "the points as a last value": "1e9",
    "a display hook": "import sys; sys.displayhook = lambda x: print('100 of 100 points')",
}


CELLS = FORGERIES | {name: source for name, (source, _) in ATTACKS.items()}


@pytest.mark.parametrize("name", CELLS)
def test_an_attack_gains_no_point(sandbox, honest, name):
    assert graded(sandbox, CELLS[name]).score <= honest.score
    assert graded(sandbox).score == honest.score, "the next student's grade was touched"


def test_inputs_that_were_sniffed_are_of_no_use_in_the_next_run(sandbox):
    """A function records its inputs and answers from the record, but the next inputs are others."""
    recorder = """
def recording(function):
    def call(*args, **kwargs):
        seen.append((function.__name__, args))
        return function(*args, **kwargs)
    return call
seen = []
"""
    notebook = solved(load(PS1))
    cell = cell_of(notebook, "forward_propagation")
    cell.source = recorder + cell.source + "\nforward_propagation = recording(forward_propagation)"
    asked = []
    for salt in ("this term", "next term"):
        with sandbox.child() as child:
            for each in notebook.cells:
                if each.cell_type == "code" and "demo" not in each.metadata.get("tags", ()):
                    child.run(each.source, "cell")
            child.run("seen.clear()", "cell")
            grade_cell(load(PS1), "test_forward_propagation", child, Seed(salt, "a student"))
            child.run("def record(): return [args[0] for _, args in seen]", "cell")
            asked.append({array.tobytes() for array in call(child, "record")["result"]})
    assert asked[0] and asked[1] and not asked[0] & asked[1]


def test_a_submission_that_ends_its_process_keeps_what_ran(sandbox):
    notebook = solved(load(PS1))
    cell_of(notebook, "backward_propagation").source += "\nimport os; os._exit(0)"
    hand_in = HandIn("a student", PS1, f"{PS1}.ipynb", packed(notebook))
    grade = grade_submission(load(PS1), hand_in, sandbox, "salt")
    scores = {cell.grade_id: cell.score for cell in grade.cells}
    assert scores["test_forward_propagation"] > 0
    assert scores["test_predict"] == 0
    assert "`backward_propagation` ended the whole process" in grade.limits[0]


# --- Time -----------------------------------------------------------------------------------------

# The code in these tests is our own and may run without a wall. The tests hold on a busy machine,
# where code gets less computing done in a second of the clock, and may stand still for a while.


@pytest.fixture(scope="module")
def unwalled():
    """A sandbox of the strongest kind that works here."""
    with Sandbox(WALL, LIMITS) as running:
        yield running


TIMED = """
import time

def computes(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"

def waits(seconds):
    time.sleep(seconds)
    return "done"

def cannot_be_stopped():
    while True:
        try:
            time.sleep(3600)
        except BaseException:
            pass
"""


@pytest.fixture
def timed(unwalled):
    """A child with functions that take their time."""
    with unwalled.child() as child:
        child.run(TIMED, "cell")
        yield child


def test_an_endless_loop_ends_by_the_time_that_it_computes(unwalled):
    """Where other programs compute too, the limit by the clock, PATIENCE times as long, may come
    first."""
    start = time.monotonic()
    with unwalled.child() as child:
        failure = child.run("while True: pass", "The cell")["failure"]
    if "of computing" in failure:
        assert failure == "The cell did not end within 1 s of computing; is there an endless loop?"
        assert child.cpu_seconds > 0.9  # the kernel counts in ticks of up to 0.01 s
    else:
        assert "did not end within 5 s" in failure
        assert time.monotonic() - start >= PATIENCE


def test_an_endless_sleep_ends_by_the_clock(timed):
    failure = call(timed, "waits", 3600, seconds=0.2)["failure"]
    assert failure == "waits did not come back within 1 s; does it wait for something?"
    assert call(timed, "waits", 0)["result"] == "done", "it may go on"


def test_an_answer_may_wait_for_longer_than_it_may_compute(timed):
    assert call(timed, "waits", 0.6, seconds=0.5)["result"] == "done"


def test_a_call_that_cannot_be_stopped_ends_the_submission_with_that_reason(timed):
    answer = call(timed, "cannot_be_stopped", seconds=0.2)
    assert "did not end within 1 s and could not be stopped" in answer["failure"]
    assert call(timed, "waits", 0) == answer


def family(sandbox):
    """The processes of a sandbox: bubblewrap's, the warm interpreter, and its child."""
    first = psutil.Process(sandbox._process.pid)
    return [first, *first.children(recursive=True)]


@contextlib.contextmanager
def crowded(sandbox, others):
    """A sandbox on one core, together with so many endless loops. Each is a session of its own, for
    some schedulers share the cores out among sessions."""
    core = max(os.sched_getaffinity(0))
    endless = ["sh", "-c", f"ulimit -t {LONG}; while :; do :; done"]
    loops = [subprocess.Popen(endless, start_new_session=True) for _ in range(others)]
    try:
        for process in (*family(sandbox), *(psutil.Process(loop.pid) for loop in loops)):
            process.cpu_affinity([core])
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def test_a_right_answer_keeps_its_time_on_a_crowded_core(unwalled, timed):
    """It computes for a fifth of its limit. Beside eight other programs that takes longer by the
    clock than the limit, which would have ended it if limits were of the clock. The clock may go
    PATIENCE times as far, which leaves time for sixteen more programs that are none of ours."""
    with crowded(unwalled, others=8):
        start = time.monotonic()
        answer = call(timed, "computes", 0.2, seconds=1)
        took = time.monotonic() - start
    assert answer.get("result") == "done", answer
    assert took > 1


def test_a_submission_has_a_time_of_its_own_to_compute():
    limits = Limits(seconds=1, cell_seconds=1)
    with Sandbox(WALL, limits) as short, short.child() as child:

        def tells():
            failure = child.run("while True: pass", "The cell `b`")["failure"]
            return failure if "did not end" not in failure else None

        failure = until(tells, "it computes for ever")
        assert failure == "The cell `b` had no time left of 1 s of computing."


@pytest.fixture
def clock(monkeypatch):
    """The clock of the host's side: it stands still, and a test moves it on."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(walls, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def test_a_submission_has_a_time_of_its_own_by_the_clock(unwalled, clock):
    with unwalled.child() as child:
        child.run("x = 1", "cell")
        clock.now += LIMITS.clock - 1
        assert printed(child.run("print(x)", "cell")) == "1\n"
        clock.now += 1
        failure = child.run("print(x)", "The cell `b`")["failure"]
    assert failure == "The cell `b` had no time left of 1800 s; nothing after it could run."


def test_the_time_of_a_submission_begins_with_its_first_cell(unwalled, clock):
    """It may have waited for the lock before."""
    with unwalled.child() as child:
        child.meet()
        clock.now += 2 * LIMITS.clock
        assert printed(child.run("print(1)", "cell")) == "1\n"


# --- Walls that are missing or broken -------------------------------------------------------------


@pytest.fixture
def stand_in(monkeypatch, tmp_path):
    """Puts a shell script in the place of bubblewrap."""

    def put(script):
        program = tmp_path / "bwrap"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return put


REFUSED = "bwrap: No permissions to create a new namespace"


def test_without_bubblewrap_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SandboxError, match=r"\(it is not installed\)\. Install it \(sudo apt-get"):
        require_bubblewrap()


def test_where_bubblewrap_may_not_work_its_reason_is_reported(stand_in):
    stand_in(f"echo '{REFUSED}, likely because the kernel does not allow it' >&2; exit 1")
    with pytest.raises(SandboxError, match=rf"which cannot work here \({REFUSED}\)\."):
        require_bubblewrap()


def test_bubblewrap_is_tried_with_the_options_of_a_submission(stand_in):
    """In a container without user namespaces root can start it, but not with these options."""
    reason = "bwrap: Specifying --uid requires --unshare-user or --userns"
    stand_in(f'case "$*" in *--uid*) echo "{reason}" >&2; exit 1;; esac')
    with pytest.raises(SandboxError, match=reason):
        require_bubblewrap()


def test_our_own_work_may_do_without_a_wall_and_others_may_not(stand_in):
    stand_in(f"echo '{REFUSED}' >&2; exit 1")
    kind, sentence = kind_for("auto", is_own=True)
    assert kind == "process"
    assert sentence == (
        "The example class, our own work, is graded without a wall: bubblewrap cannot work here "
        f"({REFUSED})."
    )
    with pytest.raises(SandboxError, match="Other people's work is graded behind bubblewrap"):
        kind_for("auto")
    assert kind_for("process")[0] == "process"


@needs_wall
@pytest.mark.parametrize("is_own", [True, False])
def test_where_there_is_a_wall_it_is_used(is_own):
    assert kind_for("auto", is_own) == ("bubblewrap", "")


def test_no_wall_puts_a_link_where_the_packages_lie(monkeypatch):
    """The packages of an environment may lie below /tmp, where a link would hide them."""
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    links = []
    for place in ("/usr", "/tmp"):
        monkeypatch.setattr(sys, "path", [f"{place}/environment/lib/site-packages"])
        links.append("--symlink" in bubblewrap(LIMITS))
    assert links == [True, False]


@needs_wall
def test_a_sandbox_that_was_killed_starts_again():
    with Sandbox("bubblewrap", LIMITS) as running:
        with running.child() as child:
            child.run("x = 1", "cell")
        running._process.kill()
        running._process.wait()
        with running.child() as child:
            assert printed(child.run("print('again')", "cell")) == "again\n"


@needs_wall
def test_a_sandbox_that_ends_too_early_is_no_students_fault():
    """The submission is not graded, and Dask tries it again. The sandbox stands still before it is
    killed, lest it begin with the submission."""
    with Sandbox("bubblewrap", LIMITS) as running:
        with running.child() as child:
            child.run("x = 1", "cell")
        for process in family(running):
            process.suspend()
        with pytest.raises(SandboxError, match="try again"), running.child() as child:
            running._process.kill()
            running._process.wait()
            child.run("x = 1", "cell")
        with running.child() as child:
            assert printed(child.run("print('again')", "cell")) == "again\n"


def test_a_word_that_comes_too_late_does_no_harm(sandbox):
    """A child that was slow to end is killed by force; it may have ended meanwhile."""
    with sandbox.child() as child:
        child.run("x = 1", "cell")
    sandbox._control.send(KILL)
    process = sandbox._process
    with sandbox.child() as child:
        assert printed(child.run("print('here')", "cell")) == "here\n"
    assert sandbox._process is process


def test_an_error_of_any_length_is_reported_in_a_line_or_two(child):
    child.run("def f(): raise ValueError('\\x1b[2J' + 'x' * 10**7)", "cell")
    failure = call(child, "f")["failure"]
    assert failure.startswith("f raised ValueError:  [2Jxxx") and len(failure) < 2100


def test_a_process_sandbox_grades_the_same():
    """The fallback keeps the verdict outside and the limits of time and memory; no more."""
    with Sandbox("process", LIMITS) as unprotected:
        grade = graded(unprotected, other=None)
        assert grade.score == grade.max_score
        with unprotected.child() as child:
            assert error(child.run("x = bytearray(10 * 2**30)", "cell")) == "MemoryError"
            assert error(child.run("while True: pass", "cell")) == "TimeUp"


def test_a_sandbox_that_does_not_end_its_child_is_ended(monkeypatch):
    """A late word of this child's end would be taken for that of the next."""
    with Sandbox(WALL, LIMITS) as running:
        with running.child() as child:
            child.meet()
            monkeypatch.setattr(running, "_hear", lambda size: b"")
        assert running._process is None
        monkeypatch.undo()
        with running.child() as child:
            assert printed(child.run("print(2)", "cell")) == "2\n"


def test_a_cell_has_no_more_time_than_its_submission():
    with Sandbox(WALL, Limits(seconds=2, cell_seconds=60)) as running, running.child() as child:
        answer = child.run("while True: pass", "The cell")
    assert re.match(r"The cell did not end within [12]\.?\d* s of computing", answer["failure"])
