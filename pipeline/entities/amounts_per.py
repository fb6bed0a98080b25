"""What a sum is for each of: "pro Jahr", "je Kind und Monat", "5 Euro p. P.", "jährlich insgesamt 9,83 Mio. €"."""

from __future__ import annotations

import re

from ..knowledge.language import Language
from ..knowledge.numbers import hedge_before

NOUN = r"(?:[A-ZÄÖÜ][^\W\d_]*(?:-[^\W\d_]+)*|m²|qm)"
SHARED = r"(?:Jahr|Monat|Tag|Woche|Stunde|Nacht|Halbjahr|Quartal|Schuljahr|Semester|Saison|Termin|Abend|Fahrt|Veranstaltung|Person|Kopf|Kind|Einwohner|Platz|Teilnehmer|Quadratmeter|Haushalt|Familie|Schüler|Schülerin|Fall|Gruppe|Klasse)"  # fmt: skip
"""What a second unit may be: behind "pro Jahr und …" there may as well stand something else that costs money."""
UNITS = rf"(?P<noun>{NOUN})(?:\s+(?:und|oder|pro|je)\s+(?:je\s+|pro\s+)?(?P<more>{SHARED})\b(?!-))?"
EACH = r"(?:pro|je|per|für\s+jede[nrsm]?|jede[nrsm]?)"
QUALITY = r"(?:[a-zäöüß]+e[nrsm]?\s+){0,2}"
""" "je angefangene Stunde", "pro verkauftem Los"."""
BEHIND = re.compile(
    r"\s{0,2}(?:pro|per)\s+(?P<latin>[Aa]nno)\b"
    rf"|\s{{0,2}}(?:/\s?|{EACH}\s+{QUALITY}){UNITS}"
    r"|\s{0,2}(?P<short>p\.\s?[aPMp]\.(?:\s?P\.)?|p\.\s?Pers(?:on\b|\.)|pro\s+Pers\.)"
    rf"|\s(?P<phrase>(?:im\s+(?:Jahr|Monat)|in\s+der\s+(?:Woche|Stunde)|am\s+Tag)\b(?!\s+(?:\d|der\b|des\b|vor\b|nach\b|[A-ZÄÖÜ])))(?:\s+{EACH}\s+(?P<whom>{NOUN}))?"
    r"|\s(?P<word>[^\W\d_]+\.?)"
)
AHEAD = re.compile(rf"\b(?:pro|je)\s+{QUALITY}{UNITS}\s*$")
OPENING = re.compile(
    rf"(?:^|[.!?:;]\s+|\n\s*|,\s+)(?:Pro|Je|pro|je)\s+{QUALITY}{UNITS}(?P<rest>(?:\s+[^\W\d_]+){{1,6}})\s*$"
)
""" "Pro Schüler und Schuljahr zahlt das Land 200 Euro": at the head of a clause, with its verb behind it."""
SHORT = {"a": "Jahr", "P": "Person", "p": "Person", "M": "Monat"}


def per_what(string: str, start: int, end: int, language: Language) -> str | None:
    """What each of gets the sum at start:end, as a noun or two ("Kind und Monat"); None when it is one sum for all."""
    match = BEHIND.match(string[end : end + 70])
    _, begin = hedge_before(string, start, language)
    behind = _behind(match, language) if match else None
    ahead = _ahead(string, begin, language)
    if behind and ahead and not ({*behind.split()} & {*ahead.split()}):
        return f"{behind} und {ahead}" if " und " not in f"{behind}{ahead}" else behind
    return behind or ahead


def _behind(match: re.Match[str], language: Language) -> str | None:
    if match["noun"]:
        return _units(match)
    if match["latin"]:
        return "Jahr"
    if match["short"]:
        return SHORT.get(match["short"].replace(" ", "")[2:3], "Person")
    if match["phrase"]:
        stretch = match["phrase"].split()[-1]
        return f"{match['whom']} und {stretch}" if match["whom"] else stretch
    return language.per.get(match["word"].lower()) or language.per.get(match["word"].lower().rstrip("."))


def _ahead(string: str, begin: int, language: Language) -> str | None:
    """What stands before the sum and its hedge: an adverb ("jährlich"), "je Kind", or the head of the clause."""
    for word in reversed(re.findall(r"[^\W\d_]+|[.,;:!?]", string[max(0, begin - 45) : begin])[-3:]):
        if word.lower() in language.per:
            return language.per[word.lower()]
        if word.lower() not in language.fillers:
            break
    left = string[max(0, begin - 90) : begin]
    if match := AHEAD.search(left) or OPENING.search(left):
        return _units(match)
    return None


def _units(match: re.Match[str]) -> str:
    noun = "m²" if match["noun"] == "qm" else match["noun"]
    return f"{noun} und {match['more']}" if match["more"] else noun
