"""Queries that must change nothing: those of `statements.txt`, and pieces of which any text that may be a query is made."""

from __future__ import annotations

from pathlib import Path


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in Path(__file__).with_suffix(".txt").read_text("ascii").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            found.setdefault(name, []).append(line.encode().decode("unicode_escape"))
    return found


SECTIONS = _sections()
"""Statements by the database that knows them: "both", "sqlite", "postgresql"."""
PIECES = (
    *("SELECT ", "FROM ", "claim ", "WHERE ", "text ", "'", '"', "`", "[", "]", "(", ")", ";", "--", "/*", "*/", "$$", "$x$"),
    *("DELETE ", "INTO ", "INSERT ", "VALUES ", "UPDATE ", "SET ", "RETURNING ", "WITH x AS ", "UNION ", "LIMIT ", "NULL "),
    *("\\", "* ", "1 ", ", ", "= ", "\n", "E'", "U&'", "x'", "%s", "%", ":x", "?", "@x", "#", "\0", "\ud800", "\ufeff", "；"),
    *("ORDER BY ", "CASE ", "::", "||", "set_config(", "query_to_xml(", "pg_sleep(9)", "load_extension(", "COMMIT ", "{", "}"),
    *("1e999 ", "9" * 400, "(" * 300),
)  # fmt: skip
"""Of which texts are made that may be queries."""
