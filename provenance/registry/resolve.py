"""Names to ids: reads a name as a person writes it, and lets the context decide where an alias means several things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from provenance.registry.generic import is_generic, is_ordinary
from provenance.registry.inflect import CYRILLIC, inflected
from provenance.registry.model import Ambiguity, Candidate, Condition, Context, Entity, Resolution
from provenance.registry.normal import bare, case_matters, tidy, without_article, without_dots, without_possessive
from provenance.registry.readings import Reading, readings

LONGEST_NAME = 200
"""Code points; no longer phrase is read as a name."""

NOTHING_KNOWN = Context()
UNKNOWN = Resolution(None, (), "unknown")

_LONGEST_BRACKETED = 60
"""Code points within the parentheses of "Long Name (LN)"."""
_ORGANISATION = re.compile(
    r"\b(?:Agency|News|Newspaper|Service|Institute|Cent(?:er|re)|Organi[sz]ation|Corporation|Network|Television|Radio|Press|Office"
    r"|Ministry|Bureau|Council|Foundation|Company|Group|Media|Union|Fund|Bank|Commission|Administration|Times|Post|Daily|Gazette)\b"
)
_OPENING = " \"'“”‘’«»([-"
_SENTENCE_END = ".!?:\n\t"
_SPOT = "~"

OWN, LINKED, NAMED, FITTING, NOTHING = 4, 3, 2, 1, 0
"""How strongly the context speaks for a candidate: the document is its own, links to it, names it in full, fits it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the registry holds under one written form: a sure entity (`id`), or an ambiguity."""

    alias: str
    id: str | None
    is_name: bool = False
    ambiguity: Ambiguity | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """All that the form may mean."""
        return (self.id,) if self.id is not None else self.ambiguity.ids if self.ambiguity else ()


@dataclass(frozen=True, slots=True)
class _Weight:
    """The strongest evidence for one candidate, and how many countries (of the text, of the publisher) speak for it."""

    level: int
    countries: int = 0
    is_only_country: bool = False


@lru_cache(maxsize=32_768)
def keys_of(alias: str) -> tuple[str, ...]:
    """The forms under which an alias is filed: itself, and without its article where more than one word is left."""
    words = tidy(alias)
    key = words if case_matters(words) else words.casefold()
    rest = without_article(words)
    return (key, rest.casefold()) if rest != words and " " in rest else (key,)


class Names:
    """All written names of a registry."""

    def __init__(self, entities: Iterable[Entity], ambiguous: Iterable[Ambiguity]) -> None:
        self._table: dict[str, Entry] = {}
        for ambiguity in ambiguous:
            entry = Entry(tidy(ambiguity.alias), None, ambiguity=ambiguity)
            for key in keys_of(ambiguity.alias):
                self._table.setdefault(key, entry)
        for entity in entities:
            for alias in (entity.name, *entity.aliases):
                entry = Entry(tidy(alias), entity.id, alias == entity.name)
                for key in keys_of(alias):
                    self._table.setdefault(key, entry)

    def entries(self) -> Iterator[Entry]:
        """Each entry once per written form."""
        return iter({id(e): e for e in self._table.values()}.values())

    @cached_property
    def inflected(self) -> Mapping[str, Entry]:
        """The Cyrillic names in their other cases; a form that is a name of its own, or of two entries, is left out."""
        found: dict[str, Entry | None] = {}
        for entry in self.entries():
            for form in inflected(entry.alias):
                known = found.setdefault(form, entry)
                if (known is not None and known.ids != entry.ids) or form.casefold() in self._table:
                    found[form] = None
        return {form: entry for form, entry in found.items() if entry is not None}

    def look_up(self, words: str) -> Entry | None:
        """The entry of a tidied name, tried as it stands, without its article, without the dots of an acronym, in other cases.

        Acronyms of more than three letters may be in small letters.
        """
        for form in dict.fromkeys((words, without_article(words), without_dots(without_article(words)))):
            entry = self._table.get(form) or self._table.get(form.casefold())
            if entry is None and len(form) > 3 and form.islower():
                entry = self._table.get(form.upper())
            if entry is not None and (len(form) > 3 or form == entry.alias or form == without_article(entry.alias)):
                return entry
        return self.inflected.get(words) if CYRILLIC.search(words) else None


class Resolver:
    """Decides what a name means. `linked` tells which entity an address belongs to, `by_handle` which an account ("@Reuters")."""

    def __init__(
        self,
        names: Names,
        entities: Mapping[str, Entity],
        linked: Callable[[str], str | None],
        by_handle: Callable[[str], tuple[str, ...]],
    ) -> None:
        self._names = names
        self._entities = entities
        self._linked = linked
        self._by_handle = by_handle

    def resolve(self, name: str, context: Context) -> Resolution:
        """The entity that `name` means in `context`; see `Registry.resolve`."""
        if len(name) > LONGEST_NAME:
            return UNKNOWN
        words = bare(name)
        if words.startswith("@") and " " not in words:
            ids = self._by_handle(words)
            return Resolution(ids[0], ids, "handle") if len(ids) == 1 else Resolution(None, ids, "unresolved") if ids else UNKNOWN
        for reading in readings(words):
            entry = self._names.look_up(reading.words)
            if entry is not None:
                found = self._decide(entry, reading, context)
                if found.how != "unknown":
                    return found
        return self._in_parentheses(without_possessive(words), context)

    def _in_parentheses(self, words: str, context: Context) -> Resolution:
        """ "Long Name (LN)": either part may be known, and decides the other. Where they disagree, both are candidates."""
        long, bracket, short = words[:-1].rpartition("(")
        if not words.endswith(")") or not bracket or ")" in short:
            return UNKNOWN
        if len(long.strip()) < 2 or not 1 <= len(short) <= _LONGEST_BRACKETED:
            return UNKNOWN
        outer, inner = self.resolve(long.strip(), context), self.resolve(short, context)
        if outer.id and inner.how == "unresolved" and outer.id in inner.candidates:
            return outer
        if inner.id and outer.how == "unresolved" and inner.id in outer.candidates:
            return inner
        if outer.how == "unknown" and not _ORGANISATION.search(long):
            return outer  # "Jane Doe (Reuters)" is a person
        known = tuple(dict.fromkeys(r.id for r in (outer, inner) if r.id))
        if len(known) == 1:
            return outer if outer.id else inner
        candidates = known or tuple(dict.fromkeys((*outer.candidates, *inner.candidates)))
        return Resolution(None, candidates, "unresolved" if candidates else "unknown")

    def _decide(self, entry: Entry, reading: Reading, context: Context) -> Resolution:
        if entry.id is None:
            assert entry.ambiguity is not None
            return self._weigh(entry.ambiguity, reading, context)
        if not entry.is_name and self._is_foreign(entry.id, entry.alias, context):
            return Resolution(None, (entry.id,), "unresolved")
        return Resolution(entry.id, (entry.id,), "name" if entry.is_name else "alias")

    def _is_foreign(self, id_: str, alias: str, context: Context) -> bool:
        """Whether a by-name of common words more likely is an outlet of the publisher's own country that we do not know.

        So it is where nothing in the document points to the country of the entity, nor links to it.
        """
        country = self._entities[id_].country
        near = context.countries | {context.home}
        return (
            context.home is not None
            and country not in near
            and is_generic(alias)
            and not any(self._linked(domain) == id_ for domain in context.domains)
        )

    def _weigh(self, ambiguity: Ambiguity, reading: Reading, context: Context) -> Resolution:
        """The one candidate with the strongest evidence, else the default of a name that plainly is one, else none."""
        if not _has_capitals_of(reading.words, ambiguity.alias):
            return UNKNOWN
        fit = [c for c in ambiguity.candidates if self._is_fit(c.id, reading)]
        if len(fit) == 1 and (reading.kinds or reading.country):
            return Resolution(fit[0].id, (fit[0].id,), "context")
        weights = {c.id: self._weight(c, ambiguity, reading.words, context) for c in fit}
        other_thing = any(_has_word(word, context.text) for word in ambiguity.unless)
        plainly = context.role != "mention" and not other_thing and _capitals_tell(reading.words, context.text)
        unknown_one = without_article(ambiguity.alias) in context.fuller
        if other_thing or unknown_one:
            weights = {i: weight for i, weight in weights.items() if weight.level > FITTING}
        leading = self._leading(weights, ambiguity, context, plainly=plainly)
        if len(leading) == 1:
            return Resolution(leading[0], leading, "context")
        default = ambiguity.default
        if default and plainly and default in (leading or weights) and not self._has_nearer(default, ambiguity, context):
            return Resolution(default, (default,), "context")
        return Resolution(None, tuple(dict.fromkeys((*leading, *ambiguity.ids))), "unresolved")

    def _leading(
        self, weights: Mapping[str, _Weight], ambiguity: Ambiguity, context: Context, *, plainly: bool
    ) -> tuple[str, ...]:
        """The candidates that the context speaks for most strongly; several where it does not decide."""
        own = context.publisher
        if own is not None and own in weights and plainly:
            others = tuple(i for i, weight in weights.items() if weight.level >= NAMED and i != own)
            return (own, *others) if others else (own,)
        best = max((weight.level for weight in weights.values()), default=NOTHING)
        leading = tuple(i for i, weight in weights.items() if weight.level == best > NOTHING)
        if best == FITTING and len(leading) > 1 and not ambiguity.abroad:
            most = max(weights[i].countries for i in leading)
            leading = tuple(i for i in leading if weights[i].countries == most)
        if len(leading) == 1 and weights[leading[0]].is_only_country and self._has_nearer(leading[0], ambiguity, context):
            return (*leading, *(c.id for c in ambiguity.candidates if self._entities[c.id].country == context.home))
        return leading

    def _has_nearer(self, id_: str, ambiguity: Ambiguity, context: Context) -> bool:
        """Whether another candidate is of the publisher's country, and this one is not."""
        home = context.home
        if home is None or self._entities[id_].country == home:
            return False
        return any(self._entities[c.id].country == home for c in ambiguity.candidates)

    def _is_fit(self, id_: str, reading: Reading) -> bool:
        """Whether an entity is of the kinds and of the country that the words around its name state."""
        entity = self._entities[id_]
        return (not reading.kinds or entity.kind in reading.kinds) and reading.country in (None, entity.country)

    def _weight(self, candidate: Candidate, ambiguity: Ambiguity, words: str, context: Context) -> _Weight:
        home = frozenset() if context.home is None or ambiguity.abroad else frozenset({context.home})
        held = [c for c in candidate.when if self._holds(c, candidate.id, words, context, context.countries | home)]
        if not held:
            return _Weight(NOTHING)
        level = max(LINKED if c.domain else NAMED if c.named else FITTING for c in held)
        theirs = frozenset().union(*(c.country for c in held))
        countries = (not theirs.isdisjoint(context.countries)) + (not theirs.isdisjoint(home))
        is_only_country = level == FITTING and all(c.country and not (c.words or c.phrase or c.credit) for c in held)
        return _Weight(level, countries, is_only_country)

    def _holds(self, condition: Condition, id_: str, words: str, context: Context, countries: frozenset[str]) -> bool:
        name = without_article(words)
        return (
            (not condition.credit or context.role == "credit")
            and (not condition.speaks or (context.role in ("source", "channel") and _capitals_tell(words, context.text)))
            and (not condition.named or id_ in context.named)
            and (not condition.country or not condition.country.isdisjoint(countries))
            and (not condition.words or any(_has_word(word, context.text) for word in condition.words))
            and (not condition.phrase or any(_phrase(p, name).search(context.text) for p in condition.phrase))
            and (not condition.domain or any(self._linked(d) == id_ for d in context.domains))
        )


