"""The life of a worker: inputs in, results out, until the program closes the socket."""

from __future__ import annotations

import select
import socket
import time
from collections import deque

from provenance.parallel.channel import Channel
from provenance.parallel.nursery import Slot
from provenance.parallel.work import Input, Work

MOST_UNSENT = 32 << 20
"""Bytes of results that wait to be sent before a worker waits for the program."""


def live(work: Work, end: socket.socket, slot: Slot) -> None:
    """Take inputs and send results as they come. Neither side waits for the other while it has something to do."""
    channel = Channel(end)
    todo: deque[tuple[int, Input]] = deque()
    while not channel.closed:
        if not todo or channel.waiting_bytes > MOST_UNSENT:
            select.select([channel], [channel] if channel.waiting else [], [])
        todo.extend(message for message, _ in channel.receive())
        channel.send()
        if todo and not channel.closed:
            number, one = todo.popleft()
            slot.set(number, time.monotonic())
            results = work.results(one)
            peak = peak_memory()
            slot.set(-1, 0.0)
            channel.put((number, results, peak))


def peak_memory() -> int:
    """Most bytes that this process has had in memory at once."""
    import resource
    import sys

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
