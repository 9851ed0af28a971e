"""Runs of capitalised words in a text, and the personal names in them, with the titles before each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import is_given_name
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.spans import Span

_UPPER = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))) if c.isupper())
_ABBREVIATION = (
    r"(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Drs|Sens?|Reps?|Govs?|Gens?|Lt|Col|Maj|Capt|Sgt|Cpl|Pvt|Adm|Cmdr|Brig|Prof|Rev|Hon|Msgr|Fr|St"
    r"|Supt|Det|Insp|Jr|Sr|Pres|Atty)\."
)
_PREFIX = r"(?:(?:[Aa]l|[Ee]l|[Aa]n|[Aa]d|[Aa]s|[Aa]sh|[Aa]r|[Aa]t|[Aa]z|[Bb]in|[Bb]en|[Aa]bu)[-‑]|[dDlLO]['’])?"
WORD = rf"(?:{_ABBREVIATION}|(?:[{_UPPER}]\.){{1,3}}|{_PREFIX}[{_UPPER}][\w'’]{{0,40}}(?:[-‑][\w'’]{{1,40}}){{0,3}})"
_PARTICLE = (
    r"(?:de|la|las|los|del|della|di|da|das|do|dos|du|des|van|von|der|den|ter|ten|zu|zur|af|av|bin|ibn|ben|bint|al|el|ul|ud|abu"
    r"|y|e|le)"
)
_GAP = r"[ \u00a0]{1,2}(?:[\"“(‘'][A-Z][\w-]{1,20}[\"”)’'][ \u00a0])?"
"""Between two words of a name: a space, or a nickname too ("Jose “Pepe” Hernandez")."""
_RUN = re.compile(rf"(?<![\w'’@#/&-])(?:{_PARTICLE} ){{0,3}}{WORD}(?:{_GAP}(?:{_PARTICLE}[ \u00a0]){{0,3}}{WORD}){{0,7}}")
_TOKEN = re.compile(r"[^\s\u00a0]+")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_OFFICE_OF = re.compile(r"(\w+) (?:of|for)(?: the)? $")
"""An office before its field: "Minister of Education Anna Berg"."""
_OFFICE_REACH = 30
_ROYAL = frozenset(["pope", "king", "queen", "prince", "princess", "emperor", "emir", "sultan", "saint", "empress", "patriarch"])
"""Titles that stand in the usual full name of their bearer."""
_MARKS = "\"“(‘'"
_QUOTES = '"“”„«»'
MOST_PARTS = 6
"""Words of the longest name; a longer run is a headline."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name without its titles. `titles` are the words before it in the same run, lower case, without full stops."""

    span: Span
    name: str
    titles: tuple[str, ...]
    quoted: bool = False
    """Whether it stands in quotation marks alone, as the title of a work does."""

    @property
    def parts(self) -> list[str]:
        """The words of the name."""
        return self.name.split()


def bare(word: str) -> str:
    """A word in small letters, without full stops and apostrophes at its edges."""
    return word.strip(".,'’").lower()


