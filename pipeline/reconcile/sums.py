"""Arithmetic of one document: a whole and its parts ("davon"), "zusammen", and a number times its unit price."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..document import Document
from ..facts import Evidence, Finding, Mention
from ..knowledge.inflection import fold, stem
from ..knowledge.reading import Reading, Sentence
from ..values import Duration, Quantity
from .values import for_people

_OF_IT = frozenset(("davon", "hiervon", "darunter"))
_ALL_OF_IT = frozenset(("davon", "hiervon"))
_TOGETHER = frozenset(("zusammen", "insgesamt", "summe", "gesamt", "gesamtsumme", "macht"))
_LAST_YEAR = frozenset(("vorjahr", "zuvor", "davor", "vorher"))
NEARLY = Decimal("0.1")
"""A sum that misses its whole by less than this share was meant to reach it; one that misses by more lists only some parts."""


def check_sums(document: Document, reading: Reading) -> Iterator[Finding]:
    """Every sum the text lets us check, confirmed or not."""
    for sentence in reading.sentences:
        yield from _parts_of(document, reading, sentence)
        yield from _together(document, reading, sentence)
        yield from _after_colon(document, reading, sentence)
        yield from _percent(document, reading, sentence)
        yield from _product(document, reading, sentence)


def _parts_of(document: Document, reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    pointer = next((word for word in sentence.words if fold(word.surface) in _OF_IT), None)
    if pointer is None:
        return
    numbers = _numbers(sentence)
    parts = [m for m in numbers if m.span.start > pointer.span.end]
    if not parts:
        return
    kind = parts[0].label
    parts = [m for m in parts if m.label == kind]
    before = [m for m in numbers if m.span.end <= pointer.span.start and m.label == kind]
    if not before and sentence.index:
        before = [m for m in _numbers(reading.sentences[sentence.index - 1]) if m.label == kind]
    if not before or len(parts) + len(_following(reading, sentence, kind)) < 2:
        return
    # The whole is the largest number before: "2016 wurden 39,4 Millionen Euro bereitgestellt. Davon …"
    whole = max(before, key=lambda m: _quantity(m).value)
    if before[0] not in numbers and _tells_another_year(reading.sentences[sentence.index - 1]):
        # "… mit 38 Millionen Euro. Im Vorjahr waren es 31. Davon …": the whole stands before the year it is held against.
        if sentence.index < 2:
            return
        earlier = [m for m in _numbers(reading.sentences[sentence.index - 2]) if m.label == kind]
        whole = next((m for m in [whole, *earlier] if _fits(m, parts)), whole)
        if whole not in earlier:
            return
    complete = fold(pointer.surface) in _ALL_OF_IT and len(parts) > 1
    more = _following(reading, sentence, kind)
    if more and not _fits(whole, parts) and _fits(whole, [*parts, *more]):
        parts = [*parts, *more]  # the list goes on in the next sentence
    if len(parts) < 2:
        return
    yield from _verdict(document, reading, whole, parts, must_fit=False, complete=complete)


def _tells_another_year(sentence: Sentence) -> bool:
    """Whether a sentence only sets last year beside this one: "Im Vorjahr waren es …", "2016 waren es …"."""
    words = [fold(word.surface) for word in sentence.words]
    year = any(word in _LAST_YEAR or re.fullmatch(r"(?:19|20)\d\d", word) for word in words[:4])
    return year and "es" in words and any(word in ("waren", "war", "seien") for word in words)


def _together(document: Document, reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """ "23 Jahre und 2 Jahre, zusammen 25 Jahre": the number behind "zusammen" against those before it."""
    numbers = _numbers(sentence)
    for at, total in enumerate(numbers):
        if at < 2:
            continue
        gap = sentence.between(numbers[at - 1].span.end, total.span.start)
        word = next((fold(w.surface) for w in gap if fold(w.surface) in _TOGETHER), None)
        if word is None:
            continue
        before = [m for m in numbers[:at] if m.label == total.label and _quantity(m).of is None]
        parts = [m for m in before if _same_thing(m, total)]
        if len(parts) >= 2:
            firm = word in ("zusammen", "summe", "macht")
            yield from _verdict(document, reading, total, parts, must_fit=firm, complete=True)
        elif len(before) >= 2 and sum(_quantity(m).value for m in before) == _quantity(total).value:
            # Girls and boys are children: what is counted differs, the exact sum tells that they belong together.
            yield from _verdict(document, reading, total, before, must_fit=False, complete=True)


def _after_colon(document: Document, reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """ "39,4 Millionen Euro: 19,6 vom …, 14,5 vom … und 5,3 von …": told only when the parts reach the whole."""
    colon = next((word for word in sentence.words if word.surface == ":"), None)
    if colon is None:
        return
    numbers = _numbers(sentence)
    for whole in [m for m in numbers if m.span.end <= colon.span.start]:
        parts = [m for m in numbers if m.span.start >= colon.span.end and m.label == whole.label]
        if len(parts) >= 2 and _fits(whole, parts):
            yield from _verdict(document, reading, whole, parts, must_fit=False, complete=False)


def _following(reading: Reading, sentence: Sentence, kind: str) -> list[Mention]:
    after = reading.sentences[sentence.index + 1 : sentence.index + 2]
    return [m for one in after for m in _numbers(one) if m.label == kind]


def _fits(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts can reach the whole."""
    total = _quantity(whole)
    low = _sum([_quantity(m).low for m in parts])
    high = _sum([_quantity(m).high for m in parts])
    short = high is not None and total.low is not None and high < total.low
    over = low is not None and total.high is not None and low > total.high
    return not short and not over


