"""How vague a sentence is: whether a reader would mark it as uncertain, by its hedges and its weasel words.

A measure of sentences, beside the hedges and not among them: "one of his most popular songs" hedges nothing, and still nobody
answers for it. The weights were fitted to sentences that readers of an encyclopaedia marked; see docs/annotation.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from provenance.detect.certainty import Marker
from provenance.lexicon.weasels import WeaselTable, load_weasels

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def vagueness(sentence: str, hedges: Iterable[Marker], table: WeaselTable | None = None) -> float:
    """How probable it is, in (0, 1), that a reader marks the sentence as uncertain. `hedges` are those of the sentence."""
    return 1 / (1 + math.exp(-_log_odds(sentence, hedges, table or load_weasels())))


def is_uncertain(sentence: str, hedges: Iterable[Marker], table: WeaselTable | None = None) -> bool:
    """Whether the sentence counts as uncertain: its vagueness reaches the table's limit."""
    table = table or load_weasels()
    return _log_odds(sentence, hedges, table) >= table.limit


def classes_of(sentence: str, hedges: Iterable[Marker], table: WeaselTable) -> frozenset[str]:
    """The ids of the classes whose words stand in the sentence, and the categories of its hedges."""
    words = [m.group() for m in _WORD.finditer(sentence.lower().replace("’", "'"))]
    found: set[str] = {hedge.category for hedge in hedges}
    for place, word in enumerate(words):
        found.update(id_ for form, id_ in table.by_first.get(word, ()) if tuple(words[place : place + len(form)]) == form)
    return frozenset(found)


def _log_odds(sentence: str, hedges: Iterable[Marker], table: WeaselTable) -> float:
    found = classes_of(sentence, hedges, table)
    weights = [one.weight for one in table.classes if one.id in found]
    return math.fsum((table.start, *weights, *(table.categories[one] for one in found if one in table.categories)))
