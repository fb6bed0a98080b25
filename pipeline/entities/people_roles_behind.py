"""Offices behind names: after a comma, in brackets, on the next line of a contact block, said by a verb."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..knowledge import Knowledge
from .names import Found, is_noun
from .people_roles import DROPPED, IS, KEPT, NEW, RETIRED, Office, complement, occupation, office
from .people_titles import TITLES, past_letters, titles_behind
from .tokens import TOKEN, Tokens, words

BRACKET = 10
"""How many tokens stand in brackets behind a name: a party, an age, an office with what it is of."""
ELECTED = re.compile(
    r"(?:wieder|neu)?(?:gewählt|ernannt|bestellt|berufen|befördert|bestimmt|bestätigt|gekürt|benannt)\w*$"
)
ELECTS = words("wählte wählten wählt wählen ernannte ernennt berief beruft bestellte beförderte bestimmte bestätigte")
CONTACT = words("Telefon Tel Fax Mobil E-Mail Mail T M Fon")
SINCE = re.compile(
    r"(?:seit|ab|dem|\d+|\.|zugleich|auch|heute|derzeit|nun|Jahr|Jahren|Anfang|Ende|Januar|Februar|März|April|Mai|Juni|Juli|"
    r"August|September|Oktober|November|Dezember)$"
)


def office_behind(tokens: Tokens, last: int, known: Knowledge, names: Mapping[int, Found]) -> Office | None:
    """The office behind the name that ends at this token; `names` are all names by their first token."""
    at = past_letters(tokens, last + 1)
    if tokens.word(at) == "(":
        inside, at = _brackets(tokens, at, known)
        if inside is not None:
            return inside
    if "\n" in tokens.gap(at - 1):
        return _line_role(tokens, at, known) if "\n\n" not in tokens.gap(at - 1) else None
    mark = tokens.word(at)
    role = known.names.role(mark)
    if role is not None and not role.plural and _ends_line(tokens, at):
        return office(tokens, at, role)
    if mark in IS or mark in ("als", "zum", "zur"):
        return _said(tokens, at, known, names)
    if mark not in (",", "–", "-"):
        return None
    return _after_mark(tokens, at + 1, known, names)


def _after_mark(tokens: Tokens, at: int, known: Knowledge, names: Mapping[int, Found]) -> Office | None:
    """ "…, Leiterin des Jugendamtes", "…, der frühere Landrat", "…, Tübingen, Sänger" at the end of a line."""
    if tokens.word(at) in ("der", "die", "dem", "den", "des", "als", "seit"):
        at += 1
    at = _past_adjectives(tokens, at)
    role = occupation(tokens.word(at), known)
    if role is None and tokens.word(at + 1) == "," and tokens.word(at) in known.gazetteer.towns_by_name:
        at += 2
        role = known.names.role(tokens.word(at))
        if role is None or not _ends_line(tokens, at + len(TOKEN.findall(_rest(tokens, at + 1, known)))):
            return None
    if role is None or role.plural or "\n" in tokens.gap(at - 1):
        return None
    following = at + 1
    if following in names or titles_behind(tokens, following) in names:
        return None  # "Guntram Schneider, Ministerin Sylvia Löhrmann": the office belongs to the next name
    word = tokens.word(following)
    if word[:1].isupper() and "\n" not in tokens.gap(at) and not is_noun(word, known) and not known.lexicon.knows(word):
        return None
    return office(tokens, at, role, _rest(tokens, following, known))


def _rest(tokens: Tokens, at: int, known: Knowledge) -> str:
    """What the office is of: " der Stadt Hagen"; also a bare noun, " Vertrieb"; or that it is over, " a. D."."""
    end, retired = _past_retired(tokens, at - 1)
    if end >= at:
        return retired
    word = tokens.word(at)
    if word[:1].isupper() and "\n" not in tokens.gap(at - 1) and _is_field(word, known):
        return f" {word}"
    return complement(tokens, at, known)


def _is_field(word: str, known: Knowledge) -> bool:
    """Whether a noun behind an office is what the office is of: "Leiterin Unternehmenskommunikation"."""
    return is_noun(word, known) and not known.names.role(word) and not known.names.is_first(word)


def _past_retired(tokens: Tokens, at: int) -> tuple[int, str]:
    """The last token of "a. D." or "i. R." behind this token, and the words; this token when there is none."""
    behind = "".join(tokens.word(at + step) for step in (1, 2, 3, 4))
    if behind in RETIRED:
        return at + 4, f" {behind[:2]} {behind[2:]}"
    return at, ""


def _brackets(tokens: Tokens, at: int, known: Knowledge) -> tuple[Office | None, int]:
    """The office in brackets that open here, if any, and the first token behind them (`at` when they do not close)."""
    close = next((at + step for step in range(2, BRACKET) if tokens.word(at + step) == ")"), None)
    if close is None:
        return None, at
    first = _past_adjectives(tokens, at + 1)
    if tokens.word(first) in ("der", "die"):
        first = _past_adjectives(tokens, first + 1)
    role = known.names.role(tokens.word(first))
    if role is None or role.plural:
        return None, close + 1
    rest = " ".join(tokens.string[tokens.all[first].end : tokens.all[close].start].split())
    return office(tokens, first, role, f" {rest}" if rest and rest[0].isalpha() else ""), close + 1


def _said(tokens: Tokens, at: int, known: Knowledge, names: Mapping[int, Found]) -> Office | None:
    """ "… wird neuer Vorsitzender", "… ist seit Mai 2009 Leiterin", "… wurde zur Vorsitzenden gewählt"."""
    needs_election = tokens.word(at) not in IS
    begin = at
    if not needs_election:
        at += 1
        while SINCE.match(tokens.word(at)) and at - begin < 8:
            at += 1
    if tokens.word(at) in ("als", "zum", "zur"):
        needs_election = True
        at += 1
    while tokens.word(at) in NEW:
        at += 1
    at = _past_adjectives(tokens, at)
    role = known.names.role(tokens.word(at))
    if role is None or role.plural or "\n\n" in tokens.gap(at - 1):
        return None
    if at + 1 in names or titles_behind(tokens, at + 1) in names:
        return None
    rest = complement(tokens, at + 1, known)
    if needs_election:
        behind = at + 1 + len(rest.split())
        if not any(ELECTED.match(tokens.word(index)) for index in range(behind, behind + 6)) and not _elects(
            tokens, begin
        ):
            return None
    return office(tokens, at, role, rest)


def _elects(tokens: Tokens, at: int) -> bool:
    """Whether the sentence, as far as this token, tells of an election or appointment."""
    for index in range(at - 1, max(at - 40, -1), -1):
        word = tokens.word(index)
        if word in (".", "!", "?") and tokens.starts_sentence(index + 1) and tokens.word(index - 1) not in TITLES:
            return False
        if word in ELECTS or ELECTED.match(word.lower()):
            return True
    return False


def _past_adjectives(tokens: Tokens, at: int) -> int:
    """The first token behind adjectives of an office; "Vorsitzende" is one in front of "Richterin" only."""
    while True:
        word, following = tokens.word(at), tokens.word(at + 1)
        if (KEPT.match(word) or DROPPED.match(word)) and (following[:1].isupper() or KEPT.match(following)):
            at += 1
        elif word.lower() in ("stellv", "stv") and following == ".":
            at += 2
        else:
            return at


def _ends_line(tokens: Tokens, index: int) -> bool:
    """Whether a contact block goes on behind this word: the line ends, or a number follows."""
    following = tokens.word(index + 1)
    return not following or "\n" in tokens.gap(index) or following in CONTACT


def _line_role(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """The office that begins the line below a name."""
    cursor = _past_adjectives(tokens, at)
    role = known.names.role(tokens.word(cursor))
    if role is None or role.plural:
        return None
    following = tokens.word(cursor + 1)
    if following[:1].isupper() and "\n" not in tokens.gap(cursor) and not _is_field(following, known):
        return None
    return office(tokens, cursor, role, _rest(tokens, cursor + 1, known))
