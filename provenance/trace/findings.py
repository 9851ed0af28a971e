"""What a reader must know before trusting a document's chains: credits that contradict each other, names left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from provenance.records import Credit, Finding, Upstream
from provenance.registry import Registry
from provenance.spans import Span
from provenance.trace.documents import host_of, houses, related

_PUBLISHING = ("record.publisher", "url", "json_ld.publisher", "microdata.publisher", "og:site_name", "canonical", "og:url")
_EXCLUSIVE = frozenset(
    ["dateline", "sign_off", "sign_off_staff", "reprint_line", "copyright", "json_ld.isBasedOn", "source_line"]
)
"""Credits of which a text as a rule has one: two that name different sources contradict each other."""


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
    """Two credits of which a text has one, naming different upstreams for one story."""
    taken = {(u.source, u.item) for u in upstreams}
    stated: dict[tuple[int | None, str], Credit] = {}
    for credit in credits:
        if credit.signal in _EXCLUSIVE and credit.source and (credit.source, credit.item) in taken:
            stated.setdefault((credit.item, credit.source), credit)
    for ((item, one), first), ((other_item, other), second) in combinations(stated.items(), 2):
        if item == other_item and first.signal != second.signal and not related(one, other, registry):
            detail = f"{first.signal} credits {_name(one, registry)}, {second.signal} credits {_name(other, registry)}"
            yield Finding("upstreams_differ", detail, (one, other), _spans(first, second))


def _open_names(credits: Sequence[Credit], registry: Registry) -> Iterator[Finding]:
    """Names in credits that may mean several sources."""
    for credit in credits:
        if credit.source is None and len(credit.candidates) > 1 and credit.role in ("upstream", "publisher"):
            names = ", ".join(_name(c, registry) for c in credit.candidates[:5])
            detail = f'"{credit.value}" ({credit.signal}) may mean {names}'
            yield Finding("name_unresolved", detail, credit.candidates, _spans(credit))
