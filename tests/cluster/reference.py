"""What one machine makes of the same inputs, by the functions that the cluster's tasks call one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.claims.drift import Version, drifts
from provenance.claims.houses import Houses
from provenance.claims.link import Linker
from provenance.claims.origins import collapse
from provenance.claims.standing import standings
from provenance.cluster.statements import versions_of
from provenance.cluster.work import Work, annotator_of
from provenance.export import to_line
from provenance.ingest import ReadOptions, read_paths
from provenance.links import ClaimLink, CountedTo, Drift, Standing
from provenance.parallel.work import annotated_or_rejected
from provenance.records import AnnotatedDocument, Rejected
from provenance.scoring import rescore
from provenance.store.identity import fingerprint_of


@dataclass(frozen=True, slots=True)
class Whole:
    """A corpus as one machine has it. `lines` are documents as JSON, by fingerprint."""

    lines: dict[str, str]
    documents: tuple[AnnotatedDocument, ...]
    links: tuple[ClaimLink, ...]
    counted: tuple[CountedTo, ...]
    standings: dict[str, Standing]
    drift: tuple[Drift, ...]
    rejected: tuple[Rejected, ...]


def read(paths: Sequence[str], work: Work) -> tuple[dict[str, AnnotatedDocument], list[Rejected]]:
    """The documents by fingerprint, the first of each, and what is none."""
    annotator = annotator_of(work)
    rejected: list[Rejected] = []
    found: dict[str, AnnotatedDocument] = {}
    for one in read_paths(paths, ReadOptions(max_bytes=work.max_bytes)):
        made = one if isinstance(one, Rejected) else annotated_or_rejected(one, annotator)
        if isinstance(made, Rejected):
            rejected.append(made)
        else:
            found.setdefault(fingerprint_of(made.document), made)
    return found, rejected


def whole(paths: Sequence[str], work: Work) -> Whole:
    """All of it: annotated, linked at once, counted and scored."""
    found, rejected = read(paths, work)
    annotator = annotator_of(work)
    registry = annotator.registry
    versions: dict[str, Version] = {}
    for one in found.values():
        for version in versions_of(one):
            versions.setdefault(version.statement.id, version)
    statements = [v.statement for v in versions.values()]
    links = Linker(registry).compare(statements, ())  # of a crowded key the first statements are the anchors, as in a database
    linked = {id_ for link in links for id_ in (link.first, link.second)}
    named: dict[str, str] = {}
    for one in found.values():
        for source in one.sources:
            named[source.id] = min(source.name, named.get(source.id, source.name))
    houses = Houses(registry, named)
    counted = tuple(one for one in collapse(statements, links, houses) if one.claim in linked)
    names = {hop.source: houses.name(hop.source) for s in statements for hop in s.chain}
    changed = drifts(versions, links, names)
    standing = standings(statements, links, counted, changed)
    lines = {}
    for mark, one in found.items():
        known = {c.id: standing.get(c.id, Standing()) for c in one.claims}
        claims = rescore(one, known, registry, annotator.model, annotator.resources.holders)
        lines[mark] = to_line(replace(one, claims=claims)).rstrip("\n")
    return Whole(lines, tuple(found.values()), links, counted, standing, changed, tuple(rejected))
