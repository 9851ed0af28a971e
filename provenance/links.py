"""What is known of claims across documents: how two of them are linked, what stands behind them, and what changed on the way.

These records travel from `claims` to `score`, `store` and `report`. A claim is named by its id (`Claim.id`), a document by the
fingerprint of its content, so that all of it can be found again after a second annotation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from provenance.records import Hop, Polarity

LinkKind = Literal["same_text", "same_claim", "opposes"]
"""Copied or lightly edited words; the same assertion in other words; one denies or contradicts what the other states."""
OriginReason = Literal[
    "alone", "same_origin", "same_relay", "copied_text", "same_group", "circular", "unknown_origin", "transport", "independent"
]
"""Why a claim was counted to the origin that it was counted to; the first claim of an origin is "alone" or "independent"."""
DriftKind = Literal[
    "hedge_lost",
    "hedge_added",
    "source_named",
    "source_unnamed",
    "attribution_dropped",
    "number_changed",
    "date_changed",
    "quotation_altered",
]

LINK_KINDS: tuple[str, ...] = get_args(LinkKind)
ORIGIN_REASONS: tuple[str, ...] = get_args(OriginReason)
DRIFT_KINDS: tuple[str, ...] = get_args(DriftKind)


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as it is compared with those of other documents.

    `text` are its words, pieces joined by " … ". `document` is the same for all claims of one document. `chain` goes from the
    publisher to the origin. `title` and `published` are the document's, as stated. `holder` is the words that name who
    states it ("" for the author's own).
    """

    id: str
    document: str
    text: str
    chain: tuple[Hop, ...]
    polarity: Polarity = "affirms"
    language: str | None = None
    title: str | None = None
    published: str | None = None
    holder: str = ""

    @property
    def origin(self) -> str:
        """The id at the end of the chain."""
        return self.chain[-1].source


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the one claim that stand otherwise in the other; "" where nothing stands for them."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """Two claims that say the same or the opposite. `first` < `second`, both claim ids.

    `score` in [0, 1] is how sure the link is; `reason` is one sentence for people that names what they share; `changes` are
    the words that differ between copies, from `first` to `second`; `detector` names method and version ("same-text/1").
    """

    first: str
    second: str
    kind: LinkKind
    score: float
    reason: str
    detector: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedTo:
    """To which origin a claim was counted, within its group of linked claims (`group`: id of the group's smallest claim).

    `origin` is the key of the origin: a source's id, or one that stands for somebody who cannot be known. `reason` says why, and
    `detail` the same in one sentence. `through` is the claim that it was collapsed with, None for the first of its origin.
    """

    claim: str
    group: str
    origin: str
    reason: OriginReason
    detail: str
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed between a claim and the text of the upstream that it is said to come from (`upstream`: the claim there).

    `before` are the upstream's words, `after` those of the claim.
    """

    claim: str
    upstream: str
    kind: DriftKind
    before: str
    after: str
    detail: str


@dataclass(frozen=True, slots=True)
class Opposition:
    """Somebody who denies or contradicts a claim: the source's id, whether the text names it, and the claim that says so."""

    source: str
    named: bool
    claim: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands among those of other documents.

    `others` are the further independent origins that state it, in the order of their ids; `copies` counts the claims of other
    documents that add no origin; `opposed` are those who deny it; `circular` is whether its support runs in a circle.
    """

    others: tuple[str, ...] = ()
    copies: int = 0
    opposed: tuple[Opposition, ...] = ()
    circular: bool = False
    drift: tuple[Drift, ...] = ()
