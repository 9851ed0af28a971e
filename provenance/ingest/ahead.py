"""Addresses fetched ahead of who reads them, several at a time, each from another host; what comes of them keeps their order.

Each thread has connections of its own, and takes the address whose host may be asked soonest, of several the first in the list.
Only the bytes are fetched here: they are read as documents where they are handed to, one after the other.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import partial

from provenance.ingest.fetch import Fetcher
from provenance.ingest.fetched import Fetched
from provenance.records import Rejected

MOST_AHEAD = 1_000
"""Addresses that are known ahead of the one that is to be read next: hosts are chosen among these."""
MOST_BYTES = 64 << 20
"""Bytes of answers that wait to be read. Above it no address is begun with but the next one; what is under way is finished."""
PATIENCE = 1.0
"""Seconds that the end waits for threads. One that looks a name up or connects cannot be called back, and ends by itself."""

Got = Fetched | Rejected
Get = Callable[[str, Fetcher, Callable[[], None]], Got]
"""Fetches an address by a fetcher, and may tell that nothing more is asked of the first host."""


@dataclass(frozen=True, slots=True)
class _Task:
    """An address, its place in the list, and its host."""

    number: int
    address: str
    host: str


class Ahead:
    """Fetches a list of addresses by fellows of a fetcher, as many at once as its options allow. It serves one list."""

    def __init__(self, fetcher: Fetcher, get: Get) -> None:
        """`get` is called in threads, with one fetcher in each, and must not raise."""
        self._fetcher, self._get = fetcher, get
        lock = threading.Lock()
        self._work, self._done = threading.Condition(lock), threading.Condition(lock)
        self._threads: list[tuple[threading.Thread, Fetcher]] = []
        self._waiting: dict[str, deque[_Task]] = {}
        self._busy: dict[str, int] = {}
        """The hosts that are asked, by which number in the list."""
        self._under_way = 0
        self._ready: dict[int, Got] = {}
        self._bytes = 0
        self._taken = self._told = 0
        self._ended = False

    def run(self, asked: Iterable[str | Rejected]) -> Generator[Got, None, None]:
        """What came of each address, in their order, one for each; a Rejected among them keeps its place.

        Closed early, it cuts off what is under way, and the fetcher has ended too.
        """
        coming = iter(asked)
        more = True
        try:
            while more or self._told < self._taken:
                got = self._next(wait=not more or self._taken - self._told >= MOST_AHEAD)
                if got is not None:
                    yield got
                    continue
                one = next(coming, None)
                more = one is not None
                if one is not None:
                    self._add(one)
        finally:
            self._end()

    def _next(self, *, wait: bool) -> Got | None:
        """What came of the next address; None where it is not there yet, unless that is waited for."""
        with self._done:
            while self._told not in self._ready:
                if not wait:
                    return None
                self._done.wait()
            if self._bytes >= MOST_BYTES:
                self._work.notify_all()
            got = self._ready.pop(self._told)
            self._told += 1
            self._bytes -= _weight(got)
            return got

    def _add(self, one: str | Rejected) -> None:
        number, self._taken = self._taken, self._taken + 1
        if isinstance(one, Rejected):
            with self._done:
                self._ready[number] = one
            return
        task = _Task(number, one, self._fetcher.host_of(one))
        with self._work:
            self._waiting.setdefault(task.host, deque()).append(task)
            self._work.notify()
        if len(self._threads) < self._fetcher.options.connections:
            fellow = self._fetcher.fellow()
            # A daemon: the program ends also where a name is being looked up.
            thread = threading.Thread(target=self._live, args=(fellow,), name="fetching", daemon=True)
            self._threads.append((thread, fellow))
            thread.start()

    def _end(self) -> None:
        with self._work:
            self._ended = True
            busy, left = self._under_way > 0, list(self._ready.values())
            self._work.notify_all()
        for got in left:
            _let_go(got)
        if busy:
            for _, fellow in self._threads:
                fellow.stop()
        until = time.monotonic() + PATIENCE
        for thread, _ in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    # ------------------------------------------------------------ in the threads

    def _live(self, fetcher: Fetcher) -> None:
        with fetcher:
            while (task := self._take()) is not None:
                self._put(task, self._get(task.address, fetcher, partial(self._leave, task)))

    def _take(self) -> _Task | None:
        """The address to begin with, waiting until there is one; None at the end."""
        with self._work:
            while not self._ended:
                queue = self._soonest()
                if queue:
                    task = queue.popleft()
                    if not queue:
                        del self._waiting[task.host]
                    self._busy[task.host] = task.number
                    self._under_way += 1
                    return task
                self._work.wait()
        return None

    def _soonest(self) -> deque[_Task] | None:
        """The addresses of the host that may be asked soonest."""
        free = [queue for host, queue in self._waiting.items() if host not in self._busy]
        if self._bytes >= MOST_BYTES:
            free = [queue for queue in free if queue[0].number == self._told]
        wait_of = self._fetcher.pace.wait_of
        return min(free, key=lambda queue: (wait_of(queue[0].host), queue[0].number), default=None)

    def _leave(self, task: _Task) -> None:
        """Lets another thread ask the host of an address that led elsewhere: many addresses may be a shortener's."""
        with self._work:
            if self._busy.get(task.host) == task.number:
                del self._busy[task.host]
                self._work.notify()

    def _put(self, task: _Task, got: Got) -> None:
        self._leave(task)
        with self._done:
            self._under_way -= 1
            if not self._ended:
                self._ready[task.number] = got
                self._bytes += _weight(got)
                self._done.notify()
                return
        _let_go(got)


def _weight(got: Got) -> int:
    """The bytes that an answer takes while it waits."""
    if isinstance(got, Rejected):
        return 0
    return got.size + sum(len(name) + len(value) for name, value in got.headers.items())


def _let_go(got: Got) -> None:
    if isinstance(got, Fetched):
        got.close()
