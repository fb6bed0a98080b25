"""The tables of the store, made and changed by numbered migrations (migrations/*.sql).

A migration that was ever published is never edited: a change to the tables is a new file with the next number. Each
runs in its own transaction, so a kill in the middle leaves the store as it was. A store with migrations this program
does not know was written by a newer one and is left alone.

What tables and columns mean stands in tables.toml, in German and English, for people and for the web pages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from ..errors import StoreError

HERE = Path(__file__).parent

# Tables whose content depends on the corpus, the decisions and the program alone: two builds of the same corpus give
# the same rows. `runs` keeps the time of day, `files` what was worked on when, `texts` and `passages` only repeat what
# the originals say, so none of them belongs to the exports.
EXPORTED = (
    "documents",
    "attachments",
    "pages",
    "blocks",
    "corrections",
    "damage",
    "mentions",
    "entities",
    "claims",
    "boxes",
    "facts",
    "fact_claims",
    "series",
    "conflicts",
    "conflict_values",
    "conflict_claims",
    "findings",
    "finding_evidence",
    "finding_claims",
    "decisions",
    "quarantine",
)


LATER = ("007_damage",)
"""Migrations that add one table that pages and exports read, called as the file is."""


def _step(path: Path) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        db.executescript(path.read_text("utf-8"))  # within the migration's transaction, which sqlite-utils minds

    return run


migrations = Migrations("aktenlage")
for _path in sorted((HERE / "migrations").glob("*.sql")):
    migrations(name=_path.stem)(_step(_path))


def migrate(db: Database, source: str) -> None:
    """Bring a store up to this program's tables; refuse one that is already further."""
    refuse_newer(db, source)
    if migrations.pending(db):
        migrations.apply(db)


def refuse_newer(db: Database, source: str) -> None:
    """Raise StoreError for a store with migrations this program does not know."""
    known = {path.stem for path in (HERE / "migrations").glob("*.sql")}
    newer = [migration.name for migration in migrations.applied(db) if migration.name not in known]
    if newer:
        raise StoreError(
            f"this store was written by a newer program (it has {newer[-1]})",
            source=source,
            help="install that version of aktenlage, or build anew with --store NEWFILE",
        )


def stand_in(db: Database) -> None:
    """Give a store of an older program the tables it has not yet, empty and for this connection alone.

    It can then be read; the next build brings it up to date.
    """
    db.conn.execute("PRAGMA temp_store = MEMORY")
    for step in LATER:
        if not db[step.partition("_")[2]].exists():
            script = (HERE / "migrations" / f"{step}.sql").read_text("utf-8")
            db.conn.executescript(script.replace("CREATE TABLE", "CREATE TEMP TABLE"))


@cache
def descriptions() -> dict[str, Any]:
    """What each table and column means: {table: {"de": …, "en": …, "columns": {column: {"de": …, "en": …}}}}."""
    with (HERE / "tables.toml").open("rb") as file:
        return tomllib.load(file)
