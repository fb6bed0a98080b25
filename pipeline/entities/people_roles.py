"""Offices in front of names: "Integrationsministerin Löhrmann", "der Staatssekretär im Ministerium für A und B, Ludwig
Hecke,", "Kassenwartin bleibt Ilse Wendt", "Ansprechpartnerin: Wiebke Mohr". Behind the name: people_roles_behind.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..knowledge import Knowledge
from ..knowledge.names import Role
from .organisations_bodies import noun_list_end
from .people_titles import titles_before, together
from .tokens import TOKEN, Tokens, words

KEPT = re.compile(
    r"(?:stellvertretend|ehemalig|früher|designiert|kommissarisch|damalig|amtierend|geschäftsführend|parlamentarisch|leitend|"
    r"vorsitzend|regierend|beisitzend|ständig|erst|zweit|dritt|technisch|kaufmännisch|ärztlich|medizinisch|künstlerisch|"
    r"wissenschaftlich|pädagogisch|geistlich|ehrenamtlich|hauptamtlich|federführend|persönlich|\w+politisch)(?:e[rnsm]?)?$",
    re.IGNORECASE,
)
"""Adjectives that are part of an office."""
DROPPED = re.compile(r"(?:neu|scheidend|bisherig|langjährig|jetzig|heutig|künftig|gewählt|zuständig)(?:e[rnsm]?)?$")
SHORTENED = words("stellv stv Stellv Stv komm ehem Ehem")
LINKING = words("der des im in von vom für beim bei am an zur zum")
SMALL_WORDS = words("und die das dem den")
COMPLEMENT = 14
"""How many tokens the words between an office and the name in apposition may have; ministries' names need twelve."""
VERB = re.compile(
    r"(?:hat|haben|ist|sind|war|waren|wird|werden|sagte?|erklärt?e?|betont?e?|wurden?|kann|soll|muss|will|bleibt|kam|kamen)$"
)
STOPS = frozenset('.:;„“"!?»«|•*')
ADJECTIVAL = re.compile(r"(?:nd|net|agt|iert|ellt|igt)e$")
DEFINITE = words("der die dem den des")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as printed, in the nominative. `phrase` may hold an adjective and what the office is of; `also` are the
    other offices in it ("Bürgermeister und Kreistagsabgeordneter")."""

    role: Role
    phrase: str
    start: int = -1
    plural: bool = False
    also: tuple[Role, ...] = ()

    @property
    def gender(self) -> str:
        return self.role.gender

    @classmethod
    def of(cls, phrase: str) -> Office:
        """An office known from elsewhere by its words alone."""
        return cls(Role(phrase, "", False, phrase.split()[0]), phrase)

    def fits(self, role: Role) -> bool:
        """Whether this office can be meant by a shorter or other word for it ("Minister" for "Integrationsminister")."""
        theirs = role.word.lower()
        return any(
            mine.word.lower().endswith(theirs)
            or theirs.endswith(mine.word.lower())
            or mine.base.lower() == role.base.lower()
            for mine in (self.role, *self.also)
        )


def best(offices: list[Office]) -> str | None:
    """The fullest wording of someone's office: the compound ("Integrationsminister") before the plain word.

    Different offices of one person do not mix: the one printed first stays.
    """
    if not offices:
        return None
    first = offices[0]
    alike = [office for office in offices if office.fits(first.role)]
    return max(alike, key=lambda office: (len(office.role.word), -offices.index(office))).phrase


ORDERS = words("Schwester Bruder Pater Mutter")
"""How members of orders are called between their office and their name; alone they are as often somebody's family."""


def office_before(tokens: Tokens, index: int, known: Knowledge) -> Office | None:
    """The office in front of the name that begins at this token."""
    first = titles_before(tokens, index)[0]
    at = first - 1
    mark = tokens.word(at)
    if at < 0:
        return _professor(tokens, first, index, known)
    if mark in (":", "|"):
        return _label(tokens, at, known)
    if mark == ",":
        return _agreeing(_apposition(tokens, at, known), tokens, index, known)
    if mark in ("–", "-", "(", ";"):
        return _professor(tokens, first, index, known)
    if not together(tokens, at):
        return _agreeing(_line_above(tokens, at, known), tokens, index, known) or _professor(
            tokens, first, index, known
        )
    at, retired = past_retired(tokens, at)
    if tokens.word(at) in ORDERS and known.names.role(tokens.word(at - 1)):
        at -= 1  # "Leiterin Schwester Benedikta Kolb"
    role = occupation(tokens.word(at), known)
    if role is not None and not (role.base in BODIES and tokens.word(at - 1) in ("dem", "im", "den", "vom")):
        return office(tokens, at, role, retired)
    said = predicate(tokens, at, known) or _genitive(tokens, at, known) or _chosen(tokens, at, known)
    return _agreeing(said, tokens, index, known) or _professor(tokens, first, index, known)


