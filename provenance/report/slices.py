"""Recall by kind of attribution: what an annotator finds of the plain ones, and what of the hard ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.report.gold import Json, spans

_SAYING = re.compile(r"\b(?:said|say|says|saying|told|tell|tells|telling|according to)\b", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“”„«»]|``|''")
_PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we", "you", "who"))
SHORT = 5
"""Words below which a content is short."""


def slices_of(text: str, gold: Json) -> Iterator[str]:
    """The names of the slices that an attribution of the gold belongs to."""
    source, cue, content = (" ".join(text[s:e] for s, e in spans(gold, role)) for role in ("source", "cue", "content"))
    said, quoted = _SAYING.search(cue) is not None, _QUOTE.search(content) is not None
    named = {
        "said, say, told, according to": said,
        "with a quotation": quoted,
        "both of these": said and quoted,
        "pronoun as source": source.lower() in _PRONOUNS,
        "no source": not source,
        "no cue": not cue,
        "several words in the cue": len(cue.split()) > 1,
        f"content under {SHORT} words": len(content.split()) < SHORT,
        "nested": bool(gold.get("parent")),
    }
    return (name for name, holds in named.items() if holds)
