"""What words weigh and which of them mean the same: stems, concepts (`concepts.tsv`) and a background of how common words are.

The background (`word_counts.tsv`) is a fixed list that comes with the program, so that what two claims share weighs the same
whatever else is in a database: a claim compared today and one compared next year get the same link.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from provenance.errors import LexiconError
from provenance.lexicon.words import load_words

COUNTS = "word_counts.tsv"
CONCEPTS = "concepts.tsv"
STEMMERS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
    "nl": "dutch",
    "sv": "swedish",
    "da": "danish",
    "no": "norwegian",
    "fi": "finnish",
    "ro": "romanian",
    "hu": "hungarian",
    "tr": "turkish",
    "ar": "arabic",
    "el": "greek",
    "pl": "polish",
}
"""The languages whose words are cut to stems, by the stemmer's name."""

UNLISTED = 2
"""Sentences that a term is taken to stand in which the background does not list (it lists those of twelve or more)."""
LEAST = 0.05
"""The weight of the commonest words, so that a claim made of them still has one."""


@dataclass(frozen=True, slots=True)
class Concept:
    """What a word counts as, and whether it says the opposite of its concept ("fall" of rise)."""

    term: str
    opposite: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of `documents` sentences each term stands, and which terms are mostly written with a capital."""

    documents: int
    counts: Mapping[str, int]
    names: frozenset[str]

    def weight(self, term: str) -> float:
        """Inverse document frequency, in [LEAST, 1]: the higher the rarer."""
        count = self.counts.get(term, UNLISTED)
        return max(LEAST, math.log(self.documents / count) / math.log(self.documents))

    def is_word(self, term: str) -> bool:
        """Whether the background knows the term as an ordinary word, so that its capital at a sentence's start means nothing."""
        return term in self.counts and term not in self.names


def _rows(name: str, cells: int) -> Iterator[list[str]]:
    """The rows of a data file beside this module. Raises LexiconError with file and line where one breaks the format."""
    text = files("provenance.claims").joinpath(name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != cells:
            raise LexiconError(f"{name}:{number}: a row needs {cells} cells parted by tabs.")
        yield row


@cache
def background() -> Background:
    """The shipped background. Its first row is "*", the number of sentences. Raises LexiconError where a row is none."""
    counts: dict[str, int] = {}
    names = set()
    for term, count, kind in _rows(COUNTS, 3):
        if not count.isdigit() or kind not in ("", "name"):
            raise LexiconError(f'{COUNTS}: {term!r} needs a count and "name" or nothing.')
        counts[term] = int(count)
        if kind:
            names.add(term)
    documents = counts.pop("*", 0)
    if documents < 2:
        raise LexiconError(f'{COUNTS}: the first row must be "*" with the number of sentences.')
    return Background(documents, counts, frozenset(names))


@lru_cache(maxsize=32_768)
def weight_of(term: str, factor: float = 1.0) -> float:
    """The weight of a term in the shipped background, times a factor."""
    return factor * background().weight(term)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """What cuts the words of a language to stems; words of other languages stay whole."""
    if language not in STEMMERS:
        return str
    from snowballstemmer import stemmer

    stem: Callable[[str], str] = stemmer(STEMMERS[language]).stemWord
    return stem


@lru_cache(maxsize=32_768)
def stem(word: str, language: str = "en") -> str:
    """The stem of a word in small letters."""
    return _stemmer(language)(word)


@cache
def _concepts() -> tuple[dict[str, Concept], dict[str, Concept]]:
    """The concepts by exact word, and by stem where a stem belongs to one alone."""
    words: dict[str, Concept] = {}
    stems: dict[str, set[Concept]] = {}
    for name, like, unlike in _rows(CONCEPTS, 3):
        if name == "concept":
            continue
        for cell, opposite in ((like, False), (unlike, True)):
            for word in filter(None, cell.split("|")):
                concept = Concept(f"~{name}", opposite)
                if words.setdefault(word, concept) != concept:
                    raise LexiconError(f"{CONCEPTS}: {word!r} stands for two concepts.")
                stems.setdefault(stem(word), set()).add(concept)
    return words, {one: next(iter(found)) for one, found in stems.items() if len(found) == 1}


@lru_cache(maxsize=32_768)
def concept_of(word: str) -> Concept:
    """What an English word in small letters counts as: its concept, else its stem."""
    words, stems = _concepts()
    found = words.get(word) or (words.get(word[:-1]) if word.endswith("s") else None) or stems.get(stem(word))
    return found or Concept(stem(word))


@cache
def stop_words() -> frozenset[str]:
    """English words that carry no content of their own."""
    words = load_words()
    closed = (
        words.pronouns | words.determiners | words.prepositions | words.subordinators | words.conjunctions | words.auxiliaries
    )
    more = words.possessives | words.wh_words | words.negations | words.adverbs | words.object_pronouns
    own = "s t d ll ve re m mr mrs ms dr there here mr. u.s. who whom which very much more most own according per"
    return closed | more | frozenset(own.split())
