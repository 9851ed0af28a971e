"""The program as users install it: a wheel with its data, working outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = "City officials have closed the bridge, according to Reuters.\n"


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed; the message of a failure is all that it printed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the locked backend without any download."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `provenance` command in a fresh environment: the wheel, our libraries by a path file, no checkout."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel)
    # Only the libraries' folder is added, and no path file in it is read: the editable install of the checkout stays out.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "provenance"


def outside(folder: Path) -> dict[str, object]:
    """Where and how an installed program runs: another folder, and nothing of the developer's environment that leads back."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PROVENANCE"))}
    return {"cwd": folder, "env": environment}


def test_the_data_travel_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "provenance").rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc") and "__pycache__" not in file.parts
    }
    assert {"provenance/py.typed", "provenance/score/v1/weights.tsv"} <= data
    assert any(name.startswith("provenance/lexicon/") for name in data)
    migrations = {
        f"provenance/bundled/{file.relative_to(ROOT)}"
        for file in (ROOT / "migrations").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert any("/versions/" in name for name in migrations)
    assert sorted((data | migrations | {"provenance/bundled/sources.yaml"}) - names) == []


def test_the_wheel_carries_the_licence_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"provenance"}
    assert [name for name in names if name.endswith(".pyc")] == []


def test_the_installed_package_is_not_the_checkout(program, tmp_path):
    python = program.with_name("python")
    found = run(python, "-c", "import provenance; print(provenance.__file__)", **outside(tmp_path)).stdout.strip()
    assert found.startswith(str(program.parent.parent))


def test_the_installed_program_annotates_a_file_into_a_database(program, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run(program, "annotate", "a.txt", **outside(tmp_path))
    assert (tmp_path / "provenance.db").stat().st_size > 0
    query = "SELECT count(*) AS n FROM v_claims"
    rows = run(program, "sql", query, "--format", "csv", **outside(tmp_path)).stdout.split()
    assert rows[0] == "n" and int(rows[1]) >= 1


def test_the_installed_program_has_the_registry(program, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    printed = run(program, "annotate", "a.txt", "--format", "jsonl", "--no-store", **outside(tmp_path)).stdout
    assert '"reuters"' in printed
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_no_file_of_the_project_names_this_machine_or_a_package_registry():
    """A lock file or a script with an address in it works on one machine alone."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).stdout.split("\0")
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
    ours = [ROOT / name for name in listed if name.endswith((".py", ".toml", ".lock", ".sh", "Makefile", ".ini", ".ci/run"))]
    found = [str(p.relative_to(ROOT)) for p in ours if p.is_file() and str(ROOT) + "/" in p.read_text(encoding="utf-8")]
    assert found == []
