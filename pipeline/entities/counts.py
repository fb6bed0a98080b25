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
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ..facts import Mention
from ..knowledge.language import Language, longest_first
from ..knowledge.numbers import DIGITS, Number, hedge_before, parse_digits, parse_ordinal, parse_word, step_of, whole
from ..text import Span, Text
from ..values import Quantity
from .counts_nouns import Phrase, is_name_adjective, nominative, read_phrase

WORD = re.compile(r"[^\W_]+|§+")
DIGIT_NUMBER = re.compile(DIGITS)
PHONE = re.compile(r"(?:\+\d|\(?0\d{1,5}\)?[\s/–-])[\d\s()/.–-]{3,30}")
LABELLED_PHONE = re.compile(
    r"\b(?:Tel|Telefon|Telefax|Fax|Mobil|Hotline|Durchwahl|Rufnummer)\w*\.?:?\s*[+(\d][\d\s()/.–-]{3,30}"
)
ADDRESS = re.compile(r"(?:^|\n|,\s|\s)(?:D-)?\d{5}\s+[A-ZÄÖÜ][^\W\d_]+")
ONE = frozenset({"ein", "eine", "einen", "einem", "einer", "eines"})
LIST_LINK = re.compile(
    r"(?:,|,?\s+(?:und|sowie|oder|plus|bzw\.))\s+(?:je\s+|jeweils\s+|noch\s+|zusätzlich\s+|weitere\s+)?$"
)
RANGE = re.compile(r"\s?(?:bis(?:\s+zu)?|[-–—]|oder)\s?")
# "von 16 auf 47 Zentren", "zwischen 10 und 20 Schulen"
RISE = re.compile(r"\s(auf|und)\s(?:(?:rund|etwa|knapp|fast|über|mehr\sals|nun|jetzt|bis\szu)\s)?")
RISE_BEFORE = re.compile(r"\b(?:von|zwischen)\s(?:(?:rund|etwa|knapp|bisher|zuletzt|ehemals)\s)?$", re.IGNORECASE)
# "Die Zahl der Zentren stieg auf 47": the noun stands before its number.
NUMBER_OF = re.compile(r"\b(?:Zahl|Anzahl)\s(?:der|an|von)(?=\s)|\b(?:Zahl|Anzahl)(?=\s[A-ZÄÖÜ])")
REACHES = re.compile(
    r"(?:[^.!?\n]|(?<=\d)\.(?=\d)){0,60}?\b(?:auf|bei|von|betrug|beträgt|erreicht|erreichte|erreichten|umfasst|liegt|lag)\s(?:(?:rund|etwa|knapp|fast|über|mehr\sals|insgesamt|mittlerweile|inzwischen|nun|jetzt|derzeit|bei|gut)\s){0,3}$"
)
# "63 Projekte, davon 40 für Jugendliche"
OF_THEM = re.compile(
    r"\b(?:davon|darunter)\s(?:(?:allein|rund|etwa|mindestens|bereits|sind|waren|kamen|wurden|entfielen)\s){0,2}$",
    re.IGNORECASE,
)
OF_ALL = re.compile(r"\b[Vv]on\s(?:(?:den|allen|diesen|insgesamt|rund|etwa|knapp|landesweit|bundesweit)\s){0,3}$")
PER = re.compile(r"\s(?:je|pro)\s([A-ZÄÖÜ][^\W\d_]+)")
BOTH = frozenset({"beide", "beiden", "beider"})
OF_PAGES = re.compile(r"\s(?:von|/)\s\d+")
NUMBER_INITIALS = frozenset("aefhdnsvz")


@dataclass(frozen=True, slots=True)
class Found:
    """A number with what it counts, before lists are settled."""

    number: Number
    phrase: Phrase | None
    rule: str
    of: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    qualifier: str | None = None
    confidence: float = 0.95
    certain: bool = True  # False for "eine", which counts only in a list


