"""What the published surveys say of each phrase of probability, beside what the lexicon has for it.

    python -m training.hedge_survey ../shared/corpora/probability

prints one line a phrase: survey, raters, quartiles, the institutions' yardsticks, and the certainty in `hedges.tsv`, with "!"
where it lies outside the middle half of the raters. The lexicon keeps the median of CAPphrase (5,174 raters), and of
zonination/perceptions (46 raters) where CAPphrase does not speak.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from provenance.detect.hedges import DetectedHedge, find_hedges
from provenance.lexicon.hedges import load_hedges
from provenance.records import Passage, Sentence
from provenance.spans import Span

SURVEYS = ("CAPphrase", "zonination")
"""The first that speaks is taken: it has a hundred times the raters."""
SENTENCES: Mapping[str, str] = {
    "will happen": "The flood will happen.",
    "almost certain": "A flood is almost certain.",
    "almost certainly": "The dam will almost certainly break.",
    "very good chance": "There is a very good chance of a flood.",
    "realistic possibility": "A flood is a realistic possibility.",
    "better than even": "The odds of a flood are better than even.",
    "about even": "The odds of a flood are about even.",
    "may happen": "A flood may happen.",
    "could happen": "A flood could happen.",
    "might happen": "A flood might happen.",
    "little chance": "There is little chance of a flood.",
    "chances are slight": "The chances are slight.",
    "remote chance": "There is a remote chance of a flood.",
    "almost no chance": "There is almost no chance of a flood.",
    "probably": "The dam will probably break.",
    "probably not": "The dam will probably not break.",
    "we believe": "We believe that the dam will break.",
    "we doubt": "We doubt that the dam will break.",
    "almost impossible": "A flood is almost impossible.",
    "even chance": "There is an even chance of a flood.",
    "roughly even chance": "There is a roughly even chance of a flood.",
}
"""A sentence made for each phrase that is no plain predicate ("A flood is likely.")."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What the raters of one survey gave for a phrase, as fractions."""

    survey: str
    phrase: str
    raters: int
    low: float
    median: float
    high: float


def rated(folder: Path) -> list[Rated]:
    """The surveys' phrases, in the order of the file; `low` and `high` are the 25th and 75th percentile."""
    lines = (folder / "probability_phrases.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Rated(r["dataset"], r["term"].lower(), r["n"], r["p25"] / 100, r["median"] / 100, r["p75"] / 100)
        for r in map(json.loads, filter(str.strip, lines))
    ]


def yardsticks(folder: Path) -> dict[str, dict[str, tuple[float, float]]]:
    """For each phrase the range that each institution prescribes, as fractions."""
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for file in sorted(folder.glob("yardstick_*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                house = file.stem.removeprefix("yardstick_")
                found[row["term"].lower()][house] = (float(row["low"]) / 100, float(row["high"]) / 100)
    return dict(found)


def decisive(phrases: list[Rated]) -> dict[str, Rated]:
    """For each phrase the survey that the lexicon follows."""
    return {one.phrase: one for survey in reversed(SURVEYS) for one in phrases if one.survey == survey}


def sentence_with(phrase: str) -> str:
    """A sentence that uses the phrase."""
    return SENTENCES.get(phrase, f"A flood is {phrase}.")


def marker_of(phrase: str) -> DetectedHedge | None:
    """The marker that is found in the phrase's sentence and that overlaps the phrase; None where none does."""
    sentence = sentence_with(phrase)
    whole = Span(0, len(sentence))
    start = sentence.lower().index(phrase)
    place = Span(start, start + len(phrase))
    found = find_hedges(sentence, [Sentence(whole, 0)], [Passage(0, "body", 0, whole)], load_hedges())
    return next((hedge for hedge in found if hedge.span.overlaps(place)), None)


def lines_of(folder: Path) -> Iterator[str]:
    """The table, one line a phrase and survey, then the phrases that only yardsticks have."""
    houses = yardsticks(folder)
    yield f"{'phrase':24}{'survey':12}{'raters':>7}{'25 %':>7}{'median':>8}{'75 %':>7}{'ours':>8}  rule, yardsticks"
    ratings = rated(folder)
    for one in sorted(ratings, key=lambda r: (-r.median, r.phrase, r.survey)):
        numbers = f"{one.raters:7}{one.low:7.3f}{one.median:8.3f}{one.high:7.3f}"
        yield f"{one.phrase:24}{one.survey:12}{numbers}{_ours(one.phrase, one.low, one.high)}{_ranges(houses.get(one.phrase))}"
    for phrase in sorted(houses.keys() - {one.phrase for one in ratings}):
        low = min(span[0] for span in houses[phrase].values())
        high = max(span[1] for span in houses[phrase].values())
        yield f"{phrase:24}{'-':12}{'':29}{_ours(phrase, low, high)}{_ranges(houses[phrase])}"


def _ours(phrase: str, low: float, high: float) -> str:
    hedge = marker_of(phrase)
    if hedge is None:
        return f"{'none':>8}! "
    return f"{hedge.certainty:8.3f}{' ' if low <= hedge.certainty <= high else '!'} {hedge.rule}"


def _ranges(houses: Mapping[str, tuple[float, float]] | None) -> str:
    return "".join(f"; {house} {low:.2f}-{high:.2f}" for house, (low, high) in (houses or {}).items())


if __name__ == "__main__":
    for line in lines_of(Path(sys.argv[1])):
        print(line)
