"""Which reading of each word fits its neighbours, and how sure is that?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ..knowledge.lexicon import Lexicon
from .candidates import Candidate
from .context import Context
from .damage import sigmoid
from .pairs import REACH, Pairs
from .tokens import NEW_PARAGRAPH, Token
from .words import Reading, has_umlaut

# Natural log: a word that stands at least five times in a million.
COMMON = -13.5
# A confusion dearer than this (natural log) is no reason to touch a word that may be a name.
RARE = 9.0
# A listed name that ends so many different compounds is an ordinary noun as well ("Träger", "Größe").
NOUN = 40
OFFICE = re.compile(r"präsident|sekretär|bürgermeister|kämmer|geschäftsführ|gräfin|prälat|Ärzt|anwält", re.IGNORECASE)
# How far to believe the lexicon, half of it web, over speech in how common a word is; 0 and 1 were worse on dev pages.
PRESS = 0.35
TITLES = frozenset("Herr Herrn Frau Familie Pfarrer Kollege Kollegin Professor Professorin Doktor".split())
# A name that is written more often than this in a hundred million words is mostly another word ("Weiß", "Groß").
CALLED = 8000
# Natural log of how much likelier a guess must be than what was read.
UNLIKELY = 4.0
# Natural log: of a word that is mostly written small, one in twenty stands capital within a sentence (titles).
MIDST = 3.0
# Natural log: letters so unlike German that a name cannot be spelled so ("Rtibben" for "Rübben").
IMPOSSIBLE = 8.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate chosen for a word and the probability that it was meant."""

    index: int
    candidate: Candidate
    probability: float


def is_free(
    token: Token, reading: Reading, candidate: Candidate, proven: Collection[str], called: bool, lexicon: Lexicon
) -> bool:
    """Whether this word may become this candidate at all.

    Names change only by proof or by a hard sign of damage: "Hecke", "Neuburger" and "Schroder" are names of people.
    `called` says that a first name or a title stands before the word.
    """
    if any(start < token.cut < end for start, end, _ in candidate.changes):
        return False
    seen = reading.seen
    if candidate.word in proven or candidate.hard(seen):
        return True
    if called and seen[0].isupper():
        return bool(OFFICE.search(candidate.word))
    if seen[0].isupper() and is_mere_name(candidate.word, lexicon):
        return False  # "Jurgen" and "Muller" may be written so
    gain = candidate.weight - candidate.cost - reading.weight
    if not candidate.parts:
        return gain > (IMPOSSIBLE if seen[0].isupper() else UNLIKELY)
    if reading.name:
        # "Lander" and "Klager" stand in lists of surnames too, but the word they hide is a hundred times commoner than
        # any name of a person, and is none itself.
        return candidate.weight > COMMON and not is_mere_name(candidate.word, lexicon)
    if not reading.known and seen[0].isupper():
        # A name nobody listed ("Lafnitz") must be far less likely than the noun, and the confusion no rare one.
        return gain > UNLIKELY and candidate.cost < RARE
    return True


def is_mere_name(word: str, lexicon: Lexicon) -> bool:
    """Whether the word is a person's name and nothing else: no place, no noun that compounds end in."""
    return lexicon.is_person(word) and word not in lexicon.places and lexicon.tails.get(word.lower(), 0) < NOUN


def is_called(words: Sequence[Token], readings: Sequence[Reading], index: int, lexicon: Lexicon) -> bool:
    """Whether a first name, another name or a title stands right before this word."""
    if not index or words[index].gap == NEW_PARAGRAPH or words[index].mark not in ("", "."):
        return False
    before = readings[index - 1]
    if words[index].mark == ".":
        return before.seen in ("Dr", "Prof") or (len(before.seen) == 1 and before.seen.isupper())
    return before.seen in TITLES or (
        before.seen[0].isupper() and lexicon.is_person(before.seen) and lexicon.count(before.seen) < CALLED
    )


