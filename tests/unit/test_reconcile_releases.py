"""Short releases of our own, each case with the verdict an archivist should read: conflict, change, agreement, finding.

The cases go through the whole pipeline. A conflict, or a finding of a kind, that a case does not name must not be there.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.build import examine
from pipeline.facts import Dossier, Judgement
from pipeline.ingest import ReadOptions, read_bytes
from pipeline.knowledge import load_knowledge
from pipeline.reconcile import Outcome, Witness, compare_across
from pipeline.values import Period, Quantity
from tests.conftest import cases

KNOWN = load_knowledge()


def dossiers_of(case: dict[str, Any]) -> dict[str, Dossier]:
    found = {}
    for one in case["documents"]:
        (document, *_) = read_bytes(one["text"].encode(), one["name"], ReadOptions())
        found[one["name"]] = examine(document, KNOWN)
    return found


def outcome_of(dossiers: dict[str, Dossier], judgements: dict[str, Judgement] | None = None) -> Outcome:
    witnesses = [Witness.of(one.document.id, one.header, one.claims, one.body.string) for one in dossiers.values()]
    return compare_across(witnesses, KNOWN, judgements or {})


def value_of(value: object) -> str:
    if isinstance(value, Quantity):
        return f"{value.value.normalize():f}"
    return value.iso() if isinstance(value, Period) else str(value)


@pytest.mark.parametrize("case", cases("reconcile_releases"))
def test_verdict(case: dict[str, Any]) -> None:
    dossiers = dossiers_of(case)
    outcome = outcome_of(dossiers)
    if decision := case.get("decide"):
        (conflict,) = outcome.conflicts
        outcome = outcome_of(dossiers, {conflict.id: Judgement(conflict.id, decision, "Archiv", why="nachgezählt")})

    found = {conflict.property: conflict for conflict in outcome.conflicts}
    assert {name: sorted(v.value for v in c.values) for name, c in found.items()} == {
        one["property"]: sorted(one["values"]) for one in case["conflicts"]
    }
    for wanted in case["conflicts"]:
        conflict = found[wanted["property"]]
        for name in ("status", "chosen", "rule", "kind"):
            if name in wanted:
                assert getattr(conflict, name) == wanted[name], name
        assert wanted.get("why", "") in conflict.why
        assert conflict.why.endswith(".")
        for value, sources in wanted.get("sources", {}).items():
            assert {v.value: v.independent_sources for v in conflict.values}[value] == sources

    for name, values in case.get("series", {}).items():
        assert [value_of(point.value or point.text) for point in outcome.series if point.property == name] == values

    if "findings" in case:
        kinds = [f.kind for one in dossiers.values() for f in one.findings] + [f.kind for f in outcome.findings]
        assert sorted(kinds) == sorted(case["findings"])

    for wanted in case.get("facts", ()):
        facts = [fact for fact in outcome.facts if fact.property == wanted["property"]]
        fits = [
            fact
            for fact in facts
            if value_of(fact.value) == wanted["value"]
            and wanted.get("status", fact.status) == fact.status
            and wanted.get("scope", fact.scope) == fact.scope
        ]
        assert fits, [(value_of(fact.value), fact.status, fact.scope) for fact in facts]

    for name, wanted in case.get("dates", {}).items():
        published = dossiers[name].header.published
        if "value" in wanted:
            assert (published.value.iso() if published.value else None) == wanted["value"]
        if "basis" in wanted:
            assert published.basis == wanted["basis"]
        if "suspect" in wanted:
            assert published.suspect is wanted["suspect"]
        if "suggestion" in wanted:
            assert (published.suggestion.iso() if published.suggestion else None) == wanted["suggestion"]


def test_there_are_enough_cases() -> None:
    assert len(list(cases("reconcile_releases"))) >= 60
