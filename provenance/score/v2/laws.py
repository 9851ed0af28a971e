"""What a table of v2's features must keep, so that its strengths may be called so: checked when a user's table is read.

A table that breaks a law is refused, not used with a warning: a strength that rises by a hedge, or by a copy, is not weaker
advice but another thing under the same name, and it would stand in the same columns as the others.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from provenance.errors import UsageError
from provenance.score.table import Table

NAMED_KINDS = ("person", "person, office stated", "official_body", "organization", "news_outlet", "news_agency", "document")
UNNAMED_KINDS = ("group", "anonymous", "unspecified")
MOST = 3.0
"""The largest weight, in log-odds: odds of twenty to one by a single row."""
_LEAST_LOSS = 0.1
"""What each further origin at least loses of the weight of the one before: WITHIN holds it."""
SATURATED = 7.0
"""The largest total, in log-odds, that a claim may reach: a strength of 0.999."""

Pair = tuple[str, str]
NEVER_ABOVE_ZERO: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("retellings", ("*",), "a relay must never raise strength, because words change on the way"),
    ("channel", ("relay",), "a relay must never raise strength, because words change on the way"),
    ("copies", ("*",), "a copy must never raise strength, because it adds no origin"),
    ("circularity", ("circular",), "support that runs in a circle must never raise strength"),
    ("contradiction", ("named", "unnamed"), "a denial by another party must never raise strength"),
    ("drift", ("*",), "a change on the way must never raise strength"),
    ("polarity", ("denies", "withholds"), "a denial or a refusal by the source must never raise strength"),
    ("pressing", ("weight",), "pressing words must never raise strength"),
    ("judging", ("weight",), "judging words must never raise strength"),
    ("reliability", ("D", "E"), "a poor rating must never raise strength"),
)
NEVER_BELOW_ZERO: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("corroboration", ("named origin", "unnamed origin"), "a further independent origin must never lower strength"),
    ("figures", ("weight",), "what can be checked must never lower strength"),
    ("times", ("weight",), "what can be checked must never lower strength"),
    ("hedging", ("weight",), "a hedge must never raise strength: its weight multiplies a logarithm that is below 0"),
    ("detection", ("weight",), "doubt must never raise strength: its weight multiplies a logarithm that is below 0"),
)
ALWAYS_ZERO: tuple[tuple[str, str], ...] = (
    ("reliability", "F"),
    ("reliability", "unrated"),
    ("hedging", "none"),
    ("retellings", "none"),
    ("copies", "none"),
    ("corroboration", "none found"),
    ("corroboration", "not looked for"),
    ("circularity", "none found"),
    ("circularity", "not looked for"),
    ("contradiction", "none found"),
    ("contradiction", "not looked for"),
    ("drift", "none found"),
    ("drift", "not looked for"),
    ("detection", "none"),
    ("chain_confidence", "none"),
    ("polarity", "affirms"),
)
WITHIN: dict[Pair, tuple[float, float]] = {
    ("hedging", "further"): (0.0, 1.0),
    ("hedging", "certainty floor"): (0.01, 1.0),
    ("detection", "floor"): (0.01, 1.0),
    ("corroboration", "further"): (0.0, 0.9),
    ("contradiction", "further"): (0.0, 0.9),
    ("drift", "further"): (0.0, 0.9),
    ("retellings", "floor"): (-5.0, 0.0),
    ("copies", "floor"): (-5.0, 0.0),
    ("wording", "fewest words"): (1.0, 100.0),
    ("voice", "fewest words"): (1.0, 1000.0),
    ("credibility", "improbable below"): (0.0, 1.0),
    ("credibility", "doubtful below"): (0.0, 1.0),
    ("credibility", "probable from"): (0.0, 1.0),
    ("credibility", "confirmed from"): (0.0, 1.0),
    ("credibility", "confirmed by"): (1.0, 100.0),
}
"""The range of what is no row's points but a parameter; all else lies within MOST of 0."""
PARAMETERS = ("wording", "voice", "credibility")
"""Features that give no row of their own."""
NEVER_LESS: tuple[tuple[Pair, Pair, str], ...] = (
    (("naming", "named"), ("naming", "not named"), "a named source must never be weaker than the same one unnamed"),
    (
        ("source_kind", "person, office stated"),
        ("source_kind", "person"),
        "a source whose office is stated must never be weaker than the same one without",
    ),
    *(
        (("source_kind", named), ("source_kind", unnamed), "a named source must never be weaker than an unnamed one")
        for named in NAMED_KINDS
        for unnamed in UNNAMED_KINDS
    ),
    *(
        (("reliability", better), ("reliability", worse), "a better rating must never be worth less")
        for better, worse in zip("ABCD", "BCDE", strict=True)
    ),
    (
        ("corroboration", "named origin"),
        ("corroboration", "unnamed origin"),
        "a named origin must never count less than an unnamed one",
    ),
    (
        ("contradiction", "unnamed"),
        ("contradiction", "named"),
        "a denial by a named party must never cost less than one by an unnamed",
    ),
    *(
        (("cue", stance), ("cue", "denial"), "a cue of denial must never be worth more than another cue")
        for stance in ("neutral", "assertive", "revealing", "distancing", "cognitive", "argumentative", "directive")
    ),
    (("credibility", "doubtful below"), ("credibility", "improbable below"), "doubtful stands above improbable"),
    (("credibility", "probable from"), ("credibility", "doubtful below"), "probable stands above doubtful"),
    (("credibility", "confirmed from"), ("credibility", "probable from"), "confirmed stands above probable"),
)
"""The first is worth at least what the second is."""


