"""Small lexicons of six languages beside English: words that ascribe, words that hedge, and words for sources.

`abroad_cues.tsv` has one rule a line. Its kinds and frames, where S is the source, V the cue and C the content:

| kind | frames |
| --- | --- |
| verb | quote: "C", V S; S V: "C". dash: — C, — V S. that: S V that C. trailing: C, V S. colon: S V: C. bare: S V, C. np: S V C |
| adp | the form with S in place of its "…" ("据…报道"; behind it where it has none): V S, C; C, V S |
| phrase | V, C: the text names nobody ("据报道") |

A "~" in a form of a German verb stands before the part that closes the clause: "teilte~mit". `abroad_hedges.tsv` has the hedges,
`abroad_words.toml` the closed classes of each language and its words for sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, cast

from provenance.errors import LexiconError
from provenance.lexicon.files import parse_toml, read_text
from provenance.records import HEDGE_CATEGORIES, POLARITIES, STANCES, HedgeCategory, Polarity, SourceType, Stance

TONGUES = ("uk", "ru", "zh", "de", "fr", "es")
"""The languages of these lexicons, as ISO 639-1 codes."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "verb": ("quote", "dash", "that", "trailing", "colon", "bare", "np"),
    "adp": ("adp",),
    "phrase": ("phrase",),
}
CUE_COLUMNS = ("id", "language", "kind", "lemma", "forms", "frames", "stance", "polarity", "example", "counter_example")
HEDGE_COLUMNS = ("id", "language", "forms", "category", "certainty", "behind", "before", "example", "counter_example")
BEFORE = ("", "number")
SOURCE_KINDS: Mapping[str, SourceType] = {
    "persons": "anonymous",
    "groups": "group",
    "officials": "official_body",
    "organizations": "organization",
    "media": "news_outlet",
    "documents": "document",
}
"""The lists of nouns for sources, and what a source is whose noun stands in one."""


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹孟熊秦邱薛毛马高金白江方石耿"
)
"""The first signs of most Chinese names; general knowledge."""


def is_chinese_name(words: str) -> bool:
    """Whether words are a frequent Chinese surname and one or two signs."""
    return 2 <= len(words) <= 3 and words[0] in _SURNAMES and all("\u4e00" <= sign <= "\u9fff" for sign in words)


@dataclass(frozen=True, slots=True)
class ForeignForm:
    """One form of a cue in lower case: the words before the source, and those behind it or at the end of the clause."""

    words: tuple[str, ...]
    closing: tuple[str, ...]
    cue: ForeignCue


@dataclass(frozen=True, slots=True)
class ForeignCue:
    """One rule of `abroad_cues.tsv`."""

    id: str
    language: str
    kind: str
    lemma: str
    forms: tuple[str, ...]
    frames: frozenset[str]
    stance: Stance
    polarity: Polarity
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class ForeignHedge:
    """One rule of `abroad_hedges.tsv`.

    `behind` are words behind which its forms hedge nothing ("不" before "可能"); `before` "number" wants a number behind them.
    """

    id: str
    language: str
    forms: tuple[tuple[str, ...], ...]
    category: HedgeCategory
    certainty: float
    behind: frozenset[str]
    before: str
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Nouns:
    """Words for sources, each with the list that it stands in; "*" in the file is any letters, at the end or the start."""

    exact: Mapping[str, str]
    starts: Mapping[str, str]
    ends: Mapping[str, str]

    def kind(self, word: str) -> str:
        """The list in which a word in lower case stands, "" for none; the longest beginning or ending decides."""
        if word in self.exact:
            return self.exact[word]
        for k in range(min(len(word), 20), 1, -1):
            found = self.starts.get(word[:k]) or self.ends.get(word[-k:])
            if found:
                return found
        return ""


