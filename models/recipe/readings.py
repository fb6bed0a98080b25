"""Print pages, scan them badly and read them with Tesseract's English model: pairs of what was meant and what was read.

    python -m models.recipe.readings DATA OUT [PAGES]

The thirty development pages show each confusion of "ß" a few times and the rare ones never. So more pages are made from
training speech: many fonts, several resolutions, slight rotation, blur, noise and JPEG. OUT gets NUMBER.gold.txt and
NUMBER.eng.txt; a page that is there already is not read again. About four seconds a page.
"""

from __future__ import annotations

import io
import lzma
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

FONTS = Path("/usr/share/fonts")
# Faces that German offices print in, or free ones cut like them. What a machine lacks is left out.
FACES = [
    "LiberationSans-Regular",
    "LiberationSerif-Regular",
    "Carlito-Regular",
    "DejaVuSans",
    "DejaVuSerif",
    "LiberationSans-Bold",
    "LiberationSerif-Bold",
    "LiberationSerif-Italic",
    "Caladea-Regular",
    "LinLibertine_R",
    "OpenSans-Regular",
    "Lato-Regular",
    "Roboto-Regular",
    "NotoSans-Regular",
    "NotoSerif-Regular",
    "EBGaramond-Regular",
    "FreeSerif",
    "FreeSans",
    "LiberationSansNarrow-Regular",
    "DejaVuSansCondensed",
    "LiberationMono-Regular",
    "texgyrepagella-regular",
    "texgyretermes-regular",
    "texgyreheros-regular",
    "texgyrebonum-regular",
    "texgyreschola-regular",
    "C059-Roman",
    "P052-Roman",
    "NimbusSans-Regular",
    "NimbusRoman-Regular",
]
# Every second page is set in one of the first five, by far the commonest in offices.
COMMON = 5
PAGES = 280
COARSE = 200  # pages from here on have 100 to 120 dots an inch, as a fax has
DENSE = 0.11  # share of words with ä, ö, ü or ß; pages are about confusions, so paragraphs rich in them are taken
LINES = 52
LOST = 0.06  # share of characters; the English model alone gets two to three in a hundred wrong
UMLAUT = re.compile("[äöüÄÖÜß]")


def faces() -> list[Path]:
    """The font files that are here, by the order above."""
    found = {path.stem: path for path in FONTS.rglob("*.?tf")}
    return [found[name] for name in FACES if name in found]


def paragraphs(data: Path, chance: random.Random) -> list[str]:
    """Paragraphs of training speech rich in umlauts, from all over the corpus."""
    found = []
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, 3):
            words = line.split()
            if 30 < len(words) < 120 and sum(bool(UMLAUT.search(word)) for word in words) > DENSE * len(words):
                found.append(line.strip())
    chance.shuffle(found)
    return found


def draw(texts: list[str], face: Path, chance: random.Random, coarse: bool = False) -> tuple[str, Image.Image]:
    """One A4 page: its lines as printed, and its scan; `coarse` as a fax is."""
    dpi = chance.choice((100, 110, 120) if coarse else (150, 150, 200, 200, 300))
    size = chance.choice((10, 10.5, 11, 11.5, 12)) * dpi / 72
    font = ImageFont.truetype(str(face), round(size))
    width, height, margin = round(8.27 * dpi), round(11.69 * dpi), round(0.9 * dpi)
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    lines: list[str] = []
    for text in texts:
        line = ""
        for word in text.split():
            if line and pen.textlength(f"{line} {word}", font=font) > width - 2 * margin:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines += [line, ""]
    lines = lines[:LINES]
    step = size * 1.32
    for number, line in enumerate(lines):
        pen.text((margin, margin * 0.8 + number * step), line, font=font, fill=20)
    image = image.rotate(chance.uniform(-0.4, 0.4), resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 1.0) * dpi / 200))
    grey = np.asarray(image, dtype=np.float64)
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, chance.uniform(3, 14), grey.shape)
    image = Image.fromarray(np.clip(grey + noise, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=chance.randint(38, 70), dpi=(dpi, dpi))
    return "\n".join(lines), Image.open(packed)


def read(image: Image.Image) -> str:
    """What Tesseract's English model reads."""
    packed = io.BytesIO()
    image.save(packed, "PNG", dpi=image.info.get("dpi", (200, 200)))
    command = ["tesseract", "-", "-", "-l", "eng", "--psm", "4"]
    return subprocess.run(
        command, input=packed.getvalue(), capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    ).stdout.decode()


def segments(meant: str, seen: str) -> Iterator[tuple[str, str]]:
    """What was read as what: neighbouring differences are one segment ("ü" as "ii")."""
    run: tuple[int, int, int, int] | None = None
    for step in Levenshtein.opcodes(meant, seen):
        if step.tag == "equal":
            if run:
                yield meant[run[0] : run[1]], seen[run[2] : run[3]]
            run = None
        elif run:
            run = (run[0], step.src_end, run[2], step.dest_end)
        else:
            run = (step.src_start, step.src_end, step.dest_start, step.dest_end)
    if run:
        yield meant[run[0] : run[1]], seen[run[2] : run[3]]


def count(folder: Path) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """(meant, seen) of letters on all pages of a folder, and how often each letter was printed.

    Pages that were not understood at all (lines lost, columns mixed up) are left out.
    """
    found: Counter[tuple[str, str]] = Counter()
    letters: Counter[str] = Counter()
    for page in sorted(folder.glob("*.gold.txt")):
        meant = " ".join(page.read_text("utf-8").split())
        seen = " ".join(page.with_name(page.name.replace(".gold", ".eng")).read_text("utf-8").split())
        if Levenshtein.distance(meant, seen) > LOST * len(meant):
            continue
        letters.update(meant if int(page.name[:4]) < COARSE else UMLAUT.findall(meant))
        found.update(
            (one, other)
            for one, other in segments(meant, seen)
            if one.isalnum()
            and len(one) <= 2
            and len(other) <= 3
            and not any(sign.isspace() for sign in other)
            # What a fax does to plain letters would be believed of every page.
            and (int(page.name[:4]) < COARSE or (len(one) == 1 and UMLAUT.fullmatch(one)))
        )
    return found, letters


def main(data: Path, out: Path, pages: int = PAGES) -> None:
    out.mkdir(parents=True, exist_ok=True)
    texts = paragraphs(data, random.Random(11))
    here = faces()
    for number in range(pages):
        chance = random.Random(number)
        if (out / f"{number:04}.eng.txt").exists():
            continue
        face = here[number % COMMON if number % 2 else number // 2 % len(here)]
        gold, image = draw(texts[number * 12 : number * 12 + 12], face, chance, number >= COARSE)
        seen = read(image)
        (out / f"{number:04}.gold.txt").write_text(gold, "utf-8")
        (out / f"{number:04}.eng.txt").write_text(seen, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]))
