"""`provenance evaluate`: scores annotations against gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.options import ReportFormat, Sources, TaggerChoice, TaggerOption
from provenance.cli.output import canvas, print_lines, say, stdout
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.records import AnnotatedDocument, Rejected
    from provenance.report.evaluate import Evaluation
    from provenance.report.gold import Json


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(evaluate)


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="A folder of gold .json files, a .jsonl(.gz) file of such records or of marked sentences, or a .tsv table of "
            "what web pages state.",
        ),
    ],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PREDICTED|PATH...]",
            help="What `annotate --format jsonl` printed (- for standard input), or texts to annotate now; nothing where the "
            "gold holds its texts.",
            show_default=False,
        ),
    ] = None,
    flat: Annotated[bool, typer.Option("--flat", help="The gold has no nesting: count outermost attributions alone.")] = False,
    bodies: Annotated[
        Path | None,
        typer.Option(
            "--bodies",
            metavar="FILE",
            help="With a .tsv table: the article texts of the pages, as .jsonl(.gz) records with id and articleBody.",
        ),
    ] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="Show N misses and N false alarms.")] = 0,
    slices: Annotated[
        bool, typer.Option("--slices", help="Add recall by kind of attribution, and the interval of F1 over documents.")
    ] = False,
    form: Annotated[ReportFormat, typer.Option("--format", help="Print a table, or JSON.")] = ReportFormat.table,
    sources: Sources = None,
    tagger: TaggerOption = TaggerChoice.default,
) -> None:
    """Score annotations against gold.

    Precision, recall and F1 of attributions, hedges and document upstreams; accuracy of the labels on what matched.
    Of web pages: publisher, wire, the bylines, datelines and credits that are kept, and the main text. Of sentences marked
    `uncertain`: which are found; of sentences with a `sentence-level-certainty`: the rank correlation with ours.
    """
    from provenance.report.evaluate import evaluate as score
    from provenance.report.gold import read_gold
    from provenance.report.sentences import evaluate_sentences, read_sentences
    from provenance.report.terminal import evaluation_lines

    if gold.suffix == ".tsv":
        result = _pages(gold, inputs or [], bodies, sources, tagger.value)
    elif bodies is not None:
        raise UsageError("--bodies goes with a .tsv table of what pages state; leave it out, or name such a table as GOLD")
    elif not inputs and (sentences := read_sentences(gold)) is not None:
        result = evaluate_sentences(sentences)
    else:
        truth = read_gold(gold)
        result = score(truth, _predictions(truth, gold, inputs or [], sources, tagger.value), flat=flat)
    if form is ReportFormat.json:
        shape = result.as_json() | {"missed": result.missed[:errors], "false_alarms": result.false_alarms[:errors]}
        json.dump(shape, stdout(), ensure_ascii=False, indent=1)
        stdout().write("\n")
    else:
        print_lines(evaluation_lines(result, canvas(sys.stdout), errors, slices=slices))


def _pages(table: Path, inputs: list[str], bodies: Path | None, sources: Path | None, tagger: str) -> Evaluation:
    """The measures of the pages under the inputs, which are annotated now; one that nothing is expected of is left alone."""
    from provenance.report.pages import evaluate_pages, read_bodies, read_expectations

    expectations = read_expectations(table)
    texts = read_bodies(bodies) if bodies is not None else None
    if not inputs:
        raise UsageError(f"{table}: a table of what pages state does not hold them; name the folder of the pages behind it")
    return evaluate_pages(expectations, _annotated(inputs, sources, tagger), texts)


def _predictions(gold: Sequence[Json], where: Path, inputs: list[str], sources: Path | None, tagger: str) -> Iterable[Json]:
    """The predictions as given, or made now."""
    if not inputs:
        missing = next((g["document"] for g in gold if not isinstance(g.get("text"), str)), None)
        if missing is not None:
            raise UsageError(f"{where}: the gold of {missing} does not hold its text; name the texts, or the predictions")
        return _annotate_texts(gold, sources, tagger)
    if len(inputs) == 1 and inputs[0] == "-":
        return _read(sys.stdin, "standard input")
    if len(inputs) == 1 and _holds_predictions(Path(inputs[0])):
        with Path(inputs[0]).open(encoding="utf-8", errors="replace") as lines:
            return list(_read(lines, inputs[0]))
    return _annotate_paths(inputs, sources, tagger)


def _holds_predictions(path: Path) -> bool:
    """Whether a file is what `annotate --format jsonl` prints, by the schema that its first line states."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as lines:
        return '"schema": "provenance.document/' in lines.readline(200)


def _read(lines: Iterable[str], where: str) -> Iterator[Json]:
    from provenance.report.gold_shape import PREDICTION, check_shape

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record: Any = json.loads(line)
            record["document"]["id"], record["document"]["text"]
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            raise UsageError(f"{where}:{number}: no annotated document; make the file with `annotate --format jsonl`") from error
        check_shape(record, PREDICTION, f"{where}:{number}", "annotation, as `annotate --format jsonl` prints them")
        yield record


def _annotate_texts(gold: Sequence[Json], sources: Path | None, tagger: str) -> Iterator[Json]:
    """The texts that the gold itself holds, read as text files and annotated."""
    from provenance.export import to_json
    from provenance.ingest import read_bytes
    from provenance.parallel.work import annotated_or_rejected
    from provenance.pipeline import Annotator, load_resources
    from provenance.records import Rejected

    annotator = Annotator(load_resources(sources), tagger=tagger)
    for one in gold:
        data = one["text"].encode("utf-8", "surrogatepass")
        read = read_bytes(data, path=one["document"], kind="text")
        found = read if isinstance(read, Rejected) else annotated_or_rejected(read, annotator)
        yield from map(to_json, _readable(found))


def _annotate_paths(paths: list[str], sources: Path | None, tagger: str) -> Iterator[Json]:
    """The texts under the paths, annotated, in the public shape."""
    from provenance.export import to_json

    return map(to_json, _annotated(paths, sources, tagger))


def _annotated(paths: list[str], sources: Path | None, tagger: str) -> Iterator[AnnotatedDocument]:
    """The texts and pages under the paths, annotated."""
    from provenance.ingest import read_paths
    from provenance.parallel.work import annotated_or_rejected
    from provenance.pipeline import Annotator, load_resources
    from provenance.records import Rejected

    annotator = Annotator(load_resources(sources), tagger=tagger)
    for read in read_paths(paths, stdin=sys.stdin.buffer):
        yield from _readable(read if isinstance(read, Rejected) else annotated_or_rejected(read, annotator))


def _readable(one: AnnotatedDocument | Rejected) -> Iterator[AnnotatedDocument]:
    """The document; what cannot be read is said and passed over."""
    from provenance.records import Rejected

    if isinstance(one, Rejected):
        say(f"{one.locator}: {one.detail}")
    else:
        yield one
