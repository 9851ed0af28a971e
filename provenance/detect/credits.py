"""Credits in the text: reprint lines, datelines, sign-offs, bylines, house styles, photo credits, signatures of posts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from provenance.detect.authors import led_or_titled, named_in
from provenance.detect.credit_index import rules_of
from provenance.lexicon.credits import DETECTOR, CreditRule
from provenance.records import Block, CreditLine
from provenance.spans import Span

_HEAD = 400
"""Code points at the beginning of a passage in which credits that may stand anywhere are looked for."""
_TAIL = 700
"""Code points at its end. Longer passages are body text between the two."""
_TEXT = 120
"""Letters of the shortest passage that is text beyond doubt: what stands before the first of them or after the last one
stands above or below the text."""
_MOST_NAMES = 8
"""A list of names that is longer credits nobody in particular."""

_CAPTIONS = frozenset(["figcaption", "caption"])
_OF_PICTURES = frozenset(["byline", "sign_off", "bracket_tag", "dateline", "via", "copyright"])
"""Signals that say whose picture it is where they stand in its caption."""
_ABOVE, _BELOW = 20, 3
"""How many blocks above and below the main text of a page are not far."""

_EDGES = " \t\r\n\u00a0\u2000-\u200f\u202a-\u202f\u2060\u2066-\u2069\u3000\ufeff"
_FRONT = re.compile(rf"[{_EDGES}•*·▪■●►>]*")
_INVISIBLE = re.compile(rf"[{_EDGES}]*\Z")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_PUNCTUATION = " \t\u00a0\u3000.,;:，。、；：|/-–—\"“”„«»‹›'‘’「」『』《》()（）[]【】"
_MARK = r"[,;/|=·•、，；／＝]"
_BETWEEN = re.compile(
    rf"(?:(?<!\s)\s+)?(?:{_MARK}\s*(?:(?:and|und|et|y|e|и|та)\s+)?|(?:[&+]|\s[-–—]\s|及|以及|和|与|與)\s*)"
    r"|(?<!\s)\s+(?:and|with|und|mit|et|avec|y|con|e|com|i|oraz|z|a|s|en|met|og|och|med|ja|és|și|cu|ve|dan|и|с|та|і|й|з|και|و)\s+"
)
_SEPARATES = re.compile(_MARK)
_ROLE = re.compile(
    r"(?:['’]s?|(?<!\s))\s+(?:staff|writers?|reporters?|correspondents?|journalists?|bureau|desk|team|editors?|contributors?|reporting|reports?"
    r"|photos?|files?|inputs?|newsroom)$",
    re.IGNORECASE,
)
"""What follows the name of an agency whose people wrote."""
_KIND = re.compile(r"(?<!\s)\s+(?:(?:news|press|wire)\s+)?(?:agency|agencies|service|newswires?|wires?)$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?<!\s)\s+[A-Z]\w{1,20}$")

NAMED_AUTHOR = "named-author"
"""The rule of a line that consists of authors whom the document names elsewhere; it has no pattern."""
AMONG_LINES = "byline-among-lines"
"""The rule of names on a line of their own behind "By", or before what the people are."""
_BESIDE = frozenset(["above", "below"])
PLACE = "place"
"""The group of a pattern that is the place of a dateline."""

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Passage:
    """One passage as the rules see it: `span` without invisible characters and bullets at its edges.

    `low` are the words near its edges in lower case. `place` is "above", "inside" or "below" the text, "lone" where the passage
    is all of it, "far" where a page has it away from its article.
    """

    index: int
    span: Span
    low: str
    place: str
    caption: bool


def find_credits(
    text: str,
    blocks: Sequence[Block],
    rules: Sequence[CreditRule],
    known: Known,
    registered: Known | None = None,
    authors: Sequence[str] = (),
) -> tuple[CreditLine, ...]:
    """The credits of all passages, in order; the first rule that matches a place wins.

    `blocks` are the passages. `registered` tells whether the registry has a name, `known` the same or that it reads like an
    outlet's. `authors` are the names of `authors_of`. A credit that names several sources is one `CreditLine` for each, whose
    spans together are the credit.
    """
    known, registered = cache(known), cache(registered or known)
    usable = rules_of(tuple([rule for rule in rules if rule.beside is None or rule.beside.search(text)]))
    found: list[CreditLine] = []
    bylined = False
    for passage in _passages(text, blocks):
        own = list(
            _in_passage(
                text,
                passage,
                usable.of(passage.low, passage.span.end - passage.span.start, passage.place),
                known,
                registered,
                bylined=bylined,
            )
        )
        marks = {credit.rule for credit in own if credit.signal == "house_style"}
        if marks:  # the same mark again says nothing new
            usable = rules_of(tuple([rule for rule in usable.all if f"{DETECTOR}#{rule.id}" not in marks]))
        if not own and passage.place in _BESIDE:
            own += _authors(text, passage, blocks, authors)
        bylined = bylined or any(credit.signal == "byline" for credit in own)
        found += own
    return tuple(sorted(found, key=lambda credit: credit.span))


def _authors(text: str, passage: _Passage, blocks: Sequence[Block], authors: Sequence[str]) -> Iterator[CreditLine]:
    """The byline that a passage is by the names in it, or by the lines around it above the text."""
    name = named_in(text, passage.span, authors)
    if name is not None:
        yield CreditLine(passage.span, name, passage.index, "byline", f"{DETECTOR}#{NAMED_AUTHOR}")
    elif passage.place == "above":
        i = passage.index
        around = [blocks[k].span if 0 <= k < len(blocks) else None for k in (i - 1, i + 1)]
        if (name := led_or_titled(text, passage.span, *around)) is not None:
            yield CreditLine(passage.span, name, i, "byline", f"{DETECTOR}#{AMONG_LINES}")


def _passages(text: str, blocks: Sequence[Block]) -> Iterator[_Passage]:
    """The passages with their places."""
    sizes = [_letters(text, block.span) for block in blocks]
    main = [i for i, block in enumerate(blocks) if block.main]
    article = range(main[0] - _ABOVE, main[-1] + _BELOW + 1) if main else range(len(blocks))
    bodies = [i for i in main or range(len(blocks)) if sizes[i] >= _TEXT]
    if not bodies:
        bodies = [max(main or range(len(blocks)), key=sizes.__getitem__, default=0)]
    for index, block in enumerate(blocks):
        span = _bare(text, block.span)
        near = text[span.start : span.end]
        if len(near) > _HEAD + _TAIL:
            near = near[:_HEAD] + "\n" + near[-_TAIL:]
        place = _place(index, bodies[0], bodies[-1]) if index in article else "far"
        yield _Passage(index, span, near.lower(), place, block.tag in _CAPTIONS)


def _letters(text: str, span: Span) -> int:
    """How long a passage is in letters of an alphabet: a character of Chinese, Japanese or Korean says as much as three."""
    words = span.of(text)
    return len(words) if words.isascii() else len(words) + 2 * sum(map(len, _WIDE.findall(words)))


def _place(index: int, first: int, last: int) -> str:
    """Where a passage stands to the text between the passages `first` and `last`; the end of the last one is below it."""
    if index < first:
        return "above"
    if index > last or index == last != first:
        return "below"
    return "lone" if first == last else "inside"


def _bare(text: str, span: Span) -> Span:
    front = _FRONT.match(text, span.start, span.end)
    start = front.end() if front else span.start
    back = _INVISIBLE.search(text, max(start, span.end - 100), span.end)
    return Span(start, max(start, back.start() if back else span.end))


def _in_passage(
    text: str, passage: _Passage, rules: Iterable[CreditRule], known: Known, registered: Known, *, bylined: bool
) -> Iterator[CreditLine]:
    """The credits of one passage; `bylined` says that a byline stands above it."""
    taken: list[Span] = []
    for rule in rules:
        for match in _matches(rule, text, passage.span):
            whole = Span(*match.span())
            if any(whole.overlaps(other) for other in taken) or _introduces(match, registered):
                continue
            names = _names(text, _named(match), rule, registered if rule.registered else known)
            if not names:
                continue
            taken.append(whole)
            signal = rule.repeated if bylined and rule.repeated else _signal(rule, passage)
            for name, part in zip(names, _parts(whole, names), strict=True):
                yield CreditLine(part, name, passage.index, signal, f"{DETECTOR}#{rule.id}")


def _matches(rule: CreditRule, text: str, span: Span) -> Iterator[re.Match[str]]:
    """Where a rule matches in a passage."""
    start, end = span.start, span.end
    found: re.Match[str] | None = None
    if rule.anchor == "line":
        found = rule.pattern.fullmatch(text, start, end)
    elif rule.anchor == "start":
        found = rule.pattern.match(text, start, min(end, start + rule.reach))
    elif rule.anchor == "end":
        found = rule.pattern.search(text, max(start, end - rule.reach), end)
    elif end - start <= _HEAD + _TAIL:
        yield from rule.pattern.finditer(text, start, end)
    else:
        cut = start + _HEAD
        yield from (match for match in rule.pattern.finditer(text, start, cut) if match.end() < cut)
        yield from rule.pattern.finditer(text, end - _TAIL, end)
    if found is not None:
        yield found


def _introduces(match: re.Match[str], registered: Known) -> bool:
    """Whether what looks like a dateline gives an acronym after its name: "Agence France-Presse (AFP) – the oldest – …"."""
    place = match.groupdict().get(PLACE) or ""
    return bool(place) and registered(place.strip(_PUNCTUATION))


def _named(match: re.Match[str]) -> Span:
    """Where the name stands in a credit; the whole credit where it implies one."""
    group = next((g for g in match.re.groupindex if g != PLACE and match[g]), 0)
    return Span(*match.span(group))


def _signal(rule: CreditRule, passage: _Passage) -> str:
    """The signal of a rule at the place where it matched."""
    place = "below" if passage.place == "lone" and rule.anchor == "end" else passage.place
    signal = rule.inside if place == "inside" else rule.below if place == "below" else ""
    signal = signal or rule.signal
    return "photo_credit" if passage.caption and signal in _OF_PICTURES else signal


def _names(text: str, span: Span, rule: CreditRule, known: Known) -> list[Span]:
    """The names credited within `span`: those that are known where the rule asks for that, else all of it."""
    whole = _trimmed(text, span)
    if rule.implies or not (rule.resolve or rule.signal == "photo_credit"):
        return [whole] if whole.start < whole.end or rule.implies else []
    listed = _listed(text, whole)
    if (len(listed) == 1 or not _SEPARATES.search(text, *whole)) and (name := _known_name(text, whole, known)) is not None:
        return [name]  # "Science and Technology Daily" is one
    found = [name for part in listed if (name := _known_name(text, part, known)) is not None] if len(listed) > 1 else []
    if not found and not rule.resolve:
        return [whole]
    return [] if len(found) > _MOST_NAMES or (rule.every and len(found) < len(listed)) else found


def _listed(text: str, whole: Span) -> list[Span]:
    """The members of a list: "dpa/AFP", "AP, AFP and Reuters"."""
    gaps = [match.span() for match in _BETWEEN.finditer(text, whole.start, whole.end)]
    ends = [*(start for start, _ in gaps), whole.end]
    parts = [_trimmed(text, Span(start, end)) for start, end in zip([whole.start, *(end for _, end in gaps)], ends, strict=True)]
    return [part for part in parts if part.start < part.end]


def _known_name(text: str, span: Span, known: Known) -> Span | None:
    """A name that is known, as it stands or without the words for its people: "Reuters staff", "AP Diplomatic Writer"."""
    beyond = _ROLE.search(text, *span)
    if beyond is None and span.start < span.end and known(span.of(text)):
        return span
    beyond = beyond or _KIND.search(text, *span)
    while beyond is not None:
        span = _trimmed(text, Span(span.start, beyond.start()))
        if span.start < span.end and known(span.of(text)):
            return span
        beyond = _LAST_WORD.search(text, *span)
    return None


def _trimmed(text: str, span: Span) -> Span:
    """A span without punctuation, brackets and quotation marks at its edges, save the full stops of initials."""
    start, end = span.start, span.end
    while start < end and text[start] in _PUNCTUATION:
        start += 1
    while start < end and text[end - 1] in _PUNCTUATION:
        end -= 1
    return Span(start, end)


def _parts(whole: Span, names: Sequence[Span]) -> list[Span]:
    """A credit cut up after each of its names."""
    ends = [*(name.end for name in names[:-1]), whole.end]
    return [Span(start, end) for start, end in zip([whole.start, *ends[:-1]], ends, strict=True)]
