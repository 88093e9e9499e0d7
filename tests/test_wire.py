"""Tests of the codec: what may pass arrives as it was, and nothing else can come of any bytes."""

import contextlib
import tracemalloc

import msgpack
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.assignment import ROOT
from autograder.inside.calls import Functions
from autograder.inside.channel import BORN
from autograder.inside.wire import (
    HEADER,
    MAX_DEPTH,
    MAX_MESSAGE,
    MAX_STRUCTURE,
    Ref,
    WireError,
    decode,
    encode,
)
from autograder.sandbox import Child, Limits
from autograder.student import Student

# A busy machine may stall while a test runs or its values are drawn, so there is no deadline.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

DTYPES = st.one_of(
    arrays.boolean_dtypes(),
    arrays.integer_dtypes(),
    arrays.unsigned_integer_dtypes(),
    arrays.floating_dtypes(),
    arrays.complex_number_dtypes(),
    arrays.unicode_string_dtypes(max_len=4),
    arrays.byte_string_dtypes(max_len=4),
)
ARRAYS = DTYPES.flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0, max_side=4))
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.complex_numbers(),
        TEXTS,
        TEXTS.map(lambda text: (text + "long") * 300),
        st.binary(),
        ARRAYS,
        ARRAYS.filter(lambda array: array.size).map(lambda array: array.ravel()[0]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(TEXTS, inner, max_size=4),
        st.dictionaries(st.integers(-(2**63), 2**63 - 1) | TEXTS, inner, max_size=4),
        st.dictionaries(TEXTS, inner, max_size=2).map(lambda values: Ref("f", values)),
    ),
    max_leaves=12,
)


def alike(a, b):
    """Are two values of the same types, shapes and bits?"""
    if type(a) is not type(b):
        return False
    if isinstance(a, (np.ndarray, np.generic)):
        same_kind = a.dtype == b.dtype and a.shape == b.shape
        return same_kind and np.asarray(a).tobytes() == np.asarray(b).tobytes()
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, Ref):
        return a.expression == b.expression and alike(dict(a.values), dict(b.values))
    return repr(a) == repr(b)  # nan, and minus zero


# --- What may pass --------------------------------------------------------------------------------


@given(PLAIN)
def test_every_plain_value_arrives_as_it_was(value):
    assert alike(decode(encode(value)), value)


@given(ARRAYS)
def test_an_array_that_arrived_is_ones_own(array):
    arrived = decode(encode(array))
    assert (arrived.flags.writeable and arrived.flags.owndata) or arrived.base.flags.owndata


def test_an_array_in_another_order_arrives_as_it_looks():
    array = np.asfortranarray(np.arange(12.0).reshape(3, 4))[::2, ::-1]
    assert alike(decode(encode(array)), np.array(array))


class Opaque:
    """Something that is not plain data; the test fails if anybody pickles it."""

    def __reduce__(self):
        raise AssertionError("pickled")