def find_counts(text: Text, language: Language, *, taken: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """The counts in this text, in order. `taken` are the spans of dates and amounts, whose numbers count nothing."""
    string = text.string
    found = _settled(string, list(_find(string, language, _blocked(string, taken))), language)
    found += _both(string, language)
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


@dataclass(frozen=True, slots=True)
class Blocked:
    """Stretches whose numbers are spoken for, sorted; asked by position."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def covers(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def _blocked(string: str, taken: Sequence[Span]) -> Blocked:
    spans = [(span.start, span.end) for span in taken]
    spans += [match.span() for pattern in (LABELLED_PHONE, PHONE) for match in pattern.finditer(string)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return Blocked(tuple(start for start, _ in merged), tuple(end for _, end in merged))


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
            if _is_label(string, start, digits[0], before, language):
                pages = OF_PAGES.match(string, digits.end())  # "Seite 1 von 3"
                done = pages.end() if pages else max(digits.end(), match.end())
                continue
            if not _stands_free(string, start, digits.end()) or _ends_a_row(string, start, digits.end()):
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
            if spelled is None:
                if lower.endswith(("te", "ten", "ter", "tes")) and (
                    item := _spelled_ordinal(string, start, match.end(), lower, before, language)
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


def _ends_a_row(string: str, start: int, end: int) -> bool:
    """A number at the end of a line that is no prose: a table of contents, a column. Prose has a word in small letters before it."""
    if not re.match(r"[ \t]*\n", string[end : end + 4]):
        return False
    return not re.search(r"(?:^|[\s(])[a-zäöüß]+\.?[ \t]+$", string[max(0, start - 24) : start])


def _stands_free(string: str, start: int, end: int) -> bool:
    """Not a piece of something longer: a version, a file number, a ratio, a compound."""
    before, after = string[max(0, start - 2) : start], string[end : end + 2]
    if re.search(r"\d\s?:\s$", string[max(0, start - 5) : start]) or re.match(r"\s:\s\d", string[end : end + 4]):
        return False  # a ratio
    if before[-1:] in ("§", "#", "_", "@", "/", "=", "&", "+") or (
        before[-1:] in (".", ",", ":", "-", "–", "'") and before[:1].isdigit()
    ):
        return False
    if before[-1:] in ("-", "–", ".") and before[:1].isalpha():
        return False
    return not (after[:1] in ("/", ":", "_", "@", "=") and after[1:2].isalnum()) and not (
        after[:1] == "." and after[1:2].isalnum() and not after[1:2].isupper()
    )


def _is_label(string: str, start: int, surface: str, before: str, language: Language) -> bool:
    """ "§ 7", "Seite 3", "Ruhrallee 9", "44139 Dortmund", "Nr. 2083": a number that names and does not count."""
    gap = string[max(0, start - 3) : start]
    near = not re.search(r"[\n,;!?)]", gap) and not (
        gap.endswith(". ") and before not in language.labels and len(before) > 4
    )
    if near and (before in language.labels or before.rstrip(".") in language.labels):
        return True
    if before.startswith("§") or re.search(r"§\s?$", gap):
        return True
    if near and before.endswith(language.streets) and re.fullmatch(r"\d{1,4}", surface):
        name = re.search(r"([^\W\d_]+)\.?\s*$", string[max(0, start - 30) : start])
        if (
            name
            and name[1][0].isupper()
            and re.match(r"\s*[a-h]?(?:\s*[,\n)]|\s+(?:in\s+)?\d{5}|\s*[-–]\s*\d|$)", string[start + len(surface) :])
        ):
            return True
    if (
        re.fullmatch(r"\d{5}", surface)
        and before not in language.fillers
        and re.match(r"\s+[A-ZÄÖÜ]", string[start + 5 :])
    ):
        return hedge_before(string, start, language)[0] is None  # a postcode; a count of five digits has a dot
    return surface.startswith("0") and len(surface) > 1 and surface[1].isdigit()


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
    return re.compile(rf"\s{{1,2}}(?P<scale>(?i:{words}))\b\.?")


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
        if item := _ordinal(string, number, language):
            yield item
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


def _ordinal(string: str, number: Number, language: Language) -> Found | None:
    """ "das 51. Zentrum": fifty-one of them. "die 42. Sitzung", "im 3. Stock", "am 28. Juni" are numbers in a row."""
    return (
        _ordinal_count(string, Number(number.start, number.end + 1, number.value), language, 0.85)
        if number.value > 1
        else None
    )


def _spelled_ordinal(string: str, start: int, end: int, word: str, before: str, language: Language) -> Found | None:
    value = parse_ordinal(word, language)
    # Small ones order more often than they count ("der zweite Schritt", "die dritte Chance").
    if value is None or value < 10:
        return None
    return _ordinal_count(string, Number(start, end, Decimal(value), word=True), language, 0.7)


def _ordinal_count(string: str, number: Number, language: Language, confidence: float) -> Found | None:
    article = re.search(
        r"\b(?:de[rsmn]|das|die|ein(?:en|em|es|er)?|zum|zur|vom|im|am|beim|ihr\w*|sein\w*|unser\w*)\s(?:(?:bereits|schon|mittlerweile|inzwischen|nunmehr)\s)?$",
        string[max(0, number.start - 24) : number.start],
        re.IGNORECASE,
    )
    if not article:
        return None
    phrase = read_phrase(string, number.end, language, plural=False)
    if phrase is None or phrase.head.lower().endswith(language.serial):
        return None
    unit = _resumed(string, number.start, phrase, language) or phrase.unit
    return Found(number, phrase, "counts.ordinal", unit=unit, confidence=confidence)


def _resumed(string: str, start: int, phrase: Phrase, language: Language) -> str | None:
    """ "das 51. Zentrum" resumes the "Kommunalen Integrationszentren" named before: the full name, when there is just one."""
    if " " in phrase.unit:
        return None
    stem = re.sub(r"(?:um|en|er|e|s)$", "", nominative(phrase.head, language, plural=False).lower())
    if len(stem) < 4:
        return None
    pattern = re.compile(
        rf"(?:([A-ZÄÖÜ][^\W\d_]+)\s+)?([A-ZÄÖÜ][^\W\d_]{{2,}}{re.escape(stem)}[^\W\d_]{{0,3}})(?![^\W_])"
    )
    names: dict[str, tuple[str, str]] = {}
    for match in pattern.finditer(string, 0, start):
        adjective = match[1] if match[1] and is_name_adjective(match[1], language) else ""
        key = re.sub(rf"(?<={re.escape(stem)}).*$", "", match[2].lower())
        stem_of_adjective = re.sub(r"(?:e|en|er|es|em)$", "", adjective)
        names.setdefault(key, (stem_of_adjective, match[2]))
        if adjective and not names[key][0]:
            names[key] = (stem_of_adjective, match[2])
    if len(names) != 1:
        return None
    adjective, noun = next(iter(names.values()))
    return f"{adjective}e {noun}" if adjective else noun


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
        confidence=0.85,
    )


def _named_before(string: str, language: Language) -> list[Phrase]:
    """The nouns whose number is told later in the sentence: "die Zahl der Kommunalen Integrationszentren"."""
    phrases = (read_phrase(string, match.end(), language, plural=True) for match in NUMBER_OF.finditer(string))
    return [phrase for phrase in phrases if phrase]


def _elliptic(string: str, item: Found, kept: list[Found], named: list[Phrase]) -> Found | None:
    """A number without a noun behind it, when the noun is told before: "die Zahl der Zentren stieg auf 47", "davon 40"."""
    start = item.number.start
    for phrase in reversed(named):
        if phrase.end < start and start - phrase.end < 90:
            if REACHES.fullmatch(string[phrase.end : start]) or re.fullmatch(r":\s", string[phrase.end : start]):
                return replace(item, phrase=phrase, rule="counts.number_of", certain=True, confidence=0.8)
            break
    before = kept[-1] if kept else None
    if before and before.phrase and before.phrase.end <= start and before.number.value >= item.number.value:
        left = string[max(0, before.number.start - 24) : before.number.start]
        if OF_ALL.search(left) and re.fullmatch(r"[^.,;:!?\n\d]{1,40}", string[before.phrase.end : start]):
            # "Von den 396 Städten haben 230 einen Antrag gestellt"
            return replace(
                item, phrase=Phrase(start, before.phrase.head, before.phrase.unit), of=before.number.value, certain=True
            )
    if (
        before
        and before.phrase
        and OF_THEM.search(string[max(0, start - 30) : start])
        and "\n" not in string[before.number.end : start]
    ):
        of = before.number.value if before.number.value >= item.number.value else None
        return replace(item, phrase=Phrase(start, before.phrase.head, before.phrase.unit), of=of, certain=True)
    return None


def _settled(string: str, found: list[Found], language: Language) -> list[Found]:
    """Keep "eine" only inside a list of counts: "zwei Fachkräfte, eine Verwaltungsfachkraft sowie eine halbe Stelle"."""
    kept: list[Found] = []
    named = _named_before(string, language)
    for index, item in enumerate(found):
        if item.certain:
            kept.append(item)
            continue
        if item.phrase is None:
            if resolved := _elliptic(string, item, kept, named):
                kept.append(resolved)
            continue
        before = kept[-1] if kept else None
        if before and before.phrase and before.phrase.end <= item.number.start:
            link = string[before.phrase.end : item.number.start]
            if LIST_LINK.fullmatch(link):
                kept.append(replace(item, certain=True))
                continue
        after = found[index + 1] if index + 1 < len(found) else None
        if (
            after
            and after.certain
            and item.phrase
            and after.phrase
            and item.phrase.end <= after.number.start
            and LIST_LINK.fullmatch(string[item.phrase.end : after.number.start])
        ):
            kept.append(replace(item, certain=True))
    return kept


def _both(string: str, language: Language) -> list[Found]:
    found = []
    for match in re.finditer(r"\b[Bb]eide[nr]?\b", string):
        phrase = read_phrase(string, match.end(), language, plural=True)
        if phrase:
            found.append(
                Found(Number(match.start(), match.end(), Decimal(2), word=True), phrase, "counts.both", confidence=0.8)
            )
    return found
