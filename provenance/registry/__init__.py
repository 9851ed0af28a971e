"""Outlets, agencies, official bodies, platforms and research firms, and the ways in which a text names them.

`load_registry()` reads `sources.yaml`; `Registry` resolves names, domains and handles and finds names in texts.
"""

from provenance.registry.context import at, countries_in, document_context
from provenance.registry.load import bundled_sources, load_registry, read_sources
from provenance.registry.model import (
    EDITORIAL_CONTROLS,
    FUNDINGS,
    KINDS,
    SCALES,
    Ambiguity,
    Candidate,
    Condition,
    Context,
    Entity,
    NameMatch,
    Rating,
    Resolution,
    Scale,
    Sources,
)
from provenance.registry.registry import Registry

__all__ = [
    "EDITORIAL_CONTROLS",
    "FUNDINGS",
    "KINDS",
    "SCALES",
    "Ambiguity",
    "Candidate",
    "Condition",
    "Context",
    "Entity",
    "NameMatch",
    "Rating",
    "Registry",
    "Resolution",
    "Scale",
    "Sources",
    "at",
    "bundled_sources",
    "countries_in",
    "document_context",
    "load_registry",
    "read_sources",
]
