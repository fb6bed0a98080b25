"""Where is this text damaged, if at all, and what says so?

Each word is a witness. A word with ä, ö, ü or ß speaks against damage, because the English model cannot write them; a
word that is none, but becomes a frequent one by a frequent confusion ("fiir", "er6ffnet"), speaks for it; most words
are silent. Damage comes in stretches (pages, paragraphs), so the witnesses are heard together: a chain of two states
that seldom changes within a line, sometimes between lines and easily between paragraphs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..text import Span
from .tokens import NEW_LINE, NEW_PARAGRAPH, SAME_LINE, WORD, Token
from .words import Reading, has_umlaut

# What one word can say at most (natural log of the odds), so that no single odd word decides: names, foreign words and
# misspellings look damaged too. Chosen on the development pages against clean speech, court and press texts.
AGAINST = -6.0
FOR_HARD, FOR_WORD, FOR_CAPITAL, FOR_KNOWN, FOR_NAME, FOR_GUESS = 6.0, 5.5, 3.0, 2.0, 0.5, 2.5
PLAIN_DAMAGE = 11.0
# Below such a gain a word may be a slip of the pen ("spurt"), above it even a listed one hardly anything but damage
# ("gewahrleistet" is listed because somebody once wrote it so). One of these alone decides nothing, two do.
SLIP, FOR_SLIP = 8.0, 2.8
TWO = 12.0  # "Arztinnen" and "Arzte" together
FOR_SURE_GUESS = 4.5  # "Entgelthéhe" is in no list, but neither is it anything else
ENTER = {SAME_LINE: -12.0, NEW_LINE: -8.5, NEW_PARAGRAPH: -6.0}
LEAVE = {SAME_LINE: -12.0, NEW_LINE: -7.0, NEW_PARAGRAPH: -3.0}
START = -3.0
# Where one stretch is surely damaged, others beside it are likely: pages were read together.
ENTER_AGAIN = {SAME_LINE: -11.0, NEW_LINE: -6.0, NEW_PARAGRAPH: -1.5}
START_AGAIN = -1.0
SURE = 4.0
# Less than this no single word of a window can say, so below it nothing is worth a look.
LOOK = 2.9
# Of what strange words do say: listed words beside them, which nobody asks at first, may say the rest.
LOOK_SAID = 1.5
WITNESSES = 12  # named of a window; the rest would only say it again
AROUND = 500  # characters on each side that are heard with it
INDENT = 40  # characters at the start of a line that may part a word from its first half
HYPHENS = frozenset("-¬\u00ad")


@dataclass(frozen=True, slots=True)
class Witness:
    """A word that speaks for damage: where it stands, as read, and as it would have been meant ("fir" for "für")."""

    start: int
    end: int
    read: str
    meant: str


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch judged damaged: where, how sure (0..1), and the words that say so most clearly, at most a dozen."""

    start: int
    end: int
    probability: float
    evidence: tuple[Witness, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def testimony(reading: Reading) -> float:
    """What one word says: positive for damage, negative against it, 0 when it is silent."""
    if has_umlaut(reading.seen):
        return AGAINST
    if not reading.candidates:
        return 0.0
    gain = reading.gain
    best = reading.candidates[0]
    if not has_umlaut(best.word):
        return 0.0
    if not best.parts:
        limit = FOR_SURE_GUESS if gain > PLAIN_DAMAGE and best.hard(reading.seen) else FOR_GUESS
    elif reading.name:
        limit = FOR_NAME
    elif reading.known:
        limit = FOR_KNOWN if gain < SLIP else FOR_SLIP
    elif best.hard(reading.seen):
        limit = FOR_HARD
    elif reading.seen[0].isupper():
        # "Luchow" could be a place nobody listed; "Birgerburo" cannot be anything but damage.
        limit = FOR_CAPITAL if gain < PLAIN_DAMAGE else FOR_WORD
    else:
        limit = FOR_WORD if gain > SLIP else FOR_SLIP
    return min(limit, gain)


def sigmoid(odds: float) -> float:
    """Probability of natural log odds."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, odds))))


def chances(words: Sequence[Token], said: Sequence[float], *, again: bool = False) -> list[float]:
    """For each word of a stretch the log odds that it stands among damage, all witnesses heard.

    `again` hears them with open ears: another stretch of the text is surely damaged.
    """
    odds, entering = (START_AGAIN, ENTER_AGAIN) if again else (START, ENTER)
    change = {gap: (math.exp(entering[gap]), math.exp(LEAVE[gap])) for gap in LEAVE}
    count = len(words)
    forward = [0.0] * count
    for index in range(count):
        if index:
            enter, leave = change[words[index].gap]
            ratio = math.exp(min(odds, 50.0))
            odds = math.log((ratio * (1 - leave) + enter) / (ratio * leave + 1 - enter))
        odds += said[index]
        forward[index] = odds
    behind = 0.0
    for index in range(count - 1, -1, -1):
        forward[index] += behind
        if index:
            enter, leave = change[words[index].gap]
            ratio = math.exp(min(said[index] + behind, 50.0))
            behind = math.log((ratio * (1 - leave) + leave) / (ratio * enter + 1 - enter))
    return forward


def suspicious(
    string: str,
    hint: Callable[[str], float],
    say: Callable[[str], float] | None = None,
) -> list[tuple[int, int]]:
    """Where a closer look is worth its time: whole lines around every run of words that could be judged damaged.

    `hint` bounds from above what a form may say, at the price of one look into a dictionary, so most sound text is
    passed over; `say` is what it does say, for forms that stand whole on their line.
    """
    found: list[tuple[int, int]] = []
    look = LOOK_SAID if say else LOOK
    run = 0.0
    begin = 0
    last: dict[str, float] = {}
    said: dict[str, float] = {}
    for match in WORD.finditer(string):
        form = match.group()
        value = last.get(form)
        if value is None:
            value = last[form] = hint(form)
        if not value:
            continue
        if value > 0 and say and not form[0].isdigit() and not is_broken(string, *match.span()):
            if form not in said:
                said[form] = max(0.0, min(value, say(form)))
            value = said[form]
        if value < 0:
            run = max(0.0, run + value)
            continue
        if not run:
            begin = match.start()
        run += value
        if run > look:
            left, right = max(0, begin - AROUND), min(len(string), match.end() + AROUND)
            left = string.rfind("\n", 0, left) + 1
            right = string.find("\n", right)
            if right < 0:
                right = len(string)
            if found and left <= found[-1][1]:
                found[-1] = (found[-1][0], right)
            else:
                found.append((left, right))
    return found


def is_broken(string: str, start: int, end: int) -> bool:
    """Whether the characters may be one of two parts of a word broken over a line end."""
    return string[end : end + 1] in HYPHENS or string[max(0, start - INDENT) : start].rstrip()[-1:] in HYPHENS


def is_witnessed(readings: Sequence[Reading], said: Sequence[float]) -> bool:
    """Whether the window is German, and somebody speaks for damage who cannot be a name.

    That is a hard sign, a lower-case word, three capital ones, or two of which one alone leaves little doubt. French
    has é in every line; a stretch of which a quarter and more is neither known nor nearly a German word is another
    language. Numbers and abbreviations are in no language.
    """
    spoken = list(zip(readings, said, strict=True))
    # "Annahmeverzugsanspriiche" is in no list either; beside a listed word that speaks for damage it is no stranger.
    if any(value > FOR_KNOWN and reading.candidates[0].parts for reading, value in spoken):
        spoken = [
            (reading, value)
            for reading, value in spoken
            if value <= FOR_GUESS and not (reading.seen.isdigit() or reading.seen.isupper())
        ]
    strange = sum(not (reading.known or (reading.candidates and reading.candidates[0].parts)) for reading, _ in spoken)
    if strange * 4 > len(spoken) + 3:
        return False
    capitals = {}
    for reading, value in zip(readings, said, strict=True):
        if value > FOR_KNOWN:
            if value > FOR_CAPITAL or reading.seen[0].islower():
                return True
            capitals[reading.seen] = reading.gain
    return len(capitals) > 2 or sum(capitals.values()) > TWO


def windows(
    words: Sequence[Token], readings: Sequence[Reading], said: Sequence[float], odds: Sequence[float]
) -> tuple[Window, ...]:
    """The stretches more likely damaged than not."""
    found = []
    index = 0
    while index < len(words):
        if odds[index] <= 0:
            index += 1
            continue
        first = index
        while index < len(words) and odds[index] > 0:
            index += 1
        if not is_witnessed(readings[first:index], said[first:index]):
            continue
        witnesses = sorted(range(first, index), key=lambda at: -said[at])[:WITNESSES]
        evidence = tuple(
            Witness(words[at].start, words[at].end, readings[at].seen, readings[at].candidates[0].word)
            for at in sorted(witnesses)
            if said[at] > 0
        )
        best = max(odds[first:index])
        found.append(Window(words[first].start, words[index - 1].end, round(sigmoid(best), 4), evidence))
    return tuple(found)
