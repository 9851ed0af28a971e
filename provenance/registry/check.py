"""The rules of a registry file: from loose YAML values to entities and ambiguities, or an error that says where and why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.lexicon.places import iso2_table
from provenance.registry.model import EDITORIAL_CONTROLS, FUNDINGS, KINDS, Ambiguity, Candidate, Condition, Entity
from provenance.registry.normal import is_domain

SCHEMA = "provenance.sources/1"
FILE_KEYS = ("schema", "sources", "ambiguous")
ENTITY_KEYS = (
    *("id", "name", "kind", "aliases", "domains", "handles", "country", "languages"),
    *("founded", "owner", "funding", "editorial_control", "parent"),
)
AMBIGUOUS_KEYS = ("alias", "candidates", "default", "unless", "abroad")
CANDIDATE_KEYS = ("id", "when")
FLAGS = ("credit", "speaks", "named", "domain")
CONDITION_KEYS = (*FLAGS, "country", "words", "phrase")

_ID = re.compile(r"[^\W_A-Z](?:[\w-]*[^\W_])?$")
_LANGUAGE = re.compile(r"[a-z]{2,3}$")
_PLATFORM = re.compile(r"[a-z0-9][a-z0-9-]*$")
_HANDLE = re.compile(r"[\w.@-]{1,64}$")
_LONGEST = 300

_PLAINEST = [{key: "true"} for key in FLAGS]
_PLAINEST_CONDITIONS = [Condition(credit=True), Condition(speaks=True), Condition(named=True), Condition(domain=True)]
"""In the order of `FLAGS`; two of three conditions are of these."""

Where = tuple[str | int, ...]


class FaultError(Exception):
    """A broken rule: the path of keys and numbers to the value, the sentence that says why, the number of the file."""

    def __init__(self, where: Where, reason: str, file: int = 0) -> None:
        super().__init__(reason)
        self.where = where
        self.reason = reason
        self.file = file


@dataclass(frozen=True, slots=True)
class Part:
    """One file's content. `given` holds for each entity the keys that the file states."""

    file: int
    entities: tuple[tuple[Entity, frozenset[str]], ...]
    ambiguous: tuple[Ambiguity, ...]
    rows: tuple[int, ...]
    """The row of the file's `ambiguous` that each of them stands in."""


def part(data: object, file: int) -> Part:
    """The checked content of one file; nothing is compared with other files yet. Raises FaultError."""
    top = _mapping(data, (), FILE_KEYS, ("schema",))
    if top["schema"] != SCHEMA:
        raise FaultError(("schema",), f'"{top["schema"]}" is not a known schema; write "{SCHEMA}".')
    entities: list[tuple[Entity, frozenset[str]]] = []
    seen: set[str] = set()
    for i, raw in enumerate(_list(top.get("sources", []), ("sources",))):
        entity, given = _entity(raw, ("sources", i))
        if entity.id in seen:
            raise FaultError(("sources", i, "id"), f'the id "{entity.id}" stands twice in the file; merge the two or rename one.')
        seen.add(entity.id)
        entities.append((entity, given))
    ambiguous: list[Ambiguity] = []
    rows: list[int] = []
    for i, raw in enumerate(_list(top.get("ambiguous", []), ("ambiguous",))):
        found = list(_ambiguities(raw, ("ambiguous", i)))
        ambiguous += found
        rows += [i] * len(found)
    return Part(file, tuple(entities), tuple(ambiguous), tuple(rows))


def _text(value: Any, where: Where) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FaultError(where, "a line of text is needed here; leave the key out where there is nothing to say.")
    if len(value) > _LONGEST:
        raise FaultError(where, f"the text is longer than {_LONGEST} characters; shorten it.")
    return value


def _list(value: Any, where: Where) -> list[Any]:
    if not isinstance(value, list):
        raise FaultError(where, "a list is needed here, such as [a, b].")
    return value


def _texts(value: Any, where: Where, good: Callable[[str], object], wanted: str) -> tuple[str, ...]:
    found = tuple(_list(value, where))
    for i, item in enumerate(found):
        if not isinstance(item, str) or len(item) > _LONGEST or not good(item):
            _text(item, (*where, i))
            raise FaultError((*where, i), f'"{item}" will not do: {wanted}.')
    if len(set(found)) < len(found):
        i = next(i for i, item in enumerate(found) if item in found[:i])
        raise FaultError((*where, i), f'"{found[i]}" stands twice in this list; take one out.')
    return found


