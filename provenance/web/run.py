"""Runs the server until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from provenance.errors import UsageError

MOST_AT_ONCE = 64
"""Requests that are answered or wait at a time; more are turned away."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError in one sentence where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # asyncio turns Nagle's delay off only where the protocol is named: 40 ms for each page else.
        found = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"--host {host}: no such address ({_said(error)}); leave it out for this machine alone.") from error
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(128)
    except OSError as error:
        found.close()
        raise UsageError(f"{host} port {port}: cannot listen there ({_said(error)}); choose another --port.") from error
    return found


def _said(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def server(app: ASGIApp) -> uvicorn.Server:
    """A server for the application, with nothing but HTTP, and quiet."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        loop="asyncio",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, where: socket.socket, started: Callable[[], None]) -> None:
    """Serve until Ctrl-C. `started` is called once the socket listens, which it does already."""
    started()
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has shut down: here it is the way to end
        server(app).run(sockets=[where])
