"""The scoring models: those that are shipped, by name, and those that a user brings as a file."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provenance.claims.specificity import words_bytes
from provenance.errors import UsageError
from provenance.links import Standing
from provenance.records import Claim, Score
from provenance.score.facts import ClaimFacts
from provenance.score.table import Table, read_table
from provenance.score.v1 import model as v1
from provenance.score.v1.table import weights_bytes as v1_bytes
from provenance.score.v2 import laws
from provenance.score.v2 import model as v2

DEFAULT_MODEL = v2.MODEL
SHIPPED = (v1.MODEL, v2.MODEL)
HEADER = re.compile(r"# ?model: ?(\S+)")
_NAME = re.compile(r"[A-Za-z][\w.-]{0,39}")
_DIGITS = 8

Scoring = Callable[[Claim, ClaimFacts, Standing | None], Score]


@dataclass(frozen=True, slots=True)
class Model:
    """A scoring model.

    `name` is what its scores are kept under: that of a user's model ends with "@" and eight digits of its digest, so that an
    edited file is another model. `digest` is the sha256 over all data that its scores rest on.
    """

    name: str
    digest: str
    scoring: Scoring

    def score(self, claim: Claim, facts: ClaimFacts, standing: Standing | None = None) -> Score:
        """The score of a claim; `standing` is how it stands in other documents, None where nobody looked.

        Raises ValueError where `facts` belong to another claim.
        """
        if facts.chain != claim.chain or facts.polarity != claim.polarity:
            raise ValueError(f"the facts given for claim {claim.id} have another chain or polarity than the claim")
        return self.scoring(claim, facts, standing)


def model(which: str | Path) -> Model:
    """The model of that name ("v1", "v2"), or the one in a file. Raises UsageError where there is none, or its file is wrong."""
    if which in SHIPPED:
        return _shipped(str(which))
    path = Path(which)
    if isinstance(which, str) and path.suffix != ".tsv" and not path.is_file():
        raise UsageError(
            f"there is no scoring model {which!r}; choose one of: {', '.join(SHIPPED)}, or name a table of weights (.tsv)"
        )
    return load_model(path)


@functools.cache
def _shipped(name: str) -> Model:
    if name == v1.MODEL:
        return Model(name, hashlib.sha256(v1_bytes()).hexdigest(), lambda claim, facts, _: v1.score(claim, facts))
    return Model(name, _digest(v2.weights_bytes()), v2.score)


def load_model(path: Path) -> Model:
    """A user's model: the features of v2 with weights of his own.

    Raises UsageError, which names the file and the line, where the file cannot be read, does not name the model, lacks a line,
    has an unknown one, or breaks a law that strength must keep.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: the table of weights cannot be read ({error.strerror or error}); check the path") from error
    table = read_table(data, name_of(data, path), str(path))
    laws.check(table, v2.table(), data.decode("utf-8-sig"), str(path))
    digest = _digest(data)
    named = Table(f"{table.name}@{digest[:_DIGITS]}", digest, table.weights)

    def scoring(claim: Claim, facts: ClaimFacts, standing: Standing | None) -> Score:
        return v2.score(claim, facts, standing, named)

    return Model(named.name, digest, scoring)


def template() -> str:
    """The table of v2 under a name to be changed: what a user begins a model of his own with."""
    lines = v2.weights_bytes().decode("utf-8").splitlines()
    return "\n".join(["# model: my-model", *lines[1:]]) + "\n"


def name_of(data: bytes, path: Path) -> str:
    """The name that a table gives itself in its first line. Raises UsageError where it has none, or one of a shipped model."""
    first = data.decode("utf-8-sig", "replace").partition("\n")[0].strip()
    found = HEADER.fullmatch(first)
    if found is None or not _NAME.fullmatch(found[1]):
        raise UsageError(
            f'{path}, line 1: the file must name its model, as "# model: my-desk"; a name begins with a letter and has letters, '
            "digits, dots and dashes, at most 40"
        )
    if found[1] in SHIPPED:
        raise UsageError(f"{path}, line 1: {found[1]} is a shipped model; give yours a name of its own")
    return found[1]


def _digest(weights: bytes) -> str:
    """The sha256 over a table of v2's features and the word lists that they count by."""
    return hashlib.sha256(hashlib.sha256(weights).digest() + hashlib.sha256(words_bytes()).digest()).hexdigest()
