"""The data files of the lexicon, read with errors that name the file."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

from provenance.errors import LexiconError


def read_text(name: str) -> str:
    """The text of a data file of the lexicon."""
    return files("provenance.lexicon").joinpath(name).read_text(encoding="utf-8")


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises LexiconError with file and line where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: this is no TOML: {error}.") from error


def compiled(source: str, where: str) -> re.Pattern[str]:
    """A regular expression of a data file. Raises LexiconError that names the place."""
    try:
        return re.compile(source)
    except re.error as error:
        raise LexiconError(f"{where}: the pattern is no regular expression: {error}.") from error
