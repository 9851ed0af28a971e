"""What a source phrase says by itself: its name, its head, titles, affiliation. No look at the rest of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.lexicon.holders import HolderWords

_QUOTES = "\"'“”‘’«»"
_ARTICLE = re.compile(
    r"^(?:(?:(?:the|this|that)\s+(?:same|latter|very)"
    r"|(?:dozens|hundreds|thousands|scores|many|some|most|several|one|two|three|all|none|each|few|both)\s+of"
    r"|an?\s+(?:number|handful|couple|group|series|range|majority|minority)\s+of"
    r"|the|an?|this|that|these|those|some|many|several|one|two|three|four|five|six|seven|eight|nine|ten|another|other|numerous|any"
    r"|all|most|few|more)\s+(?:the\s+)?)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:at least |about |around |more than )?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s", re.IGNORECASE
)
_CUT = re.compile(
    r"(?<!\s)\s+(?:of|from|in|at|for|on|with|to|by|close|near|among|inside|outside|who|which|that|known|called|named|identified|speaking|familiar"
    r"|including|under|behind|about|via|based|representing|working|briefed|involved|aware|authorized|authorised|acquainted|living"
    r"|posted|quoted|cited|interviewed|contacted|such|like|across|within|around|against|opposed|linked|affiliated|loyal|privy"
    r"|knowledgeable|present|led|run|signed|written|issued|published|released|compiled|prepared|obtained|seen|reviewed|viewed|dated"
    r"|commissioned|conducted|authored|submitted|filed)\b"
)
_TOKEN = re.compile(r"[\w@#&][\w.'’&@-]*")
_DOTTED = re.compile(r"(?:\w\.)+")
_PAREN = re.compile(r" ?\([^()]*\)")
_NICKNAME = re.compile(r"(?<=[a-z]) [\"“‘'](?:[A-Z][\w.-]* ?){1,3}[\"”’'](?= [A-Z])")
_DASH = re.compile(r" (?:--|[—–]) |—")
_PLURAL = re.compile(r"(?:[^s]s|people|men|women|children|media|police|public)$")
_NO_PLURAL = frozenset("whereas politics economics physics news analysis corps chaos texas paris".split())
_AL = re.compile(r"(?:al|el|an|ad|as|ash|ar|at|az|bin|ben|abu|d|l|o)[-‑'’](?=.)")
_OWNER = re.compile(r"(.{2,60}?)(?:['’]s|(?<=s)['’]) ")
_NAME_WORD = r"(?:(?:al|el|d|l|o)[-'’])?[^\W\d_a-z][\w'’.-]*"
_APPOSED_NAME = re.compile(
    rf"{_NAME_WORD}"
    rf"(?: (?:(?:de|la|las|los|del|della|di|da|do|dos|von|van|der|den|bin|ibn|al|el) ){{0,3}}{_NAME_WORD}){{0,5}}(?=$|,)"
)
_PERSON_ENDING = re.compile(r"[a-z]{3,}(?:ist|ian|eer|man|woman|er|or|wright)")
_HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "sir", "gen", "col", "prof"])
POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "my"])

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "herself", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "themselves", "theirs"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("i", "me", "my", "myself", "mine"), "i"),
    **dict.fromkeys(("we", "us", "our", "ourselves", "ours"), "we"),
    **dict.fromkeys(("who", "which", "that", "whom", "whose"), "who"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase taken apart.

    `core` is the phrase without article, quotation marks, apposition and what stands in parentheses; `base` is `core` up to
    the first preposition, `tail` the rest; `head` is the last word of `base` in lower case; `name` is the proper name in it;
    `title` whether a title stands before the name; `role` the words before the name, with the apposition. `owner` is whose the
    head is said to be ("Berg" in "Berg's lawyer", "his" in "his lawyer"); `apposition` what stands behind a comma or a dash.
    `counted` tells a number before it ("two diplomats").
    """

    whole: str
    core: str
    base: str
    tail: str
    head: str
    name: str
    title: bool
    role: str
    definite: bool
    indefinite: bool
    plural: bool
    pronoun: str | None
    owner: str
    apposition: str
    counted: bool

    @property
    def last(self) -> str:
        """The last word of `base` as written, "" where there is none."""
        return self.base.rpartition(" ")[2]


