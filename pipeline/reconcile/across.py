"""All documents against each other and against the register: facts, conflicts, series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..facts import Evidence, Finding, Judgement
from ..knowledge import DATA, Knowledge
from ..knowledge.properties import load_resolution
from .copies import sources
from .groups import GroupKey, group_of, manners
from .verdicts import Court, Verdicts, judge
from .witness import Outcome, Said, Witness, heard


def compare_across(
    witnesses: Iterable[Witness], known: Knowledge, judgements: Mapping[str, Judgement] | None = None
) -> Outcome:
    """Hear all witnesses and say what remains: one fact for each thing claimed, the conflicts, and how values moved.

    Every claim stays; a fact only points to the claims behind it. The same witnesses in any order give the same outcome.
    """
    court = open_court(known, judgements or {})
    gathered = sorted(witnesses, key=_age)
    leader = sources((witness.document, witness.shingles) for witness in gathered)
    groups: dict[GroupKey, list[Said]] = defaultdict(list)
    for witness in gathered:
        for said in heard(witness, leader[witness.document]):
            groups[group_of(said.claim, court.manners)].append(said)
    found = [judge(groups[key], court) for key in sorted(groups)]
    copies = [
        copy_finding(witness.document, leader[witness.document])
        for witness in gathered
        if leader[witness.document] != witness.document
    ]
    return _gathered(found, copies)


def open_court(known: Knowledge, judgements: Mapping[str, Judgement]) -> Court:
    """What a verdict needs besides the claims; for callers that hear groups one by one (an incremental build)."""
    return Court(known, manners(known.properties), load_resolution(DATA / "resolution.toml"), judgements)


def _age(witness: Witness) -> tuple[str, str]:
    """Oldest first, so that of several copies the first published one is the source."""
    best = witness.header.published.best
    return (best.first.isoformat() if best and best.first else "9999", witness.document)


def copy_finding(document: str, original: str) -> Finding:
    """What is said of a document that is a copy of another."""
    message = "Dieses Dokument ist bis auf Kleinigkeiten eine Abschrift eines anderen; beide zählen als eine Quelle."
    whole = (Evidence(document, 0, 0, ""), Evidence(original, 0, 0, ""))
    return Finding("duplicate", "info", message, whole, suggestion=original, rule="across.copies")


def _gathered(found: Sequence[Verdicts], copies: Sequence[Finding]) -> Outcome:
    return Outcome(
        facts=tuple(
            sorted(
                (fact for one in found for fact in one.facts),
                key=lambda fact: (fact.property, fact.scope or "", fact.id),
            )
        ),
        conflicts=tuple(
            sorted((c for one in found for c in one.conflicts), key=lambda c: (c.property, c.scope or "", c.id))
        ),
        series=tuple(point for one in found for point in one.series),
        findings=(*(finding for one in found for finding in one.findings), *copies),
    )
