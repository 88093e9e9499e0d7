"""Does any verdict, any chapter, any visible check depend on the last bits of an arithmetic?

    python -m benchmarks.arithmetic

Processors add in other orders, and chaotic runs magnify the difference. All chapters, all solved
notebooks with their visible checks, and of every suite the reference, the alternatives and the
misconceptions are run under each of SETTINGS that this processor can run; the example class is
graded under the two that differ most. Points, verdicts and named misconceptions must be the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jupytext
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
from threadpoolctl import threadpool_info
from tqdm import tqdm

from autograder import source as assignments
from autograder.assignment import ROOT, Answer, Assignment
from autograder.grading import Seed, grade
from autograder.inside.quiet import quiet
from autograder.sandbox import Sandbox, kind_for
from autograder.source import load

CLASS = ROOT / "examples" / "submitted"
DRAWS = ("draw 0", "draw 1", "draw 2")
STUDENT = "a student"
SALT = "the salt of the matrix"

Findings = dict[str, Any]  # what came out, by what was run; compared between settings


# --- The settings ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """An arithmetic: the variables that ask for it, the kernel of OpenBLAS that should be in force
    (the machine's own without one), and what the processor must have for it.

    Kernels that share one table of functions answer to the first of their names, `also`.
    """

    name: str
    kernel: str | None = None
    needs: str | None = None
    also: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict, hash=False)
    threads: int = 1

    def environment(self) -> dict[str, str]:
        asked = {"OPENBLAS_CORETYPE": self.kernel} if self.kernel else {}
        count = str(self.threads)
        return {
            **os.environ,
            **self.variables,
            **asked,
            "OPENBLAS_NUM_THREADS": count,
            "OMP_NUM_THREADS": count,
            "MPLBACKEND": "agg",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "book")]),
        }

    @cached_property
    def trouble(self) -> str:
        """Why it cannot be had here, or nothing if it can."""
        if self.needs and not __cpu_features__.get(self.needs):
            return f"this processor has no {self.needs}"
        if not self.kernel:
            return ""
        command = [sys.executable, "-c", "from benchmarks.arithmetic import kernels; kernels()"]
        printed = subprocess.check_output(command, env=self.environment(), cwd=ROOT, text=True)
        others = {name for name in printed.split() if name not in (self.kernel, self.also)}
        return f"OpenBLAS has no kernel of that name, and takes {min(others)}" if others else ""


# The others are compared with the first. Under it all draws are judged, under each other one draw.
SETTINGS = (
    Setting("Haswell", "Haswell", "AVX2"),
    Setting("Prescott", "Prescott", "SSE3", also="Katmai"),
    Setting("Nehalem", "Nehalem", "SSE42"),
    Setting("Sandybridge", "Sandybridge", "AVX"),
    Setting("Zen", "Zen", "AVX2"),
    Setting("SkylakeX", "SkylakeX", "AVX512_SKX"),
    Setting("NumPy's baseline", variables={"NPY_DISABLE_CPU_FEATURES": " ".join(__cpu_dispatch__)}),
    Setting("two threads", threads=2),
)
WIDEST = "SkylakeX", "Zen", "NumPy's baseline"  # the first that can run is compared for the class


def libraries() -> list[dict[str, Any]]:
    """What threadpoolctl reports of each OpenBLAS of this process: NumPy's, and SciPy's, which
    scikit-learn uses."""
    import scipy.linalg  # noqa: F401

    return [each for each in threadpool_info() if each["internal_api"] == "openblas"]


def kernels() -> None:
    """Print the kernels of this process."""
    print(*(each["architecture"] for each in libraries()))


def require(setting: Setting) -> None:
    """Fail unless this process computes as the setting says."""
    known = {setting.kernel, setting.also}
    for each in libraries():
        where = f"{each['filepath']}, asked for {setting.name},"
        if setting.kernel:
            assert each["architecture"] in known, f"{where} is {each['architecture']}"
        assert each["num_threads"] == setting.threads, f"{where} has {each['num_threads']} threads"
    assert libraries(), "no OpenBLAS is loaded, so there is no kernel to ask for"
    left = [name for name in __cpu_dispatch__ if __cpu_features__[name]]
    assert not (left and "NPY_DISABLE_CPU_FEATURES" in setting.variables), f"NumPy has {left}"


# --- What is run under each -----------------------------------------------------------------------


def chapters() -> Findings:
    """The code of all chapters with their assertions: "" for each that holds."""
    os.chdir(ROOT / "book")
    found = {}
    for path in sorted(Path.cwd().glob("*.md")):
        cells = list(code_cells(path))
        if cells:
            found[path.name] = outcome(path, cells, {})
    return found


def code_cells(path: Path) -> Iterator[tuple[int, str]]:
    """The code cells of a chapter, each with the number of lines before it."""
    lines, begin = path.read_text(encoding="utf-8").splitlines(), 0
    for cell in jupytext.read(path, fmt="md:myst").cells:
        source = cell.source.splitlines()
        if cell.cell_type == "code" and source:
            while lines[begin : begin + len(source)] != source:
                begin += 1
            yield begin, cell.source


def notebooks() -> Findings:
    """The solved notebooks, demos and visible checks included."""
    found = {}
    for name in assignments.names():
        assignment = load(name)
        cells = [(cell.line, cell.source) for cell in assignment.cells if cell.kind == "code"]
        found[name] = outcome(assignment.path, cells, {"__name__": name})
    return found


def outcome(path: Path, cells: list[tuple[int, str]], namespace: dict[str, Any]) -> str:
    """ "" if the cells run through, else where they end and with what."""
    import matplotlib.pyplot as plt

    try:
        with quiet():
            for line, source in cells:
                exec(compile("\n" * line + source, str(path), "exec"), namespace)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        at = [frame.lineno for frame in frames if frame.filename == str(path)]
        message = str(error).strip().splitlines() or [""]
        return f"{path.name}:{at[0] if at else 1}: {type(error).__name__}: {message[0]}"
    finally:
        plt.close("all")
    return ""


def suite(setting: Setting, name: str) -> Findings:
    """The points and the named misconception of each check, for every known answer and draw."""
    assignment, place = load(name), SETTINGS.index(setting)
    found: Findings = {}
    for number, (label, answer) in enumerate(answers(assignment)):
        draws = DRAWS if place == 0 else (DRAWS[(number + place) % len(DRAWS)],)
        for draw in draws:
            for cell in grade(assignment, Seed(draw, STUDENT), answer):
                for verdict in cell.verdicts:
                    key = f"{name}, {label}, {draw}: {verdict.check}"
                    found[key] = [round(verdict.score, 6), verdict.misconception]
    return found


def answers(assignment: Assignment) -> Iterator[tuple[str, Answer | None]]:
    yield "the reference", None
    for each in assignment.suite.alternatives + assignment.suite.misconceptions:
        yield each.name, each


def graded_class(setting: Setting) -> Findings:
    """The example class, graded in the sandbox as `autograder grade` does it: in the child the same
    kernel is in force as outside."""
    kind, _ = kind_for("auto", is_own=True)
    with Sandbox(kind) as sandbox, sandbox.child() as child:
        source = "import threadpoolctl\nthreadpoolctl.threadpool_info()"
        (output,) = child.run(source, "cell")["outputs"]
        assert setting.kernel is None or f"'{setting.kernel}'" in output["data"]["text/plain"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "salt").write_text(SALT)
        command: list[str | Path] = [Path(sys.executable).with_name("autograder"), "grade", CLASS]
        command += ["--output", folder, "--workers", "1", "--sandbox", kind]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        lines = (Path(folder) / "results.jsonl").read_text(encoding="utf-8").splitlines()
    found: Findings = {}
    for result in map(json.loads, lines):
        for cell in result["cells"]:
            for verdict in cell["checks"]:
                key = f"{result['student']}/{result['assignment']}: {verdict['name']}"
                found[key] = [verdict["score"], verdict["misconception"]]
    return found


# --- All of it ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """A part that is run under a setting, in a process of its own."""

    setting: Setting
    part: str  # chapters, notebooks, class, or an assignment's name, which stands for its suite

    def findings(self) -> Findings:
        """The findings of this part, in this process, which has the setting's variables."""
        require(self.setting)
        if self.part == "chapters":
            return chapters()
        if self.part == "notebooks":
            return notebooks()
        if self.part == "class":
            return graded_class(self.setting)
        return suite(self.setting, self.part)

    def run(self) -> Findings:
        """The findings, from a process of its own; raises Broken with its last words on failure."""
        command = [sys.executable, "-m", "benchmarks.arithmetic", self.setting.name, self.part]
        variables = self.setting.environment()
        done = subprocess.run(command, capture_output=True, text=True, env=variables, cwd=ROOT)
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["no word of it"]
            raise Broken(f"{self.part} under {self.setting.name} could not be run: {last[0]}")
        return json.loads(done.stdout.splitlines()[-1])


class Broken(Exception):
    """A part could not be run under a setting."""


def differences(part: str, by_setting: Mapping[str, Findings]) -> list[str]:
    """A sentence for each chapter or notebook that fails, and for each verdict that is another than
    under the first setting."""
    (first, expected), *others = by_setting.items()
    if part in ("chapters", "notebooks"):
        return [
            f"{failure} under {name}"
            for name, found in by_setting.items()
            for failure in found.values()
            if failure
        ]
    return [
        f"{what}: {expected.get(what)} under {first}, {came} under {name}"
        for name, found in others
        for what, came in found.items()
        if came != expected.get(what)
    ]


def jobs(settings: list[Setting]) -> list[Job]:
    """All jobs, the longest first, so that no core is idle at the end."""
    compared = [settings[0], next(s for name in WIDEST for s in settings if s.name == name)]
    return [
        *(Job(setting, name) for setting in settings for name in reversed(assignments.names())),
        *(Job(setting, "class") for setting in compared),
        *(Job(setting, part) for setting in settings for part in ("chapters", "notebooks")),
    ]


def table(found: Mapping[str, Mapping[str, Findings]], settings: list[Setting]) -> str:
    """How much was run of each part under each setting."""
    columns = {
        "chapters": ["chapters"],
        "notebooks": ["notebooks"],
        "verdicts of suites": assignments.names(),
        "verdicts of the class": ["class"],
    }
    lines = [" " * 18 + "".join(f"  {title}" for title in columns)]
    for setting in settings:
        line = f"{setting.name:<18}"
        for title, parts in columns.items():
            count = sum(len(found[part].get(setting.name, ())) for part in parts)
            line += f"{count or '–':>{len(title) + 2}}"
        lines.append(line)
    return "\n".join(lines)


def main() -> int:
    """Run the matrix on all cores; print what differs and how much was run."""
    settings = [setting for setting in SETTINGS if not setting.trouble]
    for setting in SETTINGS:
        if setting.trouble:
            print(f"Left out: {setting.name}: {setting.trouble}.", flush=True)
    todo = jobs(settings)
    found: dict[str, dict[str, Findings]] = {job.part: {} for job in todo}
    problems = []
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        running = {pool.submit(job.run): job for job in todo}
        for future in tqdm(as_completed(running), "arithmetic", len(todo), mininterval=20):
            job = running[future]
            try:
                found[job.part][job.setting.name] = future.result()
            except Broken as reason:
                problems.append(str(reason))
    order = [setting.name for setting in settings]
    for part, came in found.items():
        by_setting = {name: came[name] for name in order if name in came}
        if by_setting:
            problems += differences(part, by_setting)
    print(table(found, settings))
    print("\n".join(problems) or "The same under each: points, verdicts, named misconceptions.")
    return bool(problems)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    wanted, part = sys.argv[1:]
    asked = next(setting for setting in SETTINGS if setting.name == wanted)
    print(json.dumps(Job(asked, part).findings()))
