"""Damage as an OCR engine without German makes it, put on clean sentences so that the model learns to read it.

Umlauts and ß go first ("für" becomes "fiir", "fur", "fir"), with the shares measured on real readings
(ocr/confusions_dev_eng.tsv); then come the confusions of shape that every engine makes.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

# Shapes that look alike in print; each as likely as the other, because the counts are too small to tell.
SHAPES = {
    "rn": ["m"], "m": ["rn", "in"], "l": ["1", "i", "I"], "I": ["l", "1"], "i": ["l", "j"], "e": ["c", "o"],
    "c": ["e"], "o": ["0", "e"], "O": ["0"], "h": ["b", "li"], "b": ["h"], "n": ["u", "ri"], "u": ["n", "ii"],
    "f": ["t"], "t": ["f", "l"], "S": ["5"], "B": ["8"], "g": ["q"], "cl": ["d"], "d": ["cl"], "a": ["o"], "E": ["F"],
}  # fmt: skip


def channel(data: Path, special: float, other: float) -> Callable[[str, random.Random], str]:
    """A function that damages one token: umlauts and ß with chance `special`, other letters with chance `other`."""
    seen: dict[str, Counter[str]] = {}
    with (data / "ocr/confusions_dev_eng.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if len(row["gold"]) == 1 and row["gold"] in "äöüßÄÖÜ" and row["ocr"].strip():
                seen.setdefault(row["gold"], Counter())[row["ocr"]] += int(row["count"])
    seen.setdefault("Ö", Counter())["O"] += 1

    def damaged(token: str, rng: random.Random) -> str:
        out = []
        at = 0
        while at < len(token):
            letter, pair = token[at], token[at : at + 2]
            step = 1
            if letter in seen and rng.random() < special:
                options = seen[letter]
                letter = rng.choices(list(options), list(options.values()))[0]
            elif rng.random() < other:
                step = len(pair) if pair in SHAPES else 1
                letter = rng.choice(SHAPES.get(pair) or SHAPES.get(letter) or [letter])
            out.append(letter)
            at += step
        return "".join(out) or token

    return damaged
