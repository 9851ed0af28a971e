"""The record of a source, as data: who it is, what it published, whom it relays, how its claims stand, what others changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from provenance.registry.model import Entity, Rating
from provenance.report.sources import SourceView, country_name, entity_view, type_words
from provenance.store.cards import Neighbour
from provenance.store.judgements import Judgement
from provenance.store.source_record import ClaimsTally, PublishedDocument, SourceClaim, SourceDrift, StoredRecord

CLASSES = 10
"""The strengths of the claims are counted in so many classes of equal width, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """All that is known of a source.

    `facts` are the registry's, (label, value); none for a source that only texts name. `names` are how documents name it.
    Counts are of current documents: `published` documents, `upstream_of` credits of whole documents or stories, `relayed` and
    `originated` claims. `histogram` counts the scored claims in CLASSES classes; `mean` and `median` are None where none is
    scored. `why_not` says why the database could not be asked, or that it holds nothing of the source; None: all was read.
    """

    id: str
    source: SourceView
    facts: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    published: int = 0
    upstream_of: int = 0
    relayed: int = 0
    originated: int = 0
    documents: tuple[PublishedDocument, ...] = ()
    relays: tuple[Neighbour, ...] = ()
    relayed_by: tuple[Neighbour, ...] = ()
    tally: ClaimsTally = field(default_factory=ClaimsTally)
    histogram: tuple[int, ...] = ()
    mean: float | None = None
    median: float | None = None
    strongest: tuple[SourceClaim, ...] = ()
    weakest: tuple[SourceClaim, ...] = ()
    drifts: tuple[tuple[str, int], ...] = ()
    drift: tuple[SourceDrift, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    why_not: str | None = None


def build_source_record(
    entity: Entity | None,
    stored: StoredRecord | None,
    ratings: Iterable[Rating] = (),
    why_not: str | None = None,
    house: Entity | None = None,
) -> SourceRecord:
    """The record of a source from the registry's entry and what the database holds, one of the two at least.

    `house` is the registry's entry of the source that it belongs to. Raises ValueError where there is neither entry nor card.
    """
    rated = tuple(ratings)
    if stored is None:
        if entity is None:
            raise ValueError("a record needs an entry of the registry or of the database")
        unmet = why_not or "no document of this database names it"
        return SourceRecord(entity.id, entity_view(entity, rated), _facts(entity, house), why_not=unmet)
    card, tally = stored.card, stored.tally
    view = entity_view(entity, rated) if entity else SourceView(card.id, card.name, type_words(card.type), ratings=rated)
    size = len(tally.strengths)
    middle = tally.strengths[(size - 1) // 2 : size // 2 + 1]
    return SourceRecord(
        id=card.id,
        source=view,
        facts=_facts(entity, house) if entity else (),
        names=card.names,
        published=card.published,
        upstream_of=card.upstream_of,
        relayed=card.relayed,
        originated=card.originated,
        documents=stored.documents,
        relays=card.relays,
        relayed_by=card.relayed_by,
        tally=tally,
        histogram=_histogram(tally.strengths),
        mean=sum(tally.strengths) / size if size else None,
        median=sum(middle) / len(middle) if middle else None,
        strongest=stored.strongest,
        weakest=stored.weakest,
        drifts=stored.drifts,
        drift=stored.drift,
        judgements=card.judgements,
        why_not=why_not,
    )


def _facts(entity: Entity, house: Entity | None) -> tuple[tuple[str, str], ...]:
    facts = {
        "country": country_name(entity.country) or "",
        "languages": ", ".join(entity.languages),
        "founded": str(entity.founded or ""),
        "owner": entity.owner or "",
        "funding": entity.funding or "",
        "control": entity.editorial_control,
        "house": house.name if house else entity.parent or "",
        "also named": ", ".join(entity.aliases),
        "domains": ", ".join(entity.domains),
        "handles": ", ".join(f"{handle} on {platform}" for platform, handle in entity.handles),
    }
    return tuple((label, value) for label, value in facts.items() if value)


def _histogram(strengths: Iterable[float]) -> tuple[int, ...]:
    counts = [0] * CLASSES
    for strength in strengths:
        counts[min(CLASSES - 1, int(strength * CLASSES))] += 1
    return tuple(counts)
