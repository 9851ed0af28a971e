"""Names to ids: reads a name as a person writes it, and lets the context decide where an alias means several things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from provenance.lexicon.places import iso2_table, place_of_adjective, place_of_name
from provenance.registry.model import Ambiguity, Candidate, Condition, Context, Entity, Resolution
from provenance.registry.normal import bare, case_matters, tidy, without_article, without_possessive

LONGEST_NAME = 200
"""Code points; no longer phrase is read as a name."""

NOTHING_KNOWN = Context()

_NEWS = frozenset({"newspaper", "broadcaster", "public_broadcaster", "magazine", "digital_outlet", "blog_network", "news_agency"})
_AIR = frozenset({"broadcaster", "public_broadcaster"})
_PRESS = frozenset({"newspaper", "digital_outlet", "magazine"})
_FIRM = frozenset({"research_firm", "data_provider", "think_tank"})
_SOCIAL = frozenset({"social_platform", "blog_network", "aggregator"})
DESCRIPTORS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("news agency", "newswire", "wire service", "wire", "agency"), frozenset({"news_agency"})),
    **dict.fromkeys(("newspaper", "daily", "daily newspaper", "tabloid", "paper", "broadsheet"), _PRESS),
    **dict.fromkeys(
        ("magazine", "weekly", "news magazine", "weekly magazine", "news weekly"), frozenset({"magazine", "newspaper"})
    ),
    **dict.fromkeys(("broadcaster", "television", "television channel", "television network", "TV channel", "TV", "radio"), _AIR),
    **dict.fromkeys(("public broadcaster", "channel", "network", "news channel", "radio station", "TV station"), _AIR),
    **dict.fromkeys(("website", "news website", "news site", "site", "outlet", "news outlet", "media outlet", "portal"), _NEWS),
    **dict.fromkeys(("think tank", "research firm", "research group", "consultancy", "pollster", "data provider"), _FIRM),
    **dict.fromkeys(("platform", "social network", "social media platform", "messenger", "app", "messaging app"), _SOCIAL),
}
"""What people put before or after a name to say what it is, and the kinds that it leaves."""

_LOOSE = {
    *("a", "an", "the", "state", "official", "semi-official", "semiofficial", "independent", "private", "leading", "opposition"),
    *("state-run", "state-owned", "state-controlled", "state-backed", "state-funded", "state-affiliated", "government-run"),
    *("party-run", "pro-government", "exiled"),
}
_IN_PARENTHESES = re.compile(r"(.{2,}?)\s*\(([^()]{1,60})\)$")
_ORGANISATION = re.compile(
    r"\b(?:Agency|News|Newspaper|Service|Institute|Cent(?:er|re)|Organi[sz]ation|Corporation|Network|Television|Radio|Press|Office"
    r"|Ministry|Bureau|Council|Foundation|Company|Group|Media|Union|Fund|Bank|Commission|Administration|Times|Post|Daily|Gazette)\b"
)
_NOUN_AND_NAME = re.compile(
    r"(.*?)\b(firm|agency|newspaper|magazine|company|group|outlet|broadcaster|website|organi[sz]ation|watchdog|institute"
    r"|think tank|platform|network|channel|station|portal|publication|daily|weekly|tabloid|service|centre|center|regulator"
    r"|consultancy|pollster)\s+['\"]?([^\Wa-z_].*)"
)
_PREPOSITION = re.compile(r"\b(?:of|for|at|by|from|to|with|in|on|told)\b")
_OPENING = " \"'“”‘’«»([-"
_SENTENCE_END = ".!?:\n\t"
_SPOT = "~"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the registry holds under one written form: a sure entity (`id`), or an ambiguity."""

    alias: str
    id: str | None
    is_name: bool = False
    ambiguity: Ambiguity | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name with what was taken off it: the kinds that a descriptor leaves and the country of a possessive or adjective."""

    words: str
    kinds: frozenset[str] = frozenset()
    country: str | None = None


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

    def look_up(self, words: str) -> Entry | None:
        """The entry of a tidied name, tried as it stands, then without its article; acronyms may be all in small letters."""
        for form in dict.fromkeys((words, without_article(words))):
            entry = self._table.get(form) or self._table.get(form.casefold())
            if entry is None and len(form) > 3 and form.islower():
                entry = self._table.get(form.upper())
            if entry is not None and (len(form) > 3 or form == entry.alias or form == without_article(entry.alias)):
                return entry
        return None


class Resolver:
    """Decides what a name means. `linked` tells which entity an address belongs to."""

    def __init__(self, names: Names, entities: Mapping[str, Entity], linked: Callable[[str], str | None]) -> None:
        self._names = names
        self._entities = entities
        self._linked = linked

    def resolve(self, name: str, context: Context) -> Resolution:
        """The entity that `name` means in `context`; see `Registry.resolve`."""
        if len(name) > LONGEST_NAME:
            return Resolution(None, (), "unknown")
        words = bare(name)
        for reading in _readings(words):
            entry = self._names.look_up(reading.words)
            if entry is not None:
                found = self._decide(entry, reading, context)
                if found.how != "unknown":
                    return found
        return self._in_parentheses(without_possessive(words), context)

    def _in_parentheses(self, words: str, context: Context) -> Resolution:
        """ "Long Name (LN)": either part may be known, and decides the other. Where they disagree, both are candidates."""
        pair = _IN_PARENTHESES.fullmatch(words)
        if pair is None:
            return Resolution(None, (), "unknown")
        outer, inner = (self.resolve(part, context) for part in pair.groups())
        if outer.id and inner.how == "unresolved" and outer.id in inner.candidates:
            return outer
        if inner.id and outer.how == "unresolved" and inner.id in outer.candidates:
            return inner
        if outer.how == "unknown" and not _ORGANISATION.search(pair[1]):
            return outer  # "Jane Doe (Reuters)" is a person
        known = tuple(dict.fromkeys(r.id for r in (outer, inner) if r.id))
        if len(known) == 1:
            return outer if outer.id else inner
        candidates = known or tuple(dict.fromkeys((*outer.candidates, *inner.candidates)))
        return Resolution(None, candidates, "unresolved" if candidates else "unknown")

    def _decide(self, entry: Entry, reading: _Reading, context: Context) -> Resolution:
        if entry.id is not None:
            return Resolution(entry.id, (entry.id,), "name" if entry.is_name else "alias")
        assert entry.ambiguity is not None
        return self._weigh(entry.ambiguity, reading, context)

    def _weigh(self, ambiguity: Ambiguity, reading: _Reading, context: Context) -> Resolution:
        """The one candidate with the strongest evidence, else the default of a name that plainly is one, else none."""
        if not _has_capitals_of(reading.words, ambiguity.alias):
            return Resolution(None, (), "unknown")
        candidates = [c for c in ambiguity.candidates if self._is_fit(c.id, reading)]
        other_thing = any(_has_word(word, context.text) for word in ambiguity.unless)
        hinted = bool(reading.kinds or reading.country)
        ranks = {c.id: max(2 * hinted, self._rank(c, reading.words, context)) for c in candidates}
        if other_thing:
            ranks = {i: rank for i, rank in ranks.items() if rank > 1}
        best = max(ranks.values(), default=0)
        leading = [i for i, rank in ranks.items() if rank == best > 0]
        if len(leading) == 1:
            return Resolution(leading[0], (leading[0],), "context")
        default = ambiguity.default
        plainly = context.role != "mention" and not other_thing and _capitals_tell(reading.words, context.text)
        if default in ranks and plainly and (not leading or default in leading):
            return Resolution(default, (default,), "context")
        return Resolution(None, tuple(leading) or ambiguity.ids, "unresolved")

    def _is_fit(self, id_: str, reading: _Reading) -> bool:
        """Whether an entity is of the kinds and of the country that the words around its name state."""
        entity = self._entities[id_]
        return (not reading.kinds or entity.kind in reading.kinds) and reading.country in (None, entity.country)

    def _rank(self, candidate: Candidate, words: str, context: Context) -> int:
        """3 where a link shows it, 2 where the document names it in full, 1 where other context fits, 0 where nothing does."""
        return max((self._weight(c, candidate.id, words, context) for c in candidate.when), default=0)

    def _weight(self, condition: Condition, id_: str, words: str, context: Context) -> int:
        name = without_article(words)
        holds = (
            (not condition.credit or context.role == "credit")
            and (not condition.speaks or (context.role in ("source", "channel") and _capitals_tell(words, context.text)))
            and (not condition.named or id_ in context.named)
            and (not condition.country or not condition.country.isdisjoint(context.countries))
            and (not condition.words or any(_has_word(word, context.text) for word in condition.words))
            and (not condition.phrase or any(_phrase(p, name).search(context.text) for p in condition.phrase))
            and (not condition.domain or any(self._linked(d) == id_ for d in context.domains))
        )
        if not holds:
            return 0
        return 3 if condition.domain else 2 if condition.named else 1


def _readings(words: str) -> Iterator[_Reading]:
    """The ways to read a name: as it stands, then with descriptors, articles and countries taken off, the least taken first."""
    first = _Reading(words)
    waiting = [first, *_after_noun(first)]
    seen: set[_Reading] = set()
    while waiting:
        reading = waiting.pop(0)
        if reading in seen or not reading.words:
            continue
        seen.add(reading)
        yield reading
        shorter = (
            replace(reading, words=without_possessive(reading.words)),
            *_without_descriptor(reading),
            *_without_front(reading),
        )
        waiting += [replace(r, words=bare(r.words)) for r in shorter]


def _without_descriptor(reading: _Reading) -> Iterator[_Reading]:
    """ "Time magazine" -> Time, one of the magazines; "news agency Interfax" -> Interfax, one of the agencies."""
    parts = reading.words.split()
    for size in (1, 2, 3):
        if len(parts) <= size or reading.kinds:
            return
        last, first = " ".join(parts[-size:]), " ".join(parts[:size])
        for words, rest in ((last, parts[:-size]), (first, parts[size:])):
            kinds = DESCRIPTORS.get(words) or DESCRIPTORS.get(words.lower())
            if kinds:
                yield replace(reading, words=" ".join(rest), kinds=kinds)


def _without_front(reading: _Reading) -> Iterator[_Reading]:
    """ "China's Economic Information Daily", "the U.S.-based firm Gallup": the first words say where it is, not its name."""
    parts = reading.words.split()
    if len(parts) < 2:
        return
    if parts[0].lower() in _LOOSE:
        yield replace(reading, words=" ".join(parts[1:]))
    for size in range(1, min(4, len(parts))):
        front = " ".join(parts[:size]).removesuffix("-based")
        place = place_of_adjective(front) or (place_of_name(front) if parts[size - 1].endswith("-based") else None)
        if place and reading.country is None:
            yield replace(reading, words=" ".join(parts[size:]), country=iso2_table()[place])


def _after_noun(reading: _Reading) -> Iterator[_Reading]:
    """ "the political research firm Filter Labs": a name that stands beside the noun for what it is."""
    found = _NOUN_AND_NAME.fullmatch(reading.words)
    if found and not _PREPOSITION.search(found[1]):
        yield replace(reading, words=found[3], kinds=reading.kinds or DESCRIPTORS.get(found[2], frozenset()))


def _has_capitals_of(words: str, alias: str) -> bool:
    """Whether each word that the alias begins with a capital has one in `words` too; words all in capitals will do."""
    left, right = without_article(words), without_article(alias)
    return len(left) == len(right) and all(
        left[i].isupper() for i in range(len(right)) if right[i].isupper() and (i == 0 or not right[i - 1].isalnum())
    )


def _capitals_tell(words: str, text: str) -> bool:
    """Whether the capitals of a name say that it is one: not so for a single plain word that only begins its sentence."""
    name = without_article(words)
    if not text or " " in name or sum(c.isupper() for c in name) > 1 or len(name) == 1:
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
