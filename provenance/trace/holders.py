"""Who a source phrase means: names by the registry, people and pronouns by the document, else a description kept as such.

Where several readings remain, none is taken: the words themselves become the id, which says no more than the text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.records import UNSPECIFIED, DetectedAttribution, EmbeddedPost, Holder, SourceType
from provenance.registry import Context, NameMatch, Registry
from provenance.spans import Span
from provenance.trace.accounts import Accounts
from provenance.trace.bodies import Bodies
from provenance.trace.descriptions import Descriptions
from provenance.trace.discourse import SINGLE, Discourse, pointing_to
from provenance.trace.issuers import Issuers
from provenance.trace.layout import Layout
from provenance.trace.mentions import Mentions, read_bodies, read_people
from provenance.trace.names import Names, as_holder
from provenance.trace.offices import Offices
from provenance.trace.people import Cast
from provenance.trace.phrases import (
    POSSESSIVES,
    PRONOUNS,
    Phrase,
    analyse,
    is_common,
    is_document,
    is_person,
    is_person_noun,
    singular,
    without_possessive,
)

_POLICE_IN = re.compile(r"[Pp]olice in ((?:[A-Z][\w'’-]* ?){1,3})")
"""The police of a place, which is elsewhere called by the place first: "Lyon police"."""
_UTTERED = re.compile(r"(?:of|by|from)\s+(.+)$")
_OUTLETS = frozenset(
    ["newspaper", "paper", "magazine", "broadcaster", "tabloid", "daily", "weekly", "outlet", "network", "channel", "publication"]
)
"""Nouns for an outlet that the text does not name."""
_MEDIA = frozenset(["media", "press", "newspapers", "outlets"])
_KNOWING = re.compile(
    r"(?:familiar|briefed|close|knowledgeable|privy|aware|involved|who (?:spoke|asked|requested|declined)|with knowledge)"
)
"""What stands behind "people" and "officials" where some unnamed ones are meant and no class."""


class Holders:
    """Resolves the sources of one document, in the order of the text."""

    def __init__(
        self,
        text: str,
        registry: Registry,
        context: Context,
        cast: Cast,
        words: HolderWords,
        matches: Sequence[NameMatch] | None = None,
    ) -> None:
        self.context = context
        self.words = words
        self._text = text
        self._registry = registry
        self._cast = cast
        self._matches = registry.find(text) if matches is None else matches
        self._offices = Offices(words)
        self._bodies = Bodies(registry, context, words)
        self._seen = Mentions(Layout(text, ()))
        self._discourse = Discourse(cast, words, self._seen, self._bodies)
        self._names = Names(registry, context, cast, words, self._offices, self._bodies)
        self._descriptions = Descriptions(cast, words, self._names, self._offices, self._bodies, self._seen, self._discourse)
        self._accounts = Accounts(registry, words)
        self._issuers = Issuers(registry, context, words, self._discourse, self._issuer, self._descriptions.body)

    @property
    def unresolved(self) -> tuple[tuple[Span, tuple[str, ...]], ...]:
        """The source phrases that were left open, each with the ids of all whom it may mean, sorted."""
        return tuple(self._names.unresolved)

    def of_post(self, post: EmbeddedPost, span: Span | None) -> Holder:
        """Who wrote a post that the page embeds."""
        return self._accounts.of_post(post, span)

    def name_of(self, id_: str) -> str:
        """The name to show of somebody who is unresolved: a person of the text, or an entity of the registry."""
        person, entity = self._cast.people.get(id_), self._registry.get(id_)
        return person.name if person else entity.name if entity else id_

    def prepare(self, sentences: Iterable[tuple[int, str]], sources: Iterable[Span]) -> None:
        """Looks over the whole text for what may be pointed at: people and bodies, accounts, and issuers of studies."""
        listed, sources = list(sentences), list(sources)
        if not sources:
            return
        spans = [Span(start, start + len(words)) for start, words in listed]
        self._seen.layout = layout = Layout(self._text, spans)
        taken = read_bodies(
            self._text, layout, self._bodies, [m for m in self._matches if m.sure], self._seen, self._names_person
        )
        self._discourse.mentions = self._accounts.introduced(listed)
        read_people(self._text, self._seen, self._cast, self._offices, taken, self._accounts.names, self.words)
        self._issuers.note(self._text, sources)

    def _names_person(self, name: str) -> bool:
        if " " not in name:
            return any(person.sure for person in self._cast.candidates(name))
        person = self._cast.find(name)
        return person is not None and person.sure

    def resolve(self, found: DetectedAttribution, sentence: str, enclosing: Holder | None) -> Holder:
        """The holder of one attribution. `sentence` is the one around it, `enclosing` the holder of the attribution around it."""
        if found.source is None:
            return Holder(UNSPECIFIED, "not stated", "unspecified")
        words = found.source.of(self._text)
        if not slug(words):  # "@()": no letter that could be a name
            return Holder(UNSPECIFIED, words, "unspecified", found.source)
        phrase = analyse(words, self.words)
        if phrase.pronoun is not None:
            holder = self._pronoun(phrase.pronoun, phrase.whole, found.source, enclosing, found.contents)
            if holder.type in SINGLE and "+" not in holder.id:
                self._discourse.persons.append(holder)
            return holder
        holder = self._described(phrase, found, found.source, sentence, enclosing)
        self._discourse.remember(holder, (phrase.plural or phrase.counted) and holder.type in ("anonymous", "group"))
        if phrase.head in self.words.documents and holder.id != UNSPECIFIED:
            self._discourse.issuers.append((phrase.head, holder))
        return holder

    def _described(
        self, phrase: Phrase, found: DetectedAttribution, span: Span, sentence: str, enclosing: Holder | None
    ) -> Holder:
        """The first reading that fits, from the surest to the vaguest."""
        account = self._accounts.holder(phrase.whole, found, sentence)
        if account is not None:
            return account
        own = self._own_document(phrase, span, enclosing)
        if own is not None:
            return own
        named = self._read(phrase, span, sentence) or self._issuers.holder(phrase, span, sentence)
        if named is not None:
            return named
        if self._is_adjective(phrase, found, span):
            return Holder(f"group:{slug(phrase.core)}", phrase.core, "group", span)
        uttered = self._uttered(phrase, span, sentence)
        return (
            uttered
            or self._office_of(phrase, span)
            or self._unnamed(phrase, span)
            or self._body(phrase, span)
            or self._name(phrase, span)
        )

    def _read(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """The phrase as a name: of several, of a body, a country or a person."""
        names = self._names
        readings = (names.joint, names.entity, names.place, names.person)
        return next((holder for reading in readings if (holder := reading(phrase, span, sentence)) is not None), None)

    def _issuer(self, words: str, span: Span, sentence: str) -> Holder | None:
        """Whoever stands behind a document, by name or description."""
        if words in POSSESSIVES:
            return None
        phrase = analyse(words, self.words)
        if phrase.head == "office":
            return self._office_of(phrase, span) or self._body(phrase, span)
        named = (
            self._read(phrase, span, sentence) or self._descriptions.person(phrase, span) or self._descriptions.body(phrase, span)
        )
        official = phrase.head in self.words.official_words or phrase.head in self.words.organization_words
        if named is None and official and phrase.head not in ("court", "news", "research", "staff", "records"):
            named = self._body(phrase, span)
        return named

    def _own_document(self, phrase: Phrase, span: Span, enclosing: Holder | None) -> Holder | None:
        """ "My statements", "his letter": a document of whom the pronoun means."""
        owner = PRONOUNS.get(phrase.owner) if phrase.owner in POSSESSIVES else None
        if owner is None or phrase.head not in self.words.documents or len(phrase.whole.split()) > 3:
            return None
        holder = self._pronoun(owner, phrase.whole, span, enclosing, ())
        return holder if holder.id == UNSPECIFIED else Holder(holder.id, holder.name, "document", span)

    def _uttered(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """ "The request of the city": whoever uttered it, where that is somebody by name."""
        uttered = _UTTERED.match(phrase.tail) if phrase.head in self.words.acts else None
        if uttered is None:
            return None
        speaker = analyse(uttered[1], self.words)
        return self._read(speaker, span, sentence) or self._unnamed(speaker, span) or self._body(speaker, span)

    def _is_adjective(self, phrase: Phrase, found: DetectedAttribution, span: Span) -> bool:
        """Whether the source is an adjective before a noun cue ("Western anxieties") rather than a name's possessive."""
        if found.cue is None or found.cue.start < span.end or " " in phrase.core or not found.rule.endswith(".noun"):
            return False
        return not self._text[span.end : found.cue.start].strip()

    def _pronoun(self, pronoun: str, words: str, span: Span, enclosing: Holder | None, contents: Sequence[Span]) -> Holder:
        """The latest holder that fits; within a quotation "I" and "we" are its speaker, "we" of an office the country."""
        if pronoun == "we" and (country := self._country_of(enclosing)) is not None:
            return Holder(country, country, "official_body", span)
        if pronoun in ("i", "we"):
            last = enclosing
        else:
            quoted = enclosing is not None and self._seen.layout.quotation_at(span.start) >= 0
            last = self._discourse.antecedent(pronoun, span, contents, enclosing.id if quoted and enclosing else "")
        return pointing_to(last, span) if last else Holder(UNSPECIFIED, words, "unspecified", span)

    def _country_of(self, speaker: Holder | None) -> str | None:
        """The country that a speaker's office speaks for."""
        if speaker is None:
            return None
        if speaker.type == "anonymous":
            return self._names.country_of_office(speaker.name)
        person = self._cast.people.get(speaker.id)
        return person.place if person else None

    def _unnamed(self, phrase: Phrase, span: Span) -> Holder | None:
        """Unnamed people: a source, an official, a class of people; or one named or described before ("the minister")."""
        words, head, one = self.words, phrase.head, singular(phrase.head)
        person = is_person(phrase, words)
        common = head in words.groups or one in words.persons or head in words.sources or person
        if phrase.name and phrase.name == phrase.base and not (common and (phrase.plural or self._only_office(phrase.name))):
            return None
        either = head in words.kinds or head in words.kinds["company"]  # "the regulator", "the pollster"
        described = (self._descriptions.body(phrase, span) if either else None) or self._descriptions.person(phrase, span)
        if described is not None:
            return described
        if head in words.sources or (not phrase.plural and person and not self._is_body_noun(phrase)):
            return Holder(f"anon:{slug(_described_as(phrase))}", phrase.core, "anonymous", span)
        return self._class(phrase, span)

    def _is_body_noun(self, phrase: Phrase) -> bool:
        """Whether a noun that may be for a person is here one for a body: "the regulator", "prosecutor's"."""
        return phrase.head in self.words.kinds and phrase.head not in self.words.persons

    def _class(self, phrase: Phrase, span: Span) -> Holder | None:
        """Several unnamed people, bodies of a class, or a class of people."""
        words, head, one = self.words, phrase.head, singular(phrase.head)
        people = one in words.persons or (one != head and is_person_noun(one, words))
        if people and (
            phrase.counted
            or phrase.whole.lower().startswith("one of ")
            or _KNOWING.match(phrase.tail)
            or self._of_offices(phrase)
        ):
            return Holder(f"anon:{slug(_described_as(phrase))}", phrase.core, "anonymous", span)
        if head in _MEDIA and head == phrase.core.split()[-1].lower() and " " in phrase.core:
            return Holder(slug(phrase.core), phrase.core, "news_outlet", span)
        if one != head and one in words.official_words and not phrase.definite and head not in words.official_words - {one + "s"}:
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "official_body", span)
        if head in ("municipalities", "cities", "states") and not phrase.definite:
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "official_body", span)
        plain = phrase.last.islower() and " " in phrase.base and head not in words.groups
        if head in words.official_words and not phrase.definite and plain:
            return Holder(slug(_described_as(phrase)), phrase.core, "official_body", span)
        first = phrase.whole.lower().split()[0]
        if (
            people
            or head in words.groups
            or is_common(head, words)
            or first in words.groups
            or (one != head and one in words.kinds and head not in words.kinds)
        ):
            if phrase.name and phrase.name == phrase.base and not (people or head in words.groups):
                return None
            return Holder(f"group:{slug(_described_as(phrase))}", phrase.core, "group", span)
        return None

    def _of_offices(self, phrase: Phrase) -> bool:
        """ "The foreign ministers of France and Germany": the bearers of a few offices."""
        return (
            phrase.definite
            and phrase.tail.startswith("of ")
            and " and " in phrase.tail
            and singular(phrase.head) in self.words.titles
        )

    def _only_office(self, name: str) -> bool:
        """Whether a capitalised phrase is an office and no name: "Prime Minister", "Deputy Head"."""
        words = self.words
        return (
            all(w in words.titles or w in words.persons or w in words.offices or w in words.ranks for w in name.lower().split())
            or " " not in name
        )

    def _office_of(self, phrase: Phrase, span: Span) -> Holder | None:
        """ "Mr. Berg's office", "Berg's campaign"."""
        if phrase.head not in ("office", "campaign") or not phrase.owner or phrase.owner in POSSESSIVES:
            return None
        owner = analyse(phrase.owner, self.words)
        person = self._cast.find(owner.name, self._names.gender(owner)) if owner.name else None
        described = self._descriptions.person(owner, span) if person is None else as_holder(person, span)
        if described is None or described.type != "person":
            return None
        kind: SourceType = "official_body" if phrase.head == "office" else "organization"
        return Holder(f"{phrase.head}-of-{described.id}", phrase.core, kind, span)

    def _body(self, phrase: Phrase, span: Span) -> Holder | None:
        """An official body or organisation that the registry does not know; "the airline" is the one named before."""
        head, words = phrase.head, self.words
        earlier = self._descriptions.body(phrase, span)
        if earlier is not None:
            return earlier
        described = head in words.kinds or head in words.kinds["company"] or head in words.kinds["organization"]
        if head not in words.official_words and head not in words.organization_words and not described:
            return None
        if is_document(phrase, words):
            return None
        name = phrase.core if phrase.tail.startswith(("of ", "for ", "in ")) else phrase.base
        where = _POLICE_IN.fullmatch(name)
        name = f"{where[1]} police" if where else name
        if head in _OUTLETS:
            return Holder(slug(name), name, "news_outlet", span)
        kind: SourceType = "official_body" if head in words.official_words else "organization"
        return Holder(slug(name), phrase.core, kind, span)

    def _name(self, phrase: Phrase, span: Span) -> Holder:
        """What is left: a name that nothing else explains, or a description."""
        name, base = phrase.name, without_possessive(phrase.base).rstrip(".")
        if name and name.rstrip(".").lower() == base.lower():
            parts = name.split()
            if names_outlet(name, self.words):
                return Holder(slug(name), name, "news_outlet", span)
            mixed = len(parts) == 1 and (name.isupper() or name[1:] != name[1:].lower())  # "IBM", "EgyptAir"
            if mixed or phrase.definite or any(p.lower() in self.words.organization_words for p in parts):
                return Holder(slug(name), name, "organization", span)
            return as_holder(self._names.add(phrase), span)
        if name and base.endswith(name):
            behind = self._cast.find(name) if not phrase.definite else None
            if behind is not None and behind.sure:
                return as_holder(behind, span)  # a name behind words that the sentence does not explain
            if phrase.role:
                return Holder(slug(name), name, "organization", span)  # "German conglomerate Acme"
        if phrase.plural:
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "group", span)
        if phrase.indefinite and is_person(phrase, self.words):
            return Holder(f"anon:{slug(phrase.base)}", phrase.core, "anonymous", span)
        return Holder(slug(phrase.core) or UNSPECIFIED, phrase.core, "organization" if name else "unspecified", span)


def _described_as(phrase: Phrase) -> str:
    """The words of a description that make its id."""
    return phrase.core if len(phrase.core) <= 80 else phrase.base
