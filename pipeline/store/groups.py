"""What reconciliation remembers from build to build: which claims are judged together, whose copy a document is, and what
has to be looked at again.

Groups are read one at a time, so memory does not grow with the number of claims. Triggers (migrations/004_groups.sql)
note what a removed document leaves behind; the rest is noted here.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..facts import Claim, PublicationDate
from ..values import Period
from .archive import Store
from .outcome import DERIVED
from .plain import Row, claim_from

_PAGE = 500  # names of groups read ahead
UNDATED = "9999"
"""The age of a document without a date: behind all dated ones, so that a dated copy is its source."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A claim as it is taken out of its group: with the date of its document and the source it counts for."""

    claim: Claim
    published: PublicationDate
    source: str


def forget(connection: sqlite3.Connection) -> None:
    """Drop all that was ever derived, so that every group is judged anew (after a change of program or knowledge)."""
    for table in (*DERIVED, "probes", "witnesses", "claim_groups", "group_results", "touched"):
        connection.execute(f'DELETE FROM "{table}"')
    connection.execute("DELETE FROM findings WHERE document IS NULL")
    connection.execute("DELETE FROM touched")  # the triggers noted what was dropped
    connection.execute("INSERT INTO touched SELECT 'entity', id FROM entities")


def unheard(store: Store) -> Iterator[tuple[str, str, str]]:
    """Id, age and running text of each document that came in since the last time."""
    new = "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM witnesses) ORDER BY id"
    for found in store.rows(new):
        (row,) = store.rows(
            "SELECT d.first_day, t.text FROM documents d JOIN texts t ON t.document = d.id WHERE d.id = ?",
            [found["id"]],
        )
        yield found["id"], row["first_day"] or UNDATED, row["text"]


def claims_of(store: Store, document: str) -> Iterator[Claim]:
    for row in store.rows("SELECT * FROM claims WHERE document = ?", [document]):
        yield claim_from(row)


def hear(
    connection: sqlite3.Connection,
    document: str,
    age: str,
    sketch: Sequence[int],
    probes: Iterable[int],
    groups: Mapping[str, str],
) -> None:
    """Enter a new document: its sketch, and the group of each of its claims (claim id -> name)."""
    packed = array("I", sketch).tobytes()
    connection.execute("INSERT INTO witnesses VALUES (?, ?, ?, NULL)", (document, age, packed))
    connection.executemany("INSERT INTO probes VALUES (?, -1, ?, ?)", ((value, age, document) for value in probes))
    connection.executemany("INSERT INTO claim_groups VALUES (?, ?)", groups.items())
    touch(connection, "group", set(groups.values()))


def touch(connection: sqlite3.Connection, kind: str, names: Iterable[str]) -> None:
    connection.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", ((kind, name) for name in names))


def touch_targets(connection: sqlite3.Connection, targets: Iterable[str]) -> None:
    """Note the groups that a decision about these ids (of claims, facts, conflicts or findings) concerns.

    Findings about a name stand under its person, who is no group of claims and is judged apart.
    """
    for about in targets:
        connection.execute(
            """INSERT OR IGNORE INTO touched
               SELECT iif(name LIKE 'person:%', 'entity', 'group'), name FROM group_results WHERE id = :about
               UNION SELECT 'group', name FROM claim_groups WHERE claim = :about""",
            {"about": about},
        )


def touched(store: Store) -> Iterator[str]:
    """The names of the groups to be judged again, in order."""
    last = ""
    while rows := store.rows(
        f"SELECT id FROM touched WHERE kind = 'group' AND id > ? ORDER BY id LIMIT {_PAGE}", [last]
    ):
        for row in rows:
            yield row["id"]
        last = rows[-1]["id"]


