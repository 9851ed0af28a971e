"""Origins of claims as the linker links them: of a made corpus whose truth is known, and of the five sample articles."""

from __future__ import annotations

from functools import cache

import pytest

from provenance.claims.houses import Houses
from provenance.claims.origins import collapse, groups_of, independent
from provenance.links import ClaimLink, CountedTo, Statement
from provenance.records import Hop
from tests.claims.linking import linker, registry
from tests.claims.made import Corpus, made
from tests.claims.test_links_seeds import TAGGERS, annotated, linked, statements_of

SEEDS = (21, 22, 23)
"""No other seed of the made corpus was looked at less: 1 to 5 were tuned on, 11 to 13 and 101 to 108 seen."""
LEAST = 0.95


@cache
def counted(seed: int) -> tuple[Corpus, tuple[ClaimLink, ...], dict[str, CountedTo]]:
    corpus = made(seed, 60)
    links = linker().links(corpus.statements)
    return corpus, links, {one.claim: one for one in collapse(corpus.statements, links, Houses(registry()))}


def of_group(found: dict[str, CountedTo]) -> dict[str, list[CountedTo]]:
    groups: dict[str, list[CountedTo]] = {}
    for one in found.values():
        groups.setdefault(one.group, []).append(one)
    return groups


@pytest.mark.parametrize("seed", SEEDS)
def test_origins_of_the_made_corpus_are_counted_right(seed: int) -> None:
    corpus, _, found = counted(seed)
    groups, wanted = of_group(found), corpus.origins()
    right = sum(
        len(independent(groups[found[id_].group])) == wanted[truth.fact, truth.says] for id_, truth in corpus.truth.items()
    )
    assert right >= LEAST * len(corpus.truth)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_copy_is_counted_as_an_origin_of_its_own(seed: int) -> None:
    """Every copy that is linked with what it was copied from has that one's origin, and it is the person who said it."""
    corpus, _, found = counted(seed)
    wires = {truth.fact: id_ for id_, truth in corpus.truth.items() if truth.role == "wire"}
    copies = [id_ for id_, truth in corpus.truth.items() if truth.role in ("copy", "bare_copy")]
    assert len(copies) > 60
    missed = [id_ for id_ in copies if found[id_].group != found[wires[corpus.truth[id_].fact]].group]
    assert len(missed) <= 0.01 * len(copies)
    for id_ in set(copies) - set(missed):
        assert found[id_].origin == found[wires[corpus.truth[id_].fact]].origin == corpus.truth[id_].origin


@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_circle_is_told_from_what_else_supports_the_fact(seed: int) -> None:
    corpus, _, found = counted(seed)
    told = [found[id_].reason == "circular" for id_, truth in corpus.truth.items() if truth.role == "circular"]
    assert len(told) >= 8
    assert sum(told) >= 0.9 * len(told)
    assert all(corpus.truth[id_].role == "circular" for id_, one in found.items() if one.reason == "circular")


def of_seeds(tagger: str) -> tuple[dict[str, tuple[str, Statement]], dict[str, CountedTo]]:
    by_id, links = linked(tagger)
    statements = [s for _, s in by_id.values()]
    return by_id, {one.claim: one for one in collapse(statements, links, Houses(registry()))}


@pytest.mark.parametrize("tagger", TAGGERS)
def test_zelensky_on_the_drone_factory_is_one_origin_of_two_articles(tagger: str) -> None:
    by_id, found = of_seeds(tagger)
    factory = [
        id_
        for id_, (_, s) in by_id.items()
        if s.origin == "volodymyr-zelensky" and ("drone production site" in s.text or "Chinese nationals" in s.text)
    ]
    groups = [members for members in of_group(found).values() if {one.claim for one in members} & set(factory)]
    both = [g for g in groups if {by_id[one.claim][0] for one in g} >= {"001", "004"}]
    assert len(both) == 1
    assert independent(both[0]) == ("volodymyr-zelensky",)
    assert {one.reason for one in both[0]} <= {"independent", "same_origin", "same_relay"}


@pytest.mark.parametrize("tagger", TAGGERS)
def test_filter_labs_is_the_one_origin_of_what_two_relays_pass_on(tagger: str) -> None:
    by_id, found = of_seeds(tagger)
    own = {id_: s for id_, (number, s) in by_id.items() if number == "003" and s.origin == "filter-labs"}
    assert len(own) >= 5
    for id_, statement in own.items():
        relays = [hop.source for hop in statement.chain[:-1]]
        assert sorted(relays) == ["people-news", "voa"]
        assert found[id_].origin == "filter-labs"
        assert independent(of_group(found)[found[id_].group]) == ("filter-labs",)


def test_the_caption_of_two_articles_is_one_origin() -> None:
    """Claims of captions are made by the annotator; both articles have this one from the same publisher."""
    for tagger in TAGGERS:
        by_id, found = of_seeds(tagger)
        captions = [id_ for id_, (_, s) in by_id.items() if "attended a concert in Beijing" in s.text]
        assert sorted(by_id[id_][0] for id_ in captions) == ["003", "004"]
        assert len({found[id_].group for id_ in captions}) == 1
        assert len(independent(of_group(found)[found[captions[0]].group])) == 1


def test_an_outlet_and_the_outlet_of_its_house_are_one_origin_by_the_registry() -> None:
    houses = Houses(registry(), {"ann-lee": "Ann Lee"})
    with_parent = next(e for e in registry().entities.values() if e.parent and houses.house(e.id) != e.id)
    assert houses.house(with_parent.id) == houses.house(houses.house(with_parent.id))
    assert houses.house("ann-lee") == "ann-lee"
    assert (houses.name("ann-lee"), houses.name("nobody-knows")) == ("Ann Lee", "nobody-knows")
    transport = next(e for e in registry().entities.values() if e.is_transport)
    assert houses.is_transport(transport.id)
    assert not houses.is_transport("ann-lee")
    chains = [(Hop(with_parent.id, "published_by"),), (Hop(houses.house(with_parent.id), "published_by"),)]
    texts = [Statement(str(n), str(n), "The same.", chain) for n, chain in enumerate(chains)]
    link = ClaimLink("0", "1", "same_claim", 1.0, "", "")
    assert len(independent(collapse(texts, [link], houses))) == 1


def test_groups_of_the_seeds_hold_few_claims() -> None:
    by_id, links = linked("default")
    groups = groups_of([s for _, s in by_id.values()], links)
    assert max(map(len, groups)) <= 8
    assert sum(len(statements_of(one)) for one in annotated("default").values()) == sum(map(len, groups))
