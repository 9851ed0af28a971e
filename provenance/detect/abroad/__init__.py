"""Attributions and hedges in six languages beside English, by small lexicons; what is not clear is left out."""

from provenance.detect.abroad.find import ABROAD, find_abroad
from provenance.detect.abroad.hedges import find_hedges_abroad
from provenance.detect.abroad.sentences import foreign_quotations, foreign_sentences

__all__ = ["ABROAD", "find_abroad", "find_hedges_abroad", "foreign_quotations", "foreign_sentences"]
