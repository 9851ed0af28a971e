"""Addresses as inputs: named one by one, in lists, or in sitemaps; each is fetched and read as what it turns out to be."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from provenance.ingest.ahead import Ahead, Got
from provenance.ingest.decode import printable, storable
from provenance.ingest.fetch import Fetcher
from provenance.ingest.fetched import Fetched, FetchError
from provenance.ingest.files import shown
from provenance.ingest.media import PACKED, charset, is_read, kind_of_media, media_type
from provenance.ingest.options import MANY, ReadOptions, Remote, unreadable
from provenance.ingest.packed import packing_of
from provenance.ingest.sitemap import LARGEST, SitemapError, entries, lines
from provenance.ingest.sniff import SNIFFED
from provenance.ingest.streams import peek, read_stream
from provenance.records import Document, Rejected

MOST_ADDRESSES = 1_000_000
"""Addresses that are remembered of one call, so that none is fetched twice; a longer list is to be split."""
MOST_SITEMAPS = 500
"""Sitemaps that an index may lead to."""
_STDIN = "-"
_KEPT = {"content-type": "content_type", "etag": "etag", "last-modified": "last_modified", "content-language": "content_language"}
"""Headers of the answer that are kept with a document."""
_LONGEST = 1_000


def read_remote(
    remote: Remote, options: ReadOptions, stdin: BinaryIO | None = None, fetcher: Fetcher | None = None
) -> Iterator[Document | Rejected]:
    """The documents of all addresses, in their order, each address once. What cannot be fetched is a Rejected in its place."""
    with (
        fetcher or Fetcher(remote.options) as fetching,
        closing(fetched(_each_once(remote, options, fetching, stdin), fetching, options)) as found,
    ):
        for got in found:
            yield from documents_of(got, options)


def fetched(asked: Iterable[str | Rejected], fetcher: Fetcher, options: ReadOptions) -> Generator[Got, None, None]:
    """What comes of each address, in their order, one for each; a Rejected among them keeps its place.

    Several are fetched at a time where the fetcher may have so many connections; else one, when the one before it was read.
    To be closed where reading is given up, so that no thread fetches for nobody.
    """

    def get(address: str, by: Fetcher, left: Callable[[], None] = lambda: None) -> Got:
        try:
            return by.fetch(address, lambda headers: _unwanted(headers) or _limit(headers, options, by), left)
        except FetchError as error:
            return Rejected(_shown(address), error.reason, error.detail)
        except OSError as error:
            return unreadable(_shown(address), error)
        except Exception as error:
            said = f"fetching it failed with {type(error).__name__}: {printable(str(error))[:200]}; please report it"
            return Rejected(_shown(address), "failed", said)

    if fetcher.options.connections > 1:
        yield from Ahead(fetcher, get).run(asked)
    else:
        yield from (one if isinstance(one, Rejected) else get(one, fetcher) for one in asked)


def documents_of(got: Got, options: ReadOptions) -> Iterator[Document | Rejected]:
    """The documents that an address holds: one of a page or text, several of a feed, JSON lines or an archive."""
    if isinstance(got, Rejected):
        yield got
        return
    locator = _shown(got.requested)
    with closing(got):
        try:
            yield from _read(got, locator, options)
        except OSError as error:
            yield unreadable(locator, error)


def _unwanted(headers: dict[str, str]) -> str | None:
    """Why the body of an answer with such headers is not asked for."""
    content_type = headers.get("content-type")
    if is_read(content_type):
        return None
    return f"it is of type {printable(media_type(content_type))[:60]!r}, which is not read; extract its text and name the file"


def _limit(headers: dict[str, str], options: ReadOptions, fetcher: Fetcher) -> int:
    """The bytes that a body may have: as many as one document, or more where it may hold several."""
    stated = headers.get("content-type")
    one = media_type(stated) not in PACKED and kind_of_media(stated, b"") in ("html", "text", "markdown", "feed", "json")
    return options.max_bytes if one and media_type(stated) else fetcher.options.largest


def _read(fetched: Fetched, locator: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    content_type = fetched.headers.get("content-type")
    stream, head = peek(fetched.body, SNIFFED)
    packed = packing_of(head) is not None or (media_type(content_type) in PACKED)
    kind = None if packed else kind_of_media(content_type, head)
    if kind is None and not packed:
        yield Rejected(locator, "binary", _unwanted({"content-type": media_type(content_type) or "unknown"}) or "it is not read")
        return
    own = replace(options, charset=charset(content_type), base_url=fetched.address)
    single = kind is not None and kind not in MANY
    said = _said(fetched)
    for one in read_stream(stream, locator, kind, options=own, url=fetched.address):
        if isinstance(one, Rejected):
            yield one
            continue
        metadata = json.dumps({**json.loads(one.metadata), "fetch": said}, ensure_ascii=False, sort_keys=True)
        yield replace(one, path=None if single or _is_whole(one, fetched) else one.path, metadata=metadata)


def _is_whole(document: Document, fetched: Fetched) -> bool:
    """Whether a document is all that the address holds, though that could be told only after unpacking."""
    return document.line is None and document.url == fetched.address


def _said(fetched: Fetched) -> dict[str, object]:
    """What is kept of how a document was fetched."""
    headers = {name: storable(fetched.headers[key])[:_LONGEST] for key, name in _KEPT.items() if fetched.headers.get(key)}
    return {
        "requested": storable(fetched.requested),
        "fetched_at": fetched.fetched_at,
        "hops": [{"address": hop.address, "status": hop.status} for hop in fetched.hops],
        "bytes": fetched.size,
        **headers,
    }


def _shown(address: str) -> str:
    """An address that can be printed and stored."""
    return printable(address[:_LONGEST])


# ------------------------------------------------------------ where addresses come from


def _each_once(remote: Remote, options: ReadOptions, fetcher: Fetcher, stdin: BinaryIO | None) -> Iterator[str | Rejected]:
    """The addresses, each the first time that it comes."""
    seen: set[str] = set()
    for one in _addresses(remote, fetcher, stdin):
        if isinstance(one, Rejected):
            yield one
        elif one in seen:
            options.pass_over("addresses that were listed twice")
        elif len(seen) >= MOST_ADDRESSES:
            yield Rejected(_shown(one), "refused", f"one call fetches {MOST_ADDRESSES:,} addresses at most; split the list")
            return
        else:
            seen.add(one)
            yield one


def _addresses(remote: Remote, fetcher: Fetcher, stdin: BinaryIO | None) -> Iterator[str | Rejected]:
    yield from (url.strip() for url in remote.urls)
    for name in remote.lists:
        yield from _listed(name, stdin)
    for name in remote.sitemaps:
        yield from _mapped(name, fetcher, [0])


def _listed(name: str, stdin: BinaryIO | None) -> Iterator[str | Rejected]:
    """The addresses in a file."""
    if name == _STDIN:
        yield from lines(stdin or sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as stream:
            found = False
            for address in lines(stream):
                found = True
                yield address
            if not found:
                yield Rejected(shown(name), "no_documents", "the list names no address; write one a line")
    except (OSError, ValueError) as error:
        yield _unopened(name, error)


def _mapped(name: str, fetcher: Fetcher, count: list[int], within: bool = False) -> Iterator[str | Rejected]:
    """The addresses in a sitemap, and in those that an index names, which must be no indexes themselves."""
    if count[0] > MOST_SITEMAPS:
        return
    count[0] += 1
    if count[0] > MOST_SITEMAPS:
        yield Rejected(
            _shown(name), "refused", f"the index leads to more than {MOST_SITEMAPS} sitemaps; name those that you want"
        )
        return
    try:
        with closing(_opened(name, fetcher, local=not within)) as stream:
            found = False
            for entry in entries(stream):
                found = True
                if entry.kind == "page":
                    yield entry.address
                elif within:
                    raise SitemapError("an index of sitemaps names another index; name that by itself")
                else:
                    yield from _mapped(entry.address, fetcher, count, within=True)
            if not found:
                yield Rejected(_shown(name), "no_documents", "the sitemap lists no address; look at it in a browser")
    except FetchError as error:
        yield Rejected(_shown(name), error.reason, error.detail)
    except SitemapError as error:
        yield Rejected(_shown(name), "bad_record", str(error))
    except (OSError, ValueError) as error:
        yield _unopened(name, error)


def _opened(name: str, fetcher: Fetcher, *, local: bool) -> BinaryIO:
    """A sitemap as a stream. Only what the user names may be a file, which has no "://": an index must not name one of ours."""
    if local and "://" not in name:
        return Path(name).open("rb")
    return fetcher.fetch(name, lambda _: LARGEST).body


def _unopened(name: str, error: OSError | ValueError) -> Rejected:
    if isinstance(error, FileNotFoundError) or not isinstance(error, OSError):
        return Rejected(shown(name), "missing", "there is no such file; check the spelling and the folder you are in")
    return unreadable(shown(name), error)
