"""Reports, surveys and data sets as sources: their id is that of the body that issued them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.places import place_of_name
from provenance.records import UNSPECIFIED, Holder, SourceType
from provenance.registry import Context, Entity, Registry, at
from provenance.spans import Span
from provenance.trace.discourse import MEMORY, Discourse, pointing_to
from provenance.trace.phrases import Phrase, analyse, is_document, singular

_ISSUER = re.compile(r"\b(?:from|by|of|in)\s+(?:the\s+|a\s+|an\s+)?(.+)$")
_TITLE = re.compile(r"[\"'“‘«]([^\"“”«»]{2,80}?)[\"'”’»](?:\s|$|,)")
_BODY_NAME = re.compile(r"[A-Z][\w.&'-]*(?:\s+(?:of\s+|for\s+|the\s+|and\s+)?[A-Z][\w.&'-]*)+")
_OPENING_QUOTES = frozenset("\"'“‘«„")


class Issuers:
    """Finds who issued a document that a text names as its source."""

    def __init__(self, registry: Registry, context: Context, words: HolderWords, discourse: Discourse) -> None:
        self._registry = registry
        self._context = context
        self._words = words
        self._discourse = discourse
        self._studies: dict[str, Holder] = {}

    def note(self, text: str, sources: Iterable[Span]) -> None:
        """Finds who issued the studies of the text, so that "a recent survey" can point forwards too."""
        for span in sources:
            phrase = analyse(span.of(text), self._words)
            issuer = _ISSUER.search(phrase.tail)
            if phrase.head in self._words.studies and issuer is not None:
                holder = self._body(issuer[1], span, at(self._context, "source", phrase.whole))
                if holder is not None and holder.type == "document" and not holder.id.startswith("anon:"):
                    self._studies[holder.id] = holder

    def holder(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """The issuer of the document that `phrase` names; None where it names no document."""
        words = self._words
        if not is_document(phrase, words):
            return None
        if phrase.head == "reports" and "media" in phrase.base.lower():
            return Holder(slug(re.sub(r"\s+reports$", "", phrase.base)), phrase.base, "news_outlet", span)
        if phrase.whole.lower().removeprefix("the ")[:1] in _OPENING_QUOTES:
            return Holder(slug(phrase.core), phrase.core, "document", span)
        context = at(self._context, "source", sentence)
        issuer = _ISSUER.search(phrase.tail)
        before = phrase.base.rsplit(" ", 1)[0] if " " in phrase.base else ""
        named = (issuer and self._body(issuer[1], span, context)) or self._body(before, span, context)
        if named is not None:
            return named
        title = _TITLE.search(phrase.whole + " ")
        if title and len(title[1].split()) > 1:
            return Holder(slug(title[1]), title[1], "document", span)
        if phrase.head in words.nobodys_documents and not phrase.definite:
            return Holder(UNSPECIFIED, phrase.core, "unspecified", span)
        return self._earlier(phrase, span) or Holder(slug(phrase.core) or UNSPECIFIED, phrase.core, "document", span)

    def _body(self, words: str, span: Span, context: Context) -> Holder | None:
        """The body that `words` name as an issuer: one of the registry, an unnamed person, a country, a capitalised name."""
        if not words:
            return None
        whole = self._registry.get(self._registry.resolve(words, context).id or "")
        if whole is not None:
            return _issued_by(whole, span)
        within = [m for m in self._registry.find(words) if m.sure]
        part = self._registry.get(within[-1].candidates[0]) if within else None
        if part is not None:
            return _issued_by(part, span)
        phrase = analyse(words, self._words)
        if phrase.head in self._words.persons and not phrase.title:
            return Holder(f"anon:{slug(phrase.base)}", phrase.base, "document", span)
        place = place_of_name(words)
        if place:
            return Holder(place, words, "document", span)
        names = _BODY_NAME.findall(words)
        return Holder(slug(names[-1]), names[-1], "document", span) if names else None

    def _earlier(self, phrase: Phrase, span: Span) -> Holder | None:
        """The body behind "the report": the only one that the text names with a study, else the latest before."""
        if phrase.tail:
            return None
        if phrase.head in self._words.studies and len(self._studies) == 1:
            only = next(iter(self._studies.values()))
            return Holder(only.id, only.name, "document", span)
        latest = self._discourse.issuers[-MEMORY:] if phrase.definite else []
        alike = [holder for noun, holder in latest if self._same_kind(noun, phrase.head)]
        return pointing_to(alike[-1], span) if alike else None

    def _same_kind(self, noun: str, other: str) -> bool:
        """Whether two nouns can name one document: the same noun, or both a study."""
        studies = self._words.studies
        return singular(noun) == singular(other) or (noun in studies and other in studies)


def _issued_by(entity: Entity, span: Span) -> Holder:
    """A paper's report is the paper speaking; of other bodies the document speaks."""
    kind: SourceType = entity.type if entity.type in ("news_outlet", "news_agency") else "document"
    return Holder(entity.id, entity.name, kind, span)
