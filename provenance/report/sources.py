"""A source as a reader wants to see it: who, what kind, where, under whose control, rated by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from provenance.records import UNKNOWN_PUBLISHER, UNRESOLVED, UNSPECIFIED, AnnotatedDocument, SourceRef
from provenance.registry.model import Entity, Rating

_TYPE_WORDS = {
    "person": "named person",
    "official_body": "official body",
    "organization": "organisation",
    "news_outlet": "news outlet",
    "news_agency": "news agency",
    "platform_account": "account on a platform",
    "document": "document",
    "anonymous": "unnamed person",
    "group": "class of people",
    "unspecified": "nobody named",
}
_FUNDING_WORDS = {
    "private": "privately funded",
    "state": "state-funded",
    "public": "publicly funded",
    "nonprofit": "non-profit",
    "intergovernmental": "intergovernmental",
    "user_generated": "user-generated",
}
_CONTROL_WORDS = {
    "independent": "independent",
    "state_funded_independent": "state-funded, editorially independent",
    "state_controlled": "state-controlled",
    "party_controlled": "party-controlled",
}


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source. `kind`, `country` and `control` are words for people; None where nobody said.

    `group` is the name of the house that it belongs to: an outlet of the same house is no second voice. `known` tells whether
    the registry has it.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    control: str | None = None
    owner: str | None = None
    known: bool = False
    ratings: tuple[Rating, ...] = ()
    group: str | None = None

    @property
    def description(self) -> str:
        """Kind, country, house, control and rating in one line."""
        facts = [self.kind, self.country, f"part of {self.group}" if self.group else None, self.control]
        grades = [f"rated {r.grade} by {r.rater} ({r.rated_on})" for r in self.ratings if r.is_graded]
        facts.append("; ".join(grades) or "unrated")
        return ", ".join(fact for fact in facts if fact)


class SourceViews:
    """The sources of one document, by id."""

    def __init__(self, refs: Mapping[str, SourceRef], entities: Mapping[str, Entity], ratings: Mapping[str, tuple[Rating, ...]]):
        self._refs, self._entities, self._ratings = refs, entities, ratings

    def of(self, source: str) -> SourceView:
        """The view of a source; one that nothing is known of has its id for a name."""
        ratings = self._ratings.get(source, ())
        entity = self._entities.get(source)
        if entity is not None:
            parent = self._entities.get(entity.parent or "")
            return replace(entity_view(entity, ratings), group=parent.name if parent else None)
        if source == UNKNOWN_PUBLISHER:
            return SourceView(source, "unknown publisher", "nothing says who published it", ratings=ratings)
        ref = self._refs.get(source)
        if ref is not None and source.startswith(UNRESOLVED):
            return SourceView(source, ref.name, f"{_TYPE_WORDS[ref.type]}, open which one", ratings=ratings)
        if ref is None:
            return SourceView(source, source, "nobody named" if source == UNSPECIFIED else "source", ratings=ratings)
        return SourceView(source, ref.name, _TYPE_WORDS[ref.type], known=ref.known, ratings=ratings)


def source_views(annotated: AnnotatedDocument, entities: Mapping[str, Entity], ratings: Iterable[Rating]) -> SourceViews:
    """The sources of a document, with what the registry and the raters say of them."""
    refs = {ref.id: ref for ref in annotated.sources}
    for attribution in annotated.attributions:
        holder = attribution.holder
        refs.setdefault(holder.id, SourceRef(holder.id, holder.name, holder.type))
    if annotated.publisher is not None:
        refs.setdefault(annotated.publisher.id, SourceRef(annotated.publisher.id, annotated.publisher.name, "news_outlet"))
    grouped: dict[str, tuple[Rating, ...]] = {}
    for rating in ratings:
        grouped[rating.source] = (*grouped.get(rating.source, ()), rating)
    return SourceViews(refs, entities, grouped)


def entity_view(entity: Entity, ratings: tuple[Rating, ...] = ()) -> SourceView:
    """The view of a source that the registry has."""
    control = _CONTROL_WORDS.get(entity.editorial_control) or _FUNDING_WORDS.get(entity.funding or "")
    kind = entity.kind.replace("_", " ")
    return SourceView(entity.id, entity.name, kind, country_name(entity.country), control, entity.owner, True, ratings)


def facts_of(entity: Entity) -> Iterable[tuple[str, str]]:
    """What the registry says of a source, label and words; what it does not say is left out."""
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


def type_words(type_: str) -> str:
    """A source type in words for people; the type itself where there are none."""
    return next((words for known, words in _TYPE_WORDS.items() if known == type_), type_)


def country_name(iso2: str | None) -> str | None:
    """The name of a country by its ISO 3166 code; the code itself where no name is at hand."""
    return None if iso2 is None else _countries().get(iso2, iso2)


@cache
def _countries() -> dict[str, str]:
    from provenance.lexicon.places import places

    return {place.iso2: place.name for place in places()}
