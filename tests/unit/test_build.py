"""A corpus becomes a store: only what changed is worked on, one bad file stops nothing, the same corpus gives the same."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline import build as building
from pipeline.build import attempt, build, ingest, repaired
from pipeline.build_facts import decide
from pipeline.build_files import below, sources_at, sources_of
from pipeline.build_run import Reading, shared_knowledge
from pipeline.build_workers import Here, Processes, too_slow
from pipeline.errors import AktenlageError, NotFound, StoreError, UnreadableFile
from pipeline.export.tables import table_rows
from pipeline.repair import Repairs
from pipeline.store import archive, listing
from pipeline.store.explain import explain
from pipeline.store.schema import EXPORTED
from pipeline.text import Edit
from pipeline.web import page_document

FIRST = """Presseinformation

02.12.2013

Koordinierungsstelle in Dortmund eröffnet

Integrationsminister Guntram Schneider hat heute in Dortmund die Koordinierungsstelle eröffnet. Bisher wurden 47 von 53
Kommunalen Integrationszentren errichtet. In allen 53 Kreisen und kreisfreien Städten in Nordrhein-Westfalen soll es sie geben.
"""
SECOND = """Presseinformation

23.02.2018

Tour durch die Zentren

Heute haben 53 der 54 Kreise und kreisfreien Städte in Nordrhein-Westfalen ein Kommunales Integrationszentrum, sagte
Staatssekretärin Serap Güler in Hagen.
"""


@pytest.fixture
def corpus(tmp_path):
    sources = tmp_path / "corpus" / "sources"
    sources.mkdir(parents=True)
    (sources / "2013.txt").write_text(FIRST, "utf-8")
    (sources / "2018.txt").write_text(SECOND, "utf-8")
    return tmp_path / "corpus"


def run(corpus: Path, out: Path, **options):
    return build(corpus, out / "aktenlage.db", out, executor=options.pop("executor", Here()), **options)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with archive.open_store(path) as store:
        return {table: list(table_rows(store, table)[1]) for table in EXPORTED}


def exports(out: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(out)): file.read_bytes()
        for name in ("exports", "report")
        for file in (out / name).rglob("*")
    }


def test_a_second_build_works_on_nothing(corpus, tmp_path):
    first = run(corpus, tmp_path / "out")
    assert (first.worked, first.unchanged, first.failed) == (2, 0, [])
    before = exports(tmp_path / "out")
    second = run(corpus, tmp_path / "out")
    assert (second.worked, second.unchanged, second.failed) == (0, 2, [])
    assert exports(tmp_path / "out") == before


def test_only_the_changed_file_is_read_again(corpus, tmp_path):
    run(corpus, tmp_path / "out")
    (corpus / "sources" / "2018.txt").write_text(SECOND.replace("Hagen", "Hamm"), "utf-8")
    report = run(corpus, tmp_path / "out")
    assert (report.worked, report.unchanged) == (1, 1)
    run(corpus, tmp_path / "fresh")
    assert contents(tmp_path / "out" / "aktenlage.db") == contents(tmp_path / "fresh" / "aktenlage.db")


def test_a_removed_file_leaves_a_build_but_not_an_ingest(corpus, tmp_path):
    run(corpus, tmp_path / "out")
    (corpus / "sources" / "2018.txt").unlink()
    report = run(corpus, tmp_path / "out")
    assert report.removed == 1
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        assert [row["source"] for row in listing.documents(store, listing.Filters())] == ["2013.txt"]
    ingest(sources_at([corpus]), tmp_path / "kept.db", executor=Here())
    (corpus / "sources" / "2013.txt").unlink()
    (corpus / "sources" / "new.txt").write_text(SECOND, "utf-8")
    ingest(sources_at([corpus]), tmp_path / "kept.db", executor=Here())
    with archive.open_store(tmp_path / "kept.db") as store:
        assert len(listing.documents(store, listing.Filters())) == 2


def test_order_and_number_of_workers_make_no_difference(corpus, tmp_path, monkeypatch):
    run(corpus, tmp_path / "one")
    run(corpus, tmp_path / "two", executor=Processes(2))
    shuffled = sources_of(corpus)
    random.Random(1).shuffle(shuffled)
    monkeypatch.setattr(building, "sources_of", lambda corpus: shuffled)
    run(corpus, tmp_path / "three")
    assert exports(tmp_path / "one") == exports(tmp_path / "two") == exports(tmp_path / "three")


def test_bad_files_go_into_quarantine_and_the_rest_is_built(corpus, tmp_path):
    sources = corpus / "sources"
    (sources / "empty.txt").write_bytes(b"")
    (sources / "noise.pdf").write_bytes(random.Random(1).randbytes(4000))
    (sources / "strange.xyz").write_bytes(b"\x00\x01\x02\x03" * 500)
    os.mkfifo(sources / "pipe.txt")
    (sources / "link.txt").symlink_to("/etc/hostname")
    report = run(corpus, tmp_path / "out")
    assert report.worked == 2
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        found = {row["source"]: row for row in store.rows("SELECT * FROM quarantine")}
    assert set(found) == {"empty.txt", "noise.pdf", "strange.xyz", "pipe.txt", "link.txt"}
    assert found["empty.txt"]["code"] == "empty"
    assert found["pipe.txt"]["code"] == found["link.txt"]["code"] == "unreadable"
    assert all(row["reason"] for row in found.values())
    assert "internal" not in {row["code"] for row in found.values()}
    assert len(report.failed) == 5
    assert "empty.txt" in (tmp_path / "out" / "exports" / "quarantine.csv").read_text("utf-8")
    (sources / "empty.txt").unlink()
    run(corpus, tmp_path / "out")
    assert "empty.txt" not in (tmp_path / "out" / "exports" / "quarantine.csv").read_text("utf-8")


def test_a_fault_of_the_program_costs_one_file(corpus, tmp_path, monkeypatch):
    examine = building.examine

    def broken(document, known, *more):
        if document.source == "2018.txt":
            raise ZeroDivisionError("a fault")
        return examine(document, known, *more)

    monkeypatch.setattr(building, "examine", broken)
    report = run(corpus, tmp_path / "out")
    assert report.worked == 1
    [error] = report.failed
    assert error.code == "internal"
    assert "ZeroDivisionError" in str(error)
    assert "broken" in report.traces[0]


def _dies_on_three(number: int) -> int:
    if number == 3:
        os._exit(1)
    return number * 10


def test_a_job_that_kills_its_process_fails_alone():
    found = list(Processes(2).map(_dies_on_three, list(range(8)), crashed=lambda job, error: -job))
    assert found == [0, 10, 20, -3, 40, 50, 60, 70]


def _sleeps_on_one(number: int) -> int:
    if number == 1:
        time.sleep(60)
    return number * 10


def _sleeps_deaf_on_one(number: int) -> int:
    if number == 1:  # as a library does that never comes back to the interpreter
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(60)
    return number * 10


@pytest.mark.parametrize("reader", [_sleeps_on_one, _sleeps_deaf_on_one])
def test_a_job_that_takes_too_long_is_given_up_and_the_rest_is_done(reader):
    found = list(Processes(2, limit=1, grace=0.5).map(reader, list(range(4)), lambda job, error: (job, error.code)))
    assert found == [0, (1, "too_slow"), 20, 30]


def _slow_reader(job):
    if job.source.name == "2013.txt":
        time.sleep(60)
    return attempt(job)


def test_a_slow_file_is_quarantined_with_what_to_do(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(building, "attempt", _slow_reader)
    report = run(corpus, tmp_path / "out", executor=Processes(1, limit=25, grace=2))
    assert (report.worked, [error.code for error in report.failed]) == (1, ["too_slow"])
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        [row] = store.rows("SELECT * FROM quarantine")
    assert (row["source"], row["code"]) == ("2013.txt", "too_slow")
    assert "--limit" in row["help"]


def test_a_slow_file_is_not_tried_for_ever(corpus, tmp_path, monkeypatch):
    """Not again with the same limit, but with another one."""
    out = tmp_path / "out"
    with archive.open_store(_made(out) / "aktenlage.db", write=True) as store:
        archive.quarantine(store, "2013.txt", archive.sha256_of(corpus / "sources" / "2013.txt"), too_slow(60))
    tried = []
    monkeypatch.setattr(building, "attempt", lambda job: tried.append(job.source.name) or attempt(job))
    executor = Here()
    executor.limit = 60.0
    report = run(corpus, out, executor=executor)
    assert "2013.txt" not in tried
    assert [error.code for error in report.failed] == ["too_slow"]
    executor.limit = 120.0
    assert not run(corpus, out, executor=executor).failed
    assert "2013.txt" in tried


def _made(folder):
    folder.mkdir()
    return folder


def test_what_belongs_to_a_corpus(tmp_path):
    for name in (
        "a.txt",
        "a.json",
        "b.json",
        ".hidden",
        "~$word.docx",
        "x.tmp",
        "sources.csv",
        "judgements.jsonl",
        ".git/c.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.name for path in below(tmp_path)] == ["a.txt", "b.json"]
    with pytest.raises(UnreadableFile, match="no such folder"):
        sources_of(tmp_path / "nowhere")


def test_copies_are_one_document_under_the_first_name(corpus, tmp_path):
    (corpus / "sources" / "zz.txt").write_text(FIRST, "utf-8")
    report = run(corpus, tmp_path / "out")
    assert report.worked == 2
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        names = [row["source"] for row in store.rows("SELECT source FROM files ORDER BY source")]
        assert names == ["2013.txt", "2018.txt", "zz.txt"]
        assert {row["source"] for row in store.rows("SELECT source FROM documents")} == {"2013.txt", "2018.txt"}
    (corpus / "sources" / "2013.txt").unlink()
    run(corpus, tmp_path / "out")
    run(corpus, tmp_path / "fresh")
    assert contents(tmp_path / "out" / "aktenlage.db") == contents(tmp_path / "fresh" / "aktenlage.db")


def test_originals_are_kept_byte_for_byte(corpus, tmp_path):
    run(corpus, tmp_path / "out")
    kept = {path.read_bytes() for path in (tmp_path / "out" / "originals").rglob("*") if path.is_file()}
    assert kept == {FIRST.encode(), SECOND.encode()}


# --- decisions ---------------------------------------------------------------------------------------------------------


def the_conflict(path: Path) -> dict[str, object]:
    with archive.open_store(path) as store:
        return next(
            row for row in listing.conflicts(store, listing.Filters()) if row["property"] == "districts_in_state"
        )


def test_a_decision_outlives_deleted_outputs(corpus, tmp_path):
    out = tmp_path / "out"
    run(corpus, out)
    conflict = the_conflict(out / "aktenlage.db")
    assert conflict["rule"] == "authority"
    made = decide(out / "aktenlage.db", conflict["id"][:8], "54", "so zählt das Land", "Archiv", shared_knowledge)
    assert made.file == corpus / "judgements.jsonl"
    decided = the_conflict(out / "aktenlage.db")
    assert (decided["chosen"], decided["rule"], decided["status"]) == (54, "human", "resolved")
    for path in sorted(out.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    run(corpus, out)
    assert the_conflict(out / "aktenlage.db") == decided
    with archive.open_store(out / "aktenlage.db") as store:
        assert explain(store, conflict["id"])["decisions"][0]["why"] == "so zählt das Land"


def test_a_decision_can_be_taken_back(corpus, tmp_path):
    out = tmp_path / "out"
    run(corpus, out)
    before = the_conflict(out / "aktenlage.db")
    for value in ("54", "withdraw"):
        decide(out / "aktenlage.db", before["id"], value, "Versehen", "", shared_knowledge)
    assert the_conflict(out / "aktenlage.db") == before
    assert len((corpus / "judgements.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_decision_whose_target_vanished_is_listed_and_kept(corpus, tmp_path):
    line = {"id": "0123456789abcdef", "value": "54", "why": "alt", "by": "Archiv", "on": "2026-01-01T00:00:00Z"}
    (corpus / "judgements.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    run(corpus, tmp_path / "out")
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        found = [row for row in listing.findings(store, listing.Filters()) if row["kind"] == "decision_without_target"]
        assert len(found) == 1
        assert store.rows("SELECT status FROM decisions") == [{"status": "to review"}]
    assert json.loads((corpus / "judgements.jsonl").read_text("utf-8")) == line


def test_a_rejected_claim_no_longer_competes(corpus, tmp_path):
    out = tmp_path / "out"
    run(corpus, out)
    conflict = the_conflict(out / "aktenlage.db")
    claims = next(value["claims"] for value in conflict["values"] if value["value"] == 54)
    for claim in claims:
        decide(out / "aktenlage.db", claim, "reject", "Zählfehler", "", shared_knowledge)
    with archive.open_store(out / "aktenlage.db") as store:
        assert not [row for row in listing.conflicts(store, listing.Filters()) if row["id"] == conflict["id"]]
        assert store.rows("SELECT count(*) AS n FROM claims WHERE id = ?", [claims[0]]) == [{"n": 1}]


def test_a_decided_fact_keeps_its_claims(corpus, tmp_path):
    out = tmp_path / "out"
    run(corpus, out)
    with archive.open_store(out / "aktenlage.db") as store:
        fact = next(row for row in listing.facts(store, listing.Filters()) if row["value"] == 47)
    decide(out / "aktenlage.db", fact["id"], "48", "nachgezählt", "Archiv", shared_knowledge)
    with archive.open_store(out / "aktenlage.db") as store:
        answer = explain(store, fact["id"])
    assert (answer["value"], answer["rule"], answer["status"]) == (48, "human", "resolved")
    assert answer["claims"][0]["value"] == 47
    assert "nachgezählt" in answer["why"]


def test_a_rejected_correction_is_not_made_again(tmp_path):
    sources = tmp_path / "corpus" / "sources"
    sources.mkdir(parents=True)
    damaged = (
        "Zur Eréffnung des Zentrums kamen viele Gaste. Die Férderung der Stadte und Kreise fir die nachste Zeit wird\n"
        "fortgefihrt, sagte der Staatssekretar. Uber die Grife der Zentren entscheidet die Bundelungsbehérde.\n"
    )
    (sources / "scan.txt").write_text(damaged, "utf-8")
    out = tmp_path / "out"
    run(tmp_path / "corpus", out)
    with archive.open_store(out / "aktenlage.db") as store:
        applied = store.rows("SELECT * FROM corrections WHERE status = 'applied' ORDER BY start")
    assert applied
    decide(out / "aktenlage.db", applied[0]["id"], "reject", "steht so da", "", shared_knowledge)
    assert run(tmp_path / "corpus", out).worked == 1
    with archive.open_store(out / "aktenlage.db") as store:
        after = store.rows("SELECT id, status FROM corrections WHERE id = ?", [applied[0]["id"]])
    assert after == [{"id": applied[0]["id"], "status": "rejected"}]
    assert run(tmp_path / "corpus", out).worked == 0


WORDS = "Ein Wort in der Gr6Benordnung, dann eins in der Unterst6t-\nzungsbehorde, ein Schif und „Gaste“ dazu, |sel.\n"


@pytest.fixture
def doubtful(tmp_path, monkeypatch):
    """A corpus with one text, and a repair that changes one word and is unsure about others."""

    def propose(text, lexicon, *, names=(), near_damage=False):
        def edits(*pairs):
            return tuple(
                Edit(at, at + len(was), now, rule, 0.4, f"{was} ist {now}")
                for word, inside, was, now, rule in pairs
                if (at := text.string.find(word)) >= 0 and (at := at + inside) >= 0
            )

        letter = "words.character"
        sure = edits(
            ("Gr6Ben", 2, "6", "ö", letter), ("Gr6Ben", 3, "B", "ß", letter), ("„Gaste", 0, "„", "»", "marks.quote")
        )
        sure += edits(("|sel", 0, "|", "I", letter))
        unsure = edits(
            ("|sel", 0, "|s", "Es", letter),
            ("Unterst6t", 7, "6", "ü", letter),
            ("zungsbehorde", 8, "o", "ö", letter),
            ("Schif ", 4, "f", "ff", letter),
            ("Gaste", 1, "a", "ä", letter),
        )
        return Repairs(sure, unsure)

    monkeypatch.setattr(building, "propose", propose)
    (tmp_path / "corpus" / "sources").mkdir(parents=True)
    (tmp_path / "corpus" / "sources" / "scan.txt").write_text(WORDS, "utf-8")
    return tmp_path


def read_so(folder: Path) -> tuple[str, dict[str, str], list[str]]:
    """The text, the corrections ("was>now" -> status), and what became of the decisions."""
    with archive.open_store(folder / "out" / "aktenlage.db") as store:
        rows = store.rows("SELECT was || '>' || now AS change, status FROM corrections ORDER BY start")
        return (
            store.rows("SELECT text FROM texts")[0]["text"],
            {row["change"]: row["status"] for row in rows},
            [row["status"] for row in store.rows("SELECT status FROM decisions ORDER BY position")],
        )


def say(folder: Path, change: str, value: str) -> str:
    path = folder / "out" / "aktenlage.db"
    with archive.open_store(path) as store:
        [row] = store.rows("SELECT id FROM corrections WHERE was || '>' || now = ?", [change])
    return decide(path, row["id"], value, "weil", "", shared_knowledge).status


def test_a_rejected_proposal_stays_rejected(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    before, statuses, _ = read_so(doubtful)
    assert statuses["f>ff"] == "proposed"
    assert say(doubtful, "f>ff", "reject") == "pending"
    assert run(doubtful / "corpus", doubtful / "out").worked == 1
    after, statuses, decided = read_so(doubtful)
    assert (after, statuses["f>ff"], decided) == (before, "rejected", ["applied"])
    assert run(doubtful / "corpus", doubtful / "out").worked == 0


def test_an_accepted_proposal_changes_the_text(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    assert say(doubtful, "f>ff", "accept") == "pending"
    assert read_so(doubtful)[2] == ["pending"]
    assert run(doubtful / "corpus", doubtful / "out").worked == 1
    text, statuses, decided = read_so(doubtful)
    assert "ein Schiff und" in text
    assert (statuses["f>ff"], decided) == ("applied", ["applied"])
    with archive.open_store(doubtful / "out" / "aktenlage.db") as store:
        assert store.rows("SELECT confidence FROM corrections WHERE now = 'ff'") == [{"confidence": 1.0}]
    assert run(doubtful / "corpus", doubtful / "out").worked == 0
    say(doubtful, "f>ff", "withdraw")
    assert run(doubtful / "corpus", doubtful / "out").worked == 1
    text, statuses, decided = read_so(doubtful)
    assert "ein Schif und" in text
    assert (statuses["f>ff"], decided) == ("proposed", ["superseded", "superseded"])


@pytest.mark.parametrize("letter", ["6>ö", "B>ß"])
def test_half_a_word_is_never_shown(doubtful, letter):
    run(doubtful / "corpus", doubtful / "out")
    assert "Größenordnung" in read_so(doubtful)[0]
    say(doubtful, letter, "reject")
    run(doubtful / "corpus", doubtful / "out")
    text, statuses, decided = read_so(doubtful)
    assert "Gr6Benordnung" in text
    assert (statuses["6>ö"], statuses["B>ß"], decided) == ("rejected", "rejected", ["applied"])
    assert statuses["o>ö"] == statuses["f>ff"] == "proposed"
    assert run(doubtful / "corpus", doubtful / "out").worked == 0


@pytest.mark.parametrize("letter", ["6>ü", "o>ö"])
def test_a_word_broken_over_a_line_end_is_accepted_whole(doubtful, letter):
    run(doubtful / "corpus", doubtful / "out")
    say(doubtful, letter, "accept")
    run(doubtful / "corpus", doubtful / "out")
    text, statuses, _ = read_so(doubtful)
    assert "Unterstützungsbehörde" in text.replace("-\n", "")
    assert (statuses["6>ü"], statuses["o>ö"], statuses["f>ff"]) == ("applied", "applied", "proposed")


def test_the_last_word_about_a_word_holds(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    say(doubtful, "6>ü", "reject")
    say(doubtful, "o>ö", "accept")
    run(doubtful / "corpus", doubtful / "out")
    assert read_so(doubtful)[2] == ["superseded", "applied"]
    say(doubtful, "6>ü", "reject")
    run(doubtful / "corpus", doubtful / "out")
    _, statuses, decided = read_so(doubtful)
    assert (statuses["6>ü"], statuses["o>ö"]) == ("rejected", "rejected")
    assert decided == ["superseded", "superseded", "applied"]


def test_a_quotation_mark_is_decided_apart_from_its_word(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    say(doubtful, "„>»", "reject")
    run(doubtful / "corpus", doubtful / "out")
    _, statuses, _ = read_so(doubtful)
    assert (statuses["„>»"], statuses["a>ä"]) == ("rejected", "proposed")


def test_an_accepted_proposal_wins_over_a_repair_of_the_same_letters(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    assert "Isel" in read_so(doubtful)[0]
    say(doubtful, "|s>Es", "accept")
    assert run(doubtful / "corpus", doubtful / "out").failed == []
    text, statuses, decided = read_so(doubtful)
    assert ("Esel" in text, statuses["|>I"], statuses["|s>Es"], decided) == (True, "rejected", "applied", ["applied"])


def test_a_decision_holds_when_the_store_is_made_anew(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    say(doubtful, "f>ff", "accept")
    (doubtful / "out" / "aktenlage.db").unlink()
    run(doubtful / "corpus", doubtful / "out")
    assert "ein Schiff und" in read_so(doubtful)[0]
    assert run(doubtful / "corpus", doubtful / "out").worked == 0


def test_a_repair_in_an_attachment_can_be_decided(doubtful):
    mail = EmailMessage()
    mail["Subject"] = "Anlage"
    mail.set_content("Anbei die Mitteilung.")
    mail.add_attachment(WORDS, filename="anlage.txt")
    (doubtful / "corpus" / "sources" / "scan.txt").unlink()
    (doubtful / "corpus" / "sources" / "post.eml").write_bytes(bytes(mail))
    run(doubtful / "corpus", doubtful / "out")
    say(doubtful, "f>ff", "accept")
    assert run(doubtful / "corpus", doubtful / "out").worked == 1
    assert (read_so(doubtful)[1]["f>ff"], read_so(doubtful)[2]) == ("applied", ["applied"])
    assert run(doubtful / "corpus", doubtful / "out").worked == 0


def test_a_correction_takes_a_yes_or_a_no(doubtful):
    run(doubtful / "corpus", doubtful / "out")
    with pytest.raises(AktenlageError, match="accept, reject or withdraw"):
        say(doubtful, "f>ff", "Schaf")
    assert not (doubtful / "corpus" / "judgements.jsonl").exists()


def test_a_corpus_that_cannot_be_written_gets_its_decisions_beside_the_store(corpus, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run(corpus, out)
    monkeypatch.setattr("pipeline.build_facts._may_write", lambda path: path.parent != corpus)
    made = decide(out / "aktenlage.db", the_conflict(out / "aktenlage.db")["id"], "54", "weil", "", shared_knowledge)
    assert made.file == out / "judgements.jsonl"
    monkeypatch.undo()
    assert the_conflict(out / "aktenlage.db")["rule"] == "human"
    run(corpus, out)
    assert the_conflict(out / "aktenlage.db")["rule"] == "human"


@pytest.mark.parametrize("line", ["no json", '{"value": 1}', "[]"])
def test_a_broken_line_of_decisions_is_named(corpus, tmp_path, line):
    (corpus / "judgements.jsonl").write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(StoreError, match="line 2"):
        run(corpus, tmp_path / "out")


def test_nothing_has_that_id(corpus, tmp_path):
    run(corpus, tmp_path / "out")
    with pytest.raises(NotFound, match="nothing here has the id"):
        decide(tmp_path / "out" / "aktenlage.db", "ffffffffffffffff", "1", "x", "", shared_knowledge)


def test_repairing_clean_text_changes_nothing():
    assert repaired(FIRST) == (FIRST, [], [])


def test_where_a_text_is_damaged_is_stored_and_shown(tmp_path):
    sound = "Die Räume öffnen früher, und für Getränke ist während der Gespräche gesorgt."
    broken = "Fir die Er6ffnung wiinschte der Biirger-\nmeister den Schiilern viel Gliick."
    sources = tmp_path / "corpus" / "sources"
    sources.mkdir(parents=True)
    (sources / "a.txt").write_text(f"{sound}\n\n{broken}\n\n{sound}\n", "utf-8")
    (sources / "b.txt").write_text(f"{sound}\n\n{sound}\n", "utf-8")
    run(tmp_path / "corpus", tmp_path / "out")
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        [row] = store.rows("SELECT d.*, t.original FROM damage d JOIN texts t USING (document)")
        assert (row["zone"], row["position"]) == ("body", 0)
        assert row["original"][row["start"] : row["end"]] == broken.rstrip(".")
        assert row["probability"] > 0.9
        for word in (evidence := json.loads(row["evidence"])):
            assert row["original"][word["start"] : word["end"]].replace("-\n", "") == word["from"]
        assert ("Biirgermeister", "Bürgermeister") in {(word["from"], word["to"]) for word in evidence}
        shown = page_document.page(store, row["document"])
    assert shown["damage"][0]["evidence"] == evidence
    assert str(shown["marked"]).count(" damaged") == 1
    assert "1 beschädigte Stelle" in (tmp_path / "out" / "report" / "index.html").read_text("utf-8")


def test_an_error_crosses_a_process_border_whole():
    import pickle

    error = AktenlageError("broken", source="a.pdf", help="mend it")
    assert str(pickle.loads(pickle.dumps(error))) == "a.pdf: broken (mend it)"


SPELLED = """Ministerium für Arbeit

