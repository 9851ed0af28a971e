"""The process that worker processes come from.

It is forked while the program is still small: no thread, no network, no connection to a database is there yet, and the registry
is loaded, which all workers then share. That makes forking safe, and a worker is there within milliseconds: also the one that
takes the place of another that died in the middle of a batch. Where the program itself is killed, the nursery notices and ends
with all workers.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import mmap
import os
import pickle
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import NoReturn

from provenance.errors import ProvenanceError

Begin = Callable[[bytes], Callable[[socket.socket, "Slot"], None]]
"""Makes, of what the program sends, what a worker does with its socket and slot until that is closed."""

MOST_WORKERS = 256
_SLOT = struct.Struct("=qd")
_REQUEST = struct.Struct("=cqq")
_ANSWER = struct.Struct("=q")
_LENGTH = struct.Struct("=Q")
_BEGIN, _FORK, _REAP = b"b", b"f", b"r"


class NurseryError(ProvenanceError):
    """The process that makes workers has ended."""


class Slot:
    """A few bytes that a worker shares with the program: the number of the input in hand (-1: none), and since when.

    So it is known, whatever the worker is caught in, which input it is caught in. The clock is that of the system.
    """

    def __init__(self, memory: mmap.mmap, number: int) -> None:
        self._memory, self._at = memory, number * _SLOT.size

    def set(self, number: int, since: float) -> None:
        """Say what is in hand."""
        _SLOT.pack_into(self._memory, self._at, number, since)

    def get(self) -> tuple[int, float]:
        """What is in hand, and since when."""
        number, since = _SLOT.unpack_from(self._memory, self._at)
        return number, since


class Nursery:
    """The program's end. Not safe for threads."""

    def __init__(self, begin: Begin) -> None:
        """Forks. `begin` is called in the new process, with what `plan` sends."""
        self._slots = mmap.mmap(-1, MOST_WORKERS * _SLOT.size)
        self._end, theirs = socket.socketpair()
        gc.freeze()  # the search for cycles writes to every object it sees: shared memory would be copied for nothing
        self.pid = os.fork()
        if self.pid == 0:
            self._end.close()
            _run(lambda: _nurse(theirs, self._slots, begin))
        gc.unfreeze()
        theirs.close()

    def plan(self, sent: bytes) -> None:
        """Say what workers are to do."""
        self._ask(_BEGIN, len(sent))
        self._end.sendall(sent)
        self._answer()

    def fork(self, number: int) -> tuple[int, socket.socket, Slot]:
        """A new worker with the slot of that number: its process id, the socket to it, its slot."""
        ours, theirs = socket.socketpair()
        slot = Slot(self._slots, number)
        slot.set(-1, 0.0)
        try:
            self._ask(_FORK, number)
            socket.send_fds(self._end, [b"f"], [theirs.fileno()])
            pid = self._answer()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return pid, ours, slot

    def reap(self, pid: int) -> int:
        """Kill a worker, if it still lives; returns how it ended, as `os.waitstatus_to_exitcode` has it."""
        self._ask(_REAP, pid)
        return self._answer()

    def close(self) -> None:
        """End it, and all workers with it."""
        self._end.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        self._slots.close()

    def _ask(self, what: bytes, number: int) -> None:
        try:
            self._end.sendall(_REQUEST.pack(what, number, 0))
        except OSError as error:
            raise _gone() from error

    def _answer(self) -> int:
        return int(_ANSWER.unpack(_exactly(self._end, _ANSWER.size))[0])


def _gone() -> NurseryError:
    return NurseryError(
        "The process that makes worker processes was killed: run again, what was stored is kept (with --jobs 0 there is none)."
    )


def _exactly(end: socket.socket, size: int) -> bytes:
    """So many bytes. Raises NurseryError where the other side has gone."""
    data = b""
    try:
        while len(data) < size:
            piece = end.recv(size - len(data))
            if not piece:
                raise _gone()
            data += piece
    except OSError as error:
        raise _gone() from error
    return data


# ---------------------------------------------------------------- in the nursery


def _run(what: Callable[[], None]) -> NoReturn:
    """The whole life of a forked process: nothing of what the program had begun is gone on with, or written twice, at its end."""
    status = 1
    try:
        what()
        status = 0
    finally:
        os._exit(status)


def _nurse(end: socket.socket, slots: mmap.mmap, begin: Begin) -> None:
    _settle_down()
    workers: set[int] = set()
    work: Callable[[socket.socket, Slot], None] | None = None
    try:
        while True:
            what, number, _ = _REQUEST.unpack(_exactly(end, _REQUEST.size))
            if what == _BEGIN:
                work = begin(_exactly(end, number))
                answer = 0
            elif what == _FORK:
                _, (given,), _, _ = socket.recv_fds(end, 1, 1)
                assert work is not None
                answer = _fork_worker(end, given, Slot(slots, number), work)
                workers.add(answer)
            else:
                workers.discard(number)
                answer = _kill(number)
            end.sendall(_ANSWER.pack(answer))
    except (NurseryError, OSError):
        pass
    finally:
        for pid in workers:
            _kill(pid)


def _fork_worker(end: socket.socket, given: int, slot: Slot, work: Callable[[socket.socket, Slot], None]) -> int:
    nurse = os.getpid()
    gc.freeze()
    pid = os.fork()
    if pid:
        os.close(given)
        return pid

    def life() -> None:
        end.close()
        _die_with(nurse)
        work(socket.socket(fileno=given), slot)

    _run(life)


def _kill(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


def _settle_down() -> None:
    """Ctrl-C is for the program, which ends us. Its input and output are not held open: who waits for their end waits for it."""
    faulthandler.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)


def _die_with(parent: int) -> None:
    """On Linux, a worker that is caught in an endless loop is killed with its parent; elsewhere the parent does it, if it can."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def packed(plan: object) -> bytes:
    """What `Nursery.plan` sends."""
    return pickle.dumps(plan, pickle.HIGHEST_PROTOCOL)
