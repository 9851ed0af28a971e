"""`provenance score`: scores what is stored by another model, without annotating it again."""

from __future__ import annotations

import collections
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, Quiet, Sources
from provenance.cli.output import canvas, print_lines, say, shown_url, stdout

if TYPE_CHECKING:
    from provenance.records import Claim
    from provenance.store.across import StoredDocument


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
    from provenance.cli.relating import scored
    from provenance.registry import load_registry
    from provenance.report.terminal.spread import spread_lines
    from provenance.score.spread import spread_of
    from provenance.store import open_store

    chosen = model_of(model)
    with open_store(db, read_only=no_store) as store:
        registry = load_registry(sources).with_ratings(store.rated())
        strengths: list[float] = []
        found = _noted(scored(store.across.documents(), registry, chosen), strengths)
        if no_store:
            collections.deque(found, maxlen=0)
        else:
            store.across.put_scores(chosen.name, found)
    if not quiet:
        print_lines(spread_lines(spread_of(strengths), chosen.name, canvas(sys.stdout)))
    if not no_store:
        say(f"{len(strengths):,} scores by {chosen.name} stored in {shown_url(db)}")


def _noted(
    documents: Iterable[tuple[StoredDocument, Sequence[Claim]]], strengths: list[float]
) -> Iterator[tuple[StoredDocument, Sequence[Claim]]]:
    """The documents as they come, with the strengths of their claims put down."""
    for one, claims in documents:
        strengths += [claim.score.strength for claim in claims if claim.score is not None]
        yield one, claims
