"""Numbers as they stand in a sentence: what each counts, in which form, and which stretch of the sentence is its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..facts import Mention
from ..knowledge.inflection import Word, fold, words
from ..knowledge.language import Language
from ..knowledge.numbers import parse_word
from ..knowledge.reading import Sentence
from ..text import Span
from ..values import Duration, Quantity

_PER = frozenset(["jeweils", "je", "pro", "jedem", "jeder", "jedes", "jede", "jeden"])
_TIMES = ("jahr", "monat", "tag", "woche", "stunde", "quartal")
_OF_BETWEEN = re.compile(
    r"\s*(?:[A-ZÄÖÜ][\w-]+\s+)?(?:von|der|aus|unter)(?:\s+(?:den|insgesamt|rund|etwa|ca\.|circa|knapp|allen))*\s*"
)
_ALL = re.compile(r"\b(?:alle[nrm]?|sämtliche[nrm]?)\s*$", re.I)
_DEFINITE = re.compile(r"\b(?:die|der|den)\s*$", re.I)
_FIRST = re.compile(r"\berste[nr]?\s*$", re.I)
_ORDINAL = re.compile(r"\d+\.\s*\D|\d+\.$|[a-zäöü]+(?:te|ste)[nrs]?\b")
_NEGATED = re.compile(
    r"\b(?:nicht|kein(?:e[nmrs]?)?|statt|anstatt)\s+(?:mehr\s+)?(?:etwa\s+|nur\s+|die\s+|den\s+|bei\s+|in\s+)?$", re.I
)
_NOT_NEGATED = re.compile(r"\bnicht\s+(?:nur|ganz|weniger|mehr)\b[^,]*$", re.I)
_ONE = re.compile(r"\b(ein(?:e[nmrs]?)?)\s+(?:(halbe[nrs]?)\s+)?((?:[a-zäöüß-]+\s+)?[A-ZÄÖÜ][\w-]+)")
_NTH = re.compile(r"(?:zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt)e[nrs]?$")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a sentence, ready to be claimed.

    `form` is part, whole, ordinal, all, first, definite or plain; `counted` the words of what it counts; `stretch` the words of
    the sentence that belong to it and to no other number; `per` says that it holds for each of several.
    """

    mention: Mention
    quantity: Quantity
    form: str
    counted: tuple[Word, ...]
    stretch: tuple[Word, ...]
    per: bool
    sentence: Sentence
    implied: bool = False

    @property
    def money(self) -> bool:
        return self.mention.label == "MONEY"

    @property
    def noun(self) -> str:
        """What is counted, as printed."""
        return " ".join(word.surface for word in self.counted)


def figures(sentence: Sentence) -> tuple[Figure, ...]:
    """The numbers of a sentence that claim something; a negated number ("nicht 46, sondern 64") does not."""
    found: list[Figure] = []
    numbers = _joined_ranges(
        sentence, [m for m in sentence.labelled("COUNT", "MONEY") if isinstance(m.value, Quantity)]
    )
    for at, mention in enumerate(numbers):
        if (
            _in_address(sentence, mention)
            or is_negated(sentence, mention)
            or (at and _ends_range(sentence, numbers[at - 1], mention))
        ):
            continue
        quantity = mention.value
        assert isinstance(quantity, Quantity)
        quantity = _ranged(sentence, mention, _limited(sentence, mention, quantity))
        counted = _counted(sentence, mention, quantity)
        form = _form(sentence, mention, numbers[at - 1] if at else None)
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        if (
            form in ("plain", "definite")
            and quantity.of is None
            and following is not None
            and _is_of(sentence, mention, following)
        ):
            whole = following.value
            assert isinstance(whole, Quantity)
            quantity, form = replace(quantity, of=whole.value), "part"
            counted = counted or _counted(sentence, following, whole)
        elif quantity.of is not None:
            form = "part"
        stretch = _stretch(sentence, mention, numbers)
        per = _is_per(sentence, mention, quantity, stretch)
        figure = Figure(mention, quantity, form, counted, stretch, per, sentence)
        found.append(figure)
        if quantity.of is not None and not (following is not None and _is_of(sentence, mention, following)):
            whole = Quantity(quantity.of, quantity.unit)
            found.append(replace(figure, quantity=whole, form="whole", per=False))
    return tuple(found)


