"""Ctrl-C while a batch is written."""

from __future__ import annotations

import signal
import threading

import pytest

from provenance.cli.interrupt import Shielded


def test_the_first_waits_until_the_work_is_done() -> None:
    before = signal.getsignal(signal.SIGINT)
    done = []
    with pytest.raises(KeyboardInterrupt), Shielded():
        signal.raise_signal(signal.SIGINT)
        done.append("whole")
    assert done == ["whole"]
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_does_not_wait() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), Shielded():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("whole")
    assert done == []


def test_an_error_of_the_work_comes_first() -> None:
    with pytest.raises(ValueError, match="broken"), Shielded():
        signal.raise_signal(signal.SIGINT)
        raise ValueError("broken")


def test_it_does_nothing_in_another_thread() -> None:
    done = []

    def work() -> None:
        with Shielded():
            done.append("whole")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["whole"]
