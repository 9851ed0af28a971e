"""Authors whom a page names in an element that it calls a byline, an author or a writer, beside its article.

Many pages name the author nowhere else. The element must stand in a line near the article's text and within nothing that a page
keeps for other articles or for readers; and its words must read as names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from provenance.ingest.seams import of_a_picture
from provenance.records import Block, MarkupSignal

SIGNAL = "html.byline"
BEFORE, AFTER, FAR_AFTER = 20, 3, 15
"""Blocks before the text and behind it in which its byline stands; the last are those in which a box about its author does."""

_NAMED = re.compile("uthor|yline|yLine|riter|eporter")
"""A part of each class that calls an element a byline: most elements are told by it."""
_CALLED = re.compile(r"(?<![a-z])(?:by-?lines?|authors?|writers?|reporters?|journalists?|written-?by)(?![a-z])")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER = re.compile(
    r"(?<![a-z])(?:related|recommend\w*|teasers?|promos?|comments?|reply|replies|sidebars?|widgets?|trending|popular|latest|carousel"
    r"|most-?(?:read|viewed)|more-?(?:from|stories|news|on)|read-?(?:more|next)|navigation|navbar|menu|footer|newsletter|outbrain|taboola"
    r"|signup|login|disqus|forum|quotes?|pullquote|testimonials?)(?![a-z])"
)
_BOX = re.compile(
    r"(?<![a-z])(?:about-?(?:the-?)?authors?|authors?-?(?:bio\w*|box|info\w*|about|card|profile|desc\w*|details?))(?![a-z])"
)
_OTHER_TAGS = frozenset(["nav", "aside", "footer", "form", "blockquote"])
_MOST_ELEMENTS = 200
_MOST_NAMES = 12
_HIGH = 12
"""Elements around a byline in which something that is kept for others is looked for."""
_MOST_LINES = 4
"""Lines of the longest byline; an element with more holds the page, or a list."""
_LONGEST_LINE = 160
_TEXT = 120
"""Code points of the shortest block that is text beyond doubt."""

_LEAD = re.compile(
    r"(?:about(?:\s+the\s+author)?|sobre(?:\s+[oa]\s+autora?)?|über|à\s+propos\s+de|об\s+авторе)\s*:?\s+|(?:(?:article|story|text|words|analysis|review|report|opinion|column)\s+)?(?:(?:re)?written|reported|posted|published|compiled)?\s*"
    r"(?:by|von|par|por|di|da|door|av|af|od|od|autor(?:a|en|es)?|auteurs?|authors?|автор(?:ы)?|текст|作者|文|記者|记者|byline)\s*[:：]?\s+"
    r"|(?:by|author|autor|auteur|автор|作者|文|記者|记者)\s*[:：]\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:(?<!\s)\s+)?(?:[|•·(\[@<]|\s[-–—]\s|\d|(?i:\b(?:updated|published|posted|last|follow|share|special\s+to|for\s+the|in\s+[A-Z]))\b)"
)
_JOINTS = re.compile(r"(?:(?<!\s)\s+)?(?:[,;&、，]|\s(?:and|und|et|y|e|i|и|та|og|och|en|with)\s)\s*")
_PARTICLES = "de del della di da dos das do du la le van von der den ter ten bin ibn al el bint y e i zu af av mac of"
_PARTICLE = frozenset(_PARTICLES.split())
_ROLE = re.compile(
    r"\b(?:writers?|reporters?|editors?|correspondents?|columnists?|contributors?|journalists?|critic|producer|chief|bureau|author|byline"
    r"|staff|news|photograph\w*|comments?|share|follow|subscribe|more|posts?|articles?|stories|view|profile|about|bio|email|twitter"
    r"|facebook|instagram|linkedin|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|gmt|ist|est|edt|utc|read|min|admin|administrator|webmaster|guest|image|photo|credit"
    r"|getty|advertisement|sponsored|home|print|the)\b",
    re.IGNORECASE,
)
"""Words that no name of a person has: what one is, and what a page offers beside one."""
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿα-ώа-џ]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・·]{2,24}")


def read_bylines(root: etree._Element, text: str, blocks: Sequence[Block], stated: Sequence[str]) -> tuple[MarkupSignal, ...]:
    """The authors that elements of a page name near its article, each once; none where no block is known as article text.

    `stated` are the authors by the page's head. Where a person is among them, nothing is looked for.
    """
    main = [index for index, block in enumerate(blocks) if block.main]
    if not main or any(map(names_in, stated)):
        return ()
    first = next((i for i in main if blocks[i].span.end - blocks[i].span.start >= _TEXT), main[0])
    above = blocks[max(0, main[0] - BEFORE) : first + 1]
    if led := _led(_lines(text, above)):
        return led
    near = (*above, *blocks[main[-1] : main[-1] + AFTER + 1])
    elements = list(_bylines(_some(root)))
    return _found(elements, _lines(text, near)) or _found(
        [one for one in elements if _in_a_box(one)], _lines(text, blocks[main[-1] + AFTER + 1 : main[-1] + FAR_AFTER + 1])
    )


def _lines(text: str, blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Paths and words of the blocks that can be bylines."""
    return [(b.path, b.span.of(text)) for b in dict.fromkeys(blocks) if b.span.end - b.span.start <= _LONGEST_LINE]


