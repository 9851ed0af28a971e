"""Date and channel of a statement, where its sentence states them outside the content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.lexicon.channels import ChannelRule
from provenance.records import DetectedChannel
from provenance.spans import Span

_MONTHS = {m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.replace('month', 'month2')}(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|[Ii]n\s+{_MONTH.replace('month', 'month3')}(?:\s+of)?(?:\s+(?P<year3>\d{{4}}))?"
    r"|[Ii]n\s+(?P<year4>(?:19|20)\d{2}))(?!\w)"
)
_NEW_CLAUSE = re.compile(r";|,\s+(?:and|but|while|whereas|although)\s")


def masked(text: str, sentence: Span, contents: Sequence[Span]) -> str:
    """The sentence with its contents blanked out by a character that no pattern knows, of the same length."""
    out = text[sentence.start : sentence.end]
    for content in contents:
        start, end = max(content.start, sentence.start) - sentence.start, min(content.end, sentence.end) - sentence.start
        if start < end:
            out = out[:start] + "\x00" * (end - start) + out[end:]
    return out


def date_in(words: str) -> str | None:
    """The first date stated in `words`: "05-26", "2024-05-26", "2024-08" or "2018"; None where there is none."""
    found = _DATE.search(words)
    if found is None:
        return None
    month = found["month"] or found["month2"] or found["month3"]
    day = found["day"] or found["day2"]
    year = found["year"] or found["year2"] or found["year3"] or found["year4"]
    parts = [year, f"{_MONTHS[month.lower()]:02d}" if month else None, f"{int(day):02d}" if day else None]
    if day and not 1 <= int(day) <= 31:
        return None
    return "-".join(p for p in parts if p)


def channel_in(words: str, offset: int, rules: Sequence[ChannelRule], skip: Span | None) -> DetectedChannel | None:
    """The channel that `words` state, the first rule that fits; `offset` is where they begin in the text.

    `skip` is the source: a channel that stands wholly within it counts only for platforms ("a user on X") and for who cites
    it ("a letter seen by X"); one in another clause than the source is another's.
    """
    for rule in rules:
        if not rule.may_match(words):
            continue
        for found in rule.pattern.finditer(words):
            span = Span(offset + found.start("name"), offset + found.end("name"))
            if skip is not None and skip.overlaps(span) and rule.relation not in ("posted_on", "cited_by"):
                continue
            if skip is None or not _apart(words, span.start - offset, skip.start - offset, skip.end - offset):
                return DetectedChannel(span, rule.relation)
    return None


def _apart(words: str, channel: int, start: int, end: int) -> bool:
    """Whether a new clause begins between a channel and the source from `start` to `end`, all as offsets into `words`."""
    between = words[max(0, end) : channel] if channel >= end else words[channel : max(0, start)]
    return _NEW_CLAUSE.search(between) is not None
