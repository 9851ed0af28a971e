"""The words of a passage in one of the languages with spaces; a quotation is one token, as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.spans import Span

_TOKEN = re.compile(
    r"(?P<elided>(?:[ldcsnmtj]|qu|jusqu|lorsqu|puisqu)['’](?=\w))"
    r"|(?P<initial>(?:[A-ZА-ЯІЇЄҐ]\.){1,4}(?=\s?[A-ZА-ЯІЇЄҐ]))"
    r"|(?P<number>\d[\d.,:]*)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ-][^\W\d_]+|-\d+)*)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark. `low` is in lower case with a straight apostrophe; a quotation has the kind "q" and no words."""

    span: Span
    low: str
    kind: str
    capital: bool = False


def tokens_of(text: str, span: Span, quotations: Sequence[Span], french: bool = False) -> list[Token]:
    """The tokens of `text[span]`. `quotations` are in order. In French an elided article is a token of its own."""
    found: list[Token] = []
    at = span.start
    for quotation in [*quotations, Span(span.end, span.end)]:
        while at < quotation.start and (match := _TOKEN.search(text, at, quotation.start)) is not None:
            at = _taken(text, match, found, french)
        if quotation.end > quotation.start:
            found.append(Token(quotation, "", "q"))
        at = max(at, quotation.end)
    return found


def _taken(text: str, match: re.Match[str], found: list[Token], french: bool) -> int:
    """Adds the token of a match, and says where the next one may begin."""
    kind = match.lastgroup or "mark"
    if kind == "elided" and not french:
        whole = _TOKEN_WHOLE.match(text, match.start(), match.endpos)
        match, kind = (whole, "word") if whole is not None else (match, "word")
    if kind == "initial" and not match.group()[0].isupper():
        kind = "word"
    words = match.group()
    low = words[:_LONGEST_WORD].lower().replace("’", "'").replace("ʼ", "'")
    found.append(Token(Span(*match.span()), low, "word" if kind in ("elided", "initial") else kind, words[0].isupper()))
    return match.end()


_TOKEN_WHOLE = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
