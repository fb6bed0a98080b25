"""What only real texts show, part of `make bench-ingest`: trust in text layers, broken words, memory.

Public PDFs are read page by page and must all be used as they are; readings of public pages by Tesseract must be read
anew or repaired where the English model made them, and used where the German one did. Public German text is set anew in
memory, in lines and columns of random widths with words broken where German allows it; each line end must be joined as
it was. Nothing of these texts is kept.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

Join = tuple[str, str, str]
"""What stands before and after a line end, and what they make together."""

TEXTS = ("bundestag_wp21.txt", "gsd.txt", "ler.txt", "smartdata.txt")
PARAGRAPHS, DOCUMENTS = 10, 80
"""In a document, and documents of each text: about 10,000 joins in all."""

WIDTHS = (26, 80)
"""Characters of a line: from the panel of a leaflet to a page of one column."""

COLUMN = 1 / 14
"""Share of line ends where a column ends too: its reader leaves an empty line there."""

CLUSTER = re.compile(r"(?<=[aeiouyäöü])(?:[^\W\d_aeiouyäöü]*?)(sch|ch|ck|ph|th|[^\W\d_aeiouyäöü])(?=[aeiouyäöü])", re.I)
"""Consonants between two vowels: the last of them begins the next syllable, and some letters stand for one."""


def breaks(word: str) -> list[int]:
    """Where a word may be broken: between syllables, and behind the hyphens it has; none in numbers and addresses.

    >>> [("Integration"[:at]) for at in breaks("Integration")]
    ['In', 'Inte', 'Integra']
    """
    if not re.fullmatch(r"\W?[^\W\d_]+(?:-[^\W\d_]+)*[.,;:!?“”\"»«)]*", word):
        return []
    behind = [match.end() for match in re.finditer(r"-(?=\w)", word)]
    whole = [part.span() for part in re.finditer(r"[^\W\d_]{5,}", word) if part[0][1:].islower()]
    syllables = [
        match.start(1)
        for start, end in whole
        for match in CLUSTER.finditer(word, start, end)
        if match.start(1) - start >= 2 and end - match.start(1) >= 3
    ]
    return sorted({*behind, *syllables})


def wrapped(paragraph: str, width: int, dice: random.Random) -> tuple[str, list[Join]]:
    """A paragraph in lines of about some width, and what stood at the hyphens of their ends."""
    lines = [""]
    ends: list[Join] = []
    for token in paragraph.split():
        room = width - len(lines[-1]) - bool(lines[-1])
        if len(token) <= room or not lines[-1]:
            lines[-1] += (" " if lines[-1] else "") + token
            continue
        places = [at for at in breaks(token) if at + (token[at - 1] != "-") <= room]
        before = lines[-1].rsplit(" ", 1)[-1]
        if places and dice.random() < 0.8:
            at = dice.choice(places)
            part, rest = token[:at] + ("" if token[at - 1] == "-" else "-"), token[at:]
            lines[-1] += f" {part}"
            ends.append((part, rest, token))
            lines.append(rest)
        else:
            if re.search(r"\w-$", before):
                ends.append((before, token, f"{before} {token}"))
            lines.append(token)
    return "".join(("\n\n" if dice.random() < COLUMN else "\n") + line for line in lines).lstrip(), ends


def joins_made(string: str) -> list[Join]:
    """What our own joining makes of the hyphens at line ends."""
    from pipeline.build_run import shared_knowledge
    from pipeline.normalise import join_lines
    from pipeline.text import Text

    known = shared_knowledge()
    made: list[Join] = []
    joined = join_lines(Text(string), known.lexicon, known.language)
    for edit in joined.edits:
        if not edit.rule.startswith("lines.hyphen"):
            continue
        dropped = edit.rule == "lines.hyphen"
        left, right = re.search(r"\S+$", string[: edit.start + dropped]), re.match(r"\S+", string[edit.end :])
        if left and right:
            made.append((left[0], right[0], (left[0][:-1] if dropped else left[0]) + edit.new + right[0]))
    return made


def rewrapped(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Right, wrong and missing joins of public texts set anew, and the wrong ones themselves."""
    dice, score, errors = random.Random(8), Counter[str](), Counter[str]()
    for name in TEXTS:
        paragraphs = [line for line in (folder / name).read_text("utf-8").splitlines() if len(line) > 60]
        for _ in range(DOCUMENTS):
            first, width = dice.randrange(len(paragraphs) - PARAGRAPHS), dice.randint(*WIDTHS)
            parts = [wrapped(one, width, dice) for one in paragraphs[first : first + PARAGRAPHS]]
            meant = Counter(join for _, ends in parts for join in ends)
            made = Counter(joins_made("\n\n".join(text for text, _ in parts)))
            score["right"] += (meant & made).total()
            score["wrong"] += (made - meant).total()
            score["missing"] += (meant - made).total()
            kept = Counter({join: count for join, count in meant.items() if join[2] != join[0][:-1] + join[1]})
            score["kept"] += kept.total()
            score["kept right"] += (kept & made).total()
            errors.update(" / ".join(join) for join in made - meant)
    return score, errors


