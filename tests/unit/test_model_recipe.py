"""The recipe of the language model: sentences put together from tokens, labels mapped, damage that keeps its places."""

from __future__ import annotations

import gzip
import lzma
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.recipe.language_corpora import (
    GERMEVAL,
    LEGAL,
    Foreign,
    Sentence,
    Tree,
    bio_sentences,
    conllu,
    joined,
    mentions,
    modernised,
    printed,
    swapped,
    tagged,
)
from models.recipe.language_fit import Plan, batches
from models.recipe.language_grammar import bare, be_sure
from models.recipe.language_names import (
    Lesson,
    annotated,
    foreign_examples,
    piece_weights,
    pipeline,
    train,
    training_sentences,
    voting,
)
from models.recipe.language_noise import channel
from models.recipe.language_subwords import beside_features, running_text
from pipeline.entities.folded_words import fold_words
from pipeline.entities.language_model import shipped
from pipeline.entities.subwords import Subwords
from pipeline.entities.unknown_words import UnknownWords

TOKENS = [
    ("„", "O"), ("Frau", "O"), ("Müller", "B-PER"), ("“", "O"), (",", "O"), ("sagt", "O"), ("die", "O"),
    ("Dortmunder", "B-LOCderiv"), ("SPD", "B-ORG"), ("Nord", "I-ORG"), ("(", "O"), ('"', "O"), ("Ruhr", "B-OTH"),
    ('"', "O"), (")", "O"), (".", "O"),
]  # fmt: skip


def packed(path: Path, content: str) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(content)
    return path


def surfaces(sentence: Sentence) -> list[tuple[str, str]]:
    return [(sentence.string[start:end], label) for start, end, label in sentence.entities]


def test_a_sentence_as_printed() -> None:
    sentence = printed(TOKENS, GERMEVAL)
    assert sentence.string == '„Frau Müller“, sagt die Dortmunder SPD Nord ("Ruhr").'
    assert surfaces(sentence) == [("Müller", "PER"), ("Dortmunder", "LOCderiv"), ("SPD Nord", "ORG"), ("Ruhr", "MISC")]


def test_unmapped_labels_are_left_out() -> None:
    assert surfaces(printed(TOKENS, {"PER": "PER"})) == [("Müller", "PER")]


def test_damage_keeps_the_places_of_names() -> None:
    sentence = printed(TOKENS, GERMEVAL, lambda token, rng: token.replace("ü", "ii"), random.Random(0))
    assert ("Miiller", "PER") in surfaces(sentence)
    assert ("SPD Nord", "ORG") in surfaces(sentence)


def test_sentences_joined_keep_their_names() -> None:
    one = printed(TOKENS, GERMEVAL)
    assert surfaces(joined([one, one])) == surfaces(one) * 2


def test_exchanged_names_keep_their_labels() -> None:
    pool = {"PER": [["Anna", "Beispiel"]], "LOCderiv": [["Soester"]], "ORG": [["FDP"]], "OTH": [["Ruhr"]]}
    sentence = printed(swapped(TOKENS, pool, 1.0, random.Random(0)), GERMEVAL)
    assert sentence.string == '„Frau Anna Beispiel“, sagt die Soester FDP ("Ruhr").'
    assert surfaces(sentence)[0] == ("Anna Beispiel", "PER")
    assert swapped(TOKENS, pool, 0.0, random.Random(0)) == TOKENS
    assert mentions([TOKENS])["ORG"] == [["SPD", "Nord"]]


