"""What changed between a claim and the text of the upstream that it is said to come from.

Each finding is one sentence with the words on both sides. What is not read is not told: a change of meaning in other words than
hedges, figures, dates, names of sources and quotations goes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from provenance.claims.origins import is_knowable
from provenance.claims.quantities import Figure, Quantities, equal, quantities
from provenance.claims.tokens import tokens_of
from provenance.links import ClaimLink, Drift, DriftKind, Statement

_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]+)[”\"»“]")
_LEAST, _MOST = 12, 400
"""Characters of a quotation that is compared: shorter ones are words set apart."""
_WORD = re.compile(r"\w+")
ALTERED = 0.6
"""The least share of common words (Ratcliff and Obershelp) of two quotations that are one and the same, altered (judgement)."""


@dataclass(frozen=True, slots=True)
class Version:
    """A claim as one text has it. `hedges` are the words of its hedges, in order; `reported` is whether somebody is said to
    state it, and `named` whether that one is named.
    """

    statement: Statement
    hedges: tuple[str, ...] = ()
    reported: bool = False
    named: bool = False


def drifts(
    versions: Mapping[str, Version], links: Iterable[ClaimLink], names: Mapping[str, str] | None = None
) -> tuple[Drift, ...]:
    """All changes between linked claims of which the one is published by a source in the other's chain. By claim id.

    Claims that oppose each other by a figure count too. `names` are names of sources to show.
    """
    found: set[Drift] = set()
    for link in links:
        for claim, upstream in ((link.first, link.second), (link.second, link.first)):
            one, other = versions.get(claim), versions.get(upstream)
            if one is None or other is None or not _is_upstream(other.statement, one.statement):
                continue
            changed = tuple(changes(one, other, names or {}))
            if link.kind != "opposes" or any(d.kind == "number_changed" for d in changed):
                found.update(changed)
    return tuple(sorted(found, key=lambda d: (d.claim, d.upstream, d.kind, d.before, d.after)))


def changes(one: Version, upstream: Version, names: Mapping[str, str]) -> Iterator[Drift]:
    """What a claim has otherwise than its upstream's text."""
    for kind_of in (_hedges, _source, _figures, _dates, _quotations):
        yield from kind_of(one, upstream, names)


def _is_upstream(other: Statement, one: Statement) -> bool:
    """Whether the publisher of `other` stands in the chain of `one`, behind its own publisher."""
    publisher = other.chain[0].source
    return is_knowable(publisher) and one.chain[0].source != publisher and publisher in [h.source for h in one.chain[1:]]


def _hedges(one: Version, upstream: Version, names: Mapping[str, str]) -> Iterator[Drift]:
    mine, theirs = ", ".join(one.hedges), ", ".join(upstream.hedges)
    if theirs and not mine:
        detail = f'The upstream hedges it ("{theirs}"); here it is stated as a fact.'
        yield _drift(one, upstream, "hedge_lost", theirs, "", detail)
    if mine and not theirs:
        yield _drift(one, upstream, "hedge_added", "", mine, f'The upstream states it as a fact; here it is hedged ("{mine}").')


def _source(one: Version, upstream: Version, names: Mapping[str, str]) -> Iterator[Drift]:
    """Whose word it is, here and there."""

    def shown(version: Version) -> str:
        return version.statement.holder or names.get(version.statement.origin, version.statement.origin)

    publisher = upstream.statement.chain[0].source
    if upstream.reported and one.statement.chain[-1].source == publisher:
        there = upstream.statement
        if any(_speaks_of(one.statement.text, who) for who in (there.holder, names.get(there.origin, ""))):
            return  # "Reuters reported that the minister said …": what Reuters is given for is that he said it
        at = names.get(publisher, publisher)
        detail = f"{at} has it from {shown(upstream)}; here it is {at}'s own statement."
        yield _drift(one, upstream, "attribution_dropped", shown(upstream), at, detail)
    elif one.reported and upstream.reported and one.named != upstream.named:
        if one.named:
            detail = f"The upstream does not name its source ({shown(upstream)}); here it is {shown(one)}."
            yield _drift(one, upstream, "source_named", shown(upstream), shown(one), detail)
        else:
            detail = f"The upstream names its source ({shown(upstream)}); here it is {shown(one)}."
            yield _drift(one, upstream, "source_unnamed", shown(upstream), shown(one), detail)


def _speaks_of(text: str, holder: str) -> bool:
    """Whether the words of a claim name the holder themselves, by the last word of his name or description."""
    words = _plain(holder)
    return bool(words) and words[-1] in _plain(text)


def _figures(one: Version, upstream: Version, names: Mapping[str, str]) -> Iterator[Drift]:
    """Figures of one unit that stand on one side alone, where each side has such a one."""
    mine, theirs = _quantities(one).figures, _quantities(upstream).figures
    here = [f for f in mine if not any(equal(f, g) for g in theirs)]
    there = [g for g in theirs if not any(equal(f, g) for f in mine)]
    for figure in here:
        other = next((g for g in there if _counts_the_same(figure, g)), None)
        if other is not None:
            there.remove(other)
            before, after = _written(other), _written(figure)
            yield _drift(one, upstream, "number_changed", before, after, f"The upstream has {before}; here it is {after}.")


def _counts_the_same(a: Figure, b: Figure) -> bool:
    return a.unit == b.unit and (a.noun == b.noun or not (a.noun and b.noun) or bool(a.unit))


def _dates(one: Version, upstream: Version, names: Mapping[str, str]) -> Iterator[Drift]:
    mine, theirs = _quantities(one), _quantities(upstream)
    for here, there in ((mine.days, theirs.days), (mine.years, theirs.years)):
        if here and there and not set(here) & set(there):
            before, after = ", ".join(there), ", ".join(here)
            yield _drift(one, upstream, "date_changed", before, after, f"The upstream has {before}; here it is {after}.")


def _quotations(one: Version, upstream: Version, names: Mapping[str, str]) -> Iterator[Drift]:
    """Quotations that are nearly, but not quite, what the upstream quotes or writes."""
    theirs = list(_quoted(upstream.statement.text))
    said = _plain(upstream.statement.text)
    for quoted in _quoted(one.statement.text):
        words = _plain(quoted)
        if not words or " ".join(words) in " ".join(said):
            continue
        near = [(SequenceMatcher(None, _plain(t), words, autojunk=False).ratio(), t) for t in theirs]
        ratio, other = max(near, default=(0.0, ""))
        if ratio >= ALTERED:
            detail = f"The upstream quotes “{other}”; here it is “{quoted}”."
            yield _drift(one, upstream, "quotation_altered", other, quoted, detail)


def _quoted(text: str) -> Iterator[str]:
    """What stands in quotation marks; short words are read too, so that their marks begin nothing else, and passed over."""
    for found in _QUOTED.finditer(text):
        if _LEAST <= len(found.group(1)) <= _MOST:
            yield found.group(1)


def _quantities(version: Version) -> Quantities:
    return quantities(tokens_of(version.statement.text)[0])


def _written(figure: Figure) -> str:
    return f"{figure.value:,g}{figure.unit if figure.unit == '%' else ' ' + figure.unit if figure.unit else ''}"


def _plain(text: str) -> Sequence[str]:
    return _WORD.findall(text.lower())


def _drift(one: Version, upstream: Version, kind: DriftKind, before: str, after: str, detail: str) -> Drift:
    return Drift(one.statement.id, upstream.statement.id, kind, before, after, detail)
