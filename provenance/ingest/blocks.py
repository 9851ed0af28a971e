"""A parsed page as text: one block a line, in document order, with the place of each block and link in the markup.

Nothing visible is dropped: credits stand in bylines, captions, sidebars and footers. The walk uses a stack of its own and
takes time linear in the page. Paths are written at its end, when all siblings are counted, and for those alone who ask.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree

from provenance.ingest.seams import Rows
from provenance.records import Link
from provenance.spans import Span

_BLOCK = (
    "address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu "
    "nav ol optgroup option p plaintext pre search section select summary table tbody td textarea tfoot th thead tr ul"
)
BLOCK_TAGS = frozenset(_BLOCK.split())
"""Elements that stand on lines of their own; all others run on within a line."""
_HIDDEN = "head script style template noscript svg iframe object embed applet audio video canvas noframes noembed"
HIDDEN_TAGS = frozenset(_HIDDEN.split())
"""Elements whose content is no text of the page."""
_INLINE: Final = 0
_LINK_KIND: Final = 1
_BREAK_KIND: Final = 2
_HIDDEN_KIND: Final = 3
_BLOCK_KIND: Final = 4
_LINES_KIND: Final = 5
_NO_LEAF: Final = -1
_KINDS = (
    dict.fromkeys(BLOCK_TAGS, _BLOCK_KIND)
    | dict.fromkeys(("pre", "textarea", "listing", "plaintext"), _LINES_KIND)
    | dict.fromkeys(HIDDEN_TAGS, _HIDDEN_KIND)
    | {"a": _LINK_KIND, "br": _BREAK_KIND}
)
"""What an element is to the line: part of it, a link in it, its end, nothing; or lines of its own, the last with ends kept.

Of an element that is no line and has none within, a leaf, only its kind is kept while it lasts: most elements are leaves.
"""

_DEEPEST_PATH = 100
"""Elements below this depth are told by their ancestor there, a "//" and their name, so that paths stay short."""
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\ufeff")
_EMPTY_HREFS = ("#", "javascript:", "data:", "vbscript:")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marked element stands: its path, and its lines, from the index `first` up to but not including `end`."""

    path: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page, and its links (addresses as they stand there).

    Of each line: its words, where they start in `text`, and name and path of the element that holds them. `places` are those of
    the elements that were asked for. `depth` is that of the deepest element.
    """

    lines: Sequence[str]
    starts: Sequence[int]
    tags: Sequence[str]
    paths: Sequence[str]
    links: tuple[Link, ...]
    places: Mapping[etree._Element, Place]
    depth: int
    elements: int

    @property
    def text(self) -> str:
        """The text of the page."""
        return "\n".join(self.lines)


class _Node:
    """An element of the page: its parent, its number among the siblings of its name, how many children of each name it has."""

    __slots__ = ("children", "kind", "number", "parent", "path", "tag")

    def __init__(self, parent: _Node | None, tag: str, kind: int, number: int) -> None:
        self.parent, self.tag, self.kind, self.number = parent, tag, kind, number
        self.children: dict[str, int] | None = None
        self.path: str | None = None


_WORDS: Final = 0
_AN_END: Final = 1
_A_LINKS_END: Final = 2
_A_SEAM: Final = 3
_LINKS_MET: Final = 4
"""What came since the last words: nothing, an element's end or a link's, then another's beginning, both of them links."""


