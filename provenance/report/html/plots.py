"""Plots as SVG: strings that stand alone, in the colour of the text around them, with a title and a description for readers.

Each is drawn by `tag`, which escapes every text and every attribute: no name can become markup. No style attribute is used, so
that a page may forbid inline styles; classes are those of `style.css`.
"""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.report.audit import ScoreRow
from provenance.report.html.filters import moves, points, shortened, visible, web_address

if TYPE_CHECKING:
    from provenance.report.html.urls import Urls
    from provenance.store import SourceCard

WIDE = 640
"""Units across a plot; one is a pixel where there is room."""
ROW = 22
"""Units from one row to the next."""
TEXT = 13
"""Size of letters, in units; a column of text is some 7 of them wide. The style sheet sets it."""


class Svg(str):
    """Markup that was made by `tag`: templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def tag(name: str, *children: str, **attributes: object) -> Svg:
    """An element. Children that are no `Svg` are texts, escaped; `class_` is `class`, "_" in names is "-", None is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(visible(_figure(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Svg) else html.escape(visible(child)) for child in children)
    return Svg(f"<{name}{given}>{inner}</{name}>")


def _figure(value: object) -> str:
    """A coordinate with one digit at most: the same on every machine."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _plot(title: str, description: str, height: float, *parts: str, wide: int = WIDE) -> Svg:
    return tag(
        "svg",
        tag("title", title),
        tag("desc", description),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="plot",
        role="group" if any("<a " in part for part in parts) else "img",  # readers pass over links within an image
        aria_label=f"{title}. {description}",
        viewBox=f"0 0 {wide} {_figure(float(height))}",
        width=wide,
        height=float(height),
    )


def _text(x: float, y: float, words: str, *, end: bool = False, class_: str | None = None) -> Svg:
    return tag("text", words, x=x, y=y, text_anchor="end" if end else None, class_=class_)


def _box(x: float, y: float, across: float, down: float, class_: str) -> Svg:
    return tag("rect", x=x, y=y, width=max(0.0, across), height=max(0.0, down), class_=class_)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Svg:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


# ---------------------------------------------------------------- the score

_LABELS = 190
_TICKS = (0.5, 0.25, 0.75, 0.1, 0.9, 0.05, 0.95, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.02, 0.98)
"""Strengths that the axis may name, the most telling first; one that would stand too near to another is left out."""
_APART = 36


def waterfall(rows: Sequence[ScoreRow]) -> Svg:
    """The score as steps: each row that moves it begins where the one before it ended; the axis is the strength.

    Rows that move nothing (below 0.005 log-odds) are left to the table. The axis is linear in log-odds.
    """
    moved = [row for row in rows if moves(row.points)]
    steps, so_far = [], 0.0
    for row in moved:
        steps.append((row, so_far, so_far + row.points))
        so_far += row.points
    low = min([0.0, *(min(a, b) for _, a, b in steps)]) - 0.15
    high = max([0.0, *(max(a, b) for _, a, b in steps)]) + 0.15
    room = WIDE - _LABELS - 60

    def at(value: float) -> float:
        return _LABELS + room * (value - low) / (high - low)

    bottom = ROW * (len(steps) + 1) + 6.0
    parts: list[str] = []
    for tick, x in _ticks(low, high, at):
        parts.append(_line(x, 0, x, bottom, "axis"))
        parts.append(tag("text", f"{tick:g}", x=x, y=bottom + 15, text_anchor="middle", class_="tick"))
    for number, (row, before, after) in enumerate(steps):
        y = float(number * ROW)
        parts.append(_text(_LABELS - 8, y + 15, shortened(row.feature.replace("_", " "), 25), end=True))
        parts.append(_line(at(before), y - 4, at(before), y + 18, "step"))
        left, right = sorted((at(before), at(after)))
        parts.append(_box(left, y + 4, max(1.0, right - left), ROW - 8.0, "plus" if row.points > 0 else "minus"))
        parts.append(_text(right + 5, y + 15, points(row.points), class_="value"))
    y = float(len(steps) * ROW)
    total = _strength(so_far)
    parts.append(_text(_LABELS - 8, y + 15, "strength", end=True, class_="total"))
    parts.append(tag("circle", cx=at(so_far), cy=y + 11, r=5.0, class_="total"))
    parts.append(_text(at(so_far) + 10, y + 15, f"{total:.2f}", class_="total"))
    words = "; ".join(f"{row.feature.replace('_', ' ')} {points(row.points)}" for row in moved)
    return _plot("Score as steps", f"{words or 'no row moves it'}. Strength {total:.2f}.", bottom + 22, *parts)


def _ticks(low: float, high: float, at: Callable[[float], float]) -> Iterable[tuple[float, float]]:
    """Strengths between two log-odds, each with its place on the axis."""
    taken: list[float] = []
    for tick in _TICKS:
        odds = math.log(tick / (1 - tick))
        if low <= odds <= high and all(abs(at(odds) - x) >= _APART for x in taken):
            taken.append(at(odds))
            yield tick, at(odds)


def _strength(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))


# ---------------------------------------------------------------- counts


def histogram(counts: Sequence[int], edges: Sequence[float], title: str = "Spread of strengths") -> Svg:
    """Counts between edges, of which there is one more. Raises ValueError where there is not."""
    if len(edges) != len(counts) + 1:
        raise ValueError(f"{len(counts)} counts need {len(counts) + 1} edges, not {len(edges)}")
    tall, most = 120.0, max([*counts, 1])
    across = WIDE / max(1, len(counts))
    parts: list[str] = [_line(0, tall + 16, WIDE, tall + 16, "axis")]
    for number, count in enumerate(counts):
        x, high = number * across, tall * count / most
        if count:
            bar = tag("title", f"{edges[number]:g} to {edges[number + 1]:g}: {count:,}")
            box = _box(x + 1, tall + 16 - max(1.0, high), across - 2, max(1.0, high), "bar")
            parts.append(tag("g", bar, box))
            if across >= 24:
                label = tag("text", f"{count:,}", x=x + across / 2, y=tall + 12 - high, text_anchor="middle", class_="tick")
                parts.append(label)
    for number in range(0, len(edges), max(1, len(counts) // 10)):
        anchor = "start" if number == 0 else "end" if number == len(edges) - 1 else "middle"
        parts.append(tag("text", f"{edges[number]:g}", x=number * across, y=tall + 31, text_anchor=anchor, class_="tick"))
    said = ", ".join(f"{edges[i]:g} to {edges[i + 1]:g}: {count:,}" for i, count in enumerate(counts) if count)
    return _plot(title, said or "nothing to count", tall + 38, *parts)


def bars(pairs: Iterable[tuple[str, int]], title: str = "Counts", hrefs: Sequence[str | None] = ()) -> Svg:
    """Named counts as bars, one under the other, in the order given; `hrefs` are addresses for the names."""
    rows = list(pairs)
    most = max([count for _, count in rows] + [1])
    labels, room = 220.0, WIDE - 220.0 - 70
    parts: list[str] = []
    for number, (name, count) in enumerate(rows):
        y = float(number * ROW)
        label = _text(labels - 8, y + 15, shortened(name, 28), end=True)
        parts.append(_linked(label, hrefs[number] if number < len(hrefs) else None))
        parts.append(_box(labels, y + 4, max(1.0 if count else 0.0, room * count / most), ROW - 8.0, "bar"))
        parts.append(_text(labels + room * count / most + 5, y + 15, f"{count:,}", class_="value"))
    said = ", ".join(f"{shortened(name, 60)}: {count:,}" for name, count in rows)
    return _plot(title, said or "nothing to count", max(ROW, ROW * len(rows)), *parts)


# ---------------------------------------------------------------- who relays whom


@dataclass(frozen=True, slots=True)
class Node:
    """A source in a graph. `column` is 0 (who relays it), 1 (the source itself) or 2 (whom it relays)."""

    id: str
    name: str
    column: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What passes between two nodes: `claims` from `source` (further out) to `relay` (nearer to the publisher)."""

    relay: str
    source: str
    claims: int


_BOX = 190.0
_GAP = 34


def graph(nodes: Sequence[Node], edges: Sequence[Edge], title: str = "Who relays whom") -> Svg:
    """Three columns of sources joined by lines, thicker for more claims. The order is that of the nodes: nothing is guessed."""
    columns = [[node for node in nodes if node.column == number] for number in range(3)]
    tall = max([len(column) for column in columns] + [1]) * _GAP + 8.0
    xs = (1.0, (WIDE - _BOX) / 2, WIDE - _BOX - 1)
    places: dict[tuple[str, int], tuple[float, float]] = {}
    for number, column in enumerate(columns):
        top = (tall - len(column) * _GAP) / 2
        for row, node in enumerate(column):
            places[node.id, number] = (xs[number], top + row * _GAP)
    names = {node.id: shortened(node.name, 60) for node in nodes}
    passed: Counter[str] = Counter()
    outer: Counter[str] = Counter()
    for edge in edges:
        passed[edge.relay] += edge.claims
        outer[edge.source] += edge.claims
    parts = list(_edges(edges, places))
    for number, column in enumerate(columns):
        counted = passed if number == 0 else outer
        parts += [_node(node, counted[node.id], *places[node.id, number]) for node in column]
        if not column and number != 1:
            nobody = "nobody relays it" if number == 0 else "it relays nobody"
            parts.append(tag("text", nobody, x=xs[number] + _BOX / 2, y=tall / 2 + 4, text_anchor="middle", class_="tick"))
    said = [
        f"{names.get(edge.relay, edge.relay)} relays {names.get(edge.source, edge.source)} in {edge.claims:,}" for edge in edges
    ]
    return _plot(title, "; ".join(said) or "nobody relays it and it relays nobody", tall, *parts)


def source_graph(card: SourceCard, urls: Urls) -> Svg:
    """The graph of one source: at the left who relays it, at the right whom it relays."""
    nodes = [Node(one.source, one.name, 0, urls.source(one.source)) for one in card.relayed_by]
    nodes.append(Node(card.id, card.name, 1))
    nodes += [Node(one.source, one.name, 2, urls.source(one.source)) for one in card.relays]
    edges = [Edge(one.source, card.id, one.claims) for one in card.relayed_by]
    edges += [Edge(card.id, one.source, one.claims) for one in card.relays]
    return graph(nodes, edges, f"Who relays {shortened(card.name, 60)}, and whom it relays")


def _edges(edges: Sequence[Edge], places: dict[tuple[str, int], tuple[float, float]]) -> Iterable[str]:
    most = max([edge.claims for edge in edges] + [1])
    for edge in edges:
        for left in (0, 1):
            start, end = places.get((edge.relay, left)), places.get((edge.source, left + 1))
            if start is None or end is None:
                continue
            x1, y1, x2, y2 = start[0] + _BOX, start[1] + 13, end[0], end[1] + 13
            middle = (x1 + x2) / 2
            curve = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            yield tag("path", d=curve, class_="edge", stroke_width=1 + 5 * edge.claims / most)


def _node(node: Node, claims: int, x: float, y: float) -> Svg:
    """A box with the name; at the sides, with the claims that pass it."""
    middle = node.column == 1
    box = tag("rect", x=x, y=y, width=_BOX, height=26.0, rx=4, class_="node centre" if middle else "node")
    name = tag(
        "text",
        shortened(node.name, 25 if middle else 21),
        x=x + (_BOX / 2 if middle else 8),
        y=y + 17,
        text_anchor="middle" if middle else None,
    )
    count = [] if middle else [_text(x + _BOX - 8, y + 17, f"{claims:,}", end=True, class_="value")]
    linked = _linked(tag("g", tag("title", shortened(node.name, 200)), box, name), node.href)
    return tag("g", linked, *count)


def _linked(part: Svg, href: str | None) -> Svg:
    """The part as a link, where its address is one within the pages ("/…", "#…") or of the web."""
    if href is None or not (web_address(href) or (href[:1] in "/#" and not href.startswith("//"))):
        return part
    return tag("a", part, href=href)
