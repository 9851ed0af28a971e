"""What the text and the markup say of where a document comes from: one row a signal, resolved, and none thrown away.

`documents` draws the publisher and the upstreams from these rows; `findings` names those that contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from provenance.ids import slug
from provenance.lexicon.credits import implied_source
from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.records import Credit, CreditLine, CreditRole, Document, MarkupSignal, Passage, Relation
from provenance.registry import Context, Registry
from provenance.spans import Span

DETECTOR = "markup/1"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a signal says of its source; `relation` and `confidence` (judgement) are those of the hop where it is an upstream."""

    role: CreditRole
    confidence: float
    relation: Relation | None = None


SIGNALS: dict[str, Meaning] = {
    # in the text
    "reprint_line": Meaning("upstream", 0.98, "reprinted_from"),
    "via": Meaning("upstream", 0.85, "reprinted_from"),
    "source_line": Meaning("upstream", 0.9, "wire_credit"),
    "dateline": Meaning("upstream", 0.97, "wire_credit"),
    "bracket_tag": Meaning("upstream", 0.85, "wire_credit"),
    "byline": Meaning("author", 0.9, "wire_credit"),
    "copyright": Meaning("upstream", 0.85, "wire_credit"),
    "sign_off": Meaning("upstream", 0.85, "wire_credit"),
    "sign_off_staff": Meaning("upstream", 0.6, "wire_credit"),  # "(Reporting by …; Editing by …)", no agency named
    "house_style": Meaning("upstream", 0.6, "wire_credit"),
    "tip": Meaning("cited", 0.9),
    "contribution": Meaning("contributor", 0.9),
    "photo_credit": Meaning("picture", 0.9),
    "post": Meaning("post", 0.95),
    # in the record or the markup
    "record.publisher": Meaning("publisher", 0.95),
    "url": Meaning("address", 1.0),
    "canonical": Meaning("address", 0.9, "reprinted_from"),
    "og:url": Meaning("address", 0.8),
    "amphtml": Meaning("address", 0.8),
    "home": Meaning("address", 0.7),
    "json_ld.publisher": Meaning("publisher", 0.95, "wire_credit"),
    "microdata.publisher": Meaning("publisher", 0.9),
    "og:site_name": Meaning("publisher", 0.95),
    "rss.channel": Meaning("publisher", 0.85),
    "dc.publisher": Meaning("publisher", 0.8),
    "application-name": Meaning("publisher", 0.6),
    "title.site": Meaning("publisher", 0.6),
    "json_ld.author": Meaning("author", 0.8, "wire_credit"),
    "microdata.author": Meaning("author", 0.8, "wire_credit"),
    "author": Meaning("author", 0.75, "wire_credit"),
    "html.byline": Meaning("author", 0.75, "wire_credit"),
    "json_ld.sourceOrganization": Meaning("upstream", 0.9, "wire_credit"),
    "json_ld.provider": Meaning("upstream", 0.8, "wire_credit"),
    "json_ld.creditText": Meaning("upstream", 0.8, "wire_credit"),
    "json_ld.isBasedOn": Meaning("upstream", 0.85, "reprinted_from"),
    "syndication-source": Meaning("upstream", 0.9, "reprinted_from"),
    "original-source": Meaning("upstream", 0.9, "reprinted_from"),
    "rss.source": Meaning("upstream", 0.85, "reprinted_from"),
    "json_ld.citation": Meaning("cited", 0.8),
    "json_ld.image.creditText": Meaning("picture", 0.9),
    "rss.media_credit": Meaning("picture", 0.9),
}
"""Every signal that is kept as a credit. Signals that credit nobody (language, date) are not among them."""

TAGS = frozenset(["bracket_tag", "sign_off", "dateline"])
"""Signals by which an outlet may sign a text of its own as well."""
PUBLISHERS = frozenset(["json_ld.publisher", "microdata.publisher"])
"""Signals of a publisher that name the agency where an outlet printed an agency's text."""
_AGENCY_ALONE = frozenset(
    ["byline", "copyright", "author", "json_ld.author", "microdata.author", "html.byline", "json_ld.provider"]
)
"""Signals that credit an upstream only where they name a news agency: an outlet there is the publisher or its staff."""
LAST_BYLINE = 3
"""How many passages into the text an agency alone on a line is a byline: title, subtitle, date may stand before it."""
BEFORE, AFTER = 12, 3
"""How many blocks before and behind the article of a page its byline, tags and sign-offs stand at most."""
_NEAR = frozenset(["byline", "bracket_tag", "dateline", "source_line", "via", "sign_off"])

