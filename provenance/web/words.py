"""Rows as the templates' plots and tables take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from provenance.records import UNKNOWN_PUBLISHER
from provenance.report.text import counted
from provenance.web.addresses import Addresses, with_query

Row = Mapping[str, Any]


def origin_bars(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """Claims by number of origins."""
    return [(counted(row["origins"], "origin"), int(row["claims"])) for row in rows]


def origin_links(rows: Iterable[Row]) -> list[str]:
    """To the list of origins."""
    return ["/origins" for _ in rows]


def outlet_bars(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """Documents by outlet."""
    return [(row["name"] or row["publisher"] or "unknown publisher", int(row["documents"])) for row in rows]


def outlet_links(rows: Iterable[Row], urls: Addresses) -> list[str]:
    """To the documents of each outlet; where nothing names one, to the claims in them."""
    return [
        with_query("/documents", [("publisher", row["publisher"])]) if row["publisher"] else urls.source(UNKNOWN_PUBLISHER)
        for row in rows
    ]


def name_bars(rows: Iterable[Row], count: str) -> list[tuple[str, int]]:
    """Sources by one of their counts."""
    return [(row["name"] or row["source"], int(row[count])) for row in rows]


def source_links(rows: Iterable[Row], urls: Addresses) -> list[str]:
    """To the record of each source."""
    return [urls.source(row["source"]) for row in rows]


def said_counts(counts: Any) -> str:
    """What a run counted, in words."""
    if not isinstance(counts, dict):
        return ""
    return ", ".join(f"{name.replace('_', ' ')} {value:,}" for name, value in counts.items() if isinstance(value, int) and value)


def order_tabs(orders: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """The orders of the list of sources."""
    words = {
        "origin": "origin of most claims",
        "relay": "relay of most",
        "publisher": "most documents",
        "upstream": "most credited",
    }
    return [(name, words[name], href) for name, href in orders]


HELPERS = {
    function.__name__: function
    for function in (origin_bars, origin_links, outlet_bars, outlet_links, name_bars, source_links, said_counts, order_tabs)
}
