"""Claims as a spreadsheet: one row for each claim, safe to open where cells can be formulas."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from provenance.export.items import About, Corroboration, Item, hedges_within
from provenance.export.words import pieces, utf8
from provenance.records import AnnotatedDocument, Attribution, Claim, Hedge, Hop

CLAIM_COLUMNS = (
    "claim_id",
    "document_id",
    "path",
    "line",
    "url",
    "title",
    "published",
    "publisher",
    "passage",
    "start",
    "end",
    "claim",
    "mode",
    "polarity",
    "source_id",
    "source_name",
    "source_type",
    "cue",
    "stated_on",
    "chain",
    "relations",
    "origin",
    "hedges",
    "reliability",
    "credibility",
    "strength",
    "model",
    "detector",
    "group_id",
    "origins",
    "opposing",
)
"""`start` and `end` are code points of the document's text; `chain` runs from the publisher to the origin, " > " between hops.
`group_id`, `origins` and `opposing` are empty where nobody compared the claim with others."""

BOM = "\ufeff"
"""Tells Excel that the file is UTF-8."""

Cell = str | int | float | None

# What a spreadsheet takes for the start of a formula, in ASCII and in the full-width forms that some of them fold.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Cell) -> Cell:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula. Numbers stay numbers."""
    if isinstance(value, str):
        value = utf8(value.replace("\x00", "\ufffd"))
        if value.startswith(_FORMULA_STARTS):
            return "'" + value
    return value


def claim_rows(
    annotated: AnnotatedDocument, standing: Callable[[str], Corroboration | None] = lambda claim: None
) -> Iterator[dict[str, Cell]]:
    """One row for each claim of the document, keyed by CLAIM_COLUMNS, not yet made safe for spreadsheets.

    `standing` tells how a claim stands in other documents, by its id; None where nobody looked.
    """
    document = annotated.document
    attributions = {a.id: a for a in annotated.attributions}
    shared: dict[str, Cell] = {
        "document_id": document.id,
        "path": document.path,
        "line": document.line,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "publisher": annotated.publisher.name if annotated.publisher else None,
    }
    hedges = hedges_within(annotated)
    for claim in annotated.claims:
        cells = _claim_cells(document.text, claim, hedges.get(claim.id, ()))
        yield shared | cells | _source_cells(document.text, attributions, claim) | _standing_cells(standing(claim.id))


def write_claims_csv(annotated: Iterable[AnnotatedDocument], out: TextIO, *, bom: bool = False) -> int:
    """Writes the header and one row for each claim, as RFC 4180 has it. Returns the number of documents."""
    return _write((claim_rows(one) for one in annotated), out, bom)


def export_csv(items: Iterable[Item], out: TextIO, about: About) -> int:
    """The same with how the claims stand in other documents."""
    return _write((claim_rows(one.annotated, one.corroboration) for one in items), out, about.bom)


def _write(documents: Iterable[Iterator[dict[str, Cell]]], out: TextIO, bom: bool) -> int:
    if bom:
        out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CLAIM_COLUMNS)
    count = 0
    for rows in documents:
        writer.writerows([safe_cell(row.get(column)) for column in CLAIM_COLUMNS] for row in rows)
        count += 1
    return count


def _standing_cells(standing: Corroboration | None) -> dict[str, Cell]:
    if standing is None:
        return {}
    return {"group_id": standing.group, "origins": standing.origins, "opposing": standing.opposing}


def _claim_cells(text: str, claim: Claim, hedges: Iterable[Hedge]) -> dict[str, Cell]:
    score = claim.score
    return {
        "claim_id": claim.id,
        "passage": claim.passage,
        "start": min(span.start for span in claim.spans),
        "end": max(span.end for span in claim.spans),
        "claim": pieces(text, claim.spans),
        "polarity": claim.polarity,
        "chain": " > ".join(hop.source for hop in claim.chain),
        "relations": _relations(claim.chain),
        "origin": claim.origin,
        "hedges": "; ".join(hedge.span.of(text) for hedge in hedges),
        "reliability": score.reliability if score else None,
        "credibility": score.credibility if score else None,
        "strength": round(score.strength, 4) if score else None,
        "model": score.model if score else None,
    }


def _source_cells(text: str, attributions: dict[str, Attribution], claim: Claim) -> dict[str, Cell]:
    """Who is said to hold the claim; empty cells where it is the author's own."""
    attribution = attributions.get(claim.attribution or "")
    if attribution is None:
        return {}
    return {
        "mode": attribution.mode,
        "source_id": attribution.holder.id,
        "source_name": attribution.holder.name,
        "source_type": attribution.holder.type,
        "cue": attribution.cue.of(text) if attribution.cue else None,
        "stated_on": attribution.date,
        "detector": attribution.detector,
    }


def _relations(chain: Iterable[Hop]) -> str:
    return " > ".join(hop.relation for hop in chain)
