"""Reports as HTML that stands alone or on the web pages: audits, documents with their highlights, sources."""

from provenance.report.html.pages import audit_page, document_page, source_page

__all__ = ["audit_page", "document_page", "source_page"]
