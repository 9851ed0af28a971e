"""What words deny: negations, which turn the word that follows, and denials, which turn all that is said."""

from __future__ import annotations

import re

_NEGATIONS = frozenset(
    "not never no neither nor hardly scarcely without cannot nobody nothing none nowhere "
    "nicht kein keine keinen nie pas jamais aucun ningún ninguna nunca não não non nessun не нет ні нет ни nie".split()
)
_SHORT_NOT = re.compile(r"n['’]t$")
_LETS_GO = frozenset("failed fails fail refused refuses refuse declined declines".split())
"""They deny the infinitive that follows: "failed to supply"."""
TURNS_DOWN = frozenset(
    "reject rejects rejected rejecting refuse refuses refused veto vetoes vetoed rebuff rebuffs rebuffed".split()
)
"""They deny what they are said of: "rejected the loan"."""
_DENIALS = frozenset("deny denies denied denying denial denials".split())
_ALLEGED = frozenset(
    "allegation allegations claim claims accusation accusations charge charges report reports suggestion suggestions assertion "
    "assertions rumour rumours rumor rumors story stories".split()
)
_REFUTES = frozenset(
    "reject rejects rejected rejecting dismiss dismisses dismissed dismissing refute refutes refuted refuting rebut rebuts "
    "rebutted debunk debunked dispute disputes disputed false untrue baseless groundless unfounded fabricated hoax".split()
)


_KEEPS_SILENT = frozenset("comment respond reply answer elaborate discuss say speculate".split())
"""Who does not do this says nothing, and so denies nothing: "declined to comment"."""


def negates(low: list[str], at: int) -> bool:
    """Whether a word, in small letters, turns the sense of what follows it."""
    word = low[at]
    if not _KEEPS_SILENT.isdisjoint(low[at + 1 : at + 4]):
        return False
    following = low[at + 1] if at + 1 < len(low) else ""
    if word in _LETS_GO:
        return following == "to"
    if word == "no" and following[:1].isdigit():
        return False  # "No. 1"
    return (word in _NEGATIONS and following not in ("only", "doubt", "just", "merely")) or _SHORT_NOT.search(word) is not None


def denies(low: list[str]) -> bool:
    """Whether the words deny what they say: "denied", or an allegation that is rejected or false."""
    words = set(low)
    refuted = not words.isdisjoint(_REFUTES) and not words.isdisjoint(_ALLEGED)
    denials = sum(word in _DENIALS and not _is_turned(low, at) for at, word in enumerate(low))
    return refuted or denials % 2 == 1


def _is_turned(low: list[str], at: int) -> bool:
    """Whether a negation stands right before a word or one before that: "did not deny"."""
    return any(negates(low, before) for before in range(max(0, at - 2), at))
