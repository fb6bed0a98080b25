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

from models.recipe.language_corpora import GERMEVAL, LABELS, MOBIE, Sentence, bio_sentences, conllu, joined, printed
from models.recipe.language_noise import channel
from pipeline.entities.language_model import load_model, model_in_use, shipped, tokens_and_entities
from pipeline.knowledge.lexicon import load_lexicon
from pipeline.knowledge.sentences import split_sentences
from pipeline.repair import propose
from pipeline.text import Span, Text

COARSE = {label: label for label in LABELS}
SETS: dict[str, tuple[str, dict[str, str], frozenset[str]]] = {
    "GermEval 2014 test": ("germeval.test", GERMEVAL, frozenset(LABELS)),
    "UNER PUD (evaluated only)": ("uner_pud", COARSE, frozenset({"PER", "LOC", "ORG"})),
    "MobIE test": ("mobie.test", MOBIE, frozenset({"PER", "LOC", "ORG"})),
    "SmartData (evaluated only)": ("smartdata.v1", MOBIE, frozenset({"PER", "LOC", "ORG"})),
}
PAGE = 20  # sentences on a made-up page; the repairer looks at whole pages
PAGES = 75
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
    """The first GermEval test sentences as pages, clean and damaged alike each time."""
    rng = random.Random(3)
    noise = channel(data, special, other)
    source = list(bio_sentences(data / "ner/germeval.test.bio.gz"))
    for at in range(0, PAGES * PAGE, PAGE):
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
    for special, other in ((1.0, 0.001), (0.9, 0.012)):  # an English reading of a good page, and of a bad one
        both = list(pages(data, special, other))
        distances = [error_rate(clean.string, damaged.string) for clean, damaged in both]
        rate = 100 * sum(distance for distance, _ in distances) / sum(length for _, length in distances)
        everything = frozenset(LABELS)
        print(f"  1,500 GermEval sentences     {strict((clean for clean, _ in both), everything, found)}")
        print(f"  ... {rate:4.2f} % letters damaged  {strict((bad for _, bad in both), everything, found)}")
        print(
            f"  ... and repaired             {strict((bad for _, bad in both), everything, found_after_repair)}",
            flush=True,
        )


def sentence_ends(text: str) -> set[Span]:
    """The sentences as the tokens have them: by rules, and by the model where no mark stands."""
    tokens = tokens_and_entities(text).tokens
    starts = [index for index, token in enumerate(tokens) if token.is_sent_start]
    after = [*starts[1:], len(tokens)]
    return {Span(tokens[start].span.start, tokens[end - 1].span.end) for start, end in zip(starts, after, strict=True)}


def sentences(data: Path) -> None:
    print("\nSentences, F1 on running text")
    for title, file in (("UD German GSD test", "ud_gsd-test"), ("UD German PUD", "ud_pud")):
        strings = [tree.string for tree in conllu(data / "ner" / f"{file}.conllu.gz")]
        text = " ".join(strings)
        gold: set[Span] = set()
        at = 0
        for string in strings:
            gold.add(Span(at, at + len(string)))
            at += len(string) + 1
        # In the treebank's test file one sentence in seven is a headline or review without a mark at its end, and the
        # next one follows it on the same line, which no press release does.
        marked = {span.end for span in gold if any(mark in text[span.end - 3 : span.end] for mark in ".!?…")}
        for way, said in (("rules", set(split_sentences(text))), ("rules and model", sentence_ends(text))):
            both = 200 * len(gold & said) / (len(gold) + len(said))
            ends = {span.end for span in said} - ({span.end for span in gold} - marked)
            f1 = 200 * len(ends & marked) / (len(ends) + len(marked))
            print(f"  {title:20} {way:16} F1 {both:5.2f}; the {len(marked)} ends with a mark: F1 {f1:5.2f}", flush=True)


def words(data: Path) -> None:
    print("\nWords of UD German GSD test, running text sentence by sentence")
    tags = lemmas = features = bare = total = alike = bare_alike = 0
    for tree in conllu(data / "ner/ud_gsd-test.conllu.gz"):
        read = {
            (token.span.start, token.span.end): token for token in tokens_and_entities(tree.string, lemmas=True).tokens
        }
        at = 0
        for form, lemma, tag, morph, _ in tree.words:
            start = tree.string.index(form, at)
            at = start + len(form)
            total += 1
            bare += tag != "PUNCT"
            if token := read.get((start, at)):
                alike += 1
                bare_alike += tag != "PUNCT"
                tags += token.upos == tag
                features += token.morph == morph.replace("_", "")
                lemmas += tag != "PUNCT" and token.lemma == lemma
    # The treebank cuts "SPD-Chef" into three words, spaCy does not.
    print(f"  cut alike {100 * alike / total:.2f} % of the words; of these ...")
    print(f"  parts of speech {100 * tags / alike:.2f} %, all features {100 * features / alike:.2f} %")
    every = 100 * (lemmas + alike - bare_alike) / alike
    print(f"  lemmas {every:.2f} %, without punctuation {100 * lemmas / bare_alike:.2f} %")


def costs(data: Path) -> None:
    import spacy  # what it costs by itself is paid by every program that uses it

    began = time.process_time()
    load_model()
    loading = time.process_time() - began
    size = sum(file.stat().st_size for file in shipped().rglob("*") if file.is_file()) / 1e6
    string = " ".join(printed(tokens, {}).string for tokens in bio_sentences(data / "ner/germeval.dev.bio.gz"))
    tokens_and_entities(string[:20_000])
    print(f"{model_in_use()}, spaCy {spacy.__version__}: loads in {loading:.1f} CPU s")
    for lemmas in (False, True):
        began = time.process_time()
        count = len(tokens_and_entities(string, lemmas=lemmas).tokens)
        rate = count / (time.process_time() - began)
        print(f"{rate:,.0f} words a CPU second{', with lemmas' if lemmas else ''}")
    print(f"shipped model: {size:.1f} MB")


def main(data: Path) -> None:
    costs(data)
    words(data)
    sentences(data)
    names(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
