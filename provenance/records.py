"""What travels between the stages: frozen records made of tuples, strings and numbers.

All spans are code points into `Document.text`. The vocabularies are those of the annotation guidelines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from provenance.spans import Span

SCHEMA = "provenance.document/1"
"""Name and number of the public JSON shape; a change of meaning raises the number."""

UNKNOWN_PUBLISHER = "unknown-publisher"
UNSPECIFIED = "unspecified"
UNRESOLVED = "unresolved:"
"""What the id of a name begins with that may mean several sources ("unresolved:the-post"); a finding lists them."""

PassageKind = Literal["body", "headline", "caption", "furniture", "credit"]
SourceType = Literal[
    "person",
    "official_body",
    "organization",
    "news_outlet",
    "news_agency",
    "platform_account",
    "document",
    "anonymous",
    "group",
    "unspecified",
]
Mode = Literal["direct", "mixed", "indirect"]
Polarity = Literal["affirms", "denies", "withholds"]
Stance = Literal["neutral", "assertive", "revealing", "distancing", "cognitive", "argumentative", "directive", "denial"]
Relation = Literal[
    "published_by",
    "reprinted_from",
    "wire_credit",
    "according_to",
    "told_to",
    "interview_with",
    "posted_on",
    "published_in",
    "spoken_at",
    "cited_by",
    "stated_by",
]
HedgeCategory = Literal[
    "reportative",
    "modal",
    "adverb",
    "adjective",
    "verb",
    "approximator",
    "vague_source",
    "conditional",
    "probability",
    "booster",
]
CreditRole = Literal["publisher", "upstream", "author", "contributor", "cited", "picture", "address", "transport", "post"]
"""What a credit says of its source: who published, whose text it is, who wrote, who helped, whose work it refers to, whose
picture it is, where the page stands, who only carries it, whose post is embedded."""
FindingKind = Literal["publishers_differ", "upstreams_differ", "canonical_elsewhere", "loop_cut", "name_unresolved"]
RejectReason = Literal[
    "missing",
    "unreadable",
    "empty",
    "binary",
    "too_large",
    "bad_record",
    "no_text",
    "no_documents",
    "refused",
    "failed",
]
Grade = Literal["A", "B", "C", "D", "E", "F"]

PASSAGE_KINDS: tuple[str, ...] = get_args(PassageKind)
SOURCE_TYPES: tuple[str, ...] = get_args(SourceType)
MODES: tuple[str, ...] = get_args(Mode)
POLARITIES: tuple[str, ...] = get_args(Polarity)
STANCES: tuple[str, ...] = get_args(Stance)
RELATIONS: tuple[str, ...] = get_args(Relation)
HEDGE_CATEGORIES: tuple[str, ...] = get_args(HedgeCategory)
CREDIT_ROLES: tuple[str, ...] = get_args(CreditRole)
FINDING_KINDS: tuple[str, ...] = get_args(FindingKind)
REJECT_REASONS: tuple[str, ...] = get_args(RejectReason)


# ---------------------------------------------------------------- ingest


@dataclass(frozen=True, slots=True)
class Block:
    """One block element of a page, or one non-empty line of a text file.

    `path` is where the markup holds it ("/html/body/div[2]/p[1]"; "" in a text file), `tag` the element's name ("line" in a
    text file), `main` whether a main-text extractor counts it as article text (None: not asked, as in text files).
    """

    span: Span
    tag: str = "line"
    path: str = ""
    main: bool | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink whose visible words are `span`."""

    span: Span
    href: str


