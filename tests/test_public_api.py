"""The public surface of the package: its exact names, and that importing it costs nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import provenance
from provenance import api

NAMES = [
    "AnnotatedDocument",
    "Audit",
    "Database",
    "ProvenanceError",
    "Rejected",
    "Rows",
    "__version__",
    "annotate",
    "annotate_all",
    "open",
]
METHODS = {
    "AnnotatedDocument": ["audit", "claim", "claims_table", "of", "text", "to_json", "words"],
    "Audit": ["of"],
    "Database": ["ask", "audit", "claims", "close", "counts", "document", "documents", "questions", "sql"],
    "Rows": ["count", "dicts", "index", "to_pandas"],
}
"""What each class adds to the record that it is."""


def test_the_names_are_these_and_no_others():
    assert sorted(provenance.__all__) == NAMES
    assert sorted([*api.__all__, "__version__"]) == NAMES
    assert set(NAMES) <= set(dir(provenance))


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_explained(name: str):
    one = getattr(provenance, name)
    assert one is getattr(api, name, provenance.__version__)
    assert name == "__version__" or inspect.getdoc(one)


@pytest.mark.parametrize("name", METHODS)
def test_the_methods_are_these_and_explained(name: str):
    one = getattr(provenance, name)
    fields = getattr(one, "__dataclass_fields__", {})
    inherited = {"log_odds"}
    public = sorted(n for n in dir(one) if not n.startswith("_") and n not in fields and n not in inherited)
    assert public == METHODS[name]
    assert all(inspect.getdoc(getattr(one, method)) for method in public)


def test_what_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'provenance' has no attribute 'nosuch'"):
        _ = provenance.nosuch  # type: ignore[attr-defined]


def test_importing_the_package_imports_nothing_of_it():
    code = "import sys, typing; before = set(sys.modules); import provenance; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) - {"__future__"} == {"provenance"}