class _Writer:
    """Collects words into lines. White space is collapsed when a line ends, so that most lines are made in one go."""

    __slots__ = ("_end", "after", "hrefs", "lines", "links", "marks", "owners", "pieces", "rows", "starts", "words")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.starts: list[int] = []
        self.owners: list[_Node] = []
        self.links: list[Link] = []
        self.hrefs: list[str] = []
        """The addresses of the open links, the innermost last."""
        self.pieces: list[str] = []
        self.marks: list[tuple[int, str]] = []
        """From which piece of this line on words belong to which link, "" for none."""
        self.words = ""
        """The last piece of this line that is more than white space."""
        self.after = _WORDS
        self.rows = Rows()
        self._end = 0

    def add(self, raw: str) -> None:
        """Append what is more than white space to the line that is being written."""
        if self.after >= _A_SEAM and self.words and self._needs_space(raw):
            self.pieces.append(" ")
        self.pieces.append(raw)
        self.words, self.after = raw, _WORDS

    def _needs_space(self, raw: str) -> bool:
        """Whether two elements without white space between them are two words all the same.

        Style sheets often set the space: links of a menu, "By" or "Source:" and a name. Within a word letters do not rise.
        """
        last = self.words[-1]
        if last == ":":
            return raw[0].isalpha()
        return self.after == _LINKS_MET or ((last.islower() or last.isdigit()) and raw[0].isupper())

    def inline_start(self, kind: int) -> None:
        """An element that runs on within the line begins."""
        if self.after == _A_LINKS_END and kind == _LINK_KIND:
            self.after = _LINKS_MET
        elif self.after in (_AN_END, _A_LINKS_END):
            self.after = _A_SEAM

    def inline_end(self, kind: int) -> None:
        """An element that runs on within the line ends."""
        if self.after == _WORDS and self.words:
            self.after = _A_LINKS_END if kind == _LINK_KIND else _AN_END

    def open_link(self, href: str) -> None:
        """The words from here on belong to a link, and to no outer one."""
        self.hrefs.append(href)
        self.marks.append((len(self.pieces), href))

    def close_link(self) -> None:
        """The innermost link ends."""
        self.hrefs.pop()
        self.marks.append((len(self.pieces), self.hrefs[-1] if self.hrefs else ""))

    def flush(self, owner: _Node) -> None:
        """End the line, as a block of the element that holds it; a link goes on in the next line as a piece of its own."""
        pieces, marks = self.pieces, self.marks
        if self.words:
            if len(marks) == 2 and marks[0][0] == 0 and marks[0][1] and marks[1] == (len(pieces), ""):
                line = _collapsed("".join(pieces))  # all of it is one link, as in menus
                if line:
                    self.links.append(Link(Span(self._end, self._end + len(line)), marks[0][1]))
            else:
                line = self._linked() if marks else _collapsed("".join(pieces))
            if line:
                self.lines.append(line)
                self.starts.append(self._end)
                self.owners.append(owner)
                self._end += len(line) + 1
            self.words = ""
        pieces.clear()
        marks.clear()
        if self.hrefs:
            self.marks.append((0, self.hrefs[-1]))
        self.after = _WORDS

    def _linked(self) -> str:
        """The line, with its links noted."""
        line = ""
        space = False
        parts = [(0, ""), *self.marks, (len(self.pieces), "")]
        for (start, href), (end, _) in pairwise(parts):
            raw = "".join(self.pieces[start:end])
            words = _collapsed(raw)
            if not words:
                space = space or bool(raw)
                continue
            if line and (space or raw[0].isspace()):
                line += " "
            at = self._end + len(line)
            line += words
            space = raw[-1].isspace()
            if href:
                self.links.append(Link(Span(at, at + len(words)), href))
        return line


def _collapsed(raw: str) -> str:
    """Words with single spaces between them, without characters that are never seen."""
    if not raw.isascii() and ("\u200b" in raw or "\u00ad" in raw or "\ufeff" in raw):
        raw = raw.translate(_UNSEEN)
    return " ".join(raw.split())


