"""`provenance cluster`: annotation and linking on Apache Spark."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import MaxBytes, MinConfidence, Quiet, Sources, SpeechOnly, TaggerChoice, TaggerOption
from provenance.cli.output import print_lines, say, shown_url
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.cluster.run import Outcome, Run
    from provenance.cluster.work import Work
    from provenance.registry import Rating

SOME_REJECTED = 1
WORK = "provenance-cluster"
_DATABASE = re.compile(r"(?:sqlite|postgresql|postgres)(?:\+\w+)?:")

commands = typer.Typer(help="Annotate and link on Apache Spark.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Adds the group."""
    app.add_typer(commands, name="cluster")


@commands.callback()
def group() -> None:
    """Annotate and link on Apache Spark."""


@commands.command()
def annotate(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files and folders, those of Parquet too (columns text or html), or addresses that Spark knows (hdfs://...).",
            show_default=False,
        ),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="DIR|URL", help="A folder for tables of Parquet, or the URL of a database.")
    ],
    work: Annotated[
        str | None,
        typer.Option(
            "--work", metavar="DIR", help=f"Where parts are kept to go on from (default: the folder of --out; else {WORK})."
        ),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(
            "--master", metavar="MASTER", help="Spark's master (default: spark-submit's, else local[*], all cores here)."
        ),
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--conf", metavar="KEY=VALUE", help="A setting of Spark; may be given several times.")
    ] = None,
    partitions: Annotated[
        int | None, typer.Option("--partitions", min=1, metavar="N", help="Tasks of each part (default: four for each core).")
    ] = None,
    part_mb: Annotated[
        float, typer.Option("--part-mb", min=0.001, metavar="MB", help="Input of a part, the piece that is never done twice.")
    ] = 1000,
    sources: Sources = None,
    tagger: TaggerOption = TaggerChoice.default,
    min_confidence: MinConfidence = 0.0,
    speech_only: SpeechOnly = False,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Look for the same claims, and for denials, in all documents.")
    ] = True,
    max_bytes: MaxBytes = 10_000_000,
    quiet: Quiet = False,
) -> None:
    """Annotate texts with as many machines as Spark has, and link their claims.

    Parts of the input that were annotated before, with the same versions and options, are not annotated again: a run that was
    stopped goes on when it is submitted once more. Needs pyspark and Java; docs/scale.md says how to submit it to a cluster.
    """
    from provenance.cluster.run import Cutting, Run
    from provenance.cluster.session import spark_session
    from provenance.cluster.work import Work

    begun = time.monotonic()
    database = out if _DATABASE.match(out) else None
    spark_settings = _settings(settings or [])
    wanted = Work(
        tagger=tagger.value,
        least=min_confidence,
        speech_only=speech_only,
        max_bytes=max_bytes,
        sources=_bytes(sources),
        ratings=_ratings(database),
    )
    cutting = Cutting(part_bytes=round(part_mb * 1e6), tasks=partitions)
    with spark_session(master, spark_settings) as spark:
        folder = work or (WORK if database else out)
        run = Run(spark, wanted, inputs, folder, cutting, (lambda _: None) if quiet else say)
        run.annotate()
        rows = _store(run, wanted, database, link=link) if database else run.write(out, link=link)
        found = run.outcome(rows)
    if not quiet:
        print_lines(_summary(found, shown_url(out), time.monotonic() - begun))
    if found.rejected:
        raise typer.Exit(SOME_REJECTED)


def _settings(given: Sequence[str]) -> dict[str, str]:
    """Spark's settings from the command line."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.startswith("spark."):
            raise UsageError(f"--conf {one}: write a setting of Spark as spark.NAME=VALUE")
        found[name] = value
    return found


def _bytes(sources: Path | None) -> bytes | None:
    """The user's registry file, checked, to be sent to the workers."""
    if sources is None:
        return None
    from provenance.registry import load_registry

    load_registry(sources)
    return sources.read_bytes()


def _ratings(database: str | None) -> tuple[Rating, ...]:
    """The ratings that a database holds."""
    if database is None:
        return ()
    from provenance.store import open_store

    with open_store(database) as store:
        return store.rated()


def _store(run: Run, work: Work, database: str, *, link: bool) -> dict[str, int]:
    """Store what was annotated, in one run and in the order of the inputs, as one machine does; then link as it does.

    The driver alone writes: which revision of a document is current, and which claims of a crowded key are its anchors, goes by
    the order of storing, and many writers have none. Documents that are stored already cost a look.
    """
    from provenance.cli.relating import relate
    from provenance.cli.sources import source_rows
    from provenance.cluster.work import annotator_of
    from provenance.records import Rejected
    from provenance.store import open_store

    annotator, versions = annotator_of(work), run.versions
    counts = {"documents": 0, "rejected": 0, "claims": 0}
    with open_store(database) as store:
        store.sync_sources(source_rows(annotator.resources.registry))
        number = store.begin_run(
            program_version=versions.program,
            lexicon_digest=versions.lexicon,
            registry_digest=versions.registry,
            arguments=[shown_url(argument) for argument in sys.argv[1:]],
        )
        for one in run.in_order():
            if isinstance(one, Rejected):
                store.reject(number, one)
                counts["rejected"] += 1
            else:
                kind = store.add(number, one).kind
                counts["documents"] += 1
                counts["claims"] += len(one.claims)
                counts[kind] = counts.get(kind, 0) + 1
        store.end_run(number, counts)
        run.say("stored")
        if link:
            related = relate(store, annotator.registry, annotator.model)
            counts["links"] = related.links
    return counts


def _summary(found: Outcome, where: str, seconds: float) -> list[str]:
    """What the run came to, for people."""
    from provenance.report.text import counted

    head = f"{counted(found.documents, 'document')}, {found.words:,} words, {counted(found.claims, 'claim')}"
    lines = [f"{head} in {where}, {seconds:.0f} s", f"{found.fresh} of {counted(found.parts, 'part')} annotated now"]
    return [*lines, *(f"  {name:<13} {count:>12,}" for name, count in _shown(found.rows).items())]


def _shown(rows: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in rows.items() if count}
