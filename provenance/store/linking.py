"""Links claims with those of other documents, and counts their origins: for new documents alone, or for all.

What was linked stays until one of its documents changes. A document that is annotated anew loses its links with its claims; those
that it was linked with are marked (`linked.settled`), so that their origins are counted anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, text, update

from provenance.claims.drift import drifts
from provenance.claims.origins import Sources, collapse
from provenance.claims.standing import standings
from provenance.links import Change, ClaimLink, CountedTo, Drift, Standing, Statement
from provenance.store.findings import ClaimRow
from provenance.store.link_judgements import LinkJudgement, judged_links, link_judgements, meant, places_of
from provenance.store.links import ClaimKeyRow, ClaimLinkRow, ClaimOriginRow, DriftRow, LinkedRow
from provenance.store.load import table
from provenance.store.plain import pack, pack_or_none, unpack
from provenance.store.statements import Place, Stored, among, in_parts, of_documents, of_places
from provenance.store.tables import DocumentRow, SourceTable

_LINKED, _KEY, _LINK, _ORIGIN, _DRIFT = (table(row) for row in (LinkedRow, ClaimKeyRow, ClaimLinkRow, ClaimOriginRow, DriftRow))
_DOCUMENT, _CLAIM, _SOURCE = table(DocumentRow), table(ClaimRow), table(SourceTable)


class Linker(Protocol):
    """What finds links (`provenance.claims.link.Linker`)."""

    def keys(self, statement: Statement) -> tuple[int, ...]:
        """The keys under which a claim is filed."""
        ...

    def compare(self, new: Sequence[Statement], candidates: Sequence[Statement]) -> tuple[ClaimLink, ...]:
        """The links of new claims with each other and with candidates."""
        ...


def forget(connection: Connection, detectors: str, *, anew: bool = False) -> None:
    """Drop what is linked of documents that are no longer current, or by other methods; all with `anew`."""
    forget_retired(connection)
    old = select(_LINKED.c.document)
    old = old if anew else old.where(_LINKED.c.detectors != detectors)
    _drop(connection, [r.document for r in connection.execute(old)])


def forget_retired(connection: Connection) -> None:
    """Drop what is linked of documents that are no longer current."""
    retired = select(_LINKED.c.document).join(_DOCUMENT, _DOCUMENT.c.key == _LINKED.c.document).where(~_DOCUMENT.c.is_current)
    _drop(connection, [r.document for r in connection.execute(retired)])


def _drop(connection: Connection, documents: Iterable[int]) -> None:
    for part in in_parts(sorted(documents)):
        unsettle(connection, part)
        connection.execute(delete(_LINK).where(_of(part)))
        for of in (_KEY, _ORIGIN, _LINKED):
            connection.execute(delete(of).where(of.c.document.in_(part)))
        connection.execute(delete(_DRIFT).where(or_(_DRIFT.c.document.in_(part), _DRIFT.c.upstream_document.in_(part))))


def unsettle(connection: Connection, documents: Sequence[int]) -> None:
    """Mark the documents that these are linked with, whose origins are to be counted anew."""
    ends = select(_LINK.c.first_document, _LINK.c.second_document).where(_of(documents))
    _mark(connection, {document for r in connection.execute(ends) for document in r})


def _of(documents: Sequence[int]) -> ColumnElement[bool]:
    """That a link is one of these documents."""
    return or_(_LINK.c.first_document.in_(documents), _LINK.c.second_document.in_(documents))


def _mark(connection: Connection, documents: Iterable[int]) -> None:
    for part in in_parts(sorted(documents)):
        connection.execute(update(_LINKED).where(_LINKED.c.document.in_(part)).values(settled=False))


def unsettle_all(connection: Connection) -> None:
    """Mark all documents that have linked claims: who a source is has changed."""
    linked = select(_ORIGIN.c.document)
    connection.execute(update(_LINKED).where(_LINKED.c.document.in_(linked)).values(settled=False))


def unlinked(connection: Connection) -> list[int]:
    """The current documents whose claims were not linked yet."""
    marked = select(_LINKED.c.document)
    statement = select(_DOCUMENT.c.key).where(_DOCUMENT.c.is_current, _DOCUMENT.c.key.not_in(marked)).order_by(_DOCUMENT.c.key)
    return [r.key for r in connection.execute(statement)]


def link(connection: Connection, linker: Linker, anchors: int, detectors: str, documents: Sequence[int]) -> int:
    """File the claims of some documents, compare them with all that share a key, and store the links; returns how many."""
    new = of_documents(connection, documents)
    keys = [
        {"key": key, "document": one.place[0], "claim": one.place[1]}
        for one in new
        for key in sorted(set(linker.keys(one.statement)))
    ]
    if keys:
        connection.execute(insert(_KEY), keys)
    public = {one.document_id for one in new}
    judged = [
        c for j in link_judgements(connection) for c in (j.first, j.second) if {j.first.document, j.second.document} & public
    ]
    here = {one.place for one in new}
    near = of_places(connection, {*_sharing(connection, documents, anchors), *places_of(connection, judged)} - here)
    by_id = {one.statement.id: one for one in (*near, *new)}
    found = {(k.first, k.second): k for k in linker.compare([s.statement for s in new], [s.statement for s in near])}
    judged_links(connection, by_id, found)
    rows = [_row(link, by_id) for link in found.values()]
    # Links that somebody made by hand before the documents were linked stand there already; they are among the rows.
    connection.execute(delete(_LINK).where(_of(documents)))
    if rows:
        connection.execute(insert(_LINK), rows)
    # Not settled: a run that is stopped before origins are counted leaves word of what is still to be counted and scored.
    connection.execute(insert(_LINKED), [{"document": d, "detectors": detectors, "settled": False} for d in documents])
    _mark(connection, {r[side] for r in rows for side in ("first_document", "second_document")})
    return len(rows)


def _sharing(connection: Connection, documents: Sequence[int], anchors: int) -> list[Place]:
    """Claims of other documents that share a key with these; of each key the first `anchors` by claim id."""
    listed = ", ".join(str(int(d)) for d in documents)
    statement = f"""
        SELECT DISTINCT document, claim FROM (
            SELECT k.document, k.claim, row_number() OVER (PARTITION BY k.key ORDER BY c.id) AS place
              FROM claim_key AS k JOIN claim AS c ON c.document = k.document AND c.number = k.claim
             WHERE k.key IN (SELECT key FROM claim_key WHERE document IN ({listed}))) AS ranked
         WHERE place <= {int(anchors)} AND document NOT IN ({listed})"""
    return [(r.document, r.claim) for r in connection.execute(text(statement))]


def _row(link: ClaimLink, by_id: dict[str, Stored]) -> dict[str, Any]:
    (a, b), (c, d) = by_id[link.first].place, by_id[link.second].place
    return {
        "first_document": a,
        "first_claim": b,
        "second_document": c,
        "second_claim": d,
        "kind": link.kind,
        "score": link.score,
        "reason": pack(link.reason),
        "detector": link.detector,
        "changes": json.dumps([[pack(x.before), pack(x.after)] for x in link.changes], ensure_ascii=False),
    }


def apply(connection: Connection, judgements: Sequence[LinkJudgement]) -> None:
    """Make, change or remove the links that judgements are about, where both claims are stored."""
    places = places_of(connection, [c for j in judgements for c in (j.first, j.second)])
    by_id = {one.statement.id: one for one in of_places(connection, places)}
    rejected: dict[tuple[str, str], ClaimLink] = {}
    for one in judgements:
        pair = meant(one, by_id)
        if pair is not None:
            rejected[pair] = ClaimLink(*pair, "same_claim", 0.0, "", "")
    made = dict(rejected)
    judged_links(connection, by_id, made)
    for pair in rejected:
        (a, b), (c, d) = by_id[pair[0]].place, by_id[pair[1]].place
        first, second = (_LINK.c.first_document, _LINK.c.first_claim), (_LINK.c.second_document, _LINK.c.second_claim)
        for one_end, other_end in (((a, b), (c, d)), ((c, d), (a, b))):
            ends = (*zip(first, one_end, strict=True), *zip(second, other_end, strict=True))
            connection.execute(delete(_LINK).where(*(column == value for column, value in ends)))
        _mark(connection, {a, c})
    rows = [_row(link, by_id) for link in made.values()]
    if rows:
        connection.execute(insert(_LINK), rows)


# ---------------------------------------------------------------- origins


def unsettled(connection: Connection, documents: Iterable[int]) -> set[Place]:
    """The claims of documents whose origins are to be counted anew: all linked ones."""
    found: set[Place] = set()
    for part in in_parts(documents):
        counted = select(_ORIGIN.c.document, _ORIGIN.c.claim).where(_ORIGIN.c.document.in_(part))
        one = select(_LINK.c.first_document, _LINK.c.first_claim).where(_LINK.c.first_document.in_(part))
        two = select(_LINK.c.second_document, _LINK.c.second_claim).where(_LINK.c.second_document.in_(part))
        found.update((r[0], r[1]) for statement in (counted, one, two) for r in connection.execute(statement))
    return found


def settle(connection: Connection, sources: Callable[[Mapping[str, str]], Sources]) -> tuple[int, ...]:
    """Count the origins of claims of marked documents and of all that links join them with; returns the documents concerned.

    The marks stay until `settled` takes them away, once the claims are scored too.
    """
    forget_retired(connection)
    marked = [int(r.document) for r in connection.execute(select(_LINKED.c.document).where(~_LINKED.c.settled))]
    touched = unsettled(connection, marked)
    places, links = _joined(connection, touched)
    stored = of_places(connection, places)
    by_id = {one.statement.id: one for one in stored}
    at = {one.place: one.statement.id for one in stored}
    named = [replace(k, first=min(at[a], at[b]), second=max(at[a], at[b])) for a, b, k in links]
    statements = [one.statement for one in stored]
    houses = sources(_names(connection, {hop.source for s in statements for hop in s.chain}))
    counted = collapse(statements, named, houses)
    names = {hop.source: houses.name(hop.source) for s in statements for hop in s.chain}
    changed = drifts({id_: one.version for id_, one in by_id.items()}, named, names)
    standing = standings(statements, named, counted, changed)
    linked = {id_ for link in named for id_ in (link.first, link.second)}
    _write(connection, places, [c for c in counted if c.claim in linked], by_id, changed, standing)
    return tuple(sorted({*marked, *(document for document, _ in places)}))


def settled(connection: Connection, documents: Iterable[int]) -> None:
    """Take the marks of documents away."""
    for part in in_parts(sorted(documents)):
        connection.execute(update(_LINKED).where(_LINKED.c.document.in_(part)).values(settled=True))


def _names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of sources by id."""
    found = {}
    for part in in_parts(sorted(ids)):
        named = select(_SOURCE.c.id, _SOURCE.c.name).where(_SOURCE.c.id.in_([pack(id_) for id_ in part]))
        found.update({unpack(r.id): unpack(r.name) for r in connection.execute(named)})
    return found


