"""How well words go together: pairs of neighbours counted in 24 million words of speech."""

from __future__ import annotations

import math
import zlib
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

import numpy as np

from .. import paths
from ..errors import MissingTool


class Context:
    """Bigram counts behind a hash, and the counts of their left words."""

    def __init__(self, keys: np.ndarray, values: np.ndarray, lefts: dict[str, int]) -> None:
        # Looking one number up in a memoryview is much faster than in a numpy array.
        self._keys = memoryview(keys.astype(np.uint32).tobytes()).cast("I")
        self._values = values.tobytes()
        self._lefts = lefts
        self._known: dict[tuple[str, str], float] = {}

    def count(self, word: str) -> int:
        """How often the word itself was counted; 0 when fewer than twenty times."""
        return self._lefts.get(word, 0)

    def together(self, left: str, right: str) -> float:
        """How often `right` followed `left`."""
        key = (left, right)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 300_000:
                self._known.clear()
            number = zlib.crc32(f"{left} {right}".encode())
            at = bisect_left(self._keys, number)
            hit = at < len(self._keys) and self._keys[at] == number
            found = self._known[key] = math.exp(self._values[at] / 16) if hit else 0.0
        return found

    def follows(self, left: str, right: str, weight: float) -> float:
        """Natural log of how likely `right` is after `left`; `weight` is that of `right` alone."""
        total = self._lefts.get(left, 0)
        if total < 20:
            return weight
        # What is left for words never seen behind this one: much after a rare word, little after a comma.
        rest = min(0.8, 3.0 / total**0.35)
        return math.log(max(0.0, self.together(left, right) - 0.5) / total + rest * math.exp(weight))


@lru_cache(maxsize=2)
def load_context(folder: Path | None = None) -> Context:
    """The neighbours that ship with the models."""
    folder = folder or paths.models() / "repair"
    try:
        with np.load(folder / "bigrams.npz") as bigrams, np.load(folder / "unigrams.npz") as unigrams:
            lefts = dict(
                zip(unigrams["forms"].tobytes().decode().split("\n"), unigrams["counts"].tolist(), strict=True)
            )
            return Context(bigrams["keys"], bigrams["values"], lefts)
    except FileNotFoundError as error:
        raise MissingTool(
            "the table of neighbours is missing", source=str(error.filename), help="run `make models`"
        ) from error
