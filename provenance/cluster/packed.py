"""Records as bytes, between the jobs of one run and in the files that a later submission goes on from.

They are pickles, for speed (a tenth of a millisecond for a document) and because nothing of a record gets lost. A pickle can call
anything when it is read, so ours are read with a list of what they may hold: the records of this program, which call nothing.
"""

from __future__ import annotations

import io
import pickle
import zlib
from typing import Any

_MODULES = frozenset(
    f"provenance.{name}"
    for name in ("records", "spans", "links", "claims.drift", "claims.reading", "claims.quantities", "claims.assertions")
)
_LEVEL = 1
"""zlib's quickest: a packed document is a third of what it was; the next levels spare a tenth more and take twice as long."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A record's class. Raises UnpicklingError for all else."""
        found = super().find_class(module, name) if module in _MODULES and name.isidentifier() else None
        if isinstance(found, type) and found.__module__ in _MODULES:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def pack_record(record: object) -> bytes:
    """A record, or a tuple of them, as bytes."""
    return zlib.compress(pickle.dumps(record, 5), _LEVEL)


def unpack_record(data: bytes) -> Any:
    """What `pack_record` was given. Raises pickle.UnpicklingError where the bytes hold anything but records."""
    return _Reader(io.BytesIO(zlib.decompress(data))).load()
