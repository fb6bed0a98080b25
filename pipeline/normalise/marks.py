"""Put odd characters right before anything reads the text: Unicode forms, blanks, mojibake, Markdown marks.

German quotes and dashes are left alone: they are the printed evidence. NFKC would turn "1½" into "11⁄2" and ftfy's
defaults straighten „ “ away, so each step here is narrow, and each is an edit with its own rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from ..knowledge import Knowledge
from ..text import Edit, Text
from .cues import MISREAD_MARK, misread_marks
from .glyphs import glyph_edits

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "Ĳ": "IJ", "ĳ": "ij"}
"""The Latin ligatures of Unicode (U+FB00 to FB06); other compatibility characters (½, ², …) are left as printed."""

BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\u0000-\u0008\u000e-\u001f\u007f]"
)
LINE_BREAKS = re.compile("\r\n?|\u000b|\u0085|\u2028|\u2029")
DIAERESIS = re.compile("([aouAOU])[ \t]?\u00a8|\u00a8[ \t]?([aouAOU])")
"""Old PDFs write ü as "u¨" or "¨u" with a spacing diaeresis; German has no other use for that character."""

MARKDOWN = (
    # heading marks, quoted lines, horizontal rules, bold, italics, images, links, bare addresses, escapes, hard breaks
    ("marks.heading", re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+|(?<=\S)[ \t]+#+[ \t]*$", re.M), ""),
    ("marks.quoted", re.compile(r"^>[ \t]?", re.M), ""),
    ("marks.rule", re.compile(r"^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.M), ""),
)
BOLD = re.compile(r"(\*\*|__)(?=\S)(?:(?!\1).){1,2000}?(?<=\S)\1", re.S)
ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\W\d]|[„\"(])[^*\n]{0,300}?[\w.!?“\")]\*(?![\w*])")
LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.)*)\]\(<?[^()\s]*(?:\([^()\s]*\))?[^()\s]*>?(?:[ \t]+\"[^\"]*\")?\)")
ANGLE = re.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]+|[\w.+-]+@[\w.-]+\.\w+)>")
ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|>~])")
BULLET = re.compile(r"^[ \t]*([•▪●○◦■□►‣⁃∙·\uf0b7\uf0a7]|[*+](?=[ \t]))[ \t]*(?=\S)", re.M)
MARGIN = re.compile(r"^[ \t]+|[ \t]+$", re.M)
WIDE = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")
MANGLED = re.compile(r"(?<![^ \t\r\n\f])[^ \t\r\n\f]*[\u0080-\u024f][^ \t\r\n\f]*")
"""Looked for from the beginnings of words alone, or 100 kB without a blank take a minute."""

LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")
SPACED = re.compile(r"(?<![^\s„\"(])[^\W\d_](?: {1,3}[^\W\d_](?![^\s.,:;!?“\")])){5,}(?![^\s.,:;!?“\")])")
"""Words set in spaced letters ("A n k ü n d i g u n g"): at least six single letters in a row; "Gruppe A B C D" is none."""


def clean(text: Text, known: Knowledge | None = None) -> Text:
    """The text in NFC with plain blanks, German quotes untouched, mojibake repaired, Markdown marks gone.

    Each step works on the text of the step before, because mojibake hides what the later steps look for. Glyph numbers
    are turned back only where the words of `known` prove them.
    """
    if known is not None:
        text = text.edited(glyph_edits(text.string, known.lexicon))
    for step in STEPS:
        text = text.edited(step(text.string))
    return text


def _mojibake(string: str) -> Iterator[Edit]:
    """UTF-8 that was read as Windows-1252 ("fÃ¼r"), token by token; everything else ftfy would like is declined."""
    if not re.search("[\u0080-\u024f\u2010-\u2122\ufffd]", string):
        return
    import ftfy

    for match in MANGLED.finditer(string):
        token = match[0]
        if not re.search("[ÃÂâÅÄ][\u0080-\u00bf\u0152-\u2122]", token):
            continue
        mended = ftfy.fix_encoding(token)
        if mended != token and "\ufffd" not in mended:
            yield _smallest(token, mended, match.start(), "marks.mojibake", 0.97)


def _smallest(old: str, new: str, at: int, rule: str, confidence: float = 1.0) -> Edit:
    """The edit from old to new without the characters both share at either end."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(at + head, at + len(old) - tail, new[head : len(new) - tail], rule, confidence)


