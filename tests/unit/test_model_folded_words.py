"""The folded first layer says what the layer says that it stands for."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.entities.folded_words import fold_words
from pipeline.entities.language_model import shipped

TEXTS = (
    "Ministerin Sylvia Löhrmann eröffnet am 29. Juni das 51. Zentrum in Soest.",
    "Xqzwrth",  # a word that no list knows
    "“ 12,5 %",
)


@pytest.mark.parametrize("component", ["tok2vec", "ner"])
def test_the_same_numbers(component: str) -> None:
    import spacy

    plain, folded = spacy.load(shipped()), spacy.load(shipped())
    fold_words(folded)
    docs = [plain(text) for text in TEXTS] + [plain.make_doc("")]
    same = [folded(text) for text in TEXTS] + [folded.make_doc("")]
    networks = [nlp.get_pipe(component).model for nlp in (plain, folded)]
    if component == "ner":
        networks = [network.get_ref("tok2vec") for network in networks]
    first, second = (network.predict(read) for network, read in zip(networks, (docs, same), strict=True))
    assert len(first) == len(second)
    for expected, found in zip(first, second, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3)
    names = [[(ent.text, ent.label_) for ent in doc.ents] for doc in docs]
    assert names == [[(ent.text, ent.label_) for ent in doc.ents] for doc in same]
    assert ("Soest", "LOC") in names[0]


def test_every_first_layer_is_folded() -> None:
    """One for the words, and one for each of the two name finders."""
    import spacy

    nlp = spacy.load(shipped())
    fold_words(nlp)
    nodes = {id(node): node.name for name in ("tok2vec", "ner") for node in nlp.get_pipe(name).model.walk()}
    assert list(nodes.values()).count("folded_words") == 3
    assert "extract_features" not in nodes.values()
