"""SQL from people: they may look at everything and change nothing."""

from __future__ import annotations

import sqlite3

from ..errors import StoreError
from .archive import Store
from .plain import Row

# What a read-only question needs. The file is opened read-only anyway; without this, ATTACH could still make a new file
# elsewhere or open one that is none of the asker's business.
ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
# The full text index asks for its own version while it reads.
PRAGMAS = frozenset({"data_version", "table_info", "table_xinfo", "index_list", "foreign_key_list"})


def ask(store: Store, sql: str) -> list[Row]:
    """The rows of one SELECT; StoreError says what is wrong with the question."""
    connection = store.db.conn
    connection.set_authorizer(_authorise)
    try:
        cursor = connection.execute(sql)
        if cursor.description is None:
            raise StoreError("this is no question", help="only SELECT is possible here")
        names = _distinct([column[0] for column in cursor.description])
        return [dict(zip(names, row, strict=True)) for row in cursor]
    except (sqlite3.Error, sqlite3.Warning) as error:
        refused = "not authorized" in str(error) or "prohibited" in str(error) or "readonly" in str(error)
        hint = "the store can only be read; see: aktenlage sql 'select name, sql from sqlite_master'"
        raise StoreError(str(error), source="SQL", help=hint if refused else "") from error
    finally:
        connection.set_authorizer(None)


def _authorise(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").lower() in PRAGMAS else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def _distinct(names: list[str]) -> list[str]:
    """Column names, a repeated one with a number: a row must not lose a column."""
    found: dict[str, int] = {}
    answer = []
    for name in names:
        found[name] = found.get(name, 0) + 1
        answer.append(name if found[name] == 1 else f"{name}_{found[name]}")
    return answer
