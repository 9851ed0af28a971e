"""What the store does across documents: links, origins, judgements on links, and scores by further models."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from provenance.errors import UsageError
from provenance.links import Standing
from provenance.records import AnnotatedDocument, Claim
from provenance.store import copies, linking
from provenance.store.address import Address
from provenance.store.around import Around, around
from provenance.store.documents import number_models
from provenance.store.engine import sentences, writing
from provenance.store.findings import ClaimRow
from provenance.store.judgements import be_alone
from provenance.store.link_judgements import JudgedClaim, LinkJudgement, Verdict, link_judgements, orphans, put
from provenance.store.linking import Linker
from provenance.store.load import load_documents, table
from provenance.store.plain import unpack, unpack_or_none, unpack_text
from provenance.store.scores import put_scores, standings_of
from provenance.store.statements import in_parts
from provenance.store.tables import DocumentRow
from provenance.store.writer import now

if TYPE_CHECKING:
    from provenance.claims.origins import Sources

_DOCUMENT, _CLAIM = table(DocumentRow), table(ClaimRow)
DOCUMENTS_AT_ONCE = 100
"""Documents whose scores are written in one transaction."""
READ_TOGETHER = 20
"""Documents that are read at once, where each is given away in turn."""
LINKED_AT_ONCE = 400
"""Documents whose claims are linked in one transaction: each reads most of the claims that are linked already."""


@dataclass(frozen=True, slots=True)
class Related:
    """What linking came to: documents linked now, links found, copies among them, documents whose claims may stand otherwise."""

    linked: int
    links: int
    copies: int
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A current document without scores, with its number and how its claims stand in others (None: nobody looked)."""

    key: int
    annotated: AnnotatedDocument
    standings: Mapping[str, Standing] | None


