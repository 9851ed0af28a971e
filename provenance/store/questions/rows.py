"""The rows of some claims, in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text

from provenance.store.plain import unpack
from provenance.store.questions.searching import SHOWN

_CLAIMS = text(
    f"SELECT c.key AS claim_key, {SHOWN} FROM claim AS c "
    "JOIN v_claims AS v ON v.claim_id = c.id AND v.document = c.document WHERE c.key IN :keys"
).bindparams(bindparam("keys", expanding=True))


def rows_of(connection: Connection, keys: Sequence[int]) -> list[dict[str, Any]]:
    """What a list shows of the claims with these `claim.key`, in this order; claims that are gone are left out."""
    if not keys:
        return []
    found = {}
    for row in connection.execute(_CLAIMS, {"keys": list(keys)}).mappings():
        values = {name: unpack(value) if isinstance(value, str) else value for name, value in row.items()}
        found[values.pop("claim_key")] = values
    return [found[key] for key in keys if key in found]
