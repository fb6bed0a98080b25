"""Find the numbers that count things, with the noun they count: digits, words, halves, totals, ordinals.

"47 von 53 Kommunalen Integrationszentren" is 47 of 53 and 53; "das 51. Zentrum" implies 51; "eine Verwaltungsfachkraft"
counts only in a list of counts. Percents, fractions, measures and "beide" are mentions with rules of their own
(`counts.percent`, `counts.fraction`, `counts.measure`, `counts.both`). House numbers, telephone and file numbers,
paragraphs, years and dates count nothing.

    >>> [(m.value.value, m.value.unit) for m in find_counts(Text("in allen 53 Kreisen und kreisfreien Städten"), language)]
    [(Decimal('53'), 'Kreise und kreisfreie Städte')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ..facts import Mention
from ..knowledge.language import Language, longest_first
from ..knowledge.numbers import DIGITS, Number, hedge_before, parse_digits, parse_ordinal, parse_word, step_of, whole
from ..text import Span, Text
from ..values import Quantity
from .counts_company import both, settled
from .counts_elliptic import Found
from .counts_labels import Blocked, block, ends_a_row, is_label, stands_free
from .counts_nouns import read_phrase
from .counts_ordinals import read_ordinal, read_spelled_ordinal

WORD = re.compile(r"[^\W_]+|§+")
DIGIT_NUMBER = re.compile(DIGITS)
RANGE = re.compile(r"\s?(?:bis(?:\s+zu)?|[-–—]|oder)\s?")
# "von 16 auf 47 Zentren", "zwischen 10 und 20 Schulen"
RISE = re.compile(r"\s(auf|und)\s(?:(?:rund|etwa|knapp|fast|über|mehr\sals|nun|jetzt|bis\szu)\s)?")
RISE_BEFORE = re.compile(r"\b(?:von|zwischen)\s(?:(?:rund|etwa|knapp|bisher|zuletzt|ehemals)\s)?$", re.IGNORECASE)
# "74 beziehungsweise 58 Stellen", "23 gegen 21 Stimmen", "nicht 46, sondern 64 Zentren"
PAIR = re.compile(
    r",?\s(?:beziehungsweise|bzw\.|gegen|sondern|statt|zu)\s(?:(?:bisher|zuvor|zuletzt|vorher|ehemals|nun|nur|rund|etwa|erst)\s)?"
)
THE_NEUTER = re.compile(r"\b[Dd]as\s(?:bereits\s)?$")
PER = re.compile(r"\s(?:je|pro)\s([A-ZÄÖÜ][^\W\d_]+)")
OF_PAGES = re.compile(r"\s(?:von|/)\s\d+")
SEVERAL = re.compile(r"\b(?:mehreren?|einigen?|vielen?|etlichen?|paar) $")
HUNDREDTH = Decimal("0.01")
NUMBER_INITIALS = frozenset("aefhdnsvz")


def find_counts(text: Text, language: Language, *, taken: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """The counts in this text, in order. `taken` are the spans of dates and amounts, whose numbers count nothing."""
    string = text.string
    found = settled(string, list(_find(string, language, block(string, taken))), language)
    found += both(string, language)
    found.sort(key=lambda item: item.number.start)
    mentions = []
    for item in found:
        unit = item.unit or (item.phrase.unit if item.phrase else None)
        per = PER.match(string, item.phrase.end) if item.phrase else None
        value = Quantity(
            item.number.value,
            unit,
            item.qualifier,
            item.of,
            per=per[1] if per else None,
            upper=item.upper,
            step=item.number.step,
        )
        span = Span(item.number.start, item.number.end)
        mentions.append(Mention("COUNT", span, text[span], value=value, confidence=item.confidence, rule=item.rule))
    return tuple(mentions)


def _find(string: str, language: Language, blocked: Blocked) -> Iterator[Found]:
    done = 0
    previous = ""
    for match in WORD.finditer(string):
        start = match.start()
        word, before = match[0], previous
        previous = word.lower()
        if start < done:
            continue
        if word[0].isdigit():
            digits = DIGIT_NUMBER.match(string, start)
            if blocked.covers(start) or digits is None or digits.end() < match.end():
                done = match.end()
                continue
            if is_label(string, start, digits[0], before, language):
                pages = OF_PAGES.match(string, digits.end())  # "Seite 1 von 3"
                done = pages.end() if pages else max(digits.end(), match.end())
                continue
            if not stands_free(string, start, digits.end()) or ends_a_row(string, start, digits.end()):
                done = max(digits.end(), match.end())
                continue
            value = parse_digits(digits[0])
            if value is None:
                continue
            number = Number(start, digits.end(), value, step_of(digits[0]))
        else:
            lower = previous
            if lower[0] not in NUMBER_INITIALS:
                if lower in ("jeder", "jede", "jedes", "jedem", "jeden") and (
                    item := _every(string, start, match.end(), language)
                ):
                    yield item
                    done = item.number.end
                continue
            spelled = parse_word(lower, language)
            if SEVERAL.search(string, max(0, start - 12), start):
                continue  # "mehrere hundert Menschen"
            if spelled is None:
                if lower.endswith(("te", "ten", "ter", "tes")) and (
                    item := read_spelled_ordinal(string, start, match.end(), lower, before, language)
                ):
                    yield item
                    done = item.number.end
                continue
            if (
                blocked.covers(start)
                or string[match.end() : match.end() + 1] == "-"
                or (start and string[start - 1] == "-")
            ):
                continue
            number = Number(start, match.end(), spelled, word=True)
        items = list(_read(string, number, language, blocked))
        yield from items
        done = max([number.end, *(item.number.end for item in items)])


@lru_cache(maxsize=4)
def _measure_pattern(language: Language) -> re.Pattern[str]:
    words = "|".join(
        re.escape(word) for word in longest_first(language.measures) if len(word) > 1 or not word.isalpha()
    )
    letters = "|".join(word for word in language.measures if len(word) == 1 and word.isalpha())
    return re.compile(rf"(?:\s?-?(?P<word>(?i:{words}))(?![^\W_])|\s(?P<letter>{letters})(?![\w.'’-]))")


@lru_cache(maxsize=4)
def _scale_pattern(language: Language) -> re.Pattern[str]:
    words = "|".join(word for word in longest_first(language.scales))
    return re.compile(rf"\s{{1,2}}(?P<scale>(?i:{words}))\b(?:(?<!llionen)(?<!lliarden)\.)?")


@lru_cache(maxsize=4)
def _total_pattern(language: Language) -> re.Pattern[str]:
    links = "|".join(language.total)
    fillers = "|".join(longest_first(language.fillers | {"rund", "etwa", "ca.", "knapp", "fast", "über", "gut"}))
    return re.compile(rf"\s(?:{links})\s(?:(?:{fillers})\s){{0,3}}(?P<total>{DIGITS}|[^\W\d_]+)")


def _read(string: str, number: Number, language: Language, blocked: Blocked) -> Iterator[Found]:
    """Everything one number says: itself, the total behind it, the other end of a range."""
    measure = _measure_pattern(language).match(string, number.end)
    if measure:
        name = language.measures[(measure["word"] or measure["letter"]).lower()]
        if name != "Uhr" and not (number.word and number.value == 1):
            qualifier, _ = hedge_before(string, number.start, language)
            rule = "counts.percent" if name.startswith("Pro") else "counts.measure"
            yield Found(number, None, rule, unit=name, qualifier=qualifier, confidence=0.97)
        return
    half = (
        re.match(r"\s(?:halbe[nrs]?)\b", string[number.end : number.end + 9])
        if number.word and number.value == 1
        else None
    )
    if half:
        number = Number(number.start, number.end + half.end(), Decimal("0.5"), Decimal("0.1"), True)
    fraction = re.match(r"\s([^\W\d_]+)", string[number.end : number.end + 20])
    part = fraction[1].lower().removesuffix("n") if fraction else ""
    if number.word and fraction and part in language.fractions:
        share = language.fractions[part] * int(number.value or 1)
        end = number.end + fraction.end()
        value = (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.0001"))
        yield Found(
            Number(number.start, end, whole(value), Decimal("0.0001"), True),
            None,
            "counts.fraction",
            unit="Anteil",
            qualifier=hedge_before(string, number.start, language)[0],
            confidence=0.9,
        )
        return
    if string[number.end : number.end + 1] == "." and not number.word:
        if item := read_ordinal(string, number, language):
            yield item
        elif (
            number.value >= 10
            and THE_NEUTER.search(string, max(0, number.start - 14), number.start)
            and re.match(r"\.\s[a-zäöü]", string[number.end : number.end + 3])
        ):  # "nun ist das 43. dabei"; days of a month are masculine
            dotted = Number(number.start, number.end + 1, number.value)
            yield Found(dotted, None, "counts.ordinal_elliptic", confidence=0.7, certain=False)
        elif re.match(r"\.(?:\s|$)", string[number.end : number.end + 2]):
            qualifier, _ = hedge_before(string, number.start, language)
            yield Found(number, None, "counts.elliptic", qualifier=qualifier, confidence=0.7, certain=False)
        return
    number = _scaled(string, number, language)
    if blocked.covers(number.end):
        return
    measure = _measure_pattern(language).match(string, number.end)
    if measure:  # "1,4 Milliarden Tonnen"
        name = language.measures[(measure["word"] or measure["letter"]).lower()]
        yield Found(
            number,
            None,
            "counts.measure",
            unit=name,
            qualifier=hedge_before(string, number.start, language)[0],
            confidence=0.95,
        )
        return
    qualifier, _ = hedge_before(string, number.start, language)
    total = _total_pattern(language).match(string, number.end)
    if total and (pair := _part_of(string, number, total, language)):
        yield replace(pair[0], qualifier=qualifier)
        yield pair[1]
        return
    link = PAIR.match(string, number.end)
    second = _number_at(string, link.end(), language) if link else None
    if second and not blocked.covers(second.end) and (phrase := read_phrase(string, second.end, language, plural=True)):
        yield Found(number, phrase, "counts.pair", qualifier=qualifier, confidence=0.85)
        yield Found(second, phrase, "counts.pair", confidence=0.9)
        return
    before = string[max(0, number.start - 30) : number.start]
    rise = RISE.match(string, number.end) if RISE_BEFORE.search(before) else None
    other = rise or RANGE.match(string, number.end)
    if other and (high := _number_at(string, other.end(), language)) and not blocked.covers(high.end):
        high = _scaled(string, high, language)
        if high.value > number.value and (phrase := read_phrase(string, high.end, language, plural=True)):
            upper = None if rise and rise[1] == "auf" else high.value
            yield Found(number, phrase, "counts.range", upper=upper, qualifier=qualifier, confidence=0.9)
            yield Found(high, phrase, "counts.range", confidence=0.9)
        else:
            yield Found(number, None, "counts.elliptic", qualifier=qualifier, confidence=0.7, certain=False)
        return
    genitive = re.match(r"\s(?:der|von\s(?:den|diesen))(?=\s)", string[number.end : number.end + 14])
    begin = number.end + genitive.end() if genitive else number.end
    singular = number.value in (1, Decimal("0.5")) and number.word
    phrase = read_phrase(string, begin, language, plural=not singular)
    if phrase is None and not singular and not genitive:
        yield Found(number, None, "counts.elliptic", qualifier=qualifier, confidence=0.7, certain=False)
        return
    if phrase is None or (genitive and phrase.head.lower().endswith(("ung", "heit", "keit"))):
        return
    if (
        number.word
        and string[number.start : number.end].lower().startswith("halb")
        and not phrase.head.lower().endswith(language.relational)
    ):
        return  # "in der halben Stadt"
    if number.value % 1 and number.step <= HUNDREDTH:
        return  # "8123,45 Punkte": an index
    certain = not (number.word and number.value == 1)
    confidence = 0.95 if not number.word else 0.92 if number.value > 1 else 0.85
    later = re.match(
        r"\svon\s(?:insgesamt\s|den\s)?(\d{1,3}(?:\.\d{3})*)(?![,.]?\d)", string[phrase.end : phrase.end + 30]
    )
    of = (
        parse_digits(later[1])
        if later and not re.match(r"\s*(?:€|Euro|Mio|Prozent|%)", string[phrase.end + later.end() :][:10])
        else None
    )
    yield Found(
        number,
        phrase,
        "counts.number",
        of=of if certain else None,
        qualifier=qualifier,
        confidence=confidence,
        certain=certain,
    )
    if later and certain and of is not None and of >= number.value:
        at = phrase.end + later.start(1)
        yield Found(Number(at, at + len(later[1]), of), phrase, "counts.total", confidence=0.85)


def _number_at(string: str, start: int, language: Language) -> Number | None:
    if match := DIGIT_NUMBER.match(string, start):
        value = parse_digits(match[0])
        return Number(start, match.end(), value, step_of(match[0])) if value is not None else None
    match = WORD.match(string, start)
    value = parse_word(match[0], language) if match and match[0][0].isalpha() else None
    return Number(start, match.end(), value, word=True) if match and value is not None else None


def _scaled(string: str, number: Number, language: Language) -> Number:
    """ "27 Millionen", "zwei Dutzend", "1,3 Mio."."""
    match = _scale_pattern(language).match(string, number.end)
    if not match:
        return number
    scale = language.scales[match["scale"].lower()]
    return Number(number.start, match.end(), whole(number.value * scale), number.step * scale, number.word and False)


def _part_of(string: str, number: Number, match: re.Match[str], language: Language) -> tuple[Found, Found] | None:
    """ "47 von 53 Zentren", "53 der 54 Kreise": the part with its total, and the total."""
    total = _number_at(string, match.start("total"), language)
    if total is None or total.value < number.value or (total.word and total.value == 1):
        return None
    if string[total.end : total.end + 1] == "." and string[total.end + 1 : total.end + 2].isdigit():
        return None
    total = _scaled(string, total, language)
    phrase = read_phrase(string, total.end, language, plural=True)
    if phrase is None:
        return None
    part = Found(number, phrase, "counts.part", of=total.value)
    return part, Found(total, phrase, "counts.total", qualifier=hedge_before(string, total.start, language)[0])


def _every(string: str, start: int, end: int, language: Language) -> Found | None:
    """ "jede zweite Schule", "jeder fünfte Verein": a fraction."""
    match = re.match(r"\s([a-zäöüß]+)", string[end : end + 20])
    value = parse_ordinal(match[1], language) if match else None
    if (
        match is None
        or value is None
        or value < 2
        or read_phrase(string, end + match.end(), language, plural=False) is None
    ):
        return None
    share = whole((Decimal(1) / value).quantize(Decimal("0.0001")))
    return Found(
        Number(start, end + match.end(), share, Decimal("0.0001"), True),
        None,
        "counts.fraction",
        unit="Anteil",
        qualifier=hedge_before(string, start, language)[0],
        confidence=0.85,
    )