def implied_ones(sentence: Sentence) -> Iterator[Figure]:
    """Numbers that hide in an article: "jeweils zwei Fachkräfte, eine Verwaltungskraft sowie eine halbe Stelle".

    Only in a list with a real number in it and only for each of several, because "ein" rarely counts.
    """
    if not any(fold(word.surface) in _PER for word in sentence.words):
        return
    numbers = [m for m in sentence.labelled("COUNT", "MONEY") if isinstance(m.value, Quantity)]
    taken = [mention.span for mention in numbers]
    hidden: list[tuple[Mention, tuple[Word, ...]]] = []
    for match in _ONE.finditer(sentence.string):
        start = sentence.span.start + match.start()
        span = Span(start, sentence.span.start + match.end())
        if any(span.overlaps(other) for other in taken):
            continue
        value = Quantity(_HALF if match[2] else Decimal(1), match[3])
        mention = Mention("COUNT", Span(start, start + len(match[1]) + (len(match[2]) + 1 if match[2] else 0)),
                          match[0], value=value, confidence=0.7, rule="figures.article")  # fmt: skip
        hidden.append((mention, words(match[3], sentence.span.start + match.start(3))))
    everyone = sorted([*numbers, *(mention for mention, _ in hidden)], key=lambda mention: mention.span)
    for mention, counted in hidden:
        stretch = _stretch(sentence, mention, everyone)
        assert isinstance(mention.value, Quantity)
        per = any(fold(word.surface) in _PER for word in sentence.between(sentence.span.start, mention.span.start))
        if per:
            yield Figure(mention, mention.value, "plain", counted, stretch, True, sentence, implied=True)


def bare_ordinals(sentence: Sentence) -> Iterator[Figure]:
    """Ordinals before a noun that no finder took ("das landesweit 51. Zentrum"), for properties that count by them."""
    taken = [m.span for m in sentence.labelled("COUNT", "DATE", "MONEY", "LAW", "CONTACT")]
    for match in re.finditer(
        r"(?<![\d.,/])(\d{1,3})\.\s+((?:[A-Za-zäöüÄÖÜß-]+e[ns]?\s+)?[A-ZÄÖÜ][\w-]+)", sentence.string
    ):
        span = Span(sentence.span.start + match.start(1), sentence.span.start + match.end(1) + 1)
        if not any(span.overlaps(other) for other in taken):
            counted = words(match[2], sentence.span.start + match.start(2))
            quantity = Quantity(Decimal(match[1]), match[2])
            mention = Mention("COUNT", span, match[0], value=quantity, confidence=0.8, rule="figures.ordinal")
            yield Figure(mention, quantity, "ordinal", counted, sentence.words, False, sentence, implied=True)


def spans_of_years(sentence: Sentence, language: Language) -> Iterator[Figure]:
    """Lengths of time as numbers of years ("25 Jahre", "zehnjähriges Bestehen"), for properties that count them."""
    for mention in sentence.labelled("DATE", "COUNT"):
        if isinstance(mention.value, Duration) and mention.value.years:
            yield _years(sentence, mention, mention.value.years)
    for match in re.finditer(r"\b(?:(\d{1,3})-?|([a-zäöüß]+))jährig", sentence.string):
        value = int(match[1]) if match[1] else parse_word(match[2], language)
        if value:
            span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
            yield _years(sentence, Mention("COUNT", span, match[0], rule="figures.years"), int(value))


def _years(sentence: Sentence, mention: Mention, years: int) -> Figure:
    quantity = Quantity(Decimal(years), "Jahre")
    mention = replace(mention, value=Duration(years=years))
    return Figure(
        mention, quantity, "plain", words("Jahre", mention.span.start), sentence.words, False, sentence, implied=True
    )


def is_negated(sentence: Sentence, mention: Mention) -> bool:
    """Whether the number is said not to hold."""
    before = sentence.string[: mention.span.start - sentence.span.start]
    if not _NEGATED.search(before) or _NOT_NEGATED.search(before):
        return False
    after = sentence.string[mention.span.end - sentence.span.start :]
    return bool(re.search(r"\bsondern\b", after)) or not re.search(r"\bnicht\s+$", before, re.I)


def _in_address(sentence: Sentence, mention: Mention) -> bool:
    """Whether a number is part of an address on the web that was broken by blanks."""
    start = mention.span.start - sentence.span.start
    left = sentence.string[max(start - 80, 0) : start]
    return bool(re.search(r"%\d?\w*$|(?:https?:|www\.)\S*\s?\S*$", left))


_NOT_BEYOND = re.compile(
    r"^[^.;:,]{0,40}\bnicht\s+(?:zu\s+|mehr\s+)?(?:überschritten|überschreiten|überschreitet|überschreite|übersteigen|übersteigt|übersteige|hinausgehen)",
)
_NOT_BELOW = re.compile(
    r"^[^.;:,]{0,40}\bnicht\s+(?:zu\s+)?(?:unterschritten|unterschreiten|unterschreitet|unterschreite)"
)


