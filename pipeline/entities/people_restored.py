"""Names that an OCR engine without German letters spoiled: "Jorg Schroter" on a page where "für" was read as "fiir".

The repairer leaves names alone, because Schroter is a name too. Here more is known: the page has lost all its umlauts,
a first name or an office says that a name stands here, and the lists say how many bear which name. The text stays as it
is; only the person is called by the likelier name, with less confidence, and only if the other spelling is four times
less likely.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from ..knowledge import Knowledge
from ..text import Text
from .name_shapes import name_shapes
from .names import is_noun
from .people_titles import ADDRESS, TITLES
from .tokens import Tokens

LOST = {
    "a": ("ä", 0.79), "é": ("ö", 0.51), "o": ("ö", 0.17), "d": ("ö", 0.08), "ii": ("ü", 0.54), "i": ("ü", 0.15), "u": ("ü", 0.12),
    "ti": ("ü", 0.07), "ui": ("ü", 0.004), "iu": ("ü", 0.004), "A": ("Ä", 0.88), "O": ("Ö", 0.76), "U": ("Ü", 0.91), "B": ("ß", 0.19), "f": ("ß", 0.05), "s": ("ß", 0.01),
}  # fmt: skip
"""What is seen, what was meant, and how often the one becomes the other in Tesseract's English model: exp(-cost) of
models/repair/confusions.tsv."""
SHAPES = {
    "rn": ("m",), "m": ("rn", "in"), "l": ("t", "i"), "t": ("l", "f"), "i": ("l",), "j": ("i",), "I": ("l",), "1": ("l",), "o": ("e", "a"),
    "e": ("c", "o"), "c": ("e",), "n": ("u",), "u": ("n",), "ri": ("n",), "h": ("b",), "b": ("h",), "li": ("h",), "q": ("g",),
    "d": ("cl",), "cl": ("d",), "f": ("t",), "0": ("o",),
}  # fmt: skip
SHAPED = 0.002
"""How often any engine takes one letter for another of like shape; only a first name that no list has is worth the try."""
SHAPED_SURNAME = 0.0005
"""The same where any row of letters may be a name: then two of a hundred rare names would have a likelier neighbour."""
LIKELIER = 4.0
"""A name is restored when it is at least this many times as likely as the one read; with 4, one in five may be wrong. With 1.5
Krüger and Böhm come back more often, and as many who are called Kohler and Forster are renamed."""
PROVEN = 1000.0
"""What a spelling weighs that the document or the register of office-holders proves, on the scale of word counts."""
UMLAUTS = "äöüßÄÖÜ"
ENOUGH, RARE = 300, 0.001
"""German has an umlaut or ß in sixty letters; a page of three hundred letters with fewer than one in a thousand lost them."""
SPELLED_OUT = re.compile(r"\b(?:fuer|ueber|koennen|wuerden?|muess\w+|waehrend|oeffentl\w+)\b", re.IGNORECASE)


def lost_umlauts(text: Text) -> bool:
    """Whether the page was read by an engine that has no umlauts; not one where somebody typed "ue" for "ü"."""
    raw = text.raw.string
    letters = sum(map(str.isalpha, raw))
    if letters < ENOUGH or sum(map(raw.count, UMLAUTS)) > letters * RARE:
        return False
    return not SPELLED_OUT.search(raw)


def restored_words(tokens: Tokens, known: Knowledge) -> Mapping[int, str]:
    """The words of people's names and offices as they were meant, by the number of their token."""
    found: dict[int, str] = {}
    spellings: dict[str, str] = {}
    page = _Page(tokens, known)
    names = {tuple(holder.person.split()[-2:]) for holder in known.institutions.office_holders}
    for index, token in enumerate(tokens.all):
        word = token.string
        if not token.is_capital or len(word) < 3:
            continue
        before = found.get(index - 1) or tokens.word(index - 1)
        following = tokens.word(index + 1)
        opens = following[:1].isupper() and "\n" not in tokens.gap(index) and not known.names.is_first(word)
        meant = None
        if opens:
            meant = _likeliest_first(word, known) or _office(tokens, index, known)
        if meant is None and _announces(before, known):
            proven = page.printed | {surname for first, surname in names if first == before}
            meant = page.surname(word, proven)
        if meant is not None:
            found[index] = spellings[word] = meant
    for index, token in enumerate(tokens.all):
        if token.string in spellings and index not in found and known.lexicon.count(token.string) < 50:
            found[index] = spellings[token.string]
    return found


def _announces(word: str, known: Knowledge) -> bool:
    """Whether the next word may be a surname: behind a first name, an office, a title or an initial."""
    return word in TITLES or word in ADDRESS or known.names.is_first(word) or known.names.role(word) is not None


def _likeliest_first(word: str, known: Knowledge) -> str | None:
    """The first name that was printed where a word was read that is none; each half of "Karl-Jiirgen" for itself."""
    parts = []
    for part in word.split("-"):
        best, weight = part, LIKELIER * _read(part, known)
        for meant, share in () if known.names.is_first(part) else (*_meanings(part), *_shapes(part)):
            if (found := _bearers(meant, known, first=True) * share) > weight:
                best, weight = meant, found
        parts.append(best)
    meant = "-".join(parts)
    return meant if meant != word and known.names.is_first(meant) else None


