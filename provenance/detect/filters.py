"""Filters over attributions: those that are sure enough, those of speech alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provenance.records import DetectedAttribution

_UNSPOKEN = frozenset(["cognitive"])
"""Stances of cues that ascribe a thought, wish or expectation and no utterance: "believe", "hope", "is expected"."""


def is_speech(one: DetectedAttribution) -> bool:
    """Whether somebody is said to have said or written it: quoted words always, else unless the cue is one of thought."""
    return one.mode == "direct" or (one.stance not in _UNSPOKEN and one.source is not None)


def kept(
    found: Sequence[DetectedAttribution], least: float = 0.0, *, speech_only: bool = False
) -> tuple[DetectedAttribution, ...]:
    """The attributions that are at least so sure, and (`speech_only`) of speech; each with its nearest kept parent."""
    if least <= 0 and not speech_only:
        return tuple(found)
    keeps = [one.confidence >= least and (not speech_only or is_speech(one)) for one in found]
    place = {i: n for n, i in enumerate(i for i, keep in enumerate(keeps) if keep)}

    def parent_of(i: int) -> int | None:
        parent = found[i].parent
        while parent is not None and not keeps[parent]:
            parent = found[parent].parent
        return None if parent is None else place[parent]

    return tuple(replace(one, parent=parent_of(i)) for i, one in enumerate(found) if keeps[i])
