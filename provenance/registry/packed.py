"""Originals that stand packed in the address of a transport: how each of the ways is undone."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode

_INSIDE = re.compile(rb"https?://[\x21-\x7e]+")
_TRANSLATION = "_x_tr_"


def parameters(parts: SplitResult) -> list[tuple[str, str]]:
    """The parameters of an address, in order."""
    return parse_qsl(parts.query)


def _hyphens(host: str, parts: SplitResult) -> Iterator[str]:
    """ "www-some--paper-org.translate.goog": a hyphen for each dot, two for a hyphen."""
    label = host.split(".")[0]
    name = re.sub(r"--|-", lambda m: "-" if len(m[0]) > 1 else ".", label)
    values = parameters(parts)
    scheme = next((v for k, v in values if k == _TRANSLATION + "sch" and v in ("http", "https")), "https")
    query = urlencode([(k, v) for k, v in values if not k.startswith(_TRANSLATION)], errors="replace")
    yield f"{scheme}://{name}{parts.path}" + (f"?{query}" if query else "")


def _unpacked(text: str) -> bytes:
    """The bytes of base64 in either alphabet, however it is padded; empty where it is none."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def _protobuf(host: str, parts: SplitResult) -> Iterator[str]:
    """An id of Google News: a message in which the address stands after its length. Newer ids hold a key of theirs instead."""
    packed = _unpacked(parts.path.rpartition("/")[2])
    found = _INSIDE.search(packed)
    if found is None:
        return
    size = _length_before(packed, found.start())
    yield packed[found.start() : found.start() + size].decode("ascii", "replace") if size else found[0].decode("ascii")


def _length_before(packed: bytes, start: int) -> int:
    """The number that stands right before `start`, seven bits a byte, the lowest first; 0 where it does not fit what follows."""
    low = packed[start - 1] if start else 0
    size = low if start < 2 or packed[start - 2] < 0x80 else (packed[start - 2] & 0x7F) | (low << 7)
    return size if size <= len(packed) - start else 0


def _bing(host: str, parts: SplitResult) -> Iterator[str]:
    value = dict(parameters(parts)).get("u", "")
    if value.startswith("a1"):
        yield _unpacked(value[2:]).decode("utf-8", "replace")


def _proofpoint(host: str, parts: SplitResult) -> Iterator[str]:
    value = dict(parameters(parts)).get("u", "")
    yield unquote(value.replace("_", "/").replace("-", "%"))


DECODERS: dict[str, Callable[[str, SplitResult], Iterator[str]]] = {
    "hyphens": _hyphens,
    "protobuf": _protobuf,
    "bing": _bing,
    "proofpoint": _proofpoint,
}
"""By the name that `addresses.toml` gives each."""
