#!/usr/bin/env bash
# A throw-away PostgreSQL server for the tests.
#
#   export PROVENANCE_TEST_POSTGRES="$(.ci/postgres.sh)"   starts it (or finds it running) and prints its URL
#   .ci/postgres.sh stop                                   stops it and removes its files
#
# It listens on a free port of 127.0.0.1 alone and keeps its files in a folder of its own below ${TMPDIR:-/tmp}.
# Installs Debian's postgresql package where the server is missing (needs root). Safety of data is switched off: tests only.
set -euo pipefail

base="${TMPDIR:-/tmp}/provenance-postgres-$(id -u)"
data="$base/data"

as_owner() { # the server refuses to run as root
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

find_server() {
    local found
    found="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
    if [ -n "$found" ] && [ -x "$found/initdb" ]; then echo "$found"; return; fi
    if command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}

bin="$(find_server)"

if [ "${1:-start}" = stop ]; then
    if [ -n "$bin" ] && [ -f "$data/postmaster.pid" ]; then as_owner "$bin/pg_ctl" -D "$data" -m immediate -w stop >&2 || true; fi
    rm -rf "$base"
    exit 0
fi
if [ "${1:-start}" != start ]; then echo "usage: $0 [start|stop]" >&2; exit 2; fi

if [ -z "$bin" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "No PostgreSQL server here: install the package postgresql and run again." >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends postgresql >&2
    bin="$(find_server)"
fi

if [ -f "$data/postmaster.pid" ] && as_owner "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; then
    cat "$base/url"
    exit 0
fi

rm -rf "$base"
mkdir -p "$base"
if [ "$(id -u)" = 0 ]; then chown postgres "$base"; fi
chmod 755 "$base"
as_owner "$bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >&2
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
as_owner "$bin/pg_ctl" -D "$data" -l "$base/log" -w -t 60 \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c fsync=off -c full_page_writes=off" start >&2
as_owner "$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres provenance_test >&2
echo "postgresql://postgres@127.0.0.1:$port/provenance_test" | tee "$base/url"
