"""Tables of what was read and who is known: runs, rejected inputs, documents, sightings, sources, ratings, models.

The tables of what was found in a document are in `findings`.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from provenance.store.base import COMPACT, HEX, KEY, Base, OfDocument


class RunRow(Base):
    """One call of the program that stored something."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(KEY, primary_key=True, doc="Number of the run.")
    program_version: Mapped[str] = mapped_column(doc="Version of the program.")
    lexicon_digest: Mapped[str] = mapped_column(doc="Digest of the lexicons that it used.")
    registry_digest: Mapped[str] = mapped_column(doc="Digest of the registry of sources that it used.")
    started: Mapped[str] = mapped_column(doc="When it began, UTC, ISO 8601.")
    finished: Mapped[str | None] = mapped_column(doc="When it ended; null where it was broken off.")
    arguments: Mapped[str] = mapped_column(doc="Its arguments, a JSON array of strings.")
    counts: Mapped[str] = mapped_column(doc="What it counted, a JSON object of numbers.")


class RejectedRow(Base):
    """An input that could not be read."""

    __tablename__ = "rejected"
    __table_args__ = (Index(None, "run"),)

    key: Mapped[int] = mapped_column(KEY, primary_key=True, doc="Number of the row.")
    run: Mapped[int] = mapped_column(KEY, ForeignKey("run.id"), doc="The run that met it: run.id.")
    locator: Mapped[str] = mapped_column(doc="File, or file and line (a.jsonl:17), or address.")
    reason: Mapped[str] = mapped_column(
        doc="Why: missing, unreadable, empty, binary, too_large, bad_record, no_text, no_documents, refused, failed, crashed, "
        "timeout."
    )
    detail: Mapped[str] = mapped_column(doc="The same in one sentence.")


class DocumentRow(Base):
    """A text as read, once for each content. Large columns stand last, so that the others are read without them."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("fingerprint"),
        Index(None, "id", postgresql_using="hash"),
        Index(None, "locator", postgresql_using="hash"),
        Index(None, "publisher_id"),
        Index(None, "text_sha256"),
        Index(None, "published"),
    )

    key: Mapped[int] = mapped_column(KEY, primary_key=True, doc="Number of the document in this database.")
    id: Mapped[str] = mapped_column(doc="Public id: the record's own, else derived from the bytes.")
    fingerprint: Mapped[str] = mapped_column(HEX, doc="20 hexadecimal digits over id and sha256: one row for each content.")
    locator: Mapped[str] = mapped_column(doc="Where it was first read: file, file and line, or address.")
    revision: Mapped[int] = mapped_column(doc="Its number among the contents of that locator, from 1.")
    is_current: Mapped[bool] = mapped_column(doc="Whether some locator still held it when last read. Views show these alone.")
    run: Mapped[int] = mapped_column(KEY, ForeignKey("run.id"), doc="The run that annotated it: run.id.")
    sha256: Mapped[str] = mapped_column(doc="SHA-256 of the bytes as read.")
    text_sha256: Mapped[str] = mapped_column(doc="SHA-256 of the text as UTF-8; equal for reprints word for word.")
    path: Mapped[str | None] = mapped_column(doc="The file as the user named it.")
    line: Mapped[int | None] = mapped_column(doc="Line of a JSON-lines file, or number of a feed's item, from 1.")
    url: Mapped[str | None] = mapped_column(doc="Address that it was fetched from.")
    canonical_url: Mapped[str | None] = mapped_column(doc="Address that the page itself states.")
    title: Mapped[str | None] = mapped_column(doc="Title as stated by the record or page.")
    language: Mapped[str | None] = mapped_column(doc="ISO 639-1 code; null where it cannot be told.")
    published: Mapped[str | None] = mapped_column(doc="Date of publication, as stated.")
    media_type: Mapped[str] = mapped_column(doc="Media type (text/plain, text/html, …).")
    encoding: Mapped[str] = mapped_column(doc="Encoding of the bytes.")
    publisher_id: Mapped[str | None] = mapped_column(doc="Who published it: source.id; null where nothing says so.")
    publisher_name: Mapped[str | None] = mapped_column(doc="The publisher's name.")
    publisher_signal: Mapped[str | None] = mapped_column(doc="What told the publisher (the signal's name).")
    publisher_confidence: Mapped[float | None] = mapped_column(doc="How sure that is, 0 to 1.")
    publisher_evidence: Mapped[str | None] = mapped_column(doc="The words that say so, a JSON array of [start, end].")
    byline: Mapped[str] = mapped_column(doc="Authors as stated, a JSON array of strings.")
    notes: Mapped[str] = mapped_column(doc="What the program could not do, a JSON array of sentences.")
    metadata_json: Mapped[str] = mapped_column("metadata", doc="Unknown fields of the record, a JSON object.")
    signals: Mapped[str] = mapped_column(doc="What the markup says outside the text, a JSON array of [name, value, path].")
    links: Mapped[str] = mapped_column(doc="Hyperlinks, a JSON array of [start, end, address].")
    blocks: Mapped[str] = mapped_column(doc="Block elements, a JSON array of [start, end, tag, path, main].")
    oddities: Mapped[str | None] = mapped_column(
        doc="What U+FFFD stands for in text where no database keeps it (NUL, lone surrogates): a JSON array of [offset, code]."
    )
    text: Mapped[str] = mapped_column(doc="The canonical text; all offsets are code points into it.")
    posts: Mapped[str] = mapped_column(
        server_default="[]",
        doc="Embedded posts, a JSON array of [platform, account, name, address, date, start, end, path].",
    )
    publisher_found: Mapped[str | None] = mapped_column(
        doc="The publisher's id as found, where a judgement made by hand says that another one is meant; else null."
    )


class SightingRow(Base):
    """A content under a locator: one row for each revision of a file, a record or an address."""

    __tablename__ = "sighting"
    __table_args__ = (Index(None, "document"), Index(None, "locator", postgresql_using="hash"))

    series: Mapped[str] = mapped_column(
        HEX, primary_key=True, doc="20 hexadecimal digits that all revisions of one locator share."
    )
    revision: Mapped[int] = mapped_column(primary_key=True, doc="Number of the revision, from 1.")
    locator: Mapped[str] = mapped_column(doc="File, file and line, or address.")
    document: Mapped[int] = mapped_column(KEY, ForeignKey("document.key", ondelete="CASCADE"), doc="What it held: document.key.")
    run: Mapped[int] = mapped_column(KEY, ForeignKey("run.id"), doc="The run that saw it first: run.id.")
    is_current: Mapped[bool] = mapped_column(doc="Whether it is the newest revision of its locator.")


class SourceTable(Base):
    """Everybody who is named as publisher, relay or origin. Those that the registry knows carry its metadata."""

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(primary_key=True, doc="The registry's id, else one made from the name.")
    name: Mapped[str] = mapped_column(doc="Name to show.")
    type: Mapped[str] = mapped_column(doc="Kind of source: person, official_body, news_outlet, …")
    known: Mapped[bool] = mapped_column(doc="Whether the registry has it.")
    kind: Mapped[str | None] = mapped_column(doc="Kind of outlet by the registry.")
    country: Mapped[str | None] = mapped_column(doc="Country by the registry.")
    owner: Mapped[str | None] = mapped_column(doc="Owner by the registry.")
    funding: Mapped[str | None] = mapped_column(doc="Funding by the registry.")
    editorial_control: Mapped[str | None] = mapped_column(doc="Who controls its content, by the registry.")
    parent: Mapped[str | None] = mapped_column(doc="The source that it belongs to: source.id.")


class RatingTable(Base):
    """What a rater says of a source, on one scale, of one topic or of all. A source that nobody rated has no row."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("scale IN ('reliability', 'editorial_control')", name="scale"),
        CheckConstraint("grade IN ('A', 'B', 'C', 'D', 'E', 'F')", name="grade"),
        CheckConstraint("value BETWEEN 0 AND 1", name="value"),
    )

    source: Mapped[str] = mapped_column(ForeignKey("source.id"), primary_key=True, doc="The source: source.id.")
    rater: Mapped[str] = mapped_column(primary_key=True, doc="Who rated it.")
    rated_on: Mapped[str] = mapped_column(primary_key=True, doc="Date of the rating, ISO 8601.")
    scale: Mapped[str] = mapped_column(primary_key=True, doc="What was rated: reliability or editorial_control.")
    topic: Mapped[str] = mapped_column(primary_key=True, doc="What of the source was rated; empty: the whole of it.")
    grade: Mapped[str | None] = mapped_column(
        doc="A (reliable) to E (unreliable), F (cannot be judged); null where the rating gives no grade."
    )
    value: Mapped[float | None] = mapped_column(doc="Reliability from 0 (worst) to 1 (best), where the rater gives a number.")
    control: Mapped[str | None] = mapped_column(doc="Who controls the content by this rater, in the words of editorial_control.")
    raw: Mapped[str] = mapped_column(doc="The rating as it stands in the imported file.")
    licence: Mapped[str | None] = mapped_column(doc="Terms under which the rating may be used.")
    file_sha256: Mapped[str | None] = mapped_column(doc="SHA-256 of the imported file.")
    imported_on: Mapped[str | None] = mapped_column(doc="When it was imported, UTC, ISO 8601.")


