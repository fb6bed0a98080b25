"""Offices beside names: before ("Integrationsministerin Löhrmann"), in apposition ("der Staatssekretär im Ministerium
für A und B, Ludwig Hecke,"), behind ("Gerd Bollermann, Regierungspräsident") and on the next line of a contact block.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ..facts import Mention
from ..knowledge import Knowledge
from ..knowledge.names import Role
from .names import Found, titles_before
from .tokens import Tokens, words

DEPUTY = re.compile(
    r"(?:stellvertretend|stellv|ehemalig|früher|amtierend|designiert|kommissarisch|neu|damalig|scheidend|bisherig|ehrenamtlich|geschäftsführend|parlamentarisch|gesundheitspolitisch|\w+politisch)(?:e[rnsm]?)?$",
    re.IGNORECASE,
)
KEPT = re.compile(
    r"(?:stellvertretend|stellv|ehemalig|früher|designiert|kommissarisch|damalig|geschäftsführend|Parlamentarisch|parlamentarisch|\w+politisch)"
)
LINKING = frozenset(("der", "des", "im", "in", "von", "vom", "für", "beim", "bei", "am", "an", "zur", "zum"))
COMPLEMENT = 14
"""How many tokens the words between an office and the name in apposition may have; ministries' names need twelve."""
VERB = re.compile(r"(?:hat|haben|ist|sind|war|wird|werden|sagte?|erklärt?e?|betont?e?|wurde|kann|soll|muss|will)$")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as printed, in the nominative. `phrase` may hold an adjective and what the office is of."""

    role: Role
    phrase: str
    start: int = -1
    plural: bool = False

    @property
    def gender(self) -> str:
        return self.role.gender

    @classmethod
    def of(cls, phrase: str) -> Office:
        """An office known from elsewhere by its words alone."""
        return cls(Role(phrase, "", False, phrase.split()[0]), phrase)

    def fits(self, role: Role) -> bool:
        """Whether this office can be meant by a shorter or other word for it ("Minister" for "Integrationsminister")."""
        mine, theirs = self.role.word.lower(), role.word.lower()
        return mine.endswith(theirs) or theirs.endswith(mine) or self.role.base.lower() == role.base.lower()


def best(offices: list[Office]) -> str | None:
    """The fullest wording of someone's office: the compound ("Integrationsminister") before the plain word.

    Different offices of one person do not mix: the one printed first stays.
    """
    if not offices:
        return None
    first = offices[0]
    alike = [office for office in offices if office.fits(first.role)]
    return max(alike, key=lambda office: (len(office.role.word), -offices.index(office))).phrase


def office_before(tokens: Tokens, index: int, known: Knowledge) -> Office | None:
    """The office in front of the name that begins at this token."""
    first = titles_before(tokens, index)[0]
    at = first - 1
    word = tokens.word(at)
    label = known.names.role(tokens.word(at - 1)) if word == ":" else None
    if label is not None and tokens.word(at - 2).lower() not in ("der", "die", "dem", "den", "des"):
        return _office(tokens, at - 1, label)  # "Ansprechpartnerin: Wiebke Mohr"
    if word in (",", ":", "–"):
        return _apposition(tokens, at, known) if word == "," else None
    if "\n\n" in tokens.gap(at):
        return _professor(tokens, first, index, known)
    retired = ""
    if [tokens.word(at - back) for back in (3, 2, 1, 0)] == ["a", ".", "D", "."]:
        at, retired = at - 4, " a. D."
        word = tokens.word(at)
    role = occupation(word, known)
    if role is not None:
        return _office(tokens, at, role, retired)
    return _predicate(tokens, at, known) or _genitive(tokens, at, known) or _professor(tokens, first, index, known)


AGENT = re.compile(r"\w{3,}(?:er|ist|ent|ant|eur|ator|loge|är|iker)$")
AGENT_FEMALE = re.compile(r"\w{3,}(?:erin|istin|entin|antin|eurin|atorin|login|ärin|ältin|ätin|chefin)$")
NO_OFFICE = words(
    "Schüler Rentner Besucher Teilnehmer Bürger Anwohner Bewohner Nachbar Gewinner Sieger Zuschauer Patient Partner Kinder "
    "Eltern Männer Mieter Käufer Fahrer Täter Einwohner Zeuge Kater Vater Mutter Bruder Sommer Winter Dezember Zimmer Fenster"
)
"""Words for people that say what someone does at the moment, not which office they hold."""


def occupation(word: str, known: Knowledge) -> Role | None:
    """The office or trade a word names: a listed office, or a word for somebody that German forms for both genders.

    "Stürmer" is one because "Stürmerin" is a word too; "Kölner" is none because Köln is a town.
    """
    role = known.names.role(word)
    if role is not None or not word[:1].isupper() or len(word) < 6:
        return role
    male = re.sub(r"in$", "", word)
    if male in NO_OFFICE or known.names.is_first(word) or known.names.is_surname(word):
        return None
    gazetteer = known.gazetteer
    stems = (male[:-2], male[:-1], f"{male[:-2]}en", f"{male[:-2]}e", male)
    if any(stem in gazetteer.towns_by_name or stem in gazetteer.districts_by_name for stem in stems):
        return None
    if AGENT_FEMALE.match(word) and known.lexicon.knows(word):
        return Role(word, "f", False, word)
    if AGENT.match(word) and known.lexicon.lists(word) and known.lexicon.lists(f"{re.sub('e$', '', word)}in"):
        return Role(word, "m", False, word)
    return None


IS = frozenset(("ist", "bleibt", "wird", "wurde", "war"))
NEW = frozenset(
    ["der", "die", "neue", "neuer", "neuen", "künftig", "künftige", "jetzt", "weiterhin", "zum", "zur", "nun", "erneut"]
)


def _predicate(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """ "Vorsitzender des Vereins ist Horst Grabow", "Zur neuen Leiterin wurde Katrin Böhme gewählt"."""
    if tokens.word(at) not in IS:
        return None
    for back in range(1, 8):
        word = tokens.word(at - back)
        if not word[:1].isalpha():
            return None
        role = known.names.role(word)
        if role is not None and not role.plural:
            opens = tokens.starts_sentence(at - back) or tokens.word(at - back - 1).lower() in NEW
            complement = _complement(tokens, at - back + 1, known)
            fills = len(complement.split()) == back - 1
            return _office(tokens, at - back, role, complement) if opens and fills else None
    return None


def _professor(tokens: Tokens, first: int, last: int, known: Knowledge) -> Office | None:
    """A title that is an office when it is written out and no other office stands there: "Professor Jörg Hügle"."""
    for at in range(first, last):
        role = known.names.role(tokens.word(at))
        if role is not None:
            return _office(tokens, at, role)
    return None


def _office(tokens: Tokens, at: int, role: Role, complement: str = "") -> Office:
    adjective = tokens.word(at - 1)
    phrase = role.word
    if DEPUTY.match(adjective) and KEPT.match(adjective):
        ending = (
            "er"
            if role.gender == "m" and not role.word.endswith("e") and tokens.word(at - 2).lower() not in ("der", "die")
            else "e"
        )
        stem = re.sub(r"e[rnsm]?$", "", adjective)
        phrase = (
            f"{stem}{ending} {phrase}"
            if not adjective.lower().startswith("stellv") or len(adjective) > 6
            else f"stellv. {phrase}"
        )
    return Office(role, f"{phrase}{complement}", tokens.all[at].start, role.plural)


def _genitive(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """ "Bürgermeisterin der Stadt Hagen Eva Muster", "Regierungspräsident von Arnsberg Gerd Bollermann"."""
    for back in range(1, 7):
        role = known.names.role(tokens.word(at - back))
        if role is not None and tokens.word(at - back + 1) in LINKING:
            if any(tokens.word(i) in (",", ".", ":", ";", "„", "“", '"') for i in range(at - back + 1, at + 1)):
                return None
            if any(VERB.match(tokens.word(i)) for i in range(at - back + 1, at + 1)):
                return None
            complement = " ".join(tokens.string[tokens.all[at - back].end : tokens.all[at].end].split())
            return _office(tokens, at - back, role, f" {complement}")
    return None


def _apposition(tokens: Tokens, comma: int, known: Knowledge) -> Office | None:
    """The office before a comma: "der Staatssekretär im Ministerium für Arbeit, Integration und Soziales, Thorsten Klute"."""
    for back in range(1, COMPLEMENT + 1):
        at = comma - back
        word = tokens.word(at)
        if known.names.is_first(tokens.word(at - 1)) and known.names.is_surname(word):
            return None  # "Jörn König, Thomas Korell": a name, though the word is an office too
        if at < 0 or word in (".", ":", ";", "„", "“", '"', "!", "?") or VERB.match(word) or "\n\n" in tokens.gap(at):
            return None
        role = known.names.role(word)
        if role is None:
            continue
        if back > 1 and tokens.word(at + 1) not in LINKING:
            return None
        if known.names.is_first(tokens.word(at + 1)):
            return None
        complement = " ".join(tokens.string[tokens.all[at].end : tokens.all[comma].start].split())
        return _office(tokens, at, role, f" {complement}" if complement else "")
    return None


def office_behind(tokens: Tokens, last: int, known: Knowledge, names: Mapping[int, Found]) -> Office | None:
    """The office behind the name: after a comma, in brackets, or alone on the next line."""
    at = last + 1
    mark = tokens.word(at)
    if mark == "(" and re.fullmatch(r"[A-ZÄÖÜ][\w/]+|\d\d", tokens.word(at + 1)) and tokens.word(at + 2) == ")":
        if role := known.names.role(tokens.word(at + 1)):
            return _office(tokens, at + 1, role)
        at += 3
        mark = tokens.word(at)
    newline = "\n" in tokens.gap(at - 1)
    if newline and "\n\n" not in tokens.gap(at - 1):
        return _line_role(tokens, at, known)
    role = known.names.role(mark)
    if role is not None and not role.plural and _ends_line(tokens, at):
        return _office(tokens, at, role)
    if mark in IS:
        while tokens.word(at + 1) in NEW:
            at += 1
        role = known.names.role(tokens.word(at + 1))
        if role is None or role.plural or at + 2 in names or titles_follow(tokens, at + 2, names):
            return None
        return _office(tokens, at + 1, role, _complement(tokens, at + 2, known))
    if mark not in (",", "–", "-", "("):
        return None
    at += 1
    if tokens.word(at) in ("der", "die", "dem", "den", "des", "als", "seit"):
        at += 1
    while DEPUTY.match(tokens.word(at)):
        at += 1
    role = occupation(tokens.word(at), known)
    if role is None or role.plural or "\n" in tokens.gap(at - 1):
        return None
    following = at + 1
    if following in names or (tokens.word(following)[:1].isupper() and names.get(following)):
        return None  # "Guntram Schneider, Ministerin Sylvia Löhrmann": the office belongs to the next name
    if titles_follow(tokens, following, names):
        return None
    return _office(tokens, at, role, _complement(tokens, following, known))


def _ends_line(tokens: Tokens, index: int) -> bool:
    """Whether a contact block goes on behind this word: the line ends, or a number follows."""
    following = tokens.word(index + 1)
    return (
        not following
        or "\n" in tokens.gap(index)
        or following in ("Telefon", "Tel", "Fax", "Mobil", "E-Mail", "Mail", "T", "M")
    )


def titles_follow(tokens: Tokens, index: int, names: Mapping[int, Found]) -> bool:
    """Whether a name with titles begins here."""
    while tokens.word(index) in ("Dr", "Prof", "."):
        index += 1
    return index in names


def _line_role(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """The office that begins the line below a name."""
    cursor = at
    while DEPUTY.match(tokens.word(cursor)):
        cursor += 1
    role = known.names.role(tokens.word(cursor))
    if role is None or role.plural:
        return None
    following = cursor + 1
    if (
        tokens.word(following)[:1].isupper()
        and "\n" not in tokens.gap(cursor)
        and not known.names.role(tokens.word(following))
    ):
        return None
    return _office(tokens, cursor, role)


def _complement(tokens: Tokens, at: int, known: Knowledge) -> str:
    """What the office is of, up to the next mark or verb: " der Stadt Hagen", " im Ministerium für Schule"."""
    if tokens.word(at) not in LINKING:
        return ""
    end = at
    for index in range(at, at + COMPLEMENT):
        word = tokens.word(index)
        if not word or not (word[:1].isalpha() or word == "/") or VERB.match(word) or "\n" in tokens.gap(index - 1):
            break
        if word[:1].isupper():
            end = index + 1
        elif (
            word not in LINKING
            and word not in ("und", "die", "das", "dem", "den")
            and not re.search(r"(?:en|er|e)$", word)
        ):
            break
    return " " + " ".join(tokens.string[tokens.all[at].start : tokens.all[end - 1].end].split()) if end > at else ""


def _responsible(office: Office, known: Knowledge, state: str) -> frozenset[str]:
    """The ministries that the first part of an office names: Schul- of Schulministerin."""
    field = office.role.word[: len(office.role.word) - len(office.role.base)]
    found = known.institutions.responsible(field, None, state=state) if field else ()
    return frozenset(ministry.entity for ministry in found)


def office_holder(
    surname: str,
    office: Office | None,
    known: Knowledge,
    organisations: Collection[Mention],
    today: date | None,
    state: str | None,
) -> str | None:
    """The full name of an office-holder with this surname, when office, time and ministry leave one; else None.

    A ministry the document names is evidence; so is, in a release of the Land, a day within the time in office, or an
    office that names the ministry's field ("Schulministerin").
    """
    if office is None:
        return None
    entities = {mention.entity for mention in organisations} | {
        candidate for mention in organisations for candidate in mention.candidates
    }
    code = (state or "").removeprefix("ags:")
    fitting = []
    for holder in known.institutions.office_holders:
        if holder.surname not in (surname, surname.removesuffix("s")):
            continue
        role = known.names.role(holder.office.split()[0])
        if role is None or not office.fits(role) or (office.gender and office.gender != holder.gender):
            continue
        in_time = today is not None and holder.is_dated and holder.valid.contains(today)
        if today is not None and holder.is_dated and not in_time:
            continue
        if (
            holder.organisation in entities
            or (code == holder.state and in_time)
            or (code == holder.state and holder.organisation in _responsible(office, known, code))
        ):
            fitting.append(holder.person)
    names = set(fitting)
    return names.pop() if len(names) == 1 else None
