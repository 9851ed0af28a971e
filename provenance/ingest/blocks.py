"""A parsed page as text: one block a line, in document order, with the place of each block and link in the markup.

Nothing visible is dropped: credits stand in bylines, captions, sidebars and footers. The walk uses a stack of its own,
takes time linear in the page, and computes paths itself, as `getpath` would count the siblings anew for each element.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from provenance.records import Block, Link
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

_DEEPEST_PATH = 100
"""Elements below this depth are told by their ancestor there, a "//" and their name, so that paths stay short."""
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\ufeff")
_EMPTY_HREFS = ("#", "javascript:", "data:", "vbscript:")


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of a page with its blocks and links (addresses as they stand there). `depth` is that of the deepest element."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    depth: int
    elements: int


@dataclass(slots=True)
class _Frame:
    """An open element: its name and path, how many children of each name it has, and how many of them have been passed."""

    tag: str
    path: str
    depth: int
    of_name: Counter[str]
    passed: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _OpenLink:
    """A link whose words are being read; `start` is None until the first of them in this line."""

    href: str
    start: int | None = None


@dataclass(slots=True)
class _Writer:
    """Collects text into lines: white space is collapsed, spans are counted in the text as it will be."""

    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    open_links: list[_OpenLink] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    line_start: int = 0
    end: int = 0
    space: bool = False
    seam: str = ""
    """What lies between two words: "end TAG" (an element ended), "seam" (and another began), "links" (both links)."""

    def add(self, raw: str) -> None:
        """Append words to the line that is being written."""
        raw = raw.translate(_UNSEEN) if not raw.isascii() else raw
        words = raw.split()
        if not words:
            self.space = self.space or bool(raw)
            return
        piece = " ".join(words)
        if self.end > self.line_start and (self.space or raw[0].isspace() or self._needs_space(piece)):
            self.pieces.append(" ")
            self.end += 1
        link = self.open_links[-1] if self.open_links else None
        if link is not None and link.start is None:
            link.start = self.end
        self.pieces.append(piece)
        self.end += len(piece)
        self.space, self.seam = raw[-1].isspace(), ""

    def _needs_space(self, piece: str) -> bool:
        """Whether two elements without white space between them are two words all the same.

        Style sheets often set the space: links of a menu, or "By" and a name. Within a word the letter case does not rise.
        """
        if self.seam == "links":
            return True
        last = self.pieces[-1][-1:]
        return self.seam == "seam" and (last.islower() or last.isdigit()) and piece[0].isupper()

    def inline_start(self, tag: str) -> None:
        """An element that runs on within the line begins."""
        if self.seam:
            self.seam = "links" if self.seam == "end a" and tag == "a" else "seam"

    def inline_end(self, tag: str) -> None:
        """An element that runs on within the line ends."""
        if not self.seam and self.pieces:
            self.seam = f"end {tag}"

    def open_link(self, href: str) -> None:
        """The words from here on belong to a link, and to no outer one."""
        self._end_link_piece()
        self.open_links.append(_OpenLink(href))

    def close_link(self) -> None:
        """The innermost link ends."""
        self._end_link_piece()
        self.open_links.pop()

    def _end_link_piece(self) -> None:
        link = self.open_links[-1] if self.open_links else None
        if link is not None and link.start is not None:
            if link.href:
                self.links.append(Link(Span(link.start, self.end), link.href))
            link.start = None

    def flush(self, tag: str, path: str) -> None:
        """End the line, as a block of the element that holds it; a link goes on in the next line as a piece of its own."""
        self._end_link_piece()
        if self.pieces:
            self.lines.append("".join(self.pieces))
            self.blocks.append(Block(Span(self.line_start, self.end), tag, path))
            self.end += 1
            self.line_start = self.end
            self.pieces = []
        self.space, self.seam = False, ""


def lay_out(root: etree._Element) -> Layout:
    """The text, blocks and links of a parsed page."""
    writer = _Writer()
    stack = [_Frame("", "", 0, Counter([_name(root)]))]
    owners = [(_name(root), "/" + _name(root))]
    deepest = elements = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = _name(element)
        if event == "start":
            elements += 1
            frame = _open(stack[-1], element, tag)
            stack.append(frame)
            deepest = max(deepest, frame.depth)
            if tag in HIDDEN_TAGS:
                walker.skip_subtree()
            else:
                _start(writer, owners, element, frame)
                _text(writer, owners, element.text, tag)
        else:
            stack.pop()
            if tag not in HIDDEN_TAGS:
                _end(writer, owners, tag)
            if element is not root:
                _text(writer, owners, element.tail, stack[-1].tag)
    writer.flush(*owners[-1])
    return Layout("\n".join(writer.lines), tuple(writer.blocks), tuple(writer.links), deepest, elements)


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else "?"


def _open(parent: _Frame, element: etree._Element, tag: str) -> _Frame:
    """The frame of an element that begins, with its path written as `getpath` writes it."""
    parent.passed[tag] += 1
    depth = parent.depth + 1
    if depth > _DEEPEST_PATH:
        path = f"{parent.path.split('//', 1)[0]}//{tag}"
    else:
        path = f"{parent.path}/{tag}" + (f"[{parent.passed[tag]}]" if parent.of_name[tag] > 1 else "")
    return _Frame(tag, path, depth, Counter(map(_name, element)) if len(element) else Counter())


def _start(writer: _Writer, owners: list[tuple[str, str]], element: etree._Element, frame: _Frame) -> None:
    tag = frame.tag
    if tag in BLOCK_TAGS:
        writer.flush(*owners[-1])
        owners.append((tag, frame.path))
        return
    if tag == "br":
        writer.flush(*owners[-1])
        return
    writer.inline_start(tag)
    if tag == "a":
        href = (element.get("href") or "").strip()
        writer.open_link("" if href.lower().startswith(_EMPTY_HREFS) else href)


def _end(writer: _Writer, owners: list[tuple[str, str]], tag: str) -> None:
    if tag in BLOCK_TAGS:
        writer.flush(*owners[-1])
        owners.pop()
    elif tag != "br":
        if tag == "a":
            writer.close_link()
        writer.inline_end(tag)


def _text(writer: _Writer, owners: list[tuple[str, str]], text: str | None, parent: str) -> None:
    """Text of an element or after it; the lines of a `pre` or `textarea` stay lines."""
    if not text:
        return
    if parent not in ("pre", "textarea", "listing", "plaintext"):
        writer.add(text)
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            writer.flush(*owners[-1])
        writer.add(line)
