"""The host's side of the sandbox: start it, get a child per submission, ask the child.

A sandbox is one warm interpreter (`autograder.inside.interpreter`) behind bubblewrap: no network,
no file of this machine but the interpreter's own, a small disk in memory, no capability. Without
bubblewrap, a `process` sandbox keeps the limits of time and memory and the verdict outside, and
nothing else.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.assignment import ROOT
from autograder.errors import CourseError
from autograder.inside.calls import PATIENCE
from autograder.inside.channel import (
    BORN,
    CPU_SECONDS,
    FONTS,
    FORK,
    GONE,
    KILL,
    READY,
    Channel,
    Closed,
    Late,
)
from autograder.inside.wire import WireError

INSIDE = ROOT / "autograder" / "inside"
RUNNER = "/runner"  # where a sandbox has what stands in autograder/inside/
HIDDEN = ("autograder", "autograder_tests", "source_notebooks", "benchmarks", "tests", "examples")
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/alternatives",
)
KINDS = ("bubblewrap", "process")
# What a machine's owner says of its arithmetic holds behind the wall too.
ARITHMETIC = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "NPY_DISABLE_CPU_FEATURES")
UNPROTECTED = (
    "Without a wall: a submission can read and change what you can, the gradebook and the hidden "
    "tests too, and use the network. Only its verdict is taken in another process."
)
SCRATCH = "/scratch"  # where a submission may write: not /tmp, below which a checkout may lie

START_SECONDS = 300  # of the clock; a busy machine takes ten times as long as a quiet one
MOST_FAILURE = 2000  # characters of a failure's sentence; it may quote a student's exception
GRACE = 3  # seconds between a child's own alarm and SIGKILL


class SandboxError(CourseError):
    """There is no such sandbox here, or it broke; the text says what to do."""


@dataclass(frozen=True)
class Limits:
    """What one submission may take."""

    seconds: int = 600  # of CPU time
    cell_seconds: int = 120  # of CPU time
    clock: int = 1800  # seconds from its first cell to its end: it may wait, and others compute
    memory: int = 2 * 2**30  # bytes of address space; the warm interpreter's own are among them
    file: int = 64 * 2**20  # bytes of one file
    disk: int = 128 * 2**20  # bytes of all files, in memory


class Sandbox:
    """A warm interpreter that gives a fresh child for every submission, one at a time.

    Use as a context manager. It starts at the first child, and again after it broke.
    """

    def __init__(self, kind: str = "bubblewrap", limits: Limits | None = None) -> None:
        if kind not in KINDS:
            raise ValueError(f"kind should be one of {', '.join(KINDS)}, not {kind!r}")
        if kind == "bubblewrap":
            require_bubblewrap()
        self.kind, self.limits = kind, limits or Limits()
        self._wall = bubblewrap(self.limits) if kind == "bubblewrap" else []
        self._process: subprocess.Popen | None = None
        self._control: socket.socket

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @contextlib.contextmanager
    def child(self) -> Iterator[Child]:
        """A fresh child, in which nothing has run; it is gone, with all it started, at the end."""
        ours, its = socket.socketpair()
        with ours:
            with its:
                self._hand_over(its)
            child = Child(Channel(ours), self.limits)
            try:
                yield child
            finally:
                child.close()
                child.end(self._wait_for_end())

    def start(self) -> None:
        """Start the warm interpreter; raises SandboxError with its last words if it cannot."""
        self._control, its = socket.socketpair()
        with its, tempfile.TemporaryFile() as words:
            limits = {key: asdict(self.limits)[key] for key in ("memory", "file", "seconds")}
            command = [sys.executable, "-s", "-m", "autograder.inside.interpreter"]
            command += [str(its.fileno()), json.dumps(limits)]
            self._process = subprocess.Popen(
                [*self._wall, *command],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                pass_fds=[its.fileno()],
                env=environment(tempfile.gettempdir()) if self.kind == "process" else {},
                cwd=ROOT if self.kind == "process" else "/",
                start_new_session=True,
            )
            its.close()
            self._control.settimeout(START_SECONDS)
            if self._hear(1) != READY:
                self.stop()
                words.seek(0)
                last = words.read().decode(errors="replace").strip().splitlines()[-3:]
                raise SandboxError(
                    f"The sandbox did not start: {' '.join(last) or 'no word of it'}"
                )

    def stop(self) -> None:
        """End the warm interpreter and all that it started."""
        if self._process is None:
            return
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _hand_over(self, connection: socket.socket) -> None:
        for _ in range(2):
            if self._process is None or self._process.poll() is not None:
                self.stop()
                self.start()
            try:
                socket.send_fds(self._control, [FORK], [connection.fileno()])
                return
            except OSError:  # it ended since
                self.stop()
        raise SandboxError("The sandbox ends as soon as it has started.")

    def _wait_for_end(self) -> float:
        """Wait until the child is gone and all is cleared up, and return the seconds of CPU that it
        took; use force after a moment."""
        self._control.settimeout(0.5)
        if self._hear(1) != GONE:
            with contextlib.suppress(OSError):
                self._control.send(KILL)
            self._control.settimeout(10)
            if self._hear(1) != GONE:
                self.stop()
                return 0.0
        seconds = self._hear(CPU_SECONDS.size)
        return CPU_SECONDS.unpack(seconds)[0] if len(seconds) == CPU_SECONDS.size else 0.0

    def _hear(self, size: int) -> bytes:
        try:
            return self._control.recv(size)
        except OSError:
            return b""


class Child:
    """One submission's process: `child(request)` is its answer, or what became of it.

    It is what `autograder.student.Student` asks. A child that is gone, late or talks nonsense
    gives {"failure": sentence} from then on.
    """

    def __init__(self, channel: Channel, limits: Limits) -> None:
        self._channel, self._limits = channel, limits
        self._end: float | None = None  # of its time, which begins with the first request
        self._is_born = False
        self._seed: Mapping[str, Any] | None = None
        self._cpu_seconds: float | None = None
        self.failure = ""  # why nothing more can be asked

    def __call__(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.meet()
        if self.failure:
            return {"failure": self.failure}
        if request["do"] == "seed":  # It travels with the next request, which saves a message.
            self._seed = request
            return {}
        if self._end is None:
            self._end = time.monotonic() + self._limits.clock
        left = self._end - time.monotonic()
        if left <= 0:
            return self._give_up(f"had no time left of {self._limits.clock} s", request)
        clock = min(PATIENCE * request["seconds"], left)
        sent = {**request, "first": self._seed}
        self._seed = None
        try:
            self._channel.send(sent, clock + GRACE)
            answer = self._channel.receive(clock + GRACE)
        except Late:
            return self._give_up(
                f"did not end within {clock:.0f} s and could not be stopped", request
            )
        except Closed:
            return self._give_up("ended the whole process", request)
        except WireError as reason:
            return self._give_up(f"sent {reason}", request)
        if not isinstance(answer, dict) or not isinstance(answer.get("failure", ""), str):
            return self._give_up("sent a malformed message", request)
        if "failure" in answer:
            return answer | {"failure": _printable(answer["failure"])}
        return answer

    def run(self, source: str, label: str) -> Mapping[str, Any]:
        """Run a cell: {"outputs": …}, with a failure if it hit a limit."""
        seconds = self._limits.cell_seconds
        return self({"do": "run", "label": label, "source": source, "seconds": seconds})

    def close(self) -> None:
        """Ask no more: a child that nobody can ask ends."""
        self._channel.close()

    def end(self, cpu_seconds: float) -> None:
        """Note what it took in all; its sandbox says that when it is gone."""
        self._cpu_seconds = cpu_seconds

    @property
    def cpu_seconds(self) -> float:
        """Seconds of CPU time that it took, known once `Sandbox.child` has been left."""
        if self._cpu_seconds is None:
            raise RuntimeError("A child's CPU time is known at its end, behind the `with` block.")
        return self._cpu_seconds

    def meet(self) -> None:
        """Wait for the child's first message; raises SandboxError where none comes: that is no
        student's fault."""
        if self._is_born or self.failure:
            return
        with contextlib.suppress(Late, Closed, WireError):
            self._is_born = self._channel.receive(START_SECONDS) == BORN
        if not self._is_born:
            raise SandboxError("The sandbox ended before a submission had begun; try again.")

    def _give_up(self, what: str, request: Mapping[str, Any]) -> dict[str, Any]:
        self.close()
        self.failure = (
            f"{request.get('label') or 'The notebook'} {what}; nothing after it could run."
        )
        return {"failure": self.failure}