@dataclass(frozen=True, slots=True)
class StoredText:
    """A current document with its number and text."""

    key: int
    text: str
    title: str | None
    published: str | None
    language: str | None


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles, which walks through all claims kept in memory time and again and finds next to none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Across:
    """The part of an open store that works across documents. All methods raise StoreError where the database fails."""

    def __init__(self, engine: Engine, address: Address, flush: Callable[[], None], must_write: Callable[[], None]) -> None:
        self._engine, self._address, self._flush, self._must_write = engine, address, flush, must_write

    def relate(
        self,
        linker: Linker,
        detectors: str,
        anchors: int,
        sources: Callable[[Mapping[str, str]], Sources],
        *,
        anew: bool = False,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> Related:
        """Link the claims of documents that are new or changed (of all with `anew`), and count origins where that changes them.

        `sources` makes what is known of sources from names by id. A run that is stopped loses the documents in hand alone: the
        next one goes on. Call `settled` with the documents once their claims are scored; until then they are returned again.
        """
        self._must_write()
        self._flush()
        with self._writing() as connection:
            linking.forget(connection, detectors, anew=anew)
            todo = linking.unlinked(connection)
        found = 0
        changed: set[int] = set()
        for done in range(0, len(todo), LINKED_AT_ONCE):
            part = todo[done : done + LINKED_AT_ONCE]
            with _uncollected(), self._writing() as connection:
                last = done + len(part) == len(todo)
                waiting = linking.marked(connection) if last else []
                before = linking.unsettled(connection, waiting)
                links, joined = linking.link(connection, linker, anchors, detectors, part)
                if last:  # in one transaction, as the database marks documents and only this one knows the claims
                    changed = {*waiting, *linking.settle(connection, sources, before | joined)}
                    linking.settled(connection, {*linking.marked(connection)} - changed - {*todo})
            found += links
            progress(done + len(part), len(todo))
        if not todo:
            with self._writing() as connection:
                changed = {*linking.settle(connection, sources)}
        with self._reading() as connection:
            copied = copies.copies_among(connection, todo)
        return Related(len(todo), found, copied, tuple(sorted({*todo, *changed})))

    def settle(self, sources: Callable[[Mapping[str, str]], Sources]) -> tuple[int, ...]:
        """Count the origins of all claims that are marked for it; returns the documents that this concerns (see `settled`)."""
        self._must_write()
        self._flush()
        with self._writing() as connection:
            return linking.settle(connection, sources)

    def settled(self, documents: Iterable[int]) -> None:
        """Say that the claims of documents are scored by how they stand now."""
        self._must_write()
        with self._writing() as connection:
            linking.settled(connection, documents)

    def judge(
        self, judgements: Sequence[LinkJudgement], sources: Callable[[Mapping[str, str]], Sources]
    ) -> tuple[int, tuple[int, ...]]:
        """Keep judgements on links and apply them; returns how many are new or changed, and the documents that this concerns."""
        self._must_write()
        self._flush()
        with self._writing() as connection:
            changed = put(connection, judgements)
            linking.apply(connection, changed)
            return len(changed), linking.settle(connection, sources)

    def judgement(self, first: str, second: str, verdict: Verdict, note: str = "") -> LinkJudgement:
        """A judgement on two stored claims, made now. Raises UsageError where they are one, or not in current documents."""
        if first == second:
            raise UsageError(f"{first} is one claim: name two that differ.")
        with self._reading() as connection:
            found = {}
            for claim in (first, second):
                joined = select(_CLAIM.c.id, _CLAIM.c.text, _DOCUMENT.c.id.label("public"))
                joined = joined.join(_DOCUMENT, _DOCUMENT.c.key == _CLAIM.c.document)
                row = connection.execute(joined.where(_CLAIM.c.id == claim, _DOCUMENT.c.is_current)).first()
                if row is None:
                    raise UsageError(f"No current document has the claim {claim!r}: list ids with SELECT claim_id FROM v_claims.")
                found[claim] = JudgedClaim(row.id, unpack(row.public), unpack(row.text))
        return LinkJudgement(found[first], found[second], verdict, note, now())

    def around(self, claim: str) -> Around:
        """What other documents have to do with a claim, by its whole id."""
        with self._reading() as connection:
            return around(connection, claim)

    def judgements(self) -> tuple[LinkJudgement, ...]:
        """All judgements on links."""
        with self._reading() as connection:
            return link_judgements(connection)

    def orphans(self) -> tuple[LinkJudgement, ...]:
        """The judgements on links of which a claim stands in no current document any more."""
        with self._reading() as connection:
            return tuple(orphans(connection))

    def documents(self, keys: Iterable[int] | None = None) -> Iterator[StoredDocument]:
        """The current documents, or those of some numbers, in turn, with how their claims stand; some are in memory at once."""
        with self._reading() as connection:
            current = select(_DOCUMENT.c.key).where(_DOCUMENT.c.is_current).order_by(_DOCUMENT.c.key)
            all_ = [int(r.key) for r in connection.execute(current)]
        wanted = all_ if keys is None else sorted(set(keys) & set(all_))
        for part in in_parts(wanted, READ_TOGETHER):
            with self._reading() as connection:
                read = load_documents(connection, part, scores=False)
                standings = standings_of(connection, part)
            for key, annotated in read.items():  # given away once nothing is held open: who takes them may write
                yield StoredDocument(key, annotated, standings.get(key))

    def texts(self) -> tuple[StoredText, ...]:
        """The current documents with their texts, without what was found in them."""
        d = _DOCUMENT.c
        statement = select(d.key, d.text, d.oddities, d.title, d.published, d.language).where(d.is_current).order_by(d.key)
        with self._reading() as connection:
            return tuple(
                StoredText(
                    r.key,
                    unpack_text(r.text, r.oddities),
                    unpack_or_none(r.title),
                    unpack_or_none(r.published),
                    unpack_or_none(r.language),
                )
                for r in connection.execute(statement)
            )

    def put_scores(self, model: str, documents: Iterable[tuple[StoredDocument, Sequence[Claim]]]) -> int:
        """Keep the scores of claims under a model's name, in the place of any by the same model; returns how many."""
        self._must_write()
        count = 0
        for part in in_parts(documents, DOCUMENTS_AT_ONCE):
            with self._writing() as connection:
                numbers: dict[str, int] = {}
                number_models(connection, [model], numbers)
                count += put_scores(connection, numbers[model], ((o.key, o.annotated.document.text, c) for o, c in part))
        return count

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._flush()
        with sentences(self._address), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction of its own: two programs that relate at once wait for each other, and so do writers of documents."""
        with sentences(self._address), writing(self._engine) as connection:
            be_alone(connection)
            yield connection
