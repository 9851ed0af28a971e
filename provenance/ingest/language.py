"""Which language a text is in, or None where it cannot be told.

English is recognised by its function words, without a model. Anything else is put to py3langid, whose model takes
0.8 seconds to load and about 1 ms per text: an all-English batch never loads it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENOUGH = 2_000
"""Code points that are looked at."""
_FEWEST_LETTERS = 20
_DENSE_LETTER = 3
"""A Chinese, Japanese or Korean letter says about as much as three of an alphabet."""
_LOWEST_PROBABILITY = 0.7

_FUNCTION_WORDS = (
    "the of and to that is was for with on as by he she his her it they their at from has have had are were been be this which "
    "not but who said will would about after when there or an its more than also into could our you we"
)
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
_FEWEST_ENGLISH_WORDS = 12
_ENGLISH_SHARE = 0.18
_ENGLISH_KINDS = 5
"""Distinct function words wanted, "the" among them: one alone proves little ("of" and "was" are Dutch, "for" and "at" Danish)."""

_WORD = re.compile(r"[^\W\d_]+")

_SCRIPTS: dict[str, str] = {
    "CYRILLIC": "be bg kk kv ky mk mn os ru sr tg tt uk ba cv sah ce ab ug uz az",
    "GREEK": "el",
    "HEBREW": "he yi",
    "ARABIC": "ar arz fa ps sd ug ur ku ckb pa ks az ms",
    "CJK": "zh ja ko yue wuu",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi mr ne sa bho mai ks kok",
    "THAI": "th",
    "GEORGIAN": "ka xmf",
    "ARMENIAN": "hy",
    "BENGALI": "bn as",
}
"""The languages that a script can be; a script that is not here admits any."""
_NOT_LATIN = "ru uk be bg mk el he yi ar fa ps ur zh ja ko hi mr ne th ka hy bn as ta te ml kn gu pa si km lo my am dz bo"


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, judged by its first 2,000 code points.

    None where the text is short, holds several languages alike, or the model's answer contradicts the script.
    """
    probe = text[:ENOUGH]
    words = _WORD.findall(probe)
    if sum(len(word) * (_DENSE_LETTER if word[0] >= "\u3040" else 1) for word in words) < _FEWEST_LETTERS:
        return None
    if _is_english(words):
        return "en"
    code, probability = _identifier().classify(probe)
    # Codes of three letters (and "zxx", no language) are not of ISO 639-1.
    if probability < _LOWEST_PROBABILITY or len(code) != 2 or not _script_admits(words, code):
        return None
    return str(code)


def _is_english(words: list[str]) -> bool:
    if len(words) < _FEWEST_ENGLISH_WORDS:
        return False
    found = [word for word in map(str.lower, words) if word in _ENGLISH]
    return "the" in found and len(found) >= _ENGLISH_SHARE * len(words) and len(set(found)) >= _ENGLISH_KINDS


def _script_admits(words: list[str], code: str) -> bool:
    """Whether the script of most letters can be that language's."""
    counts: dict[str, int] = {}
    for letter in "".join(words)[:200]:
        script = unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0].split("-", 1)[0]
        counts[script] = counts.get(script, 0) + 1
    script = max(counts, key=lambda name: (counts[name], name))
    if script == "LATIN":
        return code not in _NOT_LATIN.split()
    return code in _SCRIPTS.get(script, code).split()


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
