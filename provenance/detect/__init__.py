"""Detecting: attributions, hedges and credit lines in a segmented text."""

from provenance.detect.attributions import DETECTOR, AttributionLexicons, find_attributions
from provenance.detect.authors import authors_of
from provenance.detect.credits import find_credits
from provenance.detect.hedges import DetectedHedge, find_hedges
from provenance.detect.taggers import TAGGERS, Cut, Tagger, make_tagger

__all__ = [
    "DETECTOR",
    "TAGGERS",
    "AttributionLexicons",
    "Cut",
    "DetectedHedge",
    "Tagger",
    "authors_of",
    "find_attributions",
    "find_credits",
    "find_hedges",
    "make_tagger",
]
