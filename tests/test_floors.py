"""The import floors of the design: a part imports from its own floor and those below; heavy libraries have one home each."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "provenance"

FLOORS = (
    ("errors", "spans"),
    ("records", "ids", "links"),
    ("lexicon", "registry"),
    ("ingest", "segment", "detect"),
    ("trace", "claims", "anchors"),
    ("score",),
    ("scoring", "pipeline", "checking"),
    ("store",),
    ("report", "export"),
    ("api", "web", "cluster", "cli"),
)
FLOOR = {part: height for height, parts in enumerate(FLOORS) for part in parts}

HOMES = {
    **dict.fromkeys(("lxml", "bs4", "trafilatura"), "ingest"),
    **dict.fromkeys(("rensa", "rapidfuzz", "snowballstemmer"), "claims"),
    **dict.fromkeys(("httpx", "httpcore", "warcio", "zstandard"), "ingest"),
    **dict.fromkeys(("sqlalchemy", "alembic"), "store"),
    **dict.fromkeys(("xlsxwriter", "pyarrow", "prov"), "export"),
    "jinja2": "report",
    **dict.fromkeys(("starlette", "uvicorn"), "web"),
    "pyspark": "cluster",
    "typer": "cli",
}

LAZY = (
    *("sqlalchemy", "alembic", "lxml", "bs4", "trafilatura", "numpy", "py3langid", "yaml"),
    *("rensa", "rapidfuzz", "snowballstemmer"),
    *("httpx", "httpcore", "warcio", "zstandard", "xlsxwriter", "pyarrow", "prov", "jinja2", "starlette", "uvicorn", "pyspark"),
)
"""Libraries that start-up must not pay for: `provenance --help` has 0.4 s."""


def part_of(path: Path) -> str:
    """The floor's part that a file belongs to: "store" for provenance/store/tables.py; "" for the package's own __init__."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(tree: ast.AST, package: str) -> Iterator[str]:
    """Every dotted name that a module imports, also within functions; relative ones made absolute against `package`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: -(node.level - 1) or None] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def breaches(file: Path, source: str) -> list[str]:
    """What a file imports against the rules, in words."""
    here = part_of(file)
    package = ".".join(file.relative_to(ROOT).parent.parts)
    found = []
    for name in set(imports(ast.parse(source, str(file)), package)):
        top, *rest = name.split(".")
        home = HOMES.get(top)
        if home and here != home:
            found.append(f"{file.relative_to(ROOT)} imports {name}, which belongs to {home} alone")
        if top != "provenance" or not rest or rest[0] not in FLOOR or here not in FLOOR or rest[0] == here:
            continue
        if FLOOR[rest[0]] > FLOOR[here]:
            found.append(f"{file.relative_to(ROOT)} imports {name} from a floor above")
    return sorted(found)


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_no_module_imports_from_a_floor_above_or_a_library_of_another_home():
    assert [line for file in files() for line in breaches(file, file.read_text(encoding="utf-8"))] == []


def test_every_part_of_the_package_has_a_floor():
    parts = {part_of(file) for file in files()} - {""}
    assert parts <= FLOOR.keys(), f"give these parts a floor in {Path(__file__).name}: {sorted(parts - FLOOR.keys())}"


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("score/x.py", "from provenance.store import tables"),
        ("score/x.py", "def f():\n    import provenance.pipeline"),
        ("score/v1/x.py", "from ...cli import main"),
        ("score/x.py", "from provenance import export"),
        ("records.py", "from .score import facts"),
        ("registry/x.py", "import lxml.etree"),
        ("cli/x.py", "def f():\n    from sqlalchemy.orm import Session"),
        ("cli/x.py", "import importlib\nimportlib.import_module('trafilatura')"),
        ("store/x.py", "import typer"),
    ],
)
def test_the_check_sees_a_breach(file, source):
    assert breaches(PACKAGE / file, source) != []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("store/x.py", "import sqlalchemy\nfrom provenance.pipeline import annotate\nfrom . import tables"),
        ("score/v1/x.py", "from provenance.score import facts\nfrom ..facts import Rating\nfrom provenance.spans import Span"),
        ("ingest/x.py", "import lxml.etree, bs4\nfrom provenance.segment import passages"),
        ("cli/x.py", "import json, typer\nfrom provenance.export import jsonl"),
    ],
)
def test_the_check_lets_pass_what_the_design_allows(file, source):
    assert breaches(PACKAGE / file, source) == []


def loaded_by(module: str) -> set[str]:
    """The top names of all modules that are loaded after importing `module` in a fresh interpreter."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["provenance", "provenance.cli.main"])
def test_importing_the_program_loads_no_heavy_library(module):
    assert loaded_by(module) & set(LAZY) == set()


def test_importing_any_module_reads_no_data_file_and_opens_no_connection():
    """Work at import would make every command pay for it, and would fail far from the place that needs the file."""
    modules = sorted(".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files())
    code = """
import importlib, sys
# What the libraries read at their own start is theirs.
import lxml.etree, bs4, trafilatura, sqlalchemy, alembic, alembic.config, alembic.command, typer, yaml, py3langid
DATA = (".tsv", ".toml", ".yaml", ".yml", ".json", ".csv", ".db", ".sqlite")
found = []
def watch(event, args):
    if event == "open" and str(args[0]).endswith(DATA):
        found.append((current, str(args[0])))
    if event.startswith(("socket.", "urllib.", "sqlite3.")):
        found.append((current, event))
current = ""
sys.addaudithook(watch)
for current in sys.argv[1:]:
    importlib.import_module(current)
for module, what in found:
    print(f"importing {module}: {what}")
"""
    done = subprocess.run([sys.executable, "-c", code, *modules], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
