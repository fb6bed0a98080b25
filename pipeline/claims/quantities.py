"""Open-domain claims: every other number in running text, with what it counts or what the money is for.

A claim that cannot name its subject is worse than none: "Betrag", "Anteil" or a bare "Summe" are left out, and so are
the numbers of forms, which stand in no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge.inflection import Word, fold, lemmas, stem
from ..knowledge.reading import Sentence, Tag
from ..text import Span
from . import phrases
from .figures import Figure

# Nouns that say what an amount is; their compounds too ("Gesamtkosten", "Sachschaden").
_MONEY_NOUNS = lemmas(
    [
        "-kosten", "-schaden", "-zuschuss", "-mittel", "-förderung", "-summe", "-betrag", "-haushalt", "-investition", "-ausgabe",
        "-einnahme", "-etat", "-budget", "-preis", "-gebühr", "-pauschale", "-fonds", "-zuwendung", "-spende", "-umsatz", "-gehalt",
        "-miete", "-beitrag", "-aufwand", "-aufwendung", "-ertrag", "-erlös", "-defizit", "-überschuss", "-kredit", "-schuld",
        "-strafe", "-steuer", "-beihilfe", "-entgelt", "-volumen", "-wert", "-bedarf", "-einsparung", "-rahmen",
    ]
)  # fmt: skip
# Bare, these say nothing; with a complement ("Mittel für Dolmetscher") they do.
_BARE = frozenset(
    map(stem, ("Betrag", "Summe", "Gesamtsumme", "Mittel", "Anteil", "Wert", "Höhe", "Zuschuss", "Förderung", "Kosten", "Gesamtbetrag",
               "Geld", "Euro", "Preis", "Beitrag", "Budget", "Etat", "Haushalt", "Ausgaben", "Einnahmen", "Volumen", "Bedarf", "Drittmittel",
               "Eigenmittel", "Förderjahr", "Ansatz", "Jahr", "Zahl", "Anzahl", "Million", "Milliarde", "Rahmen", "Größenordnung", "Umfang", "Größe", "Teil", "Punkt", "Mal", "Seite", "Uhr", "Stück"))
)  # fmt: skip
# Percentages of a post or of paper say how large or how pure it is, not what part of several things.
_NO_SHARE = lemmas(["-stelle", "-papier", "Deckung", "Zustimmung", "Garantie", "Sicherheit"])
_COST = lemmas(
    [
        "kosten",
        "betragen",
        "umfassen",
        "verschlingen",
        "begrenzen",
        "veranschlagen",
        "schätzen",
        "beziffern",
        "belaufen",
        "deckeln",
    ]
)
_FUND = lemmas(["fördern", "unterstützen", "bezuschussen", "finanzieren", "bezahlen"])
_GIVE = lemmas(
    [
        "geben",
        "zahlen",
        "aufbringen",
        "beisteuern",
        "beteiligen",
        "ausgeben",
        "bereitstellen",
        "spenden",
        "aufwenden",
        "stellen",
        "tragen",
        "übernehmen",
        "investieren",
    ]
)
_GET = lemmas(["erhalten", "bekommen", "einnehmen", "sammeln"])
_INVEST = lemmas(["investieren"])
_CHANGE = re.compile(
    r"(?:steig|stieg|wuchs|wachs|wächs|erhöh|aufgestock|zugenommen|zunehm|angehoben|sank|sink|gesunken|gefallen|fiel|verringer|gekürzt|"
    r"kürz|klettern|kletter|reduzier|gesenkt|senk|abgenommen|zurückgegangen|verteuer|verbillig)"
)
_PARTS = frozenset(("Hälfte", "Drittel", "Viertel", "Fünftel", "Teil", "Großteil", "Rest"))
_EMPTY = frozenset(("bitte", "insgesamt", "rund", "etwa", "circa", "ca", "bereits", "nur", "noch", "gleich", "weitere", "weiteren", "mehr", "als", "die", "der", "den", "das", "aller", "alle", "allen"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """What a number is about: the key for comparing, and the words for people."""

    key: str
    subject: str


def theme_of(figure: Figure) -> Theme | None:
    """The counted noun with its modifiers, or the purpose of the money; None when nothing can be made out."""
    sentence = figure.sentence
    if sentence.tags and is_form(figure):
        return None
    if step := _change_theme(figure):
        return step
    if figure.money:
        return _money_theme(figure)
    unit = figure.quantity.unit or ""
    if unit == "Prozent" or figure.mention.rule in ("counts.percent", "counts.fraction"):
        return _share_theme(figure)
    return _count_theme(figure.counted, figure)


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
    nouns = [word for word in kept if word.capital]
    if not nouns:
        return None
    # The head is the last of the first capitals ("Kommunale Integrationszentren"); what follows ("Stellen für
    # Lehrkräfte") narrows it.
    start = kept.index(nouns[0])
    run = next((at for at in range(start, len(kept)) if not kept[at].capital), len(kept))
    head = kept[run - 1]
    words = [phrases.base_form(Tag(word.span, word.surface, "", "")) for word in kept]
    if figure is not None and tags:
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
    return Theme(f"count:{head.stem}", " ".join(words)) if figure is None or _tells(" ".join(words)) else None


def _near(figure: Figure) -> tuple[Tag, ...]:
    """The tagged words from a number to a little behind it."""
    start, end = figure.mention.span.start, figure.mention.span.end + _REACH
    return tuple(tag for tag in reversed(figure.sentence.tags) if start <= tag.span.start < end)


_REACH = 120  # characters: a counted noun with its modifiers


def _is_many(figure: Figure) -> bool:
    return figure.form != "ordinal" and abs(figure.quantity.value) > 1


def _money_theme(figure: Figure) -> Theme | None:
    """What an amount is: the noun it hangs on ("Kosten von …"), its purpose ("für …"), or what costs or is funded."""
    sentence, span = figure.sentence, figure.mention.span
    if not sentence.tags:
        return _money_words(figure)
    if compound := re.match(r"(?:-[\w]+)*-([A-ZÄÖÜ][\wäöüß]+)", sentence.string[span.end - sentence.span.start :]):
        return Theme(f"amount:{stem(compound[1])}", compound[1])  # "ein 40-Milliarden-Euro-Förderprogramm"
    clause = phrases.clause(sentence, span.start)
    aim = phrases.purpose(sentence, span.end) or phrases.opening_purpose(sentence, clause)
    named = phrases.before(sentence, span.start)
    if named is not None and named.head.surface in _PARTS:
        named = None  # "die Hälfte von 65 Millionen": the amount is the whole
    if named is not None and not phrases.is_number(named.head) and (_is_money(named.head) or _is_linked(figure, named)):
        words = f"{named.words} für {aim}" if aim and not _same(named.words, aim) else named.words
        return _theme("amount", named.head, words)
    if aim:
        return Theme(f"amount:{stem(_head(aim))}", f"Betrag für {aim}") if _tells(aim) else None
    spoken = tuple(_plain(word, sentence) for word in sentence.between(clause.start, clause.end))
    free = phrases.ungoverned(sentence, clause, span)
    if any(one.found_in(spoken) for one in _INVEST) and (into := phrases.behind_word(sentence, span.end, "in")):
        return _theme("amount", into.head, f"Investition in {into.words}")
    others = [one for one in free if not _is_money(one.head)]
    if any(one.found_in(spoken) for one in _FUND) and others:
        return _theme("amount", others[-1].head, f"Förderung: {others[-1].words}")
    if money := [one for one in free if _is_money(one.head)]:
        return _theme("amount", money[-1].head, money[-1].words)
    if free and (
        verb := next(
            (
                name
                for name, known in (("Zahlung", _GIVE), ("Einnahme", _GET))
                if any(one.found_in(spoken) for one in known)
            ),
            None,
        )
    ):
        return _theme("amount", free[0].head, f"{verb}: {free[0].words}")
    things = [one for one in others if not _is_body(one, sentence)]
    if any(one.found_in(spoken) for one in _COST) and things:
        return _theme("amount", things[-1].head, f"Kosten: {things[-1].words}")
    return None


def _plain(word: Word, sentence: Sentence) -> Word:
    """A verb at the start of a sentence as it is written elsewhere ("Gekostet hat der Bus …")."""
    if word.span.start == sentence.span.start and sentence.tags and sentence.tags[0].is_verb:
        return Word(word.span, word.surface.lower(), word.stem)
    return word


def _is_body(phrase: phrases.Phrase, sentence: Sentence) -> bool:
    """Whether a phrase names who reckons, not what is reckoned."""
    if re.search(
        r"(?:verwaltung|regierung|ministerium|rat|amt|stadt|land|bund|ausschuss|gutachter\w*)$",
        phrase.head.surface.lower(),
    ):
        return True
    return any(m.span.overlaps(phrase.span) for m in sentence.labelled("ORG", "PERSON", "DISTRICT", "PLACE"))


def _is_linked(figure: Figure, named: phrases.Phrase) -> bool:
    """Whether "von", "über", "in Höhe von" or a colon ties a noun to the amount behind it."""
    sentence, start = figure.sentence, figure.sentence.span.start
    gap = sentence.string[named.span.end - start : figure.mention.span.start - start]
    return bool(re.match(r"\s*(?:von|über|in Höhe von|:)(?!\w)", gap))


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
    if not free or not _tells(free[0].words):
        return Theme("", "")
    return Theme(f"change:{stem(free[0].head.surface)}", f"Änderung: {free[0].words}")


def _theme(kind: str, head: Tag, words: str) -> Theme | None:
    return Theme(f"{kind}:{stem(head.surface)}", words) if _tells(words) else None


def _tells(words: str) -> bool:
    """Whether the words name something: no bare "Summe", no abbreviation alone."""
    nouns = [word for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", words) if word[:1].isupper()]
    if not nouns:
        return False
    return not (len(words.split()) == 1 and (stem(nouns[0]) in _BARE or (nouns[0].isupper() and len(nouns[0]) < 5)))


def _head(words: str) -> str:
    return next((part for part in words.split() if part[:1].isupper()), words)


def _same(one: str, other: str) -> bool:
    return bool({stem(w) for w in one.split() if w[:1].isupper()} & {stem(w) for w in other.split() if w[:1].isupper()})


def _is_money(tag: Tag) -> bool:
    word = Word(tag.span, tag.surface, stem(tag.surface))
    return any(one.fits(word) for one in _MONEY_NOUNS)


def _money_words(figure: Figure) -> Theme | None:
    """Without grammar: the money noun of the number's own stretch, where it is a compound that names something."""
    named = [word for word in figure.stretch if word.capital and any(one.fits(word) for one in _MONEY_NOUNS)]
    if not named or not _tells(named[-1].surface):
        return None
    return Theme(f"amount:{named[-1].stem}", named[-1].surface)


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
        found = named if named is not None and _is_linked(figure, named) else None
    if found is None or phrases.is_number(found.head) or not _tells(found.words):
        return None
    word = Word(found.head.span, found.head.surface, stem(found.head.surface))
    return None if any(one.fits(word) for one in _NO_SHARE) else Theme(f"share:{word.stem}", found.words)
