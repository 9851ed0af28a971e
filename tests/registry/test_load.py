"""What a registry file may hold, and the sentence that each fault gets."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import RegistryError
from provenance.registry import bundled_sources, load_registry, read_sources
from provenance.registry.plain import read_plain

HEAD = "schema: provenance.sources/1\nsources:\n"
ENTITY = "- id: a-b\n  name: A Paper\n  kind: newspaper\n"


def read(tmp_path: Path, text: str | bytes) -> object:
    path = tmp_path / "mine.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sources([path])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + ENTITY + "  colour: red\n", 6, ['key "colour"', "not a known key", "editorial_control"]),
        (HEAD + "- name: A\n  kind: newspaper\n", 3, ['"id" is missing']),
        (HEAD + "- id: a\n  name: A\n", 3, ['"kind" is missing']),
        (HEAD + "- id: a\n  name: A\n  kind: newspapr\n", 5, ['"newspapr"', "newspaper", "data_provider", 'key "kind"']),
        (HEAD + ENTITY + "  funding: rich\n", 6, ['"rich"', "nonprofit", "user_generated"]),
        (HEAD + ENTITY + "  editorial_control: none\n", 6, ["party_controlled"]),
        (HEAD + ENTITY + "  country: UK\n", 6, ['"UK" is not a country code', "GB"]),
        (HEAD + ENTITY + "  founded: long ago\n", 6, ["not a year"]),
        (HEAD + ENTITY + "  languages: [english]\n", 6, ['"english"', "ISO 639"]),
        (HEAD + ENTITY + "  domains: [co.uk]\n", 6, ['"co.uk"']),
        (HEAD + ENTITY + "  domains: ['http://a.com']\n", 6, ['"http://a.com"']),
        (HEAD + ENTITY + "  domains: [a.com,\n    b c]\n", 7, ['"b c"']),
        (HEAD + ENTITY + "  aliases: A\n", 6, ["a list is needed"]),
        (HEAD + ENTITY + "  aliases: [B, B]\n", 6, ["twice"]),
        (HEAD + ENTITY + "  handles: {x: Reuters}\n", 6, ["a list is needed"]),
        (HEAD + ENTITY + "  parent: nobody\n", 6, ['"nobody"', 'key "parent"']),
        (HEAD + ENTITY + "  parent: a-b\n", 6, ["ancestor"]),
        (HEAD + ENTITY + ENTITY, 6, ['the id "a-b" stands twice']),
        (HEAD + ENTITY + "  owner: B\n  owner: C\n", 7, ["a key stands twice"]),
        (HEAD + ENTITY + "- id: c\n  name: The A Paper\n  kind: magazine\n", 7, ["belongs to a-b too", '"ambiguous"']),
        (
            HEAD + ENTITY + "  domains: [a.com]\n- id: c\n  name: C\n  kind: magazine\n  domains: [a.com]\n",
            10,
            ['"a.com" belongs to a-b'],
        ),
        (HEAD + ENTITY + "ambiguous:\n- alias: B\n  candidates:\n  - {id: zz, when: []}\n", 9, ['"zz" is not the id']),
        (HEAD + ENTITY + "ambiguous:\n- alias: B\n  candidates:\n  - {id: a-b, when: [{wrds: [c]}]}\n", 9, ['"wrds"', "phrase"]),
        (HEAD + ENTITY + "ambiguous:\n- alias: B\n  candidates:\n  - {id: a-b, when: [{credit: yes}]}\n", 9, ["legal is true"]),
        (HEAD + ENTITY + "ambiguous:\n- alias: B\n  candidates:\n  - {id: a-b, when: []}\n  default: c\n", 10, ['"c"', "a-b"]),
        ("schema: provenance.sources/9\n", 1, ["provenance.sources/1"]),
        ("- a\n- b\n", 1, ["a mapping", "schema"]),
        ("", 1, ["a mapping"]),
        (HEAD + "- id: [a\n", 4, ["not valid YAML"]),
        (HEAD + "- id: a\n  name: !!python/object:os.system x\n  kind: \n", 5, []),
        (b"schema: provenance.sources/1\nsources: \xff\xfe\n", 2, ["not UTF-8"]),
    ],
)
def test_a_fault_names_file_line_key_and_legal_values(tmp_path: Path, text: str | bytes, line: int, words: list[str]) -> None:
    with pytest.raises(RegistryError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert f"mine.yaml, line {line}" in message
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 50_000,
        HEAD + "\n".join(f"- &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" if i else "- &a0 [x, x]" for i in range(30)),
        "schema: &s provenance.sources/1\nsources: [*s, *s]\n",
        "\x00\x01\x02",
    ],
)
def test_hostile_files_end_in_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(RegistryError) as caught:
        read(tmp_path, text)
    assert len(str(caught.value)) < 600 + len(str(tmp_path))


def test_a_file_that_is_missing_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="check the path"):
        load_registry(tmp_path / "none.yaml")
    large = tmp_path / "large.yaml"
    with large.open("wb") as handle:
        handle.truncate(17 * 1024 * 1024)
    with pytest.raises(RegistryError, match="at most"):
        load_registry(large)


def test_a_users_file_is_laid_over_ours(tmp_path: Path) -> None:
    extra = tmp_path / "mine.yaml"
    extra.write_text(
        HEAD
        + "- id: reuters\n  owner: Somebody Else\n  aliases: [The Wire of Wires]\n"
        + "- id: my-paper\n  name: The Heath Examiner\n  kind: newspaper\n  country: NO\n  languages: [no]\n  parent: reuters\n"
        + "ambiguous:\n- alias: Time\n  candidates:\n  - {id: my-paper, when: [{words: [heath]}]}\n  - {id: time, when: []}\n"
    )
    ours, both = load_registry(), load_registry(extra)
    assert both.entities["reuters"].owner == "Somebody Else"
    assert both.entities["reuters"].domains == ours.entities["reuters"].domains
    assert "路透社" in both.entities["reuters"].aliases
    assert both.resolve("Wire of Wires").id == "reuters"
    assert both.resolve("the Heath Examiner").id == "my-paper"
    assert both.entities["my-paper"].country == "NO"
    assert len(both.entities) == len(ours.entities) + 1
    assert both.resolve("Time").candidates == ("my-paper", "time")
    assert both.digest != ours.digest


def test_a_users_alias_that_is_ours_is_laid_to_the_users_file(tmp_path: Path) -> None:
    extra = tmp_path / "mine.yaml"
    extra.write_text(HEAD + "- id: aap\n  aliases: [Reuters]\n")
    with pytest.raises(RegistryError, match=r"mine\.yaml, line 4.*belongs to reuters too"):
        load_registry(extra)


def test_the_quick_reader_agrees_with_pyyaml_on_our_file() -> None:
    text = bundled_sources().read_text("utf-8")
    quick = read_plain(text)
    assert quick is not None, "sources.yaml is no longer plain enough for the quick reader"
    assert quick == yaml.load(text, Loader=yaml.BaseLoader)


_BITS = st.sampled_from(
    [
        "- id: a",
        "  name: B c",
        "  x: [a, b]",
        '  y: "q: \\"r\\""',
        "  z: {k: [v]}",
        "  z:",
        "  - {id: a}",
        "# c",
        "",
        "top:",
        "top2: v",
        "  name: b: c",
        "  x: [a,b]",
        "  x: 'a'",
        "  x: &a b",
        "  more words",
        "\tx: a",
        "  x: a # c",
        "  x: [a",
        "  x: {a: b, a: c}",
        "- id: b ",
    ]
)


@given(st.lists(_BITS, max_size=8))
def test_the_quick_reader_agrees_with_pyyaml_or_gives_up(lines: list[str]) -> None:
    text = "\n".join(lines)
    quick = read_plain(text)
    if quick:
        assert quick == yaml.load(text, Loader=yaml.BaseLoader)