def lay_out(root: etree._Element, marked: Collection[etree._Element] = ()) -> Layout:
    """The lines and links of a parsed page, and where the `marked` elements stand, which get lines of their own.

    Marked elements within hidden ones have no place, as they are not entered; hidden ones themselves have one without lines.
    """
    writer = _Writer()
    add, flush, pieces, marks, kinds = writer.add, writer.flush, writer.pieces, writer.marks, _KINDS
    node = top = _Node(None, "", _BLOCK_KIND, 1)
    owners = [top]
    spots: dict[etree._Element, int] = {}
    places: dict[etree._Element, tuple[_Node, int, int]] = {}
    depth = deepest = elements = 0
    leaf = _NO_LEAF
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            elements += 1
            depth += 1
            deepest = depth if depth > deepest else deepest
            tag = element.tag
            kind = kinds.get(tag, _INLINE)
            counts = node.children
            if counts is None:
                counts = node.children = {}
            number = counts[tag] = counts.get(tag, 0) + 1
            is_marked = marked and element in marked
            if is_marked:
                spots[element] = len(writer.lines) + bool(writer.words and kind != _HIDDEN_KIND)
                if kind not in (_HIDDEN_KIND, _LINES_KIND):
                    kind = _BLOCK_KIND
            if kind < _BLOCK_KIND and not is_marked and (kind == _HIDDEN_KIND or not len(element)):
                leaf = kind
            else:
                node = _Node(node, tag, kind, number)
            if kind >= _BLOCK_KIND:
                if pieces or marks:
                    flush(owners[-1])
                owners.append(node)
            elif kind == _HIDDEN_KIND:
                walker.skip_subtree()
                continue
            elif kind != _INLINE or writer.after != _WORDS:
                _start(writer, owners[-1], element, kind)
            text = element.text
        else:
            kind = node.kind if leaf == _NO_LEAF else leaf
            if kind >= _BLOCK_KIND:
                if pieces or marks:
                    flush(node)
                owners.pop()
            elif kind < _BREAK_KIND:
                if kind == _LINK_KIND:
                    writer.close_link()
                writer.inline_end(kind)
            if spots and element in spots:
                places[element] = (node, spots[element], len(writer.lines))
            depth -= 1
            if leaf == _NO_LEAF:
                node = node.parent or top
            leaf = _NO_LEAF
            kind, text = node.kind, element.tail
        if text and depth:
            if kind == _LINES_KIND:
                _add_lines(writer, owners[-1], text)
            elif not text.isspace():
                add(text)
            elif pieces:
                pieces.append(" ")
    return Layout(
        lines=writer.lines,
        starts=writer.starts,
        tags=[owner.tag for owner in writer.owners],
        paths=[owner.path or _path(owner) for owner in writer.owners],
        links=tuple(writer.links),
        places={element: Place(_path(spot), first, end) for element, (spot, first, end) in places.items()},
        depth=deepest,
        elements=elements,
    )


def _start(writer: _Writer, owner: _Node, element: etree._Element, kind: int) -> None:
    """An element that runs on within the line begins, unless it ends the line."""
    if kind == _BREAK_KIND or (writer.after != _WORDS and writer.rows.begins_a_line(element, writer.words)):
        writer.flush(owner)
        if kind == _BREAK_KIND:
            return
    writer.inline_start(kind)
    if kind == _LINK_KIND:
        href = (element.get("href") or "").strip()
        writer.open_link("" if _leads_nowhere(href) else href)


def _leads_nowhere(href: str) -> bool:
    """Whether an address is a place in the page, a script or data, also where white space parts its scheme."""
    if href.startswith(("http", "/")):
        return False
    return "".join(href[:100].split()).lower().startswith(_EMPTY_HREFS)


def _add_lines(writer: _Writer, owner: _Node, text: str) -> None:
    """Text whose lines are lines of the page."""
    for number, line in enumerate(text.split("\n")):
        if number:
            writer.flush(owner)
        if line and not line.isspace():
            writer.add(line)
        elif line:
            writer.pieces.append(" ")


def _path(node: _Node) -> str:
    """The path of an element as `getpath` writes it, shortened far down; written once for each element."""
    waiting: list[_Node] = []
    while node.path is None and node.parent is not None:
        waiting.append(node)
        node = node.parent
    path = node.path or ""
    for node in reversed(waiting):
        siblings = node.parent.children if node.parent else None
        step = f"{node.tag}[{node.number}]" if siblings and siblings[node.tag] > 1 else node.tag
        path = f"{path}/{step}" if path.count("/") < _DEEPEST_PATH else f"{path.split('//', 1)[0]}//{node.tag}"
        node.path = path
    return path