def _printable(text: str) -> str:
    """The text without what a terminal would obey, cut where it is too long to be read."""
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in text[:MOST_FAILURE])
    return shown if len(text) <= MOST_FAILURE else f"{shown} […]"


# --- Walls ----------------------------------------------------------------------------------------


def bubblewrap_trouble() -> str:
    """Why bubblewrap cannot put this Python behind its wall, or nothing if it can.

    Tried with the very options that a submission gets: with fewer it may work where they are
    refused.
    """
    if shutil.which("bwrap") is None:
        return "it is not installed"
    test = [*bubblewrap(Limits()), sys.executable, "-I", "-S", "-c", ""]
    tried = subprocess.run(test, capture_output=True, text=True, check=False)
    if not tried.returncode:
        return ""
    said = tried.stderr.strip().splitlines() or [f"status {tried.returncode}"]
    return said[-1].partition(", likely because")[0]  # Debian's goes on for lines


def require_bubblewrap() -> None:
    """Raise SandboxError, with what to do, unless bubblewrap works here."""
    trouble = bubblewrap_trouble()
    if trouble:
        raise SandboxError(
            f"Other people's work is graded behind bubblewrap, which cannot work here ({trouble}). "
            "Install it (sudo apt-get install bubblewrap) and allow it user namespaces, which "
            "containers and Ubuntu 24.04 refuse by default (docker run --security-opt "
            "seccomp=unconfined; on Ubuntu an AppArmor profile for bwrap); or grade on another "
            "machine; or, in a virtual machine made for it, unprotected with --sandbox=process."
        )


