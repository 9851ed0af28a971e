"""The hedge lexicon: its file formats, their validation, and the word trie that finds candidate markers.

The files (`hedges.tsv`, `hedge_pseudo.tsv`) explain their own columns. Nothing is read before `load_hedges` is called.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from provenance.errors import LexiconError
from provenance.ids import text_sha256
from provenance.lexicon.markers import Context, compiled_class, contexts_of, expanded, forms_of, hold
from provenance.records import HEDGE_CATEGORIES, HedgeCategory

COLUMNS = ("id", "marker", "forms", "flags", "category", "certainty", "basis", "only", "not", "example", "counter_example")
PSEUDO_COLUMNS = ("id", "forms", "flags", "hides", "only", "not", "example", "counter_example")
FLAGS = ("lower", "grow", "negatable")
BASES = ("survey", "judgement")
MAY_BE_EMPTY = frozenset(("flags", "only", "not"))


@dataclass(frozen=True, slots=True)
class HedgeRule:
    """One line of the lexicon. `forms` are its markers as tuples of lower-case words; `line` is its place in the file."""

    id: str
    marker: str
    forms: tuple[tuple[str, ...], ...]
    flags: frozenset[str]
    category: HedgeCategory
    certainty: float
    basis: str
    only: tuple[Context, ...]
    exclude: tuple[Context, ...]
    example: str
    counter_example: str
    line: int

    def fits(self, before: str, after: str) -> bool:
        """Whether a marker with these words around it is a hedge by this rule."""
        return hold(self.only, self.exclude, before, after)


@dataclass(frozen=True, slots=True)
class PseudoCue:
    """Words that look like a marker and are none ("military might"). `hides` are the ids of the rules that they are kept from."""

    id: str
    forms: tuple[tuple[str, ...], ...]
    flags: frozenset[str]
    hides: tuple[str, ...]
    only: tuple[Context, ...]
    exclude: tuple[Context, ...]
    example: str
    counter_example: str
    line: int

    def fits(self, before: str, after: str) -> bool:
        """Whether the words are no marker with these words around them."""
        return hold(self.only, self.exclude, before, after)


@dataclass(slots=True)
class Node:
    """A node of the word trie: the words that may follow, and what ends here: pseudo-cues, then rules, in file order."""

    next: dict[str, Node] = field(default_factory=dict)
    rules: list[HedgeRule | PseudoCue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HedgeLexicon:
    """The rules of the files, ready for use. `digest` identifies the files' content in a run's record.

    `negation` fits words that end in a negation of what follows them ("is not very").
    """

    rules: tuple[HedgeRule, ...]
    pseudo: tuple[PseudoCue, ...]
    root: Node
    modifiers: frozenset[str]
    say: re.Pattern[str]
    negation: re.Pattern[str]
    digest: str


@functools.cache
def load_hedges(path: Path | None = None, pseudo: Path | None = None) -> HedgeLexicon:
    """The lexicon in `path` with the pseudo-cues in `pseudo`, by default those that come with the program; with a `path` of
    one's own and no `pseudo` there are none.

    Raises LexiconError, with file and line, where a file is missing or breaks its rules.
    """
    here = Path(__file__)
    beside = here.with_name("hedge_pseudo.tsv") if path is None else None
    where, hiding = path or here.with_name("hedges.tsv"), pseudo or beside
    return parse_hedges(_read(where), str(where), _read(hiding) if hiding else "", str(hiding))


def _read(where: Path) -> str:
    try:
        return where.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{where}: the hedge lexicon cannot be read ({error}); give a UTF-8 file.") from error


def parse_hedges(text: str, name: str, pseudo: str = "", pseudo_name: str = "pseudo-cues") -> HedgeLexicon:
    """The lexicon written in `text` and `pseudo`; the names are what errors call them. Raises LexiconError."""
    classes: dict[str, str] = {}
    rules: dict[str, HedgeRule] = {}
    for number, cells in _table(text, name, COLUMNS, classes):
        rule = _rule(cells, classes, number, f"{name}:{number}")
        if rule.id in rules:
            raise LexiconError(f"{name}:{number}: id {rule.id!r} is already used in line {rules[rule.id].line}; choose another.")
        rules[rule.id] = rule
    if not rules:
        raise LexiconError(f"{name}: no rule in the file; it needs a header and at least one line.")
    hiding: dict[str, PseudoCue] = {}
    for number, cells in _table(pseudo, pseudo_name, PSEUDO_COLUMNS, classes):
        cue = _pseudo(cells, classes, number, f"{pseudo_name}:{number}")
        unknown = [id_ for id_ in cue.hides if id_ not in rules]
        if unknown or cue.id in hiding:
            what = f"hides {unknown[0]!r}, which is no rule of {name}" if unknown else f"id {cue.id!r} is already used"
            raise LexiconError(f"{pseudo_name}:{number}: {what}; correct it.")
        hiding[cue.id] = cue
    say = compiled_class(rf"(?:{classes.get('say', '(?!)')})(?!\w)", f"{name}: class say")
    negation = compiled_class(rf"(?<!\w)(?:{classes.get('negation', '(?!)')})\Z", f"{name}: class negation")
    ordered, cues = tuple(rules.values()), tuple(hiding.values())
    modifiers = frozenset(classes.get("modifier", "").split())
    return HedgeLexicon(ordered, cues, _trie((*cues, *ordered)), modifiers, say, negation, text_sha256(text + pseudo))


def _table(text: str, name: str, columns: tuple[str, ...], classes: dict[str, str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with the number of their line; classes that it defines are added to `classes`."""
    header_seen = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{name}:{number}"
        cells = line.rstrip("\r").split("\t")
        if line.startswith("@"):
            if len(cells) != 2:
                raise LexiconError(f"{place}: a class needs a name, one tab and an expression, got {len(cells)} columns.")
            classes[cells[0][1:]] = expanded(cells[1], classes, place)
        elif not header_seen:
            if tuple(cells) != columns:
                raise LexiconError(f"{place}: the header must be {', '.join(columns)} (tabs between), got {', '.join(cells)}.")
            header_seen = True
        else:
            yield number, cells


