"""Models by name and by file: what a user's table may say, and how each fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.score import SHIPPED, load_model, score_claim
from provenance.score.models import model, template
from tests.score.strategies import claim_of
from tests.score.test_v2 import PLAIN


@pytest.fixture
def own(tmp_path: Path):
    """Writes a user's table: the template with lines replaced (old, new), and gives its path."""

    def write(*changes: tuple[str, str], name: str = "own.tsv") -> Path:
        text = template()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def line_of(key: str) -> int:
    return next(n for n, line in enumerate(template().splitlines(), 1) if line.startswith(key))


def test_the_shipped_models_have_names_and_digests():
    found = [model(name) for name in SHIPPED]
    assert [one.name for one in found] == ["v1", "v2"] and len({one.digest for one in found}) == 2
    assert all(len(one.digest) == 64 for one in found)


def test_a_users_model_scores_by_its_own_weights(own):
    path = own(("naming\tnamed\t0.25", "naming\tnamed\t1.25"), ("# model: my-model", "# model: desk-7"))
    score = load_model(path).score(claim_of(PLAIN), PLAIN)
    shipped = score_claim(claim_of(PLAIN), PLAIN, "v2")
    assert score.model == load_model(path).name and score.model.startswith("desk-7@")
    assert {r.feature: r.points for r in score.contributions}["naming"] == 1.25
    assert score.strength > shipped.strength
    assert score_claim(claim_of(PLAIN), PLAIN, str(path)) == score


def test_an_edited_file_is_another_model(own):
    first = load_model(own()).name
    assert load_model(own(("naming\tnamed\t0.25", "naming\tnamed\t0.30"))).name != first
    assert load_model(own()).name == first


def test_comments_and_empty_lines_are_passed_over(own):
    path = own(("feature\tvalue", "\n# our desk trusts names more\nfeature\tvalue"))
    assert load_model(path).score(claim_of(PLAIN), PLAIN).strength == score_claim(claim_of(PLAIN), PLAIN, "v2").strength


def test_a_table_as_spreadsheets_write_it_is_read(own):
    path = own()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_model(path).score(claim_of(PLAIN), PLAIN).strength == score_claim(claim_of(PLAIN), PLAIN, "v2").strength


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "naming\tnamed",
            "nameing\tnamed",
            r"own.tsv, line {n}: there is no feature 'nameing' \(did you mean 'naming'\?\); legal",
        ),
        (
            "naming\tnamed",
            "naming\tnamd",
            r"own.tsv, line {n}: naming has no value 'namd' \(did you mean 'named'\?\); legal are named",
        ),
        ("naming\tnamed\t0.25", "naming\tnamed\tmuch", r"own.tsv, line {n}: 'much' is no number of points"),
        ("naming\tnamed\t0.25", "naming\tnamed\tnan", r"own.tsv, line {n}: 'nan' is no number"),
        ("naming\tnamed\t0.25\t", "naming\tnamed\t0.25 ", r"own.tsv, line {n}: 3 fields"),
        ("naming\tnamed\t", "naming\tnot named\t0\tx\nnaming\tnamed\t", r"stands in the table twice"),
        ("naming\tnamed\t0.25", "naming\tnamed\t-0.25", r"line {n}: naming, named is -0.25: a named source must never be weaker"),
        ("naming\tnamed\t0.25", "naming\tnamed\t9", r"line {n}: naming, named is 9: it must lie between -3 and 3"),
    ],
)
def test_a_fault_names_file_line_and_what_is_legal(own, old, new, message):
    with pytest.raises(UsageError, match=message.replace("{n}", str(line_of("naming\tnamed")))):
        load_model(own((old, new)))


@pytest.mark.parametrize(
    ("key", "points", "law"),
    [
        ("hedging\tweight", "-1", "a hedge must never raise"),
        ("retellings\tperson", "0.2", "a relay must never raise"),
        ("copies\teach", "0.1", "a copy must never raise"),
        ("corroboration\tnamed origin", "-0.1", "a further independent origin must never lower"),
        ("contradiction\tnamed", "0.1", "a denial by another party must never raise"),
        ("contradiction\tnamed", "-0.1", "must never cost less"),
        ("drift\tnumber_changed", "0.1", "a change on the way must never raise"),
        ("corroboration\tnot looked for", "-0.2", "no points either way"),
        ("reliability\tC", "0.9", "a better rating must never be worth less"),
        ("cue\tdenial", "0.4", "a cue of denial"),
        ("prior\tevery claim", "2.9", "strength saturates"),
    ],
)
def test_a_table_that_breaks_a_law_is_refused_with_the_law(own, key, points, law):
    line = next(line for line in template().splitlines() if line.startswith(key + "\t"))
    feature, value, _, reason = line.split("\t")
    with pytest.raises(UsageError, match=law):
        load_model(own((line, "\t".join((feature, value, points, reason)))))


def test_missing_lines_are_named_and_where_to_begin(own):
    line = next(line for line in template().splitlines() if line.startswith("naming\tnamed"))
    with pytest.raises(UsageError, match="lacks naming, named; begin with what provenance score --table prints"):
        load_model(own((line + "\n", "")))


@pytest.mark.parametrize("first", ["", "# a table", "# model: v2", "# model: two words", "# model: ../x"])
def test_a_table_must_name_itself(own, first):
    with pytest.raises(UsageError, match="line 1"):
        load_model(own(("# model: my-model", first)))


def test_what_is_no_table_is_refused(tmp_path):
    binary = tmp_path / "x.tsv"
    binary.write_bytes(b"# model: x\n\xff\xfe")
    with pytest.raises(UsageError, match="not in UTF-8"):
        load_model(binary)
    with pytest.raises(UsageError, match="cannot be read"):
        model(str(tmp_path / "none.tsv"))
    with pytest.raises(UsageError, match="choose one of: v1, v2, or name a table"):
        model("v3")
