"""The registry as the rest of the program uses it: names, domains and handles to entities, and their ratings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from urllib.parse import SplitResult, unquote

from provenance.registry.addresses import Address, lent_site, read_address
from provenance.registry.find import Finder
from provenance.registry.inflect import CYRILLIC
from provenance.registry.model import Ambiguity, Context, Entity, NameMatch, Rating, Resolution, Sources
from provenance.registry.normal import handle_key, host_and_parts
from provenance.registry.resolve import NOTHING_KNOWN, Entry, Names, Resolver
from provenance.spans import Span

_DEEPEST_PATH = 6
"""Parts of a path; the deepest of ours has three."""


_ACRONYM = re.compile("[A-Z]{2,4}")
_BEFORE_ACCOUNT = ("s", "c", "u", "channel", "user", "profile", "company", "in", "people")
"""Parts of a path that stand before the name of an account."""


class Registry:
    """Entities by id, and all ways in which a text may point to them. Unchanging once made."""

    def __init__(self, sources: Sources, ratings: Iterable[Rating] = ()) -> None:
        self._sources = sources
        self._entities = MappingProxyType(dict(sources.entities))
        self._ratings: Mapping[str, tuple[Rating, ...]] = _by_source(ratings)
        entities = self._entities.values()
        self._domains = {domain: e.id for e in entities for domain in e.domains}
        self._handles = {handle_key(platform, handle): e.id for e in entities for platform, handle in e.handles}
        self._names = Names(entities, sources.ambiguous)
        self._finders = _Finders(self._names)
        self._linked = lru_cache(maxsize=4096)(self._domain_owner)
        self._resolver = Resolver(self._names, self._entities, self._linked, self._by_handle)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """All entities by id."""
        return self._entities

    @property
    def ambiguous(self) -> tuple[Ambiguity, ...]:
        """The aliases that only their context decides."""
        return self._sources.ambiguous

    @property
    def digest(self) -> str:
        """The sha256 of the files that the registry was read from."""
        return self._sources.digest

    def get(self, id_: str) -> Entity | None:
        """The entity with this id."""
        return self._entities.get(id_)

    def resolve(self, name: str, context: Context | None = None) -> Resolution:
        """The entity that `name` means: a name, an alias, a host ("reuters.com") or a handle ("@Reuters").

        Articles, quotation marks, possessives ("Reuters's"), descriptors ("the Time magazine") and countries ("China's Global
        Times") around the name are allowed for. An ambiguous alias resolves only where `context`, a descriptor or a country
        decides; else its candidates are listed and `how` is "unresolved".
        """
        found = self._resolver.resolve(name, context or NOTHING_KNOWN)
        words = name.strip()
        if found.how == "unknown" and "." in words and " " not in words:
            address = self.address(words)
            id_ = address.entity or self.resolve_domain(words)
            if id_:
                return Resolution(id_, (id_,), "domain")
        return found

    def resolve_domain(self, url_or_host: str) -> str | None:
        """The id of the entity that an address belongs to: its longest registered path, then its longest registered host.

        Subdomains go up to what is registered ("edition.cnn.com" -> "cnn.com"). A bare public suffix is never matched, and the
        owner of a shared host never stands for those who write on it. A transport is matched by its own address, whatever that
        carries: see `address` for what is inside.
        """
        return self._linked(url_or_host)

    def address(self, url_or_host: str) -> Address:
        """An address taken apart: transports, the original inside, the entity that publishes there or else a provisional site."""
        found = read_address(url_or_host)
        if not found.host or (found.transports and found.original is None):
            return found
        owner = self._entities.get(self._linked(found.original or found.address) or "")
        if owner is None:
            return found
        if owner.is_transport:
            account = self._account(owner, found.original or found.address)
            if account is not None:
                return replace(found, transports=(*found.transports, owner.id), entity=account, site=None)
            within = found.transports if owner.id in found.transports else (*found.transports, owner.id)
            return replace(found, transports=within, original=None, site=None)
        return replace(found, entity=owner.id, country=owner.country or found.country)

    def _account(self, platform: Entity, address: str) -> str | None:
        """The id behind the account that an address on a platform names, where the registry knows it."""
        if platform.kind != "social_platform":
            return None
        _, parts = host_and_parts(address)
        steps = [step.lstrip("@") for step in unquote(parts.path).split("/") if step]
        steps = steps[1:] if steps[:1] and steps[0].lower() in _BEFORE_ACCOUNT else steps
        return self.resolve_handle(platform.id, steps[0]) if steps else None

    def resolve_handle(self, platform: str, handle: str) -> str | None:
        """The id behind an account; `platform` is an id of a platform ("x", "telegram"), `handle` may carry "@" or an address."""
        return self._handles.get(handle_key(platform, handle))

    def _by_handle(self, handle: str) -> tuple[str, ...]:
        """All that have an account of this name somewhere."""
        name = handle.lstrip("@").lower()
        return tuple(sorted({id_ for (_, known), id_ in self._handles.items() if known == name}))

    def published(self, context: Context, publisher: str | None, address: str | None = None) -> Context:
        """The context of a document whose publisher is known, by the registry's id, else by its address.

        A news agency writes for all the world, so that its country says nothing of the names in it.
        """
        where = self.address(address) if address else None
        entity = self._entities.get(publisher or (where.entity if where else None) or "")
        if entity is None:
            return replace(context, publisher=publisher, home=where.country if where else None)
        return replace(context, publisher=entity.id, home=None if entity.kind == "news_agency" else entity.country)

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """All registry names in `text`, the longest at each place, without overlaps, in order."""
        finder = self._finders.plain if text.isascii() or CYRILLIC.search(text) is None else self._finders.cyrillic
        return tuple(_match(span, entry) for span, _, entry in finder.find(text) if entry.id or not _is_joined(text, span))

    def with_ratings(self, ratings: Iterable[Rating]) -> Registry:
        """This registry with ratings in the place of those that it had; it shares the names and what finds them."""
        other = copy(self)
        other._ratings = _by_source(ratings)
        return other

    def ratings(self, id_: str) -> tuple[Rating, ...]:
        """All ratings of a source, of any rater, scale and topic, the newest first."""
        return self._ratings.get(id_, ())

    def rating(self, id_: str) -> Rating | None:
        """The newest grade of the whole source's reliability; None where nobody gave one, which is no grade in the middle."""
        return next((rating for rating in self.ratings(id_) if rating.is_graded), None)

    def _domain_owner(self, address: str) -> str | None:
        host, parts = host_and_parts(address)
        if not host:
            return None
        lent = lent_site(host, parts)
        labels = host.split(".")
        parents = [".".join(labels[i:]) for i in range(len(labels) - 1)]
        for path in _paths(parts):
            for parent in parents:
                id_ = self._domains.get(parent + path)
                if id_ is not None and (lent is None or _is_within(parent + path, lent)):
                    return id_
        return None


class _Finders:
    """What finds the names of a registry in texts: each is built when the first text asks for it, and never again."""

    def __init__(self, names: Names) -> None:
        self._names = names

    @cached_property
    def plain(self) -> Finder[Entry]:
        """Finds names as they are filed."""
        return Finder(self._forms())

    @cached_property
    def cyrillic(self) -> Finder[Entry]:
        """Finds Cyrillic names in their other cases as well."""
        return Finder((*self._forms(), *self._names.inflected.items()))

    def _forms(self) -> Iterator[tuple[str, Entry]]:
        """All names as texts write them: without an article where two words or more are left, acronyms also with dots."""
        for entry in self._names.entries():
            alias = entry.alias
            rest = alias[4:] if alias.startswith("The ") else ""
            yield (rest if " " in rest else alias), entry
            if _ACRONYM.fullmatch(alias) and (len(alias) > 2 or entry.id is None):
                yield "".join(f"{letter}." for letter in alias), entry


def _by_source(ratings: Iterable[Rating]) -> Mapping[str, tuple[Rating, ...]]:
    found: dict[str, list[Rating]] = {}
    for rating in ratings:
        found.setdefault(rating.source, []).append(rating)
    for them in found.values():
        them.sort(key=lambda r: (r.rater, r.scale, r.topic))  # of two raters on one day the first by name, as in the views
        them.sort(key=lambda r: r.rated_on, reverse=True)
    return MappingProxyType({id_: tuple(them) for id_, them in found.items()})


def _paths(parts: SplitResult) -> Iterator[str]:
    """The path of an address and those above it, the longest first; no registered path is deeper than `_DEEPEST_PATH`."""
    steps = [step for step in unquote(parts.path).lower().split("/") if step][:_DEEPEST_PATH]
    for size in range(len(steps), -1, -1):
        yield "".join(f"/{step}" for step in steps[:size])


def _is_within(place: str, site: str) -> bool:
    """Whether a registered host or path is a site on a shared host, or stands under it."""
    return place == site or place.endswith("." + site) or ("/" in site and place.startswith(site + "/"))


def _is_joined(text: str, span: Span) -> bool:
    """Whether a hyphen joins a name to another capital: "Star" in "Star-Ledger" is no name by itself."""
    after, before = text[span.end : span.end + 2], text[max(0, span.start - 2) : span.start]
    return (after[:1] in ("-", "‑") and after[1:].isupper()) or (before[1:] in ("-", "‑") and before[:1].isalnum())


def _match(span: Span, entry: Entry) -> NameMatch:
    return NameMatch(span, entry.alias, entry.ids, entry.id is not None)
