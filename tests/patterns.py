"""All compiled patterns of some modules, and texts that make patterns backtrack."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from time import process_time
from types import ModuleType
from typing import Any

AnyPattern = re.Pattern[str] | re.Pattern[bytes]
_LEVELS = 4
"""How deep in tuples, tables and records patterns are looked for."""


def modules(package: str) -> Iterator[ModuleType]:
    """A package and the modules in it, or one module."""
    whole = importlib.import_module(package)
    yield whole
    for info in pkgutil.iter_modules(getattr(whole, "__path__", ())):
        yield importlib.import_module(f"{package}.{info.name}")


def patterns_of(package: str) -> dict[str, AnyPattern]:
    """The patterns that the modules of a package hold in their globals, by module and name; those imported count once."""
    found: dict[AnyPattern, str] = {}
    for module in modules(package):
        for name, value in vars(module).items():
            for place, pattern in within(value, name):
                found.setdefault(pattern, f"{module.__name__}.{place}")
    return {place: pattern for pattern, place in found.items()}


def within(value: Any, name: str, level: int = 0) -> Iterator[tuple[str, AnyPattern]]:
    """The patterns in a value: itself, or those in its members."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif level == _LEVELS or isinstance(value, (str, bytes, int, type, ModuleType)):
        return
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from within(one, f"{name}[{key!r}]", level + 1)
    elif isinstance(value, (tuple, list, frozenset, set)):
        for number, one in enumerate(value):
            yield from within(one, f"{name}[{number}]", level + 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from within(getattr(value, field.name), f"{name}.{field.name}", level + 1)


UNITS = (
    *(" ", '\n', '\xa0', '\t', ' \n', "a", "A", "é", "1", "-", "_", ".", ",", "'", "’", '"', "“", "(", ")", "[", "<"),
    *("&", "@", "/", "/*", "//", ":", "|", "—", "*", "#", '\\', "{", "=", "?", "!", "…", "©", "́", "李", "ま", "한", "A "),
    *("a ", "A. ", "A.", "a.", "a-", "a'", "Aa ", "Ann Lee ", "Ann Lee, ", "Ann Lee and ", "of ", "the ", "and "),
    *("Ann of the ", "By Ann ", "By ", "by A. ", "1, ", "1 May ", "May 1, ", "May ", ", ", "; ", "(Ann) ", "(AP) ", "(a"),
    *("[a", "“a ", '"a" ', "'a ", "Ann’s ", "Reuters ", "Reuters, ", "Reuters/", "said ", "who is ", "Photo: "),
    *("photo by ", "Photo/", "via ", "Source: ", "source ", "© 2024 ", "https://", "http://a.b/", "a@b ", "@a ", "(@a "),
    *("<a>", "<a ", "<!--", "-->", "<!-- -->", "<?a?>", "&amp;", '"a": ', '="', "='", '{"a":', "},", ", ]", "LONDON, "),
    *("LONDON (", "LONDON — ", "A, ", "A/", "a, b ", "in the ", "on the ", "With reporting by ", "Reporting by Ann; "),
    *("Editing by ", "This article ", "first published ", "Read more ", "Q: ", "Mr. ", "Dr ", "сказал ", "Анна "),
    *("Фото: ", "记者 ", "（", "【", "据", "：", "、", "来源：", "ب ", "ब ", "ा", '\u200b', '\ufeff', '\x85'),
)  # fmt: skip
"""What nasty texts are made of, said again and again."""
INNER = (" ", "\n ", "A ", "a", "A", "1", " 1", ", ", "a ", "-", " - ", "(", "/", "A. ", "Ann and ", "of the ", ".", ":")
"""What stands in the place of the rest of an example."""
END = "\x00"
"""What stands behind them: it fits nothing, so that a pattern which wants an end goes back."""
TELLING, ENOUGH, LONGEST = 0.03, 0.5, 3.0
"""Seconds: below the first nothing is to be learnt, below the second 80 kB are quick enough, beyond the third nothing is."""


def texts(size: int, own: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Texts of `size` code points with the unit that they are made of; `own` are further units."""
    for unit in dict.fromkeys((*UNITS, *own)):
        if unit:
            yield unit, unit * (size // len(unit)) + END


_SEARCHING = r"\b{}\.(?:search|finditer|findall|sub|subn|split)\b"


def is_searched(package: str, name: str) -> bool:
    """Whether a module looks for a pattern of its own at every place of a text, and not only at one."""
    source = "\n".join(inspect.getsource(module) for module in modules(package))
    return re.search(_SEARCHING.format(re.escape(name)), source) is not None


class TooSlowError(Exception):
    """A pattern that did not come to an end in time."""


def seconds(run: Callable[[str], object], text: str) -> float:
    """The computing time of a run; LONGEST where it takes longer, as the engine lets itself be broken off by an alarm."""

    def stop(_signal: int, _frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    begun = process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        run(text)
    except TooSlowError:
        return LONGEST
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return process_time() - begun


def slow_on(run: Callable[[str], object], size: int, own: tuple[str, ...] = ()) -> list[str]:
    """The units whose texts cost more than the length says: four times the text, more than six times the time."""
    found = []
    for unit, text in texts(size, own):
        short = seconds(run, text)
        if short > TELLING:
            long = seconds(run, unit * (4 * size // len(unit)) + END)
            if short >= LONGEST or (long >= ENOUGH and long > 6 * short):
                found.append(unit)
    return found


def beginnings(example: str, size: int) -> Iterator[tuple[str, str]]:
    """What a rule is for, broken off at each of its words and signs, and `size` code points of something else in its place;
    with the rest of the example behind them, and without. Only so a pattern is led to its inner parts."""
    for cut in sorted({match.end() for match in re.finditer(r"\w+|\W", example)})[:40]:
        for unit in INNER:
            for rest in ("", example[cut:]):
                room = max(0, size - cut - len(rest))
                yield f"{example[:cut]}{unit}…{rest}", example[:cut] + (unit * room)[:room] + rest
