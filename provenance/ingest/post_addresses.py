"""Which post of which platform an address stands for, be it the post's own address or that of a frame that shows it.

The shapes of addresses are data: `posts.toml`. Nothing is fetched.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class PostAddress:
    """A post: the registry's id of its platform, the account ("" where the address has none), its number there, its address."""

    platform: str
    account: str
    id: str
    url: str


@dataclass(frozen=True, slots=True)
class PostRule:
    """Addresses of one shape. See `posts.toml`."""

    platform: str
    hosts: tuple[str, ...]
    shape: re.Pattern[str]
    url: str
    example: str
    becomes: str
    counter: str


_NUMBER = r"(?P<id>\d{4,25})(?![\w-])"
_QUERY = r"\?(?:[^#]*&)?"
_ADDRESS = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?([^#]*)", re.IGNORECASE)
_LONGEST = 2_000
"""Code points of the longest address that is looked at."""
_PREFIXES = ("www.", "m.", "mobile.", "web.", "old.", "de-de.", "en-gb.")
_FEDIVERSE = re.compile(
    r"/(?:@|users/)(?P<account>[\w.-]+)(?:@(?P<home>[\w.-]+))?/(?:statuses/)?(?P<id>\d{8,25})(?P<embed>/embed)?/?(?:\?|$)"
)
_AT = re.compile(r"at://(?P<account>[\w.:-]+)/app\.bsky\.feed\.post/(?P<id>\w+)")
_NESTED = {"facebook.com": "href", "fb.com": "href", "twitframe.com": "url"}
"""Frames that name the post's own address in their query, and under which name."""


@cache
def post_rules() -> tuple[PostRule, ...]:
    """All rules of `posts.toml`, in their order."""
    table = tomllib.loads(files("provenance.ingest").joinpath("posts.toml").read_text(encoding="utf-8"))
    rules = []
    for row in table["post"]:
        shape = row["shape"].replace("{number}", _NUMBER).replace("{query}", _QUERY)
        fields = (row["url"], row["example"], row["becomes"], row["counter"])
        rules.append(PostRule(row["platform"], tuple(row["hosts"]), re.compile(shape), *fields))
    return tuple(rules)


@cache
def _by_host() -> dict[str, tuple[PostRule, ...]]:
    hosts = {host for rule in post_rules() for host in rule.hosts}
    return {host: tuple(rule for rule in post_rules() if host in rule.hosts) for host in hosts}


def post_address(address: str, *, fediverse: bool = False) -> PostAddress | None:
    """The post that an address stands for; None where it stands for none.

    Servers of the Fediverse are known by no name: `fediverse` says that the markup calls the address one of Mastodon. Without it
    only the address of a frame for one post, which ends in "/embed", is taken for one.
    """
    if len(address) > _LONGEST:
        return None
    at = _AT.match(address)
    if at is not None:
        return _bluesky(at["account"], at["id"])
    parts = _ADDRESS.match(address.strip())
    if parts is None:
        return None
    host, rest = _bare(parts[1].lower()), parts[2]
    inner = _inner(host, rest)
    if inner is not None:
        return post_address(inner)
    for rule in _by_host().get(host, ()):
        found = rule.shape.match(rest)
        if found is not None:
            return _made(rule, {name: value or "" for name, value in found.groupdict().items()})
    return None if host in _by_host() else _of_fediverse(host, rest, fediverse)


def profile_account(address: str, platform: str) -> str | None:
    """The account whose own page an address of that platform is ("https://x.com/name"); None for any other address."""
    parts = _ADDRESS.match(address.strip()[:_LONGEST])
    if parts is None or not any(rule.platform == platform for rule in _by_host().get(_bare(parts[1].lower()), ())):
        return None
    name = re.fullmatch(r"/(?:@|user/|u/|profile/)?([\w.-]{2,64})/?", parts[2].partition("?")[0])
    return name[1] if name is not None else None


def vk_post(owner: str, number: str) -> PostAddress:
    """The post with that number on the wall of that owner, as VK's own widget names it."""
    return _vk({"kind": "wall", "owner": owner, "number": number}, "https://vk.com/{kind}{owner}_{number}")


def _bare(host: str) -> str:
    """A host without the parts before it that say which edition of the site it is."""
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host not in _by_host():
            host = host[len(prefix) :]
    return host


def _inner(host: str, rest: str) -> str | None:
    """The address that a frame's address holds in its query."""
    name = _NESTED.get(host)
    path, _, query = rest.partition("?")
    if name is None or (host != "twitframe.com" and not path.startswith("/plugins/")):
        return None
    try:
        values = parse_qs(query, max_num_fields=50).get(name)
    except ValueError:
        return None
    return values[0] if values else None


def _made(rule: PostRule, named: dict[str, str]) -> PostAddress:
    if rule.platform == "vkontakte":
        return _vk(named, rule.url)
    if rule.platform == "bluesky":
        return _bluesky(named["account"], named["id"])
    return PostAddress(rule.platform, named.get("account", ""), named["id"], rule.url.format(**named))


def _vk(named: dict[str, str], url: str) -> PostAddress:
    """VK names owners by number, groups by a negative one; "club1" and "id1" are their accounts, whatever else they have."""
    owner = named["owner"]
    account = f"club{owner[1:]}" if owner.startswith("-") else f"id{owner}"
    return PostAddress("vkontakte", account, f"{owner}_{named['number']}", url.format(**named))


def _bluesky(account: str, number: str) -> PostAddress:
    """A DID identifies an account, but is no handle: it stays in the address."""
    url = f"https://bsky.app/profile/{account}/post/{number}"
    return PostAddress("bluesky", "" if account.startswith("did:") else account, number, url)


def _of_fediverse(host: str, rest: str, stated: bool) -> PostAddress | None:
    found = _FEDIVERSE.match(rest)
    if found is None or not (stated or found["embed"]):
        return None
    account = f"{found['account']}@{found['home'] or host}"
    remote = f"@{found['home']}" if found["home"] else ""
    return PostAddress("mastodon", account, found["id"], f"https://{host}/@{found['account']}{remote}/{found['id']}")
