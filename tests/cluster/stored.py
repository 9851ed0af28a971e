"""What `provenance annotate --jobs 2` leaves of the same inputs in a database, in the words of the cluster's tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from sys import executable
from typing import Any

LINKS = """SELECT a.id, b.id, k.kind, k.score, k.reason, k.detector FROM claim_link AS k
JOIN claim AS a ON a.document = k.first_document AND a.number = k.first_claim
JOIN claim AS b ON b.document = k.second_document AND b.number = k.second_claim"""
ORIGINS = """SELECT c.id, o.group_id, o.origin, o.reason, o.detail, o.through, o.copies FROM claim_origin AS o
JOIN claim AS c ON c.document = o.document AND c.number = o.claim"""
CLAIMS = "SELECT claim_id, text, origin, strength, credibility FROM v_claims"


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of links, of origins and of claims with their scores; sorted."""

    links: tuple[tuple[Any, ...], ...]
    origins: tuple[tuple[Any, ...], ...]
    claims: tuple[tuple[Any, ...], ...]

    def differences(self, other: Tables) -> list[str]:
        """The tables that differ."""
        return [name for name in ("links", "origins", "claims") if getattr(self, name) != getattr(other, name)]


def annotated(paths: Sequence[str], database: Path, tagger: str) -> Tables:
    """Annotates, stores and links with two jobs, as a user does."""
    options = ["--db", f"sqlite:///{database}", "--tagger", tagger, "--jobs", "2", "--quiet"]
    done = run(
        [executable, "-m", "provenance.cli.main", "annotate", *paths, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    with sqlite3.connect(database) as connection:
        return Tables(*(tuple(sorted(connection.execute(sql), key=repr)) for sql in (LINKS, ORIGINS, CLAIMS)))


def on_cluster(tables: dict[str, list[dict[str, Any]]]) -> Tables:
    """The same of the cluster's tables."""
    columns = {
        "links": ("first", "second", "kind", "score", "reason", "detector"),
        "origins": ("claim", "group", "origin", "reason", "detail", "through", "copies"),
        "claims": ("claim_id", "text", "origin", "strength", "credibility"),
    }
    return Tables(
        **{name: tuple(sorted((tuple(row[c] for c in of) for row in tables[name]), key=repr)) for name, of in columns.items()}
    )
