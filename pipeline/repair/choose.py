"""Which reading of each word fits its neighbours, and how sure is that?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..knowledge.lexicon import Lexicon
from .candidates import Candidate
from .channel import Channel
from .context import Context
from .damage import sigmoid
from .names import demand, is_articled, is_called, is_free
from .sentence import REACH, Place, Sentences
from .tokens import NEW_PARAGRAPH, Token
from .words import Reading, has_umlaut

# Natural log: of a word that is mostly written small, one in twenty stands capital within a sentence (titles).
MIDST = 3.0
ENDS, WITHIN = frozenset(".!?"), frozenset(",–—()")  # marks behind which a sentence begins, and goes on
# The common habit of all pages counts as much as so many letters of this page. A font that turned four ü into ii will
# hardly have turned the fifth into u, so "wurde" is then "wurde".
HABIT = 3.0
# From such a choice on, a word that is no word otherwise teaches the habit of its page.
CERTAIN = 0.9
# How much likelier or less likely (natural log) one of two compounds may be by itself, if their last parts are to decide.
ALIKE = 5.0
# Of a hundred words with ß that the spelling reform took it from, hardly one is still written so often; and rare words
# tell nothing.
NEWER, SELDOM = 2, 100
# "daß" loses its ß in six of ten places on pages of our own (natural log), and then it is another word.
LOST, LOST_COST = {"da": "daß", "Da": "Daß"}, 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate chosen for a word and the probability that it was meant."""

    index: int
    candidate: Candidate
    probability: float


class Lattice:
    """The words of one stretch, each with what it may have been; finds the path that fits together best."""

    def __init__(
        self,
        words: Sequence[Token],
        readings: Sequence[Reading],
        odds: Sequence[float],
        context: Context,
        lexicon: Lexicon,
        proven: Collection[str],
        called: Collection[str] = (),
    ) -> None:
        self.words = words
        self.readings = readings
        self.context = context
        self.lexicon = lexicon
        self.options: list[list[Candidate | None]] = []
        for index, (token, reading, chance) in enumerate(zip(words, readings, odds, strict=True)):
            column: list[Candidate | None] = [None]
            if reading.candidates and chance > -2 and not has_umlaut(reading.seen):
                named = reading.seen in called or is_called(words, readings, index, lexicon)
                articled = is_articled(words, readings, index)
                column += [
                    option
                    for option in reading.candidates
                    if is_free(token, reading, option, proven, named, articled, lexicon)
                ]
            self.options.append(column)
        self.path = self._best_path()

    def surface(self, index: int, option: Candidate | None) -> str:
        """The word with this option taken."""
        return option.word if option else self.readings[index].seen

    def chosen(self, index: int) -> str:
        """The word on the best path."""
        return self.surface(index, self.options[index][self.path[index]])

    def weight(self, index: int, option: Candidate | None) -> float:
        """How likely the word is by itself at this place."""
        if option is None:
            return self.readings[index].weight
        word = option.word
        token = self.words[index]
        begins = not index or token.mark in ENDS or token.gap == NEW_PARAGRAPH
        midst = not begins and (not token.mark or token.mark in WITHIN) and token.gap != NEW_PARAGRAPH
        # In the midst of a sentence "Über" and "Öffentlichen" are hardly ever meant, at its beginning "über" is not.
        if midst and word[0].isupper() and self.lexicon.count(word.lower()) > self.lexicon.count(word):
            return option.weight - MIDST
        if begins and word[0].islower() and self.readings[index].seen[0].isupper():
            return option.weight - MIDST
        return option.weight

    def starts(self, index: int) -> bool:
        """Whether the word before it tells nothing: a mark or a new paragraph stands between."""
        return index == 0 or bool(self.words[index].mark) or self.words[index].gap == NEW_PARAGRAPH

    def _best_path(self) -> list[int]:
        follows = self.context.follows
        scores: list[list[float]] = []
        back: list[list[int]] = []
        for index, column in enumerate(self.options):
            starts = self.starts(index)
            row, links = [], []
            for option in column:
                weight, word = self.weight(index, option), self.surface(index, option)
                if starts:
                    before = scores[-1] if scores else [0.0]
                    best = max(range(len(before)), key=before.__getitem__)
                    score = before[best] + follows(self.words[index].mark or ".", word, weight)
                else:
                    values = [
                        scores[-1][at] + follows(self.surface(index - 1, other), word, weight)
                        for at, other in enumerate(self.options[index - 1])
                    ]
                    best = max(range(len(values)), key=values.__getitem__)
                    score = values[best]
                row.append(score - (option.cost if option else 0.0))
                links.append(best)
            scores.append(row)
            back.append(links)
        path = [0] * len(self.options)
        if path:
            path[-1] = max(range(len(scores[-1])), key=scores[-1].__getitem__)
        for index in range(len(path) - 1, 0, -1):
            path[index - 1] = back[index][path[index]]
        return path

    def fit(self, index: int, option: Candidate | None) -> float:
        """How well a word fits between its neighbours on the best path (natural log), its cost as a reading included."""
        word = self.surface(index, option)
        left = (self.words[index].mark or ".") if self.starts(index) else self.chosen(index - 1)
        value = self.context.follows(left, word, self.weight(index, option)) - (option.cost if option else 0.0)
        if index + 1 < len(self.words):
            after = self.words[index + 1]
            if after.mark:
                value += self.context.follows(word, after.mark, -3.5)
            elif after.gap != NEW_PARAGRAPH:
                beyond = self.options[index + 1][self.path[index + 1]]
                value += self.context.follows(word, self.chosen(index + 1), self.weight(index + 1, beyond))
        return value

    def neighbours(self, index: int) -> Place:
        """The words and marks around a word, within its paragraph, as the best path has them."""
        left: list[str] = []
        at = index
        while at >= 0 and len(left) < REACH:
            if at != index:
                left.append(self.chosen(at))
            if self.words[at].mark:
                left.append(self.words[at].mark)
            if self.words[at].gap == NEW_PARAGRAPH:
                break
            at -= 1
        right: list[str] = []
        at = index + 1
        while at < len(self.words) and len(right) < REACH and self.words[at].gap != NEW_PARAGRAPH:
            if self.words[at].mark:
                right.append(self.words[at].mark)
            right.append(self.chosen(at))
            at += 1
        return Place(left[:REACH][::-1], right[:REACH])