def is_capital(word: str) -> bool:
    """Whether a word begins with a capital, also behind "al-" and "d'", or is in a script that has none."""
    word = _AL.sub("", word, count=1) if word[:1].islower() else word
    return word[:1].isupper() or word[:1] in "@#" or (word[:1].isalpha() and not word[:1].islower())


def _low(token: str) -> str:
    return token.lower().strip(".")


def analyse(whole: str, words: HolderWords) -> Phrase:
    """The parts of a source phrase."""
    plain = _DASH.sub(", ", _NICKNAME.sub("", _PAREN.sub("", whole.strip().strip(_QUOTES)).strip()))
    first, _, apposition = plain.partition(",")
    if not first.strip():
        first, apposition = plain, ""
    first, apposition = first.strip(), apposition.strip(" ,")
    lowered = f"{first.lower()} "
    definite = lowered.startswith(("the ", "this ", "that ", "these ", "those ", *(f"{p} " for p in POSSESSIVES)))
    indefinite = lowered.startswith(("a ", "an ", "one ", "another ", "some ", "several ", "two ", "three "))
    core = _ARTICLE.sub("", first).strip(_QUOTES + " ")
    base, tail = _base_and_tail(core, definite, words)
    if not _APPOSED_NAME.match(apposition):
        base, tail = _name_behind_office(base, tail, words)
    base, rest = _with_apposed_name(base, tail, apposition, words)
    tokens = [_bare(t) for t in _TOKEN.findall(base)]
    tokens = [t for t in tokens if t]
    name, title, start = _name_in(tokens, words)
    head = tokens[-1].lower() if tokens else ""
    role = ", ".join(filter(None, (" ".join(tokens[:start]), rest)))
    return Phrase(
        whole=whole,
        core=core,
        base=base.strip(),
        tail=tail,
        head=head,
        name=name,
        title=title,
        role=role,
        definite=definite,
        indefinite=indefinite,
        plural=_PLURAL.search(head) is not None and head not in _NO_PLURAL,
        pronoun=PRONOUNS.get(plain.lower()),
        owner=_owner(first),
        apposition=apposition,
        counted=_COUNTED.match(first) is not None,
    )


def _bare(token: str) -> str:
    return token if _DOTTED.fullmatch(token) else without_possessive(token).rstrip(".,")


def _owner(first: str) -> str:
    """Whose the head is: a possessive pronoun, or the words before a possessive ending."""
    word = first.split()[0].lower() if " " in first else ""
    owned = _OWNER.match(first)
    return word if word in POSSESSIVES else owned[1] if owned else ""


def _base_and_tail(core: str, definite: bool, words: HolderWords) -> tuple[str, str]:
    """The words up to the first preposition, and the rest; "of" inside a name ("Bank of America") parts nothing."""
    cut = _CUT.search(core)
    if cut is None:
        return core, ""
    base, tail = core[: cut.start()], core[cut.start() :].strip()
    last = base.split()[-1] if base.split() else ""
    named = tail.startswith("of ") and is_capital(last) and is_capital(tail[3:4]) and not definite
    if not named or is_common(last.lower(), words) or any(_low(t) in words.titles for t in base.split()):
        return base, tail
    joined = _CUT.search(core, cut.end())
    return (core[: joined.start()], core[joined.start() :].strip()) if joined else (core, "")


def _with_apposed_name(base: str, tail: str, apposition: str, words: HolderWords) -> tuple[str, str]:
    """ "A senator, Anna Berg", "the mayor of Porto, Anna Berg": the name behind the comma joins the base; and what is left."""
    apposed = _APPOSED_NAME.match(apposition)
    last = base.split()[-1] if base.split() else ""
    if apposed is None or not last:
        return base, apposition
    listed = last.lower() in words.persons or _low(last) in words.titles
    body = last.lower() in words.kinds or last.lower() in words.kinds["company"] or last.lower() in words.media_words
    if is_common(last.lower(), words) or not (listed or (not is_capital(last) and (body or is_person_noun(last, words)))):
        return base, apposition
    if is_capital(last) and not tail:
        return base, apposition
    return f"{base} {apposed[0]}", apposition[apposed.end() :].strip(" ,")


