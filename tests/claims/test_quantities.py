from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.claims.quantities import Figure, equal, quantities
from provenance.claims.tokens import tokens_of


def figures(text: str) -> list[str]:
    return [figure.term for figure in quantities(tokens_of(text)[0]).figures]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("80% of them", ["#80%"]),
        ("80 percent of them", ["#80%"]),
        ("eighty per cent of them", ["#80%"]),
        ("8.1 percentage points", ["#8.1%"]),
        ("3,000 men", ["#3000"]),
        ("3 thousand men", ["#3000"]),
        ("three thousand men", ["#3000"]),
        ("a dozen men", ["#12"]),
        ("twenty-five men", ["#25"]),
        ("$9.9 billion", ["#9.9e+09$"]),
        ("$9.9bn", ["#9.9e+09$"]),
        ("9.9 billion dollars", ["#9.9e+09$"]),
        ("€25 billion-a-year", ["#2.5e+10€"]),
        ("one of them", []),
        ("one million people", ["#1e+06"]),
        ("no figure at all", []),
    ],
)
def test_a_figure_is_one_however_it_is_written(text: str, terms: list[str]) -> None:
    assert figures(text) == terms


@pytest.mark.parametrize(
    ("text", "days", "months", "years"),
    [
        ("on May 26, 2024", ("05-26",), ("05",), ("2024",)),
        ("on 26 May 2024", ("05-26",), ("05",), ("2024",)),
        ("in August 2024", (), ("08",), ("2024",)),
        ("since Jan. 3", ("01-03",), ("01",), ()),
        ("from 2013 to 2023", (), (), ("2013", "2023")),
        ("on the 3rd March", ("03-03",), ("03",), ()),
        ("they may go", (), (), ()),
        ("May they go", (), (), ()),
        ("he will march on", (), (), ()),
        ("$2000", (), (), ()),
    ],
)
def test_dates(text: str, days: tuple[str, ...], months: tuple[str, ...], years: tuple[str, ...]) -> None:
    found = quantities(tokens_of(text)[0])
    assert (found.days, found.months, found.years) == (days, months, years)


def test_rounding_is_no_conflict_and_units_are() -> None:
    assert equal(Figure(1000, ""), Figure(1004, ""))
    assert not equal(Figure(80, "%"), Figure(80, "$"))
    assert not equal(Figure(3000, ""), Figure(5000, ""))


@given(st.text())
def test_any_text_is_counted(text: str) -> None:
    tokens, starts = tokens_of(text)
    assert len(tokens) == len(starts)
    quantities(tokens)
