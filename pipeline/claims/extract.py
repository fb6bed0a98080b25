"""Everything one document claims: curated properties, events, and every other number in running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..document import Document
from ..facts import Claim, Evidence, Header, Mention, Value, stable_id
from ..knowledge import Knowledge
from ..knowledge.gazetteer import District, Municipality
from ..knowledge.inflection import fold
from ..knowledge.properties import Property
from ..knowledge.reading import Quotation, Reading, Sentence, Tag, quotations, read_body
from ..text import Span, Text
from ..values import Duration, Period, Quantity
from .context import Time, guess_state, is_at_home, main_district, place_of, scope_of, state_of, time_of
from .curated import Hit, match, on_topic
from .events import find_events
from .figures import Figure, bare_ordinals, figures, implied_ones, is_former, is_further, is_threshold, spans_of_years
from .modality import is_made, modality
from .offices import held, is_local, place_of_office, responsible
from .quantities import theme_of
from .release import issuing_place
from .speech import speaker_at, speakers
from .tables import Cell, cells

# A number that stands in a curated claim is right when the finder was and the rule is; an open-domain one may count
# something else than we say.
OPEN_CONFIDENCE = 0.6
IMPLIED_CONFIDENCE = 0.7
_YEARLY = frozenset(
    {"jährlich", "jährliche", "jährlichen", "jährlicher", "jährliches", "pro jahr", "im jahr", "je jahr"}
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds for the whole document while its claims are made."""

    document: Document
    header: Header
    reading: Reading
    known: Knowledge
    spoken: tuple[Quotation, ...]
    state: str | None
    district: str | None
    printed: date | None
    openings: dict[str, date]
    issuer: District | Municipality | None = None


def extract_claims(
    document: Document,
    header: Header,
    body: Text,
    mentions: tuple[Mention, ...],
    known: Knowledge,
    tags: Sequence[Tag] = (),
) -> tuple[Claim, ...]:
    """Say everything the body of a document claims, in the order of the text.

    Claims get the printed date of the release as their day unless the sentence names another; whoever reckons with a
    doubted date shifts it there, nothing is shifted here. `tags` is the grammar of the body, where somebody read it.
    """
    reading = read_body(body, mentions, tags)
    printed = header.published.value if header.published.basis == "printed" else None
    day = printed.first if printed and printed.first == printed.last else None
    properties = on_topic(known.properties, reading)
    events = tuple(find_events(reading, properties, known.gazetteer))
    openings = {
        event.place.entity: event.when.first
        for event in events
        if event.place and event.place.entity and event.when.first and event.when.first == event.when.last
    }
    state = header.state or guess_state(mentions, body.string, known.gazetteer)
    setting = _Setting(
        document,
        header,
        reading,
        known,
        speakers(reading, quotations(body.string)),
        state,
        main_district(reading, state),
        day,
        openings,
        issuing_place(header.issuers, known.gazetteer, day, state),
    )
    claims = [
        _claim(
            setting,
            event.sentence,
            event.date.span,
            subject=event.property.subject,
            property=event.property.key,
            value=event.when,
            scope=(event.place.entity if event.place else None)
            or (setting.state if event.property.scope == "state" else None),
            period=event.when,
            time=Time(
                event.when, event.when.first if event.when.first == event.when.last else None, event.date.relative, True
            ),
            confidence=0.9 * event.date.confidence,
            rule=f"events.{event.property.key}.{event.number}",
            qualifiers=event.qualifiers,
        )
        for event in events
    ]
    table = list(cells(document, reading, mentions))
    inside = [cell.row for cell in table]
    claims.extend(_number_claims(setting, properties, inside))
    claims.extend(_table_claims(setting, table))
    claims.extend(_office_claims(setting))
    unique = {claim.id: claim for claim in claims}
    return tuple(sorted(unique.values(), key=lambda claim: (claim.evidence.start, claim.property, claim.id)))


def _table_claims(setting: _Setting, table: Sequence[Cell]) -> Iterator[Claim]:
    """The rows of tables: the district of the row, what the head of the column names."""
    for cell in table:
        sentence = setting.reading.sentence_at(cell.row.start)
        if sentence is None:
            continue
        yield _claim(
            setting,
            replace(sentence, span=cell.row),
            cell.span,
            subject=cell.theme.subject,
            property=cell.theme.key,
            value=cell.quantity,
            scope=cell.place,
            period=None,
            time=Time(None, setting.printed),
            confidence=OPEN_CONFIDENCE,
            rule="open.table",
        )


