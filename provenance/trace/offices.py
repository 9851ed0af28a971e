"""What people of a document are: offices, trades, relatives and ages, so that "the mayor" finds its bearer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from provenance.lexicon.holders import HolderWords
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.trace.people import MOST_CANDIDATES, Person, gender_of
from provenance.trace.phrases import is_person_noun
from provenance.trace.runs import bare

_DETERMINER = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|one|another|[A-Z][\w’'-]{0,40}['’]s?)\s")
_TAKES_MORE = re.compile(r"\b(?:of|for)\s+$")
_CUT = re.compile(
    r"\s(?:of|for|in|at|from|with|to|on|by|who|which|that|whose|where|and|based|named|called|known|under|about|covering|responsible"
    r"|representing|leading|heading|specializing|specialising|working|living|turned)\b|\s?[—–]| --? "
)
_BEFORE = re.compile(r"(?:[^\s,;:()\"“”]+ ){1,6}$")
_BEHIND = re.compile(r"\s?,\s(?:who (?:is|was|serves as|served as) )?([^,;()\"“”\n]{2,120})")
_COPULA = re.compile(
    r"\s(?:is|was|became|remains|serves as|served as|works as|worked as)\s"
    r"((?:the|an?|its|their|his|her|[A-Z][\w’'-]{0,40}['’]s)\s[^,;.()\"“”\n]{2,80})"
)
_OF = re.compile(r"\s(?:of|from)\s(?:the\s)?((?:[^\W\d_a-z][\w'’.-]{0,40}\s?){1,4})")
_AGE_BEHIND = re.compile(
    r"\s?(?:,\s(?:aged\s|who is\s|now\s)?|\()(\d{1,3})(?=[,.;)\s])(?!\s(?:percent|per cent|million|times|years))"
)
_AGE_BEFORE = re.compile(r"\b(\d{1,3})-year-old ")
AGE = re.compile(r"(\d{1,3})-year-olds?")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|said|says|told|did|does|can|could|may|might|should|must|added|wrote|argued)\b"
)
_RELATIVE = re.compile(r"\b(?:who|which|that|where)\b")
_DEPUTIES = frozenset(["prime", "vice", "deputy", "assistant", "under"])
"""Words that make an office another one: "the president" is not the vice president."""
_TIMES = frozenset(
    [
        "former",
        "then",
        "ex",
        "acting",
        "interim",
        "new",
        "current",
        "outgoing",
        "incoming",
        "late",
        "longtime",
        "veteran",
        "senior",
    ]
)
_TOPICS = frozenset(
    [
        *(
            "foreign",
            "finance",
            "defence",
            "defense",
            "interior",
            "education",
            "health",
            "justice",
            "trade",
            "economy",
            "culture",
        ),
        *("agriculture", "labour", "labor", "transport", "environment", "energy", "security", "home", "housing", "treasury"),
        *("press", "state", "police", "fire", "commerce", "information", "science", "sports", "water", "digital"),
    ]
)
_GENERALS = frozenset(
    ["attorney", "secretary", "director", "surgeon", "solicitor", "inspector", "consul", "governor", "postmaster"]
)
_HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "sir", "dame", "messrs", "madam"])
_NO_WORDS = frozenset(["the", "a", "an", "his", "her", "its", "their", "our", "my", "one", "another", "and", "of"])
_REACH = 90
"""Code points before or behind a name in which words of its office are looked for."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office, trade or kinship: its noun, the words before it, and the names behind "of" and "for". Lower case."""

    head: str
    words: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()


def _comparable(word: str) -> str:
    """A word of an office: a country by its id behind "@", the rest without full stops and possessive endings."""
    plain = re.sub(r"['’]s?$", "", word.strip(",\"“”'’"))
    place = place_of_adjective(plain) or place_of_name(plain) if plain[:1].isupper() else None
    return f"@{place}" if place else plain.lower().replace(".", "")


