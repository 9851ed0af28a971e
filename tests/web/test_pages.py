"""Every page: it is there, its JSON twin and its SQL say the same, and what is wrong is told kindly."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup

from provenance.records import Passage
from provenance.spans import Span
from provenance.store import Store, open_store
from provenance.web.addresses import Addresses, id_in, path_of
from tests.store.conftest import url  # noqa: F401 - a fixture
from tests.web.conftest import Client

CLAIM = "80% of the critical electronic components for Russian drones"


@pytest.fixture(scope="module")
def store(seeds_url: str) -> Iterator[Store]:
    with open_store(seeds_url, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def places(store: Store) -> dict[str, str]:
    """A path of each page."""
    hit = store.find_claims(CLAIM, 1)[0]
    linked = store.query("SELECT group_id FROM v_corroboration WHERE claims > 1 ORDER BY claims DESC, group_id").rows[0][0]
    return {
        "overview": "/",
        "search": "/search",
        "search for words": "/search?q=China+Russia&hedge=modal",
        "search by facets": "/search?outlet=people-news&strength=0.4&strength=0.5&sort=weakest",
        "documents": "/documents",
        "documents of an outlet": "/documents?publisher=people-news",
        "document": path_of("document", hit.document_id),
        "document by its path": path_of("document", hit.locator),
        "claim": path_of("claim", hit.claim_id),
        "claim of a group": path_of("claim", linked),
        "sources": "/sources",
        "sources by name": "/sources?q=ukr&by=relay",
        "source": "/source/ukrinform",
        "source of the registry alone": "/source/dpa",
        "source without a registry": "/source/oleh-ivashchenko",
        "origins": "/origins",
        "origins: copied": "/origins?show=copied",
        "origins: disputed": "/origins?show=disputed",
        "origins: circular": "/origins?show=circular",
        "rejected": "/rejected",
        "rejected for one reason": "/rejected?reason=binary",
        "sql": "/sql",
        "sql with a query": "/sql?q=SELECT+claim_id,+origin,+strength+FROM+v_claims+LIMIT+5",
        "about": "/about",
    }


NAMES = (
    *("overview", "search", "search for words", "search by facets", "documents", "documents of an outlet", "document"),
    *(
        "document by its path",
        "claim",
        "claim of a group",
        "sources",
        "sources by name",
        "source",
        "source of the registry alone",
    ),
    *("source without a registry", "origins", "origins: copied", "origins: disputed", "origins: circular", "rejected"),
    *("rejected for one reason", "sql", "sql with a query", "about"),
)


def soup_of(client: Client, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[-600:])
    return BeautifulSoup(answer.text, "lxml")


def twin_of(client: Client, path: str) -> dict[str, Any]:
    answer = client.get(path + ("&" if "?" in path else "?") + "format=json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    found: dict[str, Any] = answer.json()
    return found


def test_every_page_has_a_name(places: dict[str, str]) -> None:
    assert tuple(places) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_whole_html_with_its_twin(client: Client, places: dict[str, str], name: str) -> None:
    soup = soup_of(client, places[name])
    assert soup.title and soup.title.text.strip() and len(soup.find_all("h1")) == 1 and soup.html and soup.html["lang"] == "en"
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), "each id once"
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), levels
    alternate = soup.find("link", rel="alternate")
    assert alternate is not None and client.get(str(alternate["href"])).json()
    assert twin_of(client, places[name]).keys() >= {"sql"}


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_the_twin_are_on_the_page(client: Client, places: dict[str, str], name: str) -> None:
    soup = soup_of(client, places[name])
    page = letters(soup.get_text(" ") + unquote(" ".join(str(a["href"]) for a in soup.find_all(href=True))))
    twin = twin_of(client, places[name])
    told = list(strings_of({key: value for key, value in twin.items() if key not in ("sql", "annotated")}))
    assert told or name in ("origins: circular", "sql")
    assert [word for word in told if letters(word)[:40] not in page] == []


_SAID = {"text", "title", "name", "origin_name", "publisher_name", "detail", "reason", "label", "rows", "columns", "models", "id"}
_SAID |= {"program_version", "evidence", "description", "feature", "grade", "rater", "claim_id", "month"}


def strings_of(value: Any, key: str = "") -> Iterator[str]:
    """The strings that a reader is to see."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings_of(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner, key)
    elif isinstance(value, str) and key in _SAID:
        yield value


