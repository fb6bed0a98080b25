"""Make models/language: the German spaCy pipeline that ships with the program.

    python -m models.recipe.language DATA

DATA is the folder with ner/, reference/ and ocr/. One core, no GPU; the times are in models/language/README.md. The
training texts stay outside the repository; what ships are weights, word clusters and name lists.
"""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.recipe import language_corpora as corpora
from models.recipe import language_grammar as grammar
from models.recipe import language_names as names
from models.recipe import language_subwords as subwords
from models.recipe.language_features import feature_table
from models.recipe.language_fit import Plan
from models.recipe.language_names import Lesson
from pipeline.entities.language_model import FEATURES
from pipeline.entities.subwords import FILE
from pipeline.entities.unknown_words import UnknownWords

OUT = Path(__file__).resolve().parent.parent / "language"
VERSION = "1.3.0"


@dataclass(frozen=True, slots=True)
class Course:
    """How a name finder is trained: in two stages, then in branches that all start from the second and go different ways.

    What is kept is the mean of the second stage and its branches, steadier than any of them.
    """

    stages: tuple[Lesson, ...]
    branches: tuple[Lesson, ...]
    pieces: bool = False  # whether it sees the vectors of the pieces of words

    @property
    def marked(self) -> bool:
        """Whether it sees the marks of corpora."""
        return any(lesson.foreign for lesson in (*self.stages, *self.branches))


# Two name finders that err at different places, so that the sum of their scores is better than either. The first learns
# from GermEval with the features of words. The second sees the pieces of words too and learns other corpora beside
# GermEval; it needs more steps for that, and reads damaged text and texts of other kinds better.
OTHERS = ("mobie", "enp", "ler")
COURSES = (
    Course(
        (
            Lesson(Plan(steps=1800, rate=0.002, dropout=0.2, seed=1), ("train",)),
            Lesson(Plan(steps=1300, rate=0.001, dropout=0.25, seed=2)),
        ),
        (
            Lesson(Plan(steps=1400, rate=0.0015, dropout=0.2, seed=5), exchange=0.6),
            Lesson(Plan(steps=900, rate=0.0015, dropout=0.3, seed=7), exchange=0.3),
            Lesson(Plan(steps=900, rate=0.0015, dropout=0.35, seed=8)),
        ),
    ),
    Course(
        (
            Lesson(Plan(steps=2400, rate=0.002, dropout=0.2, seed=11), ("train",), 0.0, 3_000, OTHERS),
            Lesson(Plan(steps=1700, rate=0.001, dropout=0.25, seed=12), ("train", "dev"), 0.0, 3_000, OTHERS),
        ),
        (
            Lesson(Plan(steps=1700, rate=0.0015, dropout=0.2, seed=15), ("train", "dev"), 0.6, 3_000, OTHERS),
            Lesson(Plan(steps=1200, rate=0.0015, dropout=0.3, seed=17), ("train", "dev"), 0.3, 3_000, OTHERS),
            Lesson(Plan(steps=1200, rate=0.0015, dropout=0.35, seed=18), ("train", "dev"), 0.0, 3_000, OTHERS),
            Lesson(Plan(steps=1500, rate=0.0015, dropout=0.25, seed=16), ("train", "dev"), 0.5, 3_000, OTHERS),
        ),
        pieces=True,
    ),
)
GRAMMAR = Plan(steps=1600, words=1500, rate=0.003, dropout=0.1, seed=1)

META = {
    "name": "aktenlage",
    "version": VERSION,
    "description": "German names, parts of speech, features, lemmas and sentence starts for press releases.",
    "license": "CC BY-SA 4.0",
    "author": "Aktenlage",
    "sources": [
        {"name": "GermEval 2014 NER", "license": "CC BY 4.0", "author": "Benikova, Biemann, Reznicek"},
        {"name": "MobIE", "license": "CC BY 4.0", "author": "Hennig, Truong, Gabryszak (DFKI)"},
        {
            "name": "LER (German Legal Entity Recognition)",
            "license": "CC BY 4.0",
            "author": "Leitner, Rehm, Moreno-Schneider",
        },
        {"name": "Europeana Newspapers NER", "license": "CC0 1.0", "author": "Neudecker"},
        {"name": "Protocols of the German Bundestag", "license": "official works", "author": "Deutscher Bundestag"},
        {"name": "UD German GSD", "license": "CC BY-SA 4.0", "author": "Universal Dependencies"},
        {"name": "UD German PUD", "license": "CC BY-SA 3.0", "author": "Universal Dependencies"},
        {"name": "spacy-lookups-data", "license": "MIT", "author": "Explosion"},
        {"name": "GermaNER word clusters and name lists", "license": "Apache 2.0", "author": "Benikova et al."},
        {"name": "GN250 and municipalities", "license": "dl-de/by-2-0", "author": "GeoBasis-DE / BKG 2021"},
        {"name": "First names of Berlin", "license": "CC BY 3.0 DE", "author": "LABO / BerlinOnline"},
        {"name": "simplemma", "license": "MIT", "author": "Adrien Barbaresi"},
    ],
}


