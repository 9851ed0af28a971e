"""A folder of inputs of several kinds, made of a few sentences: articles, a copy, a page, records, and what cannot be read."""

from __future__ import annotations

import json
import random
from pathlib import Path

PLACES = ("Karlow", "Vinte", "Ostra", "Melden", "Brack", "Tornau", "Lissen", "Quarre")
PEOPLE = ("Anna Koval", "Peter Brandt", "Mira Osei", "Tomas Lind", "Ines Duarte", "Jon Hale")
OFFICES = ("Transport Minister", "Mayor", "Police Commissioner", "Energy Secretary")
AGENCIES = ("Reuters", "AFP", "Ukrinform", "Xinhua")
EVENTS = (
    "the bridge over the river at {place} had been closed for {number} days",
    "{number} people were hurt when a train left the rails near {place}",
    "the harbour of {place} will take {number} ships a month from May",
    "the city of {place} may raise the price of water by {number} per cent",
)


def article(chance: random.Random) -> str:
    """Some sentences of news, with a dateline, a source or two, and a hedge."""
    place, number = chance.choice(PLACES), chance.randrange(2, 60)
    person, agency = chance.choice(PEOPLE), chance.choice(AGENCIES)
    event = chance.choice(EVENTS).format(place=place, number=number)
    lines = [
        f"{place.upper()}, May {chance.randrange(1, 29)} ({agency}) - {chance.choice(OFFICES)} {person} said that {event}.",
        f'"We could not have known," {person.split()[1]} told {chance.choice(AGENCIES)}. "It is possible that more will follow."',
        f"According to {chance.choice(PEOPLE)}, {chance.choice(EVENTS).format(place=place, number=number + 1)}.",
        f"Residents of {place} had reportedly complained for {number} weeks. The council denied that it had been warned.",
    ]
    return "\n".join(lines) + "\n"


def folder(root: Path, count: int, seed: int = 1) -> Path:
    """About `count` documents below `root`; with the same numbers the same bytes."""
    chance = random.Random(seed)
    root.mkdir(parents=True, exist_ok=True)
    texts = [article(chance) for _ in range(count)]
    for number in range(count // 4):
        (root / f"a{number:04}.txt").write_text(texts[number], encoding="utf-8")
    (root / "b-copy.txt").write_text(texts[0], encoding="utf-8")
    (root / "c-empty.txt").write_bytes(b"")
    (root / "d-bytes.txt").write_bytes(bytes(range(256)) * 8)
    page = "".join(f"<p>{line}</p>" for line in texts[1].splitlines())
    (root / "e.html").write_text(f"<html><head><title>News</title></head><body><article>{page}</article></body></html>")
    with (root / "f.jsonl").open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts[count // 4 :]):
            out.write(json.dumps({"id": f"r{number}", "text": text, "publisher": chance.choice(AGENCIES)}) + "\n")
            if number == 5:
                out.write('{"id": broken\n')
        out.write(json.dumps({"id": "r1", "text": texts[2] + "Later words.\n"}) + "\n")
    return root
