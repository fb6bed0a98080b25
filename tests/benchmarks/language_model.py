"""How good and how fast the language model is, on the public test sets: python -m tests.benchmarks.language_model DATA

Names are counted as strict matches (same characters, same label) on running text put together from the corpora's tokens,
outer entities only. Everything goes through the door that the pipeline uses, so the model in use is what is measured.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from models.recipe.language_corpora import GERMEVAL, LABELS, Sentence, bio_sentences, conllu, joined, printed
from models.recipe.language_noise import channel
from pipeline.entities.language_model import load_model, model_in_use, shipped, tokens_and_entities
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.knowledge.sentences import split_sentences
from pipeline.repair import propose
from pipeline.text import Span, Text

FINE = {
    "person": "PER", "organization": "ORG", "organization-company": "ORG", "location": "LOC", "location-city": "LOC",
    "location-street": "LOC", "location-route": "LOC", "location-stop": "LOC",
}  # fmt: skip
COARSE = {label: label for label in LABELS}
SETS: dict[str, tuple[str, dict[str, str], frozenset[str]]] = {
    "GermEval 2014 test": ("germeval.test", GERMEVAL, frozenset(LABELS)),
    "UNER PUD (evaluated only)": ("uner_pud", COARSE, frozenset({"PER", "LOC", "ORG"})),
    "Europarl (evaluated only)": ("europarl", COARSE, frozenset({"PER", "LOC", "ORG"})),
    "MobIE test": ("mobie.test", FINE, frozenset({"PER", "LOC", "ORG"})),
    "SmartData (evaluated only)": ("smartdata.v1", FINE, frozenset({"PER", "LOC", "ORG"})),
}
PAGE = 20  # sentences on a made-up page; the repairer looks at whole pages
Names = set[tuple[int, int, str]]


def found(string: str) -> Names:
    """The names the model finds in a string."""
    return {(item.span.start, item.span.end, item.label) for item in tokens_and_entities(string).entities}


def found_after_repair(string: str) -> Names:
    """The names it finds in the repaired string, at their places in the damaged one."""
    text = Text(string)
    text = text.edited(propose(text, load_lexicon()).edits)
    places = ((text.origin(Span(start, end)), label) for start, end, label in found(text.string))
    return {(place.start, place.end, label) for place, label in places}


def strict(sentences: Iterable[Sentence], labels: frozenset[str], find: Callable[[str], Names]) -> str:
    """Precision, recall and F1 over all labels, F1 for each."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for sentence in sentences:
        gold = {entity for entity in sentence.entities if entity[2] in labels}
        names = {name for name in find(sentence.string) if name[2] in labels}
        for counter, names_counted in ((right, gold & names), (said, names), (there, gold)):
            counter.update(label for name in names_counted for label in (name[2], "all"))

    def f1(label: str) -> float:
        return 200 * right[label] / max(1, said[label] + there[label])

    precision, recall = 100 * right["all"] / max(1, said["all"]), 100 * right["all"] / max(1, there["all"])
    each = "  ".join(f"{label} {f1(label):4.1f}" for label in LABELS if label in labels)
    return f"P {precision:4.1f}  R {recall:4.1f}  F1 {f1('all'):5.2f}   {each}"


def pages(data: Path, special: float, other: float) -> Iterator[tuple[Sentence, Sentence]]:
    """The GermEval test sentences as pages, clean and damaged alike each time."""
    rng = random.Random(3)
    noise = channel(data, special, other)
    source = list(bio_sentences(data / "ner/germeval.test.bio.gz"))
    for at in range(0, len(source), PAGE):
        group = source[at : at + PAGE]
        clean = joined(printed(tokens, GERMEVAL) for tokens in group)
        yield clean, joined(printed(tokens, GERMEVAL, noise, rng) for tokens in group)


