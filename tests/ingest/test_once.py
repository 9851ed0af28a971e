"""A value that several threads want is made by one of them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from provenance.ingest.once import Once


def test_of_several_threads_one_makes_the_value() -> None:
    once, made, together = Once[int](10), [], threading.Barrier(8)

    def make() -> int:
        made.append(1)
        together.wait(20)  # the seven others are about to ask, or wait already
        return len(made)

    def ask(first: bool) -> int:
        if not first:
            together.wait(20)
        return once.get("a", make)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, [True, *[False] * 7])) == [1] * 8
    assert made == [1]


def test_a_failure_is_told_to_all_who_wait_and_not_kept() -> None:
    once, waiting, failed = Once[int](10), threading.Event(), []

    def fail() -> int:
        assert waiting.wait(20)
        raise ValueError("boom")

    def ask(make) -> None:
        try:
            once.get("a", make)
        except ValueError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=ask, args=(fail,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    waiting.set()
    for thread in threads:
        thread.join(20)
    assert failed == ["boom", "boom"]
    assert once.get("a", lambda: 2) == 2


def test_only_the_last_are_kept() -> None:
    once = Once[str](2)
    for name in "abc":
        once.get(name, lambda name=name: name)
    with pytest.raises(KeyError):
        once.get("a", lambda: {}["made again"])
    assert once.get("c", str) == "c"
