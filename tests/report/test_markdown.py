"""Audits as Markdown: no text of a stranger becomes markup, and all of them are there when the page is rendered."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.report.audit import build_audit
from provenance.report.document import build_document
from provenance.report.markdown import audit_markdown, document_markdown, md, source_markdown
from provenance.report.text import clean
from tests.report.poisoned import annotated, audit, record
from tests.report.sample import sample

MARKS = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![y](http://a.example/z.png)",
    "**a** _b_ `c` ~~d~~ $e$ [^1] [x]: http://a.example",
    "http://a.example/?x=<y> www.a.example &lt;b&gt; &#x3c;",
    "| --- | a | b\\",
    "# x", "> x", "- x", "1. x", "2) x", "+ x", "```", "---", "===", "    x", "<!-- x -->", "[!NOTE]", "\\*",
)  # fmt: skip


@pytest.fixture(scope="module")
def rendered() -> Callable[[str], str]:
    """Markdown to HTML as GitHub has it: raw HTML passes, tables and bare addresses are known."""
    module = pytest.importorskip("markdown_it", reason="markdown-it-py comes with the command line's libraries")
    parser = module.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser.render  # type: ignore[no-any-return]


def pages(mark: str) -> list[str]:
    one = annotated(mark)
    return [audit_markdown(audit(mark)), document_markdown(build_document(one), one), source_markdown(record(mark))]


def tags(page: str) -> Counter[str]:
    return Counter(re.findall(r"</?[a-z]\w*[^>]*>|<!--", page))


@pytest.mark.parametrize("mark", MARKS)
def test_no_text_becomes_markup_and_all_of_it_is_there(mark: str, rendered: Callable[[str], str]) -> None:
    for page, harmless in zip(pages(mark), pages("harmless"), strict=True):
        found = rendered(page)
        assert tags(found) == tags(rendered(harmless))
        assert html.unescape(re.sub(r"<[^>]+>", "", found)).count(clean(mark)) >= 10


@given(st.text(st.sampled_from("<>[]()!*_`~#+-.=:|\\&$^ 1ax\n\t\u202e/w@\"'"), max_size=12))
def test_a_text_renders_as_itself_wherever_it_stands(rendered: Callable[[str], str], text: str) -> None:
    shown = html.escape(clean(text), quote=False).replace('"', "&quot;")
    item, quoted, cell = (rendered(form.format(md(text))) for form in ("- {}\n", "> {}\n", "| a |\n| --- |\n| {} |\n"))
    if shown:
        assert item == f"<ul>\n<li>{shown}</li>\n</ul>\n"
        assert quoted == f"<blockquote>\n<p>{shown}</p>\n</blockquote>\n"
        assert f"<td>{shown}</td>" in cell


def test_bare_addresses_are_no_links() -> None:
    """GitHub makes links of them unless something stands between."""
    assert md("see http://a.example and WWW.a.example") == "see http\\://a.example and WWW\\.a.example"


def test_ordinary_sentences_are_left_as_they_are() -> None:
    for text in (
        "By early 2025, 80% of parts (3.5 million) will come from China: so they say!",
        "“Why?” she asked; 'no', said he.",
    ):
        assert md(text) == text


def test_the_chain_is_nested_and_the_score_adds_up() -> None:
    page = audit_markdown(build_audit(sample(), sample().claims[0].id))
    hops = [line for line in page.splitlines() if re.match(r" *1\. ", line)]
    assert [line.index("1.") for line in hops] == [0, 3, 6, 9]
    assert hops[3].strip() == "1. **Ada Lindqvist**, named person, unrated: stated by “Mayor Ada Lindqvist told” (46–70)"
    assert "| **-0.65** | **0.34** | the sum in log-odds |  |  |" in page
    assert "- no link to where it was said: no points (link: not linked)" in page


def test_a_document_lists_its_claims_and_digests() -> None:
    one = sample()
    page = document_markdown(build_document(one), one)
    assert one.document.text_sha256 in page and one.document.text_sha256 not in document_markdown(build_document(one))
    assert "- **0.34** ▼ weakest “The bridge may reopen in June”\n  Ada Lindqvist (told), indirect report;" in page
    assert "Harbour Post ← Coast Weekly; passage 2" in page
