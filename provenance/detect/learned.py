"""The learned taggers: what a network reads, as attributions like those of the rules, and both brought to one output.

The network sees the passages that are read for attributions, and no others. What it lacks is added from the lexicons: the stance
of a cue, the polarity, the channel and the date.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.detect.agreement import agreed
from provenance.detect.attributions import KINDS_READ, AttributionLexicons, mode_of
from provenance.detect.channels import channel_in, date_in, masked
from provenance.detect.cue_words import meaning_of
from provenance.detect.taggers import Cut, Rules
from provenance.records import DetectedAttribution, Passage, Quotation
from provenance.spans import Span, hull, trimmed

if TYPE_CHECKING:
    from provenance.detect.tagger.nesting import Nested
    from provenance.detect.tagger.reading import Network
    from provenance.detect.tagger.words import Words

LINK_WEIGHT = 10.0
"""Words that a factor e of the network's doubt in a link costs; measured on PolNeAR dev (training/EXPERIMENTS.md)."""
_REACH = 400
"""Code points to each side of a cue in which the channel and the date are looked for."""
_POSSESSIVE = re.compile(r"['’]s?$")
_THAT = re.compile(r"that\s+", re.IGNORECASE)


class Learned:
    """A network and the rules. The network is loaded at the first text, once a process."""

    def __init__(self, name: str, lexicons: AttributionLexicons) -> None:
        self.name = name
        self.lexicons = lexicons

    @cached_property
    def version(self) -> str:
        """Its name, and the first digits of the sha256 of its weights."""
        return f"{self.name}/{model_digest(self.name)[:8]}"

    def find(self, cut: Cut) -> tuple[DetectedAttribution, ...]:
        """The attributions of a document, in order. `parent` is an index into the result."""
        records = _Records(cut.text, cut.passages, cut.quotations, self.lexicons, self.version)
        return agreed(cut.text, Rules(self.lexicons).find(cut), self.read(cut), self.version, records.complete)

    def read(self, cut: Cut) -> list[DetectedAttribution]:
        """What the network alone finds, with its own confidence, in the order of the text.

        These are its spans alone: stance, polarity, mode, channel and date are asked for where a finding is taken.
        """
        from provenance.detect.tagger.nesting import with_nested
        from provenance.detect.tagger.reading import tag_words
        from provenance.detect.tagger.words import words_of

        begins = {c.passage: c.span.end for c in cut.credits if c.signal in ("dateline", "bracket_tag")}
        parts = [(begins.get(p.index, p.span.start), p.span.end) for p in cut.passages if p.kind in KINDS_READ]
        if not parts or not cut.sentences:
            return []
        network = network_of(self.name)
        tagged = tag_words(words_of(cut.text, parts), network, LINK_WEIGHT)
        records = _Records(cut.text, cut.passages, cut.quotations, self.lexicons, self.version)
        made = (records.of(one, tagged.words) for one in with_nested(tagged, network, LINK_WEIGHT))
        return sorted((one for one in made if one is not None), key=lambda one: (one.passage, place_of(one)))


def place_of(one: DetectedAttribution) -> int:
    """Where an attribution begins: with its source, else its cue, else its content."""
    return (one.source or one.cue or one.contents[0]).start


class _Records:
    """Makes records of what a network found in one text."""

    def __init__(
        self,
        text: str,
        passages: Sequence[Passage],
        quotations: Sequence[Quotation],
        lexicons: AttributionLexicons,
        version: str,
    ) -> None:
        self._text, self._lexicons, self._version = text, lexicons, version
        self._passages = [p for p in passages if p.kind in KINDS_READ]
        self._spans = {p.index: p.span for p in self._passages}
        self._quotations: dict[int, list[Quotation]] = {}
        for quotation in quotations:
            self._quotations.setdefault(quotation.passage, []).append(quotation)

    def of(self, one: Nested, words: Words) -> DetectedAttribution | None:
        """The record of a finding, its spans alone; None where nothing is left of its content."""
        linked = one.linked
        contents = tuple(filter(None, (self._content(_span(r, words)) for r in linked.contents)))
        if not contents:
            return None
        passage = self._passages[bisect_right(self._passages, contents[0].start, key=lambda p: p.span.end)]
        source = self._source(_span(linked.source, words)) if linked.source else None
        return DetectedAttribution(
            passage=passage.index,
            source=source,
            cue=_span(linked.cue, words) if linked.cue else None,
            lemma="",
            stance="neutral",
            polarity="affirms",
            contents=contents,
            mode="indirect",
            confidence=one.confidence,
            # the frame of the rules: "clause" where nobody is named, else "that"
            rule=f"{self._version}#net.{'that' if source else 'clause'}",
        )

    def complete(self, one: DetectedAttribution) -> DetectedAttribution:
        """The record with all that the lexicons say of its cue and of the words around it."""
        cue, text = one.cue, self._text
        meaning = meaning_of(cue.of(text) if cue else "", self._lexicons.cues, self._lexicons.words)
        near = self._near([s for s in (one.source, cue, *one.contents) if s is not None], self._spans[one.passage])
        words = masked(text, near, one.contents)
        return replace(
            one,
            lemma=meaning.lemma,
            stance=meaning.stance,
            polarity=meaning.polarity,
            mode=mode_of(text, one.contents, self._quotations.get(one.passage, []), cue or one.source),
            channel=channel_in(words, near.start, self._lexicons.channels, one.source),
            date=date_in(words),
        )

    def _source(self, span: Span) -> Span | None:
        """The words of a source without a possessive ending."""
        ending = _POSSESSIVE.search(span.of(self._text))
        span = Span(span.start, span.start + ending.start()) if ending else span
        return trimmed(self._text, span, ",") if span.end > span.start else None

    def _content(self, span: Span) -> Span | None:
        """The words of a content without "that" before them and a full stop behind."""
        that = _THAT.match(self._text, span.start, span.end)
        span = Span(that.end(), span.end) if that else span
        span = trimmed(self._text, span, ",;:" if span.end - span.start > 1 else "")
        if self._text[span.end - 1 : span.end] == ".":
            span = Span(span.start, span.end - 1)
        return span if span.end > span.start else None

    def _near(self, spans: Iterable[Span], passage: Span) -> Span:
        """The part of the passage in which the channel and the date are looked for."""
        around = hull(spans)
        return Span(max(passage.start, around.start - _REACH), min(passage.end, around.end + _REACH))


def _span(part: tuple[int, int], words: Words) -> Span:
    """The characters of a range of words."""
    return Span(words.starts[part[0]], words.ends[part[1] - 1])


def models_folder() -> Path:
    """Where the weights are."""
    return Path(str(files("provenance.detect.tagger").joinpath("models")))


@cache
def model_digest(name: str) -> str:
    """The sha256 of the weights of a tagger."""
    return hashlib.sha256((models_folder() / f"{name}.onnx").read_bytes()).hexdigest()


@cache
def network_of(name: str) -> Network:
    """The network of a tagger, loaded once a process."""
    from provenance.detect.tagger.network import Encoder
    from provenance.detect.tagger.pieces import Vocabulary
    from provenance.detect.tagger.recurrent import Recurrent

    folder = models_folder()
    vocabulary = Vocabulary((folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines())
    kind = Recurrent if name == "fast" else Encoder
    return kind(folder / f"{name}.onnx", vocabulary)
