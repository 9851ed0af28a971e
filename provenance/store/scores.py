"""Scores by a further model, beside those that are stored, and how claims stand in other documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from provenance.links import Drift, Opposition, Standing
from provenance.records import Claim, Contribution
from provenance.spans import Span
from provenance.store.findings import ClaimRow, ContributionRow, FactorRow, FactorSpanRow, ScoreRow
from provenance.store.links import ClaimOriginRow, DriftRow, LinkedRow
from provenance.store.load import table
from provenance.store.plain import pack, unpack
from provenance.store.rows import BETWEEN

_SCORE, _CONTRIBUTION, _FACTOR, _SPAN = (table(row) for row in (ScoreRow, ContributionRow, FactorRow, FactorSpanRow))
_ORIGIN, _DRIFT, _LINKED, _CLAIM = (table(row) for row in (ClaimOriginRow, DriftRow, LinkedRow, ClaimRow))


def standings_of(connection: Connection, document: int) -> dict[str, Standing] | None:
    """How the claims of a document stand in others, by claim id; None where nobody looked, no entry where nothing was found."""
    if connection.execute(select(_LINKED.c.document).where(_LINKED.c.document == document)).first() is None:
        return None
    ids = {r.number: r.id for r in connection.execute(select(_CLAIM.c.number, _CLAIM.c.id).where(_CLAIM.c.document == document))}
    changed: dict[int, list[Drift]] = {}
    above = _CLAIM.alias("above")
    joined = select(_DRIFT, above.c.id.label("upstream")).join(
        above, (above.c.document == _DRIFT.c.upstream_document) & (above.c.number == _DRIFT.c.upstream_claim)
    )
    for r in connection.execute(joined.where(_DRIFT.c.document == document).order_by(_DRIFT.c.claim, _DRIFT.c.number)):
        drift = Drift(ids[r.claim], r.upstream, r.kind, unpack(r.before), unpack(r.after), unpack(r.detail))
        changed.setdefault(r.claim, []).append(drift)
    found = {}
    for r in connection.execute(select(_ORIGIN).where(_ORIGIN.c.document == document)):
        opposed = tuple(Opposition(unpack(source), named, claim) for source, named, claim in json.loads(r.opposed))
        others = tuple(unpack(source) for source in json.loads(r.others))
        found[ids[r.claim]] = Standing(others, r.copies, opposed, r.reason == "circular", tuple(changed.get(r.claim, ())))
    return found


def put_scores(connection: Connection, document: int, text: str, model: int, claims: Sequence[Claim]) -> None:
    """Keep the scores of a document's claims under the number of their model, in the place of any by the same model."""
    for of in (_CONTRIBUTION, _SCORE):
        connection.execute(delete(of).where(of.c.document == document, of.c.model == model))
    used = select(_CONTRIBUTION.c.factor).where(_CONTRIBUTION.c.document == document)
    for of, column in ((_SPAN, _SPAN.c.factor), (_FACTOR, _FACTOR.c.number)):
        connection.execute(delete(of).where(of.c.document == document, column.not_in(used)))
    last = connection.execute(select(func.max(_FACTOR.c.number)).where(_FACTOR.c.document == document)).scalar()
    factors = _Factors(document, text, -1 if last is None else int(last))
    scores: list[dict[str, Any]] = []
    contributions: list[dict[str, Any]] = []
    for number, claim in enumerate(claims):
        score = claim.score
        if score is None:
            continue
        place = {"document": document, "claim": number, "model": model}
        scores.append(place | {"strength": score.strength, "reliability": score.reliability, "credibility": score.credibility})
        contributions += [place | {"number": i, "factor": factors.of(row)} for i, row in enumerate(score.contributions)]
    for of, rows in ((_SCORE, scores), (_FACTOR, factors.rows), (_SPAN, factors.spans), (_CONTRIBUTION, contributions)):
        if rows:
            connection.execute(insert(of), rows)


class _Factors:
    """Rows of factors, equal ones once, numbered behind those that are stored."""

    def __init__(self, document: int, text: str, last: int) -> None:
        self._document, self._text, self._last = document, text, last
        self._numbers: dict[Contribution, int] = {}
        self.rows: list[dict[str, Any]] = []
        self.spans: list[dict[str, Any]] = []

    def of(self, one: Contribution) -> int:
        """The number of a factor."""
        known = self._numbers.get(one)
        if known is not None:
            return known
        self._last += 1
        self._numbers[one] = self._last
        named: Mapping[str, Any] = {"document": self._document, "number": self._last, "points": one.points}
        words = {"feature": pack(one.feature), "value": pack(one.value), "reason": pack(one.reason)}
        self.rows.append({**named, **words, "evidence": pack(BETWEEN.join(span.of(self._text) for span in one.spans))})
        self.spans += [self._span(number, span) for number, span in enumerate(one.spans)]
        return self._last

    def _span(self, number: int, span: Span) -> dict[str, int]:
        place = {"document": self._document, "factor": self._last, "number": number}
        return place | {"start_char": span.start, "end_char": span.end}
