"""The command as people use it: a process with arguments, streams and exit codes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import aktenlage as command
from pipeline.errors import NotFound
from pipeline.store import archive
from tests.conftest import ROOT
from tests.unit.dossiers import dossier

COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]
VERBS = [
    "build",
    "ingest",
    "repair",
    "analyse",
    "documents",
    "facts",
    "conflicts",
    "series",
    "findings",
    "entities",
    "search",
    "explain",
    "decide",
    "sql",
    "export",
    "serve",
    "evaluate",
    "doctor",
    "promote",
]


@dataclass(frozen=True)
class Ran:
    returncode: int
    stdout: bytes
    stderr: bytes


def aktenlage(*arguments: object, stdin: str | bytes = b"", cwd: Path = ROOT) -> Ran:
    """Runs the command in this process: sixty starts of an interpreter would take a minute."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(command, [str(one) for one in arguments], input=stdin, prog_name="aktenlage")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def as_process(*arguments: object, stdin: bytes = b"") -> Ran:
    """Runs the command as a process of its own, in a bare environment with LC_ALL=C."""
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, cwd=ROOT, env=bare, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "a.db"
    with archive.open_store(path, write=True) as opened:
        for centres in (47, 51):
            one = dossier(f"mitteilung-{centres}.txt", centres=centres)
            archive.keep(opened, one.document.source, one.document.id, "work", (one,))
    return path


def test_every_promised_verb_has_help_with_an_example():
    assert set(VERBS) <= set(command.commands)
    for verb in VERBS:
        shown = CliRunner().invoke(command, [verb, "--help"], terminal_width=80)
        assert shown.exit_code == 0
        assert f"Example: aktenlage {verb}" in " ".join(shown.output.split()), verb
        assert max(map(len, shown.output.splitlines())) <= 100


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-verb"],
        ["search"],
        ["documents", "--since", "gestern"],
        ["entities", "DRAGON"],
        ["export", "docx"],
        ["decide", "abc"],
        ["decide", "abc", "--value", " ", "--why", "x"],
        ["build", "--ocr", "perhaps"],
    ],
)
def test_wrong_usage_is_two(arguments):
    assert aktenlage(*arguments).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["documents", "--store", "nowhere/x.db"],
        ["analyse", "nowhere.txt"],
        ["repair", "nowhere.txt"],
        ["ingest", "nowhere", "--store", "x.db"],
        ["build", "nowhere"],
        ["evaluate", "nowhere"],
        ["serve", "--store", "nowhere.db"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_one(arguments, tmp_path):
    ran = aktenlage(*arguments, cwd=tmp_path)
    lines = ran.stderr.decode().splitlines()
    assert ran.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith("aktenlage: ")
    assert "nowhere" in lines[0]
    assert ran.stdout == b""


def test_debug_shows_where():
    with pytest.raises(NotFound):
        aktenlage("documents", "--store", "nowhere.db", "--debug")


@pytest.mark.parametrize("arguments", [["search", "Löhrmann"], ["entities", "PERSON"]])
def test_umlauts_survive_the_c_locale(store, arguments):
    ran = as_process(*arguments, "--store", store)
    assert ran.returncode == 0
    assert "Löhrmann" in ran.stdout.decode("utf-8")


def test_help_answers_at_once_and_an_error_is_one_line():
    assert b"Usage: aktenlage" in as_process("--help").stdout
    ran = as_process("documents", "--store", "nirgendwo/ä.db")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)
    assert "nirgendwo/ä.db" in ran.stderr.decode("utf-8")


def test_standard_input_is_utf_8_everywhere():
    text = "Für Größe und Maß\n"
    assert as_process("repair", stdin=text.encode()).stdout.decode() == text


@pytest.mark.parametrize("verb", ["documents", "facts", "conflicts", "findings", "entities"])
def test_lists_as_json_csv_and_table(store, verb):
    rows = json.loads(aktenlage(verb, "--json", "--store", store).stdout)
    assert isinstance(rows, list)
    table = aktenlage(verb, "--store", store)
    assert table.returncode == 0
    assert all(len(line) <= 80 for line in table.stdout.decode().splitlines())
    assert b"\x1b" not in table.stdout
    as_csv = list(csv.DictReader(io.StringIO(aktenlage(verb, "--csv", "--store", store).stdout.decode())))
    assert len(as_csv) == len(rows)


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        ([], 2),
        (["--document", "mitteilung-47"], 1),
        (["--district", "Borken"], 2),
        (["--district", "05554"], 2),
        (["--person", "Loehrmann"], 2),
        (["--property", "centres_opened"], 2),
        (["--since", "2017"], 0),
        (["--until", "2016-06"], 2),
    ],
)
def test_filters(store, arguments, number):
    ran = aktenlage("documents", "--json", "--store", store, *arguments)
    assert len(json.loads(ran.stdout)) == number


