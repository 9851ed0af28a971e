"""Attributions as a person marks them: the cases of `cases.toml`, dates and channels, and what holds for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detect import find_attributions
from provenance.records import DetectedAttribution, Passage, Quotation, Sentence
from provenance.segment import quotations_of, sentences_of
from provenance.spans import Span
from tests.detect.annotating import annotated, chain, resources

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


def detected(text: str) -> tuple[DetectedAttribution, ...]:
    """The attributions of one passage of body text a line."""
    lexicons = resources().attributions
    passages, sentences, quotations, start = [], [], [], 0
    for line in text.split("\n"):
        span = Span(start, start + len(line))
        start = span.end + 1
        if line:
            index = len(passages)
            passages.append(Passage(index, "body", 0, span))
            sentences += [Sentence(s, index) for s in sentences_of(text, span, lexicons.words)]
            quotations += [Quotation(s, index, closed) for s, closed in quotations_of(text, span)]
    return find_attributions(text, passages, sentences, quotations, (), lexicons)


def row(text: str, one: DetectedAttribution) -> str:
    """One line as `cases.toml` writes it."""
    source, cue = (s.of(text) if s else "" for s in (one.source, one.cue))
    content = " // ".join(s.of(text) for s in one.contents)
    return (
        f"{source} | {cue} | {content} | {one.mode} | {one.polarity} | {one.parent + 1 if one.parent is not None else ''}".strip()
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:50]}")
def test_case(case: dict) -> None:
    assert [row(case["text"], one) for one in detected(case["text"])] == case["expect"]


def test_the_cases_are_many_and_of_every_kind() -> None:
    assert len(CASES) >= 80
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert {"direct", "mixed", "according-to", "noun", "trailing", "no-source", "two-cues", "nested"} <= {
        c["kind"] for c in CASES
    }
    assert sum(case["expect"] == [] for case in CASES) >= 20


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ('"The mayor says the bridge is safe," Anna Koval said.', {"says": "indirect", "said": "direct"}),
        ("\"The mayor said, 'The bridge is safe.' It was not,\" Anna Koval wrote.", {"said": "direct", "wrote": "direct"}),
        ("'The mayor said, \"The bridge is safe.\" It was not,' Anna Koval wrote.", {"said": "direct", "wrote": "direct"}),
        ('Anna Koval wrote that the mayor said, "The bridge is safe."', {"said": "direct", "wrote": "mixed"}),
    ],
)
def test_marks_around_the_cue_quote_the_one_who_retells(text: str, modes: dict[str, str]) -> None:
    assert {one.cue.of(text): one.mode for one in detected(text) if one.cue} == modes


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The mayor told farmers on May 3 that the bridge was safe.", "05-03"),
        ("On 3 May 2024 the mayor said that the bridge was safe.", "2024-05-03"),
        ("On August 21, the mayor said that the bridge was safe.", "08-21"),
        ("In August 2024, the mayor said that the bridge was safe.", "2024-08"),
        ("In 2018, the mayor said that the bridge was safe.", "2018"),
        ("The mayor said that the bridge was closed on May 3.", None),
        ("The mayor said that the bridge may close.", None),
    ],
)
def test_the_date_of_a_statement_is_read_outside_its_content(text: str, date: str | None) -> None:
    assert [one.date for one in detected(text)] == [date]


@pytest.mark.parametrize(
    ("text", "words", "relation"),
    [
        ("The mayor told Voice of America that the bridge was safe.", "Voice of America", "told_to"),
        ("The mayor said in an interview with Ukrinform that the bridge was safe.", "Ukrinform", "interview_with"),
        ("Speaking to the BBC, the mayor said that the bridge was safe.", "BBC", "told_to"),
        ("On the X platform, the mayor wrote that the bridge was safe.", "X", "posted_on"),
        ("“The bridge is safe,” the mayor said on Telegram.", "Telegram", "posted_on"),
        ("In a commentary published on January 13, the paper said that the bridge was safe.", "a commentary", "published_in"),
        ("At a news conference in Porto, the mayor said that the bridge was safe.", "a news conference", "spoken_at"),
        ("The mayor told reporters that the bridge was safe.", None, None),
        ("The mayor said that Voice of America was told.", None, None),
    ],
)
def test_the_channel_of_a_statement(text: str, words: str | None, relation: str | None) -> None:
    (one,) = detected(text)
    if words is None:
        assert one.channel is None
    else:
        assert one.channel is not None
        assert one.channel.span.of(text).startswith(words)
        assert one.channel.relation == relation


def test_an_embedded_post_belongs_to_its_signature() -> None:
    text = (
        "The council met on Monday and voted for the new bridge after a long debate.\n\n"
        "The old bridge is closed again. Nobody told us.\n"
        "Thank you for nothing.\n— Anna Berg (@annaberg) November 18, 2019\n\n"
        "The new bridge will be built of steel, and the old one will be taken down next year."
    )
    (post,) = (a for a in annotated(text).attributions if a.cue is None)
    assert [s.of(text) for s in post.contents] == ["The old bridge is closed again. Nobody told us.\nThank you for nothing."]
    assert post.holder.span is not None
    assert post.holder.span.of(text) == "Anna Berg (@annaberg)"
    assert post.holder.type == "platform_account"
    assert (post.mode, post.date, chain(post)[-1]) == ("direct", "2019-11-18", "x:annaberg")


@pytest.mark.parametrize("kind", ["headline", "caption"])
def test_headlines_and_captions_are_read_too(kind: str) -> None:
    lexicons = resources().attributions
    text = "Mayor says that the bridge is safe"
    span = Span(0, len(text))
    passage = Passage(0, kind, 0, span)  # type: ignore[arg-type]
    found = find_attributions(text, [passage], [Sentence(span, 0)], [], [], lexicons)
    assert [row(text, one) for one in found] == ["Mayor | says | the bridge is safe | indirect | affirms |"]


@pytest.mark.parametrize("kind", ["furniture", "credit"])
def test_furniture_and_credits_are_not_read(kind: str) -> None:
    lexicons = resources().attributions
    text = "The mayor said that the bridge is safe."
    span = Span(0, len(text))
    passage = Passage(0, kind, 0, span)  # type: ignore[arg-type]
    assert find_attributions(text, [passage], [Sentence(span, 0)], [], [], lexicons) == ()


def test_passages_do_not_change_each_other() -> None:
    texts = [case["text"] for case in CASES if case["kind"] != "runs-on"]
    whole = detected("\n".join(texts))
    apart = [(n, row(text, one)) for n, text in enumerate(texts) for one in detected(text)]
    rows = [row("\n".join(texts), one).split(" | ")[:5] for one in whole]
    assert [one.passage for one in whole] == [n for n, _ in apart]
    assert rows == [r.split(" | ")[:5] for _, r in apart]


WORDS = (
    *("Reuters", "AFP", "said", "told", "that", "“", "”", '"', "'", "’", ",", ".", ":", ";", "—", "(", ")", "\n", "\n\n"),
    *("According to", "according to", "denied", "did not say", "claimed", "reportedly", "is expected to", "report", "the", "The"),
    *("he", "She", "they", "we", "I", "who", "Bank of Ghana", "Anna Berg", "officials", "sources", "and", "but", "if", "adding"),
    *(
        "on X",
        "in an interview with",
        "cited by",
        "May 26",
        "known as",
        "@anna",
        "claims",
        "İ",
        "ß",
        "''",
        "``",
        "«",
        "»",
        "rain",
    ),
)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(st.characters(), max_size=80))
def test_what_holds_for_any_text(text: str) -> None:
    found = detected(text)
    for one in found:
        parts = [s for s in (one.source, one.cue) if s is not None]
        assert one.contents
        assert all(0 <= s.start < s.end <= len(text) for s in (*parts, *one.contents))
        assert all(s.of(text) == s.of(text).strip() for s in (*parts, *one.contents))
        assert all(a.end <= b.start for a, b in zip(one.contents, one.contents[1:], strict=False))
        assert not any(a.overlaps(b) for a in one.contents for b in parts)
        assert 0 < one.confidence < 1
        assert one.parent is None or found[one.parent].passage == one.passage
    for i in range(len(found)):
        seen, parent = {i}, found[i].parent
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            parent = found[parent].parent
    assert detected(text) == found
