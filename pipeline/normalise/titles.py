"""Find the title, the subtitle and the headings of sections among the short units."""

from __future__ import annotations

import re

from . import cues
from .offices import BETWEEN, looks_like_name, looks_like_office
from .units import LARGE, LONGEST_TITLE, Unit, folded

SUBTITLE = 3.0
"""By so much a subtitle may score more than the title above it: it is longer and more of a clause."""


TOWERING = 1.3
"""Times the type of what is set below it: headings of sections differ from each other by less."""


def mark_titles(units: list[Unit]) -> None:
    """Mark title, subtitle and headings; a title that is repeated later is page furniture."""
    first_prose = next((i for i, unit in enumerate(units) if _is_text(unit)), len(units))
    top = [i for i in range(first_prose) if _can_be_title(units[i])]
    sure = [i for i, unit in enumerate(units) if unit.sure and unit.kind == "title"]
    title = sure[0] if sure else _choose(units, top)
    if title is not None:
        units[title].kind = "title"
        repeated = _repeats(units, title)
        for index in repeated:
            units[index].kind = "furniture"
        following = next((i for i in range(title + 1, len(units)) if i not in repeated), None)
        if (
            following in top
            and not units[following].plain.endswith(":")
            and not looks_like_name(units[following].plain)
        ):
            units[following].kind = "title"
    for index in range(first_prose if title is None else title + 1, len(units)):
        if units[index].kind is None and _is_section(units, index):
            units[index].kind = "title"
    for index, unit in enumerate(units):
        if unit.kind == "title" and index != title:
            for repeated_at in _repeats(units, index):
                units[repeated_at].kind = "furniture"


def _choose(units: list[Unit], top: list[int]) -> int | None:
    """The title among the lines that can be one: the best, or a headline above it that is only a little worse."""
    left = [i for i in top if not _is_above_title(units, i, top)] or top
    if not left:
        return None
    scores = {i: _score(units, i) for i in left}
    for i in left:
        if _hangs_on_letterhead(units, i) and any(not units[other].close for other in left if other > i):
            scores[i] -= 2
    best = max(left, key=lambda i: (scores[i], -i))
    return next(
        i
        for i in left
        if i == best
        or (scores[i] >= scores[best] - SUBTITLE and (_is_as_large(units, i, best) or _towers(units, i, best)))
    )


def _is_as_large(units: list[Unit], index: int, best: int) -> bool:
    """Whether a line may be the title above the best candidate: a headline itself, and in no smaller type."""
    unit, other = units[index], units[best]
    return _is_headline(unit) and unit.size > 0.9 * other.size and unit.heading >= other.heading


def _towers(units: list[Unit], index: int, best: int) -> bool:
    """Whether a line stands right above the best candidate in much larger type, as on the cover of a flyer ("Sprachkurse
    am Abend"); the name of an office does so too, and is none."""
    unit = units[index]
    named = looks_like_office(unit.string) or looks_like_name(unit.plain)
    return index + 1 == best and unit.size > TOWERING * units[best].size and not named


def _is_above_title(units: list[Unit], index: int, top: list[int]) -> bool:
    """Part of the letterhead, though no row of letterheads.toml says so: another candidate follows, and before that
    one "Pressemitteilung" or a date closes the lines among which this one stands."""
    unit = units[index]
    if unit.heading or unit.sure or unit.size >= LARGE or not any(i > index for i in top):
        return False
    for other in range(index + 1, max(top)):
        if units[other].kind == "letterhead" and (units[other].close or not _is_headline(unit)):
            return True
        if not units[other].close:
            break
    return _hangs_on_letterhead(units, index) and not _is_headline(unit)


def _hangs_on_letterhead(units: list[Unit], index: int) -> bool:
    """Right below a line of the letterhead, without an empty line between."""
    above = units[index - 1] if index else None
    return above is not None and units[index].close and (above.kind == "letterhead" or looks_like_office(above.string))


