"""Zip archives: members as documents, tricks with names, bombs, and what is no archive of documents."""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from provenance.ingest import ReadOptions, count_inputs, read_paths
from provenance.ingest import zips as zips_module
from provenance.records import Document, Rejected
from tests.ingest.making import PAGE, answer, members, zipped

WORDS = "The minister said so.\n"


def read(data: bytes, tmp_path: Path, options: ReadOptions | None = None, name: str = "a.zip") -> list[Document | Rejected]:
    path = tmp_path / name
    path.write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    found = list(read_paths([str(path)], options or ReadOptions(language=False)))
    assert sorted(tmp_path.rglob("*")) == before
    return found


def names(found: list[Document | Rejected], tmp_path: Path) -> list[str]:
    return [str(one.path if isinstance(one, Document) else one.locator).removeprefix(f"{tmp_path}/a.zip/") for one in found]


def refused(found: list[Document | Rejected], index: int = 0) -> str:
    one = found[index]
    assert isinstance(one, Rejected), one
    assert "\n" not in one.detail and not one.detail.endswith(".")
    return one.detail


def test_members_are_read_as_files_of_a_folder_are(tmp_path):
    passed: Counter[str] = Counter()
    data = zipped(
        {
            "b/page.html": PAGE,
            "a.txt": WORDS,
            "lines.jsonl": '{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n',
            "packed.txt.gz": gzip.compress(WORDS.encode()),
            "crawl.warc.gz": members(answer(1), answer(2)),
            "picture.png": b"\x89PNG",
            ".hidden.txt": WORDS,
            "__MACOSX/a.txt": WORDS,
            "b/": b"",
            "win\\dows.txt": WORDS,
        }
    )
    found = read(data, tmp_path, ReadOptions(language=False, passed=passed))
    assert all(isinstance(one, Document) for one in found), found
    assert names(found, tmp_path) == [
        "a.txt",
        "b/page.html",
        "crawl.warc.gz",
        "crawl.warc.gz",
        "lines.jsonl",
        "lines.jsonl",
        "packed.txt.gz",
        "win/dows.txt",
    ]
    assert passed == {"members of archives that promise no text": 3}
    assert count_inputs([str(tmp_path / "a.zip")]) is None


def test_an_archive_without_a_name_is_known_by_its_first_bytes(tmp_path):
    (found,) = read(zipped({"a.txt": WORDS}), tmp_path, name="unnamed")
    assert isinstance(found, Document) and found.path == f"{tmp_path}/unnamed/a.txt"


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "/etc/a.txt",
        "b/../../a.txt",
        "C:\\a.txt",
        "c:a.txt",
        "\\\\host\\share\\a.txt",
        "..\\a.txt",
        "./a.txt",
        "b//a.txt",
        "b/./a.txt",
        "a\x01.txt",
        "a\n.txt",
        "x/" * 600 + "a.txt",
    ],
)
def test_names_that_lead_out_are_refused_and_told_harmlessly(tmp_path, name):
    found = read(zipped({name: WORDS, "good.txt": WORDS}), tmp_path)
    assert [type(one) for one in found] in ([Rejected, Document], [Document, Rejected])
    (bad,) = [one for one in found if isinstance(one, Rejected)]
    assert "name" in bad.detail
    assert ".." not in bad.locator.split("/") and os.path.normpath(bad.locator).startswith(f"{tmp_path}/a.zip/")
    assert bad.locator.isprintable()


def test_a_nul_in_a_name(tmp_path):
    data = zipped({"aXb.txt": WORDS}).replace(b"aXb.txt", b"a\0b.txt")
    found = read(data, tmp_path)
    assert len(found) == 1 and isinstance(found[0], Rejected)


def test_the_same_name_twice_is_refused_once(tmp_path):
    out = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", WORDS)
        archive.writestr("a.txt", "Other words.")
    found = read(out.getvalue(), tmp_path)
    assert isinstance(found[0], Document) and found[0].text == WORDS and "same name" in refused(found, 1)


