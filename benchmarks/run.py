"""Speed and memory, beside peers, in one run, from the project's root:

    python -m benchmarks.run [GROUP …] [--quick] [--shared FOLDER]

The groups (benchmarks/groups.py) are all unless some are named; each is measured in a process of its own. Annotating and reading
wait for nothing: their times are those of the processor, so that other work on the machine disturbs them little. Start-up,
storing, pages of the server and what two cores do are by the clock. Of several rounds the best counts, as the others measure
what else the machine was doing. A target that is not met is said, and changes no exit status: on a busy machine it says little.
A group that fails is named, the others are measured, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from benchmarks.groups import GROUPS, Setting
from benchmarks.table import lines


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


def _measure(name: str, shared: Path, quick: bool) -> None:
    """Measures one group and prints its tables; called in its process."""
    with tempfile.TemporaryDirectory(prefix="provenance-bench-") as folder:
        for title, rows, ratio_is in GROUPS[name](Setting(shared, Path(folder), quick)):
            print("\n".join(lines(title, rows, ratio_is)), flush=True)


def main() -> int:
    """Measures and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure speed and memory, beside peers.")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"what to measure (default: all): {', '.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="fewer texts and one round: about two minutes")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="where news and pages are (default: ../shared)")
    options = parser.parse_args()
    unknown = [name for name in options.groups if name not in GROUPS]
    if unknown:
        parser.error(f"no group {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    print(f"{_machine()}\n", flush=True)
    failed, took = [], {}
    for name in options.groups or GROUPS:
        begun = time.monotonic()
        process = get_context("spawn").Process(target=_measure, args=(name, options.shared, options.quick))
        process.start()
        process.join()
        took[name] = time.monotonic() - begun
        if process.exitcode:
            failed.append(name)
    each = ", ".join(f"{name} {seconds:.0f}" for name, seconds in took.items())
    print(f"{sum(took.values()):.0f} s in all: {each}", flush=True)
    if failed:
        print(f"benchmarks: {', '.join(failed)} failed; what they said stands above.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
