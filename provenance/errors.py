"""What can go wrong, as a small tree. Every message is one sentence that names the input, the place and the next step."""

from __future__ import annotations


class ProvenanceError(Exception):
    """Base of all errors that a user is meant to read; the command line prints it as one line and exits with 2."""


class UsageError(ProvenanceError):
    """The request itself is wrong: an unknown option value, an ambiguous search, a missing argument."""


class RegistryError(ProvenanceError):
    """A registry file (`sources.yaml`) breaks its rules; the message carries file, line, key and the legal values."""


class LexiconError(ProvenanceError):
    """A lexicon file breaks its rules; the message carries file and line."""


class StoreError(ProvenanceError):
    """The database cannot be opened, read or written: wrong address, newer schema, read-only, full disk."""


class PassingError(StoreError):
    """The database failed for a reason that passes: a lost connection, a deadlock, a lock held by another program."""


class QueryError(StoreError):
    """A query of the user was refused or failed; nothing was written."""
