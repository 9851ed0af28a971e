"""The taggers beside their peers: failures are counted, and peers that are not installed are said to be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

peers = pytest.importorskip("benchmarks.peers", reason="the benchmarks are not in the source distribution")


def test_a_text_that_fails_is_counted_and_the_others_are_read() -> None:
    read: list[str] = []

    def each(text: str) -> None:
        read.append(text)
        if "“" in text:
            raise ValueError("unclosed quotation")

    one = peers.measured(each, ["a b c", "“d", "e"], rounds=1)
    assert (one.failed, one.texts) == (1, 3) and one.speed > 0
    assert read == ["a b c", "a b c", "“d", "e"]  # the first once more, so that what is loaded at the first text does not count
    assert one.figure().endswith("words/s, 1 of 3 failed")


def test_rows_without_peers_and_without_texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    (row,) = peers.beside_peers(tmp_path)
    assert row.figure.startswith("no texts at ")
    path = tmp_path / peers.TEXTS
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"text": "Mayor Anna Berg said that the bridge was closed."}) + "\n")
    rows = peers.beside_peers(tmp_path, rounds=1)
    assert [row.what for row in rows[:3]] == ["our default", "our fast", "our rules"]
    assert all(row.met for row in rows[:3])
    assert [row.figure for row in rows[3:]] == [peers.HOW] * 2
