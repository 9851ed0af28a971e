"""What a report holds, as data: its head, and for each document the text, the claims asked for, the run and the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from provenance.records import AnnotatedDocument, Claim
from provenance.report.audit import Audit
from provenance.report.document import DocumentAudit
from provenance.report.sources import SourceView


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run that annotated a document: its number in the database, the program, what it went by, and when it began (UTC)."""

    number: int
    program_version: str
    lexicon_digest: str
    registry_digest: str
    started: str


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a report. `audits` makes the audits of the claims asked for, one at a time, in the order of the text.

    `asked` are the ids of these claims; `sources` are those of these claims' chains, the publisher and
    the upstreams, with what is known of them.
    """

    annotated: AnnotatedDocument
    document: DocumentAudit
    asked: tuple[str, ...]
    audits: Callable[[], Iterable[Audit]]
    run: RunInfo | None
    sources: tuple[SourceView, ...]

    @property
    def whole(self) -> bool:
        """Whether all claims of the document are asked for."""
        return len(self.asked) == len(self.annotated.claims)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a report. `made_on` is a day, ISO 8601; `question` what was asked; `sql` the query, None without one.

    `documents` are the ids of the documents asked for with where they were read, `claims` the ids of claims; `remarks` are
    sentences on what was asked and not taken.
    """

    title: str
    made_on: str
    made_for: str
    question: str
    sql: str | None
    documents: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of a report: in how many of its documents it is the publisher, in how many claims a relay, and the origin."""

    view: SourceView
    published: int = 0
    relayed: int = 0
    originated: int = 0


class CitedSources:
    """The sources of a report, counted as its documents come."""

    def __init__(self) -> None:
        self._views: dict[str, SourceView] = {}
        self._published: Counter[str] = Counter()
        self._relayed: Counter[str] = Counter()
        self._originated: Counter[str] = Counter()

    def add(self, part: Part) -> None:
        """Counts the claims asked for; the publisher of the document once."""
        asked = frozenset(part.asked)
        for view in part.sources:
            self._views.setdefault(view.id, view)
        self._published[part.document.publisher.id] += 1
        for claim in part.annotated.claims:
            if claim.id in asked:
                self._add_chain(claim)

    def _add_chain(self, claim: Claim) -> None:
        self._relayed.update({hop.source for hop in claim.chain[1:-1]})
        self._originated[claim.origin] += 1

    def __iter__(self) -> Iterator[Cited]:
        """Those of most claims first."""
        found = (
            Cited(view, self._published[id_], self._relayed[id_], self._originated[id_]) for id_, view in self._views.items()
        )
        return iter(sorted(found, key=lambda c: (-c.originated - c.relayed, -c.published, c.view.name, c.view.id)))


def with_note(audit: Audit, note: str) -> Audit:
    """The audit with one more note."""
    return replace(audit, notes=(*audit.notes, note))