def _office(tokens: Tokens, index: int, known: Knowledge) -> str | None:
    """The office that was printed in front of a first name where no word was read: "Naturschutzwarl Eckhard Pagel"."""
    word, name = tokens.word(index), tokens.word(index + 1)
    if len(word) < OFFICE or known.lexicon.knows(word):
        return None
    if not known.names.is_first(name) and _likeliest_first(name, known) is None:
        return None
    once = [meant for meant, _ in (*_meanings(word), *_shapes(word))]
    twice = (meant for one in once for meant, _ in _shapes(one))
    return next((meant for meant in (*once, *twice) if known.names.role(meant) and known.lexicon.knows(meant)), None)


OFFICE = 8
"""The fewest letters of an office that is looked for behind misread letters: short ones are near to too many names."""


class _Page:
    """What one page says about how its names are spelt, asked name by name."""

    def __init__(self, tokens: Tokens, known: Knowledge) -> None:
        self.known = known
        self.shapes = name_shapes(frozenset(known.lexicon.people))
        # A spelling that the repairer could restore ("Giiler") proves another that it could not ("Giler").
        self.printed = {t.string for t in tokens.all if t.is_capital and not set(UMLAUTS).isdisjoint(t.string)}
        self.rare = Counter(
            part
            for token in tokens.all
            if token.is_capital
            for part in token.string.split("-")
            if len(part) > 3 and known.lexicon.count(part) < RARE_NAME
        )

    def surname(self, word: str, proven: Collection[str]) -> str | None:
        """The surname that was printed where this one was read, None to keep it; each half of a double name for itself."""
        if (meant := self._listed(word, proven)) is not None:
            return meant
        parts = word.split("-")
        meant = "-".join(self._listed(part, ()) or self._shaped(part) or part for part in parts)
        return meant if meant != word else None

    def _listed(self, word: str, proven: Collection[str]) -> str | None:
        """By the lists of names and how many bear each; `proven` are surnames known from elsewhere."""
        best, weight = None, 0.0
        for meant, share in _meanings(word):
            found = (PROVEN if meant in proven else _bearers(meant, self.known, first=False)) * share
            if found > weight:
                best, weight = meant, found
        return best if weight > LIKELIER * _read(word, self.known) else None

    def _shaped(self, word: str) -> str | None:
        """By what its letters look like, where no list has the name, and by how the page spells it elsewhere."""
        lexicon = self.known.lexicon
        if len(word) < 4 or word in lexicon.people or lexicon.count(word) >= RARE_NAME or is_noun(word, self.known):
            return None
        readings = _readings(word)
        others = [(other, times) for other, times in self.rare.items() if other != word and _may_be_one(other, word)]
        spelt = [(_readings(other), times) for other, times in others]
        spelt = [(found, times) for found, times in spelt if not found.keys().isdisjoint(readings)]

        def weight(meant: str) -> float:
            seen = sum(times * math.log(found.get(meant, UNEXPLAINED)) for found, times in spelt)
            known = meant in lexicon.people or lexicon.count(meant) > 0 or lexicon.knows(meant)
            return self.shapes(meant) + math.log(readings[meant]) + seen + (KNOWN if known else 0.0)

        best = max(readings, key=lambda meant: (weight(meant), meant))
        return best if weight(best) - weight(word) > math.log(LIKELIER) else None


RARE_NAME = 50
"""Words printed more often than this in a hundred million are no misread names."""
UNEXPLAINED = 1e-4
"""How likely another spelling on the page comes about in a way that nobody foresaw, or is another name."""
KNOWN = math.log(100)
"""A name that a list has, or a word or sound compound ("Hüttenrauch"), is a hundred times as likely as its letters say: of
names held back 77 of a hundred come back with it and 56 without, and half as many plain ones are spoiled."""


def _may_be_one(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 2 and (one[0] == other[0] or one[1:] == other[1:])


def _readings(word: str) -> dict[str, float]:
    """Every surname that could have been read as this word, itself too, each with how likely that is."""
    found = {word: 1.0}
    for meant, share in (*_meanings(word), *((meant, SHAPED_SURNAME) for meant, _ in _shapes(word))):
        found[meant] = max(found.get(meant, 0.0), share)
    return found


def _bearers(name: str, known: Knowledge, *, first: bool) -> float:
    """How common a name is, on the scale of word counts; 0 when no list has it."""
    count = known.lexicon.count(name)
    if first:
        return count + 1.0 if known.names.is_first(name) else 0.0
    if name in known.lexicon.people or known.names.is_surname(name):
        return min(count, 10000) + 1.0
    return 0.0 if count < 20 or is_noun(name, known) else 1.0


def _read(word: str, known: Knowledge) -> float:
    """How common the name is that was read; what no list of names has is hardly one."""
    count = known.lexicon.count(word)
    if word in known.lexicon.people or known.names.is_surname(word) or known.names.is_first(word):
        return count + 0.3
    return min(count, 1) + 0.01


def _meanings(word: str) -> Iterator[tuple[str, float]]:
    """Every word that could have been read as this one with one or two letters lost, and how likely that is."""
    for at, meant, share in _losses(word):
        yield meant, share
        for _, twice, again in _losses(meant, at + 1):
            yield twice, math.sqrt(share) * again  # what lost one umlaut has lost them all


def _shapes(word: str) -> Iterator[tuple[str, float]]:
    for at in range(len(word)):
        for length in (1, 2):
            for meant in SHAPES.get(word[at : at + length], ()):
                yield word[:at] + meant + word[at + length :], SHAPED


def _losses(word: str, start: int = 0) -> Iterator[tuple[int, str, float]]:
    for at in range(start, len(word)):
        for length in (1, 2):
            if (lost := LOST.get(word[at : at + length])) is not None:
                yield at, word[:at] + lost[0] + word[at + length :], lost[1]
