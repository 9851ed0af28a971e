"""Score v1: the rows of a claim, their sum in log-odds, and what follows from it.

`FEATURES` is the order of the rows; each is a function from facts to one row, and each gives a row also where it found nothing.
The source rows say how well the claim is vouched for; where the source denies it, the polarity row takes their sum back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from provenance.lexicon.abroad import TONGUES
from provenance.records import UNKNOWN_PUBLISHER, UNSPECIFIED, Claim, Contribution, Hop, Score
from provenance.score.facts import UNNAMED_TYPES, ClaimFacts, HedgeFact
from provenance.score.v1.table import graded, points, row
from provenance.spans import Span

MODEL = "v1"

COPYING = ("reprinted_from", "wire_credit", "posted_on", "published_in")
"""Relations whose hop carries the words on unchanged; every other hop between origin and publisher retells them."""


def score(claim: Claim, facts: ClaimFacts) -> Score:
    """The score of a claim from its own document alone. The rows sum to its log-odds."""
    source_rows = tuple(feature(claim, facts) for feature in SOURCE_FEATURES)
    other_rows = tuple(feature(claim, facts) for feature in OTHER_FEATURES)
    rows = (_prior(), *source_rows, _polarity(facts, source_rows), *other_rows)
    strength = logistic(log_odds(rows))
    grade = facts.rating.grade if facts.rating else None
    return Score(MODEL, strength, grade, _credibility(facts, strength), rows)


def log_odds(rows: Iterable[Contribution]) -> float:
    """The sum of the points, taken in whole hundredths: the last bit of a float must not rank one claim above its equal."""
    return sum(round(r.points * 100) for r in rows) / 100


def logistic(total: float) -> float:
    """The probability that belongs to a total in log-odds."""
    return 1.0 / (1.0 + math.exp(-total))


def _credibility(facts: ClaimFacts, strength: float) -> int:
    """3 to 6 of the Admiralty code: 1 and 2 need a second origin, which v1 does not look for."""
    unknown = (UNSPECIFIED, UNKNOWN_PUBLISHER)
    if facts.polarity == "withholds" or facts.holder_type == UNSPECIFIED or facts.chain[-1].source in unknown:
        return 6
    if strength < points("credibility", "improbable below"):
        return 5
    return 4 if strength < points("credibility", "doubtful below") else 3


# ---------------------------------------------------------------- who vouches for it


def _prior() -> Contribution:
    return row("prior", "every claim")


def _source_kind(claim: Claim, facts: ClaimFacts) -> Contribution:
    if facts.mode is None:
        return row("source_kind", "author's own", claim.spans)
    with_office = facts.holder_type == "person" and facts.named and facts.office
    return row("source_kind", "person, office stated" if with_office else facts.holder_type, _some(facts.source_span))


def _naming(claim: Claim, facts: ClaimFacts) -> Contribution:
    named = facts.named and facts.holder_type not in UNNAMED_TYPES
    return row("naming", "named" if named else "not named", _some(facts.source_span))


def _quotation(claim: Claim, facts: ClaimFacts) -> Contribution:
    return row("quotation", facts.mode or "none", claim.spans)


def _date(claim: Claim, facts: ClaimFacts) -> Contribution:
    if facts.date is None:
        return row("date", "not stated")
    return graded("date", facts.date, points("date", "stated"), row("date", "stated").reason)


def _channel(claim: Claim, facts: ClaimFacts) -> Contribution:
    if facts.channel is None:
        return row("channel", "not stated")
    reason = row("channel", "stated").reason
    return graded("channel", facts.channel.name, points("channel", "stated"), reason, (facts.channel.span,))


def _link(claim: Claim, facts: ClaimFacts) -> Contribution:
    if facts.linked is None:
        return row("link", "not linked")
    return graded("link", facts.linked, points("link", "linked"), row("link", "linked").reason)


def _reliability(claim: Claim, facts: ClaimFacts) -> Contribution:
    if facts.rating is None:
        return row("reliability", "unrated")
    return row("reliability", facts.rating.grade, rater=facts.rating.rater)


def _polarity(facts: ClaimFacts, source_rows: tuple[Contribution, ...]) -> Contribution:
    """A denial or a refusal: however good the source, its rows leave no more than the table's ceiling."""
    plain = row("polarity", facts.polarity, _some(facts.cue_span))
    if facts.polarity == "affirms":
        return plain
    vouched = log_odds(source_rows)
    return graded("polarity", facts.polarity, min(vouched, plain.points) - vouched, plain.reason, plain.spans)


# ---------------------------------------------------------------- how it is put


def _cue(claim: Claim, facts: ClaimFacts) -> Contribution:
    """The stance of the cue, or a hedge that stands in the cue, whichever costs more: "is believed to" is charged once."""
    if facts.mode is None or (not facts.lemma and facts.cue_span is None and facts.stance == "neutral"):
        return row("cue", "none")
    plain = row("cue", facts.stance, _some(facts.cue_span), lemma=facts.lemma or "the cue")
    inside = min((h.certainty for h in facts.hedges if _in_cue(h, facts)), default=1.0)
    exact = round(_hedge_cost(inside), 2)
    if exact >= min(plain.points, 0.0):
        return plain
    reason = f"{plain.reason}; the hedge in it leaves {inside:.0%} of full commitment"
    return graded("cue", facts.stance, exact, reason, plain.spans)


