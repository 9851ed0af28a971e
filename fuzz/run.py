"""Fuzzes a target with atheris: `python -m fuzz.run TARGET --seconds N`. Atheris is no dependency: `pip install atheris`.

The targets are those of `tests/fuzz/targets.py`. What is found is written to `--out`, by default a new temporary folder: an
input that crashes or takes longer than ten seconds as `crash-…` or `timeout-…`, inputs that reached something new in `grown/`.
Interesting ones are made small with `--minimise FILE` and kept in `tests/fuzz/corpus/TARGET/`, which the usual tests replay.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "fuzz" / "corpus"
LONGEST = 4_096
"""Bytes of an input."""
SLOWEST = 10
"""Seconds that an input may take."""
LARGEST = 1_024
"""Megabytes that the fuzzer may take as a whole."""


def main() -> None:
    """Runs until the time is over or a law is broken."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m fuzz.run")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--minimise", type=Path, metavar="FILE", help="make a crashing input small instead")
    asked = parser.parse_args()
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("python -m fuzz.run: atheris is needed; install it into an environment of its own: pip install atheris")
    with atheris.instrument_imports(include=["provenance"]):
        from tests.patterns import modules

        modules()  # readers and others are imported where they are needed, which would be too late to see their branches
        from tests.fuzz.targets import TARGETS
    if asked.target not in TARGETS:
        sys.exit(f"python -m fuzz.run: there is no target {asked.target!r}; choose one of: {', '.join(TARGETS)}")
    out = asked.out or Path(tempfile.mkdtemp(prefix="fuzz-"))
    grown = out / "grown"
    grown.mkdir(parents=True, exist_ok=True)
    seeds = CORPUS / asked.target
    seeds.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={asked.seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={LARGEST}", f"-max_len={LONGEST}"]
    options += [f"-artifact_prefix={out}/", "-print_final_stats=1"]
    places = [str(grown), str(seeds)]
    if asked.minimise:
        options, places = [*options, "-minimize_crash=1"], [str(asked.minimise)]
    print(f"what is found goes to {out}", file=sys.stderr)
    atheris.Setup([sys.argv[0], *options, *places], TARGETS[asked.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
