"""The time that something takes, for tests of how it grows."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time


def computing(run: Callable[[], object]) -> float:
    """Seconds of the processor's time, without the collection of garbage, as `timeit` has it.

    A collection takes the longer the more other tests have left in memory, and rings more often for the longer text: a cost that
    is linear looks like a square in a process that holds a gigabyte.
    """
    gc.collect()
    gc.disable()
    try:
        begun = process_time()
        run()
        return process_time() - begun
    finally:
        gc.enable()
