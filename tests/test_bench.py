"""Tests of the benchmarks: is the same work done on both sides, and are the figures right?

The measurements themselves take minutes and are `make bench`.
"""

import json
import runpy
import sys
import types
from dataclasses import replace

import numpy as np
import pytest
from classes import OPTIONS

from autograder.grading import Seed, grade
from autograder.inside.quiet import quiet
from autograder.source import load
from benchmarks import engine, otter, training
from benchmarks.results import record
from benchmarks.training import CHECKED_EPOCHS, GOAL, TOLERANCE
from examples.make_class import HANDED_IN, PS1

RUNS = {
    "ps1_spirals",
    "ps2_lines",
    "ps2_sines",
    "ps2_two_hidden_units",
    "ps2_deep",
    "ps3_circles",
    "ps3_moons",
    "ps4_flower",
    "ps4_spiral",
}


@pytest.fixture(scope="module")
def course():
    with quiet():
        return list(training.runs())


@pytest.fixture(scope="module")
def found(course):
    """The figures of two short rounds; their values mean nothing."""
    short = [replace(run, epochs=5) for run in course]
    return training.figures(training.measure(short, rounds=2), {run.name: 5 for run in short})


def test_every_assignment_of_the_course_is_timed(course):
    assert {run.name for run in course} == RUNS


def test_the_loops_train_the_same_network(course):
    for run in course:
        with quiet():
            contestants = run.contestants()
            differences = training.differences(contestants)
            trained = contestants["reference"](CHECKED_EPOCHS)
        other_shapes = {"sklearn"} if run.name == "ps4_flower" else set()
        assert contestants.keys() - differences.keys() == {"reference"} | other_shapes
        assert max(differences.values()) <= TOLERANCE, (run.name, differences)
        moved = np.abs(training.flat(trained) - training.flat(run.problem.start)).max()
        assert moved > 1e6 * TOLERANCE, f"{run.name}: after so small a step they agree anyway"


def test_a_wrong_loop_is_not_timed(course):
    run = course[0]

    def too_fast(problem, epochs):
        return run.seed(replace(problem, rate=1.0001 * problem.rate), epochs)

    def diverging(problem, epochs):
        return [(W * np.nan, b) for W, b in run.seed(problem, epochs)]

    for loop in (too_fast, diverging):
        with pytest.raises(SystemExit, match=r"^ps1_spirals: .* the parameters of seed differ"):
            training.measure([replace(run, seed=loop)], rounds=1)


def test_every_run_has_its_ratios_and_times(found):
    for key in ("training_ratio", "training_ratio_sklearn"):
        assert found[key].keys() == RUNS
        assert all(ratio > 0 for ratio in found[key].values())
    assert found["training_ms_per_epoch"].keys() == RUNS
    assert {"reference", "seed", "sklearn"} <= found["training_ms_per_epoch"]["ps2_deep"].keys()


def test_the_table_has_a_line_a_run_and_says_what_is_missing(found):
    lines = training.table(found | {"training_ratio_torch": None}).splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == list(found["training_ratio"])
    assert "torch is not installed" in lines[-1]


def test_a_ratio_is_the_median_of_the_rounds():
    times = {"run": {"reference": [1.0, 1.0, 4.0], "seed": [2.0, 3.0, 4.0]}}
    assert training.ratios(times, "seed") == {"run": 2.0}
    assert training.ratios(times, "torch") is None


def test_a_slow_reference_is_reported():
    assert training.missed({"training_ratio": {"fast": GOAL, "slow": 1.29}}) == [
        "slow misses the goal: 1.29 times the seed's speed, not 1.3."
    ]


def test_benchmarks_share_a_file_and_leave_out_what_was_not_measured(tmp_path):
    path = tmp_path / "_build" / "bench.json"
    record({"overhead_ms": 9, "training_ratio_torch": {"run": 3.0}}, path)
    record({"training_ratio": {"run": 2.0}, "training_ratio_torch": None}, path)
    assert json.loads(path.read_text()) == {"overhead_ms": 9, "training_ratio": {"run": 2.0}}


# --- The engine -----------------------------------------------------------------------------------


def test_the_engine_tells_what_a_class_took(tmp_path, monkeypatch):
    """Each submission was graded, and the peak of memory is that of a Python with NumPy."""
    run = engine.run
    monkeypatch.setattr(engine, "run", lambda *words: run(*words, *OPTIONS))
    engine.light_class(tmp_path / "light", 3)
    graded = engine.by_engine(tmp_path / "light", tmp_path / "graded_class", workers=1)
    lines = (tmp_path / "graded_class" / "results.jsonl").read_text().splitlines()
    assert [json.loads(line)["score"] for line in lines] == [0, 0, 0]
    assert graded.work > 0
    assert graded.start > 0 and graded.each > 0
    assert 50 < graded.peak < 1000


