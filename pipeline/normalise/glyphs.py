"""Text made of glyph numbers: the words a PDF program wrote down when its font had no table of characters.

TrueType fonts number their glyphs in the order of the Macintosh: 3 is the blank, 36 is "A", 68 is "a". So a page comes
out as "'HU\\x03.UHLV" where "Der Kreis" was printed, often with readable lines above and below. A stretch is turned back
only if it has characters no page has (the blank becomes U+0003) and its words are words then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..knowledge.lexicon import Lexicon
from ..text import Edit

SIGN = re.compile(r"[\x03-\x08\x0b\x0e-\x1f]")
"""Blank, digits and punctuation as glyph numbers; tabulators and line ends mean themselves."""

STRETCH = re.compile(r"[\x03-\x08\x0b\x0e-\x1f!-\]bghl|\x80-\x9f]{4,}")
"""What glyph numbers of German text can look like: no blanks, and of the small letters only those that mean umlauts."""

FIGURES = re.compile(r"[\d.,:/-]{3,}")
"""A date or number printed right before such a stretch, in another font."""

FIRST, BEYOND_ASCII, LAST = 3, 98, 217
PROVEN, FOLLOWING = 0.5, 0.99
"""Share of words the lexicon must know: where signs prove the stretch, and where only others on the page do."""


def glyph_edits(string: str, lexicon: Lexicon) -> Iterator[Edit]:
    """One edit for each character that was a glyph number."""
    if not SIGN.search(string):
        return
    stretches = [_without_figures(match) for match in STRETCH.finditer(string)]
    proven = [(at, part) for at, part in stretches if SIGN.search(part) and _is_german(part, lexicon, PROVEN)]
    if not proven:
        return
    others = [(at, part) for at, part in stretches if not SIGN.search(part) and _is_german(part, lexicon, FOLLOWING)]
    for at, part in proven + others:
        for place, (old, new) in enumerate(zip(part, decoded(part), strict=True), at):
            if old != new:
                yield Edit(place, place + 1, new, "marks.glyph", 0.95)


def decoded(string: str) -> str:
    """Glyph numbers as characters, by the standard order of the Macintosh."""
    return "".join(map(_character, string))


def _character(char: str) -> str:
    number = ord(char)
    if FIRST <= number < BEYOND_ASCII:
        return chr(number + 29)
    if BEYOND_ASCII <= number <= LAST:
        return bytes([number + 30]).decode("mac_roman")
    return char


def _without_figures(match: re.Match[str]) -> tuple[int, str]:
    figures = FIGURES.match(match[0])
    start = match.start() + (figures.end() if figures else 0)
    return start, match.string[start : match.end()]


def _is_german(part: str, lexicon: Lexicon, least: float) -> bool:
    def known(string: str) -> float:
        words = re.findall(r"[^\W\d_]{3,}", string)
        return sum(map(lexicon.knows, words)) / len(words) if words else 0.0

    return known(decoded(part)) >= max(least, 2 * known(part))
