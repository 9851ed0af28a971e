"""What one run measures, in groups: each by its name, with the tables that it prints, in full and quick.

A group is measured in a process of its own (`benchmarks.run`): so none has the memory of those before it, and one that keeps to
one core keeps no other to it. Within a group, what uses two cores or is weighed as a process comes before what is computed here.
Nothing of the program is imported before its group is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import one_core
from benchmarks.table import Row

Table = tuple[str, Sequence[Row], str]
"""Title, rows, and what the column of ratios is called."""
WORDS, QUICK_WORDS = 170_000, 30_000


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the shared data are, a folder that goes afterwards, and whether few texts and one round will do."""

    shared: Path
    folder: Path
    quick: bool

    @property
    def rounds(self) -> int:
        """Of several rounds the best counts."""
        return 1 if self.quick else 3


def start(on: Setting) -> Iterator[Table]:
    """How soon the program is there, and how much memory it takes."""
    from benchmarks import processes

    yield "Start-up, the median of some runs", processes.start_up(), "ratio"
    yield "Peak memory", processes.memory(on.shared, on.folder, 200 if on.quick else 1_000), "ratio"


def stored(on: Setting) -> Iterator[Table]:
    """The whole way, from text to stored rows: by tagger on one core, and with a second core."""
    from benchmarks.stored import by_tagger, second_core

    documents, rounds = (150, 1) if on.quick else (1_500, 2)
    yield "Text to stored rows, two cores beside one", second_core(on.shared, documents, on.folder, rounds), "ratio"
    one_core()
    words = 10_000 if on.quick else 60_000  # the seeds, four times, are more than the former
    yield "Text to stored rows, one core", by_tagger(on.shared, words, on.folder, on.rounds), "ratio"


def batches(on: Setting) -> Iterator[Table]:
    """How time, memory and the database grow with the number of articles."""
    from benchmarks.batches import TITLE, growing

    yield f"{TITLE}, 2 jobs", growing(on.folder, on.shared, 400 if on.quick else 2_000), "ratio"


def archives(on: Setting) -> Iterator[Table]:
    """Large files."""
    from benchmarks.archives import TITLE
    from benchmarks.archives import archives as reading

    one_core()
    yield TITLE, reading(on.folder, (5, 20) if on.quick else (20, 200)), "ratio"


def annotating(on: Setting) -> Iterator[Table]:
    """The stages, and storing beside them, on one core."""
    from benchmarks import stages, storing, texts

    one_core()
    annotator, loaded = stages.loading()
    found = texts.corpus(on.shared, QUICK_WORDS if on.quick else WORDS)
    whole, by_stage = stages.annotating(annotator, found, on.rounds)
    yield "Annotating, one core, nothing stored", [*whole, loaded], "ratio"
    yield "Annotating by stage, each by itself", by_stage, "share"
    yield "Storing", storing.storing(annotator, found, on.folder, on.rounds), "ratio"


def linking(on: Setting) -> Iterator[Table]:
    """Claims of many documents."""
    from benchmarks.linking_store import relating_sizes

    yield *relating_sizes(on.folder, (500, 2_000) if on.quick else (2_000, 10_000)), "growth"


def names(on: Setting) -> Iterator[Table]:
    """The registry's names."""
    from benchmarks.naming import naming

    one_core()
    yield "Names, one core", naming(on.shared, on.rounds), "ratio"


def taggers(on: Setting) -> Iterator[Table]:
    """Ours, and those of others."""
    from benchmarks import peers
    from benchmarks import taggers as ours

    one_core()
    words = QUICK_WORDS if on.quick else ours.WORDS
    yield "Taggers, one core", ours.taggers(on.shared, words, on.rounds), "ratio"
    yield "Taggers beside their peers, one core", peers.beside_peers(on.shared, on.rounds), "ratio"


def html(on: Setting) -> Iterator[Table]:
    """Pages."""
    from benchmarks import big_pages, pages, stages, texts

    one_core()
    annotator, _ = stages.loading()
    found = pages.reading(annotator, texts.pages(on.shared), on.rounds)
    yield "HTML", [*found, *big_pages.reading(on.shared, on.rounds)], "ratio"


def exporting(on: Setting) -> Iterator[Table]:
    """All formats; in a quick run the commonest."""
    from benchmarks import exporting as exports

    found = (
        exports.exporting(on.folder, (500, 2_000), formats=("jsonl", "csv", "xlsx", "parquet"))
        if on.quick
        else exports.exporting(on.folder, (1_000, 5_000))
    )
    yield *found, "ratio"


def serving(on: Setting) -> Iterator[Table]:
    """All pages of the server."""
    from benchmarks import serving as pages

    yield *pages.serving(on.folder, *((1_000, 5) if on.quick else (10_000, 20))), "ratio"


GROUPS: dict[str, Callable[[Setting], Iterator[Table]]] = {
    group.__name__: group
    for group in (start, stored, batches, annotating, taggers, names, html, archives, linking, exporting, serving)
}
"""In the order of a run."""
