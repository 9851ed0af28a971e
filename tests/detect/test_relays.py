"""Relays within a sentence: any number of them, in lines that nobody wrote too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import LexiconError
from provenance.lexicon import channels
from tests.detect.test_attributions import detected
from tests.timing import computing


@pytest.mark.parametrize("number", [1, 2, 5, 20])
def test_a_row_of_citations_of_any_length(number: int) -> None:
    names = [f"Agency{chr(65 + i)}" for i in range(number)]
    text = f"Reuters reported that the port was shut, citing {', citing '.join(names)}."
    found = detected(text)
    assert [one.source.of(text) for one in found if one.source] == ["Reuters", *names]
    assert [one.parent for one in found] == [None, *range(number)]
    assert {one.contents for one in found} == {found[0].contents}


def test_an_insert_leaves_the_content_whole() -> None:
    text = "The envoy said the plan, citing AFP, was dead."
    assert all("AFP" not in c.of(text) for one in detected(text) if one.lemma == "say" for c in one.contents)


CITED = (
    "the ministry",
    "two officials",
    "TASS",
    "a report by the bank",
    "people close to the talks",
    "Dr. Anna Berg",
    "its own sources",
)
REPORTING = ("reported", "said", "wrote", "has reported")


@given(st.sampled_from(CITED), st.sampled_from(REPORTING), st.sampled_from(["citing", "quoting", "in turn citing"]))
def test_the_order_of_the_parts_changes_nothing(party: str, verb: str, citing: str) -> None:
    for text in (
        f"The agency, {citing} {party}, {verb} that the port was shut.",
        f"The agency {verb} that the port was shut, {citing} {party}.",
        f"The agency {verb}, {citing} {party}, that the port was shut.",
        f"{citing.capitalize()} {party}, the agency {verb} that the port was shut.",
    ):
        rows = {(one.source.of(text), one.contents[0].of(text), one.parent is None) for one in detected(text) if one.source}
        expected = {("The agency", "the port was shut", True), (party, "the port was shut", False)}
        assert {
            (source[:1].upper() + source[1:] if outer else source, said, outer) for source, said, outer in rows
        } == expected, text


PIECES = (
    *(
        "Reuters",
        "AFP",
        "citing",
        "quoting",
        "which cited",
        "as saying",
        "was quoted",
        "quoted",
        "according to",
        "said",
        "reported",
    ),
    *(
        "that it rained",
        ",",
        "and",
        "by",
        "him",
        "the agency",
        "“It rained,”",
        "without naming",
        "its sources",
        "As",
        "told",
        ".",
        "in",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_what_holds_for_any_mixture(text: str) -> None:
    found = detected(text)
    for one in found:
        assert one.contents
        assert all(a.end <= b.start for a, b in zip(one.contents, one.contents[1:], strict=False))
        assert one.contents != (one.source,)
    for i in range(len(found)):
        seen, parent = {i}, found[i].parent
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            parent = found[parent].parent


@pytest.mark.parametrize(
    "unit",
    [
        *("Reuters, citing AFP, citing TASS, ", "Reuters, citing AFP, reported that it rained ", "as Berg noted, "),
        *("Petrov was quoted by Interfax as saying ", "quoted him as saying ", "citing two men and ", "which quoted TASS, "),
        "told the state state ",
    ],
)
def test_time_grows_no_faster_than_the_line(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        return computing(lambda: detected(text))

    seconds(10)
    assert seconds(1600) < 9 * max(seconds(400), 0.02)


def test_word_lists_with_one_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = channels.read_text("channels.toml")
    monkeypatch.setattr(channels, "read_text", lambda name: shipped.replace("\nwithheld =", "\nwitheld ="))
    with pytest.raises(LexiconError, match=r"channels.toml: the lists \['witheld', 'withheld'\] of \[words\]"):
        channels.load_relay_words.__wrapped__()


def test_word_lists_are_in_lower_case() -> None:
    words = channels.load_relay_words()
    lists = {name: getattr(words, name) for name in channels.RelayWords.__dataclass_fields__}
    assert [(name, w) for name, listed in lists.items() for w in listed if w != w.lower().strip() or not w] == []
