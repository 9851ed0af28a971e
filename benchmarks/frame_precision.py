"""How often each frame of the rules is right: the figures of `provenance/lexicon/frames.tsv`.

    python -m benchmarks.frame_precision ../shared

For each frame the share of findings that `exam/score.py` counts as right, on PolNeAR's training articles (outermost findings
alone, as nothing nested is annotated there) and on the texts annotated after our guidelines (gold and gold-news). The second
share is drawn towards the mean of all frames by five pseudo-counts, as the texts are few. `confidence` is the mean of both,
or the second alone for frames that PolNeAR does not annotate.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from provenance.export.jsonl import to_json
from provenance.ingest import read_bytes
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document

NOT_IN_POLNEAR = frozenset(["passive", "clause", "phrase", "post"])
PSEUDO_COUNTS = 5


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "exam" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _polnear(shared: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with gzip.open(shared / "corpora/polnear/train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["text"], record["attributions"]


def _ours(shared: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for gold, texts in ((shared / "gold", Path("seeds")), (shared / "gold-news/gold", shared / "gold-news/texts")):
        for file in sorted(gold.glob("*.json")):
            record = json.loads(file.read_text(encoding="utf-8"))
            yield (texts / record["document"]).read_text(encoding="utf-8"), record["attributions"]


def _count(
    texts: Iterable[tuple[str, list[dict[str, Any]]]], annotator: Annotator, scorer: ModuleType, flat: bool
) -> tuple[Counter[str], Counter[str]]:
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for text, gold in texts:
        document = read_bytes(text.encode("utf-8"), path="x.txt")
        assert isinstance(document, Document)
        predicted = [a for a in to_json(annotator.annotate(document))["attributions"] if not (flat and a["parent"])]
        hits = {i for i, _ in scorer.pair(document.text, predicted, gold)}
        for i, one in enumerate(predicted):
            frame = one["detector"].split("#")[1].rpartition(".")[2]
            found[frame] += 1
            right[frame] += i in hits
    return right, found


def main() -> None:
    """Prints the table."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    annotator, scorer = Annotator(load_resources(), tagger="rules"), _scorer(shared)
    right, found = _count(_polnear(shared), annotator, scorer, flat=True)
    ours, all_ours = _count(_ours(shared), annotator, scorer, flat=False)
    mean = sum(ours.values()) / sum(all_ours.values())
    print("frame\tconfidence\tpolnear_right\tpolnear_found\tgold_right\tgold_found")
    for frame in sorted(found | all_ours, key=lambda f: -found[f] - all_ours[f]):
        drawn = (ours[frame] + PSEUDO_COUNTS * mean) / (all_ours[frame] + PSEUDO_COUNTS)
        measured = frame not in NOT_IN_POLNEAR and found[frame] > 0
        confidence = (drawn + right[frame] / found[frame]) / 2 if measured else drawn
        print(f"{frame}\t{confidence:.2f}\t{right[frame]}\t{found[frame]}\t{ours[frame]}\t{all_ours[frame]}")


if __name__ == "__main__":
    main()
