"""JSON within script elements: what is read in spite of what stands around it, and what is not mended."""

import pytest

from provenance.ingest.json_scripts import read_script
from tests.timing import computing


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff {"a": 1}\n', {"a": 1}),
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        ('{"a": ", ]"}', {"a": ", ]"}),
        ('{"a": "one\ntwo"}', {"a": "one\ntwo"}),
        ('<!-- {"a": 1} -->', {"a": 1}),
        ('<!--\n{"a": "-->"}\n//-->', {"a": "-->"}),
        ('//<![CDATA[\n{"a": 1}\n//]]>', {"a": 1}),
        ('/* <![CDATA[ */ {"a": 1} /* ]]> */', {"a": 1}),
        ('<![CDATA[{"a": 1}]]>', {"a": 1}),
        ('{"a": 1};', {"a": 1}),
        ('{"a": 1, // a comment, with "marks"\n "b": "http://x" /* and another */}', {"a": 1, "b": "http://x"}),
        ('{"a": [1, /* no more */ ]}', {"a": [1]}),
        (r'{"a": "it\'s"}', {"a": "it's"}),
        ("{&quot;a&quot;: &quot;b &amp;amp; c&quot;}", {"a": "b &amp; c"}),
        ('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1},\n{"b": 2},', [{"a": 1}, {"b": 2}]),
        ('{"author": {"name": "A"}, "author": {"name": "B"}, "b": 1}', {"author": [{"name": "A"}, {"name": "B"}], "b": 1}),
    ],
)
def test_what_can_be_read_in_one_way_only(text, value):
    assert read_script(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!-- -->",
        "{",
        '{"publisher": "Example Post"',
        '{"publisher": "Example Post',
        '{"headline": "He said "no" to it", "publisher": "Example Post"}',
        '{"a": 1 "b": 2}',
        "{'a': 1}",
        "[1,,2]",
        '{"a": 1} and words',
        'var data = {"a": 1}',
        "[" * 100_000,
    ],
)
def test_what_is_not_mended(text):
    with pytest.raises(ValueError):
        read_script(text)


@pytest.mark.parametrize(
    "piece", ['"', "/*", "//", ",", "[", '{"a":', "\\", '"\\', "<!--", "-->", ";", "{}", ", ", "\\'", '"a",', "/**"], ids=repr
)
def test_time_is_linear_whatever_stands_there(piece):
    def seconds(size: int) -> float:
        def run() -> None:
            with pytest.raises(ValueError):
                read_script(piece * (size // len(piece)) + "x")

        return computing(run)

    seconds(1_000)
    assert seconds(400_000) < max(0.5, 40 * seconds(40_000))
