"""Which addresses may be fetched: http and https, of public hosts, on the usual ports, without a user's name.

The words of an address are looked at first, and each address of the network that its host turns out to have afterwards, at
the moment of connecting (`fetch_connect`): what a name meant a moment ago proves nothing.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

PORTS = frozenset([80, 443, 8080, 8443])
LONGEST = 8_000
"""Code points of an address."""

_ODD = re.compile("[\x00-\x20\x7f-\x9f\\\\]")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)(?:\.(?:0[xX][0-9a-fA-F]*|\d+)){0,3}\.?")
"""A host that old functions of the system read as an IPv4 address: 2130706433, 0177.0.0.1, 0x7f.1, 127.1."""
_DOTTED = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = tuple(ipaddress.IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_SPECIAL = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"),
        *("100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
"""What the registries of special addresses list, as versions of Python differ in how many of these they know."""


class AddressError(Exception):
    """An address that is not fetched; the message says why, and what to do."""


def parsed(address: str, *, allow_private: bool) -> httpx.URL:
    """The address, made out once and for all; no part of it is looked at by another parser. Raises AddressError."""
    import httpx

    if len(address) > LONGEST:
        raise AddressError(f"the address has more than {LONGEST:,} characters; check how it was made")
    if _ODD.search(address):
        raise AddressError("the address holds spaces, control characters or backslashes; write them as percent codes")
    try:
        url = httpx.URL(address)
        host, port = url.host, url.port
    except (httpx.InvalidURL, ValueError, TypeError, UnicodeError):
        raise AddressError("it is no address that can be made out; write it as https://host/path") from None
    if url.scheme not in ("http", "https"):
        raise AddressError(f"only http and https are fetched, not {url.scheme[:20] or 'nothing'!r}; save it and name the file")
    if not host or not url.raw_host:
        raise AddressError("the address names no host; write it as https://host/path")
    if url.userinfo:
        raise AddressError("the address holds a user's name or password, which is never sent; leave that out")
    if not allow_private:
        if port is not None and port not in PORTS:
            allowed = ", ".join(map(str, sorted(PORTS)))
            raise AddressError(f"port {port} is none of those that are fetched from ({allowed}); allow it with --allow-private")
        _check_host(host)
    return url.copy_with(fragment=None)


def _check_host(host: str) -> None:
    """Raises AddressError where the host is an address of the network that may not be fetched, however it is written."""
    bare = host.strip("[]")
    if _NUMBER.fullmatch(bare) and not _DOTTED.fullmatch(bare):
        raise AddressError(
            f"the host {bare[:60].rstrip('.')} is a number that hides an address; write its name or four plain numbers"
        )
    try:
        ip = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        if bare.rstrip(".").lower().endswith(("localhost", ".local", ".internal", ".home.arpa")):
            raise private(host, None) from None
        return
    if not is_public(ip):
        raise private(host, ip)


def private(host: str, ip: Ip | None) -> AddressError:
    """The refusal of a host within a private network."""
    of = f", {ip}," if ip is not None and str(ip) != host.strip("[]") else ""
    return AddressError(
        f"the host {host[:100].rstrip('.')}{of} is not on the public internet; allow it with --allow-private if you mean it"
    )


def is_public(ip: Ip) -> bool:
    """Whether an address, and the IPv4 address within it, can be reached by all: none that is private, local or special."""
    inner = _within(ip)
    if inner is not None and not is_public(inner):
        return False
    if ip.is_multicast or ip.is_unspecified or ip.is_loopback or ip.is_link_local or ip.is_private:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped is not None or ip in _COMPATIBLE):
        return False
    if any(ip.version == net.version and ip in net for net in _SPECIAL):
        return False
    return not ip.is_reserved or any(ip in net for net in _NAT64 if net.version == ip.version)


def _within(ip: Ip) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address carries: mapped, translated by NAT64, or tunnelled by 6to4 or Teredo."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if any(ip in net for net in _NAT64):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
