"""Features that v1 and later models share. A change of one would change released scores: write a new one instead.

The source rows say how well the claim is vouched for; where the source denies it, the polarity row takes their sum back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from provenance.lexicon.abroad import TONGUES
from provenance.records import Contribution, Hop
from provenance.score.case import Case, Feature
from provenance.score.facts import UNNAMED_TYPES, ClaimFacts, HedgeFact
from provenance.score.table import Table, graded, log_odds
from provenance.spans import Span

COPYING = ("reprinted_from", "wire_credit", "posted_on", "published_in")
"""Relations whose hop carries the words on unchanged; every other hop between origin and publisher retells them."""


# ---------------------------------------------------------------- who vouches for it


def prior(table: Table, case: Case) -> Contribution:
    """What any claim is worth."""
    return table.row("prior", "every claim")


def source_kind(table: Table, case: Case) -> Contribution:
    """What kind of source answers for it."""
    facts = case.facts
    if facts.mode is None:
        return table.row("source_kind", "author's own", case.claim.spans)
    with_office = facts.holder_type == "person" and facts.named and facts.office
    return table.row("source_kind", "person, office stated" if with_office else facts.holder_type, some(facts.source_span))


def naming(table: Table, case: Case) -> Contribution:
    """Whether the source is named."""
    named = case.facts.named and case.facts.holder_type not in UNNAMED_TYPES
    return table.row("naming", "named" if named else "not named", some(case.facts.source_span))


def quotation(table: Table, case: Case) -> Contribution:
    """How much of it is in the source's own words."""
    return table.row("quotation", case.facts.mode or "none", case.claim.spans)


def date(table: Table, case: Case) -> Contribution:
    """Whether the text says when it was said."""
    if case.facts.date is None:
        return table.row("date", "not stated")
    return graded("date", case.facts.date, table.points("date", "stated"), table.row("date", "stated").reason)


def channel(table: Table, case: Case) -> Contribution:
    """Whether the text says where or to whom it was said."""
    stated = case.facts.channel
    if stated is None:
        return table.row("channel", "not stated")
    reason = table.row("channel", "stated").reason
    return graded("channel", stated.name, table.points("channel", "stated"), reason, (stated.span,))


def link(table: Table, case: Case) -> Contribution:
    """Whether the text links to where it was said."""
    if case.facts.linked is None:
        return table.row("link", "not linked")
    return graded("link", case.facts.linked, table.points("link", "linked"), table.row("link", "linked").reason)


def reliability(table: Table, case: Case) -> Contribution:
    """The rating of the origin."""
    rating = case.facts.rating
    if rating is None:
        return table.row("reliability", "unrated")
    return table.row("reliability", rating.grade, rater=rating.rater)


def polarity(table: Table, case: Case, source_rows: tuple[Contribution, ...]) -> Contribution:
    """A denial or a refusal: however good the source, its rows leave no more than the table's ceiling."""
    plain = table.row("polarity", case.facts.polarity, some(case.facts.cue_span))
    if case.facts.polarity == "affirms":
        return plain
    vouched = log_odds(source_rows)
    return graded("polarity", case.facts.polarity, min(vouched, plain.points) - vouched, plain.reason, plain.spans)


# ---------------------------------------------------------------- how it is put


def cue(table: Table, case: Case) -> Contribution:
    """The stance of the cue, or a hedge that stands in the cue, whichever costs more: "is believed to" is charged once."""
    facts = case.facts
    if facts.mode is None or (not facts.lemma and facts.cue_span is None and facts.stance == "neutral"):
        return table.row("cue", "none")
    plain = table.row("cue", facts.stance, some(facts.cue_span), lemma=facts.lemma or "the cue")
    inside = min((h.certainty for h in facts.hedges if in_cue(h, facts)), default=1.0)
    exact = round(hedge_cost(table, inside), 2)
    if exact >= min(plain.points, 0.0):
        return plain
    reason = f"{plain.reason}; the hedge in it leaves {inside:.0%} of full commitment"
    return graded("cue", facts.stance, exact, reason, plain.spans)


def diminishing(table: Table, certainties: Sequence[float]) -> float:
    """What hedges cost together: the strongest in full, each weaker one at half the weight of the one before.

    `certainties` come in their order, the least first.
    """
    further = table.points("hedging", "further")
    return math.fsum(further**rank * hedge_cost(table, certainty) for rank, certainty in enumerate(certainties))


def hedging_by(cost: Callable[[Table, Sequence[float]], float]) -> Feature:
    """The row of the hedges in the claim, with a rule of what several of them cost together; their order plays no part."""

    def hedging(table: Table, case: Case) -> Contribution:
        facts = case.facts
        counted = [h for h in facts.hedges if not counted_elsewhere(h, facts)]
        if not counted:
            return graded("hedging", "none", 0.0, why_no_hedge(table, facts))
        counted.sort(key=lambda h: (h.certainty, h.span, h.category))
        value = ", ".join(f"{h.category} {h.certainty:.2f}" for h in counted)
        number = "one hedge" if len(counted) == 1 else f"{len(counted)} hedges"
        reason = f"{number}; the strongest leaves {counted[0].certainty:.0%} of full commitment"
        exact = cost(table, [h.certainty for h in counted])
        return graded("hedging", value, exact, reason, tuple(sorted(h.span for h in counted)))

    return hedging


