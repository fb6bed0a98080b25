"""Ligatures that a font kept for itself: "Pficht" for "Pflicht", "Quali kation", and "ti" read as a square.

A text layer whose font does not say what its ligatures stand for loses every "fi" (or "fl", "ff", "ti" …) of a
document. So one such word proves nothing; several, in a text that has the two letters hardly anywhere, do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..knowledge.lexicon import Lexicon
from ..text import Edit
from .tokens import WORD

LIGATURES = ("ffi", "ffl", "fi", "fl", "ff", "ft", "ti", "tt", "tf")
COMMON = frozenset(["fi", "fl", "ff", "ti", "tt"])
HALVED = frozenset(["fi", "fl", "ffi", "ffl"])
RARE = 150  # one word in so many, at most, has lost one
SURE = 0.95
SEVERAL = 3  # different words that a ligature makes words again
SPARED = 4  # the two letters may still stand in one word of so many
WRITTEN = 200  # in a hundred million words
SELDOM = 20
LONG = 40  # letters
# What a reader leaves in place of a character it does not know.
UNKNOWN = re.compile(r"(?<![^\W\d_])([^\W\d_]*)([\ufffd□])([^\W\d_]*)")
APART = re.compile(r"(?<![^\W_])([^\W\d_]{1,20}) (?=([a-zäöüß]{2,20})(?![^\W_]))")


@dataclass(frozen=True, slots=True)
class _Loss:
    """A ligature lost between two places, with the word as read and as meant."""

    start: int
    end: int
    ligature: str
    read: str
    meant: str
    left: str  # what was left in its place: "", " ", "f" or a sign for an unknown character

    def edit(self) -> Edit:
        note = f"„{self.read}“ ist als „{self.meant}“ zu lesen: Die Schrift gibt „{self.ligature}“ nicht wieder"
        return Edit(self.start, self.end, self.ligature, "words.character", SURE, note)


def ligatures(string: str, lexicon: Lexicon, *, scanned: bool = False) -> Iterator[Edit]:
    """Edits that put back what a font kept. A page that was `scanned` has no font; it may hold signs nobody knows."""
    if UNKNOWN.search(string):
        yield from (loss.edit() for loss in _unknown(string, lexicon))
    if scanned:
        return
    spared = {ligature: string.count(ligature) for ligature in LIGATURES}
    most = string.count(" ") // RARE + SEVERAL  # words that may have lost one
    lost = tuple(ligature for ligature in LIGATURES if spared[ligature] * SPARED <= most)
    if COMMON.isdisjoint(lost):
        return
    left: dict[str, list[_Loss]] = defaultdict(list)
    for loss in [*_lost(string, lexicon, lost), *_apart(string, lexicon, lost)]:
        left[loss.left if loss.left in ("", " ") else "one letter"].append(loss)
    for losses in left.values():
        words = len({loss.read for loss in losses})
        if words >= SEVERAL:
            yield from (loss.edit() for loss in losses if spared[loss.ligature] * SPARED <= words)


def _is_written(word: str, lexicon: Lexicon) -> bool:
    return max(lexicon.count(word), lexicon.count(word[:1].lower() + word[1:])) >= WRITTEN


def _means(word: str, lexicon: Lexicon) -> bool:
    return _is_written(word, lexicon) or (len(word) > 9 and lexicon.knows(word))


def _lost(string: str, lexicon: Lexicon, ligatures: Collection[str]) -> Iterator[_Loss]:
    """Words that are none until a ligature stands somewhere within, or its second letter behind its first."""
    known: dict[str, tuple[int, str, str, str] | None] = {}
    for match in WORD.finditer(string):
        seen = match.group()
        if seen not in known:
            known[seen] = _restored(seen, lexicon, ligatures)
        if restored := known[seen]:
            at, ligature, left, meant = restored
            start = match.start() + at
            yield _Loss(start, start + len(left), ligature, seen, meant, left)


def _restored(seen: str, lexicon: Lexicon, ligatures: Collection[str]) -> tuple[int, str, str, str] | None:
    """Where a ligature makes this a word, which, what is left of it, and the word; None where none or several do."""
    if not 3 <= len(seen) <= LONG or not seen.isalpha() or seen.isupper() or lexicon.knows(seen):
        return None
    found: dict[str, tuple[int, str, str, str]] = {}
    for at in range(len(seen) + 1):
        for ligature in ligatures:
            # One letter left of two alike or of "ft" is how names are written ("Haf", "Stof").
            for left in ("", ligature[0]) if ligature in HALVED else ("",):
                if seen.startswith(left, at):
                    word = seen[:at] + ligature + seen[at + len(left) :]
                    if _is_written(word, lexicon):
                        found.setdefault(word, (at, ligature, left, word))
    return next(iter(found.values())) if len(found) == 1 else None


def _unknown(string: str, lexicon: Lexicon) -> Iterator[_Loss]:
    for match in UNKNOWN.finditer(string):
        head, sign, rest = match.groups()
        if len(head + rest) < 2:
            continue
        words = {head + ligature + rest: ligature for ligature in LIGATURES if _means(head + ligature + rest, lexicon)}
        if len(words) == 1:
            [(meant, ligature)] = words.items()
            yield _Loss(match.start(2), match.end(2), ligature, match.group(), meant, sign)


def _apart(string: str, lexicon: Lexicon, ligatures: Collection[str]) -> Iterator[_Loss]:
    """Two parts of a word with a blank where the ligature stood."""
    for match in APART.finditer(string):
        head, rest = match.groups()
        if min(lexicon.count(head), lexicon.count(rest)) >= SELDOM:
            continue
        words = {whole: one for one in ligatures if _is_written(whole := head + one + rest, lexicon)}
        if len(words) == 1:
            [(meant, ligature)] = words.items()
            yield _Loss(match.end(1), match.end(), ligature, f"{head} {rest}", meant, " ")
