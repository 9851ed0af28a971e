"""Reading large archives and streams: seconds of computing and peak memory, which must not grow with the file.

    python -m benchmarks.archives [MEGABYTES …]       (100 1000; each file is made, read and removed)

A WARC file of pages and pictures, the same packed member by member, and JSON lines of which one is a fifth of the whole: above
50 MB it is too long, and refused. Reading alone: without the search for the article text and the language, which cost the same
wherever a page comes from. Each file is read by a process of its own.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.table import Row, lines, ratio

SIZES = (100, 1000)
TITLE = "Reading archives and streams, one core"
MOST_MEGABYTES = 100
"""No file may take more memory than this to read, whatever its size; the program alone takes some 25."""
_PAGE, _PICTURE, _LINE = 10_000, 90_000, 4_000
_WORDS = "the bridge over river was closed for summer mayor said on Monday ferry will run until September harbour".split()
_KINDS = ("warc", "warc.gz", "jsonl")


def _record(number: int, body: bytes, content_type: str) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
    head += f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def _text(draw: random.Random, size: int) -> str:
    words = " ".join(draw.choices(_WORDS, k=size // 6))
    return words[:size]


def _pieces(kind: str, size: int) -> Iterator[bytes]:
    """The file, piece by piece, until it has about `size` bytes unpacked."""
    draw, written, number = random.Random(size), 0, 0
    if kind == "jsonl":
        yield b'{"text": "'
        while written < size // 5:
            yield b"a" * 1_000_000
            written += 1_000_000
        yield b'"}\n'
    while written < size:
        number += 1
        if kind == "jsonl":
            pieces = [f'{{"text": "{_text(draw, _LINE)}"}}\n'.encode()]
        else:
            page = f"<!DOCTYPE html><title>{number}</title><p>{_text(draw, _PAGE)}</p>".encode()
            pieces = [_record(number, page, "text/html"), _record(-number, draw.randbytes(_PICTURE), "image/png")]
        written += sum(map(len, pieces))
        yield from map(gzip.compress, pieces) if kind == "warc.gz" else pieces


def _peak() -> float:
    """Megabytes that this program had at most. `ru_maxrss` counts what the process was before it became this program too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(path: str) -> None:
    """Within a process of its own: reads the file and prints what it came to, as JSON."""
    from provenance.ingest import ReadOptions, read_paths
    from provenance.records import Rejected

    begun, documents, refused = time.process_time(), 0, 0
    for one in read_paths([path], ReadOptions(main_text=False, language=False)):
        documents, refused = documents + (not isinstance(one, Rejected)), refused + isinstance(one, Rejected)
    print(json.dumps([documents, refused, time.process_time() - begun, _peak()]))


def _file(kind: str, megabytes: int, folder: Path, first: float | None) -> tuple[list[Row], float]:
    """Makes a file, has it read and removes it; its rows, and its peak of memory, which stands beside that of a smaller one."""
    path = folder / f"made.{kind}"
    try:
        with path.open("wb") as out:
            out.writelines(_pieces(kind, megabytes * 1_000_000))
        command = [sys.executable, "-m", "benchmarks.archives", "--read", str(path)]
        documents, refused, seconds, peak = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        size = path.stat().st_size / 1e6
    finally:
        path.unlink(missing_ok=True)
    what = f"{kind}, {size:,.0f} MB: {documents:,} documents, {refused:,} refused"
    beside = ("", "", "") if first is None else ("the smallest", f"{first:.0f} MB", ratio(peak, first))
    target = f"<= {MOST_MEGABYTES} MB"
    memory = Row("  peak memory", f"{peak:.0f} MB", *beside, target, peak <= MOST_MEGABYTES)
    return [Row(what, f"{seconds:.1f} s, {size / seconds:,.0f} MB/s"), memory], peak


def archives(folder: Path, sizes: Sequence[int] = SIZES) -> list[Row]:
    """Two rows for each kind and size, in megabytes: seconds of computing, and peak memory beside that of the first size."""
    rows: list[Row] = []
    for kind in _KINDS:
        first = None
        for megabytes in sizes:
            found, peak = _file(kind, megabytes, folder, first)
            rows += found
            first = first or peak
    return rows


def main() -> None:
    """Prints the table."""
    if sys.argv[1:2] == ["--read"]:
        _read(sys.argv[2])
        return
    with tempfile.TemporaryDirectory(prefix="provenance-bench-") as folder:
        rows = archives(Path(folder), [int(one) for one in sys.argv[1:]] or SIZES)
    print("\n".join(lines(TITLE, rows)))


if __name__ == "__main__":
    main()
