"""How to reach someone: telephone, fax, mail, web address, postal address. Their digits and towns mean nothing else.

The place of a contact is also a mask: no district, count or date is looked for inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Mention
from ..text import Span
from .tokens import Tokens

MAIL = re.compile(r"(?:mailto:)?(?<![\w.+-])[\w.+-]+(?:@| ?[\[(](?:at|ät)[\])] ?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]„“\"|]*[^\s<>()\[\]„“\"|.,;:!?*_)]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:de|nrw|com|org|eu|net|info)(?:/[^\s<>()\[\]\"]*[^\s<>()\[\]\".,;:!?*])?(?![\w@-])"
)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}")
NUMBER = r"(?:\(0\)|[\d/()–-]|(?<=[\d)/–-]) (?=[\d(/–-]))"
PHONE = re.compile(
    r"(?P<kind>(?:Service|Mobil|Presse)?[Tt]ele(?:fon|fax)|(?:Tele)?[Ff]ax|FAX|Fon|Tel|TEL|Mobil|Handy|Hotline|Durchwahl|☎)"
    r"(?P<word>(?:nummer|-Nr|nr)?\.?[ \t]*(?:[:/][ \t]*)?)"
    r"(?P<number>(?:\+?\d|\(0)" + NUMBER + r"{4,24}\d(?:[ ]?-[ ]?\d{1,5})?)"
)
DIGITS = 5  # a shorter number is an extension
BARE_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\+49 ?(?:\(0\))? ?|0)[1-9]\d{1,4}(?: ?[/-] ?| )\d[\d ]{2,10}\d(?:-\d{1,5})?(?![\w%€]|[.,]\d)"
)
STREET_WORD = r"(?:straße|strasse|str\.|weg|allee|platz|ring|damm|ufer|wall|gasse|markt|graben|hof|park|steig|chaussee|brücke|kamp|berg|(?:(?<![aikou])|(?<=[Nn]eu))tor)"
# "Faktor 112" and "Senator 3" end like a gate and are none.
STREET = re.compile(
    r"(?:[A-ZÄÖÜ][\wäöüß.-]*(?:[ -][A-ZÄÖÜ][\wäöüß.-]*){0,3}?[ -]?"
    + STREET_WORD
    + r"|[A-ZÄÖÜ][\wäöüß-]*(?:allee|wall|Straße|Str\.|Platz|Allee|Ring|Weg)"
    r"|(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den)(?: [A-ZÄÖÜ][\wäöüß-]*){1,2})"
    r"[ ]{1,2}\d{1,4} ?[a-z]?(?: ?[-–/] ?\d{1,4} ?[a-z]?)?(?![\d.,]*\d)",
)
TOWN = re.compile(r"(?:(?<=\s)|^|(?<=[,|]))(?:D-)?(?P<code>\d{5})[ ]{1,2}(?P<town>[A-ZÄÖÜ][\wäöüß./-]*(?: (?:am|an der|a\.d\.|im|in der|bei|[A-ZÄÖÜ]\w+)){0,4})", re.MULTILINE)  # fmt: skip
POST_BOX = re.compile(r"Postfach(?: \d[\d ]{1,10}\d)?|PF \d[\d ]{1,8}\d")
LOOSE = re.compile(r"^(?:Am|An|Auf|Im|In|Zum|Zur|Unter) (?!\S+(?:straße|str\.|weg|platz|allee)\b)|(?:19|20)\d\d$")
BETWEEN = re.compile(r"[\s,|·•/–-]{1,6}")


def find_contacts(tokens: Tokens) -> tuple[Mention, ...]:
    """Every telephone and fax number, mail, web and postal address, in order and without overlaps."""
    found: list[Mention] = []
    for kind, start, end, value in sorted(_candidates(tokens), key=lambda item: (item[1], -item[2])):
        if found and start < found[-1].span.end:
            continue
        confidence = 0.97 if kind in ("mail", "url", "address") else 0.95
        surface = tokens.string[start:end]
        found.append(
            Mention(
                "CONTACT", Span(start, end), surface, value, value=value, confidence=confidence, rule=f"contacts.{kind}"
            )
        )
    return tuple(found)


def _candidates(tokens: Tokens) -> Iterator[tuple[str, int, int, str]]:
    string, line = tokens.string, tokens.line
    for match in MAIL.finditer(string):
        address = re.sub(r" ?[\[(](?:at|ät)[\])] ?", "@", match.group(), flags=re.IGNORECASE)
        yield "mail", match.start(), match.end(), address.removeprefix("mailto:").lower()
    for match in URL.finditer(string):
        yield "url", match.start(), match.end(), match.group()
    for match in HANDLE.finditer(string):
        yield "handle", match.start(), match.end(), match.group()
    for match in PHONE.finditer(line):
        start, end = match.span("number")
        # A number that is long enough ends with its line: what follows may be a date ("2. Dezember").
        ends = string.find("\n", start, end)
        if ends > 0 and _digits(string[start:ends]) >= DIGITS:
            end = ends
        if _digits(string[start:end]) >= DIGITS:
            kind = "fax" if "fax" in match["kind"].lower() else "phone"
            yield kind, start, end, plain_number(string[start:end])
    for match in BARE_PHONE.finditer(string):
        yield "phone", match.start(), match.end(), plain_number(match.group())
    yield from _addresses(string)


def _digits(string: str) -> int:
    return sum(map(str.isdigit, string))


def _addresses(string: str) -> Iterator[tuple[str, int, int, str]]:
    """Street with number, post box, postcode with town; parts that stand together are one address.

    A street that only its article shows ("Im Winkel 7") or whose number may be a year counts only beside a postcode.
    """
    parts = [(m.start("code"), m.end(), True) for m in TOWN.finditer(string)]
    parts += [(m.start(), m.end(), True) for m in POST_BOX.finditer(string)]
    parts += [(m.start(), m.end(), not LOOSE.search(m.group())) for m in STREET.finditer(string)]
    parts.sort()
    index = 0
    while index < len(parts):
        start, end, sure = parts[index]
        index += 1
        while index < len(parts) and (parts[index][0] < end or BETWEEN.fullmatch(string, end, parts[index][0])):
            end = max(end, parts[index][1])
            sure = sure or parts[index][2]
            index += 1
        if sure:
            yield "address", start, end, re.sub(r"\s*[\n|]\s*", ", ", string[start:end].strip())


def plain_number(number: str) -> str:
    """A telephone number as it is dialled: digits only, +49 for Germany.

    >>> plain_number("(02 11) 855 - 5")
    '+492118555'
    """
    digits = re.sub(r"\D", "", number.replace("(0)", "") if number.lstrip().startswith("+") else number)
    if number.lstrip().startswith("+"):
        return f"+{digits}"
    return f"+49{digits[1:]}" if digits.startswith("0") else digits
