"""Made-up articles as JSON lines: wires that many outlets print, copies with edits, denials, and lines that are no article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from provenance.claims.link import ANCHORS
from provenance.links import Statement
from tests.claims.made import made_statements

SEED = 1
WIRE = "Reuters reported that the port of Velmora had been closed for 17 days after a fire destroyed two of its cranes."
HOSTILE = (
    b'{"id": "nul", "text": "A\\u0000 minister said that the \\ud800 bridge over the Tarn had been closed by the flood."}',
    b'{"id": "markup", "text": "=HYPERLINK(\\"x\\")\\u202e said that <script>alert(1)</script> was found in three cities."}',
    b"this is no JSON",
    b"",
    b'{"id": "latin", "text": "Der Pr\xe4sident said that the caf\xe9 in Paris had been closed for nine days."}',
    b'{"id": "empty", "text": "  "}',
    b'["a list"]',
)


def record(number: int, statements: Sequence[Statement]) -> dict[str, str]:
    """An article that states some made-up claims, one a line."""
    lines = [f"{one.holder} said that {one.text}." if one.holder else f"{one.text}." for one in statements]
    first = statements[0]
    return {
        "id": f"made-{number}",
        "text": "\n".join(lines) + "\n",
        "title": first.title or "",
        "published": first.published or "",
        "publisher": first.chain[0].source,
    }


def records(count: int, claims_each: int) -> Iterator[dict[str, str]]:
    """So many articles with so many claims each, the same every time."""
    flat = made_statements(SEED, count * claims_each)
    for number in range(count):
        yield record(number, flat[number * claims_each : (number + 1) * claims_each])


def write(path: Path, count: int, claims_each: int = 4, *, hostile: bool = False) -> Path:
    """Writes articles to a file of JSON lines: made ones, one wire in more outlets than a key has anchors, and hostile lines."""
    with path.open("wb") as out:
        for one in records(count, claims_each):
            out.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
        if hostile:
            for number in range(ANCHORS + 8):
                wire = {
                    "id": f"wire-{number}",
                    "text": f"{WIRE}\n\nWe are paper number {number}.",
                    "publisher": f"paper-{number}",
                }
                out.write(json.dumps(wire).encode() + b"\n")
            again = json.dumps({"id": "wire-0", "text": f"{WIRE} It was the second fire.", "publisher": "paper-0"}).encode()
            out.write(b"\n".join((*HOSTILE, again, again)))
    return path
