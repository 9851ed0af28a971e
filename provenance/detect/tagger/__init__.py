"""A learned tagger of attributions: words, windows, network, decoding and linking, without any training code."""
