"""Words of a text with their places, and a table that finds known phrases in it.

Every finder of this room walks the same tokens. A token is a word with its inner hyphens ("NRW-Integrationsministerium",
"Teilhabe-"), a number, or one other character; white space is no token.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

Payload = TypeVar("Payload")

TOKEN = re.compile(r"[^\W\d_]+(?:[-‑'’][^\W\d_]+)*[-‑]?|\d+(?:[.,]\d+)*|[^\w\s]|_+")
FIRST_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark with its half-open place."""

    string: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.string[:1].isupper()

    @property
    def is_word(self) -> bool:
        return self.string[:1].isalpha()


@dataclass(frozen=True)
class Tokens:
    """The tokens of a string. `line` is the string with every white space as one blank, so that phrases may wrap."""

    string: str

    @cached_property
    def line(self) -> str:
        return re.sub(r"\s", " ", self.string)

    @cached_property
    def all(self) -> tuple[Token, ...]:
        return tuple(Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(self.string))

    def respelled(self, words: Mapping[int, str]) -> Tokens:
        """The same places with other words at some of them (by number): how they are to be read."""
        other = Tokens(self.string)
        respelled = tuple(
            replace(token, string=words[index]) if index in words else token for index, token in enumerate(self.all)
        )
        other.__dict__["all"] = respelled
        return other

    def phrase(self, first: int, last: int) -> str:
        """The words from one token to another, with one blank for any white space."""
        parts = [f"{self.word(index)}{' ' if self.gap(index) else ''}" for index in range(first, last)]
        return "".join([*parts, self.word(last)])

    @cached_property
    def _by_start(self) -> dict[int, int]:
        return {token.start: index for index, token in enumerate(self.all)}

    def index_at(self, start: int) -> int | None:
        """The number of the token that begins here."""
        return self._by_start.get(start)

    def before(self, position: int) -> int:
        """The number of the last token that ends at or before this place; -1 at the beginning."""
        low, high = 0, len(self.all)
        while low < high:
            middle = (low + high) // 2
            if self.all[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def word(self, index: int) -> str:
        """The token with this number as a string; "" outside of the text."""
        return self.all[index].string if 0 <= index < len(self.all) else ""

    def gap(self, index: int) -> str:
        """What stands between a token and the next one: "" or white space."""
        if not 0 <= index < len(self.all) - 1:
            return "\n\n"
        return self.string[self.all[index].end : self.all[index + 1].start]

    def starts_sentence(self, index: int) -> bool:
        """Whether a token is the first of a sentence, line, list entry or quotation, where a capital proves nothing."""
        if index <= 0 or "\n" in self.gap(index - 1):
            return True
        return self.word(index - 1) in (".", "!", "?", ":", "„", '"', "“", "»", "•", "*", "|")


class Phrases(Generic[Payload]):
    """Known phrases, each with what it stands for; the longest that fits at a place wins.

    >>> table = Phrases({"Mülheim": 1, "Mülheim an der Ruhr": 2})
    >>> [(start, end, found) for start, end, found in table.find(Tokens("in Mülheim an der Ruhr"))]
    [(3, 22, 2)]
    """

    def __init__(self, phrases: Mapping[str, Payload], *, genitive: bool = True) -> None:
        """`genitive`: a phrase may take an "s" or "’" at its end ("Dortmunds", "Worms’")."""
        self.genitive = genitive
        self._by_first: dict[str, list[tuple[str, Payload]]] = {}
        for phrase, payload in sorted(phrases.items(), key=lambda item: -len(item[0])):
            if match := FIRST_WORD.match(phrase):
                self._by_first.setdefault(match.group(), []).append((phrase, payload))

    def at(self, line: str, start: int) -> tuple[int, Payload] | None:
        """The end of the longest phrase that begins here, and what it stands for."""
        match = FIRST_WORD.match(line, start)
        if not match:
            return None
        word = match.group()
        firsts = [word, word[:-1]] if self.genitive and word.endswith("s") else [word]
        best: tuple[int, Payload] | None = None
        for first in firsts:
            for phrase, payload in self._by_first.get(first, ()):
                if best is not None and start + len(phrase) <= best[0]:
                    break
                end = self._end(line, start, phrase)
                if end is not None and (best is None or end > best[0]):
                    best = (end, payload)
                    break
        return best

    def _end(self, line: str, start: int, phrase: str) -> int | None:
        if not line.startswith(phrase, start):
            return None
        end = start + len(phrase)
        if not phrase[-1].isalnum():
            return end
        following = line[end : end + 2]
        if self.genitive and following[:1] == "s" and not following[1:].isalnum():
            end, following = end + 1, line[end + 1 : end + 3]
        if following[:1].isalnum() or following[:1] == "_":
            return None
        if following[:1] in ("-", "‑") and following[1:2].isalpha():
            return None  # "Dortmund-Hörde", "Soest-Ense": another name
        return end

    def find(self, tokens: Tokens) -> Iterator[tuple[int, int, Payload]]:
        """Every place where a phrase begins with a token, from left to right, without overlaps."""
        last = 0
        for token in tokens.all:
            if token.start >= last and (found := self.at(tokens.line, token.start)):
                last = found[0]
                yield token.start, found[0], found[1]


def words(string: str) -> frozenset[str]:
    """A set of words written as one line."""
    return frozenset(string.split())


def slug(name: str) -> str:
    """A name as part of an id: lower case, umlauts spelled out, other accents off, everything else a hyphen.

    >>> slug("Serap Güler"), slug("Aydan Özoğuz")
    ('serap-gueler', 'aydan-oezoguz')
    """
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    plain = unicodedata.normalize("NFD", name.casefold().translate(table)).translate(
        {ord("ı"): "i", ord("ł"): "l", ord("ø"): "o"}
    )
    return re.sub(r"[\W_]+", "-", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip("-")


class Stretches:
    """Parts of a text that are taken; asked thousands of times, so they are merged and searched by halves.

    >>> Stretches([(5, 9), (8, 12)]).touch(11, 14), Stretches([(5, 9)]).touch(9, 10)
    (True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with [start, end)."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start


def covered(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    """Whether a stretch touches one of a few that are taken."""
    return any(start < other_end and other_start < end for other_start, other_end in taken)
