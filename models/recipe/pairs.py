"""Make models/repair/pairs.npz: which of two real words a sentence means.

    python -m models.recipe.pairs DATA

Run models.recipe.lexicon and models.recipe.repair first. Takes about ten minutes and one gigabyte.
"""

from __future__ import annotations

import lzma
import sys
import zlib
from collections import defaultdict
from math import exp
from pathlib import Path

import numpy as np

from models.recipe.lexicon import speech_counts
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair.channel import Confusion, load_channel
from pipeline.repair.pairs import BITS, PLACES, REACH, code, ending, kind, sequence
from pipeline.repair.words import has_umlaut

OUT = Path(__file__).resolve().parents[2] / "models" / "repair"

LEAST_MEANT = 15  # a word with fewer occurrences in speech teaches nothing about its neighbours
DEAR = 6.0  # natural log; rarer confusions make pairs too rare to learn
LEAST_GAIN = 0.004  # below it the plain frequencies decide, whatever the neighbours say
MOST = 120_000  # examples of one word
EPOCHS = 3
RATE = 0.08
DECAY = 2e-4
# Of pairs that hardly ever leave a doubt ("fur", "für") a few examples do.
EASY, FEW = 0.02, 0.15


def find_pairs(data: Path) -> list[tuple[str, str]]:
    """(seen, meant): two listed words of which one is read when the other was printed."""
    speech = speech_counts(data)
    counts = load_lexicon(OUT.parent / "lexicon").counts
    rows: dict[str, list[Confusion]] = defaultdict(list)
    for (meant, seen), cost in load_channel(OUT).costs.items():
        row = Confusion(meant, seen, cost)
        if row.special and seen and cost < DEAR:
            rows[meant].append(row)
    pairs = []
    for meant, count in speech.items():
        if count < LEAST_MEANT or not has_umlaut(meant):
            continue
        for seen, cost in readings(meant, rows):
            # A form seen three times in a hundred million words is no rival of the word it was read for.
            if counts.get(seen, 0) >= 3 and len(seen) >= 3 and counts[meant] * exp(-cost) / counts[seen] >= LEAST_GAIN:
                pairs.append((seen, meant))
    return sorted(set(pairs))


def readings(meant: str, rows: dict[str, list[Confusion]]) -> list[tuple[str, float]]:
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


def read_corpus(data: Path) -> tuple[np.ndarray, list[str]]:
    """The speeches as one long array of word numbers (0 between paragraphs), and the words."""
    ids: dict[str, int] = {"": 0}
    found: list[np.ndarray] = []
    gap = [0] * REACH
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as lines:
        chunk: list[int] = list(gap)
        for line in lines:
            chunk.extend([ids.setdefault(word, len(ids)) for word in sequence(line)])
            chunk.extend(gap)
            if len(chunk) > 1_000_000:
                found.append(np.array(chunk, dtype=np.int32))
                chunk = []
        found.append(np.array(chunk, dtype=np.int32))
    return np.concatenate(found), list(ids)


def places(key: np.ndarray, codes: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """pipeline.repair.pairs.features for many contexts at once: rows of weight places."""
    mask, golden, mix, last = np.uint64(0xFFFFFFFF), np.uint64(0x9E3779B1), np.uint64(0x85EBCA6B), np.uint64(2654435761)
    columns = [key * last & mask]
    for number, offsets in enumerate(PLACES, 1):
        value = key + np.uint64(number) * golden
        for offset in offsets:
            value = ((value & mask) * mix + codes[:, offset + REACH - (offset > 0)]) & mask
        columns.append(value * last & mask)
    for number, offset in enumerate((-1, 1, -2), 40):
        value = ((key + np.uint64(number) * golden) & mask) * mix + ends[:, offset + REACH - (offset > 0)]
        columns.append((value & mask) * last & mask)
    for position in range(2 * REACH):
        side = np.uint64(50 if position < REACH else 51)
        value = ((key + side * golden) & mask) * mix + codes[:, position]
        columns.append((value & mask) * last & mask)
    return (np.stack(columns, axis=1) >> np.uint64(32 - BITS)).astype(np.int32)


def main(data: Path) -> None:
    pairs = find_pairs(data)
    print(f"pairs: {len(pairs)}", file=sys.stderr)
    corpus, words = read_corpus(data)
    number = {word: index for index, word in enumerate(words)}
    codes = np.array([0] + [code(word) for word in words[1:]], dtype=np.uint64)
    ends = np.array([0] + [ending(word) for word in words[1:]], dtype=np.uint64)
    wanted = {word for pair in pairs for word in pair if word in number}
    flags = np.zeros(len(words), dtype=bool)
    flags[[number[word] for word in wanted]] = True
    spots = np.flatnonzero(flags[corpus])
    order = np.argsort(corpus[spots], kind="stable")
    spots = spots[order]
    values = corpus[spots]
    first = np.searchsorted(values, np.arange(len(words)))
    last = np.searchsorted(values, np.arange(len(words)), side="right")
    chance = np.random.default_rng(7)
    where, labels, keys, kinds = [], [], [], []
    for seen, meant in pairs:
        a, b = number.get(seen), number[meant]
        mine = spots[first[a] : last[a]] if a is not None else spots[:0]
        other = spots[first[b] : last[b]]
        share = min(1.0, MOST / max(1, len(mine), len(other)))
        if not EASY < len(other) / (len(mine) + len(other)) < 1 - EASY:
            share *= FEW
        for found, label in ((mine, 0), (other, 1)):
            if share < 1.0:
                found = found[chance.random(len(found)) < share]
            where.append(found)
            labels.append(np.full(len(found), label, dtype=np.float32))
            keys.append(np.full(len(found), zlib.crc32(f"{seen}|{meant}".encode()), dtype=np.uint64))
            kinds.append(np.full(len(found), zlib.crc32(kind(seen, meant).encode()), dtype=np.uint64))
    at, label, key, shared = (np.concatenate(parts) for parts in (where, labels, keys, kinds))
    print(f"examples: {len(at)}", file=sys.stderr)
    offsets = np.array([*range(-REACH, 0), *range(1, REACH + 1)])
    weights = np.zeros(1 << BITS, dtype=np.float32)
    squares = np.full(1 << BITS, 1e-2, dtype=np.float32)
    size = 2048
    for epoch in range(EPOCHS):
        order = chance.permutation(len(at))
        loss = 0.0
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            around = corpus[at[batch][:, None] + offsets]
            rows = np.concatenate(
                [places(key[batch], codes[around], ends[around]), places(shared[batch], codes[around], ends[around])],
                axis=1,
            )
            odds = weights[rows].sum(axis=1)
            guess = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
            error = (label[batch] - guess).astype(np.float32)
            loss -= np.log(np.clip(np.where(label[batch] > 0.5, guess, 1 - guess), 1e-9, 1)).sum()
            flat = rows.ravel()
            touched, back = np.unique(flat, return_inverse=True)
            step = np.bincount(back, np.repeat(error, rows.shape[1])).astype(np.float32)
            squares[touched] += step * step
            weights[touched] += RATE * step / np.sqrt(squares[touched]) - DECAY * RATE * weights[touched]
        print(f"epoch {epoch + 1}: loss {loss / len(order):.4f}", file=sys.stderr)
    small = np.abs(weights) < 0.005
    weights[small] = 0
    np.savez_compressed(
        OUT / "pairs.npz",
        weights=weights.astype(np.float16),
        pairs=np.frombuffer("\n".join(f"{seen}|{meant}" for seen, meant in pairs).encode(), dtype=np.uint8),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
