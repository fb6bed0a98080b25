"""All documents together: facts, conflicts and series from all claims and from what people decided."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from .build_files import program
from .errors import AktenlageError
from .facts import Evidence, Fact, Judgement, stable_id
from .knowledge import Knowledge
from .reconcile.across import copy_finding, open_court
from .reconcile.copies import PROBES, settle, sketch
from .reconcile.groups import group_of
from .reconcile.namesakes import APART, SAME, Sighting, namesakes
from .reconcile.namesakes_divide import divide
from .reconcile.records import Court
from .reconcile.verdicts import judge
from .reconcile.witness import hear
from .store import archive, groups, judgements, outcome, people
from .store.plain import as_json
from .values import Quantity


def decision_files(store: archive.Store) -> tuple[Path, ...]:
    """Where decisions are read: the corpus's file, and one beside the store for stores and corpora without."""
    beside = store.path.absolute().parent / judgements.FILE
    named = store.setting("judgements")
    return tuple(dict.fromkeys([Path(named), beside] if named else [beside]))


def decisions(store: archive.Store) -> tuple[Judgement, ...]:
    return judgements.read_judgements(decision_files(store))


def reconcile(store: archive.Store, known: Callable[[], Knowledge]) -> bool:
    """Derive facts, conflicts and series from claims and decisions; whether anything had to be done.

    Only the groups that a new, changed or removed document has claims in are judged again, and those that a copy's
    source or a decision changed for; all of them when program or knowledge changed. Groups are read one by one.
    """
    made = decisions(store)
    state = stable_id(program(), *(f"{one.about} {one.decision} {one.by} {one.on} {one.why}" for one in made))
    if store.setting("reconciled") == state:
        return False
    judged = judgements.in_force(made)
    with store.transaction() as connection:
        if store.setting("judged_by") != program():
            groups.forget(connection)
            store.set("judged_by", program())
        court = open_court(known(), judged)
        _listen(store, court)
        said = {about: (one.decision, one.why, one.by) for about, one in judged.items()}
        before = outcome.decided_before(connection)
        groups.touch_targets(connection, {about for about, _ in said.items() ^ before.items()})
        rejected = judgements.rejected(judged)
        for name in groups.touched(store):
            _judge(store, name, court, rejected)
        groups.touch(connection, "entity", {a for a, _ in said.items() ^ before.items() if a.startswith("person:")})
        for person in people.names_touched(store):
            _tell_apart(store, person, court)
        outcome.settle(connection)
        outcome.write_decisions(connection, made, judged)
        store.set("reconciled", state)
    return True


def _listen(store: archive.Store, court: Court) -> None:
    """Take in the documents that are new: their sketches, the groups of their claims, whose copies they are."""
    connection = store.db.conn
    for document, age, text in groups.unheard(store):
        named = {one.id: as_json(group_of(one, court.manners)) for one in groups.claims_of(store, document)}
        values = sketch(text)
        groups.hear(connection, document, age, values, values[:PROBES], named)
    sketches = groups.Sketches(connection)
    for _ in settle(sketches, sketches.unsettled()):
        pass


def _judge(store: archive.Store, name: str, court: Court, rejected: frozenset[str]) -> None:
    """Judge one group anew and put the verdicts in place of the old ones."""
    connection = store.db.conn
    if document := groups.copied(name):
        original = groups.Sketches(connection).source(document)
        outcome.replace(connection, name, findings=[copy_finding(document, original)] if original else [])
        return
    said = [hear(one.claim, one.published, one.source) for one in groups.members(store, name)]
    found = judge([one for one in said if one.claim.id not in rejected], court)
    facts = decided(found.facts, court.judgements)
    outcome.replace(connection, name, facts, found.conflicts, found.series, found.findings)


