"""What a command reads and fetches, from its arguments; and what was passed over, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from provenance.cli.output import say

if TYPE_CHECKING:
    from provenance.ingest import Inputs, ReadOptions, Remote

_SHOWN = 8
"""Kinds of what was passed over that are listed."""


def inputs_of(paths: Sequence[str], remote: Remote) -> Inputs:
    """The paths, and behind them what is fetched. Raises BadParameter where there is nothing, or a proxy that cannot be used."""
    if not paths and not remote:
        said = "there is nothing to read; name files or folders, or addresses with --url, --urls or --sitemap"
        raise typer.BadParameter(said, param_hint="PATH...")
    proxy = remote.options.proxy
    if proxy is not None and not proxy.lower().startswith(("http://", "https://")):
        raise typer.BadParameter("it is no address that can be used; write it as http://host:port", param_hint="--proxy")
    return [*paths, remote] if remote else list(paths)


def say_passed(options: ReadOptions) -> None:
    """Says what no document was expected from, most frequent first."""
    passed = options.passed
    if not passed:
        return
    listed = "; ".join(f"{what}: {count:,}" for what, count in passed.most_common(_SHOWN))
    more = f"; and {len(passed) - _SHOWN} kinds more" if len(passed) > _SHOWN else ""
    say(f"passed over {listed}{more}")
