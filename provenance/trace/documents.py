"""Who published a document, and whom it credits as a whole: the decisions that are drawn from its credits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from provenance.ids import slug
from provenance.records import UNRESOLVED, Credit, Publisher, Upstream
from provenance.registry import Registry
from provenance.spans import Span
from provenance.trace.credits import PUBLISHERS, SIGNALS, TAGS, with_role, words_of

_STATED = ("json_ld.publisher", "microdata.publisher", "og:site_name", "rss.channel", "dc.publisher")
"""Signals by which a page names its publisher, the most deliberate first."""
_HINTED = ("application-name", "title.site", "copyright")
"""Signals that name the publisher as often as a section, a slogan or an owner: they count for a name that the registry knows, or
that the page's address or another of them repeats."""
_LINES = frozenset(["reprint_line", "source_line", "dateline", "via", "sign_off"])
"""Signals that credit an upstream also by a name that may mean several."""
_PLATFORMS = frozenset(["blog_network", "social_platform", "aggregator"])
_ADDRESSES = ("canonical", "og:url", "amphtml", "home")
_GENERIC = frozenset(["ai", "am", "cc", "co", "eu", "fm", "io", "la", "ly", "me", "nu", "to", "tv", "ws"])
"""Country codes that sites of all countries use as they use .com."""
_RUN_TOGETHER = re.compile(r"(?:[A-Z][a-z0-9]+){3,}")
"""A name as it is written where no spaces are allowed: "HarbourPostOnline"."""
_BARS = re.compile(r"(?<!\s)\s+(?:[|·•–—-]|::)\s+|(?:(?<!\s)\s+)?[|:]\s+")


def host_of(address: str) -> str:
    """The host of an address without "www."; "" where it has none."""
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")


def publisher_of(credits: Sequence[Credit], text: str, registry: Registry) -> Publisher | None:
    """The publisher: by the record, the address, the page's own statement, then by the outlet's tag or notice in the text.

    What the registry knows goes before names that it does not. An aggregator that only carries the page is no publisher: whom it
    names as provider is. An agency named as publisher beside another name is whose text the outlet printed.
    """
    return next(_Publishers(credits, text, registry).all(), None)


class _Publishers:
    """Who published a document, by its credits."""

    def __init__(self, credits: Sequence[Credit], text: str, registry: Registry) -> None:
        self._credits, self._text, self._registry = credits, text, registry
        url = self._first("url")
        self._url = host_of(url.value) if url else ""
        carrier = next((c for c in credits if c.signal == "url" and c.role == "transport"), None)
        own = [c for signal in _ADDRESSES if (c := self._first(signal))]
        self._addresses = [c for c in own if carrier is not None or not self._url or host_of(c.value) == self._url]
        self._host = self._url or next((h for c in self._addresses if (h := host_of(c.value))), "")

    def all(self) -> Iterator[Publisher]:
        """All that say who published the document, the surest first."""
        record, url = self._first("record.publisher"), self._first("url")
        if record and record.source:
            yield self._made(record)
        yield from (self._made(c) for c in (url, *self._addresses) if c and c.source)
        stated = [credit for signal in _STATED if (credit := self._first(signal))]
        yield from (self._made(c) for c in stated if self._known(c) and not (self._agency(c) and len(stated) > 1))
        carried = any(c.signal in ("url", "canonical", *_STATED) and c.role == "transport" for c in self._credits)
        if carried:
            provided = ("json_ld.provider", "json_ld.sourceOrganization")
            yield from (self._made(c) for c in self._credits if c.signal in provided and c.role == "publisher" and c.source)
        yield from self._named([c for c in stated if not self._known(c)])
        yield from (self._made(c) for c in stated if self._known(c))
        yield from self._hinted()
        if self._host:
            yield Publisher(self._host, self._host, "url" if self._url else self._addresses[0].signal, confidence=0.9)
        yield from (self._made(c) for c in self._credits if c.signal in TAGS and c.source and _signs(c, self._registry))
        noticed = [c for c in self._hints() if c.signal == "copyright"]
        yield from (self._made(c) for c in sorted(noticed, key=lambda c: -c.confidence))
        yield from (self._made(c) for c in self._hints() if c.signal == "title.site")

    def _first(self, signal: str) -> Credit | None:
        return next((c for c in self._credits if c.signal == signal and c.role != "transport"), None)

    def _made(self, credit: Credit) -> Publisher:
        assert credit.source is not None
        entity = self._registry.get(credit.source)
        name = entity.name if entity else credit.value.strip()
        return Publisher(credit.source, name, credit.signal, self._signed(credit.source), credit.confidence)

    def _signed(self, source: str) -> tuple[Span, ...]:
        """The words of the text by which the source signs it."""
        tags = [c for c in self._credits if c.source == source and c.signal in TAGS]
        return tuple(span for c in tags if (span := words_of(c, self._text)))

    def _agency(self, credit: Credit) -> bool:
        entity = self._registry.get(credit.source or "")
        return entity is not None and entity.type == "news_agency"

    def _known(self, credit: Credit) -> bool:
        """Whether the registry knows the name, and the page's own address does not speak against it.

        A platform that the page is made with ("Blogger") publishes nothing on other sites than its own.
        """
        entity = self._registry.get(credit.source or "")
        if entity is None:
            return False
        if entity.kind in _PLATFORMS and self._host and self._registry.resolve_domain(self._host) != entity.id:
            return False
        code = self._host.rpartition(".")[2]
        abroad = len(code) == 2 and code not in _GENERIC and entity.country not in (None, {"uk": "GB"}.get(code, code.upper()))
        return not abroad

    def _hints(self) -> list[Credit]:
        """What names the publisher beside other things."""
        return [c for signal in _HINTED for c in self._credits if c.signal == signal and c.role == "publisher" and c.source]

    def _hinted(self) -> Iterator[Publisher]:
        """Publishers that the page names beside other things, where something else in the page says the same."""
        hints = self._hints()
        said = Counter(name for _, name in {(c.signal, slug(_site_name(c.value, self._host))) for c in hints})
        for credit in hints:
            name = _site_name(credit.value, self._host)
            id_ = slug(name)
            if self._known(credit) and not self._agency(credit):
                yield self._made(credit)
            elif id_ and (_alike(name, self._host) or said[id_] > 1):
                yield Publisher(id_, name, credit.signal, self._signed(id_), min(credit.confidence, 0.7))

    def _named(self, stated: Sequence[Credit]) -> Iterator[Publisher]:
        """Publishers that only the page names.

        A name that its address repeats is surer than a slogan, and one that is written as words than one made into a word.
        """
        named: list[tuple[int, int, Publisher]] = []
        for rank, credit in enumerate(stated):
            name = _site_name(credit.value, self._host)
            id_ = slug(name)
            if id_:
                likeness = (0 if _alike(name, self._host) else 2) + (_RUN_TOGETHER.fullmatch(name) is not None)
                named.append(
                    (likeness, rank, Publisher(id_, name, credit.signal, self._signed(id_), min(credit.confidence, 0.8)))
                )
        yield from (publisher for _, _, publisher in sorted(named, key=lambda n: n[:2]))


