"""Changes inside one sentence: "um 8,9 Millionen auf 48,3 Millionen gestiegen", "von 40 auf 50, also um 25 Prozent".

A rise needs the number before, the difference and the number after; two of them are checked only where the sentence
gives the third, or a percentage of change. Rounded numbers have room on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ..document import Document
from ..facts import Evidence, Finding, Mention
from ..knowledge.inflection import fold
from ..knowledge.reading import Reading, Sentence
from ..text import Span
from ..values import Quantity
from .values import for_people

_UP = re.compile(r"\b(?:steig|stieg|gestiegen|wuchs|gewachsen|wächst|wachs|erhöh|aufgestock|zugenommen|nahm\w* .* zu\b|angehoben|Anstieg|Zuwachs|Plus)")  # fmt: skip
_DOWN = re.compile(r"\b(?:sank|sink|gesunken|gefallen|fiel|fällt|verringer|gekürzt|Kürzung|reduzier|gesenkt|abgenommen|zurückgegangen|Rückgang|Minus)")  # fmt: skip
_HEDGES = r"(?:\s+(?:rund|etwa|ca\.|circa|knapp|fast|gut|über|mehr\s+als|insgesamt|derzeit|jetzt|nun|dann))*\s*$"
_BARE = re.compile(r"(?<![\w.,:/-])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?=\s+[a-zäöü]|[.,;]?\s*$|[,;]\s)")
_ROLES = {"by": r"\bum", "to": r"\bauf", "from": r"\bvon(?:\s+(?:bisher|vorher|zuvor|damals|einst|ursprünglich))?"}
REACH = 3
"""Sentences back in which the number before a change is looked for."""
PERCENT_ROOM = Decimal(1)
"""A percentage is rounded to a whole number, up or down."""


@dataclass(frozen=True, slots=True)
class _Change:
    """The numbers of one change: before, difference, after, percentage; each may be missing."""

    start: Mention | None
    step: Mention | None
    end: Mention | None
    share: Mention | None
    sign: int


def check_changes(document: Document, reading: Reading) -> Iterator[Finding]:
    """Every rise and fall the text lets us check, confirmed or not."""
    for sentence in reading.sentences:
        if change := _change(sentence):
            if change.start is None and change.step is not None:
                change = replace(change, start=_told_before(reading, sentence, change))
            yield from _verdict(document, reading, change)


def _told_before(reading: Reading, sentence: Sentence, change: _Change) -> Mention | None:
    """The number before the change where an earlier sentence gives it: told only when it fits, another may be meant."""
    step, after = _quantity(change.step), _quantity(change.end)
    assert step is not None
    assert after is not None
    assert change.end is not None
    wanted = after.value - change.sign * step.value
    for earlier in reversed(reading.sentences[max(sentence.index - REACH, 0) : sentence.index]):
        for mention in earlier.labelled(change.end.label):
            value = _quantity(mention)
            if value is not None and value.unit != "Prozent" and abs(value.value - wanted) <= _room(value):
                return mention
    return None


def _change(sentence: Sentence) -> _Change | None:
    up, down = bool(_UP.search(sentence.string)), bool(_DOWN.search(sentence.string))
    if up == down:
        return None
    found: dict[str, Mention] = {}
    for mention in (*sentence.labelled("COUNT", "MONEY"), *_bare(sentence)):
        role = _role(sentence, mention)
        if role is None or not isinstance(mention.value, Quantity) or mention.value.upper is not None:
            continue
        if _is_percent(mention):
            # "um 5 auf 20 Prozent" speaks of points, "um 5 Prozent" of a share.
            role = "share" if role == "by" else f"percent {role}"
        if role in found:
            return None  # two changes in one sentence are not told apart
        found[role] = mention
    if "percent to" in found or "percent from" in found:
        return None
    numbers = [found[name] for name in ("from", "by", "to") if name in found]
    if len({mention.label for mention in numbers}) > 1 or "to" not in found:
        return None
    return _Change(found.get("from"), found.get("by"), found["to"], found.get("share"), 1 if up else -1)


def _bare(sentence: Sentence) -> Iterator[Mention]:
    """Numbers without a noun, which no finder takes ("von 47 um 4 auf 51 gestiegen"); never what may be a year."""
    for match in _BARE.finditer(sentence.string):
        span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
        value = Decimal(match[0].replace(".", "").replace(",", "."))
        if not 1900 <= value <= 2100 and not any(span.overlaps(other.span) for other in sentence.mentions):
            yield Mention("COUNT", span, match[0], value=Quantity(value), rule="changes.bare")


def _role(sentence: Sentence, mention: Mention) -> str | None:
    start = mention.span.start - sentence.span.start
    # The finder may take the hedge in ("rund 8,9 Millionen"); the word that matters stands before it.
    before = sentence.string[:start]
    return next((role for role, word in _ROLES.items() if re.search(word + _HEDGES, before)), None)


def _is_percent(mention: Mention) -> bool:
    return isinstance(mention.value, Quantity) and fold(mention.value.unit or "") == "prozent"


def _verdict(document: Document, reading: Reading, change: _Change) -> Iterator[Finding]:
    after = _quantity(change.end)
    assert after is not None
    before, step, share = _quantity(change.start), _quantity(change.step), _quantity(change.share)
    if before is not None and step is not None:
        true = after.value - before.value
        evidence = _evidence(document, reading, change.start, change.step, change.end)
        said = f"Von {for_people(before)} auf {for_people(after)}"
        room = _room(before) + _room(step) + _room(after)
        if abs(true - change.sign * step.value) <= room:
            message = f"{said} sind es {for_people(step)} Unterschied, wie angegeben."
            yield Finding("sum_confirmed", "info", message, evidence, rule="sums.difference")
        elif not _vague(before, step, after):
            message = (
                f"{said} sind es {for_people(Quantity(abs(true)))} Unterschied, angegeben sind {for_people(step)}."
            )
            yield Finding("sum_mismatch", "warning", message, evidence, f"{abs(true).normalize():f}", "sums.difference")
    if share is None:
        return
    base = before.value if before is not None else after.value - change.sign * step.value if step is not None else None
    if base is None or base <= 0:
        return
    percent = abs(after.value - base) / base * 100
    evidence = _evidence(document, reading, change.start, change.step, change.end, change.share)
    slack = (
        PERCENT_ROOM + 100 * sum((_room(one) for one in (before, step, after) if one is not None), Decimal(0)) / base
    )
    said = f"Von {for_people(Quantity(base))} auf {for_people(after)}"
    if abs(percent - share.value) <= slack:
        message = f"{said} sind es {for_people(share)} Prozent, wie angegeben."
        yield Finding("sum_confirmed", "info", message, evidence, rule="sums.change")
    elif not _vague(*(one for one in (before, step, after, share) if one is not None)):
        message = f"{said} sind es {for_people(Quantity(round(percent, 1)))} Prozent, angegeben sind {for_people(share)} Prozent."
        yield Finding("sum_mismatch", "warning", message, evidence, f"{round(percent, 1)}", "sums.change")


def _quantity(mention: Mention | None) -> Quantity | None:
    return mention.value if mention is not None and isinstance(mention.value, Quantity) else None


def _vague(*quantities: Quantity) -> bool:
    """Whether one of the numbers leaves room to one side that nobody can measure."""
    return any(quantity.qualifier not in (None, "approx") for quantity in quantities)


def _room(quantity: Quantity) -> Decimal:
    """How far a printed number may lie from the true one: half its last digit, all of it for "rund"."""
    return quantity.step if quantity.qualifier == "approx" else quantity.step / 2 if quantity.step > 1 else Decimal(0)


def _evidence(document: Document, reading: Reading, *mentions: Mention | None) -> tuple[Evidence, ...]:
    return tuple(Evidence.at(document, reading.text, mention.span) for mention in mentions if mention is not None)