def is_old_spelling(word: str, lexicon: Lexicon) -> bool:
    """Whether the word is written with ss since 1996: "daß", "müßte", "Prozeß"; not "Straße"."""
    return "ß" in word and lexicon.count(word.replace("ß", "ss")) > max(NEWER * lexicon.count(word), SELDOM)


def choose(lattice: Lattice, odds: Sequence[float], sentences: Sentences, channel: Channel) -> list[Choice]:
    """The best reading of every word that stands in a damaged stretch and has more than one.

    Words that are none as read come first; what they teach about the habit of the page then helps to decide between
    real words.
    """
    first: list[tuple[int, Candidate, float]] = []
    real: list[tuple[int, Candidate, float]] = []
    for index, column in enumerate(lattice.options):
        if len(column) == 1:
            continue
        # Whether to change is one question, into what another: "Uber" is surely damaged, be it "über" or "Über".
        total = [lattice.fit(index, option) for option in column]
        best = max(range(1, len(column)), key=total.__getitem__)
        option = column[best]
        assert option is not None
        gain, reading = total[best] - total[0], lattice.readings[index]
        if reading.known:
            real.append((index, option, gain))
        elif gain >= demand(reading, option):
            first.append((index, option, gain))
    found = [Choice(index, option, sigmoid(gain) * sigmoid(odds[index])) for index, option, gain in first]
    habit = Habit(channel)
    for choice in found:
        if choice.probability > CERTAIN:
            habit.learn(lattice.readings[choice.index].seen, choice.candidate)
    asked: dict[int, tuple[str, str]] = {}
    certain = [choice.candidate.word for choice in found if choice.probability > CERTAIN]
    old = any(is_old_spelling(word, lattice.lexicon) for word in (*certain, *(one.seen for one in lattice.readings)))
    for index, option, _ in real:
        reading = lattice.readings[index]
        if reading.seen in LOST:
            # "daß" often loses its ß; where it is a word still, the sentence is asked as if it were new.
            if old and option.word == LOST[reading.seen]:
                asked[index] = ("da", "dass")
            continue
        pair = sentences.pair(reading.seen, option.word)
        if pair and (pair[0] == reading.seen or abs(option.weight - reading.weight) < ALIKE):
            asked[index] = pair
    told = sentences.odds([lattice.neighbours(index) for index in asked], list(asked.values()))
    meant = dict(zip(asked, told, strict=True))
    for index, option, gain in real:
        if lattice.readings[index].seen in LOST:
            if index in meant:
                found.append(Choice(index, option, sigmoid(meant[index] - LOST_COST) * sigmoid(odds[index])))
            continue
        if index in meant:
            gain = meant[index] - option.cost
        gain += habit.shift(lattice.readings[index].seen, option)
        found.append(Choice(index, option, sigmoid(gain) * sigmoid(odds[index])))
    return found


class Habit:
    """What this page turns its umlauts into, counted on words that leave no doubt."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._seen: Counter[tuple[str, str]] = Counter()
        self._meant: Counter[str] = Counter()

    def learn(self, seen: str, candidate: Candidate) -> None:
        """Count the changes of one word."""
        for start, end, meant in candidate.changes:
            self._seen[meant, seen[start:end]] += 1
            self._meant[meant] += 1

    def shift(self, seen: str, candidate: Candidate) -> float:
        """How much likelier (natural log) the changes of this word are on this page than on any."""
        total = 0.0
        for start, end, meant in candidate.changes:
            cost = self._channel.cost(meant, seen[start:end])
            if cost is not None and self._meant[meant]:
                here = (self._seen[meant, seen[start:end]] + HABIT * math.exp(-cost)) / (self._meant[meant] + HABIT)
                total += math.log(here) + cost
        return total