def choose(
    words: Sequence[Token],
    readings: Sequence[Reading],
    odds: Sequence[float],
    context: Context,
    pairs: Pairs,
    proven: Collection[str],
    lexicon: Lexicon,
) -> list[Choice]:
    """The best reading of every word that stands in a damaged stretch and has more than one."""
    chosen = []
    # Best path over the options of each word: (score, options' index) columns.
    options: list[list[Candidate | None]] = []
    for index, (token, reading, chance) in enumerate(zip(words, readings, odds, strict=True)):
        column: list[Candidate | None] = [None]
        if chance > -2 and not has_umlaut(reading.seen):
            called = bool(reading.candidates) and is_called(words, readings, index, lexicon)
            column += [
                option for option in reading.candidates if is_free(token, reading, option, proven, called, lexicon)
            ]
        options.append(column)

    def surface(index: int, option: Candidate | None) -> str:
        return option.word if option else readings[index].seen

    def own(index: int, option: Candidate | None) -> float:
        weight = option.weight if option else readings[index].weight
        token = words[index]
        if option and index and not token.mark and token.gap != NEW_PARAGRAPH and option.word[0].isupper():
            # In the midst of a sentence "Über" and "Öffentlichen" are hardly ever meant.
            if lexicon.count(option.word.lower()) > lexicon.count(option.word):
                weight -= MIDST
        return weight

    scores: list[list[float]] = []
    back: list[list[int]] = []
    for index, column in enumerate(options):
        token = words[index]
        start = index == 0 or token.gap == NEW_PARAGRAPH
        row, links = [], []
        for option in column:
            cost = option.cost if option else 0.0
            weight = own(index, option)
            word = surface(index, option)
            if start or token.mark:
                left = token.mark or "."
                step = context.follows(left, word, weight)
                best = max(range(len(scores[-1])), key=scores[-1].__getitem__) if scores else 0
                score = (scores[-1][best] if scores else 0.0) + step
            else:
                best, score = 0, -math.inf
                for before, option_before in enumerate(options[index - 1]):
                    value = scores[-1][before] + context.follows(surface(index - 1, option_before), word, weight)
                    if value > score:
                        best, score = before, value
            row.append(score - cost)
            links.append(best)
        scores.append(row)
        back.append(links)
    if not scores:
        return []
    path = [0] * len(options)
    path[-1] = max(range(len(scores[-1])), key=scores[-1].__getitem__)
    for index in range(len(options) - 1, 0, -1):
        path[index - 1] = back[index][path[index]]
    for index, column in enumerate(options):
        if len(column) == 1:
            continue
        total = []
        for option in column:
            word = surface(index, option)
            token = words[index]
            if index and not token.mark and token.gap != NEW_PARAGRAPH:
                left = surface(index - 1, options[index - 1][path[index - 1]])
            else:
                left = token.mark or "."
            value = context.follows(left, word, own(index, option)) - (option.cost if option else 0.0)
            if index + 1 < len(words):
                after = words[index + 1]
                option_after = options[index + 1][path[index + 1]]
                if after.mark:
                    value += context.follows(word, after.mark, -3.5)
                elif after.gap != NEW_PARAGRAPH:
                    value += context.follows(word, surface(index + 1, option_after), own(index + 1, option_after))
            total.append(value)
        # Whether to change is one question, into what another: "Uber" is surely damaged, be it "über" or "Über".
        best = max(range(1, len(column)), key=total.__getitem__)
        option = column[best]
        assert option is not None
        seen = readings[index].seen
        pair = pairs.find(seen, option.word)
        if pair:
            said = pairs.odds(*pair, *_neighbours(words, index, surface, options, path))
            total = [0.0, said - option.cost + _press(pair, context, lexicon)]
            best = 1
        share = 1.0 / (1.0 + math.exp(min(50.0, total[0] - total[best])))
        chosen.append(Choice(index, option, share * sigmoid(odds[index])))
    return chosen


def _neighbours(
    words: Sequence[Token],
    index: int,
    surface: Callable[[int, Candidate | None], str],
    options: Sequence[Sequence[Candidate | None]],
    path: Sequence[int],
) -> tuple[list[str], list[str]]:
    """The words and marks around a word, within its paragraph, as the best reading has them."""
    left: list[str] = []
    at = index
    while at >= 0 and len(left) < REACH:
        if at != index:
            left.append(surface(at, options[at][path[at]]))
        if words[at].mark:
            left.append(words[at].mark)
        if words[at].gap == NEW_PARAGRAPH:
            break
        at -= 1
    right: list[str] = []
    at = index + 1
    while at < len(words) and len(right) < REACH and words[at].gap != NEW_PARAGRAPH:
        if words[at].mark:
            right.append(words[at].mark)
        right.append(surface(at, options[at][path[at]]))
        at += 1
    return left[:REACH][::-1], right[:REACH]


def _press(pair: tuple[str, str], context: Context, lexicon: Lexicon) -> float:
    """How much more a pair leans to its second word outside of speeches, which are full of "hätte" and "würde"."""
    seen, meant = pair
    speech = context.count(meant) / max(1, context.count(seen))
    general = lexicon.count(meant) / max(1, lexicon.count(seen))
    if context.count(seen) < 20 or not speech or not general:
        return 0.0
    return max(-1.5, min(1.5, PRESS * math.log(general / speech)))
