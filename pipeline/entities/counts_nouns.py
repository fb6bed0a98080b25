"""The noun phrase behind a number, and its nominative: "53 Kreisen und kreisfreien Städten" counts "Kreise und kreisfreie Städte".

There is no parser here: German capitalises nouns, and what stands between a number and its noun is adjectives. The rules
for case endings are data (knowledge/de/counting.toml); a form they do not know stays as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..knowledge.language import Language

# A word of a phrase: hyphens inside, a truncated first half ("Kinder- und"), gendered endings with star, colon, slash.
WORD = re.compile(
    r"(?P<gap>[ \t\u00a0]{1,3}|[ \t]{0,2}\n[ \t]{0,2}|)(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*(?:[*:_/(]-?[iI]nnen\)?|[/][^\W\d_]{4,}|-(?=\s|,))?)"
)
ENDING = re.compile(r"(?:e|en|er|es|em)$")
AND = re.compile(r"\s{1,2}(?P<word>und|sowie|oder|bzw\.|beziehungsweise|&)(?=\s)")
COMMA = re.compile(r",(?=\s[a-zäöüß]+(?:e|en|er)\s[A-ZÄÖÜ])")
# "drei vom Bund geförderte Projekte": a participle with what belongs to it.
PARTICIPLE = re.compile(
    r"\s(?:vom|von|durch|im|in|mit|aus|bei|für|zur|zum|am|an)(?:\s[^\W\d_]+(?:-[^\W\d_]+)*){1,4}?\s[a-zäöüß]+(?:te|ten|ter|ene|enen|ener|nde|nden)(?=\s[A-ZÄÖÜ])"
)
# Adverbs that loosen nothing and may stand before an adjective: "zwei neu gegründete", "besonders belastete".
ADVERB = re.compile(
    r"(?:lich|isch|ig|neu|voll|sehr|besonders|bereits|mal|weise|hoch|gut|frisch|fest|frei|sozial|kommunal)$"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is counted: the words as printed up to `end`, its head noun, and the unit in the nominative."""

    end: int
    head: str
    unit: str


def read_phrase(string: str, start: int, language: Language, *, plural: bool) -> Phrase | None:
    """The noun phrase that begins right behind a number, or None."""
    position = start
    adjectives: list[str] = []
    adverbs: list[str] = []
    if match := PARTICIPLE.match(string, position):
        position = match.end()
    for _ in range(7):
        if adjectives and (comma := COMMA.match(string, position)):  # "drei neue, moderne Schulen"
            position = comma.end()
        match = WORD.match(string, position)
        if not match or (not match["gap"] and position != start) or (not match["gap"] and adjectives):
            return None
        word = match["word"]
        if word[0].isupper():
            following = WORD.match(string, match.end())
            named = following and following["gap"] == " " and following["word"][0].isupper()
            if (
                following
                and named
                and (is_name_adjective(word, language) or _is_of_town(word, following["word"], plural))
            ):
                adjectives.append(word)
                position = match.end()
                continue
            phrase = _with_head(string, match.start("word"), match.end(), adjectives, language, plural)
            return replace(phrase, unit=" ".join([*adverbs, phrase.unit])) if phrase and adverbs else phrase
        lower = word.lower()
        if lower in ("und", "oder") and adjectives:
            position = match.end()
            adjectives.append(word)
            continue
        if lower in language.fillers and lower not in ("der", "die", "den"):
            position = match.end()
            continue
        if lower in language.stopwords or lower in language.no_adjective or lower in language.months:
            return None
        if ENDING.search(word) and len(word) > 3:
            adjectives.append(word)
        elif ADVERB.search(word):
            following = WORD.match(string, match.end())
            if not following or following["word"][0].isupper() or not ENDING.search(following["word"]):
                return None
            adverbs.append(word)
            position = match.end()
            continue
        else:
            return None
        position = match.end()
    return None


def is_name_adjective(word: str, language: Language) -> bool:
    """Whether a capitalised word is an adjective in a name: "Kommunale", "Dortmunder", never "Einrichtungen"."""
    stem = ENDING.sub("", word.lower())
    if stem == word.lower() or len(stem) < 3:
        return False
    return stem.endswith(language.name_adjectives) and not word.lower().endswith(
        ("ungen", "innen", "heiten", "keiten", "schaften", "ionen")
    )


def _is_of_town(word: str, noun: str, plural: bool) -> bool:
    """ "25.000 Karlsruher Bürger": an adjective made of a place. Before a plural; "Lehrer Müller" has none behind it."""
    return plural and len(word) > 5 and word.endswith("er") and noun.lower().endswith(("innen", "e", "en", "er", "ern"))


def _with_head(
    string: str, start: int, end: int, adjectives: list[str], language: Language, plural: bool
) -> Phrase | None:
    head = string[start:end]
    first = re.split(r"[*:_/(]", head)[0]
    if (
        len(first) < 3
        or first.lower() in language.vague
        or (plural and not ends_like_plural(head.split("/")[0], language))
    ):
        return None
    if first.lower() in language.not_counted or first.lower() in language.months or first.lower() in language.weekdays:
        return None
    if first.lower() in language.currencies or first.lower() in language.scales:
        return None
    words = [
        *(_adjective(word, first, language, plural) for word in adjectives),
        nominative(head, language, plural=plural),
    ]
    conjunction = AND.match(string, end)
    if conjunction:
        more = _conjunct(string, conjunction.end(), language, plural=plural, truncated=head.endswith("-"))
        if more:
            end, more_words, head_word = more
            words += [conjunction["word"], *more_words]
            first = head_word if head.endswith("-") else first
        elif head.endswith("-"):
            words = [_completed(word, string[conjunction.end() :]) for word in words]
    if first.lower().endswith(language.relational) and (tail := _tail(string, end, language)):
        end, more_words = tail
        words += more_words
    return Phrase(end, first, " ".join(words))


