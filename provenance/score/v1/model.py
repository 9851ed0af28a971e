"""Score v1: the rows of a claim, their sum in log-odds, and what follows from it.

The features are in the order of the rows; each gives one row, also where it found nothing.
"""

from __future__ import annotations

from provenance.records import UNKNOWN_PUBLISHER, UNSPECIFIED, Claim, Contribution, Score
from provenance.score import features as f
from provenance.score.case import Case, Feature, logistic
from provenance.score.facts import ClaimFacts
from provenance.score.table import Table, log_odds
from provenance.score.v1.table import MODEL, table

__all__ = ["MODEL", "log_odds", "logistic", "score"]


def score(claim: Claim, facts: ClaimFacts) -> Score:
    """The score of a claim from its own document alone. The rows sum to its log-odds."""
    weights, case = table(), Case(claim, facts)
    source_rows = tuple(feature(weights, case) for feature in SOURCE_FEATURES)
    other_rows = tuple(feature(weights, case) for feature in OTHER_FEATURES)
    rows = (f.prior(weights, case), *source_rows, f.polarity(weights, case, source_rows), *other_rows)
    strength = logistic(log_odds(rows))
    grade = facts.rating.grade if facts.rating else None
    return Score(MODEL, strength, grade, _credibility(weights, facts, strength), rows)


def _credibility(weights: Table, facts: ClaimFacts, strength: float) -> int:
    """3 to 6 of the Admiralty code: 1 and 2 need a second origin, which v1 does not look for."""
    unknown = (UNSPECIFIED, UNKNOWN_PUBLISHER)
    if facts.polarity == "withholds" or facts.holder_type == UNSPECIFIED or facts.chain[-1].source in unknown:
        return 6
    if strength < weights.points("credibility", "improbable below"):
        return 5
    return 4 if strength < weights.points("credibility", "doubtful below") else 3


def _corroboration(weights: Table, case: Case) -> Contribution:
    return weights.row("corroboration", "none looked for")


def _contradiction(weights: Table, case: Case) -> Contribution:
    return weights.row("contradiction", "none looked for")


SOURCE_FEATURES: tuple[Feature, ...] = (f.source_kind, f.naming, f.quotation, f.date, f.channel, f.link, f.reliability)
OTHER_FEATURES: tuple[Feature, ...] = (
    f.cue,
    f.hedging,
    f.retellings,
    f.copies,
    f.detection,
    f.chain_confidence,
    _corroboration,
    _contradiction,
)
