"""Train the part of the language model that knows words: part of speech, features, sentence starts, lemmas.

Only 33,000 words of open German trees carry lemmas, but 259,000 more carry parts of speech, and form and part of speech
together nearly settle the lemma: a word list looked up with both reaches 96 % on the test trees. So the words without
lemma get one from the list, and the model learns from both how German builds lemmas, also of words no list has.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.recipe import language_corpora as corpora
from models.recipe.language_fit import Plan, fit
from models.recipe.language_names import TOK2VEC
from models.recipe.language_noise import channel
from pipeline.entities.unknown_words import UnknownWords

HEAD = """
[{name}]
[{name}.model]
@architectures = "spacy.Tagger.v2"
nO = null
normalize = false
[{name}.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}
upstream = "*"
"""
# The last letters carry German inflection: "Zentren", "Zentrums".
FORMS = {"attrs": '["NORM", "PREFIX", "SUFFIX", "SHAPE"]', "rows": "[4000, 1000, 2500, 500]"}
UNMARKED = 0.4
# Log odds. At 3 three right starts and one in doubt are left of ten in 362 sentences of press releases, and no wrong one
# in PUD; at 0 four releases are cut before a name ("Filialdirektor | Bernd Sommer").
SURE = 3.0


class Lemmas:
    """The lemma of a form with its part of speech: as the trees have it, else from the word list of simplemma."""

    def __init__(self, trees: list[corpora.Tree]) -> None:
        seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for tree in trees:
            for form, lemma, tag, _, _ in tree.words:
                seen[form.lower(), tag][lemma] += 1
        self.seen = {key: counts.most_common(1)[0][0] for key, counts in seen.items()}

    def __call__(self, form: str, tag: str) -> str:
        """The lemma; for closed classes that the trees lack, the form in small letters."""
        from simplemma import lemmatize

        if known := self.seen.get((form.lower(), tag)):
            return known
        if tag == "NOUN":
            return lemmatize(form, lang="de")
        if tag == "PROPN" or tag == "PUNCT":
            return form
        if tag in {"VERB", "AUX", "ADJ"}:
            return lemmatize(form.lower(), lang="de").lower()
        return form.lower()


def treebanks(data: Path) -> tuple[list[corpora.Tree], list[corpora.Tree]]:
    """The trees to learn from: those with lemmas and features (UD German GSD dev, PUD), those with parts of speech.

    PUD keeps other rules for parts of speech, so it teaches only what it shares with GSD.
    """
    ner = data / "ner"
    dev = list(corpora.conllu(ner / "ud_gsd-dev.conllu.gz"))
    pud = [
        corpora.Tree(tree.string, tuple((form, lemma, "", *rest) for form, lemma, _, *rest in tree.words))
        for tree in corpora.conllu(ner / "ud_pud.conllu.gz")
    ]
    train = list(corpora.tagged(ner / "ud_gsd-train.upos.gz"))
    train = corpora.modernised(train, list(corpora.tagged(ner / "ud_gsd-dev.upos.gz")), dev)
    return dev + pud, train


def examples(
    nlp: Any, trees: list[corpora.Tree], lemmas: Lemmas, unknown: UnknownWords, seed: int, unmarked: float = UNMARKED
) -> list[Any]:
    """spaCy examples of texts of several sentences, so that the end of a sentence is not always the end of the text.

    A share of the sentences, `unmarked`, loses the mark at its end: only there the program asks where a sentence starts,
    and of 259,000 words of training text it would see 55 such places.
    """
    from spacy.tokens import Doc
    from spacy.training import Example

    rng = random.Random(seed)
    made = []
    at = 0
    while at < len(trees):
        group = trees[at : at + rng.choice((1, 2, 4, 8))]
        at += len(group)
        group = [bare(tree) if len(group) > 1 and rng.random() < unmarked else tree for tree in group]
        words = [word for tree in group for word in tree.words]
        forms = [form for form, *_ in words]
        reference = Doc(
            nlp.vocab,
            words=forms,
            tags=[tag for _, _, tag, _, _ in words],
            # None is "not known"; empty strings say, and teach, that a word has no features.
            morphs=[features.replace("_", "") for *_, features, _ in words] if any(w[3] for w in words) else None,
            lemmas=[lemma or (lemmas(form, tag) if tag else "") for form, lemma, tag, _, _ in words],
            sent_starts=[index == 0 for tree in group for index, _ in enumerate(tree.words)],
        )
        doc = Doc(nlp.vocab, words=forms)
        unknown.introduce(doc)
        made.append(Example(doc, reference))
    return made


def bare(tree: corpora.Tree) -> corpora.Tree:
    """The sentence without the marks at its end."""
    words = tree.words
    while len(words) > 2 and not any(letter.isalnum() for letter in words[-1][0]):
        words = words[:-1]
    return corpora.Tree(tree.string, words)


def damaged(trees: list[corpora.Tree], data: Path, share: float, seed: int) -> list[corpora.Tree]:
    """Some of the trees as a bad OCR engine would read them; the lemma of a damaged word is not asked for."""
    rng = random.Random(seed)
    noise = channel(data, 0.5, 0.01)
    return [
        corpora.Tree(
            tree.string, tuple((noise(form, rng), "", tag, "", spaced) for form, _, tag, _, spaced in tree.words)
        )
        for tree in trees
        if rng.random() < share
    ]


def pipeline(base: Any, width: int = 96, depth: int = 2) -> Any:
    """A pipeline over the base's vocabulary with untrained components that share one view of the words."""
    import spacy
    from thinc.api import Config

    def model(name: str) -> dict[str, Any]:
        made: dict[str, Any] = Config().from_str(HEAD.format(name=name, width=width))[name]["model"]
        return made

    shared = Config().from_str(
        "[shared]\n[shared.model]\n" + TOK2VEC.format(name="shared", width=width, depth=depth, **FORMS)
    )
    nlp = spacy.blank("de", vocab=base.vocab)
    nlp.add_pipe("tok2vec", config={"model": shared["shared"]["model"]["tok2vec"]})
    nlp.add_pipe("senter", config={"model": model("senter")})
    nlp.add_pipe("tagger", config={"model": model("tagger")})
    nlp.add_pipe("morphologizer", config={"model": model("morphologizer")})
    nlp.add_pipe("trainable_lemmatizer", name="lemmatizer", config={"model": model("lemmatizer"), "top_k": 3})
    return nlp


def be_sure(splitter: Any, margin: float = SURE) -> None:
    """Let a sentence start only where the splitter is sure: the bias of all others rises by the margin."""
    output = splitter.model.get_ref("output_layer")
    bias = output.get_param("b")
    bias[[label != "S" for label in splitter.labels]] += margin
    output.set_param("b", bias)


def train(base: Any, data: Path, plan: Plan, unknown: UnknownWords, look: Callable[[Any], str] | None = None) -> Any:
    """Tagger, features, sentence starts and lemmas, trained; the part of speech is the tag."""
    from spacy.util import fix_random_seed

    nlp = pipeline(base)
    full, tagged = treebanks(data)
    lemmas = Lemmas(full)
    made = examples(nlp, full + tagged + damaged(tagged, data, 0.15, plan.seed), lemmas, unknown, plan.seed)
    fix_random_seed(plan.seed)
    nlp.initialize(lambda: made)
    fit(nlp, made, plan, look)
    be_sure(nlp.get_pipe("senter"))
    ruler = nlp.add_pipe("attribute_ruler", after="morphologizer")
    for tag in nlp.get_pipe("tagger").labels:
        ruler.add([[{"TAG": tag}]], {"POS": tag})
    return nlp
