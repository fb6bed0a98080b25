"""What a damaged word may have been: the lexicon read through the confusions backwards.

The search walks the sorted list of forms letter by letter and, at each letter, also takes what could have been read as
the characters at hand. So only words that exist are ever met, and their number hardly matters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .channel import HARD, UMLAUTS, Channel, Step

# A path dearer than this (about one reading in a hundred thousand) is never the best explanation of a word in the list.
BUDGET = 11.5
LINKS = ("", "s", "n", "en", "es", "e", "er")
GUESS = 6.0  # a guess without a list takes back common confusions only
SHORT = 4  # letters of a prefix that is remembered
LAST_LETTER = "\U0010ffff"
# French has é at the end and twice in a row; no German word that is not listed ends in ö or ä, or doubles an umlaut.
UNGERMAN = re.compile(r"[äöü]$|[äöü][äöü]|ßß", re.IGNORECASE)
# Natural log: one umlaut in fifty becomes something the table does not have, which may be any of two hundred segments.
SLIP, SLIP_BUDGET = 9.2, 14.0
STEPS = 4  # confusions in one word; "äußerst" has two, "Größenverhältnis" three


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have been meant, the cost of reading it so, and the changes that lead there.

    `changes` are (start, end, new) in the characters of the word as read, in order. `parts` is 1 for a listed form,
    more for a compound made on the spot, 0 for a guess.
    """

    word: str
    cost: float
    changes: tuple[tuple[int, int, str], ...]
    parts: int = 1
    weight: float = 0.0  # natural log of how likely the word is by itself
    slip: bool = False  # whether one of the changes is of a kind nobody has seen before

    def hard(self, seen: str) -> bool:
        """Whether any change takes back something that no German word contains."""
        return any(is_hard(seen, start, end) for start, end, _ in self.changes)


def is_hard(seen: str, start: int, end: int) -> bool:
    """Whether the characters are damage by themselves: a digit or sign in a word, é, ii, a capital within."""
    segment = seen[start:end]
    if any(sign in HARD or not sign.isalpha() for sign in segment) or "ii" in segment:
        return True
    return start > 0 and any(letter.isupper() for letter in segment) and not seen.isupper()


Changes = tuple[tuple[int, int, str], ...]


class Forms:
    """Sorted forms that are asked for by prefix; which of them share a short one is looked up once and kept."""

    def __init__(self, forms: list[str]) -> None:
        self.sorted = forms
        self.short: dict[str, tuple[int, int]] = {}

    def within(self, prefix: str, first: int, last: int) -> tuple[int, int]:
        """Where the forms that begin so start, and where to stop looking (the same place if there are none).

        The caller asks `short` first: the walk is the costliest part of repair, and most of its questions end there.
        """
        if len(prefix) <= SHORT:
            start = bisect_left(self.sorted, prefix)
            self.short[prefix] = found = start, bisect_left(self.sorted, prefix + LAST_LETTER, start)
            return found
        start = bisect_left(self.sorted, prefix, first, last)
        return (start, last) if start < last and self.sorted[start].startswith(prefix) else (0, 0)


def search(seen: str, forms: Forms, channel: Channel, *, budget: float = BUDGET) -> dict[str, tuple[float, Changes]]:
    """Every listed form that can have been read as `seen`: its least cost and the changes that lead there.

    The form that needs no change is left out.
    """
    found: dict[str, tuple[float, Changes]] = {}
    length, short, within = len(seen), forms.short, forms.within
    ways: list[tuple[Step, ...] | None] = [None] * (length + 1)
    # Position in seen, the prefix meant so far, the first form that has it and where to stop looking, cost, changes.
    stack: list[tuple[int, str, int, int, float, Changes]] = [(0, "", 0, len(forms.sorted), 0.0, ())]
    while stack:
        at, prefix, first, last, cost, changes = stack.pop()
        touched = changes[-1][1] if changes else -1
        more = len(changes) < STEPS
        while True:  # along the letters as they stand, noting what else they may be
            if more:
                here = ways[at]
                if here is None:
                    here = ways[at] = channel.steps(seen, at)
                for size, meant, extra in here:
                    if cost + extra > budget or (at == touched and not size):
                        continue
                    longer = prefix + meant
                    start, end = short.get(longer) or within(longer, first, last)
                    if start < end:
                        change = (at, at + size, meant)
                        stack.append((at + size, longer, start, end, cost + extra, (*changes, change)))
            if at == length:
                if changes and forms.sorted[first] == prefix and (prefix not in found or found[prefix][0] > cost):
                    found[prefix] = (cost, changes)
                break
            prefix += seen[at]
            first, last = short.get(prefix) or within(prefix, first, last)
            if first >= last:
                break
            at += 1
    return found


