"""The floors of quality: what the annotation is measured at, what it must not fall below, and what was promised.

`floors.toml` keeps a digest of the files of each set of gold and for each measure its floor and (where one was promised) `owed`.
`make floors` raises the floors to what is measured now. The gold is not on a user's machine; there nothing is measured.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from provenance.export import to_json
from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.records import AnnotatedDocument, Rejected
from provenance.report.evaluate import Evaluation, evaluate
from provenance.report.gold import read_gold
from provenance.report.pages import KEPT, evaluate_pages, read_bodies, read_expectations
from provenance.report.sentences import evaluate_sentences, read_sentences
from tests.conftest import ROOT, SHARED

FLOORS = Path(__file__).with_name("floors.toml")
FOUND = ("attribution", "hedge", "document upstream")
LABELS = ("publisher", "passage kind", "passage kind (not body)")
OF_MATCHED = ("source_id", "chain")
"""Labels of attributions. Their share of the *matched* ones falls where more are matched, which is no loss: so the floor is for
their share of all gold attributions."""
LEARNED_MARGIN = 0.01
"""How far a floor of a learned tagger lies below what was measured: the last digits of a network's numbers differ between
processors, and now and then a finding stands at its threshold."""

HEAD = """\
# What the annotation must not fall below, measured on gold that is not part of the project (tests/test_quality.py).
# `floor` is F1 for what is found (precision and recall of wires) and accuracy for labels; `owed` is what was promised. Floors are
# only ever raised, by `make floors`; `digest` is the sha256 over the files of the gold: where it changes, the floors start anew.
# Floors of learned taggers lie 0.01 below what was measured: processors differ in the last digits.
"""


class Measured(Protocol):
    """A set of texts or pages with what is expected of them."""

    @property
    def name(self) -> str: ...

    @property
    def tagger(self) -> str: ...

    def digest(self) -> str:
        """The sha256 over the names and bytes of its files."""

    def measures(self) -> dict[str, float]:
        """The measures, by name, from annotating its texts now."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold and the texts that it is of, which may be the same file; `flat`: it has no nesting."""

    name: str
    gold: Path
    texts: Path
    flat: bool = False
    tagger: str = "rules"

    def digest(self) -> str:
        return digest_of(self.gold, self.texts)

    def evaluated(self) -> Evaluation:
        """Everything that the evaluation of the set tells."""
        return evaluate(read_gold(self.gold), map(to_json, annotated(self.texts, tagger=self.tagger)), flat=self.flat)

    def measures(self) -> dict[str, float]:
        result = self.evaluated()
        found = {f"{name} F1": tally.f1 for name in FOUND if (tally := result.found.get(name)) and tally.gold}
        found |= {name: share.accuracy for name in LABELS + OF_MATCHED if (share := result.labels.get(name)) and share.all}
        gold = result.found["attribution"].gold
        found |= {f"{name} of gold": result.labels[name].right / gold for name in OF_MATCHED if name in found}
        if self.tagger == "rules":
            return found
        # What no tagger has a part in is measured once, with the rules.
        return {name: value for name, value in found.items() if name.startswith(("attribution", *OF_MATCHED))}


@dataclass(frozen=True, slots=True)
class WireSet:
    """Articles of which it is known whether they are a news agency's, and of which."""

    name: str
    files: tuple[Path, ...]
    tagger: str = "rules"

    def digest(self) -> str:
        return digest_of(*self.files)

    def measures(self) -> dict[str, float]:
        only_wire = [{key: g[key] for key in ("document", "text", "wire")} for file in self.files for g in read_gold(file)]
        wire = evaluate(only_wire, map(to_json, annotated(*self.files))).found["document upstream"]
        return {"wire precision": wire.precision, "wire recall": wire.recall}


@dataclass(frozen=True, slots=True)
class PageSet:
    """Web pages, what a person read in them, and their article texts. They are read without the address they came from."""

    name: str
    expectations: Path
    html: Path
    bodies: Path
    tagger: str = "rules"

    def digest(self) -> str:
        return digest_of(self.expectations, self.html, self.bodies)

    def evaluated(self) -> Evaluation:
        """Everything that the evaluation of the pages tells."""
        return _evaluated_pages(self)

    def measures(self) -> dict[str, float]:
        result = self.evaluated()
        wire = result.found["wire"]
        found = {"publisher": result.labels["publisher"].accuracy, "wire precision": wire.precision, "wire recall": wire.recall}
        found |= {f"{column} kept": result.labels[f"{column} kept"].accuracy for column in KEPT}
        return found | {"main text F1": result.found["main text"].f1}


@cache
def _evaluated_pages(pages: PageSet) -> Evaluation:
    return evaluate_pages(read_expectations(pages.expectations), annotated(pages.html), read_bodies(pages.bodies))


