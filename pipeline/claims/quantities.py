"""Open-domain claims: every other number in running text, with what it counts or what the money is for.

A claim that cannot name its subject is worse than none: "Betrag", "Anteil" or a bare "Summe" are left out, and so are
the numbers of forms, which stand in no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..knowledge.inflection import Word, fold, lemmas, noun_key, stem
from ..knowledge.reading import Tag
from ..text import Span
from . import phrases
from .figures import Figure
from .money import is_linked, is_step, level_theme, money_theme
from .themes import NOTHING, Theme, tells, theme

# Percentages of a post or of paper say how large or how pure it is, not what part of several things.
_NO_SHARE = lemmas(["-stelle", "-papier", "Deckung", "Zustimmung", "Garantie", "Sicherheit"])
_CHANGE = re.compile(
    r"(?:steig|stieg|wuchs|wachs|wächs|erhöh|aufgestock|zugenommen|zunehm|angehoben|sank|sink|gesunken|gefallen|fiel|verringer|gekürzt|"
    r"kürz|klettern|kletter|reduzier|gesenkt|senk|abgenommen|zurückgegangen|verteuer|verbillig)"
)
_EMPTY = frozenset(("bitte", "insgesamt", "rund", "etwa", "circa", "ca", "bereits", "nur", "noch", "gleich", "weitere", "weiteren", "mehr", "als", "die", "der", "den", "das", "aller", "alle", "allen"))  # fmt: skip


def theme_of(figure: Figure) -> Theme | None:
    """The counted noun with its modifiers, or the purpose of the money; None when nothing can be made out."""
    sentence = figure.sentence
    if sentence.tags and is_form(figure):
        return None
    if is_difference(figure):
        return NOTHING
    if step := _change_theme(figure):
        return step
    if figure.money:
        return money_theme(figure)
    unit = figure.quantity.unit or ""
    if figure.mention.rule == "counts.measure" or _MEASURE.fullmatch(unit):
        return _measure_theme(figure) if sentence.tags else None
    if unit == "Prozent" or figure.mention.rule in ("counts.percent", "counts.fraction"):
        return _share_theme(figure)
    return _count_theme(figure.counted, figure)


_MORE = re.compile(
    r"^\s*(?:%|Prozent)?\s*(?:[A-ZÄÖÜ]\w+\s+(?=\w+\s+als\b))?(?:mehr|weniger|niedriger|höher|teurer|billiger|günstiger|größer|kleiner|länger|kürzer|schneller|"
    r"besser|schlechter|stärker|schwächer|jünger|älter|früher|später)(?:e[nrms]?)?\b"
)


def is_difference(figure: Figure) -> bool:
    """Whether a number only says by how much two others differ ("27 Prozent mehr als 2017")."""
    return bool(_MORE.match(figure.sentence.string[figure.mention.span.end - figure.sentence.span.start :]))


def is_form(figure: Figure) -> bool:
    """Whether a number stands in a row of a form or table that lost its lines, not in a sentence.

    Joining keeps line breaks only where no sentence runs on, so a line without a verb is such a row.
    """
    sentence, at = figure.sentence, figure.mention.span.start - figure.sentence.span.start
    first = sentence.string.rfind("\n", 0, at) + 1
    last = sentence.string.find("\n", at)
    line = Span(first, last if last >= 0 else len(sentence.string))
    start = sentence.span.start
    spoken = any(tag.is_verb and line.start <= tag.span.start - start < line.end for tag in sentence.tags)
    row = sentence.string[line.start : line.end]
    amounts = len(re.findall(r"€|\bEuro\b|\bEUR\b", row))
    if re.search(r"\d\s*(?:€|Euro|EUR)\s+\d|☐|☒", row):
        return True
    if figure.money or figure.quantity.unit == "Prozent":
        return not spoken
    leads = sentence.string[first:at].strip() == "" and figure.mention.surface[:1].isdigit()
    return leads and not spoken and (amounts > 0 or len(line) < len(sentence.string))


def theme_of_head(head: Sequence[Word], *, money: bool, percent: bool) -> Theme | None:
    """What the numbers under the head of a table's column are about."""
    theme = _count_theme(head)
    if theme is None:
        return Theme("amount:betrag", "Betrag") if money else None
    kind = "amount" if money else "share" if percent else "count"
    return Theme(f"{kind}:{theme.key.partition(':')[2]}", theme.subject)


