"""A STIX 2.1 bundle, one object a line: a Report for each document, a Note for each claim, an Identity for each source, and a
Relationship for each kind of hop between two of them.

Objects are made by hand and validated by the `stix2` library in the tests: so nothing is kept in memory but the ids of sources
and relationships that were written. Ids are UUIDs of version 5 over what the object is about, in a namespace of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any, TextIO
from uuid import NAMESPACE_URL, UUID, uuid5

from provenance.export.grades import STIX_CONFIDENCE, tags
from provenance.export.items import NOBODY, About, Item, hedges_within, source_names
from provenance.export.words import json_text, moment, pieces, utf8
from provenance.records import Claim, Hedge

NAMESPACE = uuid5(NAMESPACE_URL, "urn:provenance")
ALWAYS = "2020-01-01T00:00:00.000Z"
"""`created` of identities and relationships: their id comes from what they are, so that it must not depend on the export."""
_CLASSES = {
    "person": "individual",
    "official_body": "organization",
    "organization": "organization",
    "news_outlet": "organization",
    "news_agency": "organization",
    "group": "class",
}
"""`identity_class` by our type of source; "unknown" for the others (an unnamed person, an account, a document)."""


def export_stix(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes the bundle; returns the number of documents."""
    program = _identity(
        f"urn:provenance:program:{about.program}", about.program, "system", description=f"Loses {about.format.loses}."
    )
    out.write(f'{{"type":"bundle","id":"{_id("bundle", about.format.name, about.part)}","objects":[\n{json_text(program)}')
    written = {program["id"]}
    count = 0
    for item in items:
        count += 1
        for one in _objects(item, program["id"]):
            if one["type"] in ("identity", "relationship"):
                if one["id"] in written:
                    continue
                written.add(one["id"])
            out.write(",\n" + json_text(one))
    out.write("\n]}\n")
    return count


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{_uuid(kind, *parts)}"


def _uuid(*parts: str) -> UUID:
    return uuid5(NAMESPACE, utf8("\x1f".join(parts)))


def _objects(item: Item, program: str) -> Iterator[dict[str, Any]]:
    """The objects of a document, sources before those who refer to them."""
    annotated = item.annotated
    kinds = {source.id: source.type for source in annotated.sources}
    names = source_names(annotated)
    chains = [[hop.source for hop in claim.chain] for claim in annotated.claims]
    used = dict.fromkeys(source for chain in chains for source in chain if source not in NOBODY)
    identities = {id_: _identity(id_, names.get(id_, id_), _CLASSES.get(kinds.get(id_, ""), "unknown")) for id_ in used}
    yield from identities.values()
    relationships = {
        (hop.source, further.source, further.relation): None
        for claim in annotated.claims
        for hop, further in pairwise(claim.chain)
        if hop.source in identities and further.source in identities
    }
    related = [_relationship(*one) for one in relationships]
    yield from related
    notes = []
    within = hedges_within(annotated)
    for claim in annotated.claims:
        note = _note(item, claim, within.get(claim.id, []), identities, program)
        notes.append(note["id"])
        yield note
    refers = [*notes, *(one["id"] for one in identities.values()), *(one["id"] for one in related)]
    yield _report(item, refers or [program], program)


def _identity(id_: str, name: str, kind: str, **more: str) -> dict[str, Any]:
    of = {"type": "identity", "spec_version": "2.1", "id": _id("identity", id_), "created": ALWAYS, "modified": ALWAYS}
    external = [{"source_name": "provenance source", "external_id": id_}]
    return of | {"name": name or id_, "identity_class": kind} | more | {"external_references": external}


def _relationship(source: str, target: str, relation: str) -> dict[str, Any]:
    """A hop: the first has it from the second. Its type is our relation ("told-to")."""
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": _id("relationship", source, relation, target),
        "created": ALWAYS,
        "modified": ALWAYS,
        "relationship_type": relation.replace("_", "-"),
        "source_ref": _id("identity", source),
        "target_ref": _id("identity", target),
    }


def _note(item: Item, claim: Claim, hedges: list[Hedge], identities: dict[str, dict[str, Any]], program: str) -> dict[str, Any]:
    document = item.annotated.document
    names = [identities[hop.source]["name"] if hop.source in identities else hop.source for hop in claim.chain]
    known = dict.fromkeys(identities[hop.source]["id"] for hop in claim.chain if hop.source in identities)
    labels = [f"polarity:{claim.polarity}", *tags(claim, hedges, document.text)]
    if claim.score:
        labels.append(f'provenance:strength="{claim.score.strength:.4f}" model="{claim.score.model}"')
    if standing := item.corroboration(claim.id):
        labels.append(f'provenance:origins="{standing.origins}" opposing="{standing.opposing}"')
    confidence = STIX_CONFIDENCE.get(claim.score.credibility) if claim.score else None
    facts = {
        "abstract": f"From publisher to origin: {' < '.join(names)}",
        "content": pieces(document.text, claim.spans),
        **({"confidence": confidence} if confidence is not None else {}),
        "labels": labels,
        "external_references": [{"source_name": "provenance claim", "external_id": claim.id}],
        "object_refs": [*known] or [program],
    }
    return _made("note", item, program, facts)


def _report(item: Item, refers: list[str], program: str) -> dict[str, Any]:
    document = item.annotated.document
    published = moment(document.published)
    external: dict[str, Any] = {"source_name": "provenance document", "external_id": document.id}
    address = document.canonical_url or document.url
    if address:
        external |= {"url": address}
    stated = f"published, as stated: {document.published}" if document.published else "no date of publication is stated"
    said = f"SHA-256 of the text: {document.text_sha256}; {stated}"
    facts = {
        "name": document.title or document.path or document.url or document.id,
        "description": said,
        "report_types": ["observed-data"],
        "published": _time(published or moment(item.run.started)),
        "external_references": [external],
        "object_refs": refers,
    }
    return _made("report", item, program, facts)


def _made(kind: str, item: Item, program: str, facts: dict[str, Any]) -> dict[str, Any]:
    """A note or a report. Its id comes from all that it says and from the run, as one with the same id and `modified` must always
    say the same: a claim that is scored anew is a new note."""
    made = _time(moment(item.run.started))
    id_ = _id(kind, item.annotated.document.sha256, item.run.started, json_text(facts))
    of = {"type": kind, "spec_version": "2.1", "id": id_, "created_by_ref": program, "created": made, "modified": made}
    return of | facts


def _time(when: datetime | None) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03}Z" if when and when.year >= 1000 else ALWAYS
