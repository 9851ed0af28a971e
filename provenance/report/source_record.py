"""What is known of one source, as data: the registry's facts, ratings, what it published, how its claims stand, what others made
of its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from provenance.registry.model import Entity, Rating
from provenance.report.sources import SourceView, entity_view, facts_of, type_words
from provenance.store.cards import SourceCard
from provenance.store.source_record import ClaimsTally, PublishedDocument, SourceClaim, SourceDrift, StoredRecord

CLASSES = 10
"""The strengths of the claims are counted in so many classes of equal width, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source's record.

    `facts` are what the registry says, label and text; `ratings` are all of them, newest first. `card` is what the database
    holds of it in chains, None where no document names it; `why_not` says why nothing could be read there, None where it was.
    The fields from `documents` on tell how it did: what it published (the newest alone), how the claims stand whose chain ends
    with it, the strongest and the weakest of them, and what other documents have otherwise than its words (`drifts`: how often,
    by kind; `drift`: some). `histogram` counts the strengths in CLASSES classes; `mean` and `median` are None where there are
    none.
    """

    view: SourceView
    facts: tuple[tuple[str, str], ...]
    ratings: tuple[Rating, ...]
    card: SourceCard | None
    documents: tuple[PublishedDocument, ...] = ()
    tally: ClaimsTally = field(default_factory=ClaimsTally)
    histogram: tuple[int, ...] = ()
    mean: float | None = None
    median: float | None = None
    strongest: tuple[SourceClaim, ...] = ()
    weakest: tuple[SourceClaim, ...] = ()
    drifts: tuple[tuple[str, int], ...] = ()
    drift: tuple[SourceDrift, ...] = ()
    why_not: str | None = None

    @property
    def edges(self) -> tuple[float, ...]:
        """The strengths between the classes of the histogram."""
        return tuple(round(n / CLASSES, 3) for n in range(CLASSES + 1))


def build_source(entity: Entity | None, card: SourceCard | None, ratings: Iterable[Rating] = ()) -> SourceRecord:
    """The record without how the source did. Raises ValueError where neither the registry nor the database has it."""
    if entity is not None:
        rated = _of(entity.id, ratings)
        return SourceRecord(entity_view(entity, rated), tuple(facts_of(entity)), rated, card)
    if card is None:
        raise ValueError("a record needs the registry's entry or the database's card")
    rated = _of(card.id, ratings)
    return SourceRecord(SourceView(card.id, card.name, type_words(card.type), ratings=rated), (), rated, card)


def build_source_record(
    entity: Entity | None, stored: StoredRecord | None, ratings: Iterable[Rating] = (), why_not: str | None = None
) -> SourceRecord:
    """The whole record, from the registry's entry and what the database holds, one of the two at least (else ValueError)."""
    found = build_source(entity, stored.card if stored else None, ratings)
    if stored is None:
        return replace(found, why_not=why_not)
    strengths = stored.tally.strengths
    size = len(strengths)
    middle = strengths[(size - 1) // 2 : size // 2 + 1]
    return replace(
        found,
        documents=stored.documents,
        tally=stored.tally,
        histogram=_histogram(strengths),
        mean=sum(strengths) / size if size else None,
        median=sum(middle) / len(middle) if middle else None,
        strongest=stored.strongest,
        weakest=stored.weakest,
        drifts=stored.drifts,
        drift=stored.drift,
        why_not=why_not,
    )


def _of(source: str, ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    return tuple(sorted((r for r in ratings if r.source == source), key=lambda r: (r.rated_on, r.rater, r.topic), reverse=True))


def _histogram(strengths: Iterable[float]) -> tuple[int, ...]:
    counts = [0] * CLASSES
    for strength in strengths:
        counts[min(CLASSES - 1, int(strength * CLASSES))] += 1
    return tuple(counts)
