"""Vectors for the pieces of words, trained by floret on the protocols of the Bundestag, some of their words damaged.

Lists and clusters know whole words only. The pieces say something about the others, and a misread word keeps most of
its pieces: "Liibeck" stands in the damaged text where "Lübeck" does, so their pieces come to mean the same.
"""

from __future__ import annotations

import lzma
import random
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from models.recipe.language_noise import channel
from pipeline.entities.subwords import HASHES, PIECES, WEIGHTS, floret_vectors

WIDTH, ROWS = 64, 50_000
WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
DAMAGED = ((1.0, 0.002, 0.12), (0.9, 0.015, 0.13))  # chances as in `channel`, and the share of lines they fall upon
TOUCHED = 0.5  # of the words of a damaged line; the others stay as the company that tells what was meant
SPREAD = 0.5  # of the numbers of a vector, as that of the features beside it


def running_text(data: Path, seed: int = 1) -> Iterator[str]:
    """The protocols, a line for each paragraph, words and marks apart; a quarter of the lines damaged."""
    rng = random.Random(seed)
    noises = [channel(data, special, other) for special, other, _ in DAMAGED]
    shares = [*(share for _, _, share in DAMAGED), 1 - sum(share for _, _, share in DAMAGED)]
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as file:
        for line in file:
            words = WORD.findall(line)
            noise = rng.choices([*noises, None], shares)[0]
            if noise:
                words = [noise(word, rng) if rng.random() < TOUCHED else word for word in words]
            if words:
                yield " ".join(words)


def train(lines: Iterable[str], epochs: int = 2) -> np.ndarray:
    """The vector of each row of pieces; about eight minutes an epoch."""
    import floret  # of the extra "models", like torch

    shortest, longest = PIECES
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        with text.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        model = floret.train_unsupervised(
            str(text), model="skipgram", mode="floret", hashCount=HASHES, bucket=ROWS, minn=shortest, maxn=longest,
            dim=WIDTH, minCount=8, epoch=epochs, neg=5, ws=5, thread=1, lr=0.05, verbose=0,
        )  # fmt: skip
        model.save_floret_vectors(str(Path(folder) / "table.floret"))
        return read(Path(folder) / "table.floret")


def read(path: Path) -> np.ndarray:
    """The table floret wrote: a line of settings, then the number of each row and its vector."""
    with path.open(encoding="utf-8") as file:
        rows, width = map(int, file.readline().split()[:2])
        table = np.zeros((rows, width), dtype="float32")
        for line in file:
            row, *numbers = line.split()
            table[int(row)] = np.array(numbers, dtype="float32")
    return table


def levelled(table: np.ndarray, words: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """The table as whole numbers of eight bits, and what one is worth.

    The mean over the given words is taken away, so that no vector at all means an average word, and the numbers are
    stretched to the spread of the features they stand beside.
    """
    vectors = _by_pieces(table, list(words))  # a frequent word counts often
    centred = (table - vectors.mean(axis=0)) * (SPREAD / vectors.std())
    unit = np.float32(np.quantile(np.abs(centred), 0.9999) / 127)
    return np.clip(np.rint(centred / unit), -127, 127).astype("int8"), unit


def _by_pieces(table: np.ndarray, words: list[str]) -> np.ndarray:
    from spacy.strings import StringStore

    vectors = floret_vectors(table)
    vectors.strings = StringStore(words)
    rows: np.ndarray = vectors.get_batch(words)
    return rows


@contextmanager
def beside_features(vocab: Any, docs: Iterable[Any], table: np.ndarray) -> Iterator[None]:
    """For a while, every word of the texts has its features and, behind them, the vector of its pieces.

    spaCy's networks see one table of vectors only; this is how a name finder learns with both.
    """
    features = vocab.vectors
    from spacy.vectors import Vectors

    keys = sorted({token.orth for doc in docs for token in doc})
    rows = features.find(keys=np.array(keys, dtype="uint64"))
    known = np.where(rows[:, None] >= 0, features.data[rows], 0)
    pieces = _by_pieces(table, [vocab.strings[key] for key in keys])
    both = Vectors(shape=(len(keys), known.shape[1] + pieces.shape[1]), name=features.name)
    both.data = np.ascontiguousarray(np.concatenate([known, pieces], axis=1), dtype="float32")
    both.key2row = {key: row for row, key in enumerate(keys)}
    vocab.vectors = both
    try:
        yield
    finally:
        vocab.vectors = features


def write(path: Path, table: np.ndarray, unit: np.ndarray, weights: dict[int, np.ndarray]) -> None:
    """What `pipeline.entities.subwords` reads."""
    named = {f"{WEIGHTS}{number}": weight for number, weight in weights.items()}
    np.savez_compressed(path, table=table, unit=unit, **named)
