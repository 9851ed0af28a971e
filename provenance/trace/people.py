"""The people of a document: full names, so that a later last name finds its bearer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import known_people
from provenance.spans import Span

_PART = r"(?:(?<![\w'’-])[^\W\d_a-z][\w'’-]{1,40}(?![\w'’-])|[A-Z]\.)"
_FULL_NAME = re.compile(rf"{_PART}(?:[ \u00a0]+(?:(?:al-|bin|de|von|van|der|da|del)[ \u00a0]+)?{_PART}){{1,4}}")
_OFFICE_OF = re.compile(r"(\w+) (?:of|for)(?: the)? $")
_VOWELS = re.compile(r"[aeiouyáéíóúäöü']")
_ENDING = re.compile(r"(?:yy|iy|ii|ij|yi|i|y)$")


def folded(name: str) -> str:
    """A name as compared: lower case, without accents, "Zelenskyy" as "zelensky"."""
    return " ".join(_ENDING.sub("y", part) for part in slug(name).split("-"))


def skeleton(name: str) -> str:
    """The consonants of a name, which garbled spellings keep: "Teubner" -> "tbnr"."""
    return _VOWELS.sub("", slug(name)).replace("-", "")


@dataclass(slots=True)
class Person:
    """One person of the document. `affiliation` are the words of a body, as the text gives them."""

    id: str
    name: str
    affiliation: str = ""
    place: str | None = None
    """The country that the person speaks for, by the adjective before the office ("Chinese Foreign Minister")."""


@dataclass(slots=True)
class Cast:
    """All people of one document, by each word of their names."""

    by_word: dict[str, dict[str, Person]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def add(self, name: str, affiliation: str = "") -> Person:
        """The person with this name: a known one, one of the document, or a new one."""
        found = self.find(name) or self._new(name)
        if affiliation and not found.affiliation:
            found.affiliation = affiliation
        return found

    def _new(self, name: str) -> Person:
        known = known_people().get(name)
        person = Person(*known) if known else Person(slug(name), name)
        person = self.people.setdefault(person.id, person)
        for word in (*folded(name).split(), *folded(person.name).split()):
            self.by_word.setdefault(word, {})[person.id] = person
        return person

    def find(self, name: str) -> Person | None:
        """The one person of the document whom `name` can mean: all of its words fit, and nobody else's name has them."""
        words = folded(name).split()
        if not words:
            return None
        fitting: set[str] | None = None
        for word in words:
            ids = self.by_word.get(word, {}).keys()
            fitting = set(ids) if fitting is None else fitting & ids
        if fitting and len(fitting) == 1:
            return self.people[fitting.pop()]
        return None


def full_names(text: str, spans: Iterable[Span], words: HolderWords, excluded: Iterable[Span]) -> list[tuple[str, int]]:
    """Names of two to four capitalised words in the passages, with the offset of each; titles and bodies taken off.

    `excluded` are the places of names that the registry knows as bodies.
    """
    taken = sorted(excluded)
    found: list[tuple[str, int]] = []
    for span in spans:
        for match in _FULL_NAME.finditer(text, span.start, span.end):
            if any(t.start < match.end() and match.start() < t.end for t in taken):
                continue
            parts = [p.removesuffix("'s").removesuffix("’s").strip(".,'’") for p in match.group().split()]
            office = _OFFICE_OF.search(text, max(span.start, match.start() - 30), match.start())
            if office is not None and office[1].lower() in words.titles and len(parts) > 2:
                parts = parts[-2:]  # "Minister of Education Anna Berg"
            titles = [i for i, p in enumerate(parts) if p.lower() in words.titles]
            start = titles[-1] + 1 if titles else 0
            parts = [p for p in parts[start:] if p]
            if len(parts) < 2 or any(
                p.lower() in words.organization_words | words.media_words or (p.isupper() and len(p) > 2) for p in parts
            ):
                continue
            if not titles and parts[0].lower() in words.not_names:
                parts = parts[1:]
            if len(parts) >= 2:
                found.append((" ".join(parts), match.start()))
    return found
