"""The summary of a batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from provenance.records import Rejected
from provenance.report import summary
from provenance.report.summary import Tally
from provenance.report.terminal import summary_lines, table_lines
from provenance.report.terminal.canvas import Canvas
from provenance.report.text import width
from tests.report.sample import at, hostile, sample


class Clock:
    """Half a second passes with every look."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


def test_the_counts_of_a_batch() -> None:
    tally = Tally(clock=Clock())
    tally.add(sample())
    tally.add(sample(path="news/other.txt", id="beef"))
    tally.reject(Rejected("x.bin", "binary", "it holds bytes that no text has; name a text file"))
    found = tally.summary()
    assert (found.documents, found.passages, found.attributions, found.claims, found.own) == (2, 6, 2, 4, 2)
    assert found.upstreams == (("Coast Weekly", "reprinted_from", 2),)
    assert found.publishers == (("Harbour Post", 2),)
    assert (found.origins, found.unnamed) == ((("Ada Lindqvist", 2),), 0)
    assert found.relays == (("Northern Wire", 2),), "the reprint is an upstream of the whole document"
    assert (found.seconds, found.words_per_second) == (0.5, 2 * found.words)
    assert sum(found.strengths) == 4
    assert found.strongest is not None
    assert found.weakest is not None
    assert (found.weakest.text, found.weakest.source) == ("The bridge may reopen in June", "Ada Lindqvist")
    assert (found.strongest.source, found.strongest.locator) == ("Coast Weekly, in its own words", "news/bridge.txt")


def test_a_statement_of_an_unnamed_person_counts_as_such() -> None:
    one = sample()
    hidden = replace(one.claims[0].chain[-1], source="anon:official")
    tally = Tally()
    tally.add(replace(one, claims=(replace(one.claims[0], chain=(*one.claims[0].chain[:-1], hidden)),)))
    assert (tally.summary().unnamed, tally.summary().origins) == (1, ())


def test_a_source_under_two_names_is_one_origin_whatever_the_order() -> None:
    one, other = sample(), sample(path="news/other.txt", id="beef")
    renamed = replace(one.sources[-1], name="Lindqvist")
    documents = [one, other, replace(sample(path="news/third.txt", id="cafe"), sources=(*one.sources[:-1], renamed))]
    for order in (documents, documents[::-1]):
        tally = Tally()
        for document in order:
            tally.add(document)
        assert tally.summary().origins == (("Ada Lindqvist", 3),)


def test_documents_without_a_publisher_are_counted_apart() -> None:
    tally = Tally()
    tally.add(sample())
    tally.add(replace(sample(path="news/other.txt", id="beef"), publisher=None))
    assert "Harbour Post; 1 document names none" in "\n".join(summary_lines(tally.summary()))


def test_the_summary_names_what_a_person_needs_next() -> None:
    tally = Tally(clock=Clock())
    tally.add(sample())
    tally.reject(Rejected("x.bin", "binary", "it holds bytes that no text has; name a text file"))
    text = "\n".join(summary_lines(tally.summary(), stored_in="sqlite:///a.db"))
    assert text.startswith("1 document read, ")
    assert "Coast Weekly    1 document, reprinted_from" in text
    assert "1 input: binary; it is named" in text
    assert f"provenance audit {sample().claims[0].id}" in text
    assert "sqlite:///a.db" in text


def test_nothing_read_makes_a_short_summary() -> None:
    tally = Tally()
    tally.reject(Rejected("gone", "missing", "there is no such file; check the path"))
    text = "\n".join(summary_lines(tally.summary(), stored_in="sqlite:///a.db"))
    assert text.startswith("0 documents read")
    assert "strongest" not in text
    assert "stored in" not in text


def test_many_rejected_inputs_are_counted() -> None:
    tally = Tally()
    for number in range(30):
        tally.reject(Rejected(f"{number}.txt", "empty", "it is empty; name another"))
    text = "\n".join(summary_lines(tally.summary()))
    assert "30 inputs: empty (30)" in text


