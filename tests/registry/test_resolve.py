"""Names, domains and handles to ids; ambiguous names with and without the context that decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provenance.registry import Context, Rating, Registry, load_registry


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def context(text: str = "", role: str = "mention", **sets: list[str]) -> Context:
    values: dict[str, Any] = {key: frozenset(value) for key, value in sets.items()}
    return Context(role=role, text=text, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "id_", "how"),
    [
        ("Reuters", "reuters", "name"),
        ("REUTERS", "reuters", "name"),
        ("Reuters's", "reuters", "name"),
        ("“Reuters”", "reuters", "name"),
        ("Barron's", "barrons", "name"),
        ("Voice of America (VOA)'s", "voa", "alias"),
        ("New York Times", "nyt", "name"),
        ("the New  York\nTimes", "nyt", "name"),
        ("AFP", "afp", "alias"),
        ("People’s Daily", "peoples-daily", "name"),
        ("China’s ‘Economic Information Daily’", "economic-information-daily", "name"),
        ("the Ukrainian National News Agency (Ukrinform)", "ukrinform", "alias"),
        ("Russian state news agency TASS", "tass", "name"),
        ("the U.S.-based political research and analysis firm Filter Labs", "filter-labs", "alias"),
        ("Global Times newspaper", "global-times", "name"),
        ("Russian Business Daily", "rbc", "alias"),
        ("Chinese customs", "gacc", "alias"),
        ("X (formerly Twitter)", "x", "alias"),
        ("nato", "nato", "alias"),
        ("路透社", "reuters", "alias"),
        ("Рейтер", "reuters", "alias"),
        ("رويترز", "reuters", "alias"),
        ("ft.com", "financial-times", "domain"),
        ("@Reuters", "reuters", "handle"),
    ],
)
def test_a_plain_name_resolves(registry: Registry, name: str, id_: str, how: str) -> None:
    found = registry.resolve(name)
    assert (found.id, found.how, found.candidates) == (id_, how, (id_,))


@pytest.mark.parametrize(
    "name",
    [
        *("", "   ", "afp", "Beijing", "a source", "Rand Paul", "Rand", "the Chinese economist", "the time", "x" * 5000),
        *(
            "Filter Labs founder Jonathan Teubner",
            "Jane Doe (Reuters)",
            "a spokesman for Reuters",
            "a reporter at the newspaper Bild",
        ),
    ],
)
def test_what_is_no_name_stays_unknown(registry: Registry, name: str) -> None:
    found = registry.resolve(name)
    assert (found.id, found.candidates, found.how) == (None, (), "unknown")


@pytest.mark.parametrize(
    "name", ["Time", "X", "Interfax", "the Guardian", "AP", "Interfax news agency", "CCTV", "The Post", "Foreign Ministry"]
)
def test_an_ambiguous_name_alone_lists_its_candidates(registry: Registry, name: str) -> None:
    found = registry.resolve(name)
    assert found.id is None
    assert found.how == "unresolved"
    assert found.candidates


@pytest.mark.parametrize(
    ("name", "around", "id_"),
    [
        # credit
        ("AP", context("(AP)", "credit"), "ap"),
        ("AP", context("The AP mathematics exam is hard.", "mention"), "ap"),  # "the AP": the phrase decides
        ("AP", context("Install an AP in the hall.", "mention"), None),
        # speaks
        ("Time", context("The minister told Time that it was over.", "channel"), "time"),
        ("Time", context("Time will tell whether it was over.", "source"), None),
        ("Time", context("It was about Time.", "mention"), None),
        # words, and words that say that it is something else
        ("Planet", context("Satellite imagery by Planet showed a ship."), "planet-labs"),
        ("Planet", context("The Planet is warming."), None),
        ("CCTV", context("CCTV footage showed the crash, police said.", "source", countries=["CN"]), None),
        ("CCTV", context("The visit went well, CCTV said.", "source", countries=["CN"]), "cctv"),
        ("CCTV", context("The thief left, CCTV said.", "source", countries=["GB"]), None),
        # country
        ("Interfax", context(countries=["RU"]), "interfax"),
        ("Interfax", context(countries=["UA"]), "interfax-ukraine"),
        ("Interfax", context(countries=["UA", "RU"]), None),
        ("Foreign Ministry", context(countries=["CN"]), "mfa-cn"),
        ("RBC", context("RBC analysts said so.", "source", countries=["CA"]), None),
        ("RBC", context("RBC reported on Monday.", "source", countries=["RU"]), "rbc"),
        # a full name outweighs a country, and a link that
        ("Interfax", context(countries=["UA", "RU"], named=["interfax-ukraine"]), "interfax-ukraine"),
        ("Interfax", context(countries=["UA"], named=["interfax-ukraine"], domains=["www.interfax.ru"]), "interfax"),
        ("The Post", context(named=["kyiv-post"]), "kyiv-post"),
        ("The Post", context(named=["kyiv-post", "washington-post"]), None),
        # phrase
        ("X", context("Another user on X, who gave no name, agreed."), "x"),
        ("X", context("On the X platform, one user agreed."), "x"),
        ("X", context("Solve for X.", "source"), None),
        ("X", context("It relies on X-rays."), None),
        ("X", context("We saw it there.", domains=["twitter.com"]), "x"),
        # default
        ("The Guardian", context("He told the Guardian so.", "channel"), "guardian"),
        ("The Guardian", context("He told the Guardian so.", "channel", countries=["NG"]), "guardian-ng"),
        ("The Guardian", context("He told the Guardian so.", "channel", countries=["NG", "GB"]), "guardian"),
        ("The Guardian", context("The Guardian of the seal left.", "mention"), None),
        # what is said beside the name
        ("Time magazine", context(), "time"),
        ("the X platform", context(), "x"),
        ("Britain's Guardian", context(), "guardian"),
        ("Russia's Interfax", context(), "interfax"),
        ("Brazil's Interfax", context(), None),
        ("People News", context("[People News]", "credit"), "people-news"),
    ],
)
def test_context_decides(registry: Registry, name: str, around: Context, id_: str | None) -> None:
    found = registry.resolve(name, around)
    assert found.id == id_
    assert found.how == ("context" if id_ else "unresolved")


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("https://edition.cnn.com/2024/05/16/x.html?a=b#c", "cnn"),
        ("WWW.Reuters.com", "reuters"),
        ("reuters.com:443", "reuters"),
        ("folha.uol.com.br", "folha"),
        ("www.uol.com.br", "uol"),
        ("https://www.bbc.com/russian/articles/1", "bbc-russian"),
        ("https://www.bbc.com/news", "bbc"),
        ("https://xn--h1aehhjhg.xn--p1ai/", None),
        ("https://россиясегодня.рф/a", "rossiya-segodnya"),
        ("notreuters.com", None),
        ("reuters.com.example.net", None),
        ("stats.gov.cn", "nbs-cn"),
        ("anything.gov.cn", None),
        *((suffix, None) for suffix in ("com", "co.uk", "gov.cn", "", "not a host", "http://", "http://[::1")),
    ],
)
def test_addresses(registry: Registry, address: str, id_: str | None) -> None:
    assert registry.resolve_domain(address) == id_


def test_an_address_in_punycode_is_the_same_address(registry: Registry) -> None:
    host = "россиясегодня.рф".encode("idna").decode()
    assert registry.resolve_domain(f"https://{host}/") == "rossiya-segodnya"


@pytest.mark.parametrize(
    ("platform", "handle", "id_"),
    [
        ("x", "@Reuters", "reuters"),
        ("twitter", "reuters", "reuters"),
        ("x", "https://x.com/XHNews/", "xinhua"),
        ("telegram", "rybar", "rybar"),
        ("x", "rybar", None),
    ],
)
def test_handles(registry: Registry, platform: str, handle: str, id_: str | None) -> None:
    assert registry.resolve_handle(platform, handle) == id_


def test_types_and_transports(registry: Registry) -> None:
    types = {id_: registry.entities[id_].type for id_ in ("reuters", "cnn", "white-house", "un", "statista", "x", "oryx")}
    assert types == {
        "reuters": "news_agency",
        "cnn": "news_outlet",
        "white-house": "official_body",
        "un": "official_body",
        "statista": "organization",
        "x": "organization",
        "oryx": "news_outlet",
    }
    assert [id_ for id_ in ("x", "google-news", "reuters", "substack") if registry.entities[id_].is_transport] == [
        "x",
        "google-news",
    ]


def test_ratings_are_none_until_they_are_given(registry: Registry) -> None:
    assert registry.rating("reuters") is None
    old = Rating("reuters", "B", "a rater", "2024-01-01", "CC BY 4.0")
    new = Rating("reuters", "A", "a rater", "2025-01-01", "CC BY 4.0")
    rated = registry.with_ratings([old, new])
    assert rated.rating("reuters") == new
    assert rated.ratings("reuters") == (new, old)
    assert rated.rating("afp") is None
    later = replace(new, rated_on="2026-01-01")
    others = (replace(later, topic="sport"), replace(later, grade=None, value=0.4), replace(later, scale="editorial_control"))
    assert registry.with_ratings([old, *others, new]).rating("reuters") == new
    assert registry.rating("reuters") is None
    assert rated.digest == registry.digest