hedging = hedging_by(diminishing)
"""The row of the hedges as v1 has it."""


def why_no_hedge(table: Table, facts: ClaimFacts) -> str:
    """Why the row of the hedges has no points."""
    reason = table.row("hedging", "none").reason
    if any(h.category != "booster" for h in facts.hedges):
        reason += " itself; those of the cue or the source have their points there"
    elif facts.hedges:
        reason += "; a booster gives no points"
    if facts.language in TONGUES:
        reason += f"; few words of {facts.language} are known that hedge"
    elif facts.language not in (None, "en"):
        reason += f"; hedges are not looked for in texts marked {facts.language}"
    return reason


def hedge_cost(table: Table, certainty: float) -> float:
    """The odds are multiplied by what a hedge leaves of full commitment."""
    return table.points("hedging", "weight") * log_of(table, certainty, "hedging", "certainty floor")


def in_cue(hedge: HedgeFact, facts: ClaimFacts) -> bool:
    """Whether a hedge stands in the cue."""
    within = facts.mode is not None and facts.cue_span is not None and facts.cue_span.contains(hedge.span)
    return within and hedge.category != "booster"


def counted_elsewhere(hedge: HedgeFact, facts: ClaimFacts) -> bool:
    """Whether the hedge has its points in the row of the cue or of the source, or is a booster, which adds nothing."""
    if hedge.category == "booster" or in_cue(hedge, facts):
        return True
    in_source = facts.mode is not None and facts.source_span is not None and facts.source_span.contains(hedge.span)
    return in_source and hedge.category == "vague_source"


# ---------------------------------------------------------------- how it came here


def _between(facts: ClaimFacts, copying: bool) -> list[tuple[Hop, str]]:
    """The hops between publisher and origin that copy, or those that retell."""
    inner = list(zip(facts.chain, facts.hop_types, strict=True))[1:-1]
    return [(hop, kind) for hop, kind in inner if (hop.relation in COPYING) is copying]


def retellings(table: Table, case: Case) -> Contribution:
    """The relays between publisher and origin that put it in words of their own."""
    hops = _between(case.facts, copying=False)
    if not hops:
        return table.row("retellings", "none")
    exact = max(table.points("retellings", "floor"), math.fsum(table.points("retellings", kind) for _, kind in hops))
    number = "one relay" if len(hops) == 1 else f"{len(hops)} relays"
    told = ", ".join(table.row("retellings", kind).reason for _, kind in hops)
    reason = f"{number} between origin and publisher: {told}"
    return graded("retellings", ", ".join(h.source for h, _ in hops), exact, reason, evidence(h for h, _ in hops))


def copies(table: Table, case: Case) -> Contribution:
    """The hops that carry it on unchanged."""
    hops = _between(case.facts, copying=True)
    if not hops:
        return table.row("copies", "none")
    exact = max(table.points("copies", "floor"), table.points("copies", "each") * len(hops))
    value = ", ".join(h.source for h, _ in hops)
    return graded("copies", value, exact, table.row("copies", "each").reason, evidence(h for h, _ in hops))


def detection(table: Table, case: Case) -> Contribution:
    """How sure the program is that it read the statement rightly."""
    facts = case.facts
    if facts.mode is None:
        return table.row("detection", "none")
    exact = _doubt(table, facts.confidence)
    if facts.language in TONGUES:
        reason = f"{facts.confidence:.0%} is a judgement: nobody measured how often readings of {facts.language} are right"
    else:
        reason = f"of readings made in this way {facts.confidence:.0%} are right"
    return graded("detection", f"{facts.confidence:.2f}", exact, reason)


def chain_confidence(table: Table, case: Case) -> Contribution:
    """What the chain's weakest hop costs beyond the reading itself: one doubt is charged once, the greater of the two."""
    facts = case.facts
    weakest = min(facts.chain, key=lambda hop: hop.confidence)
    reading = 1.0 if facts.mode is None else facts.confidence
    value = f"{weakest.confidence:.2f}"
    if weakest.confidence >= reading:
        return graded("chain_confidence", value, 0.0, table.row("chain_confidence", "none").reason)
    exact = round(_doubt(table, weakest.confidence), 2) - round(_doubt(table, reading), 2)
    reason = f"the weakest hop of the chain, {weakest.source}, is {weakest.confidence:.0%} sure"
    return graded("chain_confidence", value, exact, reason, weakest.evidence)


def _doubt(table: Table, certainty: float) -> float:
    """What it costs that something was read with this certainty."""
    return table.points("detection", "weight") * log_of(table, certainty, "detection", "floor")


# ---------------------------------------------------------------- small parts


def log_of(table: Table, certainty: float, feature: str, floor: str) -> float:
    """The logarithm of a certainty, never above 0 and never below that of the table's floor."""
    return math.log(min(1.0, max(certainty, table.points(feature, floor))))


def some(span: Span | None) -> tuple[Span, ...]:
    """The span, if there is one."""
    return () if span is None else (span,)


def evidence(hops: Iterable[Hop]) -> tuple[Span, ...]:
    """The words that prove some hops."""
    return tuple(span for hop in hops for span in hop.evidence)
