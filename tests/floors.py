"""The floors of quality: what the annotation is measured at, what it must not fall below, and what was promised.

`floors.toml` keeps a digest of the files of each set of gold and for each measure its floor and (where one was promised) `owed`.
`make floors` raises the floors to what is measured now. The gold is not on a user's machine; there nothing is measured.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.export import to_json
from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.records import Rejected
from provenance.report.evaluate import Evaluation, evaluate
from provenance.report.gold import read_gold
from tests.conftest import ROOT, SHARED

FLOORS = Path(__file__).with_name("floors.toml")
FOUND = ("attribution", "hedge", "document upstream")
LABELS = ("publisher", "passage kind", "passage kind (not body)")
OF_MATCHED = ("source_id", "chain")
"""Labels of attributions. Their share of the *matched* ones falls where more are matched, which is no loss: so the floor is for
their share of all gold attributions."""

HEAD = """\
# What the annotation must not fall below, measured on gold that is not part of the project (tests/test_quality.py).
# `floor` is F1 for what is found and accuracy for labels; `owed` is what was promised. Floors are only ever raised, by
# `make floors`; `digest` is the sha256 over the files of the gold: where it changes, the floors start anew.
"""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold and the texts that it is of, which may be the same file; `flat`: it has no nesting."""

    name: str
    gold: Path
    texts: Path
    flat: bool = False

    def digest(self) -> str:
        """The sha256 over the names and bytes of the gold's files and texts."""
        whole = hashlib.sha256()
        for place in (self.gold, self.texts):
            for file in sorted(place.glob("*.*")) if place.is_dir() else [place]:
                if file.suffix != ".md":
                    whole.update(f"{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
        return whole.hexdigest()


POLNEAR = SHARED / "corpora" / "polnear" / "dev.jsonl.gz"
SETS = (
    GoldSet("seeds", SHARED / "gold", ROOT / "seeds"),
    GoldSet("news", SHARED / "gold-news" / "gold", SHARED / "gold-news" / "texts"),
    GoldSet("polnear", POLNEAR, POLNEAR, flat=True),
)


def measured(gold_set: GoldSet) -> dict[str, float]:
    """The measures of a set, by name, from annotating its texts now."""
    result = evaluated(gold_set)
    found = {f"{name} F1": tally.f1 for name in FOUND if (tally := result.found.get(name)) and tally.gold}
    found |= {name: share.accuracy for name in LABELS + OF_MATCHED if (share := result.labels.get(name)) and share.all}
    gold = result.found["attribution"].gold
    return found | {f"{name} of gold": result.labels[name].right / gold for name in OF_MATCHED if name in found}


def evaluated(gold_set: GoldSet) -> Evaluation:
    """Everything that the evaluation of a set tells."""
    annotator = Annotator(load_resources())

    def predictions() -> Iterator[dict[str, Any]]:
        for one in read_paths([str(gold_set.texts)]):
            if isinstance(one, Rejected):
                raise ValueError(f"{one.locator}: {one.detail}")
            yield to_json(annotator.annotate(one))

    return evaluate(read_gold(gold_set.gold), predictions(), flat=gold_set.flat)


def load(text: str | None = None) -> dict[str, Any]:
    """The floors as they stand in the file, or in a text of the same form."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8") if text is None else text)


def three(value: float) -> float:
    """The value cut to three digits: a floor must never lie above what was measured."""
    return int(value * 1000 + 1e-6) / 1000


def raised(old: dict[str, Any], now: dict[str, float], digest: str) -> dict[str, Any]:
    """The floors of one set, each at the higher of old and new; only the new ones where the gold has changed."""
    same = old.get("digest") == digest
    new: dict[str, Any] = {"digest": digest}
    for name, value in now.items():
        before = old.get(name, {})
        floor = {"floor": max(three(value), before.get("floor", 0.0) if same else 0.0)}
        kept = {key: owed for key, owed in before.items() if key == "owed"}
        values = kept if name in OF_MATCHED else floor | kept
        if values:
            new[name] = values
    return new


def written(floors: dict[str, Any]) -> str:
    """The floors as the text of the file."""
    lines = [HEAD.rstrip()]
    for name, entries in floors.items():
        lines += ["", f"[{name}]", f'digest = "{entries["digest"]}"']
        for measure, values in entries.items():
            if measure != "digest":
                inner = ", ".join(f"{key} = {value:.3f}" for key, value in values.items())
                lines.append(f'"{measure}" = {{ {inner} }}')
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measures all sets and raises their floors; prints what changed."""
    if not SHARED.is_dir():
        print("make floors: the gold is not in ../shared; run it where the shared data are.", file=sys.stderr)
        return 2
    before_all = load()
    floors: dict[str, Any] = {}
    for gold_set in SETS:
        now = measured(gold_set)
        old = before_all.get(gold_set.name, {})
        floors[gold_set.name] = raised(old, now, gold_set.digest())
        for name, value in now.items():
            before, after = (entry.get(name, {}).get("floor", 0.0) for entry in (old, floors[gold_set.name]))
            if name in OF_MATCHED:
                print(f"{gold_set.name:8} {name:26} {value:.4f}   of the matched; has no floor")
                continue
            mark = "raised" if after > before else "BELOW its floor" if three(value) < before else ""
            print(f"{gold_set.name:8} {name:26} {value:.4f}   floor {before:.3f} -> {after:.3f}  {mark}".rstrip())
    FLOORS.write_text(written(floors), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
