"""Tests of the hidden tests: right answers keep every point, wrong ones lose theirs and are named.

They hold for every assignment of the course; a new one needs no line here. Each answer is judged
under a salt or two. `make quality` judges them under twenty, and tests/test_quality.py says when
its card is out of date.
"""

import time
from types import FunctionType

import numpy as np
import pytest

from autograder import source as assignments
from autograder.assignment import load_release
from autograder.grading import Seed, grade, grade_cell
from autograder.inside.calls import Functions
from autograder.inside.quiet import quiet
from autograder.source import load

NAMES = assignments.names()
SALTS = [f"salt {i}" for i in range(5)]


def failed(assignment, salt, answer=None):
    """The verdicts of the checks that reject an answer (the reference without one), by name."""
    cells = grade(assignment, Seed(salt, "a student"), answer)
    return {v.check: v for cell in cells for v in cell.verdicts if not v.passed}


def each(kind):
    """A parameter for each misconception (or alternative) of each assignment."""
    return [
        pytest.param(name, other, id=f"{name}-{other.name}")
        for name in NAMES
        for other in getattr(load(name).suite, kind)
    ]


# --- Right answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_keeps_every_point(name):
    assignment = load(name)
    for salt in SALTS:
        assert not failed(assignment, salt), salt


@pytest.mark.parametrize("name", NAMES)
def test_the_scores_of_the_reference_add_up_to_the_points(name):
    assignment = load(name)
    cells = grade(assignment, Seed("salt", "a student"))
    points = {grade_id: assignment.points[grade_id] for grade_id in assignment.autograded}
    assert {cell.grade_id: cell.score for cell in cells} == points


@pytest.mark.parametrize("name, alternative", each("alternatives"))
def test_a_right_answer_in_another_style_keeps_every_point(name, alternative):
    """Those that loop over the examples take seconds per salt, so each is judged under one."""
    for salt in SALTS[:1] if "loops" in alternative.name else SALTS[:2]:
        assert not failed(load(name), salt, alternative), salt


@pytest.mark.parametrize("name", NAMES)
def test_is_the_reference_graded_within_five_seconds(name):
    assignment = load(name)
    start = time.process_time()  # The time that other programs take does not count.
    failed(assignment, "salt")
    assert time.process_time() - start < 5


# --- Wrong answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_untouched_release_earns_nothing(name):
    assignment, namespace = load(name), {}
    for cell in load_release(name).cells:
        if cell.cell_type == "code" and "demo" not in cell.metadata.get("tags", ()):
            with quiet():
                try:
                    exec(cell.source, namespace)
                except NotImplementedError:
                    continue
    seed = Seed("salt", "a student")
    cells = [
        grade_cell(assignment, name, Functions(namespace), seed) for name in assignment.autograded
    ]
    assert {cell.grade_id: cell.score for cell in cells if cell.score} == {}


@pytest.mark.parametrize("name, misconception", each("misconceptions"))
def test_a_misconception_loses_what_it_declares_and_is_named(name, misconception):
    lost = failed(load(name), SALTS[0], misconception)
    assert misconception.loses <= lost.keys(), "it keeps what it should lose"
    undeclared = lost.keys() - misconception.loses - misconception.sometimes
    assert not undeclared, "it loses what it does not declare"
    named = {verdict.misconception for verdict in lost.values()}
    assert misconception.name in named, "the student is not told"
    assert named <= {misconception.name, None}, "the student is told of another"
    messages = [verdict.message for verdict in lost.values()]
    assert not [message for message in messages if "could not be judged" in message], messages


# --- The suite itself -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_are_there_enough_wrong_and_right_answers_to_put_the_checks_to_the_test(name):
    suite = load(name).suite
    assert len(suite.misconceptions) >= 12
    assert len(suite.alternatives) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_every_check_is_lost_by_some_misconception(name):
    """A check that rejects nothing we can think of is not known to work."""
    suite = load(name).suite
    lost = {check for misconception in suite.misconceptions for check in misconception.loses}
    assert [check.name for check in suite.checks if check.name not in lost] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_check_has_a_claim_and_every_misconception_a_sentence(name):
    """Students read both, so both are sentences."""
    suite = load(name).suite
    texts = {check.name: check.claim for check in suite.checks}
    texts |= {misconception.name: misconception.sentence for misconception in suite.misconceptions}
    assert [name for name, sentence in texts.items() if not sentence.endswith(".")] == []


@pytest.mark.parametrize("name", NAMES)
def test_hidden_checks_use_other_sizes_than_the_visible_ones(name):
    """Would an answer that knows only the sizes shown in the notebook pass a hidden check?"""
    assignment = load(name)
    shown, visible, hidden = {}, set(), set()
    for cell in assignment.graded:
        if cell.is_autograded:
            namespace = assignment.namespace(until=cell.grade_id)
            shown |= noting_sizes(namespace, visible)
            with quiet():
                exec(cell.source, shown)
            for salt in SALTS[:3]:
                noting = noting_sizes(namespace, hidden)
                grade_cell(assignment, cell.grade_id, Functions(noting), Seed(salt, "a student"))
    assert visible, "no visible check calls a function with arguments"
    assert hidden & visible == set()


def noting_sizes(namespace, calls):
    """The namespace, with a note in `calls` of the sizes in each call from outside of it."""

    def noting(name, function):
        def call(*args, **kwargs):
            calls.add((name, sizes_in((args, kwargs))))
            return function(*args, **kwargs)

        return call

    own = {name: value for name, value in namespace.items() if isinstance(value, FunctionType)}
    return namespace | {name: noting(name, function) for name, function in own.items()}


def sizes_in(value):
    """The shapes of all arrays and the values of all whole numbers in some arguments."""
    if isinstance(value, dict):
        return sizes_in(tuple(value.values()))
    if isinstance(value, (tuple, list)):
        return tuple(sizes_in(entry) for entry in value)
    return value if isinstance(value, int) else np.shape(value)


@pytest.mark.parametrize("name", NAMES)
def test_an_assignment_is_one_sitting_of_at_most_100_points(name):
    points = load(name).points
    assert sum(points.values()) <= 100
    assert len(points) <= 10
