"""Annotations on a text that has changed: each is found again where it stands now, or said to be an orphan. Pure: no database."""

from provenance.anchors.changes import ClaimChange, HedgeChange, claim_changes
from provenance.anchors.marks import Mark, marks_of
from provenance.anchors.reanchor import Anchored, AnchorStatus, OrphanReason, reanchored

__all__ = [
    "AnchorStatus",
    "Anchored",
    "ClaimChange",
    "HedgeChange",
    "Mark",
    "OrphanReason",
    "claim_changes",
    "marks_of",
    "reanchored",
]
