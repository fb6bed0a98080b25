"""Train the part of the language model that finds people, places, organisations and other names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from models.recipe import language_corpora as corpora
from models.recipe.language_fit import Plan, fit
from models.recipe.language_noise import channel

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
FORMS = {"attrs": '["NORM", "PREFIX", "SUFFIX", "SHAPE"]', "rows": "[5000, 1000, 2500, 1000]"}


def annotated(nlp: Any, sentences: Iterable[corpora.Sentence]) -> list[Any]:
    """spaCy examples of sentences; an entity that does not fall on token borders becomes an unknown, not a miss."""
    from spacy.training import Example, offsets_to_biluo_tags

    examples = []
    for sentence in sentences:
        doc = nlp.make_doc(sentence.string)
        tags = offsets_to_biluo_tags(doc, list(sentence.entities))
        examples.append(Example.from_dict(doc, {"entities": tags}))
    return examples


def training_sentences(data: Path, parts: tuple[str, ...], copies: int, seed: int) -> list[corpora.Sentence]:
    """GermEval, once as it is and with some damaged sentences; a third of it joined to short texts.

    In a document a sentence has neighbours, in the corpus it has none; without joined ones the first and last words of
    a sentence would be read differently at work.
    """
    rng = random.Random(seed)
    source = [sentence for part in parts for sentence in corpora.germeval(data, part)]
    clean = [corpora.printed(tokens, corpora.GERMEVAL) for tokens in source]
    damaged = []
    for _ in range(copies):
        noise = channel(data, rng.choice([0.15, 0.4, 0.9]), rng.choice([0.002, 0.01, 0.02]))
        chosen = rng.sample(source, 2_000)
        damaged += [corpora.printed(tokens, corpora.GERMEVAL, noise, rng) for tokens in chosen]
    pool = clean + damaged
    rng.shuffle(pool)
    cut = len(pool) * 2 // 3
    return pool[:cut] + [corpora.joined(pool[at : at + 3]) for at in range(cut, len(pool), 3)]


def pipeline(base: Any, width: int = 96, depth: int = 4) -> Any:
    """A pipeline over the base's vocabulary with an untrained name finder."""
    import spacy
    from thinc.api import Config

    config = TOK2VEC.format(name="ner", width=width, depth=depth, **FORMS)
    nlp = spacy.blank("de", vocab=base.vocab)
    nlp.add_pipe("ner", config={"model": Config().from_str(NER + config)["ner"]["model"]})
    return nlp


def train(base: Any, examples: list[Any], plan: Plan, look: Callable[[Any], str] | None = None) -> Any:
    """The name finder, trained."""
    from spacy.util import fix_random_seed

    nlp = pipeline(base)
    fix_random_seed(plan.seed)
    nlp.initialize(lambda: examples)
    fit(nlp, examples, plan, look)
    return nlp