class JudgementTable(Base):
    """What somebody judged by hand of who a source is. What was found stays beside what is meant."""

    __tablename__ = "judgement"
    __table_args__ = (CheckConstraint("kind IN ('merge', 'alias', 'split')", name="kind"),)

    source: Mapped[str] = mapped_column(primary_key=True, doc="The id that it is about; of an alias, the id made from the name.")
    document: Mapped[str] = mapped_column(
        primary_key=True, doc="Public id of the one document that it counts for: document.id; empty: everywhere."
    )
    kind: Mapped[str] = mapped_column(
        doc="merge (two ids are one), alias (a name means a source) or split (another one is meant)."
    )
    meant: Mapped[str] = mapped_column(doc="The source that is meant: source.id.")
    name: Mapped[str] = mapped_column(doc="The name that an alias is made from, or that a split gives; else empty.")
    note: Mapped[str] = mapped_column(doc="Why, in the words of who judged.")
    made: Mapped[str] = mapped_column(doc="When, UTC, ISO 8601.")


class ModelRow(Base):
    """A score model, numbered in the order in which this database met them: the highest number is the newest."""

    __tablename__ = "model"
    __table_args__ = (UniqueConstraint("name"),)

    key: Mapped[int] = mapped_column(KEY, primary_key=True, doc="Number of the model in this database.")
    name: Mapped[str] = mapped_column(doc="Name and version of the model.")


class DocumentSourceRow(OfDocument, Base):
    """A source under the name that one document gives it, as found."""

    __tablename__ = "document_source"
    __table_args__ = (Index(None, "source"), COMPACT)

    source: Mapped[str] = mapped_column(primary_key=True, doc="The source: source.id.")
    number: Mapped[int] = mapped_column(doc="Place in the document's list, from 0.")
    name: Mapped[str] = mapped_column(doc="Its name in the document.")
    type: Mapped[str] = mapped_column(doc="Its type as the document tells it.")
    known: Mapped[bool] = mapped_column(doc="Whether the registry of that run had it.")
