"""The databases of the store's tests, for what is exported from one."""

from __future__ import annotations

from tests.store.conftest import empty_database, migrated_database, postgres_copy, sqlite_url, store, url

__all__ = ["empty_database", "migrated_database", "postgres_copy", "sqlite_url", "store", "url"]
