"""Claims of a document (`claims.py`), links between claims of many (`link.py`), their origins, and stories (`stories.py`)."""

from provenance.claims.claims import claims_of

__all__ = ["claims_of"]
