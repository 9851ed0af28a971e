"""Tags of words: one flat layer of sources, cues and contents, each with a first word (B) and further ones (I)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

ROLES = ("SOURCE", "CUE", "CONTENT")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
"""A tag's number is its index; "I-" follows its "B-"."""
Scores = npt.NDArray[np.float32]
Range = tuple[int, int]
_FORBIDDEN = -1e4
_LARGEST = 1e3
"""Of a logit; what a damaged network says beyond it, or as no number at all, must not make a confidence that is none."""


def _transitions() -> tuple[Scores, Scores]:
    """What a step from one tag to the next costs, and a start with a tag: "I-" may follow only its own role."""
    steps = [[_FORBIDDEN if b.startswith("I-") and a[1:] != b[1:] else 0.0 for b in TAGS] for a in TAGS]
    return np.array(steps, np.float32), np.array([_FORBIDDEN if b.startswith("I-") else 0.0 for b in TAGS], np.float32)


_STEPS, _FIRST = _transitions()


def log_probabilities(scores: Scores) -> Scores:
    """The logarithm of the softmax over the last axis: finite, whatever the scores are."""
    scores = np.clip(np.nan_to_num(scores, nan=-_LARGEST), -_LARGEST, _LARGEST)
    shifted = scores - scores.max(-1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def best_tags(scores: Scores) -> list[int]:
    """The most probable tags that break no rule of B and I; `scores` are logits or logarithms of probabilities, one row a word.

    Where the best tag of each word breaks a rule, the best path is sought (Viterbi) from the two words outside all spans before
    it to the two behind it: what is further off has no part in it.
    """
    best = scores.argmax(-1)
    before = np.concatenate([[0], best[:-1]])
    inside = (best > 0) & (best % 2 == 0)
    broken = np.flatnonzero(inside & (before != best) & (before != best - 1))
    found: list[int] = best.tolist()
    done = 0
    for at in broken.tolist():
        if at < done:
            continue
        start, done = at, at + 1
        while start > 0 and (found[start] or found[start - 1]):
            start -= 1
        while done < len(found) and (found[done] or found[done - 1]):
            done += 1
        found[start:done] = _viterbi(scores[start:done])
    return found


def _viterbi(logs: Scores) -> list[int]:
    """The best path. What is added to a whole row is part of every path, so that logits do as well."""
    back = np.zeros(logs.shape, np.int64)
    total = logs[0] + _FIRST
    for i in range(1, len(logs)):
        options = total[:, None] + _STEPS
        back[i] = options.argmax(0)
        total = options.max(0) + logs[i]
    path = [int(total.argmax())]
    for i in range(len(logs) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def ranges_of(tags: Sequence[int], paragraphs: Iterable[Range]) -> dict[str, list[Range]]:
    """The ranges of words of each role; none runs over the end of a paragraph."""
    breaks = {first for first, _ in paragraphs}
    found: dict[str, list[Range]] = {role: [] for role in ROLES}
    begin = role = -1
    for i, tag in enumerate([*tags, 0]):
        now = (tag - 1) // 2 if tag else -1
        if role >= 0 and (now != role or tag % 2 == 1 or i in breaks):
            found[ROLES[role]].append((begin, i))
            role = -1
        if now >= 0 and role < 0:
            begin, role = i, now
    return found
