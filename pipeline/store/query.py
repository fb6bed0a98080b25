"""SQL from people: they may look at everything and change nothing."""

from __future__ import annotations

import re
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

# Strings, comments and quoted names of SQL; the one group is what stands between double quotes.
QUOTED = re.compile(r"""'(?:''|[^'])*'|--[^\n]*|/\*.*?\*/|\[[^\]]*\]|`(?:``|[^`])*`|"((?:""|[^"])*)\"""", re.DOTALL)


def ask(store: Store, sql: str) -> list[Row]:
    """The rows of one SELECT; StoreError says what is wrong with the question.

    What stands between double quotes is a name and nothing else: SQLite takes `"from"` for a text where no column is
    called so, and answers with that word (https://sqlite.org/quirks.html#dblquote). Python can switch that off from
    3.12 on (`setconfig`); names in backticks never become texts, in no version.
    """
    connection = store.db.conn
    connection.set_authorizer(_authorise)
    try:
        cursor = connection.execute(QUOTED.sub(_name, sql))
        if cursor.description is None:
            raise StoreError("this is no question", help="only SELECT is possible here")
        names = _distinct([column[0] for column in cursor.description])
        return [dict(zip(names, row, strict=True)) for row in cursor]
    except (sqlite3.Error, sqlite3.Warning) as error:
        refused = "not authorized" in str(error) or "prohibited" in str(error) or "readonly" in str(error)
        hint = "the store can only be read; see: aktenlage sql 'select name, sql from sqlite_master'" if refused else ""
        connection.set_authorizer(None)
        raise StoreError(str(error), source="SQL", help=hint or _names(store, sql, str(error))) from error
    finally:
        connection.set_authorizer(None)


def _name(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group() if name is None else "`" + name.replace('""', '"').replace("`", "``") + "`"


def _names(store: Store, sql: str, error: str) -> str:
    """What could have been meant: the columns of the tables in the question, or the tables there are."""
    tables = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    if "no such table" in error:
        return "there are " + ", ".join(
            sorted(name for name in tables if not name.startswith(("passages", "_", "sqlite")))
        )
    if "no such column" not in error:
        return ""
    words = {word.casefold() for word in re.findall(r"\w+", sql)}
    columns = [
        f"{table} has {', '.join(row['name'] for row in store.rows('SELECT name FROM pragma_table_info(?)', [table]))}"
        for table in sorted(tables)
        if table.casefold() in words
    ]
    return "; ".join([*columns, "texts stand between single quotes"])


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
