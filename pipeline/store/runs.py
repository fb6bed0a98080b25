"""When what ran: the only place of the store with a time of day, so that everything else can be built again byte by byte."""

from __future__ import annotations

from datetime import UTC, datetime

from .archive import Store


def begin(store: Store, command: str, version: str) -> int:
    """Note the start; a run without an end was broken off."""
    with store.transaction() as connection:
        sql = "INSERT INTO runs (command, version, started) VALUES (?, ?, ?)"
        return connection.execute(sql, (command, version, _now())).lastrowid or 0


def end(store: Store, run: int, files: int, worked: int, unchanged: int, failed: int, removed: int) -> None:
    with store.transaction() as connection:
        connection.execute(
            "UPDATE runs SET finished = ?, files = ?, worked = ?, unchanged = ?, failed = ?, removed = ? WHERE id = ?",
            (_now(), files, worked, unchanged, failed, removed, run),
        )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
