"""The stages composed: the public shape, stable ids, one document apart from another, other languages, hostile texts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.export import to_json, to_line
from provenance.ingest import ReadOptions, read_bytes
from provenance.pipeline import Annotator, lexicon_digest, load_resources
from provenance.records import AnnotatedDocument, Document
from provenance.registry import Rating
from tests.detect.annotating import annotated, annotated_if_read, annotator, assert_sound, resources
from tests.export.test_jsonl import VALIDATOR

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))

PIECES = (
    *(
        "According to Reuters, ",
        "officials said that ",
        "the bridge may be closed. ",
        "“We will not sell,” ",
        "said Anna Berg. ",
        "He ",
    ),
    *(
        "told Voice of America that ",
        "denied that ",
        "it rained. ",
        "[People News] ",
        "(Reprinted from AFP)",
        "\n",
        "\n\n",
        "Read More\n",
    ),
    *(
        "On X, a user named @anna wrote: ",
        "“",
        "”",
        "'",
        "reportedly ",
        "about 30 people ",
        "Storm Shuts Harbour\n",
        "— ",
        "… ",
        "\u2028",
    ),
    *(
        "他说这是真的。",
        "İstanbul ",
        "ß",
        "e\u0301",
        "😀",
        "\u200b",
        "\ufeff",
        "@",
        "(",
        ")",
        "[",
        "]",
        "Photo: ",
        "© 2024 AFP",
        "\t",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(st.characters(), max_size=120)


def shape(one: AnnotatedDocument) -> dict:
    return json.loads(to_line(one))


# ---------------------------------------------------------------- the public shape


@given(TEXTS)
def test_any_text_ends_in_a_document_of_the_public_shape(text: str) -> None:
    one = annotated_if_read(text)
    if one is not None:
        assert_sound(one)
        VALIDATOR.validate(json.loads(json.dumps(to_json(one))))


@given(
    st.lists(
        st.sampled_from([*PIECES, "<p>", "</p>", "<b>", "<h1>", "</h1>", "<a href='http://a.b'>", "</a>", "&lt;"]), max_size=25
    )
)
@settings(max_examples=40)
def test_any_page_ends_in_a_document_of_the_public_shape(parts: list[str]) -> None:
    markup = f"<html><body>{''.join(parts)}</body></html>"
    page = read_bytes(markup.encode(), path="a.html", options=ReadOptions(language=False, main_text=False))
    if isinstance(page, Document):
        one = annotator().annotate(page)
        assert_sound(one)
        VALIDATOR.validate(json.loads(json.dumps(to_json(one))))


def test_spans_of_the_shape_cover_the_words_that_they_stand_for() -> None:
    """Code points, not bytes or UTF-16 units: letters outside the basic plane stand before the words."""
    text = "😀😀 According to Reuters, Turkish officials said that the pipeline may be shut."
    found = shape(annotated(text))

    def words(span: list[int]) -> str:
        return found["document"]["text"][slice(*span)]

    assert [words(a["source"]["span"]) for a in found["attributions"]] == ["Reuters", "Turkish officials"]
    assert [words(a["cue"]["span"]) for a in found["attributions"]] == ["According to", "said"]
    assert "may" in [words(h["span"]) for h in found["hedges"]]


def test_a_hedge_belongs_to_the_innermost_attribution_around_it() -> None:
    one = annotated("According to Reuters, Turkish officials said that the pipeline may be shut.")
    inner = next(a for a in one.attributions if a.parent is not None)
    (may,) = (h for h in one.hedges if h.span.of(one.document.text) == "may")
    assert may.attribution == inner.id


# ---------------------------------------------------------------- stable, and apart from other documents


def seed_documents() -> list[Document]:
    read = [read_bytes(p.read_bytes(), path=f"seeds/{p.name}") for p in SEEDS]
    return [d for d in read if isinstance(d, Document)]


def test_the_order_of_documents_does_not_matter() -> None:
    documents = seed_documents()
    forwards = {d.id: to_line(annotator().annotate(d)) for d in documents}
    fresh = Annotator(resources(), tagger="rules")
    backwards = {d.id: to_line(fresh.annotate(d)) for d in reversed(documents)}
    assert len(forwards) == len(SEEDS)
    assert forwards == backwards


def test_a_second_run_gives_the_same() -> None:
    document = seed_documents()[0]
    assert to_line(annotator().annotate(document)) == to_line(annotator().annotate(document))


def test_ids_differ_where_documents_differ() -> None:
    one = annotated("The mayor said that the bridge was safe.")
    other = annotated("The mayor said that the bridge was safe.\n")
    assert {a.id for a in one.attributions}.isdisjoint(a.id for a in other.attributions)
    assert {c.id for c in one.claims}.isdisjoint(c.id for c in other.claims)


HASHED = """
import sys
from provenance.export import to_line
from provenance.ingest import read_bytes
from provenance.pipeline import Annotator, load_resources
annotator = Annotator(load_resources(), tagger="rules")
for path in sys.argv[1:]:
    sys.stdout.write(to_line(annotator.annotate(read_bytes(open(path, "rb").read(), path=path))))