def _count_theme(counted: Sequence[Word], figure: Figure | None = None) -> Theme | None:
    kept = [word for word in counted if word.surface.replace("-", "").isalpha() and fold(word.surface) not in _EMPTY]
    tags = {tag.surface: tag for tag in _near(figure)} if figure is not None else {}
    kept = [word for word in kept if word.capital or word.surface not in tags or (tags[word.surface].upos in ("ADJ", "CCONJ", "ADP", "DET", "NOUN", "PROPN", "VERB") and not tags[word.surface].has("VerbForm=Fin") and tags[word.surface].upos != "AUX")]  # fmt: skip
    if figure is not None and (_is_many(figure) or figure.form == "ordinal"):
        kept = _counted_alone(kept, tags, figure)
    nouns = [word for word in kept if word.capital]
    if not nouns:
        return None
    # The head is the last of the first capitals ("Kommunale Integrationszentren"); what follows ("Stellen für
    # Lehrkräfte") narrows it.
    start = kept.index(nouns[0])
    run = next((at for at in range(start, len(kept)) if not kept[at].capital), len(kept))
    head = kept[run - 1]
    words = [
        phrases.base_form(Tag(word.span, word.surface, "", "")) if index < run - 1 else word.surface
        for index, word in enumerate(kept)
    ]
    if figure is not None and tags:
        if _SUMS.search(head.surface.lower()):
            return None  # "500 Millionen Baukosten" lack their currency
        if (
            head.surface.endswith("-")
            or f"{head.surface}-" in tags
            or (_is_many(figure) and head.surface in tags and phrases.is_one(tags[head.surface]))
        ):
            return None
        last = tags.get(kept[-1].surface)
        if last is not None:
            index = figure.sentence.tags.index(last)
            end = phrases.complements(figure.sentence.tags, index)
            words += [tag.surface for tag in figure.sentence.tags[index + 1 : end + 1]]
    told = " ".join(words)
    if figure is not None and re.search(r"[*:_]innen\b", figure.quantity.unit or ""):
        told = told.replace(" innen", "*innen", 1)  # "Bürger*innen" is one word to everybody else
    return Theme(f"count:{noun_key(head.surface)}", told) if figure is None or tells(told, counted=True) else None


def _counted_alone(kept: list[Word], tags: dict[str, Tag], figure: Figure) -> list[Word]:
    """Without what is only named beside it ("zwei Verletzte und geringer Sachschaden"); none for an ordinal that ranks people."""
    if figure.form == "ordinal":
        last = tags.get(kept[-1].surface) if kept else None
        if last is not None:
            following = figure.sentence.tags[figure.sentence.tags.index(last) + 1 :][:1]
            if not last.has("Number=Sing") or any(tag.is_noun and tag.surface[:1].isupper() for tag in following):
                return []
        return kept
    for index, word in enumerate(kept):
        later = next((tags[one.surface] for one in kept[index + 1 :] if one.capital and one.surface in tags), None)
        if word.surface in ("und", "sowie") and index and later is not None:
            before = figure.sentence.tags[figure.sentence.tags.index(later) - 1]
            if phrases.is_one(later) or (before.upos == "ADJ" and before.surface.endswith(("er", "es"))):
                return kept[:index]
    return kept


def _near(figure: Figure) -> tuple[Tag, ...]:
    """The tagged words from a number to a little behind it."""
    start, end = figure.mention.span.start, figure.mention.span.end + _REACH
    return tuple(tag for tag in reversed(figure.sentence.tags) if start <= tag.span.start < end)


_REACH = 120  # characters: a counted noun with its modifiers


def _is_many(figure: Figure) -> bool:
    return figure.form != "ordinal" and abs(figure.quantity.value) > 1


