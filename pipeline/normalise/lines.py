"""Join what lines, columns and pages cut apart: words, sentences, paragraphs.

Line breaks inside a paragraph become blanks, paragraphs stay apart by one empty line, list items and deliberate short
lines (tables, addresses) stay on lines of their own. A sentence that a page break interrupts is made whole; a
sentence whose middle is missing is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ..text import Edit, Text
from .cues import small_words
from .hyphens import Elsewhere, KnowsWords, judge

HYPHENS = "-\u2010\u00ad¬⸗"

BREAK = re.compile(r"[ \t\r]*(?:\n|\f)[\s]*")
ITEM = re.compile(r"(?:[-•*·▪–‑○►]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+\S")
SENTENCE_END = re.compile(r"[.!?…][\"“”»«’')\]]*$|:$")
_OPEN_ENDED = """
der die das den dem des ein eine einen einem einer eines und oder sowie für mit von vom im in ins am an auf aus
bei beim bis durch gegen ohne um unter über vor zu zum zur nach seit zwischen während wegen als wie dass ob weil
wenn sich ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können soll sollen nicht auch
ihre ihrer ihren seine seiner seinen dieser diese dieses diesen
etwa rund circa ca knapp fast mindestens höchstens insgesamt jeweils
"""
OPEN_ENDED = frozenset(_OPEN_ENDED.split())
"""After these small words no sentence, heading or paragraph ends, whatever the layout says."""

PARTICLES = frozenset(["an", "auf", "aus", "bei", "durch", "mit", "nach", "über", "um", "unter", "vor", "zu"])
"""Small words that may end a sentence after all, as the split-off part of its verb ("nimmt … auf", "stellt … vor")."""

LONG_LINE = 160
"""No line set in print is longer (A4 landscape, 9 point, about 150 characters); a longer one was never wrapped."""

NARROW = 45
"""Columns of running text are at least this wide, but for leaflets; there the small words of German tell."""

FITS = 0.82
"""A line counts as ended on purpose if the next word would have fitted into this share of the usual width.
Proportional type varies: on justified columns of 60 characters the shortest full line was 0.86 of the longest."""


def join_lines(text: Text, lexicon: KnowsWords, language: object | None = None) -> Text:
    """Join the words and sentences that lines and pages cut in two.

    A hyphen at the end of a line is dropped only if the joined word makes sense ("Integrati-/onszentren"), and kept
    where it belongs ("Teilhabe- und Integrations-", "Nordrhein-/Westfalen"). `language` is open for other languages;
    the rules here are German.
    """
    return text.edited(tuple(_edits(text.string, lexicon)))


def _edits(string: str, lexicon: KnowsWords) -> Iterator[Edit]:
    start = len(string) - len(string.lstrip())
    end = len(string.rstrip())
    if start:
        yield Edit(0, start, "", "lines.margin")
    elsewhere = Elsewhere.of(string)
    widths = _Widths(string)
    for match in BREAK.finditer(string, start, end):
        edit = _decide(string, match.start(), match.end(), lexicon, elsewhere, widths)
        if edit is not None:
            yield edit
    if end < len(string) and end > start:
        yield Edit(end, len(string), "", "lines.margin")


def _decide(
    string: str, start: int, stop: int, lexicon: KnowsWords, elsewhere: Elsewhere, widths: _Widths
) -> Edit | None:
    gap = string[start:stop]
    paragraph = gap.count("\n") > 1 or "\f" in gap
    line_start = max(string.rfind("\n", 0, start), string.rfind("\f", 0, start)) + 1
    line = string[line_start:start]
    following = string[stop : _line_end(string, stop)]
    item_next = ITEM.match(following) is not None
    cut = line[-1:] in HYPHENS and line[-2:-1].strip() != "" and line[-2:-1] not in HYPHENS
    cut = cut and re.search(r"(?:^|\s)[-–—] ?\d+ ?[-–—]$", line) is None  # "- 2 -" numbers a page
    if cut and not (item_next and paragraph):
        return _hyphen(string, start, stop, lexicon, elsewhere, paragraph)
    if paragraph:
        if not item_next and _runs_on(line, following, page="\f" in gap):
            return Edit(start, stop, " ", "lines.sentence", 0.9, "der Satz geht nach der Lücke weiter")
        return None if gap == "\n\n" else Edit(start, stop, "\n\n", "lines.paragraph")
    if item_next:
        return None if gap == "\n" else Edit(start, stop, "\n", "lines.item")
    if _address_goes_on(line, following):
        return Edit(start, stop, "", "lines.address", 0.9, "Adresse über zwei Zeilen")
    new = _soft(line, following, widths.at(line_start))
    return None if gap == new else Edit(start, stop, new, _RULES[new])


_RULES = {" ": "lines.soft", "\n": "lines.kept", "\n\n": "lines.paragraph"}


def _line_end(string: str, start: int) -> int:
    ends = [at for at in (string.find("\n", start), string.find("\f", start)) if at >= 0]
    return min(ends, default=len(string))


def _hyphen(
    string: str, start: int, stop: int, lexicon: KnowsWords, elsewhere: Elsewhere, paragraph: bool
) -> Edit | None:
    left = re.search(r"\S+$", string[max(0, start - 80) : start])
    right = re.match(r"\S+", string[stop : stop + 80])
    if left is None or right is None:
        return None
    verdict = judge(left[0][:-1], right[0], lexicon, elsewhere)
    confidence = verdict.confidence - (0.03 if paragraph else 0)
    if verdict.kind == "drop" or (verdict.kind != "open" and left[0][-1] in "\u00ad¬"):
        return Edit(start - 1, stop, "", "lines.hyphen", confidence, verdict.why)
    new = "" if verdict.kind == "close" else " "
    return Edit(start, stop, new, f"lines.hyphen_{verdict.kind}", confidence, verdict.why)


def _runs_on(line: str, following: str, *, page: bool) -> bool:
    """Whether a sentence goes on after a gap: it has not ended, and what follows does not begin one."""
    if not line or not following or SENTENCE_END.search(line):
        return False
    word = re.search(r"(\w+)[\"“”)]*$", line)
    if word and word[1] in OPEN_ENDED and following[0].isalnum():
        # "… nimmt die Arbeit auf", then "Mit Musik …": a small word in capitals begins a sentence of its own.
        first = re.match(r"\w+", following)
        return not (word[1] in PARTICLES and first and first[0].istitle() and small_words(first[0]))
    if following[0].islower():
        # "hat das Land …" goes on; a web address or "e-Mail:" of its own line does not.
        return re.match(r"(?:www\.|https?:|[\w.+-]+@|e-?mail\b)", following, re.I) is None
    return page and (
        line.endswith(",") or (following[0].isdigit() and not ITEM.match(following) and line[-1].islower())
    )


def _address_goes_on(line: str, following: str) -> bool:
    token = re.search(r"\S+$", line)
    if token is None or not re.search(r"(?:www\.|https?://)\S*$", token[0]):
        return False
    return token[0][-1] in "./-_" and re.match(r"[\w-]+[./]\w", following) is not None


def _soft(line: str, following: str, width: int | None) -> str:
    """What a single line break stands for: a blank, a line kept apart, or a paragraph."""
    ended = SENTENCE_END.search(line) is not None
    last = re.search(r"(\w+)\W*$", line)
    if not ended and (following[:1].islower() or line.endswith(",") or (last and last[1] in OPEN_ENDED)):
        return " "
    if ended and following[:1].islower() and not line.endswith(":"):
        # A sentence that has ended, and half a word or sentence after it: something is missing here.
        return "\n\n" if not re.search(r"\b\w{1,4}\.$", line) else " "
    if width is None:  # never wrapped: each line is a paragraph
        return "\n\n"
    if width < NARROW and not ended and not following[:1].islower() and not small_words(f"{line} {following}"):
        return "\n"  # an address, a row of names
    word = re.match(r"\S+", following)
    if len(line) + 1 + len(word[0] if word else "") <= FITS * width:
        return "\n\n" if ended else "\n"
    return " "


class _Widths:
    """The usual width of wrapped lines around a place, or None where lines were never wrapped.

    Each paragraph is judged with its neighbours (a column keeps its width over several paragraphs), because a
    document may carry an unwrapped mail above a wrapped letter.
    """

    def __init__(self, string: str) -> None:
        lines: list[tuple[int, int, bool]] = []  # start, length, followed by another line of the same paragraph
        at = 0
        rows = re.split(r"(?<=[\n\f])", string)
        for index, row in enumerate(rows):
            length = len(row.rstrip())
            inner = bool(length) and index + 1 < len(rows) and bool(rows[index + 1].strip()) and row.endswith("\n")
            lines.append((at, length, inner))
            at += len(row)
        self._starts = [start for start, _, _ in lines]
        self._lines = lines

    def at(self, position: int) -> int | None:
        index = max(bisect_right(self._starts, position) - 1, 0)
        near = self._lines[max(0, index - 15) : index + 16]
        inner = [length for _, length, wrapped in near if wrapped]
        own = self._lines[index][1]
        if own > LONG_LINE or not inner:
            return None
        if max(inner) > LONG_LINE and sorted(inner)[len(inner) // 2] > LONG_LINE / 2:
            return None
        usable = sorted(length for length in inner if length <= LONG_LINE)
        return usable[int(len(usable) * 0.85)] if usable else None
