"""Fetching over real sockets of the loopback: redirects, retries, limits, robots; and hosts that lie about where they are."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from provenance.ingest import FetchOptions, ReadOptions, Remote, count_inputs, read_paths
from provenance.ingest.fetch import Fetcher
from provenance.ingest.pace import Pace
from provenance.ingest.remote import read_remote
from provenance.records import Document, Rejected
from tests.ingest.making import PAGE, answer, members, zipped
from tests.ingest.serving import Server, in_turn, raw, redirect, reply, serving

HERE = FetchOptions(allow_private=True, delay=0, timeout=5, silence=2)
OPTIONS = ReadOptions(language=False)


class Sleeps:
    """A clock that only sleep moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, delay: float = 0.0, rate: float | None = None) -> Pace:
        return Pace(delay, rate, clock=self.clock, sleep=self.sleep, chance=random.Random(1))


@pytest.fixture
def server():
    with serving() as one:
        yield one


def fetch(*urls: str, options: FetchOptions = HERE, pace: Pace | None = None, reading: ReadOptions = OPTIONS, **more):
    fetcher = Fetcher(options, pace=pace or Sleeps().pace(), **more)
    return list(read_remote(Remote(urls=urls, options=options), reading, fetcher=fetcher))


def document(found: list[Document | Rejected]) -> Document:
    (one,) = found
    assert isinstance(one, Document), one
    return one


def refused(found: list[Document | Rejected], reason: str = "unreadable") -> str:
    (one,) = found
    assert isinstance(one, Rejected), one
    assert one.reason == reason, one
    assert "\n" not in one.detail and ". " not in one.detail and not one.detail.endswith(".")
    return one.detail


def test_a_page(server: Server):
    page = PAGE.replace("<head>", "<head><link rel=canonical href=https://example.org/bridge>")
    server.pages["/a"] = reply(page, ETag='"x1"', Last_Modified="Sun, 26 May 2024 10:00:00 GMT")
    found = document(fetch(f"{server.base}/a#part"))
    assert found.text == "The bridge is open, the mayor said."
    assert (found.path, found.url, found.canonical_url) == (None, f"{server.base}/a", "https://example.org/bridge")
    kept = json.loads(found.metadata)["fetch"]
    assert kept["requested"] == f"{server.base}/a#part" and kept["etag"] == '"x1"'
    assert kept["hops"] == [{"address": f"{server.base}/a", "status": 200}]
    assert kept["fetched_at"].endswith("Z") and len(kept["fetched_at"]) == 20
    (_, robots), (_, headers) = server.asked
    assert robots["User-Agent"] == headers["User-Agent"] and headers["User-Agent"].startswith("provenance-annotator/")
    assert "Cookie" not in headers


def test_redirects_are_followed_hop_by_hop(server: Server):
    server.pages |= {"/a": redirect("/b", 301), "/b": redirect(f"{server.base}/c"), "/c": reply(PAGE, Set_Cookie="a=b")}
    server.pages["/d"] = reply(PAGE.replace("open", "shut"))
    found = fetch(f"{server.base}/a", f"{server.base}/d")
    first = found[0]
    assert isinstance(first, Document) and first.url == f"{server.base}/c"
    assert json.loads(first.metadata)["fetch"]["hops"] == [
        {"address": f"{server.base}/a", "status": 301},
        {"address": f"{server.base}/b", "status": 302},
        {"address": f"{server.base}/c", "status": 200},
    ]
    assert all("Cookie" not in headers for _, headers in server.asked)


def test_circles_and_long_ways_end(server: Server):
    server.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert "in a circle" in refused(fetch(f"{server.base}/a"))
    for n in range(20):
        server.pages[f"/n{n}"] = redirect(f"/n{n + 1}")
    assert "more than 10 times" in refused(fetch(f"{server.base}/n0"))
    assert len(server.paths) < 20


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "http://user:secret@example.org/",
        "http://[::1",
        "gopher://x/",
        "data:text/html,x",
    ],
)
def test_redirects_to_what_is_not_fetched(server: Server, to):
    server.pages["/a"] = redirect(to)
    detail = refused(fetch(f"{server.base}/a"), "refused")
    assert detail.startswith("after 1 redirect from")


def test_robots(server: Server):
    server.pages |= {
        "/robots.txt": reply(
            "User-agent: provenance-annotator\nDisallow: /private\nAllow: /private/open$\n", content_type="text/plain"
        ),
        "/a": redirect("/private/x"),
        "*": reply(PAGE),
    }
    assert document(fetch(f"{server.base}/private/open"))
    assert "robots.txt" in refused(fetch(f"{server.base}/private/x"), "refused")
    assert "after 1 redirect" in refused(fetch(f"{server.base}/a"), "refused")
    assert server.paths == ["/private/open", "/a"]


