"""Does strength mean something, and does it tell claims apart? Measures scoring models on texts of known kinds.

    python -m training.strength VERACITY.jsonl.gz [--news NEWS.jsonl.gz] [--words N] [--model v1|v2|FILE] …
    python -m training.strength --spread seeds NEWS.jsonl.gz [--first 200] …

The first prints how often a `real` article stands above a `fake` and above a `satire` one (AUC), for the whole score, each of its
features, and two baselines. An article's strength is pooled from its claims: the mean of their log-odds, weighted by their
words; length does not enter, and an article without claims gets the model's prior. Intervals are 95 % of 1,000 bootstrap
samples of articles. Length-matched: over pairs whose lengths differ by 15 % at most.
The outlet is not known to the model: no address, publisher or rating comes with these texts.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.records import AnnotatedDocument, Claim, Document, Hop
from provenance.report.terminal.spread import spread_lines
from provenance.score import ClaimFacts, Model
from provenance.score.models import model as model_of
from provenance.score.spread import spread_of
from provenance.scoring import rescore
from training.strength_corpus import Sample, samples
from training.strength_fit import Floats, auc, cross_validated, interval, matched

KINDS = ("fake", "satire")
_NOISE = 1e-9
"""What differs by less is the same."""


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it is measured: log-odds pooled from its claims, and the part of each feature in them."""

    label: str
    words: int
    attributed: float
    total: float
    features: dict[str, float]


def main() -> None:
    """Prints the tables."""
    options = _options()
    model = model_of(options.model)
    for tagger in options.tagger or ["rules", "default"]:
        annotator = Annotator(load_resources(), tagger=tagger, model="v1")
        print(f"\n== tagger {tagger}, model {model.name} ({model.digest[:8]})")
        if options.spread:
            for path in options.files:
                print(f"\n{path}")
                documents = _documents(Path(path), annotator, options.cache, options.first)
                claims = (c for one in documents for c in rescore(one, None, annotator.registry, model))
                print("\n".join(spread_lines(spread_of(c.score.strength for c in claims if c.score), model.name)))
        else:
            path = Path(options.files[0])
            articles = [_article(s, annotator, model) for s in samples(path, annotator, options.cache, words=options.words)]
            news = samples(Path(options.news), annotator, options.cache, options.first, options.words) if options.news else ()
            _report(articles, [_article(s, annotator, model) for s in news])


def measured(path: Path, annotator: Annotator, model: str = "v2") -> dict[str, float]:
    """The AUC of `real` articles against each other kind, by kind."""
    chosen = model_of(model)
    articles = [_article(sample, annotator, chosen) for sample in samples(path, annotator, None)]
    values = {kind: np.array([a.total for a in articles if a.label == kind]) for kind in ("real", *KINDS)}
    return {kind: auc(values["real"], values[kind]) for kind in KINDS}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures what strength means, and how it spreads.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a corpus (.jsonl.gz); with --spread also folders of texts")
    parser.add_argument("--spread", action="store_true", help="how strengths spread, instead of what they mean")
    parser.add_argument("--news", help="further news that nobody looked at while weights were set")
    parser.add_argument("--tagger", action="append", help="may be given several times; by default rules and default")
    parser.add_argument("--model", default="v2")
    parser.add_argument("--first", type=int, default=200, help="so many texts of a corpus without labels")
    parser.add_argument("--words", type=int, help="cut each text after so many words, so that all are of one length")
    parser.add_argument("--cache", type=Path, help="a folder outside the project that keeps annotations")
    return parser.parse_args()


def _documents(path: Path, annotator: Annotator, cache: Path | None, first: int) -> Iterator[AnnotatedDocument]:
    if path.is_dir():
        yield from (annotator.annotate(one) for one in read_paths([str(path)]) if isinstance(one, Document))
    else:
        yield from (sample.annotated for sample in samples(path, annotator, cache, first))


# ---------------------------------------------------------------- pooling


