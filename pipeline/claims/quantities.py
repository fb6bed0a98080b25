"""Open-domain claims: every other number in running text, with what it counts or what the money is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge.inflection import Word, fold, lemmas, stem
from .figures import Figure

# Nouns that say what an amount is; their compounds too ("Gesamtkosten", "Sachschaden").
_MONEY_NOUNS = lemmas(
    [
        "-kosten", "-schaden", "-zuschuss", "-mittel", "-förderung", "-summe", "-betrag", "-haushalt", "-investition", "-ausgabe",
        "-einnahme", "-etat", "-budget", "-preis", "-gebühr", "-pauschale", "-fonds", "-zuwendung", "-spende", "-umsatz", "-gehalt",
        "-miete", "-beitrag", "-aufwand", "-aufwendung", "-ertrag", "-erlös", "-defizit", "-überschuss", "-kredit", "-schuld",
        "-strafe", "-steuer", "-beihilfe", "-entgelt", "-volumen", "-wert", "-bedarf", "-einsparung",
    ]
)  # fmt: skip
_FOR = frozenset(map(fold, ("für", "zur", "zum")))
# "zur Verfügung", "in Höhe von", "für das Jahr" name no purpose.
_NO_PURPOSE = frozenset(
    map(stem, ("Verfügung", "Höhe", "Form", "Jahr", "Jahre", "Zeitraum", "Summe", "Beginn", "Ende", "Person", "Stelle"))
)
_SOURCES = frozenset(map(fold, ("nach", "laut", "gemäß")))
_PREPOSITIONS = frozenset(
    map(fold, ("auf", "an", "in", "bei", "im", "am", "beim", "mit", "unter", "über", "vor", "seit"))
)
_GENITIVES = frozenset(("des", "der", "eines", "einer"))
_ADJECTIVE_ENDINGS = ("en", "em", "er", "es", "e")
_EMPTY = frozenset(
    [
        "bitte",
        "insgesamt",
        "rund",
        "etwa",
        "circa",
        "ca",
        "bereits",
        "nur",
        "noch",
        "gleich",
        "weitere",
        "weiteren",
        "mehr",
        "als",
        "die",
        "der",
        "den",
        "das",
        "aller",
        "alle",
        "allen",
    ]
)


@dataclass(frozen=True, slots=True)
class Theme:
    """What a number is about: the key for comparing, and the words for people."""

    key: str
    subject: str


def theme_of(figure: Figure) -> Theme | None:
    """The counted noun with its modifiers, or the purpose of the money; None when nothing can be made out."""
    if figure.money:
        return _money_theme(figure)
    unit = figure.quantity.unit or ""
    if unit == "Prozent" or figure.mention.rule in ("counts.percent", "counts.fraction"):
        return _share_theme(figure)
    return _count_theme(figure.counted)


def theme_of_head(head: Sequence[Word], *, money: bool, percent: bool) -> Theme | None:
    """What the numbers under the head of a table's column are about."""
    theme = _count_theme(head)
    if theme is None:
        return Theme("amount:betrag", "Betrag") if money else None
    kind = "amount" if money else "share" if percent else "count"
    return Theme(f"{kind}:{theme.key.partition(':')[2]}", theme.subject)


def base_form(word: Word) -> str:
    """An adjective without its ending, in the form of the plural nominative: abgeordneten -> abgeordnete."""
    surface = word.surface
    if word.capital or not surface.isalpha():
        return surface
    for ending in _ADJECTIVE_ENDINGS:
        if surface.endswith(ending) and len(surface) - len(ending) > 3:
            return surface[: -len(ending)] + "e"
    return surface


def _count_theme(counted: Sequence[Word]) -> Theme | None:
    kept = [word for word in counted if word.surface.replace("-", "").isalpha() and fold(word.surface) not in _EMPTY]
    nouns = [word for word in kept if word.capital]
    if not nouns:
        return None
    # The head is the last of the first capitals ("Kommunale Integrationszentren"); what follows ("Stellen für
    # Lehrkräfte") narrows it.
    start = kept.index(nouns[0])
    run = next((at for at in range(start, len(kept)) if not kept[at].capital), len(kept))
    head = kept[run - 1]
    phrase = " ".join(base_form(word) for word in kept)
    return Theme(f"count:{head.stem}", phrase)