def _agreeing(said: Office | None, tokens: Tokens, index: int, known: Knowledge) -> Office | None:
    """An office that stands further off counts only when it does not contradict the first name."""
    if said is None or said.plural:
        return said
    gender = known.names.gender(tokens.word(index))
    said = of_one(said, gender, known)
    return None if gender == "f" and said.gender == "m" and known.names.female(said.role) != said.role.word else said


def of_one(office: Office, gender: str | None, known: Knowledge) -> Office:
    """The office of one person of this gender.

    "Die Landräte Anna Theil und …" is "Landrätin" for her; "der Vorsitzende" is "Vorsitzender", "zur Vorsitzenden" is
    "Vorsitzende": the form of an adjective does not tell man and woman apart, the first name does.
    """
    role, names = office.role, known.names
    word = role.word
    if gender == "f" and role.gender == "m":
        female = names.female(role)
        if office.plural or female == word.removesuffix("r"):
            word = female
    elif gender == "m" and role.gender == "f":
        male = names.role(f"{word}r")
        word = male.word if male is not None and male.gender == "m" and male.word.endswith("er") else word
    if word == role.word or gender is None:
        return replace(office, plural=False)
    ending = "e" if gender == "f" else "er"
    phrase = re.sub(r"(?<=\w)er?(?= )", ending, office.phrase.partition(role.word)[0]) + word
    rest = office.phrase.partition(role.word)[2]
    return replace(office, role=replace(role, word=word, gender=gender), phrase=phrase + rest, plural=False)


RETIRED = words("a.D. i.R. i.G. d.R. z.A.")
"""Abbreviations behind an office or rank: außer Dienst, im Ruhestand, im Generalstab, der Reserve, zur Anstellung."""


def past_retired(tokens: Tokens, at: int) -> tuple[int, str]:
    """The token before "a. D." or "i. R." that ends here, and the abbreviation; the same token when there is none."""
    ending = "".join(tokens.word(at - back) for back in (3, 2, 1, 0))
    if ending in RETIRED:
        return at - 4, f" {ending[:2]} {ending[2:]}"
    return at, ""


