"""Speech that a dash or a comma parts: — C, — V S. — C · «C, — V S. — C» · « C, V S, C »."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detect.abroad.frames import Reader
from provenance.detect.abroad.hit import Hit
from provenance.detect.abroad.sites import Site
from provenance.detect.abroad.tokens import Token
from provenance.spans import Span, trimmed

DASHES = "—–-"
_ADVERBS = 8
"""Tokens of time and place that may stand behind the source."""
_MARKS_BEFORE = frozenset(",!?….")


def opens_with_dash(tokens: Sequence[Token]) -> bool:
    """Whether a passage is a turn of speech that begins with a dash."""
    return len(tokens) > 3 and tokens[0].low in DASHES and tokens[0].low != ""


def spoken(reader: Reader, region: Span, quoted: bool) -> Hit | None:
    """The attribution that parts the speech of `region`, which is a passage behind its dash or a quotation with its marks."""
    for site in reader.sites():
        if "dash" not in site.form.cue.frames:
            continue
        hit = _parted(reader, site, region, quoted)
        if hit is not None:
            return hit
    return None


def _parted(reader: Reader, site: Site, region: Span, quoted: bool) -> Hit | None:
    """The speech before and behind the words that ascribe it, where a dash (or in French quotations a comma) parts them."""
    tokens = reader.tokens
    k = site.start - 1
    if k < 1:
        return None
    comma = reader.tongue.code == "fr" and tokens[k].low == ","
    if not comma and tokens[k].low not in DASHES:
        return None
    if not comma and reader.tongue.code in ("uk", "ru") and tokens[k - 1].low not in _MARKS_BEFORE:
        return None
    source = reader.subject(site)
    if source is None:
        return None
    end = max(source[1], site.end)
    rest = _going_on(tokens, end, comma)
    first = trimmed(reader.text, Span(region.start, tokens[k].span.start), DASHES + ",;")
    pieces = [first]
    if rest is not None and rest < len(tokens):
        pieces.append(trimmed(reader.text, Span(tokens[rest].span.start, region.end), DASHES + ("" if quoted else ".")))
    contents = tuple(p for p in pieces if any(c.isalnum() for c in p.of(reader.text)))
    return reader.made(site, source, contents, direct=not quoted) if contents else None


def _going_on(tokens: Sequence[Token], end: int, comma: bool) -> int | None:
    """The token at which the speech goes on behind its source, None where it does not."""
    k = end
    while k < len(tokens) and tokens[k].kind in ("word", "number") and k - end < _ADVERBS:
        k += 1
    end, marks = k, 0
    while k < len(tokens) and tokens[k].kind == "mark" and k - end < 3:
        marks += tokens[k].low in DASHES or (comma and tokens[k].low in ",.")
        k += 1
    return k if marks else None
