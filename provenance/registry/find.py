"""All registry names in a text, in one pass: a table of first words, and the longest name that fits at each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from provenance.registry.normal import case_matters
from provenance.spans import Span

T = TypeVar("T")

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
"""Kana, Han and Hangul: written without spaces, or with endings stuck to the name."""

_WORD = re.compile(rf"[^\W_{_UNSPACED}]+")
_QUICK_WORD = re.compile(r"\w+")
"""The same in a text that has no unspaced script, where a name beside an underscore is none anyway."""
_UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")
_FLAT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‑": "-", "‐": "-", "\n": " ", "\t": " ", "\u00a0": " ", "\u202f": " "}
)


class Found(NamedTuple, Generic[T]):
    """A name at `span`, as the table writes it, with what the table holds for it."""

    span: Span
    name: str
    value: T


class _Entry(NamedTuple, Generic[T]):
    """A name of the table; `lead` code points stand before the word that it is looked up by."""

    name: str
    lower: str
    lead: int
    exact: bool
    value: T


class Finder(Generic[T]):
    """Finds given names in texts. Names of three letters or fewer and acronyms keep their case; others may be in capitals."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        spaced: dict[str, list[_Entry[T]]] = {}
        unspaced: dict[str, list[_Entry[T]]] = {}
        for name, value in names:
            han = _UNSPACED_CHAR.search(name)
            if han:
                unspaced.setdefault(han[0], []).append(_Entry(name, name.lower(), han.start(), True, value))
                continue
            entry = _Entry(name, name.lower(), _lead(name), case_matters(name), value)
            for key in _keys(entry):
                spaced.setdefault(key, []).append(entry)
        self._spaced = _longest_first(spaced)
        self._unspaced = _longest_first(unspaced)
        self._unspaced_start = re.compile("[" + re.escape("".join(unspaced)) + "]") if unspaced else None

    def find(self, text: str) -> list[Found[T]]:
        """The names in `text`, in order, without overlaps; the leftmost and then the longest wins."""
        if text.isascii() or _UNSPACED_CHAR.search(text) is None:
            return list(self._scan(text, _QUICK_WORD, self._spaced))
        spaced = list(self._scan(text, _WORD, self._spaced))
        if self._unspaced_start is None:
            return spaced
        both = [*spaced, *self._scan(text, self._unspaced_start, self._unspaced)]
        both.sort(key=lambda f: (f.span.start, -f.span.end))
        kept: list[Found[T]] = []
        for found in both:
            if not kept or found.span.start >= kept[-1].span.end:
                kept.append(found)
        return kept

    @staticmethod
    def _scan(text: str, starts: re.Pattern[str], table: dict[str, tuple[_Entry[T], ...]]) -> Iterator[Found[T]]:
        last = 0
        get = table.get
        for match in starts.finditer(text):
            entries = get(match[0])
            if entries is None or match.start() < last:
                continue
            for entry in entries:
                start = match.start() - entry.lead
                if start >= last and _fits(text, start, entry):
                    last = start + len(entry.name)
                    yield Found(Span(start, last), entry.name, entry.value)
                    break


def _lead(name: str) -> int:
    """Where the word stands that a name is looked up by: its first, but never a leading "The", which is far too common."""
    words = [m.start() for m in _WORD.finditer(name)]
    if not words:
        return 0
    return words[1] if name[:4].lower() == "the " and len(words) > 1 else words[0]


def _keys(entry: _Entry[T]) -> set[str]:
    """The forms in which the look-up word may stand in a text."""
    match = _WORD.match(entry.name, entry.lead)
    if match is None:
        return set()
    word = match[0]
    if entry.exact:
        return {word}
    keys = {word, word.upper(), word[0].upper() + word[1:]}
    if word.isupper():
        keys.add(word.capitalize())
    return keys


def _longest_first(table: dict[str, list[_Entry[T]]]) -> dict[str, tuple[_Entry[T], ...]]:
    return {key: tuple(sorted(entries, key=lambda e: (-len(e.name), e.name))) for key, entries in table.items()}


def _fits(text: str, start: int, entry: _Entry[T]) -> bool:
    """Whether the name stands in `text` at `start`, with its capitals and with an end of word on both sides."""
    if start < 0:
        return False
    name = entry.name
    end = start + len(name)
    words = text[start:end]
    if len(words) < len(name):
        return False
    if words != name:
        if not words.isascii() or "\n" in words or "\t" in words:
            words = words.translate(_FLAT)
        if words != name and (entry.exact or words.lower() != entry.lower or not _capitals_fit(words, name)):
            return False
    return _UNSPACED_CHAR.search(name) is not None or _stands_free(text, start, end, short=len(name) <= 3)


def _capitals_fit(words: str, name: str) -> bool:
    """Whether every word that `name` begins with a capital has one in `words` too; an article before the name is free."""
    first = 4 if name[:4] == "The " else 0
    return all(words[i].isupper() for i in range(first, len(name)) if name[i].isupper() and (i == 0 or not name[i - 1].isalnum()))


def _is_word(char: str) -> bool:
    return (char.isalnum() or char == "_") and _UNSPACED_CHAR.match(char) is None


def _stands_free(text: str, start: int, end: int, *, short: bool) -> bool:
    """Whether a name is no part of a longer word, handle or address; a short one neither of a hyphenated word ("X-ray")."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before and (before in "@_" or (_is_word(before) and _is_word(text[start]))):
        return False
    if after and _is_word(after) and _is_word(text[end - 1]):
        return False
    joins = ".-–‑&" if short else "."
    if before and before in joins and text[start - 2 : start - 1].isalnum():
        return False
    return not (after and after in joins and text[end + 1 : end + 2].isalnum())
