"""Origins, drift and standings as a Spark job: claims that hang together by links are counted together, by one task."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from provenance.claims.drift import Version, drifts
from provenance.claims.houses import Houses
from provenance.claims.origins import collapse
from provenance.claims.standing import standings
from provenance.cluster.arrow import Record, mapped
from provenance.cluster.packed import unpack_record
from provenance.cluster.work import Work, annotator_of
from provenance.links import Change, ClaimLink, CountedTo, Drift, Opposition, Standing
from provenance.store.plain import pack, pack_or_none, unpack

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

ROWS_AT_ONCE = 1000
_NAME, _CLAIM, _LINK = 0, 1, 2


def origins_schema() -> StructType:
    """To which origin a claim was counted, and how it stands among others: a row for each claim that has a link."""
    from pyspark.sql.types import StructType

    return StructType.fromDDL(
        "claim STRING, document STRING, `group` STRING, origin STRING, reason STRING, detail STRING, through STRING,"
        "others ARRAY<STRING>, copies INT, opposed ARRAY<STRUCT<source: STRING, named: BOOLEAN, claim: STRING>>,"
        "drift ARRAY<STRUCT<upstream: STRING, kind: STRING, before: STRING, after: STRING, detail: STRING>>"
    )


def origins(claims: DataFrame, links: DataFrame, components: DataFrame, names: DataFrame, work: Work) -> DataFrame:
    """The origins of all linked claims. `names` are those of sources (`id`, `name`)."""
    from pyspark.sql import functions as f

    held = claims.join(components, "id")
    sources = held.select("component", f.explode("chain").alias("id")).distinct().join(names, "id")
    # A link stands in the component of either end.
    joined = links.join(components.withColumnRenamed("id", "first"), "first")
    no_text, no_bytes, no_link = f.lit(None).cast("string"), f.lit(None).cast("binary"), f.lit(None).cast(_LINK_TYPE)
    rows = (
        sources.select("component", f.lit(_NAME).alias("tag"), "id", f.col("name").alias("text"), no_bytes, no_link)
        .union(held.select("component", f.lit(_CLAIM), "id", no_text, "version", no_link))
        .union(joined.select("component", f.lit(_LINK), "first", "second", no_bytes, _packed_link(links)))
        .toDF("component", "tag", "id", "text", "version", "link")
    )
    ordered = rows.repartition("component").sortWithinPartitions("component", "tag", "id", "text")
    return mapped(ordered, partial(origins_rows, work), origins_schema(), ROWS_AT_ONCE)


_LINK_TYPE = "struct<kind:string,score:double,reason:string,detector:string,changes:array<struct<before:string,after:string>>>"


def _packed_link(links: DataFrame) -> Any:
    from pyspark.sql import functions as f

    return f.struct("kind", "score", "reason", "detector", "changes")


def origins_rows(work: Work, rows: Iterator[Record]) -> Iterator[Record]:
    """Within a task: the origins of the claims of each component, as rows of `origins_schema`."""
    registry = annotator_of(work).registry
    for _, component in groupby(rows, lambda row: row["component"]):
        names: dict[str, str] = {}
        versions: dict[str, Version] = {}
        links: list[ClaimLink] = []
        for row in component:
            if row["tag"] == _NAME:
                names[unpack(row["id"])] = unpack(row["text"])
            elif row["tag"] == _CLAIM:
                versions[row["id"]] = unpack_record(row["version"])
            else:
                links.append(_link(row))
        yield from _counted(versions, links, Houses(registry, names))


def _link(row: Record) -> ClaimLink:
    link = row["link"]
    changes = tuple(Change(unpack(c["before"]), unpack(c["after"])) for c in link["changes"])
    return ClaimLink(row["id"], row["text"], link["kind"], link["score"], unpack(link["reason"]), link["detector"], changes)


def _counted(versions: dict[str, Version], links: list[ClaimLink], houses: Houses) -> Iterator[Record]:
    statements = [version.statement for version in versions.values()]
    counted = collapse(statements, links, houses)
    names = {hop.source: houses.name(hop.source) for one in statements for hop in one.chain}
    standing = standings(statements, links, counted, drifts(versions, links, names))
    for one in counted:
        yield _row(one, versions[one.claim].statement.document, standing[one.claim])


def _row(one: CountedTo, document: str, standing: Standing) -> Record:
    return {
        "claim": one.claim,
        "document": document,
        "group": one.group,
        "origin": pack(one.origin),
        "reason": one.reason,
        "detail": pack(one.detail),
        "through": pack_or_none(one.through),
        "copies": standing.copies,
        "others": [pack(other) for other in standing.others],
        "opposed": [{"source": pack(o.source), "named": o.named, "claim": o.claim} for o in standing.opposed],
        "drift": [
            {
                "upstream": d.upstream,
                "kind": d.kind,
                "before": pack(d.before),
                "after": pack(d.after),
                "detail": pack(d.detail),
            }
            for d in standing.drift
        ],
    }


def standing_of(row: Record) -> Standing:
    """How a claim stands, from a row of `origins_schema`."""
    claim = row["claim"]
    return Standing(
        others=tuple(unpack(other) for other in row["others"]),
        copies=row["copies"],
        opposed=tuple(Opposition(unpack(o["source"]), o["named"], o["claim"]) for o in row["opposed"]),
        circular=row["reason"] == "circular",
        drift=tuple(
            Drift(claim, d["upstream"], d["kind"], unpack(d["before"]), unpack(d["after"]), unpack(d["detail"]))
            for d in row["drift"]
        ),
    )
