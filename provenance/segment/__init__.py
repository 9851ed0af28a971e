"""Segmenting: passages with their kinds, items of a digest, sentences, quotations."""

from provenance.segment.passages import passages_of
from provenance.segment.quotations import quotations_of
from provenance.segment.sentences import sentences_of

__all__ = ["passages_of", "quotations_of", "sentences_of"]
