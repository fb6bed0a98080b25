"""Names of people as they are printed: titles, first names, initials, particles, double surnames.

This module only says where a name stands and why we think so; who it is, and what office is held, people.py decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..knowledge import Knowledge
from ..knowledge.names import PARTICLES
from .people_titles import ADDRESS, BEHIND, TITLES, titles_before, together
from .tokens import Tokens, words

NOT_IN_NAMES = words(
    "Die Der Das Den Dem Des Ein Eine Und Oder Aber In Im Am An Auf Aus Bei Mit Nach Von Vor Zu Zum Zur Für Durch Über Unter Seit Als Wie "
    "Wenn Weil Dass Auch Noch Nur So Sie Er Es Wir Ihr Ich Man Hier Dort Da Nun Heute Gestern Morgen Jetzt Herr Frau Telefon Tel Fax "
    "Mail E-Mail Mobil Straße Platz Seite Uhr Euro Prozent Land Stadt Kreis Gemeinde Nach Bis Beim Vom Damit Dabei Dazu Daher Darum Ob "
    "GmbH AG KG Stiftung Preis Schule Universität Haus Halle Stadion Institut Gymnasium Gesellschaft Verlag Partei Fraktion CDU SPD FDP "
    "AfD CSU Grüne Linke Grünen Linken Kirche Verein Bank Bund Zentrum Museum Theater Allee Weg Ring Ufer Januar Februar März April Mai "
    "Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag NRW Hintergrund "
    "Foto Bild Quelle Text Redaktion Internet Web Pressekontakt Kontakt Ansprechpartner Pressestelle Union Deutschland Europa"
)
ALSO_WORDS = words("Mark Rose August Kai Ernst Wolf Falk Mai Jan Iris Viola Linde Heide Erika Flora Jasmin Ben Tim Pia Lea Ida Ali Kim Eva Max Bert Till Horst Kurt Lars Sven Viktoria Victoria Florian Felix Christian Ann Angel Art Dana Gloria Grace Justin Kay Ray Romy Sky Summer Bo Lou Can Tom Don Al Sam Lee")  # fmt: skip
"""First names that are words, rivers or foreign words too: they need a surname we know, an office or a title."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text: tokens [first, last], the place without titles, and how sure its form alone makes us.

    `full` says that it has a first name; `titled` that a title or form of address stands before it.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    full: bool
    titled: bool
    strength: float
    gender: str | None = None

    @property
    def surname(self) -> str:
        return surname_of(self.name)


def surname_of(name: str) -> str:
    """The surname with its particles: "von der Leyen", "Op den Akker".

    >>> surname_of("Wibke Op den Akker"), surname_of("Ulrike Müller-Lüdenscheidt")
    ('Op den Akker', 'Müller-Lüdenscheidt')
    """
    parts = name.split()
    for index, part in enumerate(parts[1:], 1):
        if part in PARTICLES:
            return " ".join(parts[index:])
    return parts[-1] if parts else ""


def find_names(tokens: Tokens, known: Knowledge, taken: Collection[tuple[int, int]] = ()) -> tuple[Found, ...]:
    """Every stretch that looks like a person's name, from left to right, without overlaps."""
    found: list[Found] = []
    index = 0
    while index < len(tokens.all):
        listed = bool(found) and found[-1].last == index - 2 and tokens.word(index - 1) in (",", "und")
        name = _name_at(tokens, index, known, listed=listed)
        if name is not None and names_a_thing(tokens, name.first, name.last):
            index = name.last + 1
            continue
        if name is not None and not any(name.start < end and start < name.end for start, end in taken):
            found += [*_spouse(tokens, name, known), name]
            index = name.last + 1
        else:
            index += 1
    return tuple(found)


def _spouse(tokens: Tokens, name: Found, known: Knowledge) -> Iterator[Found]:
    """The first of two who share a surname: "Frank und Petra Ottinger"."""
    first = name.first - 2
    token = tokens.all[first] if first >= 0 else None
    if token is None or not name.full or tokens.word(first + 1) not in ("und", "&"):
        return
    alone = not tokens.word(first - 1)[:1].isupper() or tokens.starts_sentence(first)
    if (
        alone
        and _is_first(tokens, first, known)
        and token.string not in ALSO_WORDS
        and _is_first(tokens, name.first, known)
    ):
        full = f"{token.string} {name.surname}"
        yield Found(first, first, token.start, token.end, full, True, False, 0.8, known.names.gender(token.string))


