"""Speed and memory, beside peers, in one run: `python -m benchmarks.run [--quick] [--shared FOLDER]`, from the project's root.

Annotating and reading pages wait for nothing: their times are those of the processor, so that other work on the machine
disturbs them little. Start-up and storing are by the wall clock. This process keeps to one core where the system lets it. Of
several rounds the best counts, as the others measure what else the machine was doing. A target that is not met is said, and
changes no exit status: on a busy machine it says little.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks import processes
from benchmarks.table import Row, lines

WORDS, QUICK_WORDS = 170_000, 30_000
DOCUMENTS, QUICK_DOCUMENTS = 1_000, 200
ROUNDS, QUICK_ROUNDS = 3, 1


def _show(title: str, rows: Sequence[Row], ratio_is: str = "ratio") -> None:
    print("\n".join(lines(title, rows, ratio_is)), flush=True)


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


def _keep_to_one_core() -> None:
    """Where the system can: so that "one core" is what it says, for libraries with threads of their own too."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])


def _in_process(shared: Path, folder: Path, quick: bool) -> None:
    """All that is measured in this process. Imported here, so that the processes measured before do not pay for it."""
    from benchmarks import big_pages, naming, pages, peers, stages, storing, taggers, texts

    rounds = QUICK_ROUNDS if quick else ROUNDS
    annotator, loaded = stages.loading()
    found = texts.corpus(shared, QUICK_WORDS if quick else WORDS)
    whole, by_stage = stages.annotating(annotator, found, rounds)
    _show("Annotating, one core, nothing stored", [*whole, loaded])
    _show("Annotating by stage, each by itself", by_stage, "share")
    _show("Storing", storing.storing(annotator, found, folder, rounds))
    _show("Names, one core", naming.naming(shared, rounds))
    _show("Taggers, one core", taggers.taggers(shared, *((QUICK_WORDS, 1) if quick else (taggers.WORDS, rounds))))
    _show("Taggers beside their peers, one core", peers.beside_peers(shared, rounds))
    _show("HTML", [*pages.reading(annotator, texts.pages(shared), rounds), *big_pages.reading(shared, rounds)])


def main() -> None:
    """Measures all and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure speed and memory, beside peers.")
    parser.add_argument("--quick", action="store_true", help="fewer texts and one round: about half a minute")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="where news and pages are (default: ../shared)")
    options = parser.parse_args()
    print(f"{_machine()}\n")
    with tempfile.TemporaryDirectory(prefix="provenance-bench-") as name:
        folder = Path(name)
        _show("Start-up, the median of some runs", processes.start_up())
        count = QUICK_DOCUMENTS if options.quick else DOCUMENTS
        _show("Peak memory", processes.memory(options.shared, folder, count))
        _keep_to_one_core()
        _in_process(options.shared, folder, options.quick)


if __name__ == "__main__":
    main()
