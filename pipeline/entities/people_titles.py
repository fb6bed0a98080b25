"""Titles and forms of address around a name: "Frau Prof. Dr.-Ing. h. c.", "Dipl.-Ing. (FH)", "Dr.in", "…, MdB".

They are no part of the name we give to a person, but they prove that a name follows.
"""

from __future__ import annotations

from .tokens import Tokens, words

TITLES = words(
    "Dr Drs Dres Prof Dipl Ing med phil jur iur rer nat pol oec oek soc agr vet dent pharm theol paed forest mont techn habil h c e mult Sc Eng "
    "PD Priv Doz apl Mag Lic Univ MdL MdB MdEP Professor Professorin Freiherr Freifrau Graf Gräfin Pater"
)
ADDRESS = words("Frau Herr Herrn Herren Frauen Fräulein Familie")
GENDER = {"Frau": "f", "Fräulein": "f", "Herr": "m", "Herrn": "m", "Professorin": "f", "Gräfin": "f", "Freifrau": "f"}
SCHOOLS = words("FH Univ TU TH BA DH VWA")
"""What stands in brackets behind a degree: Dipl.-Ing. (FH)."""
BEHIND = words("MdB MdL MdEP MdA MdBB OSB SJ OSF CSsR MBA LL M B A Sc")
"""Letters behind a name that say nothing about an office: member of a parliament, order, degree."""


def titles_before(tokens: Tokens, index: int) -> tuple[int, bool, str | None]:
    """The first token of the titles in front of a name, whether there are any, and the gender they tell."""
    gender = None
    first = index
    while first > 0 and together(tokens, first - 1):
        at = first - 1
        word = tokens.word(at)
        if word in (".", "-") and tokens.word(at - 1) in TITLES and tokens.gap(at - 1) == "":
            first = at - 1
        elif word == "-" and tokens.word(at - 1) == "." and tokens.word(at - 2) in TITLES:
            first = at - 2
        elif word == "in" and tokens.word(at - 1) == "." and tokens.word(at - 2) in ("Dr", "Prof"):
            first, gender = at - 2, "f"
        elif word == "." and tokens.word(at - 1) in ("M", "B") and tokens.word(first) in ("Sc", "Eng"):
            first = at - 1
        elif word == ")" and tokens.word(at - 1) in SCHOOLS and tokens.word(at - 2) == "(":
            first = at - 2
        elif word == "." and tokens.word(at - 1) in SCHOOLS:
            first = at - 1
        elif word in TITLES or word in ADDRESS:
            gender = gender or GENDER.get(word)
            first = at
        else:
            break
    return first, first < index, gender


def titles_behind(tokens: Tokens, index: int) -> int:
    """The first token behind the titles that begin here; the same one when there are none."""
    at = index
    while tokens.word(at) in TITLES or tokens.word(at) in ADDRESS or _degree(tokens, at):
        at += 1
        if tokens.word(at) == "." and tokens.gap(at - 1) == "":
            at += 1
            if tokens.word(at) == "in" and tokens.gap(at - 1) == "":
                at += 1
        if tokens.word(at) == "-" and tokens.gap(at - 1) == "":
            at += 1
        if tokens.word(at) == "(" and tokens.word(at + 1) in SCHOOLS:
            at += 3 + (tokens.word(at + 2) == ".")
    return at


def _degree(tokens: Tokens, at: int) -> bool:
    return tokens.word(at) in ("M", "B") and tokens.word(at + 1) == "." and tokens.word(at + 2) in ("Sc", "Eng")


def past_letters(tokens: Tokens, index: int) -> int:
    """The first token behind the letters that follow a name: ", MdB", "M. A.", "SJ"."""
    at = index + (tokens.word(index) == "," and tokens.word(index + 1) in BEHIND)
    while tokens.word(at) in BEHIND and "\n" not in tokens.gap(at - 1):
        at += 1 + (tokens.word(at + 1) == "." and tokens.gap(at) == "")
    return at


def together(tokens: Tokens, index: int) -> bool:
    """Whether a token and the next stand on one line, or on two that are one: a line of prose is wrapped when it is full.

    Forty characters is less than any column of prose has and more than a name on a line of its own.
    """
    gap = tokens.gap(index)
    if "\n" not in gap:
        return True
    end = tokens.all[index].end
    return gap.count("\n") == 1 and end - (tokens.string.rfind("\n", 0, end) + 1) >= 40
