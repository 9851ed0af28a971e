"""Several addresses at a time: never two of one host at once, results in the order of the list, and an end at any moment."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.ingest import Remote, ahead
from provenance.ingest.fetch import Fetcher
from provenance.ingest.fetched import Fetched
from provenance.ingest.remote import fetched, read_remote
from provenance.records import Document, Rejected
from tests.batch.running import start
from tests.ingest.hosts import HERE, OPTIONS, SOON, Hosts, fetcher, fetching, hosting, read, until
from tests.ingest.serving import Answer, Handler, raw, redirect, reply, serving


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with hosting() as some:
        yield some


# ------------------------------------------------------------ the same as one at a time


def motley(hosts: Hosts) -> list[str]:
    """Addresses of all sorts on seven hosts, shuffled."""
    names = [f"h{n}.example" for n in range(7)]
    robots = "User-agent: *\nDisallow: /closed"
    feed = "<rss><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
    for here, there in zip(names, names[1:] + names[:1], strict=True):
        hosts.pages |= {
            f"{here}/robots.txt": reply(robots, content_type="text/plain"),
            f"{here}/moved": redirect(hosts.url(f"{there}/target")),
            f"{here}/far": redirect(hosts.url(f"{there}/moved")),
            f"{here}/barred": redirect(hosts.url(f"{there}/closed/1")),
            f"{here}/gone": reply(status=410),
            f"{here}/feed": reply(feed, content_type="application/rss+xml"),
            f"{here}/picture": reply(b"\x89PNG", content_type="image/png"),
            f"{here}/odd": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
        }
    hosts.pages["h5.example/robots.txt"] = reply(status=500)
    paths = ("a", "b", "closed/2", "moved", "far", "barred", "gone", "feed", "picture", "odd")
    urls = [hosts.url(f"{name}/{path}") for name in names for path in paths]
    urls += ["no address", "ftp://h1.example/a", urls[3], urls[30], "http://h1.example:x/", hosts.url("h9.example/")]
    random.Random(7).shuffle(urls)
    return urls


def test_results_are_those_of_one_at_a_time_in_the_same_order() -> None:
    with hosting(wait=0.002) as hosts:
        urls = motley(hosts)
        one_by_one, alone = read(urls, 1), dict(hosts.most)
        for connections in (2, 8, 64):
            hosts.asked.clear()
            hosts.most.clear()
            assert read(urls, connections) == one_by_one
            assert 1 < hosts.most.pop("") <= connections
            assert set(hosts.most.values()) == {1}, "no host was asked twice at once"
            assert all(hosts.asked.count(place) == 1 for place in hosts.asked if place.endswith("/robots.txt"))
    assert set(alone.values()) == {1}
    reasons = {one.reason for one in one_by_one if isinstance(one, Rejected)}
    assert reasons == {"missing", "unreadable", "refused", "binary"}
    assert len(one_by_one) == len(set(urls)) + 6, "each of six feeds holds two documents"


def test_addresses_of_one_host_are_asked_in_their_order(hosts: Hosts) -> None:
    urls = [hosts.url(f"h{n % 3}.example/{n}") for n in range(60)]
    found = read(urls, 8)
    assert [one.url for one in found if isinstance(one, Document)] == urls
    for name in range(3):
        asked = [place for place in hosts.paged if place.startswith(f"h{name}")]
        assert asked == [f"h{name}.example/{n}" for n in range(60) if n % 3 == name]


def test_as_many_hosts_as_there_are_connections_are_asked_at_once(hosts: Hosts) -> None:
    """Each answer waits for the others: one at a time would never get one."""
    together = threading.Barrier(6)

    def meet(handler: Handler) -> None:
        together.wait(SOON)
        reply("Words.", content_type="text/plain")(handler)

    names = [f"h{n}.example" for n in range(6)]
    hosts.pages |= {f"{name}/{n}": meet for name in names for n in range(2)}
    found = read([hosts.url(f"{name}/{n}") for n in range(2) for name in names], 6)
    assert [type(one) for one in found] == [Document] * 12
    assert hosts.most[""] == 6


def test_a_long_list_of_one_host_keeps_no_other_waiting(hosts: Hosts) -> None:
    """The first host answers only when the last one was asked, which stands behind twenty addresses of the first."""
    asked = threading.Event()

    def wait(handler: Handler) -> None:
        assert asked.wait(SOON)
        reply("Words.", content_type="text/plain")(handler)

    def tell(handler: Handler) -> None:
        asked.set()
        reply("Words.", content_type="text/plain")(handler)

    hosts.pages |= {"a.example/0": wait, "b.example/": tell}
    found = read([*(hosts.url(f"a.example/{n}") for n in range(20)), hosts.url("b.example/")], 2)
    assert [type(one) for one in found] == [Document] * 21
    assert hosts.most["a.example"] == 1


def test_a_host_that_leads_elsewhere_is_asked_on_meanwhile(hosts: Hosts) -> None:
    """Four addresses of a shortener, whose targets wait for one another."""
    together = threading.Barrier(4)

    def meet(handler: Handler) -> None:
        together.wait(SOON)
        reply("Words.", content_type="text/plain")(handler)

    hosts.pages |= {f"short.example/{n}": redirect(hosts.url(f"h{n}.example/")) for n in range(4)}
    hosts.pages |= {f"h{n}.example/": meet for n in range(4)}
    found = read([hosts.url(f"short.example/{n}") for n in range(4)], 4)
    assert [one.url for one in found if isinstance(one, Document)] == [hosts.url(f"h{n}.example/") for n in range(4)]
    assert hosts.most["short.example"] == 1
    assert [place for place in hosts.paged if place.startswith("short")] == [f"short.example/{n}" for n in range(4)]


def test_threads_that_redirects_lead_to_one_host_wait_for_one_another() -> None:
    with hosting(wait=0.01) as hosts:
        urls = [hosts.url(f"h{n}.example/") for n in range(8)]
        hosts.pages |= {f"h{n}.example/": redirect(hosts.url(f"meeting.example/{n}")) for n in range(8)}
        found = read(urls, 8)
        assert [one.url for one in found if isinstance(one, Document)] == [hosts.url(f"meeting.example/{n}") for n in range(8)]
        assert hosts.most["meeting.example"] == 1 < hosts.most[""]
        assert hosts.asked.count("meeting.example/robots.txt") == 1


def test_with_one_connection_an_address_is_read_before_the_next_is_asked(hosts: Hosts) -> None:
    urls = tuple(hosts.url(f"h{n}.example/") for n in range(3))
    found = read_remote(Remote(urls=urls), OPTIONS, fetcher=fetcher(1))
    for number in range(3):
        assert isinstance(next(found), Document)
        assert hosts.paged == [f"h{n}.example/" for n in range(number + 1)]
        assert fetching() == []


# ------------------------------------------------------------ how far ahead


def test_only_so_many_addresses_are_known_ahead(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOST_AHEAD", 5)
    pulled: list[str] = []
    seen: list[int] = []

    def asked() -> Iterator[str]:
        for n in range(20):
            pulled.append(hosts.url(f"h{n}.example/"))
            yield pulled[-1]

    hosts.pages["h0.example/"] = last_of(hosts, 5, lambda: seen.append(len(pulled)))
    assert [got.requested for got in all_of(asked(), 8)] == pulled
    assert seen == [5] and len(pulled) == 20


def test_answers_that_wait_are_bounded(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOST_BYTES", 1_000)
    seen: list[int] = []
    hosts.pages |= {f"h{n}.example/": reply("Words. " * 300, content_type="text/plain") for n in range(1, 9)}
    hosts.pages["h0.example/"] = last_of(hosts, 2, lambda: seen.append(len(hosts.paged)))
    urls = [hosts.url(f"h{n}.example/") for n in range(9)]
    assert [got.requested for got in all_of(iter(urls), 2)] == urls
    assert seen == [2]


def last_of(hosts: Hosts, count: int, then: Callable[[], object]) -> Answer:
    """An answer that comes when so many were asked for, and after a while in which more could have been."""

    def answer(handler: Handler) -> None:
        assert until(lambda: len(hosts.paged) >= count)
        time.sleep(0.3)
        then()
        reply("Words.", content_type="text/plain")(handler)

    return answer


def all_of(asked: Iterator[str], connections: int) -> list[Fetched]:
    with fetcher(connections) as one, closing(fetched(asked, one, OPTIONS)) as found:
        answers = []
        for got in found:
            assert isinstance(got, Fetched), got
            got.close()
            answers.append(got)
    return answers


# ------------------------------------------------------------ faults and ends


def test_a_fault_in_a_thread_costs_its_address_alone(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Fetcher._body

    def body(self: Fetcher, answer, *more):
        if "x-bad" in answer.headers:
            raise OSError(28, "No space left on device") if answer.headers["x-bad"] == "disk" else RuntimeError("boom")
        return whole(self, answer, *more)

    monkeypatch.setattr(Fetcher, "_body", body)
    hosts.pages |= {"h2.example/": reply("x", X_Bad="program"), "h4.example/": reply("x", X_Bad="disk")}
    urls = [hosts.url(f"h{n}.example/") for n in range(8)]
    for connections in (1, 4):
        found = read(urls, connections)
        assert [n for n, one in enumerate(found) if isinstance(one, Rejected)] == [2, 4]
        program, disk = found[2], found[4]
        assert isinstance(program, Rejected) and program.reason == "failed" and "RuntimeError: boom" in program.detail
        assert isinstance(disk, Rejected) and disk.reason == "unreadable" and "no space left" in disk.detail
        assert fetching() == []


def hang(release: threading.Event) -> Answer:
    def answer(handler: Handler) -> None:
        release.wait(SOON)

    return answer


def test_closed_early_it_leaves_no_thread_and_asks_no_more(hosts: Hosts) -> None:
    """Of six threads three wait for answers that never come, and three for hosts that ask for a wait of 50 s."""
    release = threading.Event()
    urls = tuple(hosts.url(f"h{n}.example/") for n in range(20))
    hosts.pages |= {f"h{n}.example/": hang(release) for n in range(2, 20, 2)}
    hosts.pages |= {f"h{n}.example/": reply(status=503, Retry_After="50") for n in range(3, 20, 2)}
    found = read_remote(Remote(urls=urls), OPTIONS, fetcher=fetcher(6, replace(HERE, attempts=2)))
    try:
        assert isinstance(next(found), Document) and isinstance(next(found), Document)
        assert until(lambda: len(hosts.paged) == 8) and len(fetching()) == 6
        begun = time.monotonic()
        found.close()  # type: ignore[attr-defined]
        assert time.monotonic() - begun < 5
        assert until(lambda: fetching() == [], within=10), "before anything runs into a limit of time"
        asked = len(hosts.asked)
        time.sleep(0.2)
        assert len(hosts.asked) == asked
    finally:
        release.set()


def test_a_look_up_that_hangs_keeps_neither_the_end_nor_the_program_waiting(hosts: Hosts) -> None:
    release, looked_up = threading.Event(), threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        if host == "lost.example":
            looked_up.set()
            release.wait(SOON)
        return ["127.0.0.1"]

    with Fetcher(replace(HERE, connections=2), resolver=resolver) as one:
        found = fetched([hosts.url("a.example/"), hosts.url("lost.example/")], one, OPTIONS)
        first = next(found)
        assert isinstance(first, Fetched) and looked_up.wait(SOON)
        first.close()
        begun = time.monotonic()
        found.close()
        assert time.monotonic() - begun < 5
        assert until(lambda: len(fetching()) == 1) and fetching()[0].daemon
        release.set()
        assert until(lambda: fetching() == []), "it finds that fetching has ended"
        assert "lost.example/robots.txt" not in hosts.asked


@pytest.mark.parametrize(("delay", "asked"), [("0", 4), ("60", 2)], ids=["for an answer", "for a turn"])
def test_ctrl_c_ends_promptly_what_waits(tmp_path: Path, delay: str, asked: int) -> None:
    release = threading.Event()
    with serving({"/robots.txt": reply(status=404), "*": hang(release)}) as server:
        port = server.server_address[1]
        listed = tmp_path / "list.txt"
        listed.write_text("".join(f"http://{host}:{port}/{n}\n" for n in range(3) for host in ("127.0.0.1", "localhost")))
        options = ["--allow-private", "--no-store", "--tagger", "rules", "--jobs", "1"]
        process = start(["annotate", "--urls", listed, "--delay", delay, *options])
        try:
            assert until(lambda: len(server.asked) == asked)
            time.sleep(0.2)
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, error = process.communicate(timeout=SOON)
            assert process.returncode == 130 and b"stopped by Ctrl-C" in error and error.count(b"\n") == 1, error
            assert time.monotonic() - begun < 10
        finally:
            process.kill()
            release.set()
