"""From a page image to its words: noise, orientation and skew dealt with where they are found."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..document import Box
from ..errors import OcrFailed
from .ocr import SAUVOLA, Reading, Run, environment, low_confidence, portable, read_image
from .pages import assemble
from .triage import quality

if TYPE_CHECKING:
    from PIL.Image import Image

Look = tuple[str, "Callable[[], tuple[int, Reading | None]]"]
"""A name and a way to read again: gives the angle the page was turned by and what was read."""

READING_DPI, COARSE = 300.0, 220.0
"""The resolution Tesseract was trained for, and the one below which a noisy image is enlarged to it."""

NOISY = 6.0
"""Mean change by a 3 x 3 median, in grey levels on paper: clean scans 0.3 to 2, speckled ones from 8 upward."""


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """How a page image is read; seconds are those of one run of Tesseract."""

    languages: str = "deu"
    seconds: float = 120.0
    cache: Path | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """The reading of a page: text, placed words in points, and in words how it was won."""

    text: str
    words: list[list[Any]]
    confidence: float
    why: str


def read_scan(image: Image, dpi: float, options: ScanOptions, *, original: bytes | None = None) -> Scan:
    """Read a page image. `original` are its bytes in the file, handed to Tesseract as they are when nothing is done.

    A noisy page is read through a median filter and Sauvola's threshold; a page that comes out badly is turned or
    straightened and read again, and the better reading stays.
    """
    noise = noise_of(image)
    notes = [f"Rauschen {noise:.1f}"]
    way: list[str] = []
    if noise >= NOISY:
        reading = _read_filtered(image, dpi, options)
        way.append("Median und Sauvola")
    else:
        reading = _read(image, dpi, options, original)
    angle = 0
    if low_confidence(reading) or _few_words(reading, image, dpi):
        for name, retry in _second_looks(image, dpi, options, noise):
            turn, other = retry()
            if other is not None and _better(other, reading):
                reading, angle = other, turn
                way.append(name)
            if not low_confidence(reading):
                break
    words = _back_to_page(reading, image.size, angle, dpi)
    text, placed = assemble(words, [[list(line) for line in lines] for lines in reading.paragraphs])
    notes.append(f"mittlere Sicherheit {reading.confidence:.2f}")
    notes.extend(way)
    return Scan(text, placed, reading.confidence, ", ".join(notes))


def _read(
    image: Image, dpi: float, options: ScanOptions, original: bytes | None, settings: tuple[tuple[str, str], ...] = ()
) -> Reading:
    run = Run(round(dpi), options.languages, options.seconds, settings, options.inside)
    return read_image(image, run, options.cache, original=original)


def noise_of(image: Image) -> float:
    """How much a 3 x 3 median changes five small windows, in grey levels; edges of letters are left out."""
    import numpy
    from PIL import ImageFilter

    side = 256
    values = []
    for across, down in ((0.3, 0.25), (0.6, 0.25), (0.45, 0.5), (0.3, 0.75), (0.6, 0.75)):
        left, top = int(image.width * across), int(image.height * down)
        window = image.crop((left, top, min(left + side, image.width), min(top + side, image.height))).convert("L")
        if min(window.size) < 16:
            continue
        before = numpy.asarray(window, dtype=numpy.int16)
        after = numpy.asarray(window.filter(ImageFilter.MedianFilter(3)), dtype=numpy.int16)
        # Specks stand alone on the paper: look only where the surroundings are plain.
        plain = numpy.asarray(window.filter(ImageFilter.MedianFilter(5)), dtype=numpy.int16) > 150
        if plain.sum() > 500:
            values.append(float(numpy.abs(before - after)[plain].mean()))
    return sum(values) / len(values) if values else 0.0


def _read_filtered(image: Image, dpi: float, options: ScanOptions, *, enlarge: bool = True) -> Reading:
    """Read through a 3 x 3 median and Sauvola's threshold; a coarse image is enlarged before, because on 150 dpi the
    median swallows full stops and umlaut dots (seen on our own poor scan; at 300 dpi it keeps them)."""
    from PIL import Image as Images
    from PIL import ImageFilter

    factor = READING_DPI / dpi if enlarge and dpi < COARSE else 1.0
    plain = image.convert("L")
    if factor > 1.0:
        plain = plain.resize((round(image.width * factor), round(image.height * factor)), Images.Resampling.LANCZOS)
    reading = _read(plain.filter(ImageFilter.MedianFilter(3)), dpi * factor, options, None, SAUVOLA)
    if factor == 1.0:
        return reading
    words = tuple(
        (string, (left / factor, top / factor, right / factor, bottom / factor), confidence)
        for string, (left, top, right, bottom), confidence in reading.words
    )
    return Reading(words, reading.paragraphs)


def _few_words(reading: Reading, image: Image, dpi: float) -> bool:
    """Hardly a word on a page with much ink: lying on its side, perhaps."""
    return len(reading.words) < 8 and image.width * image.height > (dpi * 2) ** 2 and ink_of(image) > 0.004


def ink_of(image: Image) -> float:
    """Share of dark pixels, on a small copy."""
    import numpy

    small = image.convert("L")
    small.thumbnail((400, 400))
    levels = numpy.asarray(small, dtype=numpy.int16)
    return float((levels < min(160, int(numpy.median(levels)) - 40)).mean())


def _better(new: Reading, old: Reading) -> bool:
    def score(reading: Reading) -> float:
        return reading.confidence + quality(reading.text) + min(len(reading.words), 200) / 1000

    return score(new) > score(old) + 0.02


def _second_looks(image: Image, dpi: float, options: ScanOptions, noise: float) -> list[Look]:
    def orientation() -> tuple[int, Reading | None]:
        angle = orientation_of(image, dpi, options.seconds)
        if not angle:
            return 0, None
        other = image.rotate(-angle, expand=True)
        return angle, _read_filtered(other, dpi, options) if noise >= NOISY else _read(other, dpi, options, None)

    def straight() -> tuple[int, Reading | None]:
        angle = skew_of(image)
        if abs(angle) < 0.3:
            return 0, None
        from PIL import Image as Images

        other = image.convert("L").rotate(angle, expand=False, fillcolor=255, resample=Images.Resampling.BICUBIC)
        return 0, _read(other, dpi, options, None)

    def filtered() -> tuple[int, Reading | None]:
        return 0, _read_filtered(image, dpi, options)

    def speckled() -> tuple[int, Reading | None]:
        return 0, _read_filtered(image, dpi, options, enlarge=False)

    looks: list[Look] = [
        ("gedreht", orientation),
        ("begradigt", straight),
    ]
    if noise >= NOISY and dpi < COARSE:  # specks of one pixel grow with the image; they go only at their own size
        looks.insert(0, ("Median ohne Vergrößern", speckled))
    if noise < NOISY:
        looks.append(("Median und Sauvola", filtered))
    return looks


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


def skew_of(image: Image) -> float:
    """The angle in degrees by which turning counterclockwise makes the lines level, from -5 to 5.

    Lines are level where the sums over rows differ most from each other; looked for on a small copy.
    """
    import numpy

    small = image.convert("L")
    small.thumbnail((900, 900))
    levels = numpy.asarray(small, dtype=numpy.int16)
    dark = (levels < int(numpy.median(levels)) - 50).astype("uint8") * 255
    from PIL import Image as Images

    mask = Images.fromarray(dark)

    def sharpness(angle: float) -> float:
        rows = numpy.asarray(mask.rotate(angle, resample=Images.Resampling.NEAREST), dtype=numpy.int64).sum(axis=1)
        return float((numpy.diff(rows) ** 2).sum())

    coarse = max((step / 2 for step in range(-10, 11)), key=sharpness)
    return max((coarse + step / 10 for step in range(-4, 5)), key=sharpness)


def _back_to_page(
    reading: Reading, size: tuple[int, int], angle: int, dpi: float
) -> list[tuple[str, Box, float | None]]:
    """Boxes in points on the page as it lies in the file, which was turned clockwise by `angle` before it was read."""
    scale = 72.0 / dpi
    width, height = size
    words: list[tuple[str, Box, float | None]] = []
    for string, (left, top, right, bottom), confidence in reading.words:
        if angle == 90:
            left, top, right, bottom = top, height - right, bottom, height - left
        elif angle == 180:
            left, top, right, bottom = width - right, height - bottom, width - left, height - top
        elif angle == 270:
            left, top, right, bottom = width - bottom, left, width - top, right
        words.append((string, (left * scale, top * scale, right * scale, bottom * scale), round(confidence, 3)))
    return words
