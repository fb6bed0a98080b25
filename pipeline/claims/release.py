"""What a press office prints on a release for the newsroom: its number, and from when it may be published."""

from __future__ import annotations

import re

KIND = r"(?:presse|medien)[ -]?(?:mitteilung|information|meldung|info|dienst|erkl[aä]rung|notiz)"
NUMBER = re.compile(
    rf"^(?:.{{0,60}}[|,·] ?)?(?:{KIND}[ :]*)?(?:nr\.?|nummer)[ :]*(\d{{1,4}}(?: ?[/-] ?\d{{2,4}})?)(?![\d.]*\d)"
    rf"|^{KIND}[ :]+(\d{{1,4}} ?/ ?\d{{2,4}})(?!\d)|^{KIND}[ :]+(\d{{1,4}})$",
    re.I | re.M,
)
"""Behind "Nr." or "Pressemitteilung"; a day behind it is none ("Pressedienst vom 5.10.2011")."""

EMBARGO = re.compile(r"^.{0,40}?\b(?:sperrfrist|embargo|frei ab|nicht vor dem)\b(.{3,80})$", re.I | re.M)
MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
DAY = re.compile(r"(\d{1,2})\. ?(?:(\d{1,2})\. ?|([A-Za-zä]{3})[a-zä]*\.? )(\d{4})")
TIME = re.compile(r"(?<![\d.])(\d{1,2})(?:[.:](\d{2}))? ?Uhr", re.I)


def release_number(head: str) -> str | None:
    """The number as printed, blanks aside: "112/2016"."""
    found = NUMBER.search(head)
    return re.sub(r" ", "", next(filter(None, found.groups()))) if found else None


def embargo(head: str) -> str | None:
    """The day, or the day and hour, before which a release must not be published, in ISO form.

    >>> embargo("Sperrfrist: 12. Mai 2014, 11 Uhr")
    '2014-05-12T11:00'
    """
    for line in EMBARGO.finditer(head):
        day = DAY.search(line[1])
        if day is None:
            continue
        month = int(day[2]) if day[2] else _month(day[3])
        if not (1 <= int(day[1]) <= 31 and 1 <= month <= 12):
            continue
        time = TIME.search(line[1])
        clock = f"T{int(time[1]):02}:{time[2] or '00'}" if time and int(time[1]) < 25 else ""
        return f"{day[4]}-{month:02}-{int(day[1]):02}{clock}"
    return None


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1 if name.lower() in MONTHS else 0
