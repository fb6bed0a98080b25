"""Blanks that a reading put into words or lost between them: "Ver teidigung", "nichtdie", "derStadt".

Both look like words that are none. One is believed where the text is damaged anyway, or where several stand close
together; a single odd word on a sound page is its author's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..knowledge.lexicon import Lexicon
from ..text import Edit
from .context import Context
from .damage import is_broken, sigmoid
from .tokens import SAME_LINE, WORD, Token, masked
from .words import Words

# Natural log: one boundary in two thousand gains or loses its blank on a coarse page.
INSERTED = LOST = 7.5
DAMAGED = 2.0  # how likely (natural log of the odds) one must be on a damaged page
# As likely each where the text is sound, so many, and one in so many words: then the page is read badly after all.
SURE, SEVERAL, WITHIN = 4.0, 4, 120
# "derStadt", "20Uhr": on a page that is read badly, but no proof that it is, for brands and code are written so.
PLAIN = 3.0
SELDOM = 20  # in a hundred million words
WRITTEN = 300  # parts that are seldomer tell nothing
EXPLAINED = -22.0  # natural log
COMMON = 10_000  # "in" begins no compound
ADDRESS = 100  # characters on each side in which an address is looked for
SHORT, LONG = 5, 40  # letters of a word that was cut
# Words that begin no longer word, so what follows them is a word of its own ("diezuständige", "undder", "istim").
FIRST = frozenset(
    re.findall(
        r"\w+",
        "der die das dem den des und oder ist sind hat haben wird werden wurde wurden war waren kann soll muss sich auch"
        " dass eine einen einem einer eines wie wir sie ihre ihrer ihren für von sowie aber nur noch wenn",
    )
)
# Words that end none, whatever stands before them ("Stadtund", "nichtdie", "hatdas"); and those that may end a
# participle ("anzeigendes").
LAST = frozenset(
    re.findall(
        r"\w+",
        "und die das ist sind hat haben wird werden wurde wurden sich auch dass eine einen einem einer eines für von mit"
        " nicht sowie unsere unser unserer unseren",
    )
)
ENDING = frozenset(["der", "den", "dem", "des"])
UNITS = (
    "Uhr|Euro|Prozent|Mio|Millionen|Mrd|Milliarden|Jahren?|Monaten?|Wochen|Tagen?|Stunden|Minuten|Kilometern?|Metern?"
)
BEFORE = re.compile(r"(?<![^\W_])[^\W\d_]+(?= \Z)")
BEHIND = re.compile(r" ([a-zäöüß]+)(?![^\W_])")
COUNTED = re.compile(rf"(\d+)({UNITS}|Menschen|Personen|Kindern?)")
HUMP = re.compile(r"([a-zäöüß]+)([A-ZÄÖÜ][a-zäöüß]{2,})")


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank too many (`end` behind `start`) or one too few (`end` is `start`), and how likely that is (log odds)."""

    start: int
    end: int
    gain: float
    read: str
    meant: str

    def edit(self) -> Edit:
        """The change that mends it."""
        kind = "join" if self.end > self.start else "split"
        note = f"„{self.read}“ ist als „{self.meant}“ zu lesen"
        new = "" if kind == "join" else " "
        return Edit(self.start, self.end, new, f"words.{kind}", round(min(0.97, sigmoid(self.gain)), 3), note)


def gaps(string: str, judge: Words, context: Context, is_damaged: Callable[[int], bool]) -> Iterator[Gap]:
    """What the places of words that are hardly any may have gained or lost."""
    done = -1
    strange: dict[str, bool] = {}
    for match in WORD.finditer(string):
        seen = match.group()
        odd = strange.get(seen)
        if odd is None:
            odd = strange[seen] = _is_strange(seen, judge.lexicon)
        if not odd or match.start() < done:
            continue
        damaged = is_damaged(match.start())
        if damaged and _is_explained(seen, judge):
            continue
        found = _inserted(string, *match.span(), judge, context, damaged) or _lost(
            seen, match.start(), judge, context, damaged
        )
        if found and not _is_no_prose(string, found.start):
            done = found.end + 1
            yield found


def _is_no_prose(string: str, at: int) -> bool:
    """Whether the place lies within an address, a tag or the name of a file."""
    left = max(0, at - ADDRESS)
    start = max(left - 1, string.rfind(" ", left, at), string.rfind("\n", left, at)) + 1
    return any(first <= at < last for first, last in masked(string, start, min(len(string), at + ADDRESS)))


def _is_strange(seen: str, lexicon: Lexicon) -> bool:
    """Whether the form is none that anybody writes, or so seldom that a part of a word may have slipped into the list."""
    if not seen[-1].islower() or len(seen) > LONG:
        return False
    if lexicon.count(seen) >= SELDOM or (seen[0].isupper() and lexicon.count(seen[0].lower() + seen[1:]) >= SELDOM):
        return False
    return not lexicon.is_name(seen) and (seen in lexicon.counts or not lexicon.knows(seen))


