"""From the bytes of a text to rows in a database: words a second of one core, by tagger; and what a second core adds.

    python -m benchmarks.stored [SHARED] [WORDS [DOCUMENTS]]

The first rows are one process: reading, annotating, packing and writing into a new SQLite database, by the processor's time, the
network loaded before. The last are `provenance annotate --no-link` as a process, with one job that is kept to one core and with
two jobs on all cores, start included, turn about: by the clock, and by the seconds of all processors. On a busy machine the
second core is not ours: then the most that it can add is what counts, twice the processors' time with one job over that with two.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from benchmarks.processes import one_core
from benchmarks.table import Row, lines, ratio
from benchmarks.texts import Text, corpus, write_records
from provenance.ingest import ReadOptions, read_bytes
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document
from provenance.store import open_store
from provenance.store.packed import pack_document

WORDS = 60_000
ROUNDS = 3
DOCUMENTS = 3_000
"""A batch for one job and for two: long enough that starting them counts for little."""
BATCH_ROUNDS = 2
TARGETS = {"default": 4_000, "fast": 10_000, "rules": 15_000}
SECOND_CORE = 1.8
"""The target for two jobs beside one, by the clock only in a batch of so many documents: in a short one starting counts."""
ENOUGH = 1_000
BATCH = 64
PEER = "one job, one core"


def _stored(annotator: Annotator, texts: Sequence[Text], database: Path) -> float:
    """Seconds of the processor from the bytes of texts to the last commit."""
    with open_store(f"sqlite:///{database}") as store:
        run = store.begin_run(program_version="bench", lexicon_digest="-", registry_digest="-")
        begun = process_time()
        packed = []
        for text in texts:
            read = read_bytes(text.data, path=text.path, options=ReadOptions())
            if isinstance(read, Document):
                packed.append(pack_document(annotator.annotate(read)))
            if len(packed) == BATCH:
                store.write(run, packed)
                packed = []
        store.write(run, packed)
        return process_time() - begun


def by_tagger(shared: Path, words: int, folder: Path, rounds: int = ROUNDS) -> list[Row]:
    """One row for each tagger, the best of some rounds: words and articles a second of one core."""
    texts = corpus(shared, words)
    count = sum(text.words for text in texts)
    rows = []
    for name, target in TARGETS.items():
        annotator = Annotator(load_resources(), tagger=name)
        _stored(annotator, texts[:2], folder / f"{name}.db")
        best = min(_stored(annotator, texts, folder / f"{name}-{number}.db") for number in range(rounds))
        said = f"{name}: text to stored rows ({len(texts)} texts, {count:,} words)"
        figure = f"{count / best:,.0f} words/s, {len(texts) / best:,.1f} articles/s"
        rows.append(Row(said, figure, target=f">= {target:,} words/s", met=count / best >= target))
    return rows


def _process(records: Path, database: Path, jobs: int) -> tuple[float, float]:
    """Seconds by the clock and of all processors; one job keeps to one core, where otherwise it would use a part of a second."""
    options = ["--tagger", "rules", "--no-link", "--quiet", "--jobs", str(jobs), "--db", f"sqlite:///{database}"]
    keep: Callable[[], None] | None = one_core if jobs == 1 else None
    command = [sys.executable, "-m", "provenance.cli.main", "annotate", str(records), *options]
    begun = time.perf_counter()
    with subprocess.Popen(command, preexec_fn=keep) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"benchmarks: annotate ended with exit status {process.returncode}.")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime


def second_core(shared: Path, count: int, folder: Path, rounds: int = BATCH_ROUNDS) -> list[Row]:
    """What a second job adds to a batch of so many documents: by the clock, and at most."""
    records = folder / "records.jsonl"
    words = write_records(records, shared, count)
    took: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(rounds):
        for jobs, times in took.items():
            database = folder / f"jobs-{jobs}.db"
            times.append(_process(records, database, jobs))
            database.unlink()
    clock, processors = ({jobs: min(t[i] for t in times) for jobs, times in took.items()} for i in (0, 1))
    most = 2 * processors[1] / processors[2]
    target = f">= {SECOND_CORE}"
    two, one = (f"{clock[jobs]:.1f} s, {words / clock[jobs]:,.0f} words/s" for jobs in (2, 1))
    by_clock = (target, clock[1] / clock[2] >= SECOND_CORE) if count >= ENOUGH else ("", None)
    seconds = [f"{processors[jobs]:.1f} s" for jobs in (2, 1)]
    return [
        Row(f"two jobs, by the clock ({count:,} texts, {words:,} words)", two, PEER, one, ratio(clock[1], clock[2]), *by_clock),
        Row("of all processors", seconds[0], PEER, seconds[1], f"at most {most:.2f}", target, most >= SECOND_CORE),
    ]


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    words = int(sys.argv[2]) if len(sys.argv) > 2 else WORDS
    documents = int(sys.argv[3]) if len(sys.argv) > 3 else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        rows = by_tagger(shared, words, Path(folder)) + second_core(shared, documents, Path(folder))
    print("\n".join(lines("Text to stored rows", rows)))


if __name__ == "__main__":
    main()
