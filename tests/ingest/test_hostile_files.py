"""Files made to break a reader end in documents or refusals, each within ten seconds, all within a gigabyte; any bytes do."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.ingest import ReadOptions, read_paths
from provenance.records import Document, Rejected
from tests.conftest import ROOT
from tests.ingest.hostile_files import FILES, make
from tests.ingest.making import answer, members, record, zipped

LONGEST = 10.0
"""Seconds of computing for one file."""
MOST_HELD = 400_000_000
"""Bytes; the limit that the system enforces on addresses is a gigabyte."""
DOCUMENTS = {
    "items.xml": 20_000,
    "line.jsonl": 1,
    "warc-length.warc": 1,
    "warc-bomb-member.warc.gz": 2,
    "warc-members.warc.gz": 1,
}
"""What must be read all the same."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory that a process held is read from /proc")
def test_each_file_ends_in_little_time_and_memory(tmp_path: Path) -> None:
    make(tmp_path, list(FILES))
    command = [sys.executable, "-m", "tests.ingest.hostile_files", str(tmp_path), "--read"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    found = {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert (done.returncode, done.stderr) == (0, ""), f"broken by the file after {list(found)[-1:]}: {done.stderr[-2_000:]}"
    assert list(found) == list(FILES)
    assert {name: one["seconds"] for name, one in found.items() if one["seconds"] > LONGEST} == {}
    assert max(one["peak"] for one in found.values()) < MOST_HELD
    assert [name for name, one in found.items() if not one["documents"] and not one["rejected"]] == []
    assert {name: found[name]["documents"] for name in DOCUMENTS} == DOCUMENTS
    assert "root:" not in done.stdout + done.stderr


# ------------------------------------------------------------ any bytes

NAMES = "a.txt a.html a.json a.jsonl a.xml a.warc a.warc.gz a.zip a.txt.gz a.jsonl.zst a.md unnamed".split()
SEEDS = (
    *(b"", answer(1) + answer(2), members(answer(1), answer(2)), record(b"x", kind="warcinfo")),
    *(zipped({"a.txt": "words", "b/c.html": "<p>words"}), gzip.compress(b"words " * 50), zstandard.compress(b"words " * 50)),
    *(b"<rss><channel><item><title>One</title></item></channel></rss>", b'{"text": "One."}\n{"html": "<p>Two"}\n', b"[{}]"),
    *("\ufeffwords".encode(), "words".encode("utf-16"), b"<p>caf\xe9"),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Bytes of a seed with pieces cut out, put in, doubled and changed; or any bytes."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 12)))
        data[at:end] = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[at:end]) * 2), st.just(b"\xff" * (end - at))))
    return bytes(data)


def outcomes(name: str, data: bytes, folder: Path) -> list[Document | Rejected]:
    path = folder / name
    path.write_bytes(data)
    return list(read_paths([str(path)], ReadOptions(language=False, main_text=False)))


def assert_told(found: list[Document | Rejected]) -> None:
    assert found
    for one in found:
        if isinstance(one, Rejected):
            assert one.detail and "\n" not in one.detail
            (one.locator + one.detail).encode()
        else:
            one.text.encode()
            json.loads(one.metadata)
            assert all(0 <= block.span.start < block.span.end <= len(one.text) for block in one.blocks)


@settings(max_examples=400, deadline=None)
@given(name=st.sampled_from(NAMES), data=damaged())
def test_any_bytes_are_documents_or_refusals(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    assert_told(outcomes(name, data, tmp_path_factory.getbasetemp()))


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=300))
def test_and_so_does_noise(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    assert_told(outcomes(name, data, tmp_path_factory.getbasetemp()))
    assert_told(list(read_paths(["-"], ReadOptions(language=False, main_text=False), io.BytesIO(data))))