def _change_theme(figure: Figure) -> Theme | None:
    """A step ("um 25 Prozent gestiegen"): its own key, so that it is never held against what it changes."""
    sentence, span = figure.sentence, figure.mention.span
    if not re.search(
        r"\bum(?:\s+(?:rund|etwa|ca\.|jeweils|über|fast|knapp|mehr\s+als|weitere))*\s*$",
        sentence.string[: span.start - sentence.span.start],
    ):
        return None
    clause = phrases.clause(sentence, span.start)
    if not _CHANGE.search(
        sentence.string[clause.start - sentence.span.start : clause.end - sentence.span.start].lower()
    ):
        return None
    free = phrases.ungoverned(sentence, clause, span)
    if not free or not tells(free[0].words):
        return NOTHING
    return Theme(f"change:{noun_key(free[0].head.surface)}", f"Änderung: {free[0].words}")


def _share_theme(figure: Figure) -> Theme | None:
    """A percentage or fraction: of what ("25 Prozent der Betriebe")."""
    sentence = figure.sentence
    end = figure.mention.span.end
    rest = re.match(
        r"\s*(?:%|Prozent|v\.\s?H\.)?\s*(?:von\s+(?:den\s+)?|der\s+|des\s+|aller\s+|aus\s+)?",
        sentence.string[end - sentence.span.start :],
    )
    found = phrases.behind(sentence, end + (rest.end() if rest else 0)) if sentence.tags else None
    if found is None and sentence.tags:
        named = phrases.before(sentence, figure.mention.span.start)
        found = named if named is not None and is_linked(figure, named) else None
    if found is None or phrases.is_number(found.head) or not tells(found.words):
        return None
    if found.head.surface.endswith("-"):
        return None  # "90 Prozent Bund- und zehn Prozent Länderanteil": half a word
    if any(m.span.overlaps(found.head.span) for m in sentence.labelled("PLACE", "PERSON", "ORG")):
        return None  # "vorn lag mit 20 Prozent Griechenland"
    if is_step(found.head.surface):
        return Theme(f"change:{noun_key(found.head.surface)}", found.words)
    word = Word(found.head.span, found.head.surface, stem(found.head.surface))
    return None if any(one.fits(word) for one in _NO_SHARE) else Theme(f"share:{noun_key(word.surface)}", found.words)


_SUMS = re.compile(r"(?:kosten|ausgaben?|einnahmen?|fördermitteln?|schulden|investitionen)$")
_MEASURE = re.compile(r"(?:Quadrat|Kubik|Fest|Kilo|Zenti|Hekto|Mega|Giga|Tera)?(?:meter|gramm|liter|watt|wattstunden?)|Tonnen?|Hektar|Grad|Zentner|Pfund|Meter|Liter|Watt|Gramm", re.I)  # fmt: skip
_EXTENT = re.compile(r"^\s*(lang|breit|hoch|tief|groß|schwer|dick)(?:e[nrms]?)?\b")


def _measure_theme(figure: Figure) -> Theme | None:
    """What is measured: the stuff behind the unit ("25 Kilogramm Honig"), or what has the measure ("Fläche von 12 Hektar")."""
    sentence, span = figure.sentence, figure.mention.span
    unit = figure.quantity.unit or ""
    string, start = sentence.string, sentence.span.start
    printed = re.match(r"\s?-?\S+", string[span.end - start :])
    end = span.end + (printed.end() if printed and stem(printed[0].strip(" -")) == stem(unit) else 0)
    if figure.quantity.value == 1 and re.search(r"\b(?:für|pro|je)\s+$", string[: span.start - start]):
        return NOTHING  # "der Preis für 1 Kilowattstunde"
    named = phrases.before(sentence, span.start)
    if named is not None and not phrases.is_number(named.head) and is_linked(figure, named) and tells(named.words):
        return theme("measure", named.head, f"{named.words} in {unit}")
    stuff = phrases.behind(sentence, end)
    if (
        stuff is not None
        and stuff.span.start - end <= 1
        and "-" not in stuff.head.surface
        and not stuff.head.surface.startswith(("Celsius", "Uhr"))
    ):
        return theme("measure", stuff.head, f"{stuff.words} in {unit}") if tells(stuff.words) else None
    clause = phrases.clause(sentence, span.start)
    free = phrases.ungoverned(sentence, clause, span)
    if level := level_theme(figure, "measure", clause, free):
        return Theme(level.key, f"{level.subject} in {unit}")
    extent = _EXTENT.match(string[end - start :])
    if extent and free and free[0].span.end <= span.start and tells(free[0].words):
        return theme("measure", free[0].head, f"{free[0].words}: {unit} {extent[1]}")
    return None
