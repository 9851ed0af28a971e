"""Compares a stored document with what its source holds now: hashes, anchors, claims and their strength. Pure: no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from provenance.anchors import claim_changes, marks_of, reanchored
from provenance.anchors.align import align
from provenance.anchors.outcome import Checked
from provenance.anchors.reread import Found, Place
from provenance.pipeline import Annotator
from provenance.records import AnnotatedDocument, Document, Rejected
from provenance.scoring import rescore

OTHER_RULES = "it was annotated by other rules than those of now, which may change its claims too"


def checked(
    place: Place, found: Found, load: Callable[[int], AnnotatedDocument], annotator: Callable[[str], Annotator]
) -> Checked:
    """The outcome for a place and what stands there now.

    `load` gives the stored document by its number, `annotator` the annotator whose digest is the one given, or else the usual
    one; both are asked for changed documents alone.
    """
    if found is None:
        return Checked(place.key, place.id, place.locator, "not_looked_at", _unseen(place))
    if isinstance(found, Rejected):
        missing = found.reason == "missing"
        return Checked(place.key, place.id, place.locator, "gone" if missing else "unreadable", _lost(place, found), found.reason)
    outcome = Checked(place.key, place.id, place.locator, "unchanged", sha256=found.sha256, text_sha256=found.text_sha256)
    if found.sha256 == place.sha256 and found.text_sha256 == place.text_sha256:
        return outcome
    return _changed(outcome, place, found, load(place.key), annotator(place.digest))


def _changed(outcome: Checked, place: Place, found: Document, stored: AnnotatedDocument, annotator: Annotator) -> Checked:
    """Every mark and every claim of a changed document. Both versions are scored by their own text alone, by one model."""
    alignment = align(stored.document.text, found.text)
    marks = marks_of(stored)
    anchors = reanchored(alignment, [mark.span for mark in marks])
    now = annotator.annotate(replace(found, id=stored.document.id))
    before = replace(stored, claims=rescore(stored, None, annotator.registry, annotator.model, annotator.resources.holders))
    said = ["the bytes differ, the text is the same" if found.text_sha256 == place.text_sha256 else "the text differs"]
    if annotator.digest != place.digest:
        said.append(OTHER_RULES)
    return replace(
        outcome,
        status="changed",
        detail="; ".join(said),
        anchors=tuple((mark, anchors[mark.span]) for mark in marks),
        changes=claim_changes(before, now, alignment, anchors),
    )


def _unseen(place: Place) -> str:
    if place.url:
        return "it was read from an address, and nothing was fetched"
    return "it was read from standard input, and stands nowhere"


def _lost(place: Place, found: Rejected) -> str:
    """Why a document is gone or cannot be read; where its path begins in a folder, that it does."""
    beside = found.reason == "missing" and place.path is not None and not place.path.startswith("/")
    return f"{found.detail}; its path counts from the folder where it was annotated" if beside else found.detail
