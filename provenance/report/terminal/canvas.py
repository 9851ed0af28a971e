"""Width and colour of the terminal, and the few shapes that all reports share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.report.audit import Words
from provenance.report.text import clean, cut, wrap

LABEL = 16
"""Columns for the label at the left of a line."""

QUOTE_LIMIT = 400
"""A quoted text is cut after so many columns."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours, or none. Styles are applied to whole pieces after they were measured."""

    on: bool = False

    def _with(self, codes: str, text: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.on and text else text

    def bold(self, text: str) -> str:
        """For what the eye should find first."""
        return self._with("1", text)

    def dim(self, text: str) -> str:
        """For what is there to be looked up."""
        return self._with("2", text)

    def head(self, text: str) -> str:
        """For the name of a section."""
        return self._with("36", text)

    def hedge(self, text: str) -> str:
        """For a word of doubt within a text."""
        return self._with("33", text)

    def good(self, text: str) -> str:
        """For what speaks for a claim."""
        return self._with("32", text)

    def bad(self, text: str) -> str:
        """For what speaks against it."""
        return self._with("31", text)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a report is drawn: `columns` wide, at least 40."""

    columns: int = 80
    paint: Paint = Paint()

    def wrapped(self, text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
        """The text made harmless and wrapped, with its indents."""
        return wrap(clean(text), max(40, self.columns), first, rest)

    def labelled(self, label: str, text: str, indent: str = "  ") -> Iterator[str]:
        """Lines with a label in a column of its own at the left of the first."""
        lines = list(self.wrapped(text, indent + label.ljust(LABEL), indent + " " * LABEL))
        head = indent + self.paint.head(label)
        yield head + lines[0][len(indent + label) :]
        yield from lines[1:]


PLAIN = Canvas()


def quoted(words: Words) -> str:
    """Words of a document in quotation marks, with their place: `"may" (12-15)`."""
    return f"{in_quotes(words.text)} ({place(words)})"


def in_quotes(text: str) -> str:
    """A text of a document, made harmless, cut where it is very long, in quotation marks unless it brings its own."""
    text = cut(clean(text), QUOTE_LIMIT)
    has_own = text[:1] in "\"'“‘«„「" and text[-1:] in "\"'”’»“」" and len(text) > 1
    return text if has_own else f'"{text}"'


def file_name(locator: str) -> str:
    """The last part of a path or an address, made harmless, cut where it is very long."""
    return cut(clean(locator.rstrip("/").rpartition("/")[2] or locator), 40)


def place(words: Words) -> str:
    """The code points of a span: "12-15"."""
    return f"{words.span.start}-{words.span.end}"


def verdict(strength: float | None, reliability: str | None, credibility: int | None) -> str:
    """Strength and the two axes in short: "strength 0.57  -/3"; a dash where nobody rated the origin."""
    if strength is None:
        return "not scored"
    return f"strength {strength:.2f}  {reliability or '-'}/{credibility or '-'}"
