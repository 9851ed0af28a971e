"""Where a document mentions its people and bodies, in the order of the text: what pronouns and descriptions look back over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import known_person
from provenance.registry import NameMatch
from provenance.spans import Span
from provenance.trace.bodies import Bodies
from provenance.trace.layout import Layout
from provenance.trace.offices import Offices
from provenance.trace.people import Cast, Person, gender_of
from provenance.trace.runs import Named, bare, names_in, opens_sentence, runs_in

_PREPOSITIONS = frozenset(
    "of by with for from to in on at against about like between among under over after before than as into via per and or".split()
    + "that whether because if when while which who said says told added claimed believe believes think thinks".split()
)
"""Words before a name that is not the subject of its sentence."""
_ENDING = re.compile(r"['’]s?$")
_SIGN_OFF = re.compile(r"\b(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Cc]ompiled|[Pp]hotos?|[Pp]hotography) by\b")
_SIGN_OFF_REACH = 120
_SUBJECT_REACH = 60
"""Code points of a sentence within which its subject begins."""
LOOK_BACK = 60
"""Mentions that a description looks back over; nobody reads further back."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of somebody. `subject` tells that it opens its sentence, `possessive` that it only qualifies what follows."""

    span: Span
    who: str
    line: int
    sentence: int
    quotation: int
    subject: bool
    possessive: bool


@dataclass(slots=True)
class Trail:
    """Mentions in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def close(self) -> None:
        """Sorts what was added; called once, before any look-up."""
        self.mentions.sort(key=lambda m: m.span)
        self._starts = [m.span.start for m in self.mentions]

    def before(self, position: int) -> Iterator[Mention]:
        """The mentions before a position, the nearest first, as far as anybody looks back."""
        end = bisect_left(self._starts, position)
        for i in range(end - 1, max(-1, end - 1 - LOOK_BACK), -1):
            yield self.mentions[i]


@dataclass(slots=True)
class Mentions:
    """The people, bodies and pairs of people that a document mentions."""

    layout: Layout
    people: Trail = field(default_factory=Trail)
    bodies: Trail = field(default_factory=Trail)
    pairs: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    """People whom the text joins by "and", with the offset of the last of them."""

    def nearest(self, trail: Trail, position: int, accept: Callable[[str], bool]) -> list[str]:
        """Who of those accepted is nearest before a position: all of the nearest sentence that mentions any.

        That sentence stands in the same line or in the one before.
        """
        line, sentence = self.layout.line_at(position), -2
        found: list[str] = []
        for mention in trail.before(position):
            if mention.line < line - 1 or (found and mention.sentence != sentence):
                break
            if mention.who not in found and accept(mention.who):
                found.append(mention.who)
                sentence = mention.sentence
        return found


def read_people(
    text: str,
    mentions: Mentions,
    cast: Cast,
    offices: Offices,
    taken: Iterable[Span],
    accounts: Container[str],
    words: HolderWords,
) -> None:
    """Fills the trail of people, and notes what the words around their names say of them.

    `taken` are names of bodies, in order; `accounts` the names of accounts, in small letters, which are nobody's.
    """
    layout = mentions.layout
    bodies = sorted(taken)
    place = 0
    for index, sentence in enumerate(layout.sentences):
        row: list[Mention] = []
        for run in runs_in(text, *sentence):
            while place < len(bodies) and bodies[place].end <= run.start:
                place += 1
            if _ENDING.sub("", run.of(text).lower()) in accounts:
                continue
            read = cast.named.get(run)
            for named in names_in(text, run, words, opens_sentence(text, run.start)) if read is None else read:
                if any(b.overlaps(named.span) for b in bodies[place : place + 4]) or _is_credit(
                    text, sentence.start, named.span.start
                ):
                    continue
                person = _person(named, cast, words)
                if person is None:
                    continue
                found, span = person
                if found.first is None and (named.titles or " " in named.name):
                    found.first = span.start
                offices.note(found, text, span.start, span.end, sentence.start, named.titles)
                row.append(_mention(text, span, found.id, index, sentence, layout, not any(not m.possessive for m in row)))
        mentions.people.mentions += row
        mentions.pairs += _pairs(text, row)
    mentions.people.close()


def _is_credit(text: str, low: int, start: int) -> bool:
    """Whether a name stands in a sign-off that ran into the text: "Reporting by Anna Berg and Tom Roe"."""
    return _SIGN_OFF.search(text, max(low, start - _SIGN_OFF_REACH), start) is not None


def _person(named: Named, cast: Cast, words: HolderWords) -> tuple[Person, Span] | None:
    """Whom a name means, with the words that do; words before it that belong to nobody's name are left out."""
    gender = gender_of(named.titles, words)
    found = cast.find(named.name, gender)
    if found is not None:
        return (found, named.span) if named.span.end - named.span.start > 1 else None
    parts = named.parts
    known = known_person(named.name) if len(parts) == 1 and bare(parts[0]) not in words.not_names else None
    if known is not None and not cast.candidates(named.name, gender):
        return cast.add(named.name, gender=gender), named.span
    if named.titles and not named.quoted:
        several = cast.candidates(named.name, gender)
        return (
            None
            if several or named.name.isupper() or _is_body(parts, words)
            else (cast.add(named.name, gender=gender), named.span)
        )
    for k in range(1, len(parts)):
        rest = " ".join(parts[k:])
        found = cast.find(rest) if bare(rest) not in words.not_names else None
        if found is not None:
            return found, Span(named.span.end - len(rest), named.span.end)
    return None


