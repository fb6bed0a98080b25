"""Train the part of the language model that finds people, places, organisations and other names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

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
NER = """
[ner]
factory = "ner"

[ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = true
hidden_width = 64
maxout_pieces = 2
use_upper = true
"""
DAMAGED = 1_500  # sentences at each of three degrees of damage
# The part of speech comes from the tagger, which learned proper names from a treebank that has no kinds of them.
FORMS = {"attrs": '["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"]', "rows": "[5000, 1000, 2500, 1000, 100]"}
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


def training_sentences(data: Path, parts: tuple[str, ...], exchange: float, seed: int) -> list[corpora.Sentence]:
    """GermEval as it is, some sentences damaged, all again with names exchanged; a third joined to short texts.

    In a document a sentence has neighbours, in the corpus it has none; without joined ones the first and last words of
    a sentence would be read differently at work. `exchange` is the share of names in the second copy that change place
    with another; 0 leaves that copy out.
    """
    rng = random.Random(seed)
    source = [tokens for part in parts for tokens in corpora.germeval(data, part)]
    made = [corpora.printed(tokens, corpora.GERMEVAL) for tokens in source]
    for chance in (0.15, 0.4, 0.9):
        noise = channel(data, chance, rng.choice([0.002, 0.01, 0.02]))
        chosen = rng.sample(source, DAMAGED)
        made += [corpora.printed(tokens, corpora.GERMEVAL, noise, rng) for tokens in chosen]
    if exchange:
        pool = corpora.mentions(source)
        again = (
            corpora.swapped(tokens, pool, exchange, rng) for tokens in source if any(tag != "O" for _, tag in tokens)
        )
        made += [corpora.printed(tokens, corpora.GERMEVAL) for tokens in again]
    rng.shuffle(made)
    cut = len(made) * 2 // 3
    return made[:cut] + [corpora.joined(made[at : at + 3]) for at in range(cut, len(made), 3)]


def pipeline(words: Any, width: int = 96, depth: int = 4) -> Any:
    """The tagger of the pipeline that knows words, and behind it an untrained name finder."""
    import spacy
    from thinc.api import Config

    config = TOK2VEC.format(name="ner", width=width, depth=depth, **FORMS)
    nlp = spacy.blank("de", vocab=words.vocab)
    for name in BEFORE:
        nlp.add_pipe(name, source=words)
    nlp.add_pipe("ner", config={"model": Config().from_str(NER + config)["ner"]["model"]})
    return nlp


def train(nlp: Any, examples: list[Any], plan: Plan, look: Callable[[Any], str], *, initialize: bool) -> None:
    """Train the name finder in place, from nothing (`initialize`) or from where it stands."""
    from spacy.util import fix_random_seed

    fix_random_seed(plan.seed)
    if initialize:
        nlp.get_pipe("ner").initialize(lambda: examples, nlp=nlp)
    fit(nlp, examples, plan, look, frozen=BEFORE)


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
