"""Find the title, the subtitle and the headings of sections among the short units."""

from __future__ import annotations

import re

from . import cues
from .units import LARGE, LONGEST_TITLE, Unit, folded

# How the names of bodies that issue releases end: Bundesamt, Caritasverband, Polizeiinspektion, Universitätsklinikum.
OFFICES = re.compile(
    r"(?:ministerium|[kK]reis|[sS]tadt|[gG]emeinde|regierung|kanzlei|[lL]andtag|amt|verband|kammer|kasse|universität|schule"
    r"|inspektion|präsidium|polizei|gesellschaft|verein|bund|werke?|stiftung|behörde|verwaltung|anstalt|klinik(?:um)?|museum"
    r"|direktion|dienst|institut|agentur|bistum|kirche|zentrale|gewerkschaft|genossenschaft|archiv|bibliothek)$",
    re.I,
)
# What stands between the nouns of such a name, also as OCR writes it.
BETWEEN = frozenset(
    [
        "für",
        "und",
        "des",
        "der",
        "den",
        "dem",
        "die",
        "das",
        "von",
        "in",
        "am",
        "im",
        "an",
        "bei",
        "beim",
        "zu",
        "zur",
        "e.",
        "fiir",
        "fur",
        "the",
        "of",
    ]
)


def mark_titles(units: list[Unit]) -> None:
    """Mark title, subtitle and headings; a title that is repeated later is page furniture."""
    first_prose = next((i for i, unit in enumerate(units) if _is_text(unit)), len(units))
    top = [i for i in range(first_prose) if _can_be_title(units[i])]
    sure = [i for i, unit in enumerate(units) if unit.sure and unit.kind == "title"]
    title = sure[0] if sure else max(top, key=lambda i: (_score(units, i), -i), default=None)
    if title is not None:
        units[title].kind = "title"
        repeated = _repeats(units, title)
        for index in repeated:
            units[index].kind = "furniture"
        following = next((i for i in range(title + 1, len(units)) if i not in repeated), None)
        if (
            following in top
            and not units[following].plain.endswith(":")
            and not _looks_like_name(units[following].plain)
        ):
            units[following].kind = "title"
    for index in range(first_prose if title is None else title + 1, len(units)):
        if units[index].kind is None and _is_section(units, index):
            units[index].kind = "title"
    for index, unit in enumerate(units):
        if unit.kind == "title" and index != title:
            for repeated_at in _repeats(units, index):
                units[repeated_at].kind = "furniture"


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
    points -= 3 if bare.endswith(":") or cues.SAYS.fullmatch(bare) else 0
    points -= 2 if _looks_like_name(bare) else 0
    if _looks_like_office(words):
        points -= 1.5
        # A name with the date or number of the release below it and a headline after that is a letterhead.
        points -= 2 if any(unit.kind == "letterhead" for unit in units[index + 1 : index + 3]) else 0
    points += 1 if any(_is_text(unit) for unit in units[index + 1 : index + 6]) else 0
    return points


def _looks_like_office(words: list[str]) -> bool:
    """ "Ministerium für Schule und Weiterbildung": an office and nothing that could be a verb."""
    small = {word for word in words if word[:1].islower()}
    return any(OFFICES.search(word) for word in words[:2]) and small <= BETWEEN


def _looks_like_name(bare: str) -> bool:
    words = bare.split()
    return len(words) <= 4 and all(
        word[:1].isupper() or word in ("von", "den", "der", "van", "de", "op", "Op", "zu") for word in words
    )


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
        and not re.search(r"\d[*)]?$|\d \d", bare)
    )


def _repeats(units: list[Unit], index: int) -> list[int]:
    """Later units that say the same as this title, apart from punctuation."""
    title = folded(units[index].plain)
    if len(title) < 12:
        return []
    return [i for i in range(index + 1, len(units)) if not units[i].sure and folded(units[i].plain) == title]
