"""Tells where a news claim really comes from, who vouches for it and how firmly.

For notebooks and scripts: `annotate`, `annotate_all`, `open` and what they return. They are imported when first used, so that
`import provenance` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.api import (
        AnnotatedDocument,
        Audit,
        Database,
        ProvenanceError,
        Rejected,
        Rows,
        annotate,
        annotate_all,
        open,
    )

__version__ = "0.1.0"

__all__ = [
    "AnnotatedDocument",
    "Audit",
    "Database",
    "ProvenanceError",
    "Rejected",
    "Rows",
    "__version__",
    "annotate",
    "annotate_all",
    "open",
]


def __getattr__(name: str) -> object:
    """The names of `provenance.api`, on first use."""
    if name in __all__:
        from provenance import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
