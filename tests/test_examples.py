"""The example class is graded as it should be."""

import pytest

from examples import make_class
from examples.make_class import HANDED_IN, PS1, PS2, PS3, PS4

pytestmark = pytest.mark.xdist_group("engine")

SCORES = {
    PS1: {
        "student-01": 100,
        "student-02": 100,
        "student-03": 100,
        "student-04": 100,
        "student-05": 100,
        "student-06": 100,
        "student-07": 75.5,  # sums the gradients
        "student-08": 85.5,  # forgets the slope of tanh
        "student-09": 91.33,  # forgets the hidden bias
        "student-10": 0,  # untouched
        "student-11": 50,  # half done
        "student-12": 100,  # renamed
        "student-13": 80,  # one cell is no Python
        "student-14": 100,  # cells deleted, copied, edited
        "student-15": 100,  # an old format with Windows line ends
        "student-16": 0,  # cut short
    },
    PS2: {
        "student-02": 100,
        "student-03": 100,
        "student-07": 94,  # takes y_preds - y for the slope of the cross-entropy
        "student-08": 93,  # updates W2 before it is used
        "student-09": 89,  # never trains the first layer
        "student-12": 100,  # a cell split in two
        "student-13": 15,  # one answer, and points written into the checks
    },
    PS3: {
        "student-02": 100,
        "student-04": 100,
        "student-07": 89,  # sums the gradients
        "student-08": 70,  # knows the notebook's architecture only
        "student-09": 97,  # measures after the update
        "student-10": 0,  # untouched
        "student-14": 100,  # a bare `cd`, indented cells
    },
    # The analysis, 5 points of 90, waits to be marked by hand.
    PS4: {
        "student-01": 85,
        "student-02": 85,
        "student-05": 85,
        "student-07": 77,  # forgets the decay in the gradient
        "student-08": 83,  # lets softmax overflow
        "student-09": 82,  # passes the decay to scikit-learn as it is
        "student-11": 52,  # half done
        "student-15": 85,  # prints for ever so long
    },
}


@pytest.mark.parametrize(
    "name, student", [(name, student) for name in HANDED_IN for student in HANDED_IN[name]]
)
def test_is_the_score_what_it_should_be(example_class, name, student):
    assert example_class.score(name, student) == pytest.approx(SCORES[name][student], abs=1e-9)


def test_is_the_class_made_the_same_each_time(tmp_path):
    """`make` grades again what changed, so a hand-in must not change by being made again."""

    def made():
        make_class.main(tmp_path)
        files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    first = made()
    assert len(first) == sum(map(len, HANDED_IN.values()))
    assert made() == first
