"""`provenance serve`: the audit pages in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, Sources
from provenance.cli.output import say, shown_url

PORT = 8642


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(serve)


def serve(
    db: Db = DEFAULT_DB,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; any other lets other machines read all that is stored."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="The port; 0 takes any free one.")] = PORT,
    open_: Annotated[bool, typer.Option("--open", help="Open the first page in your browser.")] = False,
    sources: Sources = None,
) -> None:
    """Show the database as pages in a browser: overview, search, documents, claims, sources, origins, SQL.

    It reads alone, needs no network and stops with Ctrl-C.
    """
    from provenance.registry import load_registry
    from provenance.store import open_store
    from provenance.web.app import make_app, warm_in_background
    from provenance.web.guard import LOOPBACK
    from provenance.web.run import listening, serve
    from provenance.web.site import Site

    with open_store(db, read_only=True) as store:
        site = Site(store, load_registry(sources))
        where = listening(host, port)
        number = where.getsockname()[1]
        shown = host if host not in ("0.0.0.0", "::") else "127.0.0.1"
        address = f"http://{f'[{shown}]' if ':' in shown else shown}:{number}/"
        if host not in LOOPBACK:
            say(f"{host} is not this machine alone: whoever reaches it may read all of {shown_url(db)}, without a password")
        warm_in_background(site)

        def started() -> None:
            say(f"{shown_url(db)} is at {address} until Ctrl-C")
            if open_:
                typer.launch(address)

        serve(make_app(site, host), where, started)
