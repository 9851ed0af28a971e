"""MISP events as JSON, one a line within MISP's own envelope for several (`{"response": […]}`), with tags of public taxonomies.

Written after the MISP core format (https://www.misp-standard.org/rfc/misp-standard-core.html). Ids are UUIDs of version 5, so
that a second import of the same annotation meets the same events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO
from uuid import NAMESPACE_URL, uuid5

from provenance.export.grades import tags
from provenance.export.items import About, Item, hedges_within, source_names
from provenance.export.words import json_text, moment, pieces, utf8

NAMESPACE = uuid5(NAMESPACE_URL, "urn:provenance:misp")
UNDEFINED_THREAT, COMPLETED, OWN_ORGANISATION, AS_THE_EVENT = "4", "2", "0", "5"
"""`threat_level_id`, `analysis`, and `distribution` of an event and of its attributes, as the standard numbers them."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def export_misp(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes the events; returns the number of documents."""
    out.write('{"response":[')
    count = 0
    for item in items:
        out.write((",\n" if count else "\n") + json_text({"Event": _event(item, about)}))
        count += 1
    out.write("\n]}\n")
    return count


def _uuid(*parts: str) -> str:
    return str(uuid5(NAMESPACE, utf8("\x1f".join(parts))))


def _event(item: Item, about: About) -> dict[str, Any]:
    document = item.annotated.document
    uuid = _uuid("event", document.id, document.sha256, item.run.started)
    made = moment(item.run.started) or EPOCH
    stamp = str(int(made.timestamp()))
    attributes = [
        {"uuid": _uuid(uuid, *one[:2], one[2]), "type": one[0], "category": one[1], "value": one[2], "comment": one[3]}
        | {"to_ids": False, "distribution": AS_THE_EVENT, "timestamp": stamp, "disable_correlation": False}
        | ({"Tag": [{"name": name} for name in one[4]]} if one[4] else {})
        for one in _attributes(item, about)
    ]
    return {
        "uuid": uuid,
        "info": document.title or document.path or document.url or document.id,
        "date": (moment(document.published) or made).date().isoformat(),
        "timestamp": stamp,
        "published": False,
        "threat_level_id": UNDEFINED_THREAT,
        "analysis": COMPLETED,
        "distribution": OWN_ORGANISATION,
        "Orgc": {"name": "provenance", "uuid": _uuid("organisation")},
        "Attribute": attributes,
    }


_Attribute = tuple[str, str, str, str, list[str]]


def _attributes(item: Item, about: About) -> Iterator[_Attribute]:
    """Type, category, value, comment and tags. MISP takes one attribute of a value: words that come again have the claim's id."""
    document, names = item.annotated.document, source_names(item.annotated)
    if address := document.canonical_url or document.url:
        yield "link", "External analysis", address, "Address of the document", []
    yield "sha256", "External analysis", document.sha256, "The document's bytes as read", []
    yield "comment", "Other", f"Written by {about.program}. Loses {about.format.loses}.", "About this event", []
    within = hedges_within(item.annotated)
    seen: set[str] = set()
    for claim in item.annotated.claims:
        words = pieces(document.text, claim.spans)
        value = f"{words} [{claim.id}]" if words in seen else words
        seen.add(words)
        chain = " < ".join(names.get(hop.source, hop.source) for hop in claim.chain)
        strength = f"; strength {claim.score.strength:.2f} by {claim.score.model}" if claim.score else ""
        standing = item.corroboration(claim.id)
        counted = f"; {standing.origins} independent origins, {standing.opposing} opposing claims" if standing else ""
        comment = f"Claim {claim.id}, {claim.polarity}; from publisher to origin: {chain}{strength}{counted}"
        yield "text", "External analysis", value, comment, tags(claim, within.get(claim.id, ()), document.text)