def _joined(connection: Connection, touched: set[Place]) -> tuple[set[Place], list[tuple[Place, Place, ClaimLink]]]:
    """All claims that links of any kind join with these, over any number of steps, and those links."""
    seen, waiting = set(touched), set(touched)
    links: dict[tuple[Place, Place], ClaimLink] = {}
    while waiting:
        fresh: set[Place] = set()
        for part in in_parts(sorted({document for document, _ in waiting})):
            for side in (_LINK.c.first_document, _LINK.c.second_document):
                for r in connection.execute(select(_LINK).where(side.in_(part))):
                    ends = ((r.first_document, r.first_claim), (r.second_document, r.second_claim))
                    if waiting.isdisjoint(ends) or ends in links:
                        continue
                    changes = tuple(Change(unpack(x), unpack(y)) for x, y in json.loads(r.changes))
                    links[ends] = ClaimLink("", "", r.kind, r.score, unpack(r.reason), r.detector, changes)
                    fresh.update(ends)
        waiting = fresh - seen
        seen |= fresh
    return seen, [(a, b, link) for (a, b), link in links.items()]


def _write(
    connection: Connection,
    places: Iterable[Place],
    counted: Sequence[CountedTo],
    by_id: dict[str, Stored],
    changed: Sequence[Drift],
    standing: dict[str, Standing],
) -> None:
    """Put the origins and the drift of these claims in the place of what was stored of them."""
    for part in in_parts(sorted(places)):
        for of in (_ORIGIN, _DRIFT):
            connection.execute(delete(of).where(among(of.c.document, of.c.claim, part)))
    origins = [_origin_row(one, by_id[one.claim].place, standing[one.claim]) for one in counted]
    if origins:
        connection.execute(insert(_ORIGIN), origins)
    rows: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    for one in changed:
        number = numbers[one.claim] = numbers.get(one.claim, -1) + 1
        (document, claim), (above, other) = by_id[one.claim].place, by_id[one.upstream].place
        words = {"before": pack(one.before), "after": pack(one.after), "detail": pack(one.detail), "kind": one.kind}
        rows.append(
            {"document": document, "claim": claim, "number": number, "upstream_document": above, "upstream_claim": other, **words}
        )
    if rows:
        connection.execute(insert(_DRIFT), rows)


def _origin_row(one: CountedTo, place: Place, standing: Standing) -> dict[str, Any]:
    return {
        "document": place[0],
        "claim": place[1],
        "group_id": one.group,
        "origin": pack(one.origin),
        "reason": one.reason,
        "detail": pack(one.detail),
        "through": pack_or_none(one.through),
        "others": json.dumps([pack(o) for o in standing.others], ensure_ascii=False),
        "copies": standing.copies,
        "opposed": json.dumps([[pack(o.source), o.named, o.claim] for o in standing.opposed], ensure_ascii=False),
    }
