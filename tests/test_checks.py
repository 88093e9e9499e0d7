"""The words of the hidden tests: what they accept, and in which sentence they complain."""

import importlib
import signal
import sys
import textwrap
import time

import numpy as np
import pytest

from autograder import checks
from autograder.assignment import Assignment
from autograder.checks import Failed, Suite, same
from autograder.grading import Seed, grade_cell
from autograder.inside import calls
from autograder.inside.calls import MOST_PRINTED, Functions, plain_data
from autograder.inside.wire import decode, encode
from autograder.source import load
from autograder.student import Instance, Student

# NumPy advises against np.matrix, but students use it.
pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass")


def complaint(expectation, *args, **kwargs):
    """The sentence in which an expectation fails; "" if it holds."""
    try:
        expectation(*args, **kwargs)
    except Failed as failed:
        return str(failed)
    return ""


# --- Expectations ---------------------------------------------------------------------------------

EXPECTED = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

# In the order in which mistakes are reported: each answer has the mistake of its line and all those
# of the lines below.
ANSWERS = {
    "A is None; was a return forgotten?": None,
    "A should be numbers; it is a dict.": {"A": 1},
    "A should be numbers; it is a str.": "1, 2",
    "A should be an array; its rows have different lengths.": [[1, 2], [np.nan]],
    "A should be real numbers; it is an array of complex64.": np.complex64([[1j, np.nan]]),
    "A should have shape (2, 3); yours has (3, 2).": np.float32(EXPECTED.T * np.nan),
    "A has dtype float32; keep NumPy's default, float64.": np.float32(EXPECTED * np.nan),
    "A holds nan, inf, which is not a finite number.": [[1, np.nan, 3], [4, np.inf, 7]],
    "A should be 5 at [1, 1]; yours is 9 (2 of 6 entries are off).": [[1, 2, 3.5], [4, 9, 6]],
}


@pytest.mark.parametrize("sentence", ANSWERS)
def test_the_first_thing_that_is_wrong_is_reported(sentence):
    assert complaint(checks.expect_close, ANSWERS[sentence], EXPECTED, "A") == sentence


@pytest.mark.parametrize(
    "style",
    [
        np.array,
        np.ndarray.tolist,
        lambda A: tuple(map(tuple, A)),
        lambda A: A.astype(int),
        np.matrix,
        np.asfortranarray,
        lambda A: A * (1 + 1e-9),
    ],
    ids=["array", "list", "tuple", "int", "matrix", "Fortran order", "rounded otherwise"],
)
def test_a_right_array_is_accepted_in_any_style(style):
    assert complaint(checks.expect_close, plain_data(style(EXPECTED)), EXPECTED, "A") == ""


@pytest.mark.parametrize(
    "style",
    [float, np.float64, np.array, lambda cost: np.array([cost]), lambda cost: [[cost]], np.matrix],
    ids=["float", "np.float64", "0-d", "1-d", "list of lists", "matrix"],
)
def test_a_right_number_is_accepted_in_any_style(style):
    assert complaint(checks.expect_number, plain_data(style(2.5)), 2.5, "the cost") == ""


def test_two_numbers_are_not_one():
    said = complaint(checks.expect_number, [1.0, 2.0], 1.0, "the cost")
    assert said == "the cost should be one number; it has shape (2,)."


@pytest.mark.parametrize("dtype", [bool, int, float, np.float32])
def test_labels_are_accepted_in_any_type(dtype):
    labels = np.array([[0, 1, 1]])
    assert complaint(checks.expect_labels, labels.astype(dtype), labels, "the prediction") == ""


@pytest.mark.parametrize(
    "answer, sentence",
    [
        ([0, 1], "P should have shape (1, 2); yours has (2,)."),
        ([[0.2, 0.9]], "P should hold only the labels 0 and 1; it holds 0.2, 0.9."),
        ([[1, 1]], "P has 1 of 2 labels wrong."),
    ],
)
def test_wrong_labels_are_reported(answer, sentence):
    assert complaint(checks.expect_labels, answer, np.array([[0, 1]]), "P") == sentence


@pytest.mark.parametrize(
    "answer, sentence",
    [
        (None, "the cache is None; was a return forgotten?"),
        ([1, 2], "the cache should be a dictionary; it is a list of 2."),
        ({"A1": 0}, "the cache has no entry 'Z1' or 'Z2'."),
        ({"Z1": 0, "Z2": 0, "extra": 0}, ""),
    ],
)
def test_are_missing_entries_named(answer, sentence):
    assert complaint(checks.expect_entries, answer, ("Z1", "Z2"), "the cache") == sentence


