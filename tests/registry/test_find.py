"""All names in a text: where they stand, which they are, and never two on one character."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.registry import (
    Entity,
    Rating,
    Registry,
    Sources,
    at,
    bundled_sources,
    countries_in,
    document_context,
    load_registry,
    read_sources,
)
from provenance.registry.find import Finder
from provenance.registry.normal import bare
from provenance.registry.resolve import Entry

REGISTRY = load_registry()
NAMES = sorted(
    {form for e in REGISTRY.entities.values() for form in (e.name, *e.aliases)} | {a.alias for a in REGISTRY.ambiguous}
)


def found(text: str) -> list[tuple[str, str | tuple[str, ...]]]:
    return [(m.span.of(text), m.id or m.candidates) for m in REGISTRY.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("According to Reuters, it rained.", [("Reuters", "reuters")]),
        ("REUTERS and (AFP) agreed.", [("REUTERS", "reuters"), ("AFP", "afp")]),
        ("The Associated Press of Pakistan said", [("Associated Press of Pakistan", "app")]),
        ("in the New York Times’s view", [("New York Times", "nyt")]),
        ("the People’s Daily wrote", [("People’s Daily", "peoples-daily")]),
        ("the Institute for the\nStudy of War", [("Institute for the\nStudy of War", "isw")]),
        ("Time said", [("Time", ("time",))]),
        ("told the Hill", [("the Hill", ("the-hill",))]),
        ("据路透社报道，BBC称", [("路透社", "reuters"), ("BBC", "bbc")]),
        (
            "Как сообщает Интерфакс-Украина, РИА Новости",
            [("Интерфакс-Украина", "interfax-ukraine"), ("РИА Новости", "ria-novosti")],
        ),
        ("연합뉴스는 보도했다", [("연합뉴스", "yonhap")]),
        ("posted on X.", [("X", ("x",))]),
        ("Nato and Unicef", [("Nato", "nato"), ("Unicef", "unicef")]),
    ],
)
def test_finds(text: str, names: list[tuple[str, str | tuple[str, ...]]]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        *("", "it is time to map the nation", "an X-ray of the hill", "Hill said", "@Reuters", "Reutersville", "ap and afp"),
        *("Rand Paul and Lana agreed", "reuters", "lenta.Rumble", "some_Reuters_thing"),
    ],
)
def test_finds_nothing(text: str) -> None:
    assert found(text) == []


@given(
    st.lists(
        st.one_of(st.sampled_from(NAMES), st.text(max_size=12), st.sampled_from([" ", ", ", "’s ", "\n", "the "])), max_size=12
    )
)
def test_matches_are_in_order_apart_and_known(parts: list[str]) -> None:
    text = "".join(parts)
    last = 0
    for match in REGISTRY.find(text):
        assert match.span.start >= last
        last = match.span.end
        assert match.span.start < match.span.end <= len(text)
        assert match.candidates
        words = bare(match.span.of(text)).casefold()
        assert words in (bare(match.alias).casefold(), bare(match.alias).casefold().removeprefix("the "))
        resolved = REGISTRY.resolve(match.alias)
        assert (resolved.id == match.id) if match.sure else match.candidates == resolved.candidates


@given(st.sampled_from(NAMES))
def test_every_name_is_found_whole(name: str) -> None:
    text = f"“It is so,” {name} said."
    covered = [m.span.of(text) for m in REGISTRY.find(text)]
    short = name[4:] if name.startswith("The ") else name
    assert name in covered or short in covered


def test_a_million_characters_take_about_a_second() -> None:
    text = "China and Russia met, Reuters and the Chinese Foreign Ministry said on Monday in New York. " * 11_000
    REGISTRY.find("warm")
    start = time.process_time()
    matches = REGISTRY.find(text)
    assert len(matches) == 22_000
    assert time.process_time() - start < 3.0  # measured 0.4; the bound only catches a change of kind


def test_countries() -> None:
    assert countries_in("Beijing and the U.S. met Polish officials; us and them, china on the table") == {"CN", "US", "PL"}
    assert countries_in("") == frozenset()


def test_the_context_of_a_document() -> None:
    text = "Kyiv, May 1 (Interfax-Ukraine). Interfax also said so in Ukraine and Russia."
    matches = REGISTRY.find(text)
    shared = document_context(text, matches, ["https://www.bbc.com/news/1", "/relative"], "en")
    assert shared.countries == {"UA", "RU"}
    assert shared.named == {"interfax-ukraine"}
    assert shared.domains == {"www.bbc.com"}
    assert at(shared, "source", "Interfax also said so").role == "source"


def test_a_registry_of_nothing_finds_nothing() -> None:
    assert Registry(Sources({}, (), "")).find("Reuters 路透社") == ()


def test_what_finds_names_is_built_once_for_all_texts_ratings_and_annotators(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []

    class Counted(Finder[Entry]):
        def __init__(self, names: Iterable[tuple[str, Entry]]) -> None:
            listed = list(names)
            built.append(len(listed))
            super().__init__(listed)

    monkeypatch.setattr("provenance.registry.registry.Finder", Counted)
    registry = Registry(read_sources([bundled_sources()]))
    assert built == [], "nothing is built before the first text"
    rated = registry.with_ratings([Rating("reuters", "A", "a person", "2024-05-26", "own")])
    for one in (registry, rated, rated.with_ratings([])):
        for text in ("Reuters said", "AFP said", "Интерфакс сообщил", "ТАСС сообщил"):
            assert len(one.find(text)) == 1
    assert len(built) == 2, "once for texts as they are, once with the cases of Cyrillic names"
    assert (registry.rating("reuters"), len(rated.ratings("reuters"))) == (None, 1)


def test_five_thousand_aliases_are_all_found() -> None:
    towns = [
        a + b
        for a in "Ash Birch Cedar Elm Fir Hazel Larch Maple Oak Pine Rowan Alder".split()
        for b in ("bridge", "ford", "ham", "by", "ton")
    ]
    times = "Daily Weekly Evening Morning Sunday New Old East".split()
    kinds = "Herald Gazette Tribune Courier Observer Standard Chronicle Examiner Mirror Bugle".split()
    names = [f"{town} {time} {kind}" for town in towns for time in times for kind in kinds]
    names = [*names, *(f"The {name} of {n}" for n, name in enumerate(names[:200]))]
    assert len(names) == 5_000
    entities = {f"e{n}": Entity(f"e{n}", name, "newspaper") for n, name in enumerate(names)}
    found = Registry(Sources(entities, (), "")).find(" said. ".join(names))
    assert [m.id for m in found] == list(entities)
