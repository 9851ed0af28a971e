"""robots.txt as RFC 9309 has it: the group of our name, or that of all; of its rules the longest that fits decides.

The module of the standard library takes the first rule that fits and knows neither `*` nor `$` in a path, so that it would
fetch what most large sites forbid. Patterns are matched without regular expressions, in time that grows with their length
times that of the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

LARGEST = 512_000
"""Bytes that are read of a robots.txt; RFC 9309 asks for 500 KiB at least."""
_MOST_RULES = 5_000
_LONGEST_LINE = 4_000
_KEPT = "/?=&;:@!$'()*+,~-._%#[]"
_PERCENT = re.compile("%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one agent. `rules` are (pattern, allowed); `delay` are the seconds that the host asks for, if any."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None
    closed: str | None = None
    """Why nothing may be fetched: the file could not be had, so that nobody knows what it says."""

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be fetched. robots.txt itself always may."""
        if self.closed:
            return False
        path = _normal(target or "/")
        if path == "/robots.txt":
            return True
        best, allowed = -1, True
        for pattern, allow in self.rules:
            longer = len(pattern) > best or (len(pattern) == best and allow)
            if longer and _fits(pattern, path):
                best, allowed = len(pattern), allow
        return allowed


def parse_robots(data: bytes, agent: str) -> Robots:
    """The rules of a robots.txt for an agent, a product's name without a version."""
    own: list[tuple[str, bool]] = []
    general: list[tuple[str, bool]] = []
    delays: dict[bool, float] = {}
    named = any_named = False
    groups: set[bool] = set()
    in_rules = True
    for key, value in _lines(data):
        if key == "user-agent":
            if in_rules:
                groups, in_rules = set(), False
            if _product(value) == agent.lower():
                groups.add(True)
                named = True
            elif value == "*":
                groups.add(False)
            any_named = True
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for group in groups if any_named else ():
                if key == "crawl-delay":
                    delays.setdefault(group, _seconds(value))
                elif value and len(own) + len(general) < _MOST_RULES:
                    (own if group else general).append((_normal(value), key == "allow"))
    return Robots(tuple(own if named else general), delays.get(named) or None)


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    text = data[:LARGEST].decode("utf-8-sig", "replace")
    for line in re.split("\r\n?|\n", text):
        key, colon, value = line[:_LONGEST_LINE].partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _product(value: str) -> str:
    """The name in a line for an agent, without version and comment."""
    return re.split(r"[/\s]", value.lower(), maxsplit=1)[0]


def _seconds(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return found if 0 < found < 1e6 else 0.0


def _normal(path: str) -> str:
    """A path or pattern with one way of writing each character: percent codes where they are needed, and only there."""
    plain = _PERCENT.sub(lambda code: unquote(code[0]) if unquote(code[0]).isalnum() else code[0].upper(), path)
    return quote(plain, safe=_KEPT)


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` and a last `$` fits the beginning of a path, or all of it."""
    anchored = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*") if anchored else pattern.split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    if len(parts) == 1:
        return not anchored or at == len(path)
    for part in parts[1:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = parts[-1]
    if anchored:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
