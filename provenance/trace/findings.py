"""What a reader must know before trusting a document's chains: credits that contradict each other, names left open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations

from provenance.records import Credit, Finding, Relation, Upstream
from provenance.registry import Registry
from provenance.spans import Span
from provenance.trace.documents import host_of, houses, related

_PUBLISHING = ("record.publisher", "url", "json_ld.publisher", "microdata.publisher", "og:site_name", "canonical", "og:url")
_STATED = 0.7
"""The confidence from which on a credit counts as stated; the program infers those below from a house style."""

MOST_NAMED = 5
"""Candidates that a sentence names."""


def findings_of(credits: Sequence[Credit], upstreams: Sequence[Upstream], registry: Registry) -> tuple[Finding, ...]:
    """All contradictions and open names among the credits of one document, each once."""
    found = [*_publishers(credits, registry), *_canonical(credits, registry), *_upstreams(credits, upstreams, registry)]
    found += _open_names(credits, registry)
    return tuple(dict.fromkeys(found))


def _name(id_: str, registry: Registry) -> str:
    entity = registry.get(id_)
    return entity.name if entity else id_


def _spans(*credits: Credit) -> tuple[Span, ...]:
    return tuple(c.span for c in credits if c.span is not None)


def _publishers(credits: Sequence[Credit], registry: Registry) -> Iterator[Finding]:
    """Two statements of who published the page that name different houses.

    Only names that the registry knows are compared; an agency named as publisher is the outlet's way to credit it.
    """
    known = [(c, registry.get(c.source or "")) for c in houses(credits, _PUBLISHING)]
    stated = {entity.id: c for c, entity in reversed(known) if entity is not None and entity.type != "news_agency"}
    for (one, first), (other, second) in combinations(sorted(stated.items()), 2):
        if not related(one, other, registry) and "canonical" not in (first.signal, second.signal):
            detail = (
                f"{first.signal} says that {_name(one, registry)} published it, {second.signal} that {_name(other, registry)} did"
            )
            yield Finding("publishers_differ", detail, (one, other))


def _canonical(credits: Sequence[Credit], registry: Registry) -> Iterator[Finding]:
    """A page that names an address on another house's site as its own."""
    url = next((c for c in credits if c.signal == "url"), None)
    for credit in credits:
        if credit.signal != "canonical" or url is None or not (there := host_of(credit.value)):
            continue
        here = host_of(url.value)
        same = credit.source is not None and url.source is not None and related(credit.source, url.source, registry)
        if here and there != here and not there.endswith("." + here) and not here.endswith("." + there) and not same:
            sources = tuple(s for s in (url.source, credit.source) if s)
            yield Finding(
                "canonical_elsewhere", f"it was fetched from {here} and gives an address on {there} as its own", sources
            )


def _upstreams(credits: Sequence[Credit], upstreams: Sequence[Upstream], registry: Registry) -> Iterator[Finding]:
    """Credits of one kind that name different upstreams for one story, each signal none of those that another one names.

    A wire credit and a reprint line do not contradict each other: the reprinted text may be an agency's. Nor does a house style,
    which no words state, contradict a stated credit.
    """
    relations = {(u.source, u.item): u.relation for u in upstreams}
    stated: dict[tuple[int | None, Relation], dict[str, dict[str, Credit]]] = {}
    for credit in credits:
        relation = relations.get((credit.source or "", credit.item))
        if credit.source and relation and credit.role == "upstream" and credit.confidence >= _STATED:
            stated.setdefault((credit.item, relation), {}).setdefault(credit.signal, {}).setdefault(credit.source, credit)
    for signals in stated.values():
        if any(_disjoint(one, other, registry) for one, other in combinations(signals.values(), 2)):
            told = [
                f"{signal} credits {' and '.join(_name(id_, registry) for id_ in named)}" for signal, named in signals.items()
            ]
            ids = tuple(dict.fromkeys(id_ for named in signals.values() for id_ in named))
            yield Finding(
                "upstreams_differ", ", ".join(told), ids, _spans(*(c for named in signals.values() for c in named.values()))
            )


def _disjoint(one: Collection[str], other: Collection[str], registry: Registry) -> bool:
    """Whether no source of one group is, or belongs to the house of, a source of the other."""
    return not any(a == b or related(a, b, registry) for a in one for b in other)


def open_sources(
    text: str, unresolved: Iterable[tuple[Span, tuple[str, ...]]], name_of: Callable[[str], str]
) -> Iterator[Finding]:
    """Source phrases that may mean several, or one that perhaps is not meant; each wording once, with its places."""
    spans: dict[tuple[str, tuple[str, ...]], list[Span]] = {}
    for span, candidates in unresolved:
        spans.setdefault((span.of(text), candidates), []).append(span)
    for (words, candidates), places in spans.items():
        names = ", ".join(map(name_of, candidates[:MOST_NAMED])) + (", …" if len(candidates) > MOST_NAMED else "")
        only = "" if len(candidates) > 1 else ", or somebody whom the registry does not know"
        yield Finding("name_unresolved", f'"{words}", a source, may mean {names}{only}', candidates, tuple(places))


def _open_names(credits: Sequence[Credit], registry: Registry) -> Iterator[Finding]:
    """Names in credits that may mean several sources."""
    for credit in credits:
        if credit.source is None and len(credit.candidates) > 1 and credit.role in ("upstream", "publisher"):
            names = ", ".join(_name(c, registry) for c in credit.candidates[:MOST_NAMED])
            detail = f'"{credit.value}" ({credit.signal}) may mean {names}'
            yield Finding("name_unresolved", detail, credit.candidates, _spans(credit))