@pytest.mark.parametrize(
    "answer, sentence",
    [
        (None, "forward returned None; was a return forgotten?"),
        (np.zeros(2), "forward should return 2 values; it returned an array of float64."),
        ((1, 2, 3), "forward should return 2 values; it returned a tuple of 3."),
        ([1, 2], ""),
    ],
)
def test_are_returned_values_counted(answer, sentence):
    assert complaint(checks.expect_values, answer, 2, "forward") == sentence


def test_a_changed_argument_is_reported():
    before, after = ({"W": np.ones(2)}, 3), ({"W": np.zeros(2)}, 3)
    assert complaint(checks.expect_unchanged, before, before, "W") == ""
    assert "W was changed inside your function" in complaint(
        checks.expect_unchanged, before, after, "W"
    )


@pytest.mark.parametrize(
    "a, b",
    [
        (1, np.array([[1.0]])),
        ((1, 2), [1, 2]),
        ({"a": 1, "b": 2}, {"a": 1, "c": 3}),
        (np.array([np.nan]), np.array([np.nan])),
        ({}, {}),
        ("x", "x"),
        (None, None),
    ],
)
def test_same_holds_for_values_that_mean_the_same(a, b):
    assert same(a, b)


@pytest.mark.parametrize(
    "a, b",
    [
        (1, 1 + 1e-12),
        (np.zeros(3), np.zeros((3, 1))),
        ((1, 2), (1, 2, 3)),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {}),
        ({"a": np.zeros(2)}, {"a": np.ones(2)}),
        ("1", 1),
        (None, 0),
        (np.array(["x"]), "x"),
    ],
)
def test_same_does_not_hold_for_values_that_differ(a, b):
    assert not same(a, b)


def test_same_within_a_tolerance():
    assert same(1.0, 1.0 + 1e-7, rtol=1e-6)
    assert not same(np.nan, np.nan, equal_nan=False)


# --- What a package of hidden tests defines -------------------------------------------------------

PARTS = {
    "checks": """
        from autograder.checks import check

        @check("test_double")
        def doubles_are_right(student, reference, rng):
            pass
        """,
    "misconceptions": """
        from autograder.checks import misconception
        from hidden_ps9.checks import doubles_are_right

        @misconception(doubles_are_right, edits={"2": "3"})
        def triples():
            pass
        """,
    "overfitted": """
        from autograder.checks import overfitted
        from hidden_ps9.checks import doubles_are_right

        @overfitted(doubles_are_right, edits={"2 * x": "6"})
        def returns_six():
            pass
        """,
}


def test_a_package_is_gathered_from_its_modules_each_check_once(tmp_path, monkeypatch):
    package = tmp_path / "hidden_ps9"
    package.mkdir()
    for part, source in {"__init__": "", **PARTS}.items():
        (package / f"{part}.py").write_text(textwrap.dedent(source))
    monkeypatch.syspath_prepend(tmp_path)
    suite = Suite.of(importlib.import_module("hidden_ps9"))
    assert [check.name for check in suite.checks] == ["doubles_are_right"]
    assert [each.name for each in suite.misconceptions] == ["triples", "returns_six"]
    assert [each.name for each in suite.overfitted] == ["returns_six"]


# --- The student's functions ----------------------------------------------------------------------


def f():
    raise NotImplementedError


def needs_f():
    f()


def divides_by_zero():
    return 1 / 0  # this very line


def exits():
    raise SystemExit


