"""Numbers whose noun was told before: "davon 40", "2017 waren es 65", "die Zahl der Zentren stieg auf 47", "das 43."."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ..knowledge.language import Language
from ..knowledge.numbers import Number
from .counts_nouns import Phrase, read_phrase

# "Die Zahl der Zentren stieg auf 47": the noun stands before its number.
NUMBER_OF = re.compile(r"\b(?:Zahl|Anzahl)\s(?:der|an|von)(?=\s)|\b(?:Zahl|Anzahl)(?=\s[A-ZÄÖÜ])")
REACHES = re.compile(
    r"(?:[^.!?\n]|(?<=\d)\.(?=\d)){0,60}?\b(?:auf|bei|von|betrug|beträgt|erreicht|erreichte|erreichten|umfasst|liegt|lag)\s(?:(?:rund|etwa|knapp|fast|über|mehr\sals|insgesamt|mittlerweile|inzwischen|nun|jetzt|derzeit|bei|gut)\s){0,3}$"
)
# "63 Projekte, davon 40 für Jugendliche"
OF_THEM = re.compile(
    r"\b(?:davon|darunter)\s(?:(?:allein|rund|etwa|mindestens|bereits|sind|waren|kamen|wurden|entfielen)\s){0,2}$",
    re.IGNORECASE,
)
# "396 Kommunen, neun davon in Modellregionen"
THEREOF = re.compile(r"\s(?:davon|von\sihnen)\b")
OF_ALL = re.compile(r"\b[Vv]on\s(?:(?:den|allen|diesen|insgesamt|rund|etwa|knapp|landesweit|bundesweit)\s){0,3}$")
# What may stand between them: a few words, and a clause that says which of the things are meant.
OF_ALL_THOSE = re.compile(
    r"[^.,;:!?\n\d]{0,40}(?:,\s(?:die|der|das|denen|deren)\s[^.,;:!?\n\d]{1,60},)?[^.,;:!?\n\d]{1,40}"
)
# "61 von ihnen sind Frauen": what they are is counted.
WHO_ARE = re.compile(r"\s(?:davon|von\sihnen)\s(?:sind|waren)\s([A-ZÄÖÜ][^\W\d_]+)(?=[.,;!?]|\s(?:und|oder|sowie)\s)")
# "2017 waren es 65", "später sollen es 900 sein", "heute sind es bereits 12"
WERE_THEY = re.compile(
    r"\b(?:waren|sind|sollen|sollten|werden|wurden|wären|bleiben|blieben|seien)\ses\s[^.,;:!?\n]{0,40}$|\bes\s(?:waren|sind)\s(?:[^\W\d_]+\s){0,2}$",
    re.IGNORECASE,
)
# "Das sind 86 weniger als im Vorjahr"
COMPARED = re.compile(r"\s(?:mehr|weniger)(?=\sals\b|[.,;!?]|\s(?:im|in|pro)\s)")
# "38 Menschen kamen ums Leben, vier werden vermisst", "Vier Schulen liegen in A, drei im Kreis B und zwei in C"
PARALLEL = re.compile(
    r"(?:[,;:]|\sund|\ssowie|\saber)\s(?:(?:weitere|noch|aber|nur|und|sogar|rund|etwa|knapp|fast|gut|über|mehr\sals)\s){0,2}$"
)
# "Im Kreis A fielen 450 Fahrten aus, im Kreis B nicht ganz 60."
ELSEWHERE = re.compile(
    r"(?:[,;]|\sund|\ssowie)\s(?:im|in|am|auf|bei)\s(?:(?:der|den|dem|[A-ZÄÖÜ][\w.-]*)\s){1,5}"
    r"(?:(?:sind|waren|noch|nur|lediglich|sogar|es|rund|etwa|knapp|fast|gut|über|nicht\sganz|mehr\sals|weniger\sals)\s){0,3}$"
)
# "die Kreise Kleve (12 Projekte), Wesel (8) und Viersen (5)"
IN_BRACKETS = re.compile(r"\([\d.]+\)")
LISTED = re.compile(r"\)(?:(?:,|\sund|\ssowie)\s[^().;:!?\d]{3,40}\((?:[\d.]+\))?)+")
GOES_ON = re.compile(
    r"\s(?:im|in|am|an|aus|auf|bei|beim|vom|von|für|mit|zur|zum|nach|unter|auch|noch|bereits|schon|mehr|sind|waren|werden|wurden|haben|hatten|kamen|kommen|konnten|können|mussten|müssen|"
    r"sollen|gingen|gehen|blieben|bleiben|stehen|standen|liegen|lagen|erhielten|erhalten|leben|fehlen|fehlten|weitere(?=\s[a-zäöü])|folgen|folgten|starben|entfielen|entfallen|befinden)\b(?!\s\d)|\s[a-zäöüß]{3,}t(?=[.;])"
)
# "58 Brutpaare, 2015 erst 51 und im Jahr davor nur 44"
IN_ANOTHER_YEAR = re.compile(
    r"\b(?:(?:19|20)\d\d|[Vv]orjahr|Jahr\s(?:davor|zuvor))\s(?:(?:noch|nur|erst|bereits|schon|rund|etwa|knapp|fast|gut|über|lediglich|sogar)\s){0,2}$"
)
# "bisher 38 Projekte, künftig 45"
AT_ANOTHER_TIME = re.compile(
    r",\s(?:und\s)?(?:künftig|heute|damals|zuvor|jetzt|inzwischen|vorher|früher|später|zuletzt|bisher|aktuell|derzeit)\s(?:[a-zäöüß]+\s){0,2}$"
)
ENDS = re.compile(r"\s?(?:[.,;)]|und\b|$)")
NEW_SENTENCE = re.compile(r"[.!?:]\s+[A-ZÄÖÜ„\"»]|\n\s*\n")
OTHER_UNIT = re.compile(r"%|€|\b(?:Prozent|Euro|Mark|EUR|Mio|Mrd|Uhr)\b")
# How far back the noun may stand, in characters: about two sentences.
REACH = 300


@dataclass(frozen=True, slots=True)
class Found:
    """A number with what it counts, before lists are settled."""

    number: Number
    phrase: Phrase | None
    rule: str
    of: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    qualifier: str | None = None
    confidence: float = 0.95
    certain: bool = True  # False for "eine", which counts only in a list


def named_before(string: str, language: Language) -> list[Phrase]:
    """The nouns whose number is told later in the sentence: "die Zahl der Kommunalen Integrationszentren"."""
    phrases = (read_phrase(string, match.end(), language, plural=True) for match in NUMBER_OF.finditer(string))
    return [phrase for phrase in phrases if phrase]


def elliptic(string: str, item: Found, kept: list[Found], named: list[Phrase]) -> Found | None:
    """The number with the noun it leaves out; None where the text does not say which."""
    start = item.number.start
    if item.rule == "counts.elliptic" and (counted := _number_of(string, item, named)):
        return counted
    before = next((other for other in reversed(kept[-3:]) if other.phrase and other.phrase.end <= start), None)
    if before is None or before.phrase is None or start - before.phrase.end > REACH:
        return None
    between = string[before.phrase.end : start]
    if item.rule == "counts.ordinal_elliptic":
        near = before.number.value <= item.number.value <= before.number.value * 2
        return _as(item, before, rule="counts.ordinal") if near and "\n\n" not in between else None
    left, of = string[max(0, start - 60) : start], before.number.value
    of_all = OF_ALL.search(string[max(0, before.number.start - 24) : before.number.start])
    if of_all and of >= item.number.value and OF_ALL_THOSE.fullmatch(between):
        return _as(item, before, of=of)  # "Von den 396 Städten haben 230 einen Antrag gestellt"
    if THEREOF.match(string, item.number.end):
        return _of_them(string, item, kept)
    if OF_THEM.search(left) and "\n" not in between:
        return _as(item, before, of=of if of >= item.number.value else None)
    if "\n\n" in between or item.number.value != int(item.number.value):
        return None
    if IN_BRACKETS.fullmatch(string[max(0, start - 1) : item.number.end + 1]) and LISTED.fullmatch(between):
        return _as(item, before)
    if WERE_THEY.search(left) and not OTHER_UNIT.search(between):
        return _as(item, before)
    if COMPARED.match(string, item.number.end) and not OTHER_UNIT.search(between):
        return _as(item, before)
    if IN_ANOTHER_YEAR.search(left) and not OTHER_UNIT.search(between) and not NEW_SENTENCE.search(between):
        return _as(item, before)
    if AT_ANOTHER_TIME.search(left) and ENDS.match(string, item.number.end) and not OTHER_UNIT.search(between):
        return _as(item, before)
    if ELSEWHERE.search(left) and ENDS.match(string, item.number.end) and not NEW_SENTENCE.search(between):
        return _as(item, before) if not OTHER_UNIT.search(between) else None
    if PARALLEL.search(left) and GOES_ON.match(string, item.number.end) and not NEW_SENTENCE.search(between):
        return _as(item, before)
    return None


def _as(item: Found, before: Found, *, of: Decimal | None = None, rule: str = "counts.elliptic") -> Found:
    """The number, counting what another one counts; its own end stays its end."""
    assert before.phrase is not None
    phrase = Phrase(item.number.end, before.phrase.head, before.phrase.unit)
    return replace(item, phrase=phrase, of=of, rule=rule, certain=True)


def _of_them(string: str, item: Found, kept: list[Found]) -> Found | None:
    """ "110 von ihnen": of the last count that is as large; what they are may be told ("61 von ihnen sind Frauen")."""
    for other in reversed(kept[-6:]):
        if other.phrase and other.number.value >= item.number.value:
            if item.number.start - other.phrase.end > 3 * REACH:
                return None
            told = WHO_ARE.match(string, item.number.end)
            found = _as(item, other, of=other.number.value)
            return replace(found, phrase=Phrase(told.end(), told[1], told[1])) if told else found
    return None


def _number_of(string: str, item: Found, named: list[Phrase]) -> Found | None:
    """ "die Zahl der Zentren stieg auf 47"."""
    start = item.number.start
    for phrase in reversed(named):
        if phrase.end < start:
            between = string[phrase.end : start]
            if start - phrase.end < 90 and (REACHES.fullmatch(between) or re.fullmatch(r":\s", between)):
                return replace(item, phrase=phrase, rule="counts.number_of", certain=True, confidence=0.8)
            return None
    return None
