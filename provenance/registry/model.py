"""The registry's records and vocabularies: what an outlet, agency or body is, and what deciding a name rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from provenance.records import Grade, SourceType
from provenance.spans import Span

Kind = Literal[
    "news_agency",
    "newspaper",
    "broadcaster",
    "public_broadcaster",
    "magazine",
    "digital_outlet",
    "blog_network",
    "aggregator",
    "social_platform",
    "government_body",
    "military_body",
    "international_org",
    "think_tank",
    "research_firm",
    "data_provider",
]
Funding = Literal["private", "state", "public", "nonprofit", "intergovernmental", "user_generated"]
EditorialControl = Literal["independent", "state_funded_independent", "state_controlled", "party_controlled", "unknown"]
Role = Literal["credit", "source", "channel", "mention"]
Scale = Literal["reliability", "editorial_control"]
How = Literal["name", "alias", "domain", "handle", "context", "unresolved", "unknown"]

KINDS: tuple[str, ...] = get_args(Kind)
FUNDINGS: tuple[str, ...] = get_args(Funding)
EDITORIAL_CONTROLS: tuple[str, ...] = get_args(EditorialControl)
SCALES: tuple[str, ...] = get_args(Scale)

_TYPES: dict[str, SourceType] = {
    "news_agency": "news_agency",
    "government_body": "official_body",
    "military_body": "official_body",
    "international_org": "official_body",
    "think_tank": "organization",
    "research_firm": "organization",
    "data_provider": "organization",
    "social_platform": "organization",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """An outlet, agency, body, platform or firm. Facts are general knowledge; None and "unknown" mean that nobody said.

    `domains` are hosts, or a host with a path where a site's section is an outlet of its own ("bbc.com/russian"). `handles` are
    (platform, handle) pairs without "@". `country` is an ISO 3166 code, `languages` are ISO 639 codes, `parent` is an id.
    """

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()
    country: str | None = None
    languages: tuple[str, ...] = ()
    founded: int | None = None
    owner: str | None = None
    funding: Funding | None = None
    editorial_control: EditorialControl = "unknown"
    parent: str | None = None

    @property
    def type(self) -> SourceType:
        """The source type that the annotation guidelines give such an entity."""
        return _TYPES.get(self.kind, "news_outlet")

    @property
    def is_transport(self) -> bool:
        """Whether it carries what others publish, and so is never an origin."""
        return self.kind in ("aggregator", "social_platform")


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater says of a source on one scale, with its date and licence.

    On the scale "reliability" `grade` is A (best) to E, or F (cannot be judged), and `value` 0 (worst) to 1 (best); each is None
    where the rater, or our table for his words, gives none. On the scale "editorial_control" `control` says who controls what the
    source publishes. `topic` is the part of the source's work that the rating is about, "" for all of it. `raw` is the value as
    the imported file has it, `file_sha256` that file's digest, `imported_on` the UTC date and time of the import.
    """

    source: str
    grade: Grade | None
    rater: str
    rated_on: str
    licence: str
    scale: Scale = "reliability"
    topic: str = ""
    value: float | None = None
    control: EditorialControl | None = None
    raw: str = ""
    file_sha256: str | None = None
    imported_on: str | None = None

    @property
    def is_graded(self) -> bool:
        """Whether it grades the reliability of the whole source, and so may speak for it."""
        return self.scale == "reliability" and not self.topic and self.grade is not None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the place where a name stands.

    `role` says how the name is used: "credit" (a dateline, byline or sign-off), "source" (subject of a reporting verb, after
    "according to"), "channel" ("told …", "on …") or a bare "mention". `text` is the sentence, or more words around the name.
    `countries` are ISO codes of countries named in the document, `named` the ids of entities that the document names beyond
    doubt, `domains` the hosts or addresses that it links to, `language` its ISO 639-1 code. `fuller` are names, without article,
    that the document also writes as part of a longer one that nobody knows ("Sun" beside "Hilltown Sun"). `publisher` is the id
    of who publishes the document, `home` the ISO code of its country (see `Registry.published`).
    """

    role: Role = "mention"
    text: str = ""
    countries: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    language: str | None = None
    fuller: frozenset[str] = frozenset()
    publisher: str | None = None
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name resolves to. `id` is None where several remain (`how` "unresolved") or none is known ("unknown").

    `candidates` are then all that it may mean, the likeliest first.
    """

    id: str | None
    candidates: tuple[str, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold, all of it, for an ambiguous alias to mean one candidate. Empty or False parts ask for nothing."""

    credit: bool = False
    speaks: bool = False
    named: bool = False
    domain: bool = False
    country: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that an ambiguous alias may mean, where any one of the conditions holds."""

    id: str
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An alias that is also a plain word or belongs to several; `default` is meant where it is a source and nothing decides.

    `unless` are words near the alias that show it to be something else altogether ("CCTV footage"). `abroad` says that papers
    cite it across borders, so that the publisher's country decides nothing.
    """

    alias: str
    candidates: tuple[Candidate, ...]
    default: str | None = None
    unless: tuple[str, ...] = ()
    abroad: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the candidates, in the file's order."""
        return tuple(c.id for c in self.candidates)


class NameMatch(NamedTuple):
    """A registry name found in a text. `sure` is False where the alias is ambiguous and its context has to decide."""

    span: Span
    alias: str
    candidates: tuple[str, ...]
    sure: bool

    @property
    def id(self) -> str | None:
        """The entity, where the name alone settles it."""
        return self.candidates[0] if self.sure else None


@dataclass(frozen=True, slots=True)
class Sources:
    """The checked content of one or more registry files. `digest` is the sha256 of their bytes."""

    entities: Mapping[str, Entity]
    ambiguous: tuple[Ambiguity, ...]
    digest: str
