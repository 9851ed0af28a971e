"""What is known of one source, as data: the registry's facts, the ratings, and what the database holds of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.registry.model import Entity, Rating
from provenance.report.sources import SourceView, country_name, entity_view, type_words

if TYPE_CHECKING:
    from provenance.store import SourceCard


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source's record. `facts` are what the registry says, label and text; `ratings` are all of them, newest first.

    `card` is what the database holds, None where no document names it. `view.known` tells whether the registry has it.
    """

    view: SourceView
    facts: tuple[tuple[str, str], ...]
    ratings: tuple[Rating, ...]
    card: SourceCard | None


def build_source(entity: Entity | None, card: SourceCard | None, ratings: Iterable[Rating] = ()) -> SourceRecord:
    """The record of a source that the registry or the database has. Raises ValueError where neither does."""
    if entity is not None:
        rated = _of(entity.id, ratings)
        return SourceRecord(entity_view(entity, rated), tuple(_facts(entity)), rated, card)
    if card is None:
        raise ValueError("a record needs the registry's entry or the database's card")
    rated = _of(card.id, ratings)
    return SourceRecord(SourceView(card.id, card.name, type_words(card.type), ratings=rated), (), rated, card)


def _of(source: str, ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    return tuple(sorted((r for r in ratings if r.source == source), key=lambda r: (r.rated_on, r.rater, r.topic), reverse=True))


def _facts(entity: Entity) -> Iterable[tuple[str, str]]:
    facts = {
        "country": country_name(entity.country),
        "languages": ", ".join(entity.languages),
        "founded": str(entity.founded or ""),
        "owner": entity.owner,
        "funding": entity.funding,
        "control": entity.editorial_control.replace("_", " "),
        "part of": entity.parent,
        "also named": ", ".join(entity.aliases),
        "domains": ", ".join(entity.domains),
        "handles": ", ".join(f"{handle} on {platform}" for platform, handle in entity.handles),
    }
    return ((label, fact) for label, fact in facts.items() if fact)
