"""The people of a document: full names, so that a later last name finds its bearer, however it is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import folded, gender_of_given_name, known_person
from provenance.spans import Span
from provenance.trace.runs import Named, bare, is_full_name, names_in, opens_sentence, runs_in

_VOWELS = re.compile(r"[aeiouy]")
_SOUNDS = ((re.compile(r"ph"), "f"), (re.compile(r"c[kh]?|q|kh"), "k"), (re.compile(r"z|sz"), "s"), (re.compile(r"w"), "v"))
_DOUBLED = re.compile(r"(.)\1+")
_BODY_OF = re.compile(r"(\w+) (?:of|for)(?: the)? $")
_REACH = 40
"""Code points before a name in which the body that it belongs to is looked for."""
_PARTICLES = frozenset(
    "de la las los del della di da das do dos du des van von der den ter ten zu af bin ibn al el ul abu".split()
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "qc", "kc", "mp", "phd", "md", "esq"])
MOST_CANDIDATES = 40
"""People who share a word of their names; where more do, that word tells nobody apart, and nobody is looked for."""
LEAST_SOUND = 3
"""Consonants of a name that may be told by its sound."""


def skeleton(name: str) -> str:
    """The consonants of a name, which garbled spellings keep: "Teubner" -> "tbnr"."""
    return _VOWELS.sub("", slug(name)).replace("-", "")


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    """A folded word by its consonants, alike for "khatib" and "katib", "mohammed" and "muhamad"."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return _DOUBLED.sub(r"\1", word[:1] + _VOWELS.sub("", word[1:]))


def _alike(word: str, other: str) -> bool:
    """Whether two folded words are one name in two spellings, not a man's and a woman's form of it ("Petrov", "Petrova")."""
    if word == other:
        return True
    if min(len(word), len(other)) < 5 or abs(len(word) - len(other)) > 2 or word[0] != other[0]:
        return False
    sexes = (word[-1] == "a") != (other[-1] == "a") and "o" not in (word[-1], other[-1])
    sound = _sound(word)
    return not sexes and len(sound) >= LEAST_SOUND and sound == _sound(other)


@dataclass(slots=True)
class Person:
    """One person of the document. `affiliation` are the words of a body, as the text gives them."""

    id: str
    name: str
    affiliation: str = ""
    place: str | None = None
    """The country that the person speaks for, by the adjective before the office ("Chinese Foreign Minister")."""
    gender: str = ""
    """ "m", "f", or "" where nothing tells."""
    sure: bool = False
    """Whether a title, a first name or an apposition shows that this is a person and no place or event."""
    first: int | None = None
    """Where the text first names the person by more than one word."""
    forms: list[frozenset[str]] = field(default_factory=list)
    """The words of each form of the name, as compared."""


