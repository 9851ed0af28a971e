"""Credits as agencies and outlets write them: the cases of `credits.toml`, each rule's own examples, places, hostile lines."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detect import find_credits
from provenance.errors import LexiconError
from provenance.lexicon.credits import implied_source, load_credit_rules, parse_credit_rules
from provenance.records import Block, CreditLine
from provenance.spans import Span

RULES = load_credit_rules()
FILE = tomllib.loads(Path(__file__).with_name("credits.toml").read_text(encoding="utf-8"))
NAMES = frozenset(FILE["names"])
"""A tiny registry."""
BODY = (
    "The harbour is closed and nobody knows why, as the keeper of the light told all who came to the pier. He went home at dusk."
)


def blocks_of(text: str, **marks: object) -> list[Block]:
    """One block a line."""
    starts, position = [], 0
    for line in text.split("\n"):
        starts.append((position, line))
        position += len(line) + 1
    return [Block(Span(start, start + len(line)), **marks) for start, line in starts if line.strip()]  # type: ignore[arg-type]


def credits(text: str, blocks: list[Block] | None = None) -> tuple[CreditLine, ...]:
    return find_credits(text, blocks_of(text) if blocks is None else blocks, RULES, NAMES.__contains__)


def found(text: str, blocks: list[Block] | None = None) -> list[tuple[str, str]]:
    return [(c.name.of(text), c.signal) for c in credits(text, blocks)]


def rules(text: str) -> set[str]:
    return {c.rule.split("#")[1] for c in credits(text)}


def placed(line: str, places: Collection[str]) -> str:
    """A line where a rule for these places may find it: alone, or above or below a text."""
    if "lone" in places:
        return line
    return f"{line}\n{BODY}\n{BODY}" if "above" in places else f"{BODY}\n{BODY}\n{line}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_and_the_counter_example_of_each_rule(rule) -> None:
    beside = "" if rule.beside is None else "\nAP\nYour daily look at late-breaking news, upcoming events"
    assert rule.beside is None or rule.beside.search(beside)
    assert rule.id in rules(placed(rule.example, rule.places) + beside)
    assert rule.id not in rules(placed(rule.counter_example, rule.places))


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["text"][:60])
def test_a_line_and_whom_it_credits(case) -> None:
    said = [tuple(credit) for credit in case["credits"]]
    wanted = [name for name, _ in said]
    text = placed(case["text"], case.get("places", ["lone"]))
    names = [("*" if wanted[i : i + 1] == ["*"] else name, signal) for i, (name, signal) in enumerate(found(text))]
    assert names == said


def test_the_cases_show_many_scripts_and_every_signal() -> None:
    shown = {signal for case in FILE["case"] for _, signal in case["credits"]}
    assert shown == {rule.signal for rule in RULES}


def test_credits_know_their_passage() -> None:
    text = f"(Reuters) - One thing happened.\n{BODY}\n(People News)"
    assert [(c.passage, c.name.of(text)) for c in credits(text)] == [(0, "Reuters"), (2, "People News")]


def test_in_a_long_passage_credits_stand_at_its_ends() -> None:
    text = "[People News] " + "The harbour is closed and nobody knows why. " * 40 + "© 2024 AFP"
    assert [name for name, _ in found(text)] == ["People News", "AFP"]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        (f"Storm closes harbour\nReuters\n{BODY}\n{BODY}", "byline"),
        (f"{BODY}\nReuters\n{BODY}", "photo_credit"),
        (f"{BODY}\n{BODY}\nReuters", "sign_off"),
        (f"{BODY}\n{BODY} (Reuters)\n{BODY}", "photo_credit"),
        (f"{BODY}\n{BODY} (Reuters)", "sign_off"),
        (f"{BODY}\n{BODY} — Reuters\nSubscribe", "sign_off"),
        (f"{BODY}\n© Reuters\n{BODY}", "photo_credit"),
        (f"{BODY}\n{BODY}\n© Reuters", "copyright"),
    ],
)
def test_what_a_lone_name_credits_is_told_by_its_place(text: str, signal: str) -> None:
    assert found(text) == [("Reuters", signal)]


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("By\nJane Doe", ["Jane Doe"]),
        ("Written by:\nJane Doe and John Roe", ["Jane Doe and John Roe"]),
        ("Jane Doe\nPolitical Correspondent", ["Jane Doe", "Political Correspondent"]),
        ("Автор:\nИван Иванов", ["Иван Иванов"]),
        ("Jane Doe\nShare", []),
        ("Share\nJane Doe", []),
        ("By\nthe sea", []),
        ("Storm Closes Harbour\nRead the editor's letter", []),
    ],
)
def test_names_between_what_leads_to_them_or_says_what_they_are_and_the_text(above: str, names: list[str]) -> None:
    assert [name for name, signal in found(f"{above}\n{BODY}\n{BODY}") if signal == "byline"] == names
    assert found(f"{BODY}\n{above}\n{BODY}") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jane Doe, May 5", "Jane Doe"),
        ("5 May 2024 by Jane Doe", "Jane Doe"),
        ("Jane Doe Staff Writer", "Jane Doe"),
        ("Jane Doe says that the port is closed", None),
        ("Jane Doering", None),
        ("Fares rise, by John Roe and Jane Doe", None),
    ],
)
def test_a_line_that_consists_of_authors_whom_the_document_names(line: str, name: str | None) -> None:
    text = f"{line}\n{BODY}\n{BODY}"
    credits = find_credits(text, blocks_of(text), [], NAMES.__contains__, authors=["jane doe"])
    assert [c.name.of(text) for c in credits] == ([name] if name else [])


def test_a_second_byline_without_by_is_a_picture_s() -> None:
    text = f"Storm closes harbour\nBy Jane Doe\nJohn Roe, AFP\n{BODY}"
    assert found(text) == [("Jane Doe", "byline"), ("AFP", "photo_credit")]


def test_a_caption_credits_its_picture() -> None:
    text = "Soldiers rest. (Reuters)"
    assert found(text, blocks_of(text, tag="figcaption")) == [("Reuters", "photo_credit")]


def test_far_from_the_article_of_a_page_bylines_are_another_s() -> None:
    menu = [f"Menu {i}" for i in range(30)]
    text = "\n".join(["Reuters", *menu, BODY, *menu, "By Reuters", "© 2024 Reuters"])
    blocks = [Block(b.span, main=b.span.of(text) == BODY) for b in blocks_of(text)]
    assert found(text, blocks) == [("Reuters", "copyright")]
    assert ("Reuters", "byline") in found(text)


def test_a_credit_of_several_is_cut_up_into_one_for_each() -> None:
    text = "jd/rt (AFP, dpa, Reuters)"
    parts = credits(text)
    assert [p.span.of(text) for p in parts] == ["jd/rt (AFP", ", dpa", ", Reuters)"]


def test_a_bare_line_needs_a_name_of_the_registry() -> None:
    text = "Harbour Post"
    assert found(text) == []
    assert find_credits(text, blocks_of(text), RULES, lambda _: True, lambda _: False) == ()
    assert find_credits(text, blocks_of(text), RULES, lambda _: True) != ()


def test_a_mark_of_a_house_is_kept_once_and_only_beside_its_name() -> None:
    text = f"{BODY}\n___\n{BODY}\n___\nAn AP count is under way."
    assert [s for _, s in found(text)] == ["house_style"]
    assert found(text.replace("AP", "early")) == []


def test_whom_a_house_style_implies() -> None:
    assert [implied_source(c.rule) for c in credits("(Reporting by Jane Doe; Editing by John Roe)")] == ["reuters"]
    assert [implied_source(c.rule) for c in credits("The road is open. Enditem")] == ["xinhua"]
    assert [implied_source(c.rule) for c in credits("KYIV (AFP) - The road is open.")] == [""]


HOSTILE = (
    *("(", "KYIV, ", "A ", "Ab-", "Reporting by ", "; Editing by ", "Reporting by Jane Doe; Editing by ", "By Jane Doe, "),
    *("Jane Doe and ", "Source: ", "新华社记者", "转载自", "© 2024 ", "AP contributed ", "U.S. ", "(Reuters) ", "5. 5. "),
    *("This article was published in ", "AP writer X contributed ", "The post a appeared first on ", "から転載", "@a"),
    *("AFP, ", "wire services and ", "\u200b", "___\n", "(Reuters)\n", "By A B\n", "auto-generated from ANI ", "— ", "/a"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_100_kb_of_anything_end_soon(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    lines = "\n".join(text[i : i + 690] for i in range(0, len(text), 690))
    for hostile in (text, lines):
        begun = time.process_time()
        credits(hostile)
        assert time.process_time() - begun < 10  # a pattern that tries every way to read it takes hours


RULE = """[pieces]
WHO = '''(?P<name>{NAME})'''

