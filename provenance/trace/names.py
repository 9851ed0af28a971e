"""Holders by name: bodies of the registry, countries, people, and several of them joined."""

from __future__ import annotations

import re

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import folded, is_given_name, known_person
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.records import UNRESOLVED, Holder
from provenance.registry import Context, Entity, Registry, at
from provenance.spans import Span
from provenance.trace.bodies import Bodies
from provenance.trace.offices import Offices, office_in
from provenance.trace.people import Cast, Person, gender_of, skeleton
from provenance.trace.phrases import (
    Phrase,
    analyse,
    is_capital,
    is_document,
    is_person,
    singular,
    without_brackets,
    without_possessive,
)

_JOINT = re.compile(r"((?<!\s)\s+(?:and|&|as well as|along with)\s+|,\s+(?:and\s+)?)")
_OWNER = re.compile(r"(.+?)['’]s\s")
_BODY_NAME = re.compile(r"[A-Z][\w.&-]*(?:\s+(?:of\s+|for\s+|the\s+)?[A-Z][\w.&-]*)*")
_BELONGS = re.compile(r"(?:of|from|at|with)\s+(?:the\s+)?(.+)")
_DESCRIPTION = re.compile(r"(?:the|an?|his|her|its|their|who|both|a former|its)\s|[a-z]")
_SIDES = {"north": "north-korea", "south": "south-korea"}
_KOREAS = frozenset(["KP", "KR"])
_ADJECTIVAL = ("an", "ese", "ish", "ern")
_LONGEST = 8
"""Capitalised words that may stand before a name."""
MAX_JOINT = 5
"""More names joined by "and" are a list, not one voice."""
LEAST_CONSONANTS = 3
"""Names with fewer consonants resemble too many others."""


