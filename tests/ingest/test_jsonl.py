import gzip
import io
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import ids
from provenance.ingest import ReadOptions, read_paths
from provenance.records import Document, MarkupSignal, Rejected


def read(tmp_path, data, name="a.jsonl", **options):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_paths([str(path)], ReadOptions(**options)))


def test_a_record_with_everything(tmp_path):
    record = {
        "id": 17,
        "text": "  The minister said so.\r\nHe left. ",
        "url": "https://example.org/a",
        "title": "Talks",
        "date": "2024-05-26",
        "publisher": "Example Post",
        "outlet": "kept",
        "byline": ["A. Writer", "B. Writer"],
        "score": 1.5,
    }
    line = json.dumps(record).encode()
    (found,) = read(tmp_path, line + b"\n")
    assert isinstance(found, Document)
    assert (found.id, found.text, found.line) == ("17", record["text"], 1)
    assert (found.url, found.title, found.published) == ("https://example.org/a", "Talks", "2024-05-26")
    assert found.byline == ("A. Writer", "B. Writer")
    assert MarkupSignal("record.publisher", "Example Post") in found.signals
    assert json.loads(found.metadata) == {"outlet": "kept", "score": 1.5}
    assert found.sha256 == ids.sha256(line)
    assert [b.span.of(found.text) for b in found.blocks] == ["The minister said so.", "He left."]


def test_a_record_of_html(tmp_path):
    record = {
        "html": "<title>T</title><p>The <a href='/x'>minister</a> said so.",
        "url": "https://example.org/a/b",
        "title": "Own",
    }
    (found,) = read(tmp_path, json.dumps(record))
    assert isinstance(found, Document)
    assert (found.text, found.title, found.media_type) == ("The minister said so.", "Own", "text/html")
    assert found.links[0].href == "https://example.org/x"
    assert len(found.id) == 20 and found.metadata == "{}"


def test_text_goes_before_html_which_is_kept(tmp_path):
    (found,) = read(tmp_path, json.dumps({"id": "a", "text": "Words.", "html": "<p>Words."}))
    assert found.text == "Words." and json.loads(found.metadata) == {"html": "<p>Words."}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "character"),
        ("no json", "no JSON"),
        ('{"text": "a"} {"text": "b"}', "character"),
        ('"a string"', "a string, not an object"),
        ("[1]", "a list, not an object"),
        ("null", "null, not an object"),
        ('{"id": "a"}', "neither 'text' nor 'html'"),
        ('{"text": 5}', "not a string"),
        ('{"text": "a", "id": ["b"]}', "'id'"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "too long"),
        ('{"text": "  "}', "no visible text"),
        ('{"html": "<p> "}', "no visible text"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path, line, says):
    first, bad, last = read(tmp_path, f'{{"text": "One."}}\n{line}\n{{"text": "Three."}}')
    assert isinstance(bad, Rejected) and says in bad.detail
    assert bad.locator == f"{tmp_path}/a.jsonl:2"
    assert (first.text, first.line, last.text, last.line) == ("One.", 1, "Three.", 3)


def test_empty_lines_count_but_are_no_records(tmp_path):
    assert [d.line for d in read(tmp_path, '\ufeff{"text": "One."}\r\n\r\n{"text": "Three."}\r\n')] == [1, 3]


def test_bad_utf8_in_a_line_is_told(tmp_path):
    (found,) = read(tmp_path, b'{"text": "\xc3\xa9t\xc3\xa9 \xff"}')
    assert (found.text, found.encoding) == ("été \ufffd", "utf-8 (1 byte replaced)")


def test_surrogates_and_nuls_in_every_field(tmp_path):
    nasty = "a\\ud800\\u0000b"
    fields = ", ".join(
        f'"{key}": "{nasty}"' for key in ("id", "text", "title", "url", "published", "publisher", "byline", "other")
    )
    (found,) = read(tmp_path, "{" + fields + f', "{nasty}": 1}}')
    assert found.text == "a\ufffd\ufffdb"
    for value in (
        found.id,
        found.title,
        found.url,
        found.published,
        found.metadata,
        *found.byline,
        *(s.value for s in found.signals),
    ):
        value.encode()


def test_nan_is_null(tmp_path):
    (found,) = read(tmp_path, '{"text": "Words.", "title": NaN, "x": NaN}')
    assert found.title is None and json.loads(found.metadata) == {"x": None}


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.ndjson.gz"])
def test_packed_lines(tmp_path, name):
    assert [d.text for d in read(tmp_path, gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n'), name)] == ["One.", "Two."]


def test_truncated_and_damaged_gzip_keep_what_was_read(tmp_path):
    noise = random.Random(1)
    lines = [json.dumps({"text": f"Line {n} " + "".join(noise.choices("abcdefgh ", k=200))}) for n in range(2000)]
    packed = gzip.compress("\n".join(lines).encode())
    cut = read(tmp_path, packed[: len(packed) // 2], "a.jsonl.gz", language=False)
    assert len(cut) > 500 and all(isinstance(d, Document) for d in cut[:-1])
    assert cut[-1].reason == "unreadable" and "break off" in cut[-1].detail
    damaged = packed[: len(packed) // 2] + b"\x00" * 100 + packed[len(packed) // 2 + 100 :]
    found = read(tmp_path, damaged, "a.jsonl.gz", language=False)
    assert len(found) > 500 and [type(d) for d in found].count(Rejected) >= 1
    assert isinstance(found[-1], Rejected)


def test_json_files(tmp_path):
    assert [d.text for d in read(tmp_path, '{\n "text": "One."\n}', "a.json")] == ["One."]
    found = read(tmp_path, '[{"text": "One."}, 3, {"id": "x", "text": "Two."}]', "a.json")
    assert [getattr(d, "text", None) for d in found] == ["One.", None, "Two."]
    assert found[1].locator.endswith("a.json[1]") and found[0].id != found[2].id
    assert [d.text for d in read(tmp_path, '{"text": "One."}\n{"text": "Two."}\n', "a.json")] == ["One.", "Two."]


def test_lines_are_a_stream(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n' * 100_000)
    stream = read_paths([str(path)], ReadOptions(language=False))
    assert next(stream).line == 1
    stream.close()


@settings(deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\x00"), min_size=1).filter(lambda t: any(c.isalnum() for c in t)), max_size=5
    )
)
def test_text_of_a_record_is_unchanged(texts):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    found = list(read_paths(["-"], ReadOptions(language=False), stdin=io.BytesIO(lines))) if texts else []
    assert [d.text for d in found] == [_plain(text) for text in texts]


def _plain(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "text", "html", "url", "title", "published", "publisher", "byline", "more"]), JSON))
def test_no_record_raises(record):
    found = list(
        read_paths(["-"], ReadOptions(language=False, main_text=False), stdin=io.BytesIO(json.dumps(record).encode() + b"\n"))
    )
    assert len(found) == 1
