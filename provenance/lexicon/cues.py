"""The cue lexicon: words that ascribe a statement to a source, and the frames in which they do.

`cues.tsv` has one rule a line. Its frames, where S is the source, V the cue and C the content:

| frame | pattern |
| --- | --- |
| that | S V that C |
| bare | S V C, where C is a clause |
| quote | "C", S V; "C", V S; S V: "C"; C, S V |
| hearer | S V someone (that) C |
| to | S V to VP |
| np | S V NP, where the noun phrase is what is stated |
| doc | the same where S is a report, survey or data set ("the study found a decline") |
| objto | S V someone to VP |
| as | S V NP as NP |
| wh | S V whether / how / what C |
| of | S V someone of C |
| prep:a,b | S V a C |
| passive | C is V-ed to VP; it is V-ed that C |
| adp | V S, C; C, V S ("according to") |
| light | nouns that are a cue only with a light verb ("expressed support for C") or with "that" |
| clause | an adverb inside the statement ("reportedly") |
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from provenance.errors import LexiconError
from provenance.lexicon.files import read_text
from provenance.records import POLARITIES, STANCES, Polarity, Stance

KINDS = ("verb", "noun", "adj", "adp", "adv", "phrase", "support")
FRAMES = ("that", "bare", "quote", "hearer", "to", "np", "doc", "objto", "as", "wh", "of", "passive", "adp", "clause", "light")
COLUMNS = ("id", "kind", "lemma", "forms", "frames", "stance", "polarity", "certainty", "example", "counter_example")


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule of the lexicon. `certainty` is what the cue adds to or takes from the writer's commitment, in [-1, 1]."""

    id: str
    kind: str
    lemma: str
    forms: tuple[str, ...]
    frames: frozenset[str]
    prepositions: frozenset[str]
    stance: Stance
    polarity: Polarity
    certainty: float
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class CueForm:
    """One inflected form: its words in lower case, and its `shape`: "base", "s", "past", "pp", "ing" or "fixed"."""

    words: tuple[str, ...]
    shape: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All cues, and an index from the first word of each form to the forms, the longest first."""

    cues: tuple[Cue, ...]
    by_first_word: Mapping[str, tuple[CueForm, ...]]


def _shapes(cue: Cue) -> list[str]:
    """The shape of each form of a verb, by its first word; a base form that is listed twice is a past form too ("read")."""
    if cue.kind not in ("verb", "support"):
        return ["fixed"] * len(cue.forms)
    base = cue.lemma.split()[0]
    shapes: list[str] = []
    for form in cue.forms:
        word = form.split()[0]
        if word == base:
            shapes.append("past" if "base" in shapes else "base")
        elif word.endswith("ing"):
            shapes.append("ing")
        elif word in (base + "s", base + "es", base[:-1] + "ies", "has", "is"):
            shapes.append("s")
        else:
            earlier = [f for f, shape in zip(cue.forms, shapes, strict=False) if shape == "past"]
            shapes.append("pp" if earlier and word.endswith("n") else "past")
    return shapes


def _cue(row: dict[str, str], where: str) -> Cue:
    """One checked row. Raises LexiconError that names the line, the column and the legal values."""
    for column, legal in (("kind", KINDS), ("stance", STANCES), ("polarity", POLARITIES)):
        if row[column] not in legal:
            raise LexiconError(f"{where}: {column} is {row[column]!r}; legal are {', '.join(legal)}.")
    prepositions: frozenset[str] = frozenset()
    frames = set()
    for frame in row["frames"].split():
        name, _, listed = frame.partition(":")
        if name == "prep" and listed:
            prepositions = frozenset(listed.split(","))
        elif name not in FRAMES:
            raise LexiconError(f"{where}: frame {frame!r} is unknown; legal are {', '.join(FRAMES)} and prep:WORD,WORD.")
        frames.add(name)
    try:
        certainty = float(row["certainty"])
    except ValueError as error:
        raise LexiconError(f"{where}: certainty is {row['certainty']!r}; it must be a number from -1 to 1.") from error
    forms = tuple(f.strip().lower() for f in row["forms"].split("|") if f.strip())
    if not forms or not row["example"] or not row["counter_example"]:
        raise LexiconError(f"{where}: forms, example and counter_example must not be empty.")
    return Cue(
        id=row["id"],
        kind=row["kind"],
        lemma=row["lemma"],
        forms=forms,
        frames=frozenset(frames),
        prepositions=prepositions,
        stance=cast(Stance, row["stance"]),
        polarity=cast(Polarity, row["polarity"]),
        certainty=certainty,
        example=row["example"],
        counter_example=row["counter_example"],
    )


def parse_cues(text: str, name: str = "cues.tsv") -> CueLexicon:
    """The lexicon written in `text`. Raises LexiconError with file and line for any row that breaks the rules."""
    reader = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise LexiconError(f"{name}:1: the columns are {reader.fieldnames}; they must be {', '.join(COLUMNS)}.")
    cues: dict[str, Cue] = {}
    for number, row in enumerate(reader, 2):
        where = f"{name}:{number}"
        if None in row or None in row.values():
            raise LexiconError(f"{where}: the row does not have {len(COLUMNS)} columns.")
        cue = _cue(row, where)
        if cue.id in cues:
            raise LexiconError(f"{where}: the id {cue.id!r} is used twice.")
        cues[cue.id] = cue
    index: dict[str, list[CueForm]] = {}
    for cue in cues.values():
        for form, shape in zip(cue.forms, _shapes(cue), strict=True):
            words = tuple(form.split())
            index.setdefault(words[0], []).append(CueForm(words, shape, cue))
    ordered = {
        first: tuple(sorted(forms, key=lambda f: (-len(f.words), f.cue.kind != "support"))) for first, forms in index.items()
    }
    return CueLexicon(tuple(cues.values()), ordered)


@cache
def load_cues() -> CueLexicon:
    """The shipped lexicon."""
    return parse_cues(read_text("cues.tsv"))
