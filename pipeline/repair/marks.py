"""Quotation marks, dashes and signs that a reading got wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..text import Edit
from .damage import Window

# „ read as a comma: a comma before a letter with a blank before it is no comma in German.
OPENING = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=\())(,)(?=[^\W\d_])", re.MULTILINE)
# “ read as an asterisk, a registered sign or a straight or foreign quote behind a word.
CLOSING = re.compile(r"(?<=[\w.!?…,;])([*®”\"])(?=[\s.,;:!?)]|$)", re.MULTILINE)
DASH = re.compile(r"(?<=\s)—(?=[\s,.:;!?])|(?<=\d)—(?=\d)")
HYPHEN = re.compile(r"(?<=\w|[.,;:!?“]) -(?=[ ,.:;!?\n])")
BAR = re.compile(r"(?<!\S)\|(?=[.)]|[A-ZÄÖÜ]\b)")
LAW = r"(?=\s?\d{1,4}[a-z]?\s(?:Abs\b|Absatz|Nr\b|Nummer|Satz|Halbsatz|ff?\b|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*(?:G|GB|O|V)\b))"
SECTION = re.compile(r"(?<![\w$])\$" + LAW)


def marks(string: str, windows: Iterable[Window]) -> Iterator[Edit]:
    """Repairs of marks; those that are damage only among damage need a window around them."""
    for match in SECTION.finditer(string):
        yield Edit(match.start(), match.end(), "§", "marks.section", 0.99, "„$“ vor einer Gesetzesstelle ist ein §")
    # A page whose dashes came out long had dashes, not hyphens: then " - " is one, too.
    dashed = bool(re.search(r"\s[—–]\s", string))
    for window in windows:
        begin = max(0, window.start - 2)
        end = min(len(string), window.end + 3)
        opened = False
        places = sorted(
            [(match.start(1), "open") for match in OPENING.finditer(string, begin, end)]
            + [(match.start(1), "close") for match in CLOSING.finditer(string, begin, end)]
            + [(match.start(), "dash") for match in DASH.finditer(string, begin, end)]
            + [(match.start() + 1, "dash") for match in HYPHEN.finditer(string, begin, end) if dashed]
            + [(match.start(), "bar") for match in BAR.finditer(string, begin, end)]
            + [(match.start() + begin, "quote") for match in re.finditer("„", string[begin:end])]
        )
        for at, kind in places:
            if kind == "open":
                opened = True
                yield Edit(at, at + 1, "„", "marks.quote", 0.97, "Komma unmittelbar vor einem Wort: gelesenes „")
            elif kind == "quote":
                opened = True
            elif kind == "dash":
                yield Edit(at, at + 1, "–", "marks.dash", 0.9, "Gedankenstrich, als anderer Strich gelesen")
            elif kind == "bar":
                yield Edit(at, at + 1, "I", "words.character", 0.9, "senkrechter Strich statt I")
            elif opened:
                opened = False
                yield Edit(at, at + 1, "“", "marks.quote", 0.95, "schließt das Zitat")
