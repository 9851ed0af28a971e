"""The bodies that a document names: companies, agencies, ministries, courts, with their acronyms and what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.lexicon.people import is_given_name
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.records import Holder, SourceType
from provenance.registry import Context, Entity, Registry
from provenance.spans import Span
from provenance.trace.offices import has_verb
from provenance.trace.runs import WORD, bare, opens_sentence

_BODY = re.compile(
    rf"(?<![\w'’@#/&-]){WORD}"
    rf"(?:[ \u00a0](?:(?:of|for|on|and|&|the|de|del|des|du|da)[ \u00a0]){{0,2}}(?:{WORD}|\d{{1,2}}(?= [A-Z]))){{0,8}}"
)
_JOINER = re.compile(r"[ \u00a0]((?:of|for|on|and|&|the|de|del|des|du|da)(?:[ \u00a0](?:of|for|on|the))?)[ \u00a0]")
_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z0-9&.-]{1,9})\)")
_TICKER = re.compile(r"\s\((?:[A-Z]+:\s?)?[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?\)")
_TOKEN = re.compile(r"[^\s\u00a0]+")
_LEGAL = re.compile(r"(?:,?\s(?:Inc|Corp|Co|Ltd|LLC|PLC|plc|AG|SA|SE|NV|SpA|GmbH|AB|ASA|Oyj|A/S|KK|Bhd)\b\.?)+")
_APPOSED = re.compile(r"\s?,\s(?:an?|the|one of the|[A-Z][\w-]{0,30}['’]s)\s([^,;.()\"“”\n]{3,80})")
_NOUN_BEFORE = re.compile(r"([a-z][\w-]{2,30})(,?) $")
_COMPANY_BEHIND = re.compile(
    r"['’]s?\s(?:shares?|stock|bonds|shareholders|earnings|profits?|sales|CEO|CFO|[Cc]hief [Ee]xecutive|(?:co-)?founder)\b"
    r"|\s(?:shares|stock|CEO|CFO|[Cc]hief [Ee]xecutive|(?:co-)?founder)\b"
)
_SHARES_OF = re.compile(r"\b(?:[Ss]hares|[Ss]tock|[Ss]take|shareholders|executives|employees|customers) (?:of|in|at) $")
_ENDS = re.compile(r"['’]s?$")
_MAKER = re.compile(r"[a-z]{2}(?:maker|firm)$")
_KIND_OF_ENTITY = {
    "news_agency": ("agency", "newswire"),
    "newspaper": ("newspaper", "paper", "daily"),
    "broadcaster": ("broadcaster", "network", "television"),
    "public_broadcaster": ("broadcaster", "network", "television"),
    "magazine": ("magazine",),
    "digital_outlet": ("website", "site", "outlet"),
    "international_org": ("organization", "organisation"),
    "think_tank": ("institute", "tank", "organization"),
    "research_firm": ("firm", "company"),
    "data_provider": ("company", "firm"),
    "social_platform": ("platform", "company"),
    "military_body": ("military",),
}
_SPEAKERS = frozenset(
    ["chief", "ceo", "cfo", "coo", "chairman", "chairwoman", "founder", "co-founder", "spokesman", "spokeswoman", "spokesperson"]
)
"""Offices that stand behind the name of a company."""
_TOO_WIDE = frozenset(
    "state states side nation nations country regime mission democrats republicans conservatives liberals staff customs "
    "campaign".split()
)
"""Nouns that do not make a capitalised phrase a body: "State of the Union", "House Republicans"."""
_PLACE_NOUNS = frozenset("capital port city town municipality island airport".split())
_OUTLETS = frozenset("newspaper paper magazine broadcaster daily tabloid weekly outlet".split())
_AIR = frozenset(["radio", "television", "tv", "broadcasting", "broadcaster", "station", "fm"])
_PAPER = frozenset(["newspaper", "paper", "outlet"])
_NO_OUTLETS = frozenset("network media".split())
_CONTINUED = frozenset(["of", "for", "on", "de", "del", "des", "du", "da"])


@dataclass(slots=True)
class Body:
    """A body of the document. `kinds` are the lower-case nouns that its name and the text give it."""

    id: str
    name: str
    type: SourceType
    kinds: set[str] = field(default_factory=set)

    def holder(self, span: Span | None) -> Holder:
        """The body as a holder, named by the words at `span`."""
        return Holder(self.id, self.name, self.type, span)


@dataclass(slots=True)
class Bodies:
    """All bodies of one document, by the forms in which it writes them."""

    registry: Registry
    context: Context
    words: HolderWords
    by_id: dict[str, Body] = field(default_factory=dict)
    by_form: dict[str, Body] = field(default_factory=dict)
    _meant: dict[str, list[str]] = field(default_factory=dict)

    def known(self, entity: Entity, words: str) -> Body:
        """A body of the registry, written as `words`."""
        body = self.by_id.get(entity.id)
        if body is None:
            body = self.by_id[entity.id] = Body(entity.id, entity.name, entity.type, set(_KIND_OF_ENTITY.get(entity.kind, ())))
            body.kinds |= self._kinds_of_name(entity.name)
            self.by_form.setdefault(entity.name, body)
        self.by_form.setdefault(words, body)
        return body

    def add(self, name: str, kinds: set[str] = frozenset()) -> Body:  # type: ignore[assignment]
        """The body with this name: one of the document or the registry, or a new one."""
        body = self.by_form.get(name)
        if body is None:
            entity = self.registry.get(self.registry.resolve(name, self.context).id or "")
            if entity is not None:
                body = self.known(entity, name)
            else:
                own = self._kinds_of_name(name)
                kind: SourceType = "official_body" if self.is_official(own | kinds) else "organization"
                if kinds & (_OUTLETS | _AIR):
                    kind = "news_outlet"
                body = self.by_id.setdefault(slug(name), Body(slug(name), name, kind))
                body.kinds |= own
                self.by_form[name] = body
                self._shorten(name, body)
        body.kinds |= kinds
        return body

    def _shorten(self, name: str, body: Body) -> None:
        """Files a company or party under its name without the last word too: "Labour" for "Labour Party"."""
        first, _, last = name.rpartition(" ")
        low = bare(first)
        common = (
            low in self.words.titles or low in self.words.ranks or low in self.words.not_names or low in self.words.place_starts
        )
        if not first or " " in first or common or place_of_name(first) or place_of_adjective(first):
            return
        shortens = bare(last) == "party" or bare(last) in self.words.kinds["company"]
        if shortens and self.by_form.setdefault(first, body) is not body and self.by_form[first].name != first:
            del self.by_form[first]

    def is_official(self, kinds: set[str]) -> bool:
        """Whether one of the nouns is that of a body which speaks with authority, and none that of a private one."""
        return bool(kinds & self.words.official_words) and not kinds & {"company", "charity", "union", "airline", "bank", "party"}

    def _kinds_of_name(self, name: str) -> set[str]:
        lows = [bare(w) for w in name.split()]
        of = next((i for i, low in enumerate(lows) if low in _CONTINUED), len(lows))
        noun = lows[of - 1] if of else lows[-1]
        known = noun in self.words.organization_words or noun in self.words.official_words
        found = {noun} if known and noun not in _TOO_WIDE and (of == len(lows) or of < 4) else set()
        if len(lows) > 1 and lows[-1] in self.words.kinds["company"] and not is_given_name(name.split()[0]):
            found.add(lows[-1])
        return found

    def can_be(self, body: Body, noun: str) -> bool:
        """Whether "the company", "the agency" and the like can mean a body."""
        meant = self.words.kinds.get(noun)
        if noun in body.kinds:
            return True
        if meant is None:
            return False
        undescribed = not body.kinds and body.type == "organization" and "company" in meant
        return undescribed or not meant.isdisjoint(body.kinds)

    def all_of(self, noun: str) -> list[str]:
        """The ids of all bodies of the document that a noun can mean; asked once the document is read."""
        if noun not in self._meant:
            self._meant[noun] = [id_ for id_, body in self.by_id.items() if self.can_be(body, noun)]
        return self._meant[noun]

    def read(self, text: str, low: int, high: int, is_person: Callable[[str], bool]) -> Iterator[tuple[Span, str]]:
        """Files the bodies that the sentence at `low`..`high` names or describes; yields the stretches that may name one."""
        for match in _BODY.finditer(text, low, high):
            for part in _parted(text, match, self.words):
                span = self._without_office(text, part)
                name = span.of(text)
                if name and place_of_name(name) is None and not is_person(name):
                    self._describe(text, span, low, name)
                    yield span, name

    def _without_office(self, text: str, part: Span) -> Span:
        """A stretch without words that only open the sentence or a possessive ending, up to an office: "Acme CEO Jo Roe"."""
        tokens = [(m[0], m.start() - part.start, m.end() - part.start) for m in _TOKEN.finditer(text, *part)]
        while tokens and bare(tokens[0][0]) in self.words.not_names:
            tokens = tokens[1:]
        while tokens and bare(tokens[-1][0]) in self.words.not_names:
            tokens = tokens[:-1]
        for i, (token, _, _) in enumerate(tokens):
            if i and bare(token) in _SPEAKERS:
                tokens = tokens[:i]
                break
        if not tokens:
            return Span(part.start, part.start)
        name = tokens[-1][0]
        end = tokens[-1][2] - (len(name) - len(_ENDS.sub("", name))) if len(name) > 3 else tokens[-1][2]
        end -= text[part.start : part.start + end].endswith(",")
        return Span(part.start + tokens[0][1], part.start + end)

    def _describe(self, text: str, span: Span, low: int, name: str) -> None:
        """What stands around a name that shows it to be a body, and what kind of one."""
        before, behind = text[max(low, span.start - 40) : span.start], text[span.end : span.end + 90]
        legal = _LEGAL.match(behind)
        brackets = behind.startswith((" (", "\u00a0("))
        ticker, acronym = (_TICKER.match(behind), _ACRONYM.match(behind)) if brackets else (None, None)
        own = self._kinds_of_name(name)
        noun, apposed = _NOUN_BEFORE.search(before), _APPOSED.match(behind)
        if noun is not None and noun[2] and behind[:1] != ",":
            noun = None  # a clause ends there: "in the campaign, Berg was"
        kinds = {noun[1]} & self._nouns() - _PLACE_NOUNS if noun else set()
        if apposed is not None and text[span.end + apposed.end() :][:1] in (",", ".", ")", "") and not has_verb(apposed[1]):
            kinds |= self._noun_of(apposed[1])
        first = " " not in name and opens_sentence(text, span.start) and not behind.startswith(("'", "’"))
        company = bool(
            legal
            or (not first and _COMPANY_BEHIND.match(behind))
            or _SHARES_OF.search(before)
            or (noun and _MAKER.search(noun[1]))
        )
        short = acronym is not None and _is_acronym(acronym[1], name) and (bool(own) or len(acronym[1]) > 2)
        company = company or (ticker is not None and not short and (" " not in name or bool(own)))
        if noun and _MAKER.search(noun[1]):
            kinds.add(noun[1])
        if names_outlet(name, self.words) and not own & _NO_OUTLETS:
            kinds |= _AIR if not _AIR.isdisjoint(bare(w) for w in name.split()) else _PAPER
        if not (own or kinds or company or short) or (" " not in name and not (kinds or company or short)):
            return  # "Police", "Democrats": their nouns alone tell nothing
        several = len(name.split()) > 1
        if several and not own and not kinds and not short and not legal and not ticker:
            return  # "Anna Berg's board"
        body = self.add(name, kinds | ({"company"} if company and not own - {"group"} else set()))
        if short and acronym is not None:
            self.by_form[acronym[1]] = body
            self.by_form.setdefault(f"{acronym[1]}s", body)

    def _nouns(self) -> frozenset[str]:
        return self.words.kinds["company"] | self.words.kinds["organization"] | self.words.kinds.keys()

    def _noun_of(self, phrase: str) -> set[str]:
        """The noun of an apposition, where it is one for a body: "a Bolivian charity that samples lakes"."""
        base = re.split(r"\s(?:of|for|in|that|which|based|from|with|and|on|at|to|by)\b", phrase)[0]
        last = bare(base.split()[-1]) if base.split() else ""
        return {last} if last in self._nouns() or _MAKER.search(last) else set()


def _is_acronym(short: str, name: str) -> bool:
    """Whether letters in parentheses can stand for a name: capitals that begin with a letter of the name's words."""
    capitals = [c for c in short if c.isupper()]
    return len(capitals) >= 2 and "." not in short.rstrip(".") and " " in name and _initials_fit(short, name)


