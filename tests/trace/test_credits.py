"""Every signal of where a document comes from is a row of its own, also where two disagree; what follows from them."""

from __future__ import annotations

import json

import pytest

from provenance.ingest import ReadOptions
from provenance.records import CREDIT_ROLES, AnnotatedDocument, EmbeddedPost
from provenance.trace.accounts import Accounts
from provenance.trace.credits import SIGNALS
from tests.detect.annotating import annotated, resources

STORM = "The harbour in the old town was closed for three days after the storm."
OWN = "https://portopost.example/a"


def page(head: str = "", body: str = "", url: str | None = None) -> AnnotatedDocument:
    article = f"<article><h1>Storm</h1><p>{STORM}</p>{body}</article>"
    markup = f"<html><head><title>Storm</title>{head}</head><body>{article}</body></html>"
    return annotated(markup, "page.html", url, ReadOptions(language=False, main_text=False))


def site(name: str) -> str:
    return f'<meta property="og:site_name" content="{name}">'


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def rows(one: AnnotatedDocument) -> set[tuple[str, str, str | None]]:
    return {(c.signal, c.role, c.source) for c in one.credits}


def kinds(one: AnnotatedDocument) -> list[str]:
    return [finding.kind for finding in one.findings]


def test_every_signal_has_a_role_of_the_vocabulary_and_a_confidence() -> None:
    for name, meaning in SIGNALS.items():
        assert meaning.role in CREDIT_ROLES, name
        assert 0 < meaning.confidence <= 1, name


def test_text_and_markup_are_kept_side_by_side_with_span_or_path() -> None:
    one = page(site("Porto Post") + json_ld(author={"name": "Jane Doe, AFP"}), f"<p>LISBON, May 3 (Reuters) - {STORM}</p>")
    assert rows(one) >= {
        ("og:site_name", "publisher", "porto-post"),
        ("json_ld.author", "upstream", "afp"),
        ("dateline", "upstream", "reuters"),
    }
    for credit in one.credits:
        assert (credit.span is None) == bool(credit.path), credit
        if credit.span is not None:
            assert credit.value in credit.span.of(one.document.text)


def test_two_agencies_for_one_text_are_both_kept_and_the_conflict_is_a_finding() -> None:
    one = annotated(f"LISBON, May 3 (Reuters) - {STORM}\n{STORM}\n© 2024 AFP")
    assert {u.source for u in one.upstreams} == {"reuters", "afp"}
    assert kinds(one) == ["upstreams_differ"]
    assert [span.of(one.document.text)[:6] for span in one.findings[0].spans] == ["LISBON", "© 2024"]


@pytest.mark.parametrize(
    ("head", "body", "url", "kind"),
    [
        (site("BBC") + json_ld(publisher={"name": "Deutsche Welle"}), "", None, "publishers_differ"),
        ('<link rel="canonical" href="https://www.bbc.com/news/1">', "", OWN, "canonical_elsewhere"),
        (site("Porto Post"), "", OWN, None),
        (site("BBC"), "", "https://www.bbc.co.uk/news/1", None),
        ('<link rel="canonical" href="https://amp.portopost.example/a">', "", OWN, None),
        (site("BBC") + json_ld(publisher={"name": "Reuters"}), "", None, None),
    ],
)
def test_contradictions_of_the_markup(head: str, body: str, url: str | None, kind: str | None) -> None:
    assert kinds(page(head, body, url)) == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("head", "url", "id_"),
    [
        # what the registry knows by its address goes before a name that it does not know
        (
            site("The Post of Jerusalem | JPost.com") + '<link rel="canonical" href="https://www.jpost.com/a">',
            None,
            "jerusalem-post",
        ),
        (site("Hosted") + '<meta property="og:url" content="https://hosted.ap.org/a">', None, "ap"),
        # an agency named as publisher beside the site's name is whose text was printed
        (site("Porto Post") + json_ld(publisher={"name": "Associated Press"}), None, "porto-post"),
        # a slogan behind a bar, and a slogan in the place of the name
        (site("Porto Post | News for sailors"), None, "porto-post"),
        (site("All about sails") + json_ld(publisher={"name": "Porto Post"}), OWN, "porto-post"),
        (json_ld(publisher={"name": "Sail Holdings"}) + site("Porto Post"), OWN, "porto-post"),
        # a site name that is an address
        (site("https://www.portopost.example"), None, "portopost-example"),
        # nothing but an address
        ("", OWN, "portopost.example"),
        ('<meta property="og:url" content="https://www.portopost.example/a">', None, "portopost.example"),
        # a name as words goes before the same made into a word
        (
            json_ld(publisher={"name": "PortoPostOnline"}) + site("Porto Post Online"),
            "https://portopostonline.example/a",
            "porto-post-online",
        ),
        # the software or platform that a page is made with publishes nothing on another's site
        (json_ld(publisher={"name": "Blogger"}) + site("Porto Post"), OWN, "porto-post"),
        # a name of the program that the address repeats; one that nothing repeats
        ('<meta name="application-name" content="Porto Post">', OWN, "porto-post"),
        ('<meta name="application-name" content="Main site">', OWN, "portopost.example"),
        # the address of the site where the page gives none of its own
        ('<link rel="home" href="https://www.portopost.example/">', None, "portopost.example"),
    ],
)
def test_who_published_a_page(head: str, url: str | None, id_: str) -> None:
    one = page(head, url=url)
    assert one.publisher is not None
    assert one.publisher.id == id_


