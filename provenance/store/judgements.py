"""Judgements on sources, made by hand: two ids are one, a name means a source, one id is two in some documents.

What was found is never overwritten: each row that names a source keeps the id as found beside the one that is meant
(`source_found`, `holder_found`, …), so that a judgement can be taken back. Views and indexes see what is meant. Judgements are
applied to what is stored when they are made, and to each document when it is written; they survive annotating anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, Table, Text, bindparam, delete, func, insert, select, text, update

from provenance.errors import UsageError
from provenance.store.findings import AttributionRow, ChainRow, CreditRow, HopRow, UpstreamRow
from provenance.store.load import table
from provenance.store.plain import pack, unpack
from provenance.store.rows import path_of
from provenance.store.tables import DocumentRow, DocumentSourceRow, JudgementTable, SourceTable

JudgementKind = Literal["merge", "alias", "split"]
JUDGEMENT_KINDS: tuple[str, ...] = get_args(JudgementKind)

_LOCK = 7_203_118_443
"""Number of PostgreSQL's advisory lock: writers of documents share it, who judges has it alone. SQLite has one writer anyway."""
_AT_ONCE = 500
"""Documents, and ids, that one statement is about."""

_DOCUMENT, _NAMED, _JUDGEMENT = table(DocumentRow), table(DocumentSourceRow), table(JudgementTable)
_SOURCE, _HOP, _CHAIN = table(SourceTable), table(HopRow), table(ChainRow)


@dataclass(frozen=True, slots=True)
class Judgement:
    """That the id `source` means the source `meant`, everywhere or (`document`, a public id) in one document.

    `kind` says how it was made: "merge" (two ids are one), "alias" (`source` is made from the name `name`), "split" (in
    `document` another one is meant, called `name`; or, without a document, `source` means itself again). `made` is UTC, ISO 8601.
    """

    kind: JudgementKind
    source: str
    meant: str
    document: str | None = None
    name: str = ""
    note: str = ""
    made: str = ""


class Place(NamedTuple):
    """A column that names a source, and the one that keeps the id as found where another is meant."""

    table: Table
    source: str
    found: str

    @property
    def document(self) -> str:
        """The column that holds the number of the document."""
        return "key" if self.table is _DOCUMENT else "document"


PLACES = (
    Place(_HOP, "source", "source_found"),
    Place(table(AttributionRow), "holder_id", "holder_found"),
    Place(table(AttributionRow), "channel_id", "channel_found"),
    Place(table(UpstreamRow), "source", "source_found"),
    Place(table(CreditRow), "source", "source_found"),
    Place(_DOCUMENT, "publisher_id", "publisher_found"),
)


class Meanings:
    """What ids mean by all judgements together."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self._everywhere: dict[str, str] = {}
        self._within: dict[tuple[str, str], str] = {}
        for one in judgements:
            if one.document is None:
                self._everywhere[one.source] = one.meant
            else:
                self._within[one.source, one.document] = one.meant
        self.judged = frozenset(self._everywhere) | {source for source, _ in self._within}
        """The ids that any judgement is about."""

    def of(self, source: str, document: str | None = None) -> str:
        """The id that `source` means in a document (its public id), merges followed to their end."""
        meant, passed = source, {source}
        while (onward := self._onward(meant, document)) not in passed:
            meant = onward
            passed.add(meant)
        return meant

    def _onward(self, source: str, document: str | None) -> str:
        within = self._within.get((source, document)) if document is not None else None
        return within if within is not None else self._everywhere.get(source, source)


def share_with_judges(connection: Connection) -> None:
    """Let no judgement be made until this transaction, which writes documents, ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": _LOCK})


