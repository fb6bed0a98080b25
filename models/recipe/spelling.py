"""Make models/repair/spelling.npz: how German words are spelled, for words that stand in no list.

    python -m models.recipe.spelling DATA [MINUTES]

A small recurrent network reads a word letter by letter and says which one comes next. It learns from kinds of words, not
from running text: all forms of the lexicon and all of the speeches, those that are written often somewhat more. So it
knows that words begin with "Änderungs-" and not with "Anderungs-", whatever follows. Run models.recipe.lexicon first.
Needs PyTorch; one core, half an hour.
"""

from __future__ import annotations

import lzma
import math
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair.spelling import LONGEST

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "models" / "repair" / "spelling.npz"
WORD = re.compile(r"[^\W\d_]+")
MINUTES = 28.0


def words(data: Path) -> list[tuple[str, float]]:
    """Forms with their weights: the logarithm of how often they are written."""
    spoken: Counter[str] = Counter()
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            spoken.update(WORD.findall(line))
    lexicon = load_lexicon(ROOT / "models" / "lexicon")
    counts = {form: float(count) for form, count in spoken.items()}
    for form, count in lexicon.counts.items():
        counts[form] = max(counts.get(form, 0.0), float(count))
    # At the start of a sentence every word has a capital; that is no word of its own.
    for form in [form for form in counts if form[0].isupper() and counts.get(form.lower(), 0) > counts[form]]:
        del counts[form]
    return [
        (form, math.log1p(count))
        for form, count in sorted(counts.items())
        if 2 < len(form) <= LONGEST and form.isalpha() and not form.isupper()
    ]


def main(data: Path, minutes: float = MINUTES) -> None:
    """Learn and write the network; prints its loss on words kept apart."""
    from models.recipe.spelling_network import learn

    np.savez_compressed(OUT, **learn(words(data), minutes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(float, sys.argv[2:3]))