def nests():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    "function, sentence",
    [
        (None, "f is missing: no cell that ran defines it."),
        (3, "f should be a function; it is a int."),
        (f, "f is not written yet."),
        (
            divides_by_zero,
            "f raised ZeroDivisionError: division by zero "
            "(in the line `return 1 / 0  # this very line`).",
        ),
        (exits, "f called exit() instead of returning."),
        (object, "f returned a object; return arrays or numbers."),
        (lambda: np.array([None]), "f returned an array of Python objects; return arrays or"),
        (nests, "f returned values nested more than 8 deep; return arrays or numbers."),
        (lambda x: x, "f raised TypeError"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_is_a_call_without_an_answer_reported_in_one_sentence(function, sentence):
    said = complaint(Student(Functions({"f": function})).call, "f")
    assert said.startswith(sentence)


def test_is_the_stub_named_that_a_function_needs():
    said = complaint(Student(Functions({"g": needs_f})).call, "g")
    assert said == "g needs f, which is not written yet."


def test_is_what_a_function_prints_handed_to_the_check_and_to_no_one_else(capsys):
    def speaks():
        print("out")
        print("err", file=sys.stderr)

    assert Student(Functions({"f": speaks})).call("f").printed == "out\nerr\n"
    assert capsys.readouterr() == ("", "")


def test_a_flood_of_output_is_cut_off():
    student = Student(Functions({"f": lambda: print("x" * 10**6)}))
    assert len(student.call("f").printed) == MOST_PRINTED


def loops():
    while True:
        pass


def test_a_loop_without_end_ends_by_the_time_that_it_computes(monkeypatch):
    """The limit by the clock is taken away here: the clock goes on while other programs compute."""
    monkeypatch.setattr(calls, "PATIENCE", 10**6)
    start = time.process_time()
    said = complaint(Student(Functions({"f": loops}), seconds=0.2).call, "f")
    assert said == "f did not come back within 0.2 s of computing; is there an endless loop?"
    assert time.process_time() - start > 0.15  # the kernel counts in ticks of up to 0.01 s


def test_a_sleep_without_end_ends_by_the_clock():
    """It computes nothing; its limit is PATIENCE times as long."""
    student = Student(Functions({"f": lambda: time.sleep(3600)}), seconds=0.1)
    said = complaint(student.call, "f")
    assert said == "f did not come back within 0.5 s; does it wait for something?"


def test_the_time_limit_is_over_with_the_call():
    """Does the alarm of a call that came back ring later, in the middle of a check?"""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGPROF, signal.SIGALRM)}

    def left():
        """Seconds until the alarms ring; 0 for one that is not set."""
        return [signal.getitimer(timer)[0] for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL)]

    within = Student(Functions({"f": left})).f()
    assert min(within) > 0
    assert left() == [0, 0]
    assert handlers == {number: signal.getsignal(number) for number in handlers}


def test_copies_go_in():
    """May a student change what the check will compare with?"""

    def clears(x, settings):
        x[:] = 0
        settings["rate"] = 0
        return x

    x, settings = np.ones(3), {"rate": 1}
    call = Student(Functions({"f": clears})).call("f", x, settings=settings)
    assert same((x, settings), (np.ones(3), {"rate": 1}))
    assert same((call.args, call.kwargs), ((np.zeros(3),), {"settings": {"rate": 0}}))


def test_what_comes_back_is_not_the_students_own_object():
    """A student who keeps the array that was returned must not change it afterwards."""
    kept = np.ones(3)
    student = Student(Functions({"f": lambda: kept}))
    answer = student.f()
    kept[:] = 0
    assert same(answer, np.ones(3))


def test_a_matrix_becomes_a_plain_array():
    """np.matrix multiplies as a matrix does and never loses an axis; a check expects neither."""
    answer = Student(Functions({"f": lambda: (np.matrix([[1, 2]]), {"A": np.matrix([[3]])})})).f()
    assert type(answer[0]) is np.ndarray
    assert type(answer[1]["A"]) is np.ndarray


def test_the_trace_tells_what_was_answered():
    """The diagnosis compares traces: results, errors, and keyword arguments as they were left."""
    student = Student(Functions({"f": lambda x, costs=None: costs.append(x), "g": f}))
    student.f(2, costs=[1])
    complaint(student.call, "g")
    first, second = student.trace
    assert first == ("f", None, {"costs": [1, 2]})
    assert (second[0], second[1].type_name) == ("g", "NotImplementedError")


def test_an_answer_that_never_came_is_explained_by_nothing():
    """The process ended. That its earlier answers equal a misconception's proves little."""
    assignment = load("ps1_tanh_network")
    wrong = next(m for m in assignment.suite.misconceptions if m.name == "sums_the_cost")
    functions, asked = Functions(assignment.namespace(wrong)), []

    def dying(request):
        asked.append(request)
        return functions(request) if len(asked) < 3 else {"failure": "It ended."}

    seed = Seed("salt", "a student")
    first, *_ = grade_cell(assignment, "test_compute_cost", functions, seed).verdicts
    assert first.misconception == wrong.name
    for verdict in grade_cell(assignment, "test_nn_model", dying, seed).verdicts:
        assert not verdict.passed and verdict.misconception is None


