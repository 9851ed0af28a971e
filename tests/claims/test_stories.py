from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from provenance.claims.stories import Text, stories
from tests.claims.linking import b_cubed, registry

FIRES = (
    Text("a", "A fire destroyed the Veltmar warehouse in Talbrin on Monday. Mayor Rosa Kerling said 12 people were hurt."),
    Text("b", "Twelve people were hurt in Talbrin when the Veltmar warehouse burnt down, Mayor Kerling said on Monday."),
    Text("c", "Rosa Kerling, the mayor of Talbrin, thanked firemen who fought the fire at the Veltmar warehouse."),
    Text("d", "A fire destroyed the Grunau warehouse in Oldhaven on Friday. Mayor Jonas Brandt said 40 people were hurt."),
    Text("e", "Forty people were hurt in Oldhaven when the Grunau warehouse burnt down, Mayor Brandt said on Friday."),
    Text("f", "Jonas Brandt, the mayor of Oldhaven, thanked firemen who fought the fire at the Grunau warehouse."),
    Text("g", "Shares of the zeppelin maker Kolbart rose after it won an order from the navy of Norway."),
)


def test_two_events_of_one_kind_are_two_stories() -> None:
    assert stories(registry(), FIRES) == (("a", "b", "c"), ("d", "e", "f"), ("g",))


def test_the_order_of_documents_plays_no_part() -> None:
    assert stories(registry(), tuple(reversed(FIRES))) == stories(registry(), FIRES)


def test_nothing_and_one_and_empty_texts() -> None:
    assert stories(registry(), ()) == ()
    assert stories(registry(), FIRES[:1]) == (("a",),)
    assert stories(registry(), (Text("x", ""), Text("y", ""))) == (("x",), ("y",))


@pytest.fixture(scope="module")
def corpus() -> list[dict[str, str]]:
    path = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "ecbplus" / "topics-1-35.jsonl.gz"
    if not path.is_file():
        pytest.skip("the shared corpora are not on this machine")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_stories_of_a_corpus_in_which_each_topic_has_two_alike(corpus: list[dict[str, str]]) -> None:
    """772 articles of 33 topics at once; the address on the first line of some is left out, as it says what they are."""
    texts = []
    for row in corpus:
        lines = row["text"].split("\n")
        lines = lines[1:] if re.match(r"https? ?:", lines[0]) else lines
        texts.append(Text(row["id"], "\n".join(lines), lines[0]))
    found = stories(registry(), texts)
    gold = {row["id"]: row["subtopic"] for row in corpus}
    assert b_cubed(found, gold) >= 0.85
    main = {}
    for name in set(gold.values()):
        sizes = {place: sum(gold[id_] == name for id_ in one) for place, one in enumerate(found)}
        main[name] = max(sizes, key=lambda place: (sizes[place], -place))
    apart = [main[name] != main[name + "plus"] for name in main if name.endswith("_ecb") and name + "plus" in main]
    assert sum(apart) >= 31