def vocabulary(data: Path) -> Any:
    """An empty German pipeline whose vectors are the features of words. The words themselves are kept as hashes only."""
    import spacy
    from spacy.strings import hash_string
    from spacy.vectors import Vectors
    from thinc.api import get_current_ops

    get_current_ops().use_blis = False  # numpy's own OpenBLAS multiplies up to three times as fast
    words, rows, table = feature_table(data)
    nlp = spacy.blank("de")
    vectors = Vectors(shape=table.shape, name=FEATURES)
    vectors.data = table
    vectors.key2row = {hash_string(word): int(row) for word, row in zip(words, rows, strict=True)}
    nlp.vocab.vectors = vectors
    return nlp


def assemble(words: Any, named: Any, out: Path) -> None:
    """Write the two trained pipelines as one."""
    words.add_pipe("ner", source=named)
    words.meta.update(META)
    if out.exists():
        for old in out.iterdir():
            if old.name != "README.md":
                shutil.rmtree(old) if old.is_dir() else old.unlink()
    words.to_disk(out)
    path = out / "vocab" / "strings.json"
    path.write_text(json.dumps(sorted(needed_strings(words)), ensure_ascii=False), "utf-8")


def needed_strings(nlp: Any) -> set[str]:
    """The strings that the pipeline's parts name by their hash: labels, features, and what lemmas are built from.

    spaCy would also write every word of the training texts, three megabytes that nothing reads.
    """
    import spacy
    import srsly

    needed = set(spacy.blank("de").vocab.strings)
    for _, component in nlp.pipeline:
        needed.update(str(label) for label in getattr(component, "labels", ()))
    for features in nlp.get_pipe("morphologizer").labels:
        needed.update(part for pair in features.split("|") for part in (pair, *pair.split("=")))
    trees = srsly.msgpack_loads(nlp.get_pipe("lemmatizer").trees.to_bytes())["trees"]
    needed.update(nlp.vocab.strings[tree[key]] for tree in trees for key in ("orig", "subst") if key in tree)
    return needed


def name_score(sentences: list[corpora.Sentence], examples: list[Any]) -> Callable[[Any], str]:
    """A look at the strict F1 on some sentences, printed while training."""

    def look(nlp: Any) -> str:
        right = found = there = 0
        docs = nlp.get_pipe("ner").pipe(example.predicted.copy() for example in examples)
        for sentence, doc in zip(sentences, docs, strict=True):
            gold = {entity for entity in sentence.entities if entity[2] in corpora.LABELS}
            said = {(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in corpora.LABELS}
            right, found, there = right + len(gold & said), found + len(said), there + len(gold)
        return f"F1 {200 * right / max(1, found + there):.2f}"

    return look


def taught(
    words: Any, data: Path, course: Course, unknown: UnknownWords, pieces: np.ndarray, labels: Any = None
) -> Any:
    """A name finder that has gone through the course; its labels stand in the order of `labels`, if given.

    It sees the features of words, and the vectors of their `pieces` if the course wants them.
    """
    named = names.pipeline(words, marked=course.marked)
    finder = named.get_pipe("ner")
    # The development part is learned in the end, so progress can only be watched on what is then known by heart.
    watched = [corpora.printed(tokens, corpora.GERMEVAL) for tokens in corpora.germeval(data, "dev")]
    looked_at = names.annotated(named, watched, unknown)
    look = name_score(watched, looked_at)

    def learn(lesson: Lesson, begin: bool = False) -> bytes:
        examples = names.annotated(named, names.training_sentences(data, lesson), unknown)
        examples += names.foreign_examples(named, data, lesson, unknown)
        read = [example.predicted for example in examples + looked_at]
        with subwords.beside_features(words.vocab, read, pieces if course.pieces else pieces[:, :0]):
            names.train(named, examples, lesson.plan, look, begin=begin, labels=labels)
        weights: bytes = finder.to_bytes(exclude=["vocab"])
        return weights

    for number, stage in enumerate(course.stages):
        print(f"names, stage {number + 1}", flush=True)
        trunk = learn(stage, begin=number == 0)
    ways = [trunk]
    for number, branch in enumerate(course.branches):
        print(f"names, branch {number + 1}", flush=True)
        finder.from_bytes(trunk, exclude=["vocab"])
        ways.append(learn(branch))
    names.average(named, ways)
    return finder


def main(data: Path, out: Path = OUT) -> None:
    """Train all parts and write the pipeline."""
    warnings.filterwarnings("ignore", message=r"\[W030\]")  # entities that do not fall on token borders: left open
    base = vocabulary(data)
    unknown = UnknownWords(base.vocab)
    words = grammar.train(base, data, GRAMMAR, unknown, lambda nlp: "words")
    print("pieces of words", flush=True)
    usual = (token for tokens in corpora.germeval(data, "train") for token, _ in tokens)
    pieces, unit = subwords.levelled(subwords.train(subwords.running_text(data)), usual)
    finders: list[Any] = []
    for course in COURSES:
        labels = finders[0].label_data if finders else None
        finders.append(taught(words, data, course, unknown, pieces * unit, labels))
    sample = names.annotated(names.pipeline(words), names.training_sentences(data, COURSES[0].stages[0])[:1], unknown)
    named = names.voting(words, finders, sample)
    unknown.forget()
    assemble(words, named, out)
    width = words.vocab.vectors.shape[1]
    weights = {
        number: names.piece_weights(finder, width) for number, finder in enumerate(finders) if COURSES[number].pieces
    }
    subwords.write(out / FILE, pieces, unit, weights)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
