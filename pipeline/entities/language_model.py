"""The statistical language model: words with their grammar, and names, behind one door.

spaCy's own German pipelines are better than ours, but come from a host that many offices cannot reach; so we ship a small
one (models/language) and use theirs where somebody has installed it. Nothing of spaCy leaves this module.

    >>> reading = tokens_and_entities("Ministerin Sylvia Löhrmann war am 29. Juni in Köln.")
    >>> [(entity.surface, entity.label) for entity in reading.entities]
    [('Sylvia Löhrmann', 'PER'), ('Köln', 'LOC')]
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import paths
from pipeline.entities.folded_words import fold_words
from pipeline.entities.subwords import FILE as SUBWORDS
from pipeline.entities.subwords import Subwords
from pipeline.entities.unknown_words import UnknownWords
from pipeline.errors import MissingTool
from pipeline.knowledge.sentences import split_sentences
from pipeline.text import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Best first. de_dep_news_trf reads words better than any other but knows no names; those then come from ours.
INSTALLED = ("de_dep_news_trf", "de_core_news_lg", "de_core_news_md")
LABELS = frozenset({"PER", "LOC", "ORG", "MISC"})
UNUSED = ["parser"]  # nothing is built on trees, and they cost half the time
FEATURES = "aktenlage_features"  # how the table of word features is called in the models our recipe makes
COPYIST = "attribute_ruler"  # in those models it says the part of speech once more, which is the tag, for a twentieth of the time
LEMMATIZER = "lemmatizer"  # in our models and in spaCy's
BATCH = 256  # sentences; a fifth faster than 64, and a little faster than 512
# A wrapped line is no gap in a name: spaCy would make a token of the line break.
BLANKS = {ord(mark): " " for mark in "\n\r\t\v\f\u00a0\u2028\u2029"}
MARKS = ".!?…,;:/–-(„«»‚ "  # behind these no sentence starts unless the rules say so
EDGES = " \n,;:()[]„“”\"»«'–*"
NUMBER_AND_STOP = re.compile(r"[\d.,]*\d\.")  # spaCy keeps "2010." together, as if it were an ordinal


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; `upos` and `morph` in the terms of Universal Dependencies, "Case=Gen|Number=Sing".

    `lemma` is empty unless lemmas were asked for.
    """

    span: Span
    surface: str
    lemma: str
    upos: str
    morph: str
    is_sent_start: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found: a person (PER), place (LOC), organisation (ORG) or other name (MISC).

    `score` is the model's own certainty where it has one; a transition model like ours has none.
    """

    span: Span
    surface: str
    label: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says about a string: its tokens and its entities, both in order."""

    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]


def shipped() -> Path:
    """Where the model lies that comes with the program."""
    return paths.models() / "language"


@cache
def chosen() -> str:
    """The model to use: what AKTENLAGE_MODEL names, else the best one installed, else the folder of the shipped one."""
    if named := os.environ.get("AKTENLAGE_MODEL"):
        if (
            importlib.util.find_spec(named) is None
            if named.isidentifier()
            else not (Path(named) / "meta.json").exists()
        ):
            raise MissingTool(
                f"AKTENLAGE_MODEL names the language model {named!r}, which is not there",
                help="name an installed package or the folder of a spaCy pipeline, or unset AKTENLAGE_MODEL",
            )
        return named
    if found := next((name for name in INSTALLED if importlib.util.find_spec(name) is not None), None):
        return found
    if not (shipped() / "meta.json").exists():
        raise MissingTool("no German language model is there", source=str(shipped()), help="make models DATA=folder")
    return str(shipped())


def model_in_use() -> str:
    """The model in words, for people: name, version, and where it is from. Loads nothing."""
    name = chosen()
    if importlib.util.find_spec(name) is not None if name.isidentifier() else False:
        return f"{name} {importlib.metadata.version(name)} (installed)"
    meta = json.loads((Path(name) / "meta.json").read_text("utf-8"))
    origin = "shipped" if Path(name) == shipped() else name
    return f"{meta['lang']}_{meta['name']} {meta['version']} ({origin})"


@cache
def load_model() -> Language:
    """The model that reads words, loaded once; in half a second for the one we ship."""
    return _load(chosen())


