"""Is this store whole? Its pages, its links, its full text index, and the originals it promises."""

from __future__ import annotations

from collections.abc import Iterator

from .archive import Store, sha256_of

# Hashing every original of a large archive takes hours; a sample of this size finds a rotting disk soon enough.
SAMPLE = 200


def examine(store: Store) -> Iterator[tuple[str, str, str]]:
    """What was looked at, the fault (empty when there is none) and the command that mends it."""
    rebuild = "delete the store and run: aktenlage build"
    pages = [row[0] for row in store.db.conn.execute("PRAGMA quick_check(5)")]
    yield "pages", "" if pages == ["ok"] else "; ".join(pages), rebuild
    links = store.rows("PRAGMA foreign_key_check")
    yield "links", f"{len(links)} rows point to nothing" if links else "", rebuild
    passages, words = (
        store.db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("passages", "passages_words_docsize")
    )
    yield "full text index", "" if passages == words else f"holds {words} of {passages} paragraphs", rebuild
    missing, changed = originals(store)
    fault = ", ".join(
        part
        for part in (
            f"{len(missing)} missing, first {missing[0]}" if missing else "",
            f"{len(changed)} changed, first {changed[0]}" if changed else "",
        )
        if part
    )
    yield "originals", fault, "put the files back into the corpus and run: aktenlage build"


def originals(store: Store) -> tuple[list[str], list[str]]:
    """Sources whose original is gone, and (of a sample) those whose original is no longer what was read."""
    missing, changed = [], []
    for number, row in enumerate(store.rows("SELECT source, sha256 FROM files ORDER BY sha256")):
        path = store.originals / row["sha256"][:2] / row["sha256"]
        if not path.exists():
            missing.append(row["source"])
        elif number < SAMPLE and sha256_of(path) != row["sha256"]:
            changed.append(row["source"])
    return missing, changed