def test_entities_of_a_property_are_those_its_sentences_name(store):
    everybody = json.loads(aktenlage("entities", "--json", "--store", store).stdout)
    named = json.loads(aktenlage("entities", "--json", "--store", store, "--property", "centres_opened").stdout)
    assert {one["id"] for one in named} <= {one["id"] for one in everybody}
    assert json.loads(aktenlage("entities", "--json", "--store", store, "--property", "nowhere").stdout) == []


def test_a_filter_that_means_nobody_says_so(store):
    ran = aktenlage("documents", "--person", "Niemand", "--store", store)
    assert ran.returncode == 1
    assert b"Niemand" in ran.stderr


def test_sql_reads_and_only_reads(store):
    ran = aktenlage("sql", "select count(*) as n from claims", "--json", "--store", store)
    assert json.loads(ran.stdout) == [{"n": 4}]
    before = store.read_bytes()
    for harmful in (
        "delete from claims",
        "attach 'x.db' as x",
        "pragma user_version = 3",
        "select 1; select 2",
        "selec",
    ):
        ran = aktenlage("sql", harmful, "--store", store)
        assert ran.returncode == 1
        assert len(ran.stderr.splitlines()) == 1
    assert store.read_bytes() == before


def test_sql_prints_numbers_as_they_are(store):
    ran = aktenlage(
        "sql", "select 2016 as year, 3399 as start, 0.998 as sure, 1200.0 as euro, null as none", "--store", store
    )
    assert ran.stdout.decode().split()[-4:] == ["2016", "3399", "0.998", "1200.0"]


def test_a_quoted_name_that_is_no_column_is_no_text(store):
    ran = aktenlage("sql", 'select "from" from corrections', "--store", store)
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"no such column: from" in ran.stderr
    assert b"was, now" in ran.stderr
    ran = aktenlage(
        "sql",
        """select "was", 'say "from"' as "what ""it"" says" from corrections -- "from" """,
        "--json",
        "--store",
        store,
    )
    assert json.loads(ran.stdout)[0] == {"was": "6", 'what "it" says': 'say "from"'}
    ran = aktenlage("sql", "select * from correction", "--store", store)
    assert b"corrections" in ran.stderr


def test_explain_leads_to_the_quote(store):
    [claim, *_] = json.loads(
        aktenlage("sql", "select id from claims order by property", "--json", "--store", store).stdout
    )
    shown = aktenlage("explain", claim["id"][:8], "--store", store).stdout.decode()
    assert "Zeichen 0 bis" in shown
    assert "Sylvia Löhrmann" in shown
    unknown = aktenlage("explain", "zzzz", "--store", store)
    assert unknown.returncode == 1
    assert "there is for example" in unknown.stderr.decode()


def test_conflicts_have_the_keys_that_were_promised(store):
    for conflict in json.loads(aktenlage("conflicts", "--json", "--store", store).stdout):
        assert set(conflict) >= {
            "id", "subject", "property", "label", "scope", "period", "kind", "status", "values", "chosen", "rule", "why"
        }  # fmt: skip
        for value in conflict["values"]:
            assert set(value) >= {"value", "claims", "documents", "independent_sources", "first", "last"}


def test_an_analysis_printed_has_the_keys_that_were_promised():
    found = json.loads(aktenlage("analyse", ROOT / "corpus/sources/erste-sechzehn.txt", "--json").stdout)
    assert set(found) >= {
        "schema", "document", "text", "blocks", "original", "corrections", "mentions", "claims", "findings"
    }  # fmt: skip
    assert all(set(block) == {"kind", "start", "end", "page"} for block in found["blocks"])
    for mention in found["mentions"]:
        assert set(mention) >= {
            "start", "end", "page", "text", "label", "name", "entity", "role", "value", "unit", "qualifier", "of",
            "confidence",
        }  # fmt: skip
        assert 0 <= mention["confidence"] <= 1
    assert found["claims"]
    for claim in found["claims"]:
        assert set(claim) >= {
            "id", "subject", "property", "value", "unit", "qualifier", "of", "scope", "period", "as_of", "modality",
            "speaker", "quote", "start", "end", "page", "confidence",
        }  # fmt: skip
        assert claim["modality"] in ("stated", "planned", "target")
    for finding in found["findings"]:
        assert set(finding) >= {"kind", "severity", "message", "evidence", "suggestion"}
        assert all(set(one) >= {"start", "end", "quote"} for one in finding["evidence"])