[[rule]]
id = "a"
signal = "via"
anchor = "line"
pattern = '''via {WHO}'''
needs = ["via"]
example = "via Reuters"
counter_example = "via nobody"
"""


def test_a_file_of_rules_may_have_pieces_of_its_own() -> None:
    (rule,) = parse_credit_rules(RULE)
    assert rule.pattern.fullmatch("via Reuters")
    assert (rule.needs, rule.implies, rule.reach > 0) == (("via",), "", True)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{WHO}'", "{WHOM}'", "c.toml: rule 1: there is no piece {WHOM}; there are BRAND, MARKS, "),
        ("{NAME}", "{NAIM}", "c.toml: piece WHO: there is no piece {NAIM}; "),
        ('["via"]', '["Via"]', "c.toml: rule 1: needs ['Via'] must be in lower case."),
        ('needs = ["via"]', 'inside = "fog"', "c.toml: rule 1: inside is 'fog'; legal are "),
        ('needs = ["via"]', 'beside = "("', "c.toml: rule 1: the pattern is no regular expression: "),
    ],
)
def test_rules_that_break_the_rules(old: str, new: str, message: str) -> None:
    with pytest.raises(LexiconError) as raised:
        parse_credit_rules(RULE.replace(old, new), "c.toml")
    assert str(raised.value).startswith(message)


PIECES = (
    *("(", ")", "[", "]", "Reuters", "AFP", "Source:", "©", "2024", "By", "Via", "- ", "—", " ", "\n", "Photo", ":", "转载自"),
    *("@a", "X", "/", ", ", "KYIV", "May 5", "Jane Doe", "contributed to this report", "Reporting by", "Editing by", "社", "电"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(st.characters(), max_size=60))
def test_credits_lie_in_their_passage_and_apart(text: str) -> None:
    own = credits(text)
    assert all(0 <= c.span.start <= c.name.start <= c.name.end <= c.span.end <= len(text) for c in own)
    assert all(a.span.end <= b.span.start for a, b in pairwise(own))