@dataclass(frozen=True, slots=True)
class MarkupSignal:
    """Something that the markup or the record says of the document outside its visible text.

    `name` is one of: "record.publisher", "json_ld.publisher", "json_ld.author", "json_ld.sourceOrganization",
    "json_ld.provider", "json_ld.isBasedOn", "json_ld.citation", "json_ld.creditText", "json_ld.dateline",
    "json_ld.image.creditText", "microdata.publisher", "microdata.author", "og:site_name", "og:url", "canonical", "amphtml",
    "author", "html.byline", "title.site", "syndication-source", "original-source", "rss.source", "rss.channel", "item" (a
    story of several), "html.lang", "published", and others of the same families. `value` is its text, `path` the place in
    the markup.
    """

    name: str
    value: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class EmbeddedPost:
    """A post of a platform that a page embeds.

    `platform` is the registry's id of the platform ("x", "telegram"), `account` the handle without "@" ("" where the markup has
    none), `name` the author's name as shown, `url` the post's address, `date` as stated. `span` are the post's words in the
    document's text; None where the page only holds a frame or a script that would fetch them.
    """

    platform: str
    account: str
    name: str
    url: str
    date: str | None
    span: Span | None
    path: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read, with everything that its carrier said about it.

    `id` is the record's own id where it has one, else derived from the bytes. `path` is the file as the user named it,
    `line` the line of a JSON-lines file or the number of a feed's item (from 1). `url` is the address it was fetched from,
    `canonical_url` the one that the page states. `sha256` is of the bytes, `text_sha256` of `text` as UTF-8. `language` is an
    ISO 639-1 code or None where it cannot be told. `published` is as stated. `metadata` is a JSON object, as text, of the
    unknown fields.
    """

    id: str
    text: str
    sha256: str
    text_sha256: str
    path: str | None = None
    line: int | None = None
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    byline: tuple[str, ...] = ()
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    posts: tuple[EmbeddedPost, ...] = ()
    signals: tuple[MarkupSignal, ...] = ()
    metadata: str = "{}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not be read. `locator` names it ("folder/x.txt", "a.jsonl:17"); `detail` is one sentence."""

    locator: str
    reason: RejectReason
    detail: str


# ---------------------------------------------------------------- segment


@dataclass(frozen=True, slots=True)
class Passage:
    """One non-empty line or block, without white space at its edges. `item` counts the stories of a digest from 0."""

    index: int
    kind: PassageKind
    item: int
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the passage with index `passage`."""

    span: Span
    passage: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included; `closed` is False where the closing mark is missing."""

    span: Span
    passage: int
    closed: bool = True


# ---------------------------------------------------------------- detect


@dataclass(frozen=True, slots=True)
class DetectedChannel:
    """The words through which a statement reached the author ("told Voice of America": span of the name)."""

    span: Span
    relation: Relation


