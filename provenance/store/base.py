"""The declarative base of all tables: names of constraints, column types, and the columns that most tables share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Double, ForeignKey, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""How constraints are named, so that a migration can name what it drops on every database."""

KEY = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives; SQLite counts rows only in columns of type INTEGER."""

HEX = Text().with_variant(Text(collation="C"), "postgresql")
"""Hexadecimal digits, ordered by byte on every database, so that a prefix is a range of the index."""


class Base(DeclarativeBase):
    """Base of all tables. `doc` of a column is its comment: `schema_info` prints it."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text, int: Integer, float: Double, bool: Boolean}  # noqa: RUF012 - SQLAlchemy's own form


class OfDocument:
    """Column of every table of findings. The keys begin with it, so that the rows of one document lie side by side."""

    document: Mapped[int] = mapped_column(
        KEY,
        ForeignKey("document.key", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        sort_order=-9,
        doc="The document: document.key.",
    )


class Numbered(OfDocument):
    """Columns of a finding: the document, and its place in the order found."""

    number: Mapped[int] = mapped_column(primary_key=True, sort_order=-8, doc="Place in the document's list, from 0.")


class Piece:
    """Columns of one piece of a span list: its place in the list and its code points."""

    number: Mapped[int] = mapped_column(primary_key=True, sort_order=1, doc="Place in the list of pieces, from 0.")
    start_char: Mapped[int] = mapped_column(sort_order=2, doc="First code point of the piece in document.text.")
    end_char: Mapped[int] = mapped_column(sort_order=3, doc="Code point after the last of the piece.")


COMPACT = {"sqlite_with_rowid": False}
"""SQLite keeps such a table in the order of its primary key, without a second index."""