def kind_for(kind: str, is_own: bool = False) -> tuple[str, str]:
    """The kind of sandbox that "auto" or another name stands for, and a sentence if it is no wall.

    The course's own work, the example class, needs none. Raises SandboxError where others' needs
    one and there is none.
    """
    if kind == "auto" and is_own:
        trouble = bubblewrap_trouble()
        if trouble:
            sentence = "The example class, our own work, is graded without a wall: bubblewrap"
            return "process", f"{sentence} cannot work here ({trouble})."
    elif kind == "auto":
        require_bubblewrap()
    elif kind == "process":
        return kind, UNPROTECTED
    return "bubblewrap", ""


def environment(home: str) -> dict[str, str]:
    """The variables that a student's code sees."""
    return {name: os.environ[name] for name in ARITHMETIC if name in os.environ} | {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def bubblewrap(limits: Limits) -> list[str]:
    """The command that puts what follows it behind the wall."""
    command = [
        shutil.which("bwrap") or "bwrap",  # it dies with its parent, the thread that starts it
        *("--unshare-all", "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv"),
        *("--cap-drop", "ALL", "--uid", "1000", "--gid", "1000", "--hostname", "grading"),
        *("--proc", "/proc", "--dev", "/dev"),
    ]
    hidden = []
    packages = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    places = [Path(path) for path in (*SYSTEM, sys.base_prefix, sys.prefix, *packages)]
    # The course may lie in one of them, as in /usr/src, and the environment in the course.
    for place in sorted(places, key=lambda place: place.is_relative_to(ROOT)):
        command += ["--ro-bind-try", str(place), str(place)]
        if ROOT.is_relative_to(place):
            hidden.append(ROOT)
            command += ["--tmpfs", str(ROOT)]
    for folder in map(Path, packages):
        for name in HIDDEN:  # a project that was installed as a package lies here
            if (folder / name).exists():
                hidden.append(folder / name)
                command += ["--tmpfs", str(folder / name)]
    command += ["--ro-bind", str(INSIDE), f"{RUNNER}/autograder/inside"]
    for disk in (SCRATCH, "/dev/shm"):
        command += ["--size", str(limits.disk), "--tmpfs", disk]
    if not any(place.is_relative_to("/tmp") for place in places):
        command += ["--symlink", SCRATCH, "/tmp"]
    variables = environment(SCRATCH) | {"PYTHONPATH": RUNNER, "MPLCONFIGDIR": f"{SCRATCH}/fonts"}
    fonts = font_cache()
    if fonts:
        command += ["--ro-bind", str(fonts), FONTS]
    for name, value in variables.items():
        command += ["--setenv", name, value]
    for sealed in ("/", "/dev", *hidden):
        command += ["--remount-ro", str(sealed)]
    return [*command, "--chdir", SCRATCH, "--"]


def font_cache() -> Path | None:
    """Matplotlib's list of fonts on this machine, which takes it seconds to make."""
    if importlib.util.find_spec("matplotlib") is None:
        return None
    import matplotlib.font_manager  # makes the list where there is none

    return Path(matplotlib.get_cachedir())
