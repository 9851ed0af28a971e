"""The ratchet: what the annotation is worth on gold never falls, and what was promised is held.

Skipped where the gold is not there. `make floors` raises the floors; nothing lowers them.
"""

from __future__ import annotations

import shutil
import subprocess
import warnings
from functools import cache

import pytest

from tests.conftest import ROOT, SHARED
from tests.floors import FLOORS, OF_MATCHED, PAGES, SETS, Measured, load, margin_of, raised, three, written

HINT = 0.005
"""A measure this much above its floor is worth a `make floors`."""

NEEDS_GOLD = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold and corpora are not on this machine")
BY_NAME = {one.name: one for one in SETS}


@cache
def now(name: str) -> dict[str, float]:
    """The measures of a set, taken once."""
    return BY_NAME[name].measures()


def entries(name: str) -> list[tuple[str, dict[str, float]]]:
    """The measures of a set, with what the file says of each."""
    return [(measure, values) for measure, values in load()[name].items() if measure != "digest"]


@NEEDS_GOLD
@pytest.mark.parametrize("gold_set", SETS, ids=lambda one: one.name)
def test_the_gold_is_the_one_that_the_floors_were_measured_on(gold_set: Measured) -> None:
    assert load()[gold_set.name]["digest"] == gold_set.digest(), (
        f"the gold of {gold_set.name} has changed: look at its changes, then run `make floors`, which starts its floors anew"
    )


@NEEDS_GOLD
@pytest.mark.parametrize("name", BY_NAME)
def test_no_measure_falls_below_its_floor(name: str) -> None:
    floors = {measure: values["floor"] for measure, values in entries(name) if "floor" in values}
    found = now(name)
    assert floors.keys() == found.keys() - set(OF_MATCHED)
    fallen = [f"{m} {found[m]:.4f} < {floor:.3f}" for m, floor in floors.items() if three(found[m]) < floor]
    assert fallen == [], f"{name}: {'; '.join(fallen)}"
    hint = HINT + margin_of(BY_NAME[name])
    above = [f"{m} {found[m]:.4f} > {floor:.3f}" for m, floor in floors.items() if found[m] > floor + hint]
    if above:
        warnings.warn(f"{name}: better than the floor, raise it with `make floors`: {'; '.join(above)}", stacklevel=1)


@NEEDS_GOLD
@pytest.mark.parametrize("name", BY_NAME)
def test_what_was_promised_is_held(name: str) -> None:
    owed = {measure: values["owed"] for measure, values in entries(name) if "owed" in values}
    short = [
        f"{measure} {now(name)[measure]:.4f} < {wanted:.3f}" for measure, wanted in owed.items() if now(name)[measure] < wanted
    ]
    assert short == [], f"{name}: {'; '.join(short)}"


@NEEDS_GOLD
def test_the_main_text_of_pages_is_no_worse_than_that_of_the_extractor_alone() -> None:
    """Both on the same pages in this run; trafilatura in either mode."""
    from benchmarks.main_text import peers  # not in the source distribution, which has no shared data either

    ours = PAGES.evaluated().found["main text"].f1
    better = [f"{name} {score.f1:.4f} > {ours:.4f}" for name, score in peers(SHARED).items() if score.f1 > ours]
    assert better == []


def test_floors_have_only_ever_been_raised() -> None:
    """Compared with every version that git has; a floor may go where its gold changed."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    current = load()
    path = FLOORS.relative_to(ROOT).as_posix()
    for commit in _git("log", "--format=%H", "--", path).split():
        for name, before in load(_git("show", f"{commit}:{path}")).items():
            if current[name]["digest"] != before["digest"]:
                continue
            for measure, values in before.items():
                if measure == "digest":
                    continue
                here = current[name].get(measure, {})
                if "owed" in values:  # a promise may be added to a measure, and none is changed
                    assert here.get("owed") == values["owed"], f"{name}, {measure}: promised otherwise in {commit[:10]}"
                if measure not in OF_MATCHED:  # the first versions had floors for these
                    assert here.get("floor", 0.0) >= values.get("floor", 0.0), f"{name}, {measure}: lower than in {commit[:10]}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def test_make_floors_raises_and_never_lowers() -> None:
    old = {"digest": "a", "publisher": {"floor": 0.8, "owed": 0.75}, "hedge F1": {"floor": 0.9}, "chain": {"owed": 0.8}}
    found = {"publisher": 0.79999, "hedge F1": 0.9129, "chain": 0.9, "source_id": 0.9}
    kept = {"hedge F1": {"floor": 0.912}, "chain": {"owed": 0.8}}
    assert raised(old, found, "a") == {"digest": "a", "publisher": {"floor": 0.8, "owed": 0.75}, **kept}
    assert raised(old, found, "b") == {"digest": "b", "publisher": {"floor": 0.799, "owed": 0.75}, **kept}


def test_the_file_is_as_make_floors_writes_it() -> None:
    assert written(load()) == FLOORS.read_text(encoding="utf-8")
