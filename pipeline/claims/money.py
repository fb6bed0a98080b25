"""What an amount of money is for: the noun it hangs on, its purpose, or what it costs, funds or pays.

A claim that cannot name its subject is worse than none: a bare "Summe" takes the subject of its clause along or is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..knowledge.inflection import Lemma, Word, lemmas, noun_key, stem
from ..knowledge.reading import Sentence
from ..text import Span
from . import phrases
from .figures import Figure
from .themes import MONEY_NOUNS, Theme, is_money_noun, tells, theme

_COST = lemmas(["kosten", "betragen", "umfassen", "verschlingen", "begrenzen", "veranschlagen", "schätzen", "beziffern", "belaufen", "deckeln"])  # fmt: skip
_FUND = lemmas(["fördern", "unterstützen", "bezuschussen", "finanzieren", "bezahlen"])
_GIVE = lemmas(["geben", "zahlen", "aufbringen", "beisteuern", "beteiligen", "ausgeben", "bereitstellen", "spenden", "aufwenden", "tragen",
                "übernehmen", "investieren", "einplanen", "zuschießen", "zur Verfügung"])  # fmt: skip
_GET = lemmas(["erhalten", "bekommen", "einnehmen", "sammeln", "verdienen"])
_INVEST = lemmas(["investieren"])
# With "auf" or "bei" before the number, these say how much their subject is.
_LEVEL = lemmas(["liegen", "steigen", "sinken", "erhöhen", "festlegen", "festsetzen", "belaufen", "begrenzen", "senken", "anheben", "wachsen",
                 "klettern", "fallen", "kürzen", "beziffern", "schätzen", "veranschlagen", "aufstocken", "ansteigen", "summieren"])  # fmt: skip
_ON = re.compile(
    r"\b(?:auf|bei)\s+(?:(?:insgesamt|rund|etwa|circa|ca\.|knapp|fast|gut|über|mehr\s+als|mindestens|höchstens|maximal|max\.|jährlich|jeweils|"
    r"bis\s+zu|nur|schon|zwischen|\d+(?:,\d+)?\s+(?:bis|und)|[-–])\s+)*$"
)
_PARTS = frozenset(("Hälfte", "Drittel", "Viertel", "Fünftel", "Teil", "Großteil", "Rest"))
_MARKS = frozenset(("Basis", "Grenze", "Marke", "Hürde", "Niveau", "Job", "Schein", "Stück", "Note", "Frage"))  # fmt: skip
_GAUGES = frozenset(("Wert", "Höhe", "Umfang", "Volumen", "Gesamtwert", "Schätzwert"))
_BODIES = re.compile(r"(?:verwaltung|regierung|ministerium|rat|amt|stadt|land|bund|ausschuss|gutachter\w*|kreis)$")


def money_theme(figure: Figure) -> Theme | None:
    """What an amount is: the noun it hangs on ("Kosten von …"), its purpose ("für …"), or what costs or is funded."""
    sentence, span = figure.sentence, figure.mention.span
    if not sentence.tags:
        return _without_grammar(figure)
    if compound := re.match(r"(?:-[\w]+)*-([A-ZÄÖÜ][\wäöüß]+)", sentence.string[span.end - sentence.span.start :]):
        return Theme(f"amount:{noun_key(compound[1])}", compound[1])  # "ein 40-Milliarden-Euro-Förderprogramm"
    clause = phrases.clause(sentence, span.start)
    free = phrases.ungoverned(sentence, clause, span)
    if (
        not free and clause.start > sentence.span.start and phrases.joins(sentence, clause.start)
    ):  # "Der Kurs dauert eine Stunde und kostet 10 Euro"
        free = phrases.ungoverned(sentence, phrases.clause(sentence, clause.start - 1), span)[:1]
    free = [one for one in free if not _is_unit(one, figure) and not _is_time(one, sentence)]
    others = [one for one in free if not is_money_noun(one.head) and not _is_body(one, sentence)]
    aim = phrases.purpose(sentence, span.end) or phrases.opening_purpose(sentence, clause)
    named = phrases.before(sentence, span.start)
    if named is not None and named.head.surface in _PARTS:
        named = None  # "die Hälfte von 65 Millionen": the amount is the whole
    if (
        named is not None
        and not phrases.is_number(named.head)
        and (is_money_noun(named.head) or is_linked(figure, named))
    ):
        return _named_theme(figure, named, aim, free)
    if by := _BY.search(sentence.string[: span.start - sentence.span.start]):
        step = phrases.before(sentence, sentence.span.start + by.start())
        return (
            Theme(f"change:{noun_key(step.head.surface)}", step.words)
            if step is not None and tells(step.words)
            else None
        )
    follows = phrases.behind(sentence, span.end)
    if follows is not None and (is_money_noun(follows.head) or _is_stuff(follows)):
        return theme("amount", follows.head, follows.words)  # "90 Cent Extraabgabe"
    if level := level_theme(figure, "amount", clause, free):
        return level
    if aim := aim or phrases.purpose_before(sentence, span.start):
        return Theme(f"amount:{noun_key(_head(aim))}", f"Betrag für {aim}") if tells(aim) else None
    return _verb_theme(figure, clause, free, others)


_BY = re.compile(
    r"\bum\s+(?:(?:insgesamt|rund|etwa|circa|ca\.|knapp|fast|über|mehr\s+als|jeweils|weitere|bis\s+zu|jährlich)\s+)*$"
)
_STEP = re.compile(
    r"(?:rückgang|zuwachs|anstieg|steigerung|erhöhung|senkung|wachstum|entlastung|kürzung|aufstockung)(?:s|es|en)?$"
)


def _is_stuff(phrase: phrases.Phrase) -> bool:
    """Whether a noun at once behind an amount is what it consists of ("3 Milliarden Euro Bürokratieentlastung")."""
    head = phrase.head.surface
    return phrase.head.upos == "NOUN" and phrase.head.has("Number=Sing") and tells(phrase.words) and head not in _MARKS


def is_step(noun: str) -> bool:
    """Whether a noun names a change, not a state ("Zuwachs")."""
    return bool(_STEP.search(noun.lower()))


def _named_theme(figure: Figure, named: phrases.Phrase, aim: str, free: Sequence[phrases.Phrase]) -> Theme | None:
    """The theme of an amount that hangs on a noun; a bare one takes what is valued, its aim or its clause's subject along."""
    sentence = figure.sentence
    if is_step(named.head.surface):
        return Theme(f"change:{noun_key(named.head.surface)}", named.words)
    if aim and not _same(named.words, aim):
        return theme("amount", named.head, f"{named.words} für {aim}")
    if tells(named.words):
        return theme("amount", named.head, named.words)
    if named.head.surface in _GAUGES:
        start = sentence.span.start
        into = re.search(r"\b(?:im|mit\s+einem|in)\s+$", sentence.string[: named.span.start - start])
        thing = phrases.before(sentence, start + into.start()) if into else None
        if thing is not None and tells(thing.words) and not phrases.is_number(thing.head):
            return theme("amount", thing.head, f"{named.head.surface}: {thing.words}")
    subject = next((one for one in free if one.span.end <= named.span.start and tells(one.words)), None)
    if subject is None or subject.head.has("Case=Acc") or subject.head.has("Case=Dat"):
        return None
    paid = _any(_GIVE, sentence.between(subject.span.end, figure.mention.span.end + _NEAR))
    label = (
        "Zahlung" if paid and named.head.surface == "Kosten" else named.head.surface
    )  # "Das Land trägt die Kosten von …"
    return Theme(f"amount:{noun_key(named.head.surface)}", f"{label}: {subject.words}")


