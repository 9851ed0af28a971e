"""How a claim is worded: what in it could be checked, and what only presses it on the reader; as counts, made in one place.

A scoring model reads no text: it gets these numbers. They are of English alone; of other languages nothing is counted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
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

    def __add__(self, other: Wording) -> Wording:
        return Wording(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


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
    first_persons: frozenset[str]
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
    total = Wording()
    for span in spans:
        total += _counted(text, span)
    return total


def _counted(text: str, span: Span) -> Wording:
    lists = word_lists()
    count = dict.fromkeys((f.name for f in fields(Wording)), 0)
    end = span.start
    in_name = False
    for found in _WORD.finditer(text, span.start, span.end):
        word = found.group()
        low = word.lower().replace("’", "'")
        count["words"] += 1
        for kind in _kinds(low, lists):
            count[kind] += 1
        capital = word[0].isupper() and low not in lists.no_names and low not in lists.times
        opens = any(c in _SENTENCE_ENDS for c in text[max(end, found.start() - 4) : found.start()]) or end == span.start
        adjoins = in_name and text[end : found.start()] in (" ", "-", ". ")
        in_name = capital and (adjoins or not opens)
        count["names"] += in_name and not adjoins
        count["shouted"] += len(word) >= _SHOUTED and word.isupper() and not _is_dateline(text, found, span)
        end = found.end()
    piece = span.of(text)
    count["exclaimed"], count["asked"] = piece.count("!"), piece.count("?")
    return Wording(**count)


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
    if low in lists.judging or (low.endswith("est") and low[:-3] + "er" in lists.judging):
        yield "judging"
    if low in lists.talk or (low.partition("'")[2] in ("t", "re", "ve", "ll", "d", "m")):
        yield "talk"
    if low in lists.second_person:
        yield "addressing"
    if low in lists.first_person or low in lists.first_persons:
        yield "personal"


def _is_dateline(text: str, word: re.Match[str], span: Span) -> bool:
    """Whether capitals stand at the beginning of a paragraph, where a place or a heading has them too."""
    return not any(c.islower() for c in text[max(span.start, word.start() - 60) : word.start()].rpartition("\n")[2])


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
    total = Wording()
    for passage in passages:
        if passage.kind in _OWN_KINDS:
            total += wording_of(text, _outside(passage.span, [span for span, _ in quotations_of(text, passage.span)]))
    return total


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
