"""Annotated German text as training material: sentences put together again from tokens, labels brought into ours.

The public corpora come as tokens; a pipeline reads running text. So each sentence is set as it would be printed, and the
model learns from spaCy's own tokens of it, the ones it will see at work.
"""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# GermEval marks words derived from names ("Dortmunder", "Berlin-weit") apart from names. The model learns the frequent
# kinds as labels of their own, because the difference is what it would otherwise get wrong; they are dropped in use.
GERMEVAL = {
    "PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC", "LOCderiv": "LOCderiv", "LOCpart": "LOCpart",
    "ORGpart": "ORGpart", "PERpart": "PERpart", "OTHpart": "MISCpart", "OTHderiv": "MISCderiv",
}  # fmt: skip
HELPERS = ("LOCderiv", "LOCpart", "ORGpart", "PERpart", "MISCpart", "MISCderiv")
LABELS = ("PER", "LOC", "ORG", "MISC")
NEWS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}
# Fine labels of corpora that were made for other purposes; what has no clear counterpart is left out.
LEGAL = {
    "PER": "PER", "RR": "PER", "AN": "PER", "LD": "LOC", "ST": "LOC", "STR": "LOC", "LDS": "LOC", "ORG": "ORG",
    "UN": "ORG", "INN": "ORG", "GRT": "ORG", "MRK": "MISC",
}  # fmt: skip
MOBIE = {
    "person": "PER", "location": "LOC", "location-city": "LOC", "location-street": "LOC", "location-route": "LOC",
    "location-stop": "LOC", "organization": "ORG", "organization-company": "ORG",
}  # fmt: skip

NO_SPACE_BEFORE = frozenset({",", ".", ";", ":", "!", "?", ")", "]", "%", "“", "...", "'s", "’s", "''"})
NO_SPACE_AFTER = frozenset({"(", "[", "„", "``", "‚"})

Tokens = list[tuple[str, str]]  # with their BIO tags
Noise = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as printed, with its entities as (start, end, label) in characters."""

    string: str
    entities: tuple[tuple[int, int, str], ...]


def bio_sentences(path: Path) -> Iterator[Tokens]:
    """The (token, tag) pairs of each sentence of a packed BIO file."""
    sentence: Tokens = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                token, tag = line.rstrip("\n").split("\t")[:2]
                sentence.append((token, tag))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def printed(
    tokens: Tokens,
    labels: dict[str, str],
    noise: Noise | None = None,
    rng: random.Random | None = None,
) -> Sentence:
    """The sentence with white space as in print, perhaps damaged; labels that have no counterpart are left out."""
    string = ""
    entities: list[list] = []
    inside = False  # a straight quote closes if one is open
    glue = True
    for token, tag in tokens:
        quote = token in {'"', "'"}
        if not glue and not (token in NO_SPACE_BEFORE or (quote and inside)):
            string += " "
        start = len(string)
        string += noise(token, rng) if noise and rng else token
        glue = token in NO_SPACE_AFTER or (quote and not inside)
        inside = inside != quote
        if tag == "O":
            continue
        label = labels.get(tag[2:])
        if tag[0] == "B" or not entities or entities[-1][3] != tag[2:]:
            entities.append([start, len(string), label, tag[2:]])
        else:
            entities[-1][1] = len(string)
    return Sentence(string, tuple((start, end, label) for start, end, label, _ in entities if label))


def joined(sentences: Iterable[Sentence]) -> Sentence:
    """Several sentences as one text, as they follow each other in a document."""
    string = ""
    entities: list[tuple[int, int, str]] = []
    for sentence in sentences:
        string += " " if string else ""
        entities += [(start + len(string), end + len(string), label) for start, end, label in sentence.entities]
        string += sentence.string
    return Sentence(string, tuple(entities))


def mentions(source: Iterable[Tokens]) -> dict[str, list[list[str]]]:
    """Every mention of each label, as its tokens, as often as it occurs."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for tokens in source:
        before = "O"
        for token, tag in tokens:
            if tag != "O":
                if tag[0] == "B" or before[2:] != tag[2:]:
                    found[tag[2:]].append([])
                found[tag[2:]][-1].append(token)
            before = tag
    return found


def swapped(tokens: Tokens, pool: dict[str, list[list[str]]], share: float, rng: random.Random) -> Tokens:
    """The sentence with a `share` of its names exchanged for others of the same label.

    Who was elected or founded must be learned from the words around, not from the few names that the corpus repeats.
    """
    new: Tokens = []
    before = "O"
    exchanged = False
    for token, tag in tokens:
        label = tag[2:]
        if tag != "O" and (tag[0] == "B" or before[2:] != label):
            exchanged = rng.random() < share
            if exchanged:
                other = rng.choice(pool[label])
                new += [(word, ("I-" if index else "B-") + label) for index, word in enumerate(other)]
        if tag == "O" or not exchanged:
            new.append((token, tag))
        before = tag
    return new


def germeval(data: Path, part: str) -> list[Tokens]:
    """GermEval 2014 (CC BY 4.0): German Wikipedia and newspapers; parts train, dev, test."""
    return list(bio_sentences(data / "ner" / f"germeval.{part}.bio.gz"))


