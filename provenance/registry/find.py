"""All registry names in a text, in one pass: a table of look-up words, and the longest name that fits at each of them.

A name is looked up by its first word with a capital or a digit, which leaves most of a text unlooked at; by its first two
characters in the scripts that part no words; by all of itself where it is in small letters throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from provenance.registry.fold import FLAT, folded
from provenance.registry.normal import case_matters
from provenance.spans import Span

T = TypeVar("T")

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
"""Kana, Han and Hangul: written without spaces, or with endings stuck to the name."""

_LETTER = rf"[^\W_{_UNSPACED}]"
_WORD = re.compile(rf"{_LETTER}+")
_NEXT_WORD = re.compile(rf"[^\w{_UNSPACED}]{{0,3}}({_LETTER}+)")
_UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")
_FREE_BEFORE = frozenset(["", *' \n\t("“‘«[,'])
_FREE_AFTER = frozenset(["", *' \n\t,;:)!?"”»…]'])
_SOFT = re.compile("[ '-]")


class Found(NamedTuple, Generic[T]):
    """A name at `span`, as the table writes it, with what the table holds for it."""

    span: Span
    name: str
    value: T


class _Entry(NamedTuple, Generic[T]):
    """A name of the table in one of its forms; `lead` code points stand before the word or characters that it is looked up by.

    `name` is as the table writes it; `soft` says that it has a space, apostrophe or hyphen, which a text may write
    otherwise; `probe` is the place of a code point that most likely differs where a text has another name, `mark` that one
    as a small letter.
    """

    form: str
    lead: int
    exact: bool
    soft: bool
    short: bool
    probe: int
    mark: str
    name: str
    value: T


class _Group(Generic[T]):
    """The names that share a look-up word: those that end with it, and those for each word after it. Sorted when first asked."""

    __slots__ = ("_entries", "alone", "by_next")

    def __init__(self) -> None:
        self._entries: list[_Entry[T]] = []
        self.alone: tuple[_Entry[T], ...] | None = None
        self.by_next: dict[str, tuple[_Entry[T], ...]] = {}

    def add(self, entry: _Entry[T]) -> None:
        """One name more, before the group is first used."""
        self._entries.append(entry)

    def sort(self, size: int) -> tuple[_Entry[T], ...]:
        """Parts the names by the word after the look-up word, which has `size` code points; returns those that end with it."""
        alone: list[_Entry[T]] = []
        longer: dict[str, list[_Entry[T]]] = {}
        for entry in self._entries:
            after = _NEXT_WORD.match(entry.form, entry.lead + size)
            if after is None:
                alone.append(entry)
            else:
                longer.setdefault(after[1].lower(), []).append(entry)
        self.by_next = {word: _longest_first([*them, *alone]) for word, them in longer.items()}
        self.alone = _longest_first(alone)
        return self.alone


class Finder(Generic[T]):
    """Finds given names in texts. Names of three letters or fewer and acronyms keep their case; others may be in capitals."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        self._spaced: dict[str, _Group[T]] = {}
        self._small: list[_Entry[T]] = []
        unspaced: dict[str, list[_Entry[T]]] = {}
        for name, value in names:
            han = None if name.isascii() else _UNSPACED_CHAR.search(name)
            if han:
                entry = _Entry(name, han.start(), True, _SOFT.search(name) is not None, False, 0, name[:1], name, value)
                unspaced.setdefault(name[entry.lead : entry.lead + 2], []).append(entry)
            else:
                self._add(name, value)
        self._unspaced = {key: _longest_first(them) for key, them in unspaced.items()}
        self._starts = _any_of({key[0] for key in self._spaced}, f"{_LETTER}*") if self._spaced else None
        self._unspaced_starts = _any_of({key[0] for key in unspaced}) if unspaced else None

    def _add(self, name: str, value: T) -> None:
        exact = case_matters(name)
        soft = _SOFT.search(name) is not None
        for lead, key in _look_ups(name, exact):
            form = name[:lead] + key + name[lead + len(key) :] if key else name
            probe = 0 if lead else len(name) - 1
            entry = _Entry(form, lead, exact, soft, len(name) <= 3, probe, name[probe].lower(), name, value)
            if key:
                self._spaced.setdefault(key, _Group()).add(entry)
            else:
                self._small.append(entry)

    def find(self, text: str) -> list[Found[T]]:
        """The names in `text`, in order, without overlaps; the leftmost and then the longest wins."""
        plain = folded(text)
        words = plain.text
        found = self._scan(words)
        more = [*self._scan_small(words)]
        if self._unspaced_starts and not words.isascii() and _UNSPACED_CHAR.search(words):
            more += self._scan_unspaced(words, self._unspaced_starts)
        if more:
            found = _apart([*found, *more])
        if plain.at:
            return [f._replace(span=plain.back(f.span)) for f in found]
        return found

    def _scan(self, text: str) -> list[Found[T]]:
        found: list[Found[T]] = []
        last = 0
        get = self._spaced.get
        for match in self._starts.finditer(text) if self._starts else ():
            group = get(match[0])
            if group is None:
                continue
            at, end = match.span()
            if at < last:
                continue
            entries = group.sort(end - at) if group.alone is None else group.alone
            if group.by_next and (after := _NEXT_WORD.match(text, end)):
                entries = group.by_next.get(after[1].lower(), entries)
            for entry in entries:
                start = at - entry.lead
                if start >= last and _fits(text, start, entry):
                    last = start + len(entry.form)
                    found.append(Found(Span(start, last), entry.name, entry.value))
                    break
        return found

    def _scan_small(self, text: str) -> Iterator[Found[T]]:
        for entry in self._small:
            start = text.find(entry.form)
            while start >= 0:
                end = start + len(entry.form)
                if _stands_free(text, start, end, entry.short):
                    yield Found(Span(start, end), entry.name, entry.value)
                start = text.find(entry.form, end)

    def _scan_unspaced(self, text: str, starts: re.Pattern[str]) -> Iterator[Found[T]]:
        last = 0
        get = self._unspaced.get
        for match in starts.finditer(text):
            at = match.start()
            for entry in get(text[at : at + 2]) or get(text[at]) or ():
                start = at - entry.lead
                if start >= last and (text.startswith(entry.form, start) or (entry.soft and _reads(text, start, entry))):
                    last = start + len(entry.form)
                    yield Found(Span(start, last), entry.name, entry.value)
                    break