@pytest.mark.parametrize(("status", "open"), [(404, True), (403, True), (401, True), (500, False), (503, False), (429, False)])
def test_robots_that_cannot_be_had(server: Server, status, open):
    server.pages |= {"/robots.txt": reply(status=status), "/a": reply(PAGE)}
    if open:
        assert document(fetch(f"{server.base}/a"))
    else:
        assert "robots.txt" in refused(fetch(f"{server.base}/a"))
        assert server.paths == []


def test_robots_are_fetched_once_and_redirects_of_them_followed(server: Server):
    server.pages |= {"/robots.txt": redirect("/r2"), "/r2": reply("User-agent: *\nDisallow: /b"), "*": reply(PAGE)}
    found = fetch(f"{server.base}/a", f"{server.base}/b", f"{server.base}/c")
    assert [type(one) for one in found] == [Document, Rejected, Document]
    assert [path for path, _ in server.asked].count("/robots.txt") == 1


def test_trying_again(server: Server):
    sleeps = Sleeps()
    server.pages["/a"] = in_turn(reply(status=503), reply(status=429, Retry_After="7"), reply(PAGE))
    assert document(fetch(f"{server.base}/a", pace=sleeps.pace()))
    assert len(sleeps.slept) == 2 and 0.5 <= sleeps.slept[0] <= 1.5 and sleeps.slept[1] == 7
    server.pages["/b"] = reply(status=500)
    assert "status 500, 3 times" in refused(fetch(f"{server.base}/b"))
    assert server.paths.count("/b") == 3


def test_a_host_that_asks_for_too_long_a_wait_is_left(server: Server):
    server.pages["/a"] = reply(status=429, Retry_After="3600")
    sleeps = Sleeps()
    assert "asks for a wait" in refused(fetch(f"{server.base}/a", pace=sleeps.pace()))
    assert sleeps.slept == [] and len(server.paths) == 1


@pytest.mark.parametrize(("status", "reason"), [(404, "missing"), (410, "missing"), (403, "unreadable"), (204, "unreadable")])
def test_other_statuses_are_not_tried_again(server: Server, status, reason):
    server.pages["/a"] = reply(status=status)
    assert f"status {status}" in refused(fetch(f"{server.base}/a"), reason)
    assert len(server.paths) == 1


def test_nobody_listens():
    with serving() as server:
        base = server.base
    sleeps = Sleeps()
    found = fetch(f"{base}/a", f"{base}/b", pace=sleeps.pace())
    assert all(isinstance(one, Rejected) and "cannot be fetched" in one.detail for one in found)
    assert len(sleeps.slept) == 2, "a host that is down is tried for one address, not for each"


def test_pace():
    sleeps = Sleeps()
    pace = sleeps.pace(delay=2.0)
    for host in ("a", "b", "a", "a"):
        with pace.turn(host):
            pass
    assert sleeps.slept == [2.0, 2.0]
    for asked in (10, None):
        with pace.turn("b", asked):
            pass
    assert sleeps.slept[-1] == 10
    sleeps = Sleeps()
    pace = sleeps.pace(rate=4)
    for n in range(5):
        with pace.turn(str(n)):
            pass
    assert sleeps.slept == [0.25] * 4


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100],
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", *[b"x"] * 100],
        [b"H"] * 100,
    ],
    ids=["headers", "body", "status"],
)
def test_slow_hosts_are_left(server: Server, pieces):
    server.pages |= {"/robots.txt": reply(status=404), "/a": raw(*pieces, wait=0.1)}
    begun = time.monotonic()
    options = FetchOptions(allow_private=True, delay=0, timeout=1, silence=0.5, attempts=1)
    assert "too slow" in refused(fetch(f"{server.base}/a", options=options))
    assert time.monotonic() - begun < 3


def test_a_slow_robots_txt(server: Server):
    server.pages |= {"/robots.txt": raw(*[b"x"] * 50, wait=0.1), "/a": reply(PAGE)}
    options = FetchOptions(allow_private=True, delay=0, timeout=1, silence=0.5, attempts=1)
    assert "slow" in refused(fetch(f"{server.base}/a", options=options))
    assert server.paths == []


