"""All compiled patterns of some modules, and texts that make patterns backtrack."""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import provenance

AnyPattern = re.Pattern[str] | re.Pattern[bytes]
_LEVELS = 4
"""How deep in tuples, tables and records patterns are looked for."""


@cache
def modules() -> tuple[ModuleType, ...]:
    """All modules of the program, those that need something which is not installed left out."""
    found = []
    for info in pkgutil.walk_packages(provenance.__path__, "provenance."):
        if not info.name.endswith("__main__"):
            with contextlib.suppress(ModuleNotFoundError):
                found.append(importlib.import_module(info.name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Held:
    """A pattern of the program: the module that makes it, its name there, whether it is looked for at every place of a text."""

    module: str
    place: str
    pattern: AnyPattern
    searched: bool

    @property
    def name(self) -> str:
        """Module and name."""
        return f"{self.module}.{self.place}"


@cache
def held_patterns() -> tuple[Held, ...]:
    """The patterns in the globals of all modules, those imported from another once, and those written within functions."""
    holders: dict[AnyPattern, list[tuple[ModuleType, str]]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for place, pattern in within(value, name):
                holders.setdefault(pattern, []).append((module, place))
    found = []
    for pattern, places in holders.items():
        owner, place = min(places, key=lambda one: not _assigns(one[0], one[1]))
        found.append(Held(owner.__name__, place, pattern, any(is_searched(module, name) for module, name in places)))
    return tuple(found) + tuple(one for one in _inner() if one.pattern not in holders)


@cache
def _source(module: ModuleType) -> str:
    return inspect.getsource(module) if module.__file__ and Path(module.__file__).stat().st_size else ""


def _assigns(module: ModuleType, place: str) -> bool:
    """Whether a module makes a global itself, rather than importing it."""
    name = re.split(r"[\[.]", place)[0]
    return re.search(rf"^{re.escape(name)}\b[^=\n]*=", _source(module), re.MULTILINE) is not None


_CALLS = frozenset("compile match search fullmatch sub subn split findall finditer".split())
_FILLED = re.escape("a b")
"""What stands for a word that a function puts into a pattern."""


def _inner() -> Iterator[Held]:
    """The patterns that functions write out: `re.search("…", text)`; words that are put in become a word of two."""
    for module in modules():
        functions = (one for one in ast.walk(ast.parse(_source(module))) if isinstance(one, (ast.FunctionDef, ast.Lambda)))
        for node in dict.fromkeys(inner for one in functions for inner in ast.walk(one)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in _CALLS:
                written = _written(node.args[0])
                if written:
                    searched = node.func.attr not in ("match", "fullmatch")
                    yield Held(module.__name__, f"line {node.lineno}", re.compile(written), searched)


def _written(node: ast.expr) -> str | bytes | None:
    """A pattern that stands in a call, where it is a string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return node.value
    if isinstance(node, ast.JoinedStr) and all(isinstance(part, ast.Constant) or _is_escaped(part) for part in node.values):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _FILLED for part in node.values)
    return None


def _is_escaped(node: ast.expr) -> bool:
    """Whether a part of an f-string is `re.escape(…)`."""
    return isinstance(node, ast.FormattedValue) and ast.unparse(node.value).startswith("re.escape(")


def read_patterns() -> Iterator[Held]:
    """The patterns that are made of data files: those of the lexicons, of addresses and of the finders of names.

    Those of `_AT_ONE_PLACE` are put to the beginning of a line or an address alone; all others are taken to be searched.
    """
    known = {one.pattern for one in held_patterns()}
    for name, pattern in _read():
        if pattern not in known:
            known.add(pattern)
            module = re.match(r"[\w.]+(?=\.)", name)
            yield Held(module[0] if module else "", name, pattern, _AT_ONE_PLACE.search(name) is None)


_AT_ONE_PLACE = re.compile(r"furniture|carriers\(\)|load_credit_rules")


def _read() -> Iterator[tuple[str, AnyPattern]]:
    from provenance.registry import load_registry
    from provenance.registry.addresses import carriers

    for module in modules():
        if module.__name__.startswith("provenance.lexicon."):
            for name, value in vars(module).items():
                if name.startswith("load_") and getattr(value, "__module__", "") == module.__name__:
                    with contextlib.suppress(TypeError):  # those that want an argument
                        yield from within(value(), f"{module.__name__}.{name}()")
    yield from within(carriers(), "provenance.registry.addresses.carriers()")
    finders = load_registry()._finders
    for finder in ("plain", "cyrillic"):
        yield from within(vars(getattr(finders, finder)), f"provenance.registry.registry._Finders.{finder}")


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
"""Seconds: below the first nothing is to be learnt, below the second the fourfold is quick enough, the third is too long."""


def texts(size: int, own: tuple[str, ...] = (), units: tuple[str, ...] = UNITS) -> Iterator[tuple[str, str]]:
    """Texts of `size` code points with the unit that they are made of; `own` are further units."""
    for unit in dict.fromkeys((*units, *own)):
        if unit:
            yield unit, unit * (size // len(unit)) + END


_SEARCHING = r"\b{}\.(?:search|finditer|findall|sub|subn|split)\b"


def is_searched(module: ModuleType, name: str) -> bool:
    """Whether a module looks for a pattern that it holds at every place of a text, and not only at one."""
    return re.search(_SEARCHING.format(re.escape(name)), _source(module)) is not None


class TooSlowError(Exception):
    """A pattern that did not come to an end in time."""


def seconds(run: Callable[[str], object], text: str) -> float:
    """The computing time of a run; LONGEST where it takes longer, as the engine lets itself be broken off by an alarm."""

    running = True

    def stop(_signal: int, _frame: object) -> None:
        if running:  # the alarm may ring just when the run has ended
            raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    begun = process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        run(text)
        running = False
        return process_time() - begun
    except TooSlowError:
        return LONGEST
    finally:
        running = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow_on(run: Callable[[str], object], size: int, own: tuple[str, ...] = (), units: tuple[str, ...] = UNITS) -> list[str]:
    """The units whose texts cost more than the length says: four times the text, more than six times the time."""
    found = []
    for unit, text in texts(size, own, units):
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
