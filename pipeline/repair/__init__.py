"""Repair what reading a page with the wrong model did to its German, and leave everything else alone.

`propose` looks at a text and answers with edits: minimal, with rule, probability and evidence. It first asks where the
text is damaged; outside those windows nothing is touched but signs that no sound text contains.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..knowledge.lexicon import Lexicon
from ..text import Edit, Text
from .candidates import Candidate, Forms
from .channel import load_channel
from .choose import CERTAIN, Choice, Lattice, choose
from .context import load_context
from .damage import SURE, Window, chances, suspicious, testimony, windows
from .elsewhere import Pair, doubtful, proofs, spelled_out
from .gaps import Gap, believed, gaps, regrouped
from .letters import load_letters
from .ligatures import ligatures
from .marks import marks
from .names import called_somewhere, is_proof, with_names
from .sentence import load_sentences
from .spelling import load_spelling
from .tokens import Token, tokens
from .words import Reading, Words, has_umlaut

__all__ = ["Pair", "Repairs", "Window", "edit_key", "proofs", "propose", "spelled_out"]

# An edit less sure than this is only proposed. Set on the development pages.
APPLY, APPLY_REAL = 0.55, 0.8
PROPOSE = 0.3
DOUBT = -2.0  # log odds of damage below which a word is not looked at any closer


@dataclass(frozen=True, slots=True)
class Repairs:
    """What to change (`edits`), what a person should look at (`proposals`), and where the text is damaged (`windows`).

    `doubtful` are forms in the windows that may be names, each with the word before it: the archive may prove them.
    """

    edits: tuple[Edit, ...] = ()
    proposals: tuple[Edit, ...] = ()
    windows: tuple[Window, ...] = ()
    doubtful: frozenset[Pair] = frozenset()


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> Words:
    return Words(lexicon, load_channel(), load_letters(), load_spelling(), load_sentences().words)


def edit_key(string: str, edit: Edit) -> str:
    """The name of an edit that survives rebuilds: what it changes into what, between which characters.

    White space and hyphenation do not count, so a judgement holds when lines are broken differently. Pass the keys of
    rejected edits to `propose` and they never come back.
    """
    left = "".join(string[max(0, edit.start - 40) : edit.start].replace("-\n", "").split())[-16:]
    right = "".join(string[edit.end : edit.end + 40].replace("-\n", "").split())[:16]
    parts = "\x1f".join((left, string[edit.start : edit.end], edit.new, right))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def propose(
    text: Text,
    lexicon: Lexicon,
    *,
    locked: Collection[str] = (),
    names: Collection[str] = (),
    rejected: Collection[str] = (),
    near_damage: bool = False,
) -> Repairs:
    """What should change in this text.

    `locked` words never change; `names` are spelled so elsewhere (in the archive, in registers) and prove a repair;
    `rejected` are keys (`edit_key`) of edits a person has turned down. `near_damage` says that the text was printed
    beside one that is damaged (a letterhead above its page), so less is enough.
    """
    string = text.string
    judge = _words(lexicon)
    found: list[Window] = []
    edits: list[Edit] = []
    unsure: list[Edit] = []

    def wanted(edit: Edit) -> bool:
        return not rejected or edit_key(string, edit) not in rejected

    damaged = []
    doubts: set[Pair] = set()
    regions, parted = _regions(string, judge, wanted, locked, near_damage)
    edits.extend(gap.edit() for gap in parted)
    for words, readings, region, here in regions:
        if here:
            found.extend(here)
            near = [token.seen for token, chance in zip(words, region, strict=True) if chance > DOUBT]
            again = dict(zip(near, judge.thorough(near), strict=True))
            thorough = [
                again[token.seen] if chance > DOUBT else reading
                for token, reading, chance in zip(words, readings, region, strict=True)
            ]
            damaged.append((words, thorough, region))
            doubts |= doubtful(*_inside(words, readings, here), lexicon)
    for token, reading, choice in _choices(damaged, _proven(string, names, lexicon), lexicon) if damaged else ():
        if choice.probability < PROPOSE or token.seen in locked:
            continue
        changes = list(_edits(token, choice))
        if all(map(wanted, changes)):
            (edits if choice.probability >= _bar(reading) else unsure).extend(changes)
    taken = {at for edit in edits for at in range(edit.start, edit.end)}
    edits.extend(
        edit
        for edit in marks(string, found, lexicon.lists, near_damage)
        if taken.isdisjoint(range(edit.start, edit.end)) and wanted(edit) and _around(string, edit) not in locked
    )
    taken.update(at for edit in edits for at in range(edit.start, edit.end))
    edits.extend(
        edit
        for edit in ligatures(string, lexicon, scanned=bool(found))
        if taken.isdisjoint(range(edit.start - 1, edit.end + 1))
        and wanted(edit)
        and _around(string, edit) not in locked
    )
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return Repairs(tuple(edits), tuple(unsure), tuple(found), frozenset(doubts))


Region = tuple[list[Token], list[Reading], list[float], tuple[Window, ...]]


def _regions(
    string: str, judge: Words, wanted: Callable[[Edit], bool], locked: Collection[str], near_damage: bool
) -> tuple[list[Region], tuple[Gap, ...]]:
    """The words of each suspicious stretch, how they read, the odds of damage at each, its windows; and the gaps.

    Most sound texts are passed over by what their strange words say. Where one stretch is surely damaged, every other
    that holds a strange word is heard too, for there less is enough.
    """
    known: dict[tuple[int, int], tuple[list[Token], list[Reading], list[float]]] = {}
    parted: tuple[Gap, ...] = ()

    def heard(places: list[tuple[int, int]], again: bool = False) -> list[Region]:
        regions = []
        for start, end in places:
            if (start, end) not in known:
                words = regrouped(tokens(string, start, end, judge.is_word), parted)
                readings = [judge.reading(token.seen) for token in words]
                known[start, end] = words, readings, [testimony(reading) for reading in readings]
            words, readings, said = known[start, end]
            odds = chances(words, said, again=again)
            regions.append((words, readings, odds, windows(words, readings, said, odds)))
        return regions

    places = suspicious(string, judge.hint, lambda form: testimony(judge.reading(form)))
    regions = heard(places)
    if again := near_damage or any(max(odds, default=0.0) > SURE for _, _, odds, _ in regions):
        places = suspicious(string, judge.hint)
        regions = heard(places, again)
    here = [window for *_, damaged in regions for window in damaged]

    is_damaged, kept = _within(here), set(locked)
    found = list(gaps(string, judge, load_context(), is_damaged))
    parted = tuple(
        gap
        for gap in (believed(found, is_damaged, string.count(" ") + string.count("\n")) if found else ())
        if wanted(gap.edit()) and kept.isdisjoint((gap.read, gap.meant, *gap.read.split()))
    )
    if parted:
        known.clear()
        regions = heard(places, again)
    return regions, parted


def _within(damaged: Sequence[Window]) -> Callable[[int], bool]:
    """Tells whether a place lies in one of these windows, which are in the order of the text."""
    starts = [window.start for window in damaged]

    def is_damaged(at: int) -> bool:
        index = bisect_right(starts, at)
        return index > 0 and at < damaged[index - 1].end

    return is_damaged


def _inside(
    words: Sequence[Token], readings: Sequence[Reading], damaged: Sequence[Window]
) -> tuple[list[Token], list[Reading]]:
    """The words of a region that stand in its damaged windows."""
    is_damaged = _within(damaged)
    both = [(token, reading) for token, reading in zip(words, readings, strict=True) if is_damaged(token.start)]
    return [token for token, _ in both], [reading for _, reading in both]


def _around(string: str, edit: Edit) -> str:
    """The word an edit of a sign stands in."""
    start, end = edit.start, edit.end
    while start and string[start - 1].isalnum():
        start -= 1
    while end < len(string) and string[end].isalnum():
        end += 1
    return string[start:end]


def _choices(
    damaged: Sequence[tuple[list[Token], list[Reading], list[float]]], proven: frozenset[str], lexicon: Lexicon
) -> list[tuple[Token, Reading, Choice]]:
    """What to take for each doubtful word of the damaged stretches.

    A name that is surely repaired in one place ("Giiler") proves itself in another ("Giler"), so they are gone through
    again when the first time brought names to light that others may have been.
    """
    called: set[str] = set().union(*(called_somewhere(words, readings, lexicon) for words, readings, _ in damaged))
    for _ in range(2):
        found: list[tuple[Token, Reading, Choice]] = []
        forms = Forms(sorted(name for name in proven if has_umlaut(name)))
        for words, readings, region in damaged:
            shown = [with_names(reading, forms, load_channel(), lexicon) for reading in readings]
            lattice = Lattice(words, shown, region, load_context(), lexicon, proven, called)
            chosen = choose(lattice, region, load_sentences(), load_channel())
            found.extend((words[choice.index], shown[choice.index], choice) for choice in chosen)
        proofs = {
            reading.seen: choice.candidate.word for _, reading, choice in found if _proves(reading, choice, lexicon)
        }
        fresh = Forms(sorted(set(proofs.values()) - proven))
        elsewhere = (reading for _, readings, _ in damaged for reading in readings if reading.seen not in proofs)
        if all(with_names(reading, fresh, load_channel(), lexicon) is reading for reading in elsewhere):
            break
        proven |= frozenset(fresh.sorted)
    return found


def _proves(reading: Reading, choice: Choice, lexicon: Lexicon) -> bool:
    """Whether a choice leaves no doubt how a name is spelled."""
    word = choice.candidate.word
    return (
        choice.probability > CERTAIN
        and word[0].isupper()
        and has_umlaut(word)
        and choice.candidate.hard(reading.seen)
        and not reading.known
        and is_proof(word, lexicon)
    )


def _bar(reading: Reading) -> float:
    """How sure a change must be to be applied; one real word for another needs more than a word for no word."""
    return APPLY_REAL if reading.known else APPLY


def _proven(string: str, names: Collection[str], lexicon: Lexicon) -> frozenset[str]:
    """Names spelled with umlauts elsewhere: in this text, or in the archive and registers."""
    here = {word for word in re.findall(r"[^\W\d_]+", string) if word[0].isupper() and has_umlaut(word)}
    return frozenset(names).union(word for word in here if is_proof(word, lexicon))


def _edits(token: Token, choice: Choice) -> Iterator[Edit]:
    candidate = choice.candidate
    for start, end, new in candidate.changes:
        while start < end and new and token.seen[start] == new[0]:
            start, new = start + 1, new[1:]
        while start < end and new and token.seen[end - 1] == new[-1]:
            end, new = end - 1, new[:-1]
        if start == end and not new:
            continue
        at = token.at(start) if start < end or start != token.cut else token.start + start
        yield Edit(
            at, at + end - start, new, f"words.{_kind(new)}", round(choice.probability, 3), _note(token, candidate)
        )


def _kind(new: str) -> str:
    if "ß" in new or "ẞ" in new:
        return "eszett"
    return "umlaut" if has_umlaut(new) else "character"


def _note(token: Token, candidate: Candidate) -> str:
    return f"„{token.seen}“ ist als „{candidate.word}“ zu lesen"
