"""How directly a statement reached the text, where v2 sees it otherwise than v1."""

from __future__ import annotations

from provenance.records import Contribution
from provenance.score.case import Case
from provenance.score.table import Table, graded


def channel(table: Table, case: Case) -> Contribution:
    """Whether the text says where or to whom it was said, so that one could go there and look.

    A channel that stands in the chain is a relay, and has its points there: a relay must not raise strength.
    """
    stated = case.facts.channel
    if stated is None:
        return table.row("channel", "not stated")
    relays = any(hop.source == stated.id for hop in case.facts.chain[:-1])
    value = "relay" if relays else "stated"
    return graded("channel", stated.name, table.points("channel", value), table.reason("channel", value), (stated.span,))
