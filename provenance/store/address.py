"""Database addresses: what `--db` and PROVENANCE_DB may say, and how messages show them without a password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from provenance.errors import StoreError

DEFAULT_URL = "sqlite:///provenance.db"

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+._-]*):")
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_FORMS = "write sqlite:///FILE or postgresql://USER@HOST/DATABASE"


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address. `path` is the SQLite file (None: PostgreSQL); `shown` is for messages and holds no password."""

    url: URL
    path: Path | None
    shown: str


def parse_address(text: str) -> Address:
    """The address that `text` names. Raises StoreError where it names no database that this program can use."""
    scheme = _SCHEME.match(text)
    if scheme is None:
        named = text if "@" not in text else "as given"
        raise StoreError(f"The database address {named!r} has no scheme: {_FORMS}.")
    kind = scheme[1].lower()
    if kind not in ("sqlite", *_POSTGRESQL):
        raise StoreError(f"The database kind {kind!r} is not known: {_FORMS}.")
    if kind == "sqlite":
        return _sqlite(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The parser's own message would repeat the address, and a password in it.
        raise StoreError(f"The {kind} database address cannot be understood: {_FORMS}.") from None
    return _postgresql(url)


def _sqlite(text: str) -> Address:
    """What follows the three slashes is the file's name as it stands: signs like % and # need no quoting."""
    name = text[len("sqlite:///") :]
    if text[: len("sqlite:///")].lower() != "sqlite:///" and text.strip("/").lower() != "sqlite:":
        raise StoreError(f"The address {text!r} has too few slashes: write sqlite:///FILE.")
    if not name or name == ":memory:" or "?" in name or "\0" in name:
        raise StoreError("The address names no SQLite file: write sqlite:///FILE, without options.")
    return Address(URL.create("sqlite", database=name), Path(name), f"sqlite:///{name}")


def _postgresql(url: URL) -> Address:
    if find_spec("psycopg") is None:
        raise StoreError("PostgreSQL needs one more package: run pip install 'provenance-annotator[postgresql]'.")
    where = f"{url.host or 'local'}:{url.port}" if url.port else (url.host or "local")
    user = f"{url.username}@" if url.username else ""
    return Address(url.set(drivername="postgresql+psycopg"), None, f"postgresql://{user}{where}/{url.database or ''}")
