"""What is stored, for other programs: JSON lines (the public shape), spreadsheets, standards of the web and of analysts."""

from provenance.export.items import About, Corroboration, Item, Run, chosen, read_items
from provenance.export.jsonl import to_json, to_line, write_jsonl
from provenance.export.losses import BY_NAME, FORMATS, Format, losses_help, writer_of
from provenance.export.tabular import CLAIM_COLUMNS, claim_rows, safe_cell, write_claims_csv

__all__ = [
    "BY_NAME",
    "CLAIM_COLUMNS",
    "FORMATS",
    "About",
    "Corroboration",
    "Format",
    "Item",
    "Run",
    "chosen",
    "claim_rows",
    "losses_help",
    "read_items",
    "safe_cell",
    "to_json",
    "to_line",
    "write_claims_csv",
    "write_jsonl",
    "writer_of",
]
