"""A web server on the loopback for tests: what it answers is said by a table of paths, and it keeps what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the table of its server."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.pages.get(self.path) or self.server.pages.get("*")
        try:
            if answer is None:
                reply(status=404)(self)
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Threads of it end with the test."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """What it was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, *_: object) -> None:
        pass


def reply(body: bytes | str = b"", status: int = 200, content_type: str | None = "text/html", **headers: str) -> Answer:
    """An answer with a body and headers; `_` in their names stands for "-"."""
    data = body.encode() if isinstance(body, str) else body

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        if content_type is not None:
            handler.send_header("Content-Type", content_type)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(data)))
        handler.send_header("Connection", "close")  # else a client may send the next request while this end closes
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    return reply(status=status, Location=to)


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other, the last for ever."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def raw(*pieces: bytes, wait: float = 0.0) -> Answer:
    """Bytes as they are, with a wait after each piece."""

    def answer(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(wait)

    return answer


@contextmanager
def serving(pages: dict[str, Answer] | None = None) -> Iterator[Server]:
    """A server that runs meanwhile."""
    server = Server()
    server.pages.update(pages or {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