def test_a_reference_that_fails_is_not_taken_for_a_wrong_answer(monkeypatch):
    """Points that it cost would stay lost, for nothing about the submission would change."""
    assignment = load("ps1_tanh_network")
    functions = Functions(assignment.namespace())

    def failing(*_):
        raise MemoryError

    monkeypatch.setattr(Assignment, "reference", failing)
    with pytest.raises(MemoryError):
        grade_cell(assignment, "test_layer_sizes", functions, Seed("salt", "a student"))


def test_the_number_of_a_layer_stays_a_number():
    """A cache may have keys besides those of the text, and gets them back as they were."""
    cache = {1: np.ones(2), np.int64(2): 0.5, "A1": 1.0}
    answer = Student(Functions({"f": lambda: cache})).f()
    assert list(answer) == [1, 2, "A1"] and type(list(answer)[1]) is int
    assert list(decode(encode(answer))) == [1, 2, "A1"]


class Counter:
    def __init__(self, start):
        self.value = start

    def add(self, x):
        self.value += x
        return self.value


def test_an_object_of_a_students_class_is_used_through_its_methods():
    student = Student(Functions({"Counter": Counter}))
    counter = student.new("Counter", 2)
    assert (counter.add(3), counter.get("value")) == (5, 5)
    counter.set("value", 10)
    assert counter.add(1) == 11
    said = "Counter.drop is missing: the class has no such method."
    assert complaint(counter.call, "drop") == said
    assert complaint(student.new, "Stack") == "Stack is missing: no cell that ran defines it."
    assert "Counter.add raised TypeError" in complaint(counter.call, "add", "one")


def test_a_students_function_is_passed_as_an_argument():
    functions = {"double": lambda x: 2 * x, "apply": lambda f, x: f(x)}
    student = Student(Functions(functions))
    assert student.apply(student.ref("double"), 4) == 8
    assert student.apply(student.ref("lambda x: double(x) + k", k=1), 4) == 9
    missing = complaint(student.call, "apply", student.ref("triple"), 4)
    assert missing == "apply raised NameError: name 'triple' is not defined."


# --- What is asked of the student's side, and what is made of its answers -------------------------


def recorded(answer, ask):
    """The requests that go to the student's side, all answered alike, and the trace."""
    requests = []
    student = Student(lambda request: requests.append(request) or answer, seconds=7)
    ask(student)
    return requests, student.trace


def test_a_call_is_one_request_and_leaves_a_trace():
    answer = {"result": 3, "args": (1,), "kwargs": {"a": 2}, "printed": "out"}
    found = []
    (request,), trace = recorded(answer, lambda student: found.append(student.call("f", 1, a=2)))
    assert request == {
        "do": "call",
        "label": "f",
        "seconds": 7,
        "name": "f",
        "of": None,
        "args": (1,),
        "kwargs": {"a": 2},
        "left": True,
    }
    assert vars(found[0]) == {"result": 3, "args": (1,), "kwargs": {"a": 2}, "printed": "out"}
    assert trace == [("f", 3, {"a": 2})]
    (request,), _ = recorded(answer, lambda student: found.append(student.f(1, a=2)))
    assert found[1] == 3
    assert (request["name"], request["args"], request["kwargs"]) == ("f", (1,), {"a": 2})
    assert request["left"] is False, "nobody looks at how the arguments were left"


def test_an_object_is_asked_by_its_number():
    def ask(student):
        model = student.new("Model", 1, b=2)
        assert model.predict(3, c=4) == 5
        assert model.call("fit", 6).result == 5
        assert model.get("W") == 5
        model.set("W", 7)

    requests, trace = recorded({"result": 5}, ask)
    assert [{k: v for k, v in each.items() if k != "seconds"} for each in requests] == [
        {"do": "new", "label": "Model", "name": "Model", "args": (1,), "kwargs": {"b": 2}},
        call_of("predict", (3,), {"c": 4}, False),
        call_of("fit", (6,), {}, True),
        {"do": "get", "label": "Model.W", "name": "W", "of": 5},
        {"do": "set", "label": "Model.W", "name": "W", "of": 5, "value": 7},
    ]
    assert {each["seconds"] for each in requests} == {7}
    assert trace == [(f"Model.{name}", 5, {}) for name in ("predict", "fit", "W")]


def call_of(name, args, kwargs, left):
    where = {"do": "call", "label": f"Model.{name}", "name": name, "of": 5}
    return where | {"args": args, "kwargs": kwargs, "left": left}


def test_a_seed_is_handed_on():
    (request,), trace = recorded({}, lambda student: student.seed(3))
    assert (request["do"], request["seed"]) == ("seed", 3)
    assert trace == [], "it is no answer"


