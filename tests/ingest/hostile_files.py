"""Files made to break a reader: bombs, lies about lengths, tricks with names, wrong encodings. They are made by code.

`python -m tests.ingest.hostile_files FOLDER` writes them, reads each under a limit of memory, and prints what came of it.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from provenance.ingest import ReadOptions, read_paths
from provenance.records import Document, Rejected
from tests.ingest.making import PAGE, answer, chunked, http, members, record, zipped

MEMORY = 1_000_000_000
"""Bytes of address space that reading may take, libraries included."""
MB = 1_000_000

FILES: dict[str, Callable[[], bytes]] = {}
"""Makers by the name of the file: they are megabytes."""


def _file(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        FILES[name] = make
        return make

    return keep


def _packed(count: int, piece: bytes = b"a" * MB, level: int = 9) -> bytes:
    """gzip of so many megabytes, without holding them."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=level, mtime=0) as file:
        for _ in range(count):
            file.write(piece)
    return out.getvalue()


def _zstd(count: int, window: int = 23) -> bytes:
    out = io.BytesIO()
    settings = zstandard.ZstdCompressionParameters(window_log=window, compression_level=1)
    with zstandard.ZstdCompressor(compression_params=settings).stream_writer(out, closefd=False) as file:
        for _ in range(count):
            file.write(b"a" * MB)
    return out.getvalue()


# ---------------------------------------------------------------- bombs

_file("gzip-bomb.txt.gz")(lambda: _packed(60))
_file("gzip-bomb.jsonl.gz")(lambda: _packed(60))
_file("gzip-bomb-of-lines.jsonl.gz")(lambda: _packed(60, b"\n" * MB))
_file("gzip-bomb-of-records.jsonl.gz")(lambda: _packed(20, b'{"text":""}\n' * 80_000))
_file("gzip-bomb.html.gz")(lambda: _packed(60, b"<p>" * 300_000))
_file("gzip-bomb.xml.gz")(lambda: b"" + _packed(60, b"<rss>" * 200_000))
_file("gzip-bomb-twice.txt.gz")(lambda: gzip.compress(_packed(60)))
_file("gzip-bomb-without-name")(lambda: _packed(60))
_file("gzip-many-empty-members.txt.gz")(lambda: gzip.compress(b"") * 500_000)
_file("zstd-bomb.txt.zst")(lambda: _zstd(500))
_file("zstd-bomb.jsonl.zst")(lambda: _zstd(500))
_file("zstd-window.txt.zst")(lambda: _zstd(1, 31))
_file("zstd-many-empty-frames.jsonl.zst")(lambda: zstandard.ZstdCompressor().compress(b"") * 200_000)
_file("zip-bomb.zip")(lambda: zipped({"a.jsonl": b"a" * 60 * MB}))
_file("zip-bomb-of-many.zip")(lambda: zipped({f"{n}.txt": b"a" * 9 * MB for n in range(40)}))
_file("zip-of-bombs.zip")(lambda: zipped({f"{n}.jsonl.gz": _packed(60) for n in range(5)}))
_file("zip-in-zip.zip")(lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": b"a" * 9 * MB})})}))
_file("zip-lzma.zip")(lambda: zipped({"a.txt": b"a" * 5 * MB}, zipfile.ZIP_LZMA))
_file("zip-bzip2.zip")(lambda: zipped({"a.txt": b"a" * 5 * MB}, zipfile.ZIP_BZIP2))
_file("bzip2.txt")(lambda: bz2.compress(b"a" * 5 * MB))


@_file("zip-overlap.zip")
def _overlapping() -> bytes:
    """One packed stream that a thousand entries of the table of contents name."""
    name = b"0000.txt"
    data = zipped({name.decode(): b"a" * 9 * MB})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    table = b"".join(entry.replace(name, b"%04d.txt" % n) for n in range(1_000))
    return data[:start] + table + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(table), start, 0)


