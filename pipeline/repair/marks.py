"""Quotation marks, dashes and signs that a reading got wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ..text import Edit
from .damage import Window

FRONT = r"(?:(?<=\s)|(?<=^)|(?<=\())"
# „ read as a comma or two: before a letter with a blank before it stands no comma in German.
OPENING = re.compile(FRONT + r"(,,|,)(?=[^\W\d_])", re.MULTILINE)
APART = re.compile(FRONT + r"(,, )(?=[^\W\d_])", re.MULTILINE)
# „ read as », on a page that has no « to go with it.
FOREIGN = re.compile(FRONT + r"(»)(?=[^\W\d_])", re.MULTILINE)
# “ read as an asterisk, a registered sign or a straight or foreign quote behind a word.
CLOSING = re.compile(r"(?<=[\w.!?…,;])([*®”\"‘])(?=[\s.,;:!?)]|$)", re.MULTILINE)
DASH = re.compile(r"(?<=\s)—(?=[\s,.:;!?])|(?<=\d)—(?=\d)")
HYPHEN = re.compile(r"(?<=\w|[.,;:!?“]) -(?=[ ,.:;!?\n])")
# Behind the end of a sentence or before a comma stands no hyphen ("Danke. - Ich", "hier -, dass"): this page prints
# dashes. Behind a dateline ("Bonn. - Der Minister") there may, so what begins a paragraph tells nothing.
HABIT = re.compile(r"[a-zäöüß]{3}[.?!] -\s+[A-ZÄÖÜ]|[a-zäöüß]{3} -, [a-zäöüß]")
DATELINE = 60  # characters
BAR = re.compile(r"(?<!\S)\|(?=[.)]|[A-ZÄÖÜ]\b)")
# "|slamische": a bar before small letters is a large I, or a small l, whichever makes a word.
STROKE = re.compile(r"(?<![\w|])\|(?=([a-zäöüß]{2,}))")
# No German word begins with l and another consonant: "lm Rahmen", "lntegration", "lhr".
SMALL_L = re.compile(r"(?<![\w'’-])(?<!\d )(l)(?=([mn]|[bcdfghjkmnpqrstvwxz][a-zäöüß]+)\b)")
# "lll." alone; "SGB Il", "BGBl Il 2001" behind the letters of a law.
NUMERAL = re.compile(r"(?<!\S)[Il]{2,3}(?=[.)])|(?:(?<=GB )|(?<=B[lI] )|(?<=Bl\. ))[Il]{2,3}(?!\w)")
# "Kapitel Vl", "Artikel XlV": figures of Roman numbers with a small l among them.
ROMAN = re.compile(r"(?<![\w'’-])(?=[IVX]*l)(?=[IVXl]*[VX])([IVXl]{2,6})(?![\w'’-])")
ROMAN_NUMBER = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
# "8. Marz 2018": a day before it or a year behind it leaves no doubt.
MARCH = re.compile(
    r"(?:(?P<day>\d\. ?)|(?P<before>\b(?:[Ii]m|[Ss]eit|[Aa]b|[Bb]is|[Aa]nfang|[Mm]itte|[Ee]nde|[Vv]om|[Zz]um) ))"
    r"M(?P<a>a|ai|aé|i|ii|ia|é|éi|d|ti|da)rz\b(?(before)(?= (?:19|20)\d\d\b))"
)
# "5,3 Millioncn": one letter of a word for a large number behind a number.
SCALES = ("Millionen", "Million", "Milliarden", "Milliarde", "Tausend", "Prozent")
SCALED = re.compile(r"(?<=\d )([A-Z][^\W\d_]{5,10})\b")
# € read as another sign, behind what can only be a sum.
EURO = re.compile(r"(?<= )(?:[E&C]|€&)(?=[\s,.;:/)]|$)(?!\s\d)", re.MULTILINE)
SUM = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d\d)?|\d+(?:,\d+)? (?:Mio\.|Mrd\.|Millionen|Milliarden)) \Z")
GAZETTE = re.compile(r"\b(?:(?:BGB|BStB|GVB|GVOB|RGB)(?=I[ .]\s?[Il1-9])|\w{0,20}Pf(?=IG\b))(I)")
MONTH = re.compile(
    r"(?<=\d\. )([jfmasond])(?=(anuar|ebruar|ärz|pril|ai|uni|uli|ugust|eptember|ktober|ovember|ezember)\b)"
)
# A sentence does not begin with a small letter; "bzgl. in" does not end one.
SMALL = re.compile(r"(?<!\w)([^\W\d_][a-zäöüß]{3,40})[.!?]\s{1,2}(i)(n|m|ch|st|hr|hre|hm|hnen|hren)\b")
VOWEL = re.compile("[aeiouyäöü]")
ABBREVIATED = re.compile(r"\bvg(!)(?=[. ])")
# What stands behind § and a number: a part of the law, or the law by its letters. "HSV", "NGO" and "AG" are none.
PART = r"(?:Abs\.?|Absatz|Nr\.?|Nummer|Satz|Halbsatz|Buchst\.?)\s?\d"
STATUTE = (
    r"(?:(?:BGB|HGB|StGB|SGB|GG|ZPO|StPO|AO|GO|KrO|TKG|TMG|UWG|BBG|VwGO|InsO)\b"
    r"|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*[a-zäöü][A-Za-zÄÖÜäöü]*(?:G|GB|O|V)\b)"
)
# "§ 7 des Teilhabe- und Integrationsgesetzes"
NAMED = r"(?:ff?\.?\s)?d(?:es|er)\s(?:[A-ZÄÖÜ][\wäöüß-]*\s(?:und\s)?){0,2}[A-ZÄÖÜ][\wäöüß-]*(?:[Gg]esetz(?:es|buch(?:e?s)?)?|[Oo]rdnung|[Ss]atzung)\b"
LAW = rf"(?=\s?\d{{1,4}}[a-z]?(?:,\s\d{{1,4}}[a-z]?){{0,3}}\s(?:{PART}|(?:ff?\.?\s)?{STATUTE}|{NAMED}))"
SECTION = re.compile(r"(?<![\w$])\$" + LAW)
# § read as a figure: "8 23 Abs. 1", "88 23, 24 BVerfGG" is no way to write a number.
FIGURE = re.compile(r"(?<![\w.,/-])(?<!\d )(?<!Haus )([85]{1,2}) " + LAW.replace(r"\s?", "", 1))


def marks(
    string: str, windows: Sequence[Window], knows: Callable[[str], bool], near_damage: bool = False
) -> Iterator[Edit]:
    """Repairs of marks; those that are damage only among damage need a window around them, or damage beside the text.

    `knows` says whether something is a word.
    """
    if windows or near_damage:
        yield from _dates_and_sums(string, knows)
    for match in SECTION.finditer(string):
        yield Edit(match.start(), match.end(), "§", "marks.section", 0.99, "„$“ vor einer Gesetzesstelle ist ein §")
    # A page whose dashes came out long had dashes, not hyphens: then " - " is one, too.
    dashed = bool(re.search(r"\s[—–]\s", string)) or any(
        not re.search(r"\n\s*\n", string[max(0, match.start() - DATELINE) : match.start()])
        and match.start() >= DATELINE
        for match in HABIT.finditer(string)
    )
    for window in windows:
        begin = max(0, window.start - 4)  # a sign or a short word before the first word
        end = min(len(string), window.end + 3)
        yield from _signs(string, begin, end, knows)
        yield from _quotes(string, begin, end)
        for match in DASH.finditer(string, begin, end):
            yield _dash(match.start())
        for match in HYPHEN.finditer(string, begin, end) if dashed else ():
            yield _dash(match.start() + 1)


def _dates_and_sums(string: str, knows: Callable[[str], bool]) -> Iterator[Edit]:
    """March and words for large numbers, which their neighbours prove."""
    for match in MARCH.finditer(string):
        note = "Monatsname hinter dem Tag oder vor dem Jahr"
        yield Edit(match.start("a"), match.end("a"), "ä", "words.umlaut", 0.95, note)
    for match in SCALED.finditer(string):
        seen = match.group(1)
        meant = [word for word in SCALES if not knows(seen) and _differ_by_one(seen, word)]
        if len(meant) == 1:
            at, old, new = _difference(seen, meant[0])
            start = match.start(1) + at
            yield Edit(start, start + len(old), new, "words.character", 0.9, f"„{seen}“ ist als „{meant[0]}“ zu lesen")


def _difference(seen: str, meant: str) -> tuple[int, str, str]:
    """Where two words part, and what stands there in each, up to where they meet again."""
    at = _alike(seen, meant)
    same = _alike(seen[at:][::-1], meant[at:][::-1])
    return at, seen[at : len(seen) - same], meant[at : len(meant) - same]


def _alike(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _differ_by_one(seen: str, meant: str) -> bool:
    """Whether one letter was read as another one or two, or two as one."""
    _, old, new = _difference(seen, meant)
    return 1 <= len(old) <= 2 and 1 <= len(new) <= 2


def _dash(at: int) -> Edit:
    return Edit(at, at + 1, "–", "marks.dash", 0.9, "Gedankenstrich, als anderer Strich gelesen")


def _quotes(string: str, begin: int, end: int) -> Iterator[Edit]:
    opening = [*OPENING.finditer(string, begin, end), *APART.finditer(string, begin, end)]
    if "«" not in string:
        opening += FOREIGN.finditer(string, begin, end)
    places = sorted(
        [(match.span(1), "open") for match in opening]
        + [(match.span(1), "close") for match in CLOSING.finditer(string, begin, end)]
        + [(match.span(), "quote") for match in re.compile("„").finditer(string, begin, end)]
    )
    opened = False
    for (start, stop), kind in places:
        if kind == "open":
            opened = True
            yield Edit(start, stop, "„", "marks.quote", 0.97, "Zeichen unmittelbar vor einem Wort: gelesenes „")
        elif kind == "quote":
            opened = True
        elif opened:
            opened = False
            yield Edit(start, stop, "“", "marks.quote", 0.95, "schließt das Zitat")


def _signs(string: str, begin: int, end: int, knows: Callable[[str], bool]) -> Iterator[Edit]:
    for match in BAR.finditer(string, begin, end):
        yield Edit(match.start(), match.end(), "I", "words.character", 0.9, "senkrechter Strich statt I")
    for match in STROKE.finditer(string, begin, end):
        for letter in "Il":
            if knows(letter + match.group(1)):
                yield Edit(
                    match.start(), match.end(), letter, "words.character", 0.9, "senkrechter Strich in einem Wort"
                )
                break
    for match in SMALL_L.finditer(string, begin, end):
        # "800 lm" are lumens; "lm" alone is not.
        if knows("I" + match.group(2)) and (len(match.group(2)) == 1 or not knows("l" + match.group(2))):
            yield Edit(match.start(), match.end(), "I", "words.character", 0.9, "kleines l statt großem I")
    for match in NUMERAL.finditer(string, begin, end):
        figure = "I" * len(match.group())
        if match.group() != figure:
            yield Edit(match.start(), match.end(), figure, "words.character", 0.9, "römische Zahl")
    for match in ROMAN.finditer(string, begin, end):
        figure = match.group().replace("l", "I")
        if ROMAN_NUMBER.fullmatch(figure):
            yield Edit(match.start(), match.end(), figure, "words.character", 0.9, "römische Zahl")
    for match in EURO.finditer(string, begin, end):
        if SUM.search(string, max(0, match.start() - 40), match.start()):
            yield Edit(
                match.start(), match.end(), "€", "words.character", 0.85, "Zeichen hinter einem Betrag: gelesenes €"
            )
    for match in GAZETTE.finditer(string, begin, end):
        yield Edit(match.start(1), match.end(1), "l", "words.character", 0.9, "Gesetzblatt")
    for match in MONTH.finditer(string, begin, end):
        yield Edit(match.start(), match.end(), match.group().upper(), "words.character", 0.9, "Monatsname")
    for match in SMALL.finditer(string, begin, end):
        if knows(match.group(1)) and VOWEL.search(match.group(1)[-3:]):
            yield Edit(match.start(2), match.end(2), "I", "words.character", 0.85, "Anfang eines Satzes")
    for match in ABBREVIATED.finditer(string, begin, end):
        yield Edit(match.start(1), match.end(1), "l", "words.character", 0.95, "„vgl.“")
    for match in FIGURE.finditer(string, begin, end):
        sign = "§" * (match.end(1) - match.start(1))
        yield Edit(
            match.start(1), match.end(1), sign, "marks.section", 0.9, "Ziffer vor einer Gesetzesstelle ist ein §"
        )