def _has_capitals_of(words: str, alias: str) -> bool:
    """Whether each word that the alias begins with a capital has one in `words` too; words all in capitals will do."""
    left, right = without_article(words), without_article(alias)
    if len(left) != len(right):  # another case, or an acronym with dots
        return left[:1].isupper() or not right[:1].isupper()
    return all(left[i].isupper() for i in range(len(right)) if right[i].isupper() and (i == 0 or not right[i - 1].isalnum()))


def _capitals_tell(words: str, text: str) -> bool:
    """Whether the capitals of a name say that it is one: not so for a single ordinary word that only begins its sentence."""
    name = without_article(words)
    if not text or " " in name or sum(c.isupper() for c in name) > 1 or len(name) == 1 or not is_ordinary(name):
        return True
    before = [text[: m.start()].rstrip(_OPENING) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return not before or any(words and words[-1] not in _SENTENCE_END for words in before)


def _has_word(word: str, text: str) -> bool:
    """Whether a word (or words) stands in `text`, capitals aside."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@lru_cache(maxsize=1024)
def _phrase(pattern: str, words: str) -> re.Pattern[str]:
    """A phrase with the name, as written, in the place of "~"; the words around it may be in any case."""
    before, _, after = pattern.partition(_SPOT)
    return re.compile(rf"(?<!\w)(?i:{re.escape(before)}){re.escape(words)}(?![\w-])(?i:{re.escape(after)})(?!\w)")
