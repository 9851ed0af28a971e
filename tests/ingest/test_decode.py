import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.ingest.decode import NotTextError, decode, storable

SENTENCES = [
    ("cp1252", "Die Lösung sei „möglich“, sagte Frau Müller – später."),
    ("cp1252", "“It is over,” he said, and left the café."),
    ("cp1251", "Министр заявил, что переговоры продолжатся во вторник."),
    ("cp1251", "Київ повідомив про нові переговори."),
    ("koi8_u", "Министр заявил, что переговоры продолжатся во вторник."),
    ("cp1250", "Minister oświadczył, że rząd przyjął ustawę."),
    ("cp1253", "Ο υπουργός δήλωσε ότι οι συνομιλίες θα συνεχιστούν."),
    ("cp1254", "Bakan görüşmelerin süreceğini söyledi."),
    ("cp1255", "השר אמר כי השיחות יימשכו."),
    ("cp1256", "قال الوزير إن المحادثات ستستمر يوم الثلاثاء."),
    ("gb18030", "部长表示，会谈将在星期二继续进行，他没有说明原因。"),
    ("big5", "部長表示，會談將在星期二繼續進行，他沒有說明原因。"),
    ("cp932", "大臣は、会談が火曜日に続くと述べた。"),
    ("euc_jp", "大臣は、会談が火曜日に続くと述べた。"),
    ("cp949", "장관은 회담이 화요일에 계속될 것이라고 말했다."),
]


@pytest.mark.parametrize(("codec", "text"), SENTENCES)
def test_old_encodings_are_found_without_being_stated(codec, text):
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("text", ["The minister said so.\r\n", "Министр сказал.\nВчера.", "一位部长说，会谈继续。\n一"])
def test_wide_encodings_with_and_without_mark(codec, text):
    assert decode(text.encode(codec)).text == text


def test_newlines_are_kept():
    assert decode(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


def test_few_broken_bytes_do_not_spoil_good_utf8():
    found = decode("Müller sagte: „ja“".encode() + b" \xff\xfe und ging")
    assert found.text.startswith("Müller sagte: „ja“ ")
    assert found.encoding == "utf-8 (2 bytes replaced)"


def test_utf8_cut_within_a_character():
    assert decode("He left “".encode()[:-1]).encoding == "utf-8 (1 byte replaced)"


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="iso-8859-2">',
        "<META CHARSET=ISO-8859-2 />",
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">',
        '\n<?xml version="1.0" encoding="ISO-8859-2"?>',
    ],
)
def test_the_markup_states_the_encoding(head):
    page = f"{head}<p>Żółw</p>".encode("iso8859_2")
    assert "Żółw" in decode(page, html=True).text
    assert decode(page, html=True).encoding == "iso8859-2"


@pytest.mark.parametrize("label", ["", "x" * 3000, "\u017b\u00f3", "../utf", "mbcs", "undefined"])
def test_a_label_that_is_no_encoding_is_passed_over(label):
    page = f'<meta charset="{label}"><p>Grüße, sagte er.</p>'.encode("cp1252", "replace")
    assert "Grüße" in decode(page, html=True).text


def test_a_head_of_unclosed_tags_takes_no_time():
    started = time.perf_counter()
    decode(b"<meta " * 1_000_000 + b"\xfc", html=True)
    assert time.perf_counter() - started < 5


def test_a_wrong_statement_is_not_believed():
    assert "Grüße" in decode("<meta charset=iso-8859-1><p>Grüße</p>".encode(), html=True).text
    assert "Grüße" in decode("<meta charset=hex><p>Grüße</p>".encode("cp1252"), html=True).text
    assert "words" in decode(b"<meta charset=utf-16><p>words</p>", html=True).text


def test_seven_bit_japanese_needs_the_statement():
    text = "<meta charset=iso-2022-jp><p>大臣は述べた</p>"
    assert decode(text.encode("iso2022_jp"), html=True).text == text


def archive() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (archive(), "office document"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0 ....", "JPEG"),
        (bytes(range(256)) * 4, "binary data"),
        (b"text\x00" * 50, "NUL"),
        (b"\x01\x02\x03\x04\x05" * 50, "control characters"),
        (b"\xff\xfe" + b"\x00\xd8" * 100 + b"\x01\x00" * 100, "stands for no character"),
    ],
)
def test_binary_data_are_refused_by_name(data, name):
    with pytest.raises(NotTextError, match=name):
        decode(data)


def test_surrogates_and_nuls_keep_offsets():
    assert storable("a\ud800b\x00c") == "a\ufffdb\ufffdc"


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_a_printable_text_or_no_text(data, html):
    try:
        found = decode(data, html=html)
    except NotTextError as error:
        assert str(error)
    else:
        found.text.encode()
        assert "\x00" not in found.text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=200))
def test_utf8_comes_back_as_it_was(text):
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
