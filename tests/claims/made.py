"""A made corpus of claims with known truth: wires, copies, paraphrases, denials, circular pairs and distractors.

`made(seed, facts)` gives the same corpus for the same arguments everywhere. The truth is what an attentive reader would say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from provenance.ids import content_id, slug
from provenance.links import ClaimLink, Statement
from provenance.records import Hop, Polarity, Relation
from tests.claims import made_words as words

Role = Literal["wire", "copy", "bare_copy", "paraphrase", "independent", "circular", "denial", "other_number", "other_event"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a claim.

    `fact` is what it speaks about and `says` whether it states or denies it; claims with both in common are the same claim.
    `origin` is who really stands behind it ("" where nobody does, as in a circle); claims of one side of one fact have as many
    independent origins as they have different ones. `variant_of` is the fact from which only a figure differs.
    """

    fact: str
    says: bool
    origin: str
    role: Role
    variant_of: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The claims, and the truth by claim id."""

    statements: tuple[Statement, ...]
    truth: dict[str, Truth]

    def expected(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """The pairs of claims of different documents that are the same, and those that oppose each other by a denial."""
        by_fact: dict[str, list[str]] = {}
        documents = {s.id: s.document for s in self.statements}
        for id_ in sorted(self.truth):
            by_fact.setdefault(self.truth[id_].fact, []).append(id_)
        same, opposed = set(), set()
        for ids in by_fact.values():
            for i, first in enumerate(ids):
                for second in ids[i + 1 :]:
                    if documents[first] != documents[second]:
                        alike = self.truth[first].says == self.truth[second].says
                        (same if alike else opposed).add((first, second))
        return same, opposed

    def is_right(self, link: ClaimLink) -> bool:
        """Whether a link says what is true. Figures in conflict may be linked as opposed, and need not be."""
        one, two = self.truth[link.first], self.truth[link.second]
        if one.fact == two.fact:
            return (link.kind == "opposes") == (one.says != two.says)
        bases = {one.fact, one.variant_of} & {two.fact, two.variant_of} - {""}
        return bool(bases) and link.kind == "opposes"

    def origins(self) -> dict[tuple[str, bool], int]:
        """How many independent origins each side of each fact has; a circle alone counts as one that cannot be known."""
        found: dict[tuple[str, bool], set[str]] = {}
        for one in self.truth.values():
            found.setdefault((one.fact, one.says), set()).add(one.origin)
        return {side: len(them - {""}) or 1 for side, them in found.items()}


@dataclass(slots=True)
class _Maker:
    """One corpus in the making."""

    seed: int
    random: Random
    statements: list[Statement] = field(default_factory=list)
    truth: dict[str, Truth] = field(default_factory=dict)

    def name(self, endings: list[str]) -> str:
        """A made-up name of two syllables and an ending."""
        draw = self.random.choice
        first = draw(words.ONSETS) + draw(words.NUCLEI) + draw(words.CODAS)
        return first + draw(words.ONSETS).lower() + draw(words.NUCLEI) + draw(endings)

    def person(self) -> str:
        return f"{self.random.choice(words.GIVEN)} {self.name(words.LAST_ENDINGS)}"

    def day(self, month: int) -> str:
        return f"{words.MONTHS[month - 1]} {self.random.randint(1, 28)}"

    def number(self) -> str:
        """A number as texts write it."""
        draw = self.random
        return draw.choice(
            [str(draw.randint(11, 97)), f"{draw.randint(2, 9)},{draw.randint(1, 9)}00", str(draw.randint(110, 990))]
        )

    def slots(self) -> dict[str, str]:
        (land, land_adj), (land2, land2_adj) = self.random.sample(words.LANDS, 2)
        return {
            "who": self.person(),
            "who2": self.person(),
            "place": self.name(words.TOWN_ENDINGS),
            "n": self.number(),
            "org": f"{self.name(['', 'a', 'ex'])} {self.random.choice(words.BODIES)}",
            "m": self.number(),
            "land": land,
            "land_adj": land_adj,
            "land2": land2,
            "land2_adj": land2_adj,
            "day": self.day(self.random.randint(1, 12)),
            "published": f"2024-{self.random.randint(1, 12):02d}-",
        }

    def add(self, text: str, slots: dict[str, str], kind: words.Kind, chain: list[str], truth: Truth, **more: str) -> None:
        """One document with one claim."""
        number = len(self.statements)
        document = content_id("made", self.seed, number)
        id_ = content_id("made-claim", self.seed, number)
        relations: list[Relation] = ["published_by", "reprinted_from" if chain[1:2] and "-" in chain[1] else "according_to"]
        hops = tuple(Hop(source, relations[min(i, 1)]) for i, source in enumerate(chain))
        if len(hops) > 1:
            hops = (*hops[:-1], Hop(chain[-1], "stated_by"))
        polarity: Polarity = "denies" if more.get("polarity") == "denies" else "affirms"
        published = slots["published"] + f"{10 + self.random.randint(0, 3):02d}"
        title = kind.title.format(**slots)
        self.statements.append(
            Statement(id_, document, text[:1].upper() + text[1:], hops, polarity, "en", title, published, more.get("holder", ""))
        )
        self.truth[id_] = truth

    def outlet(self) -> str:
        return slug(self.random.choice(words.OUTLETS)) + f"-{self.random.randint(1, 400)}"


def made(seed: int, facts: int = 60) -> Corpus:
    """A corpus of about nine claims for each fact."""
    maker = _Maker(seed, Random(seed))
    for number in range(facts):
        _fact(maker, number)
    return Corpus(tuple(maker.statements), maker.truth)


def made_statements(seed: int, count: int) -> tuple[Statement, ...]:
    """Just so many claims, for measuring."""
    return made(seed, count // 5 + 10).statements[:count]


def edited(text: str, random: Random) -> str:
    """A copy with one or two light edits: a phrase before or after, a small word changed."""
    for _ in range(random.randint(1, 2)):
        choice = random.randint(0, 2)
        if choice == 0:
            text = f"{random.choice(words.BEFORE)} {text}" if not text.startswith(words.BEFORE) else text
        elif choice == 1:
            text += "" if text.endswith(words.AFTER) else random.choice(words.AFTER)
        else:
            old, new = random.choice(words.SWAPS)
            text = f" {text} ".replace(f" {old} ", f" {new} ", 1).strip()
    return text


def _fact(maker: _Maker, number: int) -> None:
    """All that is written about one fact."""
    random = maker.random
    kind = random.choice(words.KINDS)
    slots = maker.slots()
    slots["n"] = next(_numbers(maker, kind))
    fact = f"fact-{maker.seed}-{number}"
    ways = [way.format(**slots) for way in random.sample(kind.ways, len(kind.ways))]
    holder = maker.person()
    origin = slug(holder)
    wire = random.choice(words.WIRES)
    maker.add(ways[0], slots, kind, [wire, origin], Truth(fact, True, origin, "wire"), holder=holder)
    for _ in range(random.randint(0, 3)):
        chain = [maker.outlet(), wire, origin]
        maker.add(edited(ways[0], random), slots, kind, chain, Truth(fact, True, origin, "copy"), holder=holder)
    if random.random() < 0.4:
        maker.add(edited(ways[0], random), slots, kind, [maker.outlet()], Truth(fact, True, origin, "bare_copy"))
    for _ in range(random.randint(0, 2)):
        chain = [maker.outlet(), origin]
        truth = Truth(fact, True, origin, "paraphrase")
        maker.add(random.choice(ways[1:]), slots, kind, chain, truth, holder=holder)
    for other in (maker.person() for _ in range(random.choice((0, 0, 1, 2)))):
        truth = Truth(fact, True, slug(other), "independent")
        maker.add(random.choice(ways[1:]), slots, kind, [maker.outlet(), slug(other)], truth, holder=other)
    if random.random() < 0.2:
        one, two = maker.outlet(), maker.outlet()
        for chain, text in (([one, two], ways[1]), ([two, one], ways[2])):
            maker.add(text, slots, kind, chain, Truth(fact, True, "", "circular"))
    if random.random() < 0.4:
        denier = maker.person()
        text, polarity = (random.choice(ways), "denies") if random.random() < 0.5 else (kind.denied[0].format(**slots), "")
        truth = Truth(fact, False, slug(denier), "denial")
        maker.add(text, slots, kind, [maker.outlet(), slug(denier)], truth, holder=denier, polarity=polarity)
    _distractors(maker, number, kind, slots)


def _distractors(maker: _Maker, number: int, kind: words.Kind, slots: dict[str, str]) -> None:
    """The same sentence with another figure, and the same people, body and place in another event."""
    random = maker.random
    fact = f"fact-{maker.seed}-{number}"
    if random.random() < 0.4 and "{n}" in kind.ways[0]:
        other = {**slots, "n": next(n for n in _numbers(maker, kind) if n != slots["n"])}
        speaker = maker.person()
        truth = Truth(f"{fact}-figure", True, slug(speaker), "other_number", variant_of=fact)
        maker.add(random.choice(kind.ways).format(**other), other, kind, [maker.outlet(), slug(speaker)], truth, holder=speaker)
    if random.random() < 0.5:
        elsewhere = random.choice([k for k in words.KINDS if k is not kind])
        speaker = maker.person()
        truth = Truth(f"{fact}-event", True, slug(speaker), "other_event")
        chain = [maker.outlet(), slug(speaker)]
        maker.add(random.choice(elsewhere.ways).format(**slots), slots, elsewhere, chain, truth, holder=speaker)
    if random.random() < 0.3:
        moved = {**_elsewhere(maker, slots), "published": slots["published"], "n": slots["n"]}
        if "{place}" in kind.denied[0]:
            moved["org"] = slots["org"]
        speaker = maker.person()
        truth = Truth(f"{fact}-elsewhere", True, slug(speaker), "other_event")
        maker.add(random.choice(kind.ways).format(**moved), moved, kind, [maker.outlet(), slug(speaker)], truth, holder=speaker)


def _elsewhere(maker: _Maker, slots: dict[str, str]) -> dict[str, str]:
    """Other slots, the countries too."""
    while True:
        other = maker.slots()
        if not {other["land"], other["land2"]} & {slots["land"], slots["land2"]}:
            return other


def _numbers(maker: _Maker, kind: words.Kind) -> Iterator[str]:
    """Figures as the kind of event has them: percentages stay below a hundred."""
    while True:
        yield str(maker.random.randint(11, 97)) if "percent" in kind.ways[0] else maker.number()