def _name_at(tokens: Tokens, index: int, known: Knowledge, *, listed: bool = False) -> Found | None:
    """The name that begins at this token; `listed`: behind another one and a comma, where less proof is needed."""
    token = tokens.all[index]
    word = token.string
    if not (token.is_capital or _is_noble(tokens, index)) or word in NOT_IN_NAMES or word in TITLES or word in ADDRESS:
        return None
    before, titled, address = titles_before(tokens, index)
    names = known.names
    announced = listed or (
        before > 0 and together(tokens, before - 1) and names.role(tokens.word(before - 1)) is not None
    )
    if names.role(word) and not names.is_first(word) and not _is_bearer(tokens, index):
        return None
    if THING_BEFORE.match(word):
        return None
    cursor, firsts = _first_names(tokens, index, titled, known)
    end = None
    if firsts == 0 or together(tokens, cursor - 1):
        end = _surname(tokens, cursor, any_word=announced and firsts > 0)
    if end is None and firsts >= 2:
        # the last first name is the surname: "Peter Paul", "Frank Walter"
        end, firsts = cursor - 1, firsts - 1
    if end is None or (firsts == 0 and not titled):
        return None
    if tokens.word(index - 1) in FOREIGN or known.gazetteer.state(tokens.word(end)) or is_compound(tokens.word(end)):
        return None
    if firsts == 0 and tokens.word(index - 1) == "PD" and word in known.gazetteer.towns_by_name:
        return None  # the police of a town
    if firsts == 0 and tokens.word(index - 1) in SEVERAL and not _is_known_surname(tokens.word(end), known):
        return None
    same_line = "\n" not in tokens.gap(end)
    if firsts == 0 and end == index and same_line and _second_part(tokens, end + 1, known, unlisted=True):
        end, firsts = end + 1, 1  # "Frau Lüppo Cramer": a first name nobody listed
    elif firsts and _is_known_surname(tokens.word(end), known) and same_line and _second_part(tokens, end + 1, known):
        end += 1  # "Christina Schulze Föcking"
    again = next((at for at in range(index + 2, end + 1) if tokens.word(at) == word), None)
    if again is not None:
        end = again - 1  # "Von Thomas Adler Thomas Adler schreibt …": the name twice
    first_token, last_token = tokens.all[index], tokens.all[end]
    name = tokens.phrase(index, end)
    strength = _strength(tokens, index, end, firsts, titled, known)
    if strength < (0.2 if announced else 0.4):
        return None
    gender = address or (names.gender(word) if firsts else None)
    return Found(index, end, first_token.start, last_token.end, name, firsts > 0, titled, strength, gender)


def _is_noble(tokens: Tokens, index: int) -> bool:
    """Whether a small word begins a surname: "Frau de Vries", "Herr von Stein"; "die Frau der Stunde" has an article there."""
    small = tokens.word(index) in PARTICLES and tokens.word(index) not in (
        "der",
        "den",
        "dem",
        "des",
        "zu",
        "zur",
        "zum",
    )
    return small and tokens.word(index - 1) in ADDRESS and tokens.word(index + 1)[:1].isupper()


def _is_bearer(tokens: Tokens, index: int) -> bool:
    """Whether the word for an office is a surname here: "Dr. Förster, SPD", not "Dr. Bürgermeister Kolb"."""
    titled = tokens.word(index - 1) == "." and tokens.word(index - 2) in ("Dr", "Prof")
    alone = not tokens.word(index + 1)[:1].isupper() or "\n" in tokens.gap(index)
    return titled and alone


SEVERAL = words("Frauen Familie Herren")
"""Forms of address for several that are everyday words too: "die Frauen Müller und Meier", "bei den Frauen Zweitbeste"."""


THING = re.compile(
    r"(?:Kaserne|Serie|Panzer|Klasse|Album|Film|Buch|Konzert|Team|Spiel|Show|Tour|Fan|Aktie|Konzern|Gruppe|Adventure|Ausstellung|Denkmal|"
    r"Biografie|Roman|Stück|Oper|Archiv|Turm|Tunnel|Werk|Modell|Gesetz|Effekt|Prinzip|Zelle|Test|Skala|Regierung|Ära|Anhänger)(?:s|es|e|n|en|er|ern)?$"
)


def is_compound(word: str) -> bool:
    """Whether a name is only the first half of a thing: "Zehner-Kaserne", "Jensen-Adventure"; not "Müller-Wohlfahrt"."""
    head = word.rpartition("-")[2]
    return head != word and bool(THING.match(head) or THING_AFTER.match(head))