AGENT = re.compile(r"\w{3,}(?:er|ist|ent|ant|eur|tor|loge|är|iker)$")
AGENT_FEMALE = re.compile(r"\w{3,}(?:erin|istin|entin|antin|eurin|torin|login|ärin|ältin|ätin|chefin)$")
NO_OFFICE = words(
    "Schüler Rentner Besucher Teilnehmer Bürger Anwohner Bewohner Nachbar Gewinner Sieger Zuschauer Patient Partner Kinder "
    "Eltern Nachfolger Vorgänger Begleiter Männer Mieter Käufer Fahrer Täter Einwohner Zeuge Kater Vater Mutter Bruder Sommer Winter Dezember Zimmer Fenster"
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


BODIES = words("Vorstand Gemeinderat Stadtrat Betriebsrat Personalrat Rat")
"""Offices that are bodies too: "gehören dem Vorstand Jens Kolbe und … an"."""
IS = words("ist bleibt wird wurde war sind bleiben werden wurden waren heißt heißen")
NEW = words(
    "ihr sein ihre seine der die neue neuer neuen künftig künftige jetzt weiterhin zum zur zu als nun erneut und"
)
MANY = words("sind bleiben werden wurden waren heißen gehören fungieren kommen")
CHOOSES = IS | words(
    "wählte wählten gehört gehören ernannte bestimmte berief bestellte fungiert fungieren amtiert steht"
)


def predicate(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """ "Vorsitzender des Vereins ist Horst Grabow", "Zur neuen Leiterin wurde Katrin Böhme gewählt"."""
    if tokens.word(at) not in IS:
        return None
    return _said_of(tokens, at, known, opened=False)


def _chosen(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """ "Als Beisitzer gehören dem Vorstand Jens Kolbe und …", "Zur Vorsitzenden wählte die Versammlung Petra Lenz"."""
    for back in range(4):
        word = tokens.word(at - back)
        if word in CHOOSES:
            return _said_of(tokens, at - back, known, opened=True)
        if not word[:1].isalpha() or known.names.is_first(word):
            return None
    return None


def _said_of(tokens: Tokens, verb: int, known: Knowledge, *, opened: bool) -> Office | None:
    """The office in front of a verb; with `opened` only behind "als", "zum", "zur"."""
    for back in range(1, COMPLEMENT):
        at = verb - back
        word = tokens.word(at)
        if not word[:1].isalpha() and word != ",":
            return None
        role = occupation(word, known)
        if role is None:
            continue
        before = at - 1
        while KEPT.match(tokens.word(before)) or DROPPED.match(tokens.word(before)):
            before -= 1
        ahead = tokens.word(before).lower()
        if opened:
            opens = ahead in ("als", "zum", "zur", "zu")
        else:
            opens = tokens.starts_sentence(before + 1) or ahead in NEW or ahead == ","
        rest = complement(tokens, at + 1, known)
        if not opens or len(TOKEN.findall(rest)) != back - 1:
            return None
        many = tokens.word(verb) in MANY
        found = office(tokens, at, role, rest)
        return Office(found.role, found.phrase, found.start, many or found.plural)
    return None


def _professor(tokens: Tokens, first: int, last: int, known: Knowledge) -> Office | None:
    """A title that is an office when it is written out and no other office stands there: "Professor Jörg Hügle"."""
    for at in range(first, last):
        role = known.names.role(tokens.word(at))
        if role is not None:
            return office(tokens, at, role)
    return None


def office(tokens: Tokens, at: int, role: Role, rest: str = "") -> Office:
    """The office at a token, with the adjectives that belong to it in front and `rest` behind, in the nominative."""
    phrase = role.word
    before = at - 1
    while KEPT.match(tokens.word(before)) and "\n\n" not in tokens.gap(before):
        stem = re.sub(r"e[rnsm]?$", "", tokens.word(before))
        phrase = f"{stem}{'e' if role.gender == 'f' else 'es' if role.word.endswith('mitglied') else 'er'} {phrase}"
        before -= 1
    if tokens.word(before) == "." and tokens.word(before - 1) in SHORTENED:
        phrase = f"{tokens.word(before - 1)}. {phrase}"
        before -= 2
    while DROPPED.match(tokens.word(before)):
        before -= 1
    if tokens.word(before).lower() == "der" and tokens.word(at) == role.word and ADJECTIVAL.search(role.word):
        phrase = f"{phrase}r"  # "der Vorsitzende": a man; of a woman it is "der Vorsitzenden"
        role = replace(role, word=f"{role.word}r", gender="m")
    # Only the plural of "der Geschäftsführer" is "die Geschäftsführer".
    many = role.plural or (role.gender == "m" and tokens.word(before).lower() in ("die", "beide", "beiden", "zwei"))
    return Office(role, f"{phrase}{rest}", tokens.all[at].start, many)


def _label(tokens: Tokens, mark: int, known: Knowledge) -> Office | None:
    """ "Ansprechpartnerin: Wiebke Mohr", "Leiterin der Pressestelle: Eva Kolb", "Kassenwart | Jens Kolbe"."""
    role = known.names.role(tokens.word(mark - 1))
    if role is not None:
        if tokens.word(mark - 2).lower() in (*DEFINITE, "für") or (
            tokens.word(mark) == "|" and not _opens_row(tokens, mark - 1)
        ):
            return None
        found = office(tokens, mark - 1, role)
        return Office(found.role, found.phrase, found.start, role.plural)
    if tokens.word(mark) == "|":
        return None
    found_before = _genitive(tokens, mark - 1, known)
    if found_before is None:
        return None
    at = tokens.index_at(found_before.start)
    return found_before if at is not None and _opens_row(tokens, at) else None


def _opens_row(tokens: Tokens, at: int) -> bool:
    return at == 0 or "\n" in tokens.gap(at - 1) or tokens.word(at - 1) in ("|", "•", "*", "-", "–")


def _line_above(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """The office that stands alone on the line above a name, or ends a line of prose there.

    In "Anna Lenz, Hagen, Leiterin" and "Anna Lenz" above "Leiterin" it belongs to the name before it.
    """
    if "\n\n" in tokens.gap(at):
        return None
    at, retired = past_retired(tokens, at)
    role = known.names.role(tokens.word(at))
    if role is None or tokens.word(at - 1) in (",", "|", "(", ";"):
        return None
    begin = at
    while begin > 0 and "\n" not in tokens.gap(begin - 1):
        begin -= 1
    if any(known.names.is_first(tokens.word(index)) for index in range(begin, at)):
        return None
    alone = begin == at or all(KEPT.match(tokens.word(index)) for index in range(begin, at))
    if alone and "\n\n" not in tokens.gap(begin - 1):
        line = begin - 1
        while line > 0 and "\n" not in tokens.gap(line - 1):
            line -= 1
        if any(known.names.is_first(tokens.word(index)) for index in range(max(line, 0), begin)):
            return None
    return office(tokens, at, role, retired)


def _genitive(tokens: Tokens, at: int, known: Knowledge) -> Office | None:
    """ "Bürgermeisterin der Stadt Hagen Eva Muster", "Regierungspräsident von Arnsberg Gerd Bollermann"."""
    if tokens.word(at) in LINKING:
        return None  # "Vertreten wurde die Kanzlerin von Jan Bauer"
    for back in range(1, 7):
        if not together(tokens, at - back):
            return None
        role = known.names.role(tokens.word(at - back))
        if role is not None and tokens.word(at - back + 1) in LINKING:
            between = [tokens.word(index) for index in range(at - back + 1, at + 1)]
            if any(word in STOPS or word in (",", "-", "–") or VERB.match(word) for word in between):
                return None
            rest = " ".join(tokens.string[tokens.all[at - back].end : tokens.all[at].end].split())
            return office(tokens, at - back, role, f" {rest}")
    return None


def _apposition(tokens: Tokens, comma: int, known: Knowledge) -> Office | None:
    """The office before a comma: "der Staatssekretär im Ministerium für Arbeit, Integration und Soziales, Thorsten Klute"."""
    at = comma
    end = comma
    for _ in range(COMPLEMENT):
        at -= 1
        if tokens.word(at) == ")":
            opening = next((at - back for back in range(2, 6) if tokens.word(at - back) == "("), None)
            if opening is None or end != comma:
                return None
            at, end = opening, opening  # "Der Landrat des Kreises Unna (SPD), Hans Kolbe,"
            continue
        at, retired = past_retired(tokens, at) if at == end - 1 else (at, "")
        word = tokens.word(at)
        if at < 0 or not together(tokens, at) or word in STOPS or word in ("-", "–", "(") or VERB.match(word):
            return None
        if at > 0 and known.names.is_first(tokens.word(at - 1)) and "\n" not in tokens.gap(at - 1):
            return None  # "Jörn König, Thomas Korell": a name, though the word is an office too
        role = occupation(word, known) if at == end - 1 else known.names.role(word)
        if role is None:
            continue
        if at < end - 1 and not retired and tokens.word(at + 1) not in LINKING:
            return None
        if known.names.is_first(tokens.word(at + 1)):
            return None
        rest = " ".join(tokens.string[tokens.all[at].end : tokens.all[end - 1].end].split())
        return office(tokens, at, role, f" {rest}" if rest else "")
    return None


def complement(tokens: Tokens, at: int, known: Knowledge) -> str:
    """What the office is of, up to the next mark or verb: " der Stadt Hagen", " im Ministerium für Schule"."""
    if tokens.word(at) not in LINKING:
        return ""
    end = at
    for index in range(at, at + COMPLEMENT):
        word = tokens.word(index)
        if word == "," and (listed := _fields_end(tokens, at, index)) > end:
            end = listed
            break
        if not word or not (word[:1].isalpha() or word == "/") or VERB.match(word) or "\n" in tokens.gap(index - 1):
            break
        if word[:1].isupper():
            end = index + 1
        elif word not in LINKING and word not in SMALL_WORDS and not re.search(r"(?:en|er|e)$", word):
            break
    return " " + " ".join(tokens.string[tokens.all[at].start : tokens.all[end - 1].end].split()) if end > at else ""


def _fields_end(tokens: Tokens, at: int, comma: int) -> int:
    """The token behind "für Schule, Jugend und Kinder" when the comma stands inside such a list; else 0."""
    purpose = next((index for index in range(at, comma) if tokens.word(index) == "für"), None)
    if purpose is None:
        return 0
    last = noun_list_end(tokens.line, tokens.all[purpose + 1].start)
    return tokens.before(last) + 1 if last is not None and last > tokens.all[comma].start else 0
