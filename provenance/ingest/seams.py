"""Where two elements that run on within a line are two lines to a reader: a byline, and a source or a date beside it.

Pages set such a row of small elements apart by style alone. Run together, "By A. Writer" and "Example Wire" would read as one
name. They are parted where nothing but elements stands in the row, and neither side says that it goes on. Captions stay whole:
a name on a line of its own would no longer read as the picture's.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

_LONGEST_ROW = 30
"""Elements of the longest row that is looked at; a byline has fewer."""
_NEAR = 4
"""Elements around it in which a caption is looked for."""
_CREDIT = re.compile(
    r"(?<![a-z])(?:by-?lines?|authors?|writers?|reporters?|contributors?|sources?|credits?|agency|agencies|providers?|publishers?|wire)"
    r"(?![a-z])"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GOES_ON = (":", "：", ",", ";", "&", "/", "|", "·", "•", "-", "–", "—", "(", "@", "+", "#", "“", '"')
_LEAD_WORDS = (
    "by von vom par por de di da do del della door av af od przez от автор авторы текст author authors text texte words source "
    "sources via story report reporting reported written writing for the a"
)
_JOINING = "and und et y e i en и та і with mit avec con for of in at via from to"
_LEADS = frozenset(f"{_LEAD_WORDS} {_JOINING}".split())
"""Words after which a name is to be expected: what follows them stands in the same line."""
_PICTURE = re.compile(r"(?<![a-z])(?:captions?|photos?|images?|pictures?|gallery|media)(?![a-z])")
_PICTURE_TAGS = frozenset(["figure", "figcaption", "caption", "picture"])
_SMALL = frozenset(_JOINING.split())


class Rows:
    """Tells where the elements of a row are lines of their own. The verdict on a row is kept while its elements pass."""

    def __init__(self) -> None:
        self._row: etree._Element | None = None
        self._parted = False

    def begins_a_line(self, element: etree._Element, before: str) -> bool:
        """Whether an inline element that follows another one without a word between them begins a line of its own.

        `before` are the words that end the line so far.
        """
        previous = element.getprevious()
        if previous is None or not (_credits(element) or _credits(previous)):
            return False
        last = before.rsplit(None, 1)[-1]
        if last.endswith(_GOES_ON) or last.lower() in _LEADS:
            return False
        following = " ".join("".join(map(str, islice(element.itertext(), 5)))[:200].split())
        first = following[:1]
        if not first.isalnum() or first.islower() or following.split(None, 1)[0].lower() in _SMALL:
            return False
        row = element.getparent()
        if row is not self._row:
            self._row, self._parted = row, _only_elements(row) and not of_a_picture(element)
        return self._parted


def _credits(element: etree._Element) -> bool:
    """Whether the page itself calls the element a byline, a source or the like."""
    if element.get("rel") == "author":
        return True
    return _CREDIT.search(_names(element)) is not None


def _names(element: etree._Element) -> str:
    """The words of an element's class and property, lower case."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"[:300]
    return _HUMP.sub("-", names).lower()


def of_a_picture(element: etree._Element) -> bool:
    """Whether the element stands in the caption of a picture."""
    around = islice(element.iterancestors(), _NEAR)
    return any(one.tag in _PICTURE_TAGS or _PICTURE.search(_names(one)) for one in around)


def _only_elements(parent: etree._Element | None) -> bool:
    """Whether all words of a row stand in elements of it, so that it is no running text."""
    if parent is None or (parent.text or "").strip():
        return False
    row = list(islice(parent.iterchildren(), _LONGEST_ROW + 1))
    return len(row) <= _LONGEST_ROW and not any((child.tail or "").strip() for child in row)