@cache
def _load(name: str) -> Language:
    import spacy

    try:
        nlp = spacy.load(name, exclude=UNUSED)
    except (OSError, ValueError, ImportError) as error:
        raise MissingTool(
            f"the language model cannot be loaded: {error}", source=name, help="reinstall it, or make models"
        ) from error
    if nlp.vocab.vectors.name == FEATURES:
        if COPYIST in nlp.pipe_names:
            nlp.remove_pipe(COPYIST)
        pieces = nlp.path / SUBWORDS if nlp.path else None
        fold_words(nlp, Subwords.load(pieces) if pieces and pieces.exists() else None)
    for _, component in nlp.pipeline:
        if hasattr(component, "model"):
            component.model.ops.use_blis = False  # numpy's own OpenBLAS multiplies up to three times as fast
    return nlp


@cache
def _unknown_words(nlp: Language) -> UnknownWords | None:
    return UnknownWords(nlp.vocab) if nlp.vocab.vectors.name == FEATURES else None


def tokens_and_entities(string: str, *, lemmas: bool = False) -> Reading:
    """The words of a German text with their grammar, and the names in it; `lemmas` too, which take a twentieth longer.

    Sentences are those of `split_sentences` and those that start without a mark before them. No name runs over the end
    of a sentence, and white space is no token.
    """
    words = load_model()
    names = words if "ner" in words.pipe_names else _load(str(shipped()))
    plain = string.translate(BLANKS)
    sentences = split_sentences(string)
    tokens: list[Token] = []
    entities: list[Entity] = []
    docs = _read(words, plain, sentences, lemmas)
    for sentence, doc, named in zip(
        sentences, docs, docs if names is words else _read(names, plain, sentences, False), strict=True
    ):
        tokens += _tokens(doc, string, sentence.start)
        entities += _entities(named, string, sentence.start)
    return Reading(tuple(tokens), tuple(entities))


def _read(nlp: Language, string: str, sentences: tuple[Span, ...], lemmas: bool) -> list[Doc]:
    """The sentences as spaCy reads them, side by side: many at once are read twice as fast as one after the other."""
    docs = [_doc(nlp, string[sentence.start : sentence.end]) for sentence in sentences]
    for name, component in nlp.pipeline:
        if name == LEMMATIZER and not lemmas:
            continue
        pipe = getattr(component, "pipe", None)
        docs = list(pipe(docs, batch_size=BATCH)) if pipe else [component(doc) for doc in docs]
    return docs


def _doc(nlp: Language, sentence: str) -> Doc:
    """The tokens of a sentence of ours.

    A trained splitter breaks after ordinals and abbreviations, so behind a mark our rules have the last word. Where no
    mark stands, at the end of a headline say, they know nothing, and the model may find that a sentence starts.
    """
    doc = nlp.make_doc(sentence)
    if len(doc) > 1 and NUMBER_AND_STOP.fullmatch(doc[-1].text):
        from spacy.tokens import Doc

        *before, last = doc
        words = [*(token.text for token in before), last.text[:-1], "."]
        doc = Doc(nlp.vocab, words=words, spaces=[*(bool(token.whitespace_) for token in before), False, False])
    if unknown := _unknown_words(nlp):
        unknown.introduce(doc)
    after_mark = True
    for token in doc:
        form = token.text
        if after_mark or not form[0].isupper():
            token.is_sent_start = token.i == 0
        after_mark = form[-1] in MARKS
    return doc


def _tokens(doc: Doc, string: str, shift: int) -> Iterator[Token]:
    for token in doc:
        if not token.is_space:
            span = Span(shift + token.idx, shift + token.idx + len(token))
            starts = token.i == 0 or bool(token.is_sent_start)
            yield Token(
                span, string[span.start : span.end], token.lemma_, token.pos_ or token.tag_, str(token.morph), starts
            )


def _entities(doc: Doc, string: str, shift: int) -> Iterator[Entity]:
    """The names, without the helper labels of our model and without the marks at their edges."""
    for found in doc.ents:
        if found.label_ in LABELS:
            surface = string[shift + found.start_char : shift + found.end_char]
            kept = surface.lstrip(EDGES + ".")
            start = shift + found.start_char + len(surface) - len(kept)
            kept = kept.rstrip(EDGES)
            if any(letter.isalpha() for letter in kept):
                yield Entity(Span(start, start + len(kept)), kept, found.label_)
