"""Lists of addresses and sitemaps: what is fetched, in which order, once each; and sitemaps that attack."""

from __future__ import annotations

import gzip
import io
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.ingest import FetchOptions, ReadOptions, Remote
from provenance.ingest import remote as remote_module
from provenance.ingest import sitemap as sitemap_module
from provenance.ingest.fetch import Fetcher
from provenance.ingest.remote import read_remote
from provenance.ingest.sitemap import SitemapError, entries
from provenance.records import Document, Rejected
from tests.ingest.making import PAGE
from tests.ingest.serving import Server, reply, serving

HERE = FetchOptions(allow_private=True, delay=0, timeout=5, attempts=1)
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.fixture(params=[1, 8])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """Read by one connection and by several, which are one host's here, so that its pages are asked in order."""
    monkeypatch.setitem(globals(), "HERE", replace(HERE, connections=request.param))
    with serving({"*": reply(PAGE), "/robots.txt": reply(status=404)}) as one:
        yield one


def read(passed: Counter[str] | None = None, stdin: io.BytesIO | None = None, **named) -> list[Document | Rejected]:
    what = Remote(options=HERE, **{name: tuple(value) for name, value in named.items()})
    return list(read_remote(what, ReadOptions(language=False, main_text=False, passed=passed), stdin, Fetcher(HERE)))