"""


def test_the_seed_of_pythons_hashes_changes_nothing() -> None:
    def run(hash_seed: str) -> bytes:
        command = [sys.executable, "-X", "utf8", "-c", HASHED, *(str(p.relative_to(ROOT)) for p in SEEDS)]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout

    first = run("1")
    assert len(first.splitlines()) == len(SEEDS)
    assert run("2") == first


def test_the_digest_of_the_lexicon_names_the_rules() -> None:
    assert lexicon_digest() == load_resources().lexicon_digest
    assert len(lexicon_digest()) == 64


# ---------------------------------------------------------------- titles, ratings, languages


def test_the_first_headline_is_the_title_where_the_carrier_gives_none() -> None:
    body = "The harbour in the old town was closed for three days after the storm."
    assert annotated(f"Storm Shuts the Harbour\n\n{body}").document.title == "Storm Shuts the Harbour"
    assert annotated(body).document.title is None


def test_a_rating_is_the_reliability_of_the_origin_and_null_where_nobody_rated() -> None:
    text = "According to Reuters, the bridge is safe."
    (unrated,) = annotated(text).claims
    rating = Rating(source="reuters", grade="B", rater="a person", rated_on="2024-01-01", licence="own")
    document = annotated(text).document
    (rated,) = Annotator(resources(), [rating], tagger="rules").annotate(document).claims
    assert unrated.score is not None
    assert rated.score is not None
    assert (unrated.score.reliability, rated.score.reliability) == (None, "B")


def test_only_a_grade_of_the_whole_source_is_its_reliability() -> None:
    document = annotated("According to Reuters, the bridge is safe.").document
    grade = Rating(source="reuters", grade="B", rater="a person", rated_on="2024-01-01", licence="own")
    later = replace(grade, rated_on="2025-01-01")
    others = [
        replace(later, grade="E", topic="sport"),
        replace(later, grade=None, value=0.1),
        replace(later, grade=None, scale="editorial_control", control="state_controlled"),
    ]
    for ratings, reliability in ((others, None), ([*others, grade], "B")):
        (claim,) = Annotator(resources(), ratings, tagger="rules").annotate(document).claims
        assert claim.score is not None and claim.score.reliability == reliability


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Der Bürgermeister sagte, die Brücke sei sicher. Laut Reuters wurde sie gestern geöffnet, und viele Menschen kamen, "
            "um sie zu sehen. Die Arbeiten hatten drei Jahre gedauert und waren teurer als geplant.\nQuelle: Reuters",
        ),
        (
            "ru",
            "Мэр сказал, что мост безопасен. По данным агентства, его открыли вчера, и многие пришли на него посмотреть. "
            "Работы продолжались три года и обошлись дороже, чем планировалось.\nИсточник: Reuters",
        ),
        (
            "zh",
            "市长说这座桥是安全的。据报道，大桥昨天开放，很多人前来参观。工程持续了三年，费用比计划的要高。居民们说他们等了很久，"
            "现在终于可以过河了。市政府表示，明年还将修建一条新的道路。\n来源：Reuters",
        ),
    ],
)
def test_other_languages_are_read_by_a_small_lexicon(language: str, text: str) -> None:
    one = annotated(text, options=ReadOptions())
    assert one.document.language == language
    assert len(one.attributions) == 2
    assert {a.detector.split("#")[1][:3] for a in one.attributions} == {f"{language}-"}
    assert [u.source for u in one.upstreams] == ["reuters"]
    assert [c.chain[1].source for c in one.claims] == ["reuters"] * len(one.claims)
    assert any(c.attribution is None for c in one.claims), "the author's own sentences are claims too"
    assert one.notes == (f"language {language}: attributions and hedges by a small lexicon of cues; nothing was measured",)
    assert_sound(one)


def test_english_gets_no_note() -> None:
    text = "The mayor said that the bridge was safe, and that it would be opened again in the spring of next year."
    one = annotated(text, options=ReadOptions())
    assert (one.document.language, one.notes) == ("en", ())
    assert len(one.attributions) == 1


# ---------------------------------------------------------------- hostile texts

FINISHED = 20.0
"""Seconds within which each of these must end, on a busy machine; the usual time is below one."""


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        ("(", 200_000),
        ("[", 200_000),
        ('"', 100_000),
        ('" ', 100_000),
        ("“ ", 100_000),
        ("a ", 200_000),
        ("lorem ipsum dolor sit amet ", 1_000_000),
        (". ", 50_000),
        ("!?", 100_000),
        ("@a ", 100_000),
        ("Alpha Beta Gamma ", 200_000),
        ("https://a.b/c?d=e ", 100_000),
        ("(Reuters) - ", 100_000),
        ("[People News] ", 100_000),
        ("© 2024 AFP ", 100_000),
        ("might ", 50_000),
        ("他说这是真的。", 100_000),
        ("😀", 100_000),
        ("e\u0301", 100_000),
        ("x", 1_000_000),
        ("1.2 ", 100_000),
        ("Read More\n", 50_000),
        ("He said that it rained.\n", 50_000),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_text_of_one_thing_ends(unit: str, length: int) -> None:
    started = time.perf_counter()
    one = annotated_if_read(unit * (length // len(unit)))
    assert one is not None
    assert time.perf_counter() - started < FINISHED
