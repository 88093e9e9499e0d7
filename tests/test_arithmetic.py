"""Does the matrix of `make arithmetic` see what depends on the last bits of an arithmetic?"""

import subprocess
import sys

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from autograder import source as assignments
from autograder.assignment import ROOT
from benchmarks import arithmetic
from benchmarks.arithmetic import (
    DRAWS,
    SETTINGS,
    Job,
    Setting,
    code_cells,
    differences,
    jobs,
    outcome,
    table,
)

CAN_RUN = [setting for setting in SETTINGS if not setting.trouble]

# Run in a process with a setting's variables: it fails unless the setting is in force, and prints a
# sum whose last bits depend on the kernel.
PROOF = """
import numpy as np
from benchmarks.arithmetic import SETTINGS, require
require(SETTINGS[{number}])
print(np.exp(np.linspace(-3, 3, 99)).sum().hex())
"""


def run(setting, source):
    return subprocess.run(
        [sys.executable, "-c", source],
        env=setting.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("setting", CAN_RUN, ids=lambda setting: setting.name)
def test_each_setting_is_in_force_where_it_is_asked_for(setting):
    done = run(setting, PROOF.format(number=SETTINGS.index(setting)))
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(len(CAN_RUN) < 4, reason="the processor runs no second kernel of OpenBLAS")
def test_a_setting_that_is_not_in_force_is_found():
    """What if the library does not know the kernel's name, and takes another without a word?"""
    *_, baseline, threads = CAN_RUN
    swapped = [(CAN_RUN[0], CAN_RUN[1]), (CAN_RUN[1], CAN_RUN[0]), (threads, baseline)]
    if any(__cpu_features__[name] for name in __cpu_dispatch__):
        swapped.append((baseline, CAN_RUN[0]))
    for asked, other in swapped:
        done = run(other, PROOF.format(number=SETTINGS.index(asked)))
        assert "AssertionError" in done.stderr, (asked.name, other.name)


def test_a_kernel_that_the_processor_cannot_run_is_left_out():
    no_vectors = Setting("a kernel", "Cray", needs="VECTORS_OF_CRAY")
    assert no_vectors.trouble == "this processor has no VECTORS_OF_CRAY"
    assert Setting("a kernel", "Cray").trouble.startswith("OpenBLAS has no kernel of that name")


@pytest.mark.parametrize("part", ["ps1_tanh_network", "class"])
def test_another_verdict_is_reported_with_its_check_and_both_kernels(part):
    check = "ps1_tanh_network, the reference, draw 0: labels_are_0_and_1"
    points, none, named = [5.0, None], [0.0, None], [0.0, "rounds_up"]
    found = {"Haswell": {check: points}, "Zen": {check: none}, "Prescott": {check: points}}
    assert differences(part, found) == [f"{check}: {points} under Haswell, {none} under Zen"]
    found = {"Haswell": {check: none}, "Zen": {check: named}}
    assert differences(part, found) == [f"{check}: {none} under Haswell, {named} under Zen"]


def test_a_check_that_one_kernel_alone_comes_to_is_reported():
    assert differences("class", {"Haswell": {}, "Zen": {"a check": [1.0, None]}})


def test_a_chapter_that_fails_is_reported_though_it_fails_under_each():
    fails = {"softmax.md": "softmax.md:7: AssertionError: ", "index.md": ""}
    found = {"Haswell": fails, "Zen": fails}
    assert differences("chapters", found) == [
        "softmax.md:7: AssertionError:  under Haswell",
        "softmax.md:7: AssertionError:  under Zen",
    ]


CHAPTER = """\
# A chapter

```{code-cell} ipython3
a = 1
```

Some words.

```{code-cell} ipython3
:tags: [hide-input]
a = 1
assert a == 2, "so it is not"
```
"""


def test_a_chapter_ends_at_the_line_of_its_file(tmp_path):
    chapter = tmp_path / "chapter.md"
    chapter.write_text(CHAPTER)
    cells = list(code_cells(chapter))
    assert [line for line, _ in cells] == [3, 10]
    assert outcome(chapter, cells, {}) == "chapter.md:12: AssertionError: so it is not"
    assert outcome(chapter, cells[:1], {}) == ""


def test_every_answer_is_judged_under_all_draws_by_the_first_and_under_one_by_each_other(
    monkeypatch,
):
    judged = []
    monkeypatch.setattr(
        arithmetic,
        "grade",
        lambda assignment, seed, answer: judged.append((id(answer), seed.salt)) or [],
    )
    name = assignments.names()[0]
    arithmetic.suite(SETTINGS[0], name)
    every = set(judged)
    assert {salt for _, salt in every} == set(DRAWS)
    judged.clear()
    arithmetic.suite(SETTINGS[1], name)
    assert len(judged) * len(DRAWS) == len(every) and set(judged) < every


def test_the_whole_course_is_run_under_each_setting():
    parts = {"chapters", "notebooks", *assignments.names()}
    for setting in CAN_RUN:
        assert parts <= {job.part for job in jobs(CAN_RUN) if job.setting == setting}
    assert sum(job.part == "class" for job in jobs(CAN_RUN)) == 2
    found = {job.part: {setting.name: {"a": ""} for setting in CAN_RUN} for job in jobs(CAN_RUN)}
    assert len(table(found, CAN_RUN).splitlines()) == len(CAN_RUN) + 1


def test_a_part_that_cannot_be_run_ends_in_a_sentence():
    with pytest.raises(arithmetic.Broken, match="no such part under Haswell could not be run: "):
        Job(SETTINGS[0], "no such part").run()
