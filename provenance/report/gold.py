"""Gold attributions: how they are read, and when a predicted one is the same.

A record of gold has `source_span`, `cue_span` and `content_spans`, a prediction `source.span` and so on; both are read here.
Spans are code points of the gold text.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.report.gold_shape import GOLD, check_shape
from provenance.report.lines import text_lines

Json = Mapping[str, Any]
Words = frozenset[int]
"""Words of a text, each by the code point where it starts."""

ROLES = ("source", "cue", "content")
ENOUGH = 0.5
"""The least Jaccard of two contents that count as one."""

_WORD = re.compile(r"\w+")
_UNNAMED = ("anon:", "group:")


def read_gold(path: Path) -> list[Json]:
    """The gold records of a folder of .json files or of a .jsonl(.gz) file. Raises UsageError where it cannot be read as such."""
    try:
        if path.is_dir():
            files = sorted(path.glob("*.json"))
            if not files:
                raise UsageError(f"{path}: no .json files of gold in this folder; name the folder that holds them")
            return [_record(file.read_text(encoding="utf-8"), str(file)) for file in files]
        return [_record(line, f"{path}:{number}") for number, line in text_lines(path)]
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read as gold ({error}); name a folder of .json files or a .jsonl(.gz) file"
        ) from error


def _record(text: str, where: str) -> Json:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: this is no JSON ({error}); correct it or name another file of gold") from error
    if not isinstance(record, dict) or not isinstance(record.get("document"), str):
        raise UsageError(f'{where}: a record of gold needs "document", the name of its text; correct it or name another file')
    check_shape(record, GOLD, where, "gold")
    return record


def pair(text: str, predicted: Sequence[Json], gold: Sequence[Json]) -> list[tuple[int, int]]:
    """One-to-one matches (index of predicted, index of gold), the closest first."""
    wanted = [[_roles(text, g) for g in readings(one)] for one in gold]
    candidates = []
    for i, one in enumerate(predicted):
        mine = _roles(text, one)
        for j, options in enumerate(wanted):
            best = max(_closeness(mine, option) for option in options)
            if best:
                candidates.append((-best, i, j))
    matches: list[tuple[int, int]] = []
    done_i: set[int] = set()
    done_j: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in done_i and j not in done_j:
            done_i.add(i)
            done_j.add(j)
            matches.append((i, j))
    return matches


def _closeness(mine: dict[str, Words], gold: dict[str, Words]) -> float:
    """0 where the two are not one attribution; else the Jaccard of the contents, half a point more where the cues touch."""
    union = mine["content"] | gold["content"]
    close = len(mine["content"] & gold["content"]) / len(union) if union else 1.0
    same_source = bool(mine["source"] & gold["source"]) or not (mine["source"] or gold["source"])
    return close + 0.5 * bool(mine["cue"] & gold["cue"]) if close >= ENOUGH and same_source else 0.0


def readings(gold: Json) -> Iterator[Json]:
    """The gold attribution, and once more with the other annotator's spans where they read a span differently."""
    yield gold
    other = gold.get("alternatives") or {}
    if {"source_span", "content_spans", "cue_span"} & other.keys():
        yield {**gold, **other}


def _roles(text: str, attribution: Json) -> dict[str, Words]:
    return {role: words(text, attribution, role) for role in ROLES}


def words(text: str, attribution: Json, role: str) -> Words:
    """The words that the spans of one role cover."""
    return frozenset(m.start() for start, end in spans(attribution, role) for m in _WORD.finditer(text, start, end))


def spans(attribution: Json, role: str) -> list[tuple[int, int]]:
    """The spans of one role, from a gold record (`source_span`) or a predicted one (`source.span`)."""
    value = attribution.get(role)
    if isinstance(value, Mapping):
        many, one = value.get("spans"), value.get("span")
    else:
        many, one = attribution.get(f"{role}_spans"), attribution.get(f"{role}_span")
    return [(s[0], s[1]) for s in many or ([one] if one else [])]


def label_of(prediction: Json, name: str) -> Any:
    """A label of a prediction under the name that the gold has for it."""
    if name in ("source_id", "source_type"):
        return (prediction.get("source") or {}).get(name.removeprefix("source_"))
    return (prediction.get("content") or {}).get("mode") if name == "mode" else prediction.get(name)


def same_label(name: str, predicted: Any, gold: Json) -> bool:
    """Whether a label is that of the gold, in either reading."""
    other = gold.get("alternatives") or {}
    allowed = [gold.get(name)] + ([other[name]] if name in other else [])
    if name == "chain":
        return [_link_key(x) for x in predicted or []] in [[_link_key(x) for x in a or []] for a in allowed]
    if name == "source_id":
        return _link_key(predicted or "") in [_link_key(a or "") for a in allowed]
    return predicted in allowed


def _link_key(identifier: str) -> str:
    """An id as compared: unnamed people by their class alone, joint holders in any order."""
    for prefix in _UNNAMED:
        if identifier.startswith(prefix):
            return prefix
    return "+".join(sorted(identifier.split("+")))


def is_core(gold: Json) -> bool:
    """Whether both annotators marked it, so that it is owed."""
    return bool(gold.get("tier", "core") == "core")
