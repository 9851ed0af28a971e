"""The learned tagger by parts, and the shipped model on sentences of our own."""

from pathlib import Path

import numpy as np
import pytest

import provenance.detect.tagger as package
from provenance.detect.tagger.linking import Linker
from provenance.detect.tagger.nesting import with_nested
from provenance.detect.tagger.network import Encoder
from provenance.detect.tagger.pieces import UNKNOWN, Vocabulary
from provenance.detect.tagger.reading import tag
from provenance.detect.tagger.tags import TAGS, best_tags, ranges_of
from provenance.detect.tagger.windows import windows_of
from provenance.detect.tagger.words import CAPITALISED, LOWER, UPPER, words_of

MODELS = Path(package.__file__).parent / "models"
STORY = (
    "The harbour will close in May, the port authority said on Friday.\n\n"
    "“We had no choice,” said Lena Marsh, its director. According to two dockers, nobody had been told.\n\n"
    "The town of Elm has three bridges."
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary((MODELS / "vocabulary.txt").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    "quoted", ["“Rain fell,”", '"Rain fell,"', "``Rain fell,''", "«Rain fell,»", "‘Rain fell,’", "'Rain fell,'"]
)
def test_marks_of_every_style_read_alike(quoted: str) -> None:
    words = words_of(f"{quoted} she said.")
    assert list(words.forms) == ['"', "Rain", "fell", ",", '"', "she", "said", "."]
    assert list(words.quoted) == [True] * 5 + [False] * 3


def test_an_apostrophe_opens_nothing() -> None:
    assert not any(words_of("The workers' demands aren't the owners' demands.").quoted)


def test_offsets_are_of_the_text_as_it_came() -> None:
    text = "``Ça va,''\r\nsaid NATO\u200f’s 👩‍🚒 chief."
    words = words_of(text)
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)][:5] == ["``", "Ça", "va", ",", "''"]
    assert words.cases[words.forms.index("NATO")] == UPPER
    assert (words.cases[1], words.cases[2]) == (CAPITALISED, LOWER)


def test_pieces_are_the_longest_first() -> None:
    vocabulary = Vocabulary([*(f"[unused{i}]" for i in range(103)), "under", "un", "##der", "##writ", "##ten"])
    assert vocabulary.split("Underwritten") == (103, 106, 107)
    assert vocabulary.split("zebra") == (UNKNOWN,)
    assert vocabulary.split("under" * 30) == (UNKNOWN,)


def test_each_word_is_in_one_window_of_limited_size(vocabulary: Vocabulary) -> None:
    words = words_of("One two three. " * 400 + "\n" + "word " * 900 + "\n\nEnd.")
    windows = windows_of(words, vocabulary, 64)
    assert [i for window in windows for i in window.words] == list(range(len(words)))
    assert max(len(window.ids) for window in windows) <= 64


def test_a_best_sequence_has_no_orphan() -> None:
    scores = np.full((3, len(TAGS)), -5.0, np.float32)
    scores[0, 0] = scores[1, TAGS.index("I-CUE")] = scores[2, TAGS.index("I-CUE")] = 5.0
    assert [TAGS[t] for t in best_tags(scores)] == ["O", "B-CUE", "I-CUE"]


def test_ranges_end_with_their_paragraph() -> None:
    inside = TAGS.index("I-CONTENT")
    assert ranges_of([inside - 1, inside, inside], [(0, 2), (2, 3)])["CONTENT"] == [(0, 2), (2, 3)]


def test_a_content_goes_to_the_cue_of_its_sentence() -> None:
    words = words_of("Ann said rain fell. Snow fell, Bob said.")
    found = Linker(words, {"SOURCE": [(0, 1), (8, 9)], "CUE": [(1, 2), (9, 10)], "CONTENT": [(2, 4), (5, 7)]}).link()
    assert [(one.source, one.cue, one.contents) for one in found] == [
        ((0, 1), (1, 2), ((2, 4),)),
        ((8, 9), (9, 10), ((5, 7),)),
    ]


def found_in(text: str, network: Encoder) -> list[tuple[str, str, str]]:
    tagged = tag(text, network, 10.0)

    def words(part: tuple[int, int] | None) -> str:
        return text[tagged.words.starts[part[0]] : tagged.words.ends[part[1] - 1]] if part else ""

    return [(words(o.source), words(o.cue), words(o.contents[0])) for o in tagged.attributions]


def test_the_shipped_model_reads_a_story(vocabulary: Vocabulary) -> None:
    found = found_in(STORY, Encoder(MODELS / "default.onnx", vocabulary))
    assert len(found) == 3
    assert found[0][0].endswith("port authority") and "harbour will close" in found[0][2]
    assert found[1][0].startswith("Lena Marsh") and "no choice" in found[1][2]
    assert "two dockers" in found[2][0] and "nobody had been told" in found[2][2]


def test_threads_change_nothing(vocabulary: Vocabulary) -> None:
    one, two = (Encoder(MODELS / "default.onnx", vocabulary, threads).read(words_of(STORY)).scores for threads in (1, 2))
    assert np.array_equal(one, two)


def test_nested_attributions_lie_within_their_parents(vocabulary: Vocabulary) -> None:
    network = Encoder(MODELS / "default.onnx", vocabulary)
    tagged = tag("The minister told the paper that engineers in Elm had said the dam was weak.", network)
    found = with_nested(tagged, network)
    children = [one for one in found if one.parent is not None]
    assert children
    for child in children:
        contents = found[child.parent or 0].linked.contents
        assert all(any(low <= c[0] and c[1] <= high for low, high in contents) for c in child.linked.contents)


@pytest.mark.parametrize("text", ["", "\n\n", "‏‎", "a" * 3000, "\n".join("x" for _ in range(2000)), '"' * 500])
def test_odd_texts_end_in_a_result(text: str, vocabulary: Vocabulary) -> None:
    tag(text, Encoder(MODELS / "default.onnx", vocabulary))
