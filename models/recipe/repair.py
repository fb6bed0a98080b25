"""Make models/repair: what the repairer learned from pages with their readings and from Bundestag speech.

    python -m models.recipe.repair DATA

Run models.recipe.lexicon first. Pages are printed and read first (models.recipe.readings; twenty minutes, needs
Tesseract with its English model).
"""

from __future__ import annotations

import csv
import lzma
import math
import sys
import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np

from models.recipe import readings
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair.channel import UMLAUTS
from pipeline.repair.letters import LETTERS, encode

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "models" / "repair"
CURATED = ROOT / "pipeline" / "knowledge" / "de" / "confusions.csv"

READINGS = ROOT / "build" / "readings"

# Pages with hundreds of "ß" tell what it is read as; a curated row is a floor under what they never showed, so a learned
# count weighs much more.
CURATED_PER_THOUSAND = 0.05
# A confusion of two plain letters that was seen once in two hundred pages may be the aligner's.
LEAST_PLAIN = 2


def confusions(data: Path) -> list[tuple[str, str, float]]:
    """(meant, seen, -ln P(seen | meant)) of counted and curated confusions together."""
    own, totals = readings.count(READINGS)
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for (meant, seen), number in own.items():
        special = not UMLAUTS.isdisjoint(meant)
        if (special and len(meant) == 1) or (not special and number >= LEAST_PLAIN and seen):
            counts[meant, seen] += number
    for page in sorted((data / "ocr/pairs/dev/gold").glob("*.txt")):
        totals.update(page.read_text("utf-8"))
    with (data / "ocr/confusions_dev_eng.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["gold"] and row["gold"].isalnum():
                counts[row["gold"], row["ocr"] or ""] += float(row["count"])
    with CURATED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            total = totals[row["meant"]] if len(row["meant"]) == 1 else 500
            counts[row["meant"], row["seen"]] += float(row["weight"]) / 1000 * total * CURATED_PER_THOUSAND + 0.02
    table = []
    for (meant, seen), count in counts.items():
        # A block of two letters is as frequent as its rarest letter allows; a tenth of that is a fair guess.
        total = totals[meant] if len(meant) == 1 else max(20, min(totals[letter] for letter in meant) // 10)
        table.append((meant, seen, round(-math.log(min(0.97, count / (total * (1 + CURATED_PER_THOUSAND) + 1))), 2)))
    return sorted(table)


def write_confusions(data: Path) -> None:
    rows = confusions(data)
    with (OUT / "confusions.tsv").open("w", encoding="utf-8") as file:
        file.write("meant\tseen\tcost\n")
        for meant, seen, cost in rows:
            file.write(f"{meant}\t{seen}\t{cost}\n")


def pack_bigrams(data: Path) -> None:
    """Bigram counts as sorted 32-bit hashes with a logarithmic count of one byte each.

    Two pairs of words share a hash once in about six thousand lookups, which a context score can bear.
    """
    best: dict[int, int] = {}
    with lzma.open(data / "ocr/train/bundestag_wp19_20_bigrams.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            left, right, count = line.rstrip("\n").split("\t")
            key = zlib.crc32(f"{left} {right}".encode())
            best[key] = max(best.get(key, 0), int(count))
    keys = np.array(sorted(best), dtype=np.uint32)
    values = np.array([min(255, round(16 * math.log(best[int(key)]))) for key in keys], dtype=np.uint8)
    np.savez(OUT / "bigrams.npz", keys=keys, values=values)


def pack_unigrams(data: Path) -> None:
    """Counts of speech for the left side of a bigram."""
    forms: list[str] = []
    counts: list[int] = []
    with lzma.open(data / "ocr/train/bundestag_wp19_20_unigrams.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, count = line.rstrip("\n").split("\t")
            if int(count) >= 20:
                forms.append(word)
                counts.append(int(count))
    np.savez_compressed(
        OUT / "unigrams.npz",
        forms=np.frombuffer("\n".join(forms).encode(), dtype=np.uint8),
        counts=np.array(counts, dtype=np.uint32),
    )


def pack_letters() -> None:
    """How letters follow each other in German words: P(letter | three before) as a table of bytes, -16 ln P each.

    Counted over the forms of the lexicon, each weighing the logarithm of its count, so that the shape of words decides
    and not "und". Lower orders are mixed in (Witten-Bell), so every combination has some probability.
    """
    lexicon = load_lexicon(ROOT / "models" / "lexicon")
    size = len(LETTERS)
    four = np.zeros((size, size, size, size), dtype=np.float64)
    for form, count in lexicon.counts.items():
        if count < 3:
            continue
        codes = encode(form)
        for at in range(3, len(codes)):
            four[codes[at - 3], codes[at - 2], codes[at - 1], codes[at]] += math.log1p(count)
    lower = np.full(size, 1.0 / size)
    for counts in (four.sum(axis=(0, 1, 2)), four.sum(axis=(0, 1)), four.sum(axis=0), four):
        total = counts.sum(axis=-1, keepdims=True)
        kinds = (counts > 0).sum(axis=-1, keepdims=True)
        lower = (counts + kinds * lower) / np.maximum(total + kinds, 1e-9) + (kinds == 0) * lower
    np.savez_compressed(OUT / "letters.npz", table=np.minimum(255, np.round(-16 * np.log(lower))).astype(np.uint8))


def main(data: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    readings.main(data, READINGS)
    write_confusions(data)
    pack_bigrams(data)
    pack_unigrams(data)
    pack_letters()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
