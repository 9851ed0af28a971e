"""What the registry tells of sources where claims are counted: the house of an outlet, transports, names."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.registry import Registry

_MOST_STEPS = 8
"""Parents that are followed: a registry of one's own may hold a loop."""


class Houses:
    """The sources of a registry, and the names of those that it lacks."""

    def __init__(self, registry: Registry, names: Mapping[str, str] | None = None) -> None:
        self._registry = registry
        self._names = names or {}

    def house(self, source: str) -> str:
        """The owner at the top, for outlets and agencies; others stand for themselves: two ministries are two sources."""
        entity = self._registry.get(source)
        for _ in range(_MOST_STEPS):
            if entity is None or not entity.type.startswith("news") or not entity.parent:
                break
            above = self._registry.get(entity.parent)
            if above is None:
                return entity.parent
            if above.type.startswith("official"):
                break
            entity = above
        return source if entity is None else entity.id

    def is_transport(self, source: str) -> bool:
        """Whether it only carries what others say: an aggregator, a platform."""
        entity = self._registry.get(source)
        return entity is not None and entity.is_transport

    def name(self, source: str) -> str:
        """A name to show."""
        entity = self._registry.get(source)
        return entity.name if entity is not None else self._names.get(source, source)