_NEAR = 40  # characters behind a number in which the other half of its verb may stand


def _verb_theme(
    figure: Figure, clause: Span, free: Sequence[phrases.Phrase], others: Sequence[phrases.Phrase]
) -> Theme | None:
    """What costs, is funded, gives or gets the amount, by the verb of its clause."""
    sentence = figure.sentence
    spoken = tuple(_plain(word, sentence) for word in sentence.between(clause.start, clause.end))
    own = {word.span.start for word in figure.stretch}
    free = [one for one in free if one.head.span.start in own] or free
    others = [one for one in others if one.head.span.start in own] or others
    if _any(_INVEST, spoken) and (into := phrases.behind_word(sentence, figure.mention.span.end, "in")):
        return theme("amount", into.head, f"Investition in {into.words}")
    if _any(_FUND, [word for word in spoken if "forder" not in word.surface]) and others:
        return theme("amount", others[-1].head, f"Förderung: {others[-1].words}")
    if money := [one for one in free if is_money_noun(one.head) and tells(one.words)]:
        return theme("amount", money[-1].head, money[-1].words)
    someone = [one for one in free if not is_money_noun(one.head) and _may_act(one, sentence, clause)]
    verb = next((name for name, known in (("Zahlung", _GIVE), ("Einnahme", _GET)) if _any(known, spoken)), None)
    if someone and verb:
        return theme("amount", someone[0].head, f"{verb}: {someone[0].words}")
    if _any(_COST, spoken) and others:
        return theme("amount", others[-1].head, f"Kosten: {others[-1].words}")
    return None


