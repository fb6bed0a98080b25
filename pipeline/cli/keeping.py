"""Verbs that decide, hand out and look after: decide, export, serve, evaluate, doctor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .common import debugging, json_option, print_json, print_table, progress, store_option, verb


@verb()
@click.argument("about", metavar="ID")
@click.option("--value", required=True, help="What holds: a value, or accept, reject, withdraw.")
@click.option("--why", required=True, help="The reason, for those who come after.")
@click.option("--by", default="", help="Who decided.")
@store_option
@json_option
def decide(about: str, value: str, why: str, by: str, store: Path, as_json: bool) -> None:
    """Record a decision about a fact, conflict, finding, claim or correction.

    It is added to the corpus's judgements.jsonl (beside the store, where there is no corpus), outlives every rebuild and
    wins over every rule. What is said about a correction holds for every letter of the word, from the next build on.

    Example: aktenlage decide 3f2a91c0 --value 53 --why "amtliches Verzeichnis" --by Archiv
    """
    from ..build_facts import decide as record
    from ..build_run import shared_knowledge
    from ..store import archive
    from ..store.explain import explain

    if not value.strip() or not why.strip():
        raise click.UsageError("--value and --why must say something")
    made = record(store, about, value.strip(), why.strip(), by.strip(), shared_knowledge)
    if as_json:
        row = {
            "id": made.judgement.about,
            "value": made.judgement.decision,
            "why": why,
            "by": by,
            "on": made.judgement.on,
        }
        print_json(row | {"target": made.target, "file": str(made.file), "status": made.status})
        return
    click.echo(f"recorded in {made.file}", err=True)
    if made.judgement.about.startswith("person:"):
        click.echo(f"{made.judgement.about}: {made.judgement.decision}")
    if made.target in ("facts", "conflicts", "findings", "claims", "corrections"):
        with archive.open_store(store) as opened:
            click.echo(explain(opened, made.judgement.about)["sentence"])
    if made.target == "corrections":
        done = made.status == "applied"
        click.echo(f"the text {'says so already' if done else 'changes with the next build'}", err=True)


@verb()
@click.argument("format", metavar="FORMAT")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Where to [default: exports/ beside the store]."
)
@click.option("--raw", is_flag=True, help="CSV: leave cells as they are, also those a spreadsheet would run.")
@store_option
def export(format: str, out: Path | None, raw: bool, store: Path) -> None:
    """Write the store in another form: csv, json, parquet, ftm, html or pdf.

    Example: aktenlage export csv --out tables
    """
    from ..export import FORMATS
    from ..store import archive

    if format not in FORMATS:
        raise click.BadParameter(f"FORMAT is one of {', '.join(FORMATS)}, not {format}")
    with archive.open_store(store) as opened:
        written = FORMATS[format](opened, out or store.parent / ("report" if format == "html" else "exports"), raw)
    for path in written:
        click.echo(path)
    if format == "pdf":
        from ..ingest.ocr_archive import is_pdfa

        for path in written:
            if not is_pdfa(path.read_bytes()):
                click.echo(f"aktenlage: {path}: plain PDF, for PDF/A it lacks something (an embedded font?)", err=True)


@verb()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--open-to-others", is_flag=True, help="Allow a --host that other machines can reach.")
def serve(store: Path, host: str, port: int, open_to_others: bool) -> None:
    """Web pages for browsing and querying the store, read-only.

    Example: aktenlage serve --port 8001
    """
    from ..web import serve as run

    run(store, host, port, open_to_others=open_to_others, debug=debugging(click.get_current_context()))


@verb()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD_DIR")
@click.option("--documents", type=click.Path(path_type=Path), help="Where the documents lie [default: found beside].")
@click.option("--errors", is_flag=True, help="List what was missed and what was spurious, on stderr.")
@click.option(
    "--floors", type=click.Path(path_type=Path), help="A TOML file of least F1 values; exit 1 when one is missed."
)
@json_option
def evaluate(gold: Path, documents: Path | None, errors: bool, floors: Path | None, as_json: bool) -> None:
    """Precision, recall and F1 for each kind of result against gold files.

    GOLD_DIR holds NAME.json for each document NAME.*; the documents are looked for there, in ../sources and in
    ../../seeds, or in --documents.

    Example: aktenlage evaluate corpus/truth
    """
    from .. import evaluate as evaluation

    with progress("scoring") as advance:
        found = evaluation.evaluate(gold, documents, progress=advance)
    for name in found.without_document:
        click.echo(f"aktenlage: {name}: no document of this name", err=True)
    for complaint in found.failed:
        click.echo(f"aktenlage: {complaint}", err=True)
    for line in found.mistakes if errors else ():
        click.echo(line, err=True)
    if as_json:
        print_json(found.as_dict())
    else:
        rows = [
            {"kind": kind, "gold": score.gold}
            | {name: f"{getattr(score, name):.3f}" for name in ("precision", "recall", "f1")}
            for kind, score in found.scores.items()
        ]
        print_table(
            rows,
            {
                "kind": ("kind", 0),
                "gold": ("gold", 0),
                "precision": ("precision", 0),
                "recall": ("recall", 0),
                "f1": ("F1", 0),
            },
        )
        click.echo("\nConfidence beside the share that is true, by bins of confidence (sure→right)")
        for line in evaluation.certainty.table(found.certain):
            click.echo(line)
    below = evaluation.below_floors(found, evaluation.read_floors(floors, gold)) if floors else []
    for line in below:
        click.echo(f"aktenlage: {line}", err=True)
    sys.exit(1 if below or found.failed or found.without_document else 0)


@verb()
@store_option
@json_option
def doctor(store: Path, as_json: bool) -> None:
    """Say what is installed, what is missing and how to install it, and whether the store is sound.

    Example: aktenlage doctor
    """
    from ..doctor import examine

    checks = examine(store)
    if as_json:
        print_json([check.as_dict() for check in checks])
    else:
        rows = [
            {"state": {True: "ok", False: "MISSING", None: "-"}[check.ok], "what": check.what, "found": check.found}
            | {"do": check.command}
            for check in checks
        ]
        print_table(rows, {"state": ("", 0), "what": ("what", 2), "found": ("found", 3), "do": ("what to do", 3)})
    sys.exit(1 if any(check.ok is False for check in checks) else 0)
