from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from provenance.store import Store
from provenance.store.schema_info import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "schema.md"


def test_the_page_is_up_to_date() -> None:
    """Made anew by: python -c "from provenance.store.schema_info import markdown as m; print(m(), end='')" > docs/schema.md"""
    assert PAGE.read_text(encoding="utf-8") == markdown()


def test_everything_is_described(store: Store) -> None:
    for relation in store.schema():
        assert relation.comment.endswith("."), relation.name
        for column in relation.columns:
            assert column.comment.endswith((".", "…")), f"{relation.name}.{column.name}"


def test_the_description_is_that_of_the_database(store: Store) -> None:
    found = inspect(store._engine)
    tables = {name for name in found.get_table_names() if name != "provenance_version" and not name.startswith("claim_search")}
    assert {r.name for r in store.schema() if r.kind == "table"} == tables
    assert {r.name for r in store.schema() if r.kind == "view"} == set(found.get_view_names())
    for relation in store.schema():
        columns = [column["name"] for column in found.get_columns(relation.name) if column["name"] != "search"]
        assert [column.name for column in relation.columns] == columns
