"""From files to facts: the one place that knows the order of the stages.

    file -> Document -> blocks -> clean -> repair -> join -> Mentions -> Claims -> Findings -> store -> Facts

`process` says all that can be said about one file, `build` does it for a corpus and `reconcile` holds the documents
against each other. One bad file never stops a build: it goes into quarantine with its reason.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from .build_files import Source, program, sources_of, work_of
from .build_workers import Crashed, Executor, Processes
from .claims import extract_claims, read_header
from .document import Document
from .entities import find_mentions
from .errors import AktenlageError, StoreError, UnreadableFile
from .facts import Correction, Dossier, Fact, Judgement, stable_id
from .ingest import ReadOptions, read
from .knowledge import Knowledge, load_knowledge
from .normalise import clean, find_blocks, join_lines, split
from .reconcile import Witness, check_within, compare_across, date_release
from .repair import propose
from .store import archive, judgements, outcome
from .store.plain import correction_fields, correction_id
from .text import Edit, Text
from .values import Quantity


def process(
    path: Path,
    known: Knowledge,
    *,
    source: str | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    rejected: Collection[str] = (),
) -> tuple[Dossier, ...]:
    """Read one file and say all that can be said about it, and about each attachment.

    `source` is the name it goes by, `rejected` the ids of corrections that a person turned down.
    """
    return tuple(examine(document, known, rejected) for document in read(path, source=source, options=options))


def examine(document: Document, known: Knowledge, rejected: Collection[str] = ()) -> Dossier:
    """Say all that can be said about one document without knowing any other."""
    blocks = find_blocks(document, known)
    cut_head, cut_body = split(document, blocks)
    head, head_corrections = _mended(document, cut_head, known, rejected)
    body, body_corrections = _mended(document, cut_body, known, rejected)

    head_mentions = find_mentions(head, known, zone="head")
    header = read_header(document, blocks, head, body, head_mentions, known)
    people = tuple(mention for mention in head_mentions if mention.label == "PERSON")
    printed = header.published.value
    mentions = find_mentions(body, known, zone="body", today=printed, state=header.state, people=people)
    claims = extract_claims(document, header, body, mentions, known)
    header = replace(header, published=date_release(document, header, body, mentions, claims, known))
    findings = check_within(document, header, head, body, mentions, claims, known)
    corrections = sorted(head_corrections + body_corrections, key=lambda found: (found.start, found.end, found.now))
    return Dossier(document, blocks, head, body, header, head_mentions, mentions, claims, findings, tuple(corrections))


def _mended(
    document: Document, cut: Text, known: Knowledge, rejected: Collection[str]
) -> tuple[Text, list[Correction]]:
    """Cleaned, repaired and with its lines joined; and each repair as the archive shows it."""
    cleaned = clean(cut, known)
    repairs = propose(cleaned, known.lexicon)
    kept, corrections = [], []
    for edit in repairs.edits:
        correction = correction_of(cleaned, edit, "applied")
        if correction_id(document.id, correction) in rejected:
            correction = replace(correction, status="rejected")
        else:
            kept.append(edit)
        corrections.append(correction)
    corrections += [correction_of(cleaned, edit, "proposed") for edit in repairs.proposals]
    return join_lines(cleaned.edited(kept), known.lexicon, known.language), corrections


CORRECTION_KINDS = ("umlaut", "eszett", "quote", "character", "split", "join")


def correction_of(text: Text, edit: Edit, status: str) -> Correction:
    """An edit with its place in the raw text; its kind is the last part of its rule, or shows in its characters."""
    raw = text.origin(edit.span)
    was, now = text.raw[raw], edit.new
    kind = edit.rule.rpartition(".")[2]
    if kind not in CORRECTION_KINDS:
        fresh = set(now) - set(was)
        kind = next(
            (
                name
                for name, letters in (("eszett", "ßẞ"), ("umlaut", "äöüÄÖÜ"), ("quote", "„“”‚‘’»«\"'"))
                if fresh & set(letters)
            ),
            "split" if " " in fresh else "join" if was.strip() != was and not now.strip() else "character",
        )
    return Correction(raw.start, raw.end, was, now, kind, edit.confidence, edit.note or edit.rule, status)


# --- many files ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, with all that a worker on another machine needs to know."""

    source: Source
    sha256: str
    options: ReadOptions
    rejected: frozenset[str] = frozenset()


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


def _silent(done: int, total: int, name: str) -> None:
    """No progress shown."""


@cache
def _known() -> Knowledge:
    """Loaded once in each worker process."""
    return load_knowledge()


