"""§ as Tesseract's models see it: the German one does not know the sign and reads $, 8 or 5, the English one does.

Where a German reading has such a figure before the number of a section, the page is read again by other models. The words
that lie in the same place are put to the vote (`ballot`); here the sign alone is taken over where words begin elsewhere ("$7").
"""

from __future__ import annotations

import re

from ..document import Box
from .ocr import Reading

FIGURE = re.compile(r"[$8S5]{1,2}(?:\d{1,4}[a-z]?[.,]?)?")
NUMBER = re.compile(r"\d{1,4}[a-z]?[.,;)]?")
BEHIND = re.compile(
    r"(?:Abs|Absatz|Nr|Nummer|Satz|Halbsatz|ff?|und|bis|des|der)\b|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*(?:G|GB|O|V)\b"
)
SIGN = re.compile(r"§{1,2}")


def doubtful(reading: Reading) -> list[int]:
    """The words that may be a section sign: a figure, numbers behind it, and then what follows the number of a section."""
    strings = [string for string, _, _ in reading.words]
    found = []
    for index, string in enumerate(strings):
        if not FIGURE.fullmatch(string):
            continue
        after = index + 1
        while after < min(len(strings), index + 5) and NUMBER.fullmatch(strings[after]):
            after += 1
        joined = len(string) > 1 and string[0] == "$" and string[1] != "$"  # "$7 Abs. 2"
        if (after > index + 1 or joined) and after < len(strings) and BEHIND.match(strings[after]):
            found.append(index)
    return found


def with_sections(reading: Reading, other: Reading) -> Reading:
    """The reading with the section signs that the other one saw in the place of its doubtful words."""
    signs = [(match.group(), box) for string, box, _ in other.words if (match := SIGN.match(string))]
    words = list(reading.words)
    for index in doubtful(reading):
        string, box, confidence = words[index]
        for sign, seen in signs:
            if _begins_with(box, seen):
                rest = re.sub(r"^[$8S5]", "", string, count=1) if len(string) > 2 or string[0] == "$" else ""
                words[index] = (sign + rest.lstrip("$"), box, confidence)
                break
    return Reading(tuple(words), reading.lines)


def _begins_with(box: Box, seen: Box) -> bool:
    """Whether two words begin in the same place: on one line, and their left edges less than half a line apart."""
    height = min(box[3] - box[1], seen[3] - seen[1])
    overlap = min(box[3], seen[3]) - max(box[1], seen[1])
    return overlap > 0.5 * height and abs(box[0] - seen[0]) < 0.5 * max(box[3] - box[1], seen[3] - seen[1])
