"""Passages of a document with their kinds, and the items of a digest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.lexicon.passages import PassageWords
from provenance.records import Block, CreditLine, Passage, PassageKind
from provenance.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_TERMINAL = (".", "!", "?", "…", "。", "！", "？", ":", ";", ",", ".”", '."', ".'", ".’", "!”", "?”")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title"])
_CAPTIONS = frozenset(["figcaption", "caption"])

LONGEST_HEADLINE = 26
"""Words; a longer line is no headline."""
LONGEST_CAPTION = 90
"""Words; a longer block that mentions a picture is text."""
LONGEST_SOURCE_LINE = 14
"""Words of the longest line that is a credit as it begins with its source: "Source: Xinhua | 2018-07-13 | Editor: Li"."""
CREDIT_SHARE = 0.8
"""The share of a line that a credit must cover for the line to be a credit."""
LINE_CREDITS = frozenset(["reprint_line", "via", "source_line", "sign_off", "byline", "post", "copyright", "contribution"])


def _words(text: str, span: Span) -> list[str]:
    return [m.group() for m in _WORD.finditer(text, span.start, min(span.end, span.start + 1200))]


def _title_case(words: Sequence[str], small: frozenset[str]) -> bool:
    """Whether nearly all words that a title capitalises are capitalised."""
    telling = [w for w in words if w.lower() not in small and w[0].isalpha()]
    return len(telling) >= 2 and sum(w[0].isupper() for w in telling) >= 0.75 * len(telling)


class Kinds:
    """Decides the kind of each block of one document."""

    def __init__(self, text: str, blocks: Sequence[Block], credits: Sequence[CreditLine], lexicon: PassageWords) -> None:
        self.text = text
        self.blocks = blocks
        self.lexicon = lexicon
        self.credits: dict[int, list[CreditLine]] = {}
        for credit in credits:
            self.credits.setdefault(credit.passage, []).append(credit)
        self.marked_up = any(b.tag != "line" for b in blocks)
        self.words = [_words(text, b.span) for b in blocks]

    def kinds(self) -> list[PassageKind]:
        """The kind of each block, in order."""
        found: list[PassageKind] = [self._kind(i) for i in range(len(self.blocks))]
        self._after_sign_off(found)
        return found

    def _kind(self, i: int) -> PassageKind:
        block = self.blocks[i]
        line = self._line(i)
        if self._is_credit(i):
            return "credit"
        if block.tag in _CAPTIONS or (line and len(self.words[i]) <= LONGEST_CAPTION and self.lexicon.caption.search(line)):
            return "caption"
        if self._is_furniture(line):
            return "furniture"
        if block.tag in _HEADINGS:
            return "headline" if block.main is not False or i == 0 or block.tag == "h1" else "furniture"
        if block.main is False:
            return "furniture"
        if block.tag == "line" and self._is_headline(i, line):
            return "headline"
        return "body"

    def _is_credit(self, i: int) -> bool:
        """Whether credits cover nearly all of a line, or a short line begins with its source."""
        span = self.blocks[i].span
        own = [c for c in self.credits.get(i, ()) if c.signal in LINE_CREDITS]
        covered = sum(c.span.end - c.span.start for c in own)
        headed = any(c.signal == "source_line" for c in own) and len(self.words[i]) <= LONGEST_SOURCE_LINE
        return bool(own) and (headed or covered >= CREDIT_SHARE * (span.end - span.start))

    def _is_furniture(self, line: str) -> bool:
        if not line or len(line) > 200:
            return False
        bare = line.strip(" \t.:…>»«→*|·-–—").lower()
        return not bare or bare in self.lexicon.furniture_lines or self.lexicon.furniture.fullmatch(line.strip()) is not None

    def _is_headline(self, i: int, line: str) -> bool:
        """A short line without a full stop: in title case, or set off before a longer paragraph."""
        words = self.words[i]
        if not 1 < len(words) <= LONGEST_HEADLINE or not line:
            return False
        question = line.endswith(("?", "!")) and len(re.findall(r"[.!?](?:\s|$)", line)) == 1
        abbreviated = line.endswith(".") and "." in line.rsplit(" ", 1)[-1][:-1]
        if line.endswith(_TERMINAL) and not question and not abbreviated:
            return False
        if _title_case(words, self.lexicon.small_words):
            return True
        following = next(
            (k for k in range(i + 1, len(self.blocks)) if self.words[k] and not self._is_furniture(self._line(k))), None
        )
        if following is None or not line[0].isupper():
            return False
        first = i == 0 or all(self._is_furniture(self._line(k)) for k in range(i))
        if first:
            heading = _title_case(self.words[following], self.lexicon.small_words)
            return len(words) <= 20 and (heading or len(self.words[following]) > (2 if question else 1.2) * len(words))
        return not question and len(words) <= 8 and len(self.words[following]) > 3 * len(words)

    def _line(self, i: int) -> str:
        span = self.blocks[i].span
        return span.of(self.text) if span.end - span.start <= 600 else ""

    def _after_sign_off(self, kinds: list[PassageKind]) -> None:
        """What follows the sign-off of an article, all short lines, is the page's: comments, adverts, navigation."""
        last = max((i for i in range(len(kinds)) if self._signs_off(i, kinds)), default=None)
        if last is None or not any(k == "body" for k in kinds[:last]):
            return
        rest = range(last + 1, len(kinds))
        if all(len(self.words[i]) <= 25 or kinds[i] != "body" for i in rest):
            for i in rest:
                if kinds[i] in ("body", "headline"):
                    kinds[i] = "furniture"

    def _signs_off(self, i: int, kinds: Sequence[PassageKind]) -> bool:
        return kinds[i] == "credit" and any(
            c.signal in ("sign_off", "reprint_line", "copyright") for c in self.credits.get(i, ())
        )


def _is_digest(kinds: Sequence[PassageKind], lines: Sequence[str]) -> bool:
    """Whether a page is a row of short stories: at least three headlines, most of them closed by the same furniture line."""
    headlines = sum(k == "headline" for k in kinds)
    closers: dict[str, int] = {}
    for kind, line in zip(kinds, lines, strict=True):
        if kind == "furniture":
            closers[line.lower()] = closers.get(line.lower(), 0) + 1
    return headlines >= 3 and max(closers.values(), default=0) >= max(2, headlines // 2 - 1)


def _items(kinds: Sequence[PassageKind], lines: Sequence[str]) -> list[int]:
    """The item of each passage: in a digest each headline behind text opens a new one."""
    if not _is_digest(kinds, lines):
        return [0] * len(kinds)
    items: list[int] = []
    item, has_body = 0, False
    for kind in kinds:
        if kind == "headline" and has_body:
            item, has_body = item + 1, False
        has_body = has_body or kind == "body"
        items.append(item)
    return items


def passages_of(text: str, blocks: Sequence[Block], credits: Sequence[CreditLine], lexicon: PassageWords) -> tuple[Passage, ...]:
    """One passage a block, with its kind and item. `credits` are those of the blocks, by index."""
    kinds = Kinds(text, blocks, credits, lexicon).kinds()
    lines = [b.span.of(text) if b.span.end - b.span.start < 80 else "" for b in blocks]
    items = _items(kinds, lines)
    return tuple(
        Passage(i, kind, item, block.span) for i, (block, kind, item) in enumerate(zip(blocks, kinds, items, strict=True))
    )
