"""The progress bar and the choice of colours."""

from __future__ import annotations

import io
import re

import pytest

from provenance.cli.output import canvas, shown_url
from provenance.cli.progress import Progress, _left


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_counts_and_is_wiped_off() -> None:
    stream = Terminal()
    with Progress(4, True, stream) as bar:
        bar.step("a.txt")
    assert "] 1/4" in stream.getvalue()
    assert "a.txt" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_the_bar_is_wiped_off_by_an_error_too() -> None:
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), Progress(None, True, stream) as bar:
        bar.step("\x1b[2Jhostile.txt")
        raise KeyboardInterrupt
    assert stream.getvalue().endswith("\r\x1b[K")
    assert "\x1b[2J" not in stream.getvalue()
    assert "1 read" in stream.getvalue()


def test_nothing_is_drawn_where_it_is_not_wanted() -> None:
    stream = io.StringIO()
    with Progress(4, False, stream) as bar:
        bar.step("a.txt")
    assert stream.getvalue() == ""


def test_the_time_that_is_left_is_told_by_number_or_by_bytes() -> None:
    by_number, by_bytes = Terminal(), Terminal()
    for stream, bar in ((by_number, Progress(4, True, by_number)), (by_bytes, Progress(None, True, by_bytes, size=4000))):
        bar._started -= 30  # what has gone
        bar.step("a.txt", 1000)
        assert re.search(r"\[█{6}·{18}\] 1(/4| read)  2/min  90 s left  a.txt", stream.getvalue()), stream.getvalue()


def test_no_time_is_told_where_the_whole_is_not_known() -> None:
    bar = Progress(None, True, stream := Terminal())
    bar._started -= 30
    bar.step("a.txt", 1000)
    assert "left" not in stream.getvalue()


@pytest.mark.parametrize(("seconds", "said"), [(5, "5 s"), (99, "99 s"), (600, "10 min"), (9000, "2.5 h")])
def test_stretches_of_time(seconds: float, said: str) -> None:
    assert _left(seconds) == said


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert canvas(Terminal()).paint.on
    assert not canvas(io.StringIO()).paint.on
    monkeypatch.setenv("NO_COLOR", "1")
    assert not canvas(Terminal()).paint.on
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not canvas(Terminal()).paint.on


def test_a_pipe_has_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert canvas(io.StringIO()).columns == 80


def test_no_password_is_shown() -> None:
    assert shown_url("postgresql://me:s3cret@host/db") == "postgresql://me@host/db"
    assert shown_url("sqlite:///provenance.db") == "sqlite:///provenance.db"
