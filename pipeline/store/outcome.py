"""What all documents say together, written group by group: facts, conflicts, series and findings.

They are derived, so a group that is judged again loses what it yielded before; claims are never touched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..facts import Conflict, Fact, Finding, Judgement, SeriesPoint, stable_id
from .archive import insert
from .fold import fold
from .judgements import Place, answers, verdicts
from .plain import Row, as_json, iso, number, value_fields, value_type
from .rows import finding_rows, merge

DERIVED = ("series", "fact_claims", "facts", "conflict_claims", "conflict_values", "conflicts", "decisions")


def replace(
    connection: sqlite3.Connection,
    name: str,
    facts: Iterable[Fact] = (),
    conflicts: Iterable[Conflict] = (),
    series: Iterable[SeriesPoint] = (),
    findings: Iterable[Finding] = (),
) -> None:
    """Put what one group of claims yields in place of what it yielded before; call inside a transaction."""
    for kind, found in connection.execute("SELECT kind, id FROM group_results WHERE name = ?", (name,)).fetchall():
        if kind == "series":
            connection.execute("DELETE FROM series WHERE property = ? AND subject = ? AND scope = ?", json.loads(found))
        else:
            connection.execute(f"DELETE FROM {kind} WHERE id = ?", (found,))
    connection.execute("DELETE FROM group_results WHERE name = ?", (name,))
    tables = tables_of(name, facts, conflicts, series, findings)
    for table, rows in tables.items():
        insert(connection, table, rows)
    made = {(kind, row["id"]) for kind in ("facts", "conflicts", "findings") for row in tables.get(kind, ())}
    made |= {("series", as_json([row["property"], row["subject"], row["scope"]])) for row in tables.get("series", ())}
    connection.executemany("INSERT INTO group_results VALUES (?, ?, ?)", ((name, *one) for one in sorted(made)))


def settle(connection: sqlite3.Connection) -> None:
    """Entities and attachments as all documents together have them; then nothing is left to be looked at."""
    _settle_entities(connection)
    _settle_attachments(connection)
    connection.execute("DELETE FROM touched")


def tables_of(
    name: str,
    facts: Iterable[Fact],
    conflicts: Iterable[Conflict],
    series: Iterable[SeriesPoint],
    findings: Iterable[Finding],
) -> dict[str, list[Row]]:
    """The rows of what a group yields. A finding's id takes in the group: the same words may be said of two groups."""
    tables: dict[str, list[Row]] = {}
    for fact in facts:
        links = [{"fact": fact.id, "claim": claim} for claim in dict.fromkeys(fact.claims)]
        merge(tables, {"facts": [_fact(fact)], "fact_claims": links})
    positions: dict[tuple[str, str, str], int] = {}
    for point in series:
        key = (point.property, point.subject, point.scope or "")
        positions[key] = positions.get(key, -1) + 1
        merge(tables, {"series": [_point(point, positions[key])]})
    for conflict in conflicts:
        merge(tables, _conflict(conflict))
    for finding_id, finding in {stable_id(name, finding.id): finding for finding in findings}.items():
        merge(tables, finding_rows(finding, finding_id, None))
    return tables


def _fact(fact: Fact) -> Row:
    return {
        "id": fact.id,
        "subject": fact.subject,
        "property": fact.property,
        "label": fact.label,
        "scope": fact.scope,
        "period": iso(fact.period),
        "as_of": _day(fact.as_of),
        "value_type": value_type(fact.value),
        **value_fields(fact.value),
        "status": fact.status,
        "rule": fact.rule,
        "why": fact.why,
        "confidence": round(fact.confidence, 4),
    }


def _point(point: SeriesPoint, position: int) -> Row:
    value = point.value
    return {
        "property": point.property,
        "subject": point.subject,
        "scope": point.scope or "",
        "position": position,
        "value": number(value.value) if value else point.text,
        "unit": value.unit if value else None,
        "qualifier": value.qualifier if value else None,
        "of": number(value.of) if value else None,
        "as_of": _day(point.as_of),
        "claim": point.claim,
        "document": point.document,
        "quote": point.quote,
        "note": point.note,
    }


def _conflict(conflict: Conflict) -> dict[str, list[Row]]:
    row = {
        "id": conflict.id,
        "subject": conflict.subject,
        "property": conflict.property,
        "label": conflict.label,
        "scope": conflict.scope,
        "period": iso(conflict.period),
        "kind": conflict.kind,
        "status": conflict.status,
        "chosen": conflict.chosen,
        "rule": conflict.rule,
        "why": conflict.why,
    }
    values, claims = [], []
    for position, value in enumerate(conflict.values):
        place = {"conflict": conflict.id, "position": position}
        values.append(
            place
            | {
                "value": value.value,
                "documents": value.documents,
                "independent_sources": value.independent_sources,
                "first": _day(value.first),
                "last": _day(value.last),
            }
        )
        claims += [place | {"claim": claim} for claim in dict.fromkeys(value.claims)]
    return {"conflicts": [row], "conflict_values": values, "conflict_claims": claims}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _settle_entities(connection: sqlite3.Connection) -> None:
    """Names as most mentions have them, whatever order the documents came in; entities nobody mentions go."""
    some = "SELECT id FROM touched WHERE kind = 'entity'"
    connection.execute(
        f"""DELETE FROM entities WHERE id IN ({some})
            AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.entity = entities.id
                OR (entities.id LIKE 'person:%' AND m.entity > entities.id || '@' AND m.entity < entities.id || 'A'))"""
    )
    for column in ("name", "label"):
        connection.execute(
            f"""UPDATE entities SET {column} = coalesce((
                SELECT m.{column} FROM mentions m WHERE m.{column} IS NOT NULL AND (m.entity = entities.id
                OR (entities.id LIKE 'person:%' AND m.entity > entities.id || '@' AND m.entity < entities.id || 'A'))
                GROUP BY m.{column} ORDER BY count(*) DESC, m.{column} LIMIT 1), {column}) WHERE id IN ({some})"""
        )
    named = connection.execute(f"SELECT id, name FROM entities WHERE id IN ({some})")
    folded = [(fold(name), entity) for entity, name in named]
    connection.executemany("UPDATE entities SET folded = ? WHERE id = ?", folded)


