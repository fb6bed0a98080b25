"""Reading German numbers, in digits and in words, with the hedge before them.

Shared by dates ("vor eineinhalb Jahren"), amounts ("je zwei Millionen") and counts ("3,5 Stellen"). Digits are read as
German offices write them: a dot or a narrow blank between thousands, a comma before decimals.

    >>> parse_digits("1.234,5"), parse_word("zweiundzwanzig", language)
    (Decimal('1234.5'), Decimal('22'))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .language import Language, longest_first

# Blanks that join the groups of a number. The plain one is allowed only between full groups of three; it is how
# typewriters and the Swiss wrote it ("1 200 000 Euro").
BLANKS = "\u00a0\u2009\u202f"
# Digits in groups, or plain, then decimals or a written half. Possessive or counted where it repeats, so it is linear;
# groups are counted, since possessive groups match wrongly before Python 3.11.5 (Debian 12 has 3.11.2). Eight groups
# of three are more than any office counts.
DIGITS = (
    rf"(?:\d{{1,3}}(?:\.\d{{3}}){{1,8}}(?!\d|\.\d{{3}})|[1-9]\d{{0,2}}(?:[{BLANKS} '’]\d{{3}}){{1,8}}(?!\d|[{BLANKS} '’]\d{{3}})|\d++)"
    r"(?:,\d++(?!\d)|\s?[½¼¾])?|[½¼¾]"
)
VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where it stands, what it is, and how finely it was printed."""

    start: int
    end: int
    value: Decimal
    step: Decimal = Decimal(1)
    word: bool = False  # written in letters


def parse_digits(surface: str) -> Decimal | None:
    """The value of digits as printed, or None where they are no German number."""
    extra = Decimal(0)
    if surface and surface[-1] in VULGAR:
        extra = VULGAR[surface[-1]]
        surface = surface[:-1].strip()
        if not surface:
            return extra
    plain = re.sub(rf"[.{BLANKS} '’]", "", surface).replace(",", ".")
    try:
        return Decimal(plain) + extra
    except ArithmeticError:
        return None


def whole(value: Decimal) -> Decimal:
    """Without a tail of zeros: 9830000 for 9830000.00."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def step_of(surface: str, scale: Decimal = Decimal(1)) -> Decimal:
    """The precision of the print: "39,4" with a scale of a million has a step of 100,000."""
    _, comma, decimals = surface.partition(",")
    return scale.scaleb(-len(decimals)) if comma and decimals.isdigit() else scale


@lru_cache(maxsize=4)
def _word_pattern(language: Language) -> tuple[re.Pattern[str], dict[str, Decimal]]:
    """A number below a million in one word, as named groups; and the values of its parts."""
    small = {word: Decimal(value) for word, value in language.units.items() if word != "dutzend"}
    teens = {f"{word}zehn": value + 10 for word, value in small.items() if value in (3, 4, 5, 6, 7, 8, 9)}
    tens = {word: Decimal(value) for word, value in language.tens.items()}
    values = {**small, **teens, **tens}
    ones = "|".join(longest_first([w for w, v in small.items() if 0 < v < 10 and w != "eins"] + ["ein"]))
    last = "|".join(longest_first([*small, *teens, *tens]))
    below = rf"(?:(?:{ones})und(?:{'|'.join(tens)})|{last})"
    hundreds = rf"(?:(?:(?:{ones})?hundert(?:und)?)(?:{below})?|{below})"
    pattern = re.compile(rf"(?:(?P<thousands>{hundreds})?(?P<tausend>tausend)(?:und)?)?(?P<rest>{hundreds})?")
    return pattern, values


@lru_cache(maxsize=4096)
def parse_word(word: str, language: Language) -> Decimal | None:
    """The value of a number word (any case), or None. "anderthalb", "zweieinhalb" and "hundertzwanzig" included."""
    word = word.lower()
    if word in language.halves:
        return language.halves[word]
    for ending in ("einhalb", "einhalbe"):
        if word.endswith(ending) and len(word) > len(ending):
            whole = parse_word(word[: -len(ending)].removesuffix("und"), language)
            return None if whole is None else whole + Decimal("0.5")
    pattern, values = _word_pattern(language)
    match = pattern.fullmatch(word)
    if not match or not word:
        return None

    def below_thousand(part: str | None) -> Decimal:
        if not part:
            return Decimal(0)
        if "hundert" in part:
            left, right = part.split("hundert", 1)
            return (values[left] if left else Decimal(1)) * 100 + below_thousand(right.removeprefix("und"))
        if part in values:
            return values[part]
        left, right = next((part[: -len(t) - 3], t) for t in language.tens if part.endswith(f"und{t}"))
        return values[left] + values[right]

    value = below_thousand(match["rest"])
    if match["tausend"]:
        value += (below_thousand(match["thousands"]) if match["thousands"] else Decimal(1)) * 1000
    return value


@lru_cache(maxsize=4096)
def parse_ordinal(word: str, language: Language) -> int | None:
    """The value of an ordinal word in any form ("dritten", "einundfünfzigste"), or None."""
    stem = re.sub(r"(?:e|en|er|es|em)$", "", word.lower())
    if stem in language.ordinals:
        return language.ordinals[stem]
    for ending, least in (("st", 20), ("t", 0)):
        if stem.endswith(ending):
            value = parse_word(stem[: -len(ending)], language)
            if value is not None and value == int(value) and value >= least and (ending == "st" or value < 20):
                return int(value)
    return None


@lru_cache(maxsize=4)
def _hedge_pattern(language: Language) -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    kinds = {word: hedge.kind for hedge in language.hedges for word in hedge.words}
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first(kinds))
    fillers = "|".join(longest_first(language.fillers))
    # A hedge, perhaps another word that changes nothing, up to the number. Searched in a short window before it.
    before = re.compile(rf"(?<![\w-])(?P<hedge>{words})\s+(?:(?:{fillers}|aber|jedoch)\s+){{0,3}}\(?$", re.IGNORECASE)
    lasts = frozenset(word.split()[-1] for word in kinds) | language.fillers | {"aber", "jedoch"}
    return before, kinds, lasts


# The word right before a number; most numbers have none that could be a hedge, and then nothing need be searched.
WITH_ARTICLE = re.compile(r"\b(?:über|unter)\s+(?:den|die|der|alle[nr]?)\b", re.IGNORECASE)
WORD_BEFORE = re.compile(r"(\S+)\s+\(?$")


def hedge_before(string: str, start: int, language: Language) -> tuple[str | None, int]:
    """The qualifier of the number at `start` and where it begins; (None, start) without one.

    "über" and "unter" are no hedge behind a noun that names a document of that sum ("Bescheid über 500.000 Euro").
    """
    before, kinds, lasts = _hedge_pattern(language)
    left = max(0, start - 60)
    word = WORD_BEFORE.search(string, max(0, start - 24), start)
    if word is None or word[1].lower().lstrip('(„"»-–/,;:') not in lasts:
        return None, start
    match = before.search(string[left:start])
    if not match:
        return None, start
    hedge = re.sub(r"\s+", " ", match["hedge"].lower())
    begin = left + match.start("hedge")
    among = WITH_ARTICLE.search(string, begin, start)  # "unter den 38 Bewerbern"
    if hedge in ("über", "unter") and (among or _names_a_sum(string[left:begin], language)):
        return None, start
    return kinds[hedge], begin


def _names_a_sum(before: str, language: Language) -> bool:
    word = re.search(r"(\w+)\s*$", before)
    return bool(word) and word[1].lower().endswith(tuple(language.sums))  # type: ignore[index]
