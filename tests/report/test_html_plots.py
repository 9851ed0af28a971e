"""Plots: what they draw is what they are given, names stay text, and the same data give the same bytes."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from provenance.report.audit import ScoreRow
from provenance.report.html.plots import Edge, Node, Svg, bars, graph, histogram, source_graph, tag, waterfall
from provenance.report.html.urls import Nowhere
from tests.report.poisoned import record

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = "\"><script>alert(1)</script><a href='javascript:x'>\x1b\u202e"


def parsed(svg: str) -> Any:
    """The plot as XML, which is stricter than HTML: a name that broke out would not parse."""
    return etree.fromstring(svg.encode("utf-8"), etree.XMLParser(resolve_entities=False))


def row(feature: str, points: float) -> ScoreRow:
    return ScoreRow(feature, "v", points, "r", 0.5, ())


def elements(svg: str) -> list[str]:
    return [str(one.tag).removeprefix(NS) for one in parsed(svg).iter()]


def plots(name: str) -> list[Svg]:
    nodes = [Node("l", name, 0), Node("m", name, 1, "#m"), Node("r", name, 2, f"javascript:{name}")]
    return [
        waterfall([row(name, 0.4), row("b", -0.2)]),
        histogram([1, 0, 3], [0, 0.5, 0.7, 1], name),
        bars([(name, 3), ("b", 0)], name, [f"//{name}", "/b"]),
        graph(nodes, [Edge("l", "m", 2), Edge("m", "r", 1)], name),
        source_graph(record(name).card, Nowhere()),  # type: ignore[arg-type]
    ]


def test_names_stay_text() -> None:
    for found, harmless in zip(plots(HOSTILE), plots("harmless"), strict=True):
        assert elements(found) == elements(harmless)
        assert {one.get("href") for one in parsed(found).iter(f"{NS}a")} <= {"#m", "/b"}
        assert "\x1b" not in found and "\u202e" not in found


def test_each_plot_says_to_those_who_do_not_see_it_what_it_shows() -> None:
    for found in plots("Ada"):
        root = parsed(found)
        linked = root.find(".//{*}a") is not None  # links within an image are passed over
        assert root.get("role") == ("group" if linked else "img")
        assert root[0].tag == f"{NS}title" and root[1].tag == f"{NS}desc"
        assert root.get("aria-label") == f"{root[0].text}. {root[1].text}"
        assert not [one for one in root.iter() if one.get("style") or one.get("fill")]


def test_the_steps_of_a_waterfall_join_and_end_at_the_strength() -> None:
    root = parsed(waterfall([row("prior", -0.8), row("still", 0.004), row("named", 0.5), row("hedged", -0.3)]))
    boxes = [(float(r.get("x")), float(r.get("x")) + float(r.get("width")), r.get("class")) for r in root.iter(f"{NS}rect")]
    assert [kind for *_, kind in boxes] == ["minus", "plus", "minus"]
    (zero,) = [float(t.get("x")) for t in root.iter(f"{NS}text") if t.text == "0.5"]
    prior, named, hedged = boxes
    total = float(root.find(f"{NS}circle").get("cx"))
    assert prior[1] == pytest.approx(zero, abs=0.2) and named[0] == pytest.approx(prior[0], abs=0.2)
    assert hedged[1] == pytest.approx(named[1], abs=0.2) and total == pytest.approx(hedged[0], abs=0.2)
    assert root[1].text.endswith(f"Strength {1 / (1 + math.exp(0.6)):.2f}.")


@given(st.lists(st.floats(-6, 6), max_size=30))
def test_no_score_is_drawn_outside_the_plot(points: list[float]) -> None:
    root = parsed(waterfall([row(f"f{i}", value) for i, value in enumerate(points)]))
    for box in root.iter(f"{NS}rect"):
        assert float(box.get("x")) >= 0 and float(box.get("x")) + float(box.get("width")) <= 640


def test_the_bars_of_a_histogram_are_as_high_as_the_counts() -> None:
    root = parsed(histogram([10, 0, 5], [0, 0.25, 0.5, 1]))
    assert [float(r.get("height")) for r in root.iter(f"{NS}rect")] == [120, 60]
    assert root[1].text == "0 to 0.25: 10, 0.5 to 1: 5"
    with pytest.raises(ValueError, match="3 counts need 4 edges, not 3"):
        histogram([1, 2, 3], [0, 1, 2])


def test_nothing_to_count_is_said() -> None:
    assert "nothing to count" in histogram([0], [0, 1]) and "nothing to count" in bars([])
    assert "nobody relays it and it relays nobody" in graph([Node("a", "A", 1)], [])


def test_a_graph_has_relays_at_the_left_and_what_they_relay_at_the_right() -> None:
    nodes = [Node("x", "Left", 0), Node("m", "Middle", 1), Node("x", "Right", 2), Node("y", "Below", 2)]
    root = parsed(graph(nodes, [Edge("x", "m", 4), Edge("m", "x", 2), Edge("m", "y", 1)]))
    place = {t.text: float(t.getparent().find(f"{NS}rect").get("x")) for t in root.iter(f"{NS}text") if not t.get("class")}
    assert place["Left"] < place["Middle"] < place["Right"] == place["Below"]
    assert [t.text for t in root.iter(f"{NS}text") if t.get("class") == "value"] == ["4", "2", "1"]
    assert [float(p.get("stroke-width")) for p in root.iter(f"{NS}path")] == [6, 3.5, 2.2]


def test_the_same_data_give_the_same_bytes() -> None:
    assert plots("Ada") == plots("Ada")


def test_an_element_escapes_all_but_elements() -> None:
    inner = tag("b", "<i>")
    assert tag("a", inner, "&", class_="x\"'<", stroke_width=1.25, x=None) == (
        '<a class="x&quot;&#x27;&lt;" stroke-width="1.2"><b>&lt;i&gt;</b>&amp;</a>'
    )
