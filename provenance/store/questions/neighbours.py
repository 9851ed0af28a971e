"""Who relays whom, counted once for all sources; and the card of a source from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, bindparam, text

from provenance.store.cards import MOST_NAMES, MOST_NEIGHBOURS, Neighbour, SourceCard, names_and_judgements
from provenance.store.plain import pack, unpack
from provenance.store.questions.columns import Columns

_PATHS = text(
    "SELECT ch.path, count(*) FROM claim AS c JOIN chain AS ch ON ch.document = c.document AND ch.number = c.chain "
    "JOIN document AS d ON d.key = c.document WHERE d.is_current GROUP BY ch.path"
)
_ROW = text("SELECT name, type, known FROM source WHERE id = :source")
_NAMES = text("SELECT id, name FROM source WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))


@dataclass(frozen=True, slots=True)
class Relays:
    """For each source, whom it relays and who relays it, and in how many claims."""

    relays: Mapping[str, Mapping[str, int]]
    relayed_by: Mapping[str, Mapping[str, int]]


def read_relays(connection: Connection) -> Relays:
    """Counts each two neighbours in chains of claims, once a claim."""
    out: defaultdict[str, dict[str, int]] = defaultdict(dict)
    into: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for path, claims in connection.execute(_PATHS):
        ids = [unpack(one) for one in path.split(" > ")]
        for relay, source in set(pairwise(ids)):
            if relay != source:
                out[relay][source] = out[relay].get(source, 0) + claims
                into[source][relay] = into[source].get(relay, 0) + claims
    return Relays(dict(out), dict(into))


def card_of(connection: Connection, columns: Columns, relays: Relays, source: str) -> SourceCard | None:
    """The card of a source, equal to that of `provenance.store.cards.read_card`; None where the database never met it."""
    row = connection.execute(_ROW, {"source": pack(source)}).first()
    if row is None:
        return None
    names, judgements = names_and_judgements(connection, source)
    number = columns.number_of.get(source, -2)
    known = number >= 0
    return SourceCard(
        id=source,
        name=unpack(row.name),
        type=str(row.type),
        known=bool(row.known),
        published=int((columns.document_outlet == number).sum()) if known else 0,
        upstream_of=int(columns.upstream_credits[number]) if known else 0,
        relayed=int(columns.relayed[number]) if known else 0,
        originated=int((columns.origin == number).sum()) if known else 0,
        names=names[:MOST_NAMES],
        relays=_most(connection, relays.relays.get(source, {})),
        relayed_by=_most(connection, relays.relayed_by.get(source, {})),
        judgements=judgements,
    )


def _most(connection: Connection, counts: Mapping[str, int]) -> tuple[Neighbour, ...]:
    """The most frequent neighbours."""
    first = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_NEIGHBOURS]
    rows = connection.execute(_NAMES, {"ids": [pack(id_) for id_, _ in first]}) if first else ()
    names = {unpack(id_): unpack(name) for id_, name in rows}
    return tuple(Neighbour(id_, names.get(id_, id_), count) for id_, count in first)