def _mapping(value: Any, where: Where, legal: Sequence[str], needed: Sequence[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FaultError(where, f"a mapping with the keys {', '.join(legal)} is needed here.")
    for key in value:
        if key not in legal:
            raise FaultError((*where, str(key)), f'"{key}" is not a known key; legal are {", ".join(legal)}.')
    for key in needed:
        if key not in value:
            raise FaultError(where, f'the key "{key}" is missing; needed are {", ".join(needed)}.')
    return value


def _one_of(raw: dict[str, Any], key: str, legal: Sequence[str], where: Where) -> Any:
    value = _text(raw[key], (*where, key))
    if value not in legal:
        raise FaultError((*where, key), f'"{value}" is not a legal value; legal are {", ".join(legal)}.')
    return value


def _year(value: Any, where: Where) -> int:
    text = _text(value, where)
    if not (text.isdecimal() and 1500 <= int(text) <= 2100):
        raise FaultError(where, f'"{text}" is not a year; write one from 1500 to 2100.')
    return int(text)


def _country(value: Any, where: Where) -> str:
    text = _text(value, where)
    if text not in _countries():
        raise FaultError(
            where, f'"{text}" is not a country code; legal are the two capital letters of ISO 3166, such as GB or CN.'
        )
    return text


@cache
def _countries() -> frozenset[str]:
    return frozenset(iso2_table().values())


def _handles(value: Any, where: Where) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise FaultError(where, "a mapping of platforms to lists of handles is needed here, such as {x: [Reuters]}.")
    found: list[tuple[str, str]] = []
    for platform, names in value.items():
        if not isinstance(platform, str) or not _PLATFORM.match(platform):
            raise FaultError((*where, str(platform)), f'"{platform}" is not the id of a platform, such as x, telegram or weibo.')
        for name in _texts(names, (*where, platform), _HANDLE.match, "a handle is letters, digits, dots and dashes"):
            found.append((platform, name.lstrip("@")))
    return tuple(found)


_READERS: dict[str, Callable[[Any, Where], Any]] = {
    "aliases": lambda v, w: _texts(v, w, str.strip, "an alias is a name"),
    "domains": lambda v, w: _texts(
        v, w, is_domain, "a domain is a host in small letters such as reuters.com, with a path if need be"
    ),
    "languages": lambda v, w: _texts(v, w, _LANGUAGE.match, "a language is an ISO 639 code such as en"),
    "handles": _handles,
    "country": _country,
    "founded": _year,
    "owner": _text,
    "parent": _text,
    "name": _text,
}


def _entity(raw: Any, where: Where) -> tuple[Entity, frozenset[str]]:
    """An entity, and the keys that were stated. Name and kind may be missing where another file gives them (see `merged`)."""
    found = _mapping(raw, where, ENTITY_KEYS, ("id",))
    id_ = _text(found["id"], (*where, "id"))
    if not _ID.match(id_):
        raise FaultError((*where, "id"), f'"{id_}" is not an id; write small letters, digits and dashes.')
    values = {key: _READERS[key](value, (*where, key)) for key, value in found.items() if key in _READERS}
    for key, legal in (("kind", KINDS), ("funding", FUNDINGS), ("editorial_control", EDITORIAL_CONTROLS)):
        if key in found:
            values[key] = _one_of(found, key, legal, where)
    return Entity(**{"id": id_, "name": "", "kind": "digital_outlet", **values}), frozenset(found)


def _ambiguities(raw: Any, where: Where) -> Iterator[Ambiguity]:
    """One ambiguity for each alias that shares the row."""
    row = _mapping(raw, where, AMBIGUOUS_KEYS, ("alias", "candidates"))
    aliases = row["alias"] if isinstance(row["alias"], list) else [row["alias"]]
    candidates = tuple(
        _candidate(c, (*where, "candidates", i)) for i, c in enumerate(_list(row["candidates"], (*where, "candidates")))
    )
    ids = [c.id for c in candidates]
    if not ids or len(set(ids)) < len(ids):
        raise FaultError((*where, "candidates"), "one candidate or more is needed, each once.")
    default = _one_of(row, "default", ids, where) if "default" in row else None
    unless = _texts(row.get("unless", []), (*where, "unless"), str.strip, "write words")
    abroad = "abroad" in row and _one_of(row, "abroad", ("true",), where) == "true"
    for i, alias in enumerate(aliases):
        yield Ambiguity(_text(alias, (*where, "alias", i)), candidates, default, unless, abroad)


def _candidate(raw: Any, where: Where) -> Candidate:
    found = _mapping(raw, where, CANDIDATE_KEYS, CANDIDATE_KEYS)
    conditions = _list(found["when"], (*where, "when"))
    return Candidate(
        _text(found["id"], (*where, "id")), tuple(_condition(c, (*where, "when", i)) for i, c in enumerate(conditions))
    )


def _condition(raw: Any, where: Where) -> Condition:
    if raw in _PLAINEST:
        return _PLAINEST_CONDITIONS[_PLAINEST.index(raw)]
    found = _mapping(raw, where, CONDITION_KEYS, ())
    if not found:
        raise FaultError(where, f"a condition needs one key or more; legal are {', '.join(CONDITION_KEYS)}.")
    for key in FLAGS:
        if key in found and found[key] != "true":
            raise FaultError((*where, key), f'"{found[key]}" is not a legal value; legal is true, or leave the key out.')
    country = _texts(found.get("country", []), (*where, "country"), _countries().__contains__, "write ISO 3166 codes such as GB")
    words = _texts(found.get("words", []), (*where, "words"), str.strip, "write words")
    phrase = _texts(
        found.get("phrase", []), (*where, "phrase"), lambda p: p.count("~") == 1, 'write "~" once where the alias stands'
    )
    return Condition(**{key: True for key in FLAGS if key in found}, country=frozenset(country), words=words, phrase=phrase)
