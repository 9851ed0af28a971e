"""A text cut into words, figures and signs."""

from __future__ import annotations

import re
from sys import intern

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:['’][^\W\d_]+)*|[%$€£¥₽]")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_OPENS = frozenset("\n.!?:;\"“”'‘…([•-–—")
"""What stands before the first word of a sentence, a quotation or a headline."""
_STICKS_TO_FIGURES = frozenset("k m mn b bn tn s km kg cm mm ft am pm mph kph x c f g".split())


def tokens_of(text: str) -> tuple[list[str], list[int]]:
    """The words, figures and signs of a text without possessive endings, and where each begins.

    Letters that stick to a figure make a name of it ("76ers") unless they are its unit or scale ("9bn").
    """
    tokens: list[str] = []
    starts: list[int] = []
    end = -1
    for match in _TOKEN.finditer(text):
        token = _POSSESSIVE.sub("", match[0]) or match[0]
        if match.start() == end and tokens[-1][-1].isdigit() and token.isalpha() and token.lower() not in _STICKS_TO_FIGURES:
            tokens[-1] += token
        else:
            tokens.append(intern(token))
            starts.append(match.start())
        end = match.end()
    return tokens, starts


def opens(text: str, start: int) -> bool:
    """Whether a word that begins here is the first of a sentence, so that its capital says nothing."""
    return text[max(0, start - 3) : start].rstrip(" ")[-1:] in {*_OPENS, ""}


def is_titled(tokens: list[str]) -> bool:
    """Whether capitals mean nothing, as in a headline that has them on every word."""
    long = [token for token in tokens if len(token) > 3 and token[0].isalpha()]
    return len(long) > 2 and sum(token[0].isupper() for token in long) >= 0.7 * len(long)