def _hedging(claim: Claim, facts: ClaimFacts) -> Contribution:
    """The strongest hedge in full, each weaker one at half the weight of the one before; their order plays no part."""
    counted = [h for h in facts.hedges if not _counted_elsewhere(h, facts)]
    if not counted:
        return graded("hedging", "none", 0.0, _why_no_hedge(facts))
    counted.sort(key=lambda h: (h.certainty, h.span, h.category))
    further = points("hedging", "further")
    terms = [further**rank * _hedge_cost(h.certainty) for rank, h in enumerate(counted)]
    value = ", ".join(f"{h.category} {h.certainty:.2f}" for h in counted)
    number = "one hedge" if len(counted) == 1 else f"{len(counted)} hedges"
    reason = f"{number}; the strongest leaves {counted[0].certainty:.0%} of full commitment"
    return graded("hedging", value, math.fsum(terms), reason, tuple(sorted(h.span for h in counted)))


def _why_no_hedge(facts: ClaimFacts) -> str:
    reason = row("hedging", "none").reason
    if any(h.category != "booster" for h in facts.hedges):
        reason += " itself; those of the cue or the source have their points there"
    elif facts.hedges:
        reason += "; a booster gives no points"
    if facts.language in TONGUES:
        reason += f"; few words of {facts.language} are known that hedge"
    elif facts.language not in (None, "en"):
        reason += f"; hedges are not looked for in texts marked {facts.language}"
    return reason


def _hedge_cost(certainty: float) -> float:
    return points("hedging", "weight") * _log_of(certainty, "hedging", "certainty floor")


def _in_cue(hedge: HedgeFact, facts: ClaimFacts) -> bool:
    within = facts.mode is not None and facts.cue_span is not None and facts.cue_span.contains(hedge.span)
    return within and hedge.category != "booster"


def _counted_elsewhere(hedge: HedgeFact, facts: ClaimFacts) -> bool:
    """Whether the hedge has its points in the row of the cue or of the source, or is a booster, which adds nothing."""
    if hedge.category == "booster" or _in_cue(hedge, facts):
        return True
    in_source = facts.mode is not None and facts.source_span is not None and facts.source_span.contains(hedge.span)
    return in_source and hedge.category == "vague_source"


# ---------------------------------------------------------------- how it came here


def _between(facts: ClaimFacts, copying: bool) -> list[tuple[Hop, str]]:
    """The hops between publisher and origin that copy, or those that retell."""
    inner = list(zip(facts.chain, facts.hop_types, strict=True))[1:-1]
    return [(hop, kind) for hop, kind in inner if (hop.relation in COPYING) is copying]


def _retellings(claim: Claim, facts: ClaimFacts) -> Contribution:
    hops = _between(facts, copying=False)
    if not hops:
        return row("retellings", "none")
    exact = max(points("retellings", "floor"), math.fsum(points("retellings", kind) for _, kind in hops))
    number = "one relay" if len(hops) == 1 else f"{len(hops)} relays"
    told = ", ".join(row("retellings", kind).reason for _, kind in hops)
    reason = f"{number} between origin and publisher: {told}"
    return graded("retellings", ", ".join(h.source for h, _ in hops), exact, reason, _evidence(h for h, _ in hops))


def _copies(claim: Claim, facts: ClaimFacts) -> Contribution:
    hops = _between(facts, copying=True)
    if not hops:
        return row("copies", "none")
    exact = max(points("copies", "floor"), points("copies", "each") * len(hops))
    value = ", ".join(h.source for h, _ in hops)
    return graded("copies", value, exact, row("copies", "each").reason, _evidence(h for h, _ in hops))


def _detection(claim: Claim, facts: ClaimFacts) -> Contribution:
    if facts.mode is None:
        return row("detection", "none")
    exact = _doubt(facts.confidence)
    if facts.language in TONGUES:
        reason = f"{facts.confidence:.0%} is a judgement: nobody measured how often readings of {facts.language} are right"
    else:
        reason = f"of readings made in this way {facts.confidence:.0%} are right"
    return graded("detection", f"{facts.confidence:.2f}", exact, reason)


def _chain_confidence(claim: Claim, facts: ClaimFacts) -> Contribution:
    """What the chain's weakest hop costs beyond the reading itself: one doubt is charged once, the greater of the two."""
    weakest = min(facts.chain, key=lambda hop: hop.confidence)
    reading = 1.0 if facts.mode is None else facts.confidence
    value = f"{weakest.confidence:.2f}"
    if weakest.confidence >= reading:
        return graded("chain_confidence", value, 0.0, row("chain_confidence", "none").reason)
    exact = round(_doubt(weakest.confidence), 2) - round(_doubt(reading), 2)
    reason = f"the weakest hop of the chain, {weakest.source}, is {weakest.confidence:.0%} sure"
    return graded("chain_confidence", value, exact, reason, weakest.evidence)


def _doubt(certainty: float) -> float:
    """What it costs that something was read with this certainty."""
    return points("detection", "weight") * _log_of(certainty, "detection", "floor")


def _corroboration(claim: Claim, facts: ClaimFacts) -> Contribution:
    return row("corroboration", "none looked for")


def _contradiction(claim: Claim, facts: ClaimFacts) -> Contribution:
    return row("contradiction", "none looked for")


Feature = Callable[[Claim, ClaimFacts], Contribution]
SOURCE_FEATURES: tuple[Feature, ...] = (_source_kind, _naming, _quotation, _date, _channel, _link, _reliability)
OTHER_FEATURES: tuple[Feature, ...] = (
    _cue,
    _hedging,
    _retellings,
    _copies,
    _detection,
    _chain_confidence,
    _corroboration,
    _contradiction,
)


# ---------------------------------------------------------------- small parts


def _log_of(certainty: float, feature: str, floor: str) -> float:
    """The logarithm of a certainty, never above 0 and never below that of the table's floor."""
    return math.log(min(1.0, max(certainty, points(feature, floor))))


def _some(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _evidence(hops: Iterable[Hop]) -> tuple[Span, ...]:
    return tuple(span for hop in hops for span in hop.evidence)
