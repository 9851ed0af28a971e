"""Archives made by hand for the tests of readers: WARC records byte by byte, so that they can lie."""

from __future__ import annotations

import gzip
import io
import zipfile

PAGE = "<!DOCTYPE html><html><head><title>The bridge</title></head><body><p>The bridge is open, the mayor said.</p></body></html>"
DATE = "2024-05-26T10:00:00Z"


def http(
    body: bytes | str = PAGE, *, status: str = "200 OK", headers: tuple[str, ...] = (), content_type: str | None = "text/html"
) -> bytes:
    """An HTTP answer as it comes over the wire."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {content_type}"] if content_type else []), *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def record(
    block: bytes,
    *,
    kind: str = "response",
    address: str | None = "https://example.org/a",
    length: int | str | None = -1,
    content_type: str = "application/http; msgtype=response",
    more: tuple[str, ...] = (),
) -> bytes:
    """A WARC record. `length` -1 states the true one, None none at all, all else is a lie."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Date: {DATE}", "WARC-Record-ID: <urn:uuid:1>"]
    lines += [f"WARC-Target-URI: {address}"] if address else []
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"Content-Length: {len(block) if length == -1 else length}"] if length is not None else []
    return "\r\n".join([*lines, *more]).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def answer(number: int, body: bytes | str | None = None, **more) -> bytes:
    """A record with an answer of its own address."""
    text = PAGE.replace("open", f"open {number}") if body is None else body
    return record(http(text, **more), address=f"https://example.org/{number}")


def members(*records: bytes) -> bytes:
    """Records packed one by one, as WARC.gz has them."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def chunked(body: bytes, size: int = 7) -> bytes:
    """A body in chunks."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def zipped(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive; names are taken as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()
