"""Claims of curated properties: which property a number speaks about, by the rules of the property's block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..knowledge.inflection import Lemma, Word
from ..knowledge.properties import Property, Rule
from ..knowledge.reading import Reading
from ..values import Duration
from .figures import Figure


@dataclass(frozen=True, slots=True)
class Hit:
    """A number and the property it speaks about, with the rule that said so and the source it names."""

    figure: Figure
    property: Property
    rule: Rule
    number: int
    source: str | None


def on_topic(properties: Iterable[Property], reading: Reading) -> tuple[Property, ...]:
    """The properties whose topic words stand somewhere in the document."""
    stems = frozenset(word.stem for word in reading.vocabulary)

    @cache
    def present(one: Lemma) -> bool:
        if len(one.steps) == 1 and stems & one.steps[0]:
            return True
        return one.found_in(reading.vocabulary)

    return tuple(p for p in properties if not p.topic or any(present(one) for one in p.topic))


def match(figure: Figure, properties: Sequence[Property]) -> Iterator[Hit]:
    """Every property this number speaks about; of several rules of one property the first that holds."""
    for one in properties:
        if (one.kind == "amount") != figure.money or one.kind not in ("count", "amount"):
            continue
        whole = figure.form != "ordinal" and not isinstance(figure.mention.value, Duration)
        if figure.implied and whole and one.part_of is None:
            continue
        for number, rule in enumerate(one.rules):
            if holds(rule, figure):
                yield Hit(figure, one, rule, number, source_of(one, figure.stretch))
                break


def holds(rule: Rule, figure: Figure) -> bool:
    """Whether all conditions of a rule are met by a number in its sentence."""
    if rule.form not in ("any", figure.form) and (rule.form, figure.form) != ("plain", "definite"):
        return False
    if rule.form == "any" and figure.form == "whole":
        return False
    value = figure.quantity.value
    if (rule.low is not None and value < rule.low) or (rule.high is not None and value > rule.high):
        return False
    if rule.per is not None and rule.per != figure.per:
        return False
    if rule.counted and not _any(rule.counted, figure.counted):
        return False
    own = figure.stretch + figure.counted
    if not all(_any(group, own) for group in rule.near):
        return False
    reach = figure.sentence.reach + figure.counted
    if not all(_any(group, reach) for group in rule.words):
        return False
    if rule.never_near and _any(rule.never_near, own):
        return False
    return not (rule.never and _any(rule.never, figure.sentence.words))


def source_of(one: Property, stretch: Sequence[Word]) -> str | None:
    """The name of the source whose words stand in the number's own stretch."""
    return next((name for name, wanted in one.sources if _any(wanted, stretch)), None)


def _any(wanted: Iterable[Lemma], place: Sequence[Word]) -> bool:
    return any(one.found_in(place) for one in wanted)
