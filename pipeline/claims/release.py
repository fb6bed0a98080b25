"""What a press office prints on a release for the newsroom: its number, and from when it may be published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..knowledge.gazetteer import District, Gazetteer, Municipality

KIND = r"(?:presse|medien)[ -]?(?:mitteilung|information|meldung|info|dienst|erkl[aä]rung|notiz)"
NUMBER = re.compile(
    rf"^(?:.{{0,60}}[|,·/–-] ?)?(?:{KIND}[ :]*)?(?:nr\.?|nummer)[ :]*(\d{{1,4}}(?: ?[/-] ?\d{{2,4}})?)(?![\d.]*\d)"
    rf"|^{KIND}[ :]+(\d{{1,4}} ?/ ?\d{{2,4}})(?!\d)|^{KIND}[ :]+(\d{{1,4}})$|^(\d{{1,3}}/(?:19|20)\d\d)$",
    re.I | re.M,
)
"""Behind "Nr." or "Pressemitteilung", or with its year on a line of its own; a day behind it is none ("Pressedienst vom
5.10.2011")."""

SPACED = re.compile(r"(?<!\w)\w(?: \w){4,}(?!\w)")

EMBARGO = re.compile(
    r"^.{0,90}?\b(?:(?:sende)?sperrfrist|embargo|gesperrt bis|frei ab|frei f[uü]r|freigabe(?! sofort)"
    r"|nicht (?:zur ver[oö]ffentlichung )?vor(?: dem)?)\b[ :]*\n?(.{3,80})$",
    re.I | re.M,
)
MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
DAY = re.compile(r"(\d{1,2})\. ?(?:(\d{1,2})\. ?|([A-Za-zä]{3})[a-zä]*\.? )(\d{4})")
TIME = re.compile(r"(?<![\d.])(\d{1,2})(?:[.:](\d{2}))? ?Uhr", re.I)


def release_number(head: str) -> str | None:
    """The number as printed, blanks aside: "112/2016"."""
    found = NUMBER.search(SPACED.sub(lambda match: match[0].replace(" ", ""), head))
    return re.sub(r" ", "", next(filter(None, found.groups()))) if found else None


def embargo(head: str, published: date | None = None) -> str | None:
    """The day, or the day and hour, before which a release must not be published, in ISO form; an hour without a day
    is one of the day it was published.

    >>> embargo("Sperrfrist: 12. Mai 2014, 11 Uhr")
    '2014-05-12T11:00'
    """
    for line in EMBARGO.finditer(head):
        day, time = DAY.search(line[1]), TIME.search(line[1])
        clock = f"T{int(time[1]):02}:{time[2] or '00'}" if time and int(time[1]) < 25 else ""
        if day is None:
            if clock and published is not None and len(line[1]) < 20:
                return published.isoformat() + clock
            continue
        month = int(day[2]) if day[2] else _month(day[3])
        if not (1 <= int(day[1]) <= 31 and 1 <= month <= 12):
            continue
        return f"{day[4]}-{month:02}-{int(day[1]):02}{clock}"
    return None


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1 if name.lower() in MONTHS else 0


_AUTHORITY = re.compile(
    r"^[ \t]*((?:Landkreis|Kreis|Städteregion|Landeshauptstadt|Hansestadt|Stadt|Gemeinde|Markt|Bezirksregierung|Regierungspräsidium)"
    r" [A-ZÄÖÜ][\wäöüß-]+(?:[ -](?:am|an der|im|in der|ob der|vor der|bei|[A-ZÄÖÜ][\wäöüß-]+|\([A-Z][\w .]{1,20}\))){0,3}?)"
    r"[ \t]*(?:[-–|,][ \t]*(?:Der|Die|Presse|Amt|Büro)\b[^\n]{0,60})?$",
    re.MULTILINE,
)


def authority(head: str) -> list[str]:
    """The Kreis, town or authority that a letterhead names on a line of its own, if it is one.

    >>> authority("Kreis Lippe - Der Landrat\\nFelix-Fechenbach-Straße 5")
    ['Kreis Lippe']
    """
    found = list(dict.fromkeys(match[1] for match in _AUTHORITY.finditer(head)))
    return found if len(found) == 1 else []


_KREIS = re.compile(r"(?:Land)?[Kk]reis|Städteregion|Region(?:alverband)?\b|kreis\b")
_TOWN = re.compile(r"^(?:Landeshauptstadt|Hansestadt|Universitätsstadt|Stadt|Gemeinde|Markt)\s+")
_FAR_LARGER = 5
"""Of two towns of one name the one so many times as large is meant."""


def issuing_place(
    issuers: Iterable[str], gazetteer: Gazetteer, day: date | None, state: str | None
) -> District | Municipality | None:
    """The Kreis or town that issues a release, when exactly one does and its name is clear."""
    found: dict[str, District | Municipality] = {}
    code = (state or "").removeprefix("ags:")
    for name in issuers:
        bare = _TOWN.sub("", name)
        if bare == name and not _KREIS.search(name):
            continue
        districts = [
            one
            for one in gazetteer.districts_by_name.get(name if bare == name else bare, ())
            if one.state.startswith(code)
        ]
        districts = [one for one in districts if one.is_city == (bare != name)]
        current = (
            [one for one in districts if one.valid.contains(day)]
            if day
            else [one for one in districts if not one.valid.last]
        )
        if current or districts:
            one = (current or districts)[0]
            found[one.entity] = one
        elif bare != name and (town := _town(bare, gazetteer, code)) is not None:
            found[town.entity] = town
    return next(iter(found.values())) if len(found) == 1 else None


def _town(name: str, gazetteer: Gazetteer, code: str) -> Municipality | None:
    towns = [*gazetteer.towns_by_name.get(name, ()), *gazetteer.towns_by_short_name.get(name, ())]
    towns = sorted(
        {one.ags: one for one in towns if one.ags.startswith(code)}.values(), key=lambda one: -one.population
    )
    if not towns or (len(towns) > 1 and towns[0].population < _FAR_LARGER * max(towns[1].population, 1)):
        return None
    return towns[0]
