"""What an export gets: documents one at a time, each with its run and how its claims stand in others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from provenance import __version__
from provenance.errors import UsageError
from provenance.export.losses import Format
from provenance.records import UNKNOWN_PUBLISHER, UNSPECIFIED, AnnotatedDocument, Hedge

if TYPE_CHECKING:
    from provenance.store import Store

NOBODY = (UNKNOWN_PUBLISHER, UNSPECIFIED)
"""Ids that stand for somebody who is not named. Where others join what has one id, they must not become a source of that name."""
AT_ONCE = 100
"""Documents whose corroboration is asked for in one query: the view counts all groups each time."""
NAMED_AT_ONCE = 500
"""Claims that are looked up in one query."""
_CLAIM_ID = re.compile(r"[0-9a-f]{20}")


@dataclass(frozen=True, slots=True)
class Corroboration:
    """How a claim stands in other documents: its group (None: no other claim says the same or the opposite), the independent
    origins of the group, itself included, and the claims that oppose one of it."""

    group: str | None = None
    origins: int = 1
    opposing: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The run that annotated a document. `started` and `finished` are ISO 8601, UTC; `finished` None where it was broken off."""

    number: int
    program_version: str
    lexicon_digest: str
    registry_digest: str
    started: str
    finished: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One document to export. `standings` is None where nobody compared its claims with others (or it is an older revision)."""

    annotated: AnnotatedDocument
    run: Run
    standings: Mapping[str, Corroboration] | None = None

    def corroboration(self, claim: str) -> Corroboration | None:
        """How a claim stands, by its id; None where nobody looked."""
        return None if self.standings is None else self.standings.get(claim, Corroboration())


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. `part` is what was asked for, in words; `schema` the number of the database's schema."""

    format: Format
    schema: str
    part: str = "all current documents"
    upstreams: bool = False
    bom: bool = False

    @property
    def program(self) -> str:
        """Name and version of the program that wrote the file."""
        return f"provenance {__version__}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Label and sentence, for the formats that have a place for them."""
        return (
            ("written by", self.program),
            ("schema", self.schema),
            ("content", self.part),
            ("keeps", self.format.keeps),
            ("loses", self.format.loses),
            ("method", METHOD),
        )


METHOD = (
    "Claims are found in the text by rules and networks, each is traced from publisher to origin by the words that prove each "
    "hop, and scored by an additive model; the score tells how firmly a claim is reported, not whether it is true."
)


def read_items(store: Store, keys: Sequence[int], claims: frozenset[str] | None = None) -> Iterator[Item]:
    """The documents with these numbers, one at a time, so that no export needs more memory than its largest document.

    `claims` are the ids of those to keep; None keeps all.
    """
    waiting = iter(keys)
    while part := list(islice(waiting, AT_ONCE)):
        runs, standings = _runs(store, part), _standings(store, part)
        for key in part:
            annotated = store.load(key)
            if claims is not None:
                annotated = replace(annotated, claims=tuple(one for one in annotated.claims if one.id in claims))
            yield Item(annotated, runs[key], standings.get(key))


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def _runs(store: Store, keys: Sequence[int]) -> dict[int, Run]:
    columns = "r.id, r.program_version, r.lexicon_digest, r.registry_digest, r.started, r.finished"
    sql = f"SELECT d.key, {columns} FROM document AS d JOIN run AS r ON r.id = d.run WHERE d.key IN ({_listed(keys)})"
    return {row[0]: Run(*row[1:]) for row in store.query(sql).rows}


def _standings(store: Store, keys: Sequence[int]) -> dict[int, dict[str, Corroboration]]:
    """How the claims of documents stand, by document and claim; documents that nobody compared have no entry."""
    among = _listed(keys)
    current = (
        f"SELECT l.document FROM linked AS l JOIN document AS d ON d.key = l.document WHERE d.is_current AND d.key IN ({among})"
    )
    found: dict[int, dict[str, Corroboration]] = {row[0]: {} for row in store.query(current).rows}
    if not found:
        return {}
    sql = (
        "SELECT o.document, o.claim_id, o.group_id, c.origins, c.opposing FROM v_origins AS o "
        f"JOIN v_corroboration AS c ON c.group_id = o.group_id WHERE o.document IN ({among})"
    )
    for document, claim, group, origins, opposing in store.query(sql).rows:
        if document in found:
            found[document][claim] = Corroboration(group, int(origins), int(opposing))
    return found


def chosen(store: Store, sql: str) -> tuple[frozenset[str], tuple[int, ...]]:
    """The ids that a query gives in its column claim_id, and the numbers of the current documents that hold such a claim.

    Raises UsageError where there is no such column, or where it gives no ids of claims; QueryError where the query fails.
    """
    result = store.query(sql)
    if "claim_id" not in result.columns:
        raise UsageError(f"--claims-sql: the query has no column claim_id but {', '.join(result.columns)}; select claim_id")
    place = result.columns.index("claim_id")
    ids = sorted({str(row[place]) for row in result.rows if row[place] is not None})
    wrong = next((one for one in ids if not _CLAIM_ID.fullmatch(one)), None)
    if wrong is not None:
        raise UsageError(
            f"--claims-sql: {json.dumps(wrong[:40])} is no id of a claim; select claim_id from v_claims or another view"
        )
    documents: set[int] = set()
    for start in range(0, len(ids), NAMED_AT_ONCE):
        among = ", ".join(f"'{one}'" for one in ids[start : start + NAMED_AT_ONCE])
        found = "SELECT DISTINCT c.document FROM claim AS c JOIN document AS d ON d.key = c.document"
        documents.update(row[0] for row in store.query(f"{found} WHERE d.is_current AND c.id IN ({among})").rows)
    return frozenset(ids), tuple(sorted(documents))


def hedges_within(annotated: AnnotatedDocument) -> dict[str, list[Hedge]]:
    """The hedges that stand in the words of each claim, by the claim's id; claims without any have no entry."""
    hedges = [hedge for hedge in annotated.hedges if not hedge.is_booster]
    found: dict[str, list[Hedge]] = {}
    for claim in annotated.claims:
        inside = [hedge for hedge in hedges if any(span.overlaps(hedge.span) for span in claim.spans)]
        if inside:
            found[claim.id] = inside
    return found


def source_names(annotated: AnnotatedDocument) -> dict[str, str]:
    """The name that a document gives each source, by id."""
    names = {source.id: source.name for source in annotated.sources}
    if annotated.publisher:
        names.setdefault(annotated.publisher.id, annotated.publisher.name)
    for upstream in annotated.upstreams:
        names.setdefault(upstream.source, upstream.name)
    return names
