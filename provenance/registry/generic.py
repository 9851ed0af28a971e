"""Names made of nothing but common words: of the trade ("News Nation", "Daily Post"), or of any English text ("Time", "Reason").

Papers and stations far apart share the first; the second may stand at the head of a sentence and name nobody.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@cache
def _words(file: str) -> frozenset[str]:
    text = files("provenance.registry").joinpath(file).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_generic(name: str) -> bool:
    """Whether a name has no word that is its own: numbers count as common, and "NewsNation" as two words."""
    parts = _PART.findall(name)
    return bool(parts) and name.isascii() and all(part.isdigit() or part.lower() in _words("common_words.txt") for part in parts)


def is_ordinary(word: str) -> bool:
    """Whether a word is one of English texts of any kind, so that a capital at the head of a sentence makes it no name."""
    low = word.lower()
    return low in _words("ordinary_words.txt") or low in _words("common_words.txt")
