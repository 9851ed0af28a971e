"""`provenance sources`: the registry of outlets, agencies and bodies, and the ratings that the user brings."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, ReportFormat, RowFormat, Sources
from provenance.cli.output import canvas, print_lines, print_rows, say, stdout
from provenance.errors import StoreError, UsageError

if TYPE_CHECKING:
    from provenance.registry import Entity, Rating, Registry
    from provenance.store import SourceRow, Store

SOME_REJECTED = 1
NAMED = 5
"""So many rows of unknown sources are named, the rest is counted."""

COLUMNS = ("id", "name", "kind", "country", "editorial_control", "funding", "owner", "domains")

commands = typer.Typer(
    help="List, show and check the registry of sources; import ratings.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Adds the group."""
    app.add_typer(commands, name="sources")


@commands.command("list")
def list_sources(
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only this kind, such as news_agency.")] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="Only this country, by its ISO 3166 code.")
    ] = None,
    match: Annotated[
        str | None, typer.Option("--match", metavar="TEXT", help="Only where this stands in a name, alias or domain.")
    ] = None,
    form: Annotated[
        RowFormat | None,
        typer.Option("--format", help="How to print (default: table on a terminal, else csv).", show_default=False),
    ] = None,
    sources: Sources = None,
) -> None:
    """List the sources of the registry."""
    from provenance.registry import KINDS, load_registry

    if kind is not None and kind not in KINDS:
        raise UsageError(f'there is no kind "{kind}"; choose one of: {", ".join(KINDS)}')
    registry = load_registry(sources)
    found = [e for e in registry.entities.values() if _wanted(e, kind, country, match)]
    print_rows(COLUMNS, [_row(entity) for entity in found], form)
    if not found:
        say("no source fits; leave out --kind, --country or --match")


@commands.command()
def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The id, a name, an alias, a domain or a handle of a source.")],
    db: Db = DEFAULT_DB,
    form: Annotated[ReportFormat, typer.Option("--format", help="Print a table, or JSON.")] = ReportFormat.table,
    sources: Sources = None,
) -> None:
    """Show all that is known of one source: names, domains, owner, control, and who rated it in the database."""
    from provenance.registry import load_registry

    registry = load_registry(sources)
    entity = _resolved(source, registry)
    rated, why_not = _ratings_of(entity.id, db)
    if form is ReportFormat.json:
        value = dataclasses.asdict(entity) | {"ratings": [dataclasses.asdict(rating) for rating in rated]}
        json.dump(value, stdout(), ensure_ascii=False, indent=1)
        stdout().write("\n")
    else:
        print_lines(_entity_lines(entity, rated, why_not))


@commands.command("import")
def import_ratings(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns: source or domain, grade (A-F), rater, rated_on, licence.")
    ],
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Store reliability ratings, to be used when texts are annotated from now on.

    A file with a fault is refused as a whole, with its line. Rows of sources that the registry does not have are passed over
    and named, and the exit status is 1.
    """
    from provenance.cli.ratings import Unknown, read_ratings
    from provenance.registry import Rating, load_registry
    from provenance.store import RatingRow, open_store

    registry = load_registry(sources)
    rows = list(read_ratings(file, registry))
    ratings = [RatingRow(r.source, r.grade, r.rater, r.rated_on, r.licence) for r in rows if isinstance(r, Rating)]
    unknown = [row for row in rows if isinstance(row, Unknown)]
    with open_store(db) as store:
        store.sync_sources(source_rows(registry))
        changed = store.add_ratings(ratings)
    say(f"{len(ratings):,} ratings read, {changed:,} of them new or changed; annotate the texts again to score with them")
    for row in unknown[:NAMED]:
        say(f'{file}:{row.line}: the registry has no source "{row.source}"; add it to a file for --sources, or leave the row out')
    if len(unknown) > NAMED:
        say(f"{len(unknown) - NAMED:,} further rows are of sources that the registry does not have")
    if unknown:
        raise typer.Exit(SOME_REJECTED)


@commands.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A registry file of yours; ours alone where none is named.")
    ] = None,
) -> None:
    """Check a registry file: keys, values, and that no name, domain or handle means two sources, ours included."""
    from provenance.registry import load_registry

    registry = load_registry(file)
    counts = f"{len(registry.entities):,} sources, {len(registry.ambiguous):,} names that context decides"
    say(f"{file or 'our registry'} is sound: {counts}")


def source_rows(registry: Registry) -> Iterator[SourceRow]:
    """The registry as the database keeps it."""
    from provenance.store import SourceRow

    for e in registry.entities.values():
        yield SourceRow(e.id, e.name, e.type, e.kind, e.country, e.owner, e.funding, e.editorial_control, e.parent)


def stored_ratings(store: Store) -> tuple[Rating, ...]:
    """The ratings that a database holds, as the registry has them."""
    from provenance.registry import Rating

    return tuple(Rating(**dataclasses.asdict(row) | {"licence": row.licence or ""}) for row in store.ratings())


def _wanted(entity: Entity, kind: str | None, country: str | None, match: str | None) -> bool:
    if kind not in (None, entity.kind) or (country and country.upper() != entity.country):
        return False
    names = (entity.id, entity.name, *entity.aliases, *entity.domains)
    return match is None or any(match.casefold() in name.casefold() for name in names)


def _row(entity: Entity) -> tuple[str | None, ...]:
    facts = (entity.id, entity.name, entity.kind, entity.country, entity.editorial_control, entity.funding, entity.owner)
    return (*facts, " ".join(entity.domains))


def _resolved(source: str, registry: Registry) -> Entity:
    """The one source that is meant. Raises UsageError where there is none, or several."""
    entity = registry.get(source)
    if entity is not None:
        return entity
    found = registry.resolve(source)
    meant = found.id or (registry.resolve_domain(source) if "." in source else None)
    entity = registry.get(meant) if meant else None
    if entity is not None:
        return entity
    if found.candidates:
        raise UsageError(f'"{source}" may be any of: {", ".join(found.candidates)}; name one by its id')
    raise UsageError(f'the registry has no source "{source}"; search with provenance sources list --match')


def _ratings_of(source: str, db: str) -> tuple[list[Rating], str]:
    """The ratings of a source in the database; where it cannot be asked, none and the reason."""
    from provenance.store import open_store

    try:
        with open_store(db, read_only=True) as store:
            return [rating for rating in stored_ratings(store) if rating.source == source], "by nobody"
    except StoreError as error:
        return [], f"not known: {error}"


def _entity_lines(entity: Entity, rated: Iterable[Rating], why_not: str) -> Iterator[str]:
    from provenance.report.sources import country_name, entity_view

    page = canvas(sys.stdout)
    yield page.paint.bold(f"{entity.name} ({entity.id})")
    yield from page.labelled("kind", entity_view(entity).kind)
    facts = {
        "country": country_name(entity.country),
        "languages": ", ".join(entity.languages),
        "founded": str(entity.founded or ""),
        "owner": entity.owner,
        "funding": entity.funding,
        "control": entity.editorial_control,
        "parent": entity.parent,
        "also named": ", ".join(entity.aliases),
        "domains": ", ".join(entity.domains),
        "handles": ", ".join(f"{handle} on {platform}" for platform, handle in entity.handles),
    }
    for label, fact in facts.items():
        if fact:
            yield from page.labelled(label, fact)
    ratings = [f"{r.grade} by {r.rater}, {r.rated_on}, licence: {r.licence or 'not stated'}" for r in rated]
    for index, line in enumerate(ratings or [why_not]):
        yield from page.labelled("" if index else "rated", line)
