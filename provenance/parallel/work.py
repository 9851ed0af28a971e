"""What is done with one input, in a worker process or in this one: read, annotate, make ready to be stored and shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from provenance.errors import StoreError
from provenance.ingest import ReadOptions
from provenance.records import AnnotatedDocument, Document, Rejected
from provenance.report.summary import Tally, locator_of

if TYPE_CHECKING:
    from provenance.pipeline import Annotator, Keep, Resources
    from provenance.registry import Rating
    from provenance.store.known import Known
    from provenance.store.packed import PackedDocument


class Input(Protocol):
    """Something to be read, which can be sent to another process."""

    @property
    def locator(self) -> str:
        """Where it is, for people."""
        ...

    @property
    def size(self) -> int:
        """Its bytes, or about so many."""
        ...

    def read(self, options: ReadOptions) -> Iterator[Document | Rejected]:
        """Its documents: one, for most."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with every input of a batch.

    `store` says that documents are made ready to be stored, `lines` that they are made lines of JSON. With `known` (the address
    of a database and a version) documents that are stored there already, by that version, are not annotated.
    """

    options: ReadOptions
    tagger: str
    keep: Keep
    ratings: tuple[Rating, ...] = ()
    store: bool = True
    lines: bool = False
    known: tuple[str, tuple[str, str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """One document of an input, annotated. `tally` counts it by itself; `warning` is something to say of how it was read.

    `packed` is None where nothing is stored, `line` where no lines are printed. `seconds` is what reading and annotating took.
    """

    locator: str
    name: str
    tally: Tally
    packed: PackedDocument | None
    line: str | None
    seconds: float
    warning: str | None = None
    skipped: bool = False


Result = Done | Rejected


@dataclass(slots=True)
class Work:
    """Does it. The registry's indexes and the network are loaded with the first document."""

    plan: Plan
    annotator: Annotator
    _known: Known | None = field(default=None, init=False)

    def results(self, one: Input) -> list[Result]:
        """What comes of an input. Never raises for it."""
        found: list[Result] = []
        begun = time.perf_counter()
        try:
            shortcut = self._stored_file(one)
            if shortcut is not None:
                return [shortcut]
            for read in one.read(self.plan.options):
                found.append(read if isinstance(read, Rejected) else self._done(read, begun))
                begun = time.perf_counter()
        except Exception as error:
            found.append(failed(one.locator, "reading", error))
        return found

    def _done(self, document: Document, begun: float) -> Result:
        """A fault of the program in one document must not cost the rest of a batch; running out of memory counts as one."""
        try:
            return self._stored(document) or self._annotated(document, begun)
        except Exception as error:
            return failed(locator_of(document), "annotating", error)

    def _annotated(self, document: Document, begun: float) -> Done:
        plan = self.plan
        one = self.annotator.annotate(document)
        tally = Tally()
        tally.add(one)
        packed = line = None
        if plan.store:
            from provenance.store.packed import pack_document

            packed = pack_document(one)
        if plan.lines:
            from provenance.export import to_line

            line = to_line(one)
        name = document.path or document.id
        seconds = time.perf_counter() - begun
        return Done(locator_of(document), name, tally, packed, line, seconds, _warning(document))

    def _stored(self, document: Document) -> Done | None:
        """The document as one that is stored already; None where it is not, or is to be annotated in any case."""
        if self.plan.known is None:
            return None
        from provenance.store.identity import identity_of
        from provenance.store.packed import known

        identity = identity_of(document)
        try:
            if not self._knows().has(identity):
                return None
        except StoreError:  # then it is annotated once more: that is safe, and who writes will tell what is wrong
            return None
        tally = Tally()
        tally.skip()
        return Done(locator_of(document), document.path or document.id, tally, known(identity), None, 0.0, skipped=True)

    def _stored_file(self, one: Input) -> Done | None:
        """The same by the bytes of a file alone, before they are read as a text."""
        from provenance.parallel.inputs import FileInput

        if self.plan.known is None or not isinstance(one, FileInput):
            return None
        unread = one.unread(self.plan.options.max_bytes)
        return None if unread is None else self._stored(unread)

    def _knows(self) -> Known:
        if self._known is None:
            from provenance.store.known import Known

            assert self.plan.known is not None
            self._known = Known(*self.plan.known)
        return self._known


def _warning(document: Document) -> str | None:
    """Where bytes of an input were no text: nobody should take the marks in their place for the author's."""
    if "replaced" not in document.encoding:
        return None
    return f"{locator_of(document)}: read as {document.encoding}; check where the marks \N{REPLACEMENT CHARACTER} stand"


def annotated_or_rejected(document: Document, annotator: Annotator) -> AnnotatedDocument | Rejected:
    """The annotated document; a fault of the program in it costs this document alone."""
    try:
        return annotator.annotate(document)
    except Exception as error:
        return failed(locator_of(document), "annotating", error)


def failed(locator: str, doing: str, error: BaseException) -> Rejected:
    """The refusal of an input on which the program itself failed."""
    return Rejected(locator, "failed", f"{doing} it failed with {type(error).__name__}: {error}; please report it")


def work_of(plan: Plan, resources: Resources) -> Work:
    """Loads nothing but what is needed to begin."""
    from provenance.pipeline import Annotator

    return Work(plan, Annotator(resources, ratings=plan.ratings, tagger=plan.tagger, keep=plan.keep))
