"""What a superuser's query may call on PostgreSQL, asked of the server's own parser.

No right binds a superuser: `set_config('role', …)` inside a query takes back what `SET ROLE` withdrew, and a later part of the
same query could then read the server's files or run SQL given as text. So the query is first made into a temporary view, which
runs nothing and is rolled back at once; the server stores its parse tree, in which each function stands by its number. Volatile
functions, those that PostgreSQL itself declares to have effects, are refused, save a few that only tell something. What is left
are functions of extensions that are declared stable and yet run SQL given as text (`crosstab` of tablefunc).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from provenance.errors import QueryError

HARMLESS = (
    *("random", "clock_timestamp", "timeofday", "gen_random_uuid", "current_query", "pg_is_in_recovery"),
    *("pg_relation_size", "pg_table_size", "pg_indexes_size", "pg_total_relation_size", "pg_database_size", "pg_lock_status"),
)
"""Volatile functions that change nothing and give no right: time, chance, sizes."""

_IS_SUPERUSER = text("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
_VIEW = "provenance_checked_query"
_CALLED = text(
    "SELECT DISTINCT p.proname FROM pg_rewrite AS r, "
    "regexp_matches(CAST(r.ev_action AS text), '(funcid|fnoid) (\\d+)', 'g') AS m JOIN pg_proc AS p ON p.oid = CAST(m[2] AS oid) "
    f"WHERE r.ev_class = CAST('pg_temp.{_VIEW}' AS regclass) AND p.provolatile = 'v' ORDER BY 1"
)


def refuse_effects(connection: Connection, sql: str) -> None:
    """Raise QueryError where a superuser's query calls a function that has effects; for other users their rights decide.

    Ends the transaction of `connection`. Mistakes in the query raise what the server says of them.
    """
    if not connection.execute(_IS_SUPERUSER).scalar():
        return
    connection.rollback()
    connection.exec_driver_sql("SET TRANSACTION READ WRITE")
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor:  # EXISTS takes any columns, also two of one name
        cursor.execute(f"CREATE TEMP VIEW {_VIEW} AS SELECT 1 WHERE EXISTS (\n{sql}\n)", prepare=True)
    called = [str(name) for (name,) in connection.execute(_CALLED) if name not in HARMLESS]
    connection.rollback()
    if called:
        raise QueryError(
            f"The query was refused: only reading is allowed here, and a superuser's query may not call {', '.join(called)}; "
            "connect as an ordinary user of PostgreSQL."
        )
