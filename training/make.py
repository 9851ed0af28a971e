"""Makes both shipped models again, from corpora and base weights to ONNX, in one command.

`python -m training.make OUT --corpora FOLDER --base FOLDER --teacher FOLDER`

FOLDER of the corpora holds `polnear`, `unlabelled`, `pages` and `ecbplus` in the JSON-lines shape of `training.data`. Every stage
is a command of its own (`RECIPE`); what is done is not done again, and a stage that was stopped goes on from its last
checkpoint, with the same weights in the end, bit for bit on one machine. The digests of the models stand in OUT/digests.txt.
`--share 0.02` shortens all of it, to see in a few minutes whether two runs give the same (`--twice`).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_CBWR": "COMPATIBLE",
    # Large blocks are kept by the process: else a third of the time goes into page faults (EXPERIMENTS.md).
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "1000000000",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: `out` for what is made; the corpora; the base models' folders; `share` of the full length."""

    out: Path
    corpora: Path
    base: Path
    teacher: Path
    share: float

    @property
    def others(self) -> list[str]:
        """Texts of other kinds than the labelled ones, on which the teacher teaches."""
        names = ("unlabelled/news", "pages/ground-truth", "ecbplus/topics-1-35")
        return [str(self.corpora / f"{name}.jsonl.gz") for name in names]


@dataclass(frozen=True, slots=True)
class Stage:
    """A command (`module` with arguments) that makes `result`, a path below OUT."""

    result: str
    module: str
    arguments: Callable[[Places], list[str]]


def _teacher(p: Places) -> list[str]:
    plan = f"--mpnet --epochs {0.95 * p.share} --rate 7e-5 --embedding-rate 0 --pieces 1728 --keep-empty 0.4 --seed 1"
    return [str(p.corpora / "polnear"), str(p.out / "teacher"), "--base", str(p.teacher), *plan.split()]


def _teach(p: Places) -> list[str]:
    return ["--newest", str(p.out / "teacher"), str(p.out / "soft.npz"), *p.others, "--base", str(p.base), *_few(p)]


def _student(p: Places) -> list[str]:
    plan = f"--pieces 1152 --seed 3 --soft-weight 1.5 --rate 2e-4 --embedding-rate 1e-4 --epochs {1.4 * p.share}"
    taught = ["--soft", str(p.out / "soft.npz"), "--others", *p.others]
    return [str(p.corpora / "polnear"), str(p.out / "student"), "--base", str(p.base), *plan.split(), *taught]


def _export(p: Places) -> list[str]:
    return ["--newest", str(p.out / "student"), str(p.out / "default.onnx")]


def _fast(p: Places) -> list[str]:
    polnear = p.corpora / "polnear"
    gold = ["--gold", str(polnear / "train.jsonl.gz"), "--dev", str(polnear / "dev.jsonl.gz"), "--base", str(p.base)]
    taught = ["--soft", str(p.out / "soft.npz"), "--corpora", *p.others]
    return [str(p.out / "fast.pt"), *gold, *taught, "--epochs", str(max(1, round(6 * p.share))), "--rate", "4e-3", "--size", "48"]


def _export_fast(p: Places) -> list[str]:
    return [str(p.out / "fast.pt"), str(p.out / "fast.onnx")]


def _few(p: Places) -> list[str]:
    return [] if p.share >= 1 else ["--texts", str(max(2, round(900 * p.share)))]


RECIPE = (
    Stage("teacher", "training.tune", _teacher),
    Stage("soft.npz", "training.teach", _teach),
    Stage("student", "training.tune", _student),
    Stage("default.onnx", "training.export", _export),
    Stage("fast.pt", "training.tune_fast", _fast),
    Stage("fast.onnx", "training.export_fast", _export_fast),
)


def make(places: Places) -> dict[str, str]:
    """Run what is not yet done; returns the SHA-256 of each model. A stage that fails ends the program with its status."""
    places.out.mkdir(parents=True, exist_ok=True)
    for stage in RECIPE:
        done = places.out / f"{stage.result}.done"
        if done.exists():
            continue
        begun = time.time()
        print(f"{stage.result}: {stage.module}", flush=True)
        command = [sys.executable, "-m", stage.module, *stage.arguments(places)]
        result = subprocess.run(command, env={**os.environ, **ENVIRONMENT}, check=False)
        if result.returncode:
            sys.exit(f"{stage.module} ended with status {result.returncode}; the same command goes on from its last checkpoint.")
        done.write_text(f"{time.time() - begun:.0f} seconds\n")
    digests = {name: hashlib.sha256((places.out / name).read_bytes()).hexdigest() for name in ("default.onnx", "fast.onnx")}
    (places.out / "digests.txt").write_text("".join(f"{digest}  {name}\n" for name, digest in digests.items()))
    return digests


def main() -> None:
    """Make the models, or make them twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="the folder of the small base model (MiniLM)")
    parser.add_argument("--teacher", type=Path, required=True, help="the folder of the large base model (MPNet)")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the full length; 1 makes the shipped models")
    parser.add_argument("--twice", action="store_true", help="make them twice; status 1 where the two differ")
    options = parser.parse_args()
    runs = [options.out / name for name in (("first", "second") if options.twice else (".",))]
    made = [make(Places(out, options.corpora, options.base, options.teacher, options.share)) for out in runs]
    for name, digest in made[0].items():
        print(digest, name)
    if any(one != made[0] for one in made):
        sys.exit("The two runs differ.")


if __name__ == "__main__":
    main()