def _percent(document: Document, reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """ "47 von 53, das sind 89 Prozent": the share against the percentage beside it."""
    counts = [m for m in sentence.labelled("COUNT") if isinstance(m.value, Quantity)]
    shares = [m for m in counts if _quantity(m).unit == "Prozent"]
    parts = [m for m in counts if _quantity(m).of and _quantity(m).unit != "Prozent"]
    if len(shares) != 1 or len(parts) != 1 or abs(shares[0].span.start - parts[0].span.end) > NEAR_SHARE:
        return
    part, share = _quantity(parts[0]), _quantity(shares[0])
    assert part.of is not None
    true = part.value / part.of * 100
    room = PERCENT_ROOM if share.qualifier is None else 5 * PERCENT_ROOM
    evidence = tuple(Evidence.at(document, reading.text, m.span) for m in (parts[0], shares[0]))
    said = f"{for_people(Quantity(part.value))} von {for_people(Quantity(part.of))}"
    if abs(true - share.value) <= room:
        message = f"{said} sind {for_people(share)} Prozent, wie angegeben."
        yield Finding("sum_confirmed", "info", message, evidence, rule="sums.percent")
    elif share.qualifier in (None, "approx"):
        message = (
            f"{said} sind {for_people(Quantity(round(true, 1)))} Prozent, angegeben sind {for_people(share)} Prozent."
        )
        yield Finding("sum_mismatch", "warning", message, evidence, f"{round(true, 1)}", "sums.percent")


NEAR_SHARE = 60  # characters between a part of a whole and the percentage that says the same
PERCENT_ROOM = Decimal(1)
"""A percentage is rounded to a whole number, up or down."""

_EACH = frozenset(("je", "pro", "jeweils", "jede", "jeder", "jedes", "à"))


def _product(document: Document, reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """ "28.650 Euro je Stelle, für zwei Stellen 57.300 Euro": only told when it fits, because a price may have other reasons."""
    if not any(fold(word.surface) in _EACH for word in sentence.words):
        return
    numbers = _numbers(sentence)
    money = [m for m in numbers if m.label == "MONEY"]
    counts = [m for m in numbers if m.label == "COUNT" and 2 <= _quantity(m).value <= 1000]
    for count in counts:
        for price in money:
            for total in money:
                if price is not total and _quantity(price).value * _quantity(count).value == _quantity(total).value > 0:
                    evidence = tuple(Evidence.at(document, reading.text, m.span) for m in (total, count, price))
                    factors = f"{for_people(Quantity(_quantity(count).value))} × {for_people(Quantity(_quantity(price).value))}"
                    message = f"Das Produkt {factors} ergibt {for_people(_quantity(total))}, wie angegeben."
                    yield Finding("sum_confirmed", "info", message, evidence, rule="sums.product")
                    return


def _verdict(
    document: Document, reading: Reading, whole: Mention, parts: Sequence[Mention], *, must_fit: bool, complete: bool
) -> Iterator[Finding]:
    total = _quantity(whole)
    quantities = [_quantity(m) for m in parts]
    low = _sum([q.low for q in quantities])
    value = sum((q.value for q in quantities), Decimal(0))
    said = " + ".join(for_people(q) for q in quantities)
    evidence = tuple(Evidence.at(document, reading.text, m.span) for m in (whole, *parts))
    if _fits(whole, parts):
        if low is None or _sum([q.high for q in quantities]) is None:
            return  # "bis zu 50" adds up to anything
        message = f"Die Teile {said} ergeben zusammen {for_people(total)}, wie angegeben."
        yield Finding("sum_confirmed", "info", message, evidence, rule="sums.parts")
        return
    short = total.value and abs(value - total.value) / abs(total.value) <= NEARLY
    exceeds = low is not None and total.high is not None and low > total.high
    if must_fit or exceeds or (complete and short):
        message = f"Die Teile {said} ergeben {for_people(Quantity(value))}, angegeben ist {for_people(total)}."
        yield Finding("sum_mismatch", "warning", message, evidence, f"{value.normalize():f}", "sums.parts")


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    return None if any(value is None for value in values) else sum((v for v in values if v is not None), Decimal(0))


def _numbers(sentence: Sentence) -> list[Mention]:
    """The numbers of a sentence; lengths of time count as numbers of years ("23 Jahre und 2 Jahre")."""
    found = [m for m in sentence.labelled("COUNT", "MONEY") if isinstance(m.value, Quantity)]
    for mention in sentence.labelled("DATE"):
        if isinstance(mention.value, Duration) and mention.value.years:
            quantity = Quantity(Decimal(mention.value.years), "Jahre")
            found.append(replace(mention, label="COUNT", value=quantity))
    return sorted(found, key=lambda m: m.span)


def _quantity(mention: Mention) -> Quantity:
    assert isinstance(mention.value, Quantity)
    return mention.value


def _same_thing(one: Mention, other: Mention) -> bool:
    """Whether two counts count the same: money and money, years and years; an unnamed total takes what is before it."""
    if one.label == "MONEY":
        return True
    mine, theirs = _quantity(one).unit, _quantity(other).unit
    if not theirs or not mine:
        return True
    return bool({stem(w) for w in re.findall(r"\w+", mine)} & {stem(w) for w in re.findall(r"\w+", theirs)})
