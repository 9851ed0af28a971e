"""What comes of fetching an address: what it holds and the way there, or why it could not be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from provenance.ingest.pace import LONGEST_WAIT
from provenance.records import RejectReason

REDIRECTS = frozenset([301, 302, 303, 307, 308])

Accepted = Callable[[dict[str, str]], int | str]
"""Shown the headers of an answer (names in small letters): the bytes that its body may have, or why it is not wanted."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way: what was asked for, and what came."""

    address: str
    status: int


@dataclass(slots=True)
class Fetched:
    """What an address holds, in a file that is gone when it is closed. `address` is where it was at last."""

    requested: str
    address: str
    hops: tuple[Hop, ...]
    fetched_at: str
    headers: dict[str, str]
    body: BinaryIO
    size: int

    def close(self) -> None:
        """Lets go of the body."""
        self.body.close()


@dataclass(slots=True)
class FetchError(Exception):
    """An address that could not be fetched: the reason as of a `Rejected`, and one sentence."""

    reason: RejectReason
    detail: str
    hops: list[Hop] = field(default_factory=list)


def check_size(size: int, largest: int) -> None:
    """Raises FetchError where a body is larger than it may be."""
    if size > largest:
        detail = f"it holds more than the {largest:,} bytes that are fetched of its kind; raise --max-bytes, or save it as a file"
        raise FetchError("too_large", detail)


def answered(status: int) -> str:
    """What a host answered, in words."""
    asks = f", and asks for a wait of more than {LONGEST_WAIT:.0f} s or fails again" if status == 429 else ""
    return f"its host answers with status {status}{asks}"


def times(attempt: int) -> str:
    """How often something was tried, where that was not once."""
    return f", {attempt} times" if attempt > 1 else ""


def after(hops: list[Hop]) -> str:
    """Where the redirects led, for what went wrong there."""
    redirects = [hop for hop in hops if hop.status in REDIRECTS]
    return (
        f"after {len(redirects)} redirect{'s' if len(redirects) > 1 else ''} from {redirects[-1].address[:200]}, "
        if redirects
        else ""
    )