@pytest.mark.parametrize(
    ("title", "notice", "id_"),
    [
        ("Storm", "<p>©2024 Porto Post</p>", "porto-post"),
        ("Storm", "<p>© portopost.example, 2024</p>", "portopost-example"),
        ("Storm - Porto Post", "", "porto-post"),
        ("Storm - Porto Post", "<p>© 2024 Sail Holdings</p><p>© 2024 Porto Post</p>", "porto-post"),
        ("Storm", "<p>Copyright Policy</p>", None),
        ("Storm - and what comes next - in the harbour of the old town of Porto by the sea", "", None),
        ("Another title - Porto Post", "", None),
    ],
)
def test_a_page_without_addresses_and_names_in_its_head_has_its_title_and_its_notice(
    title: str, notice: str, id_: str | None
) -> None:
    text = "".join(f"<p>{STORM} {n} {STORM}</p>" for n in range(3))
    markup = f"<html><head><title>{title}</title></head><body><article><h1>Storm</h1>{text}</article>{notice}</body></html>"
    one = annotated(markup, "page.html", None, ReadOptions(language=False))
    assert (one.publisher.id if one.publisher else None) == id_


def test_authors_in_markup_alone_make_their_line_a_credit_and_an_agency_among_them_the_upstream() -> None:
    text = "".join(f"<p>{STORM} {n} {STORM}</p>" for n in range(3))
    related = '<div class="related"><h4>Fares rise</h4><p>Ann Poe</p></div>'
    head = f"<html><head><title>Storm</title>{json_ld(author=[{'name': 'Jane Doe'}, {'name': 'Ann Poe'}])}</head>"
    menu = "".join(f"<li>Page {n} of the harbour</li>" for n in range(30))
    body = f"<h1>Storm</h1><div>Jane Doe and Ann Poe, 5 May 2024</div><div>John Roe</div>{text}"
    far = f"<nav><ul>{menu}</ul></nav>{related}"
    one = annotated(f"{head}<body><article>{body}</article>{far}</body></html>", "page.html", None, ReadOptions(language=False))
    lines = {p.span.of(one.document.text): p.kind for p in one.passages}
    assert lines["Jane Doe and Ann Poe, 5 May 2024"] == "credit"
    assert lines["John Roe"] != "credit" and lines["Ann Poe"] != "credit"
    wire = body.replace("<div>John Roe</div>", '<div class="byline">Reuters</div>')
    byline = annotated(f"<html><body><article>{wire}</article></body></html>", "page.html", None, ReadOptions(language=False))
    assert [u.source for u in byline.upstreams] == ["reuters"]


def test_a_namesake_of_another_country_is_not_the_known_outlet() -> None:
    known = page(site("The Guardian"))
    abroad = page(site("The Guardian"), url="https://www.theguardian.example.lk/a")
    assert known.publisher is not None and known.publisher.id == "guardian"
    assert abroad.publisher is not None and abroad.publisher.id == "the-guardian"