def _breaks(string: str) -> Iterator[Edit]:
    for match in LINE_BREAKS.finditer(string):
        yield Edit(match.start(), match.end(), "\n\n" if match[0] == "\u2029" else "\n", "marks.line_break")


def _characters(string: str) -> Iterator[Edit]:
    for match in re.finditer("[ﬀ-ﬆĲĳ]", string):
        yield Edit(match.start(), match.end(), LIGATURES[match[0]], "marks.ligature")
    for match in INVISIBLE.finditer(string):
        yield Edit(match.start(), match.end(), "", "marks.invisible")
    for match in re.finditer("\u00ad", string):
        # At the end of a line it is the hyphen of a word cut in two; within a line it was never printed.
        at_end = LINE_END.match(string, match.end()) is not None
        yield Edit(match.start(), match.end(), "-" if at_end else "", "marks.soft_hyphen")
    for match in BLANKS.finditer(string):
        yield Edit(match.start(), match.end(), " ", "marks.blank")
    for match in DIAERESIS.finditer(string):
        letter = unicodedata.normalize("NFC", (match[1] or match[2]) + "\u0308")
        yield Edit(match.start(), match.end(), letter, "marks.diaeresis", 0.97)


def _nfc(string: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFC", string):
        return
    for match in re.finditer(
        "[^\u0300-\u036f][\u0300-\u036f]+|[\u0340-\u0341\u0374\u037e\u0387\u1f71-\u1fff\u2126\u212a\u212b]", string
    ):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield Edit(match.start(), match.end(), composed, "marks.nfc")


def _markdown_blocks(string: str) -> Iterator[Edit]:
    for rule, pattern, new in MARKDOWN:
        for match in pattern.finditer(string):
            if match.end() > match.start():
                yield Edit(match.start(), match.end(), new, rule)


def _markdown_links(string: str) -> Iterator[Edit]:
    for match in LINK.finditer(string):
        yield Edit(match.start(), match.start(1), "", "marks.link")
        yield Edit(match.end(1), match.end(), "", "marks.link")
    for match in ANGLE.finditer(string):
        if not any(link.start() <= match.start() < link.end() for link in LINK.finditer(string)):
            yield Edit(match.start(), match.start() + 1, "", "marks.link")
            yield Edit(match.end() - 1, match.end(), "", "marks.link")


def _pairs(pattern: re.Pattern[str], width: int, rule: str) -> Callable[[str], Iterator[Edit]]:
    def step(string: str) -> Iterator[Edit]:
        for match in pattern.finditer(string):
            yield Edit(match.start(), match.start() + width, "", rule)
            yield Edit(match.end() - width, match.end(), "", rule)

    return step


def _escapes(string: str) -> Iterator[Edit]:
    for match in ESCAPE.finditer(string):
        yield Edit(match.start(), match.end(), "", "marks.escape")


def _bullets(string: str) -> Iterator[Edit]:
    for match in BULLET.finditer(string):
        if match[0] != "- ":
            yield Edit(match.start(), match.end(), "- ", "marks.bullet")
    marks = misread_marks(string)
    for match in re.finditer(rf"^[ \t]*{MISREAD_MARK.pattern}", string, re.M) if marks else ():
        if match[1] in marks and not BULLET.match(string, match.start()):
            yield Edit(match.start(), match.end(), "- ", "marks.bullet", 0.9)


def _blanks(string: str) -> Iterator[Edit]:
    for match in MARGIN.finditer(string):
        yield Edit(match.start(), match.end(), "", "marks.margin")
    for match in WIDE.finditer(string):
        if match[0] != " ":
            yield Edit(match.start(), match.end(), " ", "marks.wide")


def _spaced(string: str) -> Iterator[Edit]:
    for match in SPACED.finditer(string):
        for gap in re.finditer(" +", match[0]):
            new = "" if len(gap[0]) == 1 else " "
            yield Edit(match.start() + gap.start(), match.start() + gap.end(), new, "marks.spaced_letters", 0.9)


STEPS: tuple[Callable[[str], Iterator[Edit]], ...] = (
    _mojibake,
    _breaks,
    _characters,
    _nfc,
    _spaced,
    _markdown_blocks,
    _markdown_links,
    _pairs(BOLD, 2, "marks.bold"),
    _pairs(ITALIC, 1, "marks.italic"),
    _escapes,
    _bullets,
    _blanks,
)
