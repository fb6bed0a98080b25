"""Find sums of money the way German offices write them, as intervals in euro.

"9,83 Mio. €", "170.000 Euro", "EUR 1.2 Mrd.", "je zwei Millionen", "zwischen 18 und 25 Millionen Euro", "3 T€",
"20.000 DM" (converted, with the original kept). What only looks like money is left alone: English separators
("1,200.50"), versions, telephone and file numbers, numbers with another unit.

    >>> [m.value.value for m in find_amounts(Text("rund 39,4 Millionen Euro"), language)]
    [Decimal('39400000.0')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..facts import Mention
from ..knowledge.language import Language, longest_first
from ..knowledge.numbers import DIGITS, hedge_before, parse_digits, parse_word, step_of, whole
from ..text import Span, Text
from ..values import Quantity
from .amounts_per import per_what

CENT = Decimal("0.01")
# A price typed with a dot ("12.50 Euro", "EUR 1.2 Mrd."): one or two decimals, so no thousands.
POINTED = r"\d++\.\d{1,2}(?![\d.])"
# "5.000,-- Euro", "12,– DM"
NO_CENTS = r"(?:,\s?[-–—]{1,2}|\.[-–—]{1,2})?"
# "wird ein Euro erhoben"; one mark and one pound are as often something else.
COUNTED_SINGLY = frozenset({"Euro", "Cent"})
ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# "500 Millionen Baukosten", "die 500 Mio. Grenze": what can only be so much in money.
OF_MONEY = re.compile(
    r"\s+(?:[A-ZÄÖÜ][^\W\d_]*)?(?:[Kk]osten|[Mm]ehrkosten|[Dd]efizit|[Ss]chulden|[Ff]ördermittel|[Hh]aushaltsmittel|[Ii]nvestition(?:en)?"
    r"|[Uu]msatz|[Gg]ewinn|[Vv]erlust|[Bb]udget|[Ee]innahmen|[Aa]usgaben|[Ss]teuern|[Kk]ostengrenze|Grenze)n?\b"
)

# "Die Zahl der Gäste stieg auf 19 Millionen", "4,9 Millionen Gäste, im Vorjahr 4,1 Millionen": what was counted goes on.
OF_A_COUNT = re.compile(
    r"\b(?:[Zz]ahl|[Aa]nzahl|(?:Millionen|Milliarden|Mio\.?|Mrd\.?)\s+(?:[a-zäöüß]+(?:e|en|er)\s+){0,2}"
    r"(?!Euro|EUR|D-?Mark|Mark|DM|US|Dollar|Franken|Pfund)[A-ZÄÖÜ][^\W\d_]+n?)\b(?!\s+(?:Euro|Mark))"
)
SPENT = re.compile(
    r"(?i)kosten|ausgaben|einnahmen|umsatz|gewinn|verlust|mittel\b|budget|haushalt|etat|förder|invest|zuschuss|zuschüsse|erlös|schulden"
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled expressions for one language. All of them look at short windows beside a currency or a scale."""

    trigger: re.Pattern[str]
    left: re.Pattern[str]
    right: re.Pattern[str]
    partner: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number with its scale: where it stands, its value and the step it was printed with."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    scale: Decimal | None


@lru_cache(maxsize=4)
def patterns(language: Language) -> Patterns:
    scale_words = [word for word in longest_first(language.scales) if word not in ("hundert", "dutzend", "tausend")]
    scale = rf"(?i:{'|'.join(scale_words)})\b\.?|(?i:tausend)\b"
    number = rf"(?<![\w.,])(?:{POINTED}|{DIGITS}){NO_CENTS}|(?<![\w-])(?:(?i:eine|einer|einen)\s+)?(?!(?:{scale})[\s-]{{0,2}})[^\W\d_]+"
    words = [word for word in longest_first(language.currencies) if word[0].isalpha() and word[-1].isalpha()]
    signs = [word for word in longest_first(language.currencies) if word not in words]
    currency = rf"(?<![^\W\d_])(?:{'|'.join(_cased(word) for word in words)})(?![^\W_])|{'|'.join(re.escape(s).replace('t€', '[Tt]€').replace('mio€', 'Mio€') for s in signs)}"
    return Patterns(
        trigger=re.compile(
            rf"(?P<currency>{currency})|(?<![^\W\d_])(?P<scale>(?:Mio|Mrd|Tsd)\b\.?|(?:Million(?:en)?|Milliarden?|Billion(?:en)?)\b)"
        ),
        left=re.compile(rf"(?P<number>{number})[\s-]{{0,2}}(?P<scale>{scale})?[\s-]{{0,2}}$"),
        right=re.compile(
            rf"[ \u00a0]?(?P<number>{POINTED}|{DIGITS}){NO_CENTS}(?!\w)(?![.,]\d)(?:\s?(?P<scale>{scale}))?"
        ),
        partner=re.compile(
            rf"(?P<number>{number})[\s-]{{0,2}}(?P<scale>{scale})?\s{{0,2}}(?:€\s?|Euro\s)?(?P<link>bis(?:\s+zu)?|auf|und|oder|,|[-–—/])\s{{0,2}}$"
        ),
    )


