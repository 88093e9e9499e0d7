"""Messages over a socket, a whole one at a time."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from autograder.wire import HEADER, decode, encode, sizes

BORN = "born"  # a child's first message, before any code of a student's
FONTS = "/fonts"  # where the sandbox has this machine's list of Matplotlib's fonts
CPU = struct.Struct("!d")  # the seconds that a child took, told on the control when it is gone


class Closed(Exception):
    """The other side is gone."""


class Late(Exception):
    """The other side did not answer in time."""


class Channel:
    """One end of a connection over which values go, as `autograder.wire` encodes them."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._come = bytearray()  # and not read yet: a small message comes in one piece

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
        """Exactly `size` bytes; memory is taken as they come, not as they are announced."""
        while len(self._come) < size:
            if end is not None:
                self._connection.settimeout(max(end - time.monotonic(), 0.001))
            try:
                part = self._connection.recv(min(max(size - len(self._come), 2**16), 2**20))
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Closed from None
            if not part:
                raise Closed
            self._come += part
        data = self._come[:size]
        del self._come[:size]
        return data
