"""Every signal of where a document comes from is a row of its own, also where two disagree; what follows from them."""

from __future__ import annotations

import json

import pytest

from provenance.ingest import ReadOptions
from provenance.records import CREDIT_ROLES, AnnotatedDocument
from provenance.trace.credits import SIGNALS
from tests.detect.annotating import annotated

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
    ],
)
def test_who_published_a_page(head: str, url: str | None, id_: str) -> None:
    one = page(head, url=url)
    assert one.publisher is not None
    assert one.publisher.id == id_


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
