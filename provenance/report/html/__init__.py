"""Reports as HTML that stands alone or on the web pages: audits, documents with their highlights, sources."""
