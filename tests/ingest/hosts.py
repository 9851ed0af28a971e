"""Many hosts on one server of the loopback, told apart by the name that they are asked by; and how much was asked at once."""

from __future__ import annotations

import io
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from provenance.ingest import FetchOptions, ReadOptions, Remote
from provenance.ingest.fetch import Fetcher
from provenance.ingest.remote import read_remote
from provenance.records import Document, Rejected
from tests.ingest.making import PAGE
from tests.ingest.serving import Answer, Handler, Server, reply, serving

HERE = FetchOptions(allow_private=True, delay=0, timeout=20, attempts=1)
OPTIONS = ReadOptions(language=False, main_text=False)
SOON = 20.0
"""Seconds after which a test that waits for something has failed."""


class Hosts:
    """`pages` are answers by "host/path"; any other path is a page of its own, and robots.txt is there only where it is named.

    A request counts as under way from when it is read until just before the last byte of its answer.
    """

    def __init__(self, server: Server, wait: float = 0.0) -> None:
        self._server, self._wait = server, wait
        self._lock = threading.Lock()
        self._active: Counter[str] = Counter()
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        """All requests, as "host/path", in the order in which they came."""
        self.most: defaultdict[str, int] = defaultdict(int)
        """The most requests that were under way at once, by host; "" is for all hosts together."""
        server.pages["*"] = self._answer

    def url(self, place: str) -> str:
        """The address of "host/path"."""
        host, slash, path = place.partition("/")
        return f"http://{host}:{self._server.server_address[1]}{slash}{path}"

    @property
    def paged(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [place for place in self.asked if not place.endswith("/robots.txt")]

    def _answer(self, handler: Handler) -> None:
        host = handler.headers["Host"].partition(":")[0]
        place = host + handler.path
        with self._lock:
            self.asked.append(place)
            self._active.update((host, ""))
            for name in (host, ""):
                self.most[name] = max(self.most[name], self._active[name])
        answer = self.pages.get(place)
        if answer is None:
            answer = reply(status=404) if handler.path == "/robots.txt" else reply(page(place))
        wire, held = handler.wfile, io.BytesIO()
        try:
            handler.wfile = held
            answer(handler)
            data = held.getvalue()
            last = 0 if b"Content-Type: image/" in data else -1  # such a body is not waited for
            time.sleep(self._wait)
            wire.write(data[:last])
            wire.flush()
            time.sleep(self._wait)
        finally:
            handler.wfile = wire
            with self._lock:
                self._active.subtract((host, ""))
        wire.write(data[last:])


def page(place: str) -> str:
    """A page that says where it stands."""
    return PAGE.replace("open", f"open at {place}")


@contextmanager
def hosting(wait: float = 0.0) -> Iterator[Hosts]:
    """Hosts that are there meanwhile; each request takes `wait` seconds twice."""
    with serving() as server:
        yield Hosts(server, wait)


def fetcher(connections: int, options: FetchOptions = HERE, **more) -> Fetcher:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Fetcher(replace(options, connections=connections), resolver=lambda *_: ["127.0.0.1"], now=lambda: moment, **more)


def read(urls: list[str], connections: int, options: FetchOptions = HERE, **more) -> list[Document | Rejected]:
    return list(read_remote(Remote(urls=tuple(urls)), OPTIONS, fetcher=fetcher(connections, options, **more)))


def fetching() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "fetching"]


def until(true: Callable[[], object], within: float = SOON) -> bool:
    """Whether it became true soon enough."""
    end = time.monotonic() + within
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    return bool(true())
