"""No pattern of the program backtracks: its time grows with the text, not with its square.

All patterns are tried: those that modules hold, those that functions write out, and those that data files give.
"""

from __future__ import annotations

import pkgutil
import re
import signal
from collections.abc import Callable

import pytest

import provenance
from provenance.lexicon.credits import CreditRule, load_credit_rules
from tests.patterns import UNITS, Held, beginnings, held_patterns, read_patterns, seconds, slow_on, texts

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the alarm that breaks off a pattern is one of Unix")
SIZE = 20_000
"""Code points of a text for a rule of credits; what is slow on it is measured on 80,000 too."""
SIZE_OF_ALL = 16_000
"""The same for all other patterns, of which there are hundreds."""
PARTS = tuple(sorted(info.name for info in pkgutil.iter_modules(provenance.__path__) if not info.name.startswith("__")))
WINDOW = {
    "provenance.detect.credits._INVISIBLE": 100,
    "provenance.detect.scopes._BE": 20,
    "provenance.detect.abroad.chinese._DATE": 30,
    "provenance.detect.abroad.chinese._NAME": 30,
    "provenance.detect.abroad.sentences._WORD_BEFORE": 20,
    "provenance.ingest.json_scripts._CLOSING": 200,
    "provenance.registry.raters.scales._BRACKETED": 200,
    "provenance.segment.sentences._LAST_WORD": 30,
    "provenance.trace.offices._BEFORE": 90,
    "provenance.trace.people._BODY_OF": 40,
}
"""Patterns that look for an end from every place, and the code points that they are ever given: the last ones of a text."""
QUICK = 0.05
"""Seconds, generously, for a text as long as a window."""
LARGEST_WINDOW = 1_100
"""Code points of a passage that a rule of credits sees at once."""


@pytest.mark.parametrize("part", PARTS)
def test_patterns_of_modules(part: str) -> None:
    own = [one for one in held_patterns() if one.module.split(".")[1:2] == [part]]
    assert {one.name: found for one in own if (found := _slow(one))} == {}


def test_patterns_of_data() -> None:
    rules = [one for one in read_patterns() if not one.module.startswith("provenance.lexicon.credits")]
    assert len(rules) > 60
    assert {one.place: found for one in rules if (found := _slow(one))} == {}


def _slow(one: Held, units: tuple[str, ...] = UNITS) -> list[str]:
    """The units on which a pattern is slow."""

    def run(text: str) -> None:
        words = text.encode() if isinstance(one.pattern.pattern, bytes) else text
        if one.searched:
            for _ in one.pattern.finditer(words):
                pass
        else:
            one.pattern.match(words)
            one.pattern.fullmatch(words)

    if one.name in WINDOW:
        return [unit for unit, text in texts(WINDOW[one.name]) if seconds(run, text) > QUICK]
    return slow_on(run, SIZE_OF_ALL, units=units)


def test_no_window_is_of_a_pattern_that_is_gone() -> None:
    assert set(WINDOW) <= {one.name for one in held_patterns()}


def test_a_slow_pattern_would_be_found() -> None:
    for source, unit in ((r"\s+x", " "), (r"(?:a+)+x", "a")):
        assert slow_on(lambda text, source=source: re.search(source, text), SIZE_OF_ALL, units=(unit,)), source  # type: ignore[misc]


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