def test_each_round_times_everyone_and_the_rounds_are_the_class(tmp_path, monkeypatch):
    """A round on a machine that is slow slows down all who are compared."""
    seen = {"engine": [], "nbgrader": [], "otter": []}
    slow = [1, 2, 1, 5, 4]

    def timed(who, seconds):
        def grade(handed_in, graded_class, *_):
            seen[who] += sorted(student.name for student in handed_in.iterdir())
            return seconds * slow[int(graded_class.parent.name[-1])]

        return grade

    def by_engine(handed_in, graded_class, workers):
        each = timed("engine", 1.0)(handed_in, graded_class) / workers
        return engine.Graded(start=9.0, each=each, work=0.5, peak=0.0)

    monkeypatch.setattr(engine, "by_engine", by_engine)
    monkeypatch.setattr(engine, "by_nbgrader", timed("nbgrader", 10.0))
    monkeypatch.setattr(engine, "by_otter", timed("otter", 30.0))
    monkeypatch.setattr(engine, "has_otter", lambda: True)
    engine.light_class(tmp_path / "class", 11)
    found = engine.throughput(tmp_path / "class", tmp_path)
    everyone = sorted(student.name for student in (tmp_path / "class").iterdir())
    assert sorted(seen["nbgrader"]) == sorted(seen["otter"]) == everyone
    assert sorted(seen["engine"]) == sorted(everyone * 2 * engine.ROUNDS)
    assert found["throughput_ratio_nbgrader"] == 20 and found["throughput_ratio_otter"] == 60
    assert found["scaling_2_workers"] == 2 and found["overhead_ms"] == 1500
    assert found["seconds_nbgrader"] == 20, "the median of the rounds"


def test_a_small_class_is_timed_before_and_after_a_large_one(tmp_path, monkeypatch):
    """So that a machine that slows down does not look like a cost that grows with the class."""
    seconds = iter([0.1, 0.4, 0.3])

    def by_engine(handed_in, graded_class, workers):
        count = len(list(handed_in.iterdir()))
        each = next(seconds)
        return engine.Graded(start=1.0, each=each, work=each / 2, peak=count)

    monkeypatch.setattr(engine, "by_engine", by_engine)
    assert engine.flatness(tmp_path, (2, 5)) == {
        "coordinator_peak_mb": {"2": 2, "5": 5},
        "light_submission_ms": {"2": 200, "5": 400},
        "light_submission_by_cpu": {"2": 2, "5": 2},
    }


def test_the_class_of_the_benchmark_is_the_example_class_over_and_over(tmp_path):
    kinds = len(HANDED_IN[PS1])
    engine.mixed_class(tmp_path, kinds + 1)
    class_of = sorted(tmp_path.rglob("*.ipynb"))
    assert len(class_of) == kinds + 1
    assert class_of[0].read_bytes() == class_of[-1].read_bytes() != class_of[1].read_bytes()


@pytest.mark.parametrize("wrong", [None, "forgets_the_slope_of_tanh"])
def test_otter_is_given_the_same_hidden_tests(wrong, tmp_path, monkeypatch):
    """Its files, read with a stand-in for its decorator, accept and reject what ours do."""
    assignment = load("ps1_tanh_network")
    answers = {each.name: each for each in assignment.suite.misconceptions}
    answer = answers.get(wrong)
    otter.write_tests(assignment, tmp_path / "tests")
    stand_in = types.SimpleNamespace(test_case=lambda points: lambda function: function)
    monkeypatch.setitem(sys.modules, "otter.test_files", stand_in)
    lost = set()
    for path in (tmp_path / "tests").iterdir():
        test = runpy.run_path(str(path))
        assert test["points"] == assignment.points[test["name"]]
        try:
            test["hidden_tests"](assignment.namespace(answer))
        except AssertionError:
            lost.add(test["name"])
    cells = grade(assignment, Seed("salt", "a student"), answer)
    assert lost == {cell.grade_id for cell in cells if cell.score < cell.max_score}


def test_the_table_tells_the_goal_and_what_is_missing():
    found = {
        "overhead_ms": 24.0,
        "coordinator_peak_mb": {"100": 200.0},
        "throughput_ratio_otter": None,
    }
    overhead, peak, otter_line = engine.table(found).splitlines()
    assert overhead.split(maxsplit=1) == ["overhead_ms", "24.0  (at most 25)"]
    assert peak.split(maxsplit=1) == [
        "coordinator_peak_mb",
        "100: 200.0  (within 10 % of each other)",
    ]
    assert otter_line.split() == ["throughput_ratio_otter", "–"]