def _is_body(parts: Sequence[str], words: HolderWords) -> bool:
    return any(bare(p) in words.organization_words for p in parts)


def _mention(text: str, span: Span, who: str, index: int, sentence: Span, layout: Layout, first: bool) -> Mention:
    subject = first and span.start - sentence.start <= _SUBJECT_REACH and _opens(text[sentence.start : span.start].split())
    bracketed = text[span.start - 1 : span.start] == "(" or text[span.end : span.end + 1] in (")", "/")
    possessive = text[span.end : span.end + 2] in ("'s", "’s") or text[span.end : span.end + 1] in ("'", "’")
    return Mention(
        span,
        who,
        layout.line_at(span.start),
        index,
        layout.quotation_at(span.start),
        subject and not possessive and not bracketed,
        possessive,
    )


def _opens(before: Sequence[str]) -> bool:
    """Whether a name behind these words can be the subject of its sentence."""
    return not before or bare(before[-1]) not in _PREPOSITIONS


def _pairs(text: str, row: list[Mention]) -> list[tuple[int, tuple[str, ...]]]:
    """The people of a sentence who are joined: "A and B", "A, B and C"."""
    found: list[tuple[int, tuple[str, ...]]] = []
    group: list[Mention] = []
    for mention in row:
        between = text[group[-1].span.end : mention.span.start] if group else ""
        if group and between.strip() in ("and", "&", ", and"):
            found.append((mention.span.end, tuple(dict.fromkeys(m.who for m in (*group, mention)))))
            group = []
        elif group and between.strip() == ",":
            group.append(mention)
        else:
            group = [mention]
    return found


def read_bodies(
    text: str, layout: Layout, bodies: Bodies, matches: Iterable[NameMatch], mentions: Mentions, is_person: Callable[[str], bool]
) -> list[Span]:
    """Fills the trail of bodies: those of the registry, and those that the text shows to be bodies. Returns where they stand."""
    found: dict[int, tuple[Span, str]] = {}
    for match in matches:
        entity = bodies.registry.get(match.id or "")
        if entity is not None:
            found[match.span.start] = match.span, bodies.known(entity, match.span.of(text)).id
    named = [pair for low in layout.sentences for pair in bodies.read(text, *low, is_person)]
    for span, name in named:  # a body may be named before the words that show it to be one
        body = bodies.by_form.get(name)
        if body is not None:
            found[span.start] = span, body.id
    spans: list[Span] = []
    for _, (span, id_) in sorted(found.items()):
        index = layout.sentence_at(span.start)
        if index >= 0 and (not spans or spans[-1].end <= span.start):
            mentions.bodies.mentions.append(_mention(text, span, id_, index, layout.sentences[index], layout, True))
            spans.append(span)
    mentions.bodies.close()
    return spans
