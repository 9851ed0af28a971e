"""Pages: the text one block a line with furniture and credits, its links, and what the markup says of the source.

The parser reads nothing from the network, expands no entities of the page's own and stops at 2,048 nested elements; then,
or where it fails, the page's text is taken without its structure (`flat`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from provenance import ids
from provenance.ingest import main_text
from provenance.ingest.blocks import Layout, lay_out
from provenance.ingest.bylines import read_bylines
from provenance.ingest.decode import NotTextError, decode, storable
from provenance.ingest.document import binary, document_id, empty, has_words, line_blocks, no_text
from provenance.ingest.flat import flat_lines
from provenance.ingest.head import Head, joiner, read_head
from provenance.ingest.items import read_items
from provenance.ingest.language import ENOUGH, language_of
from provenance.ingest.options import MEDIA_TYPES, ReadOptions
from provenance.ingest.posts import find_posts, read_posts
from provenance.records import Block, Document, EmbeddedPost, Link, Rejected
from provenance.spans import Span

_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
"""The value of an attribute, which may hold the signs of a tag."""
_MOST_ATTRIBUTES = 3_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{2 * _MOST_ATTRIBUTES},}}")
_NO_HEAD = Head((), None, None, None, (), None)


def read_html(data: bytes, *, path: str, url: str | None, options: ReadOptions) -> Document | Rejected:
    """The document of a page given as bytes."""
    if not data:
        return empty(path)
    try:
        decoded = decode(data, html=True, charset=options.charset)
    except NotTextError as error:
        return binary(path, error)
    found = page(decoded.text, path=path, url=url, options=options)
    if isinstance(found, Rejected):
        return found
    sha256 = ids.sha256(data)
    return replace(found, id=document_id(sha256), sha256=sha256, encoding=decoded.encoding)


def page(markup: str, *, path: str, url: str | None, options: ReadOptions) -> Document | Rejected:
    """The document of a page given as text; its id and the hash of its bytes are left to the caller."""
    root, whole = _parse(markup)
    head, layout, extraction = _NO_HEAD, None, None
    posts: tuple[EmbeddedPost, ...] = ()
    if root is not None:
        head = read_head(root, url or options.base_url, markup)
    if root is not None and whole:
        embedded = find_posts(root, markup)
        layout = lay_out(root, embedded)
        posts = read_posts(embedded, layout)
        if options.main_text and layout.lines:
            extraction = main_text.extract(root, layout.depth, layout.elements)
    text = layout.text if layout is not None else storable("\n".join(flat_lines(markup)))
    if not has_words(text):
        return no_text(path)
    blocks = _blocks(layout, extraction) if layout is not None else line_blocks(text)
    join = joiner(head.base)
    named = read_bylines(root, text, blocks, head.byline) if root is not None and layout is not None else ()
    items = read_items(root, markup) if root is not None and layout is not None else ()
    return Document(
        id="",
        text=text,
        sha256="",
        text_sha256=ids.text_sha256(text),
        path=path,
        url=url,
        canonical_url=head.canonical_url,
        title=head.title,
        language=_language(text, blocks) if options.language else None,
        published=head.published,
        byline=head.byline or tuple(signal.value for signal in named),
        media_type=MEDIA_TYPES["html"],
        blocks=blocks,
        links=_joined(layout.links, join) if layout is not None else (),
        posts=posts,
        signals=head.signals + named + items,
    )


def _parse(markup: str) -> tuple[lxml_html.HtmlElement | None, bool]:
    """The root of a page (None where there is none), and whether the parser went through to the end."""
    if _has_monster_tag(markup):
        return None, False
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    # One class for all elements: looking one up by name, as lxml.html does, would cost a call for each.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    try:
        root = etree.fromstring(markup.encode(), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, False
    if root is not None:
        _take_in(root)
    last = parser.error_log.last_error
    return root, root is not None and (last is None or last.type_name not in ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY"))


def _take_in(root: lxml_html.HtmlElement) -> None:
    """Put what stands behind the end of the page into its body, as browsers do: the parser makes a root of its own of it."""
    behind = list(root.itersiblings())
    body = root.find("body") if behind else None
    for other in behind:
        other.tag = "div"
        (root if body is None else body).append(other)


def _has_monster_tag(markup: str) -> bool:
    """Whether a tag has thousands of attributes: the parser's time grows with the square of their number."""
    bare = _QUOTED.sub("=", markup)
    return any(len(tag.group().split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(bare))


def _blocks(layout: Layout, extraction: str | None) -> tuple[Block, ...]:
    """The lines of a page as blocks, each told whether it is article text where that was asked."""
    marks: list[bool | None] = [None] * len(layout.lines)
    if extraction is not None:
        marks = main_text.main_blocks(extraction, list(zip(layout.lines, layout.paths, strict=True)))
    return tuple(
        [
            Block(Span(start, start + len(line)), tag, path, mark)
            for line, start, tag, path, mark in zip(layout.lines, layout.starts, layout.tags, layout.paths, marks, strict=True)
        ]
    )


def _joined(links: tuple[Link, ...], join: Callable[[str], str]) -> tuple[Link, ...]:
    """The links with their addresses made absolute; those that are stay the same ones, as a page may have thousands."""
    return tuple(link if (href := join(link.href)) == link.href else Link(link.span, href) for link in links)


def _language(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The language of the article text, or of the whole page where no article text is known."""
    main: list[str] = []
    length = 0
    for block in blocks:
        if block.main and length < ENOUGH:
            main.append(block.span.of(text))
            length += len(main[-1]) + 1
    return language_of("\n".join(main) or text)
