"""A cache for threads: each value is made once, also where several threads want it at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Once(Generic[Value]):
    """Values by name, the `most` that were made last. Of several threads one makes a value, and the others wait for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Future[Value]] = OrderedDict()

    def get(self, name: str, make: Callable[[], Value]) -> Value:
        """The value of a name. What `make` raises is raised in all threads that wait for it, and is not kept."""
        with self._lock:
            known = self._made.get(name)
            if known is None:
                while len(self._made) >= self._most:
                    self._made.popitem(last=False)
                own = self._made[name] = Future()
        if known is not None:
            return known.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                if self._made.get(name) is own:
                    del self._made[name]
            own.set_exception(error)
            raise
        own.set_result(value)
        return value
