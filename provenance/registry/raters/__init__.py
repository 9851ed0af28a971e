"""The user's own copies of public ratings: what their files look like, and what their words mean on our scales.

`FORMATS` describes each file; `read_ratings` reads one into ratings of sources that the registry has. The tables of words, each
line with its reason, are in `scales`.
"""

from provenance.registry.raters.formats import FORMATS
from provenance.registry.raters.model import Format, Given, Imported, Remark
from provenance.registry.raters.read import read_ratings

__all__ = ["FORMATS", "Format", "Given", "Imported", "Remark", "read_ratings"]
