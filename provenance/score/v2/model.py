"""Score v2: its rows in their order, their sum in log-odds, and the credibility that follows from them.

This page reads like a table. What each row looks at stands in `provenance/score/features.py` (as in v1), `directness.py`,
`wording.py` and `standing.py`; what it is worth in `weights.tsv`, or in a table that a user brings.
"""

from __future__ import annotations

import functools
from importlib import resources

from provenance.links import Standing
from provenance.records import UNKNOWN_PUBLISHER, UNSPECIFIED, Claim, Score
from provenance.score import features as shared
from provenance.score.case import Case, Feature, logistic
from provenance.score.facts import ClaimFacts
from provenance.score.table import Table, log_odds, read_table
from provenance.score.v2 import directness, wording
from provenance.score.v2 import standing as across

MODEL = "v2"
WEIGHTS = "weights.tsv"

SOURCE_FEATURES: tuple[Feature, ...] = (
    shared.source_kind,
    shared.naming,
    shared.quotation,
    shared.date,
    directness.channel,
    shared.link,
    shared.reliability,
)
"""Who vouches for it, and how directly; a denial takes their sum back (the row `polarity`)."""
OTHER_FEATURES: tuple[Feature, ...] = (
    # how it is put
    shared.cue,
    shared.hedging_by(shared.diminishing),
    # what in it could be checked
    wording.figures,
    wording.times,
    wording.names,
    # what in it only presses
    wording.pressed,
    wording.judged,
    wording.talked,
    # the text that carries it
    wording.voice_pressed,
    wording.voice_judged,
    wording.voice_talked,
    wording.voice_figured,
    wording.voice_timed,
    wording.sourcing,
    wording.several,
    # how it came here
    shared.retellings,
    shared.copies,
    shared.detection,
    shared.chain_confidence,
    # how it stands in other documents
    across.corroboration,
    across.circular,
    across.contradiction,
    across.drift,
)


def weights_bytes() -> bytes:
    """The table as it lies in the package."""
    return resources.files(__package__).joinpath(WEIGHTS).read_bytes()


@functools.cache
def table() -> Table:
    """The table of v2 itself."""
    return read_table(weights_bytes(), MODEL, WEIGHTS)


def score(claim: Claim, facts: ClaimFacts, standing: Standing | None = None, weights: Table | None = None) -> Score:
    """The score of a claim. `standing` is None where nobody looked at other documents; `weights` are v2's own by default.

    The rows sum to the log-odds of the strength.
    """
    of, case = weights or table(), Case(claim, facts, standing)
    source_rows = tuple(feature(of, case) for feature in SOURCE_FEATURES)
    other_rows = tuple(feature(of, case) for feature in OTHER_FEATURES)
    rows = (shared.prior(of, case), *source_rows, shared.polarity(of, case, source_rows), *other_rows)
    strength = logistic(log_odds(rows))
    grade = facts.rating.grade if facts.rating else None
    return Score(of.name, strength, grade, _credibility(of, case, strength), rows)


def _credibility(of: Table, case: Case, strength: float) -> int:
    """1 to 6 of the Admiralty code: the first of these that fits."""
    confirming = sum(across.is_named_id(one) for one in across.further_origins(case))
    disputed = across.is_opposed_by_name(case) or (case.standing is not None and case.standing.circular)
    if case.facts.polarity == "withholds" or (_is_hidden(case.facts) and not confirming):
        return 6
    if strength < of.points("credibility", "improbable below"):
        return 5
    if strength < of.points("credibility", "doubtful below"):
        return 4
    if disputed or not confirming or strength < of.points("credibility", "probable from"):
        return 3
    confirmed = confirming >= of.points("credibility", "confirmed by") and strength >= of.points("credibility", "confirmed from")
    return 1 if confirmed else 2


def _is_hidden(facts: ClaimFacts) -> bool:
    return facts.holder_type == UNSPECIFIED or facts.chain[-1].source in (UNSPECIFIED, UNKNOWN_PUBLISHER)