def believed(found: Sequence[Gap], damaged: Callable[[int], bool], words: int) -> tuple[Gap, ...]:
    """Those on damaged places; and all that are sure, where there are so many that the page cannot be sound."""
    sure = {gap.read: gap for gap in found if gap.gain > SURE}
    many = len(sure) >= SEVERAL and len(sure) * WITHIN >= words
    return tuple(gap for gap in found if gap.gain > DAMAGED and (many or damaged(gap.start)))


def regrouped(words: Iterable[Token], gaps: Collection[Gap]) -> list[Token]:
    """The words with what was cut put together and what was glued taken apart."""
    joins = {(gap.start, gap.end) for gap in gaps if gap.end > gap.start}
    splits = {gap.start for gap in gaps if gap.end == gap.start}
    out: list[Token] = []
    for token in words:
        before = out[-1] if out else None
        if before and not before.cut and not token.cut and (before.end, token.start) in joins:
            seen = before.seen + token.seen
            out[-1] = replace(before, seen=seen, end=token.end, cut=len(before.seen), tail=token.start)
            continue
        place = next((at for at in range(token.start + 1, token.end) if at in splits), None) if splits else None
        if place is None or token.cut:
            out.append(token)
            continue
        at = place - token.start
        out.append(replace(token, seen=token.seen[:at], end=place))
        out.append(Token(token.seen[at:], place, token.end, SAME_LINE, ""))
    return out


def _is_explained(seen: str, judge: Words) -> bool:
    """Whether the form is a listed word with its umlauts lost."""
    return any(one.parts == 1 and one.weight - one.cost > EXPLAINED for one in judge.reading(seen).candidates)


def _weight(word: str, judge: Words, damaged: bool) -> float | None:
    """How likely a listed word is, or on a damaged place the one this was read from; None when there is none."""
    if judge.lexicon.count(word) >= SELDOM or judge.lexicon.count(word[0].lower() + word[1:]) >= SELDOM:
        return judge.weight(word)
    best = next((one for one in judge.reading(word).candidates if one.parts == 1), None) if damaged else None
    return best.weight - best.cost if best and judge.lexicon.count(best.word) >= WRITTEN else None


def _alone(word: str, judge: Words) -> float:
    """How likely the word is as it stands, or as what it was read from."""
    reading = judge.reading(word)
    return max([reading.weight, *(one.weight - one.cost for one in reading.candidates)])


def _inserted(string: str, start: int, end: int, judge: Words, context: Context, damaged: bool) -> Gap | None:
    """A blank before or behind this stretch that makes a word when it is gone."""
    best: Gap | None = None
    sides = []
    if string[start].islower() and (match := BEFORE.search(string, max(0, start - LONG), start)):
        sides.append((match.start(), match.end(), start, end))
    if match := BEHIND.match(string, end):
        sides.append((start, end, match.start(1), match.end()))
    for first, stop, tail, last in sides:
        head, rest = string[first:stop], string[tail:last]
        whole = head + rest
        if not SHORT <= len(whole) <= LONG or not whole.isalpha() or not whole[1:].islower():
            continue
        if is_broken(string, first, first) or is_broken(string, last, last):
            continue  # "Rechts-/extremismus richten"
        if all(judge.lexicon.count(part.capitalize()) >= SELDOM for part in (head, rest)):
            continue  # nouns written small ("grill meister")
        # Beside a common word only a listed one is looked for: "der" is no part of "derfentlich".
        beside = max(judge.lexicon.count(head.lower()), judge.lexicon.count(rest)) >= COMMON
        weight = _weight(whole, judge, damaged and not beside)
        if weight is None and damaged and not beside and judge.lexicon.knows(whole):
            weight = judge.lexicon.best_split(whole)[1]
        if weight is None:
            continue
        gain = weight - INSERTED - _alone(head, judge) - context.follows(head, rest, _alone(rest, judge))
        if best is None or gain > best.gain:
            best = Gap(stop, tail, gain, f"{head} {rest}", whole)
    return best if best and best.gain > 0 else None


def _lost(seen: str, start: int, judge: Words, context: Context, damaged: bool) -> Gap | None:
    """A place within the stretch where two words meet."""
    if match := COUNTED.fullmatch(seen) or HUMP.fullmatch(seen):
        head, rest = match.groups()
        if head.isdigit() or (head.lower() in FIRST | LAST and judge.lexicon.lists(rest)):
            return Gap(start + len(head), start + len(head), PLAIN, seen, f"{head} {rest}")
        return None
    if not seen.isalpha() or not seen.islower():
        return None
    best: Gap | None = None
    for cut in range(2, len(seen) - 1):
        head, rest = seen[:cut], seen[cut:]
        if head not in FIRST and rest not in LAST and (rest not in ENDING or head.endswith("n")):
            continue
        if min(judge.lexicon.count(head), judge.lexicon.count(rest)) < WRITTEN and head not in FIRST:
            continue
        left, right = _weight(head, judge, damaged), _weight(rest, judge, damaged)
        if left is None or right is None:
            continue
        gain = left + context.follows(head, rest, right) - LOST - _alone(seen, judge)
        if best is None or gain > best.gain:
            best = Gap(start + cut, start + cut, gain, seen, f"{head} {rest}")
    return best if best and best.gain > 0 else None