_BY = re.compile(r"(?i:by|from|with)\s+")
_STAFF = re.compile(r"(?<!\s)\s+(?i:staff(?:\s+(?:writers?|reporters?))?|news\s?wires?|newsroom|reporters?|correspondents?)$")
_PARTS = re.compile(r"(?:(?<!\s)\s+)?(?:[,;|/&·•]|\s[-–—]\s|\band\b|\bfor\b|\bof\b|[()])\s*")
_LONGEST_VALUE = 300


def credits_of(
    document: Document,
    lines: Sequence[CreditLine],
    passages: Sequence[Passage],
    registry: Registry,
    context: Context,
    words: HolderWords,
) -> tuple[Credit, ...]:
    """All credits of a document: those in the text in its order, then those of the markup in theirs, then embedded posts."""
    reader = _Reader(document, passages, registry, context, words)
    found = [*(reader.in_text(line) for line in lines if reader.counts(line)), *reader.in_markup(), *reader.posts()]
    return tuple(dict.fromkeys(found))


class _Reader:
    """Resolves the credits of one document."""

    def __init__(
        self, document: Document, passages: Sequence[Passage], registry: Registry, context: Context, words: HolderWords
    ) -> None:
        self._document, self._registry, self._context, self._words = document, registry, context, words
        self._item_of = {p.index: p.item for p in passages}
        self._kind_of = {p.index: p.kind for p in passages}
        self._bodies = [p.index for p in passages if p.kind == "body"]
        main = [i for i, block in enumerate(document.blocks) if block.main]
        self._article = (main[0], main[-1]) if main else None
        self._first_of: dict[int, int] = {}
        for passage in passages:
            self._first_of.setdefault(passage.item, passage.index)
        self._digest = len({p.item for p in passages}) > 1

    def counts(self, line: CreditLine) -> bool:
        """Whether a credit line can be about the text: on a page, bylines far from the article are another's.

        A place alone on a line is kept as a line of credit; it credits nobody.
        """
        if line.signal not in SIGNALS:
            return False
        if line.signal in _NEAR and self._kind_of.get(line.passage) in ("furniture", "caption"):
            return False
        if self._article is None or line.signal not in _NEAR:
            return True
        first, last = self._article
        after = 0 if line.signal == "byline" else AFTER
        return first - BEFORE <= line.passage <= last + after

    def in_text(self, line: CreditLine) -> Credit:
        """The row of a credit line."""
        value = line.name.of(self._document.text)
        meaning = SIGNALS[line.signal]
        role, confidence = meaning.role, meaning.confidence
        implied = implied_source(line.rule)
        source, candidates = (implied, (implied,)) if implied else self._resolved(value)
        first = self._first_of[self._item_of[line.passage]] if self._digest else self._article[0] if self._article else 0
        if line.rule.endswith("#agency-line") and line.passage > first + LAST_BYLINE:
            role = "picture"  # an agency's name alone in the midst of a text says whose picture stands there
        elif role == "upstream" and source is None and not candidates:
            if line.signal == "reprint_line" and not _is_empty_name(value):
                source, confidence = self._provisional(value), 0.7
            elif line.signal in TAGS and names_outlet(value, self._words):
                source, role, confidence = slug(value), "publisher", 0.6
            elif line.signal == "copyright":  # an owner whom the registry does not know is the page's own
                source, role, confidence = slug(value) or None, "publisher", 0.5
        else:
            role = self._role(line.signal, role, source)
        return Credit(line.signal, role, value, source, candidates, line.span, "", self._item(line), confidence, line.rule)

    def in_markup(self) -> Iterator[Credit]:
        """The rows of the address and of all signals outside the visible text."""
        if self._document.url:
            yield from self._of_address(MarkupSignal("url", self._document.url))
        for signal in self._document.signals:
            if signal.name in SIGNALS:
                address = SIGNALS[signal.name].role == "address"
                yield from self._of_address(signal) if address else (self._of_markup(signal),)

    def posts(self) -> Iterator[Credit]:
        """The rows of embedded posts: the account where the registry knows it, else one of the platform."""
        for post in self._document.posts:
            known = self._registry.resolve_handle(post.platform, post.account) if post.account else None
            source = known or (f"{post.platform}:{post.account.lower()}" if post.account else None)
            value = post.url or post.account or post.name
            yield Credit("post", "post", value, source, (), post.span, post.path, None, 0.95, DETECTOR)

    def _of_address(self, signal: MarkupSignal) -> Iterator[Credit]:
        """The rows of an address of the page: the transports that carry it, each as such, and the original inside them."""
        address = self._registry.address(signal.value)
        for transport in address.transports:
            value = signal.value[:_LONGEST_VALUE]
            confidence = SIGNALS[signal.name].confidence
            yield Credit(signal.name, "transport", value, transport, (transport,), None, signal.path, None, confidence, DETECTOR)
        if address.original is not None:
            yield self._of_markup(replace(signal, value=address.original))
        elif not address.transports:
            yield self._of_markup(signal)

    def _of_markup(self, signal: MarkupSignal) -> Credit:
        meaning = SIGNALS[signal.name]
        value = signal.value[:_LONGEST_VALUE]
        source, candidates = self._resolved_markup(value)
        role = self._role(signal.name, meaning.role, source)
        confidence = meaning.confidence
        if role == "publisher" and source is None and "://" in value:
            role = "address"  # the channel of a feed names its site
        elif role == "publisher" and source is None and not candidates:
            source, confidence = slug(value) or None, min(confidence, 0.8)
        return Credit(signal.name, role, value, source, candidates, None, signal.path, None, confidence, DETECTOR)

    def _role(self, signal: str, role: CreditRole, source: str | None) -> CreditRole:
        """The role of a signal, which may depend on what its source is."""
        entity = self._registry.get(source) if source else None
        if entity is None:
            return role
        if entity.is_transport and role not in ("picture", "post"):
            return "transport"
        agency = entity.type == "news_agency"
        if signal in _AGENCY_ALONE and role in ("author", "upstream"):
            return "upstream" if agency else "publisher" if signal in ("copyright", "json_ld.provider") else "author"
        if entity.type == "official_body" and role == "upstream" and signal != "reprint_line":
            return "cited"  # "Source: Ministry of Health" names whose data these are
        return role

    def _item(self, line: CreditLine) -> int | None:
        """The story of a digest that a credit counts for: its own; the whole page where it stands before or after all of them."""
        if not self._digest or not self._bodies:
            return None
        outside = line.passage < self._bodies[0] or line.passage > self._bodies[-1]
        return None if outside and line.signal in ("reprint_line", "copyright") else self._item_of.get(line.passage)

    def _provisional(self, value: str) -> str | None:
        """The id of a source that the registry does not know: its site, by its address, else a slug of its name."""
        address = self._registry.address(value) if "://" in value or value.startswith("www.") else None
        return (address.site or address.host) if address is not None else slug(value) or None

    def _resolved(self, name: str) -> tuple[str | None, tuple[str, ...]]:
        found = self._registry.resolve(name, self._context)
        return found.id, found.candidates

    def _resolved_markup(self, value: str) -> tuple[str | None, tuple[str, ...]]:
        """The entity of an address, of a name, or of the agency among several names ("Jane Doe, AFP")."""
        if "://" in value or value.startswith("//"):
            id_ = self._registry.address(value).entity or self._registry.resolve_domain(value)
            return id_, (id_,) if id_ else ()
        whole = _STAFF.sub("", _BY.sub("", value.strip(), count=1))
        id_, candidates = self._resolved(whole)
        if id_ or candidates:
            return id_, candidates
        if "." in value and " " not in value.strip() and (id_ := self._registry.resolve_domain(value)):
            return id_, (id_,)
        parts = [part for part in _PARTS.split(whole) if part and part != whole]
        known = [self._resolved(_STAFF.sub("", part))[0] for part in parts]
        agencies = [i for i in known if i and (entity := self._registry.get(i)) and entity.type == "news_agency"]
        return (agencies[0], tuple(dict.fromkeys(agencies))) if agencies else (None, ())


def _is_empty_name(words: str) -> bool:
    """Whether a credited name says nothing: "the author", "this website"."""
    if "://" in words:
        return False
    small = words.isascii() and words.lower() == words  # "the author"
    return small or not re.search(r"[^\W\d_]{2}", words) or words.lower().split()[0] in ("our", "my", "this", "that", "an", "a")


def with_role(credits: Iterable[Credit], role: CreditRole) -> list[Credit]:
    """The credits of one role."""
    return [credit for credit in credits if credit.role == role]


def words_of(credit: Credit, text: str) -> Span | None:
    """Where the credited name stands within the words of the credit; None where only markup has it."""
    if credit.span is None:
        return None
    at = text.find(credit.value, credit.span.start, credit.span.end)
    return Span(at, at + len(credit.value)) if at >= 0 else credit.span
