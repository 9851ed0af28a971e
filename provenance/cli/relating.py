"""What commands do once documents are stored: link their claims with all others, count origins, score what stands otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.claims.origins import Sources
    from provenance.records import Claim
    from provenance.registry import Registry
    from provenance.score import Model
    from provenance.store import Store
    from provenance.store.across import Related, StoredDocument
    from provenance.store.link_judgements import LinkJudgement


def relate(
    store: Store,
    registry: Registry,
    model: Model,
    *,
    anew: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Related:
    """Link the claims of new and changed documents (of all with `anew`), count origins, and score the claims concerned again."""
    from provenance.claims.keys import VERSION
    from provenance.claims.link import ANCHORS, DETECTORS, Linker

    detectors = " ".join((*DETECTORS, VERSION))
    linker, sources = Linker(registry), sources_of(registry)
    related = store.across.relate(linker, detectors, ANCHORS, sources, anew=anew, progress=progress)
    _finish(store, registry, model, related.documents)
    return related


def settle(store: Store, registry: Registry, model: Model) -> int:
    """Count origins anew where sources were judged to be others, and score those claims; returns how many documents."""
    documents = store.across.settle(sources_of(registry))
    _finish(store, registry, model, documents)
    return len(documents)


def judge(store: Store, registry: Registry, model: Model, rows: Sequence[LinkJudgement]) -> tuple[int, int]:
    """Judge links by hand; returns how many judgements are new or changed, and how many documents that concerned."""
    changed, documents = store.across.judge(rows, sources_of(registry))
    _finish(store, registry, model, documents)
    return changed, len(documents)


def _finish(store: Store, registry: Registry, model: Model, documents: Sequence[int]) -> None:
    """Score the claims that may stand otherwise now. Only then they count as settled: who is stopped before goes on with them."""
    rescore(store, registry, model, documents)
    store.across.settled(documents)


def rescore(store: Store, registry: Registry, model: Model, documents: Iterable[int] | None = None) -> int:
    """Score the claims of some current documents (of all with None) and store it; returns how many claims were scored."""
    return store.across.put_scores(model.name, scored(store.across.documents(documents), registry, model))


def scored(
    documents: Iterable[StoredDocument], registry: Registry, model: Model
) -> Iterator[tuple[StoredDocument, tuple[Claim, ...]]]:
    """The documents with their claims scored by a model."""
    from provenance.links import Standing
    from provenance.scoring import rescore as claims_of

    nothing = Standing()
    for one in documents:
        # Nobody looked: no standing. Looked, and nothing found for a claim: an empty one.
        found = one.standings
        known = None if found is None else {c.id: found.get(c.id, nothing) for c in one.annotated.claims}
        yield one, claims_of(one.annotated, known, registry, model)


def sources_of(registry: Registry) -> Callable[[Mapping[str, str]], Sources]:
    """What makes the sources that origins are counted by, from the names that the database has."""
    from provenance.claims.houses import Houses

    return lambda names: Houses(registry, names)