def _limited(sentence: Sentence, mention: Mention, quantity: Quantity) -> Quantity:
    """A number that must not be passed is a limit ("darf 300 Millionen nicht überschreiten")."""
    after = sentence.string[mention.span.end - sentence.span.start :]
    if quantity.qualifier is None and quantity.upper is None:
        if _NOT_BEYOND.match(after):
            return replace(quantity, qualifier="up_to")
        if _NOT_BELOW.match(after):
            return replace(quantity, qualifier="at_least")
    return quantity


_LOWER_END = re.compile(
    r"(?:\bzwischen\s+(?P<low>\d+(?:,\d+)?)\s*(?:%|Prozent)?\s+und|(?<![\d.,])(?P<from>\d+(?:,\d+)?)\s*(?:%|Prozent)?\s*(?:bis|[-–]))\s*$"
)


def _ranged(sentence: Sentence, mention: Mention, quantity: Quantity) -> Quantity:
    """The lower end of a range of measures, which the finder leaves out ("zwischen 15 und 25 Prozent")."""
    if mention.rule not in ("counts.percent", "counts.measure") or quantity.upper is not None:
        return quantity
    found = _LOWER_END.search(sentence.string[: mention.span.start - sentence.span.start])
    low = Decimal((found["low"] or found["from"]).replace(",", ".")) if found else None
    if low is None or low >= quantity.value:
        return quantity
    return replace(quantity, value=low, upper=quantity.value)


def _joined_ranges(sentence: Sentence, numbers: Sequence[Mention]) -> list[Mention]:
    """The numbers with two percentages that are one range as one ("zwischen 3 % und 4 %")."""
    joined: list[Mention] = []
    start = sentence.span.start
    for mention in numbers:
        last = joined[-1] if joined else None
        if last is not None and last.rule == mention.rule == "counts.percent":
            gap = sentence.string[last.span.end - start : mention.span.start - start]
            between = re.search(r"\bzwischen\s+$", sentence.string[: last.span.start - start])
            low, high = last.value, mention.value
            assert isinstance(low, Quantity)
            assert isinstance(high, Quantity)
            if re.fullmatch(
                r"\s*(?:%|Prozent)\s*(?:und|bis|[-–])\s*" if between else r"\s*(?:%|Prozent)\s*(?:bis|[-–])\s*", gap
            ):
                hull = Span(last.span.start, mention.span.end)
                joined[-1] = replace(last, span=hull, value=replace(low, upper=high.value))
                continue
        joined.append(mention)
    return joined


_FORMER = re.compile(
    r"\b(?:von|statt(?:\s+bisher)?)\s+(?:(?:rund|etwa|ca\.|über|fast|knapp|derzeit|bisher|zuvor|ehemals|vormals|ursprünglich)\s+)*$"
)
_TO = re.compile(
    r"^[^.;:,]{0,40}?\sauf\s+(?:\w+\s+){0,2}?(?:\d|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"
)


def is_former(figure: Figure) -> bool:
    """Whether a number is what was before ("von drei auf fünf Tage erweitert")."""
    at, sentence = figure.mention.span, figure.sentence
    start = sentence.span.start
    return bool(_FORMER.search(sentence.string[: at.start - start]) and _TO.match(sentence.string[at.end - start :]))


def is_further(figure: Figure) -> bool:
    """Whether a number counts only what is added ("weitere 22 Fahrzeuge", "zwei zusätzliche Züge")."""
    at, sentence = figure.mention.span, figure.sentence
    start = sentence.span.start
    near = sentence.string[max(at.start - start - 20, 0) : at.start - start]
    behind = sentence.string[at.end - start :]
    return bool(
        re.search(r"\b(?:weitere[nrm]?|zusätzlich(?:e[nrm]?)?)\s+(?:rund\s+|etwa\s+|über\s+)?$", near, re.I)
        or re.match(r"\s+(?:weitere|zusätzliche)[nrm]?\b", behind)
    )


_PAST = re.compile(r"^[^.;:]{0,30}?\bhinaus(?:geh|reich|ragt|\b)")


def is_threshold(figure: Figure) -> bool:
    """Whether a number is only a mark something passes ("Kosten, die über 508 Millionen hinausgehen")."""
    at, sentence = figure.mention.span, figure.sentence
    start = sentence.span.start
    over = re.search(r"\büber\s+(?:bis\s+zu\s+)?$", sentence.string[: at.start - start])
    return bool(
        (over or figure.quantity.qualifier == "more_than")
        and _PAST.match(_unbracketed(sentence.string[at.end - start :]))
    )


