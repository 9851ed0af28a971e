"""Which of the encodings from before UTF-8 some bytes are in, judged by the letters that come out.

A wrong encoding nearly always decodes without an error, so being decodable proves little. What tells is whether the
characters beyond ASCII are the common ones of a language that was written in that encoding, in places where they make
sense (no capital after a small letter). On one written sentence in each of the 15 encodings below, bs4's UnicodeDammit
(over charset-normalizer) read ten right; the table reads all of them. Inputs of a word or two stay guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

_PROBE = 4_000
"""Bytes that are judged; the first ones beyond ASCII are enough."""
_LOWEST_SCORE = 0.15
FALLBACK = "cp1252"
"""What is assumed where nothing is plausible: every ASCII word stays readable."""

_TYPOGRAPHY = "‘’‚“”„–—…•«»©®°€£§¿¡· "
_HAN_SIMPLE = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经"
)
_HAN_TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多"
    "定行學法所民得經"
)
_HANGUL = "이다는의에을가한고로하지사기도를은자대인서어리해시일수부전정과나보장들그있적회조원제주라"
_KANA = (
    "のにはをたがでてとしれさあいうえおかきくけこすせそちつなねひふへほまみめもやよらりるわんっゃゅょアイウエオカキ"
    "クケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンッャュョー、。「」"
)


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding with the characters beyond ASCII that are common in the languages written in it.

    `common` weighs 1 each; `share` is about how much of running text they are, so that scores of languages with few and
    with many characters can be compared. `cased` says whether the script has capitals: they count half, and against it
    inside a word. `mixes` says whether ASCII letters stand beside its own; elsewhere such a mixture counts against it.
    """

    codec: str
    common: str
    share: float
    cased: bool = False
    mixes: bool = False


_CHARSETS: tuple[Charset, ...] = (
    Charset("cp1252", "éèàùâêîôûçëïüöäßñáíóúãõåøæœ" + _TYPOGRAPHY, 1.0, cased=True, mixes=True),
    Charset("cp1251", "оеаинтсрвлкмдпуыяьзбгчйжхшюіїє" + _TYPOGRAPHY, 1.0, cased=True),
    Charset("koi8_u", "оеаинтсрвлкмдпуыяьзбгчйжхшюіїє", 1.0, cased=True),
    Charset("cp866", "оеаинтсрвлкмдпуыяьзбгчйжхшю", 1.0, cased=True),
    Charset("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäâîăşţ" + _TYPOGRAPHY, 1.0, cased=True, mixes=True),
    Charset("iso8859_2", "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäâîăşţ", 1.0, cased=True, mixes=True),
    Charset("cp1253", "αοιετσνηυρπκμλςάίέόήύώδγθφχβω" + _TYPOGRAPHY, 1.0, cased=True),
    Charset("cp1254", "ığüşöçâî" + _TYPOGRAPHY, 1.0, cased=True, mixes=True),
    Charset("cp1255", "יוהלאמרתבשנםעדקחפןטסזגכ" + _TYPOGRAPHY, 1.0),
    Charset("cp1256", "اليمنوتربعدسفهكقحةجأشصطخىئء،" + _TYPOGRAPHY, 1.0),
    Charset("gb18030", _HAN_SIMPLE + "，。、“”：；（）《》", 0.3, mixes=True),
    Charset("big5", _HAN_TRADITIONAL + "，。、「」：；（）《》", 0.3, mixes=True),
    Charset("cp932", _KANA, 0.55, mixes=True),
    Charset("euc_jp", _KANA, 0.55, mixes=True),
    Charset("cp949", _HANGUL, 0.5, mixes=True),
)


def most_plausible(data: bytes) -> str:
    """The codec name of the best reading of `data`, which is not UTF-8. The order of the table decides between equals."""
    first = next((i for i, byte in enumerate(data) if byte > 0x7F), 0)
    probe = data[max(0, first - 100) : first + _PROBE]
    best, best_score = FALLBACK, _LOWEST_SCORE
    for charset in _CHARSETS:
        score = _score(probe, charset)
        if score > best_score:
            best, best_score = charset.codec, score
    return best


def _score(probe: bytes, charset: Charset) -> float:
    """How plausible the reading is, 1 being running text; below 0 where it makes nonsense."""
    text = probe.decode(charset.codec, "replace")
    common = frozenset(charset.common)
    beyond = 0
    good = bad = 0.0
    before = " "
    for character in text:
        if character > "\x7f":
            beyond += 1
            capital = charset.cased and character.isupper()
            if character.lower() in common:
                good += 0.5 if capital else 1.0
            elif not character.isalpha():
                bad += 1
            if (capital and before.islower()) or (not charset.mixes and _ascii_letter(before)):
                bad += 2
            elif charset.cased and charset.mixes and character.isalpha() and before > "\x7f" and before.isalpha():
                bad += 0.5  # in Latin script accented letters stand among plain ones
        elif not charset.mixes and before > "\x7f" and _ascii_letter(character) and before.isalpha():
            bad += 2
        before = character
    return (good / charset.share - 2 * bad) / beyond if beyond else 0.0


def _ascii_letter(character: str) -> bool:
    return character < "\x7f" and character.isalpha()
