"""Decades: "in den 1970er Jahren", "Mitte der Neunziger", "Anfang der 2000er", "in den späten achtziger Jahren".

A part of a decade is a span of its own: its beginning are the first four years, its middle the next three, its end the
last three. Nobody can say which year "Mitte der 90er" was, but 1998 it was not.
"""

from __future__ import annotations

import re

from ..values import Period
from .dates_readings import Reading, years_period

DECADE = re.compile(r"(\d{4}|\d0)ern?(?P<years>[-\s]?Jahren?\b)?(?!\w)")
YEARS_BEHIND = re.compile(r"\s+Jahren?\b")
PARTS = {"anfang": (0, 3), "beginn": (0, 3), "früh": (0, 3), "mitte": (4, 6), "ende": (7, 9), "spät": (7, 9)}  # fmt: skip
"""The first and the last year of a part, counted from the decade's own first year."""
EDGE = re.compile(
    r"\b(?:(?P<from>Anfang|Beginn|Mitte)\s+(?:bis|oder|und)\s+)?(?P<edge>Anfang|Beginn|Mitte|Ende)\s+(?:der|des\s+Jahrzehnts\s+der)\s+(?:19\s?)?$"
    r"|\b(?P<adjective>früh|spät)en\s+(?:19\s?)?$"
    r"|\b(?P<half>ersten?|zweiten?)\s+Hälfte\s+der\s+(?:19\s?)?$",
    re.IGNORECASE,
)
FIRST_DECADE, LAST_DECADE = 1500, 2090
LEFT = 45
"""Characters the words for a part may need in front of a decade ("in der zweiten Hälfte der")."""
OF_AGE = re.compile(r"\b(?:Mann|Frau|Person|Täter\w*|Herr|Dame|Alter\w*|Unbekannt\w+)\s[^.;]{0,20}$")
""" "ein Mann in den späten Fünfzigern": nobody's decade."""
CUED = re.compile(r"(?:anfang|mitte|ende|in|seit|der|den|früh\w+|spät\w+|-\s+und|bis)\s+(?:der|den)?\s*$")


def read_decade(string: str, start: int) -> list[Reading] | None:
    """ "1970er Jahre", "90ern", "Anfang der 2000er": a decade in digits that begins at `start`; None where none does."""
    match = DECADE.match(string, start)
    if match is None:
        return None
    digits = match[1]
    left = string[max(0, start - 14) : start].lower()
    if len(digits) == 2 and not match["years"] and not CUED.search(left):
        return None
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if first % 10 or not FIRST_DECADE <= first <= LAST_DECADE:  # "ein 8000er"
        return None
    begin, period = _part(string, start, first)
    return [Reading(begin, match.end(), "dates.decade", period=period, confidence=0.9)]


def read_decade_word(string: str, start: int, end: int, first: int) -> list[Reading] | None:
    """ "der siebziger Jahre", "die Achtzigerjahre", "Mitte der Neunziger": the decade that begins in the year `first`.

    "in den Siebzigern" alone may be somebody's age and stays out.
    """
    glued = string[start:end].lower().endswith(("jahre", "jahren"))
    years = YEARS_BEHIND.match(string, end)
    begin, period = _part(string, start, first)
    if not (glued or years or (begin < start and string[start].isupper())):
        return None
    if not (glued or years) and OF_AGE.search(string[max(0, begin - LEFT) : begin]):
        return None
    last = years.end() if years and not glued else end
    return [Reading(begin, last, "dates.decade", period=period, confidence=0.85)]


def _part(string: str, start: int, first: int) -> tuple[int, Period]:
    """Where the expression begins, and the years of the decade that it means."""
    left = max(0, start - LEFT)
    match = EDGE.search(string[left:start])
    if match is None:
        return start, years_period(first, first + 9)
    if match["half"]:
        low, high = (0, 4) if match["half"].lower().startswith("erst") else (5, 9)
    else:
        low, high = PARTS[(match["edge"] or match["adjective"]).lower()]
        low = PARTS[match["from"].lower()][0] if match["from"] else low
    return left + match.start(), years_period(first + low, first + high)
