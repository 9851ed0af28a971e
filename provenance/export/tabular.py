"""Claims as a spreadsheet: one row for each claim, safe to open where cells can be formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from provenance.records import AnnotatedDocument, Attribution, Claim, Hedge, Hop
from provenance.spans import Span

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
)
"""`start` and `end` are code points of the document's text; `chain` runs from the publisher to the origin, " > " between hops."""

BOM = "\ufeff"
"""Tells Excel that the file is UTF-8."""

Cell = str | int | float | None

# What a spreadsheet takes for the start of a formula, in ASCII and in the full-width forms that some of them fold.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Cell) -> Cell:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula. Numbers stay numbers."""
    if isinstance(value, str):
        value = value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
        if value.startswith(_FORMULA_STARTS):
            return "'" + value
    return value


def claim_rows(annotated: AnnotatedDocument) -> Iterator[dict[str, Cell]]:
    """One row for each claim of the document, keyed by CLAIM_COLUMNS, not yet made safe for spreadsheets."""
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
    for claim in annotated.claims:
        inside = [h for h in annotated.hedges if not h.is_booster and any(span.overlaps(h.span) for span in claim.spans)]
        yield shared | _claim_cells(document.text, claim, inside) | _source_cells(document.text, attributions, claim)


def write_claims_csv(annotated: Iterable[AnnotatedDocument], out: TextIO, *, bom: bool = False) -> int:
    """Writes the header and one row for each claim, as RFC 4180 has it. Returns the number of documents."""
    if bom:
        out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CLAIM_COLUMNS)
    count = 0
    for one in annotated:
        writer.writerows([safe_cell(row.get(column)) for column in CLAIM_COLUMNS] for row in claim_rows(one))
        count += 1
    return count


def _claim_cells(text: str, claim: Claim, hedges: Iterable[Hedge]) -> dict[str, Cell]:
    score = claim.score
    return {
        "claim_id": claim.id,
        "passage": claim.passage,
        "start": min(span.start for span in claim.spans),
        "end": max(span.end for span in claim.spans),
        "claim": _words(text, claim.spans),
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


def _words(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(span.of(text) for span in spans)
