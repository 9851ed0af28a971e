"""The registry as the rest of the program uses it: names, domains and handles to entities, and their ratings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from provenance.registry.find import Finder
from provenance.registry.model import Ambiguity, Context, Entity, NameMatch, Rating, Resolution, Sources
from provenance.registry.normal import handle_key, host_and_path
from provenance.registry.resolve import NOTHING_KNOWN, Entry, Names, Resolver
from provenance.spans import Span


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
        self._linked = lru_cache(maxsize=4096)(self._domain_owner)
        self._resolver = Resolver(self._names, self._entities, self._linked)

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
        if found.how != "unknown" or " " in words:
            return found
        if words.startswith("@"):
            ids = tuple(sorted({id_ for (_, handle), id_ in self._handles.items() if handle == words[1:].lower()}))
            if ids:
                return Resolution(ids[0], ids, "handle") if len(ids) == 1 else Resolution(None, ids, "unresolved")
        elif "." in words:
            id_ = self.resolve_domain(words)
            if id_:
                return Resolution(id_, (id_,), "domain")
        return found

    def resolve_domain(self, url_or_host: str) -> str | None:
        """The id of the entity that an address belongs to: its longest registered path, then its longest registered host.

        Subdomains go up to what is registered ("edition.cnn.com" -> "cnn.com"); a bare public suffix is never matched.
        """
        return self._linked(url_or_host)

    def resolve_handle(self, platform: str, handle: str) -> str | None:
        """The id behind an account; `platform` is an id of a platform ("x", "telegram"), `handle` may carry "@" or an address."""
        return self._handles.get(handle_key(platform, handle))

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """All registry names in `text`, the longest at each place, without overlaps, in order."""
        return tuple(_match(span, entry) for span, _, entry in self._finder.find(text))

    def with_ratings(self, ratings: Iterable[Rating]) -> Registry:
        """This registry with reliability ratings in the place of those that it had."""
        return Registry(self._sources, ratings)

    def ratings(self, id_: str) -> tuple[Rating, ...]:
        """All ratings of a source, the newest first."""
        return self._ratings.get(id_, ())

    def rating(self, id_: str) -> Rating | None:
        """The newest rating of a source; None where nobody rated it, which is no grade in the middle."""
        return next(iter(self.ratings(id_)), None)

    @cached_property
    def _finder(self) -> Finder[Entry]:
        return Finder((form, entry) for entry in self._names.entries() for form in _forms(entry.alias))

    def _domain_owner(self, address: str) -> str | None:
        host, path = host_and_path(address)
        if not host:
            return None
        labels = host.split(".")
        parents = [".".join(labels[i:]) for i in range(len(labels) - 1)]
        while path:
            for parent in parents:
                if parent + path in self._domains:
                    return self._domains[parent + path]
            path = path.rpartition("/")[0]
        return next((self._domains[parent] for parent in parents if parent in self._domains), None)


def _by_source(ratings: Iterable[Rating]) -> Mapping[str, tuple[Rating, ...]]:
    found: dict[str, list[Rating]] = {}
    for rating in ratings:
        found.setdefault(rating.source, []).append(rating)
    newest_first = {id_: tuple(sorted(them, key=lambda r: (r.rated_on, r.rater), reverse=True)) for id_, them in found.items()}
    return MappingProxyType(newest_first)


def _forms(alias: str) -> tuple[str, ...]:
    """An alias as texts write it: without its article too where two words or more are left."""
    rest = alias[4:] if alias.startswith("The ") else ""
    return (rest,) if " " in rest else (alias,)


def _match(span: Span, entry: Entry) -> NameMatch:
    ids = (entry.id,) if entry.id is not None else entry.ambiguity.ids if entry.ambiguity else ()
    return NameMatch(span, entry.alias, ids, entry.id is not None)
