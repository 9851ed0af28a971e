"""What an address alone says: its host, who registered it, whether it carries another's page, and which page.

The data is `addresses.toml`: carriers (transports with the way to read the original out of their addresses) and shared hosts, on
which strangers keep sites of their own. Nothing is fetched: a shortened address stays closed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import SplitResult, unquote

from provenance.registry.normal import host_and_parts
from provenance.registry.packed import DECODERS, parameters
from provenance.registry.suffixes import country_of_host, is_private_suffix, public_suffix, registrable

LONGEST = 16_384
"""Code points; a longer address is read as one without an original."""
DEEPEST = 6
"""So many carriers may be wrapped around each other."""

_WORLD = "*"
_ONE_SLASH = re.compile(r"(https?):/*(?=[^/])", re.IGNORECASE)
_SCHEME = re.compile(r"https?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Addresses of a transport, and where in them the original stands. See `addresses.toml`."""

    transport: str
    hosts: tuple[str, ...]
    path: re.Pattern[str] | None
    query: tuple[str, ...]
    rest: re.Pattern[str] | None
    decode: str | None
    example: str
    original: str | None
    counter: str

    def fits(self, host: str, parts: SplitResult) -> bool:
        """Whether the address is one of this carrier's."""
        return any(name in self.hosts for name in _names_of(host)) and self.reads(parts)

    def reads(self, parts: SplitResult) -> bool:
        """The same, where the host is known to be one of its hosts.

        A carrier whose original stands in a parameter, and that names no path, takes what has the parameter.
        """
        if self.path is not None and not self.path.match(parts.path):
            return False
        if self.rest is not None:
            return self.rest.match(_rest(parts)) is not None
        if self.path is None and self.decode is None and self.query and self.original is not None:
            return any(name in self.query for name, _ in parameters(parts))
        return True

    def unwrapped(self, host: str, parts: SplitResult) -> str | None:
        """The address that it carries, if that can be read."""
        for found in self._originals(host, parts):
            address = _repaired(found)
            if address is not None:
                return address
        return None

    def _originals(self, host: str, parts: SplitResult) -> Iterator[str]:
        values = dict(reversed(parameters(parts)))
        yield from (values[name] for name in self.query if name in values)
        if self.rest is not None and (found := self.rest.match(_rest(parts))):
            groups = found.groupdict()
            url = groups["url"]
            yield url if _SCHEME.match(url) or "s" not in groups else ("https://" if groups["s"] else "http://") + url
        if self.decode is not None:
            yield from DECODERS[self.decode](host, parts)


@dataclass(frozen=True, slots=True)
class Shared:
    """A host whose owner is not who writes on it; `parts` of the path name the writer, or 0 where a subdomain does."""

    host: str
    platform: str | None
    parts: int
    example: str
    site: str
    counter: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart. `host` is "" where there is none (a mail address, a path, a broken address).

    `domain` is the part of the host that one party registered. `transports` are the carriers around the original, the
    outermost first; `original` is the address inside, None where there is no carrier or it does not tell. `site` names
    whose pages these are, of the original where there is one: the registered domain, or on a shared host the subdomain or
    path of the writer; None for a transport that does not tell, a bare public suffix, an address of numbers. `platform` is
    the registry's id of the shared host, `country` the ISO code of a country's own domain. `entity` is the registry's id of
    the outlet or body: see `Registry.address`.
    """

    address: str
    host: str
    domain: str | None
    transports: tuple[str, ...] = ()
    original: str | None = None
    site: str | None = None
    platform: str | None = None
    country: str | None = None
    entity: str | None = None

    @property
    def transport(self) -> str | None:
        """The outermost transport."""
        return self.transports[0] if self.transports else None

    @property
    def outlet(self) -> str | None:
        """The id of who publishes there: the registry's, else a provisional one made of the site."""
        return self.entity or self.site


@lru_cache(maxsize=8192)
def read_address(text: str) -> Address:
    """An address taken apart, whatever it is; see `Address`. Time is linear in its length."""
    address = text.strip()
    host, parts = host_and_parts(address)
    if host and "//" not in address and public_suffix(host) is None:
        host = ""  # "page.html" is no host
    domain = registrable(host) if host else None
    if domain is None:
        return Address(address, host, None)
    found: list[str] = []
    inner: str | None = address
    inner_host, inner_parts = host, parts
    while len(found) < DEEPEST and (carrier := _carrier_of(inner_host, inner_parts)):
        found.append(carrier.transport)
        inner = carrier.unwrapped(inner_host, inner_parts) if len(address) <= LONGEST else None
        if inner is None:
            return Address(address, host, domain, tuple(found))
        inner_host, inner_parts = host_and_parts(inner)
    site, place = _site(inner_host, inner_parts)
    platform = place.platform if place else None
    original = inner if found else None
    return Address(address, host, domain, tuple(found), original, site, platform, country_of_host(inner_host))