def office_in(phrase: str, lexicon: HolderWords) -> Office | None:
    """The office that a noun phrase gives: "the mayor of Porto", "Education Minister", "its chief executive"; else None."""
    cut = _CUT.search(phrase)
    base, tail = (phrase[: cut.start()], phrase[cut.end() :]) if cut else (phrase, "")
    tokens = base.split()
    while tokens and AGE.fullmatch(tokens[0].lower()):
        tokens = tokens[1:]
    if not tokens:
        return None
    low = bare(tokens[-1])
    if low in _HONORIFICS or not is_person_noun(low, lexicon):
        return None
    expanded = lexicon.abbreviations.get(low, low).split()
    before = [_comparable(t) for t in tokens[:-1] if bare(t) not in _NO_WORDS and not t.lower().endswith("-year-old")]
    before += expanded[:-1]
    head = expanded[-1]
    if head == "general" and before and before[-1] in _GENERALS:
        head = f"{before.pop()} general"
    of = frozenset(_comparable(t) for t in tail.split() if t[:1].isupper() or bare(t) in _TOPICS) if cut else frozenset()
    return Office(head, frozenset(before), of)


def has_verb(phrase: str) -> bool:
    """Whether a stretch behind a comma holds a finite verb outside a relative clause, and so is no apposition."""
    verb, clause = _FINITE.search(phrase), _RELATIVE.search(phrase)
    return verb is not None and (clause is None or verb.start() < clause.start())


def fit(asked: Office, own: Office, lexicon: HolderWords) -> int:
    """How well an office of a person fits one asked for: 0 not at all, 1 nothing speaks against it, 2 something speaks for it."""
    last = own.head.split()[-1]
    wider = lexicon.wider.get(asked.head, frozenset())
    if asked.head != own.head and own.head not in wider and not (last in wider and " " in own.head):
        return 0
    if asked.words & _DEPUTIES != own.words & _DEPUTIES and not (asked.head != own.head and not asked.words & _DEPUTIES):
        return 0
    if "former" in asked.words and "former" not in own.words:
        return 0
    asks, has = asked.words - _DEPUTIES - _TIMES, (own.words | own.of) - _DEPUTIES - _TIMES
    if asks & _TOPICS and has & _TOPICS and not asks & has:
        return 0
    if asked.of and (own.of or asked.head != own.head) and not asked.of & (own.of | own.words):
        return 0
    if asked.head != own.head and "chief" in asked.words and "chief" not in own.words:
        return 0
    places, own_places = ({w for w in given if w.startswith("@")} for given in (asks | asked.of, has))
    if places and own_places and not places & own_places:
        return 0
    alike = (
        asked.head == own.head and asks == own.words - _DEPUTIES - _TIMES and ("former" in own.words) == ("former" in asked.words)
    )
    return 2 if alike or (asks | asked.of) & has else 1