def _article(sample: Sample, annotator: Annotator, model: Model) -> Article:
    claims = rescore(sample.annotated, None, annotator.registry, model)
    weights = [_words(sample.annotated, claim) for claim in claims]
    features: dict[str, float] = {}
    for claim, words in zip(claims, weights, strict=True):
        for row in claim.score.contributions if claim.score else ():
            features[row.feature] = features.get(row.feature, 0.0) + row.points * words / sum(weights)
    if not claims:
        features["prior"] = _prior(model)
    parents = {a.id: a.parent for a in sample.annotated.attributions}
    said = sum(w for c, w in zip(claims, weights, strict=True) if c.attribution and parents.get(c.attribution) is None)
    return Article(sample.label, sample.words, said / max(1, sample.words), math.fsum(features.values()), features)


def _prior(model: Model) -> float:
    """What a text without claims gets: the row that every claim has."""
    chain = (Hop("an-outlet", "published_by"),)
    facts = ClaimFacts(chain, ("news_outlet",), "an-outlet", "news_outlet", named=True)
    rows = model.score(Claim("any", 0, (), chain), facts).contributions
    return next(row.points for row in rows if row.feature == "prior")


def _words(annotated: AnnotatedDocument, claim: Claim) -> int:
    return max(1, sum(len(span.of(annotated.document.text).split()) for span in claim.spans))


# ---------------------------------------------------------------- the report


def _report(articles: Sequence[Article], news: Sequence[Article]) -> None:
    labels = np.array([a.label for a in articles])
    words = np.array([float(a.words) for a in articles])
    for label in ("real", *KINDS):
        own = [a for a in articles if a.label == label]
        mean = sum(1 / (1 + math.exp(-a.total)) for a in own) / len(own)
        print(f"{label:7} {len(own):4} texts, median {np.median([a.words for a in own]):.0f} words, mean strength {mean:.3f}")
    print(
        f"\n{'AUC of real against':26}" + "".join(f"{kind:>22}" for kind in KINDS) + "   at the same length: " + ", ".join(KINDS)
    )
    total = np.array([a.total for a in articles])
    _line("strength", total, labels, words)
    _line("- share of words attributed", np.array([a.attributed for a in articles]), labels, words)
    _line("- length", words, labels, words)
    features = list(dict.fromkeys(name for a in articles for name in a.features))
    table = np.array([[a.features.get(name, 0.0) for name in features] for a in articles])
    for name, column in zip(features, table.T, strict=True):
        if np.ptp(column) > _NOISE:
            _line(f"  {name}", column, labels, words, bootstrap=False)
    for kind, shares in ((kind, _folds(total, labels, kind)) for kind in KINDS):
        print(f"strength, real against {kind}, by fifth of the texts: {' '.join(f'{share:.2f}' for share in shares)}")
    fitted = cross_validated(table, labels)
    print(
        "weights fitted to four fifths of these texts and measured on the last (for comparison; not shipped): "
        + ", ".join(f"{kind} {auc(fitted[labels == 'real'], fitted[labels == kind]):.3f}" for kind in KINDS)
    )
    if news:
        other = np.array([a.total for a in news])
        told = ", ".join(f"{kind} {auc(other, total[labels == kind]):.3f}" for kind in KINDS)
        print(f"strength of {len(news)} further news texts against {told}; mean {(1 / (1 + np.exp(-other))).mean():.3f}")


def _line(name: str, values: Floats, labels: Floats, words: Floats, *, bootstrap: bool = True) -> None:
    cells, same = [], []
    for kind in KINDS:
        real, others = labels == "real", labels == kind
        share = auc(values[real], values[others])
        low, high = interval(values[real], values[others]) if bootstrap else (share, share)
        cells.append(f"{share:.3f} ({low:.2f} to {high:.2f})" if bootstrap else f"{share:.3f}                ")
        pair = matched(values[real], values[others], words[real], words[others])
        same.append(
            f"{pair.share:.3f} ({pair.low:.2f} to {pair.high:.2f}, {pair.pairs} pairs)" if bootstrap else f"{pair.share:.3f}"
        )
    print(f"{name:26}" + "".join(f"{cell:>22}" for cell in cells) + "   " + ", ".join(same))


def _folds(values: Floats, labels: Floats, kind: str) -> list[float]:
    chosen = [np.arange(len(values)) % 5 == fold for fold in range(5)]
    return [auc(values[(labels == "real") & fold], values[(labels == kind) & fold]) for fold in chosen]


if __name__ == "__main__":
    main()
