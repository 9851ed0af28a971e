"""Which rules of credits a passage is worth trying: few of them, told by words, length and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from provenance.lexicon.credits import CreditRule

_NEAR = frozenset(["byline", "bracket_tag", "dateline", "place", "via", "sign_off"])
"""Signals that are another article's, or the site's own, where they stand far from the main text of a page."""


class Rules:
    """Rules with an index of the words that they need, so that each passage tries few of them."""

    def __init__(self, rules: Sequence[CreditRule]) -> None:
        self.all = rules
        self._longest_line = max((rule.reach for rule in rules if rule.anchor == "line"), default=0)
        self._of_lines = _Index(rules, range(len(rules)))
        self._of_text = _Index(rules, [i for i, rule in enumerate(rules) if rule.anchor != "line"])

    def of(self, words: str, size: int, place: str) -> Iterator[CreditRule]:
        """The rules to try on a passage of that size and place, whose words near its edges are given in lower case."""
        index = self._of_lines if size <= self._longest_line else self._of_text
        for i in index.of(words):
            rule = self.all[i]
            if rule.anchor == "line" and size > rule.reach:
                continue
            if place in rule.places and not (place == "far" and rule.signal in _NEAR):
                yield rule


@lru_cache(16)
def rules_of(rules: tuple[CreditRule, ...]) -> Rules:
    """The rules with their index, which is the same for most documents."""
    return Rules(rules)


class _Index:
    """Numbers of rules by the words that they need."""

    def __init__(self, rules: Sequence[CreditRule], numbers: Sequence[int]) -> None:
        self._always = [i for i in numbers if not rules[i].needs]
        self._needing: dict[str, list[int]] = {}
        for i in numbers:
            for word in rules[i].needs:
                self._needing.setdefault(word, []).append(i)
        self._needing_ascii = {word: needing for word, needing in self._needing.items() if word.isascii()}

    def of(self, words: str) -> list[int]:
        """The numbers of the rules that may match in `words`, in order."""
        chosen = set(self._always)
        for word, needing in (self._needing_ascii if words.isascii() else self._needing).items():
            if word in words:
                chosen.update(needing)
        return sorted(chosen)