@dataclass(slots=True)
class Offices:
    """Offices and ages of the people of a document."""

    lexicon: HolderWords
    of: dict[str, list[Office]] = field(default_factory=dict)
    by_head: dict[str, dict[str, Person]] = field(default_factory=dict)
    by_age: dict[int, dict[str, Person]] = field(default_factory=dict)

    def note(self, person: Person, text: str, start: int, end: int, low: int, titles: tuple[str, ...]) -> None:
        """Notes what the words around a name at `start`..`end` say of its bearer; `low` is where the sentence begins."""
        before = text[max(low, start - _REACH) : start]
        behind = text[end : end + _REACH]
        found = [office_in(" ".join(titles), self.lexicon) if titles else None]
        found.append(self._right_before(before) if not titles else self._with_words_before(before, titles))
        found += [self._apposed_before(before), self._apposed_behind(behind), self._predicated(behind)]
        offices = [one for one in found if one is not None]
        where = _OF.match(behind)
        if where is not None and offices:
            names = frozenset(_comparable(w) for w in where[1].split())
            offices = [Office(o.head, o.words, o.of | names) if not o.of else o for o in offices]
        for one in offices:
            self._file(person, one)
        age = _AGE_BEHIND.match(behind) or _AGE_BEFORE.search(before[-24:])
        if age is not None:
            self.by_age.setdefault(int(age[1]), {})[person.id] = person
            person.sure = True
        person.gender = person.gender or gender_of([*titles, *(o.head for o in offices)], self.lexicon)
        person.sure = person.sure or bool(offices or titles)

    def _file(self, person: Person, office: Office) -> None:
        own = self.of.setdefault(person.id, [])
        if office not in own and len(own) < MOST_CANDIDATES:
            own.append(office)
        for head in {office.head, *self._wider_than(office.head)}:
            self.by_head.setdefault(head, {})[person.id] = person

    def _wider_than(self, head: str) -> list[str]:
        last = head.split()[-1]
        return [wide for wide, narrow in self.lexicon.wider.items() if head in narrow or (" " in head and last in narrow)]

    def fits(self, person: str, asked: Office) -> int:
        """How well the offices of a person fit the one asked for, see `fit`."""
        return max((fit(asked, own, self.lexicon) for own in self.of.get(person, ())), default=0)

    def best(self, asked: Office) -> str | None:
        """The one person for whom the words of an office speak; None where it is asked for by its noun alone."""
        found = self.holders(asked) if asked.words or asked.of else []
        return found[0] if len(found) == 1 and self.fits(found[0], asked) > 1 else None

    def holders(self, asked: Office) -> list[str]:
        """The ids of all who can be meant by an office; those for whom something speaks, where there are any."""
        known = self.by_head.get(asked.head, {})
        if len(known) > MOST_CANDIDATES:
            return list(known)
        ranked = [(self.fits(id_, asked), id_) for id_ in known]
        best = max((rank for rank, _ in ranked), default=0)
        return [id_ for rank, id_ in ranked if rank == best > 0]

    def _right_before(self, before: str) -> Office | None:
        """ "Lumen Robotics founder Jia Chen": the words right before a name."""
        near = _BEFORE.search(before)
        if near is None:
            return None
        tokens = near[0].split()
        if tokens[-1][-1:] in ".," or not is_person_noun(bare(tokens[-1]), self.lexicon):
            return None
        cut = max((i + 1 for i, t in enumerate(tokens[:-1]) if bare(t) in _NO_WORDS or t[-1:] in ".?!"), default=0)
        return office_in(" ".join(tokens[cut:][-4:]), self.lexicon)

    def _with_words_before(self, before: str, titles: tuple[str, ...]) -> Office | None:
        """The titles with small words before them that belong to the office: "deputy Prime Minister"."""
        tokens = before.split()
        if not tokens or bare(tokens[-1]) not in self.lexicon.ranks:
            return None
        return office_in(" ".join([tokens[-1], *titles]), self.lexicon)

    def _apposed_before(self, before: str) -> Office | None:
        """ "The mayor of Porto, Anna Berg": the noun phrase before a comma."""
        if not before.rstrip().endswith((",", "--", "—", ":")):
            return None
        clause = re.split(r"[,;:()\"“”—]|--", before.rstrip(" ,—:-"))[-1]
        for start in reversed([m.start() for m in _DETERMINER.finditer(clause + " ")]):
            found = office_in(clause[start:], self.lexicon)
            if found is not None and not _TAKES_MORE.search(clause, max(0, start - 8), start):
                return found
        return None

    def _apposed_behind(self, behind: str) -> Office | None:
        """ "Anna Berg, the mayor of Porto": the noun phrase behind a comma, closed by punctuation and without a verb."""
        match = _BEHIND.match(behind)
        if match is None:
            return None
        phrase = match[1]
        stop = re.search(r"\.(?:\s|$)", phrase)
        phrase = phrase[: stop.start()] if stop else phrase
        closed = stop is not None or match.end() < len(behind)
        if not closed or has_verb(phrase):
            return None
        return office_in(phrase, self.lexicon)

    def _predicated(self, behind: str) -> Office | None:
        """ "Anna Berg is the mayor of Porto"."""
        match = _COPULA.match(behind)
        return office_in(match[1], self.lexicon) if match else None
