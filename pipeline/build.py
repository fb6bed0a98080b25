"""From files to facts: the one place that knows the order of the stages.

    file -> Document -> blocks -> clean -> repair -> join -> Mentions -> Claims -> Findings -> store -> Facts

`process` says all that can be said about one file, `build` does it for a corpus and holds the documents against each
other. One bad file never stops a build: it goes into quarantine with its reason.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from .build_facts import reconcile
from .build_files import Source, sources_of
from .build_run import Job, Progress, Reading, Report, bring_in, shared_knowledge, silent
from .build_workers import Executor, Processes
from .claims import extract_claims, read_header
from .document import Document
from .entities import find_grammar, find_mentions
from .errors import AktenlageError, UnreadableFile
from .facts import Correction, Damage, Dossier, Mention, Spelling
from .ingest import ReadOptions, read
from .knowledge import Knowledge
from .normalise import clean, find_blocks, join_lines, split
from .reconcile import check_within, date_release
from .repair import Repairs, Window, propose, spelled_out
from .store import archive, judgements
from .store.plain import correction_id
from .text import Edit, Span, Text


def process(
    path: Path,
    known: Knowledge,
    *,
    source: str | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    judged: Mapping[str, bool] = MappingProxyType({}),
    names: Collection[str] = (),
) -> tuple[Dossier, ...]:
    """Read one file and say all that can be said about it, and about each attachment.

    `source` is the name it goes by, `judged` the ids of what a person said yes or no to, oldest first; `names` are
    those that other documents spell out and that may be meant here.
    """
    options = replace(options, weigh=options.weigh or weigher(known))
    return tuple(examine(document, known, judged, names) for document in read(path, source=source, options=options))


def weigher(known: Knowledge) -> Callable[[str, bool], float]:
    """Judges the texts of a page for reading: the share of its words that are words, repaired first where asked.

    So a damaged layer competes with a new reading as good as repair can make it.
    """

    def weigh(string: str, repaired: bool) -> float:
        text = Text(re.sub(r"-[ \t]*\n[ \t]*", "", string))
        if repaired:
            text = text.edited(propose(text, known.lexicon).edits)
        words = re.findall(r"[^\W\d_]{2,}(?:\d+[^\W\d_]+)*", text.string)
        return sum(map(known.lexicon.knows, words)) / max(1, len(words))

    return weigh


def examine(
    document: Document,
    known: Knowledge,
    judged: Mapping[str, bool] = MappingProxyType({}),
    names: Collection[str] = (),
) -> Dossier:
    """Say all that can be said about one document, knowing of the others only how they spell `names`.

    Passages that are not German are kept, but German rules neither mend them nor read statements or values in them.
    """
    blocks = find_blocks(document, known)
    cut_head, cut_body = split(document, blocks)
    mended_body = _mended(document, cut_body, "body", known, judged, names)
    mended_head = _mended(document, cut_head, "head", known, judged, names, near_damage=bool(mended_body.damage))
    head, body = mended_head.text, mended_body.text

    asked = [span for block in blocks if block.kind == "contact" and (span := head.find(block.span))]
    head_mentions = _understood(document, head, find_mentions(head, known, zone="head", contact_blocks=asked))
    header = read_header(document, blocks, head, body, head_mentions, known)
    people = tuple(mention for mention in head_mentions if mention.label == "PERSON")
    printed = header.published.value
    mentions = find_mentions(body, known, zone="body", today=printed, state=header.state, people=people)
    mentions = _understood(document, body, mentions)
    claims = extract_claims(document, header, body, mentions, known, find_grammar(body.string))
    claims = tuple(one for one in claims if not document.is_foreign(Span(one.evidence.start, one.evidence.end)))
    header = replace(header, published=date_release(document, header, body, mentions, claims, known))
    findings = check_within(document, header, head, body, mentions, claims, known)
    corrections = mended_head.corrections + mended_body.corrections
    return Dossier(
        document,
        blocks,
        head,
        body,
        header,
        head_mentions,
        mentions,
        claims,
        findings,
        corrections=tuple(sorted(corrections, key=lambda found: (found.start, found.end, found.now))),
        spellings=tuple(sorted(mended_head.spellings | mended_body.spellings)),
        damage=tuple(sorted(mended_head.damage + mended_body.damage, key=lambda found: (found.start, found.end))),
    )


IN_ANY_LANGUAGE = frozenset({"CONTACT", "DISTRICT"})
"""What can be found without German grammar: telephone numbers and addresses, and the names of districts."""


def _understood(document: Document, text: Text, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions without those that German rules found in another language ("1,200 children" are not 1.2)."""
    return tuple(
        one
        for one in mentions
        if one.label in IN_ANY_LANGUAGE or not document.foreign or not document.is_foreign(text.origin(one.span))
    )


@dataclass(frozen=True, slots=True)
class _Mended:
    """A cut cleaned, repaired and with its lines joined; its repairs and damage as the archive shows them; its names."""

    text: Text
    corrections: list[Correction]
    spellings: set[Spelling]
    damage: list[Damage]


def _mended(
    document: Document,
    cut: Text,
    zone: str,
    known: Knowledge,
    judged: Mapping[str, bool],
    names: Collection[str],
    near_damage: bool = False,
) -> _Mended:
    cleaned = clean(cut, known)
    # Names that a register spells prove a repair: "Giler" beside an office is Güler, who held it.
    holders = {holder.surname for holder in known.institutions.office_holders}
    repairs = propose(cleaned, known.lexicon, names=holders.union(names), near_damage=near_damage)
    if document.foreign:
        edits, proposals = (
            tuple(edit for edit in found if not document.is_foreign(cleaned.origin(edit.span)))
            for found in (repairs.edits, repairs.proposals)
        )
        damaged = tuple(one for one in repairs.windows if not document.is_foreign(cleaned.origin(one.span)))
        repairs = replace(repairs, edits=edits, proposals=proposals, windows=damaged)
    kept, corrections = _as_decided(document, cleaned, repairs, judged)
    spellings = {Spelling(*pair, doubtful=True) for pair in repairs.doubtful}
    spellings |= {Spelling(*pair, doubtful=False) for pair in spelled_out(cleaned.string, known.lexicon)}
    text = join_lines(cleaned.edited(kept), known.lexicon, known.language)
    damage = [damage_of(cleaned, window, zone, document.page_of) for window in repairs.windows]
    return _Mended(text, corrections, spellings, damage)