def digest_of(*places: Path) -> str:
    """The sha256 over the names and bytes of files and of the files in folders."""
    whole = hashlib.sha256()
    for place in places:
        for file in sorted(place.glob("*.*")) if place.is_dir() else [place]:
            if file.suffix != ".md":
                whole.update(f"{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def annotated(*places: Path, tagger: str = "rules") -> Iterator[AnnotatedDocument]:
    """The texts of files and folders, annotated one after another."""
    annotator = Annotator(load_resources(), tagger=tagger)
    for one in read_paths([str(place) for place in places]):
        if isinstance(one, Rejected):
            raise ValueError(f"{one.locator}: {one.detail}")
        yield annotator.annotate(one)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of texts with what is known of them."""

    name: str
    file: Path
    tagger: str = "rules"

    def digest(self) -> str:
        return digest_of(self.file)


class SentenceSet(_File):
    """Sentences that readers marked as uncertain or not, or graded by certainty. No tagger has a part in it."""

    def measures(self) -> dict[str, float]:
        records = read_sentences(self.file)
        assert records, f"{self.file}: no sentences"
        result = evaluate_sentences(records)
        return {f"{name} F1": tally.f1 for name, tally in result.found.items()} | {
            f"{name} Spearman": value for name, value in result.correlations.items()
        }


class StorySet(_File):
    """Articles of which it is known which report one event (ECB+). No tagger has a part in it."""

    def measures(self) -> dict[str, float]:
        from benchmarks.linking_quality import texts_of
        from provenance.claims.stories import stories
        from tests.claims.linking import b_cubed, registry

        rows = list(_records(self.file))
        gold = {row["id"]: row["subtopic"] for row in rows}
        return {"stories B-cubed F1": b_cubed(stories(registry(), texts_of(rows)), gold)}


class VeracitySet(_File):
    """Articles that are real, fake or satire: how often the strength of a real one lies above (training/strength.py)."""

    def measures(self) -> dict[str, float]:
        from training.strength import measured

        annotator = Annotator(load_resources(), tagger=self.tagger, model="v1")
        return {f"real above {kind} AUC": value for kind, value in measured(self.file, annotator).items()}


def _records(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


CORPORA = SHARED / "corpora"
POLNEAR = CORPORA / "polnear"
PAGES = PageSet(
    "pages",
    ROOT / "tests" / "pages" / "expectations.tsv",
    CORPORA / "pages" / "html",
    CORPORA / "pages" / "ground-truth.jsonl.gz",
)
SETS: tuple[Measured, ...] = (
    GoldSet("seeds", SHARED / "gold", ROOT / "seeds"),
    GoldSet("news", SHARED / "gold-news" / "gold", SHARED / "gold-news" / "texts"),
    GoldSet("polnear", POLNEAR / "dev.jsonl.gz", POLNEAR / "dev.jsonl.gz", flat=True),
    WireSet("polnear-wire", (POLNEAR / "train.jsonl.gz", POLNEAR / "dev.jsonl.gz")),
    PAGES,
    SentenceSet("sentences-hedge", CORPORA / "hedge" / "wiki-dev.jsonl.gz"),
    SentenceSet("sentences-certainty", CORPORA / "certainty" / "sentence-dev.jsonl.gz"),
    StorySet("stories", CORPORA / "ecbplus" / "topics-1-35.jsonl.gz"),
    VeracitySet("veracity", CORPORA / "veracity" / "random.jsonl.gz"),
    GoldSet("seeds-default", SHARED / "gold", ROOT / "seeds", tagger="default"),
    GoldSet("news-default", SHARED / "gold-news" / "gold", SHARED / "gold-news" / "texts", tagger="default"),
    GoldSet("polnear-default", POLNEAR / "dev.jsonl.gz", POLNEAR / "dev.jsonl.gz", flat=True, tagger="default"),
    GoldSet("seeds-fast", SHARED / "gold", ROOT / "seeds", tagger="fast"),
    GoldSet("news-fast", SHARED / "gold-news" / "gold", SHARED / "gold-news" / "texts", tagger="fast"),
    GoldSet("polnear-fast", POLNEAR / "dev.jsonl.gz", POLNEAR / "dev.jsonl.gz", flat=True, tagger="fast"),
)


def load(text: str | None = None) -> dict[str, Any]:
    """The floors as they stand in the file, or in a text of the same form."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8") if text is None else text)


def three(value: float) -> float:
    """The value cut to three digits: a floor must never lie above what was measured."""
    return int(value * 1000 + 1e-6) / 1000


def margin_of(one: Measured) -> float:
    """How far the floors of a set lie below what was measured."""
    return 0.0 if one.tagger == "rules" else LEARNED_MARGIN


def raised(old: dict[str, Any], now: dict[str, float], digest: str, margin: float = 0.0) -> dict[str, Any]:
    """The floors of one set, each at the higher of old and new less the margin; new ones where the gold has changed."""
    same = old.get("digest") == digest
    new: dict[str, Any] = {"digest": digest}
    for name, value in now.items():
        before = old.get(name, {})
        floor = {"floor": max(three(value - margin), before.get("floor", 0.0) if same else 0.0)}
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
    for one in SETS:
        now = one.measures()
        old = before_all.get(one.name, {})
        floors[one.name] = raised(old, now, one.digest(), margin_of(one))
        for name, value in now.items():
            before, after = (entry.get(name, {}).get("floor", 0.0) for entry in (old, floors[one.name]))
            if name in OF_MATCHED:
                print(f"{one.name:16} {name:26} {value:.4f}   of the matched; has no floor")
                continue
            mark = "raised" if after > before else "BELOW its floor" if three(value) < before else ""
            print(f"{one.name:16} {name:26} {value:.4f}   floor {before:.3f} -> {after:.3f}  {mark}".rstrip())
    FLOORS.write_text(written(floors), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
