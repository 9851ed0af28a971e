"""Links claims with those of other documents, and counts their origins: for new documents alone, or for all.

What was linked stays until one of its documents changes. A document that is annotated anew loses its links with its claims; those
that it was linked with are marked (`linked.settled`), so that their origins are counted anew.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, text, update

from provenance.claims.drift import drifts
from provenance.claims.origins import Sources, collapse
from provenance.claims.standing import standings
from provenance.links import Change, ClaimLink, CountedTo, Drift, Standing, Statement
from provenance.store import copies
from provenance.store.fast import insert_into
from provenance.store.findings import ClaimRow
from provenance.store.link_judgements import LinkJudgement, judged_links, link_judgements, meant, places_of
from provenance.store.links import ClaimKeyRow, ClaimLinkRow, ClaimOriginRow, DriftRow, LinkedRow
from provenance.store.load import table
from provenance.store.plain import pack, pack_or_none, unpack
from provenance.store.rows import Row
from provenance.store.statements import READ_AT_ONCE, Place, Stored, among, at, in_parts, of_documents, of_places
from provenance.store.tables import DocumentRow, SourceTable

_LINKED, _KEY, _LINK, _ORIGIN, _DRIFT = (table(row) for row in (LinkedRow, ClaimKeyRow, ClaimLinkRow, ClaimOriginRow, DriftRow))
_DOCUMENT, _CLAIM, _SOURCE = table(DocumentRow), table(ClaimRow), table(SourceTable)

_ENDS = ((_LINK.c.first_document, _LINK.c.first_claim), (_LINK.c.second_document, _LINK.c.second_claim))
SETTLED_AT_ONCE = 1000
"""Unsettled claims that are taken up at once, with all that they hang together with."""
_LAST = (1 << 63) - 1
"""No document has a greater number."""


class Linker(Protocol):
    """What finds links (`provenance.claims.link.Linker`)."""

    def keys(self, statement: Statement) -> tuple[int, ...]:
        """The keys under which a claim is filed."""
        ...

    def compare(self, new: Sequence[Statement], candidates: Sequence[Statement]) -> tuple[ClaimLink, ...]:
        """The links of new claims with each other and with candidates, those that come first being anchors of crowded keys."""
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
        copies.forget(connection, part)
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


def link(
    connection: Connection, linker: Linker, anchors: int, detectors: str, documents: Sequence[int]
) -> tuple[int, set[Place]]:
    """File the claims of some documents, compare them with all that share a key, and store the links.

    Documents that another program has linked meanwhile, or replaced, are left alone. Returns how many links, and the claims that
    they join.
    """
    documents = sorted(set(documents).intersection(unlinked(connection)))
    if not documents:
        return 0, set()
    new = of_documents(connection, documents)
    copies.recognise(connection, documents)
    keys = [(key, *one.place) for one in new for key in set(linker.keys(one.statement))]
    insert_into(connection, _KEY, sorted(keys))
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
    for part in in_parts(documents):
        connection.execute(delete(_LINK).where(_of(part)))
    insert_into(connection, _LINK, rows)
    # Not settled: a run that is stopped before origins are counted leaves word of what is still to be counted and scored.
    insert_into(connection, _LINKED, [(d, detectors, False) for d in documents])
    joined = {place for row in rows for place in (row[:2], row[2:4])}
    _mark(connection, {document for document, _ in joined})
    return len(rows), joined


def _sharing(connection: Connection, documents: Sequence[int], anchors: int) -> list[Place]:
    """Claims of other documents that share a key with these; of each key the `anchors` that were stored first.

    (All of the last one's document: it costs less to read a few too many than to count them, and `compare` does.)
    """
    listed = ", ".join(str(int(d)) for d in documents)
    statement = f"""
        WITH wanted AS (
            SELECT w.key, (SELECT n.document FROM claim_key AS n WHERE n.key = w.key
                            ORDER BY n.document, n.claim LIMIT 1 OFFSET {int(anchors) - 1}) AS last
              FROM (SELECT DISTINCT key FROM claim_key WHERE document IN ({listed})) AS w)
        SELECT DISTINCT k.document, k.claim
          FROM wanted AS w JOIN claim_key AS k ON k.key = w.key AND k.document <= coalesce(w.last, {_LAST})
         WHERE k.document NOT IN ({listed})"""
    return [(r.document, r.claim) for r in connection.execute(text(statement))]


def _row(link: ClaimLink, by_id: dict[str, Stored]) -> Row:
    """A link as a row of `claim_link`."""
    ends = (*by_id[link.first].place, *by_id[link.second].place)
    changes = json.dumps([[pack(x.before), pack(x.after)] for x in link.changes], ensure_ascii=False)
    return (*ends, link.kind, link.score, pack(link.reason), link.detector, changes)


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
    insert_into(connection, _LINK, [_row(link, by_id) for link in made.values()])


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


def marked(connection: Connection) -> list[int]:
    """The documents of which origins are to be counted, or claims to be scored, anew."""
    return [int(r.document) for r in connection.execute(select(_LINKED.c.document).where(~_LINKED.c.settled))]


def settled(connection: Connection, documents: Iterable[int]) -> None:
    """Take the marks of documents away."""
    for part in in_parts(sorted(documents)):
        connection.execute(update(_LINKED).where(_LINKED.c.document.in_(part)).values(settled=True))


def settle(
    connection: Connection, sources: Callable[[Mapping[str, str]], Sources], touched: Iterable[Place] | None = None
) -> tuple[int, ...]:
    """Count the origins of claims of marked documents and of all that links join them with; returns the documents concerned.

    `touched` are the claims to be counted where the caller knows them; the documents returned are then only those of which a
    claim stands otherwise than before. Claims that hang together are counted together, and otherwise some thousands at a time,
    so that memory stays flat. The marks stay until `settled` takes them away, once the claims are scored too.
    """
    changed: set[int] = set()
    if touched is None:
        forget_retired(connection)
        changed.update(marked(connection))
    waiting = sorted(unsettled(connection, sorted(changed)) if touched is None else set(touched))
    done: set[Place] = set()
    begun = 0
    while begun < len(waiting):
        rest = (waiting[i] for i in range(begun, len(waiting)))
        part = set(islice((place for place in rest if place not in done), SETTLED_AT_ONCE))
        places, links = _joined(connection, part)
        changed |= _settle(connection, sources, places, links)
        done |= places
        while begun < len(waiting) and waiting[begun] in done:
            begun += 1
    if touched is None:
        changed.update(document for document, _ in done)
    return tuple(sorted(changed))


def _settle(
    connection: Connection,
    sources: Callable[[Mapping[str, str]], Sources],
    places: set[Place],
    links: Sequence[tuple[Place, Place, ClaimLink]],
) -> set[int]:
    """Count the origins of claims, among which are all that links join them with; returns the documents of which one changed."""
    stored = of_places(connection, places)
    by_id = {one.statement.id: one for one in stored}
    ids = {one.place: one.statement.id for one in stored}
    named = [replace(k, first=min(ids[a], ids[b]), second=max(ids[a], ids[b])) for a, b, k in links]
    statements = [one.statement for one in stored]
    houses = sources(_names(connection, {hop.source for s in statements for hop in s.chain}))
    counted = collapse(statements, named, houses)
    names = {hop.source: houses.name(hop.source) for s in statements for hop in s.chain}
    changed = drifts({id_: one.version for id_, one in by_id.items()}, named, names)
    standing = standings(statements, named, counted, changed)
    linked = {id_ for link in named for id_ in (link.first, link.second)}
    origins = [_origin_row(one, by_id[one.claim].place, standing[one.claim]) for one in counted if one.claim in linked]
    return _write(connection, places, {_ORIGIN: origins, _DRIFT: _drift_rows(changed, by_id)})


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
        for part in in_parts(sorted(waiting), READ_AT_ONCE):
            for document, claim in _ENDS:
                for r in connection.execute(at(select(_LINK), document, claim, part)):
                    ends = ((r.first_document, r.first_claim), (r.second_document, r.second_claim))
                    if ends in links:
                        continue
                    changes = tuple(Change(unpack(x), unpack(y)) for x, y in json.loads(r.changes))
                    links[ends] = ClaimLink("", "", r.kind, r.score, unpack(r.reason), r.detector, changes)
                    fresh.update(ends)
        waiting = fresh - seen
        seen |= fresh
    return seen, [(a, b, link) for (a, b), link in links.items()]


def _write(connection: Connection, places: Iterable[Place], rows: Mapping[Table, Sequence[Row]]) -> set[int]:
    """Put rows of these claims in the place of what was stored of them; returns the documents of claims that changed."""
    changed: set[Place] = set()
    for of, new in rows.items():
        fresh: defaultdict[Place, list[Row]] = defaultdict(list)
        for row in new:
            fresh[row[:2]].append(row)
        for part in in_parts(sorted(places), READ_AT_ONCE):
            before: defaultdict[Place, list[Row]] = defaultdict(list)
            for row in connection.execute(at(select(of), of.c.document, of.c.claim, part).order_by(*of.primary_key.columns)):
                before[tuple(row[:2])].append(tuple(row))
            other = [place for place in part if before.get(place) != fresh.get(place)]
            for some in in_parts(place for place in other if place in before):
                connection.execute(delete(of).where(among(of.c.document, of.c.claim, some)))
            insert_into(connection, of, [row for place in other for row in fresh.get(place, ())])
            changed.update(other)
    return {document for document, _ in changed}


def _drift_rows(drift: Iterable[Drift], by_id: Mapping[str, Stored]) -> list[Row]:
    """What changed on the way as rows of `drift`, numbered for each claim."""
    rows: list[Row] = []
    numbers: Counter[str] = Counter()
    for one in drift:
        words = (pack(one.before), pack(one.after), pack(one.detail))
        rows.append((*by_id[one.claim].place, numbers[one.claim], *by_id[one.upstream].place, one.kind, *words))
        numbers[one.claim] += 1
    return rows


def _origin_row(one: CountedTo, place: Place, standing: Standing) -> Row:
    """A claim's origin and standing as a row of `claim_origin`."""
    others = json.dumps([pack(o) for o in standing.others], ensure_ascii=False)
    opposed = json.dumps([[pack(o.source), o.named, o.claim] for o in standing.opposed], ensure_ascii=False)
    counted = (one.group, pack(one.origin), one.reason, pack(one.detail), pack_or_none(one.through))
    return (*place, *counted, others, standing.copies, opposed)
