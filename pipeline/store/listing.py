"""What the store can list, with the filters every list shares: document, district, person, property, time.

Each function gives plain rows, ready to be printed as JSON, CSV or a table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..errors import NotFound
from .archive import Store
from .fold import fold
from .plain import Row


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrows a list; None leaves it as it is.

    `document`: the beginning of an id or a part of the file name. `district`, `person`: a name in any spelling, or a
    key (05554, ags:05554, person:…). `property`: a key or a part of its label. `since`, `until`: ISO days.
    """

    document: str | None = None
    district: str | None = None
    person: str | None = None
    property: str | None = None
    since: str | None = None
    until: str | None = None


def document_ids(store: Store, wanted: str) -> list[str]:
    """The documents somebody means by the beginning of an id or a part of a file name; NotFound when there are none."""
    rows = store.rows(
        """SELECT id FROM documents WHERE id LIKE ? || '%' ESCAPE '\\' OR source LIKE '%' || ? || '%' ESCAPE '\\'
           UNION SELECT document FROM files WHERE source LIKE '%' || ? || '%' ESCAPE '\\' AND document IS NOT NULL
           ORDER BY 1""",
        [_like(wanted)] * 3,
    )
    if not rows:
        there = [row["source"] for row in store.rows("SELECT source FROM documents ORDER BY source LIMIT 3")]
        hint = f"there are for example {', '.join(there)}" if there else "the store is empty"
        raise NotFound(f"no document whose id begins with or whose name contains {wanted!r}", help=hint)
    return [row["id"] for row in rows]


def _like(string: str) -> str:
    return string.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def entity_ids(store: Store, wanted: str, label: str) -> list[str]:
    """The entities somebody means by a key or a part of a name in any spelling."""
    keys = [wanted, f"ags:{wanted}"]
    rows = store.rows(
        """SELECT id FROM entities WHERE label = ? AND (id IN (?, ?) OR folded LIKE '%' || ? || '%' ESCAPE '\\')
           ORDER BY id""",
        [label, *keys, _like(fold(wanted))],
    )
    if not rows:
        raise NotFound(
            f"nobody and nothing called {wanted!r} among the {label} entities", help="see: aktenlage entities"
        )
    return [row["id"] for row in rows]


@dataclass(slots=True)
class _Where:
    """Conditions and their values, gathered."""

    conditions: list[str]
    values: list[Any]

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values += values

    def sql(self) -> str:
        return f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


def _marks(values: list[str]) -> str:
    return "(" + ", ".join("?" * len(values)) + ")"


def _of_documents(store: Store, filters: Filters, column: str) -> _Where:
    """Conditions on a column that holds a document id."""
    where = _Where([], [])
    if filters.document:
        ids = document_ids(store, filters.document)
        where.add(f"{column} IN {_marks(ids)}", *ids)
    for wanted, label in ((filters.district, "DISTRICT"), (filters.person, "PERSON")):
        if wanted:
            ids = entity_ids(store, wanted, label)
            where.add(f"{column} IN (SELECT document FROM mentions WHERE entity IN {_marks(ids)})", *ids)
    return where


def documents(store: Store, filters: Filters) -> list[Row]:
    where = _of_documents(store, filters, "d.id")
    if filters.property:
        where.add("d.id IN (SELECT document FROM claims WHERE property = ?)", filters.property)
    _in_time(where, filters, "d.last_day", "d.first_day")
    rows = store.rows(
        f"""SELECT d.id, d.source, d.title, d.kind, d.issuers, d.published AS printed, d.best_date AS date,
                   d.published_basis AS basis, d.published_suspect AS suspect, d.pages,
                   (SELECT count(*) FROM claims c WHERE c.document = d.id) AS claims,
                   (SELECT count(*) FROM corrections k WHERE k.document = d.id AND k.status = 'applied') AS corrections,
                   (SELECT count(*) FROM findings f WHERE f.document = d.id) AS findings
            FROM documents d {where.sql()} ORDER BY d.first_day IS NULL, d.first_day, d.source""",
        where.values,
    )
    for row in rows:
        row["issuers"] = json.loads(row["issuers"])
        row["suspect"] = bool(row["suspect"])
    return rows


def _in_time(where: _Where, filters: Filters, last: str, first: str) -> None:
    if filters.since:
        where.add(f"{last} >= ?", filters.since)
    if filters.until:
        where.add(f"{first} <= ?", filters.until)


