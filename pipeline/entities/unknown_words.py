"""Words the language model has never seen, read as the known words they were made of.

Our model knows 794,000 words by what they have in common (clusters, name lists, frequency); any other word is a blank to
it. Few of them are true strangers: four in five unknown German nouns are compounds ("Salinenbetrieb" behaves like
"Betrieb"), others stand in the genitive ("Buurmanns") or were misread by an OCR engine ("Liibeck"). Once these are
known by their relatives, what stays unknown is a name more often than not, which is half a point of F1 on clean text and
two on damaged text.

Nothing is changed in the text: a misread word only looks to the model as if it were spelt right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# What OCR engines print, and what was there; one of these is undone in a word, never two. Undoing finds the right word
# in 1,957 of 1,974 damaged words of GermEval, and touches three words of its 41,653 undamaged ones.
MISREAD = (
    ("ii", "ü"), ("fi", "ü"), ("u", "ü"), ("o", "ö"), ("a", "ä"), ("B", "ß"), ("6", "ö"), ("ss", "ß"), ("rn", "m"),
    ("m", "rn"), ("in", "m"), ("1", "l"), ("1", "i"), ("I", "l"), ("l", "I"), ("l", "i"), ("i", "l"), ("j", "i"),
    ("l", "t"), ("c", "e"), ("o", "e"), ("e", "c"), ("e", "o"), ("o", "c"), ("o", "a"), ("0", "o"), ("0", "O"),
    ("b", "h"), ("h", "b"), ("li", "h"), ("u", "n"), ("n", "u"), ("ri", "n"), ("ii", "u"), ("t", "f"), ("f", "t"),
    ("q", "g"), ("d", "cl"), ("cl", "d"), ("F", "E"), ("5", "S"), ("8", "B"),
)  # fmt: skip
SHORTEST = 4  # letters of an unknown word; below, everything is close to everything
SHORTEST_MISREAD = 5
SHORTEST_HEAD = 4
SHORT_HEADS = frozenset({"Tal", "See"})
SHORTEST_REST = 3  # letters before the head
COMMON = 2  # of the four steps of frequency the row tells; to be reached by a word that another is taken for


class UnknownWords:
    """Gives words that a vocabulary has no features for those of their relatives, as they come."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.rows: dict[int, int] = vocab.vectors.key2row
        # The last four columns of a row say whether the word is at least as frequent as each of four steps.
        self.frequency = (vocab.vectors.data[:, -4:] > 0).sum(axis=1).tolist()
        self.added: set[int] = set()
        self.strange: set[int] = set()

    def introduce(self, doc: Doc) -> None:
        """Make the words of a text known, where that can be done."""
        for key in doc.to_array("ORTH").tolist():
            if key not in self.rows and key not in self.strange:
                word = self.vocab.strings[key]
                relative = self.relative(word) if len(word) >= SHORTEST and not word.isdigit() else None
                if relative is None:
                    self.strange.add(key)
                else:
                    self.vocab.vectors.add(key, row=self.rows[self.vocab.strings[relative]])
                    self.added.add(key)

    def forget(self) -> None:
        """Take out what was introduced: the vocabulary is written as it was made."""
        norms = self.vocab.lookups.get_table("lexeme_norm", {})  # spaCy also keeps a norm here when it is set
        for key in self.added:
            del self.rows[key]
            if key in norms:
                del norms[key]
        if "lexeme_norm" in self.vocab.lookups and not norms:
            self.vocab.lookups.remove_table("lexeme_norm")
        self.added.clear()

    def relative(self, word: str) -> str | None:
        """The known word that stands for an unknown one."""
        if word[0].isupper() and (base := self._inflected(word)):
            return base
        if len(word) >= SHORTEST_MISREAD and (right := self._misread(word)):
            spelt, meant = self.vocab[word], self.vocab[right]
            spelt.norm_, spelt.shape_ = meant.norm_, meant.shape_
            spelt.prefix_, spelt.suffix_ = meant.prefix_, meant.suffix_
            return right
        return self._head(word) if word[0].isupper() else None

    def _known(self, word: str) -> int:
        """How frequent the word is, from 0 (rare) to 4; -1 if it is not known by itself."""
        key = self.vocab.strings[word]
        return self.frequency[self.rows[key]] if key in self.rows and key not in self.added else -1

    def _inflected(self, word: str) -> str | None:
        """ "Buurmann" for "Buurmanns", "München" for "München/Hamburg"."""
        forms = (word.removesuffix("s"), word.removesuffix("'s").removesuffix("’s"), word.partition("/")[0])
        return next((form for form in forms if form != word and len(form) >= SHORTEST and self._known(form) >= 0), None)

    def _misread(self, word: str) -> str | None:
        """The most frequent known word that one misreading turns into this one."""
        best, found = COMMON - 1, None
        for read, printed in MISREAD:
            at = word.find(read)
            while at >= 0:
                candidate = word[:at] + printed + word[at + len(read) :]
                if (frequency := self._known(candidate)) > best:
                    best, found = frequency, candidate
                at = word.find(read, at + 1)
        return found

    def _head(self, word: str) -> str | None:
        """The longest known word that this one ends in: "Straße" for "Schwanitzstraße"."""
        for at in range(SHORTEST_REST, len(word) - 2):
            head = word[at:].lstrip("-").capitalize()
            if (len(head) >= SHORTEST_HEAD or head in SHORT_HEADS) and self._known(head) >= COMMON:
                return head
        return None
