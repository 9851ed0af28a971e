"""The taggers of attributions behind one interface: a document cut up goes in, attributions come out.

| name | what it is | languages |
| --- | --- | --- |
| default | the most accurate: a learned encoder, and the rules where both agree or the rules are sure | English |
| fast | the same with a smaller network | English |
| rules | the cue lexicon and its grammar alone; nothing learned | English |

Texts in six other languages are read by small lexicons whatever the tagger (`detect/abroad`).
Each attribution says which of them made it (`detector`). Models are loaded at the first text, once a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from provenance.detect.attributions import DETECTOR, AttributionLexicons, find_attributions
from provenance.errors import UsageError
from provenance.records import CreditLine, DetectedAttribution, EmbeddedPost, Passage, Quotation, Sentence

TaggerName = Literal["default", "fast", "rules"]
TAGGERS: tuple[str, ...] = get_args(TaggerName)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document cut up, as a tagger reads it.

    `posts` are the posts that a page's markup embeds, None for a text without markup.
    """

    text: str
    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    quotations: Sequence[Quotation]
    credits: Sequence[CreditLine]
    posts: Sequence[EmbeddedPost] | None = None


class Tagger(Protocol):
    """Finds attributions. Instances keep nothing between texts: the same text gives the same result in any order and batch."""

    @property
    def name(self) -> str:
        """The name by which users choose it."""

    @property
    def version(self) -> str:
        """What identifies its rules or weights: the same text may read otherwise by another version."""

    def find(self, cut: Cut) -> tuple[DetectedAttribution, ...]:
        """The attributions of a document, in order. `parent` is an index into the result."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules alone."""

    lexicons: AttributionLexicons
    name: str = "rules"
    version: str = DETECTOR

    def find(self, cut: Cut) -> tuple[DetectedAttribution, ...]:
        """The attributions that the rules find."""
        return find_attributions(
            cut.text, cut.passages, cut.sentences, cut.quotations, cut.credits, self.lexicons, posts=cut.posts
        )


def make_tagger(name: str, lexicons: AttributionLexicons) -> Tagger:
    """The tagger with that name. Raises UsageError, which names those that there are."""
    if name == "rules":
        return Rules(lexicons)
    if name not in TAGGERS:
        raise UsageError(f'there is no tagger "{name}"; choose one of: {", ".join(TAGGERS)}')
    from provenance.detect.learned import Learned

    return Learned(name, lexicons)
