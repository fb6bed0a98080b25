"""Words as OCR leaves them, with the way back to the characters they were read from.

A token here may hold what no word holds (`er6ffnet`, `Ful3ball`, `Gru&`), and a word broken over a line end is one
token whose hyphen and line break belong to nobody. Web addresses, mail addresses, codes and hashes are no tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Letters and digits, glued by the signs that an English reading puts for ß, i and l inside words.
WORD = re.compile(r"[^\W_]+(?:[&@®©|!\]$§€]+[^\W_]+)*(?:[&@®]+(?![^\W_]))?")
YEARS = re.compile(r"\d\d+(?=[^\W\d_]{5})")  # "32jahrige": the figures are none of the word
# What is no prose: web and mail addresses, file names, paths, tags, hashes.
MASK = re.compile(
    r"(?:https?://|ftp://|www\.)\S*"
    r"|(?<!\S)\S{1,64}@\w[\w-]{0,64}\.\w\S*"
    r"|(?<![\w.-])[\w.-]{0,80}\w\.(?:de|com|org|net|eu|info|nrw|at|ch|gov|int|pdf|html?|docx?|xlsx?|jpe?g|png|txt)\b(?:/\S*)?"
    r"|(?<!\w)[#@]\w+"
    r"|\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{8,}\b"
    r"|&#?\w+;",
    re.IGNORECASE,
)
BREAK = re.compile(r"([^\W\d_])(-|\u00ad|¬)[ \t]*\r?\n[ \t]*(?=([^\W\d_]))")
BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")

SAME_LINE, NEW_LINE, NEW_PARAGRAPH = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Token:
    """One word as read: its characters joined, where each stands, and what stands before it.

    `gap` tells how it is parted from the token before (SAME_LINE, NEW_LINE, NEW_PARAGRAPH), `mark` the last
    punctuation in that gap ("" when there is none), `cut` how many of its characters stand before its line break
    (0 when it is whole).
    """

    seen: str
    start: int
    end: int
    gap: int
    mark: str
    cut: int = 0
    tail: int = 0  # where the part after the line break starts in the text

    def at(self, index: int) -> int:
        """Where the character with this index stands in the text."""
        return self.start + index if not self.cut or index < self.cut else self.tail + index - self.cut


def goes_on(part: str, knows: Callable[[str], bool]) -> bool:
    """Whether this may be the second part of a word broken at a line end."""
    if part[0].islower():
        return part not in ("und", "oder", "bzw", "sowie", "bis")
    return part[0] in "BR" and part[1:2].islower() and not knows(part)


def masked(string: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """The stretches between two places that are no prose."""
    return [match.span() for match in MASK.finditer(string, begin, stop)]


def tokens(
    string: str, begin: int = 0, stop: int | None = None, knows: Callable[[str], bool] = str.istitle
) -> Iterator[Token]:
    """Every word of the text between two places in order.

    `knows` says whether the second part of a word broken at a line end is a word by itself: "Nordrhein-/Bayern" are
    two, "abschlie-/Bende" is one.
    """
    stop = len(string) if stop is None else stop
    masks = masked(string, begin, stop)
    breaks = {match.end(1): match for match in BREAK.finditer(string, begin, stop)}
    last = begin
    hidden = 0
    skip_to = 0
    for match in WORD.finditer(string, begin, stop):
        start, end = match.span()
        if start < skip_to:
            continue
        if years := YEARS.match(string, start, end):
            start = years.end()
        while hidden < len(masks) and masks[hidden][1] <= start:
            hidden += 1
        if hidden < len(masks) and masks[hidden][0] < end:
            continue
        between = string[last:start]
        gap = SAME_LINE
        if "\n" in between:
            gap = NEW_PARAGRAPH if BLANK_LINE.search(between) else NEW_LINE
        elif "\x0c" in between:
            gap = NEW_PARAGRAPH
        mark = next((sign for sign in reversed(between) if not sign.isspace()), "")
        seen, cut, tail = string[start:end], 0, 0
        broken = breaks.get(end)
        if broken is not None:
            following = WORD.match(string, broken.end())
            # "Kinder-\nund" and "Nordrhein-\nWestfalen" keep their hyphen: they are no broken words.
            if following and goes_on(following.group(), knows):
                cut, tail = len(seen), following.start()
                seen += following.group()
                end = skip_to = following.end()
        last = end
        yield Token(seen, start, end, gap, mark, cut, tail)
