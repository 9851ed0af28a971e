"""Copies of public ratings. All ratings are invented; sources are the registry's, or that of a small registry made here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.cli.ratings import RatingFormat
from provenance.errors import UsageError
from provenance.registry import EDITORIAL_CONTROLS, Rating, Registry, load_registry
from provenance.registry.raters import FORMATS, Given, Imported, read_ratings
from provenance.registry.raters.names import Topics, is_topic
from provenance.registry.raters.scales import ADMIRALTY, BLACKLISTED, FACTUAL, TYPOLOGY, WIKIPEDIA, by_number

SOURCES = "schema: provenance.sources/1\nsources:\n" + "".join(
    f"- {{id: {id_}, name: {name}, kind: newspaper, domains: [{domains}], editorial_control: {control}}}\n"
    for id_, name, domains, control in (
        ("river-signal", "The River Signal", "river-signal.example, riversignal.example", "independent"),
        ("hill-echo", "Hill Echo", "hill-echo.example", "independent"),
        ("ministry-voice", "Voice of the Ministry", "ministry-voice.example", "state_controlled"),
        ("party-flag", "Flag of the Party", "party-flag.example", "party_controlled"),
    )
)
ON = Given(rated_on="2026-01-31")
NOW = "2026-02-01T10:00:00+00:00"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    file = tmp_path_factory.mktemp("raters") / "sources.yaml"
    file.write_text(SOURCES, encoding="utf-8")
    return load_registry(file)


class Reader:
    """Reads a text as a file of a format."""

    def __init__(self, path: Path, registry: Registry) -> None:
        self.path, self.registry = path / "r.csv", registry

    def __call__(self, form: str, text: str | bytes, given: Given = ON) -> Imported:
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_ratings(self.path, FORMATS[form], self.registry, given, NOW)


@pytest.fixture
def read(tmp_path: Path, registry: Registry) -> Reader:
    return Reader(tmp_path, registry)


def brief(found: Imported) -> list[tuple[object, ...]]:
    return [(r.source, r.topic, r.grade, r.value) for r in found.ratings]


def lines(remarks: tuple[object, ...]) -> list[int]:
    return [remark.line for remark in remarks]  # type: ignore[attr-defined]


# ------------------------------------------------------------ the descriptions


def test_the_command_line_offers_every_format() -> None:
    assert {form.value for form in RatingFormat} == set(FORMATS)
    assert [name for name, form in FORMATS.items() if form.name != name or not form.title] == []


def test_a_format_reads_its_columns_and_states_rater_and_terms() -> None:
    for form in FORMATS.values():
        fields = [column.field for column in form.columns]
        assert len(fields) == len(set(fields))
        assert {field for group in form.needed for field in group} <= set(fields)
        assert (form.rater is None) == (form.licence is None) == (form.name == "generic")


def test_every_step_of_a_scale_has_a_reason_and_no_word_means_two() -> None:
    for table in ((*WIKIPEDIA, BLACKLISTED), FACTUAL, TYPOLOGY):
        words = [word.casefold() for step in table for word in step.words]
        assert len(words) == len(set(words))
        assert all(step.why and (step.grade is None) == (step.control in EDITORIAL_CONTROLS) for step in table)


# ------------------------------------------------------------ lin2023


def test_lin2023_reads_domain_and_pc1_alone(read: Reader) -> None:
    found = read("lin2023", "Domain,PC1,mbfc\nwww.river-signal.example,0.8612,0.1\nhill-echo.example,0.1,no number\n")
    first = found.ratings[0]
    assert first == Rating(
        source="river-signal",
        grade="B",
        rater="Lin et al. 2023",
        rated_on="2026-01-31",
        licence=FORMATS["lin2023"].licence or "",
        value=0.8612,
        raw="0.8612",
        file_sha256=first.file_sha256,
        imported_on=NOW,
    )
    assert brief(found)[1] == ("hill-echo", "", "E", 0.1)
    assert (found.faults, found.unknown, found.notes) == ((), (), ())


@pytest.mark.parametrize(
    ("value", "grade"),
    [("1", "A"), ("0.876", "A"), ("0.875", "B"), ("0.63", "B"), ("0.625", "C"), ("0.3", "D"), ("0.125", "E"), ("0", "E")],
)
def test_a_number_has_the_nearest_grade_of_two_the_worse(value: str, grade: str) -> None:
    verdict = by_number({"rating": value})
    assert verdict is not None and verdict.grade == grade
    assert min(abs(float(value) - step) for _, step in ADMIRALTY) == abs(float(value) - dict(ADMIRALTY)[verdict.grade])


def test_state_media_keep_the_number_and_get_no_grade(read: Reader) -> None:
    found = read("lin2023", "domain,pc1\nministry-voice.example,0.7\nparty-flag.example,0.6\n")
    assert brief(found) == [("ministry-voice", "", None, 0.7), ("party-flag", "", None, 0.6)]
    assert [note.text for note in found.notes] == [
        "ministry-voice is state-controlled: its value is kept, and no grade is drawn from it alone",
        "party-flag is party-controlled: its value is kept, and no grade is drawn from it alone",
    ]


def test_of_two_domains_the_registrys_first_speaks(read: Reader) -> None:
    found = read("lin2023", "domain,pc1\nriversignal.example,0.2\nriver-signal.example,0.8\nsport.river-signal.example,0.1\n")
    assert brief(found) == [("river-signal", "", "B", 0.8)]
    assert lines(found.notes) == [2, 4]
    assert (
        found.notes[0].text
        == 'river-signal is "0.2" here and "0.8" in line 3, by its domain river-signal.example, which is taken'
    )
    assert found.faults == ()


def test_where_nothing_decides_between_two_values_neither_is_taken(read: Reader) -> None:
    found = read("lin2023", "domain,pc1\nhill-echo.example,0.2\nriver-signal.example,0.9\nwww.hill-echo.example,0.8\n")
    assert brief(found) == [("river-signal", "", "A", 0.9)]
    assert lines(found.faults) == [2, 4]


@pytest.mark.parametrize("value", ["1.01", "-0.1", "nan1", "0,5", "1_0", "1e999", "½", "9" * 5000])
def test_a_number_that_is_none_is_a_fault(read: Reader, value: str) -> None:
    found = read("lin2023", f'domain,pc1\nhill-echo.example,"{value}"\nriver-signal.example,0.9\n')
    assert (lines(found.faults), len(found.ratings)) == ([2], 1)
    assert "is no number from 0 (worst) to 1 (best)" in found.faults[0].text and len(found.faults[0].text) < 200


def test_rows_without_a_rating_are_counted_and_no_fault(read: Reader) -> None:
    found = read("lin2023", "domain,pc1\nhill-echo.example,NA\nriver-signal.example,\n\n")
    assert (found.unrated, found.faults, found.ratings) == (2, (), ())


# ------------------------------------------------------------ rsp

RSP = "id,name,status,status_n,wiki_url,urls,urls_n,info\n"


def rsp(*rows: tuple[str, str, str]) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return RSP + "".join(f'{i},{cell(n)},{cell(s)},1,w,{cell(u)},1,"some\nwords"\n' for i, (n, s, u) in enumerate(rows))


@pytest.mark.parametrize(
    ("status", "grade"),
    [
        ('["Generally reliable"]', "B"),
        ("Generally Reliable", "B"),
        ("No consensus, unclear, or additional considerations apply", "C"),
        ("gu", "D"),
        ('["Deprecated"]', "E"),
        ('["Blacklisted"]', "E"),
        ('["Blacklisted", "Generally unreliable"]', "D"),
        ('["Blacklisted", "Deprecated"]', "E"),
        ("deprecated; generally unreliable", "E"),
    ],
)
def test_each_status_has_its_grade(read: Reader, status: str, grade: str) -> None:
    found = read("rsp", rsp(("The River Signal", status, '["www.river-signal.example"]')))
    assert [(r.grade, r.value, r.raw) for r in found.ratings] == [(grade, None, status)]


@pytest.mark.parametrize("status", ["Fairly good", '["Generally reliable", "No consensus"]', '["a"', "[" * 3000, "[1]"])
def test_a_status_of_another_kind_is_a_fault_named_with_the_line_on_which_its_row_begins(read: Reader, status: str) -> None:
    found = read("rsp", rsp(("Hill Echo", "gr", "[]"), ("The River Signal", status, "[]")))
    assert (lines(found.faults), [r.source for r in found.ratings]) == ([4], ["hill-echo"])


def test_a_source_split_by_topic_has_a_rating_for_each_and_none_as_a_whole(read: Reader) -> None:
    found = read(
        "rsp",
        rsp(
            ("Hill Echo (politics and science) (HE)", "gu", '["hill-echo.example"]'),
            ("Hill Echo (2013–2019)", "nc", '["hill-echo.example"]'),
            ("Hill Echo (Culture Council)", "d", '["hill-echo.example"]'),
            ("Hill Echo contributors", "gu", '["hill-echo.example"]'),
        ),
    )
    assert brief(found) == [
        ("hill-echo", "politics and science", "D", None),
        ("hill-echo", "2013–2019", "C", None),
        ("hill-echo", "Culture Council", "E", None),
        ("hill-echo", "contributors", "D", None),
    ]
    assert read.registry.with_ratings(found.ratings).rating("hill-echo") is None


def test_other_names_in_brackets_are_no_topic(read: Reader) -> None:
    found = read(
        "rsp", rsp(("Hill Echo (HE, Echo of the Hill, hill-echo.example)", "gr", ""), ("The River Signal (TRS)", "nc", "[]"))
    )
    assert [(r.source, r.topic) for r in found.ratings] == [("hill-echo", ""), ("river-signal", "")]
    assert not is_topic("including Hill Mirror") and not is_topic("blog.example") and is_topic("US politics")
    assert Topics(["Echo (sport)", "Echo (HE)"]).of("Echo (HE)") == ("Echo", "")


def test_a_name_never_overrules_an_address_nor_an_address_a_name(read: Reader) -> None:
    both = '["hill-echo.example", "river-signal.example"]'
    found = read(
        "rsp",
        rsp(
            ("Hill Echo", "gr", '["river-signal.example"]'),
            ("Some Other Name", "gr", both),
            ("Hill Echo", "gr", both),
            ("The Nowhere Gazette of Nothing", "gr", "[]"),
        ),
    )
    assert [(r.source, r.grade) for r in found.ratings] == [("hill-echo", "B")]
    assert [fault.text for fault in found.faults] == [
        "it is river-signal by its address and hill-echo by its name; nobody is rated",
        "its addresses are those of hill-echo, river-signal; nobody is rated",
    ]
    assert [(one.line, one.text) for one in found.unknown] == [(8, "The Nowhere Gazette of Nothing")]


def test_a_platform_is_not_who_writes_there(read: Reader) -> None:
    found = read("rsp", rsp(("Some Club", "gu", '["www.facebook.com/some-club", "t.me/someclub"]')))
    assert (found.ratings, lines(found.unknown)) == ((), [2])


def test_one_name_with_two_statuses_is_rated_by_neither(read: Reader) -> None:
    found = read("rsp", rsp(("Hill Echo", "gr", '["hill-echo.example"]'), ("Hill Echo", "nc", '["hill-echo.example"]')))
    assert (found.ratings, lines(found.faults)) == ((), [2, 4])


# ------------------------------------------------------------ iffy, mbfc


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("VERY HIGH", "A"),
        ("VH", "A"),
        ("High", "B"),
        ("HIGH (1.4)", "B"),
        ("mostly-factual", "C"),
        ("MF", "C"),
        ("MIXED", "D"),
        ("M", "D"),
        ("low", "E"),
        ("VERY_LOW", "E"),
        ("vl", "E"),
    ],
)
def test_each_word_for_factual_reporting_has_its_grade(read: Reader, word: str, grade: str) -> None:
    for form, head in (("iffy", "Domain,Name,MBFC Fact"), ("mbfc", "source,name,factual_reporting")):
        found = read(form, f"{head}\nhill-echo.example,Hill Echo,{word}\n")
        assert [(r.rater, r.grade, r.value, r.raw) for r in found.ratings] == [(FORMATS[form].rater, grade, None, word)]


def test_the_raters_own_page_names_no_source(read: Reader) -> None:
    found = read(
        "mbfc",
        "name,url,factual\nHill Echo,https://mediabiasfactcheck.com/hill-echo/,high\nNobody at All,https://mediabiasfactcheck.com/x/,low\n",
    )
    assert [r.source for r in found.ratings] == ["hill-echo"]
    assert lines(found.unknown) == [3]


# ------------------------------------------------------------ smm


def test_smm_says_who_controls_and_gives_no_grade(read: Reader) -> None:
    text = "Region,Country,Media company,Main assets,URL,Typology\n" + "".join(
        f"A,B,C,Print: Hill Echo,https://www.hill-echo.example/{i},{step.words[0]}\n" for i, step in enumerate(TYPOLOGY[:1])
    )
    (found,) = read("smm", text + "A,B,C,The River Signal,,ISF\n").ratings[:1]
    assert (found.source, found.scale, found.grade, found.control, found.raw) == (
        "hill-echo",
        "editorial_control",
        None,
        "state_controlled",
        "SC",
    )
    assert [step.control for step in TYPOLOGY] == [
        *3 * ["state_controlled"],
        *2 * ["state_funded_independent"],
        *2 * ["independent"],
    ]


def test_doubles_and_odd_codes_are_named_and_passed_over(read: Reader) -> None:
    found = read(
        "smm", "main_assets,URL,typology\nHill Echo,hill-echo.example,SC\n,hill-echo.example,sc\nThe River Signal,,ISFM?\n"
    )
    assert len(found.ratings) == 1
    assert [(note.line, note.text) for note in found.notes] == [(3, "hill-echo has this rating from line 2 already")]
    assert [(fault.line, fault.text) for fault in found.faults] == [
        (4, 'the typology "ISFM?" is not known; it is one of: SC, CaPu, CaPr, ISFM, ISF, ISM, IP')
    ]


# ------------------------------------------------------------ generic

HEAD = "source,grade,rater,rated_on,licence"


def test_a_generic_file_may_have_topics_and_values(read: Reader) -> None:
    found = read(
        "generic",
        f"{HEAD},topic,value\nhill-echo,b,R,2026-01-31,CC0,,0.7\nhill-echo,F,R,2026-01-31,CC0,sport,\nriver-signal,,R,2026-01-31,CC0,,0.2\n",
        Given(),
    )
    assert brief(found) == [("hill-echo", "", "B", 0.7), ("hill-echo", "sport", "F", None), ("river-signal", "", None, 0.2)]
    assert [r.raw for r in found.ratings] == ["b", "F", "0.2"]


def test_what_a_generic_file_lacks_may_be_said_beside_it(read: Reader) -> None:
    given = Given(rater="our desk", rated_on="20260131", licence="internal")
    (found,) = read("generic", "domain;grade\nhill-echo.example;C\n", given).ratings
    assert (found.rater, found.rated_on, found.licence) == ("our desk", "2026-01-31", "internal")
    with pytest.raises(UsageError, match="the file has a column rater, so that --rater has no place"):
        read("generic", f"{HEAD}\nhill-echo,C,R,2026-01-31,CC0\n", Given(rater="our desk"))


def test_a_generic_file_that_contradicts_itself_is_refused(read: Reader) -> None:
    row = "hill-echo,{},R,2026-01-31,CC0\n"
    with pytest.raises(UsageError, match=r'r.csv:2: hill-echo is "B" here and "C" in line 3'):
        read("generic", f"{HEAD}\n{row.format('B')}{row.format('C')}", Given())


# ------------------------------------------------------------ what the user says; hostile files


@pytest.mark.parametrize(
    ("form", "given", "said"),
    [
        ("rsp", Given(), "a file of the format rsp has no date.*--rated-on"),
        ("rsp", Given(rated_on="last year"), '"last year" is no date; write it as 2026-01-31'),
        ("smm", replace(ON, rater="me"), "the rater of the format smm is State Media Monitor; leave --rater out"),
        ("rsp", replace(ON, licence=" "), "the licence is missing"),
    ],
)
def test_what_is_said_beside_the_file_is_checked(read: Reader, form: str, given: Given, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(form, rsp(("Hill Echo", "gr", "[]")), given)


def test_the_users_own_terms_go_before_those_stated(read: Reader) -> None:
    (found,) = read("rsp", rsp(("Hill Echo", "gr", "[]")), replace(ON, licence="by contract")).ratings
    assert found.licence == "by contract"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "r.csv:1: the column domain is missing; .*lin2023 has the columns domain, pc1"),
        (b"domain,rating\nx,1\n", "r.csv:1: the column pc1 is missing"),
        (b"domain,pc1,PC_1\nx,1,1\n", 'r.csv:1: the column "pc1" stands twice'),
        (b"domain,pc1\nhill-echo.example,\xff\n", "r.csv: the file is not UTF-8"),
        ("domain,pc1\n".encode("utf-16"), "r.csv: the file is not UTF-8"),
        ("domain,pc1\n".encode("utf-16-le"), "r.csv:1: the file is no text"),
        (b"domain,pc1\nhill-echo.example,0\x00\n", "r.csv:2: the file is no text"),
        (b"domain,pc1\nx," + b"9" * 200_000 + b"\n", "r.csv:2: this is no CSV"),
        (b'domain,pc1\nx,"0.1\n' + b"y,0.1\n" * 9, "this is no CSV"),
        (bytes(range(1, 128)), "this is no CSV|the column domain is missing"),
    ],
)
def test_a_file_that_is_no_such_list_is_one_sentence(read: Reader, content: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        read("lin2023", content)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_a_file_that_is_missing_a_folder_or_endless(read: Reader, tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "none.csv", "cannot be read"),
        (tmp_path, "cannot be read"),
        (Path("/dev/zero"), "has more than"),
    ):
        with pytest.raises(UsageError, match=said):
            read_ratings(path, FORMATS["lin2023"], read.registry, ON, NOW)


def test_messages_repeat_no_control_characters_and_nothing_long(read: Reader) -> None:
    found = read(
        "rsp",
        rsp(
            ("\x1b[2J" + "x" * 500, "gr", "[]"),
            ("Hill Echo", "\x1b]0;title\x07", "[]"),
            ("Hill Echo (" + "sport " * 99 + ")", "gr", "[]"),
        ),
    )
    assert len(found.faults) == 2 and found.ratings == ()
    for remark in (*found.faults, *found.unknown):
        assert remark.text.isprintable() and len(remark.text) < 250


def test_a_row_of_another_length_is_a_fault(read: Reader) -> None:
    found = read("lin2023", "domain,pc1\nhill-echo.example\nriver-signal.example,0.5\nhill-echo.example,0.5,1\n")
    assert (lines(found.faults), len(found.ratings)) == ([2, 4], 1)
