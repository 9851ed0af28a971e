"""Posts of platforms that a page embeds: as a quotation that a script turns into a frame, as a frame, or as a place for one.

What is looked for is the markup that the platforms themselves hand out, its older forms, and what page systems and lazy loaders
make of it. The address is read by `post_addresses`; the words, the name, the handle and the date are those that the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from provenance.ingest.blocks import Layout, Place
from provenance.ingest.post_addresses import PostAddress, post_address, vk_post
from provenance.ingest.post_words import PostWords, read_words
from provenance.records import EmbeddedPost
from provenance.spans import Span

_FRAMES = ("iframe", "embed", "object", "amp-iframe")
"""Elements that show another page: any of their attributes may hold its address until a script moves it to the right one."""
_TAGS = (
    "blockquote",
    *_FRAMES,
    *("oembed", "lite-youtube", "youtube-video", "twitter-widget"),
    *("amp-twitter", "amp-youtube", "amp-instagram", "amp-facebook", "amp-tiktok"),
)
_QUOTED = {
    "twitter-tweet": "x",
    "twitter-video": "x",
    "instagram-media": "instagram",
    "tiktok-embed": "tiktok",
    "bluesky-embed": "bluesky",
    "mastodon-embed": "mastodon",
    "text-post-media": "threads",
    "truthsocial-embed": "truth-social",
    "reddit-embed-bq": "reddit",
    "reddit-card": "reddit",
    "fb-xfbml-parse-ignore": "facebook",
    "telegram-post": "telegram",
    "weibo-embed": "weibo",
}
"""Classes of quotations that platforms hand out."""
_WHOLE = (
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-bluesky-uri",
    "data-embed-url",
    "data-oembed-url",
    "data-href",
    "cite",
    "url",
    "data-url",
    "data-src",
    "src",
)
"""Attributes that hold the address of a post, the surest first."""
_NUMBERS = {
    "data-tweet-id": "https://x.com/i/status/{}",
    "data-tweetid": "https://x.com/i/status/{}",
    "tweet-id": "https://x.com/i/status/{}",
    "data-telegram-post": "https://t.me/{}",
    "data-videoid": "https://www.youtube.com/watch?v={}",
    "videoid": "https://www.youtube.com/watch?v={}",
    "video-id": "https://www.youtube.com/watch?v={}",
    "data-shortcode": "https://www.instagram.com/p/{}/",
}
"""Attributes that hold the number of a post, and its address."""
_ELSEWHERE: tuple[tuple[str, etree.XPath], ...] = tuple(
    (needle, etree.XPath(path))
    for needle, path in (
        ("data-telegram-post", "//*[@data-telegram-post]"),
        ("data-tweet-id", "//*[@data-tweet-id]"),
        ("data-tweetid", "//*[@data-tweetid]"),
        ("data-oembed-url", "//*[@data-oembed-url]"),
        ("data-embed-url", "//*[@data-embed-url]"),
        ("data-href", "//*[@data-href and contains(@class, 'fb-')]"),
        ("vk_post_", "//*[starts-with(@id, 'vk_post_')]"),
        ("wp-block-embed", "//figure[contains(@class, 'wp-block-embed')]"),
    )
)
"""Other elements that may be posts: what the page must hold for a look to be worth it, and how to find them."""
_MOST_LINKS = 40
_MOST_ELEMENTS = 400
"""Links, and elements, of one quotation that are looked at."""
_VK = re.compile(r"vk_post_(-?\d{1,20})_(\d{1,20})$")
_ONLY_ADDRESS = re.compile(r"https?://\S{8,500}")
_MOST_PATHS = 300
"""Paths of elements within hidden ones that are written out: each costs the number of its siblings."""


def find_posts(root: etree._Element, markup: str) -> Mapping[etree._Element, PostAddress]:
    """The elements of a page that embed posts, in the order of the page, for `lay_out` to mark. `markup` is the page's source."""
    found: dict[etree._Element, PostAddress] = {}
    for element in root.iter(*_TAGS):
        address = _of_quotation(element) if element.tag == "blockquote" else _of_frame(element)
        if address is not None:
            found[element] = address
    others = [element for needle, path in _ELSEWHERE if needle in markup for element in _elements(path, root)]
    for element in others:
        if element not in found:
            address = _of_figure(element) if element.tag == "figure" else _stated(element, _WHOLE[:6])
            if address is not None:
                found[element] = address
    return found


def read_posts(found: Mapping[etree._Element, PostAddress], layout: Layout) -> tuple[EmbeddedPost, ...]:
    """The embedded posts with what the page shows of them, in the order of the page; those in hidden elements come last.

    A post that stands there as words and, again, as a frame or a script, is one post. `layout` is that of the elements `found`.
    """
    posts: list[EmbeddedPost] = []
    latest: dict[tuple[str, str], int] = {}
    hidden = [element for element in found if element not in layout.places]
    for number, element in enumerate([*layout.places, *hidden]):
        place = layout.places.get(element)
        if place is None:
            path = _path(element) if number - len(layout.places) < _MOST_PATHS else f"//{element.tag}"
            place = Place(path, len(layout.lines), len(layout.lines))
        address = found[element]
        post = _post(element, address, place, layout)
        before = latest.get((address.platform, address.id))
        if before is not None and (post.span is None or posts[before].span in (None, post.span)):
            posts[before] = _merged(posts[before], post)
        else:
            latest[address.platform, address.id] = len(posts)
            posts.append(post)
    return tuple(posts)