@pytest.mark.parametrize(
    "value, sentence",
    [
        (Opaque(), "a Opaque"),
        (len, "a builtin_function_or_method"),
        (np.array([None]), "an array of object"),
        (np.zeros(2, "M8[s]"), "an array of datetime64"),
        (np.zeros(2, [("a", "f8")]), "an array of"),
        ({1, 2}, "a set"),
        (list(range(MAX_STRUCTURE)), "a value of too many parts"),
        (np.zeros(MAX_MESSAGE // 8 + 1), "a value of 64 MB"),
    ],
    ids=["object", "function", "objects", "dates", "records", "set", "long list", "large array"],
)
def test_what_may_not_pass_is_reported(value, sentence):
    with pytest.raises(WireError, match=sentence):
        encode(value)


def test_deep_nesting_is_reported_on_both_sides():
    value, structure = 1.0, 1.0
    for _ in range(MAX_DEPTH + 2):
        value, structure = [value], ["list", structure]
    with pytest.raises(WireError, match="deep"):
        encode(value)
    with pytest.raises(WireError, match="deep"):
        decode(message(structure))


# --- What bytes can do ----------------------------------------------------------------------------


def message(structure, buffers=b"", packed=None):
    """A message with any structure at all."""
    packed = msgpack.packb(structure) if packed is None else packed
    return HEADER.pack(len(packed) + len(buffers), len(packed)) + packed + buffers


@given(st.binary(max_size=200))
@settings(max_examples=500)
def test_no_bytes_crash_the_trusted_side(data):
    for attempt in (data, message(None, packed=data)):
        with contextlib.suppress(WireError):
            decode(attempt)


@given(PLAIN, st.data())
@settings(max_examples=300)
def test_no_bent_message_crashes_the_trusted_side(value, data):
    """One byte of an honest message is changed, or its end is missing."""
    honest = bytearray(encode(value))
    if data.draw(st.booleans()):
        honest[data.draw(st.integers(0, len(honest) - 1))] = data.draw(st.integers(0, 255))
    else:
        del honest[data.draw(st.integers(0, len(honest))) :]
    with contextlib.suppress(WireError):
        decode(bytes(honest))


@pytest.mark.parametrize(
    "structure, buffers",
    [
        (["array", 0, "S0", 2**40], b""),  # NumPy makes S1 of it
        (["array", 0, "<f8", 2**40, 0], b""),
        (["array", 8, "<f8", 2**62, 2**62], b"x" * 8),
        (["array", 8, "<f8", -1], b"x" * 8),
        (["array", 8, "O", 1], b"x" * 8),
        (["array", 8, "<f8,<f8", 1], b"x" * 8),
        (["array", 8, "(99999999,)<f8", 1], b"x" * 8),
        (["array", 8, "V8", 1], b"x" * 8),
        (["array", 2**50, "<f8", 2**47], b"x" * 8),
        (["array", 0, "<f8", *[0] * 100], b""),
        (["scalar", 0, "<f8", 0], b""),
        (["str", 2, 3], b"xx"),
        (["str", 1], b"\xff"),
        (["int", "0x" + "f" * 10, 3], b""),
        (["complex", "1", []], b""),
        (["ref", 1], b""),
        ([[], []], b""),
        ([], b""),
        (msgpack.ExtType(5, b"x"), b""),
        ({1: 2}, b""),
    ],
    ids=str,
)
def test_a_forged_structure_is_an_error_or_small(structure, buffers):
    tracemalloc.start()
    try:
        value = decode(message(structure, buffers))
        assert isinstance(value, np.ndarray) and value.nbytes == 0
    except WireError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 2**20


def test_no_message_makes_the_trusted_side_allocate_without_bound():
    """The structure that costs most for its size: nested dictionaries of two bytes each."""
    nested = b"\x81\xa0" * 12 + b"\x80"
    count = (MAX_STRUCTURE - 10) // len(nested)
    worst = message(None, packed=b"\xdd" + (count + 1).to_bytes(4) + b"\xa4list" + nested * count)
    tracemalloc.start()
    decode(worst)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * MAX_STRUCTURE


@pytest.mark.parametrize("size, structure", [(MAX_MESSAGE + 1, 1), (9, 10), (2**32 - 1, 2**32 - 1)])
def test_a_header_that_announces_too_much_is_refused_before_anything_is_read(size, structure):
    with pytest.raises(WireError, match="larger than allowed"):
        decode(HEADER.pack(size, structure))


# --- What the book says of it ---------------------------------------------------------------------


class Counting:
    """Stands for a child's connection: functions answer, and each message is weighed."""

    def __init__(self, functions):
        self.functions = functions
        self.answer = BORN
        self.sizes = []

    def send(self, request, seconds):
        self.answer = self.functions(request)
        self.sizes = [len(encode(request)), len(encode(self.answer))]

    def receive(self, seconds):
        return self.answer


def test_the_book_counts_what_crosses_the_boundary_for_one_check():
    """A check seeds NumPy's generator and asks for the cost of 12 examples."""
    connection = Counting(Functions({"compute_cost": lambda A2, Y: float(np.mean(A2 - Y))}))
    student = Student(Child(connection, Limits()))
    A2, Y = np.full((1, 12), 0.75), np.ones((1, 12))
    student.seed(2**31)
    assert student.compute_cost(A2, Y) == -0.25
    request, answer = connection.sizes
    arrays = A2.nbytes + Y.nbytes
    page = (ROOT / "book" / "how-the-grader-works.md").read_text(encoding="utf-8")
    assert f"weigh {arrays} bytes. The header takes {HEADER.size} bytes and" in page
    assert f"{request - arrays - HEADER.size}. So {request} bytes go in." in page
    assert f"and {answer} bytes come out" in page