def trusted(shared: Path) -> Counter[str]:
    """Pages whose layer or reading was judged right and wrong."""
    from pipeline.ingest import read
    from pipeline.ingest.triage import judge

    score: Counter[str] = Counter()
    for file in sorted((shared / "public" / "pdf").glob("*.pdf")):
        for page in read(file)[0].pages:
            right = page.method == "layer" and page.status == "ok"
            score["right" if right else f"wrong: {file.stem} {page.number}: {page.method}, {page.status}"] += 1
    for file in sorted((shared / "public" / "ocr_made_here").glob("*.txt")):
        english = file.stem.endswith("ocr_eng")
        for share, wanted in ((1.0, "read" if english else "use"), (0.0, "repair" if english else "use")):
            for number, page_text in enumerate(filter(str.strip, file.read_text("utf-8").split("\f"))):
                action = judge(page_text, image_share=share).action
                score["right" if action == wanted else f"wrong: {file.stem} {number}: {action}"] += 1
    return score


MEMORY = """
import sys
from pathlib import Path
from pipeline.ingest import guard, read_bytes
data = Path(sys.argv[1]).read_bytes()
for _ in range(int(sys.argv[2])):
    for document in read_bytes(data, sys.argv[1]):
        pass
    status = Path(f"/proc/{guard._here.worker.pid}/status").read_text()
    print(len(document.pages), *(line.split()[1] for line in status.splitlines() if line[:6] in ("VmHWM:", "VmRSS:")))
"""
"""Reads a file again and again; prints its pages, the worker's highest and its present memory in KiB."""


def memory(data: bytes, times: int, shown: int = 4) -> list[tuple[int, int]]:
    """Pages read so far and the highest memory of the worker in MiB, at a few moments."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, file.name, str(times)], capture_output=True, text=True, check=True
        )
    seen, result = 0, []
    for line in done.stdout.splitlines():
        pages, highest, *_ = map(int, line.split())
        seen += pages
        result.append((seen, highest // 1024))
    return result[:: max(1, len(result) // shown)] + result[-1:]


def many(pages: int, source: Path) -> bytes:
    """One PDF of so many pages, those of another one again and again."""
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(source) as document:
        own = len(document.pages)
        for number in range(pages - own):
            document.pages.append(document.pages[number % own])
        document.save(out)
    return out.getvalue()


def main(shared: Path, scan: Path | None = None) -> None:
    """Print what was found; `scan` is a scanned PDF for the figures of memory."""
    if not (shared / "public" / "pdf").is_dir():
        print("public files are not here: nothing to measure on")
        return
    score = trusted(shared)
    print(f"public pages and readings judged right: {score['right']} of {score.total()}")
    print("".join(f"  {name}\n" for name in score if name != "right"), end="")
    joins, errors = rewrapped(shared / "data" / "ocr" / "clean")
    right, wrong, missing = joins["right"], joins["wrong"], joins["missing"]
    print(
        f"public text set anew: {right + missing} words at line ends, {joins['kept']} with a hyphen of their own"
        f" ({joins['kept right']} kept):"
        f" precision {right / max(1, right + wrong):.4f}, recall {right / max(1, right + missing):.4f}"
    )
    print("".join(f"  {count} x {name}\n" for name, count in errors.most_common(12)), end="")
    print("memory of the worker in MiB, 1,000 born-digital pages:", memory(many(1_000, shared / "public" / "pdf" / "muenster_cdu_2014.pdf"), 1))  # fmt: skip
    if scan is not None:
        print("memory of the worker in MiB, 200 scans:", memory(many(8, scan), 25))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
