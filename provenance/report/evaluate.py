"""Scores annotated documents against gold: the measures of the project, computed on the public JSON shape.

An attribution is right when its content covers the gold content (Jaccard of word tokens at least 0.5) and its source touches
the gold source, or both have none. Gold of tier `optional` is neither owed nor punished; where gold carries `alternatives`,
either reading is right. Spans are code points of the gold text.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

from provenance.errors import UsageError
from provenance.records import UNKNOWN_PUBLISHER
from provenance.report.gold import ROLES, Json, Words, is_core, label_of, pair, readings, same_label, spans, words
from provenance.report.slices import slices_of

LABELS = ("source_id", "source_type", "mode", "polarity", "chain")
_LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(slots=True)
class Tally:
    """How many things were right, predicted and in the gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Counts further things."""
        self.right += right
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Share:
    """How many labels were right of those asked for."""

    right: int = 0
    all: int = 0

    def add(self, right: bool) -> None:
        """Counts one label."""
        self.all += 1
        self.right += right

    @property
    def accuracy(self) -> float:
        """The share that is right; 0 where nothing was asked."""
        return self.right / self.all if self.all else 0.0


@dataclass(slots=True)
class Evaluation:
    """All measures over a set of documents, and what was missed or found wrongly, one line each."""

    found: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    labels: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    slices: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    by_document: list[Tally] = field(default_factory=list)
    """Attributions of each document, for the interval of their F1."""
    correlations: dict[str, float] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    documents: int = 0

    def as_json(self) -> dict[str, Any]:
        """The measures as JSON values."""
        figures: dict[str, Any] = {
            name: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for name, t in self.found.items()
        }
        if self.correlations:
            figures["spearman"] = dict(self.correlations)
        figures["accuracy"] = {name: s.accuracy for name, s in self.labels.items() if s.all}
        figures["recall of"] = {name: s.accuracy for name, s in self.slices.items()}
        figures["attribution F1, 95 %"] = list(interval(self.by_document))
        return figures


def evaluate(gold: Iterable[Json], predictions: Iterable[Json], *, flat: bool = False) -> Evaluation:
    """Scores the predictions, in the public JSON shape, against the gold.

    `flat` is for gold without nesting: only outermost predictions count. Raises UsageError where a document of the gold has no
    prediction, or its text differs from the gold text.
    """
    by_name = _by_name(predictions)
    result = Evaluation()
    for truth in gold:
        name = truth["document"]
        prediction = by_name.get(name)
        if prediction is None:
            raise UsageError(f"{name}: the gold has this document and the predictions have not; annotate it and try again")
        text: str = prediction["document"]["text"]
        if "text" in truth and truth["text"] != text:
            raise UsageError(f"{name}: the annotated text is not the text of the gold; annotate the text that the gold is for")
        result.documents += 1
        _attributions(result, text, truth, prediction, flat)
        _hedges(result, truth, prediction)
        _passages(result, text, truth, prediction)
        _provenance(result, truth, prediction)
    return result


def _by_name(predictions: Iterable[Json]) -> dict[str, Json]:
    """The predictions by file name and by id; an id wins, since a path may hold many records."""
    found: dict[str, Json] = {}
    for prediction in predictions:
        document = prediction["document"]
        for key in (document.get("path"), document["id"]):
            if key:
                found[PurePath(key).name] = prediction
    return found


# ---------------------------------------------------------------- attributions


def _attributions(result: Evaluation, text: str, truth: Json, prediction: Json, flat: bool) -> None:
    theirs = [a for a in prediction.get("attributions", []) if not (flat and a.get("parent"))]
    gold = truth.get("attributions", [])
    owed = [g for g in gold if is_core(g)]
    matches = pair(text, theirs, gold)
    right = sum(is_core(gold[j]) for _, j in matches)
    counts = (right, len(theirs) - (len(matches) - right), len(owed))
    result.found["attribution"].add(*counts)
    result.by_document.append(Tally(*counts))
    for role in ROLES:
        core = _union(words(text, g, role) for g in owed)
        free = _union(words(text, g, role) for one in gold for g in readings(one)) - core
        mine = _union(words(text, p, role) for p in theirs)
        result.found[f"token {role}"].add(len(core & mine), len(mine - free), len(core))
    for i, j in matches:
        for label in LABELS:
            if label in gold[j]:
                result.labels[label].add(same_label(label, label_of(theirs[i], label), gold[j]))
    _parents(result, theirs, gold, matches)
    used, got = {i for i, _ in matches}, {j for _, j in matches}
    for j, one in enumerate(gold):
        for name in slices_of(text, one) if is_core(one) else ():
            result.slices[name].add(j in got)
    show = partial(_shown, truth["document"], text)
    result.missed += [show(g) for j, g in enumerate(gold) if j not in got and is_core(g)]
    result.false_alarms += [show(p) for i, p in enumerate(theirs) if i not in used]


def _parents(result: Evaluation, theirs: Sequence[Json], gold: Sequence[Json], matches: Sequence[tuple[int, int]]) -> None:
    """Whether what matched a nested attribution of the gold stands within what matched its parent, where that was found."""
    found = {gold[j].get("id"): theirs[i].get("id") for i, j in matches}
    for i, j in matches:
        parent = gold[j].get("parent")
        if parent is not None and parent in found:
            result.labels["parent"].add(theirs[i].get("parent") == found[parent])


def _union(sets: Iterable[Words]) -> Words:
    return frozenset[int]().union(*sets)


def _shown(name: str, text: str, attribution: Json) -> str:
    parts = (" … ".join(text[s:e] for s, e in spans(attribution, role))[:80] for role in ROLES)
    return f"{name}: {' | '.join(parts)}"


def interval(by_document: Sequence[Tally], draws: int = 1000) -> tuple[float, float]:
    """The middle 95 % of F1 over documents drawn with replacement, `draws` times from one seed; (0, 0) without documents."""
    rng = random.Random(0)
    values = []
    for _ in range(draws if by_document else 0):
        total = Tally()
        for one in rng.choices(by_document, k=len(by_document)):
            total.add(one.right, one.predicted, one.gold)
        values.append(total.f1)
    values.sort()
    return (values[draws // 40], values[-1 - draws // 40]) if values else (0.0, 0.0)


# ---------------------------------------------------------------- hedges, passages, upstreams


def _hedges(result: Evaluation, truth: Json, prediction: Json) -> None:
    if "hedges" not in truth:
        return
    mine = [tuple(h["span"]) for h in prediction.get("hedges", [])]
    core = [tuple(h["span"]) for h in truth["hedges"] if is_core(h)]
    every = [tuple(h["span"]) for h in truth["hedges"]]
    true = [m for m in mine if any(_overlap(m, g) for g in core)]
    free = [m for m in mine if m not in true and any(_overlap(m, g) for g in every)]
    hit = sum(any(_overlap(m, g) for m in mine) for g in core)
    result.found["hedge"].add(min(hit, len(true)), len(mine) - len(free), len(core))


def _passages(result: Evaluation, text: str, truth: Json, prediction: Json) -> None:
    """Each line of the text; one that the gold does not list is body."""
    if "passages" not in truth:
        return
    kinds = {tuple(p["span"]): p["kind"] for p in truth["passages"]}
    for match in _LINE.finditer(text):
        line = match.group().strip()
        start = match.start() + match.group().index(line)
        span = (start, start + len(line))
        want = kinds.get(span, "body")
        got = next((p["kind"] for p in prediction["passages"] if _overlap(p["span"], span)), "none")
        result.labels["passage kind"].add(want == got)
        if want != "body":
            result.labels["passage kind (not body)"].add(want == got)


def _provenance(result: Evaluation, truth: Json, prediction: Json) -> None:
    """The publisher, and the sources that the document as a whole is credited to."""
    if "publisher" in truth:
        publisher = prediction["document"].get("publisher") or {}
        result.labels["publisher"].add(truth["publisher"] == (publisher.get("id") or UNKNOWN_PUBLISHER))
    if "document_upstreams" in truth:
        want = {u["id"] for u in truth["document_upstreams"]}
    elif "wire" in truth:
        want = {truth["wire"]} if truth["wire"] else set()
    else:
        return
    got = {u["source"] for u in prediction.get("upstreams", [])}
    result.found["document upstream"].add(len(want & got), len(got), len(want))


def _overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
