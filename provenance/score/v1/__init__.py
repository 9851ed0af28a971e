"""Score v1: one document at a time, weights by judgement. Released: never edited, a change is a `v2` beside it."""