@dataclass(frozen=True, slots=True)
class ForeignWords:
    """The closed classes of one language, in lower case.

    `joins` stand within a source ("de la"), `stops` never do; `around` are words of time and hearers that may stand beside one.
    `things` look like a source behind "laut" and are none. `own` are the author's "I" and "my". `places` are countries and
    capitals with the id of the country that speaks.
    """

    pronouns: frozenset[str]
    that: frozenset[str]
    articles: frozenset[str]
    joins: frozenset[str]
    stops: frozenset[str]
    around: frozenset[str]
    things: frozenset[str]
    negations: frozenset[str]
    own: frozenset[str]
    abbreviations: frozenset[str]
    places: Mapping[str, str]
    nouns: Nouns


@dataclass(frozen=True, slots=True)
class Tongue:
    """All that the rules know of one language. `first` leads from the first word of each form to the forms, longest first."""

    code: str
    words: ForeignWords
    cues: tuple[ForeignCue, ...]
    first: Mapping[str, tuple[ForeignForm, ...]]
    hedges: tuple[ForeignHedge, ...]
    hedge_first: Mapping[str, tuple[tuple[tuple[str, ...], ForeignHedge], ...]]


def _rows(text: str, name: str, columns: tuple[str, ...], may_be_empty: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table with their places ("abroad_cues.tsv:7"). Raises LexiconError for one that is not whole."""
    header = False
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not header:
            if cells != columns:
                raise LexiconError(f"{where}: the columns are {', '.join(cells)}; they must be {', '.join(columns)}.")
            header = True
            continue
        if len(cells) != len(columns):
            raise LexiconError(f"{where}: the row has {len(cells)} columns; it must have {len(columns)}.")
        row = dict(zip(columns, cells, strict=True))
        for column, cell in row.items():
            if not cell and column not in may_be_empty:
                raise LexiconError(f"{where}: column {column} is empty; fill it.")
        _legal(row["language"], TONGUES, "language", where)
        if not row["id"].startswith(f"{row['language']}-"):
            raise LexiconError(f'{where}: the id {row["id"]!r} must begin with its language, "{row["language"]}-".')
        if row["id"] in seen:
            raise LexiconError(f"{where}: the id {row['id']!r} is used twice.")
        seen.add(row["id"])
        yield where, row


def _legal(value: str, legal: tuple[str, ...], column: str, where: str) -> None:
    if value not in legal:
        raise LexiconError(f"{where}: {column} is {value!r}; legal are {', '.join(one or 'nothing' for one in legal)}.")


def parse_foreign_cues(text: str, name: str = "abroad_cues.tsv") -> tuple[ForeignCue, ...]:
    """The cues written in `text`. Raises LexiconError with file and line for any row that breaks the rules."""
    found = []
    for where, row in _rows(text, name, CUE_COLUMNS, ()):
        _legal(row["kind"], tuple(KINDS), "kind", where)
        _legal(row["stance"], STANCES, "stance", where)
        _legal(row["polarity"], POLARITIES, "polarity", where)
        for frame in row["frames"].split():
            _legal(frame, KINDS[row["kind"]], "frame", where)
        forms = tuple(form.strip().lower() for form in row["forms"].split("|"))
        if not all(form.strip("…~ ") for form in forms):
            raise LexiconError(f"{where}: a form is empty; write words between the bars.")
        found.append(
            ForeignCue(
                row["id"],
                row["language"],
                row["kind"],
                row["lemma"],
                forms,
                frozenset(row["frames"].split()),
                cast(Stance, row["stance"]),
                cast(Polarity, row["polarity"]),
                row["example"],
                row["counter_example"],
            )
        )
    return tuple(found)


def parse_foreign_hedges(text: str, name: str = "abroad_hedges.tsv") -> tuple[ForeignHedge, ...]:
    """The hedges written in `text`. Raises LexiconError with file and line for any row that breaks the rules."""
    found = []
    for where, row in _rows(text, name, HEDGE_COLUMNS, ("behind", "before")):
        _legal(row["category"], HEDGE_CATEGORIES, "category", where)
        _legal(row["before"], BEFORE, "before", where)
        try:
            certainty = float(row["certainty"])
        except ValueError:
            certainty = -1.0
        if not 0.0 <= certainty <= 1.0:
            raise LexiconError(f"{where}: certainty is {row['certainty']!r}; it must be a number from 0 to 1.")
        forms = tuple(tuple(form.lower().split()) for form in row["forms"].split("|"))
        if not all(forms):
            raise LexiconError(f"{where}: a form is empty; write words between the bars.")
        found.append(
            ForeignHedge(
                row["id"],
                row["language"],
                forms,
                cast(HedgeCategory, row["category"]),
                certainty,
                frozenset(filter(None, row["behind"].lower().split("|"))),
                row["before"],
                row["example"],
                row["counter_example"],
            )
        )
    return tuple(found)


def parse_foreign_words(text: str, name: str = "abroad_words.toml") -> dict[str, ForeignWords]:
    """The word classes written in `text`, by language. Raises LexiconError where a language or a class is missing or unknown."""
    raw = parse_toml(text, name)
    if raw.keys() != set(TONGUES):
        raise LexiconError(f"{name}: the tables are {', '.join(raw)}; they must be {', '.join(TONGUES)}.")
    return {code: _words(table, f"{name}: {code}") for code, table in raw.items()}


def _words(table: dict[str, Any], where: str) -> ForeignWords:
    classes = [f.name for f in fields(ForeignWords) if f.name not in ("places", "nouns")]
    wanted = {*classes, "places", *SOURCE_KINDS}
    if table.keys() != wanted:
        raise LexiconError(f"{where}: the keys {sorted(table.keys() ^ wanted)} are missing or unknown.")
    for key in (*classes, *SOURCE_KINDS):
        if not isinstance(table[key], str):
            raise LexiconError(f"{where}: {key} must be words in one string, parted by spaces.")
    places = {word.replace("_", " "): id_ for id_, words in table["places"].items() for word in words.split()}
    nouns: tuple[dict[str, str], ...] = ({}, {}, {})
    for kind in SOURCE_KINDS:
        for word in table[kind].split():
            place = 1 if word.endswith("*") else 2 if word.startswith("*") else 0
            nouns[place].setdefault(word.strip("*"), kind)
    return ForeignWords(**{key: frozenset(table[key].split()) for key in classes}, places=places, nouns=Nouns(*nouns))


@cache
def load_tongue(code: str) -> Tongue:
    """The shipped lexicon of one of `TONGUES`. Raises LexiconError, which names file and line, and KeyError for another."""
    words = parse_foreign_words(read_text("abroad_words.toml"))[code]
    cues = tuple(cue for cue in parse_foreign_cues(read_text("abroad_cues.tsv")) if cue.language == code)
    hedges = tuple(hedge for hedge in parse_foreign_hedges(read_text("abroad_hedges.tsv")) if hedge.language == code)
    return Tongue(code, words, cues, _by_first_word(cues), hedges, _hedges_by_first_word(hedges))


def _by_first_word(cues: tuple[ForeignCue, ...]) -> dict[str, tuple[ForeignForm, ...]]:
    index: dict[str, list[ForeignForm]] = {}
    for cue in cues:
        for form in cue.forms:
            if cue.language == "fr":
                form = form.replace("'", "' ")  # an elided article is a word of its own
            before, _, behind = form.partition("…" if cue.kind == "adp" else "~")
            words, closing = tuple(before.split()), tuple(behind.split())
            # A form such as "… zufolge" is found by the words behind its source.
            index.setdefault((words or closing)[0], []).append(ForeignForm(words, closing, cue))
    return {first: tuple(sorted(forms, key=lambda f: -len(f.words or f.closing))) for first, forms in index.items()}


def _hedges_by_first_word(hedges: tuple[ForeignHedge, ...]) -> dict[str, tuple[tuple[tuple[str, ...], ForeignHedge], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], ForeignHedge]]] = {}
    for hedge in hedges:
        for form in hedge.forms:
            index.setdefault(form[0], []).append((form, hedge))
    return {first: tuple(sorted(forms, key=lambda f: -len(f[0]))) for first, forms in index.items()}
