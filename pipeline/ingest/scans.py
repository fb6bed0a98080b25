"""From a page image to its words: noise, orientation and skew dealt with where they are found."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..document import Box
from .ballot import combined
from .ink import much_unread
from .ocr import SAUVOLA, Reading, Run, has_model, low_confidence, read_image
from .pages import assemble
from .paper import CROOKED, ink_of, is_fax, level, noise_of, orientation_of, shade_of, skew_of, without_rules
from .pixels import median
from .sections import doubtful, with_sections
from .triage import quality

if TYPE_CHECKING:
    from PIL.Image import Image

READING_DPI, COARSE = 300.0, 220.0
"""The resolution Tesseract was trained for, and the one below which a noisy image is enlarged to it."""

INKED = 0.02
"""Share of dark pixels from which a page without a word counts as one that was not read: a page of text has 4 to 8 %."""

NOISY = 4.5
"""Mean change by a 3 x 3 median, in grey levels on paper: clean scans 0 to 2, strongly compressed ones to 4, paper with
2 % of specks 5, a bad sensor 9. Up to 4 the filter changes nothing, at 5 it takes the error rate from 18 % to 1 %."""

UNSURE = 0.90
"""Mean confidence below which a page is also looked at through the filter: clean pages have 0.94 to 0.97, photocopies
with specks larger than a median takes away 0.82 to 0.89, and the local threshold halves their errors at the least."""

FILTERED = "Median und Sauvola"

SHADED = 0.25
"""Share by which paper may be darker at one place than at another. One threshold for the whole page loses the darker
half of it without a word: a third of the characters was missing at 0.5, none with a local threshold."""


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
    words: array[float]
    confidence: float
    why: str
    status: str
    """Of the page: "empty" without ink, "partial" where much that looks like print was not read, else "ok"."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reading, and how the page image was turned before it: clockwise in right angles, then by a small tilt."""

    reading: Reading
    turn: int = 0
    tilt: float = 0.0


def read_scan(image: Image, dpi: float, options: ScanOptions, *, original: bytes | None = None) -> Scan:
    """Read a page image. `original` are its bytes in the file, handed to Tesseract as they are when nothing is done.

    A crooked page is straightened, ruling lines are painted over, a noisy page is read through a median filter and
    Sauvola's threshold. A page that comes out badly is turned, or looked at the other way, and the better reading stays.
    """
    fax = is_fax(image, dpi)
    noise = 0.0 if fax else noise_of(image)  # a median would eat the strokes of a fax: 14 % of errors became 20 %
    if shade_of(image) >= SHADED:
        noise = max(noise, NOISY)
    notes, way = [f"Rauschen {noise:.1f}"], []
    look = _look(image, dpi, options, noise, original)
    if noise >= NOISY:
        way.append(FILTERED)
    if look.tilt:
        way.append(f"um {look.tilt:.1f} Grad begradigt")
    retries: list[tuple[str, Callable[[], Look | None]]] = []
    if low_confidence(look.reading) or _few_words(look.reading, image, dpi):
        retries = _second_looks(image, dpi, options, noise, fax=fax)
    elif look.reading.words and look.reading.confidence < UNSURE and noise < NOISY and not fax:
        retries = [(FILTERED, lambda: Look(_read_filtered(image, dpi, options)))]
    for name, retry in retries:
        other = retry()
        if other is not None and _better(other.reading, look.reading):
            look = other
            way.append(name)
        if not low_confidence(look.reading):
            break
    strings = [string for string, _, _ in look.reading.words]
    confidences = [round(confidence, 3) for _, _, confidence in look.reading.words]
    boxes = _back_to_page(look, image.size, dpi)
    text, placed = assemble(strings, boxes, look.reading.paragraphs, confidences)
    status = "ok" if strings else "partial" if ink_of(image) > INKED else "empty"
    if strings and much_unread(image, boxes, dpi):
        status = "partial"
        way.append("außerhalb der gelesenen Wörter steht noch etwas, das wie Schrift aussieht")
    notes.append(f"mittlere Sicherheit {look.reading.confidence:.2f}")
    notes.extend(way)
    return Scan(text, placed, look.reading.confidence, ", ".join(notes), status)


def _look(
    image: Image, dpi: float, options: ScanOptions, noise: float, original: bytes | None = None, turn: int = 0
) -> Look:
    """Read an image after straightening it where it is crooked."""
    tilt = skew_of(image)
    if abs(tilt) < CROOKED:
        tilt, straight = 0.0, image
    else:
        straight, original = level(image, tilt), None
    if noise >= NOISY:
        return Look(_read_filtered(straight, dpi, options), turn, tilt)
    plain = without_rules(straight, dpi)
    return Look(_read(plain, dpi, options, original if plain is straight else None), turn, tilt)


