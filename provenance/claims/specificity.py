"""How a claim is worded: what in it could be checked, and what only presses it on the reader; as counts, made in one place.

A scoring model reads no text: it gets these numbers. They are of English alone; of other languages nothing is counted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files

from provenance.records import AnnotatedDocument, Passage
from provenance.segment import quotations_of
from provenance.spans import Span

LANGUAGE = "en"
"""The language whose words are counted."""
WORDS = "wording.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_SENTENCE_ENDS = frozenset(".!?:;\"“”'‘’—–(\n\r")
_SHOUTED = 4
"""Letters of the shortest word that counts as shouted: shorter ones are mostly abbreviations."""
_LONGEST = 60
"""Letters of a word that are looked at."""
_DATELINE = 60
"""Code points before a word in capitals in which a small letter shows that it stands in running text."""
_CONTRACTED = frozenset(("t", "re", "ve", "ll", "d", "m"))
_OWN_KINDS = frozenset(("body", "headline"))


@dataclass(frozen=True, slots=True)
class Wording:
    """Counts over the words of a claim, or of a text's own voice.

    `figures` are numbers, `times` what fixes a time, `names` runs of words with a capital within a sentence. `emphasis` are
    words that press ("very", "obviously"), `absolutes` those that leave nothing out ("everyone"), `judging` those that judge
    ("disgusting"), `talk` words of talk ("guys") and contractions; `addressing`
    speaks to the reader ("you"), `personal` of the author ("I", "we"); `shouted` are words of capitals among others; `exclaimed`
    and `asked` are the marks "!" and "?".
    """

    words: int = 0
    figures: int = 0
    times: int = 0
    names: int = 0
    emphasis: int = 0
    absolutes: int = 0
    judging: int = 0
    talk: int = 0
    addressing: int = 0
    personal: int = 0
    shouted: int = 0
    exclaimed: int = 0
    asked: int = 0


_FIELDS = tuple(f.name for f in fields(Wording))
_WORDS, _NAMES, _SHOUTS, _EXCLAIMED, _ASKED = map(_FIELDS.index, ("words", "names", "shouted", "exclaimed", "asked"))


@dataclass(frozen=True, slots=True)
class WordLists:
    """The classes of `wording.toml`."""

    emphasis: frozenset[str]
    absolute: frozenset[str]
    judging: frozenset[str]
    talk: frozenset[str]
    times: frozenset[str]
    numbers: frozenset[str]
    no_names: frozenset[str]
    first_person: frozenset[str]
    second_person: frozenset[str]


def words_bytes() -> bytes:
    """The lists as they lie in the package: scores rest on them too."""
    return files("provenance.claims").joinpath(WORDS).read_bytes()


@cache
def word_lists() -> WordLists:
    """The lists. Raises TypeError where the file has other classes than `WordLists`."""
    raw = tomllib.loads(words_bytes().decode("utf-8"))
    return WordLists(**{name: frozenset(words.split()) for name, words in raw.items()})


def wording_of(text: str, spans: Iterable[Span]) -> Wording:
    """The counts over some stretches of a text, each read on its own."""
    counts = [0] * len(_FIELDS)
    for span in spans:
        _count(text, span, counts)
    return Wording(*counts)


def _count(text: str, span: Span, counts: list[int]) -> None:
    """Adds what stands in one stretch to the counts, which are in the order of the fields."""
    end, in_name = span.start, False
    for found in _WORD.finditer(text, span.start, span.end):
        word, start = found.group(), found.start()
        seen = _seen(word[:_LONGEST])
        counts[_WORDS] += 1
        for kind in seen.kinds:
            counts[kind] += 1
        if seen.is_shouted and not _is_dateline(text, start, span):
            counts[_SHOUTS] += 1
        if seen.may_name:
            adjoins = in_name and text[end:start] in (" ", "-", ". ")
            in_name = adjoins or not _opens(text, end, start, span)
            counts[_NAMES] += in_name and not adjoins
        else:
            in_name = False
        end = found.end()
    counts[_EXCLAIMED] += text.count("!", span.start, span.end)
    counts[_ASKED] += text.count("?", span.start, span.end)


def _opens(text: str, end: int, start: int, span: Span) -> bool:
    """Whether a word opens a sentence or a quotation, where all words have a capital."""
    return end == span.start or any(c in _SENTENCE_ENDS for c in text[max(end, start - 4) : start])


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word by itself: the fields that it counts to, and whether it may be a name or is in capitals."""

    kinds: tuple[int, ...]
    may_name: bool
    is_shouted: bool


@lru_cache(maxsize=50_000)
def _seen(word: str) -> _Seen:
    lists = word_lists()
    low = word.lower().replace("’", "'")
    may_name = word[0].isupper() and low not in lists.no_names and low not in lists.times
    return _Seen(tuple(map(_FIELDS.index, _kinds(low, lists))), may_name, len(word) >= _SHOUTED and word.isupper())


def _kinds(low: str, lists: WordLists) -> Iterator[str]:
    """The classes that a word in lower case belongs to."""
    if low in lists.times or _CLOCK.fullmatch(low) or (len(low) == 4 and _YEAR.fullmatch(low)):
        yield "times"
    elif low[0].isdigit() or low in lists.numbers:
        yield "figures"
    if low in lists.emphasis:
        yield "emphasis"
    if low in lists.absolute:
        yield "absolutes"
    if low in lists.judging:
        yield "judging"
    if low in lists.talk or low.partition("'")[2] in _CONTRACTED:
        yield "talk"
    if low in lists.second_person:
        yield "addressing"
    if low in lists.first_person:
        yield "personal"


def _is_dateline(text: str, start: int, span: Span) -> bool:
    """Whether capitals stand at the beginning of a paragraph, where a place or a heading has them too."""
    return not any(c.islower() for c in text[max(span.start, start - _DATELINE) : start].rpartition("\n")[2])


@dataclass(frozen=True, slots=True)
class Setting:
    """The text around a claim, as a whole. `voice` counts its own words: those outside quotations, headline included.

    `claims` are all its claims, `named` those that it ascribes to somebody whom it names, and `others` those of them that it
    ascribes to others than the one whom it cites most.
    """

    voice: Wording
    claims: int
    named: int
    others: int


def own_voice(text: str, passages: Sequence[Passage]) -> Wording:
    """The counts over body and headlines without what stands in quotation marks."""
    own = [p.span for p in passages if p.kind in _OWN_KINDS]
    return wording_of(text, (part for span in own for part in _outside(span, [q for q, _ in quotations_of(text, span)])))


def _outside(whole: Span, quoted: Sequence[Span]) -> Iterator[Span]:
    start = whole.start
    for span in sorted(quoted):
        if start < span.start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < whole.end:
        yield Span(start, whole.end)


def is_read(annotated: AnnotatedDocument) -> bool:
    """Whether the words of a document are counted: those of a text in English, or in a language that nobody could tell."""
    return annotated.document.language in (None, LANGUAGE)