def runs_in(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of capitalised words, with the small particles of names between them, up to eight words long."""
    for match in _RUN.finditer(text, start, end):
        yield Span(match.start(), match.end())


def names_in(text: str, run: Span, words: HolderWords, opens: bool) -> Iterator[Named]:
    """The personal names of a run: parted at possessives and where capitals throughout end; single words count too.

    `opens` tells that the run opens a sentence, where a word may be capitalised for that alone.
    """
    tokens = [(m[0], Span(m.start(), m.end())) for m in _TOKEN.finditer(text, *run)]
    if len(tokens) == 1 and bare(tokens[0][0]) in words.not_names:
        return
    first = 0
    for last in range(len(tokens)):
        ends = _POSSESSIVE.search(tokens[last][0]) is not None or last + 1 == len(tokens)
        if ends or _is_heading_end(tokens, first, last):
            named = _named(text, tokens[first : last + 1], words, opens and first == 0)
            if named is not None:
                yield named
            first = last + 1


def _is_heading_end(tokens: Sequence[tuple[str, Span]], first: int, last: int) -> bool:
    """Whether a stretch in capitals throughout ends here and a name begins: "EUROPEAN PARLIAMENT Anna Berg"."""
    word, following = tokens[last][0], tokens[last + 1][0]
    return last > first and _shouted(word) and _shouted(tokens[last - 1][0]) and not _shouted(following)


def _shouted(word: str) -> bool:
    return len(word) > 2 and word.isupper() and "." not in word


def _named(text: str, tokens: Sequence[tuple[str, Span]], words: HolderWords, opens: bool) -> Named | None:
    """The name in a stretch of a run, without titles, suffixes and words that only a sentence or a caption put before it."""
    parts = [(_POSSESSIVE.sub("", word), span) for word, span in tokens if word[0] not in _MARKS]
    if not parts:
        return None
    lows = [bare(word) for word, _ in parts]
    end = len(parts)
    while end > 1 and (lows[end - 1] in words.not_names or lows[end - 1] in words.particles):
        end -= 1
    start = _behind_titles(lows[:end], words)
    titles = tuple(low for low in lows[:start] if low in words.titles or low in words.ranks)
    if start == end:
        return None
    if not titles:
        start = _behind_openers(parts[:end], lows, words, opens)
    elif titles[-1] in _ROYAL and end - start == 1:
        start -= 1
    if end - start > 2 and not titles:
        office = _OFFICE_OF.search(text, max(0, parts[0][1].start - _OFFICE_REACH), parts[0][1].start)
        if office is not None and office[1].lower() in words.titles:
            start = next((i for i in range(start, end - 1) if is_given_name(parts[i][0])), end - 2)
            titles = (office[1].lower(),)
    if start >= end or (
        all(low in words.titles or low in words.ranks for low in lows[start:end]) and titles[-1:] != (lows[start],)
    ):
        return None
    kept = parts[start:end]
    begin, last = kept[0][1].start, kept[-1][1].start + len(kept[-1][0])
    if all(bare(word) in words.furniture for word, _ in kept):
        return None
    shouted = len(kept) > 1 and all(_shouted(word) or len(word) < 3 for word, _ in kept)
    name = " ".join(word if shouted else _lowered(word) for word, _ in kept)
    before, after = text[max(0, begin - 1) : begin], text[last : last + 2].lstrip(",.")
    return Named(Span(begin, last), name, titles, bool(before) and before in _QUOTES and bool(after) and after[:1] in _QUOTES)


def _lowered(word: str) -> str:
    """A name that is written in capitals, as names are written."""
    return word.title() if _shouted(word) and len(word) > 3 else word


def _behind_titles(lows: Sequence[str], words: HolderWords) -> int:
    """Where the name begins behind the titles of a run; a title that ends the run is a name ("Stephen King")."""
    for i in range(len(lows) - 2, -1, -1):
        if lows[i] in words.titles and lows[i + 1] not in words.suffixes:
            return i + 1
    return 0


def _behind_openers(parts: Sequence[tuple[str, Span]], lows: Sequence[str], words: HolderWords, opens: bool) -> int:
    """Where the name begins behind words of a caption, of a sentence's opening, and adjectives of a country."""
    start, end = 0, len(parts)
    while start < end and not parts[start][0].endswith("."):
        if not (lows[start] in words.not_names or (lows[start] in words.furniture and end - start > 2)):
            break
        start += 1
    if end - start < 3:
        return start
    while end - start > 2 and (place_of_adjective(parts[start][0]) or place_of_adjective(parts[start][0].removesuffix("s"))):
        start += 1
    named = next((i for i in range(start + 1, end - 1) if is_given_name(parts[i][0])), None)
    if named is not None and any(low in words.organization_words for low in lows[start:named]):
        start = named  # "Senate Democrat Jo Roe"
    if end - start > 2 and not is_given_name(parts[start][0]) and is_given_name(parts[start + 1][0]):
        trade = lows[start] in words.persons or lows[start].endswith(("ist", "er", "or", "man", "woman", "can", "crat"))
        start += (opens and start == 0) or trade
    return start


def is_full_name(named: Named, words: HolderWords) -> bool:
    """Whether a name is plainly that of a person: two words or more, and none of a body, a place or an event."""
    lows = [bare(part) for part in named.parts]
    own = [low for low in lows if low not in words.particles and low not in words.suffixes]
    if not 2 <= len(own) <= MOST_PARTS or named.quoted or named.name.isupper():
        return False
    if any(low in words.organization_words or low in words.media_words for low in lows):
        return False
    if named.titles or lows[0] in _ROYAL:
        return True
    given = is_given_name(named.parts[0])
    if lows[0] in words.place_starts or (lows[-1] in words.place_ends and not given):
        return False
    if any(place_of_adjective(part) is not None and part.endswith(("an", "ese", "ish")) for part in named.parts[1:]):
        return False
    return place_of_name(named.name) is None and any(len(low) > 1 for low in own)


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence, a line or a quotation begins at `start`."""
    before = text[max(0, start - 3) : start].rstrip(" \u00a0")
    return not before or before[-1] in ".!?:\n\"“”'‘’«»(-–—•*"