@dataclass(frozen=True, slots=True)
class Foreign:
    """A corpus beside GermEval that draws other borders, knows fewer labels or speaks of other things.

    Only a share of its sentences is `marked`, that is, says where it is from. The marked ones lend what they teach of
    words and contexts without changing what counts as a name elsewhere; the others teach the model to read such texts.
    If there are more than the `most` that are wanted, three in four of those taken hold a name. Lines of less than three
    words or more than eighty are left out.
    """

    files: tuple[str, ...]
    labels: dict[str, str]
    marked: float
    most: int | None = None  # sentences
    damaged: int = 0  # copies

    def sentences(self, data: Path, rng: random.Random) -> list[Tokens]:
        read = (tokens for file in self.files for tokens in bio_sentences(data / "ner" / f"{file}.bio.gz"))
        fit = [tokens for tokens in read if 3 <= len(tokens) <= 80]
        if self.most is None or self.most >= len(fit):
            return fit
        named = [tokens for tokens in fit if any(tag[2:] in self.labels for _, tag in tokens)]
        bare = [tokens for tokens in fit if all(tag[2:] not in self.labels for _, tag in tokens)]
        count = min(len(named), self.most * 3 // 4)
        return rng.sample(named, count) + rng.sample(bare, min(len(bare), self.most - count))


# MobIE (CC BY 4.0): tweets and traffic reports. ENP (CC0): newspapers of 1710 to 1926 as OCR engines read them. LER (CC BY
# 4.0): rulings of the highest courts. SmartData, NewsEye and SoNAR are not free to learn from.
FOREIGN = {
    "mobie": Foreign(("mobie.train",), MOBIE, 0.5, damaged=1_000),
    "enp": Foreign(("enp_lft", "enp_sbb", "enp_onb"), NEWS, 0.5),
    "ler": Foreign(("ler",), LEGAL, 0.75, 3_000),
}


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence of a treebank: its string and, for each word, form, lemma, part of speech, features, space behind."""

    string: str
    words: tuple[tuple[str, str, str, str, bool], ...]


def conllu(path: Path) -> Iterator[Tree]:
    """The sentences of a packed CoNLL-U file; "zum" stands as one word, with the lemma and tag of its preposition."""
    string = ""
    words: list[tuple[str, str, str, str, bool]] = []
    whole: tuple[str, bool] | None = None  # a contraction whose first part comes next
    last = 0  # the number of its last part
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# text = "):
                string = line[len("# text = ") :].rstrip("\n")
            elif not line.strip():
                if words:
                    yield Tree(string, tuple(words))
                words, last = [], 0
            elif line.startswith("#") or "." in cells[0]:
                continue
            elif "-" in cells[0]:
                whole, last = (cells[1], "SpaceAfter=No" not in cells[9]), int(cells[0].split("-")[1])
            elif whole:
                words.append((whole[0], cells[2], cells[3], cells[5], whole[1]))
                whole = None
            elif int(cells[0]) > last:
                words.append((cells[1], cells[2], cells[3], cells[5], "SpaceAfter=No" not in cells[9]))


def tagged(path: Path) -> Iterator[Tree]:
    """The sentences of a packed `token##TAG` file, without lemmas and features; "zum" stands as one word."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            words: list[tuple[str, str]] = []
            parts = 0  # of a contraction, still to be passed over
            for form, tag in (cell.rsplit("##", 1) for cell in line.split()):
                if parts:
                    parts -= 1
                else:
                    words.append((form, "ADP" if tag == "_" else tag))
                    parts = 2 if tag == "_" else 0
            string = printed([(form, "O") for form, _ in words], {}).string
            yield Tree(string, tuple((form, "", tag, "", True) for form, tag in words))


DETERMINER = re.compile(
    r"(?:mein|dein|sein|ihre|unser|euer|eur|kein|all|dies|jen|jed|manch|solch|welch|einig|mehrer|beid|sämtlich|"
    r"irgendein|irgendwelch|etlich|derjenig|dieselb|ander)(?:e|en|em|er|es|s|r|n|m)?"
)


def modernised(trees: list[Tree], before: list[Tree], after: list[Tree]) -> list[Tree]:
    """Trees tagged by the older rules of the treebank, tagged by those of today.

    The training part is at hand in an older edition than the others: there "seiner" is a pronoun and "schnell" in "fährt
    schnell" an adverb, today a determiner and an adjective. `before` and `after` are the same sentences in both
    editions; what they show is applied, and the two rules behind it. Without this, one tag in twenty would be wrong;
    with it, one in seventy.
    """
    shown: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for old, new in zip(before, after, strict=True):
        if [word[0] for word in old.words] == [word[0] for word in new.words]:
            for (form, _, tag, *_), (_, _, today, *_) in zip(old.words, new.words, strict=True):
                shown[form.lower(), tag][today] += 1
    stems = {
        form.lower().removesuffix(ending)
        for tree in trees
        for form, _, tag, *_ in tree.words
        for ending in ("e", "en", "em", "er", "es")
        if tag == "ADJ" and form.endswith(ending)
    }

    def today(form: str, tag: str) -> str:
        word = form.lower()
        if counts := shown.get((word, tag)):
            return counts.most_common(1)[0][0]
        if tag == "ADV" and word in stems:
            return "ADJ"
        if tag in {"PRON", "ADJ"} and DETERMINER.fullmatch(word):
            return "DET"
        return "ADJ" if tag == "NUM" and form.endswith(".") else tag

    return [
        Tree(tree.string, tuple((form, lemma, today(form, tag), *rest) for form, lemma, tag, *rest in tree.words))
        for tree in trees
    ]
