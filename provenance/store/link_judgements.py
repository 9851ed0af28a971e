"""Links judged by hand: confirmed, made or rejected. They outlast annotating anew, as claims are known by their words too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, delete, insert, or_, select

from provenance.links import ClaimLink
from provenance.store.findings import ClaimRow
from provenance.store.links import LinkJudgementRow
from provenance.store.load import table
from provenance.store.plain import pack, unpack
from provenance.store.statements import Stored, in_parts
from provenance.store.tables import DocumentRow

Verdict = Literal["same_text", "same_claim", "opposes", "none"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
BY_HAND = "hand"
"""The detector of a link that somebody made or confirmed."""

_JUDGEMENT, _CLAIM, _DOCUMENT = table(LinkJudgementRow), table(ClaimRow), table(DocumentRow)


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim as it was when it was judged: its id, the public id of its document, its words."""

    id: str
    document: str
    text: str


@dataclass(frozen=True, slots=True)
class LinkJudgement:
    """That two claims have a link, or none. `made` is UTC, ISO 8601."""

    first: JudgedClaim
    second: JudgedClaim
    verdict: Verdict
    note: str = ""
    made: str = ""


def link_judgements(connection: Connection) -> tuple[LinkJudgement, ...]:
    """All judgements on links, by the ids that they are about."""
    rows = connection.execute(select(_JUDGEMENT).order_by(_JUDGEMENT.c.first, _JUDGEMENT.c.second))
    return tuple(_judgement(r) for r in rows)


def put(connection: Connection, judgements: Iterable[LinkJudgement]) -> list[LinkJudgement]:
    """Keep judgements, each in the place of any on the same two claims that is older; returns those that are new or changed."""
    kept = {(j.first.id, j.second.id): j for j in link_judgements(connection)}
    changed: list[LinkJudgement] = []
    for one in judgements:
        one = _ordered(one)
        before = kept.get((one.first.id, one.second.id))
        if before is not None and (before.made > one.made or before == one):
            continue
        changed.append(one)
        kept[one.first.id, one.second.id] = one
        where = (_JUDGEMENT.c.first == one.first.id, _JUDGEMENT.c.second == one.second.id)
        connection.execute(delete(_JUDGEMENT).where(*where))
        connection.execute(insert(_JUDGEMENT), _values(one))
    return changed


def judged_links(connection: Connection, claims: Mapping[str, Stored], links: dict[tuple[str, str], ClaimLink]) -> None:
    """Change `links`, by the ids of two of `claims`, to what people judged of them.

    Of several about one pair, which may have had other ids when they were made, the latest counts.
    """
    for one in sorted(link_judgements(connection), key=lambda one: one.made):
        pair = meant(one, claims)
        if pair is None:
            continue
        if one.verdict == "none":
            links.pop(pair, None)
        else:
            reason = f"Judged by hand: {one.note}" if one.note else "Judged by hand."
            links[pair] = ClaimLink(*pair, one.verdict, 1.0, reason, BY_HAND)


def meant(one: LinkJudgement, claims: Mapping[str, Stored]) -> tuple[str, str] | None:
    """The ids of the two claims that a judgement is about, the smaller one first; None where not both are among `claims`."""
    first, second = (_meant(judged, claims) for judged in (one.first, one.second))
    if first is None or second is None or first == second:
        return None
    return min(first, second), max(first, second)


def _meant(judged: JudgedClaim, claims: Mapping[str, Stored]) -> str | None:
    """The claim that a judgement is about: the one with its id, else the one with its words in its document."""
    if judged.id in claims:
        return judged.id
    same = [id_ for id_, c in claims.items() if c.document_id == judged.document and c.statement.text == judged.text]
    return same[0] if len(same) == 1 else None


def orphans(connection: Connection) -> Iterator[LinkJudgement]:
    """Judgements of which a claim is no longer in any current document."""
    for one in link_judgements(connection):
        if not all(_exists(connection, judged) for judged in (one.first, one.second)):
            yield one


def _exists(connection: Connection, judged: JudgedClaim) -> bool:
    """Whether it can be told which claim was judged: its id stands in a current document, or its words once in its own."""
    rows = list(_found(connection, [judged]))
    return any(r.id == judged.id for r in rows) or len(rows) == 1


def places_of(connection: Connection, claims: Sequence[JudgedClaim]) -> set[tuple[int, int]]:
    """Where the claims of judgements stand now, in current documents."""
    return {(r.document, r.number) for part in in_parts(claims) for r in _found(connection, part)}


def _found(connection: Connection, part: Sequence[JudgedClaim]) -> Iterator[Any]:
    """The claims of current documents that have the id of one of these, or its words in its document."""
    joined = select(_CLAIM.c.document, _CLAIM.c.number, _CLAIM.c.id, _CLAIM.c.text, _DOCUMENT.c.id.label("public"))
    joined = joined.join(_DOCUMENT, _DOCUMENT.c.key == _CLAIM.c.document).where(_DOCUMENT.c.is_current)
    about = or_(_CLAIM.c.id.in_([c.id for c in part]), _DOCUMENT.c.id.in_([pack(c.document) for c in part]))
    ids, words = {c.id for c in part}, {(c.document, c.text) for c in part}
    for r in connection.execute(joined.where(about)):
        if r.id in ids or (unpack(r.public), unpack(r.text)) in words:
            yield r


def _ordered(one: LinkJudgement) -> LinkJudgement:
    if one.first.id <= one.second.id:
        return one
    return LinkJudgement(one.second, one.first, one.verdict, one.note, one.made)


def _values(one: LinkJudgement) -> dict[str, str]:
    words = {"note": pack(one.note), "made": one.made, "kind": one.verdict, "first": one.first.id, "second": one.second.id}
    for side, claim in (("first", one.first), ("second", one.second)):
        words |= {f"{side}_document": pack(claim.document), f"{side}_text": pack(claim.text)}
    return words


def _judgement(row: Row[Any]) -> LinkJudgement:
    first = JudgedClaim(row.first, unpack(row.first_document), unpack(row.first_text))
    second = JudgedClaim(row.second, unpack(row.second_document), unpack(row.second_text))
    return LinkJudgement(first, second, row.kind, unpack(row.note), row.made)
