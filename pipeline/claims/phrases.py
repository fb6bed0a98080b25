"""Noun phrases over tagged words: what a number counts and what an amount is for, without trees.

A parser trained on the open trees gets a third of all labelled arcs wrong, parts of speech only one in twenty. So phrases
are put together from neighbours: adjectives before their noun, a genitive or a "für …" behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge.inflection import fold
from ..knowledge.reading import Sentence, Tag
from ..text import Span

_GENITIVES = frozenset(("des", "der", "eines", "einer", "dieser", "dieses", "ihrer", "seiner", "aller"))
_COMPLEMENTS = frozenset(
    ("für", "zur", "zum", "an", "von", "vom", "im", "in", "bei", "aus", "mit", "zwischen", "aufgrund", "wegen", "durch", "nach", "laut")
)  # fmt: skip
_FOR = frozenset(("für", "zur", "zum"))
_ARTICLES = frozenset(("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"))
_JOINING = frozenset(("und", "sowie", "oder", "&"))
# Behind "für", "zur", "zum" these name no purpose, but a time, a unit or half of a verb ("zur Debatte stehen").
_NO_PURPOSE = frozenset(
    (
        "Verfügung", "Höhe", "Form", "Jahr", "Jahre", "Zeitraum", "Summe", "Beginn", "Ende", "Person", "Zeit", "Euro", "Prozent", "Million",
        "Millionen", "Milliarde", "Milliarden", "Mark", "Cent", "Dollar", "Franken", "Disposition", "Debatte", "Diskussion", "Wahl", "Auswahl",
        "Schau", "Stelle", "Folge", "Kenntnis", "Schuljahr", "Semester", "Wintersemester", "Sommersemester", "Monat", "Woche", "Stichtag",
        "Jahresende", "Jahresbeginn",
    )
)  # fmt: skip
_ADJECTIVE_ENDINGS = ("en", "em", "er", "es", "e")
_STRONG_ENDINGS = (("Gender=Masc", "er"), ("Gender=Neut", "es"))
# Nouns on these endings form their plural with -en or -nen, so the bare form is one thing.
_SINGULAR = re.compile(r"(?:ung|heit|keit|schaft|ion|tät|ik|enz|anz|thek|ur|um|ismus|tum)$")
_MEASURES = re.compile(
    r"^(?:Prozent|Mal|Stück|Mann|Uhr|Grad|Euro|Dollar|Franken|Blatt|Paar|Dutzend|Zoll|Fuß|Meter|\w*meter|\w*gramm|\w*liter|Pfund|"
    r"Hektar|Ar|Watt|\w*watt|\w*wattstunde|Volt|Bar|Karat|Quadrat\w*|Kubik\w*|Personal|Publikum)$"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with what belongs to it: the head, and the words for people ("Sanierung des Theaters")."""

    head: Tag
    words: str
    span: Span

    @property
    def is_single(self) -> bool:
        """Whether the noun stands alone, without adjective or complement."""
        return " " not in self.words


def base_form(tag: Tag, head: Tag | None = None) -> str:
    """An adjective in the nominative of its noun: abgeordneten Lehrkräfte -> abgeordnete, steigenden Bedarf -> steigender.

    Without the noun, or where its gender is not told, the plural's ending.
    """
    surface = tag.surface
    if surface[:1].isupper() or not surface.isalpha():
        return surface
    one = head is not None and head.has("Number=Sing")
    ending = next((told for gender, told in _STRONG_ENDINGS if one and head and head.has(gender)), "e")
    for old in _ADJECTIVE_ENDINGS:
        if surface.endswith(old) and len(surface) - len(old) > 3:
            return surface[: -len(old)] + ending
    return surface


def nominative(noun: Tag) -> str:
    """A noun without the -s of its genitive: des Titels -> Titel."""
    if not (noun.has("Case=Gen") and noun.has("Number=Sing") and noun.upos == "NOUN") or noun.has("Gender=Fem"):
        return noun.surface
    if re.search(r"[bdfgklmnprt]es$", noun.surface) and len(noun.surface) > 5:
        return noun.surface[:-2]
    return noun.surface[:-1] if re.search(r"[^aiousxzß]s$", noun.surface) else noun.surface


