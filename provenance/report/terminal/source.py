"""The card of a source: what the registry knows of it, who rated it, and what the database holds of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from provenance.registry.model import Entity
from provenance.report.sources import entity_view, facts_of, type_words
from provenance.report.terminal.canvas import PLAIN, Canvas
from provenance.report.text import counted

if TYPE_CHECKING:
    from provenance.store import Judgement, Neighbour, SourceCard

MOST_JUDGEMENTS = 10
"""Judgements that are listed; all of them are in the view v_judgements."""


def source_lines(
    entity: Entity | None, card: SourceCard | None, rated: Sequence[str], why_not: str | None, canvas: Canvas = PLAIN
) -> Iterator[str]:
    """The card, line by line, without line feeds.

    `entity` is the registry's entry and `card` the database's, one of the two at least; `rated` are the ratings in words, and
    `why_not` why the database could not be asked (None: it was).
    """
    if entity is not None:
        yield from _registered(entity, canvas)
    elif card is not None:
        yield canvas.paint.bold(f"{card.name} ({card.id})")
        yield from canvas.labelled("kind", f"{type_words(card.type)}, provisional: of this database alone, not of the registry")
    for index, line in enumerate(rated or ["by nobody" if why_not is None else f"not known: {why_not}"]):
        yield from canvas.labelled("" if index else "rated", line)
    if card is not None:
        yield from _stored(card, canvas)
    elif why_not is None:
        yield from canvas.labelled("here", "no document of this database names it")


def _registered(entity: Entity, canvas: Canvas) -> Iterator[str]:
    yield canvas.paint.bold(f"{entity.name} ({entity.id})")
    yield from canvas.labelled("kind", entity_view(entity).kind)
    for label, fact in facts_of(entity):
        yield from canvas.labelled(label, fact)


def _stored(card: SourceCard, canvas: Canvas) -> Iterator[str]:
    counts = [
        f"publisher of {counted(card.published, 'document')}" if card.published else "",
        f"upstream by {counted(card.upstream_of, 'credit')} of whole documents" if card.upstream_of else "",
        f"relay of {counted(card.relayed, 'claim')}" if card.relayed else "",
        f"origin of {counted(card.originated, 'claim')}" if card.originated else "",
    ]
    yield from canvas.labelled("here", ", ".join(filter(None, counts)) or "no document of this database names it in a chain")
    if card.names:
        yield from canvas.labelled("as named", ", ".join(card.names))
    if card.relays:
        yield from canvas.labelled("relays", neighbour_words(card.relays))
    if card.relayed_by:
        yield from canvas.labelled("relayed by", neighbour_words(card.relayed_by))
    for index, one in enumerate(card.judgements[:MOST_JUDGEMENTS]):
        yield from canvas.labelled("" if index else "judged", judgement_words(one))
    if len(card.judgements) > MOST_JUDGEMENTS:
        yield from canvas.labelled("", f"… and {len(card.judgements) - MOST_JUDGEMENTS} more, in the view v_judgements")


def neighbour_words(found: Sequence[Neighbour]) -> str:
    """Neighbours in chains with the number of claims: "Ukrinform (2), Reuters (1)"."""
    return ", ".join(f"{one.name} ({one.claims:,})" for one in found)


def judgement_words(one: Judgement) -> str:
    """A judgement in one sentence."""
    if one.document is not None:
        said = f"in document {one.document}, {one.source} is {one.meant}"
    elif one.source == one.meant:
        said = f"{one.source} is nobody else"
    elif one.kind == "alias":
        said = f'the name "{one.name}" means {one.meant}'
    else:
        said = f"{one.source} is {one.meant}"
    return f"{said} ({one.made[:10]}{f': {one.note}' if one.note else ''})"
