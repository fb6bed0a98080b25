"""Make models/lexicon: German word forms with their frequencies, from sources without a copyleft burden.

    python -m models.recipe.lexicon DATA

Two lists are laid over each other: the word counts of Bundestag speech (official works, clean, but narrow) and the
word probabilities of spacy-lookups-data (MIT, broad, but collected from the web, where "fur" and "konnen" occur
because somebody had no umlauts). Names of places and people come from the reference data beside them.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from pipeline.knowledge.lexicon import SUFFIXES

OUT = Path(__file__).resolve().parent.parent / "lexicon"

SPEECH_WORDS = 24.0e6  # words the Bundestag counts were made from
SCALE = 1e8  # a count in the lexicon is what one would expect in a hundred million words, half speech, half web
WEB_FLOOR = -17.0  # natural log; about one occurrence in 24 million words, below it misspellings outnumber words
WORD = re.compile(r"[A-Za-zÄÖÜäöüßẞÀ-ÿĀ-ž]+(?:['’-][A-Za-zÄÖÜäöüßÀ-ÿĀ-ž]+)*")
TAIL_COUNT = 40
FOLD = str.maketrans("äöüÄÖÜ", "aouAOU")


def speech_counts(data: Path) -> dict[str, int]:
    """Cased counts of the Bundestag's speeches."""
    counts: dict[str, int] = {}
    with lzma.open(data / "ocr/train/bundestag_wp19_20_unigrams.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, count = line.rstrip("\n").split("\t")
            if WORD.fullmatch(word):
                counts[word] = int(count)
    return counts


def web_probabilities() -> dict[str, float]:
    """Cased natural log probabilities from spacy-lookups-data."""
    spec = find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise SystemExit("spacy-lookups-data is missing: pip install 'aktenlage[models]'")
    path = Path(spec.origin).parent / "data" / "de_lexeme_prob.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        table: dict[str, float] = json.load(file)
    return {word: p for word, p in table.items() if p >= WEB_FLOOR and len(word) <= 40 and WORD.fullmatch(word)}


# Parts of names of Länder that no district or municipality has.
STATES = ("Brandenburg", "Nordrhein", "Schleswig", "Vorpommern", "Württemberg")


def place_names(data: Path) -> Iterator[str]:
    """The words in the names of German districts, municipalities and Länder."""
    yield from STATES
    for path, columns in (
        ("reference/kreise.csv", ("name", "seat")),
        ("reference/gemeinden_de.csv", ("name",)),
    ):
        with (data / path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    yield from (part for part in re.findall(r"[^\W\d_]+", row[column]) if part[0].isupper())


def person_names(data: Path) -> Iterator[str]:
    """Surnames and common first names; most are words of no dictionary and must not be "repaired"."""
    with gzip.open(data / "ner/lex_nachnamen.gz", "rt", encoding="utf-8") as file:
        yield from (line.strip() for line in file)
    for path in ("surnames_common.csv", "first_names_common.csv"):
        with (data / "reference" / path).open(encoding="utf-8", newline="") as file:
            yield from (row["name"] for row in csv.DictReader(file))


def without_stripped(speech: dict[str, int], web: dict[str, float]) -> dict[str, float]:
    """The web list without words that are only there because somebody typed no umlauts.

    A form goes when a form with umlauts is thirty times as frequent and speech, where stenographers type, knows the
    bare form at most twice: "fur", "konnen", "uber", "fiir" go, "missen" and "fordern" stay.
    """

    def strength(word: str) -> float:
        return math.exp(web.get(word, -30.0)) + speech.get(word, 0) / SPEECH_WORDS

    strongest: dict[str, float] = {}
    for word in set(speech) | set(web):
        bare = word.translate(FOLD)
        if bare != word:
            for seen in {
                bare,
                bare.replace("ß", "ss"),
                word.replace("ü", "ii"),
                word.replace("ü", "i"),
                word.replace("ü", "ti"),
            }:
                strongest[seen] = max(strongest.get(seen, 0.0), strength(word))
    return {
        word: p for word, p in web.items() if speech.get(word, 0) > 2 or strongest.get(word, 0.0) < 30 * math.exp(p)
    }


def merged(speech: dict[str, int], web: dict[str, float]) -> dict[str, int]:
    """One count a form, in occurrences per hundred million words."""
    counts: dict[str, int] = {}
    for word in set(speech) | set(web):
        rate = 0.5 * speech.get(word, 0) / SPEECH_WORDS + 0.5 * (math.exp(web[word]) if word in web else 0.0)
        counts[word] = max(1, round(rate * SCALE))
    return counts


def ordinary(data: Path, people: set[str], speech: dict[str, int]) -> set[str]:
    """Listed names that are ordinary words in speech: "Bürger", "Kläger", "März", "Bäcker".

    A surname follows "Herr", "Frau", "Kollege", a first name or another name; an ordinary noun follows articles,
    prepositions and adjectives. Where fewer than a quarter of the neighbours on the left speak of a person, the word
    is no name to be protected.
    """
    with (data / "reference/first_names_common.csv").open(encoding="utf-8", newline="") as file:
        callers = {row["name"] for row in csv.DictReader(file)}
    callers |= {
        "Herr",
        "Herrn",
        "Frau",
        "Kollege",
        "Kollegen",
        "Kollegin",
        "Dr",
        "Professor",
        "Minister",
        "Ministerin",
        "Bundesminister",
        "Abgeordnete",
        "Abgeordneten",
    }
    callers |= {
        "Abgeordneter",
        "Präsident",
        "Präsidentin",
        "Kanzler",
        "Familie",
        "Senator",
        "Senatorin",
        "Staatssekretär",
    }
    called: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    with lzma.open(data / "ocr/train/bundestag_wp19_20_bigrams.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            left, right, count = line.rstrip("\n").split("\t")
            if right in people:
                seen[right] += int(count)
                if left in callers:
                    called[right] += int(count)
    found = {name for name, count in seen.items() if count >= 20 and called[name] < count / 4 and name not in callers}
    # The genitive of an ordinary word is one, too ("Klägers"), and so are the inflected forms of what is no first name.
    return found | {name for name in people if name.endswith("s") and name[:-1] in found}


def compound_parts(counts: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """What compounds begin and end with, counted over the listed words themselves: ("integrations" 61, "zentrum" 240).

    A word is cut wherever a common word of the same case remains behind the cut; what stands before it is kept as a
    beginning if it is found before at least three different words and is a word, or a word with a linking element, or
    very productive. So the linking elements, the stems of verbs ("förder-", "schätz-") and prefixes come by themselves.
    """
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    lowered = {form.lower() for form, count in counts.items() if count >= 20}

    def wordlike(head: str) -> bool:
        return head in lowered or any(
            head.endswith(link) and head[: -len(link)] in lowered for link in ("s", "n", "en", "es", "e", "er")
        )

    cuts: list[tuple[str, str]] = []
    for form, count in counts.items():
        if count < 2 or len(form) < 7 or not form.isalpha() or not form[1:].islower():
            continue
        capital = form[0].isupper()
        for at in range(2, len(form) - 3):
            tail = form[at:]
            if tail not in SUFFIXES and counts.get(tail.capitalize() if capital else tail, 0) >= TAIL_COUNT:
                cuts.append((form[:at].lower(), tail))
    heads.update(head for head, _ in cuts)
    heads = Counter(
        {
            head: kinds
            for head, kinds in heads.items()
            if (kinds >= 3 and wordlike(head) if len(head) > 3 else kinds >= 40)
        }
    )
    tails.update(tail for head, tail in cuts if head in heads)
    return dict(heads), {tail: kinds for tail, kinds in tails.items() if kinds >= 2}


def pack(path: Path, forms: Iterable[str], counts: Iterable[int] | None = None) -> None:
    """Write sorted forms (and their counts) so that they load in a blink: one compressed block of each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {"forms": np.frombuffer("\n".join(forms).encode(), dtype=np.uint8)}
    if counts is not None:
        arrays["counts"] = np.fromiter(counts, dtype=np.uint32)
    np.savez_compressed(path, **arrays)


def main(data: Path) -> None:
    speech = speech_counts(data)
    web = without_stripped(speech, web_probabilities())
    counts = merged(speech, web)
    places = {name for name in place_names(data) if len(name) > 2}
    for name in places:
        counts.setdefault(name, 5)
    forms = sorted(counts)
    pack(OUT / "forms.npz", forms, (counts[form] for form in forms))
    heads, tails = compound_parts(counts)
    pack(OUT / "heads.npz", sorted(heads), (heads[head] for head in sorted(heads)))
    pack(OUT / "tails.npz", sorted(tails), (tails[tail] for tail in sorted(tails)))
    print(f"compounds: {len(heads)} beginnings, {len(tails)} ends", file=sys.stderr)
    people = {name for name in person_names(data) if WORD.fullmatch(name) and len(name) > 2 and name[0].isupper()}
    common = ordinary(data, people, speech)
    people -= common
    pack(OUT / "names.npz", sorted(people))
    pack(OUT / "places.npz", sorted(places))
    print(f"lexicon: {len(forms)} forms, {len(people)} names of people, {len(places)} of places", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