@dataclass(frozen=True, slots=True)
class DetectedAttribution:
    """An attribution as found in the text, before anybody has asked who its source is.

    `source` and `cue` are None where the text has none. `subject` is the source phrase that a pronounless second cue
    repeats. `parent` is an index into the same list. `date` is as stated, "05-26" or "2024-08". `confidence` is in
    [0, 1]. `rule` names the rule or model that found it.
    """

    passage: int
    source: Span | None
    cue: Span | None
    lemma: str
    stance: Stance
    polarity: Polarity
    contents: tuple[Span, ...]
    mode: Mode
    confidence: float
    rule: str
    parent: int | None = None
    channel: DetectedChannel | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Hedge:
    """A marker that lowers commitment (a booster raises it).

    `certainty` in [0, 1] is what is left of full commitment; `basis` says where the number comes from ("survey" or
    "judgement"). `scope` is the stretch that it governs. `attribution` is the id of the innermost attribution in whose
    content it stands, or that it belongs to.
    """

    id: str
    span: Span
    passage: int
    category: HedgeCategory
    certainty: float
    basis: str
    scope: Span
    detector: str
    attribution: str | None = None

    @property
    def is_booster(self) -> bool:
        """Whether it raises commitment: it is stored and exported beside the hedges and counts as none."""
        return self.category == "booster"


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A credit found in the text: a reprint line, dateline, sign-off, byline or photo credit.

    `signal` is the rule's family ("reprint_line", "dateline", "sign_off", "byline", "bracket_tag", "photo_credit", "copyright"),
    `name` the span of the credited name, `span` the whole credit.
    """

    span: Span
    name: Span
    passage: int
    signal: str
    rule: str


# ---------------------------------------------------------------- trace


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is said to hold a content: the words (None where the text names nobody), the resolved id, a name to show."""

    id: str
    name: str
    type: SourceType
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """The resolved outlet, platform, event or document through which a statement came."""

    id: str
    name: str
    relation: Relation
    span: Span


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of a chain, from the publisher outwards. `evidence` are the spans that prove it; none where nothing states it."""

    source: str
    relation: Relation
    evidence: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published the document, and how that is known. `evidence` may be empty where only markup says it (`signal`)."""

    id: str
    name: str
    signal: str
    evidence: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Upstream:
    """A source that the document is credited to, or one story of a digest (`item`; None: the whole document).

    `span` is None where only markup says it (`value`, `path`).
    """

    source: str
    name: str
    relation: Relation
    signal: str
    span: Span | None
    confidence: float
    value: str = ""
    path: str = ""
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """One thing that the text or the markup says of where the document comes from. Each is kept, also where two disagree.

    `signal` is the family of the text rule ("dateline") or the name of the markup signal ("json_ld.provider"). `value` is the
    name or address as stated; `source` what it resolves to, None where nobody is known by it or several are (`candidates`).
    `span` are the words in the text, `path` the place in the markup; one of the two is given. `item` is the story of a digest
    that the credit counts for; None: the whole document.
    """

    signal: str
    role: CreditRole
    value: str
    source: str | None
    candidates: tuple[str, ...]
    span: Span | None
    path: str
    item: int | None
    confidence: float
    detector: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a document that a reader must know before trusting its chains, in one sentence (`detail`).

    `sources` are the ids that it is about, `spans` the words that it rests on.
    """

    kind: FindingKind
    detail: str
    sources: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source as this document knows it; `known` is True where the registry has it."""

    id: str
    name: str
    type: SourceType
    known: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution with its source resolved and its chain traced. `parent` is the id of the attribution around it."""

    id: str
    passage: int
    holder: Holder
    cue: Span | None
    lemma: str
    stance: Stance
    polarity: Polarity
    contents: tuple[Span, ...]
    mode: Mode
    chain: tuple[Hop, ...]
    confidence: float
    detector: str
    parent: str | None = None
    channel: Channel | None = None
    date: str | None = None


# ---------------------------------------------------------------- claims and score


@dataclass(frozen=True, slots=True)
class Contribution:
    """One row of a score: `points` are log-odds; `reason` is for people; `spans` are the words that it rests on."""

    feature: str
    value: str
    points: float
    reason: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The strength of one claim by one model. `strength` in (0, 1) is the logistic of the sum of the points.

    `reliability` is the grade of the origin by those who rated it, None where nobody did. `credibility` is 1 (confirmed)
    to 5, 6 where it cannot be judged.
    """

    model: str
    strength: float
    reliability: Grade | None
    credibility: int
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion of the document: an attributed content, or a factual sentence of the author's own (`attribution` None)."""

    id: str
    passage: int
    spans: tuple[Span, ...]
    chain: tuple[Hop, ...]
    attribution: str | None = None
    polarity: Polarity = "affirms"
    score: Score | None = None

    @property
    def origin(self) -> str:
        """The id at the end of the chain."""
        return self.chain[-1].source


# ---------------------------------------------------------------- the whole


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with all that was found in it."""

    document: Document
    publisher: Publisher | None
    upstreams: tuple[Upstream, ...]
    passages: tuple[Passage, ...]
    attributions: tuple[Attribution, ...]
    hedges: tuple[Hedge, ...]
    claims: tuple[Claim, ...]
    credits: tuple[Credit, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What the program could not do, one sentence each ("language it: only credits were looked for")."""
