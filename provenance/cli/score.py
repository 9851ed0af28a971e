"""`provenance score`: scores what is stored by another model, without annotating it again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Protocol, cast

import typer

from provenance.cli.options import DEFAULT_DB, Db, Quiet, Sources
from provenance.cli.output import canvas, print_lines, say, shown_url, stdout

if TYPE_CHECKING:
    from provenance.links import Standing
    from provenance.records import AnnotatedDocument, Claim
    from provenance.registry import Registry
    from provenance.score import Model


class Rescorable(Protocol):
    """What the command needs of a store, besides `ratings()`."""

    def scored_documents(self) -> Iterable[tuple[AnnotatedDocument, Mapping[str, Standing] | None]]:
        """The newest annotation of each document, with how its claims stand in other documents by claim id.

        None in the place of standings where nobody linked the claims; an empty mapping where that was done and nothing found.
        """

    def put_scores(self, model: Model, claims: Sequence[Claim]) -> None:
        """Keeps the scores of the claims of one document under `model.name`, in the place of any by the same model."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(score)


def score(
    model: Annotated[
        str, typer.Option("--model", metavar="v1|v2|FILE", help="The scoring model, or a table of weights of your own (.tsv).")
    ] = "v2",
    table: Annotated[
        bool, typer.Option("--table", help="Print a table of weights to begin your own with; read and store nothing.")
    ] = False,
    no_store: Annotated[bool, typer.Option("--no-store", help="Score and show the spread; store nothing.")] = False,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
    quiet: Quiet = False,
) -> None:
    """Score all stored claims by a model, without reading the texts again, and show how the strengths spread.

    Scores by other models stay beside the new ones.
    """
    from provenance.score.models import model as model_of
    from provenance.score.models import template

    if table:
        stdout().write(template())
        return
    from provenance.cli.sources import stored_ratings
    from provenance.registry import load_registry
    from provenance.report.terminal.spread import spread_lines
    from provenance.score.spread import spread_of
    from provenance.store import open_store

    chosen = model_of(model)
    with open_store(db, read_only=no_store) as store:
        registry = load_registry(sources).with_ratings(stored_ratings(store))
        strengths = list(strengths_by(chosen, cast(Rescorable, store), registry, keep=not no_store))
    if not quiet:
        print_lines(spread_lines(spread_of(strengths), chosen.name, canvas(sys.stdout)))
    if not no_store:
        say(f"{len(strengths):,} scores by {chosen.name} stored in {shown_url(db)}")


def strengths_by(model: Model, store: Rescorable, registry: Registry, *, keep: bool) -> Iterator[float]:
    """Scores the claims of each document, stores them where asked to, and gives their strengths."""
    from provenance.scoring import rescore

    for annotated, standings in store.scored_documents():
        # Nobody looked: no standing. Looked, and nothing found for a claim: an empty one.
        known = None if standings is None else _with_all(annotated, standings)
        claims = rescore(annotated, known, registry, model)
        if keep:
            store.put_scores(model, claims)
        yield from (claim.score.strength for claim in claims if claim.score is not None)


def _with_all(annotated: AnnotatedDocument, standings: Mapping[str, Standing]) -> dict[str, Standing]:
    """A standing for every claim of a document whose claims were linked."""
    from provenance.links import Standing

    return {claim.id: standings.get(claim.id, Standing()) for claim in annotated.claims}
