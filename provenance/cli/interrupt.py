"""Ctrl-C at a bad moment: while something is being written it waits, so that a batch is stored whole."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any


class Shielded:
    """A stretch of work that a first Ctrl-C does not cut short: it is raised at the end. A second one is raised at once.

    Signals reach the main thread alone; in another thread this does nothing.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None
        self._installed = False

    def __enter__(self) -> Shielded:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
            self._installed = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._installed:
            signal.signal(signal.SIGINT, self._before)
        if self._asked and error is None:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
