"""`provenance check`: files, lines, items and archives that changed, went or broke; what is printed, kept and returned."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from provenance.store import open_store
from tests.cli.conftest import Run
from tests.ingest.making import PAGE
from tests.ingest.serving import reply, serving

STORY = (
    "KYIV, May 26 (Reuters) - Transport Minister Anna Koval told Ukrinform on Monday that two of the bridges may be closed.\n"
    "According to the port authority, the ferry will run until September.\n"
    "The harbour was built in 1921.\n"
)


def annotated(run: Run, *paths: str) -> None:
    result = run("annotate", *paths, "--tagger", "rules", "--no-link", "--quiet")
    assert result.exit_code == 0, result.stderr


def checked(run: Run, *arguments: str, status: int = 0) -> dict[str, object]:
    result = run("check", *arguments, "--format", "json")
    assert result.exit_code == status, result.stdout + result.stderr
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def statuses(found: dict[str, object]) -> dict[str, str]:
    return {one["locator"]: one["status"] for one in found["documents"]}  # type: ignore[index, attr-defined]


def test_what_did_not_change(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    result = run("check")
    assert result.exit_code == 0
    assert "1 unchanged" in result.stdout
    assert "stored          in sqlite:///provenance.db" in result.stdout


def test_a_word_that_changed(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    Path("a.txt").write_text("Good morning.\n" + STORY.replace("may be closed", "are closed"))
    with open_store("sqlite:///provenance.db") as store:
        before = store.load(1)
    result = run("check")
    assert result.exit_code == 1
    assert "changed  a.txt" in result.stdout
    assert 'hedge "may"' in result.stdout
    assert "hedge lost: may" in result.stdout
    with open_store("sqlite:///provenance.db") as store:
        assert store.load(1) == before
        assert store.check() == ()
        assert ("hedge", "may", "gone") in store.query("SELECT part, text, reason FROM v_orphans").rows
        ((exact, moved),) = store.query("SELECT exact, moved FROM v_checks").rows
    assert moved > 10
    assert exact == 0


def test_every_moved_anchor_has_its_words(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    text = "Good morning.\n" + STORY.replace("until September", "to the end of August")
    Path("a.txt").write_text(text)
    (found,) = checked(run, "--no-store", status=1)["documents"]  # type: ignore[misc]
    assert found["claims"][0]["kind"] == "kept"
    moved = [one for one in found["anchors"] if one["now"]]
    assert len(moved) > 10
    assert all(text[slice(*one["now"])] == one["text"] == STORY[slice(*one["span"])] for one in moved)
    assert all(one["reason"] in ("gone", "ambiguous", "context") for one in found["anchors"] if not one["now"])


def test_text_put_in_before_leaves_no_orphan(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    Path("a.txt").write_text("Correction: an earlier version had no first line.\n" + STORY)
    found = checked(run)
    assert found["counts"]["anchors"]["orphan"] == 0  # type: ignore[index]
    assert statuses(found) == {"a.txt": "changed"}


def test_no_store_keeps_nothing(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    before = Path("provenance.db").read_bytes()
    checked(run, "--no-store")
    assert Path("provenance.db").read_bytes() == before


def test_what_is_gone_or_broken_stops_nothing(run: Run) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        Path(name).write_text(f"{STORY}{name}\n")
    annotated(run, "a.txt", "b.txt", "c.txt", "d.txt")
    Path("a.txt").unlink()
    Path("b.txt").write_bytes(b"\0\1\2\3" * 9)
    Path("c.txt").unlink()
    Path("c.txt").mkdir()
    result = run("check")
    assert result.exit_code == 1
    found = checked(run, status=1)
    assert statuses(found) == {"a.txt": "gone", "b.txt": "unreadable", "c.txt": "gone", "d.txt": "unchanged"}
    assert "its path counts from the folder where it was annotated" in " ".join(result.stdout.split())


def test_lines_of_a_file_are_known_by_their_id_and_else_by_their_line(run: Run) -> None:
    records: list[dict[str, str]] = [{"id": f"r{n}", "text": f"{STORY}Number {n}.\n"} for n in range(4)]
    records += [{"text": f"{STORY}Line {n}.\n"} for n in range(4, 7)]
    file = Path("a.jsonl")
    file.write_text("".join(json.dumps(one) + "\n" for one in records))
    annotated(run, "a.jsonl")
    assert set(statuses(checked(run)).values()) == {"unchanged"}
    records[4]["text"] = records[4]["text"].replace("1921", "1922")
    lines = [json.dumps(one) for one in [records[1], records[0], {"id": "other", "text": STORY}, {"id": "r3"}, *records[4:6]]]
    file.write_text("\n".join(lines))
    found = statuses(checked(run, status=1))
    assert found == {
        "a.jsonl:1": "unchanged",
        "a.jsonl:2": "unchanged",
        "a.jsonl:3": "changed",
        "a.jsonl:4": "unreadable",
        "a.jsonl:5": "changed",
        "a.jsonl:6": "unchanged",
        "a.jsonl:7": "gone",
    }


def test_an_item_of_a_feed_is_known_by_its_address(run: Run) -> None:
    item = "<item><title>{0}</title><link>https://example.org/{0}</link><description>{1} {0}.</description></item>"
    feed = "<rss><channel><title>Post</title>{}</channel></rss>"
    Path("f.rss").write_text(feed.format(item.format("one", STORY) + item.format("two", STORY)))
    annotated(run, "f.rss")
    Path("f.rss").write_text(feed.format(item.format("three", STORY) + item.format("two", STORY)))
    found = statuses(checked(run, status=1))
    assert found["f.rss:2"] == "unchanged"
    assert found["f.rss:1"] in ("gone", "changed")


def test_packed_files_are_read_too(run: Run) -> None:
    Path("a.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    annotated(run, "a.txt.gz")
    assert statuses(checked(run)) == {"a.txt.gz": "unchanged"}
    Path("a.txt.gz").write_bytes(b"\x1f\x8b broken")
    assert statuses(checked(run, status=1)) == {"a.txt.gz": "unreadable"}


def test_what_stands_nowhere_is_not_looked_at(run: Run) -> None:
    assert run("annotate", "-", "--quiet", "--tagger", "rules", input=STORY).exit_code == 0
    result = run("check")
    assert (result.exit_code, "1 not looked at" in result.stdout) == (0, True)


@pytest.mark.parametrize("arguments", [["b.txt"], ["a.jsonl"], ["a.jsonl:2", "b.txt"]])
def test_documents_are_named_by_path(run: Run, arguments: list[str]) -> None:
    Path("a.jsonl").write_text("".join(json.dumps({"text": f"{STORY}{n}"}) + "\n" for n in range(2)))
    Path("b.txt").write_text(STORY)
    annotated(run, "a.jsonl", "b.txt")
    wanted = {"b.txt": ["b.txt"], "a.jsonl": ["a.jsonl:1", "a.jsonl:2"], "a.jsonl:2": ["a.jsonl:2"]}
    assert list(statuses(checked(run, *arguments))) == [locator for name in arguments for locator in wanted[name]]


def test_a_name_of_no_document_is_wrong_usage(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    result = run("check", "other.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no document 'other.txt'" in result.stderr


def test_a_hostile_text_cannot_command_the_terminal(run: Run) -> None:
    Path("a.txt").write_text(STORY.replace("Koval", "Ko\x1b[31mval\u202e"))
    annotated(run, "a.txt")
    Path("a.txt").write_text("Now otherwise: \x1b]0;x\x07.\n")
    result = run("check")
    assert result.exit_code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)


def test_bytes_that_differ_with_the_same_text(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    Path("a.txt").write_bytes(b"\xef\xbb\xbf" + STORY.encode())
    (found,) = checked(run)["documents"]  # type: ignore[misc]
    assert (found["status"], found["detail"]) == ("changed", "the bytes differ, the text is the same")
    assert {one["status"] for one in found["anchors"]} == {"exact"}


def test_the_same_twice_gives_the_same(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    Path("a.txt").write_text(STORY[::-1] + STORY)
    assert run("check", "--format", "json").stdout == run("check", "--format", "json").stdout


def test_what_was_found_before_ctrl_c_is_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        Path(name).write_text(f"{STORY}{name}\n")
    annotated(run, "a.txt", "b.txt", "c.txt")
    Path("b.txt").unlink()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("provenance.report.terminal.check.checked_lines", interrupt)
    assert run("check").exit_code == 130
    with open_store("sqlite:///provenance.db") as store:
        rows = store.query("SELECT locator, status FROM v_checks ORDER BY locator").rows
    assert rows == (("a.txt", "unchanged"), ("b.txt", "gone"))


def test_a_fault_in_one_document_costs_that_one_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(f"{STORY}{name}\n")
    annotated(run, "a.txt", "b.txt")
    Path("a.txt").write_text("Another.\n")

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("provenance.checking.align", fail)
    found = checked(run, status=1)
    assert statuses(found) == {"a.txt": "unreadable", "b.txt": "unchanged"}
    assert "ZeroDivisionError: by nothing; please report it" in found["documents"][0]["detail"]  # type: ignore[index]


def test_a_judgement_made_by_hand_is_no_change_of_a_chain(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    annotated(run, "a.txt")
    assert run("sources", "merge", "anna-koval", "ukrinform").exit_code == 0
    Path("a.txt").write_text("Good morning to all.\n" + STORY)
    (found,) = checked(run)["documents"]  # type: ignore[misc]
    assert [one["chain_before"] for one in found["claims"]] == [[]] * len(found["claims"])


def test_other_rules_are_told(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    assert run("annotate", "a.txt", "--min-confidence", "0.1", "--tagger", "rules", "--quiet").exit_code == 0
    Path("a.txt").write_text("Good morning to all.\n" + STORY)
    (found,) = checked(run)["documents"]  # type: ignore[misc]
    assert "it was annotated by other rules than those of now" in found["detail"]


# ------------------------------------------------------------ addresses


def test_what_came_from_an_address_is_fetched_again_only_when_asked(run: Run, tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'a.db'}"
    with serving(
        {"/robots.txt": reply("User-agent: *\nDisallow:"), "/a": reply(PAGE), "/b": reply(PAGE.replace("open", "ajar"))}
    ) as server:
        urls = ("--url", f"{server.base}/a", "--url", f"{server.base}/b")
        assert run("annotate", *urls, "--allow-private", "--delay", "0", "--tagger", "rules", "--db", db).exit_code == 0
        asked = len(server.asked)
        assert "2 not looked at" in run("check", "--db", db).stdout
        assert len(server.asked) == asked
        server.pages["/a"] = reply(PAGE.replace("open", "shut"))
        del server.pages["/b"]
        result = run("check", "--fetch", "--allow-private", "--db", db)
        assert result.exit_code == 1
        assert "1 changed" in result.stdout and "1 gone" in result.stdout
        assert "private" in run("check", "--fetch", "--db", db).stdout