def test_a_hostile_path_cannot_command_the_terminal() -> None:
    tally = Tally()
    tally.add(hostile("\x1b[2J"))
    tally.reject(Rejected("\x1b[31mred", "missing", "no such file"))
    assert "\x1b" not in "".join(summary_lines(tally.summary()))


def test_a_table_fits_and_is_harmless() -> None:
    rows = [["id-1", "long " * 40, 1.23456789], ["id-2", "\x1b[2J", None]]
    lines = list(table_lines(["id", "text", "number"], rows, Canvas(60)))
    assert len(lines) == 4
    assert max(map(width, lines)) <= 60
    assert "<U+001B>[2J" in lines[3]
    assert lines[2].endswith("1.23457")


def test_a_table_of_very_many_columns_is_set_row_by_row() -> None:
    heads = [f"column{n}" for n in range(40)]
    lines = list(table_lines(heads, [list(range(40)), ["long " * 40] * 40], Canvas(80)))
    assert lines[:2] == ["─── row 1 ───", "column0   0"]
    assert max(map(width, lines)) <= 80
    assert next(iter(table_lines(heads, [], Canvas(80)))).startswith("no rows of: column0, column1")


def test_a_word_or_two_are_not_the_strongest_claim() -> None:
    one = sample()
    short = replace(one.claims[1], id="short", spans=(at("bridge"),))
    tally = Tally()
    tally.add(replace(one, claims=(*one.claims, short)))
    found = tally.summary()
    assert found.strongest is not None
    assert found.strongest.id == one.claims[1].id
    alone = Tally()
    alone.add(replace(one, claims=(short,)))
    assert alone.summary().strongest == alone.summary().weakest
    text = "\n".join(summary_lines(alone.summary()))
    assert "strongest" in text and "weakest" not in text


def test_one_has_no_plural_and_few_words_no_speed() -> None:
    tally = Tally(clock=Clock())
    tally.add(sample())
    text = "\n".join(summary_lines(tally.summary()))
    assert text.startswith(f"1 document read, {tally.words} words in ")
    assert "words/s" not in text
    for _ in range(50):
        tally.add(sample())
    assert "words/s" in "\n".join(summary_lines(tally.summary()))


def test_tallies_of_parts_make_the_tally_of_the_whole() -> None:
    silent = replace(sample(path="z", id="z"), publisher=None)
    documents = [sample(), hostile("<"), sample(path="news/other.txt", id="beef"), silent]
    whole, merged = Tally(clock=Clock()), Tally(clock=Clock())
    for one in documents:
        whole.add(one)
        part = Tally()
        part.add(one)
        merged.merge(part)
    assert merged.summary() == whole.summary()


def test_names_are_let_go_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_NAMES", 10)
    tally = Tally()
    for number in range(100):
        part = Tally()
        part.add(sample())
        part.claims, part.own = 2, 1
        part.origins = Counter({("often", "Often"): 2, (f"once-{number}", "Once"): 1})
        tally.merge(part)
    found = tally.summary()
    assert len(found.origins) <= 10
    assert found.origins[0] == ("Often", 200)
    assert "at least " in "\n".join(summary_lines(found))


def test_rejected_inputs_are_counted_where_they_are_too_many_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_REJECTED", 3)
    tally = Tally()
    for number in range(5):
        tally.reject(Rejected(f"{number}.txt", "empty", "it is empty; name another"))
    assert len(tally.summary().rejected) == 3
    assert "5 inputs: empty (5)" in "\n".join(summary_lines(tally.summary()))


def test_a_long_batch_tells_what_took_longest_and_how_much_memory() -> None:
    now = [0.0]
    tally = Tally(clock=lambda: now[0])
    tally.add(sample())
    for seconds in (0.5, 3.0, 0.25, 120.0):
        tally.took(f"{seconds}.txt", seconds)
    tally.peaks = (200_000_000, 90_000_000, 100_000_000)
    assert "slowest" not in "\n".join(summary_lines(tally.summary()))
    now[0] = 125.0
    said = "\n".join(summary_lines(tally.summary()))
    assert "slowest         120.0.txt (2 min), 3.0.txt (3.0 s), 0.5.txt (500 ms)" in said
    assert "memory          200 MB at most, and 100 MB at most in each of 2 workers" in said
