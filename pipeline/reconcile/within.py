"""One document against itself: sums, lists, dates, quotations, missing text. Each check is a row of CHECKS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..document import Document
from ..facts import Claim, Evidence, Finding, Header, Mention
from ..knowledge import Knowledge
from ..knowledge.reading import Reading, quotations, read_body
from ..text import Span, Text
from ..values import Period, Quantity
from .bounds import GERMAN_WEEKDAYS, find_bounds, german, weekday_of
from .changes import check_changes
from .dating import contradicting, nearest_fit
from .lists import check_lists
from .sums import check_sums
from .values import camps, for_people
from .witness import Said


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a check may look at."""

    document: Document
    header: Header
    head: Text
    body: Text
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    known: Knowledge
    reading: Reading

    def evidence(self, span: Span) -> Evidence:
        return Evidence.at(self.document, self.body, span)


def check_within(
    document: Document,
    header: Header,
    head: Text,
    body: Text,
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    known: Knowledge,
) -> tuple[Finding, ...]:
    """Hold one document against itself and say what fits and what does not, in the order of the checks."""
    case = Case(document, header, head, body, tuple(mentions), tuple(claims), known, read_body(body, mentions))
    found = [finding for check in CHECKS for finding in check(case) if not _is_foreign(case, finding)]
    found.extend(check_language(case))
    return tuple({finding.id: finding for finding in found}.values())


def _is_foreign(case: Case, finding: Finding) -> bool:
    """Whether a check for German stands on a passage that is not German."""
    return any(case.document.is_foreign(Span(one.start, one.end)) for one in finding.evidence)


LANGUAGES = {
    "en": "Englisch", "fr": "Französisch", "tr": "Türkisch", "ar": "Arabisch", "ru": "Russisch", "pl": "Polnisch",
    "it": "Italienisch", "es": "Spanisch", "nl": "Niederländisch", "uk": "Ukrainisch", "ro": "Rumänisch",
    "bg": "Bulgarisch", "fa": "Persisch", "pt": "Portugiesisch", "el": "Griechisch", "hr": "Kroatisch",
}  # fmt: skip


def check_language(case: Case) -> Iterator[Finding]:
    """What is not German in the document: it is kept and can be searched, but no statements are read in it."""
    document = case.document
    if not document.foreign:
        return
    names = dict.fromkeys(LANGUAGES.get(part.language, part.language) for part in document.foreign)
    named = " und ".join(filter(None, (", ".join(list(names)[:-1]), list(names)[-1])))
    what = "Teile des Dokuments sind" if document.language == "de" or len(names) > 1 else "Das Dokument ist"
    spans = [part.span for part in document.foreign]
    raw = document.text.raw
    evidence = tuple(
        Evidence(document.id, span.start, span.end, raw[span], raw[span], document.page_of(span), (span,))
        for span in spans
    )
    message = f"{what} auf {named}: aufbewahrt und durchsuchbar, aber nicht nach deutschen Regeln ausgewertet."
    yield Finding("other_language", "info", message, evidence, rule="text.language")


def check_sums_and_lists(case: Case) -> Iterator[Finding]:
    yield from check_sums(case.document, case.reading)
    yield from check_changes(case.document, case.reading)
    yield from check_lists(case.document, case.reading)


def check_date(case: Case) -> Iterator[Finding]:
    """The printed date against events, offices and ministries in the text."""
    published = case.header.published
    if (
        published.basis != "printed"
        or published.value is None
        or published.value.first is None
        or published.value.first != published.value.last
    ):
        return
    printed = published.value.first
    bounds = find_bounds(case.document, case.header, case.reading, case.mentions, case.known)
    against = contradicting(bounds, printed)
    if not against:
        return
    better = nearest_fit(bounds, printed)
    evidence = (*((published.quote,) if published.quote else ()), *(b.evidence for b in against if b.evidence))
    reasons = "; ".join(bound.why for bound in against)
    yield Finding(
        "date_contradiction",
        "error",
        f"Das gedruckte Datum {german(printed)} passt nicht zum Text: {reasons}.",
        evidence,
        better.isoformat() if better else None,
        "dates.bounds",
    )


