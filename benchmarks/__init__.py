"""Measurements: speed with peers, and the figures that the lexicon carries. Not shipped."""
