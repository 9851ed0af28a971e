"""A document made ready to be stored: everything but the numbers that only the database knows.

Making it costs more than writing it, so that the processes of a batch do it and the one that writes has little left to do. It is
made of strings, numbers and tuples, and travels between processes at a tenth of what the records cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.records import AnnotatedDocument
from provenance.store.identity import Identity, identity_of
from provenance.store.rows import Row, Rows, check_document, document_values

_SCORED = frozenset(("score", "contribution"))
"""Tables whose third column is the number of a score model."""


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """The rows of one document by table. The first value of each row stands for the document's number, which is not known yet.

    `models` are the names of score models; the rows of scores name them by their place. `sources` are the (name, type) by id that
    the document names. `values` are the columns of the document's own row. Where `values` is None, this is only the word that the
    document is stored already (`known`): there is nothing to write of it but where it was seen.
    """

    identity: Identity
    values: Mapping[str, Any] | None
    tables: Mapping[str, Sequence[Row]]
    sources: Mapping[str, tuple[str, str]]
    models: tuple[str, ...]
    characters: int

    def rows(self, key: int, models: Mapping[str, int]) -> dict[str, list[Row]]:
        """The rows with the document's number and those of the models."""
        numbers = [models[name] for name in self.models]
        return {
            name: [(key, row[1], numbers[row[2]], *row[3:]) for row in rows]
            if name in _SCORED
            else [(key, *row[1:]) for row in rows]
            for name, rows in self.tables.items()
        }


def pack_document(annotated: AnnotatedDocument) -> PackedDocument:
    """The document ready to be stored. Raises StoreError where it contradicts itself."""
    check_document(annotated)
    names = dict.fromkeys(claim.score.model for claim in annotated.claims if claim.score is not None)
    rows = Rows()
    rows.add(0, annotated, {name: place for place, name in enumerate(names)})
    return PackedDocument(
        identity_of(annotated.document),
        document_values(annotated),
        dict(rows.tables),
        rows.sources,
        tuple(names),
        len(annotated.document.text),
    )


def known(identity: Identity) -> PackedDocument:
    """The word that a document is stored already as it would be stored now."""
    return PackedDocument(identity, None, {}, {}, (), 0)
