"""Who a source phrase means: names by the registry, people and pronouns by the document, else a description kept as such.

Where several readings remain, none is taken: the words themselves become the id, which says no more than the text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.records import UNSPECIFIED, DetectedAttribution, Holder, SourceType
from provenance.registry import Context, Registry
from provenance.spans import Span
from provenance.trace.accounts import Accounts
from provenance.trace.discourse import MEMORY, SINGLE, Discourse, pointing_to
from provenance.trace.issuers import Issuers
from provenance.trace.names import Names, as_holder
from provenance.trace.people import Cast, Person
from provenance.trace.phrases import PRONOUNS, Phrase, analyse, singular, without_possessive

_OFFICE = re.compile(r"(.+?)['’]s\s+office$")
_TITLE_WINDOW = 40
"""Code points before a name in which its title is looked for."""


class Holders:
    """Resolves the sources of one document, in the order of the text."""

    def __init__(self, text: str, registry: Registry, context: Context, cast: Cast, words: HolderWords) -> None:
        self.context = context
        self.words = words
        self._text = text
        self._cast = cast
        self._discourse = Discourse()
        self._accounts = Accounts(registry, words)
        self._issuers = Issuers(registry, context, words, self._discourse)
        self._titles: dict[str, str] = {}
        """The words right before the first mention of each person."""
        self._names = Names(registry, context, cast, words)

    def prepare(self, sentences: Iterable[tuple[int, str]], sources: Iterable[Span]) -> None:
        """Looks over the whole text for what may be pointed at before it speaks: accounts, and issuers of studies."""
        self._discourse.mentions = self._accounts.introduced(sentences)
        self._issuers.note(self._text, sources)

    def resolve(self, found: DetectedAttribution, sentence: str, enclosing: Holder | None) -> Holder:
        """The holder of one attribution. `sentence` is the one around it, `enclosing` the holder of the attribution around it."""
        if found.source is None:
            return Holder(UNSPECIFIED, "not stated", "unspecified")
        phrase = analyse(found.source.of(self._text), self.words)
        if phrase.pronoun is not None:
            holder = self._pronoun(phrase.pronoun, phrase.whole, found.source, enclosing)
            if holder.type in SINGLE:
                self._discourse.persons.append(holder)
            return holder
        holder = self._described(phrase, found, found.source, sentence, enclosing)
        self._discourse.remember(holder, phrase.plural and holder.type in ("anonymous", "group"))
        if phrase.head in self.words.documents and holder.id != UNSPECIFIED and not holder.id.startswith("anon:"):
            self._discourse.issuers.append((phrase.head, holder))
        return holder

    def _described(
        self, phrase: Phrase, found: DetectedAttribution, span: Span, sentence: str, enclosing: Holder | None
    ) -> Holder:
        """The first reading that fits, from the surest to the vaguest."""
        account = self._accounts.holder(phrase.whole, found, sentence)
        if account is not None:
            return account
        owner = PRONOUNS.get(phrase.whole.split()[0].lower())
        if phrase.head in self.words.documents and owner in ("he", "she", "they", "i", "we") and len(phrase.whole.split()) < 4:
            return self._pronoun(owner, phrase.whole, span, enclosing)  # "my statements"
        names = self._names
        for reading in (names.joint, names.entity, names.place, names.person, self._issuers.holder):
            holder = reading(phrase, span, sentence)
            if holder is not None:
                return holder
        if self._is_adjective(phrase, found, span):
            return Holder(f"group:{slug(phrase.core)}", phrase.core, "group", span)
        return self._unnamed(phrase, span) or self._body(phrase, span) or self._name(phrase, span)

    def _is_adjective(self, phrase: Phrase, found: DetectedAttribution, span: Span) -> bool:
        """Whether the source is an adjective before a noun cue ("Western anxieties") rather than a name's possessive."""
        if found.cue is None or found.cue.start < span.end or " " in phrase.core or not found.rule.endswith(".noun"):
            return False
        return not self._text[span.end : found.cue.start].strip()

    def _pronoun(self, pronoun: str, words: str, span: Span, enclosing: Holder | None) -> Holder:
        """The latest holder that fits; within a quotation "I" and "we" are its speaker, "we" of an office the country."""
        if pronoun == "we" and (country := self._country_of(enclosing)) is not None:
            return Holder(country, country, "official_body", span)
        last = enclosing if pronoun in ("i", "we") else self._discourse.antecedent(pronoun, span.start)
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
        """Unnamed people: a source, an official, a class of people; or one described before ("the minister")."""
        words, head, one = self.words, phrase.head, singular(phrase.head)
        common = head in words.groups or one in words.persons or head in words.sources
        if phrase.name and phrase.name == phrase.base and not (common and (phrase.plural or self._only_office(phrase.name))):
            return None
        if head in words.sources:
            return Holder(f"anon:{slug(phrase.core)}", phrase.core, "anonymous", span)
        if head in words.persons:
            pointing = phrase.definite or phrase.whole.lower().startswith("one ")
            earlier = self._described_before(phrase, span) if pointing else None
            return earlier or Holder(f"anon:{slug(phrase.core)}", phrase.core, "anonymous", span)
        if head in words.official_words and not phrase.definite and phrase.base[:1].islower():
            return Holder(slug(phrase.base), phrase.core, "official_body", span)
        if one in words.persons or head in words.groups or phrase.whole.lower().split()[0] in words.groups:
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "group", span)
        return None

    def _only_office(self, name: str) -> bool:
        """Whether a capitalised phrase is an office and no name: "Prime Minister", "Deputy Head"."""
        words = self.words
        return (
            all(w in words.titles or w in words.persons or w in words.offices or w in words.ranks for w in name.lower().split())
            or " " not in name
        )

    def _described_before(self, phrase: Phrase, span: Span) -> Holder | None:
        """Whom a short description points back to: who was called so before, else the one person with that title."""
        if len(phrase.base.split()) > 2:
            return None
        same = [h for h in self._discourse.persons[-MEMORY:] if phrase.head in h.name.lower().split()]
        if same:
            return pointing_to(same[-1], span)
        titled = [p for p in self._cast.people.values() if self._is_titled(p, phrase.head)]
        if len(titled) == 1:
            return as_holder(titled[0], span)
        if phrase.head in self.words.anaphors and self._discourse.persons:
            return pointing_to(self._discourse.persons[-1], span)
        return None

    def _is_titled(self, person: Person, title: str) -> bool:
        """Whether a title stands right before the first mention of a person."""
        if person.id not in self._titles:
            start = self._text.find(person.name)
            self._titles[person.id] = self._text[max(0, start - _TITLE_WINDOW) : start] if start >= 0 else ""
        before = self._titles[person.id]
        return before.lower().rstrip().endswith(title) and before.endswith(" ")

    def _body(self, phrase: Phrase, span: Span) -> Holder | None:
        """An official body or organisation that the registry does not know; "the airline" is the one named before."""
        head, words = phrase.head, self.words
        if head not in words.official_words and head not in words.organization_words:
            return None
        owner = _OFFICE.match(phrase.whole)
        person = self._cast.find(analyse(owner[1], words).name) if owner else None
        if person is not None:
            return Holder(f"office-of-{person.id}", phrase.core, "official_body", span)
        if phrase.definite and " " not in phrase.base:
            named = [
                h for h in self._discourse.bodies[-MEMORY:] if singular(head) in (singular(w) for w in h.name.lower().split())
            ]
            if named:
                return pointing_to(named[-1], span)
        kind: SourceType = "official_body" if head in words.official_words else "organization"
        return Holder(slug(phrase.core), phrase.core, kind, span)

    def _name(self, phrase: Phrase, span: Span) -> Holder:
        """What is left: a name that nothing else explains, or a description."""
        name, base = phrase.name, without_possessive(phrase.base)
        if name and name.lower() == base.lower():
            parts = name.split()
            mixed = len(parts) == 1 and (name.isupper() or name[1:] != name[1:].lower())  # "IBM", "EgyptAir"
            if mixed or phrase.definite or any(p.lower() in self.words.organization_words for p in parts):
                return Holder(slug(name), name, "organization", span)
            return as_holder(self._names.add(phrase), span)
        if name and phrase.role and base.endswith(name):
            return Holder(slug(name), name, "organization", span)  # "German conglomerate Acme"
        if phrase.plural:
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "group", span)
        if phrase.indefinite:
            return Holder(f"anon:{slug(phrase.base)}", phrase.core, "anonymous", span)
        return Holder(slug(phrase.core) or UNSPECIFIED, phrase.core, "organization" if name else "unspecified", span)
