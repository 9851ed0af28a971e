"""Whole pages, each a file that stands alone: the audit of a claim, a document with its highlights, the record of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.report.html.cards import sheet
from provenance.report.html.environment import render
from provenance.report.html.urls import Nowhere, Urls

if TYPE_CHECKING:
    from provenance.records import AnnotatedDocument
    from provenance.report.audit import Audit
    from provenance.report.document import DocumentAudit
    from provenance.report.source_record import SourceRecord


def audit_page(audit: Audit, urls: Urls | None = None) -> str:
    """The audit of one claim."""
    return render("audit_page.html", a=audit, urls=urls or Nowhere())


def document_page(annotated: AnnotatedDocument, audit: DocumentAudit, urls: Urls | None = None) -> str:
    """A document with its highlights and cards. `audit` must be of the same document."""
    return render("document_page.html", s=sheet(annotated, audit), urls=urls or Nowhere())


def source_page(record: SourceRecord, urls: Urls | None = None) -> str:
    """The record of one source."""
    return render("source_page.html", r=record, urls=urls or Nowhere())