def be_alone(connection: Connection) -> None:
    """Let nobody write documents, judge or relate until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def judgements(connection: Connection) -> tuple[Judgement, ...]:
    """All judgements that count, by the id that they are about."""
    order = (_JUDGEMENT.c.source, _JUDGEMENT.c.document)
    found = connection.execute(select(_JUDGEMENT).order_by(*order))
    return tuple(
        Judgement(r.kind, unpack(r.source), unpack(r.meant), unpack(r.document) or None, unpack(r.name), unpack(r.note), r.made)
        for r in found
    )


def judge(connection: Connection, rows: Sequence[Judgement]) -> tuple[int, int]:
    """Make judgements and apply them; returns how many are new or changed, and in how many documents something changed.

    One about the same id (and document) as an earlier one replaces it, unless it was made before it; one that is there already is
    applied again. Raises UsageError where they would send an id round in a circle.
    """
    be_alone(connection)
    known = {(one.source, one.document): one for one in judgements(connection)}
    wanted: dict[tuple[str, str | None], Judgement] = {}
    for row in rows:
        old = wanted.get((row.source, row.document)) or known.get((row.source, row.document))
        if old is None or (row.made >= old.made and (row.kind, row.meant, row.name, row.note) != _content(old)):
            wanted[row.source, row.document] = row
    everything = known | wanted
    _refuse_circles(everything.values())
    _write(connection, wanted.values())
    _add_sources(connection, wanted.values())
    asked = {row.source for row in rows}
    pairs = _pairs(connection, _NAMED.c.source, sorted(map(pack, asked | _leading_to(asked, everything.values()))))
    return len(wanted), _apply(connection, pairs, Meanings(everything.values()))


def judge_documents(connection: Connection, keys: Sequence[int]) -> None:
    """Apply all judgements to the documents with these numbers, which were written in this transaction."""
    meanings = Meanings(judgements(connection))
    if meanings.judged:
        pairs = _pairs(connection, _NAMED.c.document, keys)
        _apply(connection, [pair for pair in pairs if pair[1] in meanings.judged], meanings)


def _content(one: Judgement) -> tuple[str, str, str, str]:
    return one.kind, one.meant, one.name, one.note


def _refuse_circles(rows: Iterable[Judgement]) -> None:
    onward = {one.source: one.meant for one in rows if one.document is None and one.meant != one.source}
    for source in sorted(onward):
        passed, meant = [source], onward[source]
        while meant in onward and meant not in passed:
            passed.append(meant)
            meant = onward[meant]
        if meant in passed:
            circle = " -> ".join([*passed, meant])
            raise UsageError(f"these judgements send an id round in a circle ({circle}); split one of them first")


def _leading_to(sources: set[str], rows: Iterable[Judgement]) -> set[str]:
    """The ids that mean one of `sources` by other judgements: what these mean changes with them."""
    found, grew = set(sources), True
    listed = list(rows)
    while grew:
        more = {one.source for one in listed if one.meant in found} - found
        found |= more
        grew = bool(more)
    return found


def _write(connection: Connection, rows: Iterable[Judgement]) -> None:
    for one in rows:
        key = {"source": pack(one.source), "document": pack(one.document or "")}
        values = {"kind": one.kind, "meant": pack(one.meant), "name": pack(one.name), "note": pack(one.note), "made": one.made}
        where = (_JUDGEMENT.c.source == key["source"], _JUDGEMENT.c.document == key["document"])
        connection.execute(delete(_JUDGEMENT).where(*where))
        connection.execute(insert(_JUDGEMENT).values(key | values))


def _add_sources(connection: Connection, rows: Iterable[Judgement]) -> None:
    """Add the sources that judgements mean and that the database does not have yet, of the type of the one they are about."""
    for one in rows:
        meant = pack(one.meant)
        if connection.execute(select(_SOURCE.c.id).where(_SOURCE.c.id == meant)).first() is None:
            type_ = connection.execute(select(_SOURCE.c.type).where(_SOURCE.c.id == pack(one.source))).scalar()
            name = one.name if one.kind == "split" else ""
            values = {"id": meant, "name": pack(name or one.meant), "type": type_ or "organization", "known": False}
            connection.execute(insert(_SOURCE).values(values))


_Pair = tuple[int, str, str]
"""The number of a document, an id as found in it, and the document's public id."""


def _pairs(connection: Connection, column: Any, values: Sequence[Any]) -> list[_Pair]:
    """The ids found in documents, of those documents or ids that `values` lists."""
    found: list[_Pair] = []
    for start in range(0, len(values), _AT_ONCE):
        statement = (
            select(_NAMED.c.document, _NAMED.c.source, _DOCUMENT.c.id)
            .join(_DOCUMENT, _DOCUMENT.c.key == _NAMED.c.document)
            .where(column.in_(values[start : start + _AT_ONCE]))
        )
        found += [(int(r[0]), unpack(r[1]), unpack(r[2])) for r in connection.execute(statement)]
    return found


def _apply(connection: Connection, pairs: Sequence[_Pair], meanings: Meanings) -> int:
    """Write what the ids mean wherever they stand; returns in how many documents something changed."""
    changes: list[dict[str, Any]] = [
        {"in_document": key, "as_found": pack(source), "is_meant": pack(meanings.of(source, document))}
        for key, source, document in pairs
    ]
    changed: set[int] = set()
    for change in changes:
        for place in PLACES:
            if connection.execute(_statement(place), change).rowcount:
                changed.add(int(change["in_document"]))
    for key in sorted(changed):
        _rewrite_paths(connection, key)
    return len(changed)


def _statement(place: Place) -> Any:
    columns = place.table.c
    source, found = columns[place.source], columns[place.found]
    meant, original = bindparam("is_meant", type_=Text()), bindparam("as_found", type_=Text())
    return (
        update(place.table)
        .where(columns[place.document] == bindparam("in_document"), func.coalesce(found, source) == original, source != meant)
        .values({place.source: meant, place.found: func.nullif(original, meant)})
    )


def _rewrite_paths(connection: Connection, document: int) -> None:
    """The columns of `chain` that are made from its hops, anew."""
    hops = select(_HOP.c.chain, _HOP.c.source).where(_HOP.c.document == document).order_by(_HOP.c.chain, _HOP.c.position)
    ids: dict[int, list[str]] = {}
    for chain, source in connection.execute(hops):
        ids.setdefault(chain, []).append(source)
    statement = update(_CHAIN).where(_CHAIN.c.document == document, _CHAIN.c.number == bindparam("of_chain"))
    for chain, sources in ids.items():
        origin, relays, path = path_of(sources)
        connection.execute(statement.values(origin=origin, relays=relays, path=path), {"of_chain": chain})


def check_judgements(connection: Connection) -> Iterator[str]:
    """Where stored rows do not say what the judgements say, one sentence each."""
    meanings = Meanings(judgements(connection))
    publics: Mapping[int, str] = {}
    for place in PLACES:
        columns = place.table.c
        original = func.coalesce(columns[place.found], columns[place.source])
        wanted = columns[place.found].is_not(None) | columns[place.source].in_(sorted(map(pack, meanings.judged)))
        statement = select(columns[place.document], original, columns[place.source]).where(wanted).distinct()
        rows = connection.execute(statement).all()
        if rows and not publics:
            publics = {key: unpack(id_) for key, id_ in connection.execute(select(_DOCUMENT.c.key, _DOCUMENT.c.id))}
        wrong = [row for row in rows if meanings.of(unpack(row[1]), publics.get(row[0])) != unpack(row[2])]
        if wrong:
            yield (
                f"judgements: {len(wrong)} ids in {place.table.name}.{place.source} are not what the judgements on sources say: "
                "write them again with provenance sources load"
            )