def search_compounds(
    seen: str, parts: Forms, channel: Channel, *, budget: float = 11.0, limit: int = 4000
) -> dict[str, tuple[float, Changes, tuple[str, ...]]]:
    """Compounds of listed parts (lower case, sorted) that can have been read as `seen`, with cost, changes and parts.

    `limit` bounds the walk: a word of forty letters without sense must not take seconds.
    """
    found: dict[str, tuple[float, Changes, tuple[str, ...]]] = {}
    length, short = len(seen), parts.short
    ways = [channel.steps(seen, at) for at in range(length)]
    stack: list[tuple[int, tuple[str, ...], str, int, int, float, Changes]] = [
        (0, (), "", 0, len(parts.sorted), 0.0, ())
    ]
    while stack and limit:
        limit -= 1
        at, done, prefix, first, last, cost, changes = stack.pop()
        whole = first < last and parts.sorted[first] == prefix
        if at == length:
            if whole and done and changes and len(prefix) >= 4:
                word = "".join((*done, prefix))
                if word not in found or found[word][0] > cost:
                    found[word] = (cost, changes, (*done, prefix))
            continue
        if whole and len(done) < 3 and length - at >= 3:
            for link in LINKS:
                if seen.startswith(link, at) and (len(prefix) >= 4 or not link):
                    stack.append(
                        (
                            at + len(link),
                            (*done, prefix + link),
                            "",
                            0,
                            len(parts.sorted),
                            cost + len(link) * 0.1,
                            changes,
                        )
                    )
        longer = prefix + seen[at]
        start, end = short.get(longer) or parts.within(longer, first, last)
        if start < end:
            stack.append((at + 1, done, longer, start, end, cost, changes))
        if len(changes) == STEPS:
            continue
        touching = changes and changes[-1][1] == at
        for size, meant, extra in ways[at]:
            if cost + extra > budget or (touching and not size):
                continue
            longer = prefix + meant
            start, end = short.get(longer) or parts.within(longer, first, last)
            if start < end:
                change = (at, at + size, meant)
                stack.append((at + size, done, longer, start, end, cost + extra, (*changes, change)))
    return found


def slips(seen: str, forms: Forms, channel: Channel) -> dict[str, tuple[float, Changes]]:
    """Every listed form that can have been read as `seen` when one confusion was a kind nobody has seen before.

    Then an umlaut may hide in any one to three characters ("Vermodgen", "Zus€tzlich", "schlie8&t"). The table knows what
    is common, so this is asked last.
    """
    found: dict[str, tuple[float, Changes]] = {}
    length = len(seen)
    ways = [channel.steps(seen, at) for at in range(length + 1)]
    stack: list[tuple[int, str, int, int, float, Changes, bool]] = [(0, "", 0, len(forms.sorted), 0.0, (), False)]
    while stack:
        at, prefix, first, last, cost, changes, slipped = stack.pop()
        whole = at == length and slipped and forms.sorted[first] == prefix
        if whole and (prefix not in found or found[prefix][0] > cost):
            found[prefix] = (cost, changes)
        options = [(1, seen[at], 0.0)] if at < length else []
        touching = bool(changes) and changes[-1][1] == at
        if slipped and len(changes) < STEPS:
            options += [way for way in ways[at] if way[0] or not touching]
        for size, meant, extra in options:
            longer = prefix + meant
            start, end = forms.short.get(longer) or forms.within(longer, first, last)
            if start < end and cost + extra <= SLIP_BUDGET:
                plain = size == 1 and meant == seen[at]
                then = changes if plain else (*changes, (at, at + size, meant))
                stack.append((at + size, longer, start, end, cost + extra, then, slipped))
        if slipped or touching:
            continue
        for letter in "äöüß":
            start, end = forms.short.get(prefix + letter) or forms.within(prefix + letter, first, last)
            if start < end:
                for stop in range(at + 1, min(length, at + 3) + 1):
                    price = cost + SLIP
                    stack.append((stop, prefix + letter, start, end, price, (*changes, (at, stop, letter)), True))
    return found


def guesses(seen: str, channel: Channel) -> list[tuple[str, float, Changes]]:
    """What the word would be if its likeliest confusions were taken back, whether or not that is a word.

    For names and rare words ("Kéktiirk", "Sélch"): at most two confusions that each hide an umlaut or ß.
    """
    if seen.count("é") > 1:
        return []  # "députés"
    single = [
        (at, at + size, meant, cost)
        for at in range(len(seen))
        for size, meant, cost in channel.steps(seen, at)
        if cost < GUESS and size and len(meant) == 1 and not UMLAUTS.isdisjoint(meant)
        if not (at and seen[at] in "AOU")  # "DevOps" is written so
    ]
    found: list[tuple[str, float, Changes]] = []
    for index, (start, stop, meant, cost) in enumerate(single):
        found.append((seen[:start] + meant + seen[stop:], cost, ((start, stop, meant),)))
        for start2, stop2, meant2, cost2 in single[index + 1 :]:
            if start2 >= stop and cost + cost2 < GUESS:
                word = seen[:start] + meant + seen[stop:start2] + meant2 + seen[stop2:]
                found.append((word, cost + cost2, ((start, stop, meant), (start2, stop2, meant2))))
    return [guess for guess in found if not UNGERMAN.search(guess[0])]