def _first_names(tokens: Tokens, index: int, titled: bool, known: Knowledge) -> tuple[int, int]:
    """The token behind the first names and initials that begin here, and how many there are."""
    cursor, count = index, 0
    while count < 4 and _is_first(tokens, cursor, known) and (cursor == index or together(tokens, cursor - 1)):
        count += 1
        cursor += 1
        while _is_initial(tokens, cursor):
            cursor += 2
    if count == 0 and _is_initial(tokens, index) and together(tokens, index + 1):
        surname = tokens.word(index + 2)
        if titled or (
            _is_known_surname(surname, known) and surname not in NOT_IN_NAMES and not is_noun(surname, known)
        ):
            return index + 2, 1
    return cursor, count


def _is_first(tokens: Tokens, index: int, known: Knowledge) -> bool:
    word = tokens.word(index)
    return bool(word) and word[0].isupper() and known.names.is_first(word) and word not in NOT_IN_NAMES


def _is_initial(tokens: Tokens, index: int) -> bool:
    """One capital with its dot ("H. Müller"), not the end of an abbreviation ("F.D.P.")."""
    word = tokens.word(index)
    if not (len(word) == 1 and word.isupper() and tokens.word(index + 1) == "." and tokens.gap(index) == ""):
        return False
    if tokens.word(index - 1) == "." and tokens.word(index - 2) in ("a", "i", "d", "z", "h", "e", "o"):
        return False  # "Ministerpräsident a. D.", "Oberst i. G."
    return tokens.gap(index + 1) != "" and not (tokens.word(index - 1) == "." and tokens.gap(index - 1) == "")


def _is_surname_like(tokens: Tokens, index: int, any_word: bool = False) -> bool:
    word = tokens.word(index)
    if len(word) < 2 or not word[0].isupper() or not word[-1].isalpha() or word in ADDRESS:
        return False
    if word in NOT_IN_NAMES and not any_word:
        return False
    return not (word.isupper() and len(word) <= 4)


def _is_known_surname(word: str, known: Knowledge) -> bool:
    return known.names.is_surname(word) or word in known.lexicon.people


def _second_part(tokens: Tokens, index: int, known: Knowledge, *, unlisted: bool = False) -> bool:
    """Whether a word can be the second half of a surname: a capital, and no word or place that we know.

    `unlisted`: a rare word may be one too.
    """
    word = tokens.word(index)
    if not _is_surname_like(tokens, index) or known.names.role(word) or word.isupper() or len(word) < 3:
        return False
    if word in known.gazetteer.towns_by_name or known.gazetteer.state(word) or THING_AFTER.match(word):
        return False
    if unlisted and not is_noun(word, known):
        return True
    return _is_known_surname(word, known) or not known.lexicon.knows(word)


NOBLE = words(
    "Graf Gräfin Freiherr Freifrau Freiin Baron Baronin Prinz Prinzessin Fürst Fürstin Edler Edle Ritter Erbgraf"
)


def _surname(tokens: Tokens, index: int, *, any_word: bool = False) -> int | None:
    """The last token of the surname that begins here, or None; `any_word`: it may be a small word ("Weil", "Nun")."""
    cursor = index
    if tokens.word(cursor) in NOBLE and tokens.word(cursor + 1) in PARTICLES:
        cursor += 1  # "Hannelore Gräfin von Bothmer"
    while cursor - index < 4 and tokens.word(cursor) in PARTICLES:
        if not together(tokens, cursor):
            return None
        cursor += 1
        if tokens.word(cursor - 1) == "von" and tokens.word(cursor) == "und" and tokens.word(cursor + 1) == "zu":
            cursor += 2
    if tokens.word(cursor) in BEHIND:
        return None  # "Winfried Hermann MdL": a seat in parliament is no surname
    if _is_surname_like(tokens, cursor, any_word) or _is_month_name(tokens, cursor):
        return cursor
    return None


def _is_month_name(tokens: Tokens, index: int) -> bool:
    """Whether a month is somebody's surname ("Petra März"): behind a first name that is no word, and without a year."""
    before = tokens.word(index - 1)
    return (
        tokens.word(index) in ("Januar", "März", "Mai", "Juni", "August")
        and before[:1].isupper()
        and before not in NOT_IN_NAMES | ALSO_WORDS | TITLES | ADDRESS
        and not tokens.word(index + 1)[:1].isdigit()
    )