def damage_of(
    text: Text, window: Window, zone: str = "body", page_of: Callable[[Span], int | None] = lambda span: None
) -> Damage:
    """A window of a cleaned text by its place in the raw text."""
    raw = text.origin(window.span)
    evidence = ((text.origin(Span(one.start, one.end)), one) for one in window.evidence)
    return Damage(
        raw.start,
        raw.end,
        zone,
        page_of(raw),
        window.probability,
        tuple((place.start, place.end, one.read, one.meant) for place, one in evidence),
    )


def _as_decided(
    document: Document, cleaned: Text, repairs: Repairs, judged: Mapping[str, bool]
) -> tuple[list[Edit], list[Correction]]:
    """Which edits to make, and every repair with its status.

    What a person said about a repair holds for the whole word, and before every rule: also before another repair of the
    same characters.
    """
    found = [(edit, correction_of(cleaned, edit, "applied")) for edit in repairs.edits]
    found += [(edit, correction_of(cleaned, edit, "proposed")) for edit in repairs.proposals]
    named = [(edit, one, correction_id(document.id, one)) for edit, one in found]
    places = [judgements.Place(name, one.start, one.end, one.now) for _, one, name in named]
    said = judgements.verdicts(cleaned.raw.string, places, judged)
    # What was named itself stands before what is part of the same word, and that before what nobody asked for.
    named.sort(key=lambda one: (not judged.get(one[2]), not said.get(one[2])))
    kept: list[Edit] = []
    taken: list[Span] = []
    corrections = []
    for edit, correction, name in named:
        yes = said.get(name, None if correction.status == "proposed" else True)
        if yes is False or (yes and any(map(edit.span.overlaps, taken))):
            correction = replace(correction, status="rejected")
        elif name in said:
            correction = replace(correction, status="applied", confidence=1.0)
            taken.append(edit.span)
        if correction.status == "applied":
            kept.append(edit)
        corrections.append(correction)
    return kept, corrections


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


def build(
    corpus: Path,
    store_path: Path,
    out: Path,
    *,
    executor: Executor | None = None,
    ocr: str = "auto",
    progress: Progress = silent,
) -> Report:
    """Make store, exports and report from a corpus; what did not change since the last build is not worked on again."""
    from .export import write_all

    sources = sources_of(corpus)
    options = ReadOptions(ocr=ocr, cache=out / "readings")
    with archive.open_store(store_path, write=True) as store:
        store.set("judgements", str((corpus / judgements.FILE).absolute()))
        report = bring_in(store, sources, attempt, executor or Processes(), options, progress, command="build")
        changed = reconcile(store, shared_knowledge)
    with archive.open_store(store_path) as store:
        write_all(store, out, anew=changed)
    return report


def ingest(
    sources: Sequence[Source],
    store_path: Path,
    *,
    executor: Executor | None = None,
    ocr: str = "auto",
    progress: Progress = silent,
) -> Report:
    """Read files into a store beside what is there already."""
    options = ReadOptions(ocr=ocr, cache=store_path.parent / "readings")
    with archive.open_store(store_path, write=True) as store:
        report = bring_in(store, sources, attempt, executor or Processes(), options, progress, command="ingest")
        reconcile(store, shared_knowledge)
    return report


def attempt(job: Job) -> Reading:
    """Read one file; whatever goes wrong with it becomes part of the result."""
    try:
        dossiers = process(
            job.source.path,
            shared_knowledge(),
            source=job.source.name,
            options=job.options,
            judged=job.judged,
            names=job.names,
        )
        if dossiers[0].document.id != job.sha256:
            raise UnreadableFile(
                "Die Datei hat sich geändert, während sie gelesen wurde", help="den Befehl noch einmal aufrufen"
            )
        return Reading(job, dossiers)
    except AktenlageError as error:
        return Reading(job, error=error, trace=traceback.format_exc())
    except RecursionError:
        return Reading(
            job,
            error=AktenlageError("Die Datei ist zu tief in sich verschachtelt", help="als PDF oder Text speichern"),
            trace=traceback.format_exc(),
        )
    except MemoryError:
        return Reading(
            job,
            error=AktenlageError("Die Datei braucht mehr Speicher, als da ist", help="aufteilen"),
            trace=traceback.format_exc(),
        )
    except Exception as error:  # a fault of ours must not cost the other files
        what = f"Fehler des Programms: {type(error).__name__}: {error}"
        said = AktenlageError(what, help="mit --debug wiederholen und melden")
        said.code = "internal"
        return Reading(job, error=said, trace=traceback.format_exc())


def repaired(string: str, locked: Collection[str] = ()) -> tuple[str, list[Correction], list[Damage]]:
    """Plain text with its OCR damage repaired and its line breaks kept, the corrections, and where it was damaged."""
    text = Text(string)
    repairs = propose(text, shared_knowledge().lexicon, locked=locked)
    corrections = [correction_of(text, edit, "applied") for edit in repairs.edits]
    damage = [damage_of(text, window) for window in repairs.windows]
    return text.edited(repairs.edits).string, corrections, damage
