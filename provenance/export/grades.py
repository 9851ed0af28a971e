"""Our grades in the words of other standards. What nobody judged has no value there either.

*STIX 2.1, appendix A*, from the Admiralty credibility to `confidence`: 1 to 5 are 90, 70, 50, 30 and 10; 6 (the truth cannot be
judged) is no value.

*MISP taxonomy `admiralty-scale`*: `source-reliability` a to f, `information-credibility` 1 to 6. A source that nobody rated has
no tag; F and 6 are judgements that it cannot be judged, and have theirs.

*ICD 203, analytic standards*: the words for likelihood and their bands. The number is the certainty of the hedges of probability
that stand in the claim. Only certainties from surveys of readers count; those that we judged ourselves are no measurement. We
abstain where a claim has no such hedge, where two fall into different bands, where it is denied or withheld, or outside 1 to 99%.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.records import Claim, Hedge

STIX_CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
LIKELIHOOD = (
    (0.01, 0.05, "almost-no-chance"),
    (0.05, 0.20, "very-unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly-even-chance"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very-likely"),
    (0.95, 0.99, "almost-certain"),
)
"""From (included), to (not included, but in the last), value of the MISP taxonomy `estimative-language`."""
_LIKELY = re.compile(r"\b(?:un)?likel|\b(?:im)?probab", re.IGNORECASE)
"""Words of likelihood whose category is adverb or adjective ("likely", "probably", "unlikely")."""


def likelihood(claim: Claim, hedges: Iterable[Hedge], text: str) -> str | None:
    """The value of `estimative-language:likelihood-probability` for a claim with these hedges in its words; None to abstain."""
    if claim.polarity != "affirms":
        return None
    measured = [hedge for hedge in hedges if hedge.basis == "survey" and _of_probability(hedge, text)]
    bands = {_band(hedge.certainty) for hedge in measured}
    return bands.pop() if len(bands) == 1 else None


def _of_probability(hedge: Hedge, text: str) -> bool:
    return hedge.category == "probability" or (
        hedge.category in ("adverb", "adjective") and _LIKELY.search(hedge.span.of(text)) is not None
    )


def _band(certainty: float) -> str | None:
    if certainty == LIKELIHOOD[-1][1]:
        return LIKELIHOOD[-1][2]
    return next((value for low, high, value in LIKELIHOOD if low <= certainty < high), None)


def tags(claim: Claim, hedges: Iterable[Hedge], text: str) -> list[str]:
    """The machine tags of a claim, as MISP writes them; none for what was not judged."""
    found = []
    if claim.score and claim.score.reliability:
        found.append(f'admiralty-scale:source-reliability="{claim.score.reliability.lower()}"')
    if claim.score:
        found.append(f'admiralty-scale:information-credibility="{claim.score.credibility}"')
    likely = likelihood(claim, hedges, text)
    if likely:
        found.append(f'estimative-language:likelihood-probability="{likely}"')
    return found