def check(table: Table, model: Table, text: str, where: str) -> None:
    """Raises UsageError, with the file and the line, where `table` has not the lines of `model` or breaks a law."""
    _check_lines(table, model, text, where)
    for (feature, value), reason in broken(table):
        number = line_of(text, feature, value)
        raise UsageError(f"{where}, line {number}: {feature}, {value} is {table.points(feature, value):g}: {reason}")


def _check_lines(table: Table, model: Table, text: str, where: str) -> None:
    features = sorted({feature for feature, _ in model.weights})
    for feature, value in table.weights:
        if (feature, value) in model.weights:
            continue
        place = f"{where}, line {line_of(text, feature, value)}"
        if feature not in features:
            raise UsageError(
                f"{place}: there is no feature {feature!r}{_nearest(feature, features)}; legal are {', '.join(features)}"
            )
        values = [v for f, v in model.weights if f == feature]
        raise UsageError(f"{place}: {feature} has no value {value!r}{_nearest(value, values)}; legal are {', '.join(values)}")
    missing = [f"{feature}, {value}" for feature, value in model.weights if (feature, value) not in table.weights]
    if missing:
        shown = "; ".join(missing[:5]) + (f"; and {len(missing) - 5} more" if len(missing) > 5 else "")
        raise UsageError(f"{where}: the table lacks {shown}; begin with what provenance score --table prints")


def broken(table: Table) -> Iterator[tuple[Pair, str]]:
    """The lines of a complete table that break a law, each with the reason."""
    for pair, weight in table.weights.items():
        low, high = _range(pair)
        if not low <= weight.points <= high:
            yield pair, f"it must lie between {low:g} and {high:g}"
    yield from _signs(table)
    for pair in ALWAYS_ZERO:
        if table.points(*pair) != 0:
            yield pair, "it must be 0: where nothing was found or nobody rated, there are no points either way"
    for more, less, reason in NEVER_LESS:
        if table.points(*more) < table.points(*less):
            yield more, f"{reason} ({less[0]}, {less[1]} is {table.points(*less):g})"
    if best(table) > SATURATED:
        yield (
            ("prior", "every claim"),
            f"with the best of every row it comes to {best(table):.2f}, more than {SATURATED:g}: strength saturates",
        )


def best(table: Table) -> float:
    """The highest total that a claim can reach."""
    rows = {feature for feature, _ in table.weights} - set(PARAMETERS)
    highest = dict.fromkeys(rows, -MOST)
    for (feature, value), weight in table.weights.items():
        if feature in rows and (feature, value) not in WITHIN and value != "full at":
            highest[feature] = max(highest[feature], weight.points)
    for feature in ("hedging", "detection"):
        highest[feature] = 0.0
    highest["corroboration"] /= max(_LEAST_LOSS, 1 - table.points("corroboration", "further"))
    return sum(highest.values())


def _range(pair: Pair) -> tuple[float, float]:
    if pair[1] == "full at":
        return 0.1, 100.0
    if pair[0] == "wording" and pair[1].startswith("share"):
        return 0.0, 1.0
    return WITHIN.get(pair, (-MOST, MOST))


def _signs(table: Table) -> Iterator[tuple[Pair, str]]:
    for sign, rules in ((1, NEVER_ABOVE_ZERO), (-1, NEVER_BELOW_ZERO)):
        for feature, values, reason in rules:
            for pair, weight in table.weights.items():
                is_meant = pair[0] == feature and (pair[1] in values or (values == ("*",) and pair[1] not in ("further",)))
                if is_meant and sign * weight.points > 0:
                    yield pair, reason


def line_of(text: str, feature: str, value: str) -> int:
    """The number of the line with this feature and value, from 1."""
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.split("\t")[:2] == [feature, value]), 1)


def _nearest(word: str, legal: list[str]) -> str:
    found = difflib.get_close_matches(word, legal, 1)
    return f" (did you mean {found[0]!r}?)" if found else ""
