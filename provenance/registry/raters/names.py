"""Whom a row is about, and which part of his work: by its addresses, and by its name, and never against either."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.registry.normal import host_and_path
from provenance.registry.raters.model import Format, RowFaultError, shown
from provenance.registry.raters.scales import json_strings
from provenance.registry.registry import Registry

MOST_ADDRESSES = 50

_BRACKETS = re.compile(r"\(([^()]*)\)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&]{1,7}")
_HOST = re.compile(r"\S+\.[A-Za-z]\S*")
_SMALL = frozenset("a an and at by de des di du e et for in la le les of on or the und y".split())
_NO_TOPIC = frozenset("including formerly previously also aka now see owned".split())
_LABEL = re.compile(r"(?:news agency|print media|print|television|tv|radio|online|digital)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a row rates: the source, the topic ("" is all of it), and how near the registry's first domain the address is (0)."""

    source: str
    topic: str
    rank: int


class Topics:
    """Which words in brackets behind a name are a topic ("Fox News (talk shows)"), and which are a name ("Bild (Bildzeitung)").

    Words in small letters or with a number are a topic; so are all in brackets but acronyms, where another row of the file has a
    topic for the same name. Where it is wrong, a rating of the whole becomes one of a topic, which no score uses.
    """

    def __init__(self, names: Iterable[str]) -> None:
        found: dict[str, bool] = defaultdict(bool)
        for name in names:
            base, notes = in_brackets(name)
            found[base] |= any(map(is_topic, notes))
        self._split = frozenset(base for base, split in found.items() if split)

    def of(self, name: str) -> tuple[str, str]:
        """The name without brackets, and its topic."""
        base, notes = in_brackets(name)
        split = base in self._split
        return base, ", ".join(note for note in notes if is_topic(note) or (split and not _ACRONYM.fullmatch(note)))


def in_brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """A name without what stands in brackets, and that."""
    notes = tuple(" ".join(note.split()) for note in _BRACKETS.findall(name))
    return " ".join(_BRACKETS.sub(" ", name).split()), tuple(filter(None, notes))


def is_topic(note: str) -> bool:
    """Whether words are about a topic or a time, and no other name."""
    words = [word for word in re.split(r"[\s,;/]+", note) if word and not _HOST.fullmatch(word)]
    if not words or words[0].lower() in _NO_TOPIC:
        return False
    if any(c.isdigit() for word in words for c in word):
        return True
    return any(word.islower() and word not in _SMALL for word in words)


def subject_of(cells: Mapping[str, str], form: Format, topics: Topics, registry: Registry) -> Subject | None:
    """Whom a row rates; None where the registry has nobody by its addresses and names.

    Raises RowFaultError where the addresses mean several sources, or the address one and the name another.
    """
    if cells.get("source"):
        named = cells["source"]
        id_ = named if registry.get(named) else registry.resolve(named).id
        return Subject(id_, cells.get("topic", ""), 0) if id_ else None
    name, topic = topics.of(cells.get("name", "")) if form.topics else (cells.get("name", ""), cells.get("topic", ""))
    name = _LABEL.sub("", name, count=1) if _LABEL.match(name) else name
    by_name = registry.resolve(name).id if name else None
    owners = _owners(cells.get("domain", ""), form, registry)
    id_ = _agreed(owners, by_name)
    if id_ is None:
        meant = registry.resolve(name).candidates if name else ()
        if meant:
            raise RowFaultError(f'"{shown(name)}" may be {" or ".join(meant[:5])}, and no address decides; nobody is rated')
        return None
    if form.topics and not topic and by_name is None:
        topic = _part_named(name, id_, registry)
    return Subject(id_, topic, owners.get(id_, 0))


def _owners(cell: str, form: Format, registry: Registry) -> dict[str, int]:
    """The sources that addresses belong to, each with the rank of its nearest address."""
    found: dict[str, int] = {}
    addresses = json_strings(cell) if cell.startswith("[") else tuple(filter(None, re.split(r"[\s;,|]+", cell)))
    for address in addresses[:MOST_ADDRESSES]:
        host, path = host_and_path(address)
        host = host.removeprefix("www.")
        if host in form.own_hosts:
            continue
        owner = _owner(address, registry)
        if owner is not None:
            found[owner] = min(found.get(owner, MOST_ADDRESSES), _rank(host + path, registry.entities[owner].domains))
    return found


def _owner(address: str, registry: Registry) -> str | None:
    """Who publishes at an address; on a platform the account that it names, never the platform."""
    owner = registry.address(address).entity or registry.resolve_domain(address)
    on_platform = owner is not None and registry.entities[owner].is_transport
    return None if on_platform else owner


def _rank(place: str, domains: tuple[str, ...]) -> int:
    """The index of the registry's domain that an address stands under; their number for a host below one."""
    exact = (i for i, domain in enumerate(domains) if place == domain or place.startswith(domain + "/"))
    return next(exact, len(domains))


def _agreed(owners: Mapping[str, int], by_name: str | None) -> str | None:
    if not owners:
        return by_name
    if by_name is not None:
        if by_name not in owners:
            raise RowFaultError(f"it is {' and '.join(sorted(owners))} by its address and {by_name} by its name; nobody is rated")
        return by_name
    if len(owners) > 1:
        raise RowFaultError(f"its addresses are those of {', '.join(sorted(owners)[:5])}; nobody is rated")
    return next(iter(owners))


def _part_named(name: str, source: str, registry: Registry) -> str:
    """What a name says beyond that of its source ("Forbes.com contributors"); "" where it does not begin with that."""
    words = name.split()[:12]
    for size in range(len(words) - 1, 0, -1):
        rest = " ".join(words[size:])
        if is_topic(rest) and registry.resolve(" ".join(words[:size])).id == source:
            return rest
    return ""


def named(cells: Mapping[str, str]) -> str:
    """What a row calls its source, for a message."""
    return shown(cells.get("source") or cells.get("name") or cells.get("domain") or "")
