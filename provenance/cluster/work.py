"""What the tasks of a run need to know, and the annotator that each Python worker makes of it, once."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from provenance import __version__
from provenance.claims.link import DETECTORS
from provenance.ids import content_id
from provenance.pipeline import Annotator, Keep, load_resources
from provenance.registry import Rating
from provenance.score import DEFAULT_MODEL

FORMAT = "provenance.cluster/1"
"""The shape of the files that a run leaves; a change of it makes all of them anew."""


@dataclass(frozen=True, slots=True)
class Work:
    """How texts are read and annotated. `sources` are the bytes of the user's own registry, `ratings` those of a database."""

    tagger: str = "default"
    least: float = 0.0
    speech_only: bool = False
    model: str = DEFAULT_MODEL
    max_bytes: int = 10_000_000
    sources: bytes | None = None
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """What the annotations rest on: where any of it changes, they are made anew."""

    program: str
    lexicon: str
    registry: str
    options: str
    linking: str

    @property
    def digest(self) -> str:
        """20 hexadecimal digits that stand for all of them but the linking."""
        return content_id(FORMAT, self.program, self.lexicon, self.registry, self.options)


@lru_cache(maxsize=2)
def annotator_of(work: Work) -> Annotator:
    """The annotator of this process. Raises RegistryError or UsageError as the command line does."""
    if work.sources is None:
        resources = load_resources()
    else:
        with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
            file = Path(folder, "sources.yaml")
            file.write_bytes(work.sources)
            resources = load_resources(file)
    keep = Keep(work.least, speech_only=work.speech_only)
    return Annotator(resources, ratings=work.ratings, tagger=work.tagger, keep=keep, model=work.model)


def versions_of(work: Work) -> Versions:
    """The versions of a run, found out by loading everything once on the driver."""
    from provenance.claims.keys import VERSION

    annotator = annotator_of(work)
    options = content_id(work.tagger, work.least, work.speech_only, work.model, work.max_bytes)
    return Versions(__version__, annotator.digest, annotator.sources_digest, options, " ".join((*DETECTORS, VERSION)))
