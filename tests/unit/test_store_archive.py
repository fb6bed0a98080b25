"""What goes into the store comes out again, and nothing is lost, doubled or left half written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import AktenlageError, LockedFile, NotFound, StoreError, UnreadableFile
from pipeline.export.tables import table_rows
from pipeline.store import archive, groups, listing
from pipeline.store.schema import EXPORTED, descriptions
from tests.conftest import ROOT
from tests.unit.dossiers import dossier


def put(store: archive.Store, one, source: str | None = None) -> None:
    archive.keep(store, source or one.document.source, one.document.id, "work", (one,))


def contents(store: archive.Store) -> dict[str, list[tuple[object, ...]]]:
    return {table: list(table_rows(store, table)[1]) for table in EXPORTED}


@pytest.fixture
def store(tmp_path):
    with archive.open_store(tmp_path / "a.db", write=True) as opened:
        yield opened


def test_claims_and_date_come_back_as_they_went_in(store):
    one = dossier()
    put(store, one)
    [(document, age, text)] = list(groups.unheard(store))
    assert (document, age, text) == (one.document.id, "2016-06-28", one.body.string)
    assert tuple(groups.claims_of(store, document)) == one.claims
    [row] = store.rows("SELECT * FROM documents")
    published, printed = groups.published_from(row), one.header.published
    assert (published.value, published.basis, published.best) == (printed.value, printed.basis, printed.best)


def test_the_quote_of_every_claim_is_what_stands_in_the_original(store):
    put(store, dossier())
    for row in store.rows("SELECT c.*, t.original FROM claims c JOIN texts t USING (document)"):
        assert row["original"][row["start"] : row["end"]] == row["quote"]


def test_every_word_of_a_claim_has_its_box(store):
    put(store, dossier())
    [words] = store.rows(
        "SELECT count(*) AS n FROM boxes b JOIN claims c ON c.id = b.claim WHERE property = 'centres_opened'"
    )
    assert words["n"] == len(dossier().claims[0].evidence.quote.split())


def test_a_document_written_twice_is_there_once(store):
    put(store, dossier())
    before = contents(store)
    put(store, dossier())
    assert contents(store) == before


def test_the_order_of_documents_makes_no_difference(tmp_path):
    documents = [dossier("a.txt"), dossier("b.txt", centres=52), dossier("c.txt", centres=47, day=date(2013, 12, 2))]
    found = []
    for name, order in (("1.db", documents), ("2.db", documents[::-1])):
        with archive.open_store(tmp_path / name, write=True) as store:
            for one in order:
                put(store, one)
            found.append(contents(store))
    assert found[0] == found[1]


def test_a_copy_is_one_document_until_its_last_name_goes(store):
    one = dossier("a.txt")
    put(store, one)
    archive.keep_copy(store, "copy/a.txt", one.document.id, "work")
    assert len(store.rows("SELECT * FROM documents")) == 1
    archive.remove(store, "a.txt")
    assert len(store.rows("SELECT * FROM documents")) == 1
    archive.remove(store, "copy/a.txt")
    assert store.rows("SELECT * FROM documents") == []
    assert store.rows("SELECT * FROM mentions") == []
    assert store.rows("SELECT count(*) AS n FROM passages_words_docsize") == [{"n": 0}]


def test_an_attachment_outlives_one_of_two_mails(store):
    mails = [dossier(f"{name}.eml", extra=f"Mail {name}") for name in "ab"]
    for mail in mails:
        attached = dossier(f"{mail.document.source}/x.pdf", centres=52, parent=mail.document.id)
        archive.keep(store, mail.document.source, mail.document.id, "work", (mail, attached))
    assert len(store.rows("SELECT * FROM documents")) == 3
    archive.remove(store, "a.eml")
    # The attachment went with its mail; the other mail is to be read again.
    assert [row["work"] for row in store.rows("SELECT work FROM files")] == [""]


def test_quarantine_says_why_and_ends_when_the_file_can_be_read(store):
    one = dossier("a.txt")
    archive.quarantine(store, "a.txt", one.document.id, LockedFile("needs a password", help="unlock it"))
    [row] = store.rows("SELECT * FROM quarantine")
    assert (row["code"], row["reason"], row["help"]) == ("password", "needs a password", "unlock it")
    put(store, one)
    assert store.rows("SELECT * FROM quarantine") == []
    archive.quarantine(store, "a.txt", one.document.id, AktenlageError("broken"))
    assert store.rows("SELECT * FROM documents") == []


def test_reading_changes_nothing(tmp_path, store):
    put(store, dossier())
    with (
        pytest.raises(StoreError, match="readonly"),
        archive.open_store(tmp_path / "a.db") as readable,
    ):
        readable.db.conn.execute("DELETE FROM claims")


def test_a_read_only_store_in_a_read_only_folder_can_be_read(tmp_path):
    folder = tmp_path / "shelf"
    with archive.open_store(folder / "a.db", write=True) as store:
        put(store, dossier())
    os.chmod(folder / "a.db", 0o444)
    os.chmod(folder, 0o555)
    try:
        with archive.open_store(folder / "a.db") as store:
            assert len(listing.documents(store, listing.Filters())) == 1
    finally:
        os.chmod(folder, 0o755)


def test_no_store_here(tmp_path):
    with pytest.raises(NotFound, match="no store here"), archive.open_store(tmp_path / "none.db"):
        pass


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_another_file_is_no_store(tmp_path, content):
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(StoreError), archive.open_store(tmp_path / "x.db"):
        pass
    assert (tmp_path / "x.db").read_bytes() == content


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_store_is_refused_and_left_alone(tmp_path, write):
    path = tmp_path / "a.db"
    with archive.open_store(path, write=True) as store:
        put(store, dossier())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('aktenlage', '999_later', '')"
        )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer program"), archive.open_store(path, write=write):
        pass
    assert path.read_bytes() == before


def test_the_journal_is_no_wal(store):
    assert store.db.conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert store.db.conn.execute("PRAGMA synchronous").fetchone() == (2,)


def test_every_table_and_column_is_described_in_both_languages(store):
    known = descriptions()
    tables = [
        row["name"]
        for row in store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        if not row["name"].startswith(("sqlite_", "_sqlite", "passages_"))
    ]
    for table in tables:
        assert {"de", "en", "columns"} <= set(known[table]), table
        columns = {row["name"] for row in store.rows(f"PRAGMA table_info({table})")}
        assert set(known[table]["columns"]) == columns, table
        assert all(text.strip() for column in known[table]["columns"].values() for text in column), table
    assert set(known) == set(tables)


def test_an_original_is_kept_under_its_hash_once(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Text")
    sha256 = archive.sha256_of(file)
    archive.keep_original(file, sha256, tmp_path / "originals")
    archive.keep_original(file, sha256, tmp_path / "originals")
    assert [path.name for path in (tmp_path / "originals").rglob("*") if path.is_file()] == [sha256]


def test_a_file_that_changed_meanwhile_is_not_kept(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Text")
    with pytest.raises(UnreadableFile, match="changed"):
        archive.keep_original(file, "0" * 64, tmp_path / "originals")
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []


def test_half_copies_of_dead_processes_are_swept(tmp_path):
    folder = tmp_path / "originals" / "ab"
    folder.mkdir(parents=True)
    (folder / ".tmp.abc.999999999").write_text("half")
    (folder / f".tmp.abc.{os.getpid()}").write_text("being written")
    archive.sweep(tmp_path / "originals")
    assert [path.name for path in folder.iterdir()] == [f".tmp.abc.{os.getpid()}"]


# Puts three documents into a store and kills itself at the numbered point: before each statement, copy step and rename.
KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from pipeline.store import archive
from tests.unit.dossiers import dossier

folder, point = Path(sys.argv[1]), int(sys.argv[2])
count = 0

def step(*_):
    global count
    count += 1
    if count == point:
        os.kill(os.getpid(), signal.SIGKILL)

def counted(function):
    def inner(*arguments, **options):
        step()
        return function(*arguments, **options)
    return inner

os.replace, os.fsync = counted(os.replace), counted(os.fsync)
with archive.open_store(folder / "a.db", write=True) as store:
    store.db.conn.set_trace_callback(step)
    archive.sweep(store.originals)
    for number in (47, 51, 52):
        one = dossier(f"{number}.txt", centres=number)
        inbox = folder / f"{number}.txt"
        sha256 = archive.sha256_of(inbox)
        archive.keep_original(inbox, sha256, store.originals)
        archive.keep(store, inbox.name, sha256, "work", (one,))
print(count)
"""


