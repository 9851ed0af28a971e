"""Features over how a claim and the text around it are worded: what could be checked, and what only presses.

All are densities: counts in 100 words, so that a long claim or text is worth no more than a short one of the same kind.
"""

from __future__ import annotations

from collections.abc import Callable

from provenance.claims.specificity import Wording
from provenance.records import Contribution
from provenance.score.case import Case, Feature
from provenance.score.table import Table, graded

Count = Callable[[Wording], int]


def specific(feature: str, count: Count) -> Feature:
    """What in the claim's words could be checked."""

    def row(table: Table, case: Case) -> Contribution:
        found = case.facts.wording
        if found is None:
            return table.row(feature, "not looked for")
        return _density(table, feature, count(found), max(found.words, _fewest(table)), found.words)

    return row


def worded(feature: str, count: Count) -> Feature:
    """How the claim is put. Words in quotation marks are the source's, and weigh less against what the text reports."""

    def row(table: Table, case: Case) -> Contribution:
        found = case.facts.wording
        if found is None:
            return table.row(feature, "not looked for")
        quoted = case.facts.mode or "none"
        share = table.points("wording", f"share, quotation {quoted}")
        return _density(table, feature, count(found), max(found.words, _fewest(table)), found.words, share)

    return row


def voiced(feature: str, count: Count) -> Feature:
    """How the text around the claim speaks where it quotes nobody."""

    def row(table: Table, case: Case) -> Contribution:
        setting = case.facts.setting
        if setting is None:
            return table.row(feature, "not looked for")
        words = setting.voice.words
        return _density(table, feature, count(setting.voice), max(words, round(table.points("voice", "fewest words"))), words)

    return row


def sourcing(table: Table, case: Case) -> Contribution:
    """The share of the text's claims that it ascribes to somebody whom it names."""
    setting = case.facts.setting
    if setting is None:
        return table.row("sourcing", "not looked for")
    if not setting.named:
        return table.row("sourcing", "none")
    share = setting.named / setting.claims
    reason = table.reason("sourcing", "weight", share=f"{share:.0%}")
    return graded("sourcing", f"{setting.named} of {setting.claims}", table.points("sourcing", "weight") * share, reason)


def several(table: Table, case: Case) -> Contribution:
    """The share of the text's claims that rest on named sources besides the one that it cites most."""
    setting = case.facts.setting
    if setting is None:
        return table.row("several_sources", "not looked for")
    if not setting.others:
        return table.row("several_sources", "none")
    share = setting.others / setting.claims
    reason = table.reason("several_sources", "weight", share=f"{share:.0%}")
    value = f"{setting.others} of {setting.claims}"
    return graded("several_sources", value, table.points("several_sources", "weight") * share, reason)


def _fewest(table: Table) -> int:
    return round(table.points("wording", "fewest words"))


def _density(table: Table, feature: str, count: int, over: int, words: int, share: float = 1.0) -> Contribution:
    """The whole weight from the table's density on, less below it in proportion."""
    if not count:
        return table.row(feature, "none")
    part = min(1.0, 100 * count / over / table.points(feature, "full at"))
    value = f"{count} in {words} words"
    return graded(feature, value, table.points(feature, "weight") * share * part, table.reason(feature, "weight"))


def pressing(found: Wording) -> int:
    """Words that press a claim on the reader, whole words in capitals, exclamation marks."""
    return found.emphasis + found.absolutes + found.shouted + found.exclaimed


def talking(found: Wording) -> int:
    """Words of talk, of the author and to the reader, and questions."""
    return found.talk + found.addressing + found.personal + found.asked


figures = specific("figures", lambda found: found.figures)
times = specific("times", lambda found: found.times)
names = specific("names", lambda found: found.names)
pressed = worded("pressing", pressing)
judged = worded("judging", lambda found: found.judging)
talked = worded("talking", talking)
voice_pressed = voiced("voice_pressing", pressing)
voice_judged = voiced("voice_judging", lambda found: found.judging)
voice_talked = voiced("voice_talking", talking)
voice_figured = voiced("voice_figures", lambda found: found.figures)
voice_timed = voiced("voice_times", lambda found: found.times)
