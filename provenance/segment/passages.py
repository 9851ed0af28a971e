"""Passages of a document with their kinds, and the items of a digest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.lexicon.passages import PassageWords
from provenance.records import Block, CreditLine, Link, Passage, PassageKind
from provenance.spans import Span, overlapping

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_TERMINAL = (".", "!", "?", "…", "。", "！", "？", ":", ";", ",", ".”", '."', ".'", ".’", "!”", "?”")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title"])
_CAPTIONS = frozenset(["figcaption", "caption"])
_CELLS = frozenset(["td", "th"])
_PARAGRAPHS = frozenset(["p", "div"])
_INTERVIEW = re.compile(r"(?:Q|A|Question|Answer|问|答|問)\s?[:：.]\s?(?=\W?\w)")
"""How a turn of a printed interview begins."""

LONGEST_HEADLINE = 26
"""Words; a longer line is no headline."""
LONGEST_HEADING = 40
"""Words; a longer element that a page marks up as a heading within its text is a paragraph."""
LONGEST_CAPTION = 90
"""Words; a longer block that mentions a picture is text."""
LONGEST_SOURCE_LINE = 14
"""Words of the longest line that is a credit as it begins with its source: "Source: Xinhua | 2018-07-13 | Editor: Li"."""
CREDIT_SHARE = 0.8
"""The share of a line that a credit must cover for the line to be a credit."""
LONGEST_FURNITURE = 400
"""Code points of the longest line that its words alone make furniture."""
BEFORE_TEXT = 20
AFTER_TEXT = 2
"""Blocks of a page before its article's text and behind it in which a byline is the article's; farther off it is a teaser's."""
SHORTEST_TEASER = 4
LINKED_SHARE = 0.8
"""A paragraph of so many words that is a link for so large a share of its code points leads to another article."""
LINE_CREDITS = frozenset(
    [
        *("reprint_line", "via", "tip", "source_line", "dateline", "sign_off", "sign_off_staff", "byline"),
        *("post", "copyright", "contribution", "place"),
    ]
)
"""Signals of which a line may consist as a whole. A dateline before a text is no line."""
_SIGN_OFFS = frozenset(["sign_off", "sign_off_staff", "reprint_line", "copyright"])


def _words(text: str, span: Span) -> list[str]:
    return [m.group() for m in _WORD.finditer(text, span.start, min(span.end, span.start + 1200))]


def _title_case(words: Sequence[str], small: frozenset[str]) -> bool:
    """Whether nearly all words that a title capitalises are capitalised."""
    telling = [w for w in words if w.lower() not in small and w[0].isalpha()]
    return len(telling) >= 2 and sum(w[0].isupper() for w in telling) >= 0.75 * len(telling)


def _linked_away(spans: Sequence[Span], links: Sequence[Link]) -> frozenset[int]:
    """The indexes of the blocks that are nearly all link. Blocks and links are in the order of the text."""
    away = set()
    for index, found in overlapping(spans, [(link.span, link.span) for link in links]):
        linked = sum(min(one.end, spans[index].end) - max(one.start, spans[index].start) for one in found)
        if linked >= LINKED_SHARE * (spans[index].end - spans[index].start):
            away.add(index)
    return frozenset(away)


def _is_byline(credit: CreditLine) -> bool:
    """Whether a credit is a byline, or a place or name alone on a line; below a text such a name is taken for a sign-off."""
    return credit.signal in ("byline", "place") or credit.rule.endswith("#agency-line")


