"""The pieces of words: found as floret finds them, remembered, and seen by the name finders that learned with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.entities import subwords
from pipeline.entities.folded_words import fold_words
from pipeline.entities.language_model import shipped
from pipeline.entities.subwords import FILE, Subwords, floret_vectors


@pytest.fixture
def table() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(500, 8)).astype("float32")


def test_relatives_share_pieces(table: np.ndarray) -> None:
    from spacy.strings import StringStore

    words = ["Ministerium", "Ministeriums", "Qxyz"]
    strings = StringStore(words)
    found = Subwords(table, {}).look_up(np.array([strings[word] for word in words], dtype="uint64"), strings)
    like, unlike = ((found[0] * other).sum() / np.sqrt((found[0] ** 2).sum() * (other**2).sum()) for other in found[1:])
    assert like > 0.8 > unlike


def test_words_are_remembered_and_forgotten(table: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    from spacy.strings import StringStore

    monkeypatch.setattr(subwords, "REMEMBERED", 3)
    texts = (["Soest", "Unna", "Soest"], ["Soest", "Olpe"], ["Hamm", "Unna"], ["a1", "b2", "c3", "d4", "a1"])
    strings = StringStore({word for text in texts for word in text})
    expected = floret_vectors(table)
    expected.strings = strings
    pieces = Subwords(table, {})
    for text in texts:
        keys = np.array([strings[word] for word in text], dtype="uint64")
        np.testing.assert_allclose(pieces.look_up(keys, strings), expected.get_batch(text), atol=1e-6)


def test_the_shipped_pieces_bring_misread_words_home() -> None:
    """ "Miiller" is closer to "Müller" than to "Ministerin", which has more letters in common."""
    from spacy.strings import StringStore

    words = ["Miiller", "Müller", "Ministerin"]
    strings = StringStore(words)
    found = Subwords.load(shipped() / FILE).look_up(
        np.array([strings[word] for word in words], dtype="uint64"), strings
    )
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    assert found[0] @ found[1] > found[0] @ found[2]


def test_a_finder_sees_them() -> None:
    """Folded with the pieces, a name finder sees a word that no list knows otherwise than without them."""
    import spacy

    seen = []
    for pieces in (None, Subwords.load(shipped() / FILE)):
        nlp = spacy.load(shipped())
        fold_words(nlp, pieces)
        doc = nlp("Herr Xqzwrthmann eröffnet die Sitzung.")
        seen.append(nlp.get_pipe("ner").model.get_ref("tok2vec").predict([doc])[0])
    assert np.abs(seen[0] - seen[1]).max() > 0.01


def test_written_and_read_again(tmp_path: Path, table: np.ndarray) -> None:
    from spacy.strings import StringStore

    from models.recipe.language_subwords import levelled, write

    words = ["Soest", "Unna", "Kreis", "Kreis"]
    whole, unit = levelled(table, words)
    write(tmp_path / FILE, whole, unit, {1: np.ones((4, 8), dtype="float32")})
    read = Subwords.load(tmp_path / FILE)
    strings = StringStore(words)
    rows = read.look_up(np.array([strings[word] for word in words], dtype="uint64"), strings)
    assert list(read.weights) == [1]
    # Levelled to an average of nothing over the words it was levelled by.
    np.testing.assert_allclose(rows.mean(axis=0), 0, atol=unit)
    assert rows.std() == pytest.approx(0.5, rel=0.35)
