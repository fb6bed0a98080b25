"""How German words are made comparable for search: umlaut spellings folded, light inflection cut.

Löhrmann, Loehrmann and Lohrmann are one name typed on three keyboards; Integrationszentrum and -zentren one word.
Folding keeps a way back to the shown text (`words` yields spans), so a hit can be marked where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..text import Span

WORD = re.compile(r"\w+", re.UNICODE)

# Letters that NFD does not take apart. ä, ö, ü it does (letter plus dots, the dots are dropped below).
LETTERS = str.maketrans({"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})

# "ue" stands for ü unless it follows a vowel or q: Steuer, neue and Quelle have none. What is folded wrongly here
# (aktuell -> aktull) is folded alike in query and text, so nothing is lost but a rare distinction.
SPELLED_OUT = re.compile(r"(?<![aeoquy])ue|ae|oe")


def fold(string: str) -> str:
    """Lower case, without accents, umlauts in every spelling as the bare vowel.

    >>> fold("Löhrmann") == fold("Loehrmann") == fold("Lohrmann") == "lohrmann"
    True
    >>> fold("Straße"), fold("Steuer"), fold("fuer")
    ('strasse', 'steuer', 'fur')
    """
    lowered = string.casefold().translate(LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return SPELLED_OUT.sub(lambda match: match.group()[0], bare)


# After CISTEM (Weissweiler and Fraser 2017, "Developing a Stemmer for German"), the best of nine stemmers on their gold
# sets: endings are cut one after the other while enough of the word is left. Works on folded words. Letters that count
# as one (sch, ei, ie) and doubled ones stand as one sign meanwhile, so that Löhrmann keeps its nn.
SIGNS = (("sch", "$"), ("ei", "%"), ("ie", "&"))
# Latin nouns change their ending in the plural (Zentrum, Ministerium, Museum), which CISTEM leaves alone.
LATIN = re.compile(r"(?<=\w{4})(?:ums?|(?<=i)en)$")


def stem(folded: str) -> str:
    """The word without its inflection.

    >>> stem("zentren"), stem("zentrums"), stem("kommunalen"), stem("stadte"), stem("ministerien")
    ('zentr', 'zentr', 'kommunal', 'stad', 'ministeri')
    """
    word = LATIN.sub("", folded)
    if len(word) > 5 and word.startswith("ge"):
        word = word[2:]
    for letters, sign in SIGNS:
        word = word.replace(letters, sign)
    word = re.sub(r"(.)\1", r"\1*", word)
    while len(word) > 3:
        if len(word) > 5 and word.endswith(("em", "er", "nd")):
            word = word[:-2]
        elif word.endswith(("e", "s", "n", "t")):
            word = word[:-1]
        else:
            break
    word = re.sub(r"(.)\*", r"\1\1", word)
    for letters, sign in SIGNS:
        word = word.replace(sign, letters)
    return word


def words(string: str) -> Iterator[tuple[Span, str, str]]:
    """Each word of a text: where it stands, folded, and its stem."""
    for match in WORD.finditer(string):
        folded = fold(match.group())
        yield Span(match.start(), match.end()), folded, stem(folded)


def folded_text(string: str) -> str:
    return " ".join(folded for _, folded, _ in words(string))


def stemmed_text(string: str) -> str:
    return " ".join(stemmed for _, _, stemmed in words(string))