@lru_cache(maxsize=8192)
def _words_of(name: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """The words of a name as compared, without particles; its initials; its suffixes."""
    words = folded(name).split()
    suffixes = frozenset(w for w in words if w in _SUFFIXES)
    initials = frozenset(w for w in words if len(w) == 1)
    content = tuple(w for w in words if len(w) > 1 and w not in _PARTICLES and w not in _SUFFIXES)
    return content or tuple(w for w in words if w not in _SUFFIXES), initials, suffixes


@dataclass(slots=True)
class Cast:
    """All people of one document, by each word of their names."""

    by_word: dict[str, dict[str, Person]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    named: dict[Span, list[Named]] = field(default_factory=dict)
    """The names that were read in each run of capitalised words."""
    _by_name: dict[str, Person] = field(default_factory=dict)
    _by_sound: dict[str, dict[str, Person]] = field(default_factory=dict)
    _asked: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    """What was asked for since somebody was added."""
    _by_body: dict[str, dict[str, Person]] = field(default_factory=dict)

    def add(self, name: str, affiliation: str = "", gender: str = "") -> Person:
        """The person with this name: a known one, one of the document, or a new one."""
        found = self.find(name, gender) or self._new(name, gender)
        if affiliation and not found.affiliation:
            found.affiliation = affiliation
            self._by_body.setdefault(folded(affiliation)[:3], {})[found.id] = found
        return found

    def affiliated(self, word: str) -> list[Person]:
        """People whose body's name begins with the same three letters as `word`."""
        found = self._by_body.get(word[:3], {})
        return list(found.values()) if len(found) <= MOST_CANDIDATES else []

    def _new(self, name: str, gender: str) -> Person:
        known = known_person(name)
        id_, full = known or (slug(name), name)
        told = gender_of_given_name(full)
        if gender and told and told != gender:  # "Mr. Clinton" is not Hillary
            id_, full, told = slug(name), name, gender
        person = self.people.setdefault(id_, Person(id_, full, gender=told or gender, sure=bool(told or gender or known)))
        for form in dict.fromkeys((name, full)):
            self._file(person, form)
        return person

    def _file(self, person: Person, form: str) -> None:
        self._asked.clear()
        self._by_name.setdefault(folded(form), person)
        content, _, _ = _words_of(form)
        person.forms.append(frozenset(content))
        for word in content:
            self.by_word.setdefault(word, {})[person.id] = person
            self._by_sound.setdefault(_sound(word), {})[person.id] = person

    def find(self, name: str, gender: str = "") -> Person | None:
        """The one person of the document whom `name` can mean; None where several can, or nobody."""
        found = self.candidates(name, gender)
        if len(found) > 1:
            spelt = set(slug(name).split("-"))
            found = [p for p in found if spelt <= set(slug(p.name).split("-"))] or found  # "Thomas" is not Tom
        if len(found) > 1:
            found = [p for p in found if p.sure] or found
        if len(found) > 1 and (known := known_person(name)) is not None:
            found = [p for p in found if p.id == known[0]]
        return found[0] if len(found) == 1 else None

    def candidates(self, name: str, gender: str = "") -> list[Person]:
        """All whom `name` can mean: their names have its words, in one spelling or another, and they are not of the other sex."""
        key = (name, gender)
        if key not in self._asked:
            self._asked[key] = self._candidates(name, gender)
        return self._asked[key]

    def _candidates(self, name: str, gender: str) -> list[Person]:
        exact = self._by_name.get(folded(name))
        if exact is not None and " " in folded(name):
            return [exact] if _fits_gender(exact, gender) else []
        content, initials, suffixes = _words_of(name)
        if not content:
            return []
        found = self._with_words(content) or self._with_fewer_words(content) or self._beginning(name) or self._with_sound(content)
        return [p for p in found if _fits_gender(p, gender) and _fits_initials(p, initials, suffixes)]

    def _with_words(self, content: Sequence[str]) -> list[Person]:
        groups = sorted((self.by_word.get(word, {}) for word in content), key=len)
        if len(groups[0]) > MOST_CANDIDATES:
            return []
        return [p for id_, p in groups[0].items() if all(id_ in group for group in groups[1:])]

    def _beginning(self, name: str) -> list[Person]:
        """Whose full name the words begin with: those of a heading may go on behind it ("Anna Berg Resigns")."""
        parts = name.split()
        found = (self._by_name.get(folded(" ".join(parts[:k]))) for k in range(len(parts) - 1, 1, -1))
        return [person for person in found if person is not None][:1]

    def _with_fewer_words(self, content: Sequence[str]) -> list[Person]:
        """Those whose full name leaves out a middle word of this one."""
        if len(content) < 3:
            return []
        last = self.by_word.get(content[-1], {})
        words = frozenset(content)
        if len(last) > MOST_CANDIDATES:
            return []
        return [p for p in last.values() if any(len(f) > 1 and content[0] in f and f < words for f in p.forms)]

    def _with_sound(self, content: Sequence[str]) -> list[Person]:
        groups = [self._by_sound.get(_sound(word), {}) for word in content]
        smallest = min(groups, key=len)
        if len(smallest) > MOST_CANDIDATES:
            return []
        found = []
        for person in smallest.values():
            if any(all(any(_alike(word, other) for other in form) for word in content) for form in person.forms):
                found.append(person)
        return found


def _fits_gender(person: Person, gender: str) -> bool:
    return not gender or not person.gender or person.gender == gender


def _fits_initials(person: Person, initials: frozenset[str], suffixes: frozenset[str]) -> bool:
    """Whether initials and "Jr." of a name do not contradict those of the person ("John A. Smith" is not "John B. Smith")."""
    if not initials and not suffixes:
        return True
    content, own, theirs = _words_of(person.name)
    if suffixes and theirs and suffixes != theirs:
        return False
    return initials <= own | {word[0] for word in content} if own else True


def gender_of(titles: Iterable[str], words: HolderWords) -> str:
    """ "m" or "f" where a title before a name or a noun for a person tells, else ""."""
    for title in titles:
        low = bare(title)
        if low in words.male_words:
            return "m"
        if low in words.female_words or low.endswith("woman"):
            return "f"
    return ""


def cast_of(text: str, spans: Iterable[Span], words: HolderWords, excluded: Iterable[Span]) -> Cast:
    """The people whom the passages name in full, see `full_names`; the cast keeps what was read in each run of capitals."""
    cast = Cast()
    for name, _ in full_names(text, spans, words, excluded, cast.named):
        cast.add(name)
    return cast


def full_names(
    text: str,
    spans: Iterable[Span],
    words: HolderWords,
    excluded: Iterable[Span],
    read: dict[Span, list[Named]] | None = None,
) -> list[tuple[str, int]]:
    """Names of people in the passages, of two words or more, with their offsets, the shortest first; without titles and bodies.

    `excluded` are the places of names that the registry knows as bodies. `read` is filled with the names of each run of capitals.
    """
    taken = sorted(excluded)
    found: list[tuple[str, int]] = []
    place = 0
    for span in spans:
        for run in runs_in(text, *span):
            while place < len(taken) and taken[place].end <= run.start:
                place += 1
            begin = run.start
            for k in range(place, len(taken)):
                if taken[k].start >= run.end:
                    break
                begin = max(begin, taken[k].end)
            named = _free_names(text, run, begin, words)
            if read is not None:
                read[run] = named
            names = [n for n in named if is_full_name(n, words)]
            found += [(n.name, n.span.start) for n in names if n.titles or not _of_a_body(text, n.span.start, words)]
    return _usual_first(found)


def _usual_first(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The shorter names first, as they are the usual ones; last, the mere ends of longer ones ("López Herrera")."""
    ends = {" ".join(parts[k:]) for parts in (name.lower().split() for name, _ in found) for k in range(1, len(parts) - 1)}
    return sorted(found, key=lambda one: (one[0].lower() in ends, one[0].count(" ")))


def _of_a_body(text: str, start: int, words: HolderWords) -> bool:
    """Whether the words before a name make it part of a body's: "Bank of", "Municipality of"."""
    before = _BODY_OF.search(text, max(0, start - _REACH), start)
    return before is not None and (before[1].lower() in words.organization_words or before[1].lower() in words.official_words)


def _free_names(text: str, run: Span, begin: int, words: HolderWords) -> list[Named]:
    """The names of a run behind the body that it begins with: "Pentagon Press Secretary John Kirby"."""
    if begin >= run.end:
        return []
    opens = begin == run.start and opens_sentence(text, run.start)
    return list(names_in(text, Span(begin, run.end), words, opens))
