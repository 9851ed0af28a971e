"""Who a source phrase means in a text of another language than English: by the registry, the lists and the document itself.

A pronoun stays unspecified. What no list explains keeps its own words as its id, which says no more than the text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from provenance.ids import slug
from provenance.lexicon.abroad import SOURCE_KINDS, Tongue, is_chinese_name
from provenance.lexicon.people import folded, is_given_name, known_person
from provenance.records import UNRESOLVED, UNSPECIFIED, DetectedAttribution, Holder
from provenance.registry import NameMatch, Registry, at
from provenance.spans import Span
from provenance.trace.holders import Holders

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.-][^\W\d_]+)*\.?")
_MARKS = ' \t\n,.;:«»„“”"「」『』()‹›'
_ELIDED = re.compile(r"(?:l|d|qu)['’]", re.IGNORECASE)
_LONGEST_TITLE = 80
"""Words of an id: a longer description is cut to its first words."""


class HoldersAbroad(Holders):
    """Resolves the sources of one document in one of the six languages. Posts that a page embeds are read as in English."""

    def __init__(self, english: Holders, tongue: Tongue, text: str, registry: Registry, matches: Sequence[NameMatch]) -> None:
        self.context = english.context
        self.words = english.words
        self._english = english
        self._tongue = tongue
        self._text = text
        self._registry = registry
        self._sure = [m for m in matches if m.sure]
        self._people: dict[str, str] = {}
        """The folded last name of each person whom the text names in full, with the full name; "" where two share it."""
        self._open: list[tuple[Span, tuple[str, ...]]] = []

    @property
    def unresolved(self) -> tuple[tuple[Span, tuple[str, ...]], ...]:
        """The source phrases that were left open, each with the ids of all whom it may mean."""
        return (*self._open, *self._english.unresolved)

    def name_of(self, id_: str) -> str:
        """The name to show of an entity of the registry."""
        return self._english.name_of(id_)

    def prepare(self, sentences: Iterable[tuple[int, str]], sources: Iterable[Span]) -> None:
        """Notes the people whom the sources name in full, so that a last name alone leads to them."""
        for span in sources:
            name = self._person_name(span.of(self._text))
            parts = name.split()
            if len(parts) < 2 or self._tongue.code == "zh":
                continue
            last = folded(parts[-1])
            known = self._people.setdefault(last, name)
            if known and folded(known) != folded(name):
                self._people[last] = ""

    def resolve(self, found: DetectedAttribution, sentence: str, enclosing: Holder | None) -> Holder:
        """The holder of one attribution."""
        if found.source is None:
            return Holder(UNSPECIFIED, "not stated", "unspecified")
        if found.cue is None:
            return self._english.resolve(found, sentence, enclosing)
        span = found.source
        words = self._bare(span.of(self._text))
        if words.lower() in self._tongue.words.pronouns:
            return Holder(UNSPECIFIED, words, "unspecified", span)
        named = self._entity(words, span, sentence) or self._place(words, span) or self._person(words, span)
        return named or self._other(words, span)

    def _bare(self, words: str) -> str:
        """A phrase without marks and the article before it."""
        bare = _ELIDED.sub("", words.strip(_MARKS), count=1) if self._tongue.code == "fr" else words.strip(_MARKS)
        first, _, rest = bare.partition(" ")
        return rest if rest and first.lower() in self._tongue.words.articles else bare

    def _entity(self, words: str, span: Span, sentence: str) -> Holder | None:
        """A body that the registry has: by the whole phrase, or by the name beside nouns such as "agency" alone."""
        found = self._registry.resolve(words, at(self.context, "source", sentence))
        id_ = found.id or next((m.id for m in self._sure if span.contains(m.span) and self._is_title(span, m.span)), None)
        entity = self._registry.get(id_) if id_ else None
        if entity is not None:
            return Holder(entity.id, entity.name, entity.type, span)
        if found.candidates:
            self._open.append((span, found.candidates))
            return Holder(f"{UNRESOLVED}{slug(words)}", words, "news_outlet", span)
        return None

    def _is_title(self, span: Span, name: Span) -> bool:
        """Whether what stands beside a name in a source is only articles and nouns for outlets."""
        beside = self._text[span.start : name.start] + " " + self._text[name.end : span.end]
        nouns, articles = self._tongue.words.nouns, self._tongue.words.articles
        return all(w.lower() in articles or nouns.kind(w.lower()) == "media" for w in _WORD.findall(_ELIDED.sub("", beside)))

    def _place(self, words: str, span: Span) -> Holder | None:
        """A country or capital that speaks for it."""
        country = self._tongue.words.places.get(words.lower())
        return Holder(country, country, "official_body", span) if country else None

    def _person(self, words: str, span: Span) -> Holder | None:
        """Somebody by name, with the titles before it."""
        name = self._person_name(words)
        if not name:
            return None
        known = known_person(name)
        if known is not None:
            return Holder(known[0], known[1], "person", span)
        full = self._people.get(folded(name.split()[-1]), "") if " " not in name else ""
        name = full or name
        return Holder(slug(name), name, "person", span) if slug(name) else None

    def _person_name(self, words: str) -> str:
        """The name of a person in a source phrase, "" where none is told from a body's or a noun."""
        words = self._bare(words)
        if self._tongue.code == "zh":
            return self._chinese_name(words)
        head, _, apposed = words.partition(", ")
        names = [self._name_at_end(part) for part in (apposed, head) if part]
        return max(names, key=lambda name: len(name.split()), default="")

    def _name_at_end(self, words: str) -> str:
        """The words with capitals that end a phrase, from a first name on, without nouns, places and acronyms before them."""
        listed, parts = self._tongue.words, _WORD.findall(words)
        start = len(parts)
        while start > 0 and self._may_be_name(parts[start - 1], start == len(parts)):
            start -= 1
        while start < len(parts) and parts[start].lower() in (*listed.joins, *listed.articles):
            start += 1
        run = parts[start:]
        given = next((k for k, part in enumerate(run[:-1]) if is_given_name(part)), None)
        run = run[given:] if given is not None else run
        before = parts[len(parts) - len(run) - 1].lower() if len(parts) > len(run) else ""
        if before and len(run) < 2 and listed.nouns.kind(before) != "persons":
            return ""  # "министр обороны Канады", "ministre de la Défense"
        if len(run) == 1 and start > 0 and self._tongue.code in ("uk", "ru"):
            return ""  # "глава Минобороны": a genitive
        return " ".join(run)

    def _may_be_name(self, part: str, last: bool) -> bool:
        """Whether a word can belong to a person's name: a capital, no acronym, no country, no noun for a source."""
        listed = self._tongue.words
        if part.lower() in listed.joins and not last:
            return True
        acronym = len(part) > 1 and part.isupper() and "." not in part
        noun = bool(listed.nouns.kind(part.lower())) and not is_given_name(part)
        return part[0].isupper() and not acronym and not noun and part.lower() not in listed.places

    def _chinese_name(self, words: str) -> str:
        """The name behind a title (外交部发言人毛宁), or the whole where no noun for a source ends it."""
        kind = self._tongue.words.nouns.kind
        if known_person(words) or "·" in words:
            cut = next((k for k in range(len(words)) if k and kind(words[:k]) == "persons" and "·" in words[k:]), 0)
            return words[cut:]
        if kind(words):
            return ""
        for size in (2, 3):
            if len(words) > size and kind(words[:-size]) and is_chinese_name(words[-size:]):
                return words[-size:]
        return words if is_chinese_name(words) else ""

    def _other(self, words: str, span: Span) -> Holder:
        """Unnamed people, classes of people, bodies: by the noun; what has none is kept as it stands."""
        kind = self._kind(words)
        id_ = slug(words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE]) or UNSPECIFIED
        if not kind:
            capital = words[:1].isupper()
            return Holder(id_, words, "organization" if capital else "unspecified", span)
        prefix = {"persons": "anon:", "groups": "group:"}.get(kind, "")
        return Holder(f"{prefix}{id_}", words, SOURCE_KINDS[kind], span)

    def _kind(self, words: str) -> str:
        """The list of the first noun for a source in a phrase; of a Chinese one, which ends with its head, the last."""
        kind = self._tongue.words.nouns.kind
        if self._tongue.code == "zh":
            return kind(words)
        return next(filter(None, (kind(part.lower()) for part in _WORD.findall(words))), "")