def _any_of(chars: set[str], then: str = "") -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(chars)))}]{then}")


def _apart(found: list[Found[T]]) -> list[Found[T]]:
    """Matches in order, of overlapping ones the leftmost and then the longest."""
    kept: list[Found[T]] = []
    for one in sorted(found, key=lambda f: (f.span.start, -f.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _look_ups(name: str, exact: bool) -> Iterator[tuple[int, str]]:
    """Where in a name the word stands that it is looked up by, and the forms that this may have in a text; "" for a name that is
    looked up whole.

    A leading "The" is passed over, being far too common. A name in small letters is looked up with capitals too.
    """
    first = 4 if name[:4].lower() == "the " and len(name) > 4 else 0
    lead = next((i for i in range(first, len(name)) if name[i].isalnum() and not name[i].islower()), -1)
    if lead < 0:
        yield 0, ""
        if not exact and (word := _WORD.match(name)):
            yield 0, word[0][0].upper() + word[0][1:]
            yield 0, word[0].upper()
        return
    word = _WORD.match(name, lead)
    key = word[0] if word else name[lead]
    if lead and name[lead - 1].isalnum():  # "teleSUR" by "SUR"; and by "TELESUR" and "TeleSUR"
        yield lead, key
        start = max(name.rfind(" ", 0, lead) + 1, first)
        whole = _WORD.match(name, start)
        if whole and not exact:
            yield from ((start, form) for form in (whole[0].upper(), whole[0][0].upper() + whole[0][1:]))
        return
    yield lead, key
    if not exact:
        yield from ((lead, form) for form in {key.upper(), key.capitalize() if key.isupper() else key} - {key})


def _longest_first(entries: Sequence[_Entry[T]]) -> tuple[_Entry[T], ...]:
    return tuple(sorted(entries, key=lambda e: (-len(e.form), e.name)))


def _fits(text: str, start: int, entry: _Entry[T]) -> bool:
    """Whether the name stands in `text` at `start`, with its capitals and with an end of word on both sides."""
    end = start + len(entry.form)
    if not text.startswith(entry.form, start):
        at = start + entry.probe
        if text[at : at + 1].lower() != entry.mark or not _reads(text, start, entry):
            return False
    if text[start - 1 : start] in _FREE_BEFORE and text[end : end + 1] in _FREE_AFTER:
        return True
    return _stands_free(text, start, end, entry.short)


def _reads(text: str, start: int, entry: _Entry[T]) -> bool:
    """Whether the words at `start` are the name in other capitals, or with other spaces, apostrophes and hyphens."""
    name = entry.name
    words = text[start : start + len(name)]
    if len(words) < len(name):
        return False
    if entry.soft:
        words = words.translate(FLAT)
    return words == name or (not entry.exact and words.lower() == name.lower() and _capitals_fit(words, name))


def _capitals_fit(words: str, name: str) -> bool:
    """Whether every word that `name` begins with a capital has one in `words` too; an article before the name is free."""
    first = 4 if name[:4] == "The " else 0
    return all(words[i].isupper() for i in range(first, len(name)) if name[i].isupper() and (i == 0 or not name[i - 1].isalnum()))


def _is_word(char: str) -> bool:
    return (char.isalnum() or char == "_") and _UNSPACED_CHAR.match(char) is None


def _stands_free(text: str, start: int, end: int, short: bool) -> bool:
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
