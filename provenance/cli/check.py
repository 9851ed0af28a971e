"""`provenance check`: whether what is stored still stands in its sources, and where it stands there now."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.interrupt import Shielded
from provenance.cli.options import DEFAULT_DB, AllowPrivate, Connections, Db, MaxBytes, Quiet, ShowProgress, Sources
from provenance.cli.output import canvas, print_lines, shown_url, stdout
from provenance.cli.progress import Progress
from provenance.cli.search import document_key

if TYPE_CHECKING:
    from provenance.anchors.outcome import Checked
    from provenance.anchors.reread import Place, Reread
    from provenance.pipeline import Annotator
    from provenance.records import Document, Rejected
    from provenance.report.terminal.check import CheckTally
    from provenance.store import Store

NOT_AS_IT_WAS = 1
"""The exit status where a source is gone or unreadable, or an annotation an orphan."""
AS_IT_WAS = ("unchanged", "not_looked_at")
"""Of such documents only their number is printed."""
AT_ONCE = 50
"""Outcomes that are written in one transaction."""


class CheckFormat(StrEnum):
    """How the outcome is printed."""

    text = "text"
    json = "json"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(check)


def check(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOCUMENT...]", help="Ids or paths of documents; all where none is named.", show_default=False),
    ] = None,
    db: Db = DEFAULT_DB,
    form: Annotated[CheckFormat, typer.Option("--format", help="Print text, or JSON.")] = CheckFormat.text,
    no_store: Annotated[bool, typer.Option("--no-store", help="Keep nothing of the outcome in the database.")] = False,
    sources: Sources = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch documents that came from an address again, as robots.txt allows.")
    ] = False,
    allow_private: AllowPrivate = False,
    connections: Connections = 8,
    max_bytes: MaxBytes = 10_000_000,
    quiet: Quiet = False,
    progress: ShowProgress = None,
) -> None:
    """Read the sources of stored documents again, and tell what is no longer as it was.

    Hashes of bytes and text are compared. In a text that changed, each annotation is looked for: at its place, then by its words
    and those around them; one that is not beyond doubt is an orphan. The text is annotated anew, and what changed in claims and
    their strength is listed. The stored revision itself stays as it is. Nothing is fetched unless --fetch is given: without it,
    documents from an address are not looked at. Exit status 1 where a source is gone or unreadable, or an annotation an orphan.
    """
    from provenance.report.terminal.check import CheckTally
    from provenance.store import open_store

    tally = CheckTally()
    with open_store(db, read_only=no_store) as store, ExitStack() as opened:
        places = _wanted(store, documents or [])
        shown = not quiet and (sys.stderr.isatty() if progress is None else progress)
        bar = Progress(len(places), shown)
        again = _fetching(opened, max_bytes, allow_private, connections) if fetch else None
        found = _all(store, places, max_bytes, _Annotators(store, sources), again)
        printer = _json if form is CheckFormat.json else _text
        # Closed before the database is: where Ctrl-C ends the printing, what was found is written.
        with closing(_counted(_kept(store, found, keep=not no_store), tally, bar, all_=form is CheckFormat.json)) as outcomes:
            printer(store, outcomes, tally, None if no_store else shown_url(db))
    if not tally.well:
        raise typer.Exit(NOT_AS_IT_WAS)


def _wanted(store: Store, names: list[str]) -> tuple[Place, ...]:
    """The places of the documents that are named, in the order stored; all where none is. Raises UsageError."""
    places = store.checks.places()
    if not names:
        return places
    keys: set[int] = set()
    for name in names:
        in_file = {place.key for place in places if place.path == name}
        keys |= in_file or {document_key(store, name)}
    return tuple(place for place in places if place.key in keys)


def _fetching(opened: ExitStack, max_bytes: int, allow_private: bool, connections: int) -> Reread:
    """What fetches the addresses of documents again; its connections are closed with `opened`."""
    from provenance.ingest import ReadOptions
    from provenance.ingest.fetch import Fetcher
    from provenance.ingest.options import FetchOptions
    from provenance.ingest.remote import documents_of, fetched
    from provenance.records import Rejected
    from provenance.store.anchors import names_of

    fetcher = opened.enter_context(Fetcher(FetchOptions(allow_private=allow_private, connections=connections)))
    options = ReadOptions(max_bytes=max_bytes)

    def again(places: Sequence[Place]) -> Iterator[Document | Rejected]:
        with closing(fetched([str(place.url) for place in places], fetcher, options)) as answers:
            for place, got in zip(places, answers, strict=True):
                yield the_one(place, list(documents_of(got, options)))

    def the_one(place: Place, found: Sequence[Document | Rejected]) -> Document | Rejected:
        read = [one for one in found if not isinstance(one, Rejected)]
        known = [one for one in read if place.series in names_of(one)]
        if known or len(found) == 1:
            return (known or found)[0]
        said = f"{len(found):,} documents stand at the address, and none is known to be this one; look for it there"
        return Rejected(str(place.url), "missing", said)

    return again


class _Annotators:
    """The annotator that a stored document was made with, as far as this program still has it; made when first needed."""

    def __init__(self, store: Store, sources: Path | None) -> None:
        self._store, self._sources = store, sources
        self._made: list[Annotator] = []

    def __call__(self, digest: str) -> Annotator:
        """The annotator with this digest, else the default one."""
        from provenance.cli.options import TaggerChoice
        from provenance.pipeline import Annotator, load_resources

        for one in self._made:
            if one.digest == digest:
                return one
        if not self._made:
            ratings, resources = self._store.rated(), load_resources(self._sources)
            self._made.append(Annotator(resources, ratings=ratings))
            if self._made[0].digest == digest:
                return self._made[0]
        if len(self._made) == 1:
            others = (tagger.value for tagger in TaggerChoice if tagger is not TaggerChoice.default)
            first = self._made[0]
            self._made += [Annotator(first.resources, self._store.rated(), tagger) for tagger in others]
        return next((one for one in self._made if one.digest == digest), self._made[0])


def _all(
    store: Store,
    places: tuple[Place, ...],
    max_bytes: int,
    annotators: Callable[[str], Annotator],
    fetch: Reread | None = None,
) -> Iterator[Checked]:
    """Each document with what became of it, file by file. A fault of the program in one costs that one alone."""
    from provenance.anchors.outcome import Checked
    from provenance.anchors.reread import reread
    from provenance.checking import checked
    from provenance.ingest import ReadOptions
    from provenance.store.anchors import names_of

    # As found, without judgements made by hand: the text of now has none.
    load = partial(store.load, as_found=True)
    for place, found in reread(places, names_of, ReadOptions(max_bytes=max_bytes), fetch):
        try:
            yield checked(place, found, load, annotators)
        except Exception as error:
            detail = f"comparing it failed with {type(error).__name__}: {error}; please report it"
            yield Checked(place.key, place.id, place.locator, "unreadable", detail, "failed")


def _kept(store: Store, found: Iterator[Checked], *, keep: bool) -> Iterator[Checked]:
    """The outcomes, each written with those around it; what was found before an interruption is written too."""
    waiting: list[Checked] = []
    try:
        for one in found:
            waiting.append(one)
            if keep and len(waiting) >= AT_ONCE:
                with Shielded():
                    store.checks.put(waiting)
                waiting = []
            elif not keep:
                waiting = []
            yield one
    finally:
        if waiting:
            with Shielded():
                store.checks.put(waiting)


def _counted(found: Iterator[Checked], tally: CheckTally, bar: Progress, *, all_: bool) -> Generator[Checked, None, None]:
    """The outcomes, counted; the bar makes room for those that are printed (`all_`, or what is not as it was)."""
    with bar:
        for one in found:
            tally.add(one)
            bar.step(one.locator)
            if all_ or one.status not in AS_IT_WAS:
                bar.clear()
            yield one


def _text(store: Store, found: Iterator[Checked], tally: CheckTally, stored_in: str | None) -> None:
    from provenance.report.terminal.check import check_summary_lines, checked_lines

    page = canvas(sys.stdout)
    for one in found:
        if one.status not in AS_IT_WAS:
            text = store.load(one.key).document.text if one.anchored("orphan") else ""
            print_lines([*checked_lines(one, text, page), ""])
    print_lines(check_summary_lines(tally, stored_in, page))


def _json(store: Store, found: Iterator[Checked], tally: CheckTally, _: str | None) -> None:
    """One object: the documents as they come, then the sums."""
    out = stdout()
    out.write('{"documents": [')
    for number, one in enumerate(found):
        text = store.load(one.key).document.text if one.anchors else ""
        out.write((",\n" if number else "\n") + json.dumps(_plain(one, text), ensure_ascii=False))
    out.write(f'\n],\n"counts": {json.dumps(tally.counts())}}}\n')
    out.flush()


def _plain(one: Checked, text: str) -> dict[str, object]:
    """An outcome as JSON; words and spans are those stored, `now` is the span in the text of now."""
    anchors = [
        {
            "part": mark.part,
            "owner": mark.owner,
            "piece": mark.number,
            "text": mark.span.of(text),
            "span": mark.span,
            "status": anchor.status,
            "reason": anchor.reason or None,
            "now": anchor.place,
        }
        for mark, anchor in one.anchors
    ]
    value = {name: getattr(one, name) for name in ("id", "locator", "status", "reason", "detail", "sha256", "text_sha256")}
    return value | {"anchors": anchors, "claims": [dataclasses.asdict(change) for change in one.changes]}