def attempt(job: Job) -> Reading:
    """Read one file; whatever goes wrong with it becomes part of the result."""
    try:
        dossiers = process(
            job.source.path, _known(), source=job.source.name, options=job.options, rejected=job.rejected
        )
        if dossiers[0].document.id != job.sha256:
            raise UnreadableFile("the file changed while it was being read", help="run the command again")
        return Reading(job, dossiers)
    except AktenlageError as error:
        return Reading(job, error=error, trace=traceback.format_exc())
    except RecursionError:
        return Reading(job, error=AktenlageError("is nested too deeply"), trace=traceback.format_exc())
    except MemoryError:
        return Reading(job, error=AktenlageError("needs more memory than there is"), trace=traceback.format_exc())
    except Exception as error:  # a fault of ours must not cost the other files
        said = AktenlageError(f"{type(error).__name__}: {error}", help="this is a fault of the program; see --debug")
        said.code = "internal"
        return Reading(job, error=said, trace=traceback.format_exc())


def crashed(job: Job) -> Reading:
    return Reading(
        job, error=Crashed("the process that read it died", help="the file may need more memory than there is")
    )


def build(
    corpus: Path,
    store_path: Path,
    out: Path,
    *,
    executor: Executor | None = None,
    ocr: str = "auto",
    progress: Progress = _silent,
) -> Report:
    """Make store, exports and report from a corpus; what did not change since the last build is not worked on again."""
    from .export import write_all

    sources = sources_of(corpus)
    with archive.open_store(store_path, write=True) as store:
        store.set("judgements", str((corpus / judgements.FILE).absolute()))
        report = _bring_in(store, sources, executor or Processes(), ocr, out / "readings", progress, remove=True)
        changed = reconcile(store)
    with archive.open_store(store_path) as store:
        write_all(store, out, anew=changed)
    return report


def ingest(
    sources: Sequence[Source],
    store_path: Path,
    *,
    executor: Executor | None = None,
    ocr: str = "auto",
    progress: Progress = _silent,
) -> Report:
    """Read files into a store beside what is there already."""
    with archive.open_store(store_path, write=True) as store:
        cache_folder = store_path.parent / "readings"
        report = _bring_in(store, sources, executor or Processes(), ocr, cache_folder, progress, remove=False)
        reconcile(store)
    return report


def _bring_in(
    store: archive.Store,
    sources: Sequence[Source],
    executor: Executor,
    ocr: str,
    cache_folder: Path,
    progress: Progress,
    *,
    remove: bool,
) -> Report:
    report = Report(files=len(sources))
    archive.sweep(store.originals)
    if remove:
        report.removed = _remove_missing(store, {source.name for source in sources})
    rejected = judgements.rejected(judgements.in_force(decisions(store)))
    options = ReadOptions(ocr=ocr, cache=cache_folder)
    jobs, copies = _plan(store, sources, options, rejected, report)
    for done, reading in enumerate(executor.map(attempt, jobs, crashed), 1):
        _keep(store, reading, report)
        progress(done, len(jobs), reading.job.source.name)
    for source, sha256 in copies:
        if store.rows("SELECT 1 FROM documents WHERE id = ?", [sha256]):
            archive.keep_copy(store, source.name, sha256, work_of(source, ocr))
    return report


def _remove_missing(store: archive.Store, there: set[str]) -> int:
    known = {row["source"] for row in store.rows("SELECT source FROM files UNION SELECT source FROM quarantine")}
    for name in sorted(known - there):
        archive.remove(store, name)
    return len(known - there)


def _plan(
    store: archive.Store, sources: Sequence[Source], options: ReadOptions, rejected: frozenset[str], report: Report
) -> tuple[list[Job], list[tuple[Source, str]]]:
    """Which files have to be read, and which are copies of others (source and hash)."""
    known = {row["source"]: row for row in store.rows("SELECT * FROM files")}
    named = {row["id"]: row["source"] for row in store.rows("SELECT id, source FROM documents")}
    judged_anew = {
        row["document"]
        for row in store.rows("SELECT id, document, status FROM corrections WHERE status IN ('applied', 'rejected')")
        if (row["status"] == "rejected") != (row["id"] in rejected)
    }
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
        fresh = before and before["sha256"] == sha256 and before["work"] == work_of(source, options.ocr)
        if fresh and named.get(sha256) == source.name and sha256 not in judged_anew:
            report.unchanged += 1
        else:
            jobs.append(Job(source, sha256, options, rejected))
    return jobs, copies


