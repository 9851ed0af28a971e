"""Reports, surveys and data sets as sources: their id is that of the body that issued them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.lexicon.places import place_of_name
from provenance.records import UNSPECIFIED, Holder, SourceType
from provenance.registry import Context, Entity, Registry, at
from provenance.spans import Span
from provenance.trace.discourse import MEMORY, Discourse, pointing_to
from provenance.trace.phrases import Phrase, analyse, is_document, is_person, is_person_noun, singular

_ISSUER = re.compile(r"\b(?:from|by|of|in)\s+((?:the\s+|a\s+|an\s+)?(.+))$")
_SEEN = re.compile(r"(?:obtained|seen|reviewed|viewed|verified|cited|quoted|shared|provided|leaked)\b")
"""Who has seen a document did not issue it."""
_MORE = re.compile(r"\s(?:including|such as|like|that|which|who|published|released|issued|dated|on|about)\s.*$")
_CAPITALISED = r"[A-Z][\w.&'’-]{0,40}"
_WHO = rf"(?P<who>(?:[Tt]he )?{_CAPITALISED}(?: (?:(?:of|for|the|and|on) ){{0,2}}{_CAPITALISED}){{0,7}}|[Tt]he [a-z]{{3,20}})"
_ISSUING = r"(?:published|released|issued|presented|unveiled|launched|commissioned|compiled|prepared|wrote|written|produced)"
_NOUN = r"(?P<noun>[a-z]{4,14})\b"
_PUBLISHED = re.compile(
    rf"(?<![\w’'-]){_WHO}(?:, [^,.;:\n]{{1,80}},)? (?:(?:has|have|had|also|recently|just|on [A-Z][a-z]+day) ){{0,2}}{_ISSUING}"
    rf" (?:an?|its|the|their|his|her|another) (?:[\w’'-]{{1,30}} ){{0,4}}?{_NOUN}"
)
_PUBLISHED_BY = re.compile(
    rf"(?<![\w’'-]){_NOUN}(?: [^,.;:\n ]{{1,30}}){{0,4}}? {_ISSUING} (?:[a-z]{{2,12}} |[A-Z][a-z]{{2,8}}day ){{0,2}}by {_WHO}"
)
_TITLE = re.compile(r"[\"'“‘«]([^\"“”«»]{2,80}?)[\"'”’»](?:\s|$|,)")
_BODY_NAME = re.compile(r"[A-Z][\w.&'-]{0,60}+(?:\s+(?:of\s+|for\s+|the\s+|and\s+)?[A-Z][\w.&'-]*)+")
_AT_BODY = re.compile(r"(?:at|from|of|with)\s+(?:the\s+)?((?:[A-Z][\w.&'-]*(?:\s+(?:of\s+|for\s+|the\s+)*)?){1,6})")
_OPENING_QUOTES = frozenset("\"'“‘«„")
_PRESS = frozenset(["media", "press", "newspaper", "news", "television", "tv", "radio", "wire"])
_SPEAKERS = ("person", "official_body", "organization", "news_outlet", "news_agency", "platform_account")


class Issuers:
    """Finds who issued a document that a text names as its source.

    `named` reads words as the name or description of somebody whom the text names, `outlet` a phrase as that of an outlet before;
    None where it is nobody's.
    """

    def __init__(
        self,
        registry: Registry,
        context: Context,
        words: HolderWords,
        discourse: Discourse,
        named: Callable[[str, Span, str], Holder | None],
        outlet: Callable[[Phrase, Span], Holder | None],
    ) -> None:
        self._registry = registry
        self._context = context
        self._words = words
        self._discourse = discourse
        self._named = named
        self._outlet = outlet
        self._studies: dict[str, Holder] = {}
        self._issues: list[tuple[int, str, Holder]] = []
        """Documents whose issue the text tells of: where, by what noun, and who issued them."""

    def note(self, text: str, sources: Iterable[Span]) -> None:
        """Finds who issued the documents of the text, so that "a recent survey" can point forwards too, and "the report" back."""
        self._issues = sorted(self._issued_in(text), key=lambda one: one[0])
        for span in sources:
            phrase = analyse(span.of(text), self._words)
            issuer = _ISSUER.search(phrase.tail)
            if phrase.head in self._words.studies and issuer is not None:
                holder = self._body(issuer[2], span, at(self._context, "source", phrase.whole))
                if holder is not None and holder.type == "document" and not holder.id.startswith(("anon:", "group:")):
                    self._studies[holder.id] = holder

    def _issued_in(self, text: str) -> Iterator[tuple[int, str, Holder]]:
        """ "The institute published a report on Friday", "a survey commissioned by the ministry"."""
        for pattern in (_PUBLISHED, _PUBLISHED_BY):
            for found in pattern.finditer(text):
                noun = found["noun"].lower()
                if noun not in self._words.documents:
                    continue
                span = Span(found.start("who"), found.end("who"))
                issuer = self._named(found["who"], span, found[0])
                if issuer is not None and issuer.type in _SPEAKERS:
                    yield found.start("noun"), noun, _document_of(issuer, Span(found.start("noun"), found.end("noun")))

    def holder(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """The issuer of the document that `phrase` names; None where it names no document."""
        words = self._words
        if not is_document(phrase, words):
            return None
        press = phrase.base.split()[-2:-1]
        if press and press[0].lower() in _PRESS and phrase.head in ("reports", "report", "accounts") and not phrase.tail:
            before = phrase.base.rpartition(" ")[0]
            return Holder(slug(before), before, "news_outlet", span)  # "Chinese media reports"
        if phrase.whole.lower().removeprefix("the ")[:1] in _OPENING_QUOTES:
            return Holder(slug(phrase.core), phrase.core, "document", span)
        issued = self._issued(phrase, span, sentence)
        if issued is not None:
            return issued
        title = _TITLE.search(phrase.whole + " ")
        if title and len(title[1].split()) > 1:
            return Holder(slug(title[1]), title[1], "document", span)
        if phrase.head in words.nobodys_documents and not phrase.definite:
            return Holder(UNSPECIFIED, phrase.core, "unspecified", span)
        earlier = self._earlier(phrase, span)
        if earlier is None and phrase.definite and phrase.head in words.kinds:
            earlier = self._outlet(phrase, span)  # "the paper" is the newspaper that spoke before
        return earlier or Holder(slug(phrase.core) or UNSPECIFIED, phrase.core, "document", span)

    def _issued(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """The issuer whom the phrase states: behind "by", as an owner ("Berg's letter"), or right before the noun."""
        context = at(self._context, "source", sentence)
        issuer = None if _SEEN.match(phrase.tail) else _ISSUER.search(phrase.tail)
        before = phrase.base.rsplit(" ", 1)[0] if " " in phrase.base else ""
        for words, stated in ((issuer[1], issuer[2]) if issuer else ("", ""), (phrase.owner, phrase.owner), (before, before)):
            if not words:
                continue
            stated = _MORE.sub("", stated)
            body = self._registered(stated, span, context)
            speaker = self._named(_MORE.sub("", words), span, sentence) if body is None else None
            if speaker is not None and speaker.type in _SPEAKERS:
                return _document_of(speaker, span)
            body = body or self._described(stated, span)
            if body is not None and not (words is before and body.id.startswith("group:")):
                return body
        return None

    def _body(self, words: str, span: Span, context: Context) -> Holder | None:
        """The body that `words` name as an issuer."""
        words = _MORE.sub("", words)
        return self._registered(words, span, context) or self._described(words, span)

    def _registered(self, words: str, span: Span, context: Context) -> Holder | None:
        """A body of the registry, by the words or a name among them."""
        if not words:
            return None
        whole = self._registry.get(self._registry.resolve(words, context).id or "")
        if whole is not None:
            return _issued_by(whole, span)
        within = [m for m in self._registry.find(words) if m.sure] if "'s" not in words and "’s" not in words else []
        part = self._registry.get(within[-1].candidates[0]) if within else None
        if part is not None:
            return _issued_by(part, span)
        return None

    def _described(self, words: str, span: Span) -> Holder | None:
        """An issuer that the registry does not know: unnamed people, a country, an outlet, a class, a capitalised name."""
        if not words:
            return None
        phrase = analyse(words, self._words)
        if not phrase.title and not phrase.owner and phrase.last.islower() and is_person(phrase, self._words):
            return Holder(f"anon:{slug(phrase.base)}", phrase.base, "document", span)
        place = place_of_name(words)
        if place:
            return Holder(place, words, "document", span)
        if not phrase.owner and names_outlet(words, self._words):
            return Holder(slug(words), words, "news_outlet", span)
        person = is_person_noun(singular(phrase.head), self._words)
        house = _AT_BODY.match(phrase.tail) if phrase.plural and person else None
        if house is not None:
            return Holder(slug(house[1]), house[1], "document", span)  # "researchers at Stony Brook University"
        if phrase.plural and phrase.last.islower() and (phrase.base[:1].islower() or person):
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "document", span)
        names = _BODY_NAME.findall(words) if not phrase.owner else []
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
        issued = [(at, h) for at, noun, h in self._issues if at < span.start and self._same_kind(noun, phrase.head)]
        if phrase.definite and issued and not (alike and _starts_behind(alike[-1], issued[-1][0])):
            return _again(issued[-1][1], span)
        if not alike:
            return None
        return (
            Holder(alike[-1].id, alike[-1].name, "document", span) if alike[-1].type == "anonymous" else _again(alike[-1], span)
        )

    def _same_kind(self, noun: str, other: str) -> bool:
        """Whether two nouns can name one document: the same noun, or both a study."""
        studies = self._words.studies
        return singular(noun) == singular(other) or (noun in studies and other in studies)


def _starts_behind(holder: Holder, position: int) -> bool:
    return holder.span is not None and holder.span.start > position


def _again(holder: Holder, span: Span) -> Holder:
    return Holder(holder.id, holder.name, holder.type, span) if holder.type == "document" else pointing_to(holder, span)


def _document_of(speaker: Holder, span: Span) -> Holder:
    """What a speaker wrote: an outlet's report is the outlet speaking, of others the document speaks."""
    kind: SourceType = speaker.type if speaker.type in ("news_outlet", "news_agency") else "document"
    return Holder(speaker.id, speaker.name, kind, span)


def _issued_by(entity: Entity, span: Span) -> Holder:
    """A paper's report is the paper speaking; of other bodies the document speaks."""
    kind: SourceType = entity.type if entity.type in ("news_outlet", "news_agency") else "document"
    return Holder(entity.id, entity.name, kind, span)
