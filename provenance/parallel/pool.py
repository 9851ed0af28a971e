"""Hands inputs to workers, and gives their results back in the order of the inputs.

Each input is one worker's. Where a worker dies, the input that it had in hand is given to another one, and once more; if all die
on it, the input is rejected ("crashed"). Where an input takes longer than its time, its worker is killed and the input rejected
("timeout"). A new worker takes the place of the old one, and what waited for that is given out again: no other input is lost.
"""

from __future__ import annotations

import select
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from provenance.parallel.channel import Channel
from provenance.parallel.nursery import Nursery, Slot
from provenance.parallel.work import Input, Result
from provenance.records import Rejected

TRIES = 3
"""So many workers may die on an input before it is rejected: one may have been killed for another reason."""
BYTES_A_SECOND = 5_000
"""An input has a second more for so many bytes: a seventh of what the slowest tagger reads in a second on one core."""
AHEAD_SECONDS = 1.0
MOST_AHEAD = 32
"""Work of about so long, and at most so many inputs, wait at each worker, so that it need not wait while results are stored."""
MOST_OUTSTANDING = 512
MOST_BYTES = 32 << 20
"""Inputs and results that wait for one before them in the order: their number, and their bytes between processes."""
WATCHED_EVERY = 0.5
"""Seconds between two looks at how long inputs take."""


@dataclass(slots=True)
class _Worker:
    """A worker, and the inputs that it was given and has not answered, by number, in order."""

    place: int
    pid: int
    channel: Channel
    slot: Slot
    given: dict[int, Input] = field(default_factory=dict)


@dataclass(slots=True)
class Pool:
    """Up to `jobs` workers of a nursery; `timeout` in seconds is for each input, and longer for large ones (None: for ever)."""

    nursery: Nursery
    jobs: int
    timeout: float | None = 60.0
    peaks: dict[int, int] = field(default_factory=dict)
    """Most bytes that the worker in each place had in memory, as far as it told."""
    _workers: list[_Worker] = field(default_factory=list)
    _deaths: dict[int, int] = field(default_factory=dict)
    _ready: dict[int, tuple[Input | None, list[Result], int]] = field(default_factory=dict)
    _bytes: int = 0
    _average: float = AHEAD_SECONDS
    _watched: float = 0.0

    def run(self, inputs: Iterable[Input | Rejected]) -> Iterator[tuple[Input | None, Result]]:
        """All results, in order, each with the input that it comes from (None for what could not be listed)."""
        coming = iter(inputs)
        more = True
        taken = told = 0
        while True:
            while told in self._ready:
                source, results, size = self._ready.pop(told)
                told += 1
                self._bytes -= size
                yield from ((source, result) for result in results)
            if more and self._has_room(taken - told):
                one = next(coming, None)
                if one is None:
                    more = False
                    continue
                if isinstance(one, Rejected):
                    self._ready[taken] = (None, [one], 0)
                else:
                    self._give(taken, one)
                taken += 1
                self._listen(0.0)
            elif told < taken:
                self._listen(WATCHED_EVERY)
            else:
                return
            self._watch()

    def close(self) -> None:
        """End the talk with the workers; the nursery ends them."""
        for worker in self._workers:
            worker.channel.close()

    def _has_room(self, outstanding: int) -> bool:
        """Whether another input can be given out."""
        if outstanding >= MOST_OUTSTANDING or self._bytes >= MOST_BYTES:
            return False
        ahead = max(2, min(MOST_AHEAD, int(AHEAD_SECONDS / max(self._average, 1e-6))))
        return len(self._workers) < self.jobs or min(len(worker.given) for worker in self._workers) < ahead

    def _give(self, number: int, one: Input) -> None:
        """Give an input to the worker with the least to do; to a new one while there may be more, and nobody is idle."""
        worker = min(self._workers, key=lambda w: len(w.given), default=None)
        if worker is None or (worker.given and len(self._workers) < self.jobs):
            worker = self._start(len(self._workers))
            self._workers.append(worker)
        self._give_to(worker, number, one)

    def _give_to(self, worker: _Worker, number: int, one: Input) -> None:
        worker.given[number] = one
        self._bytes += one.size
        worker.channel.put((number, one))

    def _start(self, place: int) -> _Worker:
        pid, end, slot = self.nursery.fork(place)
        return _Worker(place, pid, Channel(end), slot)

    def _listen(self, seconds: float) -> None:
        """Take what workers have to say, and send them what waits for them; wait for so long at most."""
        channels = {worker.channel: worker for worker in self._workers}
        sending = [channel for channel in channels if channel.waiting]
        heard, free, _ = select.select(list(channels), sending, [], seconds)
        for channel in free:
            channel.send()
        for channel in heard:
            self._hear(channels[channel])
        for channel, worker in channels.items():
            if channel.closed:
                self._bury(worker)

    def _hear(self, worker: _Worker) -> None:
        for (number, results, peak), size in worker.channel.receive():
            one = worker.given.pop(number)
            self._bytes += size - one.size
            self._ready[number] = (one, results, size)
            self._deaths.pop(number, None)
            self.peaks[worker.place] = max(peak, self.peaks.get(worker.place, 0))
            took = sum(result.seconds for result in results if not isinstance(result, Rejected))
            self._average += (took - self._average) / 20

    def _watch(self) -> None:
        """End the workers that are caught in an input for longer than it may take."""
        now = time.monotonic()
        if self.timeout is None or now - self._watched < WATCHED_EVERY:
            return
        self._watched = now
        for worker in list(self._workers):
            number, since = worker.slot.get()
            one = worker.given.get(number)
            limit = self.timeout + (one.size / BYTES_A_SECOND if one is not None else 0)
            if one is not None and now - since > limit:
                self._hear(worker)
                if number in worker.given:
                    detail = (
                        f"it took longer than the {limit:,.0f} seconds that it may; raise that with --timeout, or leave it out"
                    )
                    self._bury(worker, Rejected(one.locator, "timeout", detail))

    def _bury(self, worker: _Worker, why: Rejected | None = None) -> None:
        """Put a new worker in the place of one that died, or that is to die because of what it has in hand."""
        status = self.nursery.reap(worker.pid)
        self._hear(worker)
        worker.channel.close()
        number, _ = worker.slot.get()
        if number not in worker.given:
            number = next(iter(worker.given), -1)
        left = dict(worker.given)
        self._bytes -= sum(one.size for one in left.values())
        fresh = self._start(worker.place)
        self._workers[worker.place] = fresh
        if number in left:
            self._deaths[number] = self._deaths.get(number, 0) + 1
            if why is None and self._deaths[number] >= TRIES:
                why = Rejected(left[number].locator, "crashed", _ended(status))
            if why is not None:
                self._ready[number] = (left.pop(number), [why], 0)
                self._deaths.pop(number, None)
        for waiting, one in left.items():
            self._give_to(fresh, waiting, one)


def _ended(status: int) -> str:
    """How a worker ended, in one sentence."""
    if status >= 0:
        how = f"ended with exit status {status}"
    else:
        try:
            how = f"was killed by {signal.Signals(-status).name}"
        except ValueError:
            how = f"was killed by signal {-status}"
    memory = " (as the system does where memory runs out)" if status == -signal.SIGKILL else ""
    return f"the process that annotated it {how}{memory}, {TRIES} times; please report it, or leave it out"
