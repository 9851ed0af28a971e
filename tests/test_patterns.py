"""No pattern that runs over the words of a page or a credit backtracks: its time grows with the text, not with its square."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable

import pytest

from provenance.lexicon.credits import CreditRule, load_credit_rules
from tests.patterns import beginnings, is_searched, patterns_of, seconds, slow_on, texts

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the alarm that breaks off a pattern is one of Unix")
SIZE = 20_000
"""Code points of a text; what is slow on it is measured on 80,000 too."""
PACKAGES = (
    "provenance.ingest",
    "provenance.segment",
    "provenance.trace",
    "provenance.detect.abroad",
    "provenance.detect.credits",
    "provenance.detect.authors",
    "provenance.detect.scopes",
    "provenance.detect.vagueness",
    "provenance.claims",
)
WINDOW = {
    "provenance.detect.credits._INVISIBLE": 100,
    "provenance.detect.scopes._BE": 20,
    "provenance.detect.abroad.chinese._DATE": 30,
    "provenance.detect.abroad.chinese._NAME": 30,
    "provenance.detect.abroad.sentences._WORD_BEFORE": 20,
    "provenance.ingest.json_scripts._CLOSING": 200,
    "provenance.segment.sentences._LAST_WORD": 30,
    "provenance.trace.offices._BEFORE": 90,
    "provenance.trace.people._BODY_OF": 40,
}
"""Patterns that look for an end from every place, and the code points that they are ever given: the last ones of a text."""
QUICK = 0.05
"""Seconds, generously, for a text as long as a window."""
LARGEST_WINDOW = 1_100
"""Code points of a passage that a rule of credits sees at once."""


@pytest.mark.parametrize("package", PACKAGES)
def test_patterns_of_modules(package: str) -> None:
    slow = {}
    for place, pattern in patterns_of(package).items():
        name = place.rsplit(".", 1)[-1]
        searched = is_searched(package, name)

        def run(text: str, pattern: re.Pattern = pattern, searched: bool = searched) -> None:  # type: ignore[type-arg]
            words = text.encode() if isinstance(pattern.pattern, bytes) else text
            if searched:
                for _ in pattern.finditer(words):
                    pass
            else:
                pattern.match(words)
                pattern.fullmatch(words)

        if place in WINDOW:
            found = [unit for unit, text in texts(WINDOW[place]) if seconds(run, text) > QUICK]
        else:
            found = slow_on(run, SIZE)
        if found:
            slow[place] = found
    assert slow == {}


def _own(rule: CreditRule) -> tuple[str, ...]:
    """What a rule of credits itself looks for: its words, its example, and how that begins."""
    return (*rule.needs, *(f"{word} " for word in rule.needs), rule.example, f"{rule.example} ", rule.example[:12])


def _run(rule: CreditRule) -> Callable[[str], object]:
    """How a rule is put to a text."""
    pattern = rule.pattern
    return {"start": pattern.match, "line": pattern.fullmatch, "end": pattern.search, "in": pattern.search}[rule.anchor]


def test_rules_of_credits_on_long_texts_of_one_thing() -> None:
    slow = {}
    for rule in load_credit_rules():
        slow[rule.id] = slow_on(_run(rule), SIZE, _own(rule))
        if rule.beside is not None:
            slow[f"{rule.id}, beside"] = slow_on(rule.beside.search, SIZE, _own(rule))
    assert {name: found for name, found in slow.items() if found} == {}


def test_rules_of_credits_on_all_that_they_see_of_a_passage() -> None:
    slow = set()
    for rule in load_credit_rules():
        run, reach = _run(rule), LARGEST_WINDOW if rule.anchor == "in" else rule.reach
        for name, text in (*beginnings(rule.example, reach), *texts(reach, _own(rule))):
            if seconds(run, text[:reach]) > QUICK * 3:
                slow.add((rule.id, name))
    assert slow == set()


def test_a_place_and_many_spaces() -> None:
    for text in ("LONDON" + " " * 390 + "(x", "By Jane Doe and John Roe" + "1" * 110, "© " + " " * 1_000 + "x"):
        assert sum(seconds(_run(rule), text) for rule in load_credit_rules()) < 2
