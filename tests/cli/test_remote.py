"""`provenance annotate` with addresses: what is fetched, stored, counted and refused. The server is one of the loopback."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.ingest.making import PAGE, answer, members, record
from tests.ingest.serving import Server, redirect, reply, serving

FETCH = ("--allow-private", "--delay", "0", "--tagger", "rules", "--no-link")


@pytest.fixture
def server():
    with serving({"/robots.txt": reply("User-agent: *\nDisallow: /closed"), "/a": redirect("/b"), "/b": reply(PAGE)}) as one:
        one.pages["/c"] = reply(PAGE.replace("open", "shut"))
        yield one


def test_addresses_are_annotated_and_stored_as_files_are(run: Run, server: Server, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{server.base}/c\n{server.base}/none\n{server.base}/closed\n")
    db = tmp_path / "a.db"
    result = run("annotate", "--url", f"{server.base}/a", "--urls", str(listed), "--db", f"sqlite:///{db}", *FETCH)
    assert result.exit_code == 1
    assert "2 documents read" in result.stdout
    assert f"{server.base}/none: its host answers with status 404" in result.stderr
    assert f"{server.base}/closed: the robots.txt of its host forbids" in result.stderr
    rows = sqlite3.connect(db).execute("SELECT locator, reason FROM v_rejected ORDER BY locator").fetchall()
    assert rows == [(f"{server.base}/closed", "refused"), (f"{server.base}/none", "missing")]
    again = run("annotate", "--url", f"{server.base}/a", "--url", f"{server.base}/c", "--db", f"sqlite:///{db}", *FETCH)
    assert again.exit_code == 0 and "2 there already" in again.stdout


def test_a_document_says_how_it_was_fetched(run: Run, server: Server) -> None:
    result = run("annotate", "--url", f"{server.base}/a", "--no-store", "--format", "jsonl", "--quiet", *FETCH)
    assert result.exit_code == 0
    document = json.loads(result.stdout)["document"]
    assert (document["url"], document["path"]) == (f"{server.base}/b", None)


def test_a_sitemap(run: Run, server: Server, tmp_path: Path) -> None:
    sitemap = tmp_path / "sitemap.xml"
    sitemap.write_text(f"<urlset><url><loc>{server.base}/b</loc></url><url><loc>{server.base}/c</loc></url></urlset>")
    result = run("annotate", "--sitemap", str(sitemap), "--no-store", *FETCH)
    assert result.exit_code == 0 and "2 documents read" in result.stdout


def test_private_addresses_are_not_fetched_unasked(run: Run, server: Server) -> None:
    result = run("annotate", "--url", f"{server.base}/a", "--no-store", "--tagger", "rules")
    assert result.exit_code == 1 and "--allow-private" in result.stderr and server.asked == []


def test_what_was_passed_over_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(members(record(b"x", kind="warcinfo"), record(b"x", kind="request"), answer(1)))
    result = run("annotate", str(tmp_path), "--no-store", "--tagger", "rules")
    assert result.exit_code == 0
    assert "passed over WARC warcinfo records: 1; WARC request records: 1" in result.stderr
    assert "passed over" not in run("annotate", str(tmp_path), "--no-store", "--tagger", "rules", "--quiet").stderr


@pytest.mark.parametrize(
    ("arguments", "said"), [((), "nothing to read"), (("--url", "http://example.org", "--proxy", "socks"), "http://host:port")]
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("annotate", "--no-store", *arguments)
    assert result.exit_code == 2 and said in " ".join(result.stderr.split())
