"""Holders by name: bodies of the registry, countries, people, and several of them joined."""

from __future__ import annotations

import re

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import known_people
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.records import Holder
from provenance.registry import Context, Registry, at
from provenance.spans import Span
from provenance.trace.people import Cast, Person, folded, skeleton
from provenance.trace.phrases import Phrase, analyse, is_document, singular, without_brackets, without_possessive

_JOINT = re.compile(r"\s+and\s+|,\s+(?:and\s+)?")
_OWNER = re.compile(r"(.+?)['’]s\s")
_BODY_NAME = re.compile(r"[A-Z][\w.&-]*(?:\s+(?:of\s+|for\s+|the\s+)?[A-Z][\w.&-]*)*")
_BELONGS = re.compile(r"(?:of|from|at|with)\s+(?:the\s+)?(.+)")
MAX_JOINT = 4
"""More names joined by "and" are a list, not one voice."""
LEAST_CONSONANTS = 3
"""Names with fewer consonants resemble too many others."""


class Names:
    """The readings of a source phrase as a name."""

    def __init__(self, registry: Registry, context: Context, cast: Cast, words: HolderWords) -> None:
        self._registry = registry
        self._context = context
        self._cast = cast
        self._words = words

    def entity(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """An entity of the registry, by the whole phrase, its core, or the outlet that owns it."""
        if phrase.title or is_document(phrase, self._words):
            return None
        context = at(self._context, "source", sentence)
        for words in dict.fromkeys(filter(None, (phrase.whole, phrase.core, phrase.base))):
            entity = self._registry.get(self._registry.resolve(words, context).id or "")
            if entity is not None:
                return Holder(entity.id, entity.name, entity.type, span)
        owner = _OWNER.match(phrase.whole)
        entity = self._registry.get(self._registry.resolve(owner[1], context).id or "") if owner else None
        if entity is not None and entity.type.startswith("news") and singular(phrase.head) not in self._words.persons:
            return Holder(entity.id, entity.name, entity.type, span)  # "The Guardian's data desk"
        return None

    def place(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A country or capital that speaks; "Russians" and "Russian" are a class of people."""
        for words in (phrase.core, without_brackets(phrase.whole)) if not phrase.tail else ():
            place = place_of_name(words) if words else None
            if place:
                return Holder(place, phrase.core, "official_body", span)
        parts = phrase.base.split()
        if phrase.head in self._words.country_heads and len(parts) == 2:
            place = place_of_adjective(parts[0]) or place_of_name(parts[0])
            if place:
                return Holder(place, phrase.core, "official_body", span)
        if phrase.head == phrase.core.lower() and place_of_adjective(phrase.core) is not None:
            return Holder(f"group:{slug(phrase.core)}s", phrase.core, "group", span)
        return None

    def joint(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """Joint holders, each with a reading of its own; a class of people may be among them."""
        if " and " not in phrase.whole:
            return None
        parts = [p.strip() for p in _JOINT.split(without_brackets(phrase.whole)) if p.strip()]
        if not 2 <= len(parts) <= MAX_JOINT:
            return None
        holders: list[Holder] = []
        for part in parts:
            one = analyse(part, self._words)
            holder = self.place(one, span, sentence) or self.entity(one, span, sentence)
            if holder is None and one.name:
                holder = self.person(one, span, sentence)
            if holder is None and holders and singular(one.head) != one.head:
                holder = Holder(f"group:{slug(one.base)}", one.core, "group", span)
            if holder is None:
                return None
            holders.append(holder)
        ids = sorted({h.id for h in holders})
        return Holder("+".join(ids), " and ".join(h.name for h in holders), holders[0].type, span)

    def person(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A person by name: behind a title, or as a name that the document or the table of people knows."""
        name = phrase.name
        if not name or any(p.lower() in self._words.organization_words for p in name.split()):
            return None
        base = without_possessive(phrase.base)
        if phrase.title and base.endswith(name):
            return as_holder(self.add(phrase), span)
        if name.lower() != base.lower() and not phrase.title:
            return None
        if name in known_people() or self._cast.find(name) is not None:
            return as_holder(self.add(phrase), span)
        garbled = self._garbled(phrase)
        return as_holder(garbled, span) if garbled else None

    def add(self, phrase: Phrase) -> Person:
        """The person of the phrase, with the body and the country that its words give."""
        bodies = _BODY_NAME.findall(f"{phrase.role} {phrase.tail}")
        person = self._cast.add(phrase.name, max(bodies, key=len, default=""))
        person.place = person.place or self.country_of_office(phrase.role)
        return person

    def country_of_office(self, words: str) -> str | None:
        """The country whose office the words give: "Chinese Foreign Minister" -> china."""
        if not any(word.lower().strip(".,") in self._words.offices for word in words.split()):
            return None
        return next((place for word in words.split() if (place := place_of_adjective(word)) is not None), None)

    def _garbled(self, phrase: Phrase) -> Person | None:
        """Someone whose name and whose body are both misspelt: the one person of the document whom both resemble.

        The body's words must share their first letters with those of the known body, the name most of its consonants.
        """
        belongs = _BELONGS.match(phrase.tail)
        if belongs is None or len(phrase.name.split()) > 2:
            return None
        body = folded(belongs[1]).split()
        fitting = [
            p
            for p in self._cast.people.values()
            if p.affiliation and _alike(body, folded(p.affiliation).split()) and _sounds_like(phrase.name, p.name)
        ]
        return fitting[0] if len(fitting) == 1 else None


def as_holder(person: Person, span: Span) -> Holder:
    """A person as a holder, named by the words at `span`."""
    return Holder(person.id, person.name, "person", span)


def _alike(garbled: list[str], body: list[str]) -> bool:
    """Whether the words of two bodies begin with the same three letters, word for word."""
    return bool(body) and len(garbled) == len(body) and all(a[:3] == b[:3] for a, b in zip(garbled, body, strict=True))


def _sounds_like(garbled: str, name: str) -> bool:
    """Whether the last names share their consonants in order, but for one."""
    shorter, longer = sorted((skeleton(garbled.split()[-1]), skeleton(name.split()[-1])), key=len)
    return len(shorter) >= LEAST_CONSONANTS and len(longer) - len(shorter) <= 1 and shorter in longer