def _of_claims(store: Store, filters: Filters) -> _Where:
    """Conditions on the claims c and their documents d; a place or person counts where its sentence names it."""
    where = _Where([], [])
    if filters.document:
        ids = document_ids(store, filters.document)
        where.add(f"c.document IN {_marks(ids)}", *ids)
    named = "EXISTS (SELECT 1 FROM mentions m WHERE m.document = c.document AND m.start < c.end AND m.end > c.start"
    if filters.district:
        ids = entity_ids(store, filters.district, "DISTRICT")
        where.add(f"(c.scope IN {_marks(ids)} OR {named} AND m.entity IN {_marks(ids)}))", *ids, *ids)
    if filters.person:
        ids = entity_ids(store, filters.person, "PERSON")
        where.add(f"(c.speaker IN {_marks(ids)} OR {named} AND m.entity IN {_marks(ids)}))", *ids, *ids)
    _in_time(where, filters, "coalesce(c.as_of, d.last_day)", "coalesce(c.as_of, d.first_day)")
    return where


def _by_property(where: _Where, filters: Filters, table: str) -> None:
    if filters.property:
        labelled = f" OR {table}.label LIKE '%' || ? || '%'" if table in ("f", "k") else ""
        where.add(f"({table}.property = ?{labelled})", *[filters.property] * (2 if labelled else 1))


def facts(store: Store, filters: Filters) -> list[Row]:
    inner = _of_claims(store, filters)
    where = _Where([], [])
    if inner.conditions:
        claims = f"SELECT c.id FROM claims c JOIN documents d ON d.id = c.document {inner.sql()}"
        where.add(f"f.id IN (SELECT fact FROM fact_claims WHERE claim IN ({claims}))", *inner.values)
    _by_property(where, filters, "f")
    return store.rows(
        f"""SELECT f.id, f.subject, f.property, f.label, f.value,
                   (SELECT name FROM entities e WHERE e.id = f.value) AS named, f.unit, f.qualifier, f.of, f.upper, f.per, f.scope,
                   (SELECT name FROM entities e WHERE e.id = f.scope) AS place,
                   f.period, f.as_of, f.status, f.rule, f.why, f.confidence,
                   (SELECT count(*) FROM fact_claims x WHERE x.fact = f.id) AS claims,
                   (SELECT count(DISTINCT c.document) FROM fact_claims x JOIN claims c ON c.id = x.claim
                    WHERE x.fact = f.id) AS documents
            FROM facts f {where.sql()} ORDER BY f.property, f.subject, f.scope, f.as_of, f.period, f.id""",
        where.values,
    )


def conflicts(store: Store, filters: Filters) -> list[Row]:
    """Conflicts as the contract shows them: every value with its claims."""
    inner = _of_claims(store, filters)
    where = _Where([], [])
    if inner.conditions:
        claims = f"SELECT c.id FROM claims c JOIN documents d ON d.id = c.document {inner.sql()}"
        where.add(f"k.id IN (SELECT conflict FROM conflict_claims WHERE claim IN ({claims}))", *inner.values)
    _by_property(where, filters, "k")
    order = "CASE k.status WHEN 'open' THEN 0 WHEN 'explained' THEN 1 ELSE 2 END"
    found = store.rows(f"SELECT k.* FROM conflicts k {where.sql()} ORDER BY {order}, k.property, k.id", where.values)
    for conflict in found:
        conflict["values"] = _conflict_values(store, conflict["id"])
        conflict["chosen"] = as_value(conflict["chosen"])
    names = (
        "id",
        "subject",
        "property",
        "label",
        "scope",
        "period",
        "kind",
        "status",
        "values",
        "chosen",
        "rule",
        "why",
    )
    return [{name: conflict[name] for name in names} for conflict in found]


def _conflict_values(store: Store, conflict: str) -> list[Row]:
    values = store.rows("SELECT * FROM conflict_values WHERE conflict = ? ORDER BY position", [conflict])
    claims = store.rows(
        "SELECT position, claim FROM conflict_claims WHERE conflict = ? ORDER BY position, claim", [conflict]
    )
    return [
        {
            "value": as_value(value["value"]),
            "claims": [row["claim"] for row in claims if row["position"] == value["position"]],
            "documents": value["documents"],
            "independent_sources": value["independent_sources"],
            "first": value["first"],
            "last": value["last"],
        }
        for value in values
    ]


def as_value(value: str | None) -> str | int | float | None:
    """A number where the text is one: conflicting values are kept as text, because they may also be names or days."""
    if value is None:
        return None
    try:
        found = float(value)
    except ValueError:
        return value
    return int(found) if found.is_integer() else found


