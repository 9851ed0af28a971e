"""The frames of the languages with spaces: how source, verb and content stand to each other in a passage.

Each frame says in its docstring what it wants. The surest come first, and one cue gives one attribution.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from provenance.detect.abroad.hit import Hit
from provenance.detect.abroad.sites import Site, Sites
from provenance.detect.abroad.sources import Range, Sources
from provenance.detect.abroad.tokens import Token
from provenance.lexicon.abroad import Tongue
from provenance.spans import Span, trimmed

_BETWEEN = 8
"""Tokens between a verb and "that", or a verb and the part that closes its clause."""
_SHORT = 60
"""Code points of time and place between a source and the full stop behind which its quotation goes on."""
_EDGE = ",;:—–-"
_FINAL = ".!?… "
_WITHIN_SOURCE = 14
"""Tokens behind "according to" in which the comma is looked for that ends the source."""
_WITH = frozenset("со с зі з із de da".split())
"""Further prepositions behind a source: "сообщает ТАСС со ссылкой на …"."""
_NO_CLAUSE = frozenset(
    "der die das dem den dessen deren bevor als nachdem während wenn obwohl und oder um wie was wo weil".split()
)
"""Words behind a comma that begin no report in German, save an article right behind the verb."""


class Reader(Sites):
    """Reads the frames of one passage, or of the words within one of its quotations."""

    def __init__(self, text: str, tokens: Sequence[Token], sentences: Sequence[Span], tongue: Tongue, sources: Sources) -> None:
        super().__init__(tokens, sentences, tongue)
        self.text = text
        self.sources = sources
        self.claimed: set[Span] = set()
        """The quotations that are the content of a hit."""

    def hits(self) -> list[Hit]:
        """All attributions of the passage, in the order of their cues."""
        sites = list(self.sites())
        found: dict[int, Hit] = {}
        for frames in (
            (self._quote_before, self._quote_behind),
            (self._that, self._adp, self._phrase),
            (self._trailing, self._rest),
        ):
            for site in sites:
                if site.start in found:
                    continue
                for frame in frames:
                    hit = frame(site)
                    if hit is not None and hit.contents:
                        found[site.start] = self._joined(hit)
                        break
        return [found[start] for start in sorted(found)]

    # ------------------------------------------------------------ frames

    def _quote_before(self, site: Site) -> Hit | None:
        """ "C", V S · "C", S V, where the sentence or clause ends behind it."""
        if "quote" not in site.form.cue.frames:
            return None
        quote = self._quotation_before(site.start)
        if quote is not None:
            source = self._subject_behind(site)
            if source is not None:
                return self._hit(site, source, (self.tokens[quote].span,), "quote", quote)
        source = self.sources.before(site.start, max(0, site.low))
        if source is not None and self._ends_at(self._closed(site, site.end)):
            quote = self._quotation_before(source[0])
            if quote is not None:
                return self._hit(site, source, (self.tokens[quote].span,), "quote", quote)
        return None

    def _quote_behind(self, site: Site) -> Hit | None:
        """S V: "C" · V S: "C"."""
        if "quote" not in site.form.cue.frames:
            return None
        at = site.end
        while at < site.high and at - site.end <= _BETWEEN and self.tokens[at].kind in ("word", "number"):
            at += 1
        if at + 1 >= len(self.tokens) or self.tokens[at].low != ":" or self.tokens[at + 1].kind != "q":
            return None
        source = self.sources.before(site.start, site.low) or self.sources.behind(site.end, at)
        if source is None:
            return None
        return self._hit(site, source, (self.tokens[at + 1].span,), "quote", at + 1)

    def _that(self, site: Site) -> Hit | None:
        """S V that C; in Ukrainian, Russian and German a comma stands before "that", and V S, that C is read too."""
        cue, words = site.form.cue, self.tongue.words
        if "that" not in cue.frames:
            return None
        comma = self.tongue.code in ("uk", "ru", "de")
        at = site.end
        while at < site.high and at - site.end <= _BETWEEN and self.tokens[at].low not in words.that:
            if self.tokens[at].kind == "mark" and not (comma and self.tokens[at].low == ","):
                return None
            at += 1
        if at >= site.high or self.tokens[at].low not in words.that or (comma and self.tokens[at - 1].low != ","):
            return None
        if any(t.low == "," for t in self.tokens[site.end : at - 1]) or not self._has_closing(site, at):
            return None
        source = self.sources.before(site.start, site.low)
        if source is None and comma:
            source = self.sources.behind(site.end, at - 1)
        content = self._rest_of(at + 1, site.high)
        return self._hit(site, source, content, "that") if source is not None else None

    def _adp(self, site: Site) -> Hit | None:
        """According to S, C · C, according to S · C1, according to S, C2."""
        form = site.form
        if form.cue.kind != "adp":
            return None
        if not form.words:
            return self._postposed(site)
        if form.closing or self.tongue.code != "de":
            return self._up_to_comma(site)
        source = self.sources.behind(site.end, site.high)
        if source is None or source[0] != site.end or self.sources.up_to(*source) is None:
            return None
        return self._hit(site, source, self._around(site, site.start, source[1]), "adp")

    def _up_to_comma(self, site: Site) -> Hit | None:
        """The source reaches from the cue to the next comma, to the end of the sentence, or to the verb that closes the cue."""
        end = site.end
        while end < site.high and end - site.end <= _WITHIN_SOURCE and self.tokens[end].low not in (*_FINAL, *_EDGE, ")"):
            end += 1
        closing = len(site.form.closing)
        if closing and tuple(t.low for t in self.tokens[end - closing : end]) != site.form.closing:
            return None
        source = self.sources.up_to(site.end, end - closing)
        if source is None or (end < site.high and self.tokens[end].low not in (",", ".", "—", "–", ":")):
            return None
        hit = self._hit(site, source, self._around(site, site.start, end), "adp")
        if hit is None or not closing:
            return hit
        return replace(hit, span=Span(self.tokens[end - closing].span.start, self.tokens[end - 1].span.end))

    def _postposed(self, site: Site) -> Hit | None:
        """ "Der Polizei zufolge": the source stands before the cue and begins its clause or the sentence."""
        start = site.start
        while start > site.low and site.start - start <= _BETWEEN and self.tokens[start - 1].kind == "word":
            start -= 1
        source = self.sources.up_to(start, site.start)
        return self._hit(site, source, self._around(site, start, site.end), "adp") if source is not None else None

    def _phrase(self, site: Site) -> Hit | None:
        """As is reported, C: nobody is named."""
        if site.form.cue.kind != "phrase" or site.start != site.low:
            return None
        return self._hit(site, None, self._rest_of(site.end, site.high), "phrase")

    def _trailing(self, site: Site) -> Hit | None:
        """C, V S, where the sentence ends."""
        before = self.tokens[site.start - 1] if site.start > site.low else None
        if "trailing" not in site.form.cue.frames or before is None or before.low not in (",", "—", "–"):
            return None
        source = self._subject_behind(site)
        content = self._piece(site.low, site.start)
        if source is None or site.start - site.low < 3 or self._quotation_before(site.start) is not None:
            return None
        if not self._closes(self._closed(site, max(source[1], site.end)), site.high):
            return None
        return self._hit(site, source, content, "trailing")

    def _rest(self, site: Site) -> Hit | None:
        """S V: C · S V, C (German) · S denied C."""
        frames = site.form.cue.frames
        source = self.sources.before(site.start, site.low) if frames & {"colon", "bare", "np"} else None
        if source is None or site.end >= site.high:
            return None
        following = self.tokens[site.end]
        if "colon" in frames and following.low == ":" and site.high - site.end > 3:
            return self._hit(site, source, self._rest_of(site.end + 1, site.high), "colon")
        comma = self._comma_behind(site)
        if "bare" in frames and comma is not None and self._begins_report(comma + 1):
            return self._hit(site, source, self._rest_of(comma + 1, site.high), "bare")
        if "np" in frames and following.kind == "word":
            end = site.end
            while end < site.high and self.tokens[end].low not in (*_EDGE, ".", "!", "?"):
                end += 1
            return self._hit(site, source, self._piece(site.end, end), "np")
        return None

    # ------------------------------------------------------------ for speech between dashes

    def subject(self, site: Site) -> Range | None:
        """The source of a verb that parts speech: behind it, or a pronoun before it."""
        return self._subject_behind(site)

    def made(self, site: Site, source: Range, contents: tuple[Span, ...], direct: bool) -> Hit | None:
        """The attribution of speech between dashes."""
        hit = self._hit(site, source, contents, "dash")
        return None if hit is None else replace(hit, direct=direct)

    # ------------------------------------------------------------ parts

    def _comma_behind(self, site: Site) -> int | None:
        """The comma behind a verb and words of time, before at least three more tokens."""
        at = site.end
        words = self.tongue.words
        while at < site.high and (self.tokens[at].low in words.around or self.tokens[at].kind == "number"):
            at += 1
        return at if at + 4 <= site.high and self.tokens[at].low == "," else None

    def _begins_report(self, at: int) -> bool:
        """Whether the words behind a verb's comma state something: an article there begins a subject, as no noun precedes it."""
        low = self.tokens[at].low
        return (
            self.tokens[at].kind == "word" and low not in self.tongue.words.that and low not in _NO_CLAUSE - {"der", "die", "das"}
        )

    def _subject_behind(self, site: Site) -> Range | None:
        """The source behind a verb whose clause ends with it, or with words of time or place; a closing part must be there."""
        inner = self._pronoun_within(site)
        if inner is not None:
            return inner
        source = self.sources.behind(site.end, site.high, frozenset(site.form.closing))
        if source is None:
            return None
        return source if self._has_closing(site, site.high, source[1]) else None

    def _pronoun_within(self, site: Site) -> Range | None:
        """The token of "a-t-il" in its own verb."""
        token = self.tokens[site.start]
        return (site.start, site.start + 1) if "-" in token.low and token.low not in site.form.words else None

    def _has_closing(self, site: Site, high: int, start: int | None = None) -> bool:
        """Whether the part that closes the clause of a German verb follows."""
        closing = site.form.closing if site.form.words else ()
        if not closing:
            return True
        first = site.end if start is None else start
        return any(t.low == closing[0] for t in self.tokens[first : min(high, first + _BETWEEN)])

    def _closed(self, site: Site, at: int) -> int:
        """The token behind the part that closes the clause."""
        closing = site.form.closing if site.form.words else ()
        return at + 1 if closing and at < len(self.tokens) and self.tokens[at].low == closing[0] else at

    def _ends_at(self, at: int) -> bool:
        """Whether a clause ends before token `at`."""
        return at >= len(self.tokens) or self.tokens[at].low in (".", ",", "!", "?", "…", ";")

    def _closes(self, at: int, high: int) -> bool:
        """Whether a clause ends before token `at`, or goes on with words of time and place alone."""
        if at >= high or self._ends_at(at):
            return True
        words = self.tongue.words
        return self.tokens[at].low in words.around or self.tokens[at].low in words.stops or self.tokens[at].low in _WITH

    def _quotation_before(self, at: int) -> int | None:
        """The quotation that stands before token `at`, with no more than punctuation between."""
        k = at - 1
        while k >= 0 and at - k <= 3 and self.tokens[k].low in (",", "—", "–", "-", ".", "!", "?"):
            k -= 1
        return k if k >= 0 and self.tokens[k].kind == "q" else None

    def _piece(self, start: int, end: int) -> tuple[Span, ...]:
        """The tokens [start, end) as one content, without punctuation at its edges; a quotation keeps its marks."""
        if start >= end:
            return ()
        span = trimmed(self.text, Span(self.tokens[start].span.start, self.tokens[end - 1].span.end), _EDGE)
        closing = self.tokens[end - 1].kind == "q"
        span = span if closing else Span(span.start, trimmed(self.text, span, _EDGE + _FINAL).end)
        return (span,) if span.end > span.start and any(c.isalnum() for c in span.of(self.text)) else ()

    def _rest_of(self, start: int, high: int) -> tuple[Span, ...]:
        """The rest of a sentence from token `start`."""
        return self._piece(start, high)

    def _around(self, site: Site, start: int, end: int) -> tuple[Span, ...]:
        """The sentence without the tokens [start, end): what stands before it, if more than words of time, and behind it."""
        low = site.low
        words = self.tongue.words
        idle = all(t.low in words.around or t.kind == "mark" for t in self.tokens[low:start])
        before = () if idle else self._piece(low, start)
        return (*before, *self._piece(end, site.high))

    def _joined(self, hit: Hit) -> Hit:
        """The attribution with the quotation that goes on right behind its sentence: "C1", said S. "C2"."""
        if hit.frame != "quote" or hit.source is None or hit.contents[0].start > hit.span.start:
            return hit
        end = max(hit.source.end, hit.span.end)
        k = bisect_right(self.tokens, end - 1, key=lambda t: t.span.start)
        while k < len(self.tokens) and self.tokens[k].kind in ("word", "number") and self.tokens[k].span.start - end < _SHORT:
            k += 1  # "am Montag in Berlin"
        if k + 1 >= len(self.tokens) or self.tokens[k].low != "." or self.tokens[k + 1].kind != "q":
            return hit
        quote = self.tokens[k + 1].span
        if quote in self.claimed or (k + 2 < len(self.tokens) and self.tokens[k + 2].low in (",", "—", "–", "-")):
            return hit
        self.claimed.add(quote)
        return replace(hit, contents=(*hit.contents, quote))

    def _hit(
        self, site: Site, source: Range | None, contents: tuple[Span, ...], frame: str, quote: int | None = None
    ) -> Hit | None:
        """The attribution, if no other has its quotation."""
        if quote is not None:
            if self.tokens[quote].span in self.claimed:
                return None
            self.claimed.add(self.tokens[quote].span)
        negations = self.tongue.words.negations
        near = (*range(max(site.low, site.start - 1), site.start), *range(site.end, min(site.end + 1, site.high)))
        negated = any(self.tokens[k].low in negations for k in near) and site.form.cue.kind == "verb"
        span = Span(self.tokens[site.start].span.start, self.tokens[site.end - 1].span.end)
        return Hit(site.form.cue, span, self._source(site, source), contents, frame, negated)

    def _source(self, site: Site, source: Range | None) -> Span | None:
        if source is None:
            return None
        if source == (site.start, site.start + 1):  # "a-t-il": the pronoun alone
            token = self.tokens[site.start].span
            return Span(token.end - len(self.tokens[site.start].low.rpartition("-")[2]), token.end)
        first, end = self.sources.bare(source)
        return Span(self.tokens[first].span.start, self.tokens[end - 1].span.end)