def _cased(word: str) -> str:
    """As offices write it: capitals for codes, a capital letter for words ("Euro", never the "mark" in "Dänemark")."""
    if word in ("eur", "dm", "usd", "chf", "teur", "tdm"):
        return word.upper().replace("TEUR", "T?EUR").replace("TDM", "TDM")
    if word == "ct":
        return "ct"
    cased = [
        "-".join(p.upper() if p in ("us", "d", "t") else p.capitalize() for p in one.split("-")) for one in word.split()
    ]
    return " ".join(re.escape(one) for one in cased)


def find_amounts(text: Text, language: Language) -> tuple[Mention, ...]:
    """The sums of money in this text, in order. Both ends of a range are mentions; the first knows the other as `upper`."""
    string = text.string
    triggers = list(patterns(language).trigger.finditer(string))
    found = list(_with_currency(string, triggers, language))
    if found:
        found += _without_currency(string, triggers, language, found)
    found.sort(key=lambda mention: mention.span.start)
    return tuple(found)


def _with_currency(string: str, triggers: list[re.Match[str]], language: Language) -> Iterator[Mention]:
    known = patterns(language)
    done = 0
    for match in triggers:
        if not match["currency"] or match.start() < done:
            continue
        code, unit = language.currencies[match["currency"].lower()]
        left = max(done, match.start() - 70)
        before = known.left.search(string[left : match.start()])
        amount = _sum(before, left, language, one=match["currency"] in COUNTED_SINGLY) if before else None
        end = match.end()
        if amount is None and match["currency"] in ("EUR", "€", "$", "£", "DM", "CHF", "USD", "TEUR", "T€"):
            after = known.right.match(string, match.end())
            amount = _sum(after, 0, language) if after else None
            if amount is None:
                continue
            start, end = match.start(), amount.end
        elif amount is None:
            continue
        else:
            start = amount.start
        if _is_name(string, end, language) or _is_year_in_table(string, amount, match["currency"]):
            continue
        yield from _mentions(string, amount, start, end, code, unit, language, done)
        done = end


def _sum(match: re.Match[str], offset: int, language: Language, *, one: bool = False) -> Sum | None:
    """The number a pattern found, or None where it is none after all. `one`: "ein" is a number here ("ein Euro")."""
    surface = match["number"]
    scale = language.scales[match["scale"].lower().rstrip(".")] if match["scale"] else None
    end = offset + (match.end("scale") if match["scale"] else match.end("number"))
    start = offset + match.start("number")
    factor = scale or Decimal(1)
    if surface[0].isdigit() or surface[0] in "½¼¾":
        plain = re.sub(rf"{NO_CENTS}$", "", surface)
        if ENGLISH.fullmatch(plain) and (scale is None or "." in plain):
            return None
        if re.fullmatch(POINTED, plain):
            plain = plain.replace(".", ",")
        value = parse_digits(plain)
        return value if value is None else Sum(start, end, whole(value * factor), step_of(plain, factor), scale)
    words = surface.split()
    value = parse_word(words[-1], language)
    if value is None or (
        scale is None
        and value == 1
        and words[-1].lower() in ({"eins", "einer", "eine"} if one else {"ein", "eins", "einer", "eine"})
    ):
        return None
    if len(words) > 1 and value >= 1:  # "eine zwei"
        start += len(surface) - len(words[-1])
    if len(words) > 1 and value >= 1 and words[-1].lower() in language.halves:
        return None
    step = factor if value == value.to_integral_value() else factor / 2
    return Sum(start, end, whole(value * factor), step, scale)


def _is_name(string: str, end: int, language: Language) -> bool:
    """ "49-Euro-Ticket", "Ein-Euro-Jobs": the sum is part of a name."""
    after = re.match(r"-([^\W\d_]+)", string[end : end + 20])
    return bool(after) and after[1].lower() in language.coined  # type: ignore[index]


def _is_year_in_table(string: str, amount: Sum, currency: str) -> bool:
    """A year alone on its line before a line that begins with the sign: a table read row by row."""
    surface = string[amount.start : amount.end]
    return (
        bool(re.fullmatch(r"(?:19|20)\d\d", surface))
        and "\n" in string[amount.end : amount.end + 2]
        and currency == "€"
    )


