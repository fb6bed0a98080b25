"""What a line looks like on its own: contact data, a date line, an item of a list, prose."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..knowledge.letterheads import Letterheads

MONTH = r"(?:Jan(?:uar)?|Feb(?:ruar)?|M[äaä]e?rz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sept?(?:ember)?|Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?)"
DATE = (
    rf"(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)\w*\.?,? ?(?:den|der)? ?)?[0-3]?\d\. ?(?:{MONTH}\.?|[01]?\d\.) ?(?:\d{{4}}|\d{{2}})"
)
DATE_LINE = re.compile(
    rf"(?:(?:Stand|Datum|Ausgabe|vom|(?:Nr\.?|Nummer) ?[\d/-]{{1,12}})[:/|, ]+)?(?:[A-ZÄÖÜ][\w./() -]{{1,40}}?,? (?:den |am )?)?{DATE}"
    r"(?:[ ,|–-]*(?:um )?\d{1,2}(?:[.:]\d{2}(?: ?Uhr)?| ?Uhr))?(?:[ ,|–/-]+(?:(?:Nr\.?|Nummer)? ?[\d/-]{1,12}|\w{1,12}))?\.?"
    rf"|(?:[A-ZÄÖÜ][\w./() -]{{1,40}}, )?(?:im )?{MONTH} (?:19|20)\d\d"
)
"""A line that holds a date and at most a place, a time and a number: "Düsseldorf, 23. Februar 2018"."""

DATED = re.compile(rf"\s*(?:[A-ZÄÖÜ][\w./() -]{{1,40}}, ?(?:den )?)?{DATE}(?: ?(?:[-–—]{{1,3}}|[|:])|\.)\s+(?=[\w„\"])")
"""The place and day of a release, with its headline on the same line: "Husum, 3. Mai 2011 – Deich wird erhöht"."""

PHONE = re.compile(
    r"\b(?:tel(?:efon|efonnummer|efax)?|fax|telefax|mobil(?:telefon)?|handy|durchwahl|fon|fernruf|zentrale)\b[.:/ ]{0,3}"
    r"(?:nr\.? ?)?[(+]?\d[\d ()/–-]{3,}",
    re.I,
)
MAIL = re.compile(r"[\w.+-]+(?:@|\(at\)|\[at\])[\w-]+(?:\.[\w-]+)+", re.I)
WEB = re.compile(
    r"(?:https?://|www\.)[^\s<>]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:de|nrw|eu|org|com|net)\b(?:/\S*)?", re.I
)
POSTCODE = re.compile(r"(?:^|[ ,|·•])(?:D[- ]|DE[- ])?\d{5} [A-ZÄÖÜ][\w.-]+(?: |$|,)")
STREET = re.compile(
    r"\b[A-ZÄÖÜ][\w.-]*(?: [A-ZÄÖÜ]?[\w.-]+){0,3}? ?(?:straße|strasse|str\.|allee|weg|platz|wall|ring|ufer|damm|gasse|chaussee|markt|hof|park)"
    r" ?\d{1,4}(?: ?[a-z])?(?: ?[-–] ?\d{1,4})?(?=$|[ ,|·])"
    r"|\bPostfach \d|\b(?:Am|An der|Auf der|Im|Zum|Zur) [A-ZÄÖÜ]\w+ \d{1,3}(?: ?[a-z])?$",
    re.I,
)
SAYS_MORE = re.compile(r"\d ?[a-z]? (?:[A-ZÄÖÜ]\S+ )*[a-zäöüß]{4,}$")
"""Behind a street and its number something that can only be a verb."""

PARTED = re.compile(r" ?[|·•] ?| [-–—/]+ ")
LABEL = re.compile(
    r"(?:e-?mail|mail|internet|web(?:site)?|homepage|url|tel(?:efon|efax)?|fax|telefax|mobil|durchwahl)\.?\s*:?", re.I
)
ITEM = re.compile(r"(?:[-•*·▪–‑○►\uf0b7■□◦‣]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+(?=\S)")
LETTERHEAD_END = re.compile(
    rf"\w.* (?:(?:Presse|Medien)(?:information|mitteilung|meldung|dienst)(?: (?:Nr\.? ?)?[\d/]+)?|{DATE})$", re.I
)
"""A line whose right end belongs to the letterhead."""

ORDINAL_DATE = re.compile(rf"\d{{1,2}}\. ?(?:{MONTH}\b|\d{{1,2}}\.|(?:und|bis|-) ?\d)")
SENTENCE_END = re.compile(r"[.!?…][\"“”»«’')\]]*$")
SENTENCES = re.compile(r"[.!?][\"“”»«)]*\s+(?=[\"„»«(]?[A-ZÄÖÜ])")
_SMALL_WORDS = """
der die das den dem des ein eine einen einem einer eines und oder für fur fir mit von vom im in ins am an auf
aus bei beim bis durch gegen um über uber unter vor zu zum zur nach seit als wie dass sich ist sind war waren
wird werden wurde wurden hat haben hatte soll sollen kann können nicht auch es er sie wir
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Nr|Str|St|Tel|Mio|Mrd|bzw|ca|usw|Abs|Art|Az|Dez|Hr|Fr|vgl|inkl|evtl|ggf|gem|lfd|z|u|d|i|B|a|h)|\b\d{1,2})\.$"
)


