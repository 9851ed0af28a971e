"""How a source did, as Markdown: what it published, how its claims stand, what others have otherwise than its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from provenance.report.source_record import SourceRecord
from provenance.report.text import counted
from provenance.report.wording import plain
from provenance.store.source_record import SourceClaim

Escape = Callable[[str | None], str]


def standing_markdown(record: SourceRecord, md: Escape) -> Iterator[str]:
    """The sections, line by line; `md` makes a text of a stranger harmless."""
    tally = record.tally
    if record.documents:
        yield from ("", "## Published", "")
        for one in record.documents:
            dated = f", {md(one.published)}" if one.published else ""
            yield f"- {md(one.title or one.locator)}{dated}: {counted(one.claims, 'claim')} ({md(one.locator)})"
    if tally.claims:
        yield from ("", "## Claims of which it is the origin", "")
        yield f"- claims: {tally.claims:,}"
        yield f"- hedged: {tally.hedged:,}"
        yield f"- denied: {tally.denied:,}, by the source itself"
        if tally.looked:
            yield f"- contradicted: {tally.opposed:,}, by other documents"
            yield f"- corroborated: {tally.corroborated:,}, by a further origin"
            yield f"- copied: {tally.copied:,}, by documents that add no origin"
            yield f"- alone: {tally.alone:,}, in one document"
        if tally.looked < tally.claims:
            yield f"- not compared with other documents yet: {tally.claims - tally.looked:,}"
        if record.mean is not None and record.median is not None:
            scale = f"{tally.strengths[0]:.2f} to {tally.strengths[-1]:.2f}"
            yield f"- strength: {scale}, mean {record.mean:.2f}, median {record.median:.2f}"
        yield from _claims("Strongest", record.strongest, md)
        yield from _claims("Weakest", record.weakest, md)
    if record.drifts:
        yield from ("", "## Its words, as others have them", "")
        yield ", ".join(f"{plain(kind)}: {count:,}" for kind, count in record.drifts)
        yield ""
        for drift in record.drift:
            yield f"- {md(drift.detail)} ({md(drift.publisher or drift.locator)}, `{drift.claim_id}`)"


def _claims(title: str, found: Sequence[SourceClaim], md: Escape) -> Iterator[str]:
    if found:
        yield from ("", f"### {title}", "")
    for one in found:
        strength = "not scored" if one.strength is None else f"{one.strength:.2f}"
        known = {"hedged": one.hedged, "contradicted": one.opposed, "corroborated": one.corroborated}
        marks = "".join(f", {word}" for word, holds in known.items() if holds)
        yield f"- {strength} “{md(one.text)}” (`{one.id}`, {md(one.locator)}, passage {one.passage}{marks})"
