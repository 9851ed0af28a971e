"""Messages between two processes over a socket: whole objects in, whole objects out, and nobody waits for the other.

Both ends are programs of one run, started by it; nothing that was read from outside is unpickled.
"""

from __future__ import annotations

import pickle
import socket
import struct
from collections import deque
from typing import Any

_LENGTH = struct.Struct("!Q")
_PIECE = 1 << 18
_BUFFER = 1 << 20
"""Bytes that are asked of the system for each direction; it may give fewer."""


class Channel:
    """One end of a pair of sockets. `closed` says that the other end has gone."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        for side in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            end.setsockopt(socket.SOL_SOCKET, side, _BUFFER)
        self._end = end
        self._out: deque[memoryview] = deque()
        self._in = bytearray()
        self.closed = False

    def fileno(self) -> int:
        """For `select`."""
        return self._end.fileno()

    @property
    def waiting(self) -> bool:
        """Whether something is still to be sent."""
        return bool(self._out)

    @property
    def waiting_bytes(self) -> int:
        """How much is still to be sent."""
        return sum(len(piece) for piece in self._out)

    def put(self, message: object) -> int:
        """Send a message, now or with later calls of `send`; returns its bytes."""
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        self._out.append(memoryview(_LENGTH.pack(len(data)) + data))
        self.send()
        return len(data)

    def send(self) -> None:
        """Send what goes without waiting."""
        try:
            while self._out:
                first = self._out[0]
                sent = self._end.send(first)
                if sent == len(first):
                    self._out.popleft()
                else:
                    self._out[0] = first[sent:]
        except BlockingIOError:
            pass
        except OSError:
            self.closed = True
            self._out.clear()

    def receive(self) -> list[tuple[Any, int]]:
        """The messages that have come whole, without waiting, each with its bytes."""
        try:
            while True:
                piece = self._end.recv(_PIECE)
                if not piece:
                    self.closed = True
                    break
                self._in += piece
        except BlockingIOError:
            pass
        except OSError:
            self.closed = True
        return self._whole()

    def _whole(self) -> list[tuple[Any, int]]:
        found: list[tuple[Any, int]] = []
        at = 0
        while len(self._in) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._in, at)
            end = at + _LENGTH.size + length
            if len(self._in) < end:
                break
            with memoryview(self._in) as view:
                found.append((pickle.loads(view[at + _LENGTH.size : end]), length))
            at = end
        if at:
            del self._in[:at]
        return found

    def close(self) -> None:
        """End it; the other side learns of that."""
        self._end.close()
        self.closed = True
