"""Who is meant by a name in which document: the mentions of people as reconciliation reads them, and what it finds.

A name has one id (`person:petra-weber`); people of one name have it with what tells them apart behind a mark
(`person:petra-weber@kreis-borken`). Where a document leaves open who is meant, its mentions keep the id of the name and
list the people as candidates. The row of the name stays in `entities` as long as any document prints it: claims and
decisions are about it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from .archive import Store
from .fold import fold
from .plain import Row, as_json

_AROUND = 60  # characters read before and behind a name
_MARK = "@"
_OF_NAME = "(m.entity = :name OR (m.entity > :name || '@' AND m.entity < :name || 'A'))"  # 'A' follows '@'
_OWN = "(m.candidates = '[]' OR substr(m.candidates, 3, length(:name) + 1) = :name || '@')"
"""Mentions whose candidates, if any, are people of this name; others the document itself left open."""


def names_touched(store: Store) -> list[str]:
    """The names of people that some document newly prints or no longer prints, or that a decision is about, in order."""
    rows = store.rows("SELECT id FROM touched WHERE kind = 'entity' AND id LIKE 'person:%'")
    return sorted({row["id"].partition(_MARK)[0] for row in rows})


def sightings(store: Store, name: str) -> list[Row]:
    """Where documents name someone: raw words and those around them, office, the day, Land and issuers of the document.

    Nobody is compared with himself: of a person of one document nothing is read.
    """
    given = {"name": name}
    [count] = store.rows(f"SELECT count(DISTINCT document) AS documents FROM mentions m WHERE {_OF_NAME}", given)
    if count["documents"] < 2:
        return []
    return store.rows(
        f"""SELECT m.document, m.name, m.role, m.start, m."end", m.page, m.text, d.state, d.issuer_entities,
                   CASE WHEN d.first_day = d.last_day THEN d.first_day END AS day,
                   substr(t.original, m.start + 1, m."end" - m.start) AS quote,
                   substr(t.original, max(m.start - {_AROUND}, 0) + 1, min(m.start, {_AROUND})) AS before,
                   substr(t.original, m."end" + 1, {_AROUND}) AS behind
            FROM mentions m JOIN documents d ON d.id = m.document JOIN texts t ON t.document = m.document
            WHERE {_OF_NAME} AND m.name IS NOT NULL AND {_OWN}
            ORDER BY m.document, m.start, m."end", m.id""",
        given,
    )


def divide(connection: sqlite3.Connection, name: str, meant: Mapping[str, tuple[str, ...]]) -> None:
    """Give the mentions of a name to the people each document means; to the name itself where nothing is said.

    Claims keep what they say; only the id of who says it goes with the mention.
    """
    given = {"name": name}
    current = connection.execute(
        f"SELECT DISTINCT m.document, m.entity, m.candidates FROM mentions m WHERE {_OF_NAME} AND {_OWN}", given
    ).fetchall()
    changed = set()
    for document, entity, candidates in current:
        ids = list(meant.get(document, ()))
        wanted = ids[0] if len(ids) == 1 else name
        several = as_json(ids if len(ids) > 1 else [])
        if (entity, candidates) != (wanted, several):
            changed.add((document, wanted, several, entity))
    if not changed:
        return
    people = sorted({person for ids in meant.values() for person in ids} | {name})
    called = connection.execute("SELECT name FROM entities WHERE id = ?", (name,)).fetchone()
    if called is None:  # its row went with the last document that left it open
        called = connection.execute(f"SELECT m.name FROM mentions m WHERE {_OF_NAME} LIMIT 1", given).fetchone()
    connection.executemany(
        "INSERT OR IGNORE INTO entities VALUES (?, 'PERSON', ?, ?)",
        [(person, called[0], fold(called[0])) for person in people],
    )
    for document, wanted, several, _ in sorted(changed):
        connection.execute(
            f"""UPDATE mentions AS m SET entity = :wanted, candidates = :several
                WHERE m.document = :document AND {_OF_NAME} AND {_OWN}""",
            given | {"document": document, "wanted": wanted, "several": several},
        )
        connection.execute(
            f"UPDATE claims AS m SET speaker = :wanted WHERE document = :document AND {_OF_NAME.replace('entity', 'speaker')}",
            given | {"document": document, "wanted": wanted},
        )
    touched = {entity for *_, entity in changed} | {*people}
    connection.executemany("INSERT OR IGNORE INTO touched VALUES ('entity', ?)", ((one,) for one in sorted(touched)))
