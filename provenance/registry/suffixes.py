"""Which part of a host somebody registered: the public suffix list, as the package `tld` carries it.

The file is read from that package without importing it: its own look-ups import an HTTP client and would fetch a missing list.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from provenance.errors import RegistryError

_FILE = ("res", "effective_tld_names.dat.txt")
_PRIVATE = "===BEGIN PRIVATE DOMAINS==="

_OPEN_COUNTRY_CODES = frozenset(
    (
        "ai",
        "am",
        "bz",
        "cc",
        "co",
        "cx",
        "eu",
        "fm",
        "gg",
        "im",
        "io",
        "la",
        "li",
        "ly",
        "me",
        "mu",
        "nu",
        "sc",
        "sh",
        "st",
        "su",
        "tk",
        "to",
        "tv",
        "vc",
        "ws",
    )
)
"""Country codes that anybody anywhere registers under, so that they tell nothing of a country."""
_CODES = {"uk": "GB"}


class _Rules(NamedTuple):
    """Plain rules, the parents of wildcard rules ("*.ck" is kept as "ck"), exceptions, and which rules are of companies."""

    plain: frozenset[str]
    wild: frozenset[str]
    exceptions: frozenset[str]
    private: frozenset[str]


@cache
def _rules() -> _Rules:
    """The list of the package `tld`. Raises RegistryError where the package has none."""
    spec = find_spec("tld")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    try:
        text = Path(folders[0]).joinpath(*_FILE).read_text("utf-8")
    except (IndexError, OSError) as error:
        raise RegistryError('the list of public suffixes is missing; install the package "tld" anew.') from error
    official, _, companies = text.partition(_PRIVATE)
    known = [*_lines(official), *_lines(companies)]
    return _Rules(
        frozenset(line for line in known if line[0] not in "*!"),
        frozenset(line[2:] for line in known if line[:2] == "*."),
        frozenset(line[1:] for line in known if line[0] == "!"),
        frozenset(line.removeprefix("*.") for line in _lines(companies)),
    )


def _lines(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line[:1].strip() and line[:2] != "//"]


def public_suffix(host: str) -> str | None:
    """The suffix under which strangers register ("co.uk", "blogspot.com"); None where the list does not know the last label.

    `host` is in small letters and in Unicode, without a dot at its end.
    """
    rules = _rules()
    labels = host.split(".")
    for i in range(len(labels)):
        end = ".".join(labels[i:])
        if end in rules.exceptions:
            return ".".join(labels[i + 1 :])
        if end in rules.plain or ".".join(labels[i + 1 :]) in rules.wild:
            return end
    return None


@lru_cache(maxsize=8192)
def registrable(host: str) -> str | None:
    """The part of a host that one party registered: the public suffix and one label more. None for a bare suffix.

    A last label that the list does not know counts as a suffix, as the list's own rules have it.
    """
    suffix = public_suffix(host) or host.rpartition(".")[2]
    if suffix == host:
        return None
    return host[: -len(suffix) - 1].rpartition(".")[2] + "." + suffix


def is_private_suffix(host: str) -> bool:
    """Whether a host is the suffix of a company that lends names to strangers ("github.io")."""
    return host in _rules().private


def country_of_host(host: str) -> str | None:
    """The ISO code of the country whose domain a host stands under; None for domains that anybody takes (".com", ".tv")."""
    last = host.rpartition(".")[2]
    if len(last) != 2 or not last.isascii() or last in _OPEN_COUNTRY_CODES:
        return None
    return _CODES.get(last, last.upper())