def _is_headline(unit: Unit) -> bool:
    """Whether a line says something: it has a small word that no name of an office has, or the marks of a headline."""
    bare = unit.plain
    words = bare.split()
    if looks_like_office(unit.string) or looks_like_name(bare) or bare[:1].islower():
        return False
    return (
        any(word[:1].islower() and word not in BETWEEN for word in words)
        or re.search(r"[?!]$|: | [–-] |^[„\"]|^\d[\d.,]* (?!Wahlperiode)", bare) is not None
    )


def _is_text(unit: Unit) -> bool:
    if unit.kind is not None or not unit.prose:
        return False
    return (
        unit.interrupted
        or unit.length > LONGEST_TITLE
        or unit.ends_sentence
        or (unit.sentences > 0 and unit.length > 120)
    )


def _can_be_title(unit: Unit) -> bool:
    bare = unit.plain
    return (
        unit.kind in (None, "title")
        and not unit.items
        and 8 <= len(bare) <= LONGEST_TITLE
        and len(bare.split()) >= 2
        and re.search(r"[^\W\d_]{3}", bare) is not None
        and bare[-1] not in "-,"
        and sum(map(str.isalpha, bare)) >= 0.5 * len("".join(bare.split()))
        and not (unit.ends_sentence and bare[-1] == "." and not bare.endswith(".."))
    )


def _score(units: list[Unit], index: int) -> float:
    bare = units[index].plain
    words = bare.split()
    points = 0.0
    points += 3 if units[index].heading or units[index].sure else 0
    points += 3 if units[index].size >= LARGE else 0
    points += 2 if 25 <= len(bare) <= 250 else 0
    # A headline is a clause (verbs and small words are written small); the name of an office has few such words.
    points += min(1.4, 0.7 * sum(word[:1].islower() for word in words))
    points -= 2 if bare[:1].islower() else 0
    points -= 3 if bare.endswith(":") or cues.SAYS.fullmatch(bare) else 0
    points -= 2 if looks_like_name(bare) else 0
    if looks_like_office(units[index].string):
        points -= 1.5
        # A name with the date or number of the release below it and a headline after that is a letterhead.
        points -= 2 if any(unit.kind == "letterhead" for unit in units[index + 1 : index + 3]) else 0
    points += 1 if any(_is_text(unit) for unit in units[index + 1 : index + 6]) else 0
    return points


def _is_section(units: list[Unit], index: int) -> bool:
    """A short line without a full stop that running text or a list follows, and that does not go on in it."""
    unit, bare = units[index], units[index].plain
    if not _can_be_heading(unit) or index + 1 >= len(units):
        return False
    after = next((other for other in units[index + 1 : index + 3] if other.kind != "furniture"), None)
    if after is None or not (after.prose or after.items):
        second = next((other for other in units[index + 2 : index + 4] if other.kind != "furniture"), None)
        # Two headings above each other are a chapter and its first section; three short lines are a table.
        if after is None or after.kind is not None or not _can_be_heading(after) or second is None or not second.prose:
            return False
    before = units[index - 1] if index else None
    if (
        before is not None
        and before.kind is None
        and not before.ends_sentence
        and not before.plain.endswith(":")
        and before.prose
    ):
        return False
    goes_on = after.plain[:1].islower() and not after.items
    lead_in = bare.endswith((",", ":")) or (after.items and cues.small_words(bare) >= 2)
    return not goes_on and not lead_in


def _can_be_heading(unit: Unit) -> bool:
    bare = unit.plain
    if unit.heading:
        return True
    return (
        3 <= len(bare) <= 110
        and not unit.items
        and not unit.prose
        and (not cues.SENTENCE_END.search(bare) or (bare.endswith("?") and len(bare) <= 80))
        and (bare[:1].isalnum() or re.match(r"[„\"»§]", bare) is not None)
        and not bare[:1].islower()
        and not bare.endswith((",", "-", ":"))
        and re.search(r"[^\W\d_]{3}", bare) is not None
        and len(bare.split()) <= 14
        and not re.search(r"\d[*)]?$|\d \d\d|(?:\d .*){3}", bare)
    )


def _repeats(units: list[Unit], index: int) -> list[int]:
    """Later units that say the same as this title, apart from punctuation."""
    title = folded(units[index].plain)
    if len(title) < 12:
        return []
    return [i for i in range(index + 1, len(units)) if not units[i].sure and folded(units[i].plain) == title]
