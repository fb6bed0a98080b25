"""Many files: which have to be read, what becomes of each, and how it gets into the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from . import __version__
from .build_facts import decisions
from .build_files import Source, work_of
from .build_workers import LIMIT, Executor, TooSlow, too_slow
from .errors import AktenlageError, StoreError, UnreadableFile
from .facts import Dossier, stable_id
from .ingest import ReadOptions
from .knowledge import Knowledge, load_knowledge
from .repair import proofs
from .store import archive, judgements, runs
from .store.plain import correction_id
from .store.spellings import files_with, spellings


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, with all that a worker on another machine needs to know."""

    source: Source
    sha256: str
    options: ReadOptions
    judged: Mapping[str, bool] = field(default_factory=dict)  # id -> what a person said, yes or no, oldest first
    names: frozenset[str] = frozenset()  # spelled out in other files, and perhaps meant here


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a job: dossiers, or the error that stands for them."""

    job: Job
    dossiers: tuple[Dossier, ...] = ()
    error: AktenlageError | None = None
    trace: str = ""


@dataclass(slots=True)
class Report:
    """What a run did, for its last line and for its exit code."""

    files: int = 0
    worked: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[AktenlageError] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)


Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, name: str) -> None:
    """No progress shown."""


@cache
def shared_knowledge() -> Knowledge:
    """Loaded once in each process."""
    return load_knowledge()


def crashed(job: Job, error: AktenlageError) -> Reading:
    return Reading(job, error=error)


def bring_in(
    store: archive.Store,
    sources: Sequence[Source],
    work: Callable[[Job], Reading],
    executor: Executor,
    options: ReadOptions,
    progress: Progress,
    *,
    command: str,
) -> Report:
    """Read what is new or changed and put it into the store. `build` also forgets what is no longer there."""
    report = Report(files=len(sources))
    archive.sweep(store.originals)
    run = runs.begin(store, command, __version__)
    if command == "build":
        report.removed = _remove_missing(store, {source.name for source in sources})
    judged = judgements.answers(judgements.in_force(decisions(store)))
    limit: float = getattr(executor, "limit", LIMIT)
    names = proven_names(store)
    jobs, copies = _plan(store, sources, options, judged, names, report, too_slow(limit))
    for done, reading in enumerate(executor.map(work, jobs, crashed), 1):
        report.worked += _keep(store, reading, report)
        progress(done, len(jobs), reading.job.source.name)
    again = _again(store, sources, options, judged, names) if jobs else []
    for done, reading in enumerate(executor.map(work, again, crashed), 1):
        if not _keep(store, reading, report):  # and no longer what it was counted as
            first = reading.job.source.name in {job.source.name for job in jobs}
            report.worked, report.unchanged = report.worked - first, report.unchanged - (not first)
        progress(done, len(again), reading.job.source.name)
    for source, sha256 in copies:
        if store.rows("SELECT 1 FROM documents WHERE id = ?", [sha256]):
            archive.keep_copy(store, source.name, sha256, work_of(source, options.ocr))
    runs.end(store, run, report.files, report.worked, report.unchanged, len(report.failed), report.removed)
    return report


def proven_names(store: archive.Store) -> dict[str, frozenset[str]]:
    """For each file with a damaged page, by its hash, the names there that other files prove.

    What is spelled and what is doubtful hangs on each file alone, so the outcome does not hang on their order.
    """
    doubted = spellings(store, doubtful=True)
    if not doubted:
        return {}  # and nothing is loaded for a store of clean pages
    found = proofs(doubted, spellings(store, doubtful=False), shared_knowledge().lexicon)
    names: dict[str, frozenset[str]] = {}
    for file, pair in files_with(store, found):
        names[file] = names.get(file, frozenset()) | found[pair]
    return names


def _again(
    store: archive.Store,
    sources: Sequence[Source],
    options: ReadOptions,
    judged: Mapping[str, bool],
    before: Mapping[str, frozenset[str]],
) -> list[Job]:
    """The files to read once more, because what was read now proves other names in them than were known before."""
    after = proven_names(store)
    changed = {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}
    if not changed:
        return []
    here = {source.name: source for source in sources}
    rows = store.rows(
        """SELECT f.document, d.source FROM json_each(?) one JOIN files f ON f.document = one.value
           JOIN documents d ON d.id = f.document GROUP BY f.document ORDER BY d.source""",
        [json.dumps(sorted(changed))],
    )
    return [
        Job(here[row["source"]], row["document"], options, judged, after.get(row["document"], frozenset()))
        for row in rows
        if row["source"] in here
    ]


def _remove_missing(store: archive.Store, there: set[str]) -> int:
    known = {row["source"] for row in store.rows("SELECT source FROM files UNION SELECT source FROM quarantine")}
    for name in sorted(known - there):
        archive.remove(store, name)
    return len(known - there)


def _plan(
    store: archive.Store,
    sources: Sequence[Source],
    options: ReadOptions,
    judged: Mapping[str, bool],
    names: Mapping[str, frozenset[str]],
    report: Report,
    slow: TooSlow,
) -> tuple[list[Job], list[tuple[Source, str]]]:
    """Which files have to be read, and which are copies of others (source and hash).

    A file that took too long is not tried again with the same limit: a folder with ten of them would cost every build
    five hours. It stays in quarantine until the file or the limit changes.
    """
    given_up = {
        (row["source"], row["sha256"])
        for row in store.rows("SELECT * FROM quarantine WHERE code = ? AND reason = ?", [slow.code, slow.message])
    }
    known = {row["source"]: row for row in store.rows("SELECT * FROM files")}
    named = {row["id"]: row["source"] for row in store.rows("SELECT id, source FROM documents")}
    about = archive.corrections_among(store, judged)
    jobs, copies, first = [], [], {}
    for source in sources:
        try:
            source.check()
            sha256 = archive.sha256_of(source.path)
        except (AktenlageError, OSError) as error:
            said = error if isinstance(error, AktenlageError) else _unreadable(error)
            archive.quarantine(store, source.name, None, said)
            report.failed.append(_named(said, source.name))
            continue
        before = known.get(source.name)
        if sha256 in first:
            copies.append((source, sha256))
            report.unchanged += 1
            continue
        first[sha256] = source
        if (source.name, sha256) in given_up:
            report.failed.append(_named(TooSlow(slow.message, help=slow.help), source.name))
            continue
        meant = names.get(sha256, frozenset())
        work = _work(source, options.ocr, judged, about.get(sha256, ()), meant)
        fresh = before and before["sha256"] == sha256 and before["work"] == work
        if fresh and named.get(sha256) == source.name:
            report.unchanged += 1
        else:
            jobs.append(Job(source, sha256, options, judged, meant))
    return jobs, copies


def _work(
    source: Source, ocr: str, judged: Mapping[str, bool], corrections: Collection[str], names: Collection[str]
) -> str:
    """What a reading depends on: also what people said about its corrections, and the names that others prove."""
    said = [f"{about} {yes}" for about, yes in judged.items() if about in corrections]
    said += sorted(names)
    work = work_of(source, ocr)
    return stable_id(work, *said) if said else work


def _unreadable(error: OSError) -> AktenlageError:
    return UnreadableFile(f"Die Datei lässt sich nicht öffnen: {error.strerror}", help="Rechte und Datenträger prüfen")


def _keep(store: archive.Store, reading: Reading, report: Report) -> bool:
    """Put what came of a job into the store, or into quarantine; whether it could be read."""
    job, error = reading.job, reading.error
    if error is None:
        try:
            archive.keep_original(job.source.path, job.sha256, store.originals)
            corrections = {
                correction_id(dossier.document.id, correction)
                for dossier in reading.dossiers
                for correction in dossier.corrections
            }
            work = _work(job.source, job.options.ocr, job.judged, corrections, job.names)
            archive.keep(store, job.source.name, job.sha256, work, reading.dossiers)
            return True
        except StoreError:  # the store itself cannot be written: no other file would fare better
            raise
        except AktenlageError as fault:
            error = fault
    archive.quarantine(store, job.source.name, job.sha256, error)
    report.failed.append(_named(error, job.source.name))
    report.traces.append(reading.trace)
    return False


def _named(error: AktenlageError, source: str) -> AktenlageError:
    error.source = source
    return error
