"""What a source phrase says by itself: its name, its head, titles, affiliation. No look at the rest of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.lexicon.holders import HolderWords

_QUOTES = "\"'“”‘’«»"
_ARTICLE = re.compile(
    r"^(?:the|a|an|this|that|these|those|some|many|several|one|two|three|another|other|numerous|any|all)\s+", re.IGNORECASE
)
_CUT = re.compile(
    r"\s+(?:of|from|in|at|for|on|with|to|by|close|near|among|inside|outside|who|which|that|known|called|named|identified|speaking|familiar|including"
    r"|under|behind|about|via|based|representing|working)\b"
)
_TOKEN = re.compile(r"[\w@#&][\w.'’&@-]*")
_PAREN = re.compile(r"\s*\([^()]*\)")
_PLURAL = re.compile(r"(?:[^s]s|people|men|women|children|media|police|public)$")

_APPOSED_NAME = re.compile(r"[A-Z][\w'’-]+(?:\s+(?:de |von |van |bin |al-)?[A-Z][\w'’.-]*){1,3}")

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("i", "me", "my"), "i"),
    **dict.fromkeys(("we", "us", "our"), "we"),
    **dict.fromkeys(("who", "which", "that", "whom", "whose"), "who"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase taken apart.

    `core` is the phrase without article, quotation marks, apposition and what stands in parentheses; `base` is `core` up to
    the first preposition, `tail` the rest; `head` is the last word of `base` in lower case; `name` is the proper name in it;
    `title` whether a title stands before the name; `role` the words before the name, with the apposition.
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
    pronoun: str | None = None


def _capital(word: str) -> bool:
    return word[:1].isupper() or word[:1] in "@#" or (word[:1].isalpha() and not word[:1].islower())


def _name_in(tokens: list[str], words: HolderWords) -> tuple[str, bool, int]:
    """The name that ends `tokens`, whether a title stands before it, and where it begins."""
    titled = [i for i, t in enumerate(tokens[:-1]) if t.lower().strip(".") in words.titles and _capital(tokens[i + 1])]
    for i in reversed(titled):
        rest = tokens[i + 1 :]
        if all(_capital(t) or t in ("de", "von", "van", "bin", "al", "der", "da", "del", "ben", "ibn") for t in rest):
            plain = [t for t in rest if t.lower().strip(".") not in words.titles]
            if plain:
                return " ".join(plain), True, len(tokens) - len(rest)
    start = len(tokens)
    while start > 0 and (
        _capital(tokens[start - 1]) or (start < len(tokens) and tokens[start - 1] in ("of", "de", "von", "van", "al", "and", "&"))
    ):
        start -= 1
    while start < len(tokens) and not _capital(tokens[start]):
        start += 1
    return " ".join(tokens[start:]), False, start


def _name_behind_office(base: str, tail: str, words: HolderWords) -> tuple[str, str]:
    """ "Minister of Education Anna Berg": the name behind the office moves from the tail to the base."""
    last = base.split()[-1].lower().strip(".") if base.split() else ""
    if last not in words.titles or not tail.startswith(("of ", "for ")):
        return base, tail
    tokens = tail.split()
    titled = next(
        (i for i, t in enumerate(tokens[:-1]) if i and t.lower().strip(".") in words.titles and _capital(tokens[i + 1])), None
    )
    start = titled if titled is not None else len(tokens) - 2
    rest = tokens[start:]
    if start < 2 or not all(_capital(t) for t in rest) or rest[0].lower() in words.organization_words:
        return base, tail
    return f"{base} {' '.join(rest)}", ""


def analyse(whole: str, words: HolderWords) -> Phrase:
    """The parts of a source phrase."""
    plain = _PAREN.sub("", whole.strip().strip(_QUOTES)).strip()
    pronoun = PRONOUNS.get(plain.lower())
    first, _, apposition = plain.partition(",")
    if not first.strip():
        first, apposition = plain, ""
    lowered = first.lower()
    definite = lowered.startswith(("the ", "this ", "that ", "these ", "those ", "his ", "her ", "its ", "their "))
    indefinite = lowered.startswith(("a ", "an ", "one ", "another ", "some ", "several ", "two ", "three "))
    core = _ARTICLE.sub("", first.strip()).strip(_QUOTES + " ")
    cut = _CUT.search(core)
    base, tail = (core[: cut.start()], core[cut.start() :].strip()) if cut else (core, "")
    if (
        tail.startswith("of ")
        and _capital(base.split()[-1] if base.split() else "x")
        and _capital(tail[3:4] or "x")
        and not definite
    ):
        joined = _CUT.search(core, cut.end() if cut else 0)  # "Bank of America"
        if not any(t.lower().strip(".") in words.titles for t in base.split()):
            base, tail = (core[: joined.start()], core[joined.start() :].strip()) if joined else (core, "")
    base, tail = _name_behind_office(base, tail, words)
    apposed = _APPOSED_NAME.fullmatch(apposition.strip())
    if apposed and not _capital(base.split()[-1] if base.split() else "x"):
        base, apposition = f"{base} {apposed[0]}", ""  # "a senator, Anna Berg"
    tokens = _TOKEN.findall(base)
    tokens = [t.removesuffix("'s").removesuffix("’s").rstrip(".,") if not re.fullmatch(r"(?:\w\.)+", t) else t for t in tokens]
    tokens = [t for t in tokens if t]
    name, title, start = _name_in(tokens, words)
    head = tokens[-1].lower() if tokens else ""
    role = " ".join(tokens[:start]) + (", " + apposition.strip() if apposition.strip() else "")
    return Phrase(
        whole,
        core,
        base.strip(),
        tail,
        head,
        name,
        title,
        role.strip(", "),
        definite,
        indefinite,
        bool(_PLURAL.search(head)),
        pronoun,
    )


def is_document(phrase: Phrase, words: HolderWords) -> bool:
    """Whether a phrase names a report, survey or the like, and no outlet such as "The Washington Post"."""
    last = phrase.base.split()[-1] if phrase.base.split() else ""
    return phrase.head in words.documents and not (last[:1].isupper() and phrase.name and " " in phrase.name)


def without_brackets(words: str) -> str:
    """A phrase without what stands in parentheses."""
    return _PAREN.sub("", words).strip()


def without_possessive(words: str) -> str:
    """A phrase without a possessive 's at its end."""
    return words.removesuffix("'s").removesuffix("’s")


def singular(head: str) -> str:
    """The singular of a noun by its ending: "officials" -> "official", "women" -> "woman"."""
    for end, one in (("ies", "y"), ("men", "man"), ("women", "woman"), ("ses", "s"), ("people", "person")):
        if head.endswith(end):
            return head[: -len(end)] + one
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head
