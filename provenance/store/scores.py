"""Scores by a further model, beside those that are stored, and how claims stand in other documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, func, select

from provenance.links import Drift, Opposition, Standing
from provenance.records import Claim, Contribution
from provenance.store.bulk import insert_rows
from provenance.store.findings import ClaimRow, ContributionRow, FactorRow, FactorSpanRow, ScoreRow
from provenance.store.links import ClaimOriginRow, DriftRow, LinkedRow
from provenance.store.load import table
from provenance.store.plain import pack, unpack
from provenance.store.rows import BETWEEN, Row

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


def _ids(connection: Connection, document: int) -> list[str]:
    """The ids of the claims of a document, in their order."""
    ids = select(_CLAIM.c.id).where(_CLAIM.c.document == document).order_by(_CLAIM.c.number)
    return [str(r.id) for r in connection.execute(ids)]


def put_scores(connection: Connection, model: int, scored: Iterable[tuple[int, str, Sequence[Claim]]]) -> int:
    """Keep the scores of documents (number, text, claims) under the number of their model, in the place of any by it; returns how
    many claims have one. A document that was annotated anew since it was read is left alone: it waits to be related anyway."""
    rows: dict[str, list[Row]] = {of.name: [] for of in (_SCORE, _FACTOR, _SPAN, _CONTRIBUTION)}
    for document, text, claims in scored:
        if _ids(connection, document) != [claim.id for claim in claims]:
            continue
        factors = _Factors(document, text, _cleared(connection, document, model), rows)
        for number, claim in enumerate(claims):
            score = claim.score
            if score is None:
                continue
            place = (document, number, model)
            rows[_SCORE.name].append((*place, score.strength, score.reliability, score.credibility))
            rows[_CONTRIBUTION.name] += [(*place, i, factors.of(row)) for i, row in enumerate(score.contributions)]
    insert_rows(connection, rows)
    return len(rows[_SCORE.name])


_OLD = [delete(of).where(of.c.document == bindparam("doc"), of.c.model == bindparam("by")) for of in (_CONTRIBUTION, _SCORE)]
_USED = select(_CONTRIBUTION.c.factor).where(_CONTRIBUTION.c.document == bindparam("doc"))
_UNUSED = [
    delete(of).where(of.c.document == bindparam("doc"), column.not_in(_USED))
    for of, column in ((_SPAN, _SPAN.c.factor), (_FACTOR, _FACTOR.c.number))
]
_LAST = select(func.max(_FACTOR.c.number)).where(_FACTOR.c.document == bindparam("doc"))


def _cleared(connection: Connection, document: int, model: int) -> int:
    """Remove a document's scores by a model, and factors that no other uses; returns the greatest number of a factor, or -1."""
    for statement in _OLD:
        connection.execute(statement, {"doc": document, "by": model})
    for statement in _UNUSED:
        connection.execute(statement, {"doc": document})
    last = connection.execute(_LAST, {"doc": document}).scalar()
    return -1 if last is None else int(last)


class _Factors:
    """Adds rows of factors to those of many documents, equal ones once, numbered behind those that are stored."""

    def __init__(self, document: int, text: str, last: int, rows: dict[str, list[Row]]) -> None:
        self._document, self._text, self._last = document, text, last
        self._numbers: dict[Contribution, int] = {}
        self._rows, self._spans = rows[_FACTOR.name], rows[_SPAN.name]

    def of(self, one: Contribution) -> int:
        """The number of a factor."""
        known = self._numbers.get(one)
        if known is not None:
            return known
        self._last += 1
        self._numbers[one] = self._last
        words = (pack(one.feature), pack(one.value), one.points, pack(one.reason))
        evidence = pack(BETWEEN.join(span.of(self._text) for span in one.spans))
        self._rows.append((self._document, self._last, *words, evidence))
        self._spans += [(self._document, self._last, number, *span) for number, span in enumerate(one.spans)]
        return self._last
