"""A claim as it is compared: weighted terms (names, figures, dates, words), what is denied among them, and its plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from sys import intern

from provenance.claims.denials import TURNS_DOWN, denies, negates
from provenance.claims.quantities import Quantities, quantities
from provenance.claims.tokens import is_titled, opens, tokens_of
from provenance.claims.vocabulary import background, concept_of, stem, stop_words, weight_of
from provenance.lexicon.people import folded, is_given_name, known_people
from provenance.lexicon.places import adjective_table, name_table, places
from provenance.links import Statement
from provenance.registry import Registry

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

_REACH = 4
"""Words behind a negation within which it looks for what it denies."""

NAME = 1.2
"""Names weigh more than words as rare (judgement): who did it tells assertions apart better than what they did."""
GIVEN = 0.3
"""First names weigh little: the next text leaves them out."""
DAY, MONTH, YEAR = 0.8, 0.3, 0.4
FIGURE, FIGURE_WITH_UNIT, SMALL_FIGURE = 1.0, 1.1, 0.6
_SMALL = 10
HOLDERS_PART = 0.5
"""The part of its weight that the holder's name has where a claim has no subject but him ("denied providing aid")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is compared of a claim.

    `weights` are the terms: "@china" (a known name), "~supply" (a concept), "#80%" (a figure), "d05-26" (a date), else stems.
    `names` are those of them that name somebody or some place. `denied` are the terms under a negation or said by an
    opposite, `negated` those under a negation, `mixed` those both stated and denied; `denies` is whether the whole is denied.
    `words` are the plain words in small letters, in order. `total` is the sum of the weights, `figures` and `plain` that of
    figures and that of plain words; `shown` are the terms as the text writes them. `implied` are names of the holder that
    stand for a missing subject: they count where the other text has them too, and are no part of `total`.
    """

    weights: dict[str, float]
    names: frozenset[str]
    quantities: Quantities
    denied: frozenset[str]
    negated: frozenset[str]
    mixed: frozenset[str]
    denies: bool
    words: tuple[str, ...]
    total: float
    figures: float
    plain: float
    terms: frozenset[str]
    shown: tuple[str, ...]
    implied: frozenset[str] = frozenset()

    def as_written(self) -> dict[str, str]:
        """Each term as the text writes it."""
        return dict(zip(self.weights, self.shown, strict=True))

    def is_word(self, term: str) -> bool:
        """Whether a term is neither a name nor a figure nor a date."""
        return term not in self.names and term not in self.implied and not is_quantity(term)


@dataclass(slots=True)
class _Draft:
    """A reading in the making."""

    weights: dict[str, float] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
    stated: set[str] = field(default_factory=set)
    negated: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    pending: int = 0

    def add(
        self, term: str, weight: float, word: str, *, name: bool = False, opposite: bool = False, deniable: bool = True
    ) -> None:
        self.shown.setdefault(term, word)
        self.weights[term] = max(weight, self.weights.get(term, 0.0))
        if name:
            self.names.add(term)
        negated = deniable and self.pending > 0
        (self.denied if opposite != negated else self.stated).add(term)
        (self.negated if negated else self.plain).add(term)
        if deniable:
            self.pending = 0


@cache
def _name_forms() -> tuple[dict[str, str], int]:
    """Written names of countries and known people -> term, and the most words that one of them has."""
    forms = {form: f"@{id_}" for form, id_ in (*name_table().items(), *adjective_table().items())}
    forms |= {form: f"@{place.id}" for place in places() for form in place.party}
    forms |= {form: f"@{id_}" for form, (id_, _) in known_people().items()}
    forms["Sino"] = "@china"
    return forms, max(form.count(" ") for form in forms) + 1


def is_quantity(term: str) -> bool:
    """Whether a term is a figure or a date."""
    return term[0] == "#" or (term[0] in "dmy" and term[-1].isdigit())


class Reader:
    """Reads claims. A registry gives the names of outlets and bodies their ids."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._title = lru_cache(maxsize=8192)(self._read_title)

    def read(self, statement: Statement) -> Reading:
        """A claim with the polarity of its attribution; its holder counts as the subject of a claim that has none."""
        reading = self.text(statement.text, statement.language or "en", denied=statement.polarity == "denies")
        if statement.holder and _lacks_subject(reading.words):
            names = self.text(statement.holder, statement.language or "en")
            more = {term: names.weights[term] * HOLDERS_PART for term in names.names if term not in reading.weights}
            reading = _with(reading, more)
        return reading

    def title(self, statement: Statement) -> frozenset[str]:
        """The terms of the document's title."""
        return self._title(statement.title or "", statement.language or "en")

    def _read_title(self, title: str, language: str) -> frozenset[str]:
        return frozenset(self.text(title, language).terms) if title else frozenset()

    def text(self, text: str, language: str = "en", *, denied: bool = False) -> Reading:
        """Any words."""
        tokens, starts = tokens_of(text)
        low = [intern(token.lower()) for token in tokens]
        counted = quantities(tokens)
        draft = _Draft()
        self._add_words(draft, text, starts, tokens, low, counted, language)
        _add_quantities(draft, counted)
        words = tuple(word for token in low for word in _plain(token))
        weights = dict(sorted(draft.weights.items()))
        turned = denied != denies(low)
        return Reading(
            weights,
            frozenset(draft.names),
            replace(counted, used=frozenset()),
            frozenset(draft.denied - draft.stated),
            frozenset(draft.negated - draft.plain),
            frozenset(draft.denied & draft.stated),
            turned,
            words,
            sum(weights.values()),
            sum(weight for term, weight in weights.items() if term[0] == "#"),
            sum(weight for term, weight in weights.items() if term not in draft.names and not is_quantity(term)),
            frozenset(weights),
            tuple(draft.shown.get(term, term) for term in weights),
        )

    def _add_words(
        self,
        draft: _Draft,
        text: str,
        starts: list[int],
        tokens: list[str],
        low: list[str],
        counted: Quantities,
        language: str,
    ) -> None:
        known = self._known(text, starts, tokens)
        titled = is_titled(tokens)
        at = 0
        while at < len(tokens):
            draft.pending -= draft.pending > 0
            if at in known:
                end, term = known[at]
                draft.add(term, weight_of(term, NAME), " ".join(tokens[at:end]), name=True, deniable=False)
                at = end
                continue
            if at not in counted.used:
                first = titled or opens(text, starts[at])
                self._add_word(draft, low, at, tokens[at], first=first, language=language)
            at += 1

    def _add_word(self, draft: _Draft, low: list[str], at: int, token: str, *, first: bool, language: str) -> None:
        word = low[at]
        if negates(low, at):
            draft.pending = _REACH + 1
        elif _UNSPACED.match(word):
            for pair in _pairs(word):
                draft.add(pair, 0.5, pair)
        elif (token[0].isupper() or (token[0].isdigit() and token[-1].isalpha())) and not (
            first and (word in stop_words() or _is_word(word, language))
        ):
            if word not in stop_words() and len(word) > 1:
                name = folded(word) or word
                weight = weight_of(name, GIVEN if is_given_name(word) else NAME)
                draft.add(name, weight, token, name=True, deniable=False)
        elif word not in stop_words() and len(word) > 1:
            concept = concept_of(word) if language == "en" else None
            term = concept.term if concept else stem(word, language)
            draft.add(term, weight_of(term), word, opposite=concept is not None and concept.opposite)
            if word in TURNS_DOWN:
                draft.negated.add(term)
                draft.plain.discard(term)

    def _known(self, text: str, starts: list[int], tokens: list[str]) -> dict[int, tuple[int, str]]:
        """The tokens at which a known name begins: where it ends, and its term. Longer names go before shorter ones."""
        known = {}
        by_start = {start: i for i, start in enumerate(starts)}
        for match in self._registry.find(text):
            begin = by_start.get(match.span.start)
            if begin is not None and match.sure:
                end = next((i for i in range(begin + 1, len(starts)) if starts[i] >= match.span.end), len(starts))
                known[begin] = (end, f"@{match.candidates[0]}")
        forms, longest = _name_forms()
        for at, token in enumerate(tokens):
            if not token[0].isupper() and not _UNSPACED.match(token):
                continue
            for end in range(min(at + longest, len(tokens)), at, -1):
                term = forms.get(" ".join(tokens[at:end]))
                if term is not None and (at not in known or known[at][0] < end):
                    known[at] = (end, term)
                    break
        return known