class Kinds:
    """Decides the kind of each block of one document."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        credits: Sequence[CreditLine],
        lexicon: PassageWords,
        links: Sequence[Link] = (),
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.lexicon = lexicon
        self.credits: dict[int, list[CreditLine]] = {}
        for credit in credits:
            self.credits.setdefault(credit.passage, []).append(credit)
        self.words = [_words(text, b.span) for b in blocks]
        self.article = self._article()
        self.linked = _linked_away([b.span for b in blocks], links)
        self.titles = frozenset(self._line(i).casefold() for i, b in enumerate(blocks) if b.tag == "h1") - {""}

    def kinds(self, *, one_story: bool = True) -> list[PassageKind]:
        """The kind of each block, in order. In `one_story` nothing goes on behind its sign-off."""
        found: list[PassageKind] = [self._kind(i) for i in range(len(self.blocks))]
        if one_story:
            self._after_sign_off(found)
        return found

    def _article(self) -> range:
        """The blocks from a little before the article's text to a little behind it; all, where no page tells its text."""
        main = [i for i, block in enumerate(self.blocks) if block.main]
        return range(main[0] - BEFORE_TEXT, main[-1] + AFTER_TEXT + 1) if main else range(len(self.blocks))

    def _kind(self, i: int) -> PassageKind:
        block = self.blocks[i]
        line = self._line(i)
        if self._is_credit(i, line):
            return "credit"
        if block.tag in _CAPTIONS or (line and len(self.words[i]) <= LONGEST_CAPTION and self.lexicon.caption.search(line)):
            return "caption"
        if self._is_furniture(line) and not (block.main and block.tag in _CELLS):
            return "furniture"
        if block.tag in _HEADINGS:
            return self._heading(i, line)
        if block.main is False or (block.tag in _PARAGRAPHS and i in self.linked and len(self.words[i]) >= SHORTEST_TEASER):
            return "furniture"
        if block.tag == "line" and self._is_headline(i, line):
            return "headline"
        return "headline" if block.main and line.casefold() in self.titles else "body"

    def _heading(self, i: int, line: str) -> PassageKind:
        """A heading of a page, which may be furniture, or text set as a heading: a turn of an interview, a whole paragraph."""
        block = self.blocks[i]
        if block.main and block.tag != "h1" and (_INTERVIEW.match(line) or len(self.words[i]) > LONGEST_HEADING):
            return "body"
        return "headline" if block.main is not False or i == 0 or block.tag == "h1" else "furniture"

    def _is_credit(self, i: int, line: str) -> bool:
        """Whether credits cover nearly all of a line, or a short line begins with its source.

        On a page a name alone or a byline far from the article is a teaser's, or a link of the navigation.
        """
        span = self.blocks[i].span
        near = i in self.article and line.lower() not in self.lexicon.furniture_lines
        own = [c for c in self.credits.get(i, ()) if c.signal in LINE_CREDITS and (near or not _is_byline(c))]
        covered = sum(c.span.end - c.span.start for c in own)
        headed = any(c.signal == "source_line" for c in own) and len(self.words[i]) <= LONGEST_SOURCE_LINE
        return bool(own) and (headed or covered >= CREDIT_SHARE * (span.end - span.start))

    def _is_furniture(self, line: str) -> bool:
        if not line or len(line) > LONGEST_FURNITURE:
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
        return kinds[i] == "credit" and any(c.signal in _SIGN_OFFS for c in self.credits.get(i, ()))


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


def _items_by_markup(blocks: Sequence[Block], paths: Sequence[str]) -> list[int]:
    """The item of each block of a page whose items are the elements at `paths`, in the order of the page.

    What stands before the first is item 0; what stands between two belongs to the first of them, behind the last to none.
    """
    number = {path: n for n, path in enumerate(paths, start=1)}
    items, last = [], 0
    for block in blocks:
        steps = block.path.split("/")
        within = (number.get("/".join(steps[:k])) for k in range(len(steps), 1, -1))
        own = next((n for n in within if n is not None), None)
        items.append(own or (last if last < len(paths) else last + 1))
        last = own or last
    return items


def passages_of(
    text: str,
    blocks: Sequence[Block],
    credits: Sequence[CreditLine],
    lexicon: PassageWords,
    links: Sequence[Link] = (),
    items: Sequence[str] = (),
) -> tuple[Passage, ...]:
    """One passage a block, with its kind and item.

    `credits` are those of the blocks, by index; `links` those of a page; `items` the paths of its stories, where it has several.
    """
    kinds = Kinds(text, blocks, credits, lexicon, links).kinds(one_story=not items)
    lines = [b.span.of(text) if b.span.end - b.span.start < 80 else "" for b in blocks]
    item_of = _items_by_markup(blocks, items) if items else _items(kinds, lines)
    return tuple(
        Passage(i, kind, item, block.span) for i, (block, kind, item) in enumerate(zip(blocks, kinds, item_of, strict=True))
    )