def _cell(cells: list[str], columns: tuple[str, ...], place: str) -> dict[str, str]:
    if len(cells) != len(columns):
        raise LexiconError(f"{place}: a rule needs {len(columns)} columns ({', '.join(columns)}), got {len(cells)}.")
    cell = {column: value.strip() for column, value in zip(columns, cells, strict=True)}
    for column, value in cell.items():
        if not value and column not in MAY_BE_EMPTY:
            raise LexiconError(f"{place}: column {column} is empty; fill it.")
    for flag in cell["flags"].split():
        _legal(flag, FLAGS, "flag", place)
    return cell


def _pseudo(cells: list[str], classes: Mapping[str, str], number: int, place: str) -> PseudoCue:
    cell = _cell(cells, PSEUDO_COLUMNS, place)
    return PseudoCue(
        id=cell["id"],
        forms=tuple(forms_of(cell["forms"], place)),
        flags=frozenset(cell["flags"].split()),
        hides=tuple(cell["hides"].split()),
        only=contexts_of(cell["only"], classes, f"{place}: column only"),
        exclude=contexts_of(cell["not"], classes, f"{place}: column not"),
        example=cell["example"],
        counter_example=cell["counter_example"],
        line=number,
    )


def _rule(cells: list[str], classes: Mapping[str, str], number: int, place: str) -> HedgeRule:
    cell = _cell(cells, COLUMNS, place)
    flags = frozenset(cell["flags"].split())
    _legal(cell["category"], HEDGE_CATEGORIES, "category", place)
    _legal(cell["basis"], BASES, "basis", place)
    return HedgeRule(
        id=cell["id"],
        marker=cell["marker"],
        forms=tuple(forms_of(cell["forms"], place)),
        flags=flags,
        category=cast(HedgeCategory, cell["category"]),
        certainty=_certainty(cell["certainty"], place),
        basis=cell["basis"],
        only=contexts_of(cell["only"], classes, f"{place}: column only"),
        exclude=contexts_of(cell["not"], classes, f"{place}: column not"),
        example=cell["example"],
        counter_example=cell["counter_example"],
        line=number,
    )


def _legal(value: str, legal: tuple[str, ...], column: str, place: str) -> None:
    if value not in legal:
        raise LexiconError(f"{place}: {column} {value!r} is unknown; legal values are {', '.join(legal)}.")


def _certainty(value: str, place: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise LexiconError(f"{place}: certainty {value!r} is no number from 0 to 1; write one such as 0.5.")
    return number


def _trie(rules: tuple[HedgeRule | PseudoCue, ...]) -> Node:
    root = Node()
    for rule in rules:
        for form in dict.fromkeys(rule.forms):
            node = root
            for word in form:
                node = node.next.setdefault(word, Node())
            node.rules.append(rule)
    return root