def capitals(text: str) -> dict[str, int]:
    """For each term that stands within a sentence: how often it has a capital there, less how often it has none."""
    tokens, starts = tokens_of(text)
    found: dict[str, int] = {}
    if not is_titled(tokens):
        for token, start in zip(tokens, starts, strict=True):
            if token[0].isalpha() and not opens(text, start):
                upper = token[0].isupper()
                for term in {concept_of(token.lower()).term, folded(token.lower()) if upper else ""} - {""}:
                    found[term] = found.get(term, 0) + (1 if upper else -1)
    return found


def _is_word(word: str, language: str) -> bool:
    """Whether a capital at a sentence's start says nothing, as the word is known to be an ordinary one."""
    if language != "en":
        return background().is_word(stem(word, language))
    term = concept_of(word).term
    return term.startswith("~") or background().is_word(term)


def _plain(token: str) -> Iterator[str]:
    """The words of a token as an alignment sees them: signs of a script without spaces one by one."""
    if _UNSPACED.match(token):
        yield from token
    else:
        yield token.replace("’", "'")


def _pairs(word: str) -> Iterator[str]:
    """Each two neighbouring signs of a stretch of Chinese or Japanese."""
    return (word[i : i + 2] for i in range(max(1, len(word) - 1)))


def _lacks_subject(words: tuple[str, ...]) -> bool:
    """Whether a claim begins with a verb that names no doer: "providing aid", "to supply"."""
    first = words[0] if words else ""
    return first == "to" or (first.endswith("ing") and len(first) > 5)


def _with(reading: Reading, more: Mapping[str, float]) -> Reading:
    weights = dict(sorted({**reading.weights, **more}.items()))
    written = reading.as_written()
    shown = tuple(written.get(term, term.lstrip("@")) for term in weights)
    return replace(reading, weights=weights, terms=frozenset(weights), implied=frozenset(more), shown=shown)


def _add_quantities(draft: _Draft, counted: Quantities) -> None:
    for figure in counted.figures:
        small = not figure.unit and figure.value <= _SMALL and figure.value.is_integer()
        weight = SMALL_FIGURE if small else FIGURE_WITH_UNIT if figure.unit else FIGURE
        draft.weights[figure.term] = weight
        draft.shown[figure.term] = figure.term[1:]
    draft.weights |= {f"d{day}": DAY for day in counted.days}
    draft.weights |= {f"m{month}": MONTH for month in counted.months}
    draft.weights |= {f"y{year}": YEAR for year in counted.years}