def is_one(noun: Tag) -> bool:
    """Whether a noun's form can only be one thing, so that "10 Perspektive" counts nothing."""
    if _MEASURES.match(noun.surface) or (noun.upos == "PROPN" and noun.surface.isupper()):
        return False
    if noun.surface.endswith("-"):
        return False
    if _SINGULAR.search(noun.surface):
        return True
    if noun.has("Degree=Pos"):
        return False  # an adjective made a noun has one form for both: "20 Beschäftigte"
    return noun.has("Number=Sing") and noun.has("Gender=Fem") and noun.surface.endswith("e")


def at(sentence: Sentence, position: int) -> int:
    """The index of the first tag that starts at or behind a position."""
    tags = sentence.tags
    return next((index for index, tag in enumerate(tags) if tag.span.start >= position), len(tags))


def behind(sentence: Sentence, position: int) -> Phrase | None:
    """The noun phrase that starts at once behind a position: "47 abgeordnete Lehrkräfte an Schulen"."""
    tags = sentence.tags
    index = start = at(sentence, position)
    while index < len(tags) and _is_attribute(tags, index):
        index += 1
    if index >= len(tags) or not tags[index].is_noun or not tags[index].surface[:1].isupper():
        return None
    return _phrase(tags, start, index)


def before(sentence: Sentence, position: int) -> Phrase | None:
    """The noun phrase that ends at once before a position; hedges and "von", "in Höhe von" are stepped over."""
    tags = sentence.tags
    index = at(sentence, position) - 1
    index = _over_hedges(tags, index)
    if index < 0 or not tags[index].is_noun or not tags[index].surface[:1].isupper():
        return None
    return _around(tags, index)


def _over_hedges(tags: Sequence[Tag], index: int) -> int:
    """Back over "von über", "in Höhe von rund", "auf jährlich", ":" to the last word of what the number belongs to."""
    while index >= 0:
        word = fold(tags[index].surface)
        if word == "hohe" and index and fold(tags[index - 1].surface) == "in":
            index -= 2
        elif word in ("und", "bis", "-", "–") and index > 1 and tags[index - 1].upos == "NUM":
            index -= 2  # "zwischen 15 und"
        elif tags[index].upos == "ADV" or word in ("von", "uber", "zwischen", "bis", "zu", "etwa", "rund", "ca", "insgesamt", "knapp", "gut", "mehr", "als", "mindestens", "fast", "circa", "jeweils", ":", ".", "auf", "bei", "mit"):  # fmt: skip
            index -= 1
        else:
            break
    return index


def _around(tags: Sequence[Tag], index: int) -> Phrase:
    """The phrase whose last noun stands at an index: back over a genitive or "für …" to its head."""
    head = index
    for _ in range(3):  # "Kosten für die Sanierung des Theaters": at most two complements
        start = head
        while start and (_is_attribute(tags, start - 1) or _joins(tags, start - 1)):
            start -= 1
        if start and fold(tags[start - 1].surface) in _ARTICLES and start - 1 > 0 and tags[start - 2].is_noun:
            if fold(tags[start - 1].surface) not in _GENITIVES or not _is_word(tags[start - 2]):
                break
            head = start - 2
        elif start > 1 and fold(tags[start - 1].surface) in {fold(w) for w in _FOR} and _is_word(tags[start - 2]):
            head = start - 2
        elif (
            start > 2
            and (fold(tags[start - 1].surface) in _ARTICLES or tags[start - 1].upos == "DET")
            and fold(tags[start - 2].surface) in {fold(w) for w in _FOR}
            and _is_word(tags[start - 3])
        ):
            head = start - 3
        else:
            break
    start = head
    while start and (_is_attribute(tags, start - 1) or _joins(tags, start - 1)):
        start -= 1
    return _made(tags, start, head, index)


def _is_word(tag: Tag) -> bool:
    return tag.is_noun and tag.surface[:1].isupper() and tag.surface.replace("-", "").isalpha()


def _joins(tags: Sequence[Tag], index: int) -> bool:
    """ "Neu- und Umbau", "Städte und Gemeinden": a joining word between two nouns, or the first of them."""
    word = tags[index]
    if word.surface in _JOINING:
        return index > 0 and tags[index - 1].surface.endswith("-")
    return word.surface.endswith("-") and len(word.surface) > 2


def _is_attribute(tags: Sequence[Tag], index: int) -> bool:
    """An adjective with an ending before a noun ("das Badische Staatstheater"): no predicate, no article."""
    tag = tags[index]
    return tag.upos == "ADJ" and tag.surface.endswith(_ADJECTIVE_ENDINGS) and (index > 0 or tag.surface[:1].islower())


