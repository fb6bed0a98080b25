"""Verbs that read files: build, ingest, repair, analyse."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import AktenlageError, UnreadableFile
from .common import json_option, print_json, print_table, progress, say, store_option, verb

if TYPE_CHECKING:
    from ..build import Report
    from ..build_workers import Executor


@verb()
@click.argument("corpus", type=click.Path(path_type=Path), default=Path("corpus"))
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False), help="The store [default: DIR/aktenlage.db].")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("outputs"), show_default=True, metavar="DIR"
)
@click.option("--jobs", type=click.IntRange(1), help="Worker processes [default: one a processor].")
@click.option("--scheduler", metavar="ADDRESS", help="Work on a dask cluster instead.")
@click.option("--ocr", type=click.Choice(["auto", "never", "force"]), default="auto", show_default=True)
@click.option("--limit", type=click.FloatRange(1), metavar="SECONDS", help="Give up a file after this [default: 1800].")
def build(
    corpus: Path, store: Path | None, out: Path, jobs: int | None, scheduler: str | None, ocr: str, limit: float | None
) -> None:
    """Make store, exports and report from every document below CORPUS.

    Only what changed since the last build is worked on again. A file that cannot be read is put aside with its reason,
    and the rest is built.

    Example: aktenlage build corpus --out outputs
    """
    from .. import build as pipeline

    with progress("reading") as advance:
        report = pipeline.build(
            corpus,
            store or out / "aktenlage.db",
            out,
            executor=_executor(jobs, scheduler, limit),
            ocr=ocr,
            progress=advance,
        )
    _tell(report)
    click.echo(f"store {store or out / 'aktenlage.db'}, report {out / 'report' / 'index.html'}", err=True)
    sys.exit(1 if report.failed else 0)


def _executor(jobs: int | None, scheduler: str | None, limit: float | None) -> Executor:
    from ..build_workers import LIMIT, Cluster, Processes

    return Cluster(scheduler) if scheduler else Processes(jobs, limit=limit or LIMIT)


def _tell(report: Report) -> None:
    for error in report.failed:
        click.echo(f"aktenlage: {error}", err=True)
    debug = click.get_current_context().meta.get("debug")
    for trace in report.traces if debug else ():
        click.echo(trace, err=True)
    click.echo(
        f"{report.files} files: {report.worked} read, {report.unchanged} unchanged, {len(report.failed)} in quarantine"
        + (f", {report.removed} removed" if report.removed else ""),
        err=True,
    )


@verb()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="PATH...")
@store_option
@click.option("--jobs", type=click.IntRange(1), help="Worker processes [default: one a processor].")
@click.option("--ocr", type=click.Choice(["auto", "never", "force"]), default="auto", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Work on a dask cluster instead.")
@click.option("--limit", type=click.FloatRange(1), metavar="SECONDS", help="Give up a file after this [default: 1800].")
@click.option("--watch", is_flag=True, help="Stay and read what is put into the folders.")
def ingest(
    paths: tuple[Path, ...],
    store: Path,
    jobs: int | None,
    ocr: str,
    scheduler: str | None,
    limit: float | None,
    watch: bool,
) -> None:
    """Read files, folders or - (standard input) into a store.

    A document that fails is put aside with its reason, and the batch goes on; the exit code is then 1.

    Example: aktenlage ingest scans/ letter.pdf --store archive.db
    """
    from ..build import ingest as bring_in
    from ..build_files import sources_at

    executor = _executor(jobs, scheduler, limit)
    own = [store.parent / name for name in ("originals", "readings", "exports", "report")]
    with _standard_input(paths) as files:
        for path in files:
            if not path.exists() and not path.is_symlink():
                raise UnreadableFile("there is no such file or folder", source=str(path))
        with progress("reading") as advance:
            sources = [one for one in sources_at(files, leave_out=own) if not _is_store(one.path, store)]
            if Path("-") in paths:  # under its own name, not that of the temporary folder
                stdin = files[paths.index(Path("-"))]
                sources = [replace(one, name=stdin.name) if one.path == stdin else one for one in sources]
            report = bring_in(sources, store, executor=executor, ocr=ocr, progress=advance)
    _tell(report)
    if watch:
        _watch([path for path in paths if path.is_dir()], store, own, executor, ocr)
    sys.exit(1 if report.failed else 0)


def _is_store(path: Path, store: Path) -> bool:
    return path.resolve() == store.resolve() or path.name.startswith(f"{store.name}-")


@contextmanager
def _standard_input(paths: tuple[Path, ...]) -> Iterator[list[Path]]:
    """The paths, with `-` as a file of its own."""
    if Path("-") not in paths:
        yield list(paths)
        return
    with tempfile.TemporaryDirectory() as folder:
        # The content names it, so that the next thing read from standard input does not take its place in a store.
        data = sys.stdin.buffer.read()
        file = Path(folder) / f"stdin-{hashlib.sha256(data).hexdigest()[:12]}"
        file.write_bytes(data)
        yield [file if path == Path("-") else path for path in paths]


def _watch(folders: list[Path], store: Path, own: list[Path], executor: Executor, ocr: str) -> None:
    from ..build import ingest as bring_in
    from ..build_files import sources_at
    from .watching import whole_files

    if not folders:
        raise UnreadableFile("--watch needs a folder", help="name the folder that files are put into")
    click.echo(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it", err=True)
    for files in whole_files(folders):
        # Named as a plain `ingest FOLDER` would name them, so that a file has one name in the store.
        wanted = {path.resolve() for path in files}
        sources = [one for one in sources_at(folders, leave_out=own) if one.path.resolve() in wanted]
        sources = [one for one in sources if not _is_store(one.path, store)]
        if not sources:
            continue
        try:
            _tell(bring_in(sources, store, executor=executor, ocr=ocr))
        except AktenlageError as error:  # nothing ends the watch but the person who started it
            click.echo(f"aktenlage: {error}", err=True)


@verb()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"))
@json_option
@click.option(
    "--locked",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="WORDS",
    help="A file of words that must stay as they are, one a line.",
)
def repair(file: Path, as_json: bool, locked: Path | None) -> None:
    """Repair OCR damage in plain text from FILE or standard input; line breaks stay where they are.

    Example: aktenlage repair scan.txt > repaired.txt
    """
    from ..build import repaired
    from ..store.plain import correction_fields, damage_fields

    string = _decoded(sys.stdin.buffer.read() if file == Path("-") else _bytes(file))
    words = _decoded(_bytes(locked)).split() if locked else []
    text, corrections, damage = repaired(string, words)
    if as_json:
        keys = ("start", "end", "from", "to", "kind", "confidence", "reason")
        rows = [correction_fields("", one) for one in corrections]
        places = ("start", "end", "probability", "evidence")
        print_json(
            {
                "text": text,
                "corrections": [{key: row[key] for key in keys} for row in rows],
                "damage": [{key: row[key] for key in places} for row in map(damage_fields, damage)],
            }
        )
    else:
        click.echo(text, nl=False)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"cannot be opened ({error.strerror})",
            source=str(path),
            help="give one file that you may read, or - for stdin",
        ) from error


def _decoded(data: bytes) -> str:
    """Text of a file in UTF-8 or, failing that, in whatever encoding German offices have used."""
    try:
        return data.decode("utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else data.decode("utf-8")
    except UnicodeDecodeError:
        from ..ingest.plain import decode

        return decode(data)[0]


@verb()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@json_option
@click.option("--ocr", type=click.Choice(["auto", "never", "force"]), default="auto", show_default=True)
def analyse(file: Path, as_json: bool, ocr: str) -> None:
    """Say everything known about one document, without a store.

    Example: aktenlage analyse release.pdf --json
    """
    from ..build import process
    from ..export.analysis import analysis
    from ..ingest import ReadOptions
    from ..knowledge import load_knowledge

    source = "-" if file == Path("-") else str(file)
    with _standard_input((file,)) as (path,):
        if not path.exists():
            raise UnreadableFile("there is no such file", source=str(path))
        dossiers = process(path, load_knowledge(), source=source, options=ReadOptions(ocr=ocr))
    first, *attached = (analysis(dossier) for dossier in dossiers)
    if attached:
        first["attachments"] = attached
    if as_json:
        click.echo(json.dumps(first, ensure_ascii=False, indent=1))
    else:
        _print_analysis(first)


def _print_analysis(found: dict[str, Any]) -> None:
    from ..store.explain import figure

    document, published = found["document"], found["document"]["publication_date"]
    say(document["title"] or document["source"])
    say(f"  {document['kind']}, {published['value'] or 'no date'} ({published['basis']})")
    if published["suspect"]:
        say(f"  doubtful: {published['why']}")
    if document["issuers"]:
        say(f"  {'; '.join(document['issuers'])}")
    say(f"  {len(found['corrections'])} corrections, {len(found['mentions'])} mentions")
    for one in found["damage"]:
        words = ", ".join(f"{word['from']} → {word['to']}" for word in one["evidence"][:3])
        page = f"page {one['page']}, " if one["page"] else ""
        say(f"  damaged: {page}characters {one['start']} to {one['end']} ({one['probability']:.0%}: {words})")
    if found["mentions"]:
        rows = {(row["label"], row["name"] or row["text"]): row for row in found["mentions"]}
        shown = [
            {
                "label": row["label"],
                "name": row["name"] or row["text"],
                "meaning": row["role"] or _meaning(row, figure(row)),
            }
            for row in rows.values()
        ]
        print_table(shown, {"label": ("label", 0), "name": ("name", 3), "meaning": ("meaning", 3)})
    if found["claims"]:
        claims = [row | {"says": figure(row)} for row in found["claims"]]
        print_table(claims, {"property": ("property", 2), "says": ("value", 2), "sentence": ("sentence", 5)})
    for finding in found["findings"]:
        say(f"{finding['severity']}: {finding['message']}")


def _meaning(row: dict[str, Any], figure: str) -> str:
    return figure if row["value"] is not None else row["entity"] or ""
