"""What a document says about itself: kind, title, issuers, Land, and the date it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ..document import Block, Document
from ..facts import Evidence, Header, Mention, PublicationDate
from ..knowledge import Knowledge
from ..knowledge.institutions import Ministry, fold_ministry
from ..text import Span, Text
from ..values import Period
from .context import guess_state
from .release import authority, embargo, issuing_place, release_number

_RUNNING = frozenset({"title", "body", "quote", "list"})

_RELEASE = re.compile(
    r"Presse[- ]?(?:info(?:rmation)?|mitteilung|meldung|erklärung|dienst|text|stelle|kontakt|referat|notiz)"
    r"|Medien[- ]?(?:info(?:rmation)?|mitteilung)"
    r"|P ?r ?e ?s ?s ?e ?(?:i ?n ?f ?o|m ?i ?t ?t ?e ?i ?l ?u ?n ?g)|für die Presse\s*(?:(?m:$)|vom|Nr)"
    r"|\btei(?:lt|len|lte|lten) mit\b|Folgemeldung|Erstmeldung|Polizeibericht",
    re.I,
)
_FLYER = re.compile(
    r"\b(?:Faltblatt|Flyer|Broschüre|Handzettel)|Gefördert (?:vom|von|durch)|\bHerausgeber(?:in)?\b|V\.\s?i\.\s?S\.\s?d\.\s?P",
    re.I,
)
_OTHER = re.compile(
    r"^\s*(?:Beschlussvorlage|Antrag|Anfrage|Stellungnahme|Niederschrift|Protokoll|Satzung|Gesetz|Plenarprotokoll|Drucksache)\b",
    re.I | re.M,
)
_NO_NAMES = frozenset(
    {"Ministerium", "Behörde", "Amt", "Kreis", "Landkreis", "Stadt", "Gemeinde", "Polizei", "Verwaltung"}
)
"""Whoever "teilt mit" under such a word is named in the letterhead."""

_SAYS = re.compile(
    r"(?:^|(?<=[.:\n]))\s*((?:Das|Die|Der)\s+[A-ZÄÖÜ][^.:;]{3,300}?)\s+"
    r"(?:tei(?:lt|len|lte|lten)\s+(?:heute\s+)?mit\b|(?:informier|bericht)(?:t|en|et)\s*:|(?:gibt|geben)\s+bekannt\s*:)",
    re.S,
)
_SUPPORTED = re.compile(
    r"(?:Gefördert|Unterstützt|Finanziert|Herausgegeben)\s+(?:vom|von|durch)\s*(?:den|das|die)?\s*:?", re.I
)
_MONTHS = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
]
_DAY = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\.\s?(?:(?P<month>\d{1,2})\.\s?|(?P<name>"
    + "|".join(_MONTHS)
    + r")\s+)(?P<year>(?:19|20)\d\d)(?!\d)",
    re.I,
)
_SITTING = re.compile(r"\s+\d{1,2}(?:\.\d{1,2})?\s+(?:x|ö|n|nö)\b", re.I)
"""Item and publicity behind the day of a sitting, as council papers list them: "Gemeinderat 22.12.2020 21 x"."""

# "Nr. 018/19 | Berlin, 04.02.2019", "Halle (Saale), den 12. Mai 2016. Nach …"
_DATELINE = re.compile(r"^(?:[^|\n]{1,60}\|)?[^\w]*(?:[A-ZÄÖÜ][\w .,/()-]{1,50}?,\s*)?(?:(?:den|am|vom)\s+)?$")
_PARTED = re.compile(r" ?[|·•] ?| [-–—/]+ ")
_PLACE_IN = re.compile(r"(?:[A-ZÄÖÜ][\w .()/-]{1,40},\s*)?(?:im\s+)?")
_LABEL = re.compile(
    r"(?:Datum|Stand|Ausgabe|Veröffentlicht(?: am)?|Erscheinungsdatum"
    r"|(?:Presse|Medien)-?(?:mitteilung|information|info|meldung|erklärung|dienst|notiz)"
    r"(?:\s*(?:Nr\.?|Nummer)? ?\d[\d /.-]{0,12})?\s*,?(?:\s*vom)?)\s*:?\s*$",
    re.I,
)
_EVENT = re.compile(
    r"(?:Termin|Sitzung|Gremium|Beginn|Eingang|Anmeldung|Frist|bis|ab|seit|geboren|Gesetz)\s*(?:am|vom|zum)?\s*:?\s*$",
    re.I,
)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
# What programs write when they know no date: the epochs of Unix, DOS, the Macintosh and reproducible builds.
_DEFAULT_DAYS = frozenset((date(1970, 1, 1), date(1980, 1, 1), date(1904, 1, 1), date(2000, 1, 1), date(1601, 1, 1)))
_LEAD = 400  # characters of the body in which a dateline may stand ("DÜSSELDORF, 3. Mai 2014 –")
_LONGEST_TITLE = 250
_FIRST_PAGE = 6000  # characters; a dense page of a release has some 4,000


def read_header(
    document: Document,
    blocks: Sequence[Block],
    head: Text,
    body: Text,
    head_mentions: tuple[Mention, ...],
    known: Knowledge,
) -> Header:
    """Read kind, title, issuers, Land and publication date; what is not said stays empty, the date is inferred later."""
    title, subtitle = _titles(document, blocks, body)
    published = _printed(document, head, body, head_mentions)
    day = published.value.first if published.value else None
    issuers, entities, state = _issuers(document, blocks, head, body, known, day)
    lines = _lines(document, blocks)
    return Header(
        kind=_kind(document, head),
        title=title,
        subtitle=subtitle,
        issuers=issuers,
        issuer_entities=entities,
        published=published,
        state=state or guess_state(head_mentions, body.string, known.gazetteer),
        number=release_number(lines),
        embargo=embargo(lines, day),
    )


def _lines(document: Document, blocks: Sequence[Block]) -> str:
    """The letterhead line by line as it was printed."""
    return "\n".join(document.text.raw[block.span].strip() for block in blocks if block.kind not in _RUNNING)


def _kind(document: Document, head: Text) -> str:
    raw = document.text.string
    if _RELEASE.search(raw):
        return "press_release"
    if _FLYER.search(head.string) or _FLYER.search(raw):
        return "flyer"
    return "other"


def _titles(document: Document, blocks: Sequence[Block], body: Text) -> tuple[str | None, str | None]:
    found: list[str] = []
    for block in blocks:
        if found and block.kind in ("body", "quote", "list"):
            break  # what comes below the text is the heading of a section or a box
        if block.kind != "title":
            continue
        place = body.find(block.span)
        string = " ".join((body[place] if place else document.text[block.span]).split()).strip(" #*_")
        if string and string not in found and not re.search(r"\btei(?:lt|len|lte|lten) mit:?$", string):
            found.append(string)
    if not found and document.metadata.title:
        found.append(document.metadata.title.strip())
    if not found:
        first = next((part.strip() for part in body.string.split("\n\n") if part.strip()), "")
        if first and len(first) <= _LONGEST_TITLE and not first.endswith("."):
            found.append(" ".join(first.split()))
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def _printed(document: Document, head: Text, body: Text, head_mentions: Sequence[Mention]) -> PublicationDate:
    """The date printed in letterhead or dateline; else the file's own metadata; else its name; else nothing."""
    ranked: list[tuple[int, int, Period, Text, Span]] = []
    for text, lead in ((head, len(head.string)), (body, _LEAD)):
        for period, span in _dates(text, lead, head_mentions if text is head else ()):
            # Lines are what tells dates of a letterhead apart, so there the page as it was read is asked.
            if text is head:
                rank = _rank(text.raw.string, text.origin(span), is_head=True, month=_is_month(period))
            else:
                rank = _rank(text.string, span, is_head=False)
            if rank is not None:
                ranked.append((rank, text.origin(span).start, period, text, span))
    if ranked:
        rank, _, period, text, span = min(ranked, key=lambda row: row[:2])
        confidence = (0.98, 0.95, 0.85, 0.7)[rank]
        return PublicationDate(period, "printed", Evidence.at(document, text, span), confidence)
    if document.metadata.published and document.metadata.published not in _DEFAULT_DAYS:
        return PublicationDate(Period.day(document.metadata.published), "metadata", None, 0.8)
    if match := _IN_NAME.search(document.source.rsplit("/", 1)[-1]):
        try:
            return PublicationDate(Period.day(date(*map(int, match.groups()))), "filename", None, 0.6)
        except ValueError:
            pass
    return PublicationDate()


