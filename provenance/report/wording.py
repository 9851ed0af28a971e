"""Words of the vocabularies as people say them, the same in every form of a report."""

from __future__ import annotations

from provenance.detect.abroad import ABROAD

RELATION = {
    "published_by": "published by",
    "reprinted_from": "reprinted from",
    "wire_credit": "from the wire of",
    "according_to": "according to",
    "told_to": "told to",
    "interview_with": "in an interview with",
    "posted_on": "posted on",
    "published_in": "published in",
    "spoken_at": "spoken at",
    "cited_by": "cited by",
    "stated_by": "stated by",
}
CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
"""The information credibility of the NATO Admiralty code."""
POLARITY = {"affirms": "", "denies": "denied by the source", "withholds": "the source would not say"}
HEDGE = {
    "reportative": "reportative: the text passes it on without vouching for it",
    "modal": "modal verb",
    "adverb": "adverb of doubt",
    "adjective": "adjective of doubt",
    "verb": "verb of doubt",
    "approximator": "approximator",
    "vague_source": "vague source",
    "conditional": "conditional",
    "probability": "probability",
    "booster": "booster: raises commitment",
}
NO_WORDS = "no words in the text"
CERTAIN = 0.995
"""From here on a confidence would print as 100% and is left out."""


def plain(word: str) -> str:
    """A word of a vocabulary for people: its own phrase, else the word with spaces."""
    return RELATION.get(word) or HEDGE.get(word) or word.replace("_", " ")


def said_as(mode: str | None) -> str:
    """How the claim is put: a direct quotation, an indirect report, or the text's own words."""
    if mode is None:
        return "the text's own words"
    return f"{mode} quotation" if mode == "direct" else f"{mode} report"


def found_by(detector: str, confidence: float) -> str:
    """The rule or network that found an attribution, and what its confidence rests on."""
    if detector.startswith(f"{ABROAD}#"):
        return f"{detector}; {confidence:.0%} is a judgement: nobody measured how often such readings are right"
    return f"{detector}; of readings made in this way {confidence:.0%} are right"


def axes(reliability: str | None, credibility: int | None) -> str:
    """The two axes of the Admiralty code in words."""
    rated = f"{reliability}, as rated" if reliability else "nobody rated the origin"
    judged = CREDIBILITY.get(credibility or 0, "not judged")
    return f"source reliability: {rated}; information credibility: {credibility or '-'} ({judged})"


def verdict(strength: float | None, reliability: str | None, credibility: int | None) -> str:
    """Strength and the two axes in short: "strength 0.57, -/3"; a dash where nobody rated the origin."""
    return "not scored" if strength is None else f"strength {strength:.2f}, {reliability or '-'}/{credibility or '-'}"
