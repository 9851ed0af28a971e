"""Looks for the attributions of a passage: at each word that begins a cue, the rule for the kind of that cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.detect.continuation import continued
from provenance.detect.found import Found, Site
from provenance.detect.grammar import Grammar
from provenance.detect.other_cues import adjective, adposition, adverb, noun, phrase
from provenance.detect.verbs import verb
from provenance.detect.views import PassageView
from provenance.lexicon.cues import CueForm, CueLexicon
from provenance.lexicon.words import Words


def find_in_passage(view: PassageView, words: Words, cues: CueLexicon) -> list[Found]:
    """All attributions of one passage, in the order of their cues."""
    grammar = Grammar(view.tokens, words, cues)
    found = [one for low, high in view.outer for one in _find_in_sentence(grammar, low, high, inside=False)]
    found += [one for low, high in view.inner for one in _find_in_sentence(grammar, low, high, inside=True)]
    return sorted(continued(view, found, words), key=lambda f: (f.cue_range, f.contents))


def _find_in_sentence(grammar: Grammar, low: int, high: int, inside: bool) -> list[Found]:
    """All attributions whose cue stands in tokens [low, high). `inside` says that they are within a quotation."""
    quoted = grammar.tokens.quoted
    found: list[Found] = []
    i = low
    while i < high:
        one = None
        if grammar.forms(i) and (inside or quoted[i] < 0):
            sites = (Site(form, i, low, high, inside) for form in _forms_at(grammar, i, high))
            one = next((hit for site in sites if (hit := _attribution(grammar, site, found))), None)
        if one is None:
            i += 1
        else:
            found.append(one)
            i = max(i + 1, one.cue_range[1])
    return found


def _forms_at(grammar: Grammar, i: int, high: int) -> Iterator[CueForm]:
    """The forms of cues that stand at token i, the longest first."""
    lows = grammar.tokens.lows
    for form in grammar.forms(i):
        size = len(form.words)
        if size == 1 or (i + size <= high and tuple(lows[i : i + size]) == form.words):
            yield form


def _attribution(grammar: Grammar, site: Site, before: Sequence[Found]) -> Found | None:
    """What the cue at its site attributes, if anything. `before` are the earlier findings of the sentence."""
    kind = site.cue.kind
    if kind in ("verb", "support"):
        return verb(grammar, site, before)
    if kind == "adp":
        return adposition(grammar, site)
    if kind == "noun":
        return noun(grammar, site)
    if kind == "adj":
        return adjective(grammar, site)
    if kind == "adv":
        return adverb(grammar, site)
    return phrase(grammar, site)
