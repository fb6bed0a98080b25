"""How surely a number is claimed: stated, planned, target or possible, from the clause it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..knowledge.inflection import Word, fold, lemma, lemmas
from ..knowledge.reading import Sentence
from ..text import Span
from .phrases import clause

# What is only wanted (target), only planned, only thought of. "werden" alone says nothing: the present passive states a
# fact ("werden zur Verfügung gestellt"); with a verb of creation it looks ahead ("werden eingerichtet").
_TARGET = lemmas(["anstreben", "fordern", "verlangen", "müssen"])
_DEMAND = lemma("Forderung")
_HAD_TO = re.compile(r"musste[ns]?t?$")  # a fact: "118 Kinder mussten gehen"
# A goal is set ("Ziel sind 54", "mit dem Ziel, …"); whoever drives "zu ihrem Ziel" sets none.
_GOAL = re.compile(
    r"\b(?:(?:das|mit dem|zum|unser|erklärtes|als)\s+(?:\w+\s+)?Ziel|(?<!zu\s)(?:ihr|sein)\s+Ziel|Ziel\s+(?:ist|sind|war|bleibt|sei|von|der|des))\b",
    re.I,
)
_PLANNED = lemmas(["sollen", "vorsehen", "planen", "beabsichtigen", "wollen", "möchten", "erwarten", "prognostizieren"])
_RECKON = lemmas(["rechnen"])  # "rechnet mit 90.000 Gästen"
_PARTICIPLES = re.compile(
    r"(geplant|vorgesehen|beabsichtigt|voraussichtlich|vorgeschlagen|angestrebt|anvisiert)(e[nrsm]?)?$"
)
_CREATE = lemmas(
    ["einrichten", "errichten", "eröffnen", "schaffen", "bauen", "entstehen", "folgen", "starten", "aufbauen"]
)
_WILL = frozenset({"werden", "wird", "werde"})
# Past subjunctives that weigh what might be; "sollte" and "wollte" do not, "habe" and "sei" only report.
_POSSIBLE = re.compile(
    r"(?:könnten?|würden?|dürften?|müssten?|hätten?|wären?|kämen?|gäben?|ginge|bräuchten?|möglicherweise|eventuell|theoretisch)$"
)
_CONDITION = frozenset(("falls", "sofern", "angenommen"))


def modality(sentence: Sentence, stretch: Sequence[Word], at: Span) -> str:
    """stated, planned, target or possible, from the words of the clause the number stands in."""
    clause = _clause(sentence, at)
    # A capital inside a sentence is a noun: "Gemüse" is no form of "müssen".
    spoken = tuple(word for word in clause if not word.capital or word.span.start == sentence.span.start)
    forms = {fold(word.surface) for word in clause}
    if any(_POSSIBLE.match(word.surface.lower()) for word in clause) or forms & _CONDITION:
        return "possible"
    told = tuple(word for word in spoken if not _HAD_TO.match(word.surface.lower()))
    if (
        any(one.found_in(told) for one in _TARGET)
        or _DEMAND.found_in(clause)
        or _is_goal(sentence, clause)
        or _is_wanted(sentence, clause)
    ):
        return "target"
    if _HEARSAY.search(_string(sentence, clause)):
        return "possible"
    if _is_planned(clause, spoken, at) or _is_announced(sentence, clause):
        return "planned"
    if forms & _WILL and "worden" not in forms and any(one.found_in(spoken) for one in _CREATE):
        return "planned"
    if _is_future(sentence, clause):
        return "planned"
    return "stated"


# "Er soll drei Menschen erschossen haben" is no plan.
_HEARSAY = re.compile(
    r"\bsoll(?:en)?\b.*\b(?:ge\w+t|ge\w+en|\w+iert|(?:be|er|ver|ent|zer)\w+(?:t|en))\s+(?:haben|sein|worden\s+sein)\b",
    re.S,
)


def _string(sentence: Sentence, clause: Sequence[Word]) -> str:
    start = sentence.span.start
    return sentence.string[clause[0].span.start - start : clause[-1].span.end - start] if clause else ""


def _is_goal(sentence: Sentence, clause: Sequence[Word]) -> bool:
    return bool(_GOAL.search(_string(sentence, clause)))


def _is_future(sentence: Sentence, clause: Sequence[Word]) -> bool:
    """Whether the clause has "wird" and an infinitive at its end ("wird 280 Millionen umfassen")."""
    if not sentence.tags or not clause:
        return False
    start, end = clause[0].span.start, clause[-1].span.end
    here = [tag for tag in sentence.tags if start <= tag.span.start < end and tag.upos != "PUNCT"]
    if not any(tag.surface.lower() in ("wird", "werden") and tag.upos == "AUX" for tag in here):
        return False
    if sum(tag.is_verb for tag in here) == 1:  # "wird 2022 ein Volumen von 280, 2023 von 275 Millionen umfassen"
        here = [tag for tag in sentence.tags if tag.span.start >= start and tag.is_verb]
    if here[-1].upos != "VERB":
        return False
    # "wird" is singular, so what looks like a finite plural ("wir umfassen") is an infinitive behind it.
    one = any(tag.surface.lower() == "wird" for tag in here)
    return here[-1].has("VerbForm=Inf") or (one and here[-1].has("Mood=Ind") and here[-1].has("Number=Plur"))


_ANNOUNCE = lemmas(["ankündigen", "mitteilen", "zusagen", "versprechen", "Plan", "Vorhaben", "Absicht"])


def _is_announced(sentence: Sentence, clause: Sequence[Word]) -> bool:
    """Whether the clause is what somebody says will be done ("hat mitgeteilt, 1300 Stellen zu streichen")."""
    return _is_to_be_done(sentence, clause) and any(
        one.found_in(sentence.between(sentence.span.start, clause[0].span.start)) for one in _ANNOUNCE
    )


_TO_DO = re.compile(r"\bzu\s+[a-zäöüß]+e?n\b|\b[a-zäöüß]{2,}zu[a-zäöüß]{3,}e?n\b")
_WANT = lemmas(["beantragen", "fordern", "auffordern", "bitten", "empfehlen", "vorschlagen", "beschließen", "Antrag"])


def _is_wanted(sentence: Sentence, clause: Sequence[Word]) -> bool:
    """Whether the clause only says what is to be done ("wir beantragen, … zu erhöhen", "2. eine Quote … einzuführen")."""
    if not _is_to_be_done(sentence, clause):
        return False
    before = sentence.between(sentence.span.start, clause[0].span.start)
    return not before or any(one.found_in(before) for one in _WANT)


def _is_to_be_done(sentence: Sentence, clause: Sequence[Word]) -> bool:
    """Whether a clause has an infinitive with "zu" and no finite verb."""
    if not sentence.tags or not clause or not _TO_DO.search(_string(sentence, clause)):
        return False
    start, end = clause[0].span.start, clause[-1].span.end
    finite = ("Mood=Ind", "Mood=Sub")
    here = [tag for tag in sentence.tags if start <= tag.span.start < end and not _TO_DO.fullmatch(tag.surface)]
    return not any(any(tag.has(mood) for mood in finite) for tag in here)


def _is_planned(clause: Sequence[Word], spoken: Sequence[Word], at: Span) -> bool:
    """Whether the clause plans; "die geplanten Kosten" plans only the number that stands beside it."""
    for index, word in enumerate(clause):
        found = _PARTICIPLES.match(word.surface.lower())
        if found is None:
            continue
        if found[2] is None:
            return True
        following = next((later for later in clause[index + 1 :] if later.capital), word)
        if max(at.start - following.span.end, word.span.start - at.end, 0) <= _BESIDE:
            return True
    plain = [word for word in spoken if not _PARTICIPLES.match(word.surface.lower())]
    if any(one.found_in(plain) for one in _RECKON) and any(word.surface == "mit" for word in plain):
        return True
    return any(one.found_in(plain) for one in _PLANNED)


def is_made(sentence: Sentence, at: Span) -> bool:
    """Whether what is counted is only to be made or is called planned itself ("die 300 neuen Stellen sollen entstehen")."""
    part = _clause(sentence, at)
    return any(one.found_in(part) for one in _CREATE) or any(_PARTICIPLES.match(word.surface.lower()) for word in part)


_BESIDE = 25  # characters between "die geplanten Kosten" and the number they are: "von insgesamt rund 20.000"


def _clause(sentence: Sentence, at: Span) -> tuple[Word, ...]:
    """The words of the part of a sentence a number stands in; without grammar, of the part between strong breaks."""
    if sentence.tags:
        part = clause(sentence, at.start)
        return sentence.between(part.start, part.end)
    start, end = sentence.span.start, sentence.span.end
    for word in sentence.words:
        if word.surface in (";", ":", "„", "“", "”", '"', "»", "«"):
            if word.span.end <= at.start:
                start = word.span.end
            elif word.span.start >= at.end:
                end = word.span.start
                break
    return sentence.between(start, end)
