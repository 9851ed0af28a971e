"""`provenance sources merge/alias/split/dump/load`: what people judge of who a source is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, Out, Sources
from provenance.cli.output import opened, say
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.registry import Registry
    from provenance.store import Judgement, Store

Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; kept with the judgement.", show_default=False)]


def register(group: typer.Typer) -> None:
    """Adds the commands to the group `sources`."""
    for command in (merge, alias, split, dump, load):
        group.command()(command)


def merge(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The source that stays: its id or name.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Sources that are the same as it.")],
    note: Note = "",
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Say that sources are one and the same, in all that is stored and in all that will be.

    What was found in the texts is kept beside it. Take a merge back with provenance sources split OTHER.
    """
    with _Desk(db, sources) as desk:
        kept = desk.source(keep)
        merged = [desk.source(other) for other in others]
        if kept in merged:
            raise UsageError(f"{kept} cannot be merged with itself; name another source")
        desk.judge([desk.judgement("merge", other, kept, note=note) for other in merged])


def alias(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source that is meant: its id or name.")],
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names by which texts mean it.")],
    note: Note = "",
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Say that a name means a source, wherever the program would make a source of its own of the name.

    So that a name is found where none is looked for now (a dateline), add it to a registry file for --sources instead.
    """
    from provenance.ids import slug

    with _Desk(db, sources) as desk:
        meant = desk.source(source)
        rows = []
        for name in names:
            known = desk.registry.resolve(name).id
            if known == meant:
                say(f'"{name}" means {meant} already')
            elif known is not None:
                raise UsageError(f'"{name}" is the name of {known}; to say that both are one, use provenance sources merge')
            elif not slug(name):
                raise UsageError(f'"{name}" holds no letter or digit; give a name')
            else:
                rows.append(desk.judgement("alias", slug(name), meant, name=name, note=note))
        if rows:
            desk.judge(rows)


def split(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source: its id or name.")],
    documents: Annotated[
        list[str] | None,
        typer.Option("--document", metavar="ID", help="In this document another one is meant; may be given several times."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="The name of that other one.", show_default=False)
    ] = None,
    note: Note = "",
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Say that a source is not the one it was taken for.

    With --document and --as: in those documents it is somebody else ("John Smith, the coach"). Without: take back what merged it
    or made it an alias.
    """
    from provenance.ids import slug

    with _Desk(db, sources) as desk:
        if not documents:
            if name is not None:
                raise UsageError("--as says who is meant in a document; name the document with --document")
            desk.take_back(source, note)
            return
        if name is None or not slug(name):
            raise UsageError("say who is meant in these documents with --as NAME")
        id_, other = desk.source(source), slug(name)
        if other == id_:
            raise UsageError(f'"{name}" makes the id {id_} again; give a name that tells the two apart: "{name} (coach)"')
        rows = [
            desk.judgement("split", id_, other, document=desk.document(document), name=name, note=note) for document in documents
        ]
        desk.judge(rows)


def dump(db: Db = DEFAULT_DB, out: Out = None) -> None:
    """Write all judgements as JSON lines, in a fixed order, for a file that lives in git."""
    from provenance.export.judgements import judgement_lines
    from provenance.store import open_store

    with open_store(db, read_only=True) as store:
        found = store.judgements()
    with opened(out) as stream:
        stream.writelines(f"{line}\n" for line in judgement_lines(found))
    if out is not None:
        say(f"{len(found):,} {_judgements(len(found))} written to {out}")


def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What provenance sources dump wrote.")],
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Make the judgements of a file. Of two about the same the later one counts; loading again changes nothing."""
    from provenance.export.judgements import read_judgements

    rows = read_judgements(file)
    with _Desk(db, sources) as desk:
        desk.judge(rows)


class _Desk:
    """The database and the registry, for one command that judges."""

    def __init__(self, db: str, sources: Path | None) -> None:
        from provenance.registry import load_registry
        from provenance.store import open_store

        self.registry: Registry = load_registry(sources)
        self.store: Store = open_store(db)

    def __enter__(self) -> _Desk:
        from provenance.cli.sources import source_rows

        self.store.sync_sources(source_rows(self.registry))
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def source(self, words: str) -> str:
        """The id of the one source that is meant. Raises UsageError where there is none, or several."""
        if self.registry.get(words) is not None:
            return words
        found = self.store.sources_named(words)
        if len(found) > 1:
            raise UsageError(f'"{words}" is the name of several sources ({", ".join(found[:5])}); name one by its id')
        id_ = found[0] if found else self.registry.resolve(words).id
        if id_ is None:
            raise UsageError(
                f'neither the database nor the registry has a source "{words}"; look for it with '
                "provenance sql \"SELECT source, name FROM v_sources WHERE name LIKE '%…%'\""
            )
        return id_

    def document(self, name: str) -> str:
        """The public id of a stored document, given by its id or path."""
        return self.store.load(self.store.document_key(name)).document.id

    def judgement(
        self, kind: str, source: str, meant: str, *, document: str | None = None, name: str = "", note: str = ""
    ) -> Judgement:
        """A judgement made now."""
        from datetime import UTC, datetime

        from provenance.store import Judgement

        made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Judgement(kind, source, meant, document, name, note, made)  # type: ignore[arg-type]

    def judge(self, rows: Sequence[Judgement]) -> None:
        """Makes the judgements and says what they came to."""
        from provenance.cli.relating import settle
        from provenance.score.models import DEFAULT_MODEL, model

        changed, documents = self.store.judge(rows)
        settle(self.store, self.registry.with_ratings(self.store.rated()), model(DEFAULT_MODEL))
        same = len(rows) - changed
        known = f", {same:,} known already or overruled since" if same else ""
        told = "document" if documents == 1 else "documents"
        say(f"{changed:,} {_judgements(changed)} made{known}; {documents:,} {told} changed")

    def take_back(self, words: str, note: str) -> None:
        """Lets an id that was merged, or a name that was made an alias, mean itself again."""
        from provenance.ids import slug

        judged = {one.source: one for one in self.store.judgements() if one.document is None and one.meant != one.source}
        id_ = next((one for one in (words, slug(words)) if one in judged), None) or self.source(words)
        if id_ not in judged:
            raise UsageError(
                f"{id_} was not merged with another source; to say that it is another one in a document, use --document and --as"
            )
        self.judge([self.judgement("split", id_, id_, note=note)])


def _judgements(count: int) -> str:
    return "judgement" if count == 1 else "judgements"
