"""Claims of a document. Links across documents are a later stage of this package."""

from provenance.claims.claims import claims_of

__all__ = ["claims_of"]