@_file("zip-long-table.zip")
def _long_table() -> bytes:
    """A table of contents of 300,000 entries, most of which name nothing."""
    data = zipped({"0.txt": b"x"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    table = data[start:end] * 300_000
    return data[:start] + table + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(table), start, 0)


@_file("zip-huge-table.zip")
def _huge_table() -> bytes:
    data = zipped({"0.txt": b"x"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    table = data[start:end] * 1_500_000
    return data[:start] + table + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(table), start, 0)


# ---------------------------------------------------------------- XML and HTML

_BOMB = '<!DOCTYPE rss [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 60)) + "]>"
_file("entity-bomb.xml")(lambda: f"{_BOMB}<rss><channel><item><title>x &a59;</title></item></channel></rss>".encode())
_file("entity-quadratic.xml")(
    lambda: (
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 200_000}">]><rss><channel><item><title>{"&a;" * 5_000}</title></item></channel></rss>'
    ).encode()
)
_file("entity-file.xml")(
    lambda: (
        b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>x &a;</title></item></channel></rss>'
    )
)
_file("deep.xml")(lambda: b"<rss><channel>" + b"<item>" * 500_000)
_file("deep.html")(lambda: b"<div>" * 500_000 + PAGE.encode())
_file("items.xml")(lambda: b"<rss><channel>" + b"<item><title>x</title></item>" * 20_000 + b"</channel></rss>")
_file("deep.json")(lambda: b"[" * 5_000_000)
_file("deep.jsonl")(lambda: (b'{"text":' + b"[" * 100_000 + b"}\n") * 20)
_file("number.json")(lambda: b'{"text": "x", "n": ' + b"9" * 5 * MB + b"}")
_file("keys.jsonl")(lambda: b'{"text": "x"' + b"".join(b', "k%d": 1' % n for n in range(300_000)) + b"}\n")
_file("line.jsonl")(lambda: b'{"text": "' + b"x" * 200 * MB + b'"}\n{"text": "The next line."}\n')
_file("lines.jsonl")(lambda: b"x\n" * 200_000)

# ---------------------------------------------------------------- WARC

_file("warc-odd-address.warc")(lambda: record(http(), address="https://example.org/\x1b[31m a b\x07"))
_file("warc-length.warc")(lambda: record(http(), length=10**15) + answer(2))
_file("warc-lengths.warc")(lambda: record(http("x" * 500), length=10**12) * 10_000)
_file("warc-short.warc")(lambda: record(http("WARC/1.0\r\n" * 50), length=7) * 2_000)
_file("warc-head.warc")(lambda: b"WARC/1.0\r\nX: " + b"x" * 100 * MB)
_file("warc-heads.warc")(lambda: b"WARC/1.0\r\n" + b"X-A: b\r\n" * 5_000_000)
_file("warc-blank.warc")(lambda: answer(1) + b"\r\n" * 20 * MB)
_file("warc-no-end.warc")(lambda: b"WARC/1.0" * 1_000_000)
_file("warc-begins.warc")(lambda: b"\nWARC/1.0\r\n" * 100_000)
_file("warc-chunk.warc")(lambda: record(http(b"7fffffffffffff\r\n" + b"x" * 9 * MB, headers=("Transfer-Encoding: chunked",))))
_file("warc-chunks.warc")(lambda: record(http(chunked(b"x" * 2 * MB, 1), headers=("Transfer-Encoding: chunked",))))
_file("warc-http-heads.warc")(lambda: record(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1_000_000 + b"\r\n" + PAGE.encode()))
_file("warc-body-bomb.warc")(lambda: record(http(_packed(60), headers=("Content-Encoding: gzip",))))
_file("warc-body-bombs.warc")(
    lambda: record(http(gzip.compress(gzip.compress(_packed(60))), headers=("Content-Encoding: gzip, gzip, gzip",)))
)
_file("warc-encodings.warc")(lambda: record(http(PAGE, headers=("Content-Encoding: " + "gzip," * 10_000,))))
_file("warc-bomb.warc.gz")(lambda: gzip.compress(record(http(b"a" * 60 * MB))))
_file("warc-bomb-member.warc.gz")(lambda: members(answer(1)) + _packed(60) + members(answer(2)))
_file("warc-in-gzip-twice.warc.gz")(lambda: gzip.compress(gzip.compress(answer(1)) * 1_000))
_file("warc-magic.warc.gz")(lambda: members(answer(1)) + b"\x1f\x8b\x08\x00" * 2_000_000)
_file("warc-noise.warc.gz")(lambda: members(answer(1)) + random.Random(1).randbytes(20 * MB))
_file("warc-damaged-members.warc.gz")(lambda: (members(answer(1))[:60] + b"\xff" * 40) * 20_000)
_file("warc-members.warc.gz")(lambda: gzip.compress(b"") * 200_000 + members(answer(1)))

# ---------------------------------------------------------------- encodings and bytes

_file("nul.txt")(lambda: b"\x00" * 9 * MB)
_file("nul-now-and-then.html")(lambda: (b"<p>words\x00 of it " * 1_000 + b"x" * 20_000) * 100)
_file("utf16-lie.html")(lambda: b"\xff\xfe" + PAGE.encode())
_file("utf16-odd.txt")(lambda: b"\xff\xfe" + b"a" * 1_000_001)
_file("utf32-lie.txt")(lambda: b"\xff\xfe\x00\x00" + b"\xff" * 4 * MB)
_file("surrogates.txt")(lambda: "\ud800".encode("utf-8", "surrogatepass") * MB)
_file("surrogates.json")(lambda: b'{"text": "' + b"\\ud800" * 500_000 + b'"}')
_file("combining.txt")(lambda: ("a" + "\u0301" * 3_000_000).encode())
_file("bidi.txt")(lambda: "\u202e\u2066".encode() * MB + b" words")
_file("noise.txt")(lambda: random.Random(2).randbytes(5 * MB))
_file("noise.html")(lambda: random.Random(3).randbytes(5 * MB))
_file("noise")(lambda: random.Random(4).randbytes(5 * MB))
_file("shift-jis.html")(lambda: b"<meta charset=shift_jis>" + b"\x81" * 3 * MB)
_file("iso-2022.html")(lambda: b"<meta charset=iso-2022-jp>" + b"\x1b$B" * MB)
_file("spaces.txt")(lambda: b" " * 9 * MB + b"x")


def make(folder: Path, names: list[str]) -> None:
    """Writes the files."""
    for name in names:
        (folder / name).write_bytes(FILES[name]())


def read_all(folder: Path, names: list[str]) -> Iterator[dict[str, object]]:
    """What comes of each file: its outcome, the seconds of computing, and the most memory held so far, in bytes."""
    options = ReadOptions(language=False, main_text=False)
    for name in names:
        kinds = {Document: 0, Rejected: 0}
        begun = time.process_time()
        for one in read_paths([str(folder / name)], options):
            kinds[type(one)] += 1
        yield {
            "name": name,
            "documents": kinds[Document],
            "rejected": kinds[Rejected],
            "seconds": round(time.process_time() - begun, 2),
            "peak": _peak(),
        }


def _peak() -> int:
    """The most memory that this process held, in bytes; what its parent held does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main(folder: Path, names: list[str]) -> None:
    """Reads the files of a folder under the limit of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for found in read_all(folder, names):
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    if sys.argv[2:] == ["--read"]:
        main(Path(sys.argv[1]), list(FILES))
    else:
        make(Path(sys.argv[1]), list(FILES))
        subprocess.run([sys.executable, "-m", "tests.ingest.hostile_files", sys.argv[1], "--read"], check=True)
