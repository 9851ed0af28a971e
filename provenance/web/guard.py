"""What every request must be and every answer carries, before any page is asked.

The server answers for one machine. A page of the web that the reader happens to have open must get nothing out of it: not by a
name that it lets point to this machine (the Host header is checked), not by a form or a script (nothing but reading is taken,
and no other origin is allowed in), and not by what a stored text says (the policy lets no script run but our own file).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_ADDRESS = 48 * 1024
"""Bytes of a path with its query."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WILDCARDS = frozenset({"0.0.0.0", "::", ""})

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which the server may be called. With a wildcard address (`any_address`) also every bare IP address: a
    name of somebody else cannot be one.
    """

    names: frozenset[str]
    any_address: bool = False

    @classmethod
    def of(cls, host: str) -> Hosts:
        """Those of a server that is bound to `host`."""
        return cls(LOOPBACK if host in WILDCARDS else LOOPBACK | {host.lower().strip("[]")}, host in WILDCARDS)

    def allow(self, header: str) -> bool:
        """Whether a Host header names this server."""
        name = host_name(header)
        return name in self.names or (self.any_address and _is_address(name))


def host_name(header: str) -> str:
    """The name in a Host header, without its port and the brackets of IPv6."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    name, _, port = header.rpartition(":")
    return name if name and port.isdigit() else header


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """The outermost part of the server."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or refuses in one sentence."""
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._hosts.allow(hosts[0]):
            return _sentence("This server does not answer under that name: use http://127.0.0.1 with its port.", 421)
        if scope["method"] not in ("GET", "HEAD"):
            return _sentence("Only reading is possible here: GET and HEAD.", 405, [("allow", "GET, HEAD")])
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_ADDRESS:
            return _sentence(f"The address is longer than {LONGEST_ADDRESS:,} bytes: shorten the query.", 414)
        navigates = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if headers.get("sec-fetch-site") == "cross-site" and not navigates:
            return _sentence("Other sites may link to these pages, but not load them.", 403)
        return None


def _sentence(words: str, status: int, headers: Iterable[tuple[str, str]] = ()) -> Response:
    return PlainTextResponse(words + "\n", status, dict(headers))
