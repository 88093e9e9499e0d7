"""The example class is graded as it should be, by plain nbgrader."""

import pytest

from examples import make_class

pytestmark = pytest.mark.xdist_group("class")

SCORES = {
    "student-01": 100,
    "student-02": 100,
    "student-03": 100,
    "student-04": 100,
    "student-05": 100,
    "student-06": 100,
    "student-07": 74.5,  # sums the gradients
    "student-08": 84.5,  # forgets the slope of tanh
    "student-09": 90.33,  # forgets the hidden bias
    "student-10": 0,  # untouched
    "student-11": 50,  # half done
    "student-12": 100,  # renamed
    "student-13": 80,  # one cell is no Python
    "student-14": 100,  # cells deleted, copied, edited
    "student-15": 100,  # an old format with Windows line ends
    "student-16": 0,  # cut short
}


@pytest.mark.parametrize("student", make_class.STUDENTS)
def test_is_the_score_what_it_should_be(graded, student):
    assert graded.score(student) == pytest.approx(SCORES[student], abs=1e-9)


def test_is_the_class_made_the_same_each_time(tmp_path):
    """`make` grades again what changed, so a hand-in must not change by being made again."""

    def made():
        make_class.main(tmp_path)
        files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    first = made()
    assert len(first) == len(make_class.STUDENTS)
    assert made() == first
