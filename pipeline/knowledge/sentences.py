"""Where German sentences end, by rules that know ordinals, abbreviations, lists and blank lines.

A trained splitter alone breaks after every ordinal ("am 29. | Juni", "des 51. | Zentrums"), because newspapers and
reviews show it too few of them. Press releases are full of them, so here the period is judged by what stands on both
sides of it. The rules need no model and read some millions of characters a second.

    >>> text = "Das 51. Zentrum öffnet am 29. Juni. Dr. Meyer (z. B.) kommt."
    >>> [text[span.start : span.end] for span in split_sentences(text)]
    ['Das 51. Zentrum öffnet am 29. Juni.', 'Dr. Meyer (z. B.) kommt.']
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.text import Span

DATA = Path(__file__).parent / "de"

OPENING = "„“\"»«‚‘'([‹›–—-`"  # with ``, the quotes of typewriters and old agencies
CLOSING = "“”\"«»‘’')]‹›"
MARK = r"(?P<mark>[.!?…]+(?:\[\d+\])?)"  # with a footnote's number behind it
BLANK = r"(?P<blank>[^\S\n]*\n[^\S\n]*\n\s*)"
# A line break before a list item; "\uf0b7" is the bullet of Word's symbol font as PDF readers hand it on.
ITEM = r"(?P<item>[^\S\n]*\n(?=[^\S\n]*(?:[-–—•▪●■◦*·\uf0b7]|o(?=\s)|(?P<label>\(?(?:\d{1,2}[.)]|[a-z]\))(?=[^\S\n])))\s*\S))"
GLUED = r"(?P<glued>(?<=[a-zäöüß]{3})[.!?](?=[A-ZÄÖÜ][a-zäöüß]*[\s,]))"  # "Ende.Dann": a lost space
CANDIDATE = re.compile(rf"{MARK}[{re.escape(CLOSING)}]*(?=\s|$)|{BLANK}|{ITEM}|{GLUED}")

NO_SENTENCE = re.compile(r"\S{300,}")
"""Marks and letters without any white space: no German, and tokenizers take quadratic time for it."""

CUT, LONGEST = 200, 5_000
"""Characters after which such a row is cut, and a sentence as well: of 1,886 public ones one has 2,159, the others fewer than 1,400."""

REACH = 200
"""Characters before a period that are looked at."""

TOKEN = re.compile(r"\S+$")  # what a period ends: "Zentren", "29", "z.B", "Dipl.-Ing", "(Nr"
WORD_AHEAD = re.compile(r"[^\W\d_][\w’'-]*")
SPACED = re.compile(r"(?:\b[^\W\d_]{1,3}\.\s)+$")  # the "z. " before the "B" of "z. B."
ROMAN = re.compile(r"[IVX]{1,6}")
DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
# "lfd", "Hptm", but not "GmbH", "SPD", and not "Ort", "Amt", "Uhr"
VOWELLESS = re.compile(r"[^\WAEIOUYÄÖÜaeiouyäöü\d_][^\WAEIOUYÄÖÜA-Zaeiouyäöü\d_]{1,3}")
PAGE = re.compile(r"S\.\s?\d")  # "(GBl. S. 581)": no sentence opens with the page of a gazette
ORDINAL = re.compile(r"(?:.*[^\d.,:])?\d{1,3}")
# "den 100.000. Besucher"; without an article a sum ends the sentence: "Es kamen 2.300. Landrat Meier ..."
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
ARTICLE = re.compile(
    r"\b(?:[Dd](?:er|ie|as|en|em|es)|Als|[Zz]u[mr]|[Vv]om|[Bb]eim|(?:sein|ihr|unser)(?:e[mnrs]?)?)\s+$"
)
DAY_AND_MONTH = re.compile(r"(?:.*\D)?\d{1,2}\.\d{1,2}")
LABEL = re.compile(r"\(?(?:\d{1,2}|[a-z]|[IVX]{1,4})")
NUMBERED = re.compile(  # a number named or counted up to, so that "51." behind it is no ordinal
    r"(?:\b(?:auf|Seite|Nr\.?|Nummer|Kapitel|Teil|Artikel|Punkt|Typ|Version|Gruppe|Klasse|Raum|Platz|Block)\s+|[:=/])\d*$"
)


@cache
def abbreviations() -> dict[str, str]:
    """German abbreviations without their last period, each with its place.

    Place "number": an abbreviation only before a number ("Art. 5", but "dieser Art."); "end": may also close a
    sentence ("usw. Die ..."); empty: never does.
    """
    with (DATA / "sentence_abbreviations.csv").open(encoding="utf-8", newline="") as file:
        return {row["abbreviation"].removesuffix("."): row["place"] for row in csv.DictReader(file)}


@cache
def words(role: str) -> frozenset[str]:
    """Capitalised words that tell whether a period before them ends a sentence.

    An "opener" almost always opens one; only closed classes are listed, for a noun after "51." tells nothing ("51.
    Zentrum") while "Die" tells that the sentence before ended with a number. "counted" words never open one after a
    number: the months, "Quartal", "Jahrhundert".
    """
    with (DATA / "sentence_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"] for row in csv.DictReader(file) if row["role"] == role)


def split_sentences(string: str) -> tuple[Span, ...]:
    """The sentences of a German text, in order, without the white space around them.

    A blank line and the start of a list item end a sentence whatever stands before them; a single line break does
    not, because in press releases it is where the line was full. A sentence may hold a quotation of several.
    """
    spans: list[Span] = []
    start = 0
    for match in CANDIDATE.finditer(string):
        if _ends(string, start, match):
            _append(spans, string, start, match.end())
            start = match.end()
    _append(spans, string, start, len(string))
    return tuple(spans)


def _append(spans: list[Span], string: str, start: int, end: int) -> None:
    """Put the stretch to the sentences, without the white space at its ends; nothing if it is all white space."""
    for cut in (*_cuts(string, start, end), end):
        piece = string[start:cut]
        left = len(piece) - len(piece.lstrip())
        if left < len(piece):
            spans.append(Span(start + left, start + len(piece.rstrip())))
        start = cut


def _cuts(string: str, start: int, end: int) -> Iterator[int]:
    """Where a stretch is cut that is no sentence, whatever it is: a table, or a file made to harm."""
    for row in NO_SENTENCE.finditer(string, start, end) if end - start > CUT else ():
        yield from range(row.start() + CUT, row.end(), CUT)
    if end - start > LONGEST and not NO_SENTENCE.search(string, start, end):
        while end - start > LONGEST:
            start = string.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
            yield start


def _ends(string: str, start: int, match: re.Match[str]) -> bool:
    """Whether the candidate ends the sentence that began at `start`."""
    if match.group("blank") is not None:
        return True
    if match.group("label") is not None:
        # "am\n29. Juni" and "des\n51. Zentrums" are wrapped lines; a numbered item follows a finished line.
        return string[max(0, match.start() - REACH) : match.start()].rstrip()[-1:] in {*".!?:;", ""} and not _counts(
            string, match.end("label")
        )
    if match.group("item") is not None:
        return True
    bare = string[match.end() : match.end() + 60].lstrip().lstrip(OPENING + " ")
    if not bare:
        return True
    word = WORD_AHEAD.match(bare)
    follower = word.group() if word else ""
    if match.group("glued") is not None:
        return follower in words("opener")  # "www.Land.de" has no such follower
    if match.group("mark") != ".":
        return not bare[0].islower() and bare[0] not in ",;:.)"
    if not (bare[0].isupper() or bare[0].isdigit() or bare[0] in "§•") or PAGE.match(bare):
        return False
    found = TOKEN.search(string, max(start, match.start() - 40), match.start())
    return found is None or _period_ends(
        found.group(), string[max(start, match.start() - REACH) : match.start()], bare[0], follower
    )


def _counts(string: str, end: int) -> bool:
    """Whether the number that stops here counts a month or the like."""
    word = WORD_AHEAD.match(string[end : end + 40].lstrip())
    return word is not None and word.group() in words("counted")


def _period_ends(token: str, before: str, first: str, follower: str) -> bool:
    """Whether the period behind `token` ends a sentence; `first` character and `follower` word stand behind it."""
    token = token.lstrip(OPENING + CLOSING)
    opens = follower in words("opener")
    if before.strip() == token and LABEL.fullmatch(token):
        return False  # "1. Die Kommunen ...": the number of a list item belongs to the item
    if ORDINAL.fullmatch(token):
        counted = follower in words("counted") or first.isdigit()
        return not counted and (opens or bool(NUMBERED.search(before)))
    if THOUSANDS.fullmatch(token):
        return opens or not ARTICLE.search(before[: len(before) - len(token)])
    if DAY_AND_MONTH.fullmatch(token) or ROMAN.fullmatch(token):
        return opens
    place = _place(token, before[: len(before) - len(token)])
    if place is None:
        doubtful = len(token) == 1 or DOTTED.fullmatch(token) or VOWELLESS.fullmatch(token)
        return opens or not (doubtful and token[0].isalpha())
    if place == "number":
        return not (first.isdigit() or ROMAN.fullmatch(follower))
    return place == "end" and opens


def _place(token: str, before: str) -> str | None:
    """The place of the abbreviation that `token` is or ends ("B" of "z. B", "Mio" of "(Mio"); None if it is none."""
    known = abbreviations()
    spaced = SPACED.search(before)
    forms = [token, token.rpartition("/")[2], token.rpartition("-")[2], token.rpartition("(")[2]]
    if spaced:
        forms.insert(0, re.sub(r"\s", "", spaced.group()) + token)
    return next((known[form] for form in forms if form in known), None)
