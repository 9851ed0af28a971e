"""The made corpus: links that are right, and right links that are found. Seeds 1 to 5 were tuned on, and are not used here."""

from __future__ import annotations

import pytest

from provenance.claims.link import Linker
from tests.claims.linking import linker, registry
from tests.claims.made import made, made_statements

LEAST = 0.95
LEAST_OPPOSED = 0.90
"""A denial repeats few words of what it denies, so that fewer of them are found."""


@pytest.mark.parametrize("seed", [101, 102, 103, 104])
def test_precision_and_recall(seed: int) -> None:
    corpus = made(seed, 60)
    links = linker().links(corpus.statements)
    same, opposed = corpus.expected()
    found_same = {(one.first, one.second) for one in links if one.kind != "opposes"}
    found_opposed = {(one.first, one.second) for one in links if one.kind == "opposes"}
    assert sum(map(corpus.is_right, links)) >= LEAST * len(links)
    assert len(found_same & same) + len(found_opposed & opposed) >= LEAST * (len(same) + len(opposed))
    assert len(found_opposed & opposed) >= LEAST_OPPOSED * len(opposed)


def test_a_seed_gives_the_same_corpus() -> None:
    assert made(3, 5) == made(3, 5)
    assert made(3, 5) != made(4, 5)
    assert len(made_statements(1, 50)) == 50


def test_the_truth_holds_what_a_corpus_of_news_does() -> None:
    corpus = made(3, 60)
    roles = {one.role for one in corpus.truth.values()}
    assert roles >= {
        "wire",
        "copy",
        "bare_copy",
        "paraphrase",
        "independent",
        "circular",
        "denial",
        "other_number",
        "other_event",
    }
    origins = corpus.origins()
    assert min(origins.values()) == 1
    assert max(origins.values()) > 1


def test_links_do_not_depend_on_what_was_linked_before() -> None:
    statements = made(3, 10).statements
    assert Linker(registry()).links(statements) == linker().links(statements)
