"""A progress bar of one line on standard error, for people; nothing is drawn where no terminal looks."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

BAR = 24
EVERY = 0.1
"""Seconds between two drawings."""


class Progress:
    """Counts inputs. Used as a context: the bar is wiped off when it ends, however it ends.

    `total` is the number of inputs, None where it cannot be told before they are read (standard input, JSON lines).
    """

    def __init__(self, total: int | None, shown: bool, stream: TextIO | None = None) -> None:
        self._total, self._shown = total, shown
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

    def step(self, locator: str) -> None:
        """One more input is done; `locator` names it."""
        self._done += 1
        now = time.perf_counter()
        if self._shown and now - self._drawn_at >= EVERY:
            self._drawn_at = now
            self._stream.write(f"\r{self._line(locator, now)}\x1b[K")
            self._stream.flush()

    def _line(self, locator: str, now: float) -> str:
        from provenance.cli.output import canvas
        from provenance.report.text import clean, cut

        speed = self._done / max(now - self._started, 1e-9)
        if self._total:
            full = min(BAR, BAR * self._done // self._total)
            head = f"[{'█' * full}{'·' * (BAR - full)}] {self._done:,}/{self._total:,}"
        else:
            head = f"{self._done:,} read"
        return cut(f"{head}  {speed:,.0f}/s  {clean(locator)}", canvas(self._stream).columns - 1)