def error_rate(clean: str, damaged: str) -> tuple[int, int]:
    """Edit distance and length."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(clean, damaged), len(clean)


def names(data: Path) -> None:
    print("\nNames, strict F1")
    for title, (file, mapping, labels) in SETS.items():
        sentences = (printed(tokens, mapping) for tokens in bio_sentences(data / "ner" / f"{file}.bio.gz"))
        print(f"  {title:28} {strict(sentences, labels, found)}", flush=True)
    for special, other in ((0.3, 0.003), (0.9, 0.012)):
        both = list(pages(data, special, other))
        distances = [error_rate(clean.string, damaged.string) for clean, damaged in both]
        rate = 100 * sum(distance for distance, _ in distances) / sum(length for _, length in distances)
        everything = frozenset(LABELS)
        print(f"  GermEval test as pages       {strict((clean for clean, _ in both), everything, found)}")
        print(f"  ... {rate:4.2f} % letters damaged  {strict((bad for _, bad in both), everything, found)}")
        print(
            f"  ... and repaired             {strict((bad for _, bad in both), everything, found_after_repair)}",
            flush=True,
        )


def sentences(data: Path) -> None:
    print("\nSentences, F1 on running text")
    for title, file in (("UD German GSD test", "ud_gsd-test"), ("UD German PUD", "ud_pud")):
        strings = [tree.string for tree in conllu(data / "ner" / f"{file}.conllu.gz")]
        text = " ".join(strings)
        gold: dict[int, int] = {}
        at = 0
        for string in strings:
            gold[at] = at + len(string)
            at += len(string) + 1
        said = {span.start: span.end for span in split_sentences(text)}
        right = sum(gold.get(start) == end for start, end in said.items())
        # In the treebank's test file a third of the sentences are headlines and reviews without a mark at their end.
        marked = {
            end for start, end in gold.items() if text[end - 1] in ".!?…" or text[end - 2 : end - 1] in (".", "!", "?")
        }
        kept = len(marked & set(said.values()))
        wrong = sum(1 for end in said.values() if end not in set(gold.values()))
        print(
            f"  {title:20} F1 {200 * right / (len(gold) + len(said)):5.2f}; ends with a mark:"
            f" F1 {200 * kept / (2 * kept + len(marked) - kept + wrong):5.2f} ({len(marked)} of {len(gold)})"
        )


def words(data: Path) -> None:
    print("\nWords of UD German GSD test, running text sentence by sentence (a word cut otherwise counts as wrong)")
    tags = lemmas = features = bare = total = 0
    for tree in conllu(data / "ner/ud_gsd-test.conllu.gz"):
        read = {(token.span.start, token.span.end): token for token in tokens_and_entities(tree.string).tokens}
        at = 0
        for form, lemma, tag, morph, _ in tree.words:
            start = tree.string.index(form, at)
            at = start + len(form)
            total += 1
            bare += tag != "PUNCT"
            if token := read.get((start, at)):
                tags += token.upos == tag
                features += token.morph == morph.replace("_", "")
                lemmas += tag != "PUNCT" and token.lemma == lemma
    print(f"  parts of speech {100 * tags / total:.2f} %, all features {100 * features / total:.2f} %")
    print(f"  lemmas {100 * (lemmas + total - bare) / total:.2f} %, without punctuation {100 * lemmas / bare:.2f} %")


def costs(data: Path) -> None:
    began = time.perf_counter()
    load_model()
    loading = time.perf_counter() - began
    size = sum(file.stat().st_size for file in shipped().rglob("*") if file.is_file()) / 1e6
    string = " ".join(printed(tokens, {}).string for tokens in bio_sentences(data / "ner/germeval.dev.bio.gz"))
    tokens_and_entities(string[:2000])
    began = time.process_time()
    count = len(tokens_and_entities(string).tokens)
    print(
        f"{model_in_use()}: loads in {loading:.1f} s, {count / (time.process_time() - began):,.0f} words a CPU second"
    )
    print(f"shipped model: {size:.1f} MB")


def main(data: Path) -> None:
    costs(data)
    words(data)
    sentences(data)
    names(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
