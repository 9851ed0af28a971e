"""Names made of nothing but common words of the trade ("News Nation", "Daily Post"): papers and stations far apart share them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@cache
def _common_words() -> frozenset[str]:
    text = files("provenance.registry").joinpath("common_words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_generic(name: str) -> bool:
    """Whether a name has no word that is its own: numbers count as common, and "NewsNation" as two words."""
    parts = _PART.findall(name)
    return bool(parts) and name.isascii() and all(part.isdigit() or part.lower() in _common_words() for part in parts)
