"""Tables of what is known across documents: keys, links, origins, drift, and links judged by hand."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from provenance.store.base import COMPACT, HEX, KEY, Base

_CLAIM = ["claim.document", "claim.number"]


def _document(doc: str = "The document: document.key.") -> Mapped[int]:
    return mapped_column(KEY, primary_key=True, autoincrement=False, doc=doc)


class LinkedRow(Base):
    """A document whose claims were linked with those of all others."""

    __tablename__ = "linked"
    __table_args__ = (Index(None, "settled"),)

    document: Mapped[int] = mapped_column(
        KEY, ForeignKey("document.key", ondelete="CASCADE"), primary_key=True, autoincrement=False, doc="document.key."
    )
    detectors: Mapped[str] = mapped_column(doc="Methods and versions that links were looked for by, joined by blanks.")
    settled: Mapped[bool] = mapped_column(
        doc="False where it was linked, or a linked document changed, and its claims were not scored since."
    )


class ClaimKeyRow(Base):
    """A key under which a claim is found by claims that may say the same."""

    __tablename__ = "claim_key"
    __table_args__ = (
        ForeignKeyConstraint(["document", "claim"], _CLAIM, ondelete="CASCADE"),
        Index(None, "document", "claim"),
        COMPACT,
    )

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, doc="The key, below 2^63.")
    document: Mapped[int] = _document()
    claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="The claim: claim.number.")


class ClaimLinkRow(Base):
    """Two claims that say the same or the opposite. The first has the smaller id."""

    __tablename__ = "claim_link"
    __table_args__ = (
        ForeignKeyConstraint(["first_document", "first_claim"], _CLAIM, ondelete="CASCADE"),
        ForeignKeyConstraint(["second_document", "second_claim"], _CLAIM, ondelete="CASCADE"),
        CheckConstraint("kind IN ('same_text', 'same_claim', 'opposes')", name="kind"),
        Index(None, "second_document", "second_claim"),
        COMPACT,
    )

    first_document: Mapped[int] = _document("The document of the one: document.key.")
    first_claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="The one claim: claim.number.")
    second_document: Mapped[int] = _document("The document of the other: document.key.")
    second_claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="The other claim: claim.number.")
    kind: Mapped[str] = mapped_column(doc="same_text, same_claim or opposes.")
    score: Mapped[float] = mapped_column(doc="How sure it is, 0 to 1; 1 where somebody judged it by hand.")
    reason: Mapped[str] = mapped_column(doc="What the two share, in one sentence.")
    detector: Mapped[str] = mapped_column(doc="Method and version, or hand.")
    changes: Mapped[str] = mapped_column(doc="Words that differ between copies, a JSON array of [before, after].")


class ClaimOriginRow(Base):
    """To which origin a linked claim is counted, and how it stands among the claims of other documents."""

    __tablename__ = "claim_origin"
    __table_args__ = (
        ForeignKeyConstraint(["document", "claim"], _CLAIM, ondelete="CASCADE"),
        Index(None, "group_id"),
        COMPACT,
    )

    document: Mapped[int] = _document()
    claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="The claim: claim.number.")
    group_id: Mapped[str] = mapped_column(HEX, doc="The group of claims that say the same: its smallest claim id.")
    origin: Mapped[str] = mapped_column(
        doc="The origin that it counts to: source.id; 'unknown' for all that cannot be known, 'circle' for circular citation."
    )
    reason: Mapped[str] = mapped_column(
        doc="same_origin, transport, copied_text, same_relay, same_group, circular, unknown_origin, independent or alone."
    )
    detail: Mapped[str] = mapped_column(doc="The same in one sentence.")
    through: Mapped[str | None] = mapped_column(doc="Id of the claim that it was counted together with; null for the first.")
    others: Mapped[str] = mapped_column(doc="Further independent origins that state it, a JSON array of source ids.")
    copies: Mapped[int] = mapped_column(doc="Other documents with it that add no origin.")
    opposed: Mapped[str] = mapped_column(doc="Who denies or contradicts it, a JSON array of [source, named, claim id].")


class DriftRow(Base):
    """What a claim has otherwise than the text of the upstream that it is said to come from."""

    __tablename__ = "drift"
    __table_args__ = (
        ForeignKeyConstraint(["document", "claim"], _CLAIM, ondelete="CASCADE"),
        ForeignKeyConstraint(["upstream_document", "upstream_claim"], _CLAIM, ondelete="CASCADE"),
        Index(None, "upstream_document", "upstream_claim"),
        COMPACT,
    )

    document: Mapped[int] = _document()
    claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="The claim: claim.number.")
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="Place in the claim's list, from 0.")
    upstream_document: Mapped[int] = mapped_column(KEY, doc="The upstream's text: document.key.")
    upstream_claim: Mapped[int] = mapped_column(doc="The claim there: claim.number.")
    kind: Mapped[str] = mapped_column(
        doc="hedge_lost, hedge_added, source_named, source_unnamed, attribution_dropped, number_changed, date_changed or "
        "quotation_altered."
    )
    before: Mapped[str] = mapped_column(doc="The upstream's words.")
    after: Mapped[str] = mapped_column(doc="The words of the claim.")
    detail: Mapped[str] = mapped_column(doc="The same in one sentence.")


class LinkJudgementRow(Base):
    """What somebody judged by hand of two claims; kept by their words, so that it outlasts annotating anew."""

    __tablename__ = "link_judgement"
    __table_args__ = (CheckConstraint("kind IN ('same_text', 'same_claim', 'opposes', 'none')", name="kind"),)

    first: Mapped[str] = mapped_column(HEX, primary_key=True, doc="Id of the one claim when it was judged; the smaller one.")
    second: Mapped[str] = mapped_column(HEX, primary_key=True, doc="Id of the other.")
    kind: Mapped[str] = mapped_column(doc="The link that they have, or none.")
    note: Mapped[str] = mapped_column(doc="Why, in the words of who judged.")
    made: Mapped[str] = mapped_column(doc="When, UTC, ISO 8601.")
    first_document: Mapped[str] = mapped_column(doc="Public id of the document of the one: document.id.")
    first_text: Mapped[str] = mapped_column(doc="Its words.")
    second_document: Mapped[str] = mapped_column(doc="Public id of the document of the other.")
    second_text: Mapped[str] = mapped_column(doc="Its words.")


LINK_TABLES: tuple[type[Base], ...] = (LinkedRow, ClaimKeyRow, ClaimLinkRow, ClaimOriginRow, DriftRow, LinkJudgementRow)
