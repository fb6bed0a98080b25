"""How the documents of a store spell names: which they write out, and which are doubtful on damaged pages."""

from __future__ import annotations

import json
from collections.abc import Collection

from .archive import Store

Pair = tuple[str, str]  # the word before a name, and the name


def spellings(store: Store, *, doubtful: bool) -> list[Pair]:
    """Each spelling once, however many documents have it."""
    rows = store.rows("SELECT DISTINCT before, name FROM spellings WHERE doubtful = ?", [int(doubtful)])
    return [(row["before"], row["name"]) for row in rows]


def files_with(store: Store, pairs: Collection[Pair]) -> list[tuple[str, Pair]]:
    """In which files these doubtful spellings stand, by the id of the document a file is; an attachment's in its mail."""
    if not pairs:
        return []
    # CROSS keeps the order: else SQLite looks through all pairs for every doubtful spelling.
    rows = store.rows(
        """WITH RECURSIVE held(root, document, before, name) AS (
               SELECT s.document, s.document, s.before, s.name FROM json_each(?) one
               CROSS JOIN spellings s ON s.doubtful = 1 AND s.before = one.value ->> 0 AND s.name = one.value ->> 1
               UNION SELECT a.parent, a.parent, held.before, held.name
               FROM held JOIN attachments a ON a.child = held.document)
           SELECT DISTINCT root, before, name FROM held JOIN files ON files.document = held.root""",
        [json.dumps(sorted(pairs))],
    )
    return [(row["root"], (row["before"], row["name"])) for row in rows]