def check_weekdays(case: Case) -> Iterator[Finding]:
    """A weekday printed with a date that was another weekday."""
    for sentence in case.reading.sentences:
        for mention in sentence.labelled("DATE"):
            period = mention.value
            if (
                not isinstance(period, Period)
                or period.first is None
                or period.first != period.last
                or mention.relative
            ):
                continue
            if not re.search(r"\d", mention.surface):
                continue
            said = weekday_of(sentence, mention)
            if said is None or said == period.first.weekday():
                continue
            near = [year for step in (1, 2, 3) for year in (period.first.year - step, period.first.year + step)]
            fits = next((y for y in near if _weekday(period, y) == said), None)
            suggestion = period.first.replace(year=fits).isoformat() if fits else None
            yield Finding(
                "weekday_mismatch",
                "warning",
                f"Der {german(period.first)} war ein {GERMAN_WEEKDAYS[period.first.weekday()]}, gedruckt ist {GERMAN_WEEKDAYS[said]}.",
                (case.evidence(mention.span),),
                suggestion,
                "dates.weekday",
            )


def _weekday(period: Period, year: int) -> int | None:
    assert period.first is not None
    try:
        return period.first.replace(year=year).weekday()
    except ValueError:
        return None


_YEARS = {"vergangen": -1, "letzt": -1, "vorig": -1, "dies": 0, "laufend": 0, "kommend": 1, "nächst": 1}
_OTHER_YEAR = re.compile(
    rf"\b(?:im|in|des)\s+({'|'.join(_YEARS)})e[nmrs]\s+Jahr(?:es)?s?\s*(?:\(\s*|,\s*)?((?:19|20)\d\d)(?!\s*[/–-]|\d)",
    re.I,
)
_TODAY = re.compile(r"\bheute\s*[,(]?\s*(?:am|den|dem)?\s*$|\bheutigen?\s+(?:\w+tag\s*[,(]?\s*)?(?:den|dem)?\s*$", re.I)
_TODAY_IS = re.compile(rf"\b(?:[Aa]m\s+heutigen\s+|[Hh]eute\s*[(,]\s*)({'|'.join(GERMAN_WEEKDAYS)})\b")


def check_relative(case: Case) -> Iterator[Finding]:
    """What hangs on the day of writing ("heute, 3. Mai 2014", "im vergangenen Jahr (2015)") against the printed date."""
    published = case.header.published
    printed = published.value.first if published.value and published.value.first == published.value.last else None
    if published.basis != "printed" or printed is None:
        return
    for sentence in case.reading.sentences:
        start = sentence.span.start
        for match in _OTHER_YEAR.finditer(sentence.string):
            meant = printed.year + _YEARS[match[1].lower()]
            if int(match[2]) != meant:
                span = Span(start + match.start(), start + match.end())
                words = " ".join(match[0].split()).rstrip("(")
                message = f"„{words}“ wäre nach dem gedruckten Datum {german(printed)} das Jahr {meant}, genannt ist {match[2]}."
                yield _against_print(case, span, message, "date_contradiction", "dates.relative")
        if (said := _TODAY_IS.search(sentence.string)) and said[1] != GERMAN_WEEKDAYS[printed.weekday()]:
            message = (
                f"Der {german(printed)} war ein {GERMAN_WEEKDAYS[printed.weekday()]}, „heute“ heißt hier {said[1]}."
            )
            span = Span(start + said.start(), start + said.end())
            yield _against_print(case, span, message, "weekday_mismatch", "dates.weekday")
        for mention in sentence.labelled("DATE"):
            day = mention.value.first if isinstance(mention.value, Period) else None
            before = sentence.string[: mention.span.start - start]
            if mention.relative or day is None or not isinstance(mention.value, Period) or day != mention.value.last:
                continue
            if day != printed and _TODAY.search(before):
                message = f"„Heute“ ist hier der {german(day)}, gedruckt ist der {german(printed)}."
                yield _against_print(case, mention.span, message, "date_contradiction", "dates.relative")


def _against_print(case: Case, span: Span, message: str, kind: str, rule: str) -> Finding:
    quote = case.header.published.quote
    evidence = (*((quote,) if quote else ()), case.evidence(span))
    return Finding(kind, "warning", message, evidence, rule=rule)


def check_quotes(case: Case) -> Iterator[Finding]:
    """Quotations that are opened and never closed."""
    for quote in quotations(case.body.string):
        if not quote.closed:
            start = quote.span.start
            words = " ".join(case.body.string[start : min(quote.span.end, start + 60)].split()).strip("„»«“\"' ")
            words = words.rpartition(" ")[0] or words
            named = f"Die Anführung „{words} …“" if sum(map(str.isalpha, words)) > 2 else "Eine Anführung"
            yield Finding(
                "unclosed_quote",
                "warning",
                f"{named} wird geöffnet, aber nicht geschlossen.",
                (case.evidence(Span(start, min(quote.span.end, start + 60))),),
                rule="quotes.open",
            )


