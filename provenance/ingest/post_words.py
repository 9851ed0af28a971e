"""What an embedded post shows: its words, who signs it, and when; apart from what the platform puts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.ingest.post_addresses import PostAddress, post_address, profile_account

_LONGEST_NAME = 120
_LONGEST_DATE = 60
_SHORT = 6
"""Words of the longest line that is a signature because it holds a handle."""
_LONGEST_NOTE = 9
"""Words of the longest line in which a platform speaks of itself ("View this post on Instagram")."""
_HANDLE = re.compile(r"\(\s*@([\w.-]+(?:@[\w.-]+)?)\s*\)")
_ON = re.compile(r"^(?:on|am|el|le|il|em)\s+")
_LAST_LINES = 6
"""Lines at the end in which the signature is looked for."""
_ONLY_ADDRESS = re.compile(r"https?://\S+")
_DASHES = "—–―"
_BY = re.compile(
    r"(?:(?:a |an )?(?:post|video|photo|reel|tweet)?\s*(?:shared |posted |published )?(?:by|from)|"
    r"una publicación (?:compartida )?(?:por|de)|un post condiviso da|une publication partagée par|"
    r"publicado por|publiée? par|"
    r"uma publicação (?:compartilhada|partilhada) por|публикация от|"
    r"(?:ein )?beitrag (?:geteilt )?von|gepostet von|geplaatst door)\s+",
    re.IGNORECASE,
)
_SELF = {
    "instagram": ("instagram",),
    "threads": ("threads",),
    "mastodon": ("mastodon",),
    "tiktok": ("tiktok", "♬"),
    "reddit": ("reddit",),
    "truth-social": ("truth social",),
    "telegram": ("telegram",),
    "facebook": ("facebook",),
}
"""How platforms name themselves in the notes around a post."""


@dataclass(frozen=True, slots=True)
class PostWords:
    """The words of a post are those of the lines `first` to `last`, of the latter up to `last_end` (code points); None: none."""

    first: int | None = None
    last: int | None = None
    last_end: int = 0
    account: str = ""
    name: str = ""
    date: str | None = None


@dataclass(frozen=True, slots=True)
class _Signature:
    """Who signs a line, and from which code point on: what stands before are words of the post."""

    start: int
    name: str
    account: str
    date: str | None


def read_words(lines: Sequence[str], address: PostAddress, links: Sequence[tuple[str, str]]) -> PostWords:
    """What the lines of a quotation say; `links` are its links, as (words, address)."""
    date = _linked_date(address, links)
    signatures = ((index, _signature(line, address, last=index == len(lines) - 1)) for index, line in _from_the_end(lines))
    signed, signature = next(((index, found) for index, found in signatures if found is not None), (-1, None))
    account, name = (signature.account, signature.name) if signature is not None else ("", "")
    kept: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if index == signed and signature is not None:
            date = date or signature.date
            if signature.start:
                kept.append((index, signature.start))
        elif (by := _signer(line, address, links, date)) is not None:
            name, account = name or by.name, account or by.account
        elif not _is_note(line, address):
            kept.append((index, len(line)))
    if not kept:
        return PostWords(account=account, name=name, date=date)
    return PostWords(kept[0][0], kept[-1][0], kept[-1][1], account, name, date)


def _from_the_end(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _LAST_LINES), -1):
        yield index, lines[index]


def _signature(line: str, address: PostAddress, *, last: bool) -> _Signature | None:
    """The signature of a line that ends in "— Name (@handle) date"; None where it is no such line.

    Without a dash the line is one only where it says who posted and nothing else.
    """
    handles = list(_HANDLE.finditer(line))
    found = handles[-1] if handles else None
    if found is None or len(line) - found.end() > _LONGEST_DATE or not _same_account(found[1], address):
        return None
    before = line[: found.start()]
    after = line[found.end() :].strip(" ·,.|-—–")
    date = _ON.sub("", after) if any(c.isdigit() for c in after) else None
    dash = max(before.rfind(dash) for dash in _DASHES)
    if dash >= 0 and len(before) - dash <= _LONGEST_NAME:
        return _Signature(len(before[:dash].rstrip()), before[dash + 1 :].strip(), found[1], date)
    if len(before) > _LONGEST_NAME:
        return None
    by = _BY.match(before)
    if by is not None:
        return _Signature(0, before[by.end() :].strip(), found[1], date)
    return _Signature(0, "", found[1], date) if last and len(before.split()) <= _LONGEST_NOTE else None


def _same_account(handle: str, address: PostAddress) -> bool:
    """Whether a handle can be that of the post's account: on some platforms the address does not tell it."""
    return not address.account or handle.split("@")[0].lower() == address.account.split("@")[0].lower()


def _linked_date(address: PostAddress, links: Sequence[tuple[str, str]]) -> str | None:
    """The words of the last link to the post itself, where they are a date: platforms link it so."""
    for words, href in reversed(links):
        if 3 < len(words) <= _LONGEST_DATE and any(c.isdigit() for c in words) and "://" not in words:
            found = post_address(href, fediverse=address.platform == "mastodon")
            if found is not None and found.id == address.id:
                return words
    return None


def _signer(line: str, address: PostAddress, links: Sequence[tuple[str, str]], date: str | None) -> _Signature | None:
    """Who signs, where a line says only who posted, and perhaps when: "Posted by Name on Monday", "@name", "Post by u/name"."""
    if len(line) > _LONGEST_NAME + _LONGEST_DATE:
        return None
    handle = line.removeprefix("@")
    if line.startswith("@") and " " not in handle and _same_account(handle, address):
        return _Signature(0, "", handle, None)
    dated = date is not None and date in line
    if dated or len(line.split()) <= _SHORT:
        for words, href in links:
            handle_of = words.startswith(("@", "u/"))
            if words and words != date and words in line and (dated or handle_of):
                account = profile_account(href, address.platform)
                if account is not None and _same_account(account, address):
                    return _Signature(0, "" if handle_of else words, account, None)
    by = _BY.match(line)
    rest = line[by.end() :] if by is not None else ""
    if rest.startswith(("@", "u/")) and len(rest.split()) <= _LONGEST_NOTE:
        return _Signature(0, "", rest.split()[0].removeprefix("@").removeprefix("u/"), None)
    return None


def _is_note(line: str, address: PostAddress) -> bool:
    """Whether the platform speaks of itself, or the address stands where the post belongs."""
    if _ONLY_ADDRESS.fullmatch(line):
        return True
    words = line.lower()
    return len(line.split()) <= _LONGEST_NOTE and any(own in words for own in _SELF.get(address.platform, ()))