def _strength(tokens: Tokens, index: int, end: int, firsts: int, titled: bool, known: Knowledge) -> float:
    """How sure the form alone makes us that this is a person."""
    first, last = tokens.word(index), tokens.word(end)
    surname = _is_known_surname(last, known)
    strength = (0.9 if firsts else 0.85) + (0.06 if surname else 0.0)
    if titled:
        return min(strength + 0.05, 0.98)
    if is_noun(last, known):
        strength -= 0.3
    if first in ALSO_WORDS or known.lexicon.count(first.lower()) > known.lexicon.count(first):
        strength -= 0.1 if surname else 0.35
    if last.endswith("er") and (
        last[:-2] in known.gazetteer.towns_by_name or last[:-2] in known.gazetteer.districts_by_name
    ):
        strength -= 0.2  # "Ingo Kölner": an adjective more often than a surname
    return strength


def is_noun(word: str, known: Knowledge) -> bool:
    """Whether a capitalised word is an everyday noun rather than a surname nobody listed.

    Everyday nouns were taken out of the lists of surnames (Haus, Zentrum), and the surnames people know are in them; so
    what no list has and print writes more than three hundred times in a hundred million words is a noun.
    """
    if _is_known_surname(word, known) or word.removesuffix("s") in known.lexicon.people:
        return False
    lexicon = known.lexicon
    if lexicon.count(word) > 300 or lexicon.count(word.lower()) > 50:
        return True
    return len(word) > 6 and bool(NOUN_ENDING.search(word))


THING_AFTER = re.compile(
    r"(?:Grund|Haupt|Real|Gesamt|Förder|Volks|Hoch|Sport|Stadt)?(?:[Ss]chule|[Hh]alle|[Ss]tiftung|[Ss]traße|[Pp]latz|[Pp]reis|[Hh]aus|[Ii]nstitut|"
    r"[Gg]ymnasium|[Kk]olleg|[Mm]useum|[Ss]tadion|[Kk]aserne|[Kk]linik|[Vv]erlag|[Aa]llee|[Pp]okal|[Tt]urnier|[Mm]edaille|[Gg]esellschaft|[Aa]kademie|"
    r"[Bb]rücke|[Gg]edächtnis\w*|[Ff]onds|[Ff]orum|[Gg]roup|[Bb]and|[Bb]rothers|Bros|Records|Pub|Park|County|Creek|Mountains|River|Weg|Ring|Ufer|Cup|Bau|Band|Quartett|Orchester|Chor)(?:s|es)?$"
)
THING_BEFORE = re.compile(
    r"\w*(?:[Ss]chule|[Gg]ymnasium|[Kk]olleg|[Ff]irma|[Pp]latz|[Ss]traße|[Hh]alle|[Hh]aus|[Ww]erft|[Bb]rauerei|[Vv]erlag|[Aa]potheke|[Oo]rkan|[Tt]ief|"
    r"[Ss]turm|[Hh]urrikan|[Dd]ampfer|[Ss]chiff|[Ff]ähre|[Ss]tiftung|[Ss]pedition|[Bb]äckerei|[Kk]aserne|[Zz]entrum|[Kk]apelle|[Kk]irche|[Ff]abrik|[Kk]onzern|[Rr]eederei|[Aa]gentur|[Bb]rennerei|Sankt|Haus|MS|Kanzlei|Fête)$"
)


def names_a_thing(tokens: Tokens, first: int, last: int) -> bool:
    """Whether something was named after the person: a school, a firm, a storm, the title of a work in quotation marks."""
    before, after = tokens.word(first - 1), tokens.word(last + 1)
    if last > first + 1 and THING_AFTER.match(tokens.word(last)):
        return True  # "Karl Lenz Fonds", where Lenz is a first name as well
    if after and together(tokens, last) and THING_AFTER.match(after):
        return True
    if first > 0 and together(tokens, first - 1) and before[:1].isupper() and THING_BEFORE.match(before):
        return True
    return before in ("„", "»", "«", '"') and after in ("“", "«", "»", '"')


FOREIGN = words("San Santa Sankt St Saint New Los Las Rio The")
"""Words before a first name that make it the name of a town or church: San Francisco, Sankt Martin."""
NOUN_ENDING = re.compile(r"(?:ung|heit|keit|schaft|tion|ismus|tät|ment|innen|zentrum|zentren|gesetz|straße)s?$")
