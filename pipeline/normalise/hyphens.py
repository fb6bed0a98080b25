"""What a hyphen at the end of a line means: a word cut in two, or a hyphen that belongs there.

Joining every hyphen gives "NordrheinWestfalen", "KOMMAN NRW" and "Kinderund Jugendarbeit" (measured on other
programs), joining none leaves half the compounds of a German page in two. So each case is decided by evidence:
what follows, what the words are, and how the same word is written elsewhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

_SUSPENDING = """
und oder bzw beziehungsweise sowie als bis wie noch aber statt sondern u o respektive plus wie-auch
"""
SUSPENDING = frozenset(_SUSPENDING.split())
"""Words before which a compound may leave its second half open: "Kinder- und Jugendarbeit"."""

_KEPT_BEFORE_LOWER = """
nordrhein baden rheinland sachsen schleswig mecklenburg
"""
KEPT_BEFORE_LOWER = frozenset(_KEPT_BEFORE_LOWER.split())
"""First halves of the hyphenated Länder: "nordrhein-/westfälisch" keeps its hyphen also before a small letter."""

COUPLED = frozenset(
    ["and", "by", "door", "down", "for", "hoc", "how", "in", "line", "of", "off", "on", "out", "to", "up"]
)
"""Small words between the hyphens of a compound: "Opt-in-Klausel", "Open-door-System"."""

SINGLE_LETTERS = frozenset("EUSXTVAHZeuxzk")
"""Letters that stand before a hyphen as a word of their own: E-Mail, U-Bahn, S-Bahn, X-fach, T-Shirt, V-Mann."""

ADJECTIVE = re.compile(r"(?:isch|lich|iell|uell|ional|zial|tiv|arm|reich|gelb|rot|grün|schwarz|blau|weiß|ös|är)$")
"""Endings of uninflected adjectives that stand first in pairs such as "technisch-organisatorisch"."""


class KnowsWords(Protocol):
    """The part of the lexicon that is needed here."""

    def knows(self, word: str, /) -> bool: ...

    def count(self, word: str, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the hyphen: drop it, keep it close ("Nordrhein-Westfalen"), or keep it open ("Kinder- und")."""

    kind: str  # "drop", "close" or "open"
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The words of the document that stand whole within a line: the best witnesses of how a word is written."""

    words: Collection[str]

    @classmethod
    def of(cls, string: str) -> Elsewhere:
        # The last token of a line that ends in a hyphen is what is being judged, so it is no witness.
        whole = re.sub(r"(?<!\S)\S+[-\u2010\u00ad¬⸗][ \t]*\n\s*\S+", " ", string)
        return cls(frozenset(re.findall(r"\w+(?:-\w+)*", whole)))

    def has(self, word: str) -> bool:
        """Whether the word stands whole somewhere, at the beginning of a sentence or within one."""
        return any(form in self.words for form in (word, word[:1].upper() + word[1:], word[:1].lower() + word[1:]))


def judge(left: str, right: str, lexicon: KnowsWords, elsewhere: Elsewhere) -> Verdict:
    """Decide about a hyphen between `left` (up to the hyphen) and `right` (the first token of the next line).

    Both are whole tokens without blanks; brackets and quotation marks around them may still be there.
    """
    if "://" in left or "www." in left or "@" in left or re.match(r"[\w-]+\.(?:de|nrw|eu|org|com|net)\b", right):
        return Verdict("close", 0.97, "Teil einer Adresse")
    before = re.search(r"\w+$", left)
    after = re.match(r"\w+(?:-\w+)*", right)
    if before is None or after is None:
        return Verdict("open", 0.8, "neben dem Strich steht kein Wort")
    stem, rest = before[0], after[0]
    next_part = rest.split("-")[0]
    whole = stem + next_part
    if stem[-1].isdigit() or next_part[0].isdigit():
        return Verdict("close", 0.95, "Zahl neben dem Strich")
    if elsewhere.has(f"{stem}-{rest}") and not elsewhere.has(whole):
        return Verdict("close", 0.99, f"„{stem}-{rest}“ steht auch sonst im Text")
    if next_part[0].isupper():
        return _before_capital(stem, next_part, lexicon, elsewhere)
    if rest != next_part and next_part in COUPLED and not lexicon.knows(whole):
        return Verdict("close", 0.9, f"„{next_part}“ steht zwischen zwei Strichen")
    return _before_small(stem, next_part, whole, lexicon, elsewhere)


def _before_capital(stem: str, part: str, lexicon: KnowsWords, elsewhere: Elsewhere) -> Verdict:
    whole = stem + part
    if stem.casefold() in KEPT_BEFORE_LOWER:
        return Verdict("close", 0.97, f"„{stem}-“ ist die erste Hälfte eines Ländernamens")
    shouted = stem.isupper() and (part.isupper() and len(part) > 1)
    if shouted and len(stem) > 1 and (elsewhere.has(whole) or _known(whole, lexicon)):
        return Verdict("drop", 0.95, f"„{whole}“ ist ein bekanntes Wort in Großbuchstaben")
    if shouted and not _known(stem, lexicon) and not _known(part, lexicon) and len(whole) > 12:
        # Compounds in capitals are rarely in any lexicon; two halves that are no words make one that is.
        return Verdict("drop", 0.75, "beide Hälften sind für sich keine Wörter")
    if shouted and len(whole) > 14 and len(stem) > 4 and not _known(stem, lexicon):
        return Verdict("drop", 0.7, f"„{stem}“ ist für sich kein Wort")
    return Verdict("close", 0.97, "vor einem großen Buchstaben gehört der Strich zum Wort")


def _before_small(stem: str, part: str, whole: str, lexicon: KnowsWords, elsewhere: Elsewhere) -> Verdict:
    if part in SUSPENDING:
        if elsewhere.has(whole) or lexicon.count(whole):
            return Verdict("drop", 0.9, f"„{whole}“ ist ein bekanntes Wort")
        return Verdict("open", 0.98, "Ergänzungsstrich vor einem Bindewort")
    if elsewhere.has(whole):
        return Verdict("drop", 0.995, f"„{whole}“ steht auch sonst im Text")
    if len(stem) > 1 and stem.isupper() and not part.isupper():
        return Verdict("close", 0.95, f"nach der Abkürzung „{stem}“ gehört der Strich zum Wort")
    if stem.casefold() in KEPT_BEFORE_LOWER:
        return Verdict("close", 0.97, f"„{stem}-“ ist die erste Hälfte eines Ländernamens")
    if lexicon.knows(whole) or lexicon.knows(whole[:1].lower() + whole[1:]):
        return Verdict("drop", 0.99, f"„{whole}“ ist ein bekanntes Wort")
    if len(stem) == 1 and stem in SINGLE_LETTERS:
        return Verdict("close", 0.8, "einzelner Buchstabe vor dem Strich")
    if stem.islower() and len(stem) > 3 and lexicon.knows(stem) and ADJECTIVE.search(stem) and lexicon.knows(part):
        return Verdict("close", 0.85, "zwei Eigenschaftswörter nebeneinander")
    # Before a small letter German has a hyphen only in the cases above; compounds need not be in the lexicon.
    return Verdict("drop", 0.95, "vor einem kleinen Buchstaben ist der Strich eine Trennung")


def _known(word: str, lexicon: KnowsWords) -> bool:
    return any(lexicon.knows(form) for form in (word, word.lower(), word.capitalize()))
