"""The verdict on one group of claims: facts, conflicts, series, and why, in a German sentence with the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..facts import Finding, SeriesPoint
from ..knowledge.inflection import words
from ..values import Quantity
from .counting import explain_count, register_bases
from .groups import Manner, cell_of, manner_of
from .offices import holders
from .parts import judge_parts
from .records import Court, Verdicts, agreed, fact_of, finding_of, one_sentence, record_conflict, told
from .series import Point, grow, points_of, same_time
from .values import Camp, camps, for_people, slip
from .witness import Said


def judge(group: Sequence[Said], court: Court) -> Verdicts:
    """Hear one group: cell by cell, then the parts against their whole."""
    verdicts = Verdicts()
    cells: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for one in group:
        cells[cell_of(one.claim, manner_of(one.claim, court.manners))].append(one)
    for key in sorted(cells):
        said = sorted(cells[key], key=lambda one: one.order)
        manner = manner_of(said[0].claim, court.manners)
        hearing = _holders if manner.kind == "entity" else _HEARINGS[manner.changes]
        hearing(key, said, manner, court, verdicts)
    judge_parts(group, court, verdicts)
    return verdicts


# --- constant ---------------------------------------------------------------------------------------------------------


def _constant(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """Two values for one time are a conflict; the register parts the times and may explain the values."""
    segments: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        segments[_segment(one, manner, court)].append(one)
    for segment, same in sorted(segments.items()):
        found = camps(same)
        bases = register_bases(manner.register, same[0].claim.scope, _when(same), court.known)
        if len(found) == 1:
            chosen = found[0]
            why = agreed(chosen)
            if bases and isinstance(chosen.value, Quantity):
                official = bases[0]
                if chosen.value.value == official.value:
                    why = one_sentence([why, official.why])
                else:
                    why = one_sentence([explain_count(found, bases)])
                    _register_finding(chosen, why, manner, verdicts)
            verdicts.facts.append(fact_of(key, segment, chosen, manner, why=why))
            continue
        settled: dict[str, tuple[Camp, str]] = {}
        explained = False
        if bases:
            why = explain_count(found, bases)
            explained = all(any(_is(camp, basis.value) for basis in bases) for camp in found)
            authority = next((camp for camp in found if _is(camp, bases[0].value)), None)
            if authority:
                settled["authority"] = (authority, why)
            elif explained:
                settled["explained_by_counting_basis"] = (max(found, key=lambda camp: camp.sources), why)
        record_conflict(key, segment, found, manner, court, verdicts, settled=settled, explained=explained)


def _segment(one: Said, manner: Manner, court: Court) -> str:
    """The stretch of time over which the register does not change, around the time a claim speaks of."""
    bases = register_bases(manner.register, one.claim.scope, _when([one]), court.known)
    return bases[0].since if bases else ""


def _when(said: Sequence[Said]) -> date | None:
    for one in said:
        for period in (one.period, one.moment):
            if period is not None and (day := period.first or period.last):
                return day
    return None


def _is(camp: Camp, number: int) -> bool:
    return isinstance(camp.value, Quantity) and camp.value.value == number


def _register_finding(camp: Camp, why: str, manner: Manner, verdicts: Verdicts) -> None:
    evidence = tuple(one.claim.evidence for one in camp.said[:3])
    claims = tuple(one.claim.id for one in camp.said)
    verdicts.findings.append(
        Finding("register_mismatch", "info", why, evidence, rule=f"register.{manner.register}", claims=claims)
    )


# --- grows ------------------------------------------------------------------------------------------------------------


def _grows(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """A growing number is a series; only what falls out of it is suspicious. Plans are kept apart as facts."""
    done, planned = _by_mode(said)
    growth = grow(done)
    reached = {point.value.value: point for point in growth.points}
    _plans(key, [one for one in planned if _number(one) not in reached], manner, verdicts)
    previous: Point | None = None
    for point in growth.points:
        verdicts.series.extend(_series(point))
        camp = Camp(point.value, point.said)
        verdicts.facts.append(fact_of(key, point.said[0].claim.id, camp, manner, why=_step(point, previous)))
        previous = point
        if point.day is None and point.moment is not None and point.moment != point.said[0].moment:
            between = " und ".join(
                part
                for part in (
                    f"frühestens am {point.moment.first:%d.%m.%Y}" if point.moment.first else "",
                    f"spätestens am {point.moment.last:%d.%m.%Y}" if point.moment.last else "",
                )
                if part
            )
            message = f"{manner.label}: Der Stand {for_people(point.value)} passt nur {between} in die Reihe; das Dokument ohne Datum gehört dorthin."
            found = finding_of("date_narrowed", "info", message, point, "series.place")
            verdicts.findings.append(replace(found, suggestion=point.moment.iso()))
    for point, newest in growth.stale:
        verdicts.series.extend(_series(point, "Wiederholt einen früheren Stand."))
        message = (
            f"{manner.label}: {told(point)} nennt {for_people(point.value)}, obwohl {for_people(newest.value)} schon am "
            f"{newest.day:%d.%m.%Y} erreicht war; das ist ein wiederholter früherer Stand."
        )
        verdicts.findings.append(finding_of("stale", "info", message, point, "series.stale"))
    for point, other in growth.falls:
        pair = (Camp(point.value, point.said), Camp(other.value, other.said))
        typed = slip(point.value, other.value)
        note = "; vermutlich ein Tippfehler" if typed else ""
        why = (
            f"{manner.label} können nur wachsen, aber {told(point)} nennt {for_people(point.value)} und {told(other)} "
            f"{for_people(other.value)}{note}."
        )
        record_conflict(key, point.said[0].claim.id, pair, manner, court, verdicts, why=why)


def _number(one: Said) -> object:
    return one.claim.value.value if isinstance(one.claim.value, Quantity) else None


def _by_mode(said: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    """What is said to be so, and what is only planned."""
    done = [one for one in said if one.claim.modality == "stated"]
    return done, [one for one in said if one.claim.modality != "stated"]


def _plans(key: tuple[str, ...], planned: Sequence[Said], manner: Manner, verdicts: Verdicts) -> None:
    """Plans become facts of their own; they may change and never contradict what was done."""
    for camp in camps(planned):
        mode = _surest(camp)
        why = f"{_PLANS[mode]}: {for_people(camp.value)}."
        verdicts.facts.append(fact_of(key, f"planned:{camp.text}", camp, manner, why=why, status=mode))


_PLANS = {"planned": "Geplant", "target": "Gefordert oder Ziel", "possible": "Nur als möglich genannt"}


def _surest(camp: Camp) -> str:
    """The firmest of the ways in which a plan is told."""
    return min((one.claim.modality for one in camp.said), key=list(_PLANS).index)


def _series(point: Point, note: str = "") -> Iterator[SeriesPoint]:
    """One row per document (a copy of another is told so), the fullest claim first."""
    seen: set[str] = set()
    sources: set[str] = set()
    ranked = sorted(
        point.said, key=lambda one: (one.claim.modality != "stated", _of(one), -one.claim.confidence, one.claim.id)
    )
    for one in ranked:
        claim = one.claim
        if one.document in seen or not isinstance(claim.value, Quantity):
            continue
        seen.add(one.document)
        copied = "Abschrift einer anderen Quelle." if one.source in sources else ""
        sources.add(one.source)
        said = " ".join(part for part in (note, point.note, copied) if part)
        yield SeriesPoint(
            claim.subject,
            claim.property,
            claim.scope,
            claim.value,
            point.day,
            claim.id,
            one.document,
            claim.evidence.quote,
            said,
        )


def _of(one: Said) -> int:
    return 0 if isinstance(one.claim.value, Quantity) and one.claim.value.of is not None else 1


def _step(point: Point, previous: Point | None) -> str:
    if previous is None:
        return f"Erster bekannter Stand: {for_people(point.value)}."
    if previous.value.value == point.value.value:
        return f"Unverändert {for_people(point.value)}."
    return f"Zuwachs von {for_people(previous.value)} auf {for_people(point.value)}, kein Widerspruch."


# --- varies -----------------------------------------------------------------------------------------------------------


def _varies(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """Values are compared within one period only; between periods they may change."""
    done, planned = _by_mode(said)
    times = _times(done)
    heads = {id(time): camps(time) for time in times} if planned else {}
    for one in planned:
        # A plan that was carried out says the same as the report.
        fits = (t for t in times if _same_period(t, one) and all(_agrees(camp, one) for camp in heads[id(t)]))
        if (friends := next(fits, None)) is not None:
            friends.append(one)
    attached = {id(one) for time in times for one in time}
    _plans(key, [one for one in planned if id(one) not in attached], manner, verdicts)
    moving = len({camp.text for same in times for camp in camps(same)}) > 1
    for same in times:
        found = camps(same)
        label = same[0].period.iso() if same[0].period else f"as_of:{same[0].claim.id}"
        if len(found) == 1:
            verdicts.facts.append(fact_of(key, label, found[0], manner, why=agreed(found[0])))
        elif manner.curated or alike(found):
            record_conflict(key, label, found, manner, court, verdicts)
        else:
            # Open-domain claims contradict each other only when different sources say them in nearly the same words:
            # "100 Kinder" here and "30 Kinder" there are two groups of children.
            verdicts.facts.extend(
                fact_of(key, f"{label}:{camp.text}", camp, manner, why=agreed(camp)) for camp in found
            )
    if moving and len(times) > 1 and manner.curated:
        for point in points_of(done):
            verdicts.series.extend(_series(point))


LIKE_WORDS = 0.5
"""Share of common words of two sentences (numbers left out) from which on they speak of the same thing."""


def alike(found: Sequence[Camp]) -> bool:
    """Whether open-domain values compete: from different sources, in sentences that say nearly the same."""
    sources = {one.source for camp in found for one in camp.said}
    if len(sources) < 2:
        return False
    first, *others = (_content(camp.said[0]) for camp in found)
    return all(len(first & other) >= LIKE_WORDS * max(len(first | other), 1) for other in others)


def _content(one: Said) -> frozenset[str]:
    return frozenset(
        word.stem for word in words(one.claim.evidence.sentence) if len(word.stem) > 3 and word.stem.isalpha()
    )


def _times(said: Sequence[Said]) -> list[list[Said]]:
    """Claims of one time together: of one period; else of days close to each other; undated ones where they agree."""
    times: list[list[Said]] = []
    periods: dict[str, list[Said]] = {}
    open_ones: list[Said] = []
    for one in said:
        if one.period is not None:
            label = one.period.iso()
            if label not in periods:
                periods[label] = []
                times.append(periods[label])
            periods[label].append(one)
        elif not one.exact:
            open_ones.append(one)
        elif times and times[-1][-1].period is None and same_time(times[-1][0], one):
            times[-1].append(one)
        else:
            times.append([one])
    by_value = [(time, camps(time)) for time in times if time[0].period is None]
    for one in open_ones:
        friends = next((time for time, found in by_value if all(_agrees(camp, one) for camp in found)), None)
        if friends is not None:
            friends.append(one)
        else:
            time = [one]
            times.append(time)
            by_value.append((time, camps(time)))
    return times


def _same_period(time: Sequence[Said], one: Said) -> bool:
    period = time[0].period
    return (period.iso() if period else None) == (one.period.iso() if one.period else None)


def _agrees(camp: Camp, one: Said) -> bool:
    value = one.claim.value
    return isinstance(camp.value, Quantity) and isinstance(value, Quantity) and camp.value.agrees(value)


# --- event ------------------------------------------------------------------------------------------------------------


def _event(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """An event has one date; a year and a day in it agree."""
    found = camps(said)
    if len(found) == 1:
        verdicts.facts.append(fact_of(key, "", found[0], manner, why=agreed(found[0])))
    else:
        record_conflict(key, "", found, manner, court, verdicts, kind="date")


def _holders(key: tuple[str, ...], said: Sequence[Said], manner: Manner, court: Court, verdicts: Verdicts) -> None:
    """Who held an office: one fact per person. Several people may hold an office, one after the other or side by side;
    whether they could at that time is checked against the register, document by document."""
    found = camps(said)
    for camp in found:
        verdicts.facts.append(fact_of(key, camp.text, camp, manner, why=agreed(camp)))
    verdicts.series.extend(holders(found, court.known.institutions))


_HEARINGS = {"constant": _constant, "grows": _grows, "varies": _varies, "event": _event}