def _unbracketed(string: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", string)


def _ends_range(sentence: Sentence, previous: Mention, mention: Mention) -> bool:
    """Whether a number is the other end of the range before it ("100 bis 200 Euro" is one claim)."""
    first, last = previous.value, mention.value
    assert isinstance(first, Quantity)
    assert isinstance(last, Quantity)
    return first.upper is not None and first.upper == last.value and mention.span.start - previous.span.start < 40


def _form(sentence: Sentence, mention: Mention, previous: Mention | None) -> str:
    before = sentence.string[: mention.span.start - sentence.span.start]
    inside = sentence.string[mention.span.start - sentence.span.start : mention.span.end - sentence.span.start]
    if "ordinal" in mention.rule or (
        mention.label == "COUNT" and _ORDINAL.match(inside) and not re.match(r"\d+\.\d", inside)
    ):
        return "ordinal"
    if previous is not None and mention.label == "COUNT" and _is_of(sentence, previous, mention):
        return "whole"
    # The finder may take the word in ("allen 53") or leave it out.
    if _ALL.search(before) or re.match(r"(?:alle[nr]?|sämtliche[nr]?)\s", inside, re.I):
        return "all"
    if _FIRST.search(before) or re.match(r"(?:die\s|den\s)?erste[nr]?\s", inside, re.I):
        return "first"
    return "definite" if _DEFINITE.search(before) else "plain"


def _is_of(sentence: Sentence, part: Mention, whole: Mention) -> bool:
    if part.label != "COUNT" or whole.label != "COUNT" or whole.span.start < part.span.end:
        return False
    if isinstance(part.value, Quantity) and isinstance(whole.value, Quantity) and part.value.value > whole.value.value:
        return False  # "430 Stücke aus fünf Ländern"
    gap = sentence.string[part.span.end - sentence.span.start : whole.span.start - sentence.span.start]
    return bool(_OF_BETWEEN.fullmatch(gap))


def _counted(sentence: Sentence, mention: Mention, quantity: Quantity) -> tuple[Word, ...]:
    """What the number counts: the finder's unit, else the noun phrase behind the number."""
    if mention.label == "MONEY":
        return ()
    if quantity.unit:
        return words(quantity.unit, mention.span.start)
    following = [word for word in sentence.words if word.span.start >= mention.span.end][:8]
    phrase: list[Word] = []
    for word in following:
        if word.capital:
            phrase.append(word)
        elif phrase and phrase[-1].capital and fold(word.surface) not in ("und", "bzw", "oder"):
            break
        elif word.surface.isalpha():
            phrase.append(word)
        else:
            break
    while phrase and not phrase[-1].capital:
        phrase.pop()
    return tuple(phrase)


def _stretch(sentence: Sentence, mention: Mention, numbers: Sequence[Mention]) -> tuple[Word, ...]:
    """The words from the last comma or "und" before this number to the last one before the next number."""
    same = [other for other in numbers if other.label == mention.label]
    at = same.index(mention)
    start, end = sentence.span.start, sentence.span.end
    if at:
        start = _last_break(sentence, same[at - 1].span.end, mention.span.start)
    if at + 1 < len(same) and same[at + 1].span.start >= mention.span.end:
        end = _last_break(sentence, mention.span.end, same[at + 1].span.start)
    return sentence.between(start, end)


def _last_break(sentence: Sentence, start: int, end: int) -> int:
    line = sentence.string.rfind("\n", start - sentence.span.start, end - sentence.span.start)
    if line >= 0:
        return sentence.span.start + line + 1
    for word in reversed(sentence.between(start, end)):
        if word.surface in (",", ";", ":") or fold(word.surface) in ("und", "sowie", "beziehungsweise", "bzw"):
            return word.span.start
    # No break: the words between two numbers belong to the later one ("mit 170.000 Euro 3,5 Stellen").
    return start


def _is_per(sentence: Sentence, mention: Mention, quantity: Quantity, stretch: Sequence[Word]) -> bool:
    if quantity.per and any(not fold(unit).startswith(_TIMES) for unit in quantity.per.split(" und ")):
        return True
    near = [word for word in stretch if word.span.end <= mention.span.start or word.span.start <= mention.span.end + 40]
    before = sentence.between(sentence.span.start, mention.span.start)
    for place in (near, before):
        for index, word in enumerate(place):
            if fold(word.surface) in _PER:
                following = place[index + 1] if index + 1 < len(place) else None
                if word.surface.lower().startswith("jed") and following is not None and not following.surface.isalpha():
                    continue  # "Jeder, der rechnen kann, …" is somebody, no share-out
                if following is None or not (
                    fold(following.surface).startswith((*_TIMES, "nach")) or _NTH.match(following.surface)
                ):
                    return True
    return False
