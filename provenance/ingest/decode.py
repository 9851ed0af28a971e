"""Bytes to text: which encoding they are in, and whether they are text at all.

Order of trust: a byte-order mark; UTF-16 without a mark; UTF-8 where the bytes beyond ASCII prove it; what the carrier states
(the header of an HTTP answer), then what the page's markup states; UTF-8 with a few broken bytes; the most plausible of the
older encodings (`charsets`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from provenance.ingest import charsets

REPLACEMENT = "\ufffd"

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: its little-endian mark starts with the one of UTF-16."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive or an office document (.docx, .xlsx, .epub)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"(\xb5/\xfd", "a zstandard file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (.doc, .xls)"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"PAR1", "a Parquet file"),
)
_STRANGE_SHARE_OF_UTF16 = 0.25
_MAX_CONTROL_SHARE = 0.02
_PROBE = 64_000
"""Bytes that are looked at to judge a long input."""

_CONTROLS = bytes({*range(9), *range(0x0E, 0x20), 0x7F} - {0x1B})
"""Control characters that text does not hold; tabs, line ends and the escapes of ISO-2022 are text."""
_NOT_ASCII_TEXT = re.compile(rb"[^\t\n\r\x20-\x7e]")
_NONSENSE = ("Cc", "Cn", "Co", "Cs")
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HEAD = 4096
"""Bytes in which a page's markup may state its encoding; a browser looks at 1,024."""
_SUPERSETS = {
    "cp1252": "iso-8859-1 latin-1 latin1 us-ascii ascii",
    "gb18030": "gb2312 gbk x-gbk",
    "cp932": "shift_jis shift-jis sjis x-sjis",
    "cp949": "ks_c_5601-1987 euc-kr",
    "cp1254": "iso-8859-9",
    "cp874": "tis-620 windows-874",
    "iso-8859-8": "iso-8859-8-i",
}
_WEB_LABELS = {label: codec for codec, labels in _SUPERSETS.items() for label in labels.split()}
"""What browsers understand by a stated label, where it differs from the name: the superset that authors really used."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the name of the encoding it was in; bytes that were no text are told in the name."""

    text: str
    encoding: str


class NotTextError(Exception):
    """The bytes are no text; the message says what they look like."""


def decode(data: bytes, *, html: bool = False, charset: str | None = None) -> Decoded:
    """The text of `data`, without byte-order mark and with newlines as they are.

    `html` lets the markup state its encoding, `charset` is what the carrier says of it. The text never holds a lone surrogate
    or a NUL, so it can be printed, hashed and stored. Raises NotTextError for pictures, archives and other binary data.
    """
    found = _find(data, html, charset)
    return Decoded(storable(found.text), found.encoding)


def _find(data: bytes, html: bool, charset: str | None) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_tolerant(data[len(mark) :], encoding))
    looks_like = magic(data)
    if looks_like:
        raise NotTextError(looks_like)
    wide = _unmarked_utf16(data)
    if wide is not None:
        return wide
    _refuse_binary(data)
    return _narrow(data, html, charset)


def magic(data: bytes) -> str | None:
    """What the first bytes say that the data are, for well-known binary formats."""
    for head, name in _MAGIC:
        if data.startswith(head):
            return name
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "a picture, sound or film"
    if data[4:8] == b"ftyp":
        return "a film or picture"
    return None


def storable(text: str) -> str:
    """`text` with each lone surrogate and each NUL replaced, so that it can be printed, hashed and stored; all offsets stay."""
    if text.isascii():  # known without a look at it
        return text.replace("\x00", REPLACEMENT)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub(REPLACEMENT, text)
    return text.replace("\x00", REPLACEMENT)


def printable(text: str) -> str:
    """`text` on one line, with everything that could act on a terminal replaced: for places and addresses in messages."""
    return "".join(c if c.isprintable() else REPLACEMENT for c in " ".join(text.split()))


