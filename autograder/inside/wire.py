"""The codec between the trusted side and the student's: plain data in msgpack, nothing executable.

A message is its structure, small, and behind it the buffers of its arrays and long texts. Unpacking
a structure can cost some hundred times its bytes, a buffer costs its own: so each has its limit.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

MAX_MESSAGE = 64 * 2**20  # bytes; the largest true one is a figure or a grid of predictions
MAX_STRUCTURE = 2**20
MAX_DEPTH = 16
LONG = 1024  # a text or bytes from here on travels as a buffer

HEADER = struct.Struct("!II")  # length of the body, and how much of it is the structure
KINDS = "biufcUS"  # of arrays: what can be printed and compared, no Python object


class WireError(ValueError):
    """A message that is none, or is too large; its text says what is wrong with it."""


@dataclass(frozen=True)
class Ref:
    """An argument that only the student's side can make: an expression in terms of its functions,
    such as `tanh` or `lambda p: cost(X, y, p)`, and values for the names that it does not know."""

    expression: str
    values: Mapping[str, Any]


def encode(value: Any) -> bytes:
    """The message of `value`: None, numbers, strings, bytes, NumPy arrays and scalars, Refs, and
    tuples, lists and dictionaries (with keys of text or whole numbers) of them. Raises WireError
    for all else."""
    buffers: list[bytes | memoryview] = []
    structure = msgpack.packb(_dismantle(value, buffers, MAX_DEPTH))
    if len(structure) > MAX_STRUCTURE:
        raise WireError("a value of too many parts")
    size = len(structure) + sum(map(len, buffers))
    if size > MAX_MESSAGE:
        raise WireError(f"a value of {size // 2**20} MB")
    return b"".join((HEADER.pack(size, len(structure)), structure, *buffers))


def sizes(header: bytes | bytearray) -> tuple[int, int]:
    """The sizes that a header announces, of the rest of the message and of its structure."""
    size, structure = HEADER.unpack(header)
    if size > MAX_MESSAGE or structure > min(size, MAX_STRUCTURE):
        raise WireError("a message larger than allowed")
    return size, structure


def decode(message: bytes | bytearray) -> Any:
    """The value of a message, whoever wrote it; raises WireError and nothing else."""
    try:
        size, structure = sizes(message[: HEADER.size])
        if len(message) != HEADER.size + size:
            raise WireError("a message cut short")
        start = HEADER.size + structure
        parts = msgpack.unpackb(message[HEADER.size : start], strict_map_key=True)
        return _assemble(parts, _Buffers(memoryview(message)[start:]), MAX_DEPTH)
    except WireError:
        raise
    except Exception as error:  # msgpack, NumPy and struct have many kinds
        raise WireError(f"a malformed message ({type(error).__name__})") from None


# In a structure a list is always [tag, …]; None, numbers and short texts stand as they are.


def _dismantle(value: Any, buffers: list, depth: int) -> Any:
    if value is None or type(value) in (bool, float):
        return value
    if type(value) is int:
        return value if abs(value) < 2**63 else ["int", hex(value)]
    if depth == 0:
        raise WireError(f"values nested more than {MAX_DEPTH} deep")
    if type(value) is str:
        return value if len(value) < LONG else _buffer("str", value.encode(), buffers)
    if type(value) is bytes:
        return value if len(value) < LONG else _buffer("bytes", value, buffers)
    if type(value) is complex:
        return ["complex", value.real, value.imag]
    if isinstance(value, (np.ndarray, np.generic)):
        return _dismantle_array(value, buffers)
    if isinstance(value, Ref):
        return ["ref", value.expression, _dismantle(dict(value.values), buffers, depth - 1)]
    if isinstance(value, (tuple, list)):
        tag = "tuple" if isinstance(value, tuple) else "list"
        return [tag, *(_dismantle(entry, buffers, depth - 1) for entry in value)]
    if isinstance(value, dict):
        pairs = ([key, _dismantle(entry, buffers, depth - 1)] for key, entry in value.items())
        return dict(pairs) if all(type(key) is str for key in value) else ["dict", *pairs]
    raise WireError(f"a {type(value).__name__}")


def _dismantle_array(value: np.ndarray | np.generic, buffers: list) -> list:
    tag = "array" if isinstance(value, np.ndarray) else "scalar"
    array = np.ascontiguousarray(value)
    if array.dtype.kind not in KINDS:
        raise WireError(f"an array of {array.dtype}")
    return _buffer(tag, array.tobytes(), buffers, array.dtype.str, *np.shape(value))


def _buffer(tag: str, data: bytes, buffers: list, *more: Any) -> list:
    buffers.append(data)
    return [tag, len(data), *more]


class _Buffers:
    """The buffers behind a structure, taken one after another."""

    def __init__(self, rest: memoryview) -> None:
        self._rest = rest

    def take(self, size: int) -> memoryview:
        if not 0 <= size <= len(self._rest):
            raise WireError("a buffer that is not there")
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def _assemble(part: Any, buffers: _Buffers, depth: int) -> Any:
    if depth < 0:
        raise WireError(f"values nested more than {MAX_DEPTH} deep")
    if isinstance(part, dict):
        return {key: _assemble(entry, buffers, depth - 1) for key, entry in part.items()}
    if not isinstance(part, list):
        if isinstance(part, (msgpack.ExtType, msgpack.Timestamp)):
            raise WireError("an extension of msgpack")
        return part
    tag, *rest = part
    if tag == "tuple":
        return tuple(_assemble(entry, buffers, depth - 1) for entry in rest)
    if tag == "list":
        return [_assemble(entry, buffers, depth - 1) for entry in rest]
    if tag == "dict":
        return {_key(key): _assemble(entry, buffers, depth - 1) for key, entry in rest}
    if tag in ("array", "scalar"):
        return _assemble_array(tag, *rest, buffers=buffers)
    if tag == "str":
        return str(buffers.take(*rest), "utf-8")
    if tag == "bytes":
        return bytes(buffers.take(*rest))
    if tag == "complex":
        return complex(*rest)
    if tag == "int":
        (digits,) = rest
        return int(digits, 16)
    if tag == "ref":
        expression, values = rest
        return Ref(expression, _assemble(values, buffers, depth - 1))
    raise WireError(f"an unknown part {tag!r}")


def _key(key: Any) -> int | str:
    if type(key) not in (int, str):
        raise WireError("a key that is neither text nor a whole number")
    return key


def _assemble_array(
    tag: str, size: int, dtype: str, *shape: int, buffers: _Buffers
) -> np.ndarray | np.generic:
    """An array of its own memory, or the scalar that it holds."""
    kind = np.dtype(dtype)
    if kind.kind not in KINDS or kind.names or kind.subdtype or not kind.itemsize:
        raise WireError(f"an array of {kind}")
    if any(type(n) is not int or n < 0 for n in shape) or math.prod(shape) * kind.itemsize != size:
        raise WireError("an array that does not fit its buffer")
    if len(shape) > 8:
        raise WireError("an array of more than 8 axes")
    data = buffers.take(size)
    array = np.frombuffer(data, kind).reshape(shape).copy() if size else np.empty(shape, kind)
    return array if tag == "array" else array[()]