def _tell_apart(store: archive.Store, person: str, court: Court) -> None:
    """Judge anew whether a name stands for one person in all documents, and which one each of them means."""
    seen = [
        Sighting(
            row["document"], date.fromisoformat(row["day"]) if row["day"] else None, row["name"], row["role"],
            Evidence(row["document"], row["start"], row["end"], row["quote"], row["text"], row["page"]),
            row["before"], row["behind"], (row["state"] or "").removeprefix("ags:"),
            tuple(json.loads(row["issuer_entities"])),
        )
        for row in people.sightings(store, person)
    ]  # fmt: skip
    found = namesakes(person, seen, court.known, court.judgements.get(person))
    outcome.replace(store.db.conn, person, findings=found)
    people.divide(store.db.conn, person, divide(person, seen, court.known, court.judgements))


def decided(facts: Iterable[Fact], judged: Mapping[str, Judgement]) -> list[Fact]:
    """Facts with the values people gave them; what the documents claim stays as it is."""
    return [_decided(fact, judged[fact.id]) if fact.id in judged else fact for fact in facts]


def _decided(fact: Fact, judgement: Judgement) -> Fact:
    word = judgement.decision.strip().casefold()
    if fact.rule == "human" or word in judgements.YES:
        return replace(fact, rule="human", status="resolved")
    if word in judgements.NO:
        return replace(fact, rule="human", status="rejected", why=_in_words(judgement))
    number = _number(word)
    if isinstance(fact.value, Quantity) and number is not None:
        value: Quantity | str = replace(fact.value, value=number, qualifier=None, upper=None)
    else:
        value = judgement.decision
    return replace(fact, value=value, rule="human", status="resolved", why=_in_words(judgement))


def _number(word: str) -> Decimal | None:
    """A number as Germans or computers write it: 53, 9,83, 9.83, 9.830.000,50."""
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", word):
        word = word.replace(".", "")
    return Decimal(word.replace(",", ".")) if re.fullmatch(r"-?\d+([.,]\d+)?", word) else None


def _in_words(judgement: Judgement) -> str:
    by = f" ({judgement.by})" if judgement.by else ""
    return f"Von Hand entschieden{by}: {judgement.why}".rstrip(": ")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was recorded: about what, in which file, and what became of it (`decisions.status`)."""

    judgement: Judgement
    target: str
    file: Path
    status: str


def decide(store_path: Path, about: str, value: str, why: str, by: str, known: Callable[[], Knowledge]) -> Decided:
    """Add a decision to the decisions file and let it take effect in the store."""
    from .store.explain import full_id

    with archive.open_store(store_path) as store:
        target, full = full_id(store, about)
        if target == "corrections" and not judgements.answers_or_withdraws(value):
            raise AktenlageError(
                f"a correction is right or wrong, not {value!r}", help="use --value accept, reject or withdraw"
            )
        person = _person_behind(store, full) if target == "findings" else None
        if person:
            target, full, value = "entities", person, _of_people(value)
        files = decision_files(store)
    # A corpus on a read-only medium cannot take decisions; they then lie beside the store.
    file = next((path for path in files if _may_write(path)), files[0])
    judgement = judgements.append(file, full, value, why, by)
    with archive.open_store(store_path, write=True) as store:
        reconcile(store, known)
        [made] = store.rows("SELECT status FROM decisions WHERE about = ? ORDER BY position DESC LIMIT 1", [full])
    return Decided(judgement, target, file, made["status"])


def _person_behind(store: archive.Store, finding: str) -> str | None:
    """The name that a finding about namesakes speaks of; a decision about the finding is one about the name."""
    rows = store.rows("SELECT suggestion FROM findings WHERE id = ? AND kind = 'identity'", [finding])
    return rows[0]["suggestion"] if rows else None


def _of_people(value: str) -> str:
    """Yes and no to "these are two people", in the words that a decision about a name takes."""
    word = value.strip().casefold()
    if word in judgements.YES | judgements.NO:
        return "zwei Personen" if word in judgements.YES else "eine Person"
    if word not in SAME | APART | judgements.TAKEN_BACK:
        raise AktenlageError(
            f"one name stands for one person or for two, not {value!r}",
            help='use --value "eine Person", "zwei Personen" or withdraw',
        )
    return value


def _may_write(path: Path) -> bool:
    return os.access(path if path.exists() else path.parent, os.W_OK)
