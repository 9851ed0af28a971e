"""What becomes of results: they are stored, some at a time, in the order of the inputs; or nothing is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING

from provenance.cli.interrupt import Shielded
from provenance.errors import StoreError
from provenance.records import Rejected

if TYPE_CHECKING:
    from provenance.parallel.work import Done, Input, Result
    from provenance.report.summary import Tally
    from provenance.store import Store
    from provenance.store.packed import PackedDocument

MOST_DOCUMENTS = 64
MOST_CHARACTERS = 2_000_000
LONGEST = 10.0
"""A batch is written when it has so many documents or refusals, or their texts so many code points, or after so many seconds."""

Again = Callable[[Iterable["Input | Rejected"]], Iterator[tuple["Input | None", "Result"]]]


class Nowhere:
    """Stores nothing."""

    def __enter__(self) -> Nowhere:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def keep(self, one: Done, source: Input | None) -> None:
        """Takes a document."""

    def refuse(self, one: Rejected) -> None:
        """Takes a rejected input."""


@dataclass(slots=True)
class Keeping:
    """Stores results in a run. Used as a context: what waits is written at the end, also where Ctrl-C or an error ends it."""

    store: Store
    run: int
    tally: Tally
    again: Again
    """Annotates an input in this process, whether it is stored already or not."""
    _waiting: list[tuple[PackedDocument | Rejected, Input | None]] = field(default_factory=list)
    _characters: int = 0
    _since: float = 0.0

    def __enter__(self) -> Keeping:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or not isinstance(error, StoreError):
            self.write()

    def keep(self, one: Done, source: Input | None) -> None:
        """Takes a document; it is written with the next batch."""
        assert one.packed is not None
        self._characters += one.packed.characters
        self._wait(one.packed, source)

    def refuse(self, one: Rejected) -> None:
        """Takes a rejected input."""
        self._wait(one, None)

    def _wait(self, one: PackedDocument | Rejected, source: Input | None) -> None:
        now = time.monotonic()
        if not self._waiting:
            self._since = now
        self._waiting.append((one, source))
        if len(self._waiting) >= MOST_DOCUMENTS or self._characters >= MOST_CHARACTERS or now - self._since >= LONGEST:
            self.write()

    def write(self) -> None:
        """Write what waits, in one transaction."""
        waiting, self._waiting, self._characters = self._waiting, [], 0
        if not waiting:
            return
        with Shielded():
            outcomes = self.store.write(self.run, [one for one, _ in waiting])
        documents = [source for one, source in waiting if not isinstance(one, Rejected)]
        for outcome, source in zip(outcomes, documents, strict=True):
            if outcome is not None:
                self.tally.stored(outcome.kind)
            elif source is not None:
                self._annotate(source)

    def _annotate(self, source: Input) -> None:
        """An input that was stored when a worker looked, and is not any more: another program has annotated it meanwhile."""
        for _, one in self.again([source]):
            if isinstance(one, Rejected):
                self.tally.reject(one)
                self.store.write(self.run, [one])
            elif one.packed is not None:
                self.tally.merge(one.tally)
                self.tally.stored(*(outcome.kind for outcome in self.store.write(self.run, [one.packed]) if outcome is not None))
