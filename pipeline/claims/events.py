"""Things that happened on a day: openings by district, laws passed, offices taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..facts import Mention
from ..knowledge.gazetteer import Gazetteer
from ..knowledge.inflection import fold
from ..knowledge.properties import Property
from ..knowledge.reading import Reading, Sentence
from ..values import Period
from .curated import _any

_LISTED = re.compile(r"\d\.?\s*(?:,|und|sowie|/|bzw\.?)\s*\d")
_ALREADY = 7  # days: "28. und 29. Juni" are two days; a longer stretch is a time, not a list


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a property: where (for those with a place), when, what else names it, and the sentence."""

    property: Property
    number: int
    place: Mention | None
    when: Period
    date: Mention
    sentence: Sentence
    qualifiers: tuple[tuple[str, str], ...] = ()


def days_of(mention: Mention) -> tuple[date, ...]:
    """The single days a date names: one, or those of a list ("am 28. und 29. Juni")."""
    period = mention.value
    if not isinstance(period, Period) or period.first is None or period.last is None:
        return ()
    length = (period.last - period.first).days
    if length == 0:
        return (period.first,)
    if length < _ALREADY and _LISTED.search(mention.surface):
        numbers = re.findall(r"\d{1,2}(?=\.)", mention.surface)
        days = tuple(period.first + timedelta(days=i) for i in range(length + 1))
        named = tuple(day for day in days if str(day.day) in {n.lstrip("0") for n in numbers})
        return named or (period.first, period.last)
    return ()


def pair(places: Sequence[Mention], dates: Sequence[Mention]) -> Iterator[tuple[Mention, Period, Mention]]:
    """Pair places with dates: as many days as places go one by one, in order; a single date holds for every place."""
    days = [(day, mention) for mention in dates for day in days_of(mention)]
    if len(places) == len(days) and len(days) > 1:
        for place, (day, mention) in zip(places, days, strict=True):
            yield place, Period.day(day), mention
    elif len(dates) == 1 and isinstance(dates[0].value, Period) and (len(days) == 1 or not days):
        for place in places:
            yield place, dates[0].value, dates[0]


def _distinct(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.entity or mention.name or mention.surface, mention)
    return tuple(seen.values())


def find_events(reading: Reading, properties: Sequence[Property], gazetteer: Gazetteer) -> Iterator[Event]:
    """Every event of the properties of kind "date", sentence by sentence."""
    dated = [one for one in properties if one.kind == "date"]
    for sentence in reading.sentences:
        dates = [m for m in sentence.labelled("DATE") if isinstance(m.value, Period)]
        if not dates:
            continue
        for one in dated:
            for number, rule in enumerate(one.rules):
                if not all(_any(group, sentence.words) for group in rule.words):
                    continue
                if rule.never and _any(rule.never, sentence.words):
                    continue
                yield from _events(one, number, sentence, dates, gazetteer)
                break


def _events(
    one: Property, number: int, sentence: Sentence, dates: Sequence[Mention], gazetteer: Gazetteer
) -> Iterator[Event]:
    if one.scope == "place":
        districts = [m for m in sentence.labelled("DISTRICT") if m.entity]
        places = _distinct(districts or [*_named_like_districts(sentence, gazetteer)])
        for place, when, mention in pair(places, dates):
            yield Event(one, number, place, when, mention, sentence)
    elif "law" in one.identity:
        laws = sentence.labelled("LAW")
        if len(laws) >= 1:
            near = _nearest(dates, laws[0])
            assert isinstance(near.value, Period)
            yield Event(one, number, None, near.value, near, sentence, (("law", laws[0].name or laws[0].surface),))
    elif "person" in one.identity:
        people = [m for m in sentence.labelled("PERSON") if m.name]
        if people:
            near = _nearest(dates, people[0])
            assert isinstance(near.value, Period)
            yield Event(one, number, None, near.value, near, sentence, (("person", people[0].name or ""),))
    else:
        exact = [m for m in dates if isinstance(m.value, Period) and m.value.first == m.value.last]
        chosen = (exact or dates)[0]
        assert isinstance(chosen.value, Period)
        yield Event(one, number, None, chosen.value, chosen, sentence)


def _named_like_districts(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Towns that stand for the district of the same name ("in Borken und Steinfurt eröffnet"), where no district is named."""
    for town in sentence.labelled("PLACE"):
        found = gazetteer.municipality(town.entity) if town.entity else None
        district = gazetteer.district_of(found) if found else None
        if district is not None and fold(district.short) == fold(town.name or town.surface):
            yield replace(town, label="DISTRICT", entity=district.entity)


def _nearest(dates: Sequence[Mention], other: Mention) -> Mention:
    return min(dates, key=lambda m: max(m.span.start - other.span.end, other.span.start - m.span.end, 0))
