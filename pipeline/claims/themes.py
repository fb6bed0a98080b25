"""What a number is about, in words, and the key under which claims about the same thing meet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..knowledge.inflection import Word, lemmas, noun_key, stem
from ..knowledge.reading import Tag

# Nouns that say what an amount is; their compounds too ("Gesamtkosten", "Sachschaden").
MONEY_NOUNS = lemmas(
    [
        "-kosten", "-schaden", "-zuschuss", "-mittel", "-förderung", "-summe", "-betrag", "-haushalt", "-investition", "-ausgabe",
        "-einnahme", "-etat", "-budget", "-preis", "-gebühr", "-pauschale", "-fonds", "-zuwendung", "-spende", "-umsatz", "-gehalt",
        "-miete", "-beitrag", "-aufwand", "-aufwendung", "-ertrag", "-erlös", "-defizit", "-überschuss", "-kredit", "-schuld",
        "-strafe", "-steuer", "-beihilfe", "-entgelt", "-volumen", "-wert", "-bedarf", "-einsparung", "-rahmen", "-abgabe",
        "-prämie", "-lohn", "-honorar", "-gewinn", "-verlust", "-eintritt", "-anteil", "-entschädigung", "-darlehen",
    ]
)  # fmt: skip
# Bare, these say nothing; with a complement ("Mittel für Dolmetscher") they do.
_BARE = frozenset(
    map(stem, ("Betrag", "Summe", "Gesamtsumme", "Mittel", "Anteil", "Wert", "Höhe", "Zuschuss", "Förderung", "Kosten", "Gesamtbetrag",
               "Geld", "Euro", "Preis", "Beitrag", "Budget", "Etat", "Haushalt", "Ausgaben", "Einnahmen", "Volumen", "Bedarf", "Drittmittel",
               "Eigenmittel", "Förderjahr", "Ansatz", "Jahr", "Zahl", "Anzahl", "Million", "Milliarde", "Rahmen", "Größenordnung", "Umfang",
               "Größe", "Teil", "Punkt", "Mal", "Seite", "Uhr", "Stück", "Prozent", "Quote", "Rate", "Schnitt", "Min", "Std", "Sek", "Zähler",
               "Vorjahr", "Vorjahreszeitraum", "Vormonat", "Schätzung", "Prognose"))
)  # fmt: skip
# Nouns of money that are counted things as well, so "180 Haushalte" and "430 Stücke" tell.
_COUNTED = frozenset(("Haushalte", "Haushalten", "Stücke", "Stücken", "Teile", "Teilen", "Beiträge", "Beiträgen"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """What a number is about: the key for comparing, and the words for people. An empty key: nothing to be claimed."""

    key: str
    subject: str


NOTHING = Theme("", "")
"""The theme of a number that was understood and claims nothing of its own ("27 Prozent mehr als 2017")."""


def tells(words: str, *, counted: bool = False) -> bool:
    """Whether the words name something: no bare "Summe", no abbreviation alone."""
    nouns = [word for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", words) if word[:1].isupper()]
    if not nouns:
        return False
    if len(words.split()) > 1 or (counted and nouns[0] in _COUNTED):
        return True
    return not (stem(nouns[0]) in _BARE or (nouns[0].isupper() and len(nouns[0]) < 5))


def theme(kind: str, head: Tag, words: str) -> Theme | None:
    """The theme of a kind of number named by a noun with its words, if these tell anything."""
    return Theme(f"{kind}:{noun_key(head.surface)}", words) if tells(words) else None


def is_money_noun(tag: Tag) -> bool:
    """Whether a noun says what an amount is."""
    word = Word(tag.span, tag.surface, stem(tag.surface))
    return "vertr" not in tag.surface.lower() and any(one.fits(word) for one in MONEY_NOUNS)