def letters(text: str) -> str:
    """The letters and digits alone: how a page sets words apart, quotes or links them is its own affair."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_no_link_of_a_page_is_broken_or_leads_outside(client: Client, places: dict[str, str], name: str) -> None:
    soup = soup_of(client, places[name])
    found = {str(tag[attribute]) for attribute in ("href", "src", "action") for tag in soup.find_all(**{attribute: True})}
    assert {link for link in found if not link.startswith(("/", "#"))} == set()
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    assert {link for link in found if link.startswith("#")} <= {f"#{id_}" for id_ in ids}
    kinds: dict[str, str] = {}
    for link in sorted(found):
        kinds.setdefault(re.sub(r"(?<=[/=])[^/?&=]{6,}", "…", link)[:40], link)
    broken = {link: client.get(link.split("#")[0]).status_code for link in kinds.values() if link.startswith("/")}
    assert {link: status for link, status in broken.items() if status != 200} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_sql_that_a_page_shows_runs(client: Client, store: Store, places: dict[str, str], name: str) -> None:
    shown = [pre.text for pre in soup_of(client, places[name]).select(".made pre code")]
    assert shown == [one["sql"] for one in twin_of(client, places[name])["sql"]]
    assert shown or name.startswith("sql")
    for sql in shown:
        store.query(sql)
        answer = client.get(Addresses().sql(sql))
        assert answer.status_code == 200 and 'role="alert"' not in answer.text


def rows_by(store: Store, sql: str) -> list[dict[str, Any]]:
    result = store.query(sql)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def test_the_lists_are_what_their_sql_gives(client: Client, store: Store, places: dict[str, str]) -> None:
    lists = dict.fromkeys(("search", "search for words", "search by facets"), "claims")
    lists |= {"sources": "sources", "sources by name": "sources", "documents": "documents", "rejected": "rejected"}
    for name, key in lists.items():
        twin = twin_of(client, places[name])
        wanted = rows_by(store, twin["sql"][0]["sql"])[: len(twin[key])]
        assert twin[key] == wanted and wanted, name
    for name in ("origins", "origins: copied", "origins: disputed"):
        twin = twin_of(client, places[name])
        got = [{k: v for k, v in row.items() if k != "named"} for row in twin["groups"]]
        assert got == rows_by(store, twin["sql"][0]["sql"]) != [] or name != "origins"


def test_the_overview_is_what_its_sql_gives(client: Client, store: Store) -> None:
    twin = twin_of(client, "/")
    totals, outlets, upstreams, spread, origins, runs, rejected = (rows_by(store, one["sql"]) for one in twin["sql"])
    assert [twin["totals"]] == totals and twin["outlets"] == outlets and twin["upstreams"] == upstreams
    assert {n: c for n, c in enumerate(twin["strengths"]) if c} == {row["tenth"]: row["claims"] for row in spread}
    assert twin["corroboration"] == origins and twin["rejected"] == rejected and twin["runs"][0]["id"] == runs[0]["id"]
    assert totals[0]["documents"] == 5 and totals[0]["rejected"] == 2


def test_the_audit_is_what_its_sql_gives(client: Client, store: Store, places: dict[str, str]) -> None:
    for name in ("claim", "claim of a group"):
        twin = twin_of(client, places[name])
        audit = twin["audit"]
        claim, chain, hedges, rows, same, against, drift = (rows_by(store, one["sql"]) for one in twin["sql"])
        assert (claim[0]["claim_id"], claim[0]["strength"]) == (audit["claim_id"], audit["strength"])
        assert [(hop["source"]["id"], hop["relation"]) for hop in audit["chain"]] == [(r["source"], r["relation"]) for r in chain]
        assert [(row["feature"], row["points"], row["reason"]) for row in audit["rows"]] == [
            (r["feature"], r["points"], r["reason"]) for r in rows
        ]
        assert {h["text"] for h in hedges if h["category"] != "booster"} <= {h["words"]["text"] for h in audit["hedges"]}
        assert {one["claim_id"] for one in audit["around"]["same"]} == {r["claim_id"] for r in same} - {audit["claim_id"]}
        assert len(audit["around"]["drift"]) == len(drift)
        assert len(against) <= len(audit["around"]["against"])


def test_a_document_is_what_its_sql_gives(client: Client, store: Store, places: dict[str, str]) -> None:
    twin = twin_of(client, places["document"])
    claims, upstreams, credits, hedges = (rows_by(store, one["sql"]) for one in twin["sql"])
    assert {(c["id"], c["strength"]) for c in twin["audit"]["claims"]} == {(r["claim_id"], r["strength"]) for r in claims}
    assert len(twin["audit"]["upstreams"]) == len(upstreams) and len(twin["audit"]["credits"]) == len(credits)
    marked = {h["id"] for h in twin["annotated"]["hedges"] + twin["annotated"]["boosters"]}
    assert marked == {r["hedge_id"] for r in hedges}
    soup = soup_of(client, places["document"])
    text = "".join(p.get_text() for p in soup.select(".text .passage"))
    for passage in twin["annotated"]["passages"][:9]:
        words = twin["annotated"]["document"]["text"][slice(*passage["span"])].strip()
        assert re.sub(r"\[\d+\]|\s", "", words) in re.sub(r"\[\d+\]|\s", "", text)


def test_a_source_is_what_its_sql_gives(client: Client, store: Store, places: dict[str, str]) -> None:
    twin = twin_of(client, places["source"])
    row, ratings, relays, relayed, claims, through = (rows_by(store, one["sql"]) for one in twin["sql"])
    card = twin["record"]["card"]
    assert (card["published"], card["relayed"], card["originated"]) == tuple(
        row[0][name] for name in ("documents", "claims_relayed", "claims_originated")
    )
    assert len(twin["record"]["ratings"]) == len(ratings)
    for mine, theirs in ((card["relays"], relays), (card["relayed_by"], relayed)):
        assert mine == [{"source": r["source"], "name": r["name"], "claims": r["claims"]} for r in theirs]
    assert twin["originated"]["claims"] == claims and twin["relayed"]["claims"] == through and through


# ------------------------------------------------------------ states and mistakes


def test_a_search_is_narrowed_by_its_links(client: Client) -> None:
    soup = soup_of(client, "/search?q=China")
    total = twin_of(client, "/search?q=China")["total"]
    link = next(a for a in soup.select(".facets a") if a.text == "modal")
    count = int(link.find_next("span", class_="count").text)
    narrowed = twin_of(client, str(link["href"]))
    assert narrowed["total"] == count < total and narrowed["words"] == "China"
    back = soup_of(client, str(link["href"])).select_one(".chosen a")
    assert back is not None and "modal" in back.text and twin_of(client, str(back["href"]))["total"] == total


def test_the_pages_of_a_list_hold_each_claim_once(client: Client) -> None:
    path, seen = "/search", list[str]()
    while path:
        seen += [one["claim_id"] for one in twin_of(client, path)["claims"]]
        following = soup_of(client, path).select_one("a[rel=next]")
        path = str(following["href"]) if following else ""
    assert len(seen) == len(set(seen)) == twin_of(client, "/search")["total"] > 100


def test_documents_are_turned_page_by_page_both_ways(client_for: Any, sqlite_url: str) -> None:
    from tests.store.making import harbour
    from tests.store.relating import put

    with open_store(sqlite_url) as writer:
        put(writer, [harbour(f"{n}.txt", id=f"d{n:03}") for n in range(120)])
    asked = client_for(sqlite_url)
    path, pages = "/documents", list[list[str]]()
    while path:
        pages.append([one["document_id"] for one in twin_of(asked, path)["documents"]])
        older = soup_of(asked, path).select_one("a[rel=next]")
        path, last = (str(older["href"]), path) if older else ("", path)
    assert [id_ for one in pages for id_ in one] == [f"d{n:03}" for n in reversed(range(120))] and len(pages) == 3
    newer = soup_of(asked, last).select_one("a[rel=prev]")
    assert newer is not None
    assert [one["document_id"] for one in twin_of(asked, str(newer["href"]))["documents"]] == pages[1]


def test_a_long_document_comes_in_parts(client_for: Any, sqlite_url: str) -> None:
    from tests.store.making import TEXT, harbour
    from tests.store.relating import put

    lines = "".join(f"Line {n} of a long report that nobody is quoted in.\n" for n in range(5000))
    long = harbour("long.txt", TEXT + lines, id="long/1?")
    at, passages = len(TEXT), list(long.passages)
    for n, line in enumerate(lines.splitlines(keepends=True)):
        passages.append(Passage(len(long.passages) + n, "body", 0, Span(at, at + len(line) - 1)))
        at += len(line)
    with open_store(sqlite_url) as writer:
        put(writer, [replace(long, passages=tuple(passages))])
    asked = client_for(sqlite_url)
    path, text, cards = path_of("document", "long/1?"), "", 0
    while path:
        soup = soup_of(asked, path)
        text += "".join(p.get_text() for p in soup.select(".text .passage"))
        cards += len(soup.select(".card"))
        assert len(str(soup)) < 700_000
        following = soup.select_one("a[rel=next]")
        path = str(following["href"]) if following else ""
    assert text.count("of a long report") == 5000
    assert cards == 4, "three claims, and an attribution without one"
    assert asked.get(path_of("document", "long/1?") + "?part=9").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nope", 404, "There is no page"),
        ("/claim/", 404, "too short"),
        ("/claim/abcdef0123", 404, "No claim has the id"),
        ("/document/none.txt", 404, "has no document 'none.txt'"),
        ("/source/nobody", 404, "has a source 'nobody'"),
        ("/search?page=0", 422, "page must be a whole number"),
        ("/search?page=9999999999999999999999", 422, "page must be a whole number"),
        ("/search?page=٣", 422, "page must be a whole number"),
        ("/search?since=May", 422, "since must be a month or a day"),
        ("/search?until=2025-13", 422, "until must be a month or a day"),
        ("/search?sort=x", 422, "sort must be one of"),
        ("/search?more=x", 422, "more must be one of"),
        ("/search?" + "&".join(f"outlet={n}" for n in range(30)), 422, "more than 20 values"),
        ("/search?q=" + "x" * 1001, 422, "more than 1,000 characters"),
        ("/sources?by=x", 422, "by must be one of"),
        ("/origins?show=x", 422, "show must be one of"),
        ("/documents?before=x", 422, "before must be a whole number"),
        ("/sql?rows=0", 422, "rows must be a whole number"),
        ("/sql?q=" + "x" * 20_001, 422, "more than 20,000 characters"),
        ("/sql/export", 422, "There is no query to export"),
        ("/sql/export?q=SELECT+1&as=exe", 422, "as must be one of"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(client: Client, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, said in html.unescape(answer.text)) == (status, True), answer.text[-700:]
    assert "Traceback" not in answer.text and "<nav" in answer.text
    joint = "&" if "?" in path else "?"
    twin = client.get(f"{path}{joint}format=json")
    assert (twin.status_code, said in twin.json()["error"]) == (status, True)


@pytest.mark.parametrize(
    "query",
    [
        "strength=nobody",
        "hedge=zzz",
        "outlet=%00",
        "origin=%ff%fe",
        "kind=",
        "q=%22%27%3B--",
        "q=%00",
        "q=%ED%A0%80",
        "upstream=%C3",
    ],
)
def test_values_that_nothing_has_find_nothing_and_break_nothing(client: Client, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 200
    assert client.get(f"/search?{query}&format=json").status_code == 200


def test_all_pages_are_there_on_both_databases(client_for: Any, url: str) -> None:  # noqa: F811
    from tests.store.test_questions import fill

    with open_store(url) as writer:
        fill(writer)
    asked = client_for(url)
    found = twin_of(asked, "/search?q=bridge&hedge=none")
    assert found["total"] > 3 and found["how"] == "all"
    one = twin_of(asked, "/search?q=strike")["claims"][0]
    paths = [
        "/",
        "/search?since=2025-05&until=2025-05-26",
        "/documents",
        "/sources",
        "/origins",
        "/origins?show=disputed",
        "/rejected",
    ]
    paths += ["/origins?show=circular", "/sql?q=SELECT+*+FROM+v_claims+LIMIT+3", "/about", path_of("claim", one["claim_id"])]
    paths += [path_of("document", one["document_id"]), path_of("source", one["origin"]), path_of("source", one["publisher"])]
    for path in paths:
        assert len(soup_of(asked, path).find_all("h1")) == 1
        assert len(twin_of(asked, path)) > 1
        for shown in twin_of(asked, path)["sql"]:
            assert asked.get(Addresses().sql(shown["sql"])).status_code == 200, shown


def test_an_empty_database_has_all_pages(client_for: Any, sqlite_url: str) -> None:
    asked = client_for(sqlite_url)
    for path in (
        "/",
        "/search",
        "/search?q=x",
        "/documents",
        "/sources",
        "/origins",
        "/origins?show=circular",
        "/rejected",
        "/about",
    ):
        assert asked.get(path).status_code == 200, path
    assert "holds no documents yet" in asked.get("/").text


def test_a_fault_of_ours_is_told_on_the_terminal_alone(client: Client, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr("provenance.web.site.Site.columns", lambda self: 1 // 0)
    answer = client.get("/search")
    assert answer.status_code == 500 and "ZeroDivision" not in answer.text and "Something failed" in answer.text
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_ids_are_quoted_as_one_segment() -> None:
    urls = Addresses()
    assert urls.source("weibo:свидетель/эры?") == "/source/" + quote("weibo:свидетель/эры?", safe="")
    assert urls.document("a/../b#c%20\ud800") == "/document/a%2F..%2Fb%23c%2520%ED%A0%80"
    for id_ in ("a/../b#c%20\ud800", "weibo:свидетель/эры?", "%2e", " x\n", "/"):
        assert id_in(urls.document(id_).encode()) == id_
    assert id_in(b"/document/%ff%fe") == "\ufffd\ufffd"
    assert urls.source("unknown-publisher") == "/search?outlet=unknown-publisher"


def test_pages_show_what_is_stored_later(client_for: Any, sqlite_url: str) -> None:
    from tests.store.making import harbour
    from tests.store.relating import put

    asked = client_for(sqlite_url)
    assert twin_of(asked, "/search")["total"] == 0
    with open_store(sqlite_url) as writer:
        put(writer, [harbour()])
    import time

    time.sleep(0.5)
    assert twin_of(asked, "/search")["total"] > 0 and len(twin_of(asked, "/documents")["documents"]) == 1
