"""WARC files, as web archives and crawlers write them: each page, text or feed that was fetched is a document.

Read are answers of status 200, `resource` and `conversion` records, of the media types that are read elsewhere. All other
records are passed over and counted. A damaged record is a Rejected and costs no other. Memory does not grow with the file.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from provenance.ingest.bodies import BodyError, TooLargeError, dechunked, decoded, gathered, read_by
from provenance.ingest.decode import printable, storable
from provenance.ingest.document import empty
from provenance.ingest.media import PACKED, charset, kind_of_media, media_type
from provenance.ingest.options import MANY, ReadOptions, too_large
from provenance.ingest.packed import packing_of
from provenance.ingest.sniff import SNIFFED
from provenance.ingest.streams import peek, read_data
from provenance.ingest.warc_records import Damage, Record, records
from provenance.records import Document, Rejected

_TYPES = frozenset(["response", "resource", "conversion"])
_HEADERS = 100_000
"""Bytes that the headers of an HTTP answer may have."""
_KEPT = ("warc-date", "warc-record-id", "warc-truncated", "warc-refers-to", "warc-ip-address")
"""Headers of a record that are kept with the document."""
_STATUS = re.compile(r"\d{3}(?!\d)")
_CONTROL = re.compile("[\x00-\x20\x7f]")
_LONGEST = 8_000
"""Code points of an address or header that are kept."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was fetched: how the body is to be read. `status` is None where the record is no answer of HTTP."""

    status: int | None
    content_type: str | None
    body: bytes


def read_warc(stream: BinaryIO, *, path: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    """The documents of a WARC file, plain or packed with gzip, told as "path:NUMBER" by the number of the record, from 1."""
    passed: Counter[str] = Counter()
    found = False
    number = 0
    stream, head = peek(stream, 1)
    if not head:
        yield empty(path)
        return
    for number, record in enumerate(records(stream, _TYPES.__contains__, options.max_bytes + _HEADERS), 1):
        for one in _read(record, path, number, options, passed):
            found = True
            yield one
    for what, count in passed.items():
        for _ in range(count):
            options.pass_over(what)
    if not found:
        held = "; ".join(f"{what}: {count:,}" for what, count in passed.most_common(5)) or "no record"
        yield Rejected(path, "no_documents", f"the WARC file holds no page or text to read ({held}); name another file")


def _read(
    record: Record | Damage, path: str, number: int, options: ReadOptions, passed: Counter[str]
) -> Iterator[Document | Rejected]:
    """What comes of one record: nothing, a document, several (of a feed), or a refusal."""
    locator = f"{path}:{number}"
    if isinstance(record, Damage):
        detail = f"the record cannot be used: {record.said}; fetch the file again if it matters"
        yield _placed(Rejected(locator, "bad_record", detail), record.offset, record.address)
        return
    if record.type not in _TYPES:
        passed[f"WARC {printable(record.type[:20]) or 'nameless'} records"] += 1
        return
    address = record.headers.get("warc-target-uri", "")
    try:
        if record.block is None:
            raise TooLargeError
        answer = _answer(record, record.block, options.max_bytes, passed)
        if answer is None:
            return
    except TooLargeError:
        yield _placed(too_large(locator, options.max_bytes), record.offset, address)
        return
    except BodyError as error:
        detail = f"the answer cannot be used: {error}; fetch the page again"
        yield _placed(Rejected(locator, "bad_record", detail), record.offset, address)
        return
    head = answer.body[:SNIFFED]
    if media_type(answer.content_type) in PACKED or packing_of(head):
        passed["WARC answers that are packed files"] += 1
        return
    kind = kind_of_media(answer.content_type, head)
    if kind is None or kind in ("warc", "zip"):
        passed[f"WARC answers of type {printable(media_type(answer.content_type)[:60]) or 'unknown'}"] += 1
        return
    own = replace(options, charset=charset(answer.content_type), base_url=address or options.base_url)
    for one in read_data(answer.body, locator, kind, options=own, url=_plain(address) or None):
        if isinstance(one, Rejected):
            yield _placed(one, record.offset, address)
        else:
            yield _with_record(one, record, answer, path=path, number=None if kind in MANY else number)


def _answer(record: Record, block: bytes, limit: int, passed: Counter[str]) -> _Answer | None:
    """The answer in a record; None where it is none to be read, which is counted. Raises BodyError, TooLargeError."""
    if record.type != "response":
        return _Answer(None, record.headers.get("content-type"), gathered([block], limit))
    if not record.headers.get("warc-target-uri", "").lower().strip("<").startswith(("http:", "https:")):
        passed["WARC answers of other protocols"] += 1
        return None
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    stream = io.BytesIO(block)
    try:
        http = StatusAndHeadersParser([], verify=False).parse(stream)
    except (StatusAndHeadersParserException, EOFError, ValueError, IndexError, AttributeError):
        raise BodyError("its HTTP headers make no sense") from None
    status = _STATUS.match(http.statusline.lstrip())
    if status is None or not http.protocol.upper().startswith("HTTP"):
        raise BodyError("its HTTP headers make no sense")
    if status[0] != "200":
        passed[f"WARC answers with status {status[0]}"] += 1
        return None
    chunks = (http.get_header("transfer-encoding") or "").lower().strip().endswith("chunked")
    raw = dechunked(stream.read, stream.readline) if chunks else read_by(stream.read)
    encoding = http.get_header("content-encoding") or ""
    # Many archives keep the header and not the encoding.
    packed = packing_of(block[stream.tell() :][:4]) is not None or "deflate" in encoding.lower() or chunks
    body = gathered(decoded(raw, encoding) if encoding and packed else raw, limit)
    return _Answer(200, http.get_header("content-type"), body)


def _plain(address: str) -> str:
    """An address without control characters: they become percent codes, as a browser would have sent them."""
    return storable(_CONTROL.sub(lambda found: f"%{ord(found[0]):02X}", address))[:_LONGEST]


def _placed(refused: Rejected, offset: int, address: str) -> Rejected:
    """A refusal that says where in the file the record is, and whose page it holds."""
    of = f" of {printable(address[:300])}" if address else ""
    return replace(refused, detail=f"at byte {offset:,}{of}: {refused.detail}")


def _with_record(document: Document, record: Record, answer: _Answer, *, path: str, number: int | None) -> Document:
    """The document with what the record says of how it was fetched; a single page takes the number of the record as its line."""
    said = {name: storable(record.headers[name])[:_LONGEST] for name in _KEPT if record.headers.get(name)}
    kept = {
        "type": record.type,
        "offset": record.offset,
        "address": _plain(record.headers.get("warc-target-uri", "")),
    }
    kept |= {name.removeprefix("warc-").replace("-", "_"): value for name, value in said.items()}
    if answer.status is not None:
        kept["status"] = answer.status
    if answer.content_type:
        kept["content_type"] = storable(answer.content_type)[:_LONGEST]
    metadata = {**json.loads(document.metadata), "warc": kept}
    document = replace(document, metadata=json.dumps(metadata, ensure_ascii=False, sort_keys=True))
    return document if number is None else replace(document, path=path, line=number)