def _read(
    image: Image, dpi: float, options: ScanOptions, original: bytes | None, settings: tuple[tuple[str, str], ...] = ()
) -> Reading:
    run = Run(round(dpi), options.languages, options.seconds, settings, options.inside)
    reading = read_image(image, run, options.cache, original=original)
    if options.languages == "deu":
        models = [model for model in more_models(reading) if has_model(model)]
        outside = replace(run, inside=False)
        others = {
            model: read_image(image, replace(outside, languages=model), options.cache, original=original)
            for model in models
        }
        if others:
            reading = combined({"deu": reading, **others})
        if "eng" in others:
            reading = with_sections(reading, others["eng"])
    return reading


def more_models(reading: Reading) -> tuple[str, ...]:
    """Which models should read the page as well: where a § is in doubt the English and the Latin one.

    Where only words are unsure the Latin one was tried too: 0.16 % wrong characters on 64 scans became 0.15 %, for two
    fifths more time.
    """
    return ("eng", "Latin") if doubtful(reading) else ()


def _read_filtered(image: Image, dpi: float, options: ScanOptions, *, enlarge: bool = True) -> Reading:
    """Read through a 3 x 3 median and Sauvola's threshold; a coarse image is enlarged before, because on 150 dpi the
    median swallows full stops and umlaut dots (seen on our own poor scan; at 300 dpi it keeps them)."""
    import numpy
    from PIL import Image as Images

    factor = READING_DPI / dpi if enlarge and dpi < COARSE else 1.0
    plain = image.convert("L")
    if factor > 1.0:
        plain = plain.resize((round(image.width * factor), round(image.height * factor)), Images.Resampling.LANCZOS)
    plain = without_rules(Images.fromarray(median(numpy.asarray(plain))), dpi * factor)
    reading = _read(plain, dpi * factor, options, None, SAUVOLA)
    if factor == 1.0:
        return reading
    return reading.scaled(1 / factor)


def _few_words(reading: Reading, image: Image, dpi: float) -> bool:
    """Hardly a word on a page with much ink: lying on its side, perhaps."""
    return len(reading.words) < 8 and image.width * image.height > (dpi * 2) ** 2 and ink_of(image) > 0.004


def _better(new: Reading, old: Reading) -> bool:
    def score(reading: Reading) -> float:
        return reading.confidence + quality(reading.text) + min(len(reading.words), 200) / 1000

    return score(new) > score(old) + 0.02


def _second_looks(
    image: Image, dpi: float, options: ScanOptions, noise: float, *, fax: bool
) -> list[tuple[str, Callable[[], Look | None]]]:
    """Other ways to read the page, by name, the likeliest first."""

    def turned() -> Look | None:
        angle = orientation_of(image, dpi, options.seconds)
        return _look(image.rotate(-angle, expand=True), dpi, options, noise, turn=angle) if angle else None

    def filtered() -> Look:
        return Look(_read_filtered(image, dpi, options))

    def speckled() -> Look:
        return Look(_read_filtered(image, dpi, options, enlarge=False))

    looks: list[tuple[str, Callable[[], Look | None]]] = [("gedreht", turned)]
    if noise >= NOISY and dpi < COARSE:  # specks of one pixel grow with the image; they go only at their own size
        looks.insert(0, ("Median ohne Vergrößern", speckled))
    if noise < NOISY and not fax:
        looks.append((FILTERED, filtered))
    return looks


def _back_to_page(look: Look, size: tuple[int, int], dpi: float) -> list[Box]:
    """Boxes in points on the page as it lies in the file, which was turned and straightened before it was read."""
    scale = 72.0 / dpi
    width, height = size
    middle = (height / 2, width / 2) if look.turn in (90, 270) else (width / 2, height / 2)
    across, down = math.cos(math.radians(look.tilt)), math.sin(math.radians(look.tilt))
    boxes: list[Box] = []
    for _, (left, top, right, bottom), _ in look.reading.words:
        if look.tilt:
            x, y = (left + right) / 2 - middle[0], (top + bottom) / 2 - middle[1]
            move = x * across - y * down - x, x * down + y * across - y
            left, right, top, bottom = left + move[0], right + move[0], top + move[1], bottom + move[1]
        if look.turn == 90:
            left, top, right, bottom = top, height - right, bottom, height - left
        elif look.turn == 180:
            left, top, right, bottom = width - right, height - bottom, width - left, height - top
        elif look.turn == 270:
            left, top, right, bottom = width - bottom, left, width - top, right
        boxes.append((left * scale, top * scale, right * scale, bottom * scale))
    return boxes
