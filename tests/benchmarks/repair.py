"""How well repair does, on pages read by OCR and on clean texts.

    python -m tests.benchmarks.repair DATA [--list N] [--only dev]

DATA is the folder with ocr/pairs and ocr/clean; the scorer is expected beside it (DATA/../eval/score_ocr.py), release
002 and the clean releases in DATA/../seeds and DATA/../gold/ocr. Everything was tuned on dev; test is only reported.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair import propose
from pipeline.repair.combine import combine
from pipeline.repair.words import has_umlaut
from pipeline.text import Text

SNIPPET = 30


def repaired(string: str) -> str:
    """The text with every applied edit."""
    text = Text(string)
    return text.edited(propose(text, load_lexicon()).edits).string


def scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_ocr", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(score: ModuleType, name: str, gold: Path, read: Path, listed: int) -> None:
    """One line of the table; with `listed`, the errors behind it."""
    golds, reads = score.load(gold), score.load(read)
    began = time.process_time()
    after = {page: repaired(reads[page]) for page in golds}
    spent = time.process_time() - began
    result, examples = score.score([(page, golds[page], reads[page], after[page]) for page in golds])
    # Codes and hashes are nobody's words; a repairer that touches them would be worse.
    codes = sum(1 for word, *_ in examples["miss"] if re.search(r"\d", word))
    words = sum(len(string.split()) for string in reads.values())
    print(
        f"{name:11} | {result['uml_recall']:7.2%} | {result['repaired'] / max(1, result['damaged'] - codes):7.2%}"
        f" | {result['precision']:7.2%} | {result['fp_per_100k']:6.0f} | {result['cer_before']:.2%} -> {result['cer_after']:.3%}"
        f" | {result['sym_recall']:6.1%} | {words / max(spent, 1e-9):8.0f}"
    )
    for kind, found in examples.items():
        for meant, seen, got, around in found[:listed]:
            print(f"    {kind}: {meant!r} read {seen!r} now {got!r}  …{around}…")


def real_words(score: ModuleType, gold: Path, read: Path) -> tuple[int, int]:
    """Damaged words with umlauts that were read as other real words: decided right, all."""
    golds, reads = score.load(gold), score.load(read)
    right = total = 0
    for page in golds:
        for meant, seen, got, _ in score.units(golds[page], reads[page], repaired(reads[page])):
            if score.UML & set(meant) and meant != seen and load_lexicon().lists(seen):
                total += 1
                right += got == meant
    return right, total


def by_source_and_class(score: ModuleType, gold: Path, read: Path) -> None:
    """Damaged words and signs, and how many of them were repaired, by where the text is from and by what is damaged."""
    golds, reads = score.load(gold), score.load(read)
    counts: dict[str, list[int]] = {}
    for page in golds:
        source = re.sub(r"\W|\d|dev|test|txt|_", "", page)
        for meant, seen, got, _ in score.units(golds[page], reads[page], repaired(reads[page])):
            for name in (source, kind_of_damage(meant, seen)):
                row = counts.setdefault(name, [0, 0, 0])
                row[0] += meant != seen
                row[1] += meant != seen and meant == got
                row[2] += got not in (seen, meant)
    for name, (damaged, right, wrong) in sorted(counts.items()):
        if damaged or wrong:
            print(f"    {name:28} {right:4} of {damaged:4} ({right / max(1, damaged):6.1%}), changed wrongly {wrong}")


def kind_of_damage(meant: str, seen: str) -> str:
    """The class of error of a unit."""
    if not meant[0].isalnum():
        return "sign: " + ("§" if meant == "§" else "dash" if meant in "–—" else "quotation mark or other")
    if any(letter.isdigit() for letter in meant):
        return "word: number or code"
    if not has_umlaut(meant):
        return "word: other letters"
    if load_lexicon().lists(seen):
        return "umlaut or ß: read as a word"
    if meant[0].isupper() and load_lexicon().is_person(meant):
        return "umlaut or ß: name"
    return "umlaut or ß: read as no word"


def snippets(folder: Path) -> Iterator[str]:
    """Thirty words at a time of every page of a folder, or of a file."""
    for path in sorted(folder.glob("*.txt")) if folder.is_dir() else [folder]:
        words = path.read_text("utf-8").split()
        for at in range(0, len(words) - SNIPPET + 1, SNIPPET):
            yield " ".join(words[at : at + SNIPPET])


def treated(folder: Path, gold: Path | None = None) -> tuple[int, int]:
    """Snippets that are judged damaged, all snippets; with `gold` only those that have a damaged word in them."""
    truth = "".join(letters(path.read_text("utf-8")) + "\n" for path in sorted(gold.glob("*.txt"))) if gold else ""
    wanted = [snippet for snippet in snippets(folder) if not truth or letters(snippet) not in truth]
    return sum(bool(propose(Text(snippet), load_lexicon()).windows) for snippet in wanted), len(wanted)


def letters(string: str) -> str:
    """Letters and digits only: marks and line breaks do not make a snippet damaged."""
    return re.sub(r"[\W_]", "", string)


def section_signs(score: ModuleType, pages: Path) -> None:
    """Three readings of the same pages, combined."""
    golds = score.load(pages / "gold")
    readings = {model: score.load(pages / f"ocr_{model}") for model in ("deu", "latin", "eng")}
    after = {page: combine({model: readings[model][page] for model in readings}, load_lexicon()) for page in golds}
    result, _ = score.score([(page, golds[page], readings["deu"][page], after[page]) for page in golds])
    right = total = 0
    for page in golds:
        for meant, _, got, _ in score.units(golds[page], readings["deu"][page], after[page]):
            if meant == "§":
                total += 1
                right += got == "§"
    print(
        f"readings combined ({pages.name}): CER {result['cer_before']:.3%} -> {result['cer_after']:.3%}, § right {right} of {total}"
    )


def clean(paths: list[Path]) -> None:
    """Changes in clean text: whole files, and cut into snippets."""
    words = changes = false = all_snippets = 0
    spent = 0.0
    for path in paths:
        string = path.read_text("utf-8")
        began = time.process_time()
        edits = propose(Text(string), load_lexicon()).edits
        spent += time.process_time() - began
        words += len(string.split())
        changes += len(edits)
        for edit in edits:
            print(f"    {path.name}: {string[max(0, edit.start - 30) : edit.end + 20]!r} -> {edit.new!r}")
        found, total = treated(path)
        false += found
        all_snippets += total
    print(
        f"clean text: {changes} changes in {words} words, {words / max(spent, 1e-9):.0f} words/s; snippets judged damaged: {false} of {all_snippets}"
    )


def main(data: Path, listed: int = 0, only: str = "") -> None:
    """Print the table."""
    began = time.process_time()
    lexicon = load_lexicon()
    propose(Text("Fiir die Biirger kénnen wir das nicht entscheiden."), lexicon)
    print(
        f"loading {time.process_time() - began:.2f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    score = scorer(data.parent / "eval" / "score_ocr.py")
    print("pages       | umlauts | all     | precis. | wrong/100k | CER | marks | words/s")
    for split in (only,) if only else ("dev", "test"):
        pages = data / "ocr" / "pairs" / split
        row(score, f"{split} eng", pages / "gold", pages / "ocr_eng", listed)
        row(score, f"{split} mixed", pages / "gold", pages / "ocr_mixed", 0)
        row(score, f"{split} fax", pages / "fax" / "gold", pages / "fax" / "ocr_eng", 0)
        row(score, f"{split} deu", pages / "gold", pages / "ocr_deu", 0)
        right, total = real_words(score, pages / "gold", pages / "ocr_eng")
        found, all_found = treated(pages / "ocr_eng", pages / "gold")
        wrong, all_wrong = treated(pages / "gold")
        by_source_and_class(score, pages / "gold", pages / "ocr_eng")
        print(f"{split}: real-word pairs {right} of {total} ({right / max(1, total):.1%})")
        print(
            f"{split}: snippets of {SNIPPET} words judged damaged: {found} of {all_found} ({found / max(1, all_found):.1%}), clean ones {wrong} of {all_wrong}"
        )
        section_signs(score, pages)
    seeds = [path for path in sorted((data.parent / "seeds").glob("*.txt")) if not path.name.startswith("002_")]
    clean([*sorted((data / "ocr" / "clean").glob("*.txt")), *seeds])
    seed = next((data.parent / "seeds").glob("002_*.txt")).read_text("utf-8")
    gold = next((data.parent / "gold" / "ocr").glob("002_*.txt")).read_text("utf-8")
    parts = "".join(repaired(part) for part in re.split(r"(\n\s*\n)", seed))
    print(
        f"release 002: whole {'equal' if repaired(seed) == gold else 'DIFFERS'}, in paragraphs {'equal' if parts == gold else 'DIFFERS'}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--list", type=int, default=0, dest="listed")
    parser.add_argument("--only", choices=("dev", "test"), default="", help="while tuning: dev")
    options = parser.parse_args()
    main(options.data, options.listed, options.only)
