"""Scores by a further model, beside those that are stored, and how claims stand in other documents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from provenance.links import Drift, Opposition, Standing
from provenance.records import Claim, Contribution, Score
from provenance.store.bulk import insert_rows
from provenance.store.findings import ClaimRow, ContributionRow, FactorRow, FactorSpanRow, ScoreRow
from provenance.store.links import ClaimOriginRow, DriftRow, LinkedRow
from provenance.store.load import table
from provenance.store.plain import pack, unpack
from provenance.store.rows import BETWEEN, Row
from provenance.store.statements import among, in_parts

_SCORE, _CONTRIBUTION, _FACTOR, _SPAN = (table(row) for row in (ScoreRow, ContributionRow, FactorRow, FactorSpanRow))
_ORIGIN, _DRIFT, _LINKED, _CLAIM = (table(row) for row in (ClaimOriginRow, DriftRow, LinkedRow, ClaimRow))


def standings_of(connection: Connection, documents: Sequence[int]) -> dict[int, dict[str, Standing]]:
    """How the claims of documents stand in others, by document and claim id; no entry for a document where nobody looked, nor for
    a claim where nothing was found."""
    looked = select(_LINKED.c.document).where(_LINKED.c.document.in_(documents))
    found: dict[int, dict[str, Standing]] = {r.document: {} for r in connection.execute(looked)}
    if not found:
        return found
    numbered = select(_CLAIM.c.document, _CLAIM.c.number, _CLAIM.c.id).where(_CLAIM.c.document.in_(list(found)))
    ids = {(r.document, r.number): r.id for r in connection.execute(numbered)}
    changed = _drifts(connection, list(found), ids)
    for r in connection.execute(select(_ORIGIN).where(_ORIGIN.c.document.in_(list(found)))):
        opposed = tuple(Opposition(unpack(source), named, claim) for source, named, claim in json.loads(r.opposed))
        others = tuple(unpack(source) for source in json.loads(r.others))
        id_ = ids[r.document, r.claim]
        found[r.document][id_] = Standing(others, r.copies, opposed, r.reason == "circular", tuple(changed.get(id_, ())))
    return found


def _drifts(connection: Connection, documents: Sequence[int], ids: dict[tuple[int, int], str]) -> dict[str, list[Drift]]:
    """What claims of documents have otherwise than their upstreams, by claim id."""
    above = _CLAIM.alias("above")
    joined = select(_DRIFT, above.c.id.label("upstream")).join(
        above, (above.c.document == _DRIFT.c.upstream_document) & (above.c.number == _DRIFT.c.upstream_claim)
    )
    changed: defaultdict[str, list[Drift]] = defaultdict(list)
    ordered = joined.where(_DRIFT.c.document.in_(documents)).order_by(_DRIFT.c.document, _DRIFT.c.claim, _DRIFT.c.number)
    for r in connection.execute(ordered):
        id_ = ids[r.document, r.claim]
        changed[id_].append(Drift(id_, r.upstream, r.kind, unpack(r.before), unpack(r.after), unpack(r.detail)))
    return changed


def put_scores(connection: Connection, model: int, scored: Iterable[tuple[int, str, Sequence[Claim]]]) -> int:
    """Keep the scores of documents (number, text, claims) under the number of their model, in the place of any by it; returns how
    many claims have one. A document that was annotated anew since it was read is left alone: it waits to be related anyway.

    Only what differs is written: of some thirty contributions linking changes four.
    """
    given = list(scored)
    stored = _Stored(connection, model, [document for document, _, _ in given])
    changes = _Changes(model)
    for document, text, claims in given:
        if stored.ids[document] == [claim.id for claim in claims]:
            changes.add(stored, document, text, claims)
    changes.write(connection)
    return changes.count


_Place = tuple[int, int]
_Content = tuple[Any, ...]
"""What a factor says: feature, value, points, reason, evidence, and its spans."""


class _Stored:
    """What the database holds of the scores of some documents: by this model, and which factors others use."""

    def __init__(self, connection: Connection, model: int, documents: list[int]) -> None:
        def rows(of: Any, *order: Any) -> Iterator[tuple[Any, ...]]:
            found = connection.execute(select(of).where(of.c.document.in_(documents)).order_by(of.c.document, *order))
            return (tuple(row) for row in found)

        self.ids: defaultdict[int, list[str]] = defaultdict(list)
        wanted = select(_CLAIM.c.document, _CLAIM.c.id).where(_CLAIM.c.document.in_(documents))
        for r in connection.execute(wanted.order_by(_CLAIM.c.document, _CLAIM.c.number)):
            self.ids[r.document].append(r.id)
        self.scores: dict[_Place, tuple[Any, ...]] = {}
        for document, claim, by, *score in rows(_SCORE):
            if by == model:
                self.scores[document, claim] = tuple(score)
        self.contributions: defaultdict[_Place, dict[int, int]] = defaultdict(dict)
        self.elsewhere: defaultdict[int, set[int]] = defaultdict(set)
        for document, claim, by, number, factor in rows(_CONTRIBUTION):
            if by == model:
                self.contributions[document, claim][number] = factor
            else:
                self.elsewhere[document].add(factor)
        spans: defaultdict[_Place, list[tuple[int, int]]] = defaultdict(list)
        for document, factor, _, start, end in rows(_SPAN, _SPAN.c.factor, _SPAN.c.number):
            spans[document, factor].append((start, end))
        self.factors: defaultdict[int, dict[_Content, int]] = defaultdict(dict)
        self.numbers: defaultdict[int, set[int]] = defaultdict(set)
        for document, number, *content in rows(_FACTOR, _FACTOR.c.number):
            self.factors[document].setdefault((*content, tuple(spans.get((document, number), ()))), number)
            self.numbers[document].add(number)


class _Changes:
    """What is to be written so that scores are as given, collected over many documents."""

    def __init__(self, model: int) -> None:
        self._model, self.count = model, 0
        self._new: dict[str, list[Row]] = {of.name: [] for of in (_SCORE, _FACTOR, _SPAN, _CONTRIBUTION)}
        self._changed: list[dict[str, Any]] = []
        self._gone: list[_Place] = []
        self._moved: defaultdict[tuple[int, ...], list[_Place]] = defaultdict(list)
        """Claims by the places of contributions that are to be removed, since they are others now."""
        self._unused: list[_Place] = []

    def add(self, stored: _Stored, document: int, text: str, claims: Sequence[Claim]) -> None:
        """Compare the scores of a document's claims with those that are stored."""
        numbers = stored.factors[document]
        kept = stored.numbers[document]
        used = set(stored.elsewhere[document])
        made: dict[Contribution, int] = {}
        last = max(kept, default=-1)
        for claim, scored in enumerate(claims):
            place = (document, claim)
            if scored.score is None:
                self._gone += [place] if place in stored.scores else []
                continue
            self.count += 1
            self._score(stored, place, scored.score)
            now = []
            for one in scored.score.contributions:
                number = made.get(one)
                if number is None:
                    content = _content(one, text)
                    number = numbers.get(content)
                    if number is None:
                        last = number = last + 1
                        self._factor(document, number, content)
                    made[one] = number
                now.append(number)
            used.update(now)
            self._contributions(place, stored.contributions.get(place, {}), dict(enumerate(now)))
        self._unused += [(document, number) for number in sorted(kept - used)]

    def _score(self, stored: _Stored, place: _Place, score: Score) -> None:
        values = (score.strength, score.reliability, score.credibility)
        before = stored.scores.get(place)
        if before is None:
            self._new[_SCORE.name].append((*place, self._model, *values))
        elif before != values:
            names = ("of", "at", "by", "strength", "reliability", "credibility")
            self._changed.append(dict(zip(names, (*place, self._model, *values), strict=True)))

    def _factor(self, document: int, number: int, content: _Content) -> None:
        *words, spans = content
        self._new[_FACTOR.name].append((document, number, *words))
        self._new[_SPAN.name] += [(document, number, i, *span) for i, span in enumerate(spans)]

    def _contributions(self, place: _Place, before: dict[int, int], now: dict[int, int]) -> None:
        if before == now:
            return
        moved = tuple(sorted(number for number, factor in before.items() if now.get(number) != factor))
        if moved:
            self._moved[moved].append(place)
        rows = self._new[_CONTRIBUTION.name]
        rows += [(*place, self._model, number, factor) for number, factor in now.items() if before.get(number) != factor]

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        for numbers, places in self._moved.items():
            for part in in_parts(places):
                of = among(_CONTRIBUTION.c.document, _CONTRIBUTION.c.claim, part)
                here = (_CONTRIBUTION.c.model == self._model, _CONTRIBUTION.c.number.in_(numbers))
                connection.execute(delete(_CONTRIBUTION).where(of, *here))
        for part in in_parts(self._gone):  # their contributions go with them
            connection.execute(
                delete(_SCORE).where(among(_SCORE.c.document, _SCORE.c.claim, part), _SCORE.c.model == self._model)
            )
        if self._changed:
            connection.execute(_NEW_SCORE, self._changed)
        for part in in_parts(self._unused):
            connection.execute(delete(_SPAN).where(among(_SPAN.c.document, _SPAN.c.factor, part)))
            connection.execute(delete(_FACTOR).where(among(_FACTOR.c.document, _FACTOR.c.number, part)))
        insert_rows(connection, self._new)


_NEW_SCORE = (
    update(_SCORE)
    .where(_SCORE.c.document == bindparam("of"), _SCORE.c.claim == bindparam("at"), _SCORE.c.model == bindparam("by"))
    .values({name: bindparam(name) for name in ("strength", "reliability", "credibility")})
)


def _content(one: Contribution, text: str) -> _Content:
    """What a contribution says, as it is stored."""
    words = (pack(one.feature), pack(one.value), one.points, pack(one.reason))
    evidence = pack(BETWEEN.join(span.of(text) for span in one.spans))
    return (*words, evidence, tuple((span.start, span.end) for span in one.spans))
