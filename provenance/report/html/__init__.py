"""Reports as HTML that stands alone or on the web pages: audits, documents with their highlights, sources."""

from provenance.report.html.pages import audit_page, document_page, source_page
from provenance.report.html.report import Report, report

__all__ = ["Report", "audit_page", "document_page", "report", "source_page"]
