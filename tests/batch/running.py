"""The program as a process of its own, and the processes that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.conftest import ROOT

PROGRAM = (sys.executable, "-m", "provenance.cli.main")


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}


def start(arguments: Sequence[str | Path], before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    """Starts a command; Ctrl-C reaches it also where a shell runs the tests in the background."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if before is not None:
            before()

    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=prepare
    )


def finished(arguments: Sequence[str | Path], before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs a command to its end."""
    process = start(arguments, before)
    out, error = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)


def children(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def workers(pid: int) -> list[int]:
    """The workers of a program: the children of its nursery."""
    return [worker for nursery in children(pid) for worker in children(nursery)]


def gone(pids: Sequence[int], seconds: float = 20.0) -> bool:
    """Whether all of these processes end within some seconds."""
    deadline = time.monotonic() + seconds
    while any(_runs(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
