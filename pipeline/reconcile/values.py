"""Competing values: which claims mean the same, which rule chooses between those that do not, and a slip of the keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..facts import ConflictValue, Judgement, Value
from ..knowledge.properties import Resolution
from ..values import Duration, Period, Quantity
from .witness import Said


@dataclass(frozen=True, slots=True)
class Camp:
    """The claims that agree on one value; `value` is the most precise of theirs."""

    value: Value
    said: tuple[Said, ...]

    @property
    def text(self) -> str:
        return printed(self.value)

    @property
    def sources(self) -> int:
        """Independent sources: copies of one text count once, and so does a standing sentence that several texts print."""
        return len(set(origins(self.said).values()))

    @property
    def documents(self) -> int:
        return len({one.document for one in self.said})

    @property
    def first(self) -> date | None:
        return min((one.moment.first for one in self.said if one.moment and one.moment.first), default=None)

    @property
    def last(self) -> date | None:
        return max((one.moment.last for one in self.said if one.moment and one.moment.last), default=None)

    def as_value(self) -> ConflictValue:
        claims = tuple(sorted(one.claim.id for one in self.said))
        return ConflictValue(self.text, claims, self.documents, self.sources, self.first, self.last)


STANDING = 12
"""Words from which on a sentence printed alike in two texts was taken over; shorter ones coincide."""


def origins(said: Sequence[Said]) -> dict[str, str]:
    """Each source and the one it stands for: sources that print one standing sentence stand for the same."""
    found = {one.source: one.source for one in said}
    if len(found) < 2:
        return found
    first: dict[str, str] = {}
    for one in said:
        sentence = one.claim.evidence.sentence.casefold().split()
        if len(sentence) < STANDING:
            continue
        old, new = found[one.source], found[first.setdefault(" ".join(sentence), one.source)]
        if old != new:
            found = {source: new if origin == old else origin for source, origin in found.items()}
    return found


def printed(value: Value) -> str:
    """A value as the conflict list shows it: 53, 9830000, 2016-06-28, a name."""
    if isinstance(value, Quantity):
        text = f"{value.value.normalize():f}"
        return f"{text}-{value.upper.normalize():f}" if value.upper is not None else text
    if isinstance(value, Period | Duration):
        return value.iso()
    return value


def for_people(value: Value) -> str:
    """A value in a German sentence: 9.830.000, 3,5, 28.06.2016."""
    if isinstance(value, Quantity):
        words = {"approx": "rund ", "more_than": "über ", "at_least": "mindestens ", "less_than": "unter ", "almost": "fast ", "up_to": "bis zu "}  # fmt: skip
        return words.get(value.qualifier or "", "") + german_number(value.value)
    if isinstance(value, Period):
        if value.first and value.first == value.last:
            return f"{value.first:%d.%m.%Y}"
        return value.iso()
    return value.iso() if isinstance(value, Duration) else value


def german_number(number: Decimal) -> str:
    """1234567.5 as 1.234.567,5."""
    text = f"{number.normalize():,f}"
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")


def agree(one: Value, other: Value) -> bool:
    """Whether two values can both be true."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.agrees(other)
    if isinstance(one, Period) and isinstance(other, Period):
        return one.overlaps(other)
    return one == other


def vagueness(value: Value) -> tuple[Decimal, int]:
    """How much room a value leaves; less is more precise."""
    if isinstance(value, Quantity):
        low, high = value.low, value.high
        width = high - low if low is not None and high is not None else Decimal("Infinity")
        return width, 0 if value.qualifier is None else 1
    if isinstance(value, Period) and value.first and value.last:
        return Decimal((value.last - value.first).days), 0
    return Decimal("Infinity"), 1