Neues Zentrum in Unna

Düsseldorf, 3. Mai 2016. Die Abgeordnete Sevgi Gökdal hat am Dienstag ein Zentrum für Beratung eröffnet.
"""
DAMAGED = """Besuch im Zentrum

Diisseldorf, 4. Juni 2016. Die Abgeordnete Sevgi Gokdal hat fiir die Biirgerinnen und Biirger ein Biiro eréffnet. Sie
wiirdigte die Arbeit der Stadte und Kreise, die fiir ihre Biichereien Geld bekommen kénnen.
"""


@pytest.mark.parametrize("spelled_first", [True, False])
def test_a_name_that_another_file_spells_out_is_repaired_whichever_came_first(corpus, tmp_path, spelled_first):
    files = {"spelled.txt": SPELLED, "damaged.txt": DAMAGED}
    first, then = list(files) if spelled_first else reversed(files)
    (corpus / "sources" / first).write_text(files[first], "utf-8")
    run(corpus, tmp_path / "out")
    (corpus / "sources" / then).write_text(files[then], "utf-8")
    run(corpus, tmp_path / "out")
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        (row,) = store.rows("SELECT text FROM texts JOIN documents d ON d.id = document WHERE d.source = 'damaged.txt'")
    assert "Sevgi Gökdal" in row["text"]
    report = run(corpus, tmp_path / "out")
    assert (report.worked, report.unchanged) == (0, 4)
    run(corpus, tmp_path / "fresh")
    assert contents(tmp_path / "out" / "aktenlage.db") == contents(tmp_path / "fresh" / "aktenlage.db")

    (corpus / "sources" / "spelled.txt").unlink()  # and with the proof the repair goes
    run(corpus, tmp_path / "out")
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        (row,) = store.rows("SELECT text FROM texts JOIN documents d ON d.id = document WHERE d.source = 'damaged.txt'")
    assert "Sevgi Gokdal" in row["text"]


@pytest.mark.parametrize("before", [False, True])
def test_a_file_that_fails_when_it_is_read_again_counts_as_failed_alone(corpus, tmp_path, monkeypatch, before):
    (corpus / "sources" / "damaged.txt").write_text(DAMAGED, "utf-8")
    if before:
        run(corpus, tmp_path / "out")
    (corpus / "sources" / "spelled.txt").write_text(SPELLED, "utf-8")
    broken = AktenlageError("broken", help="mend it")
    monkeypatch.setattr(building, "attempt", lambda job: Reading(job, error=broken) if job.names else attempt(job))
    report = run(corpus, tmp_path / "out")
    assert (report.worked, report.unchanged, len(report.failed)) == ((1, 2, 1) if before else (3, 0, 1))
    with archive.open_store(tmp_path / "out" / "aktenlage.db") as store:
        assert [row["source"] for row in store.rows("SELECT source FROM quarantine")] == ["damaged.txt"]
        assert not store.rows("SELECT 1 FROM documents WHERE source = 'damaged.txt'")
