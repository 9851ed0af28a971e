from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.claims.reading import Reader, Reading
from tests.claims.linking import registry, said


def read(text: str, language: str = "en") -> Reading:
    return Reader(registry()).text(text, language)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Beijing", "China's"),
        ("the U.S.", "the United States"),
        ("Zelenskiy", "President Volodymyr Zelensky"),
        ("the Kremlin", "Kremlin"),
        ("Sino", "Chinese"),
    ],
)
def test_one_name_has_one_term(one: str, two: str) -> None:
    assert read(one).names & read(two).names


def test_words_meet_in_stems_and_concepts() -> None:
    assert read("they were supplied").terms == read("to provide").terms
    assert read("citizens").terms == read("nationals").terms
    assert read("nation").terms != read("nationals").terms


def test_a_capital_at_the_start_makes_no_name_of_a_word() -> None:
    assert not read("Floods destroyed the bridge.").names
    assert "teubner" in read("Teubner agreed.").names
    assert not read("Bridge Destroyed After Heavy Floods").names


def test_rare_words_and_names_weigh_most() -> None:
    weights = read("The government said Teubner bought a zeppelin").weights
    assert weights["teubner"] > weights["~buy"] > weights["~say"]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("China did not supply drones", {"~supply"}),
        ("China didn’t supply drones", {"~supply"}),
        ("China never supplied drones", {"~supply"}),
        ("China failed to supply drones", {"~supply"}),
        ("China supplied drones", set()),
        ("China not only supplied drones", set()),
        ("prices fell", {"~rise"}),
        ("prices did not fall", set()),
    ],
)
def test_what_is_denied(text: str, denied: set[str]) -> None:
    assert read(text).denied == denied


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("China denied supplying drones", True),
        ("he dismissed the allegation that China supplied drones", True),
        ("the report that China supplied drones is false", True),
        ("he did not deny that China supplied drones", False),
        ("a false floor was found", False),
        ("China supplied drones", False),
    ],
)
def test_denials_of_the_whole(text: str, denies: bool) -> None:
    assert read(text).denies == denies


def test_the_holder_is_the_subject_of_a_claim_that_has_none() -> None:
    reader = Reader(registry())
    assert "@china" in reader.read(said("providing military aid to Russia", "a", "china", holder="Beijing")).implied
    assert not reader.read(said("military aid went to Russia", "a", "china", holder="Beijing")).implied


def test_scripts_without_spaces_are_compared_by_pairs_of_signs() -> None:
    assert len(read("中国公民在俄罗斯无人机工厂工作", "zh").terms & read("中国公民在工厂工作", "zh").terms) > 3


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert found.total == pytest.approx(sum(found.weights.values()))
    assert all(weight > 0 for weight in found.weights.values())
    assert found.names <= found.terms