def _run_killed(folder: Path, point: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(point)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_kill_at_any_write_loses_and_doubles_nothing(tmp_path):
    """Every 29th of the numbered points here (a prime, so that all kinds of statements are met); all of them by hand."""
    for number in (47, 51, 52):
        (tmp_path / f"{number}.txt").write_text(f"inbox {number}")
    whole = tmp_path / "whole"
    whole.mkdir()
    for file in tmp_path.glob("*.txt"):
        (whole / file.name).write_bytes(file.read_bytes())
    points = int(_run_killed(whole, 0).stdout)
    with archive.open_store(whole / "a.db") as store:
        wanted = contents(store)
    assert points > 100
    stride = int(os.environ.get("AKTENLAGE_KILL_STRIDE", "29"))
    for point in range(1, points + 1, stride):
        folder = tmp_path / str(point)
        folder.mkdir()
        for file in tmp_path.glob("*.txt"):
            (folder / file.name).write_bytes(file.read_bytes())
        assert _run_killed(folder, point).returncode == -signal.SIGKILL
        if (folder / "a.db").exists() and sqlite3_has_tables(folder / "a.db"):
            with archive.open_store(folder / "a.db") as store:
                assert store.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
                for row in store.rows("SELECT * FROM files"):  # whatever has a row has its original
                    assert archive.sha256_of(store.originals / row["sha256"][:2] / row["sha256"]) == row["sha256"]
                for row in store.rows("SELECT id FROM documents"):  # and is there as a whole
                    assert len(store.rows("SELECT * FROM claims WHERE document = ?", [row["id"]])) == 2
        assert _run_killed(folder, 0).returncode == 0
        with archive.open_store(folder / "a.db") as store:
            assert contents(store) == wanted
        assert not list((folder / "originals").glob("*/.tmp.*"))


def sqlite3_has_tables(path: Path) -> bool:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'documents'").fetchone()[0]
    connection.close()
    return bool(found)


WRITER = """
import sys
from pathlib import Path
from pipeline.store import archive
from tests.unit.dossiers import dossier

with archive.open_store(Path(sys.argv[1]), write=True) as store:
    for number in range(20):
        one = dossier(f"{sys.argv[2]}/{number}.txt", centres=number + 10)
        archive.keep(store, one.document.source, one.document.id, "work", (one,))
"""


def test_three_writers_at_once_keep_each_document_once(tmp_path):
    path = tmp_path / "a.db"
    with archive.open_store(path, write=True):
        pass
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=ROOT) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    with archive.open_store(path) as store:
        assert len(store.rows("SELECT * FROM documents")) == 20
        assert len(store.rows("SELECT * FROM files")) == 60
        assert store.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert store.rows("PRAGMA foreign_key_check") == []


def test_a_store_of_an_older_program_can_be_read_until_it_is_built_again(tmp_path):
    path = tmp_path / "aktenlage.db"
    with archive.open_store(path, write=True) as opened:
        archive.keep(opened, "a.txt", (one := dossier("a.txt")).document.id, "work", (one,))
        opened.db.conn.execute("DROP TABLE damage")
        opened.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = '007_damage'")
    with archive.open_store(path) as opened:
        assert list(table_rows(opened, "damage")[1]) == []
        assert len(list(table_rows(opened, "documents")[1])) == 1
    with archive.open_store(path, write=True) as opened:
        assert opened.db["damage"].exists()
