from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provenance.errors import StoreError
from provenance.store import RatingRow, SourceRow, Store
from tests.store.conftest import begin
from tests.store.making import harbour

AGENCY = SourceRow(
    "harbour-agency", "Harbour Agency", "news_agency", "agency", "NO", "the state", "budget", "state", "harbour-group"
)
RADIO = SourceRow("radio-quay", "Radio Quay (registry)", "news_outlet")


def sources(store: Store, columns: str = "id, name, known, country") -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row[1:] for row in store.query(f"SELECT {columns} FROM source").rows}


def test_sources_follow_the_registry(store: Store) -> None:
    assert store.sync_sources([AGENCY, RADIO]) == 2
    assert store.sync_sources([AGENCY, RADIO]) == 0
    assert store.sync_sources([replace(AGENCY, country="SE"), RADIO]) == 1
    assert sources(store)["harbour-agency"] == ("Harbour Agency", True, "SE")
    assert store.sync_sources([RADIO]) == 1
    assert sources(store)["harbour-agency"] == ("Harbour Agency", False, None)
    assert store.sync_sources([AGENCY, RADIO]) == 1
    assert sources(store, "id, parent, owner, funding, editorial_control")["harbour-agency"] == (
        "harbour-group",
        "the state",
        "budget",
        "state",
    )


def test_sources_that_documents_name_are_added_unknown(store: Store) -> None:
    store.sync_sources([AGENCY])
    store.add(begin(store), harbour())
    found = sources(store)
    assert found["harbour-agency"] == ("Harbour Agency", True, "NO")
    assert found["group:analysts"] == ("analysts", False, None)
    store.sync_sources([AGENCY, RADIO])
    assert sources(store)["radio-quay"] == ("Radio Quay (registry)", True, None)


def test_ratings(store: Store) -> None:
    store.sync_sources([AGENCY])
    old = RatingRow("harbour-agency", "C", "raters", "2020-01-01", "CC-BY")
    new = RatingRow("harbour-agency", "B", "raters", "2024-01-01")
    assert store.add_ratings([old, new]) == 2
    assert store.add_ratings([old, new]) == 0
    assert store.ratings() == (new, old)
    assert store.add_ratings([replace(old, grade="F")]) == 1
    assert store.ratings()[1].grade == "F"


def test_ratings_of_other_scales_topics_and_values(store: Store) -> None:
    store.sync_sources([AGENCY])
    whole = RatingRow("harbour-agency", "C", "raters", "2024-01-01", "CC-BY", value=0.5, raw="no \x00 consensus")
    rows = (
        replace(whole, scale="editorial_control", grade=None, value=None, control="state_controlled", raw="SC"),
        replace(whole, file_sha256="ab", imported_on="2026-01-31T10:00:00+00:00"),
        replace(whole, topic="politics", grade="E", value=None, raw="deprecated"),
    )
    assert store.add_ratings(rows) == 3
    assert store.ratings() == rows
    assert store.add_ratings([replace(row, imported_on="2026-02-01T10:00:00+00:00") for row in rows]) == 0
    assert store.ratings()[1].imported_on == "2026-01-31T10:00:00+00:00"
    assert store.add_ratings([replace(rows[1], file_sha256="cd")]) == 1
    assert store.check() == ()


@pytest.mark.parametrize("fault", [{"scale": "beauty"}, {"value": 1.5}, {"grade": "Z"}])
def test_a_rating_keeps_to_its_scale(store: Store, fault: dict[str, Any]) -> None:
    store.sync_sources([AGENCY])
    with pytest.raises(StoreError, match=next(iter(fault))):
        store.add_ratings([RatingRow("harbour-agency", **({"grade": "A"} | fault), rater="raters", rated_on="2024-01-01")])


def test_a_rating_needs_a_source_and_a_grade(store: Store) -> None:
    store.sync_sources([AGENCY])
    with pytest.raises(StoreError, match="no source has that id"):
        store.add_ratings([RatingRow("nobody", "A", "raters", "2024-01-01")])
    with pytest.raises(StoreError, match="grade"):
        store.add_ratings([RatingRow("harbour-agency", "Z", "raters", "2024-01-01")])  # type: ignore[arg-type]
    assert store.ratings() == ()
