"""Any bytes to each target, drawn from what breaks programs rather than from the whole of Unicode alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import MORE
from tests.fuzz.pieces import PIECES, lines_of
from tests.fuzz.targets import SUFFIXES, TARGETS

EXAMPLES = {"decoding": 60, "segmenter": 60, "readers": 60, "pipeline": 15, "registry": 40, "names": 40}
"""Examples of a usual run for each target; of others 40."""
FIRST = st.sampled_from([bytes([number]) for number in range(len(SUFFIXES))])


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_end_in_an_answer(name: str) -> None:
    pieces = [piece.encode("utf-8", "surrogatepass") for piece in PIECES.get(name, PIECES["text"])]
    parts = st.one_of(st.sampled_from(pieces), st.sampled_from(pieces), st.binary(max_size=4), lines_of(name))
    joined = st.builds(lambda first, found: first + b"".join(found), FIRST, st.lists(parts, max_size=30))

    @settings(max_examples=EXAMPLES.get(name, 40) * MORE, suppress_health_check=list(HealthCheck), database=None)
    @given(joined if name in ("readers", "pipeline") else st.builds(b"".join, st.lists(parts, max_size=30)))
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()