COUNTED_COMPOUND = re.compile(
    r"\s(?:\d[\d.]*|[a-zäöüß]+)\s[A-ZÄÖÜ][a-zäöüß]+?(?:ung|heit|keit|schaft|ion|tät)s(?P<head>[a-zäöüß]{4,})"
)


def _completed(word: str, following: str) -> str:
    """A noun cut short, with the half that it shares with the next one: "10 Beschäftigungs- und 2 Ausbildungsverhältnisse".

    Only where a linking -s- shows where the next compound divides.
    """
    if not word.endswith("-"):
        return word
    compound = COUNTED_COMPOUND.match(following)
    return word[:-1] + (compound["head"] if compound else "")


def _conjunct(
    string: str, start: int, language: Language, *, plural: bool, truncated: bool
) -> tuple[int, list[str], str] | None:
    """ "und kreisfreien Städten", "und Bürger", "bzw. Sozialwissenschaftler und …": a second noun under the same number."""
    adjectives: list[str] = []
    position = start
    for _ in range(3):
        match = WORD.match(string, position)
        if not match or not match["gap"]:
            return None
        word = match["word"]
        position = match.end()
        if word[0].isupper():
            following = WORD.match(string, position)
            if following and following["gap"] and following["word"][0].isupper():
                if not is_name_adjective(word, language):
                    return None  # "und Ministerin Löhrmann"
                adjectives.append(word)
                continue
            if not truncated and not looks_plural(word, language):
                return None
            if word.lower() in language.not_counted:
                return None
            words = [
                *(_adjective(a, word, language, plural) for a in adjectives),
                nominative(word, language, plural=plural),
            ]
            more = AND.match(string, position)
            if (
                more
                and word.endswith(("innen", "-"))
                and (next_one := _conjunct(string, more.end(), language, plural=plural, truncated=True))
            ):
                return next_one[0], [*words, more["word"], *next_one[1]], word
            return position, words, word
        if word.lower() in language.stopwords or word.lower() in language.no_adjective or not ENDING.search(word):
            return None
        adjectives.append(word)
    return None


def ends_like_plural(word: str, language: Language) -> bool:
    """Whether a noun may stand behind a number above one: "Projekte", "Kitas", "Träger", not "Bericht" or "Brandenburg"."""
    lower = word.lower()
    if word.endswith(("-", ")")) or lower.endswith(language.plural_same):
        return True
    return lower.endswith(("e", "n", "er", "el", "s", "i", "a", "men", "ß")) and not lower.endswith(("ismus", "nis"))


def looks_plural(word: str, language: Language) -> bool:
    """Whether a noun can be a plural: not a singular in -ung, -heit, -ium, not a name in capitals."""
    lower = word.lower()
    if word.isupper() or lower.endswith(
        ("ung", "heit", "keit", "schaft", "ion", "tät", "um", "in", "minister", "präsident")
    ):
        return False
    return lower.endswith(("e", "en", "er", "n", "s", "ien"))


def _tail(string: str, start: int, language: Language) -> tuple[int, list[str]] | None:
    """ "für Lehrkräfte", "zur organisatorisch-technischen Unterstützung": what posts and places are for, as printed."""
    match = re.match(
        r"\s(für|zur|zum)((?:\s[a-zäöüß-]+(?:e|en|er)){0,2}\s[A-ZÄÖÜ][^\W\d_]+(?:-[^\W\d_]+)*(?:\sund\s[A-ZÄÖÜ][^\W\d_]+(?=[ ,.;]))?)",
        string[start : start + 120],
    )
    if not match or any(word in language.stopwords for word in match[2].split()[:-1] if word != "und"):
        return None
    return start + match.end(), match[0].split()


def _adjective(word: str, noun: str, language: Language, plural: bool) -> str:
    """The strong nominative: "kreisfreien" -> "kreisfreie", "Kommunalen" (one centre) -> "Kommunales"."""
    if word in ("und", "oder"):
        return word
    stem = ENDING.sub("", word)
    if stem == word or len(stem) < 3 or (word.lower().endswith("er") and word[0].isupper()):
        return word
    if plural:
        return f"{stem}e"
    lower = nominative(noun, language, plural=False).lower()
    if lower.endswith(language.genders["feminine"]):
        return f"{stem}e"
    return f"{stem}es" if lower.endswith(language.genders["neuter"]) else f"{stem}er"


def nominative(noun: str, language: Language, *, plural: bool) -> str:
    """The nominative of a noun as far as its ending tells: "Kreisen" -> "Kreise", "Zentrums" -> "Zentrum"."""
    lower = noun.lower()
    if not plural:
        if lower.endswith(("ums", "ments", "ngs", "aus")):
            return noun[:-1] if lower.endswith(("ums", "ments", "ngs")) else noun
        if re.search(r"[bcdfgklmnprt]s$", lower):
            return noun[:-1]
        if re.search(
            r"(?:hauses|projektes|programmes|amtes|werkes|heimes|kindes|platzes|schiffes|fahrzeuges|standortes|vereines|betriebes|verbandes|ortes)$",
            lower,
        ):
            return noun[:-2]
        return noun
    if lower.endswith("n") and lower[:-1].endswith(language.plural_e):
        return noun[:-1]
    if lower.endswith(("ern", "eln")) and not lower.endswith(language.plural_rn):
        return noun[:-1]
    return noun
