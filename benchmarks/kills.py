"""Batches that are killed at random moments and run again, many times: each database must equal that of the undisturbed run.

    python -m benchmarks.kills [--kills 200] [--seed 1] [--documents 60] [--postgresql]

A quarter of the kills are of a worker, the others of the program; half of the second runs have --resume. PostgreSQL is the server
of PROVENANCE_TEST_POSTGRES; each batch has a schema of its own there.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.batch.killing import Killing
from tests.batch.making import folder


@contextlib.contextmanager
def _database(place: Path, postgresql: bool) -> Iterator[str]:
    """The address of a new database, which goes afterwards."""
    if postgresql:
        from tests.store.conftest import schema_url

        with schema_url() as url:
            yield url
        return
    with tempfile.TemporaryDirectory(dir=place) as one:
        yield f"sqlite:///{one}/kills.db"


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--documents", type=int, default=60)
    options.add_argument("--postgresql", action="store_true")
    given = options.parse_args()
    place = Path(tempfile.mkdtemp(prefix="kills-"))
    wrong, begun = 0, time.monotonic()
    try:
        killing = Killing(folder(place / "in", given.documents))
        with _database(place, given.postgresql) as url:
            killing.undisturbed(url)
        rows = sum(map(len, killing.whole.values()))
        print(f"undisturbed: {killing.seconds:.1f} s, {rows:,} rows", flush=True)
        done = tries = 0
        while done < given.kills:
            tries += 1
            with _database(place, given.postgresql) as url:
                found = killing.disturbed(url, random.Random(f"{given.seed}/{tries}"))
            if found is None:
                continue
            said, differ = found
            done += 1
            wrong += bool(differ)
            print(f"{done:4} {said}: {'; '.join(differ) or 'equal'}", flush=True)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{given.kills} kills, {wrong} databases that differ, {time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