def _name_in(tokens: list[str], words: HolderWords) -> tuple[str, bool, int]:
    """The name that ends `tokens`, whether a title stands before it, and where it begins."""
    titled = [i for i, t in enumerate(tokens[:-1]) if _low(t) in words.titles and is_capital(tokens[i + 1])]
    for i in reversed(titled):
        rest = tokens[i + 1 :]
        if not all(is_capital(t) or t in words.particles for t in rest):
            continue
        plain = any(_low(t) not in words.titles for t in rest) or _low(tokens[i]) in _HONORIFICS  # "Mr. King"
        if plain and not all(_low(t) in words.suffixes for t in rest):
            return " ".join(rest), True, len(tokens) - len(rest)
    start = len(tokens)
    while start > 0:
        joins = start < len(tokens) and (tokens[start - 1] in words.particles or tokens[start - 1] in ("of", "and", "&"))
        if not (is_capital(tokens[start - 1]) or joins):
            break
        start -= 1
    while start < len(tokens) and not (is_capital(tokens[start]) or tokens[start] in words.particles):
        start += 1
    return " ".join(tokens[start:]), False, start


def _name_behind_office(base: str, tail: str, words: HolderWords) -> tuple[str, str]:
    """ "Minister of Education Anna Berg": the name behind the office moves from the tail to the base."""
    last = _low(base.split()[-1]) if base.split() else ""
    if last not in words.titles or not tail.startswith(("of ", "for ")):
        return base, tail
    tokens = tail.split()
    titled = next((i for i, t in enumerate(tokens[:-1]) if i and _low(t) in words.titles and is_capital(tokens[i + 1])), None)
    start = titled if titled is not None else len(tokens) - 2
    rest = tokens[start:]
    bodies = words.organization_words | words.official_words
    if start < 2 or not all(is_capital(t) for t in rest) or any(_low(t) in bodies for t in rest):
        return base, tail
    return f"{base} {' '.join(rest)}", ""


def is_common(word: str, words: HolderWords) -> bool:
    """Whether a lower-case word is a plain noun for people in the plural, which "of" joins to no name: "Users of TikTok"."""
    return word in words.groups or (singular(word) != word and singular(word) in words.persons)


def is_person_noun(word: str, words: HolderWords) -> bool:
    """Whether a lower-case noun is one for a person, by the lists or by its ending."""
    if word in words.things or word in words.documents or word in words.organization_words:
        return False
    known = word in words.persons or word in words.titles or word in words.abbreviations or word in words.relations
    return known or (len(word) > 5 and _PERSON_ENDING.fullmatch(word) is not None)


def is_person(phrase: Phrase, words: HolderWords) -> bool:
    """Whether the head is a noun for a person; a capitalised one only where the lists have it, as it may be a name."""
    listed = phrase.head in words.persons or phrase.head in words.titles
    return listed or (phrase.last.islower() and is_person_noun(phrase.head, words))


def is_document(phrase: Phrase, words: HolderWords) -> bool:
    """Whether a phrase names a report, survey or the like, and no outlet such as "The Washington Post"."""
    return phrase.head in words.documents and not (phrase.last[:1].isupper() and phrase.name and " " in phrase.name)


def without_brackets(words: str) -> str:
    """A phrase without what stands in parentheses."""
    return _PAREN.sub("", words).strip()


def without_possessive(words: str) -> str:
    """A phrase without a possessive ending."""
    return words.removesuffix("'s").removesuffix("’s")


def singular(head: str) -> str:
    """The singular of a noun by its ending: "officials" -> "official", "women" -> "woman", "agencies" -> "agency"."""
    for end, one in (("ies", "y"), ("women", "woman"), ("men", "man"), ("people", "person"), ("sses", "ss"), ("ches", "ch")):
        if head.endswith(end):
            return head[: -len(end)] + one
    return head[:-1] if head.endswith("s") and not head.endswith(("ss", "us", "is")) else head
