"""Whom descriptions point to: "the mayor", "her husband", "the 35-year-old", "both men", "the company"."""

from __future__ import annotations

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.lexicon.places import place_of_adjective
from provenance.records import UNRESOLVED, Holder
from provenance.spans import Span
from provenance.trace.bodies import Bodies
from provenance.trace.discourse import MEMORY, SINGLE, Discourse, pointing_to
from provenance.trace.mentions import Mentions
from provenance.trace.names import Names, as_holder
from provenance.trace.offices import AGE, Offices, office_in
from provenance.trace.people import Cast, gender_of
from provenance.trace.phrases import POSSESSIVES, PRONOUNS, Phrase, analyse, is_person, is_person_noun, singular

_TWO = frozenset(["both", "two", "pair", "couple", "duo", "twosome"])
_THREE = frozenset(["three", "trio"])
_PRINTED = frozenset(["newspaper", "broadcaster", "magazine", "news", "agency"])
"""Kinds that the nouns for outlets can mean: an outlet of which it is open which one it is may be any of them."""


class Descriptions:
    """Resolves descriptions to who bears them in the document; where several can, none is taken and all are kept."""

    def __init__(
        self, cast: Cast, words: HolderWords, names: Names, offices: Offices, bodies: Bodies, seen: Mentions, discourse: Discourse
    ) -> None:
        self._cast = cast
        self._words = words
        self._names = names
        self._offices = offices
        self._bodies = bodies
        self._seen = seen
        self._discourse = discourse

    def person(self, phrase: Phrase, span: Span) -> Holder | None:
        """Somebody by age, kinship, office, or by a word used of them before. None where the words describe nobody known."""
        age = AGE.fullmatch(phrase.head)
        if age is not None and phrase.definite:
            known = list(self._offices.by_age.get(int(age[1]), {}).values())
            return as_holder(known[0], span) if len(known) == 1 else None
        several = self._several(phrase, span)
        if several is not None:
            return several
        if phrase.owner and phrase.head in self._words.relations:
            return self._related(phrase, span)
        if phrase.whole.lower().startswith("the same ") and phrase.head in self._words.sources:
            return self._unnamed_before(span)
        pointing = phrase.definite or phrase.whole.lower().startswith("one ")
        if phrase.plural or not pointing or not is_person(phrase, self._words):
            return None
        return self._by_office(phrase, span) or self._anaphor(phrase, span)

    def _several(self, phrase: Phrase, span: Span) -> Holder | None:
        """ "Both", "the two men", "the pair": those who spoke jointly last, or whom the text joined last."""
        first = phrase.whole.lower().removeprefix("the ").split()
        size = 2 if first and first[0] in _TWO else 3 if first and first[0] in _THREE else 0
        if not size or phrase.tail or (phrase.name and len(first) > 1) or not (phrase.definite or first[0] == "both"):
            return None
        if len(first) > 1 and not is_person_noun(singular(first[-1]), self._words):
            return None
        pair = self._discourse.pair_before(span)
        joints = self._discourse.joints
        if joints and (pair is None or joints[-1][0] >= pair[1] or joints[-1][2].id == pair[0].id):
            return pointing_to(joints[-1][2], span) if joints[-1][1] == size else self._open(phrase, span)
        if pair is not None and pair[0].id.count("+") + 1 == size:
            return pair[0]
        return self._open(phrase, span)

    def _open(self, phrase: Phrase, span: Span) -> Holder:
        """Some known persons, but nobody can say who."""
        return Holder(f"anon:{slug(phrase.whole)}", phrase.core, "anonymous", span)

    def _related(self, phrase: Phrase, span: Span) -> Holder | None:
        """ "Her husband", "Berg's lawyer": the one named with that word, else somebody of hers without a name."""
        asked = office_in(phrase.head, self._words)
        known = self._gendered(self._offices.holders(asked), phrase) if asked is not None else []
        if len(known) == 1 and not phrase.plural:
            return as_holder(self._cast.people[known[0]], span)
        owner = self._owner(phrase.owner, span)
        if owner is None or phrase.plural or owner.type not in SINGLE:
            return None
        earlier = f"anon:{slug(phrase.head)}-of-{owner.id.removeprefix('anon:')}"
        return Holder(earlier, phrase.core, "anonymous", span)

    def _owner(self, words: str, span: Span) -> Holder | None:
        pronoun = PRONOUNS.get(words)
        if words in POSSESSIVES:
            return self._discourse.antecedent(pronoun, span) if pronoun in ("he", "she") else None
        phrase = analyse(words, self._words)
        person = self._cast.find(phrase.name, self._names.gender(phrase)) if phrase.name else None
        return as_holder(person, span) if person is not None else None

    def _gendered(self, ids: list[str], phrase: Phrase) -> list[str]:
        """Those of the people who are not of the other sex than the noun."""
        gender = gender_of([phrase.head], self._words)
        return [id_ for id_ in ids if not gender or self._cast.people[id_].gender in ("", gender)]

    def _by_office(self, phrase: Phrase, span: Span) -> Holder | None:
        """The bearer of an office: the nearest before, one unnamed who was called so since, or the only one of the document."""
        asked = office_in(phrase.core if not phrase.tail else f"{phrase.base} {phrase.tail}", self._words)
        if asked is None:
            return None
        ranks: dict[str, int] = {}

        def accept(who: str) -> bool:
            ranks[who] = self._offices.fits(who, asked)
            return ranks[who] > 0 and bool(self._gendered([who], phrase))

        near = self._seen.nearest(self._seen.people, span.start, accept)
        best = max((ranks[who] for who in near), default=0)
        near = [who for who in near if ranks[who] == best]
        plainly = self._offices.best(asked) if best < 2 else None
        if plainly is not None and self._gendered([plainly], phrase):
            return as_holder(self._cast.people[plainly], span)
        unnamed = self._called_so(phrase, span)
        if unnamed is not None and (len(near) != 1 or self._last_mention(near[0], span) < _start(unnamed)):
            return pointing_to(unnamed, span)
        if not near:
            near = self._gendered(self._offices.holders(asked), phrase)
        if len(near) == 1:
            return as_holder(self._cast.people[near[0]], span)
        if len(near) > 1:
            self._names.unresolved.append((span, tuple(sorted(near))))
        return None

    def _last_mention(self, who: str, span: Span) -> int:
        return next((m.span.start for m in self._seen.people.before(span.start) if m.who == who), -1)

    def _unnamed_before(self, span: Span) -> Holder | None:
        """ "The same source": the unnamed person who spoke last, whatever the text called them."""
        recent = [h for h in self._discourse.persons[-MEMORY:] if _start(h) < span.start and h.type == "anonymous"]
        return pointing_to(recent[-1], span) if recent else None

    def _called_so(self, phrase: Phrase, span: Span) -> Holder | None:
        """Somebody unnamed who spoke before and was called by the same noun."""
        if len(phrase.base.split()) > 2 or phrase.tail:
            return None
        recent = [h for h in self._discourse.persons[-MEMORY:] if _start(h) < span.start and h.type == "anonymous"]
        same = [h for h in recent if phrase.head in h.name.lower().split()]
        return same[-1] if same else None

    def _anaphor(self, phrase: Phrase, span: Span) -> Holder | None:
        """ "The man", "the user": whoever spoke last and is not of the other sex."""
        if phrase.head not in self._words.anaphors or len(phrase.base.split()) > 2 or phrase.tail:
            return None
        gender = gender_of([phrase.head], self._words)
        recent = [h for h in self._discourse.persons[-MEMORY:] if _start(h) < span.start]
        fitting = [h for h in recent if self._discourse.gender(h) in ("", gender) or not gender]
        return pointing_to(fitting[-1], span) if fitting else None

    def body(self, phrase: Phrase, span: Span) -> Holder | None:
        """ "The company", "the agency": the nearest body before that can be meant, else the only one of the document."""
        if (
            not phrase.definite
            or (phrase.plural and phrase.head not in self._words.kinds)
            or phrase.name
            or len(phrase.base.split()) > 2
            or phrase.tail
        ):
            return None
        noun, more = phrase.head, [word for word in phrase.base.split()[:-1] if place_of_adjective(word) is None]

        def accept(who: str) -> bool:
            body = self._bodies.by_id[who]
            own = body.name.lower().split()
            return self._bodies.can_be(body, noun) and all(word.lower() in own for word in more)

        near = self._seen.nearest(self._seen.bodies, span.start, accept)
        recent = [h for h in self._discourse.bodies[-MEMORY:] if _start(h) < span.start]
        spoken = [h for h in recent if self._is_called(h, noun) and all(word.lower() in h.name.lower().split() for word in more)]
        if spoken and (not near or self._body_mention(near[0], span) < _start(spoken[-1])):
            return pointing_to(spoken[-1], span)
        if not near and noun in self._words.kinds and not more:
            near = self._bodies.all_of(noun)
        if len(near) == 1:
            return self._bodies.by_id[near[0]].holder(span)
        if len(near) > 1:
            self._names.unresolved.append((span, tuple(sorted(near))))
        return None

    def _is_called(self, holder: Holder, noun: str) -> bool:
        """Whether a body that spoke before has the noun in its name, or is one that it can mean."""
        if singular(noun) in (singular(word) for word in holder.name.lower().split()):
            return True
        body = self._bodies.by_id.get(holder.id)
        if holder.id.startswith(UNRESOLVED):
            return holder.type.startswith("news") and not _PRINTED.isdisjoint(self._words.kinds.get(noun, ()))
        entity = self._names.registered(holder.id) if body is None else None
        if entity is not None:
            body = self._bodies.known(entity, entity.name)
        if body is None:
            return holder.type == "organization" and "company" in self._words.kinds.get(noun, ()) and holder.name[:1].isupper()
        return self._bodies.can_be(body, noun)

    def _body_mention(self, who: str, span: Span) -> int:
        return next((m.span.start for m in self._seen.bodies.before(span.start) if m.who == who), -1)


def _start(holder: Holder) -> int:
    return holder.span.start if holder.span is not None else -1