def test_names_with_an_underscore_are_nobodys_functions():
    """Python asks for some by itself, such as when it copies or shows an object."""
    student = Student(Functions({}))
    for thing in (student, student.new):
        assert not hasattr(thing, "_private")
    with pytest.raises(AttributeError, match="_hidden"):
        student._hidden  # noqa: B018
    instance = Instance(student, "Model", 1)
    with pytest.raises(AttributeError, match="_hidden"):
        instance._hidden  # noqa: B018


def test_an_answer_from_behind_the_wall_may_hold_anything():
    answer = {"result": 1, "args": 3, "kwargs": "no", "printed": None}
    found = []
    recorded(answer, lambda student: found.append(student.call("f")))
    assert vars(found[0]) == {"result": 1, "args": (), "kwargs": {}, "printed": ""}
    assert complaint(Student(lambda request: {"failure": 3}).call, "f") == ""
    answer = {"failure": "It failed.", "raised": "ValueError", "message": "no"}
    student = Student(lambda request: answer)
    assert complaint(student.call, "f") == "It failed."
    ((label, raised, kwargs),) = student.trace
    assert (label, vars(raised), kwargs) == (
        "f",
        {"type_name": "ValueError", "message": "no"},
        {},
    )


def test_a_replay_ends_at_the_first_answer_that_differs():
    """What differs by less than two right answers do, does not."""
    like = [("f", 1.0, {}), ("f", 2.0, {})]
    answers = iter([1 + 5e-7, 2.1])
    student = Student(lambda request: {"result": next(answers)}, like=like)
    assert student.f() == 1 + 5e-7
    assert complaint(student.call, "f") == (
        "f answered otherwise than the one it is compared with."
    )
    assert len(student.trace) == 1
    student = Student(lambda request: {"result": np.nan}, like=[("f", np.nan, {})])
    assert "otherwise" in complaint(student.call, "f"), "what is no number equals nothing"
    student = Student(lambda request: {"result": 1.0}, like=[])
    assert "otherwise" in complaint(student.call, "f"), "the other did not call it as often"


# --- The words of hidden tests, one by one --------------------------------------------------------


@pytest.mark.parametrize(
    "answer, expected, sentence",
    [
        (9.0, 5.0, "A should be 5; yours is 9."),
        ([9.0], [5.0], "A should be 5 at [0]; yours is 9."),
        ([1, 2.5], [1, 2], "A should be 2 at [1]; yours is 2.5 (1 of 2 entries are off)."),
        ([3, 9, 1], [1, 2, 1], "A should be 2 at [1]; yours is 9 (2 of 3 entries are off)."),
        ([0, 9], [5, 7], "A should be 5 at [0]; yours is 0 (2 of 2 entries are off)."),
        ([2.0, 0.1], [-2.0, 0], "A should be -2 at [0]; yours is 2 (2 of 2 entries are off)."),
        (1 + 5e-6, 1, "A should be 1; yours is 1.00001."),
        (5e-8, 0, "A should be 0; yours is 5e-08."),
        (1 + 5e-7, 1, ""),
        (5e-9, 0, ""),
        (np.float16(1), 1, "A has dtype float16; keep NumPy's default, float64."),
        (np.int8(1), 1, ""),
        (True, 1, ""),
        ([-np.inf, 1], [1, 1], "A holds -inf, which is not a finite number."),
        ([np.nan] * 4, [1] * 4, "A holds nan, nan, nan, …, which is not a finite number."),
        ([np.nan] * 3, [1] * 3, "A holds nan, nan, nan, which is not a finite number."),
        (b"1", 1, "A should be numbers; it is a bytes."),
        ([], [1], "A should have shape (1,); yours has (0,)."),
        ("an array", 1, "A should be numbers; it is a str."),
        (("a", "b"), 1, "A should be real numbers; it is a tuple of 2."),
    ],
)
def test_what_is_wrong_with_an_array_is_said_in_one_sentence(answer, expected, sentence):
    assert complaint(checks.expect_close, answer, expected, "A") == sentence


def test_a_check_may_set_its_own_tolerance():
    for word in (checks.expect_close, checks.expect_number):
        assert complaint(word, 1.05, 1.0, "A", rtol=0.1) == ""
        assert complaint(word, 1.05, 1.0, "A", atol=0.1) == ""
        assert complaint(word, 1.2, 1.0, "A", rtol=0.1, atol=0) != ""
        assert complaint(word, 1e-9, 0.0, "A", atol=0) != ""
        assert complaint(word, 1 + 1e-7, 1.0, "A", rtol=0, atol=0) != ""


