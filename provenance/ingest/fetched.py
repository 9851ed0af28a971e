"""What comes of fetching an address: what it holds and the way there, or why it could not be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from provenance.records import RejectReason

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