def _narrow(data: bytes, html: bool, charset: str | None) -> Decoded:
    """The text of data in an encoding whose ASCII is ASCII."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    # Seven-bit encodings (ISO-2022-JP) look like ASCII: there the statement counts.
    if text is not None and not ((html or charset) and b"\x1b" in data and text.isascii()):
        return Decoded(text, "utf-8")
    found = _as_stated(data, _codec(charset)) or (_as_stated(data, _declared(data)) if html else None)
    if found is not None:
        return found
    if text is not None:
        return Decoded(text, "utf-8")
    repaired = _nearly_utf8(data)
    if repaired is not None:
        return repaired
    encoding = charsets.most_plausible(data)
    return _tolerant(data, encoding)


def _as_stated(data: bytes, codec: str | None) -> Decoded | None:
    """The text in the stated encoding; None where the statement is wrong or says what is known."""
    if codec is None or codec == "utf-8":
        return None
    try:
        return _checked(Decoded(data.decode(codec), codec))
    except (UnicodeError, NotTextError):
        return None


def _declared(data: bytes) -> str | None:
    """The encoding that a page's markup states, as a Python codec name; None where there is none or it is unknown."""
    from bs4.dammit import EncodingDetector  # takes a quarter of a second to load, and most pages are UTF-8

    return _codec(EncodingDetector.find_declared_encoding(data[:_HEAD], is_html=True))


def _codec(label: str | None) -> str | None:
    """The Python codec of a stated encoding; None where nothing is stated, or what is no encoding of text in bytes."""
    if not label:
        return None
    label = label.strip().lower()
    try:
        codec = codecs.lookup(_WEB_LABELS.get(label, label)).name
        "".encode(codec)  # refuses codecs that turn bytes into bytes ("hex", "zip")
    except (LookupError, UnicodeError, ValueError, AttributeError):
        return None
    # ASCII letters that could be read here cannot be UTF-16, whatever the page says.
    return None if codec.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode", "raw")) else codec


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: more characters beyond ASCII are whole than broken, or the end cuts one off. Else None."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    whole = sum(1 for c in text if c > "\x7f" and c != REPLACEMENT)
    cut_off = broken == 1 and text.endswith(REPLACEMENT) and data[-1] in range(0x80, 0xC0)
    if cut_off or whole > broken:
        return Decoded(text, f"utf-8 ({broken} {'byte' if broken == 1 else 'bytes'} replaced)")
    return None


def _tolerant(data: bytes, encoding: str) -> Decoded:
    """`data` decoded, bytes that do not fit replaced and counted in the encoding's name."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    broken = text.count(REPLACEMENT)
    return Decoded(text, f"{encoding} ({broken} {'byte' if broken == 1 else 'bytes'} replaced)")


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: there are NULs, many bytes are not ASCII text, and one of the two orders makes sense of them."""
    probe = data[: _PROBE - _PROBE % 2]
    if len(probe) < 4 or b"\x00" not in probe:
        return None
    if len(_NOT_ASCII_TEXT.findall(probe)) < len(probe) * _STRANGE_SHARE_OF_UTF16:
        return None
    # A script takes up few of the 256 rows of the code table: of the two, the row byte is the one that varies less.
    encoding = "utf-16-le" if len(set(probe[1::2])) <= len(set(probe[::2])) else "utf-16-be"
    head = probe.decode(encoding, "replace")
    nonsense = sum(unicodedata.category(c) in _NONSENSE and not c.isspace() for c in head) + head.count(REPLACEMENT)
    if nonsense > max(1, len(head) * _MAX_CONTROL_SHARE) or not any(c < "\x7f" for c in head):
        return None
    return _tolerant(data, encoding)


def _refuse_binary(data: bytes) -> None:
    """Raise NotTextError where NULs or control characters show that this is no text."""
    probe = data[:_PROBE]
    controls = len(probe) - len(probe.translate(None, _CONTROLS))
    if b"\x00" in data and probe.count(0) * 200 > len(probe):
        raise NotTextError("binary data (it holds NUL bytes)")
    if controls > max(2, len(probe) * _MAX_CONTROL_SHARE):
        raise NotTextError("binary data (it is full of control characters)")


def _checked(found: Decoded) -> Decoded:
    """`found`, if it reads as text. Raises NotTextError where a mark or a statement was a lie."""
    head = found.text[:_PROBE]
    if len(_ODD.findall(head)) > max(2, len(head) * 0.1):
        raise NotTextError("binary data (most of it stands for no character)")
    return found