def _dates(text: Text, lead: int, mentions: Sequence[Mention]) -> Iterator[tuple[Period, Span]]:
    seen = []
    for mention in mentions:
        if (
            mention.label == "DATE"
            and not mention.relative
            and isinstance(mention.value, Period)
            and (mention.value.first == mention.value.last or _is_month(mention.value))
        ):
            seen.append(mention.span)
            yield mention.value, mention.span
    for match in _DAY.finditer(text.string, 0, lead):
        span = Span(match.start(), match.end())
        if any(span.overlaps(other) for other in seen):
            continue
        month = int(match["month"]) if match["month"] else _month(match["name"])
        try:
            yield Period.day(date(int(match["year"]), month, int(match["day"]))), span
        except ValueError:
            continue


def _is_month(period: Period) -> bool:
    first, last = period.first, period.last
    if first is None or last is None or first == last:
        return False
    return first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last + timedelta(1)).day == 1


def _month(name: str) -> int:
    """The number of a month; März also as scanners and typewriters write it."""
    name = name.lower()
    return 3 if name in ("marz", "maerz") else _MONTHS.index(name) + 1


def _rank(string: str, span: Span, *, is_head: bool, month: bool = False) -> int | None:
    """How surely a date is that of publication: alone on its line or labelled, dateline, at the start, anywhere in the head."""
    line_start = string.rfind("\n", 0, span.start) + 1
    line_end = string.find("\n", span.end)
    before, after = string[line_start : span.start], string[span.end : line_end if line_end >= 0 else len(string)]
    if is_head:  # "Pressemitteilung Nr. 7/22 – Potsdam, 15. Februar 2022"
        before, after = _PARTED.split(before)[-1], _PARTED.split(after)[0]
    if month:  # "Bremen, im Oktober 1989", and no "10/1989", which is the number of a release
        named = re.match(r"(?:im )?[A-ZÄÖÜ]", string[span.start : span.end])
        return 2 if named and _PLACE_IN.fullmatch(before) and not after.strip() else None
    if _EVENT.search(before) or _SITTING.match(after):
        return None
    alone = not before.strip(" #*_|,") and not after.strip(" #*_|,.")
    if alone or _LABEL.search(before):
        return 0 if is_head or line_start < _LEAD else None
    if re.search(r"\bvom\s*$", before) and after.strip():
        return None  # "vom 14. Dezember 2010 (Amtsblatt …)": the date of a law or statute
    if _DATELINE.match(before):
        if is_head:
            return 1
        # In the body a dateline is followed by a dash, a blank paragraph, a time of day, or an underscore.
        if re.match(r"\s*(?:[-–—_:|]|\d{1,2}[:.]\d\d\s*Uhr|\()", after) or not after.strip():
            return 1
        # … or, behind a place, by the full stop that begins the news ("BERLIN, 30. April 2018. Immer mehr …").
        return 1 if "," in before and re.match(r"\.\s+[\"„»“A-ZÄÖÜ]", after) else None
    if is_head and re.fullmatch(r"[^.!?]{0,80}", before) and re.fullmatch(r"[^.!?]{0,40}", after):
        return 3
    return None


