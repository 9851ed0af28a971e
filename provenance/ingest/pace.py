"""How fast addresses are fetched: so long between two requests to a host, so many a second in all, and when to try again.

A host has its name alone: other ports and schemes are the same machine, and wait for one another.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_WAIT = 1.0
"""Seconds before the first new attempt; each further one waits twice as long."""
LONGEST_WAIT = 60.0
"""Seconds that a host may ask us to wait. One that asks for more is not asked again."""
_MOST_HOSTS = 10_000


class StoppedError(Exception):
    """Nothing is to be fetched any more; raised in threads that waited for their turn."""


class Pace:
    """Gives turns to requests: one at a time to each host. Threads share it.

    `delay` are the seconds between the beginnings of two requests to a host, `rate` requests a second in all. `sleep` and `clock`
    are for tests; the sleep of its own ends with `stop`.
    """

    def __init__(
        self,
        delay: float,
        rate: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._delay, self._gap = delay, 1 / rate if rate else 0.0
        self._ended = threading.Event()
        self._clock, self._sleep, self._chance = clock, sleep or self._ended.wait, chance or random.Random()
        self._changed = threading.Condition()
        self._busy: set[str] = set()
        self._hosts: dict[str, float] = {}
        self._next = float("-inf")

    @contextmanager
    def turn(self, host: str, asked: float | None = None) -> Iterator[None]:
        """One request to a host, from when it may be asked again until its body is read. Raises StoppedError.

        `asked` are the seconds that its robots.txt asks for between this request and the next.
        """
        with self._changed:
            self._changed.wait_for(lambda: host not in self._busy or self._ended.is_set())
            self._check()
            self._busy.add(host)
        try:
            self._wait_until(self._hosts.get(host, float("-inf")))
            with self._changed:  # only now: a host that keeps us waiting keeps no other from its place in the rate
                at = max(self._clock(), self._next)
                self._next = at + self._gap
            self._wait_until(at)
            with self._changed:
                begun = max(at, self._clock())
                if len(self._hosts) >= _MOST_HOSTS:
                    self._hosts = {name: free for name, free in self._hosts.items() if free > begun}
                self._hosts[host] = begun + max(self._delay, min(asked or 0.0, LONGEST_WAIT))
            yield
        finally:
            with self._changed:
                self._busy.discard(host)
                self._changed.notify_all()

    def again(self, host: str, attempt: int, retry_after: str | None) -> bool:
        """Puts the next turn of a host off, after so many attempts; False where it asks for a longer wait than is granted.

        To be called within a turn, so that nobody else has the next one before.
        """
        wait = FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + self._chance.random())
        asked = _asked(retry_after)
        if asked is not None and asked > LONGEST_WAIT:
            return False
        with self._changed:
            free = self._clock() + min(max(wait, asked or 0.0), LONGEST_WAIT)
            self._hosts[host] = max(free, self._hosts.get(host, free))
        return True

    def wait_of(self, host: str) -> float:
        """The seconds until a host may be asked, as far as is known; infinite while it is being asked."""
        with self._changed:
            return float("inf") if host in self._busy else max(0.0, self._hosts.get(host, float("-inf")) - self._clock())

    def stop(self) -> None:
        """No more turns; who waits for one waits no longer."""
        with self._changed:
            self._ended.set()
            self._changed.notify_all()

    def _wait_until(self, at: float) -> None:
        wait = at - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._check()

    def _check(self) -> None:
        if self._ended.is_set():
            raise StoppedError


def _asked(retry_after: str | None) -> float | None:
    """The seconds in a Retry-After header, which are a number or a date; None where there is none that makes sense."""
    said = (retry_after or "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        date = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())
