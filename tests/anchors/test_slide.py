"""What was taken out between like words: whole lines and sentences where that is a reading, else in doubt."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.anchors import reanchored
from provenance.anchors.align import align
from provenance.spans import Span
from tests.anchors.edits import unique

OPENINGS = ("According to the ministry, ", "Ms Koval said that ", "The mayor of the town said on Monday that ", "")


@given(st.lists(st.sampled_from(OPENINGS), min_size=2, max_size=12), st.data())
@settings(max_examples=300, deadline=None)
def test_lines_that_are_taken_out_or_put_in_leave_their_lookalikes_alone(openings: list[str], data: st.DataObject) -> None:
    """All lines begin alike; each has words of its own behind that."""
    bodies = [f"the {unique(3 * n)} may be {unique(3 * n + 1)} in {unique(3 * n + 2)}.\n" for n in range(len(openings))]
    lines = [opening + body for opening, body in zip(openings, bodies, strict=True)]
    some = data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=1))
    old_ones, new_ones = data.draw(st.permutations([some, set(range(len(lines)))]))
    old = "".join(lines[n] for n in sorted(old_ones))
    starts, at = {}, 0
    for n in sorted(new_ones):
        starts[n], at = at, at + len(lines[n])
    new = "".join(lines[n] for n in sorted(new_ones))
    spans: dict[Span, int] = {}
    at = 0
    for n in sorted(old_ones):
        for words in ("may", "said", "According to", lines[n].split(" may ")[0][-12:].strip()):
            if words in lines[n]:
                place = at + lines[n].index(words)
                spans[Span(place, place + len(words))] = n
        at += len(lines[n])
    found = reanchored(align(old, new), spans)
    line_at, at = {}, 0
    for n in sorted(old_ones):
        line_at[n], at = at, at + len(lines[n])
    for span, n in spans.items():
        place = found[span].place
        if n in new_ones:
            assert place is None or place.start == starts[n] + span.start - line_at[n], (old, new, span.of(old))
        else:
            assert place is None, (old, new, span.of(old))


def test_a_line_that_was_put_in_is_not_taken_for_the_old_one() -> None:
    old = "Mayor Lind said that the bridge may close.\nThe ferry runs.\n"
    new = "Mayor Lind said that the school may open.\n" + old
    span = Span(old.index("said"), old.index("said") + 4)
    place = reanchored(align(old, new), [span])[span].place
    assert place is not None and place.start == new.rindex("said")


def test_where_no_line_or_sentence_tells_words_are_in_doubt() -> None:
    old = "we saw red cars, then many blue cars, then all the green ones at the big fair of the town"
    new = "we saw red cars, then all the green ones at the big fair of the town"
    both = [Span(n, n + 5) for n in (old.index("cars,"), old.rindex("cars,"))]
    assert align(old, new).doubtful
    assert {one.status for one in reanchored(align(old, new), both).values()} == {"orphan"}
    assert {one.reason for one in reanchored(align(old, new), both).values()} == {"ambiguous"}
