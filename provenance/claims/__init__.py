"""Claims of a document (`claims.py`), links between those of many (`link.py`), stories that documents share (`stories.py`)."""

from provenance.claims.claims import claims_of

__all__ = ["claims_of"]
