"""How fast addresses are fetched: so long between two requests to a host, so many a second in all, and when to try again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_WAIT = 1.0
"""Seconds before the first new attempt; each further one waits twice as long."""
LONGEST_WAIT = 60.0
"""Seconds that a host may ask us to wait. One that asks for more is not asked again."""
_MOST_HOSTS = 10_000


class Pace:
    """Waits before each request. `delay` are the seconds between two requests to a host, `rate` requests a second in all."""

    def __init__(
        self,
        delay: float,
        rate: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: random.Random | None = None,
    ) -> None:
        self._delay, self._gap = delay, 1 / rate if rate else 0.0
        self._clock, self._sleep, self._chance = clock, sleep, chance or random.Random()
        self._hosts: dict[str, float] = {}
        self._next = float("-inf")

    def before(self, host: str, asked: float | None = None) -> None:
        """Waits until the host may be asked again. `asked` are the seconds that its robots.txt asks for."""
        now = self._clock()
        at = max(now, self._next, self._hosts.get(host, float("-inf")))
        if at > now:
            self._sleep(at - now)
        self._next = at + self._gap
        if len(self._hosts) >= _MOST_HOSTS:
            self._hosts = {name: free for name, free in self._hosts.items() if free > at}
        self._hosts[host] = at + max(self._delay, min(asked or 0.0, LONGEST_WAIT))

    def again(self, attempt: int, retry_after: str | None) -> bool:
        """Waits before the next attempt, after so many; False where the host asks for a longer wait than is granted."""
        wait = FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + self._chance.random())
        asked = _asked(retry_after)
        if asked is not None and asked > LONGEST_WAIT:
            return False
        self._sleep(min(max(wait, asked or 0.0), LONGEST_WAIT))
        return True


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
