"""Several addresses at a time keep the pace of each host: its delay, the wait that it asks for, and the rate of all."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from provenance.ingest.pace import Pace
from provenance.records import Document
from tests.ingest.hosts import HERE, Hosts, hosting, read
from tests.ingest.serving import in_turn, redirect, reply


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with hosting() as some:
        yield some


class Clock:
    """A clock that only sleep moves. It knows what it told each thread last."""

    def __init__(self) -> None:
        self._lock, self._now, self.last = threading.Lock(), 0.0, threading.local()

    def __call__(self) -> float:
        with self._lock:
            self.last.at = self._now
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += seconds


class Noted(Pace):
    """A pace that notes when each turn was given, by its own clock."""

    def __init__(self, delay: float) -> None:
        self.time = Clock()
        self.given: list[tuple[str, float]] = []
        super().__init__(delay, None, clock=self.time, sleep=self.time.sleep, chance=random.Random(1))

    @contextmanager
    def turn(self, host: str, asked: float | None = None) -> Iterator[None]:
        with super().turn(host, asked):
            self.given.append((host, self.time.last.at))
            yield

    def gaps(self, host: str) -> list[float]:
        at = [at for name, at in self.given if name == host]
        return [after - before for before, after in itertools.pairwise(at)]


def test_delays_are_kept_also_where_redirects_meet(hosts: Hosts) -> None:
    hosts.pages["slow.example/robots.txt"] = reply("User-agent: *\nCrawl-delay: 7", content_type="text/plain")
    hosts.pages |= {f"h{n}.example/to": redirect(hosts.url(f"slow.example/{n}")) for n in range(4)}
    pace = Noted(2.0)
    urls = [hosts.url(f"h{n}.example/{path}") for path in ("a", "to", "b") for n in range(4)]
    found = read([*urls, hosts.url("slow.example/9")], 8, pace=pace)
    assert [type(one) for one in found] == [Document] * 13
    for n in range(4):
        gaps = pace.gaps(f"h{n}.example")
        assert len(gaps) == 3 and min(gaps) >= 2 - 1e-9
    robots, *pages = pace.gaps("slow.example")
    assert robots >= 2 - 1e-9 and len(pages) == 4 and min(pages) >= 7 - 1e-9


def test_a_host_that_asks_for_a_wait_is_asked_by_nobody_meanwhile(hosts: Hosts) -> None:
    """Two threads want the host: the one whose request failed, and one that a redirect leads there."""
    hosts.pages["busy.example/a"] = in_turn(reply(status=429, Retry_After="30"), reply("Words.", content_type="text/plain"))
    hosts.pages["h.example/to"] = redirect(hosts.url("busy.example/b"))
    pace = Noted(0.0)
    found = read([hosts.url("busy.example/a"), hosts.url("h.example/to")], 2, replace(HERE, attempts=2), pace=pace)
    assert [type(one) for one in found] == [Document] * 2
    asked = [place for place in hosts.asked if place.startswith("busy.example")]
    gap = pace.gaps("busy.example")[asked.index("busy.example/a")]
    assert gap >= 30 - 1e-9


def test_the_rate_holds_for_all_hosts_together(hosts: Hosts) -> None:
    begun = time.monotonic()
    found = read([hosts.url(f"h{n}.example/") for n in range(6)], 6, replace(HERE, rate=40))
    assert [type(one) for one in found] == [Document] * 6
    assert len(hosts.asked) == 12 and time.monotonic() - begun >= 11 / 40
