"""Circular citation: outlets that have a claim from each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise


def circles(chains: Iterable[Sequence[str]]) -> frozenset[str]:
    """The sources that have something, over any number of steps, from themselves. A chain goes from who tells to who is cited."""
    cited: dict[str, set[str]] = {}
    for chain in chains:
        # An outlet that quotes itself, over whatever steps, runs in no circle with others: of each source its last place counts.
        ways = reversed(dict.fromkeys(reversed(chain)))
        for teller, source in pairwise(ways):
            cited.setdefault(teller, set()).add(source)
    return frozenset(source for source in cited if _reaches(source, cited))


def _reaches(source: str, cited: Mapping[str, set[str]]) -> bool:
    """Whether a source is among all that it cites directly or through others."""
    seen: set[str] = set()
    waiting = list(cited[source])
    while waiting:
        at = waiting.pop()
        if at == source:
            return True
        if at not in seen:
            seen.add(at)
            waiting += cited.get(at, ())
    return False