def series(store: Store, wanted: str, filters: Filters) -> list[Row]:
    """The steps of a value that may change over time, oldest first; NotFound names what there is."""
    inner = _of_claims(store, filters)
    claims = f"SELECT c.id FROM claims c JOIN documents d ON d.id = c.document {inner.sql()}"
    rows = store.rows(
        f"""SELECT s.subject, s.property, nullif(s.scope, '') AS scope,
                   (SELECT name FROM entities e WHERE e.id = s.scope) AS place, s.value, s.unit, s.qualifier, s.of, s.as_of,
                   s.document, d.source, d.title, s.claim, s.quote, k.sentence, k.page, s.note
            FROM series s LEFT JOIN documents d ON d.id = s.document LEFT JOIN claims k ON k.id = s.claim
            WHERE s.property = ? {f"AND s.claim IN ({claims})" if inner.conditions else ""}
            ORDER BY s.subject, s.scope, s.position""",
        [wanted, *inner.values],
    )
    if not rows:
        there = [
            row["property"] for row in store.rows("SELECT DISTINCT property FROM series ORDER BY property LIMIT 12")
        ]
        if wanted not in there:
            hint = f"there are {', '.join(there)}" if there else "the store holds none yet"
            raise NotFound(f"no series of {wanted!r}", help=hint)
    return rows


def findings(store: Store, filters: Filters) -> list[Row]:
    """Findings with their evidence, errors first."""
    where = _Where([], [])
    by_place = _of_documents(store, filters, "e.document")
    if by_place.conditions:
        named = f"SELECT finding FROM finding_evidence e {by_place.sql()}"
        own = _of_documents(store, filters, "f.document")
        where.add(f"(f.id IN ({named}) OR {' AND '.join(own.conditions)})", *by_place.values, *own.values)
    if filters.property:
        where.add(
            "f.id IN (SELECT finding FROM finding_claims x JOIN claims c ON c.id = x.claim WHERE c.property = ?)",
            filters.property,
        )
    _in_time(where, filters, "d.last_day", "d.first_day")
    rows = store.rows(
        f"""SELECT f.*, d.source, j.value AS decision FROM findings f LEFT JOIN documents d ON d.id = f.document
            LEFT JOIN decisions j ON j.about = f.id AND j.status = 'applied' {where.sql()}
            ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.source, f.kind, f.message, f.id""",
        where.values,
    )
    for row in rows:
        row["evidence"] = store.rows(
            """SELECT e.document, d.source, e.start, e.end, e.page, e.quote, e.sentence FROM finding_evidence e
               LEFT JOIN documents d ON d.id = e.document WHERE e.finding = ? ORDER BY e.position""",
            [row["id"]],
        )
    return rows


def entities(store: Store, label: str | None, filters: Filters) -> list[Row]:
    """Who and what is named, most often first, with every surface form and role."""
    where = _of_documents(store, Filters(filters.document), "m.document")
    if label:
        where.add("e.label = ?", label)
    for wanted, kind in ((filters.district, "DISTRICT"), (filters.person, "PERSON")):
        if wanted:
            ids = entity_ids(store, wanted, kind)
            where.add(f"e.id IN {_marks(ids)}", *ids)
    if filters.property:
        # Who is named where the property is claimed: in the same sentence.
        said = "SELECT 1 FROM claims c WHERE c.document = m.document AND m.start < c.end AND m.end > c.start"
        where.add(f"EXISTS ({said} AND c.property = ?)", filters.property)
    _in_time(where, filters, "d.last_day", "d.first_day")
    rows = store.rows(
        f"""SELECT e.id, e.label, e.name, count(*) AS mentions, count(DISTINCT m.document) AS documents,
                   min(d.first_day) AS first, max(d.last_day) AS last,
                   json_group_array(DISTINCT m.text) AS forms, json_group_array(DISTINCT m.role) AS roles,
                   json_group_array(DISTINCT m.role_kind) AS role_kinds
            FROM entities e JOIN mentions m ON m.entity = e.id JOIN documents d ON d.id = m.document {where.sql()}
            GROUP BY e.id ORDER BY e.label, mentions DESC, e.name, e.id""",
        where.values,
    )
    for row in rows:
        for name in ("forms", "roles", "role_kinds"):
            row[name] = sorted(value for value in json.loads(row[name]) if value)
    return rows
