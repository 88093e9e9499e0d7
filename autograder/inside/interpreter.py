"""A warm interpreter that forks a child per submission.

Started by `autograder.sandbox` as `python -m autograder.inside.interpreter CONTROL LIMITS`, in
bubblewrap as process 1. The parent imports once what notebooks import, and never runs a student's
code; the child runs cells and calls functions as it is asked. Nothing a child says is trusted.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from autograder.inside.calls import Functions
from autograder.inside.channel import (
    BORN,
    CPU_SECONDS,
    FONTS,
    GONE,
    READY,
    Channel,
    Closed,
)
from autograder.inside.shell import Shell
from autograder.inside.wire import WireError

PR_SET_DUMPABLE = 4
CPU_GRACE = 10  # seconds of CPU time between the limit that a child keeps and its end by the kernel


def main(control_number: int, limits: dict[str, int]) -> None:
    """Warm up, tell that we are ready, and fork a child for every socket that comes."""
    control = socket.socket(fileno=control_number)
    is_first = os.getpid() == 1
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # No child reads or traces its parent.
    # The kernel delivers to process 1 only the signals that it has a handler for: Python's SIGINT.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if is_first and Path(FONTS).is_dir():  # Matplotlib uses a list where it may write another.
        shutil.copytree(FONTS, os.environ["MPLCONFIGDIR"])
    shell = warmed_up()
    if is_first:
        clear_up()
    gc.freeze()
    control.sendall(READY)
    while True:
        said, sockets, _, _ = socket.recv_fds(control, 1, 1)
        if not said:
            return
        if not sockets:  # KILL, which came too late for its child.
            continue
        home = Path(tempfile.mkdtemp())
        child = os.fork()
        if child == 0:
            control.close()
            live(socket.socket(fileno=sockets[0]), shell, limits, home, is_first)
        os.close(sockets[0])
        seconds = wait_for(child, control)
        clear_up() if is_first else clear_up_after(child, home)
        control.sendall(GONE + CPU_SECONDS.pack(seconds))


def warmed_up() -> Shell:
    """A shell, in a process that has imported what a notebook of this course needs."""
    import sklearn.datasets
    import sklearn.linear_model
    import sklearn.model_selection
    import sklearn.neural_network
    import sklearn.svm  # noqa: F401
    import tqdm  # noqa: F401

    with contextlib.suppress(ImportError):
        import pyseccomp  # noqa: F401  (each child would import it anew)
    shell = Shell()
    shell.run(FIRST_CELL)
    shell.namespace.pop("plt")
    return shell


# A cell that draws and then fails imports, before the fork, what the first figure and the first
# traceback of every child would import anew.
FIRST_CELL = """
import matplotlib.pyplot as plt
plt.title("$x$")
1 / 0
"""


# --- The child ------------------------------------------------------------------------------------


def live(
    own: socket.socket, shell: Shell, limits: dict[str, int], home: Path, is_first: bool
) -> None:
    """The child's life: give up what it must not have, answer until nobody asks."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(home)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        confine(limits, is_first)
        answer_all(Channel(own), shell, limits["seconds"])
        status = 0
    finally:
        os._exit(status)


def confine(limits: dict[str, int], is_first: bool) -> None:
    """Take the limits that cannot be lifted again."""
    for name, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["file"]),
        (resource.RLIMIT_CPU, limits["seconds"] + CPU_GRACE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))
    with contextlib.nullcontext() if is_first else contextlib.suppress(Exception):
        keep_to_itself()


FORBIDDEN = (
    *("execve", "execveat", "fork", "vfork"),  # other programs and processes
    *("ptrace", "process_vm_readv", "process_vm_writev"),  # another process's memory
    *("unshare", "setns", "mount"),  # another view of the machine
    *("memfd_create", "shmget", "semget", "msgget", "mq_open"),  # memory that outlives a child
    *("add_key", "request_key", "keyctl"),  # the kernel's keyring, which outlives it too
    *("bpf", "io_uring_setup", "userfaultfd"),  # the kernel's doors with the most escapes
)


def keep_to_itself() -> None:
    """Let the kernel refuse other programs, new processes (threads are welcome), and reaching into
    others.

    RLIMIT_NPROC would not do: it counts by user, and not at all for root.
    """
    from pyseccomp import ALLOW, ERRNO, MASKED_EQ, NE, Arg, SyscallFilter

    not_permitted, no_such_call = ERRNO(1), ERRNO(38)
    clone_thread = 0x00010000
    rules = SyscallFilter(ALLOW)
    rules.add_rule(not_permitted, "clone", Arg(0, MASKED_EQ, clone_thread, 0))
    rules.add_rule(no_such_call, "clone3")  # The C library then tries clone, which can be judged.
    for name in FORBIDDEN:
        with contextlib.suppress(OSError, ValueError):  # Not every machine has every call.
            rules.add_rule(not_permitted, name)
    for name in ("prlimit64", "sched_setaffinity"):
        rules.add_rule(not_permitted, name, Arg(0, NE, 0))
    rules.add_rule(not_permitted, "setpriority", Arg(1, NE, 0))
    rules.add_rule(not_permitted, "kill", Arg(0, NE, os.getpid()))
    rules.add_rule(not_permitted, "tkill", Arg(0, NE, os.getpid()))
    rules.add_rule(not_permitted, "pidfd_send_signal")
    rules.load()


def answer_all(channel: Channel, shell: Shell, seconds: float) -> None:
    """Answer one request after another, whatever the student's code does, with `seconds` of CPU
    time for them all."""
    functions = Functions(shell.namespace)
    channel.send(BORN)
    while True:
        try:
            request = channel.receive()
        except Closed:
            return
        left = seconds - time.process_time()
        if left <= 0:
            sentence = f"{request['label']} had no time left of {seconds} s of computing."
            channel.send({"failure": sentence})
            continue
        request["seconds"] = min(request["seconds"], left)
        try:
            if request["first"]:  # The seed travels with the call that comes after it.
                functions(request["first"])
            if request["do"] == "run":
                answer = shell.run(request["source"], request["seconds"], request["label"])
            else:
                answer = functions(request)
            channel.send(answer)
        except WireError as reason:
            channel.send({"failure": f"{request['label']} returned {reason}."})
        except BaseException as error:
            channel.send({"failure": f"{request['label']} raised {type(error).__name__}."})


# --- The parent -----------------------------------------------------------------------------------


def wait_for(child: int, control: socket.socket) -> float:
    """The seconds of CPU that the child took; it is killed when the control says so or is gone."""
    end = os.pidfd_open(child)
    try:
        ready, _, _ = select.select([end, control.fileno()], [], [])
        if end not in ready:
            control.recv(1)
            os.kill(child, signal.SIGKILL)
    finally:
        os.close(end)
    used = os.wait4(child, 0)[2]
    return used.ru_utime + used.ru_stime


def clear_up() -> None:
    """Leave nothing for the next behind the wall, no process and no file; or end, for a sandbox
    that starts anew has nothing either."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    for root in (Path(tempfile.gettempdir()), Path("/dev/shm")):
        root.chmod(0o700)  # a child may have taken the right to write from us too
        for place in root.iterdir():
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink()


def clear_up_after(child: int, home: Path) -> None:
    """Without a wall: the child's own processes, and its own folder."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    shutil.rmtree(home)


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