def _number_claims(setting: _Setting, properties: tuple[Property, ...], tables: Sequence[Span] = ()) -> Iterator[Claim]:
    carried: Time | None = None
    for sentence in setting.reading.sentences:
        latest: Time | None = None
        for figure in (
            *figures(sentence),
            *implied_ones(sentence),
            *spans_of_years(sentence, setting.known.language),
            *bare_ordinals(sentence),
        ):
            if any(figure.mention.span.overlaps(row) for row in tables):
                continue  # the row of a table, read by its columns
            hits = list(match(figure, properties))
            time = _time(setting, figure, carried)
            if time.explicit or (sentence.before and time.period):
                latest = time
            for hit in hits:
                yield _curated(setting, hit, time)
            if hits or figure.implied or figure.form == "whole":
                continue
            if claim := _open(setting, figure, time):
                yield claim
        if latest is not None:
            carried = latest
        elif not sentence.before:
            carried = None


def _time(setting: _Setting, figure: Figure, carried: Time | None) -> Time:
    time = time_of(figure.sentence, figure.mention.span, figure.stretch, setting.printed, carried)
    if not time.explicit and figure.form == "ordinal":
        for place in figure.sentence.labelled("DISTRICT", "PLACE"):
            day = setting.openings.get(place.entity or "") or _by_name(setting, place)
            if day is not None:
                return Time(None, day, False, True)
    return time


def _by_name(setting: _Setting, place: Mention) -> date | None:
    """The opening in the district whose short name this town has ("in Borken")."""
    for entity, day in setting.openings.items():
        district = setting.known.gazetteer.district(entity)
        if district is not None and fold(district.short) == fold(place.name or place.surface):
            return day
    return None


def _curated(setting: _Setting, hit: Hit, time: Time) -> Claim:
    figure, one = hit.figure, hit.property
    sentence, at = figure.sentence, figure.mention.span
    if one.scope == "place":
        scope = scope_of(sentence, at, setting.reading, setting.district, figure.stretch)
    elif one.scope == "state":
        scope = state_of(sentence, setting.state, setting.known.gazetteer)
    else:
        scope = None
    quantity = figure.quantity
    if one.per and quantity.per is None:
        quantity = replace(quantity, per=one.per)
    extra: dict[str, str] = dict(hit.rule.values)
    if hit.source:
        extra["source"] = hit.source
    if figure.money and _is_yearly(figure):
        extra["every"] = "Jahr"
    if one.kind == "count" and figure.noun:
        extra["noun"] = figure.noun
    mode = "planned" if hit.rule.planned else modality(sentence, figure.stretch, at)
    if figure.form in ("all", "whole") and one.register:
        mode = "stated"  # "soll es in allen 54 Kreisen geben" presupposes that there are 54
    elif mode == "planned" and figure.form == "definite" and not hit.rule.planned and not is_made(sentence, at):
        mode = "stated"  # "die Förderung der 53 Zentren zu verlängern"
    confidence = hit.rule.confidence * figure.mention.confidence * (IMPLIED_CONFIDENCE if figure.implied else 1)
    return _claim(
        setting,
        sentence,
        at,
        subject=one.subject,
        property=one.key,
        value=quantity,
        scope=scope,
        period=time.period,
        time=time,
        modality=mode,
        confidence=confidence,
        rule=f"curated.{one.key}.{hit.number}",
        qualifiers=tuple(sorted(extra.items())),
    )


