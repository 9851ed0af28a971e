"""The program for notebooks and scripts: annotate a text, open a database for reading. All results show themselves as HTML.

The package `provenance` gives these names lazily; nothing here is imported before it is used.
"""

from provenance.api.annotating import annotate, annotate_all
from provenance.api.database import Database, open
from provenance.api.results import AnnotatedDocument, Audit
from provenance.api.rows import Rows
from provenance.errors import ProvenanceError
from provenance.records import Rejected

__all__ = ["AnnotatedDocument", "Audit", "Database", "ProvenanceError", "Rejected", "Rows", "annotate", "annotate_all", "open"]
