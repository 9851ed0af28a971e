from __future__ import annotations

import pytest
from sqlalchemy import text

from provenance.store import Store
from tests.store.conftest import begin
from tests.store.making import harbour


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "UPDATE claim SET text = 'Dockers will strike' WHERE number = 0",
            "words: claim .* of a.txt does not equal the text at its spans",
        ),
        ("UPDATE claim_span SET end_char = end_char - 1 WHERE claim = 2", "words: claim"),
        ("UPDATE hedge SET start_char = 0 WHERE number = 1", "words: hedge"),
        ("UPDATE claim SET chain = 77 WHERE number = 0", "reference: 1 rows of claim name a chain"),
        ("UPDATE contribution SET factor = 77 WHERE claim = 0", "reference: 2 rows of contribution name a factor"),
        ("UPDATE attribution SET parent = 77 WHERE number = 2", "reference: 1 rows of attribution name a parent"),
        ("UPDATE document SET is_current = (1 = 0)", "revisions: document a.txt"),
        ("DROP INDEX ix_claim_id", "schema: .*ix_claim_id"),
    ],
)
def test_damage_is_found(store: Store, damage: str, said: str) -> None:
    store.add(begin(store), harbour())
    assert store.check() == ()
    with store._engine.begin() as connection:
        connection.execute(text(damage))
    found = store.check()
    assert len(found) == 1
    import re

    assert re.search(said, found[0])


def test_damage_to_foreign_keys_and_to_the_search_is_found(sqlite_url: str) -> None:
    import sqlite3
    from contextlib import closing

    from provenance.store import open_store

    with open_store(sqlite_url) as store:
        store.add(begin(store), harbour())
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:  # foreign keys are off here
        connection.execute("DELETE FROM chain WHERE number = 0")
        connection.execute("INSERT INTO claim_search(claim_search) VALUES ('delete-all')")
        connection.commit()
    with open_store(sqlite_url) as store:
        found = "\n".join(store.check())
    assert "foreign key: a row of hop refers to a missing row of chain" in found
    assert "name a chain that their document lacks" in found
    assert "search: the full-text index" in found


def test_foreign_keys_are_held(store: Store) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), store._engine.begin() as connection:
        connection.execute(text("INSERT INTO claim_hedge VALUES (1, 2, 3)"))
    store.add(begin(store), harbour())
    store.flush()
    with store._engine.begin() as connection:
        connection.execute(text("DELETE FROM document"))
    names = [relation.name for relation in store.schema() if relation.kind == "table"]
    left = {name for name in names if store.query(f"SELECT count(*) FROM {name}").rows != ((0,),)}
    assert left == {"run", "source", "model"}
    assert store.find_claims("strike") == ()
