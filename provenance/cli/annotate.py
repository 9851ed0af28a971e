"""`provenance annotate`: reads, annotates, stores, and sums up."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from provenance import __version__
from provenance.cli.keeping import Keeping, Nowhere
from provenance.cli.options import (
    DEFAULT_DB,
    AllowPrivate,
    Connections,
    Db,
    Delay,
    FetchTimeout,
    Jobs,
    MaxBytes,
    MinConfidence,
    Proxy,
    Quiet,
    Rate,
    ShowProgress,
    Sitemaps,
    Sources,
    SpeechOnly,
    TaggerChoice,
    TaggerOption,
    Timeout,
    UrlLists,
    Urls,
)
from provenance.cli.output import canvas, print_lines, say, shown_url, stdout
from provenance.cli.progress import Progress
from provenance.cli.remote import inputs_of, say_passed
from provenance.cli.sources import source_rows
from provenance.errors import PassingError, UsageError
from provenance.records import Rejected

if TYPE_CHECKING:
    from provenance.ingest import Inputs, ReadOptions
    from provenance.parallel.runner import Runner
    from provenance.parallel.work import Done, Plan
    from provenance.pipeline import Annotator, Keep, Resources
    from provenance.registry import Rating
    from provenance.report.summary import Tally
    from provenance.store import Store

SOME_REJECTED = 1
STOPPED = 130
"""128 + SIGINT, as shells have it."""
LINKING_TRIES = 6
"""So often linking is begun again where the database failed for a reason that passes."""


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
    min_confidence: MinConfidence = 0.0,
    speech_only: SpeechOnly = False,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Look for the same claims, and for denials, in all stored documents.")
    ] = True,
    max_bytes: MaxBytes = 10_000_000,
    jobs: Jobs = None,
    timeout: Timeout = 60.0,
    resume: Annotated[
        bool, typer.Option("--resume", help="Do not read again what is stored already, by this version and these options.")
    ] = False,
    url: Urls = None,
    urls: UrlLists = None,
    sitemap: Sitemaps = None,
    allow_private: AllowPrivate = False,
    proxy: Proxy = None,
    delay: Delay = 1.0,
    rate: Rate = None,
    connections: Connections = 8,
    fetch_timeout: FetchTimeout = 60.0,
    quiet: Quiet = False,
    progress: ShowProgress = None,
) -> None:
    """Read texts, annotate them, store what was found, and sum up.

    Reads .txt, .md, .html, .json and .jsonl files, feeds (.rss, .atom, .xml), web archives (.warc), all also packed with gzip
    or zstd, and zip archives of these. Nothing is fetched but what --url, --urls and --sitemap name. An input that cannot be
    read is reported and stops no other. The summary goes to standard output; with --format jsonl the documents do, and the
    summary goes to standard error.
    """
    from provenance.ingest import FetchOptions, ReadOptions, Remote
    from provenance.parallel.runner import Runner, all_cores
    from provenance.pipeline import Keep, load_resources
    from provenance.report.summary import Tally
    from provenance.report.terminal import summary_lines

    if resume and (no_store or form is not None):
        raise UsageError("--resume passes over what is stored, so that it cannot be printed: leave out --format and --no-store.")
    options = ReadOptions(max_bytes=max_bytes, passed=Counter())
    fetching = FetchOptions(allow_private, proxy, delay, rate, timeout=fetch_timeout, connections=connections)
    inputs = inputs_of(paths or (), Remote(tuple(url or ()), tuple(urls or ()), tuple(sitemap or ()), fetching))
    finding = _Finding(tagger.value, Keep(min_confidence, speech_only=speech_only))
    resources = load_resources(sources)
    tally = Tally()
    workers = all_cores() if jobs is None else jobs
    with Runner(resources, workers, timeout or None, store=not no_store) as runner:
        batch = _Batch(inputs, options, resources, finding, runner, _printer(form), _bar(inputs, quiet, progress), tally)
        try:
            if no_store:
                batch.run(batch.annotator(), batch.plan(lines=form is not None), Nowhere())
            else:
                batch.store(db, link=link, resume=resume, lines=form is not None)
        except KeyboardInterrupt:
            say(_stopped(tally.documents, None if no_store else shown_url(db)))
            raise typer.Exit(STOPPED) from None
        tally.peaks = runner.peaks()
    if not quiet:
        stream = sys.stderr if form else sys.stdout
        print_lines(summary_lines(tally.summary(), canvas(stream), None if no_store else shown_url(db)), stream)
        say_passed(options)
    if tally.reasons:
        raise typer.Exit(SOME_REJECTED)


@dataclass(frozen=True, slots=True)
class _Finding:
    """Who finds attributions, and which of them are kept."""

    tagger: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class _Batch:
    """One call: what is read, what it is annotated with and by whom, what is printed of each document, and the count of all."""

    inputs: Inputs
    options: ReadOptions
    resources: Resources
    finding: _Finding
    runner: Runner
    print_line: Callable[[str], None]
    bar: Progress
    tally: Tally

    def annotator(self, ratings: Iterable[Rating] = ()) -> Annotator:
        """The annotator, with the ratings that a database holds."""
        from provenance.pipeline import Annotator

        return Annotator(self.resources, ratings=tuple(ratings), tagger=self.finding.tagger, keep=self.finding.keep)

    def plan(self, *, lines: bool, ratings: Iterable[Rating] = (), store: bool = False) -> Plan:
        """What workers are to do."""
        from provenance.parallel.work import Plan

        return Plan(replace(self.options, passed=None), self.finding.tagger, self.finding.keep, tuple(ratings), store, lines)

    def run(self, annotator: Annotator, plan: Plan, keep: Keeping | Nowhere) -> None:
        """Annotates all inputs; `keep` takes each document and each rejected input as it comes."""
        self.tally.start()
        from provenance.parallel.inputs import cut_inputs

        with self.bar, keep:
            for source, one in self.runner.run(plan, annotator, cut_inputs(self.inputs, self.options, sys.stdin.buffer)):
                if isinstance(one, Rejected):
                    self.tally.reject(one)
                    keep.refuse(one)
                    self.bar.clear()
                    say(f"{one.locator}: {one.detail}")
                    self.bar.step(one.locator, source.size if source else 0)
                else:
                    keep.keep(one, source)
                    self._count(one)
                    self.bar.step(one.name, source.size if source else 0)

    def _count(self, one: Done) -> None:
        self.tally.merge(one.tally)
        if not one.skipped:
            self.tally.took(one.locator, one.seconds)
        if one.warning is not None:
            self.bar.clear()
            say(one.warning)
        if one.line is not None:
            self.print_line(one.line)

    def store(self, db: str, *, link: bool, resume: bool, lines: bool) -> None:
        """Annotates all inputs into a database, and links their claims. What was annotated before an interruption is written."""
        from provenance.store import open_store

        with open_store(db) as store:
            registry = self.resources.registry
            store.sync_sources(source_rows(registry))
            ratings = store.rated()
            annotator = self.annotator(ratings)
            version = (__version__, annotator.digest, annotator.sources_digest)
            run = store.begin_run(
                program_version=version[0],
                lexicon_digest=version[1],
                registry_digest=version[2],
                arguments=[shown_url(argument) for argument in sys.argv[1:]],
            )
            anew = self.plan(lines=lines, ratings=ratings, store=True)
            plan = replace(anew, known=(db, version)) if resume else anew
            self.run(annotator, plan, Keeping(store, run, self.tally, lambda again: self.runner.here(anew, annotator, again)))
            store.end_run(run, self._counts())
            self.tally.end()
            if link:
                self._link(store, annotator)

    def _link(self, store: Store, annotator: Annotator) -> None:
        """Links the claims of what was stored with those of all other documents."""
        from provenance.cli.relating import relate

        with self.bar.afresh() as bar:
            for tries in range(LINKING_TRIES):
                try:
                    related = relate(
                        store,
                        annotator.registry,
                        annotator.model,
                        progress=lambda done, of: bar.step(f"{done:,} of {of:,} linked"),
                    )
                except PassingError:  # a lost connection, a deadlock: what was linked is stored, and linking goes on from there
                    if tries == LINKING_TRIES - 1:
                        raise
                    time.sleep(tries)
                else:
                    break
        self.tally.related(related.linked, related.links, related.copies)

    def _counts(self) -> dict[str, int]:
        tally = self.tally
        counts = {"documents": tally.documents, "words": tally.words, "passages": tally.passages}
        counts |= {"attributions": tally.attributions, "hedges": tally.hedges, "claims": tally.claims}
        return counts | {"rejected": tally.reasons.total()} | dict(tally.outcomes)


def _printer(form: AnnotateFormat | None) -> Callable[[str], None]:
    """What prints each document's line on standard output."""
    if form is None:
        return lambda line: None
    out = stdout()

    def write(line: str) -> None:
        out.write(line)

    return write


def _stopped(documents: int, stored_in: str | None) -> str:
    """What Ctrl-C left, in one sentence."""
    from provenance.report.text import counted

    if not documents:
        return "stopped by Ctrl-C before the first document was read"
    kept = f"; what was read is stored in {stored_in}, and the same command goes on from there" if stored_in else ""
    return f"stopped by Ctrl-C after {counted(documents, 'document')}{kept}"


def _bar(inputs: Inputs, quiet: bool, wanted: bool | None) -> Progress:
    """The progress bar; the inputs are counted beforehand only where it is drawn."""
    from provenance.ingest import count_inputs
    from provenance.parallel.inputs import size_of

    shown = not quiet and (sys.stderr.isatty() if wanted is None else wanted)
    count = count_inputs(inputs) if shown else None
    return Progress(count, shown, size=size_of(inputs) if shown and count is None else None)
