"""Fetching a list of addresses by one connection and by several: seconds by the clock, and what the hosts saw.

    python -m benchmarks.fetching [--addresses 200] [--hosts 20] [--answer 0.05] [--delay 0] [--connections 1 2 4 8 16]

The hosts are names for one server of the loopback, which takes so long for each answer, robots.txt among them. They take turns in
the list; "by host" is the same list in the order of its hosts. Pages are fetched and read, without language and article text.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from provenance.ingest import FetchOptions, ReadOptions, Remote
from provenance.ingest.fetch import Fetcher
from provenance.ingest.remote import read_remote
from provenance.records import Document

CONNECTIONS = (1, 2, 4, 8, 16)
_PAGE = b"<!DOCTYPE html><title>The bridge</title><p>" + b"The bridge is open, the mayor said. " * 100


class _Server(ThreadingHTTPServer):
    """Counts how many requests are under way at once, by host and in all ("")."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, answer: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.lock = answer, threading.Lock()
        self.active: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    def count(self, host: str, by: int) -> None:
        """One request more, or one less."""
        with self.lock:
            for name in (host, ""):
                self.active[name] += by
                self.most[name] = max(self.most[name], self.active[name])


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        host = self.headers["Host"]
        self.server.count(host, 1)
        time.sleep(self.server.answer)
        self.server.count(host, -1)
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path != "/robots.txt":
            self.wfile.write(_PAGE)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@contextmanager
def _serving(answer: float) -> Iterator[_Server]:
    server = _Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Prints a row for each number of connections and each order."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--addresses", type=int, default=200)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--answer", type=float, default=0.05)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--connections", type=int, nargs="+", default=CONNECTIONS)
    wanted = parser.parse_args()
    print(
        f"{wanted.addresses} addresses, {wanted.hosts} hosts, {wanted.answer} s an answer, {wanted.delay} s between two to a host"
    )
    print("connections  order     documents  seconds  s, computing  at once  at once of a host")
    for connections in wanted.connections:
        for order in ("in turn", "by host"):
            with _serving(wanted.answer) as server:
                port = server.server_address[1]
                numbers = sorted(range(wanted.addresses), key=lambda n: n % wanted.hosts if order == "by host" else n)
                urls = tuple(f"http://h{n % wanted.hosts}.example:{port}/{n}" for n in numbers)
                options = FetchOptions(allow_private=True, delay=wanted.delay, connections=connections)
                fetcher = Fetcher(options, resolver=lambda *_: ["127.0.0.1"])
                begun, computed = time.monotonic(), time.process_time()
                reading = ReadOptions(main_text=False, language=False)
                found = [one.url for one in read_remote(Remote(urls=urls), reading, fetcher=fetcher) if isinstance(one, Document)]
                seconds, computed = time.monotonic() - begun, time.process_time() - computed
                assert found == list(urls), "in the order of the list, none lost"
                all_hosts = server.most.pop("")
                row = f"{connections:>11}  {order}  {len(found):>10}  {seconds:>7.1f}  {computed:>12.1f}"
                print(f"{row}  {all_hosts:>7}  {max(server.most.values()):>17}", flush=True)


if __name__ == "__main__":
    main()
