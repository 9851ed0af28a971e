"""Paths, folders, special files, standard input, limits: every bad input ends in a Rejected of one sentence."""

import gzip
import io
import os
import tracemalloc
from pathlib import Path

import pytest

from provenance.ingest import ReadOptions, count_inputs, read_paths
from provenance.records import Document, Rejected

TEXT = "The minister said so.\n"


def only(paths, **more):
    found = list(read_paths([str(path) for path in paths], **more))
    assert len(found) == 1
    return found[0]


def refused(path, reason, **more) -> str:
    found = only([path], **more)
    assert isinstance(found, Rejected), found
    assert (found.locator.split(":")[0], found.reason) == (str(path), reason)
    assert found.detail and "\n" not in found.detail and ". " not in found.detail and not found.detail.endswith(".")
    return found.detail


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.html", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.json", b"  ", "empty"),
        ("a.txt", b" \r\n\t\n", "no_text"),
        ("a.txt", "\u200b\ufeff\u00a0\n".encode(), "no_text"),
        ("a.html", b"<p> </p><script>x</script>", "no_text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "binary"),
        ("a.html", b"%PDF-1.4", "binary"),
        ("unknown.bin", bytes(range(256)), "binary"),
        ("a.txt.gz", b"no gzip at all", "unreadable"),
        ("a.jsonl", b"\n\n", "no_documents"),
        ("a.json", b"[]", "no_documents"),
        ("a.json", b"{", "bad_record"),
        ("utf16.jsonl", '{"text": "x"}'.encode("utf-16"), "unreadable"),
    ],
)
def test_bad_files(tmp_path, name, data, reason):
    refused(write(tmp_path / name, data), reason)


def test_missing_path_and_broken_link(tmp_path):
    refused(tmp_path / "none.txt", "missing")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "nowhere.txt")
    assert "link" in refused(link, "missing")
    assert isinstance(only(["a\x00b"]), Rejected)


def test_link_to_itself(tmp_path):
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    refused(loop, "unreadable")


def test_no_permission(tmp_path, monkeypatch):
    path = write(tmp_path / "a.txt", TEXT)

    def refuse(self, mode="r"):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in refused(path, "unreadable")


def test_pipes_and_devices_are_not_read(tmp_path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert "named pipe" in refused(pipe, "unreadable")
    assert "device" in refused("/dev/zero", "unreadable")


def test_folder_without_documents(tmp_path):
    write(tmp_path / "sub" / "picture.png", b"\x89PNG")
    write(tmp_path / ".hidden.txt", TEXT)
    refused(tmp_path, "no_documents")


def test_folders_recurse_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/z.md", "a/b/c.txt", "c.HTM", "x.txt/inner.txt", "skip.png", ".git/d.txt"):
        write(tmp_path / name, "<p>The words.</p>" if name.endswith("HTM") else TEXT)
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "e.txt").symlink_to(tmp_path / "gone.txt")
    found = list(read_paths([str(tmp_path)]))
    names = [(d.path if isinstance(d, Document) else d.locator).removeprefix(f"{tmp_path}/") for d in found]
    assert names == ["a/b/c.txt", "a/z.md", "b.txt", "c.HTM", "e.txt", "x.txt/inner.txt"]
    assert [type(d) for d in found].count(Rejected) == 1
    assert count_inputs([str(tmp_path)]) == 6


def test_a_deep_folder_is_no_recursion_error(tmp_path):
    folders = [tmp_path / "/".join("d" * depth) for depth in range(1, 1200)]
    for folder in folders:
        folder.mkdir()
    last = write(folders[-1] / "a.txt", TEXT)
    try:
        assert isinstance(only([tmp_path]), Document)
    finally:  # by hand: the recursive clean-up of pytest would fail
        last.unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_bad_inputs_do_not_stop_the_others(tmp_path):
    good, bad = write(tmp_path / "good.txt", TEXT), write(tmp_path / "bad.txt", b"")
    found = list(read_paths([str(bad), str(good), str(tmp_path / "none"), str(good)]))
    assert [type(d) for d in found] == [Rejected, Document, Rejected, Document]
    assert found[1] == found[3]


def test_same_bytes_same_id_other_bytes_other_id(tmp_path):
    paths = [write(tmp_path / name, text) for name, text in (("a.txt", TEXT), ("b.txt", TEXT), ("c.txt", TEXT + "More."))]
    first, second, third = (d.id for d in read_paths(map(str, paths)))
    assert first == second != third


def test_fifty_megabytes_of_one_line(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    detail = refused(path, "too_large")
    assert "50,000,000" in detail and "10,000,000" in detail and "--max-bytes" in detail


@pytest.mark.parametrize("name", ["big.jsonl", "big.unknown"])
def test_a_huge_line_is_not_held_in_memory(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "The next line is read."}\n')
    tracemalloc.start()
    found = list(read_paths([str(path)], ReadOptions(max_bytes=1_000_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
    assert (found[0].locator, found[0].reason) == (f"{path}:1", "too_large")
    assert found[1].text == "The next line is read."


def test_gzip_bomb_is_bounded(tmp_path):
    path = write(tmp_path / "bomb.txt.gz", gzip.compress(b"a" * 60_000_000, compresslevel=1))
    tracemalloc.start()
    assert "--max-bytes" in refused(path, "too_large", options=ReadOptions(max_bytes=2_000_000))
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (TEXT.encode(), "text/plain"),
        (b"<!DOCTYPE html><p>The words.</p>", "text/html"),
        ("\ufeff<?xml version='1.0'?><html><p>The words.</p></html>".encode(), "text/html"),
        (b"<3 is what he said.", "text/plain"),
        (b"{braces} are what he wrote.", "text/plain"),
        (b"[Reuters] He said so.", "text/plain"),
        (b'{"text": "The words."}', "text/plain"),
        (b'{\n  "html": "<p>The words.</p>"\n}', "text/html"),
        (gzip.compress(b'{"text": "The words."}\n', mtime=0), "text/plain"),
    ],
)
def test_standard_input_is_sniffed(data, media_type):
    found = only(["-"], stdin=io.BytesIO(data))
    assert isinstance(found, Document), found
    assert (found.path, found.media_type) == ("-", media_type)


def test_standard_input_may_be_empty_absent_or_records():
    assert only(["-"], stdin=io.BytesIO(b"")).reason == "empty"
    assert only(["-"]).reason == "missing"
    lines = b'{"id": "1", "text": "One."}\nno json\n{"id": "2", "text": "Two."}\n'
    found = list(read_paths(["-"], stdin=io.BytesIO(lines)))
    assert [getattr(d, "id", None) or d.locator for d in found] == ["1", "-:2", "2"]


def test_count_inputs(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    assert count_inputs([str(tmp_path), str(tmp_path / "none")]) == 2
    assert count_inputs(["-"]) is None
    write(tmp_path / "b.jsonl", b"")
    assert count_inputs([str(tmp_path)]) is None


def test_a_name_that_is_no_utf8_can_be_printed(tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    write(Path(name), TEXT)
    only([name]).path.encode()
