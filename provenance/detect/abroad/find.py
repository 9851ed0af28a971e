"""Attributions of a document in one of the six languages, as the English rules hand them on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from provenance.detect.abroad.chinese import ChineseReader
from provenance.detect.abroad.dashes import opens_with_dash, spoken
from provenance.detect.abroad.frames import Reader
from provenance.detect.abroad.hit import Hit
from provenance.detect.abroad.sentences import foreign_quotations
from provenance.detect.abroad.sites import LONGEST_SENTENCE
from provenance.detect.abroad.sources import Range, Sources
from provenance.detect.abroad.tokens import Token, tokens_of
from provenance.detect.attributions import KINDS_READ, UNMEASURED, mode_of
from provenance.detect.nesting import nested
from provenance.lexicon.abroad import Tongue
from provenance.lexicon.people import known_person
from provenance.records import DetectedAttribution, Passage, Quotation, Sentence
from provenance.registry import Context, Registry
from provenance.spans import Span

ABROAD = "abroad/1"
"""The name and version of these rules. How often they are right was measured by nobody."""
_LONGEST_NAME = 80
_OPENING = 2
"""Tokens before a word that opens a sentence: marks alone."""


class ForeignFinder:
    """Finds the attributions of one document. Names that the registry or the lists know are taken for sources."""

    def __init__(self, text: str, tongue: Tongue, registry: Registry) -> None:
        self.text = text
        self.tongue = tongue
        self._registry = registry
        self._context = Context(role="source", language=tongue.code)
        self._names: dict[str, bool] = {}

    def known(self, name: str) -> bool:
        """Whether a name is that of a body in the registry, of a person of the list, or of a country that may speak."""
        if name not in self._names:
            self._names[name] = self._is_known(name)
        return self._names[name]

    def _is_known(self, name: str) -> bool:
        if len(name) > _LONGEST_NAME or name.lower() in self.tongue.words.around:
            return False
        if name.lower() in self.tongue.words.places or known_person(name) is not None:
            return True
        return self._registry.resolve(name, self._context).id is not None

    def in_chinese(self, sentences: Sequence[Span], quotations: Sequence[Span]) -> list[Hit]:
        """The attributions of one passage of Chinese."""
        reader = ChineseReader(self.text, quotations, self.tongue, self.known)
        return [hit for s in sentences if s.end - s.start <= LONGEST_SENTENCE for hit in reader.hits(s)]

    def in_words(self, passage: Span, sentences: Sequence[Span], quotations: Sequence[Span], named: frozenset[str]) -> list[Hit]:
        """The attributions of one passage in a language with spaces: around its quotations, and then within them."""
        french = self.tongue.code == "fr"
        tokens = tokens_of(self.text, passage, quotations, french)
        reader = self._reader(tokens, sentences, named)
        if opens_with_dash(tokens):
            speech = spoken(self._reader(tokens[1:], sentences, named), Span(tokens[1].span.start, passage.end), quoted=False)
            if speech is not None:
                return [speech]
        found = reader.hits()
        for quotation in quotations:
            if quotation not in reader.claimed:
                inner = tokens_of(self.text, Span(quotation.start + 1, quotation.end - 1), (), french)
                hit = spoken(self._reader(inner, [quotation], named), quotation, quoted=True) if inner else None
                found += [hit] if hit is not None else []
        return found

    def _reader(self, tokens: Sequence[Token], sentences: Sequence[Span], named: frozenset[str]) -> Reader:
        def known(place: Range) -> bool:
            run = tokens[place[0] : place[1]]
            if run and self._known_run(run):
                return True
            while run and run[0].low in self.tongue.words.articles:
                run = run[1:]
            return bool(run) and self._known_run(run)

        opens = openings(tokens, sentences)
        return Reader(self.text, tokens, sentences, self.tongue, Sources(tokens, self.tongue, known, named, opens))

    def _known_run(self, run: Sequence[Token]) -> bool:
        named = run[0].capital or run[0].low == "dpa" or run[0].kind == "q"
        return named and self.known(self.text[run[0].span.start : run[-1].span.end])


def openings(tokens: Sequence[Token], sentences: Sequence[Span]) -> frozenset[int]:
    """The tokens that open a sentence, behind marks."""
    found = set()
    for sentence in sentences:
        k = bisect_left(tokens, sentence.start, key=lambda t: t.span.start)
        last = k + _OPENING
        while k < last and k < len(tokens) and tokens[k].kind == "mark":
            k += 1
        found.add(k)
    return frozenset(found)


def names_in(tokens: Sequence[Token], opens: frozenset[int], german: bool) -> set[str]:
    """Words that are surely names: with a capital within a sentence; in German, where all nouns have one, behind another such."""
    return {
        token.low
        for k, token in enumerate(tokens)
        if token.kind == "word"
        and token.capital
        and k not in opens
        and (not german or (k > 0 and tokens[k - 1].kind == "word" and tokens[k - 1].capital))
    }


def find_abroad(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    tongue: Tongue,
    registry: Registry,
) -> tuple[DetectedAttribution, ...]:
    """The attributions of a document, passage by passage. `parent` is an index into the result."""
    finder = ForeignFinder(text, tongue, registry)
    read = [p for p in passages if p.kind in KINDS_READ]
    placed = [(p, _within(sentences, p), foreign_quotations(text, p.span, tongue.code)) for p in read]
    named = frozenset() if tongue.code == "zh" else _named(text, placed, tongue)
    result: list[DetectedAttribution] = []
    for passage, own, quoted in placed:
        hits = finder.in_chinese(own, quoted) if tongue.code == "zh" else finder.in_words(passage.span, own, quoted, named)
        marks = [Quotation(q, passage.index) for q in quoted]
        base = len(result)
        for record in nested(_distinct([_record(text, passage, hit, marks) for hit in hits if hit.contents])):
            parent = None if record.parent is None else record.parent + base
            result.append(_with_parent(record, parent))
    return tuple(result)


def _within(sentences: Sequence[Sentence], passage: Passage) -> list[Span]:
    """The sentences of one passage; all are in order."""
    low = bisect_left(sentences, passage.span.start, key=lambda s: s.span.start)
    high = bisect_left(sentences, passage.span.end, key=lambda s: s.span.start)
    return [sentence.span for sentence in sentences[low:high]]


def _named(text: str, placed: Sequence[tuple[Passage, list[Span], list[Span]]], tongue: Tongue) -> frozenset[str]:
    """The words of a document that are surely names."""
    found: set[str] = set()
    for passage, sentences, _ in placed:
        tokens = tokens_of(text, passage.span, (), tongue.code == "fr")
        if passage.kind == "body":
            found |= names_in(tokens, openings(tokens, sentences), tongue.code == "de")
    return frozenset(found)


def _record(text: str, passage: Passage, hit: Hit, quotations: Sequence[Quotation]) -> DetectedAttribution:
    return DetectedAttribution(
        passage=passage.index,
        source=hit.source,
        cue=hit.span,
        lemma=hit.cue.lemma,
        stance=hit.cue.stance,
        polarity=hit.polarity,
        contents=hit.contents,
        mode="direct" if hit.direct else mode_of(text, hit.contents, quotations, None),
        confidence=UNMEASURED,
        rule=f"{ABROAD}#{hit.cue.id}.{hit.frame}",
    )


def _distinct(records: Sequence[DetectedAttribution]) -> list[DetectedAttribution]:
    """One record for each cue, in the order of the text; pieces of content in order."""
    first: dict[Span | None, DetectedAttribution] = {}
    for record in records:
        first.setdefault(record.cue, record)
    return sorted(first.values(), key=lambda one: one.cue or one.contents[0])


def _with_parent(record: DetectedAttribution, parent: int | None) -> DetectedAttribution:
    return record if parent == record.parent else replace(record, parent=parent)
