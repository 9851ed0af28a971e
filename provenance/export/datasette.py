"""Metadata for Datasette: the worked questions as canned queries, views described column by column, with facets and an order.

Datasette opens the SQLite file itself, read-only and without any function of this program: the views are plain SQL.
"""

from __future__ import annotations

from typing import Any

from provenance.store import RelationInfo
from provenance.store.schema_info import describe
from provenance.store.worked import worked_questions

_ABOUT = (
    "Statements of news texts, traced to whom the texts say that they come from. Strength says how a claim is sourced and put, "
    "not whether it is true."
)

NAME = "provenance"
"""Datasette calls a database by its file's name without the ending; this is that of the default file."""

SHOWN = frozenset(
    {"document", "passage", "claim", "chain", "source", "sighting", "run", "rejected", "rating", "judgement", "link_judgement"}
)
"""Tables that say something by themselves. The others hold the parts of views; Datasette lists them as hidden."""

INTERNAL = (
    "provenance_version",
    "claim_search",
    "claim_search_data",
    "claim_search_idx",
    "claim_search_docsize",
    "claim_search_config",
)
"""Tables that `describe` does not have: alembic's, and SQLite's own for the full-text search."""

FACETS: dict[str, tuple[str, ...]] = {
    "v_claims": ("publisher_name", "origin_type", "polarity", "credibility"),
    "v_chains": ("relation", "type"),
    "v_copies": ("exact", "publisher", "original_publisher"),
    "v_upstreams": ("name", "relation", "signal"),
    "v_credits": ("role", "signal"),
    "v_findings": ("kind",),
    "v_hedges": ("category", "basis"),
    "v_ratings": ("rater", "scale", "grade"),
    "v_outlets": ("kind", "country", "editorial_control"),
    "v_sources": ("type", "known"),
    "v_relays": ("relation",),
    "v_judgements": ("kind",),
    "v_rejected": ("reason",),
    "v_links": ("kind", "detector"),
    "v_origins": ("reason",),
    "v_corroboration": ("origins", "opposing"),
    "v_circular": ("publisher",),
    "v_drift": ("kind", "publisher"),
    "v_checks": ("status", "newest"),
    "v_orphans": ("part", "reason"),
}
"""Columns of few different values, to narrow a view by a click. `v_contributions` has none: it has a dozen rows for each
claim, and counting them took 12 seconds with 100,000 claims."""

_SORT: dict[str, dict[str, str]] = {
    "v_claims": {"sort": "strength"},
    "v_relays": {"sort_desc": "claims"},
    "v_corroboration": {"sort_desc": "origins"},
    "v_rejected": {"sort_desc": "started"},
}

_SEARCH = {"fts_table": "claim_search", "fts_pk": "key"}
"""Datasette sees a full-text index by itself only where it quotes the table's name otherwise than ours does."""

_BY_WORDS = """SELECT c.claim_id, c.text, c.publisher_name, c.chain, c.strength
FROM claim_search AS s
JOIN claim AS k ON k.key = s.rowid
JOIN v_claims AS c ON c.document = k.document AND c.claim_id = k.id
WHERE s.claim_search MATCH escape_fts(:words)
ORDER BY s.rank
LIMIT 100"""
_CHAIN = """SELECT position, name, type, relation, evidence, confidence, source
FROM v_chains
WHERE claim_id = :claim_id
ORDER BY document, position"""
_SCORE = """SELECT position, feature, value, points, reason, evidence
FROM v_contributions
WHERE claim_id = :claim_id
ORDER BY document, position"""

_ASKING: dict[str, dict[str, str]] = {
    "search_claims": {
        "title": "Search claims by words",
        "description": "Claims of current documents that hold all the words, best first. English word forms count as one.",
        "sql": _BY_WORDS,
    },
    "chain_of_claim": {
        "title": "The chain of a claim",
        "description": "From the publisher to the origin, hop by hop, with the words that prove each hop.",
        "sql": _CHAIN,
    },
    "score_of_claim": {
        "title": "The score of a claim, row by row",
        "description": "The points, in log-odds, sum to the log-odds of the strength.",
        "sql": _SCORE,
    },
}
"""Queries with a parameter, which Datasette asks for."""


def metadata(name: str = NAME) -> dict[str, Any]:
    """The metadata as Datasette reads it. `name` is the database file's name without its ending."""
    relations = describe()
    tables: dict[str, Any] = {str(r.name): _table(r) for r in relations}  # SQLAlchemy has names of a type of its own
    tables |= {internal: {"hidden": True} for internal in INTERNAL}
    return {
        "title": "Where claims come from",
        "description": _ABOUT,
        "about": "provenance-annotator",
        "databases": {name: {"queries": _queries(), "tables": tables}},
    }


def metadata_yaml(name: str = NAME) -> str:
    """The same as a file."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes SQL as the lines that it has."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    head = (
        "# Made by `provenance db datasette`; a test holds that it is up to date. Use: datasette provenance.db -m metadata.yaml\n"
    )
    return head + yaml.dump(metadata(name), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=130)


def _queries() -> dict[str, dict[str, str]]:
    worked = {
        one.name: {"title": one.title, "description": f"{one.question} {one.reading}", "sql": one.sql}
        for one in worked_questions()
    }
    return worked | _ASKING


def _table(relation: RelationInfo) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": relation.comment,
        "columns": {str(column.name): column.comment for column in relation.columns},
    }
    if relation.kind == "view":
        facets = {"facets": list(FACETS[relation.name])} if relation.name in FACETS else {}
        return found | facets | _SORT.get(relation.name, {})
    if relation.name not in SHOWN:
        return {"hidden": True, **found}
    return found | (_SEARCH if relation.name == "claim" else {})
