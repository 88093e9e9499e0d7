"""What host and sandbox say to each other.

Over a child's socket go messages, a whole one at a time, over the control socket of its parent
single bytes.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from autograder.inside.wire import HEADER, decode, encode, sizes

# The control socket. The parent says READY once, the host FORK with a child's socket, or KILL; the
# parent says GONE when the child has ended, and behind it the seconds of CPU time that it took.
READY, FORK, KILL, GONE = b"r", b"f", b"k", b"d"
CPU_SECONDS = struct.Struct("!d")

BORN = "born"  # a child's first message, before any code of a student's
FONTS = "/fonts"  # where the sandbox has this machine's list of Matplotlib's fonts


class Closed(Exception):
    """The other side is gone."""


class Late(Exception):
    """The other side did not answer in time."""


class Channel:
    """One end of a connection over which values go, as `autograder.inside.wire` encodes them."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = bytearray()  # Bytes that arrived and were not consumed.

    def send(self, value: Any, seconds: float | None = None) -> None:
        """Send a value; raises WireError where it cannot be encoded, Closed, or Late."""
        message = encode(value)
        self._connection.settimeout(seconds)
        try:
            self._connection.sendall(message)
        except TimeoutError:
            raise Late from None
        except OSError:
            raise Closed from None

    def receive(self, seconds: float | None = None) -> Any:
        """The next value; raises WireError for a message that is none, Closed, or Late."""
        end = None if seconds is None else time.monotonic() + seconds
        header = self._read(HEADER.size, end)
        size, _ = sizes(header)
        return decode(header + self._read(size, end))

    def close(self) -> None:
        self._connection.close()

    def _read(self, size: int, end: float | None) -> bytearray:
        """Exactly `size` bytes; memory is taken as they arrive, not as they are announced."""
        while len(self._received) < size:
            if end is not None:
                self._connection.settimeout(max(end - time.monotonic(), 0.001))
            try:
                part = self._connection.recv(min(max(size - len(self._received), 2**16), 2**20))
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Closed from None
            if not part:
                raise Closed
            self._received += part
        data = self._received[:size]
        del self._received[:size]
        return data
