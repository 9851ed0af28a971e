"""Who a source phrase means: names by the registry, people and pronouns by the document, else a description kept as such.

Where several readings remain, none is taken: the words themselves become the id, which says no more than the text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.people import known_people
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.records import UNSPECIFIED, DetectedAttribution, Holder, SourceType
from provenance.registry import Context, Registry, at
from provenance.spans import Span
from provenance.trace.people import Cast, Person, folded, skeleton
from provenance.trace.phrases import PRONOUNS, Phrase, analyse

_PLATFORM = re.compile(
    r"\b(?:on|of|via)\s+(?:the\s+)?(?:social\s+media\s+platform\s+|platform\s+|Sina\s+)?(X|Twitter|Telegram|Facebook|Instagram|TikTok|Weibo|YouTube"
    r"|Bluesky|Mastodon|Truth Social|VK|Reddit|Threads|WeChat)\b|\b(X|Twitter|Telegram|Facebook|Instagram|TikTok|Weibo|YouTube|Reddit)\s+(?:user|account|channel)"
)
_HANDLE = re.compile(r"@(\w{1,30})")
_QUOTED = re.compile(r"[\"'“‘«]([^\"“”«»]{2,80}?)[\"'”’»](?:\s|$|,)")
_ISSUER = re.compile(r"\b(?:from|by|of|in)\s+(?:the\s+|a\s+|an\s+)?(.+)$")
_JOINT = re.compile(r"\s+and\s+|,\s+(?:and\s+)?")
_STUDIES = frozenset(
    [
        "report",
        "reports",
        "survey",
        "surveys",
        "study",
        "studies",
        "poll",
        "polls",
        "research",
        "analysis",
        "review",
        "paper",
        "findings",
        "assessment",
    ]
)
_OPENING_QUOTES = frozenset("\"'“‘«„")
MAX_JOINT = 4


@dataclass(slots=True)
class Discourse:
    """Who spoke so far, the latest last: what pronouns and short descriptions point back to."""

    persons: list[Holder] = field(default_factory=list)
    plurals: list[Holder] = field(default_factory=list)
    bodies: list[Holder] = field(default_factory=list)
    issuers: list[Holder] = field(default_factory=list)

    def remember(self, holder: Holder, plural: bool) -> None:
        """Files a holder under what may point back to it."""
        if holder.type in ("person", "anonymous", "platform_account") and not plural:
            self.persons.append(holder)
        if plural or holder.type in ("group", "organization", "official_body"):
            self.plurals.append(holder)
        if holder.type in ("organization", "official_body", "news_outlet", "news_agency"):
            self.bodies.append(holder)
        if holder.type == "document" and holder.id.startswith("anon:"):
            self.persons.append(holder)


class Holders:
    """Resolves the sources of one document, in the order of the text."""

    def __init__(self, text: str, registry: Registry, context: Context, cast: Cast, words: HolderWords) -> None:
        self.text = text
        self.registry = registry
        self.context = context
        self.cast = cast
        self.words = words
        self.studies: dict[str, Holder] = {}
        """The bodies that the text names as issuers of a report, survey or the like, anywhere in it."""
        self.discourse = Discourse()
        self.enclosing: Holder | None = None
        """The holder of the attribution around the one that is being resolved."""
        self.mentions: list[tuple[int, Holder]] = []
        """People and accounts with the offset of each mention, in order."""

    def resolve(self, found: DetectedAttribution, sentence: str, enclosing: Holder | None) -> Holder:
        """The holder of one attribution. `sentence` is the one around it, `enclosing` the holder of the attribution around it."""
        if found.source is None:
            return Holder(UNSPECIFIED, "not stated", "unspecified")
        phrase = analyse(found.source.of(self.text), self.words)
        holder = self._resolve(phrase, found, sentence, enclosing)
        if phrase.pronoun is None:
            self.discourse.remember(holder, phrase.plural and holder.type in ("anonymous", "group"))
            if phrase.head in self.words.documents and holder.id != UNSPECIFIED and not holder.id.startswith("anon:"):
                self.discourse.issuers.append(holder)
        elif holder.type in ("person", "anonymous", "platform_account"):
            self.discourse.persons.append(holder)
        return holder

    # ------------------------------------------------------------ the order of the readings

    def _resolve(self, phrase: Phrase, found: DetectedAttribution, sentence: str, enclosing: Holder | None) -> Holder:
        span = found.source
        assert span is not None
        self.enclosing = enclosing
        if phrase.pronoun is not None:
            return self._pronoun(phrase, span, enclosing)
        account = self._account(phrase, found, sentence)
        if account is not None:
            return account
        for reading in (self._joint, self._entity, self._place, self._person, self._document, self._anonymous, self._body):
            holder = reading(phrase, span, sentence)
            if holder is not None:
                return holder
        return self._name(phrase, span)

    def _entity(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """An entity of the registry, by the whole phrase or its core."""
        if phrase.title or phrase.head in self.words.documents:
            return None
        context = at(self.context, "source", sentence)
        for words in dict.fromkeys((phrase.whole, phrase.core, phrase.base)):
            if not words:
                continue
            found = self.registry.resolve(words, context)
            entity = self.registry.get(found.id) if found.id else None
            if entity is not None:
                return Holder(entity.id, entity.name, entity.type, span)
        owner = re.match(r"(.+?)['’]s\s", phrase.whole)
        owned = self.registry.resolve(owner[1], context).id if owner else None
        entity = self.registry.get(owned) if owned else None
        if entity is not None and entity.type.startswith("news") and _singular(phrase.head) not in self.words.persons:
            return Holder(entity.id, entity.name, entity.type, span)  # "The Washington Post's Fact Checker"
        return None

    def _place(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A country or capital that speaks."""
        for words in (phrase.core, _without_brackets(phrase.whole)) if not phrase.tail else ():
            place = place_of_name(words) if words else None
            if place:
                return Holder(place, phrase.core, "official_body", span)
        if phrase.head in ("side", "government", "authorities", "leadership", "regime") and len(phrase.base.split()) == 2:
            place = place_of_adjective(phrase.base.split()[0]) or place_of_name(phrase.base.split()[0])
            if place and phrase.head != "authorities":
                return Holder(place, phrase.core, "official_body", span)
        if phrase.head == phrase.core.lower() and (place := place_of_adjective(phrase.core)) is not None:
            return Holder(f"group:{slug(phrase.core)}s", phrase.core, "group", span)
        return None

    def _joint(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """Joint holders, where each is a name of its own."""
        if " and " not in phrase.whole:
            return None
        parts = [p.strip() for p in _JOINT.split(_without_brackets(phrase.whole)) if p.strip()]
        if not 2 <= len(parts) <= MAX_JOINT:
            return None
        holders: list[Holder] = []
        for part in parts:
            small = analyse(part, self.words)
            holder = self._place(small, span, sentence) or self._entity(small, span, sentence)
            if holder is None and small.name:
                holder = self._person(small, span, sentence)
            if holder is None and holders and _singular(small.head) != small.head:
                holder = Holder(f"group:{slug(small.base)}", small.core, "group", span)
            if holder is None:
                return None
            holders.append(holder)
        ids = sorted({h.id for h in holders})
        return Holder("+".join(ids), " and ".join(h.name for h in holders), holders[0].type, span)

    def _person(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A person by name: after a title, or as a name that the document or the table of people knows."""
        name = phrase.name
        if not name:
            return None
        parts = name.split()
        bodily = any(p.lower() in self.words.organization_words for p in parts)
        if (
            phrase.title
            and not bodily
            and name == " ".join(phrase.base.split()[-len(parts) :]).replace("'s", "").replace("’s", "")
        ):
            person = self.cast.add(name, self._affiliation(phrase))
            person.place = person.place or _place_in(phrase.role)
            return self._as_person(person, span)
        if name.lower() != phrase.base.lower().removesuffix("'s").removesuffix("’s") and not phrase.title:
            return None
        known = known_people().get(name)
        known_person = self.cast.find(name)
        if known is not None and known_person is None:
            return self._as_person(self.cast.add(name), span)
        if known_person is not None and not bodily:
            return self._as_person(self.cast.add(name, self._affiliation(phrase)), span)
        garbled = self._garbled(phrase)
        return self._as_person(garbled, span) if garbled else None

    def _as_person(self, person: Person, span: Span) -> Holder:
        return Holder(person.id, person.name, "person", span)

    def _affiliation(self, phrase: Phrase) -> str:
        """The body that a person belongs to, by the words before or after the name."""
        words = f"{phrase.role} {phrase.tail}"
        caps = re.findall(r"[A-Z][\w.&-]*(?:\s+(?:of\s+|for\s+|the\s+)?[A-Z][\w.&-]*)*", words)
        return max(caps, key=len, default="")

    def _garbled(self, phrase: Phrase) -> Person | None:
        """Someone whose name and whose body are both misspelt: the one person of the document whom both resemble.

        The body's words must share their first letters with those of the known body, the name most of its consonants.
        """
        match = re.match(r"(?:of|from|at|with)\s+(?:the\s+)?(.+)", phrase.tail)
        if match is None or len(phrase.name.split()) > 2:
            return None
        body = folded(match[1]).split()
        fitting = [
            p
            for p in self.cast.people.values()
            if p.affiliation and _alike(body, folded(p.affiliation).split()) and _sounds_like(phrase.name, p.name)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _document(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """A report, survey or data set: its id is that of the body that issued it."""
        if phrase.head not in self.words.documents:
            return None
        owner = phrase.whole.split()[0].lower()
        if PRONOUNS.get(owner) in ("he", "she", "they", "i", "we") and len(phrase.whole.split()) < 4:
            return self._pronoun(analyse(owner, self.words), span, self.enclosing)
        if phrase.head == "reports" and "media" in phrase.base.lower():
            return Holder(slug(re.sub(r"\s+reports$", "", phrase.base)), phrase.base, "news_outlet", span)
        if phrase.whole.lower().removeprefix("the ")[:1] in _OPENING_QUOTES:
            return Holder(slug(phrase.core), phrase.core, "document", span)
        context = at(self.context, "source", sentence)
        issuer = _ISSUER.search(phrase.tail)
        for words in (issuer[1] if issuer else "", phrase.base.rsplit(" ", 1)[0] if " " in phrase.base else ""):
            holder = self._issuer(words, span, context)
            if holder is not None:
                return holder
        quoted = _QUOTED.search(phrase.whole + " ")
        if quoted and len(quoted[1].split()) > 1:
            return Holder(slug(quoted[1]), quoted[1], "document", span)
        if (
            phrase.head in ("reports", "accounts", "documents", "studies", "polls", "evidence", "images", "footage")
            and not phrase.definite
        ):
            return Holder(UNSPECIFIED, phrase.core, "unspecified", span)
        return self._earlier_issuer(phrase, span) or Holder(slug(phrase.core) or UNSPECIFIED, phrase.core, "document", span)

    def _issuer(self, words: str, span: Span, context: Context) -> Holder | None:
        """The body in `words`, the issuer of a document."""
        if not words:
            return None
        found = self.registry.resolve(words, context)
        if found.id:
            entity = self.registry.get(found.id)
            kind: SourceType = "document"
            if entity is not None and entity.type in ("news_outlet", "news_agency"):
                kind = entity.type
            return Holder(found.id, entity.name if entity else words, kind, span)
        sure = [m for m in self.registry.find(words) if m.sure]
        if sure:
            entity = self.registry.get(sure[-1].candidates[0])
            if entity is not None:
                return Holder(entity.id, entity.name, entity.type if entity.type.startswith("news") else "document", span)
        phrase = analyse(words, self.words)
        if phrase.head in self.words.persons and not phrase.title:
            return Holder(f"anon:{slug(phrase.base)}", phrase.base, "document", span)
        place = place_of_name(words)
        if place:
            return Holder(place, words, "document", span)
        caps = re.findall(r"[A-Z][\w.&'-]*(?:\s+(?:of\s+|for\s+|the\s+|and\s+)?[A-Z][\w.&'-]*)+", words)
        return Holder(slug(caps[-1]), caps[-1], "document", span) if caps else None

    def note_studies(self, sources: Iterable[Span]) -> None:
        """Finds who issued the reports and surveys of the text, so that "a recent survey" can point forwards too."""
        for span in sources:
            phrase = analyse(span.of(self.text), self.words)
            issuer = _ISSUER.search(phrase.tail)
            if phrase.head in _STUDIES and issuer is not None:
                holder = self._issuer(issuer[1], span, at(self.context, "source", phrase.whole))
                if holder is not None and holder.type == "document" and not holder.id.startswith("anon:"):
                    self.studies[holder.id] = holder

    def _earlier_issuer(self, phrase: Phrase, span: Span) -> Holder | None:
        """The body behind "the report": the only one that the text names with a study, else the latest before."""
        if phrase.head in _STUDIES and len(self.studies) == 1 and not phrase.tail:
            only = next(iter(self.studies.values()))
            return Holder(only.id, only.name, "document", span)
        if self.discourse.issuers and phrase.definite and not phrase.tail:
            last = self.discourse.issuers[-1]
            return Holder(last.id, last.name, "document", span)
        return None

    def _anonymous(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """Unnamed people: a source, an official, a class of people; or one described before ("the minister")."""
        head, singular = phrase.head, _singular(phrase.head)
        common = head in self.words.groups or singular in self.words.persons or head in self.words.sources
        if phrase.name and phrase.name == phrase.base and not (common and (len(phrase.name.split()) == 1 or phrase.plural)):
            return None
        if head in self.words.sources:
            return Holder(f"anon:{slug(phrase.core)}", phrase.core, "anonymous", span)
        if singular in self.words.persons or head in self.words.persons:
            if singular != head or (phrase.plural and head not in self.words.persons):
                return Holder(f"group:{slug(phrase.base)}", phrase.core, "group", span)
            earlier = self._described_before(phrase, span) if phrase.definite or phrase.whole.lower().startswith("one ") else None
            return earlier or Holder(f"anon:{slug(phrase.core)}", phrase.core, "anonymous", span)
        if head in self.words.official_words and not phrase.definite and phrase.base[:1].islower():
            return Holder(slug(phrase.base), phrase.core, "official_body", span)
        if head in self.words.groups or phrase.whole.lower().split()[0] in ("some", "many", "others", "most"):
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "group", span)
        return None

    def _described_before(self, phrase: Phrase, span: Span) -> Holder | None:
        """The one earlier holder, or the last mentioned person, whom a short description points back to."""
        if len(phrase.base.split()) > 2:
            return None
        same = [h for h in self.discourse.persons if phrase.head in h.name.lower().split()]
        if same:
            return Holder(same[-1].id, same[-1].name, same[-1].type, span)
        titled = {
            p.id: p
            for p in self.cast.people.values()
            if re.search(rf"\b{re.escape(phrase.head)}\b", self._around(p), re.IGNORECASE)
        }
        if len(titled) == 1:
            return self._as_person(next(iter(titled.values())), span)
        if phrase.head in ("individual", "man", "woman", "person", "user", "blogger", "soldier") and self.discourse.persons:
            last = self.discourse.persons[-1]
            return Holder(last.id, last.name, last.type, span)
        return None

    def _around(self, person: Person) -> str:
        """The words right before the first mention of a person: titles."""
        at_ = self.text.find(person.name)
        return self.text[max(0, at_ - 40) : at_] if at_ >= 0 else ""

    def _body(self, phrase: Phrase, span: Span, sentence: str) -> Holder | None:
        """An official body or organisation that the registry does not know; "the airline" by the one named before."""
        head = phrase.head
        if head in self.words.official_words or head in self.words.organization_words:
            owner = re.match(r"(.+?)['’]s\s+office$", phrase.whole)
            if owner is not None and (person := self.cast.find(analyse(owner[1], self.words).name)) is not None:
                return Holder(f"office-of-{person.id}", phrase.core, "official_body", span)
            if phrase.definite and len(phrase.base.split()) == 1:
                named = [h for h in self.discourse.bodies if _stem(head) in _stem(h.name)]
                if named:
                    return Holder(named[-1].id, named[-1].name, named[-1].type, span)
            kind: SourceType = "official_body" if head in self.words.official_words else "organization"
            return Holder(slug(phrase.core), phrase.core, kind, span)
        return None

    def _name(self, phrase: Phrase, span: Span) -> Holder:
        """What is left: a name that nothing else explains, or a description."""
        parts = phrase.name.split()
        if phrase.name and phrase.name.lower() == phrase.base.lower().removesuffix("'s").removesuffix("’s"):
            organised = any(p.lower() in self.words.organization_words for p in parts) or phrase.definite
            if organised or (len(parts) == 1 and (phrase.name.isupper() or phrase.name[1:] != phrase.name[1:].lower())):
                return Holder(slug(phrase.name), phrase.name, "organization", span)
            person = self.cast.add(phrase.name, self._affiliation(phrase))
            return self._as_person(person, span)
        if phrase.plural:
            return Holder(f"group:{slug(phrase.base)}", phrase.core, "group", span)
        if phrase.indefinite:
            return Holder(f"anon:{slug(phrase.base)}", phrase.core, "anonymous", span)
        return Holder(slug(phrase.core) or UNSPECIFIED, phrase.core, "organization" if phrase.name else "unspecified", span)

    # ------------------------------------------------------------ accounts and pronouns

    def _account(self, phrase: Phrase, found: DetectedAttribution, sentence: str) -> Holder | None:
        """An account on a platform: a handle, or a name that "known as", "called", "identified as" gives in that setting."""
        span = found.source
        assert span is not None
        whole = span.of(self.text)
        handle = _HANDLE.search(whole)
        platform = self._platform(whole) or (
            self._platform(sentence) if found.channel and found.channel.relation == "posted_on" else None
        )
        if handle:
            return self._account_holder(platform or "x", handle[1], span)
        if platform is None:
            return None
        name = self._account_name(whole)
        return self._account_holder(platform, name, span) if name else None

    def _account_name(self, words: str) -> str | None:
        """The name that follows "known as" and the like."""
        for naming in self.words.naming:
            at_ = words.find(naming + " ")
            if at_ < 0:
                continue
            rest = words[at_ + len(naming) + 1 :].strip()
            quoted = _QUOTED.match(rest + " ")
            if quoted:
                return quoted[1]
            name = re.match(r"@?\w[\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*", rest)
            if name and (name[0][0].isupper() or name[0][0] == "@"):
                return name[0].lstrip("@")
        return None

    def _account_holder(self, platform: str, name: str, span: Span) -> Holder:
        plain = name.lstrip("@")
        return Holder(f"{platform}:{plain.lower() if '_' in plain else slug(plain)}", name, "platform_account", span)

    def _platform(self, words: str) -> str | None:
        found = _PLATFORM.search(words)
        if found is None:
            return None
        name = found[1] or found[2]
        resolved = self.registry.resolve(name, Context(role="channel", text=f"on the social media platform {name}"))
        return resolved.id or slug(name)

    def note_mentions(self, sentences: list[tuple[int, str]]) -> None:
        """Finds accounts that sentences introduce ("a man known as Commander Pi shared a video on X"), for pronouns later."""
        for offset, sentence in sentences:
            if any(naming in sentence for naming in self.words.naming):
                platform, name = self._platform(sentence), self._account_name(sentence)
                if platform and name:
                    self.mentions.append((offset, self._account_holder(platform, name, Span(offset, offset))))
        self.mentions.sort(key=lambda m: m[0])

    def _pronoun(self, phrase: Phrase, span: Span, enclosing: Holder | None) -> Holder:
        """The latest holder that fits the pronoun; within a quotation "I" and "we" are its speaker."""
        kind = phrase.pronoun
        last: Holder | None = None
        if kind in ("i", "we"):
            last = enclosing
            person = self.cast.people.get(enclosing.id) if enclosing else None
            place = (person.place if person else None) or (
                _place_in(enclosing.name) if enclosing and enclosing.type == "anonymous" else None
            )
            if kind == "we" and place:
                return Holder(place, place, "official_body", span)
        elif kind in ("he", "she"):
            mentioned = [m for m in self.mentions if m[0] < span.start]
            spoken = [h for h in self.discourse.persons if h.span is not None and h.span.start < span.start]
            last = spoken[-1] if spoken else None
            if mentioned and (last is None or last.span is None or last.span.start < mentioned[-1][0]):
                last = mentioned[-1][1]
        elif kind == "they":
            last = self.discourse.plurals[-1] if self.discourse.plurals else None
        elif kind == "it":
            last = self.discourse.bodies[-1] if self.discourse.bodies else None
        elif kind == "who":
            last = self.discourse.persons[-1] if self.discourse.persons else None
        if last is None:
            return Holder(UNSPECIFIED, phrase.whole, "unspecified", span)
        return Holder(last.id, last.name, last.type, span)


_OFFICE = re.compile(
    r"\b(?:government|minister|ministry|president|premier|chancellor|foreign|defen[cs]e|spokes\w+|ambassador|envoy|official)\b",
    re.IGNORECASE,
)


def _place_in(words: str) -> str | None:
    """The country whose office the words give: "Chinese Foreign Minister"."""
    if not _OFFICE.search(words):
        return None
    return next((place for word in words.split() if (place := place_of_adjective(word)) is not None), None)


def _without_brackets(words: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", words).strip()


def _singular(head: str) -> str:
    for end, singular in (("ies", "y"), ("men", "man"), ("women", "woman"), ("ses", "s"), ("people", "person")):
        if head.endswith(end):
            return head[: -len(end)] + singular
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head


def _stem(words: str) -> str:
    return words.lower()[:40].replace("lines", "line")


def _alike(garbled: list[str], body: list[str]) -> bool:
    """Whether the words of two bodies begin alike, word for word, though not all are equal."""
    return bool(body) and len(garbled) == len(body) and all(a[:3] == b[:3] for a, b in zip(garbled, body, strict=True))


def _sounds_like(garbled: str, name: str) -> bool:
    """Whether the last names share their consonants in order, but for one."""
    a, b = skeleton(garbled.split()[-1]), skeleton(name.split()[-1])
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= 3 and len(longer) - len(shorter) <= 1 and (longer.startswith(shorter) or shorter in longer)
