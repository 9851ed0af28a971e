"""The coverage-guided fuzzer of the readers, the segmenter, the taggers' decoding, the registry and files of strangers."""
