"""Countries and what stands for them."""

from __future__ import annotations

import pytest

from provenance.errors import LexiconError
from provenance.lexicon import places
from provenance.lexicon.places import place_of_adjective, place_of_name


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        *(
            ("Beijing", "china"),
            ("the Chinese side", "china"),
            ("the Chinese government", "china"),
            ("China's government", "china"),
        ),
        *(
            ("PRC", "china"),
            ("CHINA", "china"),
            ("Moscow", "russia"),
            ("Kyiv", "ukraine"),
            ("Kiev", "ukraine"),
            ("the U.S.", "united-states"),
        ),
        *(
            ("US", "united-states"),
            ("Washington", "united-states"),
            ("the government of Iran", "iran"),
            ("Brussels", "european-union"),
        ),
        *(
            ("The Hague", "netherlands"),
            ("the Netherlands", "netherlands"),
            ("Côte d’Ivoire", "ivory-coast"),
            ("ukraine", "ukraine"),
        ),
        *(
            ("us", None),
            ("china", None),
            ("turkey", None),
            ("polish", None),
            ("Chinese", None),
            ("the other side", None),
            ("", None),
        ),
        *(("Chinese officials", None), ("Kremlin", None), ("CCP", None), ("Beijing Daily", None), ("the CHINESE", None)),
    ],
)
def test_names(words: str, id_: str | None) -> None:
    assert place_of_name(words) == id_


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        *(("Chinese", "china"), ("China's", "china"), ("China’s", "china"), ("U.S.", "united-states"), ("US", "united-states")),
        *(
            ("russian", "russia"),
            ("Hong Kong's", "hong-kong"),
            ("polish", None),
            ("us", None),
            ("China", None),
            ("today's", None),
        ),
    ],
)
def test_adjectives(word: str, id_: str | None) -> None:
    assert place_of_adjective(word) == id_


def test_a_party_is_kept_apart() -> None:
    assert place_of_name("the Communist Party of China") is None


def test_codes_and_ids_are_unique_and_all_countries_are_there() -> None:
    found = places.places()
    assert len({p.id for p in found}) == len({p.iso2 for p in found}) == len(found) >= 195


def test_a_broken_row_is_named() -> None:
    with pytest.raises(LexiconError, match=r"places\.tsv, line 2"):
        places._parse("# a\nchina\tChina\n")
