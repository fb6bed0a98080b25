"""When a release was really published: the printed date held against the text, or an interval won from the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..document import Document
from ..facts import Claim, Header, Mention, PublicationDate
from ..knowledge import Knowledge
from ..knowledge.reading import read_body
from ..text import Text
from ..values import Period
from .bounds import Bound, find_bounds, german

_YEARS_AROUND = 10
"""How far a suggestion may lie from the print: a wrong decade digit is the largest slip that keeps day and month."""

INFERRED_CONFIDENCE = 0.5


def date_release(
    document: Document,
    header: Header,
    body: Text,
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    known: Knowledge,
) -> PublicationDate:
    """Hold the printed date against what the text looks back on, or infer an interval where none is printed.

    Nothing printed is changed: a doubted date keeps its value and gets `suspect`, `suggestion` and `why`.
    """
    bounds = find_bounds(document, header, read_body(body, mentions), mentions, known)
    published = header.published
    if published.value is None:
        return infer(bounds)
    if published.value.first is None or published.value.first != published.value.last:
        return published
    printed = published.value.first
    against = contradicting(bounds, printed)
    if not against:
        return published
    if published.basis != "printed":
        # What the file says about itself is no print: it is set aside where the text knows better.
        inferred = infer(bounds)
        note = f"Das Datum der Datei ({german(printed)}) passt nicht zum Text."
        return replace(inferred, why=f"{note} {inferred.why or ''}".strip())
    better = nearest_fit(bounds, printed)
    why = f"Gedruckt ist der {german(printed)}, doch {_and(bound.why for bound in against)}"
    if better is not None:
        why += f"; mit dem {german(better)} stimmt alles überein"
    return replace(
        published,
        suspect=True,
        suggestion=Period.day(better) if better else None,
        why=why + ".",
        confidence=min(published.confidence, 0.3),
    )


def contradicting(bounds: Sequence[Bound], day: date) -> tuple[Bound, ...]:
    """The bounds that a day breaks at a firm end."""
    return tuple(bound for bound in bounds if not bound.allows(day, firmly=True))


def nearest_fit(bounds: Sequence[Bound], printed: date) -> date | None:
    """The same day in the nearest other year that breaks no bound, not even a weak one; else no firm one."""
    for firmly in (False, True):
        for distance in range(1, _YEARS_AROUND + 1):
            for year in (printed.year + distance, printed.year - distance):
                try:
                    day = printed.replace(year=year)
                except ValueError:  # 29 February
                    continue
                if all(bound.allows(day, firmly=firmly) for bound in bounds):
                    return day
    return None


def infer(bounds: Sequence[Bound]) -> PublicationDate:
    """The interval all bounds allow, with its reasons; weak bounds narrow it only where they do not contradict."""
    first: date | None = None
    last: date | None = None
    reasons: dict[str, str] = {}
    ends = [(b, b.first, b.firm_first, "first") for b in bounds] + [(b, b.last, b.firm_last, "last") for b in bounds]
    for firmly in (True, False):
        for bound, day, firm, side in ends:
            if day is None or firm != firmly:
                continue
            if side == "first" and (first is None or day > first) and (last is None or day <= last):
                first, reasons["first"] = day, bound.why
            elif side == "last" and (last is None or day < last) and (first is None or day >= first):
                last, reasons["last"] = day, bound.why
    if first is None and last is None:
        return PublicationDate()
    said = []
    if first:
        said.append(f"frühestens am {german(first)}, denn {reasons['first']}")
    if last:
        said.append(f"spätestens am {german(last)}, denn {reasons['last']}")
    confidence = INFERRED_CONFIDENCE if first and last else INFERRED_CONFIDENCE / 2
    why = "Kein Datum gedruckt; " + " und ".join(said) + "."
    return PublicationDate(Period(first, last), "inferred", None, confidence, why=why)


def _and(parts: Iterable[str]) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} und {listed[-1]}"
