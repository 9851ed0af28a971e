"""Options that several commands share, each with its help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DB = "sqlite:///provenance.db"

Db = Annotated[
    str,
    typer.Option("--db", envvar="PROVENANCE_DB", metavar="URL", help="The database: a SQLAlchemy URL, SQLite or PostgreSQL."),
]
Sources = Annotated[
    Path | None,
    typer.Option("--sources", metavar="FILE", help="A registry of sources of your own, laid over ours (YAML)."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print data and errors alone.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to this file instead of standard output.")]
MaxBytes = Annotated[
    int,
    typer.Option("--max-bytes", min=1, metavar="N", help="Reject a document of more bytes than this."),
]

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        metavar="N",
        help="Annotate in so many worker processes (default: one for each core); with 0 all is done in this process.",
        show_default=False,
    ),
]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0,
        metavar="SECONDS",
        help="Give an input up after so long, and a second more for each 5 kB; 0: never. With --jobs 0 there is no limit.",
    ),
]


class TaggerChoice(StrEnum):
    """Who finds the attributions."""

    default = "default"
    fast = "fast"
    rules = "rules"


TaggerOption = Annotated[
    TaggerChoice,
    typer.Option(
        "--tagger",
        help="Who finds attributions: default is the most accurate, fast has a smaller network, rules has nothing learned.",
    ),
]


MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, metavar="P", help="Keep attributions at least so sure.")
]
SpeechOnly = Annotated[
    bool, typer.Option("--speech-only", help="Keep what somebody said or wrote; leave out beliefs, wishes and expectations.")
]
ShowProgress = Annotated[
    bool | None,
    typer.Option("--progress/--no-progress", help="Draw a progress bar on standard error (default: where that is a terminal)."),
]


class RowFormat(StrEnum):
    """How rows of a query or a list are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"


class ExportFormat(StrEnum):
    """What `export` writes."""

    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    prov_json = "prov-json"
    prov_n = "prov-n"
    web_annotation = "web-annotation"
    stix = "stix"
    misp = "misp"
    bibtex = "bibtex"
    csl_json = "csl-json"


class ReportFormat(StrEnum):
    """How figures are printed."""

    table = "table"
    json = "json"


Urls = Annotated[
    list[str] | None,
    typer.Option("--url", metavar="URL", help="Fetch this address and read what it holds (may be repeated).", show_default=False),
]
UrlLists = Annotated[
    list[str] | None,
    typer.Option("--urls", metavar="FILE", help="Fetch the addresses that a file lists, one a line (- is standard input)."),
]
Sitemaps = Annotated[
    list[str] | None,
    typer.Option("--sitemap", metavar="URL|FILE", help="Fetch the pages that a sitemap, or an index of sitemaps, lists."),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch from private networks and any port too, as this machine can reach them."),
]
Proxy = Annotated[str | None, typer.Option("--proxy", metavar="URL", help="Fetch through this proxy, which finds the hosts.")]
Delay = Annotated[
    float,
    typer.Option("--delay", min=0, metavar="S", help="Seconds between requests to one host; its robots.txt may ask for more."),
]
Rate = Annotated[float | None, typer.Option("--rate", min=0.001, metavar="N", help="Requests a second at most, to all hosts.")]
Connections = Annotated[
    int,
    typer.Option(
        "--connections",
        min=1,
        max=64,
        metavar="N",
        help="Fetch from so many hosts at once, from each one address after the other; 1: one address at a time in all.",
    ),
]
FetchTimeout = Annotated[
    float, typer.Option("--fetch-timeout", min=0.1, metavar="SECONDS", help="Seconds that one address may take to fetch.")
]