_MIDDLE = re.compile(r"(?P<end>[.!?][“”\"»«)]?)\s+(?P<start>[a-zäöüß][a-zäöüß-]+)")
_LOWER_STARTS = frozenset(
    ["bzw", "usw", "etc", "und", "oder", "sowie", "aber", "denn", "www", "http", "https", "vgl", "von", "am", "im"]
)


def check_missing(case: Case) -> Iterator[Finding]:
    """Text that starts in the middle of a sentence: at the start of the body, or after a full stop and a new line.

    Only running text can lack its beginning; forms, tables and bad readings start lines anyhow, so a place must go on
    as prose, and a document with many such places is a form.
    """
    places = [span for span in _middles(case) if _is_prose(case.body.string[span.start : span.start + PROSE])]
    if len(places) <= MOST_GAPS:
        for span in places:
            yield _missing(case, span)


PROSE = 200  # characters looked at to see whether a text goes on as prose
MOST_GAPS = 3


def _is_prose(string: str) -> bool:
    """Whether a stretch reads like a sentence: enough words before its end, most characters letters, no label."""
    sentence = re.split(r"[.!?](?:\s|$)", string, maxsplit=1)[0]
    letters = sum(char.isalpha() or char == " " for char in sentence)
    return len(sentence.split()) >= 5 and letters >= 0.9 * len(sentence) and ":" not in sentence[:40]


def _middles(case: Case) -> Iterator[Span]:
    string, raw = case.body.string, case.document.text.string
    first = re.match(r"\s*([a-zäöüß][a-zäöüß-]{2,})", string)
    if first:
        yield Span(first.start(1), first.end(1))
    for match in _MIDDLE.finditer(string):
        span = Span(match.start("start"), match.end("start"))
        if len(match["start"]) < 3:
            continue
        if re.match(r"[.@/_]\w", string[match.end() :]):
            continue  # a file name or an address
        before = string[: match.start("end") + 1].rsplit(None, 1)[-1]
        # "Str. der", "10. mai", "z. B." end no sentence.
        if before in case.known.language.abbreviations or re.fullmatch(r"[\d.]+|\w\.|(?:\w\.)+", before):
            continue
        gap = raw[case.body.origin(Span(match.start("end"), match.end("end"))).start : case.body.origin(span).start]
        # Within a page a short word may be an abbreviation nobody listed, and "und" a line read too early.
        unsure = len(before) < 5 or match["start"].rstrip(".") in _LOWER_STARTS
        if "\f" not in gap and ("\n" not in gap or unsure):
            continue
        if re.search(r"\n\s*[-–•*·o]\s*$", gap):
            continue
        yield span


def _missing(case: Case, span: Span) -> Finding:
    stop = case.body.string.find(".", span.end)
    shown = Span(span.start, min(stop if stop > 0 else span.end + 80, span.end + 80))
    page = case.document.page_of(case.body.origin(span))
    where = f" auf Seite {page}" if page else ""
    words = " ".join(case.body[shown].split())
    return Finding(
        "missing_text",
        "warning",
        f"Vor „{words} …“{where} fehlt Text: Die Stelle beginnt mitten im Satz.",
        (case.evidence(shown),),
        rule="text.middle",
    )


def check_repeats(case: Case) -> Iterator[Finding]:
    """The same figure given twice in one document with values that cannot both be true."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in case.claims:
        if claim.rule.startswith("curated") and isinstance(claim.value, Quantity) and claim.modality == "stated":
            key = (claim.property, claim.scope, claim.period, claim.as_of, claim.value.per, _identity(claim))
            groups.setdefault(key, []).append(claim)
    labels = {one.key: one for one in case.known.properties}
    for (name, *_), claims in groups.items():
        found = camps([Said(claim, case.document.id, None, claim.period) for claim in claims])
        # An ordinal and a list of openings in one release are steps, not slips.
        if len(found) < 2 or labels[str(name)].changes == "grows":
            continue
        values = " und ".join(for_people(camp.value) for camp in found)
        evidence = tuple(camp.said[0].claim.evidence for camp in found)
        yield Finding(
            "figures_differ",
            "warning",
            f"{labels[str(name)].label}: Das Dokument nennt {values}.",
            evidence,
            rule="figures.repeat",
            claims=tuple(claim.id for claim in claims),
        )


def _identity(claim: Claim) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in claim.qualifiers if pair[0] not in ("noun", "every", "time"))


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    check_date,
    check_weekdays,
    check_relative,
    check_sums_and_lists,
    check_repeats,
    check_quotes,
    check_missing,
)
