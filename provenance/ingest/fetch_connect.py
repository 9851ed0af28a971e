"""Connections to hosts that were looked up and checked a moment before: the address that was checked is the one connected to.

The name of the host stays in the request and in the handshake of TLS, so that certificates are checked against it.
A deadline holds for every byte: a host that sends one now and then does not keep a connection open.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from provenance.ingest.fetch_address import AddressError, Ip, is_public, private

if TYPE_CHECKING:
    import ssl

Resolve = Callable[[str, int], list[str]]

NETWORK_ERRORS = (
    httpx.TransportError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.ProxyError,
)
"""What a connection may fail with."""
TIMEOUTS = (httpx.TimeoutException, httpcore.TimeoutException)
_MOST_TRIED = 4
"""Addresses of a host that are tried one after the other."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's own means, without repeats. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Deadline:
    """The moment up to which a request may take, in seconds of a clock that only goes forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = 0.0

    def set(self, seconds: float) -> None:
        """So many seconds from now."""
        self._at = self._clock() + seconds

    def within(self, timeout: float | None) -> float:
        """The time that is left, at most `timeout`. Raises ReadTimeout where none is."""
        left = self._at - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole request is over")
        return left if timeout is None else min(left, timeout)


class Checked(httpcore.NetworkBackend):
    """Connects to public addresses alone, or to any where `allow_private`."""

    def __init__(self, deadline: Deadline, *, allow_private: bool, resolver: Resolve = resolve) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline, self._allow_private, self._resolve = deadline, allow_private, resolver
        self._open = _Open()

    def cut(self) -> None:
        """Ends all connections at once, also those that another thread waits at, and makes no new ones."""
        self._open.cut()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the host; the first of its addresses that answers. Raises AddressError where one is not public."""
        addresses = self._addresses(host, port)
        error: Exception | None = None
        for address in addresses[:_MOST_TRIED]:
            try:
                stream = self._inner.connect_tcp(address, port, self._deadline.within(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
            else:
                return _Stream(stream, self._deadline, self._open)
        raise error or httpcore.ConnectError("the host has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"no host of the name {host[:100]} is known") from None
        if not self._allow_private:
            for address in found:
                if not is_public(_ip(address, host)):
                    raise private(host, _ip(address, host))
        return found

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: an address names a host."""
        raise AddressError("sockets of this machine are not fetched from")

    def sleep(self, seconds: float) -> None:
        """Not asked for by the pool, which does not retry."""
        time.sleep(seconds)


def _ip(address: str, host: str) -> Ip:
    try:
        return ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        raise private(host, None) from None


class _Open:
    """The connections that are open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: set[httpcore.NetworkStream] = set()
        self._over = False

    def add(self, stream: httpcore.NetworkStream) -> None:
        """Raises ConnectError after the end."""
        with self._lock:
            if not self._over:
                self._streams.add(stream)
                return
        stream.close()
        raise httpcore.ConnectError("fetching was ended")

    def discard(self, stream: httpcore.NetworkStream) -> None:
        with self._lock:
            self._streams.discard(stream)

    def cut(self) -> None:
        """To close a socket would not wake the thread that reads from it, and might hand its number to another file."""
        with self._lock:
            self._over = True
            for stream in self._streams:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(stream.get_extra_info("socket"), socket.SHUT_RDWR)


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing takes longer than the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline, among: _Open) -> None:
        self._inner, self._deadline, self._among = inner, deadline, among
        among.add(inner)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._among.discard(self._inner)
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            wrapped = self._inner.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        finally:
            self._among.discard(self._inner)
        return _Stream(wrapped, self._deadline, self._among)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx over such connections, by the public parts of httpcore. No environment variable and no file changes where it goes."""

    def __init__(self, backend: Checked, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, network_backend=backend, max_connections=8, max_keepalive_connections=4, keepalive_expiry=15
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request without a body."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
