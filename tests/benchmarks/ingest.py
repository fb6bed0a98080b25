"""How well and at what cost pages are read, beside other programs: python -m tests.benchmarks.ingest [SHARED]

Our own releases (corpus/manuscripts) are set in fourteen layouts (corpus/layouts.py), each as a born-digital PDF and as
scans of four qualities; public PDFs (SHARED/public/pdf) are read for their cost alone, because nobody typed what is
printed on them. All programs read the pages of one quality before any reads those of the next, so that a busy machine
is busy for all. What was read is kept in --work, so a run that was cut off goes on; --anew forgets it. What follows:
costs beside bare Tesseract (ingest_cost), trust in text layers, joined words and memory (ingest_real).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks import ingest_cost, ingest_peers, ingest_real
from tests.benchmarks.ingest_scores import Scores, joins, reading
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"
SCANS = ("clean", "worn", "poor", "fax")
QUALITIES = ("digital", "public", *SCANS)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", default="../shared", type=Path)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "aktenlage-bench-ingest")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "aktenlage-peers")
    parser.add_argument("--install", action="store_true", help="install the other programs below --peers and stop")
    parser.add_argument("--anew", action="store_true", help="forget what was read before")
    parser.add_argument("--only", default="", help="names of layouts and qualities, by comma")
    parser.add_argument("--every", default=1, type=int, help="scans of every nth layout only, for all programs")
    parser.add_argument("--systems", default=",".join(ingest_peers.SYSTEMS))
    parser.add_argument("--pages-only", action="store_true", help="without the costs on real pages")
    given = parser.parse_args(arguments)
    if given.install:
        ingest_peers.install(given.peers)
        return
    if given.anew:
        shutil.rmtree(given.work, ignore_errors=True)
    given.work.mkdir(parents=True, exist_ok=True)
    wanted = set(filter(None, given.only.split(",")))
    files = [*prepare(given.work), *public(given.shared)]
    files = [one for one in files if not wanted or wanted & {one["layout"], one["quality"]}]
    scanned = sorted({one["layout"] for one in files if one["quality"] in SCANS})[:: given.every]
    files = [one for one in files if one["quality"] not in SCANS or one["layout"] in scanned]
    outcomes = read_all(given.systems.split(","), files, given.work, given.peers)
    report(files, outcomes)
    if not given.pages_only:
        ingest_cost.main(given.shared)
        ingest_real.main(given.shared, next((one["file"] for one in files if one["quality"] == "clean"), None))


def prepare(work: Path) -> list[dict[str, Any]]:
    """All pages as files below `work`, each with its layout, quality and printed rows."""
    sys.path.insert(0, str(CORPUS))
    from layouts import LAYOUTS
    from manuscript import read_manuscript
    from pages import draw

    pages = work / "pages"
    pages.mkdir(exist_ok=True)
    made = []
    for name, (manuscript, set_pages) in LAYOUTS.items():
        specimen = set_pages(read_manuscript(CORPUS / "manuscripts" / f"{manuscript}.toml"))
        pdf = draw(specimen.sheet, "")
        mark = hashlib.sha256(pdf).hexdigest()[:8]
        rows = [asdict(row) for row in specimen.rows]
        for quality in ("digital", *SCANS):
            file = pages / f"{name}-{quality}-{mark}.pdf"
            if not file.exists():
                file.write_bytes(as_quality(pdf, quality))
            count = 1 + max(row["page"] for row in rows)
            made.append({"file": file, "layout": name, "quality": quality, "rows": rows, "pages": count})
    return made


def public(shared: Path) -> list[dict[str, Any]]:
    """Public PDFs, where they are at hand; without rows, so that they are read and not scored."""
    import pypdfium2

    return [
        {"file": file, "layout": "public", "quality": "public", "rows": [], "pages": len(pypdfium2.PdfDocument(file))}
        for file in sorted((shared / "public" / "pdf").glob("*.pdf"))
    ]


def as_quality(pdf: bytes, quality: str) -> bytes:
    """The PDF itself, or what a scanner or a fax machine makes of it."""
    import numpy
    from PIL import Image
    from scans import CLEAN, POOR, Scanner, image_pdf, scan

    if quality == "digital":
        return pdf
    if quality == "clean":
        return image_pdf(scan(pdf, CLEAN), CLEAN, "Scan")
    if quality == "poor":
        return image_pdf(scan(pdf, POOR), POOR, "Scan")
    if quality == "worn":  # a photocopy: faded, specks of dust, slightly crooked
        scanner = Scanner(dpi=300, noise=9.0, blur=0.9, skew=-0.7, paper=225, quality=50)
        dice, worn = numpy.random.default_rng(3), []
        for image in scan(pdf, scanner):
            levels = numpy.asarray(image, dtype=numpy.float32) * 0.75 + 55
            levels[dice.random(levels.shape) < 0.01] = 60
            worn.append(Image.fromarray(levels.clip(0, 255).astype("uint8")))
        return image_pdf(worn, scanner, "Scan")
    # A fax in fine mode: 204 x 196 dots an inch, black or white.
    out = io.BytesIO()
    images = [
        image.point(lambda level: 255 if level > 150 else 0).convert("1")
        for image in scan(pdf, Scanner(dpi=200, noise=6.0, blur=0.5, skew=0.3, paper=250, quality=90))
    ]
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return out.getvalue()


def read_all(
    names: list[str], files: list[dict[str, Any]], work: Path, peers: Path
) -> dict[str, dict[str, ingest_peers.Outcome]]:
    """What each program read of the pages of each quality, from an earlier run where there is one."""
    outcomes: dict[str, dict[str, ingest_peers.Outcome]] = {name: {} for name in names}
    for quality in QUALITIES:
        chosen = [one["file"] for one in files if one["quality"] == quality]
        for name in names if chosen else ():
            if any(not outcome.texts for outcome in outcomes[name].values()):
                continue  # it will fare no better with the other qualities
            key = hashlib.sha256("".join(map(str, [name, version_of(name), *sorted(chosen)])).encode()).hexdigest()[:12]
            kept = work / f"{name}-{quality}-{key}.json"
            if kept.exists():
                outcomes[name][quality] = ingest_peers.Outcome(**json.loads(kept.read_text()))
                continue
            print(f"{name}: {len(chosen)} files, {quality} …", file=sys.stderr, flush=True)
            if not outcomes[name]:
                _read(name, chosen[:1], quality, work, peers)  # so that its byte code and its libraries are at hand
            outcomes[name][quality] = outcome = _read(name, chosen, quality, work, peers)
            if outcome.texts or name != "ours":
                kept.write_text(json.dumps(asdict(outcome)))
    return outcomes


def _read(name: str, chosen: list[Path], quality: str, work: Path, peers: Path) -> ingest_peers.Outcome:
    answer = work / f"{name}-{quality}.answer"
    answer.unlink(missing_ok=True)
    shutil.rmtree(answer.with_suffix(".readings"), ignore_errors=True)
    return ingest_peers.run(name, chosen, peers, answer)


def version_of(name: str) -> str:
    """What a stored reading depends on: for ours, the code that reads."""
    if name != "ours":
        return ""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "pipeline" / "ingest").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def examined(file: Path, work: Path) -> tuple[list[tuple[str, int, int]], list[tuple[str, str, str]], list[str]]:
    """Of our own reading: its blocks, the joins of line ends (before, after, joined) and how each page was read."""
    from pipeline.build import examine
    from pipeline.build_run import shared_knowledge
    from pipeline.ingest import ReadOptions, read

    quality = file.stem.split("-")[-2]
    document = read(file, options=ReadOptions(cache=work / f"ours-{quality}.readings"))[0]
    dossier = examine(document, shared_knowledge())
    blocks = [(block.kind, block.span.start, block.span.end) for block in dossier.blocks]
    return blocks, list(_joins(dossier)), [page.method for page in document.pages]


def _joins(dossier: Any) -> Iterator[tuple[str, str, str]]:
    for text in (dossier.body, dossier.head):
        if text.before is None:
            continue
        string = text.before.string
        for edit in text.edits:
            if not edit.rule.startswith("lines.hyphen"):
                continue
            dropped = edit.rule == "lines.hyphen"
            left = re.search(r"\S+$", string[: edit.start + dropped])
            right = re.match(r"\S+", string[edit.end :])
            if left and right:
                stem = left[0][:-1] if dropped else left[0]
                yield left[0], right[0], f"{stem}{edit.new}{right[0]}"


def report(files: list[dict[str, Any]], outcomes: dict[str, dict[str, ingest_peers.Outcome]]) -> None:
    """The tables: errors and costs of each program by quality, then our own layouts."""
    layouts: dict[str, Scores] = defaultdict(Scores)
    work = files[0]["file"].parent.parent
    totals: dict[tuple[str, str], Scores] = defaultdict(Scores)
    for one in files:
        for name, by_quality in outcomes.items():
            outcome = by_quality.get(one["quality"])
            text = outcome.texts.get(str(one["file"])) if outcome else None
            if text is None or not one["rows"]:
                continue
            if name != "ours":
                totals[name, one["quality"]].add(reading(one["rows"], text))
                continue
            blocks, made, methods = examined(one["file"], work)
            scores = reading(one["rows"], text, blocks)
            if one["quality"] in ("digital", "clean"):  # elsewhere misread letters would count as wrong joins
                scores.joins.update(joins(one["rows"], made))
            right = "layer" if one["quality"] == "digital" else "ocr"
            scores.triage.update("right" if method == right else "wrong" for method in methods)
            totals[name, one["quality"]].add(scores)
            layouts[f"{one['layout']} {'digital' if one['quality'] == 'digital' else 'scanned'}"].add(scores)
    pages = {quality: sum(one["pages"] for one in files if one["quality"] == quality) for quality in QUALITIES}
    print(f"\n{'':14}{'':9} {'characters':>11} {'order':>8} {'cpu s':>8} {'a page':>8} {'/ ours':>7}")
    for name, by_quality in outcomes.items():
        if not any(outcome.texts for outcome in by_quality.values()):
            print(f"{name:14} {next(iter(by_quality.values())).why}")
            continue
        for quality, outcome in by_quality.items():
            if not outcome.texts:
                print(f"{name:14}{quality:9} {outcome.why}")
                continue
            scores = totals[name, quality]
            ours = outcomes["ours"][quality].seconds if "ours" in outcomes else outcome.seconds
            print(
                f"{name:14}{quality:9} {f'{scores.error_rate:10.2%} {scores.order_rate:8.2%}' if scores.steps else '':19}"
                f" {outcome.seconds:8.2f} {outcome.seconds / max(1, pages[quality]):8.4f} {outcome.seconds / ours:7.2f}"
            )
    if layouts:
        _own(layouts)


def _own(layouts: dict[str, Scores]) -> None:
    total = Scores()
    print(f"\n{'ours':31} {'characters':>11} {'order':>8} {'kinds':>6}   what was taken for what")
    for name, scores in layouts.items():
        total.add(scores)
        taken = [
            f"{kind} {what} {count}" for kind, counts in scores.kinds.items()
            for what, count in counts.items() if what.startswith("as ")
        ]  # fmt: skip
        print(
            f"{name:31} {scores.error_rate:10.2%} {scores.order_rate:8.2%} {scores.kinds_f1[0]:6.3f}   {', '.join(taken)[:110]}"
        )
    print(
        f"{'all':31} {total.error_rate:10.2%} {total.order_rate:8.2%} {total.kinds_f1[0]:6.3f}   mean of kinds {total.kinds_f1[1]:.3f}"
    )
    for kind, counts in sorted(total.kinds.items()):
        f1 = 2 * counts["hit"] / max(1, 2 * counts["hit"] + counts["missed"] + counts["wrong"])
        print(f"  {kind:12} F1 {f1:.3f}  ({counts['hit'] + counts['missed']} rows)")
    right, wrong, missing = (total.joins[name] for name in ("right", "wrong", "missing"))
    print(
        f"words broken over lines: precision {right / max(1, right + wrong):.4f}, recall {right / max(1, right + missing):.4f} ({right + missing})"
    )
    for name in total.joins:
        if name.startswith("wrong: "):
            print(f"  {name}")
    print(f"pages judged right: {total.triage['right']} of {sum(total.triage.values())}")


if __name__ == "__main__":
    main(sys.argv[1:])
