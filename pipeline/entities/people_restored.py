"""Names that an OCR engine without German letters spoiled: "Jorg Schroter" on a page where "für" was read as "fiir".

The repairer leaves names alone, because Schroter is a name too. Here more is known: the page has lost all its umlauts,
a first name or an office says that a name stands here, and the lists say how many bear which name. The text stays as it
is; only the person is called by the likelier name, with less confidence, and only if the other spelling is four times
less likely.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping

from ..knowledge import Knowledge
from ..text import Text
from .names import is_noun
from .people_titles import ADDRESS, TITLES
from .tokens import Tokens

LOST = {
    "a": ("ä", 0.79), "é": ("ö", 0.51), "o": ("ö", 0.17), "d": ("ö", 0.08), "ii": ("ü", 0.54), "i": ("ü", 0.15), "u": ("ü", 0.12),
    "ti": ("ü", 0.07), "A": ("Ä", 0.88), "O": ("Ö", 0.76), "U": ("Ü", 0.91), "B": ("ß", 0.19), "f": ("ß", 0.05), "s": ("ß", 0.01),
}  # fmt: skip
"""What is seen, what was meant, and how often the one becomes the other in Tesseract's English model: exp(-cost) of
models/repair/confusions.tsv."""
SHAPES = {
    "rn": "m", "m": "rn", "l": "t", "t": "l", "o": "e", "e": "o", "c": "e", "n": "u", "ri": "n", "h": "b", "q": "g", "0": "o",
}  # fmt: skip
SHAPED = 0.002
"""How often any engine takes one letter for another of like shape; only a first name that no list has is worth the try."""
LIKELIER = 4.0
"""A name is restored when it is at least this many times as likely as the one read; with 4, one in five may be wrong."""
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
    """The words of people's names as they were meant, by the number of their token."""
    found: dict[int, str] = {}
    spellings: dict[str, str] = {}
    # A spelling that the repairer could restore ("Giiler") proves another that it could not ("Giler").
    printed = {token.string for token in tokens.all if token.is_capital and not set(UMLAUTS).isdisjoint(token.string)}
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
            meant = _likeliest(word, known, first=True)
        if meant is None and _announces(before, known):
            proven = printed | {surname for first, surname in names if first == before}
            meant = _likeliest(word, known, first=False, proven=proven)
        if meant is not None:
            found[index] = spellings[word] = meant
    for index, token in enumerate(tokens.all):
        if token.string in spellings and index not in found and known.lexicon.count(token.string) < 50:
            found[index] = spellings[token.string]
    return found


def _announces(word: str, known: Knowledge) -> bool:
    """Whether the next word may be a surname: behind a first name, an office, a title or an initial."""
    return word in TITLES or word in ADDRESS or known.names.is_first(word) or known.names.role(word) is not None


def _likeliest(word: str, known: Knowledge, *, first: bool, proven: Collection[str] = ()) -> str | None:
    """The name that was printed where this one was read; None to keep it. `proven` are surnames known from elsewhere."""
    best, weight = None, 0.0
    for meant, share in (*_meanings(word), *(_shapes(word) if first else ())):
        found = (PROVEN if meant in proven else _bearers(meant, known, first=first)) * share
        if found > weight:
            best, weight = meant, found
    return best if weight > LIKELIER * _read(word, known) else None


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
            if (meant := SHAPES.get(word[at : at + length])) is not None:
                yield word[:at] + meant + word[at + length :], SHAPED


def _losses(word: str, start: int = 0) -> Iterator[tuple[int, str, float]]:
    for at in range(start, len(word)):
        for length in (1, 2):
            if (lost := LOST.get(word[at : at + length])) is not None:
                yield at, word[:at] + lost[0] + word[at + length :], lost[1]