def plain(line: str) -> str:
    """A line without its Markdown marks, for looking at only."""
    line = re.sub(r"!?\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"^\s{0,3}(?:#{1,6}\s+|>\s?)", "", line)
    line = re.sub(r"\\([\\`*_{}\[\]()#+.!|>~-])", r"\1", line)
    line = re.sub(r"(?:\*\*|__)|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", line)
    return re.sub(r"\s+", " ", line.replace("<", " ").replace(">", " ")).strip()


def is_heading_mark(line: str) -> bool:
    """Whether Markdown calls this line a heading, by a hash mark or by setting all of it bold."""
    return re.match(r"\s{0,3}#{1,6}\s+\S", line) is not None or re.fullmatch(r"\s*\*\*[^*]+\*\*:?\s*", line) is not None


MISREAD_MARK = re.compile(r"([eo°©¢®»«+~¥])[ \t]+(?=[A-ZÄÖÜ„])")
"""What OCR makes of the dot before an item ("e Wir beraten Kommunen"); one alone may be anything."""


def misread_marks(string: str) -> frozenset[str]:
    """The characters that stand for the dot of a list: together they begin three lines or more. On poor paper one dot
    is read as "e" and the next as "«"."""
    found = [match[1] for match in re.finditer(rf"^[ \t]*{MISREAD_MARK.pattern}", string, re.M)]
    return frozenset(found) if len(found) >= 3 else frozenset()


def is_item(line: str, numbers: Collection[int] = (), marks: Collection[str] = ()) -> bool:
    """Whether a line begins an item of a list.

    A number with a full stop may as well begin a headline ("52. Zentrum eröffnet"), so it counts only if the number
    before or after it begins a line too (`numbers` are those that do). `marks` are dots that OCR misread.
    """
    line = line.lstrip()
    misread = MISREAD_MARK.match(line)
    if misread and misread[1] in marks:
        return True
    if ITEM.match(line) is None or ORDINAL_DATE.match(line) or re.fullmatch(r"[-–—] .{1,60} [-–—]", line.rstrip()):
        return False
    found = re.match(r"\(?(\d{1,2})[.)]", line)
    return found is None or int(found[1]) + 1 in numbers or int(found[1]) - 1 in numbers


def line_numbers(string: str) -> frozenset[int]:
    """The numbers that begin a line."""
    return frozenset(int(found) for found in re.findall(r"^[ \t]*\(?(\d{1,2})[.)][ \t]", string, re.M))


CELL_MARKS = re.compile(r"\s*\|\s*|\t+| {3,}|;")


def is_table(lines: list[str]) -> bool:
    """Rows under one another that are parted into the same number of cells, and hold numbers."""
    rows = [line.strip().strip("|").strip() for line in lines if re.search(r"\w", line)]
    cells = [len(CELL_MARKS.split(row)) for row in rows]
    return (
        len(rows) >= 2
        and min(cells) >= 2
        and max(cells) == min(cells)
        and sum(re.search(r"\d", row) is not None for row in rows) >= len(rows) - 1
    )


SAYS = re.compile(
    r"(?:Das|Die|Der) .{5,250}?(?:teil(?:t|en|te|ten) (?:gemeinsam )?mit|informier(?:t|en)|g(?:ibt|eben) bekannt|erkl(?:ärt|ären)):?"
)
"""The line in which an office says that it speaks: "Das Ministerium für … teilt mit:"."""


def sentences(string: str) -> int:
    """How many sentences end in it."""
    ends = sum(1 for match in SENTENCES.finditer(string) if not ABBREVIATION.search(string[: match.start() + 1][-12:]))
    return ends + (SENTENCE_END.search(string.rstrip()) is not None)


def small_words(string: str) -> int:
    return sum(word in SMALL_WORDS for word in re.findall(r"\w+", string.lower()))


def is_prose(string: str) -> bool:
    """Running text, as against headings, addresses and table rows: it has sentences and the small words of German."""
    words = len(string.split())
    if words < 6:
        return False
    small = small_words(string)
    ends = sentences(string)
    # In running German every third to fourth word is a small one (31 % in the texts measured); in addresses and
    # tables fewer than every tenth.
    return (ends >= 1 and small >= 2 and small >= words * 0.12) or (words >= 25 and small >= words * 0.18)


def contact_cues(line: str) -> int:
    """How many kinds of contact data a line holds."""
    found = sum(pattern.search(line) is not None for pattern in (PHONE, MAIL, WEB, POSTCODE, STREET))
    return found + (LABEL.fullmatch(line) is not None)


def line_kind(line: str, letterheads: Letterheads) -> str | None:
    """The kind of block a line announces by itself, or None. Long lines never do: they are prose or many lines in one."""
    bare = plain(line)
    if not bare:
        return "furniture" if line.strip() else None
    if len(bare) > 200:
        return None
    kind = letterheads.kind_of(bare)
    if kind is not None:
        return kind
    if DATE_LINE.fullmatch(bare):
        return "letterhead"
    parts = PARTED.split(bare)
    if len(parts) > 1 and all(DATE_LINE.fullmatch(part) or letterheads.kind_of(part) == "letterhead" for part in parts):
        return "letterhead"  # "Pressemitteilung Nr. 7/22 – Potsdam, 15. Februar 2022"
    if (PHONE.search(bare) or MAIL.search(bare)) and not is_prose(bare):
        return "contact"
    if contact_cues(bare) and not is_prose(bare):
        rest = len(bare)
        for pattern in (PHONE, MAIL, WEB, POSTCODE, STREET):
            found = pattern.search(bare)
            rest -= len(found[0]) if found else 0
        if STREET.search(bare) and contact_cues(bare) == 1 and SAYS_MORE.search(bare):
            return None  # "Radweg an der Kreisstraße 12 freigegeben": a headline
        # An address or number with at most a name and a label beside it, not a clause that mentions one.
        if rest <= 45 or contact_cues(bare) >= 2:
            return "contact"
    return None
