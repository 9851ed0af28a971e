"""Annotated documents for other programs: JSON lines (the public shape) and spreadsheets."""

from provenance.export.jsonl import to_json, to_line, write_jsonl
from provenance.export.tabular import CLAIM_COLUMNS, claim_rows, safe_cell, write_claims_csv

__all__ = ["CLAIM_COLUMNS", "claim_rows", "safe_cell", "to_json", "to_line", "write_claims_csv", "write_jsonl"]