def test_links_and_encrypted_members(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "link" in refused(read(out.getvalue(), tmp_path))
    data = bytearray(zipped({"a.txt": WORDS}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refused(read(bytes(data), tmp_path))


def test_archives_in_archives_are_refused_at_any_name(tmp_path):
    inner = zipped({"a.txt": WORDS})
    found = read(zipped({"inner.zip": inner, "good.txt": WORDS, "x.txt": inner}), tmp_path)
    assert [type(one) for one in found] == [Document, Rejected, Rejected]
    assert "archive within" in refused(found, 1) and "zip archive" in refused(found, 2)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_the_library_unpacks_without_limit_are_refused(tmp_path, method):
    assert "deflate" in refused(read(zipped({"a.txt": "a" * 10_000_000}, method), tmp_path))


def test_office_documents_are_told(tmp_path):
    for name in ("[Content_Types].xml", "mimetype"):
        assert "office document" in refused(read(zipped({name: "x", "word/document.xml": "<x/>"}), tmp_path))


def test_bombs(tmp_path):
    one = zipped({"a.jsonl": b"\n" * 60_000_000})
    assert "250 times" in refused(read(one, tmp_path))
    one = zipped({"a.txt": b"a" * 9_000_000})
    assert "250 times" in refused(read(one, tmp_path))
    one = zipped({"a.txt": b"a" * 11_000_000})
    assert "--max-bytes" in refused(read(one, tmp_path))


def test_all_members_together_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(zips_module, "MOST_AT_ONCE", 3_000_000)
    many = zipped({f"{n}.txt": b"a" * 900_000 for n in range(50)})
    monkeypatch.setattr(zips_module, "MOST_GROWTH", 20)
    found = read(many, tmp_path, ReadOptions(max_bytes=1_000_000, language=False))
    assert len(found) < 10 and "the rest is not read" in refused(found, -1)


def test_many_members_and_long_tables(tmp_path, monkeypatch):
    data = zipped({f"{n}.txt": WORDS for n in range(50)})
    monkeypatch.setattr(zips_module, "MOST_MEMBERS", 40)
    assert "50 members" in refused(read(data, tmp_path))
    monkeypatch.setattr(zips_module, "LONGEST_TABLE", 1_000)
    assert "table of contents has more" in refused(read(data, tmp_path))


@pytest.mark.parametrize("cut", [1, 30, 100])
def test_damaged_archives(tmp_path, cut):
    data = zipped({"a.txt": WORDS, "b.txt": WORDS})
    assert "table of contents" in refused(read(data[:-cut], tmp_path))
    broken = bytearray(data)
    broken[32 + len("a.txt")] ^= 0xFF
    found = read(bytes(broken), tmp_path)
    assert "damaged" in refused(found) and isinstance(found[1], Document)


def test_lies_about_the_size_are_seen(tmp_path):
    data = bytearray(zipped({"a.txt": b"word " * 4_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    struct.pack_into("<I", data, at, 10)
    found = read(bytes(data), tmp_path)
    assert len(found) == 1
    assert isinstance(found[0], Rejected)


def test_no_document_and_no_stream(tmp_path):
    assert "holds no file" in refused(read(zipped({"a.png": b"x"}), tmp_path))
    assert "holds no file" in refused(read(zipped({}), tmp_path))

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.inner = io.BytesIO(zipped({"a.txt": WORDS}))

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return self.inner.read(size)

    found = list(read_paths(["-"], stdin=Pipe()))
    assert "save it to a file" in refused(found)


def test_a_path_leads_to_a_member(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b/c.txt": WORDS, "d.txt": "Other words."}))
    (found,) = read_paths([f"{path}/b/c.txt"])
    assert isinstance(found, Document) and (found.text, found.path) == (WORDS, f"{path}/b/c.txt")
    assert refused(list(read_paths([f"{path}/none.txt"]))).startswith("the archive has no member")
    (tmp_path / "a.txt").write_text(WORDS)
    (missing,) = read_paths([f"{tmp_path}/a.txt/b.txt"])
    assert isinstance(missing, Rejected) and missing.reason == "missing"
