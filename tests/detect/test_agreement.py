"""How findings of the rules and of the network become one: partners, sources and contents, what is not taken."""

from __future__ import annotations

import pytest

from provenance.detect.agreement import Confidences, Finding, Joining, Thresholds, agreed, is_unlinked, kind_of, partners_of
from provenance.records import DetectedAttribution
from provenance.spans import Span

TEXT = "Ann Lund said the bridge is safe, adding that it opens on Monday. Bo Ek warned that the river is high."
TAKEN = Thresholds(network=0.6, no_cue=0.7, both=0.4, alike=0.7, reading=0.8, source=0.85)
SURE = Confidences(dict.fromkeys(("both", "network", "rules", "rules, said", "rules, nested", "rules, post"), ((0.0, 0.5),)))


def made(
    content: str,
    source: str | None = None,
    cue: str | None = None,
    confidence: float = 0.9,
    parent: int | None = None,
    **other: str,
) -> DetectedAttribution:
    """A finding by its words, each of which stands once in TEXT."""

    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    return DetectedAttribution(
        passage=0,
        source=span(source) if source else None,
        cue=span(cue) if cue else None,
        lemma=other.get("lemma", cue or ""),
        stance="neutral",
        polarity="affirms",
        contents=tuple(span(part) for part in content.split(" | ")),
        mode="indirect",
        confidence=confidence,
        rule=other.get("rule", "x#y"),
        parent=parent,
    )


def found(*records: DetectedAttribution) -> list[Finding]:
    return [Finding.of(TEXT, record) for record in records]


def joined(rules: list[DetectedAttribution], network: list[DetectedAttribution]) -> list[DetectedAttribution]:
    return Joining(TAKEN, SURE, "default/0", lambda one: one).passage(found(*rules), found(*network))


def test_each_has_one_partner_and_a_common_cue_goes_before_common_words() -> None:
    rules = found(made("the bridge is safe", "Ann Lund", "said"), made("it opens on Monday", "Ann Lund", "adding"))
    network = found(
        made("it opens on Monday", "Ann Lund"),  # the words of the second, but no cue
        made("the bridge is safe, adding that it opens on Monday", "Ann Lund", "said"),
    )
    assert partners_of(rules, network) == [1, 0]
    assert partners_of(rules, network[1:]) == [0, None]
    assert partners_of(rules, []) == [None, None]
    both = found(made("the river is high", "Bo Ek", "warned"), made("river is high", "Bo Ek", "warned"))
    assert partners_of(both, found(made("river is high", "Bo Ek", "warned"))) == [None, 0]  # the closer pair first


@pytest.mark.parametrize(
    ("rules", "network", "common"),
    [
        (("the bridge is safe", "Ann Lund", None), ("the bridge is safe", "Ann Lund", "said"), True),
        (("the bridge is safe", "Ann Lund", None), ("the bridge is safe", "Bo Ek", "warned"), False),  # another's
        (("the bridge is safe", "Ann Lund", "said"), ("the bridge", "Ann Lund", "adding"), False),  # half of the words
        (("the bridge is safe", "Ann Lund", "said"), ("the river is high", "Ann Lund", "said"), True),  # one cue
    ],
)
def test_what_is_the_same(rules: tuple[str, str, str | None], network: tuple[str, str, str | None], common: bool) -> None:
    assert partners_of(found(made(*rules)), found(made(*network))) == [0 if common else None]


def test_a_source_that_does_not_touch_is_taken_where_the_network_is_sure() -> None:
    rules = made("the bridge is safe", "Bo Ek", "said")
    for confidence, source in ((0.9, "Ann Lund"), (0.8, "Bo Ek")):
        (one,) = joined([rules], [made("the bridge is safe", "Ann Lund", "said", confidence)])
        assert one.source is not None and one.source.of(TEXT) == source
        assert one.rule == "default/0#y" and one.confidence == 0.5
    (one,) = joined([made("the bridge is safe", None, "said")], [made("the bridge is safe", "Ann Lund", "said", 0.5)])
    assert one.source is not None and one.source.of(TEXT) == "Ann Lund"  # the rules have none
    (one,) = joined([made("the bridge is safe", "Ann", "said")], [made("the bridge is safe", "Ann Lund", "said", 0.99)])
    assert one.source is not None and one.source.of(TEXT) == "Ann"  # they touch: the rules' words


def test_contents_are_chosen_apart_from_sources() -> None:
    whole, short = "the bridge is safe, adding that it opens on Monday", "the bridge is safe"
    for confidence, content in ((0.9, short), (0.7, whole)):
        (one,) = joined([made(whole, "Bo Ek", "said")], [made(short, "Ann Lund", "said", confidence)])
        assert [c.of(TEXT) for c in one.contents] == [content]
    (one,) = joined([made("the bridge is safe | the river is high", "Ann Lund", "said")], [made(short, "Ann Lund", "said")])
    assert len(one.contents) == 2  # the rules follow a speaker over sentences


def test_what_one_alone_found() -> None:
    content = "the river is high"
    assert joined([], [made(content, "Bo Ek", "warned", 0.6)])
    assert not joined([], [made(content, "Bo Ek", "warned", 0.59)])
    assert not joined([], [made(content, "Bo Ek", None, 0.69)])
    assert not joined([made(content, "Bo Ek", "warned")], [])
    assert joined([made(content, "Bo Ek", "warned", lemma="say")], [])
    assert not joined([made(content, None, "warned", lemma="say")], [])
    assert not joined([made(content, "Bo Ek", "warned")], [made(content, "Bo Ek", "warned", 0.39)])  # the network doubts


def test_a_link_that_was_missed_is_no_finding() -> None:
    assert is_unlinked(made("the river is high", None, "warned"))
    assert not is_unlinked(made("the river is high", "Bo Ek", "warned"))
    assert not is_unlinked(made("the river is high", None, "warned", parent=0))
    assert not joined([], [made("the river is high", None, "warned", 0.99)])


def test_kinds_of_what_the_rules_alone_found() -> None:
    said = {"lemma": "say"}
    assert kind_of(made("the river is high", "Bo Ek", "warned")) == "rules"
    assert kind_of(made("the river is high", "Bo Ek", "warned", **said)) == "rules, said"
    assert kind_of(made("the river is high", "Bo Ek", "warned", parent=1, **said)) == "rules, nested"
    assert kind_of(made("the river is high", "Bo Ek", "warned", rule="rules/1#post")) == "rules, post"


def test_parents_are_indices_into_the_whole_output() -> None:
    outer, inner = made(TEXT, "Bo Ek", "warned"), made("the bridge is safe", "Ann Lund", "said")
    both = agreed(TEXT, [], [outer, inner], "default/0")
    assert len(both) == 2 and {one.parent for one in both} <= {None, 0, 1}
    assert agreed(TEXT, [], [], "default/0") == ()
