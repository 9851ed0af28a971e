"""Measures against gold as text."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.report.evaluate import Evaluation, interval
from provenance.report.terminal.canvas import PLAIN, Canvas


def evaluation_lines(evaluation: Evaluation, canvas: Canvas = PLAIN, errors: int = 0, *, slices: bool = False) -> Iterator[str]:
    """The measures, one a line, then up to `errors` misses and as many false alarms.

    `slices` adds the recall by kind of attribution and the interval of F1.
    """
    bold = canvas.paint.bold
    if evaluation.correlations:
        yield f"{'rank correlation':26}{'Spearman':>10}{'of':>10}"
    for name, value in evaluation.correlations.items():
        yield f"{name:26}{bold(f'{value:10.3f}')}{evaluation.documents:10}"
    if evaluation.found or not evaluation.correlations:
        yield f"{'found':26}{'precision':>10}{'recall':>10}{'F1':>10}{'gold':>8}{'predicted':>11}"
    for name, tally in evaluation.found.items():
        f1 = bold(f"{tally.f1:10.3f}")
        yield f"{name:26}{tally.precision:10.3f}{tally.recall:10.3f}{f1}{tally.gold:8}{tally.predicted:11}"
    if evaluation.labels:
        yield ""
        yield f"{'labels':26}{'right':>10}{'of':>10}{'accuracy':>10}"
    for name, share in evaluation.labels.items():
        yield f"{name:26}{share.right:10}{share.all:10}{bold(f'{share.accuracy:10.3f}')}"
    if slices:
        yield ""
        yield f"{'recall of attributions':34}{'found':>10}{'of':>10}{'recall':>10}"
        for name, share in sorted(evaluation.slices.items()):
            yield f"{name:34}{share.right:10}{share.all:10}{bold(f'{share.accuracy:10.3f}')}"
        low, high = interval(evaluation.by_document)
        yield f"F1 of attributions, middle 95 % over documents drawn with replacement: {low:.3f} to {high:.3f}"
    for kind, lines in (("missed", evaluation.missed), ("false alarm", evaluation.false_alarms)):
        for line in lines[:errors]:
            yield from canvas.wrapped(line, f"{kind:13}")
