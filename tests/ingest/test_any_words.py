"""Laws of what reads the words of others: any address, robots.txt, sitemap or body ends in a value or an error of its own."""

from __future__ import annotations

import contextlib
import io
import ipaddress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.ingest.bodies import BodyError, TooLargeError, dechunked, decoded, gathered
from provenance.ingest.fetch_address import PORTS, AddressError, is_public, parsed
from provenance.ingest.robots import parse_robots
from provenance.ingest.sitemap import SitemapError, entries

HOSTS = st.one_of(
    st.ip_addresses().map(lambda ip: f"[{ip}]" if ip.version == 6 else str(ip)),
    st.ip_addresses(v=4).map(lambda ip: str(int(ip))),
    st.ip_addresses(v=4).map(lambda ip: f"[::ffff:{ip}]"),
    st.ip_addresses(v=4).map(lambda ip: ".".join(f"{part:#o}".replace("0o", "0") for part in ip.packed)),
    st.ip_addresses(v=4).map(lambda ip: f"{int(ip):#x}"),
    st.text(min_size=1, max_size=12),
    st.sampled_from(["localhost", "example.org", "LOCALHOST.", "a.local", "127.1", "0"]),
)
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}{}{}/{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", "file", ""]),
        st.sampled_from(["", "u@", "u:p@", "@", ":@"]),
        HOSTS,
        st.sampled_from(["", ":80", ":443", ":22", ":", ":0", ":99999", ":8080x"]),
        st.text(max_size=20),
    ),
)


@settings(max_examples=1_500, deadline=None)
@given(ADDRESSES)
@example("http://１２７。0。0。1/")
@example("http://①②⑦.⓪.⓪.①/")
def test_an_address_is_made_out_or_refused(address):
    try:
        url = parsed(address, allow_private=False)
    except AddressError as error:
        assert "\n" not in str(error)
        return
    assert url.scheme in ("http", "https") and not url.userinfo and (url.port is None or url.port in PORTS)
    assert str(url).isascii() and not url.fragment
    assert parsed(str(url), allow_private=False) == url, "what is fetched is what was checked"
    try:
        assert is_public(ipaddress.ip_address(url.host))
    except ValueError:
        assert not url.host.rstrip(".").isdigit() and url.host.lower().rstrip(".") != "localhost"


@settings(max_examples=500, deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_as_public_as_itself(ip):
    within = (f"64:ff9b::{ip}", str(ipaddress.IPv6Address((0x2002 << 112) | (int(ip) << 80))))
    for other in within:
        assert is_public(ipaddress.ip_address(other)) is is_public(ip)
    assert not is_public(ipaddress.ip_address(f"::ffff:{ip}")) and not is_public(ipaddress.ip_address(f"::{ip}"))


RULES = st.lists(
    st.sampled_from(["User-agent: *", "Disallow: /a", "Allow: /a*b$", "Disallow: *", "Crawl-delay: 1", "User-agent: x"])
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), RULES.map(lambda lines: "\n".join(lines).encode())), st.text(max_size=30))
def test_any_robots(data, target):
    found = parse_robots(data, "provenance-annotator")
    assert found.allows(target) in (True, False)
    assert found.delay is None or found.delay > 0


def _sitemap(inner: str) -> bytes:
    return f"<urlset><url><loc>{inner}</loc></url></urlset>".encode()


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=80).map(_sitemap)))
def test_any_sitemap(data):
    try:
        assert all(entry.address for entry in entries(io.BytesIO(data)))
    except SitemapError as error:
        assert "\n" not in str(error)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "deflate", "zstd", "br", "gzip, deflate", "gzip,gzip,gzip,gzip"]))
def test_any_body(data, encoding):
    stream = io.BytesIO(data)
    with contextlib.suppress(BodyError, TooLargeError):
        assert len(gathered(decoded(dechunked(stream.read, stream.readline), encoding), 1_000)) <= 1_000


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.integers(1, 50))
def test_chunks_are_put_together(data, size):
    body = b"".join(b"%X;x=y\r\n%s\r\n" % (len(data[i : i + size]), data[i : i + size]) for i in range(0, len(data), size))
    stream = io.BytesIO(body + b"0\r\n\r\n")
    assert gathered(dechunked(stream.read, stream.readline), 1_000) == data
