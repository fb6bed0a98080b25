"""What a page image looks like before anyone reads it: noise, ink, tilt, ruling lines, which side is up."""

from __future__ import annotations

import math
import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..errors import OcrFailed
from .ocr import environment, portable
from .pixels import median, mostly, turned

if TYPE_CHECKING:
    from PIL.Image import Image

CROOKED = 0.35
"""Degrees from which a page is straightened: over the width of A4 that is a third of the distance of two lines."""

SHARPER = 1.15
"""By so much the rows must stand out more after straightening; on a page lying on its side they never do."""

SLIGHT = 1.5
"""Degrees up to which turning is done by moving columns and rows, which turns a square into nearly one."""

FAX_DPI = 210
"""The fine resolution of fax machines is 204 x 196 points an inch, the standard one 204 x 98."""

CELL = 8
"""Pixels that are looked at together along a rule; one bit of a byte each."""

LEVEL_RULE, UPRIGHT_RULE, RULE_WIDTH = 1.2, 0.6, 0.03
"""Inches: shorter strokes are dashes and blurred letters, wider ones bars and pictures."""


def noise_of(image: Image) -> float:
    """How much a 3 x 3 median changes five small windows, in grey levels; edges of letters are left out."""
    import numpy

    side = 256
    values = []
    for across, down in ((0.3, 0.25), (0.6, 0.25), (0.45, 0.5), (0.3, 0.75), (0.6, 0.75)):
        left, top = int(image.width * across), int(image.height * down)
        window = image.crop((left, top, min(left + side, image.width), min(top + side, image.height))).convert("L")
        if min(window.size) < 16:
            continue
        levels = numpy.asarray(window)
        # Specks stand alone on the paper: look only where the surroundings are plain.
        plain = mostly(levels > 150)
        if plain.sum() > 500:
            values.append(float(numpy.abs(levels.astype(numpy.int16) - median(levels))[plain].mean()))
    return sum(values) / len(values) if values else 0.0


def shade_of(image: Image) -> float:
    """How much darker the paper is in the darkest parts of the page than in the lightest: 0 on even paper, 0.5 in the
    fold of a bound volume or under a lamp at the side."""
    import numpy

    small = numpy.asarray(image.convert("L").resize((96, 96), reducing_gap=2.0), dtype=numpy.float32)
    parts = small.reshape(8, 12, 8, 12).transpose(0, 2, 1, 3).reshape(64, 144)
    paper = numpy.percentile(parts, 90, axis=1)  # letters are darker, so paper is the lightest tenth of a part
    dark, light = numpy.percentile(paper, (8, 92))
    return float(1 - dark / max(light, 1.0))


def is_fax(image: Image, dpi: float) -> bool:
    """Whether a page came by fax: black and white without greys, at no more than 204 points an inch."""
    if dpi > FAX_DPI:
        return False
    counts = sorted(image.convert("L").histogram(), reverse=True)
    return sum(counts[:2]) > 0.999 * sum(counts)


def ink_of(image: Image) -> float:
    """Share of dark pixels, on a small copy."""
    import numpy

    small = image.convert("L")
    small.thumbnail((400, 400))
    levels = numpy.asarray(small, dtype=numpy.int16)
    return float((levels < min(160, int(numpy.median(levels)) - 40)).mean())


def skew_of(image: Image) -> float:
    """The angle in degrees by which turning counterclockwise makes the lines level, from -8 to 8; 0 if nothing does.

    Lines are level where the number of dark pixels differs most from row to row. Looked for on a small copy, and by
    shifting the places of its dark pixels instead of turning the image, which took eight times as long.
    """
    import numpy

    small = image.convert("L").reduce(max(1, round(max(image.size) / 900)))
    levels = numpy.asarray(small, dtype=numpy.int16)
    down, across = numpy.nonzero(levels < int(numpy.median(levels)) - 50)
    if len(down) < 200 or len(down) > 0.4 * levels.size:
        return 0.0
    margin = int(small.width * 0.2) + 1

    def sharpness(angle: float) -> float:
        rows = numpy.bincount((down - across * numpy.tan(numpy.radians(angle)) + margin).astype(numpy.int32))
        return float((numpy.diff(rows) ** 2).sum())

    coarse = max((step / 2 for step in range(-10, 11)), key=sharpness)
    if abs(coarse) == 5.0:  # rare: a sheet that slipped in the feeder
        coarse = max((math.copysign(step / 2, coarse) for step in range(10, 17)), key=sharpness)
    fine = max((coarse + step / 10 for step in range(-4, 5)), key=sharpness)
    return fine if sharpness(fine) > SHARPER * sharpness(0.0) else 0.0


