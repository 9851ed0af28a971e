"""Scores of a claim: models by name and version, each an additive table in log-odds.

`score_claim` is the whole stage. What a model may look at is a `ClaimFacts`, which never holds the text, and a `Standing`: how
the claim stands in other documents. A new behaviour is a new folder beside `v1` and `v2`; a released model is never edited, so
that stored scores stay reproducible.
"""

from __future__ import annotations

from provenance.links import Standing
from provenance.records import Claim, Score
from provenance.score import models
from provenance.score.facts import ClaimFacts, HedgeFact, Rating, facts_of
from provenance.score.models import DEFAULT_MODEL, SHIPPED, Model, load_model

__all__ = [
    "DEFAULT_MODEL",
    "SHIPPED",
    "ClaimFacts",
    "HedgeFact",
    "Model",
    "Rating",
    "facts_of",
    "load_model",
    "score_claim",
]


def score_claim(claim: Claim, facts: ClaimFacts, model: str = DEFAULT_MODEL, standing: Standing | None = None) -> Score:
    """The score of `claim` by a model, given by its name or its file; `standing` is None where nobody looked at other documents.

    Raises UsageError where there is no such model, ValueError where `facts` belong to another claim.
    """
    return models.model(model).score(claim, facts, standing)
