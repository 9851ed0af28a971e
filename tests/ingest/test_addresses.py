"""Which addresses are fetched: the words of an address, the addresses of the network behind it, and robots.txt."""

from __future__ import annotations

import ipaddress
import time

import pytest

from provenance.ingest.fetch_address import AddressError, is_public, parsed
from provenance.ingest.robots import Robots, parse_robots


@pytest.mark.parametrize(
    ("address", "becomes"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.org/A?b=c#part", "https://example.org/A?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"),
    ],
)
def test_addresses_that_are_fetched(address, becomes):
    assert str(parsed(address, allow_private=False)) == becomes


@pytest.mark.parametrize(
    "address",
    [
        *("", "example.org", "//example.org", "file:///etc/passwd", "ftp://example.org", "javascript:alert(1)", "http://"),
        *("http:///x", "http:example.org", "http://exa mple.org", "http://example.org/\n", "http://example.org\\@evil.example/"),
        *(
            "http://user@example.org/",
            "http://user:secret@example.org/",
            "http://:@example.org/",
            "http://example.org@127.0.0.1/",
        ),
        *("http://example.org:22/", "http://example.org:0/", "http://example.org:99999/", "http://example.org:x/"),
        *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/"),
        *("http://127.0.0.1./", "http://0x7f.0.0.1/", "http://00127.0.0.1/", "http://localhost/", "http://LOCALHOST./"),
        *("http://x.localhost/", "http://printer.local/", "http://metadata.google.internal/", "http://router.home.arpa/"),
        *("http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "http://100.64.0.1/"),
        *("http://0.0.0.0/", "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/"),
        *("http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/"),
        *("http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::a00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/"),
        *("http://[fc00::1]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[fe80::1%25eth0]/", "http://[2001:db8::1]/"),
        *("http://１２７.0.0.1/", "http://127。0。0。1/", "http://[::1/", "http://" + "a" * 9_000),
    ],
)
def test_addresses_that_are_not(address):
    with pytest.raises(AddressError) as found:
        parsed(address, allow_private=False)
    assert "\n" not in str(found.value) and ". " not in str(found.value) and not str(found.value).endswith(".")


def test_what_the_user_allows():
    for address in ("http://127.0.0.1:5000/", "http://[::1]:8000/", "http://printer.local/", "http://10.0.0.1/"):
        assert parsed(address, allow_private=True)
    for address in ("file:///etc/passwd", "http://user@localhost/", "gopher://127.0.0.1/"):
        with pytest.raises(AddressError):
            parsed(address, allow_private=True)


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True),
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("64:ff9b::8.8.8.8", True),
        ("64:ff9b::10.0.0.1", False),
        ("2002:808:808::1", True),
        ("2002:a00:1::1", False),
        ("::ffff:8.8.8.8", False),
        ("2001:0:808:808::f5ff:fffe", False),
        ("192.0.0.9", False),
        ("192.88.99.1", False),
        ("203.0.113.7", False),
        ("3fff::1", False),
        ("100::1", False),
    ],
)
def test_addresses_of_the_network(ip, public):
    assert is_public(ipaddress.ip_address(ip)) is public


# ------------------------------------------------------------ robots.txt


def rules(text: str, agent: str = "provenance-annotator") -> Robots:
    return parse_robots(text.encode(), agent)


@pytest.mark.parametrize(
    ("text", "target", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.php$", "/x/y.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/x/y.php?z", True),
        ("User-agent: *\nDisallow: /*?s=", "/news?s=1", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a1b2c3", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a1c2b3", True),
        ("User-agent: *\nDisallow: /fish*$", "/fish/x", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /%61", "/a", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("user-agent: *\ndisallow: /a # a comment", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("Disallow: /a", "/a", True),
        ("User-agent: Provenance-Annotator/2.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/a", False),
        ("User-agent: provenance-annotator\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: x\nUser-agent: provenance-annotator\nDisallow: /a", "/a", False),
        ("User-agent: provenance\nDisallow: /a", "/a", True),
        ("User-agent: provenance-annotator\nDisallow: /a\nUser-agent: x\nDisallow: /b", "/b", True),
        ("User-agent: provenance-annotator\nDisallow: /a\n\nUser-agent: provenance-annotator\nDisallow: /b", "/b", False),
        ("User-agent: *\nSitemap: https://example.org/s\nDisallow: /a", "/a", False),
    ],
)
def test_robots(text, target, allowed):
    assert rules(text).allows(target) is allowed


def test_the_wait_that_a_host_asks_for():
    assert rules("User-agent: *\nCrawl-delay: 2.5").delay == 2.5
    assert rules("User-agent: provenance-annotator\nCrawl-delay: 1\n\nUser-agent: *\nCrawl-delay: 9").delay == 1
    for odd in ("many", "-1", "nan", "inf", "1e99"):
        assert rules(f"User-agent: *\nCrawl-delay: {odd}").delay is None


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /" + "*a" * 2_000 + "b",
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*a*b$\n" * 15_000,
        "User-agent: *\n" * 40_000,
        "x" * 600_000,
        "\0" * 600_000,
        "User-agent: *\nDisallow: " + "%" * 3_000,
    ],
    ids=["stars", "rules", "agents", "line", "NULs", "percent"],
)
def test_hostile_robots(text):
    begun = time.process_time()
    found = rules(text)
    found.allows("/" + "a" * 4_000)
    assert time.process_time() - begun < 2