def level(image: Image, angle: float) -> Image:
    """The image turned counterclockwise by a small angle, its size kept."""
    import numpy
    from PIL import Image as Images

    paper = int(image.resize((64, 64)).getextrema()[1]) if image.mode == "L" else 255  # type: ignore[arg-type]
    grey = image.convert("L")
    if abs(angle) <= SLIGHT:
        return Images.fromarray(turned(numpy.asarray(grey), angle, paper))
    return grey.rotate(angle, expand=False, fillcolor=paper, resample=Images.Resampling.BILINEAR)


def without_rules(image: Image, dpi: float) -> Image:
    """The image with long thin lines painted over; the same image where there are none.

    The rules of a table make Tesseract take cells for pictures: on poor scans of tables a quarter of the characters
    was lost with them, and nothing without.
    """
    import numpy
    from PIL import Image as Images

    grey = image if image.mode == "L" else image.convert("L")
    levels = numpy.asarray(grey)
    paper = int(numpy.median(levels[::8, ::8]))
    dark = levels < paper - 45
    height, width = (side - side % CELL for side in dark.shape)
    bits = numpy.array([number.bit_count() for number in range(256)], dtype=numpy.uint8)
    flat = _rules(bits[numpy.packbits(dark[:, :width], axis=1)], int(LEVEL_RULE * dpi), dpi)
    if flat is None:
        return image
    # Upright, a cell is eight pixels below each other; packing those takes twenty times as long as adding eight rows.
    counted = sum(
        (dark[start:height:CELL].view(numpy.uint8) for start in range(1, CELL)), dark[:height:CELL].view("u1")
    )
    upright = _rules(numpy.ascontiguousarray(counted.T), int(UPRIGHT_RULE * dpi), dpi)
    cleaned = levels.copy()
    cleaned[:, :width][numpy.repeat(flat, CELL, axis=1)] = paper
    if upright is not None:
        cleaned[:height][numpy.repeat(upright.T, CELL, axis=0)] = paper
    return Images.fromarray(cleaned)


def _rules(counted: Any, length: int, dpi: float) -> Any:
    """Which cells belong to level rules of at least that length, or None where none does; `counted` are the dark pixels
    of each cell, row by row."""
    import numpy

    height, cells = counted.shape
    need, thick = length // CELL, max(4, int(RULE_WIDTH * dpi))
    if cells <= need or height < 4 * thick:
        return None
    # A row of the rule may be lost to noise or lie one pixel higher after a while, so each looks at its neighbours.
    near = counted.copy()
    near[1:] = numpy.maximum(near[1:], counted[:-1])
    near[:-1] = numpy.maximum(near[:-1], counted[1:])
    filled = near >= CELL - 1
    marked = numpy.zeros((height, cells), dtype=bool)
    for row in numpy.nonzero(filled.sum(axis=1) >= need)[0]:
        if not thick <= row < height - thick:
            continue
        for start, end in _runs(filled[row], need):
            # Paper above and below: a row of letters has its own strokes there, a bar or a picture itself.
            if max(counted[row - thick, start:end].mean(), counted[row + thick, start:end].mean()) < 0.2 * CELL:
                marked[row, start:end] = True
    if not marked.any():
        return None
    grown = marked.copy()  # the soft edge of a rule
    grown[1:] |= marked[:-1]
    grown[:-1] |= marked[1:]
    return grown


def _runs(filled: Any, need: int) -> list[tuple[int, int]]:
    """Where at least `need` cells are filled one after another, a single gap of one cell forgiven."""
    import numpy

    gaps = numpy.concatenate(([-1], numpy.nonzero(~filled)[0], [len(filled)]))
    found: list[tuple[int, int]] = []
    for before, after in pairwise(gaps.tolist()):
        if found and before - found[-1][1] == 0 and after - before > 3:
            found[-1] = (found[-1][0], after)
        elif after - before > 3:
            found.append((before + 1, after))
    return [(start, end) for start, end in found if end - start >= need]


def orientation_of(image: Image, dpi: float, seconds: float) -> int:
    """By how many degrees clockwise the page must be turned to stand upright (0, 90, 180, 270), as Tesseract sees it."""
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--psm", "0", "--dpi", str(round(dpi))],
            input=portable(image),
            capture_output=True,
            timeout=seconds,
            env=environment(),
            check=False,
        )
    except (subprocess.TimeoutExpired, FileNotFoundError) as error:
        raise OcrFailed("Tesseract konnte die Lage der Seite nicht bestimmen") from error
    found = re.search(rb"Rotate: (\d+)", done.stdout)
    return int(found[1]) if found else 0