def members(store: Store, name: str) -> list[Heard]:
    """The claims of one group, those of the oldest document first."""
    rows = store.rows(
        """SELECT c.*, w.leader, d.published, d.published_precision, d.published_basis, d.published_suspect,
                  d.published_suggestion
           FROM claim_groups g JOIN claims c ON c.id = g.claim JOIN documents d ON d.id = c.document
           JOIN witnesses w ON w.document = c.document WHERE g.name = ?
           ORDER BY w.age, c.document, c.start, c."end", c.id""",
        [name],
    )
    return [Heard(claim_from(row), published_from(row), row["leader"]) for row in rows]


def published_from(row: Row) -> PublicationDate:
    """As much of a publication date as tells when something was said."""
    return PublicationDate(
        value=_period(row["published"], row["published_precision"]),
        basis=row["published_basis"],
        suspect=bool(row["published_suspect"]),
        suggestion=_period(row["published_suggestion"], None),
    )


def _period(value: str | None, precision: str | None) -> Period | None:
    if value is None:
        return None
    found = Period.from_iso(value)
    return Period(found.first, found.last, precision or found.precision)


class Sketches:
    """The sketches of all texts, of which only those that matter are taken out."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def unsettled(self) -> Iterator[tuple[str, str]]:
        """Age and id of each document whose source is not known yet or may have changed."""
        yield from self.connection.execute(
            """SELECT age, document FROM witnesses WHERE leader IS NULL
               UNION SELECT age, document FROM witnesses JOIN touched ON kind = 'copy' AND id = document"""
        )

    def taken(self, document: str) -> tuple[tuple[int, ...], str | None]:
        """The sketch of a text, and the document it was last found to be a copy of (itself where it is none)."""
        packed, leader = self.connection.execute(
            "SELECT sketch, leader FROM witnesses WHERE document = ?", (document,)
        ).fetchone()
        return tuple(array("I", packed)), leader

    def leaders(self, value: int, before: tuple[str, str], most: int) -> list[tuple[str, tuple[int, ...]]]:
        """The oldest leading texts with this value that are older than a place."""
        rows = self.connection.execute(
            """SELECT p.document, w.sketch FROM probes p JOIN witnesses w ON w.document = p.document
               WHERE p.value = ? AND p.leads = 1 AND (p.age, p.document) < (?, ?) ORDER BY p.age, p.document LIMIT ?""",
            (value, *before, most),
        )
        return [(document, tuple(array("I", packed))) for document, packed in rows]

    def followers(self, value: int, after: tuple[str, str]) -> Iterator[tuple[str, str]]:
        """The places of the texts with this value that are newer than a place and were settled before."""
        for leads in (0, 1):
            yield from self.connection.execute(
                "SELECT age, document FROM probes WHERE value = ? AND leads = ? AND (age, document) > (?, ?)",
                (value, leads, *after),
            )

    def settle(self, document: str, leader: str, *, leads: bool) -> None:
        """Note whose copy a text is; what hangs on its source is touched."""
        self.connection.execute("UPDATE witnesses SET leader = ? WHERE document = ?", (leader, document))
        self.connection.execute("UPDATE probes SET leads = ? WHERE document = ?", (int(leads), document))
        self.connection.execute(
            """INSERT OR IGNORE INTO touched SELECT 'group', g.name FROM claims c JOIN claim_groups g ON g.claim = c.id
               WHERE c.document = ?""",
            (document,),
        )
        touch(self.connection, "group", [copy_name(document)])

    def source(self, document: str) -> str | None:
        """The document that a text is a copy of; None for one that stands for itself or is gone."""
        found = self.connection.execute(
            "SELECT leader FROM witnesses WHERE document = ? AND leader <> document", (document,)
        ).fetchone()
        return found[0] if found else None


_COPY = "copy "


def copy_name(document: str) -> str:
    """The name under which the finding stands that a document is a copy."""
    return _COPY + document


def copied(name: str) -> str | None:
    """The document of such a name; None for the name of a group of claims."""
    return name.removeprefix(_COPY) if name.startswith(_COPY) else None