def test_an_agency_named_as_publisher_is_the_upstream() -> None:
    one = page(site("Porto Post") + json_ld(publisher={"name": "Associated Press"}))
    assert [(u.source, u.signal) for u in one.upstreams] == [("ap", "json_ld.publisher")]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        (json_ld(author={"name": "Jane Doe"}), "author"),
        (json_ld(author={"name": "BBC"}), "author"),
        (json_ld(author={"name": "Reuters Staff"}), "upstream"),
        (json_ld(author={"name": "By Agence France-Presse"}), "upstream"),
        (json_ld(author=[{"name": "Jane Doe"}, {"name": "Associated Press"}]), "upstream"),
        (json_ld(provider={"name": "Reuters"}), "upstream"),
        (json_ld(citation="https://www.reuters.com/a"), "cited"),
    ],
)
def test_roles_of_names_in_the_markup(head: str, role: str) -> None:
    one = page(head)
    assert role in {c.role for c in one.credits if c.signal.startswith("json_ld")}
    assert bool(one.upstreams) == (role == "upstream")


def test_photo_credits_contributors_and_cited_works_are_evidence_and_no_upstream() -> None:
    one = annotated(f"{STORM}\nSailors rest in the port. REUTERS/Jane Doe\nThe Associated Press contributed to this report.")
    assert {c.role for c in one.credits} == {"picture", "contributor"}
    assert one.upstreams == ()


def test_in_a_digest_a_credit_counts_for_its_story() -> None:
    stories = []
    for city, agency in (("LISBON", "Reuters"), ("PARIS", "AFP"), ("ROME", "ANSA"), ("OSLO", "NTB")):
        stories.append(
            f"Storm hits {city.title()}\n{city}, May 3 ({agency}) - {STORM} The mayor said that ferries would wait.\nRead more"
        )
    one = annotated("\n".join(stories))
    by_item = {u.item: u.source for u in one.upstreams}
    assert by_item == {0: "reuters", 1: "afp", 2: "ansa", 3: "ntb"}
    assert [a.chain[1].source for a in one.attributions] == ["reuters", "afp", "ansa", "ntb"]
    assert kinds(one) == []


def test_a_line_that_credits_a_name_of_several_leaves_it_open_and_lists_them() -> None:
    one = annotated(f"Reprinted from The Post\n{STORM}")
    assert [(u.source, u.relation) for u in one.upstreams] == [("unresolved:the-post", "reprinted_from")]
    (finding,) = one.findings
    assert finding.kind == "name_unresolved" and {"washington-post", "kyiv-post"} <= set(finding.sources)


@pytest.mark.parametrize(
    ("text", "source", "candidates"),
    [
        ("The Post reported on Monday that the harbour was closed.", "unresolved:post", "new-york-post"),
        ("According to the Times, the harbour was closed.", "unresolved:times", "nyt"),
        ("Interfax reported that the harbour was closed.", "unresolved:interfax", "interfax-ukraine"),
        ("ABC reported that the harbour was closed.", "unresolved:abc", "abc-au"),
        ("RBC reported that the harbour was closed.", "unresolved:rbc", "rbc-ukraine"),
        ("The Star reported that the harbour was closed.", "unresolved:star", "toronto-star"),
        # the context decides
        ("In Moscow, Interfax reported that the harbour was closed.", "interfax", None),
        ("In Sydney, Australia, the ABC reported that the harbour was closed.", "abc-au", None),
        ("The Washington Post wrote on Monday. The Post reported that the harbour was closed.", "washington-post", None),
        ("Sputnik reported that the harbour was closed.", "sputnik", None),
        ("The AP reported that the harbour was closed.", "ap", None),
        ("X said that it had closed the account.", "x", None),
        ("Time magazine reported that the harbour was closed.", "time", None),
    ],
)
def test_a_source_that_may_be_several_stays_open_unless_the_text_decides(text: str, source: str, candidates: str | None) -> None:
    one = annotated(text)
    assert [a.holder.id for a in one.attributions][-1] == source
    found = [f for f in one.findings if f.kind == "name_unresolved"]
    assert len(found) == (candidates is not None)
    if candidates:
        assert candidates in found[0].sources and found[0].spans[0].of(text)
        assert one.attributions[-1].holder.type.startswith("news")