def _phrase(tags: Sequence[Tag], start: int, head: int) -> Phrase:
    """From its first adjective over its head to the end of its complements."""
    end = head
    while end + 2 < len(tags) and (tags[end + 1].surface in _JOINING) and _is_word(tags[end + 2]):
        # "Schülerinnen und Schüler" and "Beschäftigungs- und Ausbildungsplätze" are one; two things joined are not.
        if not (tags[end].surface.endswith("-") or _is_pair(tags[end], tags[end + 2])):
            break
        end += 2
    head = end if tags[head].surface.endswith("-") else head
    last = complements(tags, end)
    while last + 1 < len(tags) and _is_word(tags[last + 1]) and tags[last + 1].span.start - tags[last].span.end <= 1:
        # "die Stadt Aachen", "Familie Kohler", "das Badische Staatstheater"
        if tags[last + 1].upos != "PROPN" and not tags[last].surface.endswith(("sche", "schen", "scher")):
            break
        last += 1
    return _made(tags, start, head, last)


def _is_pair(one: Tag, other: Tag) -> bool:
    """Women and men, towns and villages: one counted thing in two words."""
    first, second = fold(one.surface), fold(other.surface)
    return first[:4] == second[:4] or {first, second} <= {"stadte", "gemeinden", "kreise"}


def complements(tags: Sequence[Tag], index: int) -> int:
    """The index of the last word of the genitives and "für …" that follow a noun."""
    for _ in range(2):
        following = index + 1
        if following >= len(tags):
            break
        word = tags[following].surface
        genitive = word in _GENITIVES and tags[following].upos == "DET"
        if not genitive and word not in _FOR:
            break
        noun = following + 1
        while noun < len(tags) and (_is_attribute(tags, noun) or tags[noun].surface in _ARTICLES):
            noun += 1
        while noun + 2 < len(tags) and tags[noun].surface.endswith("-") and tags[noun + 1].surface in _JOINING:
            noun += 2
        if noun >= len(tags) or not _is_word(tags[noun]) or tags[noun].surface in _NO_PURPOSE:
            break
        index = noun
    return index


def _made(tags: Sequence[Tag], start: int, head: int, end: int) -> Phrase:
    parts = [
        base_form(tag, tags[head]) if number < head else nominative(tag) if number == head else tag.surface
        for number, tag in enumerate(tags[start : end + 1], start)
    ]
    return Phrase(tags[head], " ".join(parts), Span(tags[start].span.start, tags[end].span.end))


def purpose(sentence: Sentence, position: int) -> str:
    """The "für …" at once behind a position ("14.000 Euro für Sachausgaben"), without its preposition."""
    tags = sentence.tags
    index = at(sentence, position)
    if index >= len(tags) or tags[index].surface not in _FOR:
        return ""
    noun = index + 1
    while noun < len(tags) and (tags[noun].surface in _ARTICLES or tags[noun].upos == "DET"):
        noun += 1
    return _aim(sentence, noun)


def _aim(sentence: Sentence, index: int) -> str:
    """The words of a purpose as they are printed, because "für" wants its case: "geplanten Neubau"."""
    found = behind(sentence, sentence.tags[index].span.start) if index < len(sentence.tags) else None
    if found is None or found.head.surface in _NO_PURPOSE:
        return ""
    return " ".join(tag.surface for tag in sentence.tags if found.span.contains(tag.span))


def purpose_before(sentence: Sentence, position: int) -> str:
    """The "für …" that ends at once before a position ("für jedes Fördergebiet 100.000 Euro"), without its preposition."""
    tags = sentence.tags
    end = start = _over_hedges(tags, at(sentence, position) - 1)
    while start > 0 and not (tags[start].surface in _FOR or tags[start].is_verb or tags[start].upos == "PUNCT"):
        start -= 1
    if start < 0 or tags[start].surface != "für" or end <= start:
        return ""
    found = purpose(sentence, tags[start].span.start)
    return found if found.endswith(tags[end].surface) else ""


def opening_purpose(sentence: Sentence, inside: Span) -> str:
    """The "für …" that a clause begins with ("Für die Mikroprojekte gibt das Land …"), without its preposition."""
    index = at(sentence, inside.start)
    if index < len(sentence.tags) and sentence.tags[index].surface in ("Für", "für"):
        noun = index + 1
        while noun < len(sentence.tags) and sentence.tags[noun].upos == "DET":
            noun += 1
        return _aim(sentence, noun)
    return ""


