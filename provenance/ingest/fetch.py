"""Fetching one address: the rules of its host, redirects hop by hop, limits of time and size, and trying again.

What was met on the way is kept, so that a document can say how it was come by. Nothing but GET is sent, no cookie is kept,
and no setting of the environment is listened to.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from provenance import __version__
from provenance.ingest.bodies import BodyError, decoded
from provenance.ingest.fetch_address import AddressError, parsed
from provenance.ingest.fetched import REDIRECTS, Accepted, Fetched, FetchError, Hop, after, answered, check_size, times
from provenance.ingest.once import Once
from provenance.ingest.options import FetchOptions
from provenance.ingest.pace import Pace
from provenance.ingest.packed import UnpackError
from provenance.ingest.robots import LARGEST, Robots, parse_robots

if TYPE_CHECKING:
    import httpx

    from provenance.ingest.fetch_connect import Resolve

PRODUCT = "provenance-annotator"
"""Our name: in the User-Agent, and the one that robots.txt may forbid something."""
MOST_HOPS = 10
_MOST_ROBOTS_HOPS = 5
_MOST_HOSTS = 1_000
_IN_MEMORY = 1 << 20
_AGAIN = frozenset([408, 425, 429, 500, 502, 503, 504])
_GONE = frozenset([404, 410])


class Fetcher:
    """Fetches addresses one after the other. Used as a context, so that its connections are closed.

    It is one thread's; for another there is `fellow`, which keeps the same pace and knows the same rules.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        pace: Pace | None = None,
        resolver: Resolve | None = None,
        context: Any = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        robots: Once[Robots] | None = None,
    ) -> None:
        import httpx

        from provenance.ingest import fetch_connect as connect

        self.options, self._now = options, now
        self.pace = pace or Pace(options.delay, options.rate)
        self._robots = Once[Robots](_MOST_HOSTS) if robots is None else robots
        self._deadline = connect.Deadline(time.monotonic)
        self._errors, self._timeouts = connect.NETWORK_ERRORS, connect.TIMEOUTS
        resolver = resolver or connect.resolve
        self._backend = connect.Checked(self._deadline, allow_private=options.allow_private, resolver=resolver)
        tls = context or httpx.create_ssl_context(trust_env=False)
        self.fellow = partial(Fetcher, options, pace=self.pace, resolver=resolver, context=tls, now=now, robots=self._robots)
        """Makes a fetcher for another thread."""
        # No httpx.Client: it keeps cookies, and looks at redirects also where it does not follow them.
        self._transport = (
            httpx.HTTPTransport(verify=tls, proxy=options.proxy, trust_env=False)
            if options.proxy
            else connect.Transport(self._backend, tls)
        )
        self._request = partial(
            httpx.Request,
            "GET",
            headers={
                "User-Agent": f"{PRODUCT}/{__version__}",
                "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
            extensions={"timeout": httpx.Timeout(options.silence).as_dict()},
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def stop(self) -> None:
        """Ends what is being fetched, with an error there; for another thread. What goes through a proxy runs into its limits."""
        self.pace.stop()
        self._backend.cut()

    def host_of(self, address: str) -> str:
        """The host that an address is asked from first, by which its pace is kept; "" where it is no address that is fetched."""
        try:
            return parsed(address, allow_private=self.options.allow_private).host
        except AddressError:
            return ""

    def fetch(self, address: str, accepted: Accepted, left: Callable[[], None] = lambda: None) -> Fetched:
        """What an address holds. `accepted` is shown the headers of the last answer, and says how many bytes its body may have.

        Where it says words instead, they are why the body is not wanted. `left` is called where a redirect leads away from the
        first host, once or more. Raises FetchError.
        """
        hops: list[Hop] = []
        try:
            url = parsed(address, allow_private=self.options.allow_private)
            host = url.host
            while True:
                self._ask_robots(url)
                attempt = self._get(url, hops, accepted)
                if isinstance(attempt, Fetched):
                    attempt.requested = address
                    return attempt
                url = attempt
                if len(hops) > MOST_HOPS:
                    raise FetchError("unreadable", f"it is redirected more than {MOST_HOPS} times; look at it in a browser")
                if any(hop.address == str(url) for hop in hops):
                    raise FetchError("unreadable", "it is redirected in a circle; look at it in a browser")
                if url.host != host:
                    left()
        except AddressError as error:
            raise FetchError("refused", f"{after(hops)}{error}", hops) from None
        except FetchError as error:
            error.hops, error.detail = hops, f"{after(hops) if error.reason != 'too_large' else ''}{error.detail}"
            raise

    def _open(self, url: httpx.URL) -> closing[httpx.Response]:
        """The answer to one request, whose body is not read yet."""
        return closing(self._transport.handle_request(self._request(url)))

    def _get(self, url: httpx.URL, hops: list[Hop], accepted: Accepted) -> Fetched | httpx.URL:
        """One address, tried again where that may help: the body, or where it leads."""
        attempt = 0
        while True:
            attempt += 1
            last = attempt >= self.options.attempts
            with self.pace.turn(url.host, self._robots_of(url).delay):
                try:
                    status, retry_after, found = self._once(url, hops, accepted, last)
                except self._errors as error:
                    if not last and self.pace.again(url.host, attempt, None):
                        continue
                    raise FetchError("unreadable", self._said(error, attempt)) from None
                if found is not None:
                    return found
                if not last and self.pace.again(url.host, attempt, retry_after):
                    continue
                raise FetchError("unreadable", f"{answered(status)}{times(attempt)}; try again later")

    def _once(
        self, url: httpx.URL, hops: list[Hop], accepted: Accepted, last: bool
    ) -> tuple[int, str | None, Fetched | httpx.URL | None]:
        """One attempt: the status, the wait that the host asks for, and what came; None where to try again may help."""
        self._deadline.set(self.options.timeout)
        with self._open(url) as answer:
            status = answer.status_code
            if status in _AGAIN and not last:
                return status, answer.headers.get("retry-after"), None
            hops.append(Hop(str(url), status))
            if status in REDIRECTS and "location" in answer.headers:
                return status, None, self._next(url, answer.headers["location"])
            if status in _AGAIN:
                return status, None, None
            if status != 200:
                raise FetchError("missing" if status in _GONE else "unreadable", f"{answered(status)}; check the address")
            headers = {name.lower(): value for name, value in answer.headers.items()}
            largest = accepted(headers)
            if isinstance(largest, str):
                raise FetchError("binary", largest)
            body, size = self._body(answer, headers.get("content-encoding", ""), largest)
            stamp = self._now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            return status, None, Fetched(str(url), str(url), tuple(hops), stamp, headers, body, size)

    def _next(self, url: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect leads, which is checked like any address."""
        import httpx

        try:
            target = str(url.join(location))
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise AddressError("it is redirected to what is no address; look at it in a browser") from None
        return parsed(target, allow_private=self.options.allow_private)

    def _body(self, answer: httpx.Response, encoding: str, largest: int) -> tuple[BinaryIO, int]:
        """The body as a file, its content encoding undone, and its size."""
        kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed on
        size = 0
        try:
            for piece in decoded(self._limited(answer.iter_raw(), largest), encoding):
                size += len(piece)
                check_size(size, largest)
                kept.write(piece)
        except (BodyError, UnpackError) as error:
            kept.close()
            raise FetchError("unreadable", f"its body cannot be made out: {str(error).rstrip(',')}; try again later") from None
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return cast(BinaryIO, kept), size

    def _limited(self, pieces: Iterator[bytes], largest: int) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            check_size(size, largest)
            self._deadline.within(None)
            yield piece

    # ------------------------------------------------------------ robots.txt

    def _ask_robots(self, url: httpx.URL) -> None:
        robots = self._robots_of(url)
        if robots.closed is not None:
            raise FetchError("unreadable", robots.closed)
        if not robots.allows(url.raw_path.decode("ascii", "replace")):
            raise FetchError("refused", "the robots.txt of its host forbids programs to fetch it; read it in a browser")

    def _robots_of(self, url: httpx.URL) -> Robots:
        """The rules of a host, fetched once."""
        site = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"
        return self._robots.get(site, lambda: self._fetch_robots(url))

    def _fetch_robots(self, url: httpx.URL) -> Robots:
        """What robots.txt says; nothing where there is none (4xx), all closed where the host fails (5xx, 429, no connection)."""
        closed = "its host does not hand over robots.txt, so that nobody knows what may be fetched; try again later"
        target = url.copy_with(raw_path=b"/robots.txt")
        for attempt in range(1, self.options.attempts + _MOST_ROBOTS_HOPS + 1):
            host = target.host
            with self.pace.turn(host):
                self._deadline.set(self.options.timeout)
                try:
                    with self._open(target) as answer:
                        status, headers = answer.status_code, answer.headers
                        if status in REDIRECTS and "location" in headers:
                            target = self._next(target, headers["location"])
                            continue
                        if status == 200:
                            pieces = decoded(answer.iter_raw(), headers.get("content-encoding", ""))
                            return parse_robots(_start(pieces), PRODUCT)
                        if status != 429 and 400 <= status < 500:
                            return Robots()
                        retry_after = headers.get("retry-after")
                except (BodyError, UnpackError):
                    return Robots(closed=closed)
                except AddressError:
                    if target.host == url.host:
                        raise
                    return Robots()  # a redirect to where nothing is fetched from: RFC 9309 takes it for none
                except self._errors as error:
                    if attempt >= self.options.attempts:
                        return Robots(closed=self._said(error, attempt))
                    retry_after = None
                if attempt >= self.options.attempts or not self.pace.again(host, attempt, retry_after):
                    break
        return Robots(closed=closed)

    def _said(self, error: Exception, attempts: int) -> str:
        """What a connection failed with, in words."""
        if isinstance(error, self._timeouts):
            return f"its host was too slow (limit {self.options.timeout:,.0f} s){times(attempts)}; try again later"
        what = " ".join(str(error).split()).rstrip(".").replace(". ", "; ")[:200] or type(error).__name__
        return f"it cannot be fetched ({what}){times(attempts)}; check the address and the network"


def _start(pieces: Iterator[bytes]) -> bytes:
    """As much as is read of a robots.txt."""
    kept = b""
    for piece in pieces:
        kept += piece
        if len(kept) >= LARGEST:
            break
    return kept
