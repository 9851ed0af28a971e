"""The measures against gold: by hand on small records, and figure for figure against the project's own scorer."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from provenance.errors import UsageError
from provenance.export import to_json
from provenance.report.evaluate import Evaluation, evaluate
from provenance.report.gold import pair, read_gold
from provenance.report.terminal import evaluation_lines
from tests.report.sample import TEXT, at, sample


def gold(**changes: Any) -> dict[str, Any]:
    """The gold of the sample document, as the sample has it."""
    attribution = {
        "source_span": [*at("Mayor Ada Lindqvist")],
        "cue_span": [*at("told")],
        "content_spans": [[*at("The bridge may reopen in June")]],
        "source_id": "ada-lindqvist",
        "source_type": "person",
        "mode": "indirect",
        "polarity": "affirms",
        "chain": ["harbour-post", "coast-weekly", "northern-wire", "ada-lindqvist"],
    }
    return {
        "document": "bridge.txt",
        "publisher": "harbour-post",
        "document_upstreams": [{"id": "coast-weekly"}],
        "passages": [{"kind": "credit", "span": [*at("(Reprinted from Coast Weekly)")]}],
        "hedges": [{"span": [*at("may")]}],
        "attributions": [attribution | changes.pop("attribution", {})],
    } | changes


def scored(truth: dict[str, Any], **options: bool) -> Evaluation:
    return evaluate([truth], [json.loads(json.dumps(to_json(sample())))], **options)


def test_the_gold_itself_scores_full_marks() -> None:
    result = scored(gold())
    assert {name: tally.f1 for name, tally in result.found.items()} == dict.fromkeys(
        ["attribution", "token source", "token cue", "token content", "hedge", "document upstream"], 1.0
    )
    assert {name: share.accuracy for name, share in result.labels.items()} == dict.fromkeys(
        ["source_id", "source_type", "mode", "polarity", "chain", "passage kind", "passage kind (not body)", "publisher"], 1.0
    )
    assert (result.missed, result.false_alarms, result.documents) == ([], [], 1)


def test_another_source_is_no_match() -> None:
    result = scored(gold(attribution={"source_span": [*at("Northern Wire")]}))
    tally = result.found["attribution"]
    assert (tally.right, tally.predicted, tally.gold) == (0, 1, 1)
    assert result.missed == ["bridge.txt: Northern Wire | told | The bridge may reopen in June"]
    assert len(result.false_alarms) == 1


def test_half_of_the_content_is_enough() -> None:
    assert scored(gold(attribution={"content_spans": [[*at("bridge may reopen")]]})).found["attribution"].right == 1
    assert scored(gold(attribution={"content_spans": [[*at("bridge may")]]})).found["attribution"].right == 0


def test_optional_gold_is_neither_owed_nor_punished() -> None:
    tally = scored(gold(attribution={"tier": "optional"})).found["attribution"]
    assert (tally.right, tally.predicted, tally.gold) == (0, 0, 0)
    tally = scored(gold(hedges=[{"span": [*at("may")], "tier": "optional"}])).found["hedge"]
    assert (tally.right, tally.predicted, tally.gold) == (0, 0, 0)


def test_either_reading_is_right() -> None:
    other = {"source_span": [*at("Mayor Ada Lindqvist")], "source_type": "person"}
    result = scored(gold(attribution={"source_span": [*at("Northern Wire")], "source_type": "group", "alternatives": other}))
    assert result.found["attribution"].right == 1
    assert result.labels["source_type"].accuracy == 1.0


def test_unnamed_people_count_by_class_and_joint_holders_in_any_order() -> None:
    record = json.loads(json.dumps(to_json(sample())))
    record["attributions"][0]["source"]["id"] = "anon:one"
    record["attributions"][0]["chain"] = ["b+a"]
    result = evaluate([gold(attribution={"source_id": "anon:other", "chain": ["a+b"]})], [record])
    assert (result.labels["source_id"].right, result.labels["chain"].right) == (1, 1)


def test_flat_counts_outermost_predictions_alone() -> None:
    record = json.loads(json.dumps(to_json(sample())))
    record["attributions"][0]["parent"] = "another"
    assert evaluate([gold()], [record], flat=True).found["attribution"].predicted == 0
    assert evaluate([gold()], [record]).found["attribution"].predicted == 1


def test_each_is_matched_once_the_closest_first() -> None:
    far = {"content_spans": [[*at("bridge may reopen")]], "source_span": [*at("Ada Lindqvist")]}
    near = {"content_spans": [[*at("The bridge may reopen in June")]], "source_span": [*at("Ada Lindqvist")]}
    assert pair(TEXT, [far, near], [near]) == [(1, 0)]


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        (gold(document="other.txt"), "other.txt: the gold has this document and the predictions have not"),
        (gold(text="Another text."), "bridge.txt: the annotated text is not the text of the gold"),
    ],
)
def test_gold_that_fits_no_prediction(truth: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        scored(truth)


def test_read_gold(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \.json files"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(gold()), encoding="utf-8")
    assert read_gold(tmp_path) == [gold()]
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress((json.dumps(gold()) + "\n\n" + json.dumps(gold()) + "\n").encode()))
    assert len(read_gold(packed)) == 2
    for name, text, said in (
        ("c.jsonl", "{}\n", '"document"'),
        ("d.jsonl", "{}}\n", r"d\.jsonl:1"),
        ("e.jsonl.gz", "x", "cannot be read"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=said):
            read_gold(tmp_path / name)


def test_the_figures_as_text() -> None:
    lines = list(evaluation_lines(scored(gold(attribution={"source_span": [*at("Northern Wire")]})), errors=1))
    assert lines[1].split() == ["attribution", "0.000", "0.000", "0.000", "1", "1"]
    assert any(line.startswith("missed       bridge.txt: Northern Wire") for line in lines)


@pytest.mark.parametrize("folder", ["gold", "gold-news/gold"])
@pytest.mark.parametrize("flat", [False, True])
def test_the_figures_are_those_of_the_exam(shared: Path, seeds: Path, folder: str, flat: bool) -> None:
    spec = importlib.util.spec_from_file_location("exam_score", shared / "exam" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    exam = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(exam)
    truth = read_gold(shared / folder)
    texts = seeds if folder == "gold" else shared / "gold-news" / "texts"
    predictions = [noisy(one, texts) for one in truth]
    totals, labels, errors = exam.score(truth, predictions, flat, 10_000)
    mine = evaluate(truth, predictions, flat=flat)
    assert {n: (t.right, t.predicted, t.gold) for n, t in mine.found.items()} == {
        n: (t.right, t.predicted, t.gold) for n, t in totals.items()
    }
    labelled = {n: (s.right, s.all) for n, s in mine.labels.items() if n != "parent"}  # which the exam does not count
    assert labelled == {n: (c["right"], c["all"]) for n, c in labels.items()}
    assert (mine.missed, mine.false_alarms) == (errors["missed"], errors["false alarm"])
    assert 0 < mine.found["attribution"].f1 < 1


def noisy(truth: dict[str, Any], texts: Path) -> dict[str, Any]:
    """A prediction made from the gold with faults of every kind: lost, moved, doubled and wrongly labelled records."""
    text = (texts / truth["document"]).read_bytes().decode("utf-8").removeprefix("\ufeff")
    attributions = []
    for number, one in enumerate(truth["attributions"]):
        if number % 7 == 3:
            continue
        contents = [[start + (number % 5 == 1) * 9, end] for start, end in one["content_spans"]]
        attributions.append(
            {
                "source": {"span": one.get("source_span"), "id": one.get("source_id"), "type": one.get("source_type")},
                "cue": {"span": None if number % 6 == 2 else one.get("cue_span")},
                "content": {"spans": contents, "mode": "direct" if number % 4 == 0 else one.get("mode")},
                "polarity": one.get("polarity"),
                "parent": "x" if number % 3 == 0 else None,
                "chain": list(one.get("chain") or [])[: -1 if number % 5 == 0 else None],
            }
        )
    attributions += attributions[:2]
    hedges = [{"span": [h["span"][0], h["span"][1] + n % 2]} for n, h in enumerate(truth.get("hedges", [])) if n % 4]
    upstreams = [{"source": u["id"]} for u in truth.get("document_upstreams", [])] + [{"source": "nobody"}]
    passages = [{"kind": p["kind"] if n % 3 else "body", "span": p["span"]} for n, p in enumerate(truth.get("passages", []))]
    document = {"id": "x", "path": f"a/{truth['document']}", "text": text, "publisher": None}
    return {
        "document": document,
        "attributions": attributions,
        "hedges": [*hedges, {"span": [0, 3]}],
        "passages": [*passages, {"kind": "furniture", "span": [len(text) - 5, len(text)]}],
        "upstreams": upstreams,
    }
