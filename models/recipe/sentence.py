"""Make models/repair/sentences.npz: which of two real words a sentence means.

    python -m models.recipe.sentence DATA [MINUTES]

Run models.recipe.lexicon and models.recipe.repair first. Needs PyTorch (any build for the CPU), which nothing else
here does. Two hours of one core and three gigabytes.
"""

from __future__ import annotations

import gzip
import lzma
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import exp
from pathlib import Path

import numpy as np

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair.channel import Confusion, load_channel
from pipeline.repair.sentence import ending_row, fold, form_row, sequence
from pipeline.repair.words import has_umlaut

OUT = Path(__file__).resolve().parents[2] / "models" / "repair"

LEAST_MEANT = 3  # a word with fewer occurrences in speech teaches nothing
DEAR = 7.5  # natural log; rarer confusions make pairs too rare to learn
LEAST_SHARE = 0.0005  # of the readings of a form; below it the plain frequencies decide, whatever the neighbours say
RIVALS = 6
CHUNK = 64  # words and marks read in one go
EDGE = 12  # edges between two paragraphs
NEWS = (
    "germeval.train.bio.gz",
    "germeval.dev.bio.gz",
)  # sentences of news and Wikipedia, which tell more than they argue
NEWS_READ = 4  # times the news are read for one time of the speeches
EASY, FEW = 0.02, 0.15  # of words that hardly ever leave a doubt ("fur", "für") a few examples do
BATCH, WIDTH, STATE = 96, 64, 128
RATE, MINUTES = 2e-3, 80.0
FREQUENT, STRANGERS, ASKED = 20_000, 400, 0.2  # the network also guesses every fifth other word among 400 strangers
HELD = 6_000  # chunks kept apart for measuring


def find_groups(speech: Mapping[str, int]) -> dict[str, set[str]]:
    """Real words that are read as one another: word -> its rivals."""
    counts = load_lexicon(OUT.parent / "lexicon").counts
    rows: dict[str, list[Confusion]] = defaultdict(list)
    for (meant, seen), cost in load_channel(OUT).costs.items():
        row = Confusion(meant, seen, cost)
        if row.special and seen and cost < DEAR:
            rows[meant].append(row)
    groups: dict[str, set[str]] = defaultdict(set)
    for meant, count in speech.items():
        if count < LEAST_MEANT or len(meant) < 3 or not has_umlaut(meant) or not meant.isalpha():
            continue
        for seen, cost in readings(meant, rows):
            # A form seen twice in a hundred million words is no rival of the word it was read for.
            known = counts.get(seen, 0)
            if len(seen) >= 3 and known >= 3 and max(counts.get(meant, 0), 1) * exp(-cost) / known >= LEAST_SHARE:
                groups[meant].add(seen)
                groups[seen].add(meant)
    return groups


def readings(meant: str, rows: Mapping[str, list[Confusion]]) -> list[tuple[str, float]]:
    """Everything a word may be read as when all its umlauts are, with the cost."""
    found = [("", 0.0)]
    for letter in meant:
        if letter in rows:
            found = [
                (start + row.seen, cost + row.cost)
                for start, cost in found
                for row in rows[letter]
                if cost + row.cost < DEAR
            ]
        elif has_umlaut(letter):
            return []
        else:
            found = [(start + letter, cost) for start, cost in found]
    return found


def read_corpus(data: Path) -> tuple[np.ndarray, int, list[str]]:
    """Speeches and news as one long array of word numbers (0 between paragraphs), where the news begin, and the words."""
    ids: dict[str, int] = {"": 0}
    found: list[np.ndarray] = []

    def read(paragraphs: Iterable[str]) -> None:
        chunk = [0] * EDGE
        for paragraph in paragraphs:
            chunk.extend([ids.setdefault(word, len(ids)) for word in sequence(paragraph)])
            chunk.extend([0] * EDGE)
            if len(chunk) > 1_000_000:
                found.append(np.array(chunk, dtype=np.int32))
                chunk = []
        found.append(np.array(chunk, dtype=np.int32))

    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as lines:
        read(lines)
    begin = sum(map(len, found))
    for _ in range(NEWS_READ):
        for name in NEWS:
            read(sentences(data / "ner" / name))
    return np.concatenate(found), begin, list(ids)


def sentences(path: Path) -> Iterator[str]:
    """The sentences of a file with one token a line and a blank line behind each sentence."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        words: list[str] = []
        for line in lines:
            if line.strip() and not line.startswith("#"):
                words.append(line.split("\t")[0].strip())
            elif words:
                yield " ".join(words)
                words = []
        if words:
            yield " ".join(words)


def main(data: Path, minutes: float = MINUTES) -> None:
    """Learn and write the network; prints its errors on chunks kept apart."""
    from models.recipe.sentence_network import learn

    corpus, begin, words = read_corpus(data)
    frequency = np.bincount(corpus, minlength=len(words))
    speech = dict(zip(words, frequency.tolist(), strict=True))
    groups = find_groups(speech)
    vocabulary = sorted(groups)
    row = {word: number for number, word in enumerate(vocabulary)}
    rivals = np.full((len(vocabulary), RIVALS), -1, dtype=np.int64)
    for word, number in row.items():
        best = sorted(groups[word], key=lambda other: (-speech.get(other, 0), other))[:RIVALS]
        rivals[number, : len(best)] = [row[other] for other in best]
    own = np.array([speech.get(word, 0) for word in vocabulary])
    theirs = np.array([sum(own[other] for other in line if other >= 0) for line in rivals])
    doubt = np.minimum(own, theirs) / np.maximum(own + theirs, 1)
    folded = ["", *(fold(word) for word in words[1:])]
    forms = np.array([0, *(form_row(word) for word in folded[1:])], dtype=np.int64)
    endings = np.array([0, *(ending_row(word) for word in folded[1:])], dtype=np.int64)
    targets = np.array([row.get(word, -1) for word in words], dtype=np.int64)
    frequency[0] = 0
    frequent = np.argsort(-frequency, kind="stable")[:FREQUENT]

    chance = np.random.default_rng(1)
    chunks = corpus[: len(corpus) // CHUNK * CHUNK].reshape(-1, CHUNK)
    kept = (targets[chunks] >= 0) & (
        chance.random(chunks.shape, dtype=np.float32) < np.clip(doubt / EASY, FEW, 1)[targets[chunks]]
    )
    order = np.flatnonzero(kept.any(axis=1))
    chance.shuffle(order)
    held = order[order < begin // CHUNK][:HELD]  # the news come again, so only speeches are good for measuring
    learned = np.setdiff1d(order, held)
    chance.shuffle(learned)
    print(f"words {len(vocabulary)}, chunks {len(order)}, places {kept.sum()}", file=sys.stderr)
    began = time.time()
    arrays = learn(chunks, kept, learned, held, forms, endings, targets, rivals, doubt, frequent, frequency, minutes)
    print(f"learned in {time.time() - began:.0f} s", file=sys.stderr)
    np.savez_compressed(
        OUT / "sentences.npz", vocabulary=np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8), **arrays
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(float, sys.argv[2:3]))