def test_repair_keeps_line_breaks_and_locked_words(tmp_path):
    clean = "Die Kreise fördern\nInte-\ngration.  Zwei  Blanks\r\nund ein Ende ohne Zeilenwechsel"
    assert aktenlage("repair", stdin=clean).stdout.decode() == clean
    ran = aktenlage("repair", "-", "--json", stdin=clean)
    assert json.loads(ran.stdout) == {"text": clean, "corrections": [], "damage": []}


def test_repair_says_where_the_text_is_damaged_and_what_shows_it():
    sound = "Die Räume öffnen früher, und für Getränke ist gesorgt."
    damaged = "Fir die Er6ffnung wiinschte der Biirgermeister viel Gliick."
    [window] = json.loads(aktenlage("repair", "--json", stdin=f"{sound}\n\n{damaged}\n\n{sound}").stdout)["damage"]
    assert (window["start"], window["end"]) == (len(sound) + 2, len(sound) + 2 + len(damaged) - len("."))
    assert window["probability"] > 0.9
    words = {f"{sound}\n\n{damaged}"[word["start"] : word["end"]]: word for word in window["evidence"]}
    assert all(seen == word["from"] for seen, word in words.items())
    assert words["Biirgermeister"]["to"] == "Bürgermeister"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"])
def test_repair_reads_what_offices_have_written(tmp_path, encoding):
    clean = "Die Städte fördern für alle Bürger größere Räume.\n"
    (tmp_path / "alt.txt").write_bytes(clean.encode(encoding))
    assert aktenlage("repair", tmp_path / "alt.txt").stdout.decode() == clean


def test_analyse_reads_standard_input():
    ran = aktenlage(
        "analyse", "-", "--json", stdin="Am 3. Mai 2016 zahlte der Kreis Borken 5.000 Euro an zwei Vereine.\n"
    )
    found = json.loads(ran.stdout)
    assert found["document"]["source"] == "-"
    assert [mention["value"] for mention in found["mentions"] if mention["label"] == "MONEY"] == [5000]


def test_ingest_goes_on_after_a_bad_file(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "gut.txt").write_text("Der Kreis Borken zahlt 5.000 Euro.\n", "utf-8")
    (tmp_path / "in" / "leer.txt").write_text("")
    ran = aktenlage("ingest", "in", "--store", "s.db", "--jobs", "1", cwd=tmp_path)
    assert ran.returncode == 1
    assert "in/leer.txt" in ran.stderr.decode()
    assert "2 files: 1 read" in ran.stderr.decode()
    listed = json.loads(aktenlage("documents", "--json", "--store", "s.db", cwd=tmp_path).stdout)
    assert [row["source"] for row in listed] == ["in/gut.txt"]


def test_ingest_keeps_everything_that_came_by_standard_input(tmp_path):
    for words in ("Der Kreis Unna zahlt 100 Euro.\n", "Der Kreis Soest zahlt 200 Euro.\n"):
        assert aktenlage("ingest", "-", "--store", "s.db", "--jobs", "1", stdin=words, cwd=tmp_path).returncode == 0
    listed = json.loads(aktenlage("documents", "--json", "--store", "s.db", cwd=tmp_path).stdout)
    assert len(listed) == 2
    assert all(row["source"].startswith("stdin-") for row in listed)


def test_a_closed_pipe_is_no_traceback(store):
    ran = subprocess.run(
        f"{COMMAND[0]} -c '{COMMAND[2]}' documents --json --store {store} | head -c 1",
        shell=True,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert b"Traceback" not in ran.stderr


def test_serve_answers_on_this_machine_only(store):
    server = subprocess.Popen(
        [*COMMAND, "serve", "--store", str(store), "--port", "0"],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}start.json", timeout=60) as answer:
            assert json.loads(answer.read())["counts"]["Dokumente"] == 2
        foreign = urllib.request.Request(address, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(foreign, timeout=60)
    finally:
        server.terminate()
        server.wait()


def test_doctor_looks_at_the_store(store):
    ran = aktenlage("doctor", "--json", "--store", store)
    checks = {check["what"]: check for check in json.loads(ran.stdout)}
    assert checks["store: pages"]["ok"]
    assert not checks["store: originals"]["ok"]  # these dossiers were made by hand, without files
    assert checks["store: originals"]["command"]
    assert checks["aktenlage"]["ok"]
