"""Quotations of a passage, outermost ones only.

One odd mark costs the passage it stands in, nothing more. Marks: "…", “…”, ''…'', ``…'', „…“, «…», 「…」, and single
ones ('…', ‘…’) told from apostrophes by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.spans import Span

_MARK = re.compile(r"''|``|[\"“”„«»「」『』‘’']")
_BEFORE_SPEECH = (",", ":", ".", "!", "?", "…", "”", '"', "''")
"""What stands before speech that may go on in the next paragraph without a closing mark."""
MOST_MARKS = 200
"""Marks that a quotation in single marks may hold, apostrophes counted; a text of nothing else must not take for ever."""
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "``": "''"}
_CLOSERS = frozenset("”«»」』")


def _opens(text: str, start: int, end: int, span: Span) -> bool:
    """Whether a mark stands where one opens: after white space, a bracket or a dash, and before a word."""
    before = text[start - 1] if start > span.start else " "
    after = text[end] if end < span.end else " "
    return (before.isspace() or before in "([{—–-:/\"“‘'") and not after.isspace() and after not in ".,;:!?)"


def _closes(text: str, start: int, end: int, span: Span) -> bool:
    """Whether a mark stands where one closes: after a word or its punctuation, and not inside a word."""
    before = text[start - 1] if start > span.start else " "
    after = text[end] if end < span.end else " "
    return not before.isspace() and not after.isalnum()


def _double_end(text: str, marks: list[re.Match[str]], at: int, span: Span) -> int | None:
    """The index of the mark that closes the double mark `at`, or None."""
    opening = marks[at].group()
    wanted = _PAIRS.get(opening)
    for i in range(at + 1, len(marks)):
        mark = marks[i].group()
        if wanted is not None:
            if mark == wanted or (mark in wanted and len(mark) == 1):
                return i
            if mark == opening and opening not in "”":
                return None
        elif mark == opening:
            if _closes(text, marks[i].start(), marks[i].end(), span):
                return i
            if _opens(text, marks[i].start(), marks[i].end(), span):
                return None
        elif opening == '"' and mark in "”" and _closes(text, marks[i].start(), marks[i].end(), span):
            return i
    return None


def _single_end(text: str, marks: list[re.Match[str]], at: int, span: Span) -> int | None:
    """The index of the mark that closes the single mark `at`; nested pairs are counted, plural possessives passed over."""
    depth = 0
    for i in range(at + 1, min(len(marks), at + MOST_MARKS)):
        mark, start, end = marks[i].group(), marks[i].start(), marks[i].end()
        if mark not in "'’‘":
            continue
        if mark != "’" and _opens(text, start, end, span):
            depth += 1
        elif mark != "‘" and _closes(text, start, end, span):
            if depth:
                depth -= 1
            elif text[start - 1] in "sS" and _stronger_end_follows(text, marks, i, span):
                continue
            else:
                return i
    return None


def _stronger_end_follows(text: str, marks: list[re.Match[str]], at: int, span: Span) -> bool:
    """Whether a later single mark closes after punctuation, with none opening between: then this one is a possessive."""
    for later in marks[at + 1 : at + MOST_MARKS]:
        if later.group() not in "'’‘":
            continue
        if later.group() != "’" and _opens(text, later.start(), later.end(), span):
            return False
        if text[later.start() - 1] in ".,!?…" and _closes(text, later.start(), later.end(), span):
            return True
    return False


def quotations_of(text: str, span: Span) -> Iterator[tuple[Span, bool]]:
    """Each outermost quotation of `text[span]` with its marks, and whether it is closed.

    One that is not closed runs to the end of the passage where it opens the passage or follows a colon, a comma or the end of
    a sentence (speech that goes on in the next paragraph); any other odd mark is passed over.
    """
    marks = list(_MARK.finditer(text, span.start, span.end))
    i = 0
    while i < len(marks):
        mark, start, end = marks[i].group(), marks[i].start(), marks[i].end()
        single = mark in "'’‘" and len(mark) == 1
        if (mark in _CLOSERS and mark != "»" and mark != "«") or mark == "’" or not _opens(text, start, end, span):
            i += 1
            continue
        close = (_single_end if single else _double_end)(text, marks, i, span)
        if close is not None:
            yield Span(start, marks[close].end()), True
            i = close + 1
            continue
        if not single and (start == span.start or text[span.start : start].rstrip().endswith(_BEFORE_SPEECH)):
            following = next((m.start() for m in marks[i + 1 :] if m.group() == mark), span.end)
            if following == span.end:
                yield Span(start, span.end), False
                return
        i += 1
