"""Plain text and Markdown in every encoding that German offices have used."""

from __future__ import annotations

import re

from ..document import Page
from ..errors import EmptyFile
from ..text import Span

GERMAN = "äöüÄÖÜß"
DIN_66003 = str.maketrans("{|}~[\\]@", "äöüßÄÖÜ§")
"""The German form of ASCII: terminals and printers into the nineties showed umlauts in the place of brackets."""

CODE_PAGES = ("cp1252", "cp850", "cp437", "mac_roman", "iso8859_15")
"""Windows, DOS (western and US), classic Mac OS, Unix with a Euro sign. The first wins a tie."""


def decode(data: bytes) -> tuple[str, str]:
    """The string and the name of its encoding. Never fails: what no code page explains well is read as Windows text."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(name, "replace"), name
    if b"\x00" in data:
        even, odd = data[0::2].count(0), data[1::2].count(0)
        if max(even, odd) > len(data) * 0.2:
            name = "utf-16-be" if even > odd else "utf-16-le"
            return data.decode(name, "replace"), name
    try:
        string = data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_code_page(data)
    if string.isascii() and _is_din_66003(string):
        return string.translate(DIN_66003), "din-66003"
    return string, "utf-8"


def _by_code_page(data: bytes) -> tuple[str, str]:
    mixed = _mixed(data)
    if mixed is not None:
        return mixed, "utf-8 mit Windows-1252 gemischt"
    best = max(CODE_PAGES, key=lambda name: _german_score(data.decode(name, "replace")))
    return data.decode(best, "replace"), best


def _mixed(data: bytes) -> str | None:
    """Files glued together from two sources: most lines are UTF-8, the rest Windows text."""
    lines = data.split(b"\n")
    parts: list[str] = []
    good = 0
    for line in lines:
        try:
            part = line.decode("utf-8")
            good += not part.isascii()
        except UnicodeDecodeError:
            part = line.decode("cp1252", "replace")
        parts.append(part)
    return "\n".join(parts) if good else None


def _german_score(string: str) -> float:
    """How German the characters beyond ASCII are: umlauts inside words count for it, odd ones inside words against."""
    score = 0.0
    for match in re.finditer(r"[^\x00-\x7f]", string):
        char = match[0]
        before, after = string[match.start() - 1 : match.start()], string[match.end() : match.end() + 1]
        in_word = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        if char in GERMAN:
            # A capital umlaut or ß in the middle of small letters is another code page's small one.
            wrong = (char in "ÄÖÜ" and before.islower()) or (char == "ß" and not before.isalpha())
            score += -1 if wrong else 1
        elif char in "„‚" and before.isalnum():
            score -= 0.5  # nothing is quoted in the middle of a word: é of DOS
        elif char in "„“”‚‘’–—…§°€éèáàâêçñôí²³½\u00a0·•«»´©®":
            score += 0.3 if not (before.isalpha() and after.isalpha()) or char in "éèáàâêçñôí’" else -0.5
        else:
            score -= 1.0 if in_word else 0.6
    return score


def _is_din_66003(string: str) -> bool:
    """Brackets in the middle of words, and often enough: 1.1 to 1.6 % of the letters of German are umlauts or ß."""
    letters = sum(char.isalpha() for char in string)
    inside = len(re.findall(r"(?<=[A-Za-z])[{|}~](?=[a-z])|\b[{|}](?=[a-z]{2})", string))
    words = len(re.findall(r"\b(?:f}r|}ber|k\|nnen|w{re|m}ssen|f}nf|da~|gro~\w*|Stra~\w*|sp{t\w*|w}rde\w*)\b", string))
    return letters > 80 and inside >= 3 and (inside > letters * 0.004) and (words > 0 or inside > letters * 0.008)


def read_plain(data: bytes, name: str) -> tuple[str, tuple[Page, ...]]:
    """Raw text and its pages: one for each form feed, or one whose number nobody can know."""
    string, encoding = decode(data)
    if not string.strip("\x00\ufeff \t\r\n\f"):
        raise EmptyFile("Die Datei enthält keinen Text", source=name, help="beim Absender neu anfordern oder löschen")
    why = f"Textdatei, {encoding}"
    if "\f" not in string.strip("\f\r\n "):
        return string, (Page(None, Span(0, len(string)), why=why),)
    pages: list[Page] = []
    start = 0
    for number, match in enumerate(re.finditer(r"[^\f]*(?:\f|\Z)", string), 1):
        if match.start() == match.end():
            continue
        status = "ok" if match[0].strip() else "empty"
        pages.append(Page(number, Span(start, match.end()), status=status, why=why))
        start = match.end()
    return string, tuple(pages)