def _compact(words: str) -> str:
    return slug(words).replace("-", "")


def _alike(name: str, host: str) -> bool:
    """Whether a host repeats a name: "The Harbour Post" on harbourpost.example."""
    label, letters = _compact(host.rpartition(".")[0].replace(".", "-")), _compact(name).removeprefix("the")
    return len(letters) > 1 and (letters in label or (len(label) > 2 and label in letters))


def _site_name(stated: str, host: str) -> str:
    """The name in what a page calls itself: without a slogan or sections behind a bar; of an address, its host."""
    if "://" in stated or ("." in stated.strip(".") and " " not in stated.strip()):
        return host_of(stated.strip()) or stated
    parts = [part.strip() for part in _BARS.split(stated) if part.strip()]
    return next((part for part in parts if _alike(part, host)), parts[0] if parts else stated)


def _signs(credit: Credit, registry: Registry) -> bool:
    """Whether an outlet signs its own text by a tag: "[People News] …". Agencies do not: their tag is a credit."""
    entity = registry.get(credit.source or "")
    if entity is None:
        return credit.role == "publisher"
    return entity.type == "news_outlet" and not entity.is_transport


def upstreams_of(credits: Sequence[Credit], publisher: Publisher | None, registry: Registry) -> tuple[Upstream, ...]:
    """The sources that the document is credited to, the surest signal of each (and story), in the order of their places."""
    own = publisher.id if publisher else None
    best: dict[tuple[str, int | None], Upstream] = {}
    for upstream in filter(None, map(_upstream_of(credits, own, registry), credits)):
        key = (upstream.source, upstream.item)
        if upstream.source != own and (key not in best or best[key].confidence < upstream.confidence):
            best[key] = upstream
    return tuple(sorted(best.values(), key=lambda u: (u.span is None, u.span or Span(0, 0), u.source)))


def _upstream_of(credits: Sequence[Credit], own: str | None, registry: Registry) -> Callable[[Credit], Upstream | None]:
    """What makes an upstream of a credit that states one."""
    home = next((host_of(c.value) for c in credits if c.signal == "url"), "")

    def made(credit: Credit) -> Upstream | None:
        meaning = SIGNALS[credit.signal]
        source = credit.source or _open(credit)
        if source is None or meaning.relation is None:
            return None
        entity = registry.get(source)
        if credit.signal == "canonical":
            if credit.role == "transport" or not home or entity is None or host_of(credit.value) == home:
                return None
        elif credit.signal in PUBLISHERS:
            if own is None or entity is None or entity.type != "news_agency" or related(entity.id, own, registry):
                return None
        elif credit.role != "upstream" or (entity is not None and entity.is_transport):
            return None
        name = entity.name if entity else credit.value
        return Upstream(
            source,
            name,
            meaning.relation,
            credit.signal,
            credit.span,
            credit.confidence,
            credit.value,
            credit.path,
            credit.item,
        )

    return made


def _open(credit: Credit) -> str | None:
    """The id of a name that may mean several, where a line credits nobody else: the text is somebody's, it is open whose."""
    if credit.signal not in _LINES or len(credit.candidates) < 2:
        return None
    return f"{UNRESOLVED}{slug(credit.value)}"


def related(one: str, other: str, registry: Registry) -> bool:
    """Whether two sources are one house: the same, one the other's parent, or of one parent."""
    a, b = registry.get(one), registry.get(other)
    if one == other or a is None or b is None:
        return one == other
    return other == a.parent or one == b.parent or (a.parent is not None and a.parent == b.parent)


def houses(credits: Sequence[Credit], signals: Sequence[str]) -> list[Credit]:
    """The credits by which a page says who published it: its statements and its addresses, those of transports left out."""
    return [c for c in with_role(credits, "publisher") + with_role(credits, "address") if c.signal in signals and c.source]
