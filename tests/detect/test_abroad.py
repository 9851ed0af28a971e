"""Attributions and hedges in Ukrainian, Russian, Chinese, German, French and Spanish: what is found, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.detect.abroad import find_abroad, find_hedges_abroad, foreign_quotations, foreign_sentences
from provenance.lexicon.abroad import TONGUES, load_tongue
from provenance.records import AnnotatedDocument, DetectedAttribution, Passage, Sentence
from provenance.spans import Span
from tests.detect.annotating import annotator, assert_sound, chain, document, resources
from tests.timing import computing


def cases() -> Iterator[tuple[str, str, list[str]]]:
    """Language, sentence, and the attributions wanted, as written in `abroad.txt`."""
    language, text, wanted = "", "", []
    for line in Path(__file__).with_name("abroad.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith(("=", "-")) and text:
            wanted += [line[1:].strip()] if line.startswith("=") else []
            continue
        if text:
            yield language, text, wanted
        language, text, wanted = (line.strip("[]"), "", []) if line.startswith("[") else (language, line, [])
    yield language, text, wanted


CASES = list(cases())


def found(text: str, language: str) -> tuple[DetectedAttribution, ...]:
    tongue, whole = load_tongue(language), Span(0, len(text))
    sentences = [Sentence(s, 0) for s in foreign_sentences(text, whole, tongue)]
    return find_abroad(text, [Passage(0, "body", 0, whole)], sentences, tongue, resources().registry)


def annotated(text: str, language: str) -> AnnotatedDocument:
    """The text annotated as one in `language`: sentences are too short to tell."""
    one = annotator().annotate(replace(document(text), language=language))
    assert_sound(one)
    return one


@pytest.mark.parametrize(("language", "text", "wanted"), CASES, ids=[f"{c[0]}: {c[1][:30]}" for c in CASES])
def test_cases(language: str, text: str, wanted: list[str]) -> None:
    said = []
    for one, line in zip(found(text, language), wanted or [""] * 9, strict=False):
        parts = [
            one.source.of(text) if one.source else "",
            one.cue.of(text) if one.cue else "",
            " / ".join(content.of(text) for content in one.contents),
        ]
        facts = [cell.strip() for cell in line.split("|")][3:]
        assert set(facts) <= {one.mode, one.polarity}
        said.append(" | ".join([*parts, *facts]).strip())
    assert said == wanted


def test_there_are_cases_enough() -> None:
    for language in TONGUES:
        own = [wanted for code, _, wanted in CASES if code == language]
        assert len(own) >= 8
        assert sum(not wanted for wanted in own) * 3 >= len(own)


def test_records_say_which_rule_found_them_and_that_nothing_was_measured() -> None:
    (one,) = found("Laut Polizei wurden drei Menschen verletzt.", "de")
    assert (one.rule, one.confidence, one.lemma, one.stance) == ("abroad/1#de-laut.adp", 0.5, "laut", "neutral")


@pytest.mark.parametrize(
    ("language", "text", "chains"),
    [
        ("uk", "За даними Рейтер, міст закрито.\nМіст закрито, повідомляє Укрінформ.", [["reuters"], ["ukrinform"]]),
        ("uk", "Володимир Зеленський сказав, що їде. Він додав, що завтра.", [["volodymyr-zelensky"], ["unspecified"]]),
        ("uk", "Олена Коваль сказала, що чекає. «Чекаю», – сказала Коваль.", [["олена-коваль"], ["олена-коваль"]]),
        ("ru", "По словам источника в порту, паром стоит. Москва заявила, что ждёт.", [["anon:источника-в-порту"], ["russia"]]),
        ("zh", "据新华社报道，大桥关闭。外交部发言人毛宁表示，中方反对。他说：“不。”", [["xinhua"], ["毛宁"], ["unspecified"]]),
        ("de", "Wie die dpa berichtet, steht die Fähre still. Das sei falsch, sagte Anna Berg.", [["dpa"], ["anna-berg"]]),
        ("fr", "Selon l'AFP, le bac est en panne. Le président Emmanuel Macron a dit que non.", [["afp"], ["emmanuel-macron"]]),
        ("es", "Según la agencia EFE, el barco no sale. El alcalde dijo que sí.", [["efe"], ["anon:alcalde"]]),
    ],
)  # fmt: skip
def test_holders(language: str, text: str, chains: list[list[str]]) -> None:
    assert [chain(a) for a in annotated(text, language).attributions] == chains


@pytest.mark.parametrize("language", TONGUES)
def test_a_document_says_what_was_done(language: str) -> None:
    rule = load_tongue(language).cues[0]
    one = annotated(rule.example, language)
    assert one.notes == (f"language {language}: attributions and hedges by a small lexicon of cues; nothing was measured",)
    assert len(one.claims) == 1
    assert one.claims[0].score is not None


def test_other_languages_get_credits_alone() -> None:
    one = annotated("Il sindaco ha detto che il ponte è sicuro, e che riaprirà in primavera.", "it")
    assert (one.attributions, one.hedges, one.claims) == ((), (), ())
    assert "language it: only credits were looked for" in one.notes[0]


@pytest.mark.parametrize(
    ("language", "text", "hedge", "scope"),
    [
        ("uk", "Міст стоїть, але поїзд, імовірно, спізниться.", "імовірно", "імовірно, спізниться"),
        ("ru", "Мост стоит, а поезд якобы опоздал.", "якобы", "а поезд якобы опоздал"),
        ("zh", "大桥还在，渡轮可能停航。", "可能", "渡轮可能停航"),
        ("de", "Die Brücke steht, der Zug fällt vermutlich aus.", "vermutlich", "der Zug fällt vermutlich aus"),
        ("fr", "Le pont tient ; le train sera peut-être en retard.", "peut-être", "le train sera peut-être en retard"),
        ("es", "El tren saldrá tarde, quizás.", "quizás", "El tren saldrá tarde, quizás"),
    ],
)
def test_hedges_and_their_clause(language: str, text: str, hedge: str, scope: str) -> None:
    tongue, whole = load_tongue(language), Span(0, len(text))
    sentences = [Sentence(s, 0) for s in foreign_sentences(text, whole, tongue)]
    (one,) = find_hedges_abroad(text, sentences, [Passage(0, "body", 0, whole)], tongue)
    assert (one.span.of(text), one.scope.of(text), one.basis) == (hedge, scope, "judgement")


@pytest.mark.parametrize(
    ("language", "text", "quotations"),
    [
        ("fr", "Il dit « oui », et “non”.", ["« oui »", "“non”"]),
        ("de", "Sie sagte „ja“ und »nein«.", ["„ja“", "»nein«"]),
        ("zh", "他说：“好。”又说「不」。", ["“好。”", "「不」"]),
        ("ru", "Один «знак без пары. Потом «да».", ["«знак без пары. Потом «да»"]),
        ("es", 'Un tubo de 5" y “nada”.', ["“nada”"]),
    ],
)
def test_quotations(language: str, text: str, quotations: list[str]) -> None:
    assert [q.of(text) for q in foreign_quotations(text, Span(0, len(text)), language)] == quotations


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("uk", "У 2024 р. А. Коваль приїхав. Він пішов!", 2),
        ("ru", "Это ул. Ленина. «Да. Нет», — сказал он. Всё.", 3),
        ("zh", "他来了。她走了！为什么？不知道", 4),
        ("de", "Am 3. Mai kam Dr. Berg. Dann ging sie.", 2),
        ("fr", "M. Roux est là. Et vous ?", 2),
        ("es", "El Sr. Gil vino. ¿Y tú?", 2),
    ],
)
def test_sentences(language: str, text: str, number: int) -> None:
    assert len(list(foreign_sentences(text, Span(0, len(text)), load_tongue(language)))) == number


HOSTILE = {
    "uk": (
        "«",
        "— ",
        "За словами Івана Петренка, так. ",
        "«А», сказав Іван Кім. ",
        "сказав, що ",
        "«Так, — сказав Іван Кім. — Ні». ",
    ),
    "zh": ("“", "据新华社报道，", "他说：“好。”", "王毅表示，", "可能"),
    "de": ("laut Polizei ", "„A“, sagte Anna Berg. ", "wie die ", "zufolge "),
    "fr": ("l'", "a-t-il ", "« A, dit Anne, « "),
    "es": ("—A —dijo Pérez—. ", "de la "),
}


@pytest.mark.parametrize(("language", "unit"), [(code, unit) for code, units in HOSTILE.items() for unit in units])
def test_time_grows_with_the_text(language: str, unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        whole, tongue = Span(0, size), load_tongue(language)
        passage = Passage(0, "body", 0, whole)

        def run() -> None:
            sentences = [Sentence(s, 0) for s in foreign_sentences(text, whole, tongue)]
            find_abroad(text, [passage], sentences, tongue, resources().registry)
            find_hedges_abroad(text, sentences, [passage], tongue)

        return computing(run)

    seconds(1_000)
    assert min(seconds(80_000), seconds(80_000)) < 8 * max(seconds(20_000), 0.1)
