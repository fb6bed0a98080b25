"""Teach the network of real words one more pair without training it anew: "da" and "dass".

    python -m models.recipe.sentence_pairs DATA

The English model often loses the ß of "daß" altogether, and "da" is a word as well. No table of confusions makes rivals of
the two, so the network has not learned them; what it knows of the sentence is enough to tell them apart. The text has
"dass", as everything written since 1996; an old page has "daß" in the same places.
"""

from __future__ import annotations

import lzma
import sys
from itertools import islice
from pathlib import Path

import numpy as np

from models.recipe.sentence import OUT
from pipeline.repair.sentence import REACH, Place, load_sentences, sequence

PAIR = ("da", "dass")
EVERY = 12  # paragraphs; enough for twenty thousand places
PENALTY, STEPS = 10.0, 30
HELD = 4  # every fourth place is kept apart


def places(data: Path) -> tuple[list[Place], np.ndarray]:
    """Where one of the pair stands in the speeches, and which."""
    found: list[Place] = []
    second: list[bool] = []
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, EVERY):
            words = sequence(line)
            for at, word in enumerate(words):
                if word in PAIR:
                    found.append(Place(words[max(0, at - REACH) : at], words[at + 1 : at + 1 + REACH]))
                    second.append(word == PAIR[1])
    return found, np.array(second)


def fit(states: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's steps: weights and, last, the bias."""
    inputs = np.c_[states, np.ones(len(states))].astype(np.float64)
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (chance - second) + PENALTY * weights
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def main(data: Path, out: Path = OUT) -> None:
    network = load_sentences(out)
    found, second = places(data)
    states = np.concatenate([network.states(found[at : at + 500]) for at in range(0, len(found), 500)])
    held = np.arange(len(found)) % HELD == 0
    weights = fit(states[~held], second[~held])
    said = states[held] @ weights[:-1] + weights[-1] > 0
    print(f"places {len(found)}, wrong on those kept apart {np.mean(said != second[held]):.4f}", file=sys.stderr)
    with np.load(out / "sentences.npz") as arrays:
        values = {name: arrays[name] for name in arrays.files}
    words = values["vocabulary"].tobytes().decode().split("\n")
    rows = {PAIR[0]: np.zeros(len(weights)), PAIR[1]: weights}
    for word, row in rows.items():
        if word not in words:
            words.append(word)
            values["words"] = np.concatenate([values["words"], np.zeros_like(values["words"][:1])])
            values["words_bias"] = np.append(values["words_bias"], values["words_bias"][:1] * 0)
        at = words.index(word)
        values["words"][at], values["words_bias"][at] = row[:-1], row[-1]
    values["vocabulary"] = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(out / "sentences.npz", **values)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
