"""`provenance annotate`: reads, annotates, stores, and sums up."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from provenance import __version__
from provenance.cli.batch import annotated_inputs
from provenance.cli.interrupt import Shielded
from provenance.cli.options import (
    DEFAULT_DB,
    AllowPrivate,
    Db,
    Delay,
    MaxBytes,
    Proxy,
    Quiet,
    Rate,
    Sitemaps,
    Sources,
    TaggerChoice,
    TaggerOption,
    Timeout,
    UrlLists,
    Urls,
)
from provenance.cli.output import canvas, print_lines, say, shown_url, stdout
from provenance.cli.progress import Progress
from provenance.cli.remote import inputs_of, say_passed
from provenance.cli.sources import source_rows, stored_ratings
from provenance.errors import StoreError
from provenance.ids import content_id
from provenance.records import AnnotatedDocument, Rejected

if TYPE_CHECKING:
    from provenance.ingest import Inputs, ReadOptions
    from provenance.pipeline import Annotator, Keep, Resources
    from provenance.registry import Rating, Registry
    from provenance.report.summary import Tally
    from provenance.store import Store

SOME_REJECTED = 1
STOPPED = 130
"""128 + SIGINT, as shells have it."""


class AnnotateFormat(StrEnum):
    """What `annotate` prints on standard output instead of the summary."""

    jsonl = "jsonl"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(annotate)


def annotate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, or folders with all below them; - is standard input.", show_default=False),
    ] = None,
    db: Db = DEFAULT_DB,
    form: Annotated[
        AnnotateFormat | None, typer.Option("--format", help="Print each annotated document on a line of its own.")
    ] = None,
    no_store: Annotated[bool, typer.Option("--no-store", help="Touch no database.")] = False,
    sources: Sources = None,
    tagger: TaggerOption = TaggerChoice.default,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, metavar="P", help="Keep attributions at least so sure.")
    ] = 0.0,
    speech_only: Annotated[
        bool, typer.Option("--speech-only", help="Keep what somebody said or wrote; leave out beliefs, wishes and expectations.")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Look for the same claims, and for denials, in all stored documents.")
    ] = True,
    max_bytes: MaxBytes = 10_000_000,
    url: Urls = None,
    urls: UrlLists = None,
    sitemap: Sitemaps = None,
    allow_private: AllowPrivate = False,
    proxy: Proxy = None,
    delay: Delay = 1.0,
    rate: Rate = None,
    timeout: Timeout = 60.0,
    quiet: Quiet = False,
    progress: Annotated[
        bool | None,
        typer.Option(
            "--progress/--no-progress", help="Draw a progress bar on standard error (default: where that is a terminal)."
        ),
    ] = None,
) -> None:
    """Read texts, annotate them, store what was found, and sum up.

    Reads .txt, .md, .html, .json and .jsonl files, feeds (.rss, .atom, .xml), web archives (.warc), all also packed with gzip
    or zstd, and zip archives of these. Nothing is fetched but what --url, --urls and --sitemap name. An input that cannot be
    read is reported and stops no other. The summary goes to standard output; with --format jsonl the documents do, and the
    summary goes to standard error.
    """
    from provenance.ingest import FetchOptions, ReadOptions, Remote
    from provenance.pipeline import Keep, load_resources
    from provenance.report.summary import Tally
    from provenance.report.terminal import summary_lines

    options = ReadOptions(max_bytes=max_bytes, passed=Counter())
    fetching = FetchOptions(allow_private=allow_private, proxy=proxy, delay=delay, rate=rate, timeout=timeout)
    inputs = inputs_of(paths or (), Remote(tuple(url or ()), tuple(urls or ()), tuple(sitemap or ()), fetching))
    finding = _Finding(tagger.value, Keep(min_confidence, speech_only=speech_only))
    batch = _Batch(inputs, options, load_resources(sources), finding, _printer(form), _bar(inputs, quiet, progress), Tally())
    try:
        if no_store:
            batch.run(batch.annotator(), _nothing, _nothing)
        else:
            batch.store(db, link=link)
    except KeyboardInterrupt:
        say(_stopped(batch.tally.documents, None if no_store else shown_url(db)))
        raise typer.Exit(STOPPED) from None
    if not quiet:
        stream = sys.stderr if form else sys.stdout
        print_lines(summary_lines(batch.tally.summary(), canvas(stream), None if no_store else shown_url(db)), stream)
        say_passed(options)
    if batch.tally.rejected:
        raise typer.Exit(SOME_REJECTED)


@dataclass(frozen=True, slots=True)
class _Finding:
    """Who finds attributions, and which of them are kept."""

    tagger: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class _Batch:
    """One call: what is read, what it is annotated with, where each document goes, and the count of it all."""

    inputs: Inputs
    options: ReadOptions
    resources: Resources
    finding: _Finding
    print_document: Callable[[AnnotatedDocument], None]
    bar: Progress
    tally: Tally

    def annotator(self, ratings: Iterable[Rating] = ()) -> Annotator:
        """The annotator, with the ratings that a database holds."""
        from provenance.pipeline import Annotator

        return Annotator(self.resources, ratings=tuple(ratings), tagger=self.finding.tagger, keep=self.finding.keep)

    def run(self, annotator: Annotator, keep: Callable[[AnnotatedDocument], None], refuse: Callable[[Rejected], None]) -> None:
        """Annotates all inputs; `keep` and `refuse` take each document and each rejected input as it comes."""
        self.tally.start()
        with self.bar:
            for one in annotated_inputs(self.inputs, annotator.annotate, self.options):
                if isinstance(one, Rejected):
                    self.tally.reject(one)
                    refuse(one)
                    self.bar.clear()
                    say(f"{one.locator}: {one.detail}")
                    self.bar.step(one.locator)
                else:
                    keep(one)
                    self.tally.add(one)
                    self._warn(one)
                    self.print_document(one)
                    self.bar.step(one.document.path or one.document.id)

    def _warn(self, one: AnnotatedDocument) -> None:
        """Says where bytes of an input were no text, so that nobody takes the marks in their place for the author's."""
        if "replaced" in one.document.encoding:
            from provenance.report.summary import locator_of

            self.bar.clear()
            said = f"{locator_of(one.document)}: read as {one.document.encoding}"
            say(f"{said}; check where the marks \N{REPLACEMENT CHARACTER} stand")

    def store(self, db: str, *, link: bool) -> None:
        """Annotates all inputs into a database, and links their claims. What was annotated before an interruption is written."""
        from provenance.store import open_store

        with open_store(db) as store:
            registry = self.resources.registry
            store.sync_sources(source_rows(registry))
            ratings = stored_ratings(store)
            annotator = self.annotator(ratings)
            run = store.begin_run(
                program_version=__version__,
                lexicon_digest=annotator.digest,
                registry_digest=_digest(registry, ratings),
                arguments=[shown_url(argument) for argument in sys.argv[1:]],
            )

            def keep(annotated: AnnotatedDocument) -> None:
                with Shielded():
                    self.tally.stored(store.add(run, annotated).kind)

            try:
                self.run(annotator, keep, lambda one: store.reject(run, one))
            except StoreError:
                raise
            except BaseException:  # Ctrl-C, a closed pipe: the run stays without an end, its documents are kept
                with Shielded():
                    store.flush()
                raise
            store.end_run(run, self._counts())
            self.tally.end()
            if link:
                self._link(store, annotator)

    def _link(self, store: Store, annotator: Annotator) -> None:
        """Links the claims of what was stored with those of all other documents."""
        from provenance.cli.relating import relate

        with self.bar.afresh() as bar:
            related = relate(
                store, annotator.registry, annotator.model, progress=lambda done, of: bar.step(f"{done:,} of {of:,} linked")
            )
        self.tally.related(related.linked, related.links)

    def _counts(self) -> dict[str, int]:
        tally = self.tally
        counts = {"documents": tally.documents, "words": tally.words, "passages": tally.passages}
        counts |= {"attributions": tally.attributions, "hedges": tally.hedges, "claims": tally.claims}
        return counts | {"rejected": len(tally.rejected)} | dict(tally.outcomes)


