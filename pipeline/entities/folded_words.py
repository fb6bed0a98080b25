"""The first layer of a spaCy pipeline, multiplied out once instead of at every word.

A pipeline looks at a word by its form, first and last letters, shape and tag: each is hashed to four rows of a table, the
rows are added, and a matrix weighs the sums. Adding and weighing may change places: the tables are weighed when the model is
loaded, and at work their rows are only added, which spares an eighth of the time. The result is the same but for the
last bits of its numbers (4e-6, of numbers about 1).

The pieces of words come in here too (`pipeline/entities/subwords.py`); spaCy by itself does without them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.entities.subwords import Subwords

EMBEDDING = "extract_features>>list2ragged>>"  # how thinc names the layers of spaCy's MultiHashEmbed
NAMES = "ner"  # the component that finds names


def fold_words(nlp: Language, subwords: Subwords | None = None) -> None:
    """Fold every first layer of the pipeline's networks in place. They can be read with, no longer trained or written.

    The name finders that learned with `subwords` get them.
    """
    for name, component in nlp.pipeline:
        finders = 0
        for node in component.model.walk() if hasattr(component, "model") else ():
            for place, layer in enumerate(node.layers):
                # A chain is named like its first layer; the embedding is the one that also holds the vectors and the weights.
                if layer.name.startswith(EMBEDDING) and layer.name.endswith("ragged2list") and len(layer.layers) == 3:
                    weigh = subwords.weights.get(finders) if subwords and name == NAMES else None
                    node.layers[place] = _folded(layer, subwords, weigh)
                    finders += 1


def _folded(embedding: Any, subwords: Subwords | None, weigh: np.ndarray | None) -> Any:
    from thinc.api import Model

    (hashed, vectors), weighing = embedding.layers[0].layers, embedding.layers[1].layers[0].layers[0]
    columns = hashed.layers[0].attrs["columns"]
    parts = hashed.layers[2].layers[0].layers
    maxout, norm = weighing.layers
    weights = maxout.get_param("W")
    bias = maxout.get_param("b").reshape(-1)
    width, pieces, _ = weights.shape
    flat = weights.reshape(width * pieces, -1)
    ops = embedding.ops
    tables = []
    at = 0
    for part in parts:
        pick, hashing = part.layers
        rows = hashing.get_param("E")
        table = np.ascontiguousarray(rows @ flat[:, at : at + rows.shape[1]].T)
        tables.append((pick.attrs["index"][1], hashing.attrs["seed"], table))
        at += rows.shape[1]
    known = np.ascontiguousarray(flat[:, at:] @ vectors.get_param("W"))
    spelt = None if weigh is None else np.ascontiguousarray(flat[:, at:] @ weigh)

    def forward(model: Any, docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:
        keys = np.concatenate([doc.to_array([*columns, "ORTH"]) for doc in docs])
        features = docs[0].vocab.vectors
        rows = features.find(keys=keys[:, -1])
        sums = ops.gemm(features.data[rows], known, trans2=True)
        sums[rows < 0] = 0
        if subwords is not None and spelt is not None:
            sums += ops.gemm(subwords.look_up(keys[:, -1], docs[0].vocab.strings), spelt, trans2=True)
        sums += bias
        for column, seed, table in tables:
            hashes = ops.hash(np.ascontiguousarray(keys[:, column]), seed)
            sums += ops.gather_add(table, hashes % len(table))
        best, _ = ops.maxout(sums.reshape(len(sums), width, pieces))
        return ops.unflatten(norm.predict(best), np.array([len(doc) for doc in docs], dtype="int32")), list

    return Model("folded_words", forward, ops=ops)