def test_bio_ends_without_a_blank_line(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.bio.gz", "Köln\tB-LOC\n\nSoest\tB-LOC\n")
    assert list(bio_sentences(path)) == [[("Köln", "B-LOC")], [("Soest", "B-LOC")]]


def test_contractions_are_one_word(tmp_path: Path) -> None:
    rows = ["1-2\tIm\t_\t_", "1\tIn\tin\tADP", "2\tdem\tder\tDET", "3\tHaus\tHaus\tNOUN"]
    lines = "\n".join(row + "\t_\t_\t_\t_\t_\t_" for row in rows)
    trees = list(conllu(packed(tmp_path / "a.conllu.gz", f"# text = Im Haus\n{lines}\n\n")))
    assert [word[:3] for word in trees[0].words] == [("Im", "in", "ADP"), ("Haus", "Haus", "NOUN")]
    trees = list(tagged(packed(tmp_path / "a.upos.gz", "Im##_ In##ADP dem##DET Haus##NOUN\n")))
    assert [word[:3] for word in trees[0].words] == [("Im", "", "ADP"), ("Haus", "", "NOUN")]


def test_older_tags_become_those_of_today() -> None:
    def tree(*words: tuple[str, str]) -> Tree:
        return Tree(" ".join(form for form, _ in words), tuple((form, "", tag, "", True) for form, tag in words))

    old = tree(("seine", "PRON"), ("schnelle", "ADJ"), ("Fahrt", "NOUN"), ("ist", "VERB"))
    new = tree(("seine", "DET"), ("schnelle", "ADJ"), ("Fahrt", "NOUN"), ("ist", "AUX"))
    train = [
        tree(("keinem", "PRON"), ("schnell", "ADV"), ("ist", "VERB"), ("sehr", "ADV"), ("sie", "PRON")),
        tree(("schnelles", "ADJ"), ("51.", "NUM"), ("51", "NUM")),
    ]
    tags = [[word[2] for word in each.words] for each in modernised(train, [old], [new])]
    assert tags == [["DET", "ADJ", "AUX", "ADV", "PRON"], ["ADJ", "ADJ", "NUM"]]


def test_a_sentence_loses_the_marks_at_its_end() -> None:
    def tree(*forms: str) -> Tree:
        return Tree(" ".join(forms), tuple((form, "", "X", "", True) for form in forms))

    assert bare(tree("Es", "ist", "29", ".", "“")).words == tree("Es", "ist", "29").words
    assert bare(tree("Es", "ist", "kalt")).words == tree("Es", "ist", "kalt").words
    assert bare(tree("?", "!", ".")).words == tree("?", "!").words


def test_the_splitter_learns_to_doubt() -> None:
    class Output:
        bias = np.zeros(2)

        def get_param(self, name: str) -> np.ndarray:
            return self.bias

        def set_param(self, name: str, value: np.ndarray) -> None:
            self.bias = value

        def get_ref(self, name: str) -> Output:
            return self

    class Splitter:
        labels = ("I", "S")
        model = Output()

    be_sure(Splitter(), 3.0)
    assert Splitter.model.bias.tolist() == [3.0, 0.0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "ocr").mkdir()
    (tmp_path / "ocr/confusions_dev_eng.tsv").write_text("gold\tocr\tcount\nü\tii\t3\nß\tB\t1\näß\taB\t4\n", "utf-8")
    return tmp_path


def test_no_damage_without_chance(data: Path) -> None:
    assert channel(data, 0, 0)("Füße", random.Random(0)) == "Füße"


def test_umlauts_become_what_was_seen(data: Path) -> None:
    assert channel(data, 1, 0)("Füße", random.Random(0)) == "FiiBe"


def test_damaged_tokens_never_vanish_or_split(data: Path) -> None:
    damage, rng = channel(data, 1, 1), random.Random(1)
    for token in ("l", "rn", "Ü", "Integrationszentren", "…", "51."):
        assert damage(token, rng).strip()
        assert " " not in damage(token, rng)


def test_batches_grow_and_are_the_same_each_time() -> None:
    class Example:
        predicted = "ten words."

    def sizes() -> list[int]:
        made = batches([Example() for _ in range(50)], Plan(steps=10, words=80, seed=3))
        return [len(next(made)) for _ in range(10)]

    assert sizes() == sizes()
    assert sizes()[0] < sizes()[-1]


@pytest.fixture(scope="module")
def words() -> Any:
    """The shipped pipeline without its name finder."""
    import spacy

    return spacy.load(shipped(), exclude=["ner", "senter", "morphologizer", "attribute_ruler", "lemmatizer"])


def test_finders_vote_by_the_sum_of_their_scores(words: Any) -> None:
    """Two that learned little from other seeds: the whole decides as their scores do when added by hand."""
    unknown = UnknownWords(words.vocab)
    sentences = [
        printed(TOKENS, GERMEVAL),
        Sentence("Frau Meier lebt in Soest.", ((5, 10, "PER"), (19, 24, "LOC"))),
    ] * 20
    finders: list[Any] = []
    for seed in (1, 2):
        nlp = pipeline(words)
        examples = annotated(nlp, sentences, unknown)
        labels = finders[0].label_data if finders else None
        plan = Plan(steps=6, words=200, rate=0.01, seed=seed)
        train(nlp, examples, plan, lambda _: "", begin=True, labels=labels)
        finders.append(nlp.get_pipe("ner"))
    whole = voting(words, finders, examples).get_pipe("ner")
    docs = [example.predicted.copy() for example in examples[:2]]
    begun = [finder.model.predict(docs) for finder in finders]
    states = whole.moves.init_batch(docs)
    summed = sum(model.predict(states) for model in begun)
    together = whole.model.predict(docs).predict(whole.moves.init_batch(docs))
    assert np.abs(begun[0].predict(states) - begun[1].predict(states)).max() > 0.01
    np.testing.assert_allclose(together, summed, atol=1e-4)


def test_more_lessons_more_sentences(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    (tmp_path / "ocr").mkdir()
    (tmp_path / "ocr/confusions_dev_eng.tsv").write_text("gold\tocr\tcount\nü\tii\t5\n", "utf-8")
    packed(tmp_path / "ner/germeval.train.bio.gz", "Müller\tB-PER\nlebt\tO\n\nSoest\tB-LOC\nfeiert\tO\n\n" * 3)
    plan = Plan(steps=1, seed=3)
    plain = training_sentences(tmp_path, Lesson(plan, ("train",), damaged=0))
    more = training_sentences(tmp_path, Lesson(plan, ("train",), exchange=0.5, damaged=2))
    assert sum(sentence.string.count("feiert") + sentence.string.count("lebt") for sentence in plain) == 6
    assert sum(len(sentence.entities) for sentence in plain) == 6
    assert sum(len(sentence.entities) for sentence in more) == 6 + 3 * 2 + 6


def test_what_ships_reads_as_the_finder_that_learned(words: Any) -> None:
    """The mark of corpora is folded away, the pieces of words move into their own file; the scores stay the same."""
    features = words.vocab.vectors
    unknown = UnknownWords(words.vocab)
    sentences = [
        printed(TOKENS, GERMEVAL),
        Sentence("Frau Meier lebt in Xqzwrthheim.", ((5, 10, "PER"), (19, 30, "LOC"))),
    ] * 20
    table = np.random.default_rng(3).normal(size=(300, 6)).astype("float32")
    nlp = pipeline(words, marked=True)
    examples = annotated(nlp, sentences, unknown)
    for token in examples[0].predicted:
        token.dep = words.vocab.strings.add("corpus-mobie")
    finder = nlp.get_pipe("ner")
    docs = [example.predicted.copy() for example in examples[:4] if not example.predicted[0].dep]
    with beside_features(words.vocab, [example.predicted for example in examples], table):
        train(nlp, examples, Plan(steps=6, words=200, rate=0.01), lambda _: "", begin=True)
        learned = finder.model.predict(docs).predict(finder.moves.init_batch(docs))
    assert words.vocab.vectors is features
    weights = piece_weights(finder, features.shape[1])
    whole = voting(words, [finder, finder], examples)
    fold_words(whole, Subwords(table, {0: weights, 1: weights}))
    network = whole.get_pipe("ner")
    ships = network.model.predict(docs).predict(network.moves.init_batch(docs))
    np.testing.assert_allclose(ships, 2 * learned, atol=1e-3)
    assert np.abs(learned).max() > 0.1


def test_foreign_sentences_say_where_they_are_from(words: Any, tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    (tmp_path / "ocr").mkdir()
    (tmp_path / "ocr/confusions_dev_eng.tsv").write_text("gold\tocr\tcount\nü\tii\t5\n", "utf-8")
    stop = "Stau\tO\nbei\tO\nSoest\tB-location-stop\nnach\tO\n8\tB-time\nUhr\tI-time\n\n"
    packed(tmp_path / "ner/mobie.train.bio.gz", stop * 90)
    lesson = Lesson(Plan(steps=1), foreign=("mobie",))
    examples = foreign_examples(pipeline(words, marked=True), tmp_path, lesson, UnknownWords(words.vocab))
    marks = [{token.dep_ for token in example.predicted} for example in examples]
    assert all(len(mark) == 1 for mark in marks)
    assert 0.3 < sum(mark == {"corpus-mobie"} for mark in marks) / len(marks) < 0.7
    names = [(ent.text, ent.label_) for example in examples for ent in example.reference.ents]
    assert len(names) == 90 * 2  # once as it is, once damaged
    assert {label for _, label in names} == {"LOC"}
    assert foreign_examples(pipeline(words), tmp_path, Lesson(Plan(steps=1)), UnknownWords(words.vocab)) == []


def test_most_of_a_large_corpus_holds_names(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    row = "Das\tO\nsagt\tO\n{}\n.\tO\n\n"
    packed(tmp_path / "ner/a.bio.gz", row.format("Müller\tB-RR") * 50 + row.format("er\tO") * 50 + "Ab\tO\n\n")
    corpus = Foreign(("a",), LEGAL, 1.0, 40)
    taken = corpus.sentences(tmp_path, random.Random(1))
    assert sum(any(tag != "O" for _, tag in tokens) for tokens in taken) == 30
    assert len(taken) == 40
    assert len(Foreign(("a",), LEGAL, 1.0).sentences(tmp_path, random.Random(1))) == 100


def test_some_running_text_is_damaged(data: Path) -> None:
    (data / "ocr/train").mkdir()
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "wt", encoding="utf-8") as file:
        file.write("Süße Füße, grüße!\n" * 400)
    lines = list(running_text(data))
    assert "Süße Füße , grüße !" in lines
    assert len(lines) == 400
    whole = sum(line == "Süße Füße , grüße !" for line in lines)
    assert 0.7 < whole / 400 < 0.85  # of three words on a damaged line one in eight times none is touched
