"""Who spoke so far in a document, and who is mentioned: what pronouns and short descriptions point back to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from provenance.lexicon.holders import HolderWords
from provenance.records import Holder
from provenance.spans import Span
from provenance.trace.bodies import Bodies
from provenance.trace.mentions import Mention, Mentions, Trail
from provenance.trace.people import Cast, gender_of

SINGLE = ("person", "anonymous", "platform_account")
"""Types of a single human voice, which "he" and "she" can mean."""
MEMORY = 50
"""How many of the latest holders a short description can point back to; nobody reads further back."""
BODIES = ("organization", "official_body", "news_outlet", "news_agency")
"""Types that "it" can mean."""
_GENDERS = {"he": "m", "she": "f"}


def pointing_to(holder: Holder, span: Span) -> Holder:
    """The same holder, named by the words at `span`; who wrote an unnamed document speaks as a person."""
    kind = "anonymous" if holder.type == "document" and holder.id.startswith("anon:") else holder.type
    return Holder(holder.id, holder.name, kind, span)


@dataclass(slots=True)
class Discourse:
    """Holders in the order of the text, the latest last, by what may point back to them."""

    cast: Cast
    words: HolderWords
    seen: Mentions
    named: Bodies
    persons: list[Holder] = field(default_factory=list)
    plurals: list[Holder] = field(default_factory=list)
    bodies: list[Holder] = field(default_factory=list)
    joints: list[tuple[int, int, Holder]] = field(default_factory=list)
    """Joint holders, with the offset of their words and with how many they are."""
    issuers: list[tuple[str, Holder]] = field(default_factory=list)
    """Who stood behind a document, with the noun that named it ("report")."""
    mentions: list[tuple[int, Holder]] = field(default_factory=list)
    """Accounts that the text introduces without a statement, with the offset of the sentence."""

    def remember(self, holder: Holder, plural: bool) -> None:
        """Files a holder under what may point back to it."""
        voice = (holder.type in SINGLE and "+" not in holder.id) or (
            holder.type == "document" and (holder.id.startswith("anon:") or holder.id in self.cast.people)
        )
        if "+" in holder.id and holder.span is not None:
            self.joints.append((holder.span.start, holder.id.count("+") + 1, holder))
            plural = True
        if voice and not plural:
            self.persons.append(holder)
        if plural or holder.type in ("group", "organization", "official_body"):
            self.plurals.append(holder)
        if holder.type in BODIES:
            self.bodies.append(holder)

    def gender(self, holder: Holder) -> str:
        """ "m", "f", or "" where nothing tells."""
        person = self.cast.people.get(holder.id)
        if person is not None:
            return person.gender
        return gender_of(holder.name.split(), self.words) if holder.type != "platform_account" else ""

    def antecedent(self, pronoun: str, at: Span, contents: Sequence[Span] = (), excluded: str = "") -> Holder | None:
        """Whom a pronoun at `at` can mean: "he", "she", "they", "it" or "who".

        `contents` are the words ascribed to it, whose names it cannot mean; `excluded` is the id of the speaker: "I".
        """
        if pronoun in _GENDERS:
            return self._single(_GENDERS[pronoun], at, contents, excluded)
        if pronoun == "it":
            return self._body(at, contents, excluded)
        if pronoun == "they":
            return self._several(at)
        return self._right_before(at) if pronoun == "who" else None

    def _single(self, gender: str, at: Span, contents: Sequence[Span], excluded: str) -> Holder | None:
        """The last single voice: who spoke last, who has opened a sentence since, or an account that was introduced since."""

        def fits(who: str) -> bool:
            person = self.cast.people[who]
            return who != excluded and person.sure and person.gender in ("", gender)

        spoken = self._latest(self.persons, at.start, lambda h: h.id != excluded and self.gender(h) in ("", gender))
        spoke = spoken.span.start if spoken is not None and spoken.span is not None else -1
        opened = self._opened(self.seen.people, at, contents, fits, spoke)
        if opened is not None:
            person = self.cast.people[opened]
            return Holder(person.id, person.name, "person", at)
        before = bisect_left(self.mentions, at.start, key=lambda mention: mention[0])
        mentioned = self.mentions[before - 1] if before else None
        if spoken is not None and spoken.id in self.cast.people:
            spoken = Holder(spoken.id, spoken.name, "person", spoken.span)  # who wrote a letter speaks as a person
        return spoken if mentioned is None or spoke >= mentioned[0] else mentioned[1]

    def _latest(self, holders: Sequence[Holder], position: int, fits: Callable[[Holder], bool]) -> Holder | None:
        recent = (h for h in reversed(holders[-MEMORY:]) if h.span is not None and h.span.start < position)
        return next((h for h in recent if fits(h)), None)

    def _opened(self, trail: Trail, at: Span, contents: Sequence[Span], fits: Callable[[str], bool], after: int) -> str | None:
        """Who is the subject of a sentence of the same passage behind `after`; in the pronoun's own also "Berg's son"."""
        layout = self.seen.layout
        line, quotation, sentence = layout.line_at(at.start), layout.quotation_at(at.start), layout.sentence_at(at.start)
        for mention in trail.before(at.start):
            if mention.line != line or mention.span.start <= after:
                return None
            qualifies = mention.possessive and mention.sentence == sentence and self._leads(mention)
            if not (mention.subject or qualifies) or (mention.quotation < 0) != (quotation < 0) or not fits(mention.who):
                continue
            if not any(c.contains(mention.span) for c in contents):
                return mention.who
        return None

    def _leads(self, mention: Mention) -> bool:
        """Whether a possessive stands near the beginning of its sentence."""
        return mention.span.start - self.seen.layout.sentence_start(mention.span.start) <= 20

    def _body(self, at: Span, contents: Sequence[Span], excluded: str) -> Holder | None:
        spoken = self._latest(self.bodies, at.start, lambda h: h.id != excluded)
        spoke = spoken.span.start if spoken is not None and spoken.span is not None else -1
        opened = self._opened(self.seen.bodies, at, contents, lambda who: who != excluded, spoke)
        return self.named.by_id[opened].holder(at) if opened is not None else spoken

    def _several(self, at: Span) -> Holder | None:
        spoken = self._latest(self.plurals, at.start, lambda h: True)
        pair = self.pair_before(at)
        spoke = spoken.span.start if spoken is not None and spoken.span is not None else -1
        return pair[0] if pair is not None and pair[1] > spoke and self._same_line(pair[1], at.start) else spoken

    def _same_line(self, one: int, other: int) -> bool:
        return self.seen.layout.line_at(one) == self.seen.layout.line_at(other)

    def pair_before(self, at: Span, size: int = 0) -> tuple[Holder, int] | None:
        """The people whom the text last joined before `at`, with the offset; None where they are not `size` of them."""
        pairs = self.seen.pairs
        end = bisect_left(pairs, at.start, key=lambda pair: pair[0])
        if not end:
            return None
        position, ids = pairs[end - 1]
        if size and len(ids) != size:
            return None
        people = [self.cast.people[id_] for id_ in ids]
        return Holder("+".join(sorted(ids)), " and ".join(p.name for p in people), "person", at), position

    def _right_before(self, at: Span) -> Holder | None:
        """Whom "who" and "which" mean: the one named last before in the sentence, else the latest voice."""
        sentence = self.seen.layout.sentence_at(at.start)
        person = next((m for m in self.seen.people.before(at.start) if m.sentence == sentence), None)
        body = next((m for m in self.seen.bodies.before(at.start) if m.sentence == sentence), None)
        if person is not None and (body is None or body.span < person.span):
            found = self.cast.people[person.who]
            return Holder(found.id, found.name, "person", at)
        if body is not None:
            return self.named.by_id[body.who].holder(at)
        return self._latest(self.persons, at.start, lambda h: True)
