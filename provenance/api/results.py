"""An annotated document and the audit of a claim that show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from provenance import records
from provenance.api.rows import Rows
from provenance.errors import UsageError
from provenance.records import Claim
from provenance.report.audit import Audit as AuditData
from provenance.report.text import clean, counted, cut

if TYPE_CHECKING:
    from provenance.registry import Entity, Rating, Registry
    from provenance.report.document import DocumentAudit

IN_MEMORY = "-"
"""The path of what was not read from a file, as that of standard input."""

LARGEST_PAGE = 2_000_000
"""Characters of a page that a notebook shows, and keeps in its file; of a larger document it shows the table of its claims."""

HEIGHT = 480
"""Pixels of the frame, which can be pulled larger."""

SHORTEST_PREFIX = 6


class AnnotatedDocument(records.AnnotatedDocument):
    """A document with all that was found in it. In a notebook it shows its text with highlights and a card for each claim.

    The fields are those of `provenance.records.AnnotatedDocument`. It equals another one of the same fields.
    """

    __slots__ = ("_ratings", "_registry")

    _registry: Registry | None
    _ratings: tuple[Rating, ...]

    @classmethod
    def of(
        cls, annotated: records.AnnotatedDocument, registry: Registry | None = None, ratings: Iterable[Rating] = ()
    ) -> AnnotatedDocument:
        """The same document with ways to look at it. `registry` tells what kind of source each is; None: the shipped one."""
        made = cls(*(getattr(annotated, field.name) for field in fields(records.AnnotatedDocument)))
        object.__setattr__(made, "_registry", registry)  # the record is frozen
        object.__setattr__(made, "_ratings", tuple(ratings))
        return made

    def __repr__(self) -> str:
        document = self.document
        path = document.path if document.path != IN_MEMORY else None
        name = cut(clean(document.title or path or document.url or document.text[:200]), 60)
        found = (counted(len(self.claims), "claim"), counted(len(self.attributions), "attribution"))
        return f"<AnnotatedDocument {name!r}: {', '.join(found)}>"

    @property
    def text(self) -> str:
        """The document's text; all spans count its code points."""
        return self.document.text

    def words(self, claim: Claim) -> str:
        """The words of a claim; pieces are joined by " … "."""
        return " … ".join(span.of(self.text) for span in claim.spans)

    def claim(self, claim_id: str) -> Claim:
        """The claim with this id, or whose id alone begins so (6 digits at least). Raises UsageError where none does."""
        found = [one for one in self.claims if one.id.startswith(claim_id)]
        if len(claim_id) < SHORTEST_PREFIX or len(found) != 1:
            raise UsageError(f"document {self.document.id} has no claim {claim_id!r}; claims_table() lists them")
        return found[0]

    def claims_table(self) -> Rows:
        """One row for each claim, in the order of the text; `source` is null for a statement of the author's own.

        `chain` has the names from the publisher to the origin, joined by " > ", `hedges` the words, joined by ", ".
        """
        columns = ("claim_id", "text", "source", "cue", "mode", "polarity", "chain", "hedges", "strength")
        rows = (
            (c.id, c.text, c.source, c.cue, c.mode, c.polarity, " > ".join(c.chain), ", ".join(c.hedges), c.strength)
            for c in self._data().claims
        )
        return Rows(columns, rows)

    def audit(self, claim_id: str) -> Audit:
        """The audit of one claim by this document alone; `Database.audit` looks at others too."""
        from provenance.report.audit import build_audit

        return Audit.of(build_audit(self, self.claim(claim_id).id, self._entities(), self._rated()))

    def to_json(self) -> dict[str, Any]:
        """The document in the public shape, as `provenance annotate --format jsonl` prints it."""
        from provenance.export import to_json

        return to_json(self)

    def _data(self) -> DocumentAudit:
        from provenance.report.document import build_document

        return build_document(self, self._entities(), self._rated())

    def _entities(self) -> Mapping[str, Entity]:
        # What dataclasses.replace or pickle made has no registry of its own.
        return (getattr(self, "_registry", None) or shipped_registry()).entities

    def _rated(self) -> tuple[Rating, ...]:
        return getattr(self, "_ratings", ())

    def _repr_html_(self) -> str:
        """The page of the document in a frame, so that neither its style nor anything in it reaches the notebook."""
        from provenance.report.html import document_page

        if len(self.text) > LARGEST_PAGE // 10:
            return self.claims_table()._repr_html_()
        page = document_page(self, self._data())
        return framed(page) if len(page) <= LARGEST_PAGE else self.claims_table()._repr_html_()


class Audit(AuditData):
    """The audit of one claim: its chain with proofs, hedges, corroboration, and the score row by row. `print` gives text."""

    __slots__ = ()

    @classmethod
    def of(cls, audit: AuditData) -> Audit:
        """The same audit with ways to look at it."""
        return cls(*(getattr(audit, field.name) for field in fields(AuditData)))

    def __repr__(self) -> str:
        strength = "not scored" if self.strength is None else f"strength {self.strength:.2f}"
        return f"<Audit of {self.claim_id}, {strength}: {' < '.join(clean(step.source.name) for step in self.chain)}>"

    def __str__(self) -> str:
        from provenance.report.terminal import audit_lines
        from provenance.report.terminal.canvas import PLAIN

        return "\n".join(audit_lines(self, PLAIN))

    def _repr_html_(self) -> str:
        from provenance.report.html import audit_page

        return framed(audit_page(self))


def framed(page: str) -> str:
    """A page as a frame that runs no script and shares nothing with the notebook around it.

    The base lets links within the page stay within the frame: without it they would load the notebook's own address there.
    """
    inner = page.replace("<head>", '<head><base href="about:srcdoc">', 1)
    style = f"width:100%;height:{HEIGHT}px;border:1px solid #8888;resize:vertical;background:#fff"
    return f'<iframe sandbox="" title="provenance" style="{style}" srcdoc="{escape(inner, quote=True)}"></iframe>'


@cache
def shipped_registry() -> Registry:
    """The registry of this program, read once."""
    from provenance.registry import load_registry

    return load_registry()
