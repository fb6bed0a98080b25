"""FollowTheMoney entities, one JSON object a line, for OpenAleph, nomenklatura and their relatives.

Documents, the people and bodies they name, and a Mention for each pair, with the surface forms. Figures and conflicts
have no place in that model; they are in the other exports.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..store.archive import Store
from .tables import write

# Our kinds of entity -> schema of FollowTheMoney.
SCHEMATA = {"PERSON": "Person", "ORG": "Organization", "DISTRICT": "PublicBody"}


def ftm_file(store: Store, out: Path, _raw: bool) -> list[Path]:
    """entities.ftm.json, in the order of documents, entities, mentions."""
    entities = [*_documents(store), *_named(store), *_mentions(store)]
    lines = [json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in entities]
    return [write(out / "entities.ftm.json", "".join(line + "\n" for line in lines))]


def _entity(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    """Properties as lists of texts; what is unknown is left out."""
    kept = {name: value if isinstance(value, list) else [str(value)] for name, value in properties.items() if value}
    return {"id": key, "schema": schema, "properties": kept}


def _documents(store: Store) -> list[dict[str, Any]]:
    rows = store.rows("SELECT d.*, t.text FROM documents d JOIN texts t ON t.document = d.id ORDER BY d.id")
    return [
        _entity(
            f"doc-{row['id']}",
            "PlainText" if row["media_type"].startswith("text/") else "Document",
            title=row["title"],
            fileName=row["source"],
            mimeType=row["media_type"],
            date=row["first_day"] if row["first_day"] == row["last_day"] else None,
            language="deu" if row["language"] == "de" else None,
            publisher=json.loads(row["issuers"]),
            parent=f"doc-{row['parent']}" if row["parent"] else None,
            bodyText=row["text"],
        )
        for row in rows
    ]


def _named(store: Store) -> list[dict[str, Any]]:
    rows = store.rows(
        """SELECT e.*, json_group_array(DISTINCT m.role) AS roles FROM entities e JOIN mentions m ON m.entity = e.id
           WHERE e.label IN ('PERSON', 'ORG', 'DISTRICT') GROUP BY e.id ORDER BY e.id"""
    )
    return [
        _entity(
            row["id"],
            SCHEMATA[row["label"]],
            name=row["name"],
            position=sorted(role for role in json.loads(row["roles"]) if role) if row["label"] == "PERSON" else None,
            country="de",
            registrationNumber=row["id"].removeprefix("ags:") if row["label"] == "DISTRICT" else None,
        )
        for row in rows
    ]


def _mentions(store: Store) -> list[dict[str, Any]]:
    rows = store.rows(
        """SELECT document, entity, label, json_group_array(DISTINCT text) AS forms FROM mentions
           WHERE entity IS NOT NULL AND label IN ('PERSON', 'ORG', 'DISTRICT')
           GROUP BY document, entity ORDER BY document, entity"""
    )
    return [
        _entity(
            f"mention-{row['document'][:16]}-{row['entity']}",
            "Mention",
            document=f"doc-{row['document']}",
            resolved=row["entity"],
            name=sorted(json.loads(row["forms"])),
            detectedSchema=SCHEMATA[row["label"]],
        )
        for row in rows
    ]
