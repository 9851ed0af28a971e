"""No input takes more than ten seconds of computing or a gigabyte: each is read in a process of its own under these limits."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.fuzz import MORE
from tests.fuzz.worst import INPUTS, SECONDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits of a process are those of Linux")
QUICK = (
    *("marks without a partner", "single marks", "brackets", "a gzip bomb of 1 GB", "a gzip bomb in one line of JSON"),
    *("an entity bomb", "JSON 100,000 deep", "aliases of YAML", "YAML 100,000 deep", "YAML deep in one line"),
    *("judgements of 45 MB", "gold that is a gzip bomb", "a registry of 16 MB"),
)
"""Those that are refused or read within a second or two; PROVENANCE_FUZZ=2 tries all."""


def test_the_dearest_inputs_keep_within_their_limits() -> None:
    names = list(INPUTS) if MORE > 1 else [*QUICK]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.worst", *names], cwd=ROOT, capture_output=True, text=True, timeout=60 + 20 * len(names)
    )
    ended = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in ended] == names, done.stderr
    assert [one for one in ended if one["status"] or one["seconds"] > SECONDS + 2] == [], done.stderr
