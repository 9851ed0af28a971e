"""`provenance sources`: the registry of outlets, agencies and bodies, and the ratings that the user brings."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import judgements
from provenance.cli.options import DEFAULT_DB, Db, ReportFormat, RowFormat, Sources
from provenance.cli.output import canvas, print_lines, print_rows, say, stdout
from provenance.cli.ratings import RatingFormat, import_file, rating_lines
from provenance.errors import StoreError, UsageError

if TYPE_CHECKING:
    from provenance.registry import Entity, Rating, Registry
    from provenance.store import SourceCard, SourceRow

SOME_REJECTED = 1

COLUMNS = ("id", "name", "kind", "country", "editorial_control", "funding", "owner", "domains")

commands = typer.Typer(
    help="List, show and check sources; import ratings; judge which sources are one.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Adds the group."""
    judgements.register(commands)
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
    provisional: Annotated[
        bool, typer.Option("--provisional", help="Those that the registry lacks and texts in the database name.")
    ] = False,
    db: Db = DEFAULT_DB,
    form: Annotated[
        RowFormat | None,
        typer.Option("--format", help="How to print (default: table on a terminal, else csv).", show_default=False),
    ] = None,
    sources: Sources = None,
) -> None:
    """List the sources of the registry, or those that only the database has."""
    from provenance.registry import KINDS, load_registry

    if provisional:
        if kind or country:
            raise UsageError("nothing is known of the kind and country of provisional sources; leave out --kind and --country")
        print_rows(*provisional_sources(db, match), form)
        return
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
    """Show the card of a source: what the registry knows of it, who rated it, and what the database holds of it.

    That is how often it published, passed on and originated claims, whom it relays and who relays it. A source that only the
    database has, because a text names it, has a card too.
    """
    from provenance.registry import load_registry
    from provenance.report.terminal.source import source_lines

    registry = load_registry(sources)
    entity, card, rated, why_not = found_source(source, registry, db)
    if form is ReportFormat.json:
        known = dataclasses.asdict(entity) if entity else {"id": card.id, "name": card.name, "type": card.type} if card else {}
        value = known | {
            "known": entity is not None,
            "ratings": [dataclasses.asdict(rating) for rating in rated],
            "in_database": dataclasses.asdict(card) if card else None,
        }
        json.dump(value, stdout(), ensure_ascii=False, indent=1)
        stdout().write("\n")
    else:
        print_lines(source_lines(entity, card, rating_lines(rated), why_not, canvas(sys.stdout)))


@commands.command("import")
def import_ratings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your copy of the ratings, a CSV file.")],
    form: Annotated[
        RatingFormat,
        typer.Option("--format", help="Whose ratings they are; generic: source or domain, grade, rater, rated_on, licence."),
    ] = RatingFormat.generic,
    rated_on: Annotated[
        str | None, typer.Option("--rated-on", metavar="DATE", help="The day of the ratings, where the file has no date.")
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option("--licence", metavar="TEXT", help="Your terms for them; else those that the rater states."),
    ] = None,
    rater: Annotated[
        str | None, typer.Option("--rater", metavar="NAME", help="Who rated, where a generic file does not say.")
    ] = None,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Store ratings, to be used when texts are annotated from now on.

    A generic file has a grade (A-F) in each row, and may have a topic and a value (0 to 1). With a fault it is refused as a
    whole, with its line.

    The others are copies of public ratings: lin2023 (Lin et al. 2023, domain and pc1 alone), rsp (Wikipedia's perennial sources),
    iffy (Iffy Index), mbfc (Media Bias/Fact Check), smm (State Media Monitor: who controls a source). Their rows at fault are
    passed over and named, as are rows of sources that the registry does not have, and the exit status is 1.
    """
    from provenance.registry import load_registry
    from provenance.registry.raters import Given

    given = Given(rater, rated_on, licence)
    if not import_file(file, form, load_registry(sources), given, db):
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


def _wanted(entity: Entity, kind: str | None, country: str | None, match: str | None) -> bool:
    if kind not in (None, entity.kind) or (country and country.upper() != entity.country):
        return False
    names = (entity.id, entity.name, *entity.aliases, *entity.domains)
    return match is None or any(match.casefold() in name.casefold() for name in names)


def provisional_sources(db: str, match: str | None) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The sources that only the database has, those of most claims first, with their columns."""
    from provenance.store import open_store

    columns = ("source", "name", "type", "documents", "upstream_of", "claims_relayed", "claims_originated")
    order = "claims_relayed + claims_originated + documents + upstream_of"
    with open_store(db, read_only=True) as store:
        named = f"SELECT {', '.join(columns)} FROM v_sources WHERE NOT known AND type <> 'unspecified'"
        found = store.query(f"{named} ORDER BY {order} DESC, source")
    wanted = match.casefold() if match else ""
    return columns, [row for row in found.rows if wanted in f"{row[0]}\n{row[1]}".casefold()]


def _row(entity: Entity) -> tuple[str | None, ...]:
    facts = (entity.id, entity.name, entity.kind, entity.country, entity.editorial_control, entity.funding, entity.owner)
    return (*facts, " ".join(entity.domains))


def found_source(source: str, registry: Registry, db: str) -> tuple[Entity | None, SourceCard | None, list[Rating], str | None]:
    """The one source that is meant: its entry in the registry, its card and ratings in the database.

    The last is why the database could not be asked, None where it was. Raises UsageError where no source is meant, or several.
    """
    from provenance.store import open_store

    entity, candidates = _registered(source, registry)
    try:
        with open_store(db, read_only=True) as store:
            named = (entity.id,) if entity else store.sources_named(source)
            if len(named) > 1:
                raise UsageError(f'"{source}" may be any of: {", ".join(named)}; name one by its id')
            card = store.source_card(named[0]) if named else None
            rated = [rating for rating in store.rated() if named and rating.source == named[0]]
            why_not = None
    except StoreError as error:
        card, rated, why_not = None, [], str(error)
    if entity is None and card is None:
        if candidates:
            raise UsageError(f'"{source}" may be any of: {", ".join(candidates)}; name one by its id')
        where = "the registry has no source" if why_not else "neither the registry nor the database has a source"
        raise UsageError(f'{where} "{source}"; search with provenance sources list --match')
    return entity, card, rated, why_not


def _registered(source: str, registry: Registry) -> tuple[Entity | None, tuple[str, ...]]:
    """The registry's entry for an id, a name, an alias, a domain or a handle; where there is none, what it may mean."""
    entity = registry.get(source)
    if entity is not None:
        return entity, ()
    found = registry.resolve(source)
    meant = found.id or (registry.resolve_domain(source) if "." in source else None)
    return (registry.get(meant) if meant else None), found.candidates
