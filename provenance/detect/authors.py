"""Lines that consist of the document's authors: a byline without "by", the title of an author's box.

A name alone on a line says too little to be a byline by itself. Where the markup or the record says who wrote, the line is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from provenance.records import Document
from provenance.spans import Span

_SIGNALS = frozenset(["author", "json_ld.author", "microdata.author", "html.byline"])
_LONGEST_LINE = 160
_LONGEST_NAME = 80
_MOST_AUTHORS = 20
_BETWEEN = re.compile(
    r"(?:(?<!\s)\s+)?(?:[,;|/·•、，]|(?:^|\s)(?:and|und|et|y|e|i|и|та|og|och|en|&|by|By|BY|von|Von|par|Par|por|Por)\s)\s*"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|sept|ene|abr|ago|dic"
    r"|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w{0,8}"
)
_BESIDE = re.compile(
    r"by|von|vom|par|por|di|da|de|door|av|af|written|words|text|texte|texto|story|report|reported|reporting|posted|published"
    r"|updated|modified|last|on|in|at|from|for|authors?|autora?|auteur|автор|авторы|текст|and|und|et|y|e|i|и|та|with|the"
    r"|staff|senior|chief|deputy|special|contributing|freelance|guest|writers?|reporters?|correspondents?|editors?|contributors?"
    rf"|columnists?|journalists?|{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|am|pm|ist|gmt|utc|est|edt|et|cet"
    r"|bst|jst|ago|hours?|days?|min(?:ute)?s?|read|作者|记者|記者|文|撰文|执笔|執筆|年|月|日|기자",
    re.IGNORECASE,
)
"""A word that stands beside names in a byline: it leads to them, says what they are or when they wrote."""
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿα-ώа-џ][\w.'’-]{0,24}"
_PARTICLES = r"(?:(?:de|del|van|von|der|den|la|al|bin|da|dos|du|di|le)\s+){0,2}"
_PERSON = rf"{_CAPITALISED}(?:\s+{_PARTICLES}{_CAPITALISED}){{1,3}}"
_PEOPLE = re.compile(rf"{_PERSON}(?:(?:,\s*|\s+)(?:(?:and|und|et|y|e|и|&)\s+)?{_PERSON}){{0,3}}")
_LEAD_LINE = re.compile(
    r"(?:by|written by|reported by|posted by|words by|text by|story by|authors?|von|par|por|autora?|auteur|автор|текст)\s*:?",
    re.IGNORECASE,
)
_ROLE_LINE = re.compile(
    r"(?:(?:[A-Z][\w'’&-]{1,20}|of|for|and|the|at)\s+){0,5}(?:writer|reporter|correspondent|editor|columnist|journalist|contributor"
    r"|bureau chief|critic)(?:,?\s+[A-Z][^\n.]{1,40})?",
    re.IGNORECASE,
)


def authors_of(document: Document) -> tuple[str, ...]:
    """The names of the authors that the record or the markup of a document states, in lower case, the longest first."""
    stated = [*document.byline, *(s.value for s in document.signals if s.name in _SIGNALS)]
    names = (part.strip(" .:()").casefold() for value in stated if "://" not in value for part in _BETWEEN.split(value))
    telling = {name for name in names if 3 <= len(name) <= _LONGEST_NAME and not _says_nothing(name)}
    return tuple(sorted(telling, key=lambda name: (-len(name), name)))[:_MOST_AUTHORS]


def named_in(text: str, span: Span, authors: Sequence[str]) -> Span | None:
    """Where a line that is a byline by the names in it has them, from the first to the last; None where it is none."""
    if not authors or not 3 <= span.end - span.start <= _LONGEST_LINE:
        return None
    line = span.of(text)
    low = line.lower()
    if len(low) != len(line):
        return None
    places = list(_places(low, authors))
    if not places:
        return None
    rest = low
    for start, end in places:
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    if not _says_nothing(rest):
        return None
    return Span(span.start + min(places)[0], span.start + max(end for _, end in places))


def led_or_titled(text: str, span: Span, before: Span | None, after: Span | None) -> Span | None:
    """A line that is nothing but names of people, where the line before it is "By" or the one behind it says what they are."""
    if span.end - span.start > _LONGEST_NAME or not _PEOPLE.fullmatch(text, span.start, span.end):
        return None
    led = before is not None and _LEAD_LINE.fullmatch(text, before.start, before.end)
    titled = after is not None and _ROLE_LINE.fullmatch(text, after.start, after.end)
    return span if led or titled else None


def _says_nothing(words: str) -> bool:
    """Whether words name nobody, as they only stand beside names."""
    return all(map(_BESIDE.fullmatch, _WORD.findall(words)))


def _places(line: str, authors: Iterable[str]) -> list[tuple[int, int]]:
    """Where authors stand in a line, none within another."""
    found: list[tuple[int, int]] = []
    for name in authors:
        start = line.find(name)
        end = start + len(name)
        whole = start >= 0 and not (line[start - 1 : start].isalnum() and name[0].isascii()) and not line[end : end + 1].isalnum()
        if whole and not any(start < other_end and other < end for other, other_end in found):
            found.append((start, end))
    return found
