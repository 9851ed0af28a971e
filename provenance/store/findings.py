"""Tables of what was found in a document.

Every key begins with the document and goes on with places in its lists, so that rows need no numbers from the database.
Equal chains and equal contributions of one document are stored once (`chain`, `factor`) and referred to by their place.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from provenance.store.base import COMPACT, HEX, KEY, Base, Numbered, OfDocument, Piece


def _within(table: str, *columns: str, key: tuple[str, ...] = ("document", "number")) -> ForeignKeyConstraint:
    """The rows belong to a row of `table`, and go with it."""
    return ForeignKeyConstraint(columns, [f"{table}.{name}" for name in key], ondelete="CASCADE")


class _Part:
    """The document, for rows that belong to another finding (whose foreign key covers the document's)."""

    document: Mapped[int] = mapped_column(
        KEY, primary_key=True, autoincrement=False, sort_order=-9, doc="The document: document.key."
    )


_FOUND = "The id as found in the text, where a judgement made by hand says that another one is meant; else null."


class PassageRow(Numbered, Base):
    """One non-empty line or block."""

    __tablename__ = "passage"
    __table_args__ = (COMPACT,)

    passage: Mapped[int] = mapped_column(doc="Index that attributions, hedges and claims refer to.")
    kind: Mapped[str] = mapped_column(doc="body, headline, caption, furniture or credit.")
    item: Mapped[int] = mapped_column(doc="Story of a digest, from 0.")
    start_char: Mapped[int] = mapped_column(doc="First code point in document.text.")
    end_char: Mapped[int] = mapped_column(doc="Code point after the last.")


class ChainRow(Numbered, Base):
    """A chain from the publisher to the origin; claims and attributions of the document share equal ones."""

    __tablename__ = "chain"
    __table_args__ = (Index(None, "origin"), COMPACT)

    hops: Mapped[int] = mapped_column(doc="Number of hops.")
    origin: Mapped[str | None] = mapped_column(doc="The last of the chain: source.id.")
    relays: Mapped[str] = mapped_column(doc="Ids between publisher and origin, joined by ' > '; empty where there are none.")
    path: Mapped[str] = mapped_column(doc="All ids from the publisher to the origin, joined by ' > '.")


class HopRow(_Part, Base):
    """One link of a chain."""

    __tablename__ = "hop"
    __table_args__ = (_within("chain", "document", "chain"), Index(None, "source"), COMPACT)

    chain: Mapped[int] = mapped_column(primary_key=True, doc="The chain: chain.number.")
    position: Mapped[int] = mapped_column(primary_key=True, doc="Place in the chain; 0 is the publisher.")
    source: Mapped[str] = mapped_column(doc="Who: source.id, as judged by hand where somebody judged.")
    relation: Mapped[str] = mapped_column(doc="How the statement passed: published_by, reprinted_from, told_to, …")
    confidence: Mapped[float] = mapped_column(doc="How sure the hop is, 0 to 1.")
    evidence: Mapped[str] = mapped_column(doc="The words that prove it, pieces joined by ' … '; empty where none do.")
    source_found: Mapped[str | None] = mapped_column(doc=_FOUND)


class HopEvidenceRow(_Part, Piece, Base):
    """Where the words stand that prove a hop."""

    __tablename__ = "hop_evidence"
    __table_args__ = (_within("hop", "document", "chain", "position", key=("document", "chain", "position")), COMPACT)

    chain: Mapped[int] = mapped_column(primary_key=True, doc="The chain: chain.number.")
    position: Mapped[int] = mapped_column(primary_key=True, doc="The hop: hop.position.")


class AttributionRow(Numbered, Base):
    """A statement that the text ascribes to somebody."""

    __tablename__ = "attribution"
    __table_args__ = (Index(None, "id"), Index(None, "holder_id"), COMPACT)

    id: Mapped[str] = mapped_column(HEX, doc="Public id of the attribution.")
    passage: Mapped[int] = mapped_column(doc="The passage: passage.passage.")
    holder_id: Mapped[str] = mapped_column(doc="Who holds it: source.id.")
    holder_name: Mapped[str] = mapped_column(doc="Name to show.")
    holder_type: Mapped[str] = mapped_column(doc="Type of source.")
    holder_start: Mapped[int | None] = mapped_column(
        doc="First code point of the source's words; null where the text names nobody."
    )
    holder_end: Mapped[int | None] = mapped_column(doc="Code point after the last of them.")
    holder_text: Mapped[str | None] = mapped_column(doc="The source's words.")
    cue_start: Mapped[int | None] = mapped_column(doc="First code point of the cue; null where there is none.")
    cue_end: Mapped[int | None] = mapped_column(doc="Code point after the last of it.")
    cue_text: Mapped[str | None] = mapped_column(doc="The cue as written.")
    lemma: Mapped[str] = mapped_column(doc="The cue's base form.")
    stance: Mapped[str] = mapped_column(doc="How the cue reports: neutral, assertive, distancing, …")
    polarity: Mapped[str] = mapped_column(doc="affirms, denies or withholds.")
    mode: Mapped[str] = mapped_column(doc="direct, mixed or indirect.")
    chain: Mapped[int] = mapped_column(doc="Its chain: chain.number.")
    confidence: Mapped[float] = mapped_column(doc="How sure the finding is, 0 to 1.")
    detector: Mapped[str] = mapped_column(doc="Rule or model version that found it.")
    parent: Mapped[int | None] = mapped_column(doc="The attribution around it: attribution.number.")
    channel_id: Mapped[str | None] = mapped_column(doc="Outlet, platform, event or document through which it came: source.id.")
    channel_name: Mapped[str | None] = mapped_column(doc="Its name.")
    channel_relation: Mapped[str | None] = mapped_column(doc="told_to, interview_with, posted_on, …")
    channel_start: Mapped[int | None] = mapped_column(doc="First code point of the channel's words.")
    channel_end: Mapped[int | None] = mapped_column(doc="Code point after the last of them.")
    date: Mapped[str | None] = mapped_column(doc="Date of the statement, as stated.")
    holder_found: Mapped[str | None] = mapped_column(doc=_FOUND)
    channel_found: Mapped[str | None] = mapped_column(doc=_FOUND)


class AttributionContentRow(_Part, Piece, Base):
    """A piece of what an attribution ascribes."""

    __tablename__ = "attribution_content"
    __table_args__ = (_within("attribution", "document", "attribution"), COMPACT)

    attribution: Mapped[int] = mapped_column(primary_key=True, doc="The attribution: attribution.number.")


class HedgeRow(Numbered, Base):
    """A word that lowers commitment (a booster raises it)."""

    __tablename__ = "hedge"
    __table_args__ = (COMPACT,)

    id: Mapped[str] = mapped_column(HEX, doc="Public id of the hedge.")
    passage: Mapped[int] = mapped_column(doc="The passage: passage.passage.")
    start_char: Mapped[int] = mapped_column(doc="First code point in document.text.")
    end_char: Mapped[int] = mapped_column(doc="Code point after the last.")
    text: Mapped[str] = mapped_column(doc="The words.")
    category: Mapped[str] = mapped_column(doc="reportative, modal, adverb, … or booster, which raises commitment.")
    certainty: Mapped[float] = mapped_column(doc="What is left of full commitment, 0 to 1.")
    basis: Mapped[str] = mapped_column(doc="Where that number comes from: survey or judgement.")
    scope_start: Mapped[int] = mapped_column(doc="First code point of the words that it governs.")
    scope_end: Mapped[int] = mapped_column(doc="Code point after the last of them.")
    detector: Mapped[str] = mapped_column(doc="Rule or model version that found it.")
    attribution: Mapped[int | None] = mapped_column(doc="The attribution that it belongs to: attribution.number.")


class CreditRow(Numbered, Base):
    """One thing that the text or the markup says of where the document comes from; kept also where two disagree."""

    __tablename__ = "credit"
    __table_args__ = (Index(None, "source"), COMPACT)

    signal: Mapped[str] = mapped_column(
        doc="Family of the rule (dateline, …) or name of the markup signal (json_ld.provider, …)."
    )
    role: Mapped[str] = mapped_column(
        doc="publisher, upstream, author, contributor, cited, picture, address, transport or post: what it says of its source."
    )
    value: Mapped[str] = mapped_column(doc="The name or address as stated.")
    source: Mapped[str | None] = mapped_column(
        doc="What that resolves to: source.id; null where nobody or several are known by it."
    )
    candidates: Mapped[str] = mapped_column(doc="The sources that it may mean, a JSON array of ids.")
    start_char: Mapped[int | None] = mapped_column(doc="First code point of the credit's words; null where only markup has it.")
    end_char: Mapped[int | None] = mapped_column(doc="Code point after the last of them.")
    path: Mapped[str] = mapped_column(doc="Place in the markup; empty for words of the text.")
    item: Mapped[int | None] = mapped_column(doc="Story of a digest that it counts for; null: the whole document.")
    confidence: Mapped[float] = mapped_column(doc="How sure it is, 0 to 1.")
    detector: Mapped[str] = mapped_column(doc="The rule that found it.")
    source_found: Mapped[str | None] = mapped_column(doc=_FOUND)


class FindingRow(Numbered, Base):
    """Something that a reader must know before trusting the document's chains."""

    __tablename__ = "finding"
    __table_args__ = (COMPACT,)

    kind: Mapped[str] = mapped_column(
        doc="publishers_differ, upstreams_differ, canonical_elsewhere, loop_cut or name_unresolved."
    )
    detail: Mapped[str] = mapped_column(doc="The same in one sentence.")
    sources: Mapped[str] = mapped_column(doc="The sources that it is about, a JSON array of ids.")
    spans: Mapped[str] = mapped_column(doc="The words that it rests on, a JSON array of [start, end].")


class UpstreamRow(Numbered, Base):
    """A source that the document, or one story of a digest, is credited to."""

    __tablename__ = "upstream"
    __table_args__ = (Index(None, "source"), COMPACT)

    source: Mapped[str] = mapped_column(doc="Who: source.id.")
    name: Mapped[str] = mapped_column(doc="Name to show.")
    relation: Mapped[str] = mapped_column(doc="reprinted_from, wire_credit, …")
    signal: Mapped[str] = mapped_column(doc="What told it: the rule's family, or the markup signal's name.")
    start_char: Mapped[int | None] = mapped_column(doc="First code point of the credit; null where only markup has it.")
    end_char: Mapped[int | None] = mapped_column(doc="Code point after the last.")
    text: Mapped[str | None] = mapped_column(doc="The words of the credit.")
    confidence: Mapped[float] = mapped_column(doc="How sure it is, 0 to 1.")
    value: Mapped[str] = mapped_column(doc="The markup signal's value.")
    path: Mapped[str] = mapped_column(doc="Place in the markup.")
    item: Mapped[int | None] = mapped_column(doc="Story of a digest that it counts for; null: the whole document.")
    source_found: Mapped[str | None] = mapped_column(doc=_FOUND)


class ClaimRow(Base):
    """An assertion of the document. Its text is searched by the database's full-text search."""

    __tablename__ = "claim"
    __table_args__ = (
        _within("document", "document", key=("key",)),
        UniqueConstraint("document", "number"),
        Index(None, "document", "chain"),
        Index(None, "id"),
    )

    key: Mapped[int] = mapped_column(KEY, primary_key=True, doc="Number of the row, for the full-text search alone.")
    document: Mapped[int] = mapped_column(KEY, doc="The document: document.key.")
    number: Mapped[int] = mapped_column(doc="Place in the document's list, from 0.")
    id: Mapped[str] = mapped_column(HEX, doc="Public id of the claim.")
    passage: Mapped[int] = mapped_column(doc="The passage: passage.passage.")
    text: Mapped[str] = mapped_column(doc="Its words, pieces joined by ' … '.")
    chain: Mapped[int] = mapped_column(doc="Its chain: chain.number.")
    attribution: Mapped[int | None] = mapped_column(doc="The attribution whose content it is; null: the author's own words.")
    polarity: Mapped[str] = mapped_column(doc="affirms, denies or withholds.")


class ClaimSpanRow(_Part, Piece, Base):
    """A piece of a claim."""

    __tablename__ = "claim_span"
    __table_args__ = (_within("claim", "document", "claim"), COMPACT)

    claim: Mapped[int] = mapped_column(primary_key=True, doc="The claim: claim.number.")


class ClaimHedgeRow(_Part, Base):
    """A hedge that stands in a claim's words, or that belongs to the claim's attribution; a booster is none."""

    __tablename__ = "claim_hedge"
    __table_args__ = (_within("claim", "document", "claim"), COMPACT)

    claim: Mapped[int] = mapped_column(primary_key=True, doc="The claim: claim.number.")
    hedge: Mapped[int] = mapped_column(primary_key=True, doc="The hedge: hedge.number.")


class ScoreRow(_Part, Base):
    """The strength of a claim by one model."""

    __tablename__ = "score"
    __table_args__ = (
        _within("claim", "document", "claim"),
        CheckConstraint("credibility BETWEEN 1 AND 6", name="credibility"),
        COMPACT,
    )

    claim: Mapped[int] = mapped_column(primary_key=True, doc="The claim: claim.number.")
    model: Mapped[int] = mapped_column(primary_key=True, doc="The model: model.key.")
    strength: Mapped[float] = mapped_column(doc="Logistic of the sum of the points, between 0 and 1.")
    reliability: Mapped[str | None] = mapped_column(doc="Grade of the origin, A to F; null where nobody rated it.")
    credibility: Mapped[int] = mapped_column(doc="1 (confirmed) to 5; 6 where it cannot be judged.")


class FactorRow(Numbered, Base):
    """A row of a score, stored once for all claims of the document that share it."""

    __tablename__ = "factor"
    __table_args__ = (COMPACT,)

    feature: Mapped[str] = mapped_column(doc="Name of the feature.")
    value: Mapped[str] = mapped_column(doc="Its value.")
    points: Mapped[float] = mapped_column(doc="What it adds, in log-odds.")
    reason: Mapped[str] = mapped_column(doc="Why, in plain words.")
    evidence: Mapped[str] = mapped_column(doc="The words that it rests on, pieces joined by ' … '.")


class FactorSpanRow(_Part, Piece, Base):
    """Where the words stand that a factor rests on."""

    __tablename__ = "factor_span"
    __table_args__ = (_within("factor", "document", "factor"), COMPACT)

    factor: Mapped[int] = mapped_column(primary_key=True, doc="The factor: factor.number.")


class ContributionRow(_Part, Base):
    """Which factors make up a score, in order."""

    __tablename__ = "contribution"
    __table_args__ = (_within("score", "document", "claim", "model", key=("document", "claim", "model")), COMPACT)

    claim: Mapped[int] = mapped_column(primary_key=True, doc="The claim: claim.number.")
    model: Mapped[int] = mapped_column(primary_key=True, doc="The model: model.key.")
    number: Mapped[int] = mapped_column(primary_key=True, doc="Place in the score's list, from 0.")
    factor: Mapped[int] = mapped_column(doc="The factor: factor.number.")


FINDINGS: tuple[type[Base], ...] = (
    PassageRow,
    ChainRow,
    HopRow,
    HopEvidenceRow,
    AttributionRow,
    AttributionContentRow,
    HedgeRow,
    CreditRow,
    FindingRow,
    UpstreamRow,
    ClaimRow,
    ClaimSpanRow,
    ClaimHedgeRow,
    ScoreRow,
    FactorRow,
    FactorSpanRow,
    ContributionRow,
)
"""All tables of findings, each after those that it belongs to."""

__all__ = [*(row.__name__ for row in FINDINGS), "FINDINGS", "OfDocument"]