def _settle_attachments(connection: sqlite3.Connection) -> None:
    """An attachment that came with several mails belongs to the one that stands first, whatever order they came in."""
    first = """(SELECT {} FROM attachments a WHERE a.child = documents.id AND a.parent IN (SELECT id FROM documents)
                ORDER BY a.source, a.parent LIMIT 1)"""
    connection.execute(
        f"""UPDATE documents SET source = coalesce({first.format("a.source")}, source),
            parent = coalesce({first.format("a.parent")}, parent) WHERE parent IS NOT NULL"""
    )


# Where a decision may point, and the German word for it.
TARGETS = {
    "conflicts": "Widerspruch",
    "facts": "Angabe",
    "claims": "Aussage",
    "findings": "Hinweis",
    "corrections": "Korrektur",
    "mentions": "Nennung",
    "entities": "Name",
    "documents": "Dokument",
}


def target_of(connection: sqlite3.Connection, about: str) -> str | None:
    """The table an id stands in, or None. One of several people of a name is found by the name: who they are may change."""
    if about.startswith("person:"):
        about = about.partition("@")[0]
    for table in TARGETS:
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (about,)).fetchone():
            return table
    return None


def write_decisions(
    connection: sqlite3.Connection, judgements: Iterable[Judgement], judged: Mapping[str, Judgement]
) -> None:
    """Every decision ever made, and a finding for each in force whose target is gone."""
    replace(connection, "decisions")
    connection.execute("DELETE FROM decisions")
    effects = _effects(connection, judged)
    lost: dict[str, Judgement] = {}
    rows: list[dict[str, Any]] = []
    for position, judgement in enumerate(judgements, 1):
        target = target_of(connection, judgement.about)
        holds = judged.get(judgement.about) is judgement
        if target is None and holds:
            lost[judgement.about] = judgement
        rows.append(
            {
                "position": position,
                "about": judgement.about,
                "target": target,
                "value": judgement.decision,
                "why": judgement.why,
                "by": judgement.by,
                "decided": judgement.on,
                "status": effects.get(judgement.about, "applied" if target else "to review") if holds else "superseded",
            }
        )
    insert(connection, "decisions", rows)
    findings = [
        Finding(
            "decision_without_target",
            "warning",
            f"Die Entscheidung „{judgement.decision}“ zu {judgement.about} findet ihr Ziel nicht mehr; bitte prüfen.",
            suggestion=judgement.decision,
            rule="decisions.lost",
        )
        for judgement in lost.values()
    ]
    replace(connection, "decisions", findings=findings)


def _effects(connection: sqlite3.Connection, judged: Mapping[str, Judgement]) -> dict[str, str]:
    """What became of the decisions about corrections: the text changes only when the document is read again.

    `applied` where the text is as decided, `pending` where the next build makes it so, `superseded` where a newer
    decision about the same word holds, `to review` where it is neither yes nor no.
    """
    said = answers(judged)
    about: dict[str, list[str]] = {}
    ids = (as_json(list(judged)),)
    wanted = "SELECT document, id FROM corrections WHERE id IN (SELECT value FROM json_each(?))"
    for document, one in connection.execute(wanted, ids).fetchall():
        about.setdefault(document, []).append(one)
    found = {}
    for document, asked in about.items():
        columns = 'SELECT id, start, "end", now, status FROM corrections WHERE document = ?'
        rows = connection.execute(columns, (document,)).fetchall()
        places = [Place(*place) for *place, _ in rows]
        status = {name: state for name, *_, state in rows}
        (raw,) = connection.execute("SELECT original FROM texts WHERE document = ?", (document,)).fetchone()
        holds = verdicts(raw, places, said)
        for one in asked:
            if one not in said:
                found[one] = "to review"
            elif holds[one] != said[one]:
                found[one] = "superseded"
            else:
                found[one] = "applied" if status[one] == ("applied" if said[one] else "rejected") else "pending"
    return found


def decided_before(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    """What was decided when the store was last reconciled: id -> value, why, by."""
    rows = connection.execute("SELECT about, value, why, by FROM decisions WHERE status <> 'superseded'")
    return {about: tuple(said) for about, *said in rows}
