"""All finders over one text, and the place where two of them want the same words.

Order is evidence: a contact masks everything inside it, a law and an organisation mask the places and people in their
names, amounts and dates mask the counts. What still overlaps is settled by confidence and length in `settle`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..facts import Mention
from ..knowledge import Knowledge
from ..text import Span, Text
from ..values import Period
from .contacts import find_contacts
from .districts import find_districts
from .laws import find_laws, find_programmes
from .organisations import find_organisations
from .people import find_people
from .people_kinds import with_kinds
from .people_restored import lost_umlauts, restored_words
from .tokens import Stretches, Tokens

RANK = {
    "CONTACT": 0,
    "LAW": 1,
    "MONEY": 2,
    "DATE": 3,
    "ORG": 4,
    "PERSON": 5,
    "PROGRAMME": 6,
    "DISTRICT": 7,
    "PLACE": 8,
    "COUNT": 9,
}
"""Which label goes first when two mentions of like length and confidence want the same words."""


def find_mentions(
    text: Text,
    known: Knowledge,
    *,
    zone: str = "body",
    today: Period | None = None,
    state: str | None = None,
    people: Sequence[Mention] = (),
    contact_blocks: Collection[Span] = (),
) -> tuple[Mention, ...]:
    """Everything named in a text, in order and without overlaps. Spans count characters of this text.

    `zone` "head" (letterhead, contact block) gives people with their roles, organisations, contacts and the printed
    date, but no districts and no counts: an address is not an event. `today` is the printed date, `state` the Land the
    release speaks for ("ags:05"), `people` those already found in the document's head, `contact_blocks` the stretches
    known to say whom to ring up.
    """
    if zone not in ("head", "body"):
        raise ValueError(f"a zone is head or body, not {zone!r}")
    day = today.last if today else None
    tokens = Tokens(text.string)
    contacts = find_contacts(tokens)
    masked = _spans(contacts)
    laws = _outside(find_laws(tokens, known), masked)
    programmes = _outside(find_programmes(tokens, known), masked)
    seen = _seen(text)
    organisations = _outside(
        find_organisations(tokens, known, today=day, state=state, seen=seen), (*masked, *_spans(laws))
    )
    masked = (*masked, *_spans(laws), *_spans(organisations))
    respelled = restored_words(tokens, known) if lost_umlauts(text) else {}
    persons = find_people(
        tokens.respelled(respelled) if respelled else tokens,
        known,
        taken=(*masked, *_spans(programmes)),
        organisations=organisations,
        today=day,
        state=state,
        people=people,
        look_up=zone == "body",
        seen=seen,
    )
    persons = _less_sure(persons, [tokens.all[index].start for index in respelled])
    persons = tuple(
        with_kinds(persons, tokens, contacts=contacts, blocks=[(one.start, one.end) for one in contact_blocks])
    )
    dates = _outside(_dates(text, known, today, state), _spans(contacts))
    found: list[Mention] = [*contacts, *laws, *organisations, *programmes, *persons, *dates]
    if zone == "body":
        amounts = _outside(_amounts(text, known), masked)
        taken = (*masked, *_spans(persons), *_spans(programmes))
        districts = find_districts(tokens, known, taken=taken, today=day, state=state)
        found += [*amounts, *districts]
        found += _counts(text, known, [mention.span for mention in settle(found)])
    return _counted(settle(found), known)


def _counted(mentions: Iterable[Mention], known: Knowledge) -> tuple[Mention, ...]:
    """The mentions with the confidence that experience gives them in place of the one their rule states."""
    return tuple(
        replace(mention, confidence=known.certainty.of(mention.label, mention.rule, mention.confidence))
        for mention in mentions
    )


def settle(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """One mention for each place: the surer one, then the longer, then the label that rarely errs."""
    kept: list[Mention] = []
    starts: list[int] = []
    for mention in sorted(mentions, key=_evidence):
        at = bisect_left(starts, mention.span.end)
        if at == 0 or kept[at - 1].span.end <= mention.span.start:
            kept.insert(at, mention)
            starts.insert(at, mention.span.start)
    return tuple(kept)


def _evidence(mention: Mention) -> tuple[int, float, int, int]:
    firm = 0 if mention.label in ("CONTACT", "LAW") else 1
    # A tenth of confidence is worth as much as being contained: longer mentions explain more of the text.
    return (firm, -round(mention.confidence * 10), -len(mention.span), RANK[mention.label])


def _spans(mentions: Iterable[Mention]) -> tuple[tuple[int, int], ...]:
    return tuple((mention.span.start, mention.span.end) for mention in mentions)


def _outside(mentions: Iterable[Mention], taken: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
    stretches = Stretches(taken)
    return tuple(mention for mention in mentions if not stretches.touch(mention.span.start, mention.span.end))


def _less_sure(persons: Iterable[Mention], restored: Sequence[int]) -> tuple[Mention, ...]:
    """People whose names were restored: what the lists make likely is no proof."""
    return tuple(
        replace(person, confidence=min(person.confidence, 0.8), rule="people.restored")
        if any(person.span.start <= start < person.span.end for start in restored)
        else person
        for person in persons
    )


def _seen(text: Text) -> tuple[tuple[int, int, str], ...]:
    """The names a language model sees; nothing where none is installed, and the rules go without."""
    from ..errors import MissingTool
    from .grammar import model_reading

    try:
        reading = model_reading(text.string)
    except MissingTool:
        return ()
    return tuple((entity.span.start, entity.span.end, entity.label) for entity in reading.entities)


def _dates(text: Text, known: Knowledge, today: Period | None, state: str | None) -> tuple[Mention, ...]:
    from .dates import find_dates

    return tuple(find_dates(text, known.language, today=today, state=state))


def _amounts(text: Text, known: Knowledge) -> tuple[Mention, ...]:
    from .amounts import find_amounts

    return tuple(find_amounts(text, known.language))


def _counts(text: Text, known: Knowledge, taken: Sequence[Span]) -> tuple[Mention, ...]:
    from .counts import find_counts

    return tuple(find_counts(text, known.language, taken=taken))
