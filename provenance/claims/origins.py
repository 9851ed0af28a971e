"""The collapse of claims to their independent origins: ten outlets with one wire are one origin.

Claims that say the same (linked as `same_text` or `same_claim`) are a group. Within it two claims have one origin where a source
that can be known stands in both chains, be it as origin, relay or publisher, where their publishers belong to one house, or where
one is a copy of the other's text. Transports stand for nobody. Origins that cannot be known count once, all together; a circle of
outlets that cite each other counts only where nothing else supports the claim.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from provenance.claims.circles import circles
from provenance.links import ClaimLink, CountedTo, OriginReason, Statement
from provenance.records import UNKNOWN_PUBLISHER, UNRESOLVED, UNSPECIFIED

UNKNOWN = "unknown"
"""The key of all origins that cannot be known."""
CIRCLE = "circle"
"""The key of support that runs in a circle."""
LONG = 25
"""Words from which on the same text is a copy, whoever is said to have said it (judgement)."""
_UNKNOWABLE = ("anon:", "group:", UNRESOLVED)
_RANK: tuple[OriginReason, ...] = ("same_origin", "transport", "copied_text", "same_relay", "same_group")


class Sources(Protocol):
    """What must be known of sources: the house that one belongs to, whether it only carries what others say, its name."""

    def house(self, source: str) -> str:
        """The id of the house that a source belongs to; its own where it belongs to none."""
        ...

    def is_transport(self, source: str) -> bool:
        """Whether it only carries what others say."""
        ...

    def name(self, source: str) -> str:
        """A name to show."""
        ...


class _Edge(NamedTuple):
    """Why two claims are one origin; `one` and `two` are claim ids."""

    rank: int
    one: str
    two: str
    detail: str


def is_knowable(source: str) -> bool:
    """Whether an id stands for somebody in particular."""
    return source not in (UNSPECIFIED, UNKNOWN_PUBLISHER) and not source.startswith(_UNKNOWABLE)


def groups_of(statements: Iterable[Statement], links: Iterable[ClaimLink]) -> list[list[str]]:
    """The ids of claims that say the same, by links over any number of steps; sorted, and so is each group."""
    near: dict[str, list[str]] = {s.id: [] for s in statements}
    for link in links:
        if link.kind != "opposes" and link.first in near and link.second in near:
            near[link.first].append(link.second)
            near[link.second].append(link.first)
    return _components(near)


def collapse(statements: Iterable[Statement], links: Sequence[ClaimLink], sources: Sources) -> tuple[CountedTo, ...]:
    """To which origin each claim is counted, by group and claim id. The order of the input plays no part."""
    by_id = {s.id: s for s in statements}
    copies: dict[str, list[ClaimLink]] = {}
    for link in links:
        if link.kind == "same_text":
            copies.setdefault(link.first, []).append(link)
    found: list[CountedTo] = []
    for group in groups_of(by_id.values(), links):
        members = [by_id[id_] for id_ in group]
        inside = [link for id_ in group for link in copies.get(id_, ())]
        found += _Group(members, inside, sources).counted()
    return tuple(found)


def independent(counted: Iterable[CountedTo]) -> tuple[str, ...]:
    """The keys of the independent origins of one group, sorted. A circle counts only where there is nothing else."""
    keys = {one.origin for one in counted}
    return tuple(sorted(keys - {CIRCLE} or keys))


@dataclass(slots=True)
class _Group:
    """Claims that say the same, sorted by id, and the copies among them."""

    members: list[Statement]
    copies: list[ClaimLink]
    sources: Sources

    def counted(self) -> list[CountedTo]:
        """Every claim with its origin and the reason."""
        group = self.members[0].id
        if len(self.members) == 1:
            one = self.members[0]
            key = self._key([one], frozenset())
            return [CountedTo(one.id, group, key, "alone", "No other claim says the same.")]
        by_id = {s.id: s for s in self.members}
        turning = circles(self._path(s) for s in self.members)
        edges = sorted(self._edges())
        near: dict[str, list[_Edge]] = {id_: [] for id_ in by_id}
        for edge in edges:
            near[edge.one].append(edge)
            near[edge.two].append(edge)
        found: list[CountedTo] = []
        first_unknown: str | None = None
        for ids in _components({id_: [e.two if e.one == id_ else e.one for e in es] for id_, es in near.items()}):
            of = [by_id[id_] for id_ in ids]
            if self._is_circle(of, turning):
                found += self._in_circle(group, of, turning)
                continue
            key = self._key(of, turning)
            root = min((s.id for s in of if self._origin(s) == key or (key == UNKNOWN and self._hides(s))), default=ids[0])
            first, detail = self._first(key, first_unknown)
            found.append(CountedTo(root, group, key, first, detail, first_unknown if key == UNKNOWN else None))
            first_unknown = root if key == UNKNOWN and first_unknown is None else first_unknown
            found += self._collapsed(group, key, root, near)
        return sorted(found, key=lambda one: one.claim)

    def _first(self, key: str, earlier: str | None) -> tuple[OriginReason, str]:
        """Why the first claim of an origin counts as it does."""
        if key != UNKNOWN:
            return "independent", f"The first claim counted to {self._named(key)}, independent of the other origins of the group."
        if earlier is None:
            return "unknown_origin", "Who stands behind it cannot be known; all such origins count once together."
        return "unknown_origin", "Who stands behind it cannot be known, as with another claim; both count once."

    def _is_circle(self, of: Sequence[Statement], turning: frozenset[str]) -> bool:
        """Whether all that claims of one origin rest on runs in a circle; who repeats the words and names nobody adds nothing."""
        ends = [self._origin(s) in turning for s in of if len(s.chain) > 1]
        return any(ends) and all(ends) and len(of) > 1

    def _in_circle(self, group: str, of: Sequence[Statement], turning: frozenset[str]) -> Iterator[CountedTo]:
        for one in of:
            path = self._path(one)
            first, last = self._named(path[0] if path else UNKNOWN), self._named(self._origin(one))
            if len(one.chain) == 1:
                detail = f"{first} names nobody, and the others cite each other: the circle adds no origin."
            elif path[0] in turning:
                detail = f"{first} cites {last}, which in turn cites {first}: the circle adds no origin."
            else:
                detail = f"{first} cites {last}, which has it from others that cite it in turn: the circle adds no origin."
            yield CountedTo(one.id, group, CIRCLE, "circular", detail, of[0].id if one.id != of[0].id else None)

    def _collapsed(self, group: str, key: str, root: str, near: Mapping[str, list[_Edge]]) -> Iterator[CountedTo]:
        """The further claims of an origin, each with the claim that it was reached through, the plainest reasons first."""
        seen, waiting = {root}, deque([root])
        while waiting:
            at = waiting.popleft()
            for edge in near[at]:
                other = edge.two if edge.one == at else edge.one
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    yield CountedTo(other, group, key, _RANK[edge.rank], edge.detail, at)

    def _edges(self) -> Iterator[_Edge]:
        """Pairs of claims with one origin. Of many claims with one source each is joined to the first of them."""
        by_origin: dict[str, Statement] = {}
        by_source: dict[str, Statement] = {}
        by_house: dict[str, Statement] = {}
        for one in self.members:
            origin = self._origin(one)
            if is_knowable(origin):
                first = by_origin.setdefault(origin, one)
                yield from self._joined(first, one, origin)
            for source in dict.fromkeys(self._path(one)):
                first = by_source.setdefault(source, one)
                if first is not one:
                    detail = f"{self._named(source)} stands in the chains of both."
                    yield _Edge(_RANK.index("same_relay"), first.id, one.id, detail)
                house = self.sources.house(source)
                first = by_house.setdefault(house, one)
                if first is not one and source not in self._path(first):
                    detail = f"{self._named(source)} belongs to {self._named(house)}, from whose house the other comes."
                    yield _Edge(_RANK.index("same_group"), first.id, one.id, detail)
        by_id = {s.id: s for s in self.members}
        for link in self.copies:
            if self._may_be_own(by_id[link.first], by_id[link.second]):
                continue
            yield _Edge(_RANK.index("copied_text"), link.first, link.second, f"The text is the same. {link.reason}")

    def _may_be_own(self, one: Statement, other: Statement) -> bool:
        """Whether two named sources, each in a chain of its own, may have said the same few words each for himself.

        An unnamed source in the same words may be the named one, so that is taken for a copy.
        """
        short = min(len(one.text.split()), len(other.text.split())) < LONG
        stated = len(one.chain) > 1 and len(other.chain) > 1
        origins = {self._origin(one), self._origin(other)}
        return short and stated and len(origins) == 2 and all(map(is_knowable, origins))

    def _joined(self, first: Statement, one: Statement, origin: str) -> Iterator[_Edge]:
        if first is one:
            return
        carried = next((s for s in (one, first) if self.sources.is_transport(s.origin)), None)
        if carried is not None:
            detail = f"{self._named(carried.origin)} only carries it; behind it stands {self._named(origin)}, as in the other."
            yield _Edge(_RANK.index("transport"), first.id, one.id, detail)
        else:
            yield _Edge(_RANK.index("same_origin"), first.id, one.id, f"Both have it from {self._named(origin)}.")

    def _origin(self, one: Statement) -> str:
        """The last source of a chain that is no transport; UNSPECIFIED where there is none."""
        return next((hop.source for hop in reversed(one.chain) if not self.sources.is_transport(hop.source)), UNSPECIFIED)

    def _path(self, one: Statement) -> list[str]:
        """The sources of a chain that can be known and are no transports, from the publisher on, each at its last place."""
        sources = dict.fromkeys(hop.source for hop in reversed(one.chain))
        return [s for s in reversed(sources) if is_knowable(s) and not self.sources.is_transport(s)]

    def _key(self, of: Sequence[Statement], turning: frozenset[str]) -> str:
        """The origin of claims that have one: whoever is cited and passes nothing on in another's chain, the most frequent first.

        Where none is, but somebody unknown is cited, it is that one, not an outlet that has the same words. Else an outlet.
        """
        counts = Counter(self._origin(s) for s in of)
        relays = {source for s in of for source in self._path(s) if source != self._origin(s)}
        cited = {self._origin(s) for s in of if len(s.chain) > 1 and self._path(s) != [s.chain[0].source]}
        knowable = [o for o in counts if is_knowable(o)]
        known = [o for o in knowable if o not in turning] or knowable
        if not any(o in cited and o not in relays for o in known) and any(self._hides(s) for s in of):
            return UNKNOWN
        return min(known, key=lambda o: (o in relays, o not in cited, -counts[o], o), default=UNKNOWN)

    def _hides(self, one: Statement) -> bool:
        """Whether somebody who cannot be known is said to state it."""
        return len(one.chain) > 1 and not is_knowable(self._origin(one))

    def _named(self, source: str) -> str:
        return "somebody unknown" if source in (UNKNOWN, UNSPECIFIED) else self.sources.name(source)


def _components(near: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The connected components of a graph, each sorted, in the order of their smallest ids."""
    seen: set[str] = set()
    found = []
    for start in sorted(near):
        if start in seen:
            continue
        seen.add(start)
        waiting, members = [start], []
        while waiting:
            at = waiting.pop()
            members.append(at)
            fresh = [other for other in dict.fromkeys(near[at]) if other not in seen]  # two may have several edges
            seen.update(fresh)
            waiting += fresh
        found.append(sorted(members))
    return found