class Names:
    """The readings of a source phrase as a name."""

    def __init__(
        self, registry: Registry, context: Context, cast: Cast, words: HolderWords, offices: Offices, bodies: Bodies
    ) -> None:
        self._registry = registry
        self._context = context
        self._cast = cast
        self._words = words
        self._offices = offices
        self._bodies = bodies
        self.unresolved: list[tuple[Span, tuple[str, ...]]] = []
        """Names that several people of the document bear, with whom they may mean."""

    def registered(self, id_: str) -> Entity | None:
        """The registry's entry of a holder."""
        return self._registry.get(id_)

    def entity(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A body by a name or acronym of the document, or of the registry: by the phrase, its core or the outlet that owns it."""
        if is_document(phrase, self._words):
            return self._paper(phrase, span, sentence) if phrase.definite and is_capital(phrase.core) else None
        if phrase.title:
            body = self._bodies.by_form.get(phrase.name) if self._cast.find(phrase.name) is None else None
            return body.holder(span) if body is not None and phrase.base.endswith(phrase.name) else None
        context = at(self._context, "source", sentence)
        forms = list(dict.fromkeys(filter(None, (phrase.whole, phrase.core, phrase.base))))
        for form in forms:
            entity = self._registry.get(self._registry.resolve(form, context).id or "")
            if entity is not None:
                defined = self._bodies.by_form.get(phrase.core)
                if defined is not None and defined.id != entity.id and phrase.core.isupper():
                    return defined.holder(span)  # an acronym that this document gives a meaning of its own
                return Holder(entity.id, entity.name, entity.type, span)
        owner = _OWNER.match(phrase.whole)
        entity = self._registry.get(self._registry.resolve(owner[1], context).id or "") if owner else None
        if entity is not None and entity.type.startswith("news") and singular(phrase.head) not in self._words.persons:
            return Holder(entity.id, entity.name, entity.type, span)  # "The Guardian's data desk"
        return self._body_of_document(phrase, span) or self._open(phrase, span, sentence)

    def _paper(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """ "The Post", "the Record": an outlet by a word that is one for documents too."""
        found = self._registry.resolve(phrase.whole, at(self._context, "source", sentence))
        entity = self._registry.get(found.id or "")
        if entity is not None and entity.type.startswith("news"):
            return Holder(entity.id, entity.name, entity.type, span)
        return self._open(phrase, span, sentence)

    def _open(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A name that the registry has for several sources, or for one that the context does not show to be meant.

        It keeps an id of its own, "unresolved:the-post", and its candidates. Names of people and places of the text, and of
        bodies of which each country has one ("the Foreign Ministry"), are left to other readings.
        """
        found = self._registry.resolve(phrase.whole, at(self._context, "source", sentence))
        core = without_possessive(phrase.core).rstrip(".,")
        if found.how != "unresolved" or place_of_name(core) or self._cast.candidates(core):
            return None
        types = [entity.type for id_ in found.candidates if (entity := self._registry.get(id_)) is not None]
        if not any(type_.startswith("news") for type_ in types) and self._registry.get(slug(core)) is None:
            return None
        self.unresolved.append((span, found.candidates))
        type_ = types[0] if len(set(types)) == 1 else "news_outlet" if types[0].startswith("news") else "organization"
        return Holder(f"{UNRESOLVED}{slug(core)}", core, type_, span)

    def _body_of_document(self, phrase: Phrase, span: Span) -> Holder | None:
        """A body that the text names: by its name, its acronym, or these before a common noun ("the M5S party")."""
        core = without_possessive(phrase.core).rstrip(".,")
        bearer = self._cast.find(core)
        if not is_capital(core) or (bearer is not None and bearer.sure):
            return None
        first, _, last = core.rpartition(" ")
        before = self._bodies.by_form.get(first)
        if before is not None and not self._bodies.can_be(before, last.lower()):
            first = ""
        for form in (core, first if last.lower() in self._words.kinds else "", phrase.name if phrase.name == phrase.base else ""):
            body = self._bodies.by_form.get(form)
            if body is not None:
                return body.holder(span)
        return None

    def place(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A country or capital that speaks; "Russians" and "Russian" are a class of people."""
        bearer = self._cast.find(phrase.core) if " " not in phrase.core else None
        introduced = bearer is not None and bearer.first is not None and bearer.first < span.start
        if bearer is not None and introduced and bearer.sure and bearer.name.split()[-1] == phrase.core:
            return None  # "Jordan" is Jim Jordan where the text has named him
        whole = without_brackets(phrase.whole)
        for words in (phrase.core, whole):
            place = place_of_name(words) if words else None
            if place:
                return Holder(place, phrase.core, "official_body", span)
        side = _SIDES.get(phrase.core.lower()) if phrase.definite and is_capital(phrase.core) else None
        if side is not None and not _KOREAS.isdisjoint(self._context.countries):
            return Holder(side, phrase.core, "official_body", span)
        parts = phrase.base.split()
        if phrase.head in self._words.country_heads and len(parts) == 2:
            place = place_of_adjective(parts[0]) or place_of_name(parts[0])
            if place:
                return Holder(place, phrase.core, "official_body", span)
        if phrase.head == phrase.core.lower():
            one = phrase.core[:-1] if phrase.core.endswith("s") else phrase.core
            if place_of_adjective(phrase.core) is not None or (one != phrase.core and place_of_adjective(one) is not None):
                return Holder(f"group:{slug(one)}s", phrase.core, "group", span)
        return None

    def joint(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """Joint holders, each with a reading of its own; a class of people may be among them."""
        if without_brackets(phrase.core) in self._bodies.by_form:
            return None  # "Center on Budget and Policy Priorities"
        listed = self._listed(phrase)
        if not 2 <= len(listed) <= MAX_JOINT:
            return None
        holders: list[Holder] = []
        for part in listed:
            one = analyse(part, self._words)
            holder = self.place(one, span, sentence) or self.entity(one, span, sentence)
            if holder is None and one.name:
                holder = self.person(one, span, sentence) or self._new_person(one, span)
            if holder is None and holders and singular(one.head) != one.head:
                if len(listed) == 2 and self._is_shared_adjective(listed[0], one):
                    return None
                holder = Holder(f"group:{slug(one.base)}", one.core, "group", span)
            if holder is None:
                return None
            holders.append(holder)
        ids = sorted({h.id for h in holders})
        return Holder("+".join(ids), " and ".join(h.name for h in holders), holders[0].type, span)

    def _listed(self, phrase: Phrase) -> list[str]:
        """The names that "and" joins, without descriptions between them; those behind "two lawyers," are the names alone."""
        words = self._words
        opens = phrase.whole.partition(",")[0]
        common = phrase.plural and singular(phrase.head) in words.persons and " and " not in opens
        whole = phrase.apposition if common else without_brackets(phrase.whole)
        if " and " not in whole and " & " not in whole:
            return []
        pieces = ["", *_JOINT.split(whole)]
        named: list[str] = []
        described = False
        for joiner, part in zip(pieces[::2], pieces[1::2], strict=True):
            goes_on = described and self._cast.find(analyse(part.strip(), words).name) is None
            described = bool(named) and (goes_on or self._describes(part, joiner, named[-1]))
            if part.strip() and not described:  # "Anna Berg, the mayor, and Tom Roe"
                named.append(part.strip())
        first = named[0].split() if named else []
        return [] if all(t.lower().strip(".") in words.titles | words.ranks for t in first) else named

    def _describes(self, part: str, joiner: str, before: str) -> bool:
        """Whether a part says what the person before it is: "Democrat of Ohio", "chairman of the board"."""
        person = self._cast.find(before.split()[-1]) is not None or self._cast.find(before) is not None
        if not person and not analyse(before, self._words).title:
            return False
        one = analyse(part.strip(), self._words)
        office = is_person(one, self._words) and not one.title and not one.plural and not (one.definite or one.indefinite)
        return office or (joiner.strip() == "," and _DESCRIPTION.match(part) is not None)

    def _is_shared_adjective(self, first: str, last: Phrase) -> bool:
        """Whether the first of two is an adjective of what the last names: "U.S. and European officials"."""
        word = last.base.partition(" ")[0]
        return place_of_adjective(first) is not None and (place_of_adjective(word) is not None or word.endswith(_ADJECTIVAL))

    def _new_person(self, phrase: Phrase, span: Span) -> Holder | None:
        """A full name that nothing else explains, among others that are joined."""
        name = phrase.name
        plain = name == phrase.base and 2 <= len(name.split()) <= 4 and not phrase.definite and is_given_name(name.split()[0])
        if not plain or any(p.lower() in self._words.organization_words for p in name.split()):
            return None
        return as_holder(self.add(phrase), span)

    def person(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A person by name: behind a title, or as a name that the document or the table of people knows."""
        name = phrase.name
        if not name or any(p.lower() in self._words.organization_words for p in name.split()):
            return self._behind_body(phrase, span)
        base = without_possessive(phrase.base).rstrip(".")
        whole = _plain(name) == _plain(base) or (base.endswith(name) and _is_particles(base[: -len(name)], self._words))
        if phrase.title and base.endswith(name.rstrip(".")):
            return self._named(phrase, span)
        if not whole and not phrase.title and not self._is_trade(phrase):
            return None
        if known_person(name) is not None or self._cast.candidates(name):
            return self._named(phrase, span)
        garbled = self._garbled(phrase)
        return as_holder(garbled, span) if garbled else self._behind_body(phrase, span)

    def _is_trade(self, phrase: Phrase) -> bool:
        """Whether the words before a full name are those of a person: "Norwegian glaciologist Ingrid Solheim"."""
        return " " in phrase.name and bool(phrase.role) and office_in(phrase.role.partition(",")[0], self._words) is not None

    def _behind_body(self, phrase: Phrase, span: Span) -> Holder | None:
        """Somebody whose name stands behind capitals of another kind: "EUROPEAN PARLIAMENT Berg", "Top Democrat Jo Roe"."""
        tokens = phrase.base.split()
        shouted = [len(t) > 2 and t.isupper() for t in tokens]
        if len(tokens) > 2 and all(shouted[:2]) and not shouted[-1]:
            person = self._cast.find(" ".join(t for t, loud in zip(tokens, shouted, strict=True) if not loud))
            return as_holder(person, span) if person is not None else None
        for k in range(1, min(len(tokens) - 1, _LONGEST)):
            if tokens[k - 1].lower() in ("of", "for", "the", "and"):
                return None
            person = self._cast.find(" ".join(tokens[k:]))
            if person is not None and person.sure:
                return as_holder(person, span)
        return None

    def _named(self, phrase: Phrase, span: Span) -> Holder:
        """The one whom the name means; where several bear it, the office decides, else it stays open with its candidates."""
        name, gender = phrase.name, self.gender(phrase)
        if self._cast.find(name, gender) is None:
            several = [p.id for p in self._cast.candidates(name, gender)]
            fitting = [id_ for id_ in several if self._fits_office(id_, phrase)]
            if len(several) > 1 and len(fitting) == 1:
                return as_holder(self._cast.people[fitting[0]], span)
            if len(several) > 1:
                self.unresolved.append((span, tuple(sorted(several))))
                return Holder(slug(name), name, "person", span)
        return as_holder(self.add(phrase), span)

    def _fits_office(self, id_: str, phrase: Phrase) -> bool:
        asked = [office_in(part, self._words) for part in phrase.role.split(", ")]
        return any(office is not None and self._offices.fits(id_, office) for office in asked)

    def gender(self, phrase: Phrase) -> str:
        """The sex that the words before a name tell."""
        return gender_of(phrase.role.partition(",")[0].split(), self._words) if phrase.title else ""

    def add(self, phrase: Phrase) -> Person:
        """The person of the phrase, with the body and the country that its words give."""
        bodies = _BODY_NAME.findall(f"{phrase.role} {phrase.tail}")
        person = self._cast.add(phrase.name, max(bodies, key=len, default=""), self.gender(phrase))
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
            for p in self._cast.affiliated(body[0] if body else "")
            if _alike(body, folded(p.affiliation).split()) and _sounds_like(phrase.name, p.name)
        ]
        return fitting[0] if len(fitting) == 1 else None


def as_holder(person: Person, span: Span) -> Holder:
    """A person as a holder, named by the words at `span`."""
    return Holder(person.id, person.name, "person", span)


def _plain(words: str) -> str:
    return words.lower().replace(".", "").strip()


def _is_particles(words: str, lexicon: HolderWords) -> bool:
    return all(word.lower() in lexicon.particles for word in words.split())


def _is_person_name(words: str) -> bool:
    return is_capital(words) and words.split()[-1][:1].isupper()


def _alike(garbled: list[str], body: list[str]) -> bool:
    """Whether the words of two bodies begin with the same three letters, word for word."""
    return bool(body) and len(garbled) == len(body) and all(a[:3] == b[:3] for a, b in zip(garbled, body, strict=True))


def _sounds_like(garbled: str, name: str) -> bool:
    """Whether the last names share their consonants in order, but for one."""
    shorter, longer = sorted((skeleton(garbled.split()[-1]), skeleton(name.split()[-1])), key=len)
    return len(shorter) >= LEAST_CONSONANTS and len(longer) - len(shorter) <= 1 and shorter in longer
