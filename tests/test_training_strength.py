"""The arithmetic of the figures of a score, and how damaged texts are mended before anything is measured."""

from __future__ import annotations

import pytest

from training.strength_corpus import mended

pytest.importorskip("numpy")


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("\ufffdIt\ufffds safe,\ufffd she said.", "“It’s safe,” she said."),
        ("LONDON\ufffdThe port", "LONDON—The port"),
        ("LONDON (Wire)\ufffdThe port", "LONDON (Wire)—The port"),
        ("a cat \ufffd or a dog", "a cat — or a dog"),
        ("O\ufffdNeil and the voters\ufffd choice", "O’Neil and the voters’ choice"),
        ("no sign is lost", "no sign is lost"),
    ],
)
def test_lost_signs_are_mended(damaged, expected):
    assert mended(damaged) == expected


def test_auc_counts_ties_half_and_pairs_of_one_length_alone():
    import numpy as np

    from training.strength_fit import auc, matched

    above, below = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.5])
    assert auc(above, below) == pytest.approx((0.5 + 0 + 1 + 0 + 1 + 1) / 6)
    pair = matched(above, below, np.array([100.0, 500.0, 1000.0]), np.array([105.0, 5000.0]))
    assert (pair.share, pair.pairs) == (0.5, 1)