def test_words_hand_back_what_they_looked_at():
    array = checks.expect_array([[1, 2]], "A")
    assert type(array) is np.ndarray and array.shape == (1, 2)
    assert checks.expect_shape([1, 2], (2,), "A").tolist() == [1, 2]
    given = {"a": 1, "b": 2}
    entries = checks.expect_entries(given, ["a"], "A")
    assert entries == given and entries is not given
    assert checks.expect_values([1, 2], 2, "f") == (1, 2)


def test_of_labels_the_wrong_ones_are_counted():
    expected = np.array([0, 1, 1, 0])
    assert complaint(checks.expect_labels, [1, 0, 1, 0], expected, "P") == (
        "P has 2 of 4 labels wrong."
    )
    assert complaint(checks.expect_labels, [0, 1, 2, 3], expected, "P") == (
        "P should hold only the labels 0 and 1; it holds 0, 1, 2, …."
    )
    assert "shape" in complaint(checks.expect_labels, [[0, 1, 1, 0]], expected, "P")


@pytest.mark.parametrize(
    "value, kind",
    [(3, "an int"), (2.5, "a float"), ([1], "a list of 1"), (np.ones(2), "an array of float64")],
)
def test_a_value_of_the_wrong_kind_is_named(value, kind):
    said = complaint(checks.expect_entries, value, ["a"], "The cache")
    assert said == f"The cache should be a dictionary; it is {kind}."


@pytest.mark.parametrize(
    "a, b, expected",
    [
        ([1, (2.0, {"x": 3})], (1.05, [2.05, {"x": 3.05}]), True),
        ([1, (2.0, {"x": 3})], (1.05, [2.05, {"x": 3.5}]), False),
        ({"x": 1}, {"x": 1.05}, True),
        ({"x": 1, "y": 2}, {"x": 1.5, "z": 2}, False),
        (np.float64(1), 1, True),
        (True, 1, True),
        (np.array([1, 2]), [1, 2], False),
        (np.ones((1, 1)), np.ones(1), True),
        (np.ones(2), np.ones((1, 2)), False),
        (np.ones(2), 1, False),
        ({}, [], False),
        ((1, 2, 3), [1, 2], False),
        (1, "1", False),
        (np.ones(1), "1", False),
        (None, False, False),
        ("a", b"a", False),
    ],
)
def test_same_looks_into_what_holds_values(a, b, expected):
    assert same(a, b, rtol=0.1) is expected
    assert same(b, a, rtol=0.1) is expected


def test_same_takes_a_tolerance_of_either_kind():
    assert same(0.0, 0.05, atol=0.1) and not same(0.0, 0.05, rtol=0.1)
    assert not same([np.nan], [np.nan], equal_nan=False) and same([np.nan], [np.nan])


def test_a_suite_has_its_checks_by_cell_and_in_order():
    first, second = checks.check("a", 2)(f), checks.check("b")(needs_f)
    third = checks.check("a")(divides_by_zero)
    suite = Suite((first, second, third), (), ())
    assert suite.for_cell("a") == (first, third)
    assert [each.weight for each in suite.checks] == [2, 1, 1]
    assert (first.name, first.grade_id, first.claim) == ("f", "a", "")


def test_a_wrong_answer_knows_the_checks_that_it_loses():
    one, other = checks.check("a")(f), checks.check("b")(needs_f)

    def wrong():
        """You did
        it wrong."""

    made = checks.misconception(one, edits={"a": "b"}, sometimes=[other])(wrong)
    assert (made.name, made.sentence) == ("wrong", "You did it wrong.")
    assert (made.loses, made.sometimes) == ({"f"}, {"needs_f"})
    assert made.edits == {"a": "b"}
    narrow = checks.overfitted(other, edits={"c": "d"})(wrong)
    assert isinstance(narrow, checks.Overfitted) and not isinstance(made, checks.Overfitted)
    assert (narrow.loses, narrow.sometimes, narrow.edits) == ({"needs_f"}, set(), {"c": "d"})


def test_an_alternative_is_the_text_of_its_body():
    @checks.alternative("a", "b")
    def right():
        x = 1
        if x:
            x = 2

    assert right.source == "x = 1\nif x:\n    x = 2\n"
    assert (right.name, right.cells) == ("right", ("a", "b"))
