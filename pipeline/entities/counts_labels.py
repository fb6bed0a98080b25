"""Numbers that name and do not count: telephone and file numbers, house numbers, postcodes, labels, columns of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge.language import Language
from ..knowledge.numbers import hedge_before
from ..text import Span

PHONE = re.compile(r"(?<!\d)(?:\+\d|\(?0\d{1,5}\)?[\s/–-])[\d\s()/.–-]{3,30}")
LABELLED_PHONE = re.compile(
    r"\b(?:Tel|Telefon|Telefax|Fax|Mobil|Hotline|Durchwahl|Rufnummer)\w*\.?:?\s*[+(\d][\d\s()/.–-]{3,30}"
)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Stretches whose numbers are spoken for, sorted; asked by position."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def covers(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def block(string: str, taken: Sequence[Span]) -> Blocked:
    spans = [(span.start, span.end) for span in taken]
    spans += [match.span() for pattern in (LABELLED_PHONE, PHONE) for match in pattern.finditer(string)]
    spans += row_numbers(string)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return Blocked(tuple(start for start, _ in merged), tuple(end for _, end in merged))


def ends_a_row(string: str, start: int, end: int) -> bool:
    """A number at the end of a line that is no prose: a table of contents, a column. Prose has a word in small letters before it."""
    if not re.match(r"[ \t]*\n", string[end : end + 4]):
        return False
    return not re.search(r"(?:^|[\s(])[a-zäöüß]+\.?[ \t]+$", string[max(0, start - 24) : start])


def stands_free(string: str, start: int, end: int) -> bool:
    """Not a piece of something longer: a version, a file number, a ratio, a compound."""
    before, after = string[max(0, start - 2) : start], string[end : end + 2]
    if re.search(r"\d\s?:\s$", string[max(0, start - 5) : start]) or re.match(r"\s:\s\d", string[end : end + 4]):
        return False  # a ratio
    if before[-1:] in ("§", "#", "_", "@", "/", "=", "&", "+") or (
        before[-1:] in (".", ",", ":", "-", "–", "'") and before[:1].isdigit()
    ):
        return False
    if before[-1:] in ("-", "–", ".") and before[:1].isalpha():
        return False
    return not (after[:1] in ("/", ":", "_", "@", "=") and after[1:2].isalnum()) and not (
        after[:1] == "." and after[1:2].isalnum() and not after[1:2].isupper()
    )


def is_label(string: str, start: int, surface: str, before: str, language: Language) -> bool:
    """ "§ 7", "Seite 3", "Ruhrallee 9", "44139 Dortmund", "Nr. 2083": a number that names and does not count."""
    gap = string[max(0, start - 3) : start]
    near = not re.search(r"[\n,;!?)]", gap) and not (
        gap.endswith(". ") and before not in language.labels and len(before) > 4
    )
    if near and (before in language.labels or before.rstrip(".") in language.labels):
        return True
    if before.startswith("§") or re.search(r"§\s?$", gap):
        return True
    if near and before.endswith(language.streets) and re.fullmatch(r"\d{1,4}", surface):
        name = re.search(r"([^\W\d_]+)\.?\s*$", string[max(0, start - 30) : start])
        if (
            name
            and name[1][0].isupper()
            and re.match(r"\s*[a-h]?(?:\s*[,\n)]|\s+(?:in\s+)?\d{5}|\s*[-–]\s*\d|$)", string[start + len(surface) :])
        ):
            return True
    if (
        re.fullmatch(r"\d{5}", surface)
        and before not in language.fillers
        and re.match(r"\s+[A-ZÄÖÜ]", string[start + 5 :])
    ):
        return hedge_before(string, start, language)[0] is None  # a postcode; a count of five digits has a dot
    if len(surface) > UNBROKEN and surface.isdigit():
        return True
    if re.fullmatch(r"[1-9]\d{3}", surface) and ABROAD.match(string, start + 4):
        return hedge_before(string, start, language)[0] is None
    return surface.startswith("0") and len(surface) > 1 and surface[1].isdigit()


ABROAD = re.compile(
    r" (?:Wien|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Bregenz|Zürich|Bern|Basel|Genf|Luzern|Brüssel|Kopenhagen)\b"
)
"""Towns whose postcodes have four digits, as German releases name them."""
UNBROKEN = 6
"""Digits without a dot in a number that counts: "120000 Besucher" is printed, a longer one is a code or an account."""
OPENS_LINE = re.compile(r"^[ \t]*(?P<number>\d{1,2})[ \t]+(?=[A-ZÄÖÜ])", re.MULTILINE)
NUMBERED = 4
"""Lines that must begin with one number after another before they are the rows of a table or points of an agenda; three
lines that count (2 Lehrkräfte, 3 Räume, 4 Plätze) come by chance."""


def row_numbers(string: str) -> list[tuple[int, int]]:
    """The places of the numbers that only number rows: they open lines and run up one by one, whatever lines lie between."""
    lines = [(match.span("number"), int(match["number"])) for match in OPENS_LINE.finditer(string)]
    chain: dict[int, list[tuple[int, int]]] = {}
    longest: list[tuple[int, int]] = []
    for place, number in lines:
        chain[number] = [*chain.get(number - 1, []), place]
        longest = max(longest, chain[number], key=len)
    return longest if len(longest) >= NUMBERED else []
