"""Words the language model has no features for take those of a relative, and of none that is too far."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import spacy
from spacy.vocab import Vocab

from pipeline.entities.language_model import shipped
from pipeline.entities.unknown_words import UnknownWords


@pytest.fixture(scope="module")
def vocab() -> Vocab:
    """The words our model knows, without its networks."""
    made: Vocab = spacy.blank("de").vocab
    return made.from_disk(shipped() / "vocab")


@pytest.fixture
def unknown(vocab: Vocab) -> Iterator[UnknownWords]:
    words = UnknownWords(vocab)
    yield words
    words.forget()


@pytest.mark.parametrize(
    "word",
    ["Xqrwlpt", "xqrwlptbetrieb", "Ahlgrenowa", "Zwie", "Straß", "20162017", "B1-B2", "e.V.", "0211/5867"],
)
def test_no_relative(unknown: UnknownWords, word: str) -> None:
    """Rare names, short words, numbers and codes stay what they are: unknown."""
    assert unknown.relative(word) is None


@pytest.mark.parametrize(
    ("word", "relative"),
    [
        ("Schwanitzstraße", "Straße"),
        ("Lenne-Gymnasium", "Gymnasium"),
        ("Xqrwlpttal", "Tal"),
        ("Salinenbetrieb", "Betrieb"),
        ("München/Hamburg", "München"),
        ("Liibeck", "Lübeck"),
        ("Dusseldorf", "Düsseldorf"),
        ("Deutschlaud", "Deutschland"),
        ("Norclhessen", "Nordhessen"),
        ("Veroffentlichungen", "Veröffentlichungen"),
    ],
)
def test_relatives(unknown: UnknownWords, word: str, relative: str) -> None:
    assert unknown.relative(word) == relative


def test_genitives(unknown: UnknownWords) -> None:
    """Any name of the lists, however rare, stands for its genitive."""
    assert unknown.relative("Radevormwalds") == "Radevormwald"


def test_a_misread_word_looks_right(unknown: UnknownWords) -> None:
    doc = spacy.blank("de", vocab=unknown.vocab).make_doc("Der Zug nach Liibeck")
    unknown.introduce(doc)
    assert (doc[3].text, doc[3].norm_, doc[3].suffix_) == ("Liibeck", "lübeck", "eck")
    assert (doc[3].vector == unknown.vocab["Lübeck"].vector).all()


def test_order_does_not_matter(unknown: UnknownWords) -> None:
    """What was introduced earlier is no relative of what comes later, or two readings of a text could differ."""
    before = unknown.relative("Altxqrwlptstraße")
    unknown.introduce(spacy.blank("de", vocab=unknown.vocab).make_doc("Die Xqrwlptstraße ist lang."))
    assert unknown.vocab.strings["Xqrwlptstraße"] in unknown.added
    assert unknown.relative("Altxqrwlptstraße") == before == "Straße"


def test_forgetting_leaves_the_vocabulary_as_it_was(unknown: UnknownWords) -> None:
    size = len(unknown.rows)
    tables = unknown.vocab.lookups.to_bytes()
    unknown.introduce(spacy.blank("de", vocab=unknown.vocab).make_doc("Die Xqrwlptstraße in Liibeck"))
    assert len(unknown.rows) == size + 2
    unknown.forget()
    assert len(unknown.rows) == size
    assert unknown.vocab.lookups.to_bytes() == tables