def level_theme(figure: Figure, kind: str, clause: Span, free: Sequence[phrases.Phrase]) -> Theme | None:
    """What lies at, rises to or is set at a number ("die Jahreskarte auf 15 Euro")."""
    sentence, at = figure.sentence, figure.mention.span
    if not _ON.search(sentence.string[: at.start - sentence.span.start]):
        return None
    spoken = sentence.between(clause.start, clause.end)
    if not _any(_LEVEL, spoken):
        return None
    before = [one for one in free if one.span.end <= at.start and not _is_body(one, sentence) and tells(one.words)]
    if not before:
        return None
    if money := [one for one in before if figure.money and is_money_noun(one.head)]:
        before = money  # "Den Schaden bezifferte der Richter auf 71.500 Euro"
    costs = figure.money and _any(_COST, spoken) and not is_money_noun(before[-1].head)
    return theme(kind, before[-1].head, f"Kosten: {before[-1].words}" if costs else before[-1].words)


def is_linked(figure: Figure, named: phrases.Phrase) -> bool:
    """Whether "von", "über" or "in Höhe von" ties a noun to the number behind it."""
    sentence, start = figure.sentence, figure.sentence.span.start
    gap = sentence.string[named.span.end - start : figure.mention.span.start - start]
    return bool(re.match(r"\s*(?:von|über|in Höhe von|zwischen)(?!\w)", gap))


def _any(known: Sequence[Lemma], spoken: Sequence[Word]) -> bool:
    return any(one.found_in(spoken) for one in known)


def _plain(word: Word, sentence: Sentence) -> Word:
    """A verb at the start of a sentence as it is written elsewhere ("Gekostet hat der Bus …")."""
    if word.span.start == sentence.span.start and sentence.tags and sentence.tags[0].is_verb:
        return Word(word.span, word.surface.lower(), word.stem)
    return word


def _is_unit(phrase: phrases.Phrase, figure: Figure) -> bool:
    """Whether a noun behind a sum only says for each of what it is paid ("15 Euro pro Person und Tag, 3 Euro je Stunde")."""
    start = figure.sentence.span.start
    before = figure.sentence.string[max(phrase.span.start - start - 60, 0) : phrase.head.span.start - start]
    return _PER_UNIT.search(before) is not None


_PER_UNIT = re.compile(r"(?:/|\b(?:pro|je|per)\s+)(?:[^\W\d_]+\s+(?:und|oder)\s+)?(?:[a-zäöüß]+e[nrsm]?\s+){0,2}$")


def _is_time(phrase: phrases.Phrase, sentence: Sentence) -> bool:
    """Whether a phrase only says when or how long ("dauerte 14 Monate und kostete …")."""
    return any(m.span.overlaps(phrase.head.span) for m in sentence.labelled("DATE"))


def _is_body(phrase: phrases.Phrase, sentence: Sentence) -> bool:
    """Whether a phrase names who reckons, not what is reckoned."""
    if _BODIES.search(phrase.head.surface.lower()):
        return True
    return any(m.span.overlaps(phrase.span) for m in sentence.labelled("ORG", "PERSON", "DISTRICT", "PLACE"))


def _may_act(phrase: phrases.Phrase, sentence: Sentence, clause: Span) -> bool:
    """Whether a phrase may be who gives or gets: no name in passing, and no plural beside a verb in the singular."""
    if any(m.span.overlaps(phrase.span) for m in sentence.labelled("PERSON")):
        return False
    verbs = [tag for tag in sentence.tags if tag.is_verb and tag.has("Mood=Ind") and clause.contains(tag.span)]
    return not (phrase.head.has("Number=Plur") and verbs and all(verb.has("Number=Sing") for verb in verbs))


def _head(words: str) -> str:
    return next((part for part in words.split() if part[:1].isupper()), words)


def _same(one: str, other: str) -> bool:
    return bool({stem(w) for w in one.split() if w[:1].isupper()} & {stem(w) for w in other.split() if w[:1].isupper()})


def _without_grammar(figure: Figure) -> Theme | None:
    """Without grammar: the money noun of the number's own stretch, where it is a compound that names something."""
    named = [word for word in figure.stretch if word.capital and any(one.fits(word) for one in MONEY_NOUNS)]
    if not named or not tells(named[-1].surface):
        return None
    return Theme(f"amount:{named[-1].stem}", named[-1].surface)
