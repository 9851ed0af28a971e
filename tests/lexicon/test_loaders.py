"""The lexicon files load, and a file that breaks its rules is refused with its name and place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from provenance.errors import LexiconError
from provenance.lexicon import channels, credits, frames, holders, passages, people, words

DATA = Path(words.__file__).parent


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[ModuleType, Any, str, str], str]:
    """What a loader says of `text` in the place of its own data file."""

    def message(module: ModuleType, load: Any, name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(module, "read_text", lambda name: (tmp_path / name).read_text(encoding="utf-8"))
        with pytest.raises(LexiconError) as raised:
            load.__wrapped__()  # past the cache
        return str(raised.value)

    return message


def shipped(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def test_all_shipped_files_load() -> None:
    assert "said" not in words.load_words().pronouns
    assert len(credits.load_credit_rules()) > 10
    assert len(channels.load_channel_rules()) > 5
    assert 0 < frames.load_confidences()["quote"] < 1
    assert people.known_people()["Zelenskyy"] == ("volodymyr-zelensky", "Volodymyr Zelensky")
    assert "minister" in holders.load_holder_words().titles
    assert passages.load_passage_words().furniture.fullmatch("Part 3/9:")


def test_every_word_list_is_in_lower_case_and_without_spaces_at_its_edges() -> None:
    lists = {name: getattr(words.load_words(), name) for name in words.Words.__dataclass_fields__}
    lists |= {name: getattr(holders.load_holder_words(), name) for name in holders.HolderWords.__dataclass_fields__}
    wrong = [(name, word) for name, listed in lists.items() for word in listed if word != word.lower().strip() or not word]
    assert wrong == []


def test_words_with_a_class_missing_or_unknown(refused: Callable[..., str]) -> None:
    text = shipped("words.toml").replace("\ndays =", "\ndayz =")
    said = refused(words, words.load_words, "words.toml", text)
    assert said.startswith("words.toml: the classes ['days', 'dayz'] are missing or unknown; legal are ")


def test_holders_with_a_key_missing_or_unknown(refused: Callable[..., str]) -> None:
    text = shipped("holders.toml").replace("\ntitles =", "\ntitels =")
    said = refused(holders, holders.load_holder_words, "holders.toml", text)
    assert said == "holders.toml: the keys ['titels', 'titles'] are missing or unknown."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("small_words =", "tiny_words =", "passages.toml: the keys are"),
        ("pattern = '''(?i)part", "pattern = '''((?i)part", "passages.toml: furniture 1: the pattern is no regular expression"),
        ("counter_example =", "counterexample =", "passages.toml: caption 1: the keys are"),
        ('id = "page"', 'id = "part"', "passages.toml: an id of furniture is used twice."),
    ],
)
def test_passages_that_break_the_rules(refused: Callable[..., str], old: str, new: str, message: str) -> None:
    said = refused(passages, passages.load_passage_words, "passages.toml", shipped("passages.toml").replace(old, new))
    assert said.startswith(message)


@pytest.mark.parametrize("kind", ["furniture", "caption"])
def test_each_pattern_of_passages_matches_its_example_and_not_its_counter_example(kind: str) -> None:
    for rule in passages.load_passage_words().rules[kind]:
        matches = rule.pattern.fullmatch if kind == "furniture" else rule.pattern.search
        assert matches(rule.example), rule.id
        assert not matches(rule.counter_example), rule.id


HEADER = "\t".join(frames.COLUMNS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("frame\tconfidence\nquote\t0.9", "frames.tsv:1: the columns must be frame, confidence, polnear_right"),
        (f"{HEADER}\nquote\t0.9\t1\t1\t1\t1\nbare\thigh\t1\t1\t1\t1", "frames.tsv:3: confidence must be a number"),
        (f"{HEADER}\nquote", "frames.tsv:2: confidence must be a number"),
        (f"{HEADER}\nquote\t1.5\t1\t1\t1\t1", "frames.tsv:2: confidence is 1.5; it must be a number between 0 and 1"),
    ],
)
def test_frames_that_break_the_rules(refused: Callable[..., str], text: str, message: str) -> None:
    assert refused(frames, frames.load_confidences, "frames.tsv", text).startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id\tname\tforms\tcountry\nanna-berg\tAnna Berg\tBerg", "people.tsv:2: a row needs four cells parted by tabs"),
        ("# a comment\nanna-berg\t\tBerg\tSE", "people.tsv:2: a row needs four cells"),
        ("anna-berg\tAnna Berg\tBerg\tSE\nola-berg\tOla Berg\tBerg\tNO", "people.tsv:2: 'Berg' stands for two people."),
    ],
)
def test_people_that_break_the_rules(refused: Callable[..., str], text: str, message: str) -> None:
    assert refused(people, people.known_people, "people.tsv", text).startswith(message)


CREDIT = """[[rule]]
id = "a"
signal = "via"
anchor = "line"
pattern = '''via (?P<name>{NAME})'''
example = "via Reuters"
counter_example = "via nobody"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CREDIT + 'anker = "x"\n', "c.toml: rule 1: the keys ['anker'] are unknown; legal are anchor, "),
        (CREDIT.replace('signal = "via"\n', ""), "c.toml: rule 1: the keys ['signal'] are missing."),
        (CREDIT.replace('"line"', '"row"'), "c.toml: rule 1: anchor is 'row'; legal are start, line, in, end."),
        (CREDIT.replace("via (?P", "via ((?P"), "c.toml: rule 1: the pattern is no regular expression: "),
        (CREDIT + CREDIT, "c.toml: an id is used twice."),
        (CREDIT + CREDIT.replace('"line"', '"row"').replace('"a"', '"b"'), "c.toml: rule 2: anchor is 'row'"),
    ],
)
def test_credits_that_break_the_rules(text: str, message: str) -> None:
    with pytest.raises(LexiconError) as raised:
        credits.parse_credit_rules(text, "c.toml")
    assert str(raised.value).startswith(message)


def test_credits_that_are_right() -> None:
    (rule,) = credits.parse_credit_rules(CREDIT)
    assert (rule.id, rule.signal, rule.resolve) == ("a", "via", False)
    found = rule.pattern.fullmatch(rule.example)
    assert found is not None
    assert found["name"] == "Reuters"


def test_channels_with_an_unknown_relation(refused: Callable[..., str]) -> None:
    text = shipped("channels.toml").replace('relation = "told_to"', 'relation = "told_too"', 1)
    said = refused(channels, channels.load_channel_rules, "channels.toml", text)
    assert said.startswith("channels.toml: rule 2: relation is 'told_too'; legal are published_by, ")
