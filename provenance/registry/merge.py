"""The rules that hold between the entities of one or more registry files, and how a later file is laid over an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from provenance.registry.check import FaultError, Part, Where
from provenance.registry.model import Ambiguity, Entity
from provenance.registry.normal import handle_key
from provenance.registry.resolve import keys_of


def merged(parts: Sequence[Part]) -> tuple[dict[str, Entity], tuple[Ambiguity, ...]]:
    """All files as one, later ones laid over earlier ones, and the rules that hold between entities. Raises FaultError."""
    entities: dict[str, Entity] = {}
    places: dict[str, tuple[int, Where]] = {}
    for file in parts:
        for i, (entity, given) in enumerate(file.entities):
            known = entities.get(entity.id)
            if known is None:
                for key in ("name", "kind"):
                    if key not in given:
                        raise FaultError(("sources", i), f'the key "{key}" is missing; a new id needs id, name, kind.', file.file)
            entities[entity.id] = _laid_over(known, entity, given) if known else entity
            places[entity.id] = (file.file, ("sources", i))
    ambiguous = {a.alias: a for file in parts for a in file.ambiguous}
    _check_parents(entities, places)
    _check_ambiguous(parts, entities)
    _check_names(entities, places, ambiguous)
    _check_addresses(entities, places)
    return dict(sorted(entities.items())), tuple(ambiguous.values())


def _laid_over(known: Entity, entity: Entity, given: frozenset[str]) -> Entity:
    """Lists are added to, single values replaced."""
    values: dict[str, Any] = {}
    for key in given - {"id"}:
        value = getattr(entity, key)
        values[key] = tuple(dict.fromkeys((*getattr(known, key), *value))) if isinstance(value, tuple) else value
    return replace(known, **values)


def _check_parents(entities: dict[str, Entity], places: dict[str, tuple[int, Where]]) -> None:
    for entity in entities.values():
        chain = [entity.id]
        parent = entity.parent
        while parent is not None:
            file, where = places[chain[-1]]
            if parent not in entities:
                raise FaultError(
                    (*where, "parent"), f'"{parent}" is not the id of any source; correct it or add that source.', file
                )
            if parent in chain:
                raise FaultError((*where, "parent"), f'"{parent}" would be its own ancestor; correct one parent.', file)
            chain.append(parent)
            parent = entities[parent].parent


def _check_ambiguous(parts: Sequence[Part], entities: dict[str, Entity]) -> None:
    for file in parts:
        seen: set[str] = set()
        for row, ambiguity in zip(file.rows, file.ambiguous, strict=True):
            where: Where = ("ambiguous", row)
            for i, id_ in enumerate(ambiguity.ids):
                if id_ not in entities:
                    raise FaultError((*where, "candidates", i, "id"), f'"{id_}" is not the id of any source.', file.file)
            key = keys_of(ambiguity.alias)[0]
            if key in seen:
                reason = f'the alias "{ambiguity.alias}" is declared ambiguous twice; merge the two.'
                raise FaultError((*where, "alias"), reason, file.file)
            seen.add(key)


def _newest_last(entities: dict[str, Entity], places: dict[str, tuple[int, Where]]) -> list[Entity]:
    """In the order of their files, so that a clash is laid to the file that was laid over the other."""
    return sorted(entities.values(), key=lambda e: places[e.id][0])


def _check_names(entities: dict[str, Entity], places: dict[str, tuple[int, Where]], ambiguous: dict[str, Ambiguity]) -> None:
    """Each written form belongs to one entity, or is declared ambiguous with that entity among the candidates."""
    declared = {key: a for a in ambiguous.values() for key in keys_of(a.alias)}
    owner: dict[str, str] = {}
    for entity in _newest_last(entities, places):
        file, where = places[entity.id]
        for alias in (entity.name, *entity.aliases):
            at = (*where, "name" if alias == entity.name else "aliases")
            for key in keys_of(alias):
                if key in declared:
                    if entity.id not in declared[key].ids:
                        reason = (
                            f'the alias "{alias}" is declared ambiguous without {entity.id} among its candidates; add it there.'
                        )
                        raise FaultError(at, reason, file)
                elif owner.setdefault(key, entity.id) != entity.id:
                    reason = f'the alias "{alias}" belongs to {owner[key]} too; take one out or declare it under "ambiguous".'
                    raise FaultError(at, reason, file)


def _check_addresses(entities: dict[str, Entity], places: dict[str, tuple[int, Where]]) -> None:
    """Each domain and each handle belongs to one entity."""
    owner: dict[object, str] = {}
    for entity in _newest_last(entities, places):
        file, where = places[entity.id]
        for domain in entity.domains:
            if owner.setdefault(domain, entity.id) != entity.id:
                raise FaultError(
                    (*where, "domains"), f'the domain "{domain}" belongs to {owner[domain]} too; take one out.', file
                )
        for platform, handle in entity.handles:
            key = handle_key(platform, handle)
            if owner.setdefault(key, entity.id) != entity.id:
                reason = f'the handle "{handle}" on {platform} belongs to {owner[key]} too; take one out.'
                raise FaultError((*where, "handles", platform), reason, file)