def camps(said: Iterable[Said]) -> tuple[Camp, ...]:
    """Gather claims that agree around the most precise values; a vague claim joins every camp it can."""
    alike: dict[str, list[Said]] = defaultdict(list)
    values: dict[str, Value] = {}
    for one in said:
        value = one.claim.value
        key = f"{printed(value)}|{value.qualifier}|{value.step}" if isinstance(value, Quantity) else printed(value)
        alike[key].append(one)
        values[key] = value
    ordered = sorted(alike, key=lambda key: (*vagueness(values[key]), -len(alike[key]), key))
    heads: list[str] = []
    members: dict[str, list[Said]] = {}
    for key in ordered:
        friends = [head for head in heads if agree(values[head], values[key])]
        if friends:
            for head in friends:
                members[head].extend(alike[key])
        else:
            heads.append(key)
            members[key] = list(alike[key])
    return tuple(Camp(values[head], tuple(members[head])) for head in heads)


def slip(wrong: Value, right: Value) -> bool:
    """Whether one value may be the other mistyped: one digit changed or two neighbours swapped, or another year."""
    if isinstance(wrong, Period) and isinstance(right, Period):
        if not (wrong.first and wrong.last and right.first and right.last):
            return False
        one, other = wrong.first, right.first
        same_day = (one.month, one.day) == (other.month, other.day)
        return same_day and one.year != other.year and _one_digit(str(one.year), str(other.year))
    if isinstance(wrong, Quantity) and isinstance(right, Quantity):
        return _one_digit(f"{wrong.value.normalize():f}", f"{right.value.normalize():f}")
    return False


def _one_digit(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other or len(one) < 2:
        return False
    different = [at for at in range(len(one)) if one[at] != other[at]]
    if len(different) == 1:
        return True
    return (
        len(different) == 2
        and different[1] == different[0] + 1
        and one[different[0]] == other[different[1]]
        and one[different[1]] == other[different[0]]
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """The value that was chosen, by which rule, and why (one German sentence)."""

    camp: Camp
    rule: str
    why: str


def choose(
    camps: Sequence[Camp],
    order: Sequence[Resolution],
    judgement: Judgement | None = None,
    settled: Mapping[str, tuple[Camp, str]] | None = None,
) -> Choice | None:
    """Go through the rules, strongest first; the first that can tell the values apart decides.

    `settled` holds what the register and the counting bases say: rule name to camp and reason.
    """
    for rule in order:
        if rule.rule == "human":
            if judgement is not None and (camp := _named(camps, judgement.decision)):
                return Choice(camp, "human", rule.why.format(by=judgement.by or "unbekannt", note=judgement.why or judgement.decision).rstrip(".") + ".")  # fmt: skip
        elif settled and rule.rule in settled:
            camp, why = settled[rule.rule]
            return Choice(camp, rule.rule, why)
        elif rule.rule in _RULES and (camp := _RULES[rule.rule](camps)):
            day = f"{camp.last:%d.%m.%Y}" if camp.last else "?"
            why = rule.why.format(value=for_people(camp.value), count=camp.sources, day=day)
            return Choice(camp, rule.rule, why)
    return None


def _named(camps: Sequence[Camp], decision: str) -> Camp | None:
    wanted = decision.strip()
    plain = wanted.replace(".", "").replace(",", ".") if "," in wanted or wanted.count(".") > 1 else wanted
    return next((camp for camp in camps if camp.text in (wanted, plain)), None)


def _most_precise(camps: Sequence[Camp]) -> Camp | None:
    # Only between a value said without reserve and values said with one; two plain numbers are equally precise.
    exact = [camp for camp in camps if not (isinstance(camp.value, Quantity) and camp.value.qualifier)]
    vague = [camp for camp in camps if camp not in exact]
    return exact[0] if len(exact) == 1 and vague else None


def _most_sources(camps: Sequence[Camp]) -> Camp | None:
    ranked = sorted(camps, key=lambda camp: -camp.sources)
    return ranked[0] if ranked[0].sources > ranked[1].sources else None


def _newest(camps: Sequence[Camp]) -> Camp | None:
    dated = sorted((camp for camp in camps if camp.last), key=lambda camp: camp.last or date.min, reverse=True)
    if len(dated) < len(camps):
        return None
    return dated[0] if dated[0].last != dated[1].last else None


_RULES = {"most_precise": _most_precise, "most_sources": _most_sources, "newest": _newest}