def _initials_fit(short: str, name: str) -> bool:
    initials = "".join(w[0].lower() for w in re.split(r"[\s-]+", name) if w)
    first = short[0].lower()
    return first in initials and sum(c.lower() in initials for c in short if c.isalpha()) * 2 > len(short)


def _is_pair_in_name(text: str, match: re.Match[str], pieces: list[tuple[int, int, str]], words: HolderWords) -> bool:
    """Whether "and" stands inside one name: "the Fire and Disaster Management Agency"."""
    if len(pieces) != 2 or pieces[0][2] not in ("and", "&"):
        return False
    left, right = (match[0][first:end].split() for first, end, _ in pieces)
    if left[:1] in (["The"], ["the"]):
        left = left[1:]
    elif text[max(0, match.start() - 4) : match.start()] != "the ":
        return False
    noun = bool(right) and bare(right[-1]) in words.organization_words and len(right) > 1
    return noun and len(left) == 1 and bare(left[0]) not in words.organization_words


def _parted(text: str, match: re.Match[str], words: HolderWords) -> Iterator[Span]:
    """The stretches of a match that may each be one name: joined by "of" behind the noun of a body alone, never by "and"."""
    start = match.start()
    whole = match[0]
    if _JOINER.search(whole) is None:
        yield Span(start, match.end())
        return
    pieces: list[tuple[int, int, str]] = []
    last = 0
    for joiner in _JOINER.finditer(whole):
        pieces.append((last, joiner.start(), joiner[1].split()[0]))
        last = joiner.end()
    pieces.append((last, len(whole), ""))
    if _is_pair_in_name(text, match, pieces, words):
        yield Span(match.start(), match.end())
        return
    begin: int | None = None
    for first, end, link in pieces:
        begin = first if begin is None else begin
        final = bare(whole[first:end].split()[-1]) if whole[first:end].split() else ""
        noun = final in words.organization_words or final in words.official_words or final in words.kinds
        within = link in ("and", "&") and begin < first and not _CONTINUED.isdisjoint(whole[begin:first].split())
        short = " " not in whole[first:end] or _ACRONYM.match(text, match.end()) is not None
        if (link in _CONTINUED and noun) or (within and not noun and short):
            continue
        yield Span(start + begin, start + end)
        begin = None
