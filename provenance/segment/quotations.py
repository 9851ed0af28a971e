"""Quotations of a passage, outermost ones only.

One odd mark costs the passage it stands in, nothing more. Marks: "…", “…”, ''…'', ``…'', „…“, «…», 「…」, and single
ones ('…', ‘…’) told from apostrophes by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


def _single_role(text: str, mark: re.Match[str], span: Span) -> str:
    """What a mark does to a quotation in single marks.

    "(": opens another one. ")": closes. "s": closes behind an s, where it may be a possessive. ".": closes behind punctuation;
    ",": the same by a mark that opens elsewhere. "": nothing.
    """
    sign, start, end = mark.group(), mark.start(), mark.end()
    if sign not in "'’‘":
        return ""
    if sign != "’" and _opens(text, start, end, span):
        return "("
    if not _closes(text, start, end, span):
        return ""
    strong = text[start - 1] in ".,!?…"
    if sign == "‘":
        return "," if strong else ""
    return "." if strong else "s" if text[start - 1] in "sS" else ")"


def _single_end(roles: Sequence[str], at: int) -> int | None:
    """The index of the mark that closes the single mark `at`; nested pairs are counted, plural possessives passed over."""
    depth = 0
    for i in range(at + 1, min(len(roles), at + MOST_MARKS)):
        role = roles[i]
        if role == "(":
            depth += 1
        elif role and role != ",":
            if depth:
                depth -= 1
            elif role != "s" or not _stronger_end_follows(roles, i):
                return i
    return None


def _stronger_end_follows(roles: Sequence[str], at: int) -> bool:
    """Whether a later single mark closes after punctuation, with none opening between: then this one is a possessive."""
    for role in roles[at + 1 : at + MOST_MARKS]:
        if role in ("(", ".", ","):
            return role != "("
    return False


def _may_go_on(text: str, start: int, span: Span) -> bool:
    """Whether speech that nothing closes may begin at `start`: with the passage, or behind a mark of `_BEFORE_SPEECH`."""
    end = start
    while end > span.start and text[end - 1].isspace():
        end -= 1
    return start == span.start or text.endswith(_BEFORE_SPEECH, span.start, end)


def quotations_of(text: str, span: Span) -> Iterator[tuple[Span, bool]]:
    """Each outermost quotation of `text[span]` with its marks, and whether it is closed.

    One that is not closed runs to the end of the passage where it opens the passage or follows a colon, a comma or the end of
    a sentence (speech that goes on in the next paragraph); any other odd mark is passed over. Time grows with the length alone.
    """
    marks = list(_MARK.finditer(text, span.start, span.end))
    last = {mark.group(): i for i, mark in enumerate(marks)}
    roles: list[str] = []
    i = 0
    while i < len(marks):
        mark, start, end = marks[i].group(), marks[i].start(), marks[i].end()
        single = mark in "'’‘" and len(mark) == 1
        if (mark in _CLOSERS and mark != "»" and mark != "«") or mark == "’" or not _opens(text, start, end, span):
            i += 1
            continue
        if single and not roles:
            roles = [_single_role(text, each, span) for each in marks]
        close = _single_end(roles, i) if single else _double_end(text, marks, i, span)
        if close is not None:
            yield Span(start, marks[close].end()), True
            i = close + 1
            continue
        if not single and last[mark] == i and _may_go_on(text, start, span):
            yield Span(start, span.end), False
            return
        i += 1
