"""WARC files: whole, packed, damaged in every way that archives are, and larger than memory."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tracemalloc
import zlib
from collections import Counter
from pathlib import Path

import pytest
import zstandard

from provenance.ingest import ReadOptions, count_inputs, read_paths
from provenance.records import Document, Rejected
from tests.ingest.making import PAGE, answer, chunked, http, members, record

OPTIONS = ReadOptions(language=False, main_text=False)


def read(data: bytes, tmp_path: Path, name: str = "a.warc", options: ReadOptions = OPTIONS) -> list[Document | Rejected]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_paths([str(path)], options))


def one(data: bytes, tmp_path: Path, **more) -> Document:
    (found,) = read(data, tmp_path, **more)
    assert isinstance(found, Document), found
    return found


def addresses(found: list[Document | Rejected]) -> list[str | None]:
    return [each.url.rpartition("/")[2] if isinstance(each, Document) and each.url else None for each in found]


def pack(data: bytes, how: str) -> bytes:
    return {"plain": data, "whole": gzip.compress(data), "zstd": zstandard.ZstdCompressor().compress(data)}[how]


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("a.warc", "plain"),
        ("a.warc.gz", "members"),
        ("a.warc.gz", "whole"),
        ("a.warc.zst", "zstd"),
        ("unnamed", "plain"),
        ("unnamed", "members"),
        ("unnamed", "whole"),
        ("unnamed", "zstd"),
    ],
)
def test_records_are_read_however_they_are_packed(tmp_path, name, how):
    records = [record(b"software: x", kind="warcinfo", address=None), answer(1), answer(2), answer(3)]
    data = members(*records) if how == "members" else pack(b"".join(records), how)
    found = read(data, tmp_path, name)
    assert addresses(found) == ["1", "2", "3"]
    first = found[0]
    assert isinstance(first, Document)
    assert first.text == "The bridge is open 1, the mayor said." and first.title == "The bridge"
    assert (first.path, first.line, first.media_type) == (str(tmp_path / name), 2, "text/html")
    kept = json.loads(first.metadata)["warc"]
    assert (kept["date"], kept["status"], kept["type"], kept["address"]) == (
        "2024-05-26T10:00:00Z",
        200,
        "response",
        "https://example.org/1",
    )
    if how in ("plain", "members"):
        assert kept["offset"] == len(members(records[0]) if how == "members" else records[0])


def test_standard_input(tmp_path):
    for data in (answer(1) + answer(2), members(answer(1), answer(2))):
        found = list(read_paths(["-"], OPTIONS, io.BytesIO(data)))
        assert addresses(found) == ["1", "2"]


def test_what_is_passed_over_is_counted(tmp_path):
    passed: Counter[str] = Counter()
    data = b"".join(
        [
            record(b"x", kind="warcinfo", address=None),
            record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record(http(), kind="revisit"),
            record(http(status="404 Not Found")),
            record(http(b"\x89PNG", content_type="image/png")),
            record(b"20240526 x", address="dns:example.org", content_type="text/dns"),
            answer(1),
        ]
    )
    found = read(data, tmp_path, options=ReadOptions(passed=passed, language=False))
    assert addresses(found) == ["1"]
    assert passed == {
        "WARC warcinfo records": 1,
        "WARC request records": 1,
        "WARC revisit records": 1,
        "WARC answers with status 404": 1,
        "WARC answers of type image/png": 1,
        "WARC answers of other protocols": 1,
    }


def test_a_file_without_a_page_says_what_it_holds(tmp_path):
    (found,) = read(record(http(status="404 Not Found")) * 3, tmp_path)
    assert isinstance(found, Rejected) and found.reason == "no_documents"
    assert "WARC answers with status 404: 3" in found.detail
    (found,) = read(b"", tmp_path)
    assert isinstance(found, Rejected) and found.reason == "empty"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE.encode()), ("Transfer-Encoding: chunked",)),
        (gzip.compress(PAGE.encode()), ("Content-Encoding: gzip",)),
        (chunked(gzip.compress(PAGE.encode())), ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
        (zlib.compress(PAGE.encode()), ("Content-Encoding: deflate",)),
        (zlib.compress(PAGE.encode())[2:-4], ("Content-Encoding: deflate",)),
        (zstandard.ZstdCompressor().compress(PAGE.encode()), ("Content-Encoding: zstd",)),
        (PAGE.encode(), ("Transfer-Encoding: chunked",)),
        (PAGE.encode(), ("Content-Encoding: gzip",)),
        (PAGE.encode(), ("Content-Encoding: identity",)),
    ],
    ids=["chunks", "gzip", "both", "deflate", "raw deflate", "zstd", "no chunks", "no gzip", "identity"],
)
def test_bodies_are_decoded_and_lies_about_them_seen_through(tmp_path, body, headers):
    assert one(record(http(body, headers=headers)), tmp_path).text == "The bridge is open, the mayor said."


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (chunked(PAGE.encode())[:60], ("Transfer-Encoding: chunked",), "chunk"),
        (gzip.compress(PAGE.encode())[:60], ("Content-Encoding: gzip",), "break off"),
        (chunked(b"x" * 40), ("Transfer-Encoding: chunked", "Content-Encoding: br"), "'br'"),
        (b"5000000000\r\nx", ("Transfer-Encoding: chunked",), "breaks off within a chunk"),
    ],
)
def test_bodies_that_cannot_be_made_out(tmp_path, body, headers, said):
    found = read(record(http(body, headers=headers)) + answer(2), tmp_path)
    assert isinstance(found[0], Rejected) and said in found[0].detail and "at byte 0 of https://example.org/a" in found[0].detail
    assert addresses(found) == [None, "2"]


def test_the_charset_of_the_header_is_used(tmp_path):
    words = "Мост открыт снова, сказал мэр города".encode("koi8-r")
    found = one(record(http(b"<p>" + words, content_type="text/html; charset=KOI8-R")), tmp_path)
    assert (found.text, found.encoding) == ("Мост открыт снова, сказал мэр города", "koi8-r")
    plain = one(record(http("naïve".encode("cp1252"), content_type='text/plain;charset="iso-8859-1"')), tmp_path)
    assert plain.text == "naïve"
    utf8 = one(record(http("<p>naïve", content_type="text/html; charset=iso-8859-1")), tmp_path)
    assert utf8.text == "naïve"


def test_other_kinds_of_records_and_bodies(tmp_path):
    feed = "<rss><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
    data = (
        record(b"Plain words of a page.", kind="conversion", content_type="text/plain")
        + record(PAGE.encode(), kind="resource", content_type="text/html")
        + record(http(feed, content_type="application/rss+xml"))
        + record(http('{"text": "A record."}', content_type="application/json"))
        + record(http(PAGE, content_type=None))
    )
    found = read(data, tmp_path)
    path = str(tmp_path / "a.warc")
    assert [(d.text, d.path, d.line) for d in found if isinstance(d, Document)] == [
        ("Plain words of a page.", path, 1),
        ("The bridge is open, the mayor said.", path, 2),
        ("One", f"{path}:3", 1),
        ("Two", f"{path}:3", 2),
        ("A record.", f"{path}:4", None),
        ("The bridge is open, the mayor said.", path, 5),
    ]


GOOD = [answer(number) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (record(http(), length=10), "length"),
        (record(http(), length=len(http()) + 40), "its stated length|breaks off"),
        (record(http(), length=10**9), "breaks off"),
        (record(http(), length=-5), "length"),
        (record(http(), length="many"), "length"),
        (record(http(), length=None), "length"),
        (b"GARBAGE of a disk\r\n\r\n" * 3, "no record begins"),
        (b"WARC/1.0\r\nno colon here\r\n\r\n\r\n\r\n", "length"),
        (record(b"no http at all", address="https://example.org/x"), "HTTP headers"),
        (record(b"", address="https://example.org/x"), "HTTP headers"),
    ],
    ids=["short", "long", "far too long", "negative", "word", "none", "garbage", "no headers", "no http", "empty"],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_bad_record_costs_itself_alone(tmp_path, bad, said, packed):
    records = [*GOOD[:2], bad, *GOOD[2:]]
    data = members(*records) if packed else b"".join(records)
    found = read(data, tmp_path)
    good = [each for each in addresses(found) if each]
    assert good == ["1", "2", "3", "4", "5"]
    refused = [each for each in found if isinstance(each, Rejected)]
    assert refused and any(re.search(said, each.detail) for each in refused)
    offset = len(members(*GOOD[:2])) if packed else len(b"".join(GOOD[:2]))
    assert any(each.detail.startswith(f"at byte {offset:,}") for each in refused), refused
    assert all(each.locator.startswith(f"{tmp_path}/a.warc:") for each in refused)


@pytest.mark.parametrize("cut", [1, 20, 60, 200])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_truncated_file(tmp_path, cut, packed):
    data = members(*GOOD) if packed else b"".join(GOOD)
    found = read(data[:-cut], tmp_path)
    assert [each for each in addresses(found) if each] == ["1", "2", "3", "4", "5"][: 5 if cut < 4 and not packed else 4]
    if cut >= 20 or packed:
        assert isinstance(found[-1], Rejected) and ("break" in found[-1].detail or "length" in found[-1].detail)


def test_damaged_members_cost_themselves_alone(tmp_path):
    packed = [gzip.compress(each) for each in GOOD]
    for at in (0, 2, 12, 40, len(packed[2]) - 6):
        broken = bytearray(packed[2])
        broken[at] ^= 0xFF
        found = read(b"".join([*packed[:2], bytes(broken), *packed[3:]]), tmp_path, "a.warc.gz")
        assert {"1", "2", "4", "5"} <= set(addresses(found)), (at, found)
    cut = b"".join([*packed[:2], packed[2][:50], *packed[3:]])
    found = read(cut, tmp_path, "a.warc.gz")
    assert addresses(found) == ["1", "2", None, "4", "5"]
    refused = found[2]
    assert isinstance(refused, Rejected) and f"at byte {len(packed[0] + packed[1]):,}" in refused.detail


def test_random_damage_never_raises_and_loses_little(tmp_path):
    chance = random.Random(7)
    for how in (b"".join(GOOD * 4), members(*GOOD * 4)):
        for _ in range(60):
            broken = bytearray(how)
            for _ in range(chance.randrange(1, 4)):
                at = chance.randrange(len(broken))
                broken[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
            found = read(bytes(broken), tmp_path)
            assert sum(isinstance(each, Document) for each in found) >= 12


def test_a_page_above_the_limit(tmp_path):
    data = answer(1, "<p>" + "word " * 1_000) + answer(2)
    found = read(data, tmp_path, options=ReadOptions(max_bytes=2_000, language=False))
    assert isinstance(found[0], Rejected) and found[0].reason == "too_large" and "--max-bytes" in found[0].detail
    assert addresses(found) == [None, "2"]
    bomb = record(http(gzip.compress(b"a" * 50_000_000, 1), headers=("Content-Encoding: gzip",)))
    (found,) = read(bomb, tmp_path)
    assert isinstance(found, Rejected) and found.reason == "too_large"


def test_headers_without_end_are_not_held_in_memory(tmp_path):
    data = GOOD[0] + b"WARC/1.0\r\nX: " + b"y" * 30_000_000 + b"\r\n\r\n" + GOOD[1]
    tracemalloc.start()
    found = read(data, tmp_path)
    tracemalloc.stop()
    assert addresses(found) == ["1", None, "2"]
    assert isinstance(found[1], Rejected) and "headers" in found[1].detail


def test_a_stream_is_read_in_flat_memory(tmp_path):
    page = answer(1, "<p>" + "The mayor said so. " * 2_000)

    def peak(count: int) -> int:
        path = tmp_path / f"{count}.warc.gz"
        with path.open("wb") as file:
            for _ in range(count):
                file.write(gzip.compress(page, 1))
        tracemalloc.start()
        assert sum(1 for _ in read_paths([str(path)], OPTIONS)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(2)
    assert peak(200) < peak(20) * 1.2


def test_names_and_counts(tmp_path):
    (tmp_path / "b.warc.gz").write_bytes(members(answer(1)))
    (tmp_path / "c.warc").write_bytes(answer(2))
    (tmp_path / "d.wet.gz").write_bytes(members(record(b"Words.", kind="conversion", content_type="text/plain")))
    assert count_inputs([str(tmp_path)]) is None
    assert addresses(list(read_paths([str(tmp_path)], OPTIONS))) == ["1", "2", "a"]


def test_an_address_that_acts_on_a_terminal_is_made_harmless(tmp_path):
    odd = "https://example.org/\x1b[31m a\x07"
    found = one(record(http(), address=odd), tmp_path)
    assert found.url == "https://example.org/%1B[31m%20a%07" and "\\u001b" not in found.metadata
    (refused,) = read(record(b"no http", address=odd), tmp_path)
    assert isinstance(refused, Rejected) and refused.detail.isprintable() and "example.org" in refused.detail