def _unreadable(error: OSError) -> AktenlageError:
    return UnreadableFile(f"cannot be opened ({error.strerror})", help="check who may read it")


def _keep(store: archive.Store, reading: Reading, report: Report) -> None:
    job, error = reading.job, reading.error
    if error is None:
        try:
            archive.keep_original(job.source.path, job.sha256, store.originals)
            archive.keep(store, job.source.name, job.sha256, work_of(job.source, job.options.ocr), reading.dossiers)
            report.worked += 1
            return
        except StoreError:  # the store itself cannot be written: no other file would fare better
            raise
        except AktenlageError as fault:
            error = fault
    archive.quarantine(store, job.source.name, job.sha256, error)
    report.failed.append(_named(error, job.source.name))
    report.traces.append(reading.trace)


def _named(error: AktenlageError, source: str) -> AktenlageError:
    error.source = source
    return error


# --- all documents together ------------------------------------------------------------------------------------------


def decision_files(store: archive.Store) -> tuple[Path, ...]:
    """Where decisions are read: the corpus's file, and one beside the store for stores and corpora without."""
    beside = store.path.absolute().parent / judgements.FILE
    named = store.setting("judgements")
    return tuple(dict.fromkeys([Path(named), beside] if named else [beside]))


def decisions(store: archive.Store) -> tuple[Judgement, ...]:
    return judgements.read_judgements(decision_files(store))


def reconcile(store: archive.Store, *, known: Knowledge | None = None) -> bool:
    """Derive facts, conflicts and series from all claims and decisions; whether anything had to be done."""
    made = decisions(store)
    state = stable_id(program(), *(f"{one.about} {one.decision} {one.by} {one.on} {one.why}" for one in made))
    if store.setting("reconciled") == state:
        return False
    judged = judgements.in_force(made)
    rejected = judgements.rejected(judged)
    with store.transaction() as connection:
        witnesses = [
            Witness.of(document, header, [claim for claim in claims if claim.id not in rejected], text)
            for document, header, claims, text in outcome.documents(store)
        ]
        found = compare_across(witnesses, known or _known(), judged)
        outcome.write(store, connection, decided(found.facts, judged), found.conflicts, found.series, found.findings)
        outcome.write_decisions(connection, made, judged)
        store.set("reconciled", state)
    return True


def decided(facts: Iterable[Fact], judged: dict[str, Judgement]) -> list[Fact]:
    """Facts with the values people gave them; what the documents claim stays as it is."""
    return [_decided(fact, judged[fact.id]) if fact.id in judged else fact for fact in facts]


def _decided(fact: Fact, judgement: Judgement) -> Fact:
    word = judgement.decision.strip().casefold()
    if fact.rule == "human" or word in judgements.YES:
        return replace(fact, rule="human", status="resolved")
    if word in judgements.NO:
        return replace(fact, rule="human", status="rejected", why=_in_words(judgement))
    value = fact.value
    if isinstance(value, Quantity):
        try:
            value = replace(value, value=Decimal(word.replace(",", ".")), qualifier=None)
        except InvalidOperation:
            value = judgement.decision
    else:
        value = judgement.decision
    return replace(fact, value=value, rule="human", status="resolved", why=_in_words(judgement))


def _in_words(judgement: Judgement) -> str:
    by = f" ({judgement.by})" if judgement.by else ""
    return f"Von Hand entschieden{by}: {judgement.why}".rstrip(": ")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was recorded: about what, and in which file."""

    judgement: Judgement
    target: str
    file: Path


def decide(store_path: Path, about: str, value: str, why: str, by: str) -> Decided:
    """Add a decision to the decisions file and let it take effect in the store."""
    from .store.explain import full_id

    with archive.open_store(store_path) as store:
        target, full = full_id(store, about)
        files = decision_files(store)
    # A corpus on a read-only medium cannot take decisions; they then lie beside the store.
    file = next((path for path in files if _may_write(path)), files[0])
    judgement = judgements.append(file, full, value, why, by)
    with archive.open_store(store_path, write=True) as store:
        reconcile(store)
    return Decided(judgement, target, file)


def _may_write(path: Path) -> bool:
    return os.access(path if path.exists() else path.parent, os.W_OK)


def repaired(string: str, locked: Collection[str] = ()) -> tuple[str, list[dict[str, object]]]:
    """Plain text with its OCR damage repaired and its line breaks kept, and the corrections."""
    text = Text(string)
    edits = propose(text, _known().lexicon, locked=locked).edits
    corrections = [correction_fields("", correction_of(text, edit, "applied")) for edit in edits]
    return text.edited(edits).string, corrections
