"""What all documents say together: read the claims out of the store, write facts, conflicts, series and findings in.

Facts are derived and therefore written anew as a whole, in one transaction; claims are never touched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ..facts import Claim, Conflict, Evidence, Fact, Finding, Header, Judgement, PublicationDate, SeriesPoint
from ..text import Span
from ..values import Period
from .archive import Store, insert
from .fold import fold
from .plain import Row, claim_from, iso, number, value_fields, value_type
from .rows import finding_rows, merge

DERIVED = ("series", "fact_claims", "facts", "conflict_claims", "conflict_values", "conflicts", "decisions")


def documents(store: Store) -> Iterator[tuple[str, Header, tuple[Claim, ...], str]]:
    """Id, header, claims and running text of every document, in the order of their ids."""
    for row in store.rows("SELECT d.*, t.text FROM documents d JOIN texts t ON t.document = d.id ORDER BY d.id"):
        claims = store.rows('SELECT * FROM claims WHERE document = ? ORDER BY start, "end", id', (row["id"],))
        yield row["id"], _header(row), tuple(claim_from(claim) for claim in claims), row["text"]


def _header(row: Row) -> Header:
    quote = None
    if row["published_quote"] is not None:
        place = (row["published_start"], row["published_end"], row["published_quote"], row["published_quote"])
        pieces = (Span(row["published_start"], row["published_end"]),)
        quote = Evidence(row["id"], *place, row["published_page"], pieces)
    published = PublicationDate(
        value=_period(row["published"], row["published_precision"]),
        basis=row["published_basis"],
        quote=quote,
        confidence=row["published_confidence"],
        suspect=bool(row["published_suspect"]),
        suggestion=_period(row["published_suggestion"], None),
        why=row["published_why"],
    )
    return Header(
        kind=row["kind"],
        title=row["title"],
        subtitle=row["subtitle"],
        issuers=tuple(json.loads(row["issuers"])),
        issuer_entities=tuple(json.loads(row["issuer_entities"])),
        published=published,
        state=row["state"],
    )


def _period(value: str | None, precision: str | None) -> Period | None:
    if value is None:
        return None
    found = Period.from_iso(value)
    return Period(found.first, found.last, precision or found.precision)


def write(
    store: Store,
    connection: sqlite3.Connection,
    facts: Iterable[Fact],
    conflicts: Iterable[Conflict],
    series: Iterable[SeriesPoint],
    findings: Iterable[Finding],
) -> None:
    """Replace everything derived; call inside a transaction."""
    for table in DERIVED:
        connection.execute(f'DELETE FROM "{table}"')
    connection.execute("DELETE FROM findings WHERE document IS NULL")
    for table, rows in tables_of(facts, conflicts, series, findings).items():
        insert(connection, table, rows)
    _settle_entities(connection)
    _settle_attachments(connection)


def tables_of(
    facts: Iterable[Fact],
    conflicts: Iterable[Conflict],
    series: Iterable[SeriesPoint],
    findings: Iterable[Finding],
) -> dict[str, list[Row]]:
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
    known: set[str] = set()
    for finding in findings:
        if finding.id not in known:
            merge(tables, finding_rows(finding, finding.id, None))
            known.add(finding.id)
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
    connection.execute("DELETE FROM entities WHERE id NOT IN (SELECT entity FROM mentions WHERE entity IS NOT NULL)")
    for column in ("name", "label"):
        connection.execute(
            f"""UPDATE entities SET {column} = coalesce((
                SELECT m.{column} FROM mentions m WHERE m.entity = entities.id AND m.{column} IS NOT NULL
                GROUP BY m.{column} ORDER BY count(*) DESC, m.{column} LIMIT 1), {column})"""
        )
    folded = [(fold(name), entity) for entity, name in connection.execute("SELECT id, name FROM entities")]
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
    """The table an id stands in, or None."""
    for table in TARGETS:
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (about,)).fetchone():
            return table
    return None


def write_decisions(
    connection: sqlite3.Connection, judgements: Iterable[Judgement], judged: Mapping[str, Judgement]
) -> None:
    """Every decision ever made, and a finding for each in force whose target is gone."""
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
                "status": "superseded" if not holds else "to review" if target is None else "applied",
            }
        )
    insert(connection, "decisions", rows)
    for judgement in lost.values():
        finding = Finding(
            "decision_without_target",
            "warning",
            f"Die Entscheidung „{judgement.decision}“ zu {judgement.about} findet ihr Ziel nicht mehr; bitte prüfen.",
            suggestion=judgement.decision,
            rule="decisions.lost",
        )
        for table, found in finding_rows(finding, finding.id, None).items():
            insert(connection, table, found)