def joins(sentence: Sentence, position: int) -> bool:
    """Whether a clause begins with "und", "aber", …, so that it may share the subject of the one before."""
    index = at(sentence, position)
    return index < len(sentence.tags) and sentence.tags[index].upos == "CCONJ"


def is_number(tag: Tag) -> bool:
    """Whether a word that is taken for a noun is a figure, a date or a mark."""
    return not tag.surface[:1].isalpha()


def behind_word(sentence: Sentence, position: int, word: str) -> Phrase | None:
    """The noun phrase behind a certain word that stands at once behind a position ("… Euro in den Umbau")."""
    tags = sentence.tags
    index = at(sentence, position)
    if index >= len(tags) or tags[index].surface != word:
        return None
    noun = index + 1
    while noun < len(tags) and tags[noun].upos == "DET":
        noun += 1
    return behind(sentence, tags[noun].span.start) if noun < len(tags) else None


def ungoverned(sentence: Sentence, inside: Span, but: Span) -> list[Phrase]:
    """The noun phrases of a clause, in order, that hang on no preposition and on no other noun: subject and objects."""
    tags = sentence.tags
    found: list[Phrase] = []
    taken = -1
    for index, tag in enumerate(tags):
        if (
            index <= taken
            or not (inside.start <= tag.span.start and tag.span.end <= inside.end)
            or not _is_word(tag)
            or tag.surface in _NO_PURPOSE
        ):
            continue
        start = index
        while start and (_is_attribute(tags, start - 1) or _joins(tags, start - 1)):
            start -= 1
        beside = 0 <= taken == start - 1
        taken = complements(tags, index)
        if beside:
            continue  # "im Landkreis Deggendorf": the name belongs to its noun
        left = start - 1
        while left >= 0 and (tags[left].upos in ("DET", "NUM", "ADV") or tags[left].surface in _ARTICLES):
            left -= 1
        governed = left >= 0 and (tags[left].upos == "ADP" or tags[left].surface.lower() in _COMPLEMENTS)
        phrase = _phrase(tags, start, index)
        genitive = start > 1 and tags[start - 1].surface in _GENITIVES and tags[start - 2].is_noun
        if not governed and not genitive and not phrase.span.overlaps(but):
            found.append(phrase)
    return found


def _is_finite(tag: Tag) -> bool:
    return tag.is_verb and (tag.has("Mood=Ind") or tag.has("Mood=Sub") or tag.has("VerbForm=Fin"))


def _opens(tags: Sequence[Tag], position: int) -> bool:
    """Whether a subordinate clause begins here, whose verb stands at its end ("dass …")."""
    return next((tag.upos == "SCONJ" for tag in tags if tag.span.start >= position), False)


def clause(sentence: Sentence, position: int) -> Span:
    """The part of a sentence between two breaks around a position that has a verb of its own.

    Breaks are commas, colons, semicolons, dashes, brackets and quotation marks. A part without a verb (an item of a
    list) belongs to the one before it, the first ones to the one behind.
    """
    tags = sentence.tags
    parts: list[tuple[int, int, bool]] = []
    start, verb = sentence.span.start, False
    for index, tag in enumerate(tags):
        lonely = tag.surface in ("–", "-", "—") and 0 < index < len(tags) - 1
        if tag.surface in (",", ";", ":", "(", ")", "„", "“", "”", '"', "»", "«") or lonely:
            parts.append((start, tag.span.end, verb))
            start, verb = tag.span.end, False
        elif tag.upos == "CCONJ" and verb and index + 1 < len(tags) and _is_finite(tags[index + 1]):
            parts.append((start, tag.span.start, verb))  # "… wird gefördert und muss bis Mai fertig sein"
            start, verb = tag.span.start, False
        elif tag.is_verb:
            verb = True
    parts.append((start, sentence.span.end, verb))
    here = next((n for n, (first, last, _) in enumerate(parts) if first <= position < last), len(parts) - 1)
    first = last = here
    if not parts[here][2]:
        while first and not parts[first][2] and not _opens(tags, parts[first][0]):
            first -= 1
        if not parts[first][2]:
            while last + 1 < len(parts) and not parts[last][2]:
                last += 1
    return Span(parts[first][0], parts[last][1])