def _mentions(
    string: str, amount: Sum, start: int, end: int, code: str, unit: Decimal, language: Language, done: int
) -> Iterator[Mention]:
    """The sum itself, and before it the sums that share its currency: "zwischen 18 und 25 Millionen Euro"."""
    per = per_what(string, start, end, language)
    chain: list[tuple[Sum, str]] = []
    first = amount
    for _ in range(4):
        left = max(done, first.start - 60)
        match = patterns(language).partner.search(string[left : first.start]) if start == amount.start else None
        partner = _sum(match, left, language) if match else None
        if match is None or partner is None or not _shares(string, partner, match["link"], language):
            break
        if partner.scale is None and amount.scale is not None and partner.value < 1000:
            partner = Sum(
                partner.start, partner.end, partner.value * amount.scale, partner.step * amount.scale, amount.scale
            )
        chain.insert(0, (partner, match["link"]))
        first = partner
    high = amount
    for index, (partner, link) in enumerate(chain):
        following = chain[index + 1][0] if index + 1 < len(chain) else high
        is_range = link[0] in "-–—" or link.startswith("bis") or (link == "und" and _between(string, partner.start))
        upper = following.value if is_range and following.value > partner.value else None
        yield _mention(string, partner, partner.start, partner.end, code, unit, language, per, upper)
    yield _mention(string, amount, start, end, code, unit, language, per, None)


def _shares(string: str, partner: Sum, link: str, language: Language) -> bool:
    surface = string[partner.start : partner.end]
    if re.fullmatch(r"(?:19|20)\d\d", surface):
        return False  # a year
    if not surface[0].isdigit() and partner.scale is None and partner.value == 1:
        return False
    if link in (",", "/") and partner.scale is None and not surface[0].isdigit():
        return False
    return string[partner.start - 1 : partner.start] not in ("§", "/")


def _between(string: str, start: int) -> bool:
    return (
        re.search(r"\bzwischen\s+(?:rund\s+|etwa\s+)?$", string[max(0, start - 20) : start], re.IGNORECASE) is not None
    )


def _mention(
    string: str,
    amount: Sum,
    start: int,
    end: int,
    code: str,
    unit: Decimal,
    language: Language,
    per: str | None,
    upper: Decimal | None,
) -> Mention:
    qualifier, _ = hedge_before(string, start, language)
    if re.match(r"\s+(?:oder|und)\s+mehr\b", string[end : end + 12]):
        qualifier = "at_least"
    span = Span(start, end)
    value, step = amount.value * unit, amount.step * unit
    original = None if code == "EUR" else (value, code)
    rate = language.rates.get(code)
    quantity = None
    if rate is not None:

        def euro(number: Decimal) -> Decimal:
            return number if rate == 1 else (number / rate).quantize(CENT)

        quantity = Quantity(
            euro(value), "EUR", qualifier, per=per, upper=None if upper is None else euro(upper * unit), step=euro(step)
        )
    confidence = 0.98 if string[start : start + 1].isdigit() else 0.95
    return Mention(
        "MONEY",
        span,
        string[start:end],
        value=quantity,
        original=original,
        confidence=confidence,
        rule="amounts.currency",
    )


def _without_currency(
    string: str, triggers: list[re.Match[str]], language: Language, found: list[Mention]
) -> Iterator[Mention]:
    """ "von 8,5 Mio. auf 11,9 Mio. erhöht", "je zwei Millionen": money by its company, where the text speaks of money anyway
    and no counted noun follows."""
    known = patterns(language)
    taken = [mention.span for mention in found]
    for match in triggers:
        if (
            not match["scale"]
            or match["scale"].startswith("Tsd")
            or any(span.start <= match.start() < span.end for span in taken)
        ):
            continue
        after = string[match.end() : match.end() + 60]
        if OF_MONEY.match(after):
            pass
        elif re.match(
            r"[-‐‑\w]|\s+(?:(?!alle|die|der|das|den)[a-zäöüß]+(?:e|en|er)\s+){0,2}[A-ZÄÖÜ]", after
        ) and not re.match(r"\s*[A-ZÄÖÜ]", "" if "." in match["scale"] else after):
            if not re.match(r"\s+(?:für|an|bis|und|auf|zu|im|in|aus|vom|von|mehr|pro|je)\b", after):
                continue
        elif re.match(r"\s+[A-ZÄÖÜ]", after):
            continue
        left = max(0, match.start() - 50)
        before = known.left.search(string[left : match.end()])
        amount = _sum(before, left, language) if before else None
        if (
            amount is None
            or amount.scale is None
            or any(span.overlaps(Span(amount.start, amount.end)) for span in taken)
            or _counts_on(string, amount.start, found)
        ):
            continue
        mention = _mention(
            string,
            amount,
            amount.start,
            amount.end,
            "EUR",
            Decimal(1),
            language,
            per_what(string, amount.start, amount.end, language),
            None,
        )
        yield Mention(
            "MONEY", mention.span, mention.surface, value=mention.value, confidence=0.6, rule="amounts.no_currency"
        )


def _counts_on(string: str, start: int, found: list[Mention]) -> bool:
    """Whether the last thing told in the paragraph is a count, no money: its next number counts the same."""
    left = max(string.rfind("\n\n", 0, start) + 1, start - 150, *(m.span.end for m in found if m.span.end <= start), 0)
    counted = list(OF_A_COUNT.finditer(string, left, start))[-1:]
    return any(
        not OF_MONEY.match(f" {one.group().split()[-1]}") and not SPENT.search(string, one.start(), start)
        for one in counted
    )