def _money_theme(figure: Figure) -> Theme:
    """What an amount is: the money noun of its stretch ("Sachschaden"), else its purpose ("für …"), else the next noun."""
    at = figure.mention.span
    purpose = _purpose(figure)
    # A line of a table says nothing about the lines around it.
    wider = () if "\n" in figure.sentence.string else figure.sentence.words
    for place in (figure.stretch, wider):
        named = [word for word in place if word.capital and any(one.fits(word) for one in _MONEY_NOUNS)]
        if named:
            noun = min(named, key=lambda word: max(word.span.start - at.end, at.start - word.span.end, 0))
            subject = purpose if noun.surface in purpose.split() else f"{noun.surface} {purpose}".strip()
            return Theme(f"amount:{noun.stem}", subject)
        if purpose:
            break
    if purpose:
        head = next((part for part in purpose.split() if part[:1].isupper()), purpose)
        return Theme(f"amount:{stem(head)}", purpose)
    taken = [m.span for m in figure.sentence.mentions if m.label != "DATE"]
    before = [
        word
        for word in figure.stretch
        if word.capital and word.span.end <= at.start and stem(word.surface) not in _NO_PURPOSE and word.span.start > figure.sentence.span.start
        and not any(span.overlaps(word.span) for span in taken)
        and not _is_governed(word, figure.stretch, _SOURCES)
    ]  # fmt: skip
    free = [word for word in before if not _is_governed(word, figure.stretch, _PREPOSITIONS)]
    if before:
        return _with_head((free or before)[-1], figure.stretch)
    return Theme("amount:betrag", "Betrag")


def _is_governed(noun: Word, stretch: Sequence[Word], by: frozenset[str]) -> bool:
    """Whether a noun hangs on one of these prepositions: "nach aktuellen Schätzungen", "auf der bestehenden Trasse"."""
    for word in reversed([word for word in stretch if word.span.end <= noun.span.start]):
        if fold(word.surface) in by:
            return True
        if word.capital or not word.surface.isalpha():
            return False
    return False


def _with_head(noun: Word, stretch: Sequence[Word]) -> Theme:
    """A noun with the one it belongs to: "die Sanierung des Theaters" is about the work, not about any theatre."""
    before = [word for word in stretch if word.span.end <= noun.span.start]
    if len(before) > 1 and fold(before[-1].surface) in _GENITIVES and before[-2].capital:
        phrase = " ".join(word.surface for word in (before[-2], before[-1], noun))
        return Theme(f"amount:{before[-2].stem}", phrase)
    return Theme(f"amount:{noun.stem}", noun.surface)


def _share_theme(figure: Figure) -> Theme | None:
    """A percentage or fraction: of what ("25 Prozent der Betriebe"), else by how much something changed."""
    after = [word for word in figure.sentence.words if word.span.start >= figure.mention.span.end][:6]
    phrase: list[Word] = []
    for word in after:
        if not phrase and word.surface == "%":
            continue
        if not word.surface.isalpha() or (
            not phrase and fold(word.surface) in ("abgenommen", "erhoht", "gestiegen", "gesunken")
        ):
            break
        if fold(word.surface) in ("prozent", "der", "des", "aller", "von", "den", "%"):
            continue
        if not phrase and fold(word.surface) in ("pro", "je", "jahrlich", "jährlich"):
            break  # "4 Prozent pro Jahr" is no share of years
        phrase.append(word)
        if word.capital:
            return Theme(f"share:{word.stem}", " ".join(base_form(one) for one in phrase))
    return Theme("share:anteil", "Anteil")


def _purpose(figure: Figure) -> str:
    """The "für …" that follows an amount, or stands before it in its stretch."""
    after = [word for word in figure.stretch if word.span.start >= figure.mention.span.end][:12]
    before = [word for word in figure.stretch if word.span.end <= figure.mention.span.start]
    for place in (after, before):
        for index, word in enumerate(place):
            if fold(word.surface) not in _FOR:
                continue
            phrase = [word.surface]
            for following in place[index + 1 : index + 7]:
                if not following.surface.replace("-", "").isalpha():
                    break
                phrase.append(following.surface)
                if following.capital:
                    if following.stem in _NO_PURPOSE:
                        break
                    return " ".join(phrase)
    return ""