def unwrapped(address: str) -> str:
    """The original that an address carries, or the address itself."""
    return read_address(address).original or address


def lent_site(host: str, parts: SplitResult) -> str | None:
    """The site of a stranger that an address on a shared host belongs to: a host, or a host with a path. None elsewhere."""
    site, place = _site(host, parts)
    if place is not None:
        return site if site != place.host else None
    return site if site and is_private_suffix(site.partition(".")[2]) else None


def carriers() -> tuple[Carrier, ...]:
    """All rules for transports, in the order of the file."""
    return tuple(_carrier(raw) for raw in _data()["carrier"])


def shared() -> tuple[Shared, ...]:
    """All shared hosts."""
    return tuple(
        Shared(
            raw["host"],
            raw.get("platform"),
            raw.get("parts", 0) if raw["by"] == "path" else 0,
            *map(raw.get, ("example", "site", "counter")),
        )
        for raw in _data()["shared"]
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("provenance.registry").joinpath("addresses.toml").read_text("utf-8"))


def _carrier(raw: dict[str, Any]) -> Carrier:
    path, rest = (re.compile(raw[key], re.IGNORECASE) if key in raw else None for key in ("path", "rest"))
    return Carrier(
        raw["transport"],
        tuple(raw["hosts"]),
        path,
        tuple(raw.get("query", ())),
        rest,
        raw.get("decode"),
        raw["example"],
        raw.get("original"),
        raw["counter"],
    )


@cache
def _by_host() -> dict[str, tuple[Carrier, ...]]:
    found: dict[str, tuple[Carrier, ...]] = {}
    for carrier in carriers():
        for host in carrier.hosts:
            found[host] = (*found.get(host, ()), carrier)
    return found


@cache
def _shared_hosts() -> dict[str, tuple[Shared, ...]]:
    found: dict[str, tuple[Shared, ...]] = {}
    for host in shared():
        found[host.host] = (*found.get(host.host, ()), host)
    return found


def _names_of(host: str) -> Iterator[str]:
    """A host and those above it, the longest first; each also with its public suffix as a star ("www.google.*")."""
    domain = registrable(host)
    suffix = (domain or "").partition(".")[2]
    labels = host.split(".")
    for i in range(len(labels) - 1):
        name = ".".join(labels[i:])
        yield name
        if domain and len(name) >= len(domain):
            yield name[: -len(suffix)] + _WORLD


def _carrier_of(host: str, parts: SplitResult) -> Carrier | None:
    return next((carrier for carrier in _carriers_at(host) if carrier.reads(parts)), None)


@lru_cache(maxsize=8192)
def _carriers_at(host: str) -> tuple[Carrier, ...]:
    known = _by_host()
    return tuple(carrier for name in _names_of(host) for carrier in known.get(name, ()))


def _rest(parts: SplitResult) -> str:
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _repaired(text: str) -> str | None:
    """An address found inside another, with its scheme and both slashes; None where it is none of the web."""
    found = text if "://" in text[:12] or "%" not in text[:12] else unquote(text)
    found = _ONE_SLASH.sub(r"\1://", found.strip(), count=1) if _SCHEME.match(found) else "https://" + found.lstrip("/")
    if any(c.isspace() for c in found) or public_suffix(host_and_parts(found)[0]) is None:
        return None
    return found


def _site(host: str, parts: SplitResult) -> tuple[str | None, Shared | None]:
    """Whose pages an address belongs to, and the shared host that they stand on; see `Address.site`."""
    full, host = host, host.removeprefix("www.")
    labels = host.split(".")
    for i in range(len(labels) - 1):
        name = ".".join(labels[i:])
        for place in _shared_hosts().get(name, ()):
            if not place.parts and i:
                return f"{labels[i - 1]}.{name}", place
            steps = [step for step in unquote(parts.path).lower().split("/") if step] if place.parts and not i else []
            if steps[: place.parts] and len(steps) >= place.parts:
                return "/".join((name, *steps[: place.parts])), place
    return registrable(host) or (None if is_private_suffix(host) else registrable(full)), None