@pytest.mark.parametrize(
    ("url", "transport"),
    [
        ("https://web.archive.org/web/20240526000000/https://www.bbc.com/news/1", "internet-archive"),
        ("https://www-bbc-com.cdn.ampproject.org/c/s/www.bbc.com/news/1", "google"),
        ("https://www-bbc-com.translate.goog/news/1", "google"),
        ("https://archive.ph/20240526/https://www.bbc.com/news/1", "archive-today"),
    ],
)
def test_a_transport_is_named_as_such_and_the_original_in_it_publishes(url: str, transport: str) -> None:
    one = page(url=url)
    assert one.publisher is not None and one.publisher.id == "bbc"
    assert rows(one) == {("url", "transport", transport), ("url", "address", "bbc")}
    assert one.document.url == url


def test_signals_of_one_kind_that_name_different_upstreams_are_one_finding() -> None:
    one = page(json_ld(provider={"name": "AFP"}, sourceOrganization={"name": "Reuters"}), url=OWN)
    (finding,) = one.findings
    assert finding.kind == "upstreams_differ" and set(finding.sources) == {"afp", "reuters"}


def test_a_reprint_of_a_wire_text_and_two_agencies_in_one_byline_are_no_conflict() -> None:
    assert kinds(annotated(f"Reprinted from Voice of America\nLISBON, May 3 (Reuters) - {STORM}")) == []
    assert kinds(annotated(f"By Jane Doe, AFP and Reuters\n{STORM}\n© 2024 AFP")) == []


def test_a_reprint_stands_before_the_wire_credit_wherever_the_text_has_them() -> None:
    one = annotated(f"LISBON, May 3 (Reuters) - {STORM}\n(Reprinted from Voice of America)\n“It rained,” the mayor said.")
    assert [hop.source for hop in one.claims[-1].chain][:3] == ["unknown-publisher", "voa", "reuters"]


def test_upstreams_of_one_kind_stand_side_by_side() -> None:
    one = annotated(f"By Jane Doe, AFP and Reuters\n{STORM}\nThe mayor said that it rained.")
    hop = one.attributions[0].chain[1]
    assert (hop.source, hop.relation) == ("afp+reuters", "wire_credit")
    assert next(ref.name for ref in one.sources if ref.id == hop.source) == "Agence France-Presse and Reuters"


POST = """<p>The mayor spoke.</p><p>She was angry.</p><blockquote class="twitter-tweet"><p>The bridge is safe!</p>
&mdash; Anna Berg (@annaberg) <a href="https://twitter.com/annaberg/status/1790000000000000001">May 3, 2024</a></blockquote>"""


def test_an_embedded_post_is_its_authors_alone_and_nothing_above_it() -> None:
    one = page(body=POST)
    (posted,) = [a for a in one.attributions if a.detector.endswith("#post")]
    assert [span.of(one.document.text) for span in posted.contents] == ["The bridge is safe!"]
    assert (posted.holder.id, posted.holder.name, posted.holder.type) == ("x:annaberg", "Anna Berg", "platform_account")
    assert posted.holder.span is not None and posted.holder.span.of(one.document.text) == "Anna Berg (@annaberg)"
    assert posted.date == "2024-05-03"
    assert next(ref.name for ref in one.sources if ref.id == "x:annaberg") == "Anna Berg"


def test_a_post_whose_author_is_signs_alone_is_nobodys() -> None:
    accounts = Accounts(resources().registry, resources().holders)
    holder = accounts.of_post(EmbeddedPost("x", "", "🦊🦊", "https://x.com/", None, None, "/html"), None)
    assert (holder.id, holder.name) == ("unspecified", "🦊🦊")


def test_a_signature_without_an_embedded_post_takes_nothing_from_the_page() -> None:
    one = page(body="<p>The mayor spoke.</p><p>— Anna Berg (@annaberg) May 3, 2024</p>")
    assert [a for a in one.attributions if a.detector.endswith("#post")] == []


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Originally published at https://www.theguardian.com/world/1.", "guardian"),
        ("First posted on https://harbour.example/a/b", "harbour.example"),
        ("The story originally appeared in The Atlantic.", "atlantic"),
        ("The story originally appeared in May.", None),
        ("Read more at https://www.theguardian.com/world/1.", None),
    ],
)
def test_where_a_text_appeared_first(line: str, source: str | None) -> None:
    one = annotated(f"{STORM}\n{STORM}\n{line}")
    assert [u.source for u in one.upstreams] == ([source] if source else [])
