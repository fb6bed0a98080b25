"""Train the part of the language model that finds people, places, organisations and other names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.recipe import language_corpora as corpora
from models.recipe.language_fit import Plan, fit
from models.recipe.language_noise import channel
from pipeline.entities.unknown_words import UnknownWords

# Width and depth: 128 was no better than 96 within the same time and a third slower.
TOK2VEC = """
[{name}.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[{name}.model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = {width}
attrs = {attrs}
rows = {rows}
include_static_vectors = true

[{name}.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = {width}
depth = {depth}
window_size = 1
maxout_pieces = 3
"""
HIDDEN = 64
NER = """
[ner]
factory = "ner"

[ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = true
hidden_width = {hidden}
maxout_pieces = 2
use_upper = true
"""
SIDE_BY_SIDE = """
[ner.model.tok2vec]
@layers = "concatenate.v1"
"""
# The part of speech comes from the tagger, which learned proper names from a treebank that has no kinds of them.
FORMS = {"attrs": '["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"]', "rows": "[5000, 1000, 2500, 1000, 100]"}
# While several corpora are learned, a sentence may say which one it is from; what ships reads everything as GermEval.
CORPUS = "DEP"  # an attribute of spaCy's tokens that nothing else here fills
MARKED = {"attrs": FORMS["attrs"].replace("]", f', "{CORPUS}"]'), "rows": FORMS["rows"].replace("]", ", 50]")}
BEFORE = ("tok2vec", "tagger")  # what reads the words before the names are found


def annotated(nlp: Any, sentences: Iterable[corpora.Sentence], unknown: UnknownWords) -> list[Any]:
    """spaCy examples of sentences, their words tagged by the pipeline.

    An entity that does not fall on token borders becomes an unknown, not a miss.
    """
    from spacy.training import Example, offsets_to_biluo_tags

    sentences = list(sentences)
    docs = [nlp.make_doc(sentence.string) for sentence in sentences]
    for doc in docs:
        unknown.introduce(doc)
    for name in BEFORE:
        docs = list(nlp.get_pipe(name).pipe(docs))
    examples = []
    for doc, sentence in zip(docs, sentences, strict=True):
        doc.tensor = doc.tensor[:0]  # 200 MB that nothing reads
        tags = offsets_to_biluo_tags(doc, list(sentence.entities))
        examples.append(Example.from_dict(doc, {"entities": tags}))
    return examples


@dataclass(frozen=True, slots=True)
class Lesson:
    """One round of training: how long, on which parts of GermEval, with how many changed copies of its sentences.

    `exchange` is the share of names in a second copy that change place with another; 0 leaves that copy out. `damaged`
    sentences are read as a bad OCR engine would, at each of three degrees. `foreign` corpora are learned as well.
    """

    plan: Plan
    parts: tuple[str, ...] = ("train", "dev")
    exchange: float = 0.0
    damaged: int = 1_500
    foreign: tuple[str, ...] = ()


def training_sentences(data: Path, lesson: Lesson) -> list[corpora.Sentence]:
    """GermEval as it is, some sentences damaged, all again with names exchanged; a third joined to short texts.

    In a document a sentence has neighbours, in the corpus it has none; without joined ones the first and last words of
    a sentence would be read differently at work.
    """
    rng = random.Random(lesson.plan.seed)
    source = [tokens for part in lesson.parts for tokens in corpora.germeval(data, part)]
    made = [corpora.printed(tokens, corpora.GERMEVAL) for tokens in source]
    for chance in (0.15, 0.4, 0.9):
        noise = channel(data, chance, rng.choice([0.002, 0.01, 0.02]))
        chosen = rng.sample(source, lesson.damaged)
        made += [corpora.printed(tokens, corpora.GERMEVAL, noise, rng) for tokens in chosen]
    if lesson.exchange:
        pool = corpora.mentions(source)
        again = (
            corpora.swapped(tokens, pool, lesson.exchange, rng)
            for tokens in source
            if any(tag != "O" for _, tag in tokens)
        )
        made += [corpora.printed(tokens, corpora.GERMEVAL) for tokens in again]
    return mixed(made, rng)


def mixed(made: list[corpora.Sentence], rng: random.Random) -> list[corpora.Sentence]:
    """The sentences in another order, a third of them joined."""
    rng.shuffle(made)
    cut = len(made) * 2 // 3
    return made[:cut] + [corpora.joined(made[at : at + 3]) for at in range(cut, len(made), 3)]


def foreign_examples(nlp: Any, data: Path, lesson: Lesson, unknown: UnknownWords) -> list[Any]:
    """Examples from the other corpora of the lesson, a share of each marked; MobIE, the smallest, with damaged copies."""
    rng = random.Random(lesson.plan.seed)
    noise = channel(data, 0.4, 0.01)
    examples = []
    for name in lesson.foreign:
        corpus = corpora.FOREIGN[name]
        source = corpus.sentences(data, rng)
        made = [corpora.printed(tokens, corpus.labels) for tokens in source]
        chosen = rng.sample(source, min(len(source), corpus.damaged))
        made += [corpora.printed(tokens, corpus.labels, noise, rng) for tokens in chosen]
        mark = nlp.vocab.strings.add(f"corpus-{name}")
        for example in annotated(nlp, mixed(made, rng), unknown):
            if rng.random() < corpus.marked:
                for token in example.predicted:
                    token.dep = mark
            examples.append(example)
    return examples


def pipeline(words: Any, finders: int = 1, width: int = 96, depth: int = 4, *, marked: bool = False) -> Any:
    """The tagger of the pipeline that knows words, and behind it an untrained name finder.

    With several `finders`, it has room for that many side by side (see `voting`). One that is to learn several corpora
    sees their marks (`marked`).
    """
    import spacy
    from thinc.api import Config

    view = TOK2VEC.format(name="ner", width=width, depth=depth, **(MARKED if marked else FORMS))
    if finders > 1:
        views = (view.replace("[ner.model.tok2vec", f"[ner.model.tok2vec.*.view{n}") for n in range(finders))
        view = SIDE_BY_SIDE + "".join(views)
    nlp = spacy.blank("de", vocab=words.vocab)
    for name in BEFORE:
        nlp.add_pipe(name, source=words)
    config = Config().from_str(NER.format(hidden=HIDDEN * finders) + view)
    nlp.add_pipe("ner", config={"model": config["ner"]["model"]})
    return nlp


def train(
    nlp: Any, examples: list[Any], plan: Plan, look: Callable[[Any], str], *, begin: bool, labels: Any = None
) -> None:
    """Train the name finder in place, from nothing (`begin`) or from where it stands."""
    from spacy.util import fix_random_seed

    fix_random_seed(plan.seed)
    if begin:
        nlp.get_pipe("ner").initialize(lambda: examples, nlp=nlp, labels=labels)
    fit(nlp, examples, plan, look, frozen=BEFORE)


def voting(words: Any, finders: list[Any], examples: list[Any]) -> Any:
    """A pipeline whose name finder adds up the scores of several trained ones at each step and takes the best sum.

    It is one network of the usual kind: the finders' views of the words side by side, and the layers above them block
    by block along the diagonal, with zeros elsewhere, so that none sees what another does. The finders must have
    learned their labels in the same order. What a finder learned of the marks of corpora and of the pieces of words
    stays behind; for the latter see `piece_weights`.
    """
    nlp = pipeline(words, len(finders))
    whole = nlp.get_pipe("ner")
    whole.initialize(lambda: examples[:1], nlp=nlp, labels=finders[0].label_data)
    if any(finder.move_names != whole.move_names for finder in finders):
        raise ValueError("the name finders do not share the order of their labels")
    models = [finder.model for finder in finders]
    views = whole.model.get_ref("tok2vec").layers[0].layers
    for view, model in zip(views, models, strict=True):
        embedding, encoding = model.get_ref("tok2vec").layers[0].layers
        _copy_embedding(embedding, view.layers[0])
        for trained, node in zip(encoding.walk(), view.layers[1].walk(), strict=True):
            _copy(trained, node)
    # The axes that lie along the diagonal; along the others (features, pieces, labels) the finders are alike.
    _stack(_narrowing(whole.model), [_narrowing(model) for model in models], {"W": (0, 1), "b": (0,)})
    lowers = [model.get_ref("lower") for model in models]
    _stack(whole.model.get_ref("lower"), lowers, {"W": (1, 3), "b": (0,), "pad": (2,)})
    _stack(whole.model.get_ref("upper"), [model.get_ref("upper") for model in models], {"W": (1,), "b": ()})
    return nlp


def _copy(trained: Any, node: Any) -> None:
    for name in trained.param_names:
        if trained.has_param(name):
            node.set_param(name, trained.get_param(name).copy())


def _parts(embedding: Any) -> tuple[list[Any], Any, list[Any]]:
    """What makes up spaCy's MultiHashEmbed: a table for each form, the weights of the vectors, what brings them together."""
    (hashed, vectors), together = embedding.layers[0].layers, embedding.layers[1].layers[0].layers[0]
    return list(hashed.layers[2].layers[0].layers), vectors, list(together.layers)


def _copy_embedding(trained: Any, node: Any) -> None:
    """Copy the first layer; where it saw the mark of a corpus, it sees none from now on, as GermEval has none."""
    tables, vectors, (maxout, norm) = _parts(trained)
    new_tables, new_vectors, (new_maxout, new_norm) = _parts(node)
    for table, new_table in zip(tables, new_tables, strict=False):
        _copy(table.layers[1], new_table.layers[1])
    seen = new_vectors.get_dim("nM")
    new_vectors.set_param("W", vectors.get_param("W")[:, :seen].copy())
    weights, bias = maxout.get_param("W"), maxout.get_param("b").copy()
    width = vectors.get_dim("nO")
    kept = len(new_tables) * width
    for number, table in enumerate(tables[len(new_tables) :], len(new_tables)):
        unmarked = table.predict(np.zeros((1, len(tables)), dtype="uint64"))[0]
        bias += weights[:, :, number * width : (number + 1) * width] @ unmarked
    new_maxout.set_param("W", np.concatenate([weights[:, :, :kept], weights[:, :, -width:]], axis=2))
    new_maxout.set_param("b", bias)
    _copy(norm, new_norm)


def piece_weights(finder: Any, features: int) -> np.ndarray:
    """How a finder weighs the vectors of the pieces of words, which stood behind this many features of each word."""
    _, vectors, _ = _parts(finder.model.get_ref("tok2vec").layers[0].layers[0])
    weights: np.ndarray = vectors.get_param("W")[:, features:].copy()
    return weights


def _narrowing(model: Any) -> Any:
    """The layer between a finder's view of the words and its states."""
    return model.get_ref("tok2vec").layers[-1]


def _stack(node: Any, parts: list[Any], diagonal: dict[str, tuple[int, ...]]) -> None:
    """Put the parts' weights into the node's, each further along the `diagonal` axes than the one before."""
    for name, axes in diagonal.items():
        weights = node.get_param(name) * 0
        at = [0] * weights.ndim
        for part in parts:
            block = part.get_param(name)
            weights[tuple(slice(start, start + size) for start, size in zip(at, block.shape, strict=True))] += block
            at = [start + size * (axis in axes) for axis, (start, size) in enumerate(zip(at, block.shape, strict=True))]
        node.set_param(name, weights)


def average(nlp: Any, ways: list[bytes]) -> None:
    """Give the name finder the mean of these weights, which must come from one trunk."""
    finder = nlp.get_pipe("ner")
    sums: dict[tuple[int, str], Any] = {}
    for weights in ways:
        finder.from_bytes(weights, exclude=["vocab"])
        for place, node in enumerate(finder.model.walk()):
            for name in node.param_names:
                if node.has_param(name):
                    part = node.get_param(name) / len(ways)
                    sums[place, name] = sums[place, name] + part if (place, name) in sums else part
    for place, node in enumerate(finder.model.walk()):
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, sums[place, name])
