"""The dearest inputs that were thought of, each in a process of its own that may take ten seconds and a gigabyte.

`python -m tests.fuzz.worst` prints a line of JSON for each: name, exit status, seconds of computing, megabytes.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SECONDS = 10
MEMORY = 1 << 30
"""Bytes of address space that an input may take beside what the program has."""

_STORY = "The mayor told Reuters that “the bridge” may be closed. "
_ENTITY = b"- id: a\n  name: Ann\n  kind: newspaper\n"
_JUDGEMENT = b'{"kind": "merge", "source": "a", "meant": "b", "made": "2026-01-31T12:00:00Z", "note": ""}\n'
INPUTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    # read and annotated as documents
    "one line of 300 kB": ("a.txt", lambda: (_STORY * 5_000).encode()),
    "marks without a partner": ("b.txt", lambda: ('"„„「' * 25_000).encode()),
    "single marks": ("c.txt", lambda: ("'a ‘s " * 16_000).encode()),
    "one word of 1 MB": ("d.txt", lambda: b"a" * 1_000_000),
    "spaces": ("e.txt", lambda: b"The mayor said" + b" " * 1_000_000 + b"so."),
    "brackets": ("f.txt", lambda: b"(" * 100_000 + b")" * 100_000),
    "a gzip bomb of 1 GB": ("g.txt.gz", lambda: gzip.compress(b"\n" * (1 << 20)) * 1_024),
    "a gzip bomb in one line of JSON": ("h.jsonl.gz", lambda: gzip.compress(b'{"text": "' + b"a" * (1 << 20)) * 512),
    "JSON 100,000 deep": ("i.json", lambda: b"[" * 100_000),
    "an entity bomb": ("j.rss", lambda: _entities()),
    "elements 20,000 deep": ("k.html", lambda: b"<div>" * 20_000 + _STORY.encode()),
    # registries, judgements, gold, ratings, tables
    "aliases of YAML": ("registry", lambda: _aliases()),
    "YAML 100,000 deep": ("registry", lambda: b"x: " + b"[" * 100_000),
    "YAML deep in one line": ("registry", lambda: b"schema: x\nsources:\n- id: " + b"[" * 100_000 + b"]" * 100_000 + b"\n"),
    "a registry of 16 MB": ("registry", lambda: b"- [a]\n" * 2_700_000),
    "a registry of 1 MB": ("registry", lambda: b"- [a]\n" * 170_000),
    "a plain registry of 16 MB": ("registry", lambda: b"schema: provenance.sources/1\nsources:\n" + _ENTITY * 400_000),
    "judgements of 45 MB, all right": ("judgements", lambda: _JUDGEMENT * 500_000),
    "judgements of 45 MB": ("judgements", lambda: b"{}\n" * 15_000_000),
    "ratings of 60 MB": ("ratings", lambda: b"domain,pc1\n" + b"a,\n" * 20_000_000),
    "gold that is a gzip bomb": ("gold", lambda: gzip.compress(b" " * (1 << 20)) * 2_048),
}  # fmt: skip
"""By name: the file, or who reads it; and a maker, as some are of a hundred megabytes."""


def _entities() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "haha">{lines}]><rss><channel><item><title>&a11;</title></item></channel></rss>'.encode()


def _aliases() -> bytes:
    return b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 12))


def _read(kind: str, data: bytes) -> None:
    """Puts an input to who reads it."""
    from provenance.export.judgements import read_judgements
    from provenance.ingest import read_paths
    from provenance.records import Document
    from provenance.registry import load_registry
    from provenance.registry.raters import FORMATS, Given, read_ratings
    from provenance.report.gold import read_gold
    from tests.detect.annotating import annotator
    from tests.fuzz.targets import answered

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (kind if "." in kind else {"gold": "gold.jsonl.gz"}.get(kind, "input"))
        if kind == "judgements":
            data = b'{"schema": "provenance.judgements/1"}\n' + data
        path.write_bytes(data)
        del data
        if kind == "registry":
            answered(lambda: load_registry(path))
        elif kind == "judgements":
            answered(lambda: read_judgements(path))
        elif kind == "gold":
            answered(lambda: read_gold(path))
        elif kind == "ratings":
            given = Given(rated_on="2026-01-31")
            answered(lambda: read_ratings(path, FORMATS["lin2023"], load_registry(), given, "2026-01-31T00:00:00Z"))
        else:
            for found in read_paths([str(path)]):
                if isinstance(found, Document):
                    annotator().annotate(found)


def _alone(name: str) -> dict[str, object]:
    """Reads an input in a child process, and says how it ended."""
    kind, make = INPUTS[name]
    child = os.fork()
    if child == 0:
        status = 1
        try:
            data = make()
            held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            used = resource.getrusage(resource.RUSAGE_SELF)
            resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY,) * 2)
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + SECONDS,) * 2)
            _read(kind, data)
            status = 0
        except BaseException as error:
            print(f"{name}: {type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
        os._exit(status)
    _, status, used = os.wait4(child, 0)
    return {
        "name": name,
        "status": status,
        "seconds": round(used.ru_utime + used.ru_stime, 2),
        "megabytes": used.ru_maxrss // 1024,
    }


def main() -> None:
    """All inputs, or those named."""
    from tests.detect.annotating import annotated

    annotated(_STORY)  # what is loaded once is loaded before the children are made
    for name in sys.argv[1:] or INPUTS:
        print(json.dumps(_alone(name)), flush=True)


if __name__ == "__main__":
    main()
