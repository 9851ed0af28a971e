"""A progress bar of one line on standard error, for people; nothing is drawn where no terminal looks."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

BAR = 24
EVERY = 0.1
"""Seconds between two drawings."""
SETTLED = 2.0
"""Seconds from which on the time that is left can be told from the time that has gone."""


class Progress:
    """Counts inputs. Used as a context: the bar is wiped off when it ends, however it ends.

    `total` is the number of inputs, None where it cannot be told before they are read (standard input, JSON lines); `size` are
    their bytes, which tell how far it is where the number does not; None where they cannot be told either.
    """

    def __init__(self, total: int | None, shown: bool, stream: TextIO | None = None, size: int | None = None) -> None:
        self._total, self._size, self._shown = total, size, shown
        self._bytes = 0
        self._stream = stream or sys.stderr
        self._done = 0
        self._drawn_at = 0.0
        self._started = time.perf_counter()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.clear()

    def afresh(self) -> Progress:
        """A bar for what follows, whose number is not told."""
        return Progress(None, self._shown, self._stream)

    def clear(self) -> None:
        """Wipes the bar off, so that a message can stand on the line; the next step draws it again."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def step(self, locator: str, size: int = 0) -> None:
        """One more input is done; `locator` names it, `size` are its bytes."""
        self._done += 1
        self._bytes += size
        now = time.perf_counter()
        if self._shown and now - self._drawn_at >= EVERY:
            self._drawn_at = now
            self._stream.write(f"\r{self._line(locator, now)}\x1b[K")
            self._stream.flush()

    def _line(self, locator: str, now: float) -> str:
        from provenance.cli.output import canvas
        from provenance.report.text import clean, cut

        gone = max(now - self._started, 1e-9)
        head = f"{self._done:,}/{self._total:,}" if self._total else f"{self._done:,} read"
        left = ""
        share = self._share()
        if share is not None:
            full = min(BAR, int(BAR * share))
            head = f"[{'█' * full}{'·' * (BAR - full)}] {head}"
            if gone >= SETTLED and 0 < share < 1:
                left = f"  {_left(gone / share - gone)} left"
        return cut(f"{head}  {_speed(self._done / gone)}{left}  {clean(locator)}", canvas(self._stream).columns - 1)

    def _share(self) -> float | None:
        """How much of the whole is done, 0 to 1; None where the whole is not known."""
        if self._total:
            return self._done / self._total
        return min(1.0, self._bytes / self._size) if self._size else None


def _speed(inputs: float) -> str:
    """Inputs a second, or a minute where they are few."""
    return f"{inputs:,.0f}/s" if inputs >= 1 else f"{60 * inputs:,.0f}/min"


def _left(seconds: float) -> str:
    """A stretch of time, as exactly as it can be known."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
