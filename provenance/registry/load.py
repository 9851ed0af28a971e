"""Reads and checks `sources.yaml`: every fault is one sentence with file, line, key and the legal values."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from provenance.errors import RegistryError
from provenance.registry.check import FaultError
from provenance.registry.check import part as checked_part
from provenance.registry.merge import merged
from provenance.registry.model import Sources
from provenance.registry.plain import read_plain
from provenance.registry.registry import Registry

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes."""

LARGEST_YAML = 1024 * 1024
"""Bytes of a file that the quick reader gives up on, and of one whose faulty line is looked for: PyYAML is slow."""

DEEPEST = 20
"""Levels of lists and mappings in a file; ours has seven."""


def bundled_sources() -> Path:
    """Our own registry: the copy in an installed package, else the file in the root of the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "bundled" / "sources.yaml"
    return inside if inside.is_file() else package.parent / "sources.yaml"


def load_registry(extra: Path | None = None) -> Registry:
    """Our registry, with the user's file `extra` laid over it: the same id adds to an entity and replaces its single values.

    Raises RegistryError where a file cannot be read or breaks the rules.
    """
    return Registry(read_sources([bundled_sources(), *([extra] if extra else [])]))


def read_sources(paths: list[Path]) -> Sources:
    """The checked content of registry files, later ones laid over earlier ones. Raises RegistryError."""
    contents = [_bytes_of(path) for path in paths]
    parts = []
    for number, (path, content) in enumerate(zip(paths, contents, strict=True)):
        try:
            parts.append(checked_part(_yaml(path, content), number))
        except FaultError as fault:
            _refuse(fault, path, content)
    try:
        entities, ambiguous = merged(parts)
    except FaultError as fault:
        _refuse(fault, paths[fault.file], contents[fault.file])
    digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()
    return Sources(entities, ambiguous, digest)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise RegistryError(
                f"{path}: the file has {size} bytes and a registry may have {LARGEST_FILE} at most; check that it is one."
            )
        content = path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: the registry cannot be read ({error.strerror or error}); check the path.") from error
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RegistryError(f"{path}, line {line}: the file is not UTF-8; save it as UTF-8.") from error
    return content


@cache
def _loader() -> Any:
    """PyYAML's plainest loader, in C where there is one: all scalars stay text, so that Norway's "NO" is no Boolean.

    PyYAML lets the last of two equal keys win in silence; here that is an error.
    """
    import yaml

    class Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            found = super().construct_mapping(node, deep)
            if len(found) < len(node.value):
                keys = [key.value for key, _ in node.value]
                mark = next(key.start_mark for i, (key, _) in enumerate(node.value) if key.value in keys[:i])
                raise yaml.constructor.ConstructorError(None, None, "a key stands twice in one mapping", mark)
            return found

    return Loader


def _yaml(path: Path, content: bytes) -> object:
    plain = read_plain(content.decode("utf-8"))
    if plain is not None:
        return plain
    import yaml

    if len(content) > LARGEST_YAML:
        raise RegistryError(
            f"{path}: the file has {len(content)} bytes, and one not written like sources.yaml, with each key on a line "
            f"of its own, may have {LARGEST_YAML} at most; write it so, or split it."
        )
    try:
        _check_shape(path, content)
        return yaml.load(content, Loader=_loader())
    except yaml.YAMLError as error:
        _refuse_yaml(path, error)


def _check_shape(path: Path, content: bytes) -> None:
    """Refuses deep nesting, which would overrun the stack of the C loader, and aliases, with which a small file grows huge."""
    import yaml

    depth = 0
    for event in yaml.parse(content, Loader=_loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        line = event.start_mark.line + 1 if event.start_mark else 0
        if depth > DEEPEST:
            raise RegistryError(f"{path}, line {line}: nested too deeply for a registry; see the head of sources.yaml.")
        if isinstance(event, yaml.AliasEvent):
            raise RegistryError(f'{path}, line {line}: YAML aliases ("*name") have no place in a registry; write the value out.')


def _refuse_yaml(path: Path, error: Exception) -> NoReturn:
    mark = getattr(error, "problem_mark", None)
    place = f", line {mark.line + 1}" if mark else ""
    problem = getattr(error, "problem", None) or "unreadable characters"
    raise RegistryError(f"{path}{place}: not valid YAML ({problem}); correct it there.") from error


def _refuse(fault: FaultError, path: Path, content: bytes) -> NoReturn:
    """Only now are the nodes of the file composed, to learn the line: a sound file is read without them.

    The quick reader takes some that PyYAML refuses, as with control characters in a comment; what PyYAML says is said then.
    """
    import yaml

    key = next((part for part in reversed(fault.where) if isinstance(part, str)), None)
    named = f', key "{key}"' if key else ""
    if len(content) > LARGEST_YAML:
        raise RegistryError(f"{path}, {'.'.join(map(str, fault.where)) or 'as a whole'}: {fault.reason}") from None
    try:
        line = _line_of(content, fault.where)
    except yaml.YAMLError as error:
        _refuse_yaml(path, error)
    raise RegistryError(f"{path}, line {line}{named}: {fault.reason}") from None


def _line_of(content: bytes, where: tuple[str | int, ...]) -> int:
    """The line, from 1, of the value at `where`; of its parent where it is missing."""
    import yaml

    node = yaml.compose(content, Loader=_loader())
    line = node.start_mark.line if node is not None else 0
    for part in where:
        child: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            pairs = [(k, v) for k, v in node.value if getattr(k, "value", None) == part]
            if pairs:
                line, child = pairs[-1][0].start_mark.line, pairs[-1][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
            line = child.start_mark.line
        if child is None:
            break
        node = child
    return line + 1
