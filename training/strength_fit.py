"""The arithmetic of `training.strength`: AUC, its intervals, pairs of the same length, and a fit for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[Any]]

SAMPLES = 1000
NEAR = 0.15
"""Two lengths are the same where the logarithm of their ratio is below this."""
FOLDS = 5
SHRINK = 0.03
"""How strongly fitted weights are drawn towards the table's own."""
STEPS, RATE = 4000, 0.03


@dataclass(frozen=True, slots=True)
class Matched:
    """AUC over pairs of the same length, its interval, and how many pairs there are."""

    share: float
    low: float
    high: float
    pairs: int


def auc(above: Floats, below: Floats) -> float:
    """The chance that one of `above` is larger than one of `below`; a tie counts half."""
    wins = _wins(above, below)
    return float(wins.mean())


def _wins(above: Floats, below: Floats) -> Floats:
    difference: Floats = above[:, None] - below[None]
    wins: Floats = (difference > 0) + 0.5 * (difference == 0)
    return wins


def interval(above: Floats, below: Floats) -> tuple[float, float]:
    """The middle 95 % of the AUC over bootstrap samples of both sides."""
    wins, rng = _wins(above, below), np.random.default_rng(0)
    found = [wins[np.ix_(_drawn(rng, len(above)), _drawn(rng, len(below)))].mean() for _ in range(SAMPLES)]
    return float(np.quantile(found, 0.025)), float(np.quantile(found, 0.975))


def matched(above: Floats, below: Floats, above_words: Floats, below_words: Floats) -> Matched:
    """The same over all pairs of texts whose lengths are nearly the same."""
    wins, rng = _wins(above, below), np.random.default_rng(0)
    near = np.abs(np.log(above_words)[:, None] - np.log(below_words)[None]) < NEAR
    found = []
    for _ in range(SAMPLES):
        chosen = np.ix_(_drawn(rng, len(above)), _drawn(rng, len(below)))
        if near[chosen].any():
            found.append(wins[chosen][near[chosen]].mean())
    low, high = np.quantile(found, [0.025, 0.975])
    return Matched(float(wins[near].mean()), float(low), float(high), int(near.sum()))


def _drawn(rng: np.random.Generator, count: int) -> Floats:
    return rng.integers(0, count, count)


def cross_validated(features: Floats, labels: Floats) -> Floats:
    """Each text's score by a fit to the other folds: one factor, never negative, for the points of each feature."""
    wanted = (labels == "real").astype(float)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(labels))
    scores = np.zeros(len(labels))
    for held in range(FOLDS):
        factors = _fitted(features[fold != held], wanted[fold != held])
        scores[fold == held] = features[fold == held] @ factors
    return scores


def _fitted(features: Floats, wanted: Floats) -> Floats:
    """Factors by logistic regression, both classes of the same weight, drawn towards 1."""
    factors, bias = np.ones(features.shape[1]), 0.0
    weights = np.where(wanted == 1, 0.5 / wanted.sum(), 0.5 / (1 - wanted).sum())
    scale = (features**2).mean(axis=0).clip(1e-4)
    for _ in range(STEPS):
        error = weights * (1 / (1 + np.exp(-(features @ factors + bias))) - wanted)
        factors = np.maximum(0.0, factors - RATE * (features.T @ error / scale + SHRINK / 0.1 * (factors - 1)))
        bias -= RATE * 10 * error.sum()
    return factors
