"""What a scoring model may look at: the facts of one claim, gathered from the records, without any text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.claims.specificity import Setting, Wording
from provenance.records import (
    UNKNOWN_PUBLISHER,
    UNRESOLVED,
    UNSPECIFIED,
    Attribution,
    Channel,
    Claim,
    Grade,
    Hedge,
    HedgeCategory,
    Hop,
    Mode,
    Polarity,
    SourceRef,
    SourceType,
    Stance,
)
from provenance.spans import Span

UNNAMED_PREFIXES = ("anon:", "group:", UNRESOLVED)
UNNAMED_TYPES: tuple[SourceType, ...] = ("anonymous", "group", "unspecified")


@dataclass(frozen=True, slots=True)
class HedgeFact:
    """A hedge in the claim. `certainty` in [0, 1] is what is left of full commitment."""

    category: HedgeCategory
    certainty: float
    span: Span


@dataclass(frozen=True, slots=True)
class Rating:
    """The reliability of a source by somebody who rated it. `rater` names them for the reader."""

    grade: Grade
    rater: str


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Everything that a model may know of one claim.

    `mode` is None for a statement of the author's own; `holder_*` then speak of the publisher. `named` is whether the text
    names the holder, `office` whether it also gives an office or title ("minister", "spokesperson"). `date` is when it was said,
    as stated. `linked` is the address of the document where it was said. `hop_types` runs beside `chain`. `rating` is
    of the origin, None where nobody rated it. `confidence` in [0, 1] is the detector's. `language` is an ISO 639-1 code.
    `source_span` and `cue_span` are the words that name the holder and that ascribe. `wording` counts
    the claim's words and `setting` those of the text around it; both are None where nobody counted, as in a language other than
    English. Raises ValueError where `chain` is empty or `hop_types` is of another length.
    """

    chain: tuple[Hop, ...]
    hop_types: tuple[SourceType, ...]
    holder_id: str
    holder_type: SourceType
    named: bool
    mode: Mode | None = None
    polarity: Polarity = "affirms"
    lemma: str = ""
    stance: Stance = "neutral"
    office: bool = False
    date: str | None = None
    channel: Channel | None = None
    linked: str | None = None
    hedges: tuple[HedgeFact, ...] = ()
    rating: Rating | None = None
    confidence: float = 1.0
    language: str | None = None
    source_span: Span | None = None
    cue_span: Span | None = None
    wording: Wording | None = None
    setting: Setting | None = None

    def __post_init__(self) -> None:
        if not self.chain or len(self.chain) != len(self.hop_types):
            raise ValueError(f"a chain of {len(self.chain)} hops came with {len(self.hop_types)} types; give one type per hop")


def facts_of(
    claim: Claim,
    attribution: Attribution | None,
    hedges: Iterable[Hedge],
    sources: Mapping[str, SourceRef],
    *,
    rating: Rating | None = None,
    office: bool = False,
    linked: str | None = None,
    language: str | None = None,
    wording: Wording | None = None,
    setting: Setting | None = None,
) -> ClaimFacts:
    """The facts of a claim, put together from the records of its document.

    `hedges` are those of this claim alone. `sources` are the document's, by id; a hop that is not among them counts as
    unspecified. `rating` is the origin's.
    """
    hop_types = tuple(_type(hop.source, sources) for hop in claim.chain)
    found = tuple(HedgeFact(h.category, h.certainty, h.span) for h in hedges)
    if attribution is None:
        return ClaimFacts(
            chain=claim.chain,
            hop_types=hop_types,
            holder_id=claim.origin,
            holder_type=hop_types[-1],
            named=is_named(claim.origin, hop_types[-1]),
            polarity=claim.polarity,
            linked=linked,
            hedges=found,
            rating=rating,
            language=language,
            wording=wording,
            setting=setting,
        )
    holder = attribution.holder
    return ClaimFacts(
        chain=claim.chain,
        hop_types=hop_types,
        holder_id=holder.id,
        holder_type=holder.type,
        named=is_named(holder.id, holder.type),
        mode=attribution.mode,
        polarity=claim.polarity,
        lemma=attribution.lemma,
        stance=attribution.stance,
        office=office,
        date=attribution.date,
        channel=attribution.channel,
        linked=linked,
        hedges=found,
        rating=rating,
        confidence=attribution.confidence,
        language=language,
        source_span=holder.span,
        cue_span=attribution.cue,
        wording=wording,
        setting=setting,
    )


def is_named(source: str, kind: SourceType) -> bool:
    """Whether the id and the type say that the text names this source."""
    return (
        kind not in UNNAMED_TYPES and source not in (UNSPECIFIED, UNKNOWN_PUBLISHER) and not source.startswith(UNNAMED_PREFIXES)
    )


def _type(source: str, sources: Mapping[str, SourceRef]) -> SourceType:
    found = sources.get(source)
    return found.type if found else "unspecified"
