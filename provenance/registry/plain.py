"""A quick reader for the plain YAML in which `sources.yaml` is written: a third of the time of PyYAML, which is asked otherwise.

It knows blocks of `key: value` with flow lists and mappings on one line, and gives up (None) on anything else: no tags, anchors,
comments behind values, text over several lines, or keys given twice. A test holds that both readers agree on our file.
"""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = r"\w(?:[\w .'’()/+&;-]*[\w.'’()/+&;-])?"
_QUOTED = r'"(?:[^"\\]|\\["\\/bfnrtu])*"'
_TOP = re.compile(rf"(\w+):(?: ({_PLAIN}))?$")
_LINE = re.compile(r"(- |  )(\w+):(?: (.+))?$")
_ITEM = re.compile(r"  - (\{.+\})$")
_FACT = re.compile(rf"  (\w+): ({_PLAIN})$")
_BLOCK_SCALAR = re.compile(rf"\w(?:[\w .'’()/+&;,-]*[\w.'’()/+&;-])?$|{_QUOTED}$")
_FLOW = re.compile(rf"[\[{{](?>(?>{_PLAIN})|(?>{_QUOTED})|[\[\]{{}}]|, |: )*+(?<=[\]}}])$")
_WORDS = re.compile(rf"\[{_PLAIN}(?:, {_PLAIN})*+\]$")
_FLOW_TOKEN = re.compile(rf"{_QUOTED}|{_PLAIN}")


class _NotPlainError(Exception):
    """The text uses more of YAML than this reader knows."""


def read_plain(text: str) -> dict[str, Any] | None:
    """The mapping that PyYAML's BaseLoader would give, all scalars text; None where the text is not plain enough."""
    try:
        return _document(text)
    except (_NotPlainError, ValueError, RecursionError):
        return None


def _document(text: str) -> dict[str, Any]:
    top: dict[str, Any] = {}
    rows: list[Any] | None = None
    row: dict[str, Any] | None = None
    items: list[Any] | None = None
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        if line[0] not in " -":
            rows, row, items = _section(line, top), None, None
            continue
        fact = _FACT.match(line)
        if fact and row is not None and fact[1] not in row:
            row[fact[1]] = fact[2]
            items = None
            continue
        found = _LINE.match(line)
        if found and rows is not None:
            if found[1] == "- ":
                row = {}
                rows.append(row)
            items = _pair(found, row)
            continue
        item = _ITEM.match(line)
        if item is None or items is None:
            raise _NotPlainError
        items.append(_flow(item[1]))
    if (
        not top
        or not all(top.values())
        or not all(all(row.values()) for rows in top.values() if isinstance(rows, list) for row in rows)
    ):
        raise _NotPlainError  # "key:" with nothing behind it is an empty text in YAML
    return top


def _section(line: str, top: dict[str, Any]) -> list[Any] | None:
    """A line at the margin: "key: value", or "key:" with a list of rows to follow, which is returned."""
    found = _TOP.match(line)
    if found is None or found[1] in top:
        raise _NotPlainError
    rows: list[Any] = []
    top[found[1]] = found[2] or rows
    return None if found[2] else rows


def _pair(found: re.Match[str], row: dict[str, Any] | None) -> list[Any] | None:
    """A key of a row with its value; where items follow on their own lines, the list to put them in."""
    _, key, value = found.groups()
    if row is None or key in row:
        raise _NotPlainError
    if value is None:
        items: list[Any] = []
        row[key] = items
        return items
    if value[0] in "[{":
        row[key] = _flow(value)
    elif _BLOCK_SCALAR.match(value):
        row[key] = json.loads(value) if value[0] == '"' else value
    else:
        raise _NotPlainError
    return None


def _flow(value: str) -> Any:
    """A flow list or mapping on one line, by way of JSON. Raises ValueError where it is unbalanced."""
    if _WORDS.match(value):
        return value[1:-1].split(", ")
    if not _FLOW.match(value):
        raise _NotPlainError
    return json.loads(_FLOW_TOKEN.sub(_as_json, value), object_pairs_hook=_once)


def _as_json(token: re.Match[str]) -> str:
    return token[0] if token[0][0] == '"' else json.dumps(token[0])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotPlainError
    return found