def _issuers(
    document: Document, blocks: Sequence[Block], head: Text, body: Text, known: Knowledge, day: date | None
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    institutions = known.institutions
    found: dict[str, Ministry] = {}
    others: list[str] = []
    for text in (body, head):
        for match in _SAYS.finditer(text.string):
            said = _ministries(match[1], known, day)
            for ministry in said:
                found.setdefault(ministry.entity, ministry)
            name = re.sub(r"^(?:Das|Die|Der)\s+", "", " ".join(match[1].split()))
            if not said and name not in _NO_NAMES:
                others.append(name)
    if not found and not others:
        for text in (head, document.text):
            for match in _SUPPORTED.finditer(text.string):
                for ministry in _ministries(text.string[match.end() : match.end() + 400], known, day):
                    found.setdefault(ministry.entity, ministry)
    if not found and not others:
        home = _home(head.string, known)
        for ministry in _ministries(head.string, known, day):
            if not home or not ministry.state.isdigit() or ministry.state in home:
                found.setdefault(ministry.entity, ministry)
    if not found and not others:
        for match in re.finditer(r"@(?:[\w-]+\.)*([\w-]+)\.nrw\.de|(?:www\.|//)([\w-]+)\.nrw(?:\.de)?\b", head.string):
            named = institutions.ministry((match[1] or match[2]).upper(), day)
            if named is not None:
                found.setdefault(named.entity, named)
    if not found and not others:
        others += authority(_lines(document, blocks))
    names = [ministry.full for ministry in found.values()] + list(dict.fromkeys(others))
    if not names and document.metadata.site:
        names.append(document.metadata.site)
    state = next((f"ags:{m.state}" for m in found.values() if m.state.isdigit() and m.state != "00"), None)
    if state is None and (place := issuing_place(names, known.gazetteer, day, None)) is not None:
        state = f"ags:{place.ags[:2]}"
    return tuple(names), tuple(found), state


_DATELINE_TOWN = re.compile(r"^[^\w\n]*([A-ZÄÖÜ][\wäöüß.() -]{1,40}?),\s*(?:(?:den|am)\s+)?\d{1,2}\.", re.M)


def _home(string: str, known: Knowledge) -> frozenset[str]:
    """The Länder a letterhead names, else that of its dateline: many Länder have a "Ministerium für Verkehr".

    Berlin proves nothing, a ministry of any Land speaks there too.
    """
    named = {
        state.code
        for state in known.gazetteer.states
        if re.search(
            rf"(?<![\w-])(?:{re.escape(state.name)}|{re.escape(state.adjective)}e[nsrm]?)s?(?![\w-])", string, re.I
        )
    }
    places = (known.gazetteer.towns_by_name.get(match[1], ()) for match in _DATELINE_TOWN.finditer(string))
    towns = [{town.ags[:2] for town in towns} for towns in places]
    return frozenset(named or {code for codes in towns if len(codes) == 1 for code in codes if code != "11"})


def _ministries(string: str, known: Knowledge, day: date | None) -> tuple[Ministry, ...]:
    """The ministries named in a stretch, also in the short form "Die Ministerien für A und B und für C"."""
    institutions = known.institutions
    folded = fold_ministry(re.sub(r"[*_#]", " ", string))
    folded = re.sub(r"\bministerien\b|\bministeriums\b", "ministerium", folded)
    found: list[tuple[int, Ministry]] = []
    for ministry in institutions.ministries:
        key = fold_ministry(ministry.name)
        for wanted in (key, key.removeprefix("ministerium ")):
            if wanted == key or len(wanted.split()) > 2 or ("ministerium" in folded and len(wanted.split()) > 1):
                place = re.search(rf"\b{re.escape(wanted)}\b", folded)
                if place:
                    found.append((place.start(), ministry))
                    break
    # A longer name wins over a shorter one it contains ("Schule und Weiterbildung" over "Schule").
    best: dict[str, tuple[int, Ministry]] = {}
    for at, ministry in found:
        chosen = institutions.ministry(ministry.name, day) or ministry
        if not any(ministry.name != other.name and ministry.name in other.name for _, other in found):
            best.setdefault(chosen.name, (at, chosen))
    return tuple(ministry for _, ministry in sorted(best.values(), key=lambda row: row[0]))
