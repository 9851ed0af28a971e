"""Tokens of one passage, as parallel lists: the rules walk over them by index."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from provenance.lexicon.words import Words
from provenance.spans import Span

TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[@#]\w+"
    r"|\d+(?:[.,:/]\d+)*(?:%|[^\W\d_]+)?(?:-[^\W_]+)*"
    r"|[^\W\d_]+n['’]t\b"
    r"|[^\W\d_]['’][A-Z][^\W\d_]+(?:-[^\W_]+)*"  # O'Brien
    r"|[^\W_]+(?:[-‐‑][^\W_]+)*"
    r"|['’](?:s|ve|d|ll|re|m)\b"
    r"|''|``|\.\.+|--|[^\w\s]|_+"
)

OPENING = frozenset(['"', "“", "„", "«", "‘", "'", "「", "『", "``", "''"])
QUOTE_MARKS = frozenset(['"', "“", "”", "„", "«", "»", "‘", "’", "'", "''", "``", "「", "」", "『", "』"])
DASHES = frozenset(["—", "–", "--", "-", "―"])


@dataclass(slots=True)
class Tokens:
    """The tokens of a passage. `lows` are in lower case, `starts` and `ends` are offsets into the text of the document.

    `quoted[i]` is the number of the outermost quotation that token i lies in, marks included, or -1.
    """

    words: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    quoted: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` up to, without, token `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def at(self, offset: int) -> int:
        """The index of the first token that starts at or after `offset`."""
        return bisect_left(self.starts, offset)

    def capital(self, i: int) -> bool:
        """Whether token i starts with an upper-case letter (or has no case, as a handle or a Chinese name)."""
        first = self.words[i][0]
        return first.isupper() or first == "@"

    def quotation_end(self, i: int, high: int) -> int:
        """The token after the quotation, or the stretch outside quotations, that token i is in; at most `high`."""
        stop = i + 1
        while stop < high and self.quoted[stop] == self.quoted[i]:
            stop += 1
        return stop


def tokenize(text: str, span: Span, quotations: list[Span]) -> Tokens:
    """The tokens of `span`; `quotations` are the outermost ones, in order."""
    spans = [match.span() for match in TOKEN.finditer(text, span.start, span.end)]
    words = [text[start:end] for start, end in spans]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    quoted = [-1] * len(words)
    for number, quotation in enumerate(quotations):
        for i in range(bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)):
            quoted[i] = number
    return Tokens(words, [w.lower() for w in words], starts, ends, quoted)


def is_adverb(low: str, words: Words) -> bool:
    """Whether a word may stand inside a verb group as an adverb."""
    return low in words.adverbs or (low.endswith("ly") and len(low) > 4 and low not in words.not_adverbs)
