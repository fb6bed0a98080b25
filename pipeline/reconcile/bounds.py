"""What a text says about the day it was written: each office, ministry, law and past event bounds it from a side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..document import Document
from ..facts import Evidence, Header, Mention
from ..knowledge import Knowledge
from ..knowledge.inflection import fold
from ..knowledge.institutions import OfficeHolder
from ..knowledge.milestones import load_milestones
from ..knowledge.reading import Reading, Sentence
from ..text import Span
from ..values import Period
from .tense import looks_ahead, looks_back

_FORMER = re.compile(
    r"(?:früher|ehemalig|damalig|einstig|vormalig|scheidend|künftig|designiert)\w*\s+(?:[\w-]+\s+){0,2}$|\bEx-$", re.I
)
_LISTED = re.compile(r"\d\.?\s*(?:,|und|sowie|/)\s*\d")
_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
GERMAN_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@dataclass(frozen=True, slots=True)
class Bound:
    """One witness for the day of writing: it lies in one of these periods. `why` is German, without a full stop.

    `firm_first` and `firm_last` say which ends are known rather than guessed; only these can contradict a print.
    """

    kind: str  # event | office | ministry | law | planned | weekday
    periods: tuple[Period, ...]
    why: str
    evidence: Evidence | None = None
    firm_first: bool = True
    firm_last: bool = True

    @property
    def first(self) -> date | None:
        return None if any(p.first is None for p in self.periods) else min(p.first for p in self.periods if p.first)

    @property
    def last(self) -> date | None:
        return None if any(p.last is None for p in self.periods) else max(p.last for p in self.periods if p.last)

    def allows(self, day: date, *, firmly: bool = False) -> bool:
        """Whether the release may have been written on this day; with `firmly`, guessed ends are not held against it."""
        for period in self.periods:
            early = period.first is not None and day < period.first and (self.firm_first or not firmly)
            late = period.last is not None and day > period.last and (self.firm_last or not firmly)
            if not early and not late:
                return True
        return False


def german(day: date | None) -> str:
    """A day as Germans print it: 23.02.2018."""
    return f"{day:%d.%m.%Y}" if day else "?"


def find_bounds(
    document: Document, header: Header, reading: Reading, mentions: Sequence[Mention], known: Knowledge
) -> tuple[Bound, ...]:
    """Every bound the text gives, each thing named once."""
    found = [
        *_events(document, header, reading),
        *_offices(document, reading, known),
        *_ministries(header, known),
        *_milestones(document, reading),
    ]
    unique: dict[tuple[str, tuple[Period, ...]], Bound] = {}
    for bound in found:
        unique.setdefault((bound.kind, bound.periods), bound)
    return tuple(unique.values())


def _events(document: Document, header: Header, reading: Reading) -> Iterator[Bound]:
    printed = header.published.quote
    for sentence in reading.sentences:
        for mention in sentence.labelled("DATE"):
            period = mention.value
            if mention.relative or not isinstance(period, Period):
                continue
            evidence = Evidence.at(document, reading.text, sentence.span)
            if printed is not None and _same_place(document, reading, mention, printed):
                continue
            if period.first and (words := looks_back(sentence, mention)):
                exact = period.first == period.last or bool(_LISTED.search(mention.surface))
                since = period.last if exact and period.last else period.first
                # A bare year near a past verb ("der Haushalt 2026 wurde …") may be what something is for.
                firm = exact or words != mention.surface or period.precision in ("month", "day")
                why = f"der Text blickt auf „{words}“ zurück"
                yield Bound("event", (Period(since, None),), why, evidence, firm_first=firm)
            elif period.last and looks_ahead(sentence, mention):
                yield Bound("planned", (Period(None, period.last),), f"der Text sieht „{mention.surface}“ noch vor sich", evidence, firm_last=period.first == period.last)  # fmt: skip


def _same_place(document: Document, reading: Reading, mention: Mention, printed: Evidence) -> bool:
    raw = reading.text.origin(mention.span)
    return raw.start < printed.end and printed.start < raw.end


def _offices(document: Document, reading: Reading, known: Knowledge) -> Iterator[Bound]:
    named: set[str] = set()
    for sentence in reading.sentences:
        for person in sentence.labelled("PERSON"):
            if not person.name:
                continue
            named.add(person.name)
            before = sentence.string[: person.span.start - sentence.span.start]
            if person.role is None or _FORMER.search(before):
                continue
            held = [
                one
                for one in known.institutions.tenures(person.name)
                if one.person == person.name and _fits(one, person.role)
            ]
            if bound := _tenure(person.name, person.role, held, Evidence.at(document, reading.text, sentence.span)):
                yield bound
    # Contact persons stand in the letterhead, which has no sentences: their full names are enough.
    raw = document.text.string
    for holder in {one.person: one for one in known.institutions.office_holders}.values():
        if holder.person in named:
            continue
        at = raw.find(holder.person)
        if at < 0 or _FORMER.search(raw[max(0, at - 60) : at]):
            continue
        held = list(known.institutions.tenures(holder.person))
        span = Span(at, at + len(holder.person))
        evidence = Evidence(
            document.id, span.start, span.end, holder.person, holder.person, document.page_of(span), (span,)
        )
        if bound := _tenure(holder.person, holder.office, held, evidence, firm=False):
            yield bound


def _fits(holder: OfficeHolder, role: str) -> bool:
    """Whether the words of a role may mean this office: "Integrationsstaatssekretärin" and "Staatssekretärin für …"."""
    said = fold(role)
    for title in (holder.office, holder.also):
        word = fold(title.split(" ")[0]).removesuffix("in")
        if len(word) > 4 and word in said:
            # A Ministerpräsident is no Minister.
            return not (word == "minister" and "ministerprasident" in said)
    return False


def _tenure(
    name: str, role: str, held: Sequence[OfficeHolder], evidence: Evidence, *, firm: bool = True
) -> Bound | None:
    periods = tuple(dict.fromkeys(one.valid for one in held if one.valid.first or one.valid.last))
    if not periods or len(periods) != len({one.valid for one in held}):
        return None  # of one of the offices we know no date at all: it may be that one
    guessed = ("inferred", "unknown", "")
    first = firm and all(one.since_precision not in guessed for one in held)
    last = firm and all(one.until_precision not in guessed for one in held)
    when = " oder ".join(_span(period) for period in periods)
    return Bound("office", periods, f"{name} war {role} {when}", evidence, first, last)


def _span(period: Period) -> str:
    if period.first and period.last:
        return f"vom {german(period.first)} bis zum {german(period.last)}"
    return f"seit dem {german(period.first)}" if period.first else f"bis zum {german(period.last)}"


def _ministries(header: Header, known: Knowledge) -> Iterator[Bound]:
    for entity, name in zip(header.issuer_entities, header.issuers, strict=False):
        rows = [one for one in known.institutions.ministries if one.entity == entity and one.full == name]
        periods = tuple(dict.fromkeys(one.valid for one in rows if one.valid.first or one.valid.last))
        if not periods or len(periods) < len({one.valid for one in rows}):
            continue
        when = " oder ".join(_span(period) for period in periods)
        exact = all(one.precision == "day" for one in rows)
        yield Bound("ministry", periods, f"das „{name}“ hieß so {when}", None, exact, exact)


def _milestones(document: Document, reading: Reading) -> Iterator[Bound]:
    string = " ".join(reading.text.string.split())
    for milestone in load_milestones():
        if any(form in string for form in milestone.forms):
            # A plan or bill may be spoken of before it is law, hence not firm.
            yield Bound(
                "law", (Period(milestone.day, None),), f"genannt wird {milestone.label}", None, firm_first=False
            )


def weekday_of(sentence: Sentence, mention: Mention) -> int | None:
    """The weekday printed with a date (0 = Monday): "Montag, 3. Juni 2013", "am Montag (3. Juni)"."""
    before = sentence.string[: mention.span.start - sentence.span.start]
    place = f"{before[-24:]}\x00{mention.surface[:14]}"
    match = re.search(
        r"\b(" + "|".join(_WEEKDAYS) + r")s?[,\s(]{1,3}(?:(?:den|dem|der|am)\s+)?(?:\x00|\x00?(?=\d))", place.lower()
    )
    inside = re.match(r"(?:am\s+)?(" + "|".join(_WEEKDAYS) + r")\b", mention.surface.lower())
    found = match or inside
    return _WEEKDAYS.index(found[1]) if found else None