def _elements(path: etree.XPath, root: etree._Element) -> list[etree._Element]:
    found = path(root)
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


def _stated(element: etree._Element, names: Sequence[str], *, fediverse: bool = False) -> PostAddress | None:
    """The post that the attributes of an element name, by its address or its number."""
    for name in names:
        value = element.get(name)
        found = post_address(value.strip(), fediverse=fediverse) if value else None
        if found is not None:
            return found
    for name, address in _NUMBERS.items():
        value = element.get(name)
        if value:
            return post_address(address.format(value.strip()))
    wall = _VK.match(element.get("id") or "")
    return vk_post(wall[1], wall[2]) if wall is not None else None


def _of_frame(element: etree._Element) -> PostAddress | None:
    """The post that a frame shows, or would show once it is loaded."""
    if element.tag not in _FRAMES:
        return _stated(element, _WHOLE)
    mastodon = "mastodon-embed" in (element.get("class") or "")
    found = _stated(element, ("src", "data"), fediverse=mastodon)
    if found is not None:
        return found
    for value in map(str, islice(element.values(), 40)):
        if "//" in value[:8] and (found := post_address(value.strip(), fediverse=mastodon)) is not None:
            return found
    return None


def _of_quotation(element: etree._Element) -> PostAddress | None:
    """The post that a quotation is, by its class; or by a handle and a link to a post of that account, where it has no class."""
    classes = (element.get("class") or "").split()
    platform = next((_QUOTED[name] for name in classes if name in _QUOTED), None)
    stated = _stated(element, _WHOLE[:4] if platform is None else _WHOLE[:9], fediverse=platform == "mastodon")
    if stated is not None:
        return stated
    inner = list(islice(element.iter("a", "blockquote"), 1, _MOST_LINKS))
    if platform is None and not any(link.tag == "a" for link in inner):
        return None
    linked = [
        address
        for link in inner
        if link.tag == "a" and (address := post_address(link.get("href") or "", fediverse=platform == "mastodon"))
    ]
    if platform is not None:
        return next((address for address in reversed(linked) if address.platform == platform), None)
    if not linked or any(link.tag == "blockquote" for link in inner):
        return None
    last = linked[-1]
    words = "".join(map(str, islice(element.itertext(), _MOST_ELEMENTS)))[-400:].lower()
    return last if last.account and f"@{last.account.lower()}" in words else None


def _of_figure(element: etree._Element) -> PostAddress | None:
    """The post whose bare address a page system has put where the post belongs."""
    words = "".join(map(str, islice(element.itertext(), 20))).strip()
    return post_address(words) if _ONLY_ADDRESS.fullmatch(words) else None


def _post(element: etree._Element, address: PostAddress, place: Place, layout: Layout) -> EmbeddedPost:
    """The record of one post."""
    lines = layout.lines[place.first : place.end]
    words = read_words(lines, address, list(_links(element))) if lines else PostWords()
    span = None
    if words.first is not None and words.last is not None:
        first, last = place.first + words.first, place.first + words.last
        span = Span(layout.starts[first], layout.starts[last] + words.last_end)
    return EmbeddedPost(
        platform=address.platform,
        account=address.account or words.account or _handle(element),
        name=words.name,
        url=address.url,
        date=words.date or _date(element),
        span=span,
        path=place.path,
    )


def _links(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Words and address of each link of a quotation."""
    for link in islice(element.iter("a"), _MOST_LINKS):
        yield " ".join("".join(map(str, islice(link.itertext(), 20))).split()), link.get("href") or ""


def _handle(element: etree._Element) -> str:
    """The handle that the element names in an attribute of its own."""
    return (element.get("data-unique-id") or element.get("data-author") or "").strip().lstrip("@")[:100]


def _date(element: etree._Element) -> str | None:
    """The date that a `time` element in the quotation shows."""
    for one in islice(element.iter("time"), 1):
        shown = " ".join("".join(map(str, islice(one.itertext(), 5))).split())
        return (shown or (one.get("datetime") or "").strip())[:100] or None
    return None


def _merged(one: EmbeddedPost, other: EmbeddedPost) -> EmbeddedPost:
    """One record of a post that stands in the page twice, its words once."""
    first, second = (other, one) if one.span is None and other.span is not None else (one, other)
    url = first.url if first.account or not second.account else second.url
    return replace(
        first, account=first.account or second.account, name=first.name or second.name, url=url, date=first.date or second.date
    )


def _path(element: etree._Element) -> str:
    return str(element.getroottree().getpath(element))