def _open(setting: _Setting, figure: Figure, time: Time) -> Claim | None:
    if is_threshold(figure):
        return None
    theme = theme_of(figure)
    if fold(figure.mention.surface).startswith("beide"):
        return None  # "die beiden Kreise" points at two known things, it counts nothing
    if theme is None or not theme.key or isinstance(figure.mention.value, Duration):
        return None
    sentence, at = figure.sentence, figure.mention.span
    place = place_of(sentence, at, figure.stretch)
    if (home := setting.issuer) is not None:
        is_kreis = isinstance(home, District) and not home.is_city
        place = home.entity if is_at_home(sentence, at, figure.stretch, kreis=is_kreis) else place
    extra = {"per": "jeweils"} if figure.per and figure.quantity.per is None else {}
    if figure.money and _is_yearly(figure):
        extra["every"] = "Jahr"
    if figure.form in ("ordinal", "first", "all"):
        extra["form"] = figure.form
    subject = theme.subject
    if theme.key.startswith("count:") and is_further(figure) and not subject.startswith(("weitere", "zusätzliche")):
        subject = f"weitere {subject}"
    mode = modality(sentence, figure.stretch, at)
    if is_former(figure):
        mode, time = "stated", _former_time(time)
    elif figure.form in ("definite", "all") and not is_made(sentence, at):
        # "die sieben Länder wollen …" presupposes that there are seven.
        mode = "stated" if mode == "planned" else mode
    elif mode == "stated" and _is_ahead(time, setting.printed):
        mode = "planned"
    if time.earlier:
        extra["when"] = "earlier"
    return _claim(
        setting,
        sentence,
        at,
        subject=subject,
        property=theme.key,
        value=figure.quantity,
        scope=place or state_of(sentence, setting.state, setting.known.gazetteer),
        period=time.period,
        time=time,
        modality=mode,
        confidence=OPEN_CONFIDENCE * figure.mention.confidence,
        rule="open.money" if figure.money else "open.count",
        qualifiers=tuple(sorted(extra.items())),
    )


def _former_time(time: Time) -> Time:
    """When what was before held: at the beginning of a time that lasts ("seit 2018 von 8 auf 11 gestiegen"), else some day before."""
    if time.since is not None:
        return replace(time, period=time.since, since=None)
    return time if time.explicit else Time(earlier=True)


def _is_ahead(time: Time, printed: date | None) -> bool:
    """Whether a claim speaks of a time after its release ("die Tarife steigen zum 1. Januar")."""
    first = time.period.first if time.period else time.as_of
    return printed is not None and first is not None and first > printed


def _is_yearly(figure: Figure) -> bool:
    if figure.quantity.per and any(fold(unit).startswith("jahr") for unit in figure.quantity.per.split(" und ")):
        return True
    text = " ".join(fold(word.surface) for word in figure.stretch)
    return any(form in text for form in map(fold, ("jährlich", "pro Jahr", "je Jahr", "und Jahr")))


def _office_claims(setting: _Setting) -> Iterator[Claim]:
    """Who is called by which office ("Integrationsminister Guntram Schneider"), and which ministry has which field."""
    institutions = setting.known.institutions
    named = [("office_holder", one) for one in held(setting.reading, institutions, setting.printed)]
    named += [("ministry", one) for one in responsible(setting.reading, institutions)]
    for key, one in named:
        scope = setting.state
        if key == "office_holder" and is_local(one.office):
            scope = place_of_office(one, setting.issuer)
            if scope is None:
                continue  # one of four hundred Landräte: whose, nobody says, so nobody may be held for his successor
        name = (one.mention.name or "") if key == "office_holder" else one.called
        yield _claim(
            setting,
            one.sentence,
            one.mention.span,
            subject=one.office,
            property=key,
            value=(one.mention.entity or name) if key == "office_holder" else name,
            scope=scope,
            period=None,
            time=Time(None, setting.printed),
            confidence=0.8 * one.mention.confidence,
            rule="office.role" if key == "office_holder" else "office.ministry",
            qualifiers=(("name", name), ("office", one.office), ("role", one.called)),
        )


def _claim(
    setting: _Setting,
    sentence: Sentence,
    at: Span,
    *,
    subject: str,
    property: str,
    value: Value,
    scope: str | None,
    period: Period | None,
    time: Time,
    modality: str = "stated",
    confidence: float,
    rule: str,
    qualifiers: tuple[tuple[str, str], ...] = (),
) -> Claim:
    text = setting.reading.text
    raw = text.origin(at)
    if time.relative:
        qualifiers = (*qualifiers, ("time", "relative"))
    return Claim(
        id=stable_id(setting.document.id, property, subject, scope, plain(value), raw.start, raw.end),
        subject=subject,
        property=property,
        value=value,
        evidence=Evidence.at(setting.document, text, sentence.span),
        scope=scope,
        period=period,
        as_of=time.as_of,
        modality=modality,
        speaker=speaker_at(sentence, at, setting.spoken, setting.reading),
        confidence=round(confidence, 3),
        rule=rule,
        qualifiers=tuple(sorted(qualifiers)),
    )


def plain(value: Value) -> str:
    """A value as text, the same in every build."""
    if isinstance(value, Quantity):
        parts = [_number(value.value), _number(value.upper), value.qualifier, value.unit, _number(value.of), value.per]
        return "|".join("" if part is None else str(part) for part in parts)
    if isinstance(value, Period | Duration):
        return value.iso()
    return value


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