def test_bodies_above_the_limit(server: Server):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    server.pages["/endless"] = raw(head, *itertools.repeat(b"word " * 20_000, 1_000))
    small = ReadOptions(max_bytes=100_000, language=False)
    assert "--max-bytes" in refused(fetch(f"{server.base}/endless", reading=small), "too_large")
    server.pages["/bomb"] = reply(gzip.compress(b"a" * 100_000_000, 1), Content_Encoding="gzip")
    assert refused(fetch(f"{server.base}/bomb"), "too_large")
    server.pages["/lines"] = reply(gzip.compress(b"\n" * 100_000_000), content_type="application/jsonl", Content_Encoding="gzip")
    assert "250 times" in refused(fetch(f"{server.base}/lines"))
    server.pages["/file"] = reply(gzip.compress(b"\n" * 100_000_000), content_type="application/gzip")
    assert "250 times" in refused(fetch(f"{server.base}/file"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_encoded_bodies(server: Server, encoding):
    import zlib

    data = gzip.compress(PAGE.encode()) if encoding == "gzip" else zlib.compress(PAGE.encode())
    server.pages["/a"] = reply(data, Content_Encoding=encoding)
    assert document(fetch(f"{server.base}/a")).text == "The bridge is open, the mayor said."
    server.pages["/b"] = reply(data[:-10], Content_Encoding=encoding)
    assert "break off" in refused(fetch(f"{server.base}/b"))
    server.pages["/c"] = reply(data, Content_Encoding="br")
    assert "'br'" in refused(fetch(f"{server.base}/c"))


ITEMS = "<item><title>One</title><link>/1</link></item><item><title>Two</title></item>"
FEED = f"<rss><channel><title>Post</title>{ITEMS}</channel></rss>"


@pytest.mark.parametrize(
    ("body", "content_type", "texts"),
    [
        (PAGE, None, ["The bridge is open, the mayor said."]),
        (PAGE, "application/octet-stream", ["The bridge is open, the mayor said."]),
        (PAGE, "text/plain", ["The bridge is open, the mayor said."]),
        ("Plain words.", "text/plain", ["Plain words."]),
        (FEED, "application/rss+xml", ["One", "Two"]),
        (FEED, "text/html", ["One", "Two"]),
        ('{"text": "One."}', "application/json", ["One."]),
        ('{"text": "One."}\n{"text": "Two."}', "application/x-ndjson", ["One.", "Two."]),
        (gzip.compress(b'{"text": "One."}\n{"text": "Two."}', mtime=0), "application/gzip", ["One.", "Two."]),
        (
            members(answer(1), answer(2)),
            "application/warc",
            ["The bridge is open 1, the mayor said.", "The bridge is open 2, the mayor said."],
        ),
        (members(answer(1)), "application/octet-stream", ["The bridge is open 1, the mayor said."]),
        (zipped({"b/x.txt": "One.", "y.txt": "Two."}), "application/zip", ["One.", "Two."]),
        (gzip.compress(PAGE.encode(), mtime=0), "application/gzip", ["The bridge is open, the mayor said."]),
        ("Мост открыт".encode("koi8-r"), "text/plain; charset=koi8-r", ["Мост открыт"]),
    ],
)
def test_kinds_by_header_and_by_content(server: Server, body, content_type, texts):
    server.pages["/a"] = reply(body, content_type=content_type)
    found = fetch(f"{server.base}/a")
    assert [one.text for one in found if isinstance(one, Document)] == texts and len(found) == len(texts)
    assert all("fetch" in json.loads(one.metadata) for one in found if isinstance(one, Document))
    if content_type == "application/rss+xml":
        assert isinstance(found[0], Document)
        assert (found[0].path, found[0].line, found[0].url) == (f"{server.base}/a", 1, f"{server.base}/1")


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "text/css", "video/mp4", "application/javascript"])
def test_kinds_that_are_not_read_are_not_downloaded(server: Server, content_type):
    server.pages["/a"] = raw(f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode(), *[b"x" * 65_536] * 10_000)
    begun = time.monotonic()
    assert content_type in refused(fetch(f"{server.base}/a"), "binary")
    assert time.monotonic() - begun < 2


def test_no_answer_of_http(server: Server):
    server.pages["/a"] = raw(b"SSH-2.0-OpenSSH_9.2\r\n")
    assert "cannot be fetched" in refused(fetch(f"{server.base}/a"))


# ------------------------------------------------------------ hosts that lie


def test_private_addresses_are_refused_unless_allowed(server: Server):
    server.pages["/a"] = reply(PAGE)
    options = FetchOptions(delay=0)
    port = server.server_address[1]
    for host in ("127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"):
        assert refused(fetch(f"http://{host}:{port}/a", options=options), "refused")
        assert refused(fetch(f"http://{host}/a", options=options), "refused")
    assert server.asked == []


