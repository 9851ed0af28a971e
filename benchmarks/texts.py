"""The texts that are measured: the seeds, and news and pages of the shared data where they are there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path("seeds")
SEED_ROUNDS = 4
"""So often the seeds are taken, beside the news."""
NEWS = "corpora/unlabelled/news.jsonl.gz"
PAGES = "corpora/pages/html"


@dataclass(frozen=True, slots=True)
class Text:
    """One text file in memory."""

    path: str
    data: bytes
    words: int


def seeds(rounds: int) -> Iterator[Text]:
    """The seeds, again and again; each copy ends in its number, as the store keeps equal bytes only once."""
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        raise SystemExit("benchmarks: no seeds here; run from the root of the project: python -m benchmarks.run")
    for number in range(rounds):
        for file in files:
            words = file.read_text(encoding="utf-8")
            yield Text(f"{number}/{file.name}", f"{words}\n\n{number}\n".encode(), len(words.split()))


def news(shared: Path) -> Iterator[Text]:
    """Plain news articles; none where the shared data are not there."""
    path = shared / NEWS
    if not path.is_file():
        return
    with gzip.open(path, "rt", encoding="utf-8") as records:
        for record in map(json.loads, records):
            yield Text(f"{record['id']}.txt", record["text"].encode(), len(record["text"].split()))


def corpus(shared: Path, words: int) -> list[Text]:
    """Seeds and news of about `words` words; seeds alone where there are no news."""
    texts = list(seeds(SEED_ROUNDS))
    have = sum(t.words for t in texts)
    for text in news(shared):
        if have >= words:
            return texts
        texts.append(text)
        have += text.words
    a_round = sum(t.words for t in seeds(1))
    return texts if have >= words else list(seeds(SEED_ROUNDS + (words - have) // a_round + 1))


def pages(shared: Path) -> list[bytes]:
    """News pages as they were fetched; none where the shared data are not there."""
    return [gzip.decompress(file.read_bytes()) for file in sorted((shared / PAGES).glob("*.html.gz"))]


def write_records(path: Path, shared: Path, count: int) -> int:
    """Writes `count` documents as JSON lines, each with its number, and returns their words; texts come again where too few."""
    written = words = 0
    with path.open("w", encoding="utf-8") as out:
        while written < count:
            for text in (*seeds(1), *news(shared)):
                if written == count:
                    break
                body = f"{text.data.decode()}\n{written}\n"
                out.write(json.dumps({"id": f"d{written}", "text": body}) + "\n")
                written += 1
                words += text.words
    return words
