"""Finding and resolving the registry's names: 5,000 aliases in more than 5 MB of news.

    python -m benchmarks.naming [SHARED]        the rows of the table alone

The registry is ours, filled up with made-up outlets that bear names of places: their first words stand in the texts everywhere,
which costs more than names that nobody writes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path
from time import process_time

from benchmarks import texts
from benchmarks.table import Row, lines
from provenance.lexicon.places import name_table
from provenance.registry import Entity, Registry, Sources, at, bundled_sources, document_context, read_sources

ALIASES = 5_000
SIZE = 5_000_000
"""Bytes of text, at least."""
TARGET = 5.0
"""Megabytes of text a second."""
POLNEAR = "corpora/polnear/train.jsonl.gz"
_KINDS = "Herald Gazette Tribune Courier Observer Standard Chronicle Examiner Mirror Bugle".split()
_NEAR = 300
"""Code points around a name that are handed to the resolver as its sentence."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of building the finder, of finding, and of resolving what was found; bytes read, names found and resolved."""

    building: float
    finding: float
    resolving: float
    size: int
    found: int
    resolved: int


def written_forms(sources: Sources) -> set[str]:
    """All names and aliases of a registry."""
    aliases = {form for entity in sources.entities.values() for form in (entity.name, *entity.aliases)}
    return aliases | {ambiguity.alias for ambiguity in sources.ambiguous}


def filled_up(sources: Sources, size: int = ALIASES) -> Sources:
    """The registry with made-up outlets until it has `size` aliases: "Paris Herald", also with an article and online."""
    entities = dict(sources.entities)
    have = written_forms(sources)
    places = [name for name in name_table() if name.isascii() and name[:1].isupper() and not name.isupper()]
    for number, (kind, place) in enumerate(product(_KINDS, places)):
        if len(have) >= size:
            break
        name = f"{place} {kind}"
        aliases = [alias for alias in (f"The {name}", f"{name} News", f"{name} Online") if alias not in have]
        aliases = aliases[: size - len(have) - 1]
        if name not in have:
            entities[f"made-up-{number}"] = Entity(f"made-up-{number}", name, "digital_outlet", tuple(aliases))
            have.update((name, *aliases))
    return Sources(entities, sources.ambiguous, sources.digest)


def articles(shared: Path, size: int = SIZE) -> list[str]:
    """News of at least `size` bytes; the seeds again and again where the shared data are not there."""
    found: list[str] = []
    left = size
    for text in _articles(shared):
        found.append(text)
        left -= len(text.encode())
        if left <= 0:
            break
    return found


def _articles(shared: Path) -> Iterator[str]:
    yield from (text.data.decode() for text in texts.news(shared))
    if (shared / POLNEAR).is_file():
        with gzip.open(shared / POLNEAR, "rt", encoding="utf-8") as records:
            yield from (json.loads(record)["text"] for record in records)
    yield from cycle(text.data.decode() for text in texts.seeds(1))


def measured(sources: Sources, found: Sequence[str]) -> Cost:
    """What a fresh registry costs: its finder, then finding all names and resolving each where it stands."""
    registry = Registry(sources)
    begun = process_time()
    registry.find("Reuters")
    registry.find("Рейтер")
    building = process_time() - begun
    begun = process_time()
    matches = [registry.find(text) for text in found]
    finding = process_time() - begun
    begun = process_time()
    resolved = 0
    for text, names in zip(found, matches, strict=True):
        context = document_context(text, names, (), "en")
        for name in names:
            near = text[max(0, name.span.start - _NEAR) : name.span.end + _NEAR]
            resolved += registry.resolve(name.span.of(text), at(context, "mention", near)).id is not None
    resolving = process_time() - begun
    return Cost(building, finding, resolving, sum(len(t.encode()) for t in found), sum(map(len, matches)), resolved)


def naming(shared: Path, rounds: int) -> list[Row]:
    """Building, finding and resolving, the best of some rounds."""
    sources = filled_up(read_sources([bundled_sources()]))
    found = articles(shared)
    costs = [measured(sources, found) for _ in range(rounds)]
    building, finding, resolving = (min(getattr(c, part) for c in costs) for part in ("building", "finding", "resolving"))
    size, one = costs[0].size / 1e6, costs[0]
    both = size / (finding + resolving)
    resolved = f"find and resolve them ({one.resolved:,} to one)"
    return [
        Row(f"build what finds {len(written_forms(sources)):,} aliases (once)", f"{building * 1000:.0f} ms"),
        Row(f"find {one.found:,} names in {size:.1f} MB", f"{size / finding:.1f} MB/s"),
        Row(resolved, f"{both:.1f} MB/s", target=f"> {TARGET:.0f} MB/s", met=both > TARGET),
    ]


if __name__ == "__main__":
    print("\n".join(lines("Names", naming(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), 3))))