def test_a_name_is_checked_when_it_is_connected_to_and_the_checked_address_is_used(server: Server):
    """DNS rebinding: public when it is looked up first, of the loopback the next time."""
    server.pages["/a"] = reply(PAGE)
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    options = FetchOptions(delay=0, attempts=1)
    detail = refused(fetch("http://public.example/a", options=options, resolver=rebinding), "refused")
    assert "127.0.0.1" in detail and asked == ["public.example"]
    for lies in (["93.184.215.14", "10.0.0.1"], ["fe80::1%eth0"], ["::ffff:169.254.169.254"], ["64:ff9b::7f00:1"], ["nonsense"]):
        assert refused(fetch("http://public.example/a", options=options, resolver=lambda *_, lies=lies: lies), "refused")
    assert server.asked == []
    port = server.server_address[1]
    found = document(fetch(f"http://public.example:{port}/a", resolver=rebinding))
    assert found.url == f"http://public.example:{port}/a"
    assert server.asked[-1][1]["Host"] == f"public.example:{port}", "the name stays in the request"


def test_a_redirect_to_a_private_address_is_refused(server: Server):
    """The host of the redirect is allowed, as for a public one; where it leads is not."""
    from provenance.ingest import fetch_address, fetch_connect

    port = server.server_address[1]
    server.pages |= {"/a": redirect("http://169.254.169.254/latest/meta-data/"), "/b": redirect(f"http://127.0.0.1:{port}/a")}
    before, fetch_address.PORTS = fetch_address.PORTS, frozenset([port, 80])
    real, fetch_connect.is_public = fetch_connect.is_public, lambda ip: str(ip) == "127.0.0.1"
    try:
        options = FetchOptions(delay=0, attempts=1)
        for path in ("/a", "/b"):
            url = f"http://public.example:{port}{path}"
            detail = refused(fetch(url, options=options, resolver=lambda *_: ["127.0.0.1"]), "refused")
            assert detail.startswith("after 1 redirect from")
    finally:
        fetch_address.PORTS, fetch_connect.is_public = before, real
    assert server.paths == ["/a", "/b"]


def test_the_environment_changes_nothing(server: Server, monkeypatch, tmp_path):
    server.pages["/a"] = reply(PAGE)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert document(fetch(f"{server.base}/a"))
    assert all("Authorization" not in headers for _, headers in server.asked)


def test_nothing_is_fetched_that_was_not_asked_for(server: Server, monkeypatch):
    import socket

    def no(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "getaddrinfo", no)
    monkeypatch.setattr(socket, "create_connection", no)
    list(read_paths(["seeds"]))
    assert count_inputs([Remote(urls=("http://example.org/",))]) is None


# ------------------------------------------------------------ TLS


@pytest.fixture
def certified(tmp_path: Path):
    """A server with a certificate for public.example, the names that clients asked for, and a context that trusts it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    named = ["-subj", "/CN=public.example", "-addext", "subjectAltName=DNS:public.example"]
    command = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        *named,
        "-keyout",
        str(key),
        "-out",
        str(cert),
    ]
    subprocess.run(command, check=True, capture_output=True)
    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serves.load_cert_chain(cert, key)
    asked: list[str | None] = []
    serves.sni_callback = lambda _, name, __: asked.append(name)
    trusts = ssl.create_default_context(cafile=str(cert))
    with serving({"/a": reply(PAGE)}) as server:
        server.socket = serves.wrap_socket(server.socket, server_side=True)
        yield server, asked, trusts


def test_certificates_are_checked_against_the_name_although_the_address_is_pinned(certified):
    server, asked, trusts = certified
    port = server.server_address[1]
    here = {"resolver": lambda *_: ["127.0.0.1"], "options": FetchOptions(allow_private=True, delay=0, attempts=1, timeout=5)}
    found = document(fetch(f"https://public.example:{port}/a", context=trusts, **here))
    assert found.url == f"https://public.example:{port}/a" and set(asked) == {"public.example"}
    assert server.asked[-1][1]["Host"] == f"public.example:{port}"
    served = len(server.asked)
    assert "certificate" in refused(fetch(f"https://other.example:{port}/a", context=trusts, **here)).lower()
    assert "certificate" in refused(fetch(f"https://public.example:{port}/a", **here)).lower()
    assert len(server.asked) == served


def test_a_proxy_is_used_only_where_it_is_named(server: Server):
    """The server plays the proxy: it is asked for the whole address."""
    server.pages["http://public.example/a"] = reply(PAGE)
    options = FetchOptions(delay=0, proxy=server.base)
    assert document(fetch("http://public.example/a", options=options)).url == "http://public.example/a"
    assert [path for path, _ in server.asked] == ["http://public.example/robots.txt", "http://public.example/a"]
    assert refused(fetch("http://127.0.0.1/a", options=options), "refused")