def _led(lines: Sequence[tuple[str, str]]) -> tuple[MarkupSignal, ...]:
    """The names of the first line that says by itself whom it names: "By Jane Doe"."""
    for path, line in lines:
        if _LEAD.match(line) and (names := names_in(line)):
            return tuple(MarkupSignal(SIGNAL, name, path) for name in names)
    return ()


def _found(elements: Sequence[etree._Element], lines: Sequence[tuple[str, str]]) -> tuple[MarkupSignal, ...]:
    """The names that elements give in some of these lines. Where they stand costs most: it is asked last, and once for words."""
    found: dict[str, MarkupSignal] = {}
    told: set[str] = set()
    for element in elements if lines else ():
        words = " ".join("".join(map(str, islice(element.itertext(), 30))).split())
        if not words or words in told or not any(words in line or line in words for _, line in lines):
            continue
        path = element.getroottree().getpath(element)
        names = _names(words, path, lines)
        if names:
            told.add(words)
        for name in names:
            found.setdefault(name.casefold(), MarkupSignal(SIGNAL, name, path))
    return tuple(islice(found.values(), _MOST_NAMES))


def _in_a_box(element: etree._Element) -> bool:
    """Whether an element stands in a box about the author."""
    return any(_BOX.search(_words(one)) for one in (element, *islice(element.iterancestors(), 4)))


def _some(root: etree._Element) -> Iterator[etree._Element]:
    """The elements of the body that may be bylines. A walk: an XPath over classes takes twice its time."""
    for body in root.findall("body"):
        for one in body.iterdescendants():
            named = one.get("class")
            if (named and _NAMED.search(named)) or (one.tag == "a" and one.get("rel") == "author"):
                yield one


def _bylines(some: Iterator[etree._Element]) -> Iterator[etree._Element]:
    """Those of some elements that the page calls bylines, the innermost of those within each other."""
    called = [one for one in islice(some, _MOST_ELEMENTS) if _called(one)]
    outer = {around for one in called for around in islice(one.iterancestors(), _HIGH)}
    for one in called:
        if one not in outer and not of_a_picture(one) and not _of_others(one):
            yield one


def _called(element: etree._Element) -> bool:
    return element.get("rel") == "author" or _CALLED.search(_words(element)) is not None


def _words(element: etree._Element) -> str:
    """The words of an element's class and id, lower case."""
    return _HUMP.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}"[:300]).lower()


def _of_others(element: etree._Element) -> bool:
    """Whether an element stands in a part of the page that is about other articles, or its readers'."""
    around = islice(element.iterancestors(), _HIGH)
    return any(one.tag in _OTHER_TAGS or (one.tag not in ("body", "html") and _OTHER.search(_words(one))) for one in around)


def _names(words: str, path: str, lines: Sequence[tuple[str, str]]) -> list[str]:
    """The names in the element with those words and that path: in its lines, or in the words where it is part of a line."""
    own = [line for place, line in lines if place == path or place.startswith(path + "/")]
    if not own:
        own = [words] if any(words in line for place, line in lines if path.startswith(place + "/")) else []
    return [name for line in own for name in names_in(line)] if len(own) <= _MOST_LINES else []


def names_in(line: str) -> list[str]:
    """The names of people in the words of a byline: "By Jane Doe and John Roe, Science Editor" names two."""
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    end = _END.search(rest)
    rest = rest[: end.start()] if end else rest
    return [part for part in _JOINTS.split(rest) if part and _is_name(part)]


def _is_name(words: str) -> bool:
    """Whether words read as the name of a person: two to five, each with a capital, or a name in Chinese, Japanese or Korean."""
    if len(words) > 60 or _ROLE.search(words):
        return False
    if _WIDE.fullmatch(words):
        return True
    each = words.split()
    telling = [word for word in each if word not in _PARTICLE]
    return 2 <= len(each) <= 6 and len(telling) >= 2 and all(_CAPITAL.match(word) for word in telling)