def _printer(form: AnnotateFormat | None) -> Callable[[AnnotatedDocument], None]:
    """What prints each document on standard output."""
    if form is None:
        return _nothing
    from provenance.export import to_line

    out = stdout()

    def write(annotated: AnnotatedDocument) -> None:
        out.write(to_line(annotated))

    return write


def _stopped(documents: int, stored_in: str | None) -> str:
    """What Ctrl-C left, in one sentence."""
    from provenance.report.text import counted

    if not documents:
        return "stopped by Ctrl-C before the first document was read"
    kept = f"; what was read is stored in {stored_in}, and the same command goes on from there" if stored_in else ""
    return f"stopped by Ctrl-C after {counted(documents, 'document')}{kept}"


def _digest(registry: Registry, ratings: tuple[Rating, ...]) -> str:
    """What stands for the registry and its ratings: where either changed, documents are annotated anew."""
    if not ratings:
        return registry.digest
    return content_id(registry.digest, [[r.source, r.grade, r.rater, r.rated_on] for r in ratings])


def _nothing(_: object) -> None:
    """Keeps nothing."""


def _bar(inputs: Inputs, quiet: bool, wanted: bool | None) -> Progress:
    """The progress bar; the inputs are counted beforehand only where it is drawn."""
    from provenance.ingest import count_inputs

    shown = not quiet and (sys.stderr.isatty() if wanted is None else wanted)
    return Progress(count_inputs(inputs) if shown else None, shown)
