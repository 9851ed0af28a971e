"""What the server refuses before any page is asked, and what every answer carries."""

from __future__ import annotations

import pytest

from provenance.web.guard import HEADERS, LONGEST_ADDRESS, Hosts, host_name
from tests.web.conftest import Client


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8642", "localhost:1", "LOCALHOST", "[::1]:8642", "[::1]"])
def test_loopback_names_are_answered(client: Client, host: str) -> None:
    assert client.get("/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8642",
        "evil.example:127",
        "",
        "10.0.0.7",
        "[::2]",
        "0x7f.1",
    ],
)
@pytest.mark.parametrize("path", ["/", "/sql?q=SELECT+1", "/static/style.css", "/nope"])
def test_other_names_get_nothing(client: Client, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})
    assert (answer.status_code, answer.text.count("\n")) == (421, 1)


def test_two_hosts_get_nothing(client: Client) -> None:
    answer = client.get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")])
    assert answer.status_code == 421


def test_a_named_host_is_answered_and_a_wildcard_answers_addresses_alone() -> None:
    named = Hosts.of("news.example")
    assert named.allow("news.example:80") and named.allow("localhost") and not named.allow("10.0.0.7")
    every = Hosts.of("0.0.0.0")
    assert every.allow("10.0.0.7:8642") and every.allow("[fe80::1]:8642") and not every.allow("evil.example")
    assert [host_name(h) for h in ("a:b:1", "[::1]:2", "x:", "[")] == ["a:b", "::1", "x:", ""]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/sql?q=SELECT+1"])
def test_only_reading_is_taken(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path, content=b"q=SELECT 1" if method == "POST" else None)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    head, get = client.head("/about"), client.get("/about")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


PATHS = ("/", "/nope", "/claim/zz", "/search?page=x", "/sql?q=DROP+TABLE+claim", "/about?format=json", "/static/pages.js")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy(client: Client, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value or (name == "cache-control" and path.startswith("/static/"))
    assert not {"set-cookie", "server", "access-control-allow-origin"} & {*answer.headers}
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_a_script_or_style_within_itself(client: Client, path: str) -> None:
    if path.startswith("/static/") or "json" in path:
        return
    text = client.get(path).text
    assert "<style" not in text and " style=" not in text and " onclick" not in text and "javascript:" not in text
    assert text.count("<script") == 1 and '<script src="/static/pages.js" defer></script>' in text


def test_refusals_carry_it_too(client: Client) -> None:
    for answer in (client.get("/", headers={"host": "evil.example"}), client.post("/")):
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"


def test_other_sites_may_link_but_not_load(client: Client) -> None:
    within = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    framed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert [client.get("/sql?q=SELECT+1", headers=h).status_code for h in (within, framed, followed, {})] == [403, 403, 200, 200]


def test_an_address_may_be_long_but_not_too_long(client: Client) -> None:
    assert client.get("/sql?q=" + "+" * (LONGEST_ADDRESS - 10)).status_code == 200
    assert client.get("/sql?q=" + "+" * LONGEST_ADDRESS).status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../etc/passwd",
        "/static/..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/pages.js/../../app.py",
        "/static/style.css%00.js",
        "/static/",
        "/static/__init__.py",
        "/..%2f..%2fetc%2fpasswd",
    ],
)
def test_there_are_no_files_but_those_of_the_table(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "root:" not in answer.text and "import " not in answer.text


@pytest.mark.parametrize(
    ("name", "kind"), [("style.css", "text/css"), ("pages.css", "text/css"), ("pages.js", "text/javascript")]
)
def test_static_files_have_their_type(client: Client, name: str, kind: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind) and len(answer.content) > 200