def urlset(*addresses: str) -> str:
    inner = "".join(f"<url><loc> {one} </loc><lastmod>2024-05-26</lastmod></url>" for one in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?><!-- made --><urlset {SPACE}>{inner}</urlset>'


def index(*addresses: str) -> str:
    return f"<sitemapindex {SPACE}>{''.join(f'<sitemap><loc>{one}</loc></sitemap>' for one in addresses)}</sitemapindex>"


def test_a_list_of_addresses(server: Server, tmp_path: Path):
    path = tmp_path / "list.txt"
    path.write_bytes(
        f"\ufeff# pages\r\n{server.base}/1\r\n\r\n  {server.base}/2  \n{server.base}/1\nno address\n{server.base}/3".encode()
    )
    passed: Counter[str] = Counter()
    found = read(passed, urls=[f"{server.base}/0"], lists=[str(path)])
    assert server.paths == ["/0", "/1", "/2", "/3"]
    assert [type(one).__name__ for one in found] == ["Document", "Document", "Document", "Rejected", "Document"]
    assert isinstance(found[3], Rejected) and (found[3].locator, found[3].reason) == ("no address", "refused")
    assert passed == {"addresses that were listed twice": 1}


def test_a_list_on_standard_input_and_lists_that_are_not_there(server: Server, tmp_path: Path):
    assert isinstance(read(lists=["-"], stdin=io.BytesIO(f"{server.base}/1\n".encode()))[0], Document)
    (found,) = read(lists=[str(tmp_path / "none.txt")])
    assert isinstance(found, Rejected) and found.reason == "missing"
    (tmp_path / "empty.txt").write_text("# nothing\n")
    (found,) = read(lists=[str(tmp_path / "empty.txt")])
    assert isinstance(found, Rejected) and found.reason == "no_documents"
    (found,) = read(lists=[str(tmp_path)])
    assert isinstance(found, Rejected) and found.reason == "unreadable"


def test_a_list_that_is_no_list(server: Server, tmp_path: Path):
    (tmp_path / "x").write_bytes(b"\x00\xff" * 50_000 + b"\n" + b"\x1b[31m\n")
    found = read(lists=[str(tmp_path / "x")])
    assert found and all(isinstance(one, Rejected) and len(one.locator) <= 1_000 for one in found)
    assert server.asked == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_from_a_file_or_an_address(server: Server, tmp_path: Path, packed):
    data = urlset(f"{server.base}/1?a=1&amp;b=2", f"{server.base}/2").encode()
    data = gzip.compress(data) if packed else data
    path = tmp_path / "sitemap.xml"
    path.write_bytes(data)
    server.pages["/sitemap.xml"] = reply(data, content_type="application/xml")
    assert len(read(sitemaps=[str(path)])) == 2
    assert len(read(sitemaps=[f"{server.base}/sitemap.xml"])) == 2
    assert server.paths == ["/1?a=1&b=2", "/2", "/sitemap.xml", "/1?a=1&b=2", "/2"]


def test_an_index_and_a_sitemap_of_lines(server: Server):
    server.pages |= {
        "/index": reply(index(f"{server.base}/one", f"{server.base}/gone", f"{server.base}/two"), content_type="text/xml"),
        "/one": reply(urlset(f"{server.base}/1"), content_type="text/xml"),
        "/gone": reply(status=404),
        "/two": reply(f"{server.base}/2\n{server.base}/3\n", content_type="text/plain"),
    }
    found = read(sitemaps=[f"{server.base}/index"])
    assert [type(one).__name__ for one in found] == ["Document", "Rejected", "Document", "Document"], found
    if HERE.connections == 1:
        assert server.paths == ["/index", "/one", "/1", "/gone", "/two", "/2", "/3"]
    else:  # sitemaps are read on while pages are fetched
        assert [path for path in server.paths if len(path) > 2] == ["/index", "/one", "/gone", "/two"]
        assert [path for path in server.paths if len(path) == 2] == ["/1", "/2", "/3"]


def test_indexes_go_one_level_deep_and_never_to_a_file(server: Server, tmp_path: Path):
    secret = tmp_path / "secret.xml"
    secret.write_text(urlset(f"{server.base}/secret"))
    server.pages |= {
        "/index": reply(index(str(secret), secret.as_uri(), f"{server.base}/index"), content_type="text/xml"),
    }
    found = read(sitemaps=[f"{server.base}/index"])
    assert all(isinstance(one, Rejected) for one in found) and len(found) == 3
    assert server.paths == ["/index", "/index"]


def test_limits(server: Server, monkeypatch):
    server.pages |= {f"/s{n}": reply(urlset(f"{server.base}/{n}"), content_type="text/xml") for n in range(9)}
    server.pages["/index"] = reply(index(*(f"{server.base}/s{n}" for n in range(9))), content_type="text/xml")
    monkeypatch.setattr(remote_module, "MOST_SITEMAPS", 4)
    found = read(sitemaps=[f"{server.base}/index"])
    assert [type(one).__name__ for one in found] == ["Document"] * 3 + ["Rejected"]
    monkeypatch.setattr(remote_module, "MOST_ADDRESSES", 2)
    found = read(urls=[f"{server.base}/{n}" for n in range(5)])
    assert [type(one).__name__ for one in found] == ["Document"] * 2 + ["Rejected"]
    monkeypatch.setattr(sitemap_module, "MOST_ENTRIES", 3)
    with pytest.raises(SitemapError, match="more than 3"):
        list(entries(io.BytesIO(urlset(*"abcdef").encode())))


BOMB = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};&a{n - 1};">' for n in range(1, 40))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]><urlset><url><loc>&a39;</loc></url></urlset>'.encode(), "declares"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><urlset/>', "declares"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><urlset/>'.encode("utf-16"), "declares"),
        (
            b"<!--" + b"x" * 5_000 + b'--><!DOCTYPE x [<!ENTITY a "http://secret/">]><urlset><url><loc>&a;</loc></url></urlset>',
            "",
        ),
        (b"<urlset><url><loc>http://x/1</loc></url><url><loc>http", "broken"),
        (b"<html><body>x</body></html>", "<html>"),
        (b"<rss><channel/></rss>", "--url"),
        (b"\x89PNG\r\n", "no sitemap"),
        (gzip.compress(b"<urlset>", mtime=0)[:-9], "unpacked"),
        (gzip.compress(b"<urlset>" + (b"<!--" + b" " * 1_000_000 + b"-->") * 60, 9, mtime=0), "times their size"),
        (b"<urlset>" + (b"<!--" + b" " * 1_000_000 + b"-->") * 60, "50,000,000"),
        (b"<urlset>" + b"<a>" * 100_000, "broken"),
        (b"<urlset " + b"a='1' " * 100_000 + b">", "broken"),
        (b"<urlset><url><loc>" + b"x" * 30_000_000 + b"</loc></url></urlset>", "broken"),
    ],
    ids=lambda one: repr(one)[:30],
)
def test_sitemaps_that_attack_or_are_none(data, said):
    begun = time.process_time()
    try:
        found = list(entries(io.BytesIO(data)))
    except SitemapError as error:
        assert said in str(error) and ". " not in str(error)
    else:
        assert said == "" and all("secret" not in one.address for one in found)
    assert time.process_time() - begun < 5
