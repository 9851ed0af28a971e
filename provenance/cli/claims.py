"""`provenance claims …`: claims across documents, their origins and stories, and what people judge of their links."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, Out, Quiet, RowFormat, Sources
from provenance.cli.output import canvas, opened, print_lines, print_rows, say, shown_url

if TYPE_CHECKING:
    from provenance.registry import Registry
    from provenance.score import Model
    from provenance.store import Store
    from provenance.store.link_judgements import Verdict

Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; kept with the judgement.", show_default=False)]
One = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or its first digits.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another claim's id, or its first digits.", show_default=False)]


class LinkChoice(StrEnum):
    """The links that two claims can have."""

    same_text = "same_text"
    same_claim = "same_claim"
    opposes = "opposes"


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(no_args_is_help=True, help="Claims across documents: links, origins, and links judged by hand.")
    for command in (relate, links, stories, link, unlink, dump, load):
        group.command()(command)
    app.add_typer(group, name="claims")


def relate(
    anew: Annotated[bool, typer.Option("--all", help="Link all documents anew, not only new and changed ones.")] = False,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
    quiet: Quiet = False,
) -> None:
    """Link claims that say the same or the opposite, count their independent origins, and score them anew.

    `provenance annotate` does this for the documents that it stores, unless told not to.
    """
    from provenance.cli.progress import Progress
    from provenance.cli.relating import relate as relate_all

    with _Desk(db, sources) as desk:
        with Progress(None, not quiet and sys.stderr.isatty()) as bar:
            related = relate_all(
                desk.store, desk.registry, desk.model, anew=anew, progress=lambda done, of: bar.step(f"{done:,} of {of:,} linked")
            )
        copied = f", {related.copies:,} of them copies of others" if related.copies else ""
        said = f"{related.linked:,} documents linked{copied}, {related.links:,} links found"
        say(f"{said}; claims of {len(related.documents):,} documents scored anew in {shown_url(db)}")


def links(claim: One, db: Db = DEFAULT_DB) -> None:
    """Show the links of a claim with those of other documents: kind, score and reason, and its origins."""
    from provenance.report.terminal.standing import standing_lines
    from provenance.store import open_store

    with open_store(db, read_only=True) as store:
        found = store.claim(claim)
        print_lines(standing_lines(store.across.around(found.claim.id), canvas(sys.stdout)))


def stories(
    every: Annotated[bool, typer.Option("--all", help="Documents that are alone with their story too.")] = False,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
    form: Annotated[
        RowFormat | None,
        typer.Option("--format", help="How to print (default: table on a terminal, else csv).", show_default=False),
    ] = None,
) -> None:
    """Group the stored documents by the story that they report: one row for each document, with the number of its story."""
    from provenance.claims.stories import Text
    from provenance.claims.stories import stories as stories_of
    from provenance.registry import load_registry
    from provenance.store import open_store

    with open_store(db, read_only=True) as store:
        listed = {str(one.key): (one.id, one.locator, one.title or "") for one in store.documents()}
        found = [Text(str(s.key), s.text, s.title, s.published, s.language) for s in store.across.texts()]
    groups = [one for one in stories_of(load_registry(sources), found) if every or len(one) > 1]
    rows = [(number, *listed[key]) for number, keys in enumerate(sorted(groups, key=lambda g: (-len(g), g)), 1) for key in keys]
    print_rows(("story", "document_id", "locator", "title"), rows, form)


def link(
    claim: One,
    other: Other,
    kind: Annotated[LinkChoice, typer.Option("--kind", help="The link that they have.")] = LinkChoice.same_claim,
    note: Note = "",
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Say that two claims are linked: confirms a link, changes its kind, or makes one.

    It counts at once, and whenever the texts are annotated anew.
    """
    with _Desk(db, sources) as desk:
        desk.judge(claim, other, kind.value, note)


def unlink(claim: One, other: Other, note: Note = "", db: Db = DEFAULT_DB, sources: Sources = None) -> None:
    """Say that two claims are not linked: rejects the link that was found, now and in future.

    Claims can still be of one group through a third one that both are linked with.
    """
    with _Desk(db, sources) as desk:
        desk.judge(claim, other, "none", note)


def dump(db: Db = DEFAULT_DB, out: Out = None) -> None:
    """Write all judgements on links as JSON lines, in a fixed order, for a file that lives in git."""
    from provenance.export.link_judgements import link_judgement_lines
    from provenance.store import open_store

    with open_store(db, read_only=True) as store:
        found = store.across.judgements()
    with opened(out) as stream:
        stream.writelines(f"{line}\n" for line in link_judgement_lines(found))
    if out is not None:
        say(f"{len(found):,} judgements written to {out}")


def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What provenance claims dump wrote.")],
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Make the judgements of a file. Of two about the same claims the later one counts; loading again changes nothing."""
    from provenance.cli.relating import judge
    from provenance.export.link_judgements import read_link_judgements

    rows = read_link_judgements(file)
    with _Desk(db, sources) as desk:
        changed, documents = judge(desk.store, desk.registry, desk.model, rows)
        say(f"{changed:,} of {len(rows):,} judgements new or changed; claims of {documents:,} documents counted anew")
        lost = desk.store.across.orphans()
        if lost:
            say(f"{len(lost):,} judgements wait for claims that no current document has, such as {lost[0].first.id}")


class _Desk:
    """The database, the registry with its ratings, and the model by which claims are scored anew."""

    def __init__(self, db: str, sources: Path | None) -> None:
        from provenance.registry import load_registry
        from provenance.score.models import DEFAULT_MODEL, model
        from provenance.store import open_store

        registry = load_registry(sources)
        self.store: Store = open_store(db)
        self.registry: Registry = registry.with_ratings(self.store.rated())
        self.model: Model = model(DEFAULT_MODEL)

    def __enter__(self) -> _Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def judge(self, claim: str, other: str, verdict: Verdict, note: str) -> None:
        """Judges the link of two claims and says what it came to."""
        from provenance.cli.relating import judge

        first, second = (self.store.claim(words).claim.id for words in (claim, other))
        row = self.store.across.judgement(first, second, verdict, note)
        changed, documents = judge(self.store, self.registry, self.model, [row])
        known = "" if changed else " (known already)"
        said = "not linked" if verdict == "none" else verdict
        say(f"{first} and {second}: {said}{known}; claims of {documents:,} documents counted anew")
