"""What a batch came to: counts, upstreams, the strongest and the weakest claim, what was rejected, and how fast it went."""

from __future__ import annotations

import heapq
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from provenance.records import UNKNOWN_PUBLISHER, UNSPECIFIED, AnnotatedDocument, Claim, Document, Rejected

BINS = 10
"""The strengths of a batch are counted in so many classes of equal width, from 0 to 1."""

LEAST_WORDS = 5
"""A claim of fewer words says little by itself, and is named as the strongest or the weakest only where there is no other."""

SLOWEST = 3
"""So many of the inputs that took longest are named."""

MOST_NAMES = 100_000
"""So many different names are counted; where there are more, those that are named least are let go, so that memory stays flat."""

MOST_REJECTED = 1000
"""So many rejected inputs are kept by name; all are counted."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in a line: its words, who is said to hold it, where it stands, how strong it is."""

    id: str
    text: str
    source: str
    locator: str
    passage: int
    strength: float

    @property
    def telling(self) -> bool:
        """Whether it has words enough to be understood by itself; "yes" has not."""
        return is_telling(self.text)


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch in figures. `upstreams` are (name, relation, documents), the most frequent first. `seconds` is wall time.

    `own` counts the claims that a text states on its own authority. Of the others, `origins` are (name, claims) for each source
    at the end of a chain that the text names, `relays` for each one on the way there (but for upstreams of the whole document),
    and `unnamed` counts those behind whom nobody is named. `silent` counts documents that name no publisher. `strengths` counts
    the scored claims in BINS classes, `scale` is the lowest and the highest of them; `strongest` and `weakest` are claims of some
    length, where there are any. `outcomes` counts what storing came to, empty where nothing was stored.
    """

    documents: int
    words: int
    passages: int
    attributions: int
    hedges: int
    claims: int
    own: int
    unnamed: int
    silent: int
    origins: tuple[tuple[str, int], ...]
    relays: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    upstreams: tuple[tuple[str, str, int], ...]
    strengths: tuple[int, ...]
    scale: tuple[float, float] | None
    strongest: ClaimLine | None
    weakest: ClaimLine | None
    rejected: tuple[Rejected, ...]
    notes: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    seconds: float
    linked: tuple[int, int, int] | None = None
    """Documents whose claims were linked with those of others, links found, copies among them; None where nobody looked."""
    skipped: int = 0
    """Documents that were stored already and not read again; they count nowhere else."""
    reasons: tuple[tuple[str, int], ...] = ()
    """Why inputs were rejected, and how many; the most frequent first."""
    slowest: tuple[tuple[float, str], ...] = ()
    """(seconds, locator) of the documents that took longest, the longest first."""
    peaks: tuple[int, ...] = ()
    """Most bytes in memory at once: of this process, then of each worker."""
    let_go: bool = False
    """Whether names were too many to be counted all."""

    @property
    def words_per_second(self) -> float:
        """Words read in a second of wall time; 0 where no time has passed."""
        return self.words / self.seconds if self.seconds > 0 else 0.0


@dataclass(slots=True)
class Tally:
    """Counts a batch as it goes; holds no document. `clock` gives seconds and is there for tests."""

    clock: Callable[[], float] = time.perf_counter
    documents: int = 0
    words: int = 0
    passages: int = 0
    attributions: int = 0
    hedges: int = 0
    claims: int = 0
    own: int = 0
    unnamed: int = 0
    silent: int = 0
    origins: Counter[tuple[str, str]] = field(default_factory=Counter)
    relays: Counter[tuple[str, str]] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)
    upstreams: Counter[tuple[str, str]] = field(default_factory=Counter)
    strengths: list[int] = field(default_factory=lambda: [0] * BINS)
    scale: tuple[float, float] | None = None
    strongest: ClaimLine | None = None
    weakest: ClaimLine | None = None
    rejected: list[Rejected] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    started: float = 0.0
    ended: float | None = None
    linked: tuple[int, int, int] | None = None
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    peaks: tuple[int, ...] = ()
    let_go: bool = False

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Starts the clock anew: what came before, such as opening a database, is no reading."""
        self.started = self.clock()

    def add(self, annotated: AnnotatedDocument) -> None:
        """Counts one document."""
        self.documents += 1
        self.words += sum(1 for _ in _WORD.finditer(annotated.document.text))
        self.passages += len(annotated.passages)
        self.attributions += len(annotated.attributions)
        self.hedges += sum(not hedge.is_booster for hedge in annotated.hedges)
        if annotated.publisher is None:
            self.silent += 1
        else:
            self.publishers[annotated.publisher.name] += 1
        self.upstreams.update({(upstream.name, upstream.relation) for upstream in annotated.upstreams})
        self.notes.update(set(annotated.notes))
        names = {ref.id: ref.name for ref in annotated.sources}
        whole = {upstream.source for upstream in annotated.upstreams}
        for claim in annotated.claims:
            self._add_claim(annotated, claim)
            if claim.attribution is not None:
                self._add_chain([hop.source for hop in claim.chain[1:] if hop.source not in whole], names)

    def merge(self, other: Tally) -> None:
        """Counts all that another tally, of documents that come after these, has counted of documents."""
        for name in ("documents", "words", "passages", "attributions", "hedges", "claims", "own", "unnamed", "silent", "skipped"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("origins", "relays", "publishers", "upstreams", "notes"):
            counts = getattr(self, name)
            counts.update(getattr(other, name))
            if len(counts) > MOST_NAMES:
                setattr(self, name, Counter(dict(counts.most_common(MOST_NAMES // 2))))
                self.let_go = True
        self.strengths = [a + b for a, b in zip(self.strengths, other.strengths, strict=True)]
        if other.scale is not None:
            low, high = self.scale or other.scale
            self.scale = min(low, other.scale[0]), max(high, other.scale[1])
        if other.strongest is not None and other.weakest is not None:
            self._add_ends(other.strongest, other.weakest)

    def skip(self) -> None:
        """Counts a document that is stored already and was not read again."""
        self.skipped += 1

    def took(self, locator: str, seconds: float) -> None:
        """Keeps the documents that took longest."""
        heapq.heappush(self.slowest, (seconds, locator))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)

    def stored(self, outcome: str) -> None:
        """Counts what storing a document came to ("new", "unchanged", …)."""
        self.outcomes[outcome] += 1

    def end(self) -> None:
        """Stops the clock: what follows is no reading."""
        self.ended = self.clock()

    def related(self, documents: int, links: int, copies: int = 0) -> None:
        """Keeps what linking came to."""
        self.linked = (documents, links, copies)

    def reject(self, rejected: Rejected) -> None:
        """Counts an input that could not be read."""
        self.reasons[rejected.reason] += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(rejected)

    def summary(self) -> Summary:
        """The batch so far."""
        return Summary(
            documents=self.documents,
            words=self.words,
            passages=self.passages,
            attributions=self.attributions,
            hedges=self.hedges,
            claims=self.claims,
            own=self.own,
            unnamed=self.unnamed,
            silent=self.silent,
            origins=_by_name(self.origins),
            relays=_by_name(self.relays),
            publishers=tuple(self.publishers.most_common()),
            upstreams=tuple((*key, count) for key, count in sorted(self.upstreams.items(), key=lambda kv: (-kv[1], kv[0]))),
            strengths=tuple(self.strengths),
            scale=self.scale,
            strongest=self.strongest,
            weakest=self.weakest,
            rejected=tuple(self.rejected),
            notes=tuple(self.notes.most_common()),
            outcomes=tuple(self.outcomes.most_common()),
            seconds=(self.clock() if self.ended is None else self.ended) - self.started,
            linked=self.linked,
            skipped=self.skipped,
            reasons=tuple(self.reasons.most_common()),
            slowest=tuple(sorted(self.slowest, reverse=True)),
            peaks=self.peaks,
            let_go=self.let_go,
        )

    def _add_claim(self, annotated: AnnotatedDocument, claim: Claim) -> None:
        self.claims += 1
        self.own += claim.attribution is None
        if claim.score is None:
            return
        strength = claim.score.strength
        low, high = self.scale or (strength, strength)
        self.scale = min(low, strength), max(high, strength)
        self.strengths[min(BINS - 1, int(strength * BINS))] += 1
        telling = is_telling(_words(annotated, claim))
        if self.strongest is None or (telling, strength) > (self.strongest.telling, self.strongest.strength):
            self.strongest = _claim_line(annotated, claim, strength)
        if self.weakest is None or (telling, -strength) > (self.weakest.telling, -self.weakest.strength):
            self.weakest = _claim_line(annotated, claim, strength)

    def _add_ends(self, strongest: ClaimLine, weakest: ClaimLine) -> None:
        """Keeps the ends of later documents where they lie further out."""
        if self.strongest is None or (strongest.telling, strongest.strength) > (self.strongest.telling, self.strongest.strength):
            self.strongest = strongest
        if self.weakest is None or (weakest.telling, -weakest.strength) > (self.weakest.telling, -self.weakest.strength):
            self.weakest = weakest

    def _add_chain(self, sources: Sequence[str], names: Mapping[str, str]) -> None:
        """Counts who stands in the chain of an ascribed claim beyond the publisher and the upstreams of the document."""
        *between, origin = sources or (UNSPECIFIED,)
        if is_nobody(origin):
            self.unnamed += 1
        else:
            self.origins[origin, names.get(origin, origin)] += 1
        self.relays.update((relay, names.get(relay, relay)) for relay in between if not is_nobody(relay))


def _by_name(counts: Counter[tuple[str, str]]) -> tuple[tuple[str, int], ...]:
    """(name, count) of each source, the most frequent first, under its most frequent name, in whatever order the texts came."""
    totals: Counter[str] = Counter()
    names: dict[str, tuple[int, str]] = {}
    for (source, name), count in counts.items():
        totals[source] += count
        names[source] = max(names.get(source, (0, "")), (count, name))
    ordered = sorted(totals.items(), key=lambda kv: (-kv[1], kv[0]))
    return tuple((names[source][1], count) for source, count in ordered)


def _words(annotated: AnnotatedDocument, claim: Claim) -> str:
    return " … ".join(span.of(annotated.document.text) for span in claim.spans)


def _claim_line(annotated: AnnotatedDocument, claim: Claim, strength: float) -> ClaimLine:
    document = annotated.document
    return ClaimLine(
        id=claim.id,
        text=_words(annotated, claim),
        source=_holder(annotated, claim),
        locator=locator_of(document),
        passage=claim.passage,
        strength=strength,
    )


def _holder(annotated: AnnotatedDocument, claim: Claim) -> str:
    """Who is said to hold the claim, by name."""
    for attribution in annotated.attributions:
        if attribution.id == claim.attribution:
            return attribution.holder.name
    names = {ref.id: ref.name for ref in annotated.sources}
    return f"{names.get(claim.origin, 'the text')}, in its own words"


def locator_of(document: Document) -> str:
    """Where a document was read, for people: its file (and line), else its address, else its id."""
    if document.path in (None, "-"):
        return document.url or document.id
    return f"{document.path}:{document.line}" if document.line else str(document.path)


def is_telling(claim: str) -> bool:
    """Whether a claim has words enough to be named as the strongest or the weakest."""
    return sum(1 for _ in islice(_WORD.finditer(claim), LEAST_WORDS)) == LEAST_WORDS


def is_nobody(source: str) -> bool:
    """Whether the id stands for somebody whom the text does not name."""
    return source in (UNSPECIFIED, UNKNOWN_PUBLISHER) or source.startswith(("anon:", "group:"))
