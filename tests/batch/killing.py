"""One undisturbed batch, and batches that are killed at a random moment and run again: what they leave must be the same."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.batch.dumping import Dump, differences, dump
from tests.batch.running import finished, start, workers


@dataclass(slots=True)
class Killing:
    """A batch of inputs; `url` makes the address of a new database. `seconds` is what the undisturbed batch took."""

    inputs: Path
    options: tuple[str, ...] = ("--tagger", "rules", "--jobs", "2")
    seconds: float = 0.0
    whole: Dump = field(default_factory=dict)

    def undisturbed(self, url: str) -> None:
        """Runs it once, to know what is right. Its exit status is 1, as some inputs cannot be read."""
        begun = time.monotonic()
        done = finished(self.command(url))
        assert done.returncode == 1, done.stderr.decode()
        self.seconds = time.monotonic() - begun
        self.whole = dump(url)

    def command(self, url: str, *more: str) -> list[str | Path]:
        return ["annotate", self.inputs, "--db", url, "--quiet", *self.options, *more]

    def disturbed(self, url: str, chance: random.Random) -> tuple[str, list[str]] | None:
        """Kills the program, or a worker of it, once, and runs it again; returns what was done, and the differences.

        None where the batch had ended before, as the machine had less to do than the time before.
        """
        moment = chance.uniform(0.05, 1.0) * self.seconds
        of_worker, resumed = chance.random() < 0.25, chance.random() < 0.5
        process = start(self.command(url))
        time.sleep(moment)
        target = chance.choice(workers(process.pid) or [process.pid]) if of_worker else process.pid
        ran = process.poll() is None
        if ran:
            with contextlib.suppress(ProcessLookupError):
                os.kill(target, signal.SIGKILL)
        process.communicate(timeout=600)
        if not ran:
            self.seconds = moment
            return None
        said = f"{'worker' if target != process.pid else 'program'} at {moment:.2f} s"
        done = finished(self.command(url, *(["--resume"] if resumed else [])))
        said += f", run again{' with --resume' if resumed else ''}"
        if done.returncode != 1:
            return said, [f"exit status {done.returncode}: {done.stderr.decode()[-500:]}"]
        found = dump(url)
        return said, differences(self.whole, found)
