"""What is known of German words before training: clusters, name lists and frequency, as a small table of vectors.

Nine minutes of training on 24,000 sentences reach F1 67 on GermEval without this table and 74.5 with it: a name that the
sentences never show still shares its cluster with hundreds that they do. Vectors trained on the texts at hand give
only one point, because clusters made from a billion words of the web know more than we can learn from 24 million.

Most words share all their features with many others, so the table holds each combination once.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

# Of the million words with a cluster, the rarer 400,000 cover under two per cent more of the words in newspaper text.
COMMON_WORDS = 600_000
HEADS = 200_000  # words frequent enough to be taken for the head of a compound
CLUSTER_BITS = 16
CODE = 20  # random signs that stand for one cluster; 750 of them are told apart well by 20
PREFIX_CODE = 8
LISTS = ("first", "last", "place", "town", "state", "lower")
RARITY = (-9.0, -12.0, -14.5, -16.5)  # natural log of the probability, about one word in 8,000 to one in 15 million
WIDTH = CLUSTER_BITS + PREFIX_CODE + 2 * CODE + len(LISTS) + len(RARITY)
WORD = re.compile(r"[^\W\d_]")


def lookups(name: str) -> dict[str, float]:
    """A German table of spacy-lookups-data, most frequent words first."""
    spec = find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise SystemExit("spacy-lookups-data is missing: pip install 'aktenlage[models]'")
    with gzip.open(Path(spec.origin).parent / "data" / f"de_{name}.json.gz", "rt", encoding="utf-8") as file:
        table: dict[str, float] = json.load(file)
    return table


def lines(path: Path) -> Iterator[str]:
    """The first column of a packed list."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.split("\t")[0].strip()


def name_lists(data: Path) -> dict[str, set[str]]:
    """Single words that are names, by kind."""
    with (data / "reference/gemeinden_de.csv").open(encoding="utf-8", newline="") as file:
        towns = {row["name"].split(",")[0].strip() for row in csv.DictReader(file)}
    with gzip.open(data / "reference/first_names.csv.gz", "rt", encoding="utf-8") as file:
        given = {row["name"] for row in csv.DictReader(file)}
    lists = {
        "first": {*lines(data / "ner/lex_vornamen.gz"), *given},
        "last": {*lines(data / "ner/lex_nachnamen.gz")},
        "place": {*lines(data / "ner/lex_gn250.gz"), *lines(data / "ner/lex_locwiki.gz")},
        "town": towns,
        "state": {*lines(data / "ner/lex_laender.gz")},
    }
    # "Karl-Heinz" and "Bad Salzuflen" are looked up word by word; the parts that are no names by themselves go.
    return {
        kind: {name for name in names if " " not in name and len(name) > 1 and WORD.match(name)}
        for kind, names in lists.items()
    }


def compounds(data: Path, heads: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Words of public speech that no list knows, each with the known word it ends in: they behave like it.

    "Integrationszentren" has no cluster, but "Zentren" has.
    """
    with lzma.open(data / "ocr/train/bundestag_wp19_20_unigrams.tsv.xz", "rt", encoding="utf-8") as file:
        for line in file:
            word = line.split("\t")[0]
            if word[:1].isupper() and len(word) > 8 and word not in heads:
                for at in range(3, len(word) - 4):
                    if (head := word[at:].lstrip("-").capitalize()) in heads:
                        yield word, head
                        break


def codes(rng: np.random.Generator, size: int, width: int) -> np.ndarray:
    """A random row of signs for each of `size` things, so that a linear layer can tell them apart."""
    signs: np.ndarray = rng.choice([-1.0, 1.0], (size, width)).astype("float32")
    return signs * np.float32(width**-0.5 * 2)


def feature_table(data: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words, the row of each, and the rows: cluster paths, cluster codes, name lists, frequency."""
    rng = np.random.default_rng(7)
    brown = {word: int(cluster) for word, cluster in lookups("lexeme_cluster").items()}
    chance = lookups("lexeme_prob")
    with gzip.open(data / "ner/lex_unsupos_clusters.tsv.gz", "rt", encoding="utf-8") as file:
        pairs = (line.rstrip("\n").split("\t") for line in file)
        unsupos = {word: int(cluster) for word, cluster in pairs}
    named = name_lists(data)
    rank = {word: place for place, word in enumerate(brown)}
    heads = {word: place for word, place in rank.items() if place < HEADS and word[:1].isupper() and len(word) > 3}
    like = dict(compounds(data, heads))

    def wanted() -> Iterable[str]:
        for word, place in rank.items():
            # Beyond the frequent words, what is written in capitals or small letters throughout is mostly web debris.
            shouted = len(word) > 4 and word.isupper() and place > HEADS
            small = word.islower() and place > COMMON_WORDS * 2 // 3
            if WORD.search(word) and place < COMMON_WORDS and not shouted and not small and len(word) < 30:
                yield word
        yield from unsupos
        yield from like
        for names in named.values():
            yield from sorted(names)  # a set has another order each time

    words = list(dict.fromkeys(wanted()))
    cluster_codes = codes(rng, max(brown.values()) + 1, CODE)
    prefix_codes = codes(rng, 64, PREFIX_CODE)
    unsupos_codes = codes(rng, max(unsupos.values()) + 1, CODE)
    rows: dict[tuple[int, ...], int] = {}
    row_of = np.zeros(len(words), dtype="int64")
    for index, word in enumerate(words):
        seen = like.get(word, word)
        lists = [word in named[kind] for kind in LISTS[:-1]] + [chance.get(word.lower(), -30) > chance.get(word, -30)]
        rarity = sum(chance.get(word, -30.0) < floor for floor in RARITY)
        key = (brown.get(seen, -1), unsupos.get(seen, -1), rarity, *map(int, lists))
        row_of[index] = rows.setdefault(key, len(rows))
    table = np.zeros((len(rows), WIDTH), dtype="float32")
    for key, row in rows.items():
        cluster, other, rarity, *listed = key
        parts = [np.zeros(CLUSTER_BITS), np.zeros(PREFIX_CODE), np.zeros(CODE), np.zeros(CODE)]
        if cluster >= 0:
            # spaCy stores the path with its first branch in the lowest bit, so that `& 63` are the first six branches
            parts[0] = np.array([1.0 if cluster >> bit & 1 else -1.0 for bit in range(CLUSTER_BITS)]) * 0.5
            parts[1], parts[2] = prefix_codes[cluster & 63], cluster_codes[cluster]
        if other >= 0:
            parts[3] = unsupos_codes[other]
        frequent = [1.0 if rarity <= step else 0.0 for step in range(len(RARITY))]
        table[row] = np.concatenate([*parts, np.array(listed) * 1.5, np.array(frequent) * 0.5])
    return words, row_of, table
