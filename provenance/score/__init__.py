"""Scores of a claim: models by name and version, each an additive table in log-odds.

`score_claim` is the whole stage. What a model may look at is a `ClaimFacts`; it never sees the text.
A new behaviour is a new folder beside `v1`; a released model is never edited, so that stored scores stay reproducible.
"""

from __future__ import annotations

from collections.abc import Callable

from provenance.errors import UsageError
from provenance.records import Claim, Score
from provenance.score.facts import ClaimFacts, HedgeFact, Rating, facts_of
from provenance.score.v1 import model as v1

Model = Callable[[Claim, ClaimFacts], Score]

MODELS: dict[str, Model] = {v1.MODEL: v1.score}
"""The models that this version of the program has, by id."""

DEFAULT_MODEL = v1.MODEL

__all__ = ["DEFAULT_MODEL", "MODELS", "ClaimFacts", "HedgeFact", "Rating", "facts_of", "score_claim"]


def score_claim(claim: Claim, facts: ClaimFacts, model: str = DEFAULT_MODEL) -> Score:
    """The score of `claim` by the model with that id.

    Raises UsageError where there is no such model, ValueError where `facts` belong to another claim.
    """
    if model not in MODELS:
        raise UsageError(f"there is no scoring model {model!r}; choose one of: {', '.join(sorted(MODELS))}")
    if facts.chain != claim.chain or facts.polarity != claim.polarity:
        raise ValueError(f"the facts given for claim {claim.id} have another chain or polarity than the claim")
    return MODELS[model](claim, facts)
