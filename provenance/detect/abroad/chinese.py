"""The frames of Chinese, which parts no words: a source stands between a mark and the verb, or between 据 and 报道."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from provenance.detect.abroad.hit import Hit
from provenance.lexicon.abroad import ForeignCue, Tongue, is_chinese_name
from provenance.spans import Span, trimmed

LONGEST = 30
"""Signs of a source, with the words of time and place behind it."""
LONGEST_SOURCE = 24
_CLAUSE = "，。！？；：、“”「」『』（）()\n ,:;"
_DATE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|(?:在|于|向|对)[^，。]{1,20}\Z|(?:接受|出席)[^，。]{1,20}\Z")
_EDGES = "，。！？；：、 ,.:;"
_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8}){1,3}\Z")
_ON = frozenset("，：,:")


class ChineseReader:
    """Reads the frames of one Chinese passage. `known` tells whether the registry or the lists know a name."""

    def __init__(self, text: str, quotations: Sequence[Span], tongue: Tongue, known: Callable[[str], bool]) -> None:
        self.text = text
        self.tongue = tongue
        self._known = known
        self._by_start = {q.start: q for q in quotations}
        self._by_end = {q.end: q for q in quotations}
        self._claimed: set[Span] = set()
        self._verbs = _forms(tongue, "verb")
        self._phrases = _forms(tongue, "phrase")

    def hits(self, sentence: Span) -> list[Hit]:
        """The attributions of one sentence, in the order of their cues."""
        found: list[Hit] = []
        free = sentence.start
        for at in range(sentence.start, sentence.end):
            if at < free or self._quoted(at):
                continue
            hit = self._phrase(at, sentence) or self._according(at, sentence) or self._verb(at, sentence)
            if hit is not None:
                found.append(hit)
                free = hit.contents[0].start if hit.frame == "adp" else hit.span.end
        return found

    def _quoted(self, at: int) -> bool:
        return self.text[at] in "“”「」『』"

    # ------------------------------------------------------------ frames

    def _phrase(self, at: int, sentence: Span) -> Hit | None:
        """据报道，C."""
        cue = self._form(self._phrases, at, sentence.end)
        if cue is None or not self._begins(at, sentence) or self.text[at + cue[1] : at + cue[1] + 1] not in _ON:
            return None
        content = self._content(at + cue[1] + 1, sentence.end)
        return Hit(cue[0], Span(at, at + cue[1]), None, content, "phrase") if content else None

    def _according(self, at: int, sentence: Span) -> Hit | None:
        """据S报道，C · 根据S的数据，C."""
        for form in self.tongue.first.get("根据" if self.text.startswith("根据", at) else self.text[at], ()):
            opening = form.words[0] if form.words else ""
            if form.cue.kind != "adp" or not self.text.startswith(opening, at) or not self._begins(at, sentence):
                continue
            start = at + len(opening)
            stop = self._next(start, min(sentence.end, start + LONGEST + len(form.closing[0])))
            if self.text[stop : stop + 1] not in _ON or not self.text.endswith(form.closing[0], start, stop):
                continue
            source = self._source(start, stop - len(form.closing[0]))
            content = self._content(stop + 1, sentence.end)
            if source is not None and content:
                return Hit(form.cue, Span(at, at + len(opening)), source, content, "adp")
        return None

    def _verb(self, at: int, sentence: Span) -> Hit | None:
        """S说：“C” · “C”，S说。· S表示，C · S否认C."""
        found = self._form(self._verbs, at, sentence.end)
        if found is None:
            return None
        cue, length = found
        end = at + length
        start = self._clause_start(at, sentence.start)
        source = self._source(start, at)
        if source is None:
            return None
        negated = any(self.text.endswith(word, start, at) for word in self.tongue.words.negations)
        span = Span(at, end)
        if "np" in cue.frames:
            content = self._content(end, self._next(end, sentence.end))
            return Hit(cue, span, source, content, "np", negated) if content else None
        follow = self.text[end : end + 1]
        quote = self._by_start.get(end + 1) if follow in _ON and follow else self._by_start.get(end)
        if quote is not None and quote not in self._claimed:
            self._claimed.add(quote)
            return Hit(cue, span, source, (quote,), "quote", negated)
        before = self._quotation_before(start)
        if before is not None and (end >= sentence.end or follow in "。！？，；"):
            self._claimed.add(before)
            return Hit(cue, span, source, (before, *self._going_on(end)), "quote", negated)
        content = self._content(end + 1, sentence.end) if follow and follow in _ON else ()
        return Hit(cue, span, source, content, "colon" if follow in "：:" else "bare", negated) if content else None

    # ------------------------------------------------------------ parts

    def _going_on(self, end: int) -> tuple[Span, ...]:
        """The quotation that goes on right behind the full stop: “C1”，他说。“C2”."""
        more = self._by_start.get(end + 1) if self.text[end : end + 1] in "。，" else None
        if more is None or more in self._claimed:
            return ()
        self._claimed.add(more)
        return (more,)

    def _form(self, forms: dict[str, list[tuple[str, ForeignCue]]], at: int, stop: int) -> tuple[ForeignCue, int] | None:
        for form, cue in forms.get(self.text[at], ()):
            if self.text.startswith(form, at) and at + len(form) <= stop:
                return cue, len(form)
        return None

    def _begins(self, at: int, sentence: Span) -> bool:
        return at == sentence.start or self.text[at - 1] in _CLAUSE

    def _next(self, start: int, stop: int) -> int:
        """The next mark that ends a clause."""
        at = start
        while at < stop and self.text[at] not in "，。！？；：“”「」":
            at += 1
        return at

    def _clause_start(self, at: int, low: int) -> int:
        """Where the clause before `at` begins, or `at` where that is too far off to be told."""
        start = at
        while start > low and at - start <= LONGEST and self.text[start - 1] not in _CLAUSE:
            start -= 1
        return at if at - start > LONGEST else start

    def _quotation_before(self, start: int) -> Span | None:
        """The quotation right before a clause, with no more than a comma between."""
        for place in (start, start - 1):
            quote = self._by_end.get(place)
            if quote is not None and quote not in self._claimed and (place == start or self.text[place] in "，, "):
                return quote
        return None

    def _source(self, start: int, end: int) -> Span | None:
        """The words [start, end) without words of time and place at their edges, where they surely are a source."""
        words = self.text[start:end]
        if words.startswith(("据", "根据")):
            return None
        cut = True
        while cut:
            size = len(words)
            words = words.rstrip("的地得道 ")
            for word in (*self.tongue.words.around, *self.tongue.words.negations):
                words = words.removesuffix(word)
            dated = _DATE.search(words)
            if dated is not None and dated.start() > 0:
                words = words[: dated.start()]
            cut = len(words) < size
        front = 0
        for word in self.tongue.words.around:
            if words.startswith(word) and front == 0:
                front = len(word)
        if not 0 < len(words) - front <= LONGEST_SOURCE or not self._is_source(words[front:]):
            return None
        return Span(start + front, start + len(words))

    def _is_source(self, words: str) -> bool:
        """Whether words are a pronoun, a known name, end with a noun for a source, or are a name by their form."""
        listed = self.tongue.words
        if words in listed.own:
            return False  # the author himself
        if words in listed.pronouns or self._known(words):
            return True
        if any(stop in words for stop in listed.stops):
            return False
        if _NAME.fullmatch(words) or listed.nouns.kind(words):
            return True
        if any(listed.nouns.kind(words[:-k]) and is_chinese_name(words[-k:]) for k in (2, 3) if len(words) > k + 1):
            return True  # 外交部发言人毛宁
        return is_chinese_name(words)

    def _content(self, start: int, end: int) -> tuple[Span, ...]:
        span = trimmed(self.text, Span(min(start, end), end), _EDGES)
        told = (k for k in range(*span) if self.text[k].isalnum())
        return (span,) if next(told, None) is not None and next(told, None) is not None else ()


def _forms(tongue: Tongue, kind: str) -> dict[str, list[tuple[str, ForeignCue]]]:
    """The forms of the cues of a kind by their first sign, the longest first."""
    listed = sorted(((form, cue) for cue in tongue.cues if cue.kind == kind for form in cue.forms), key=lambda f: -len(f[0]))
    found: dict[str, list[tuple[str, ForeignCue]]] = {}
    for form, cue in listed:
        found.setdefault(form[0], []).append((form, cue))
    return found
