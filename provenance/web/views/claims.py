"""The audit of a claim."""

from __future__ import annotations

import dataclasses

from starlette.requests import Request

from provenance.store.questions import library
from provenance.web.addresses import id_in
from provenance.web.page import Page
from provenance.web.site import Site

OLDER = "this is an older revision of the document; a newer one is stored"


def claim(site: Site, request: Request) -> Page:
    """One claim, by its id or the first digits of it."""
    from provenance.report.audit import build_audit

    record = site.store.claim(id_in(request.scope["raw_path"]))
    around = site.store.across.around(record.claim.id)
    audit = build_audit(record.annotated, record.claim.id, site.registry.entities, site.ratings(), around)
    if not record.is_current:
        audit = dataclasses.replace(audit, notes=(*audit.notes, OLDER))
    asked = tuple(question.asked(claim=record.claim.id) for question in library.OF_CLAIM)
    return Page("claim.html", {"audit": dataclasses.asdict(audit)}, {"a": audit}, asked)
