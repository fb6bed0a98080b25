"""Read page images with Tesseract: words, boxes and confidences by the shortest way.

One thread a run (OMP_THREAD_LIMIT=1: the default of one thread a core is 4.8 times slower on a busy machine), the
image handed over as it is, a time limit on every run, and each reading kept by the hash of what went into it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from ..document import Box
from ..errors import MissingTool, OcrFailed
from .layout import order_words

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-deu"

SAUVOLA = (("thresholding_method", "2"),)
"""With a 3 x 3 median before it, took the error rate of noisy pages from 17.1 % to 0.47 %, without harm to clean ones."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What Tesseract saw on one image: words line by line, boxes in pixels, and the line each word stands on.

    A line is told by its upper and lower edge: tall and flat words of a line share them.
    """

    words: tuple[tuple[str, Box, float], ...]
    lines: tuple[tuple[float, float], ...]

    @property
    def confidence(self) -> float:
        """Mean confidence, each word weighing as many characters as it has; 0 for an empty page."""
        weight = sum(len(string) for string, _, _ in self.words)
        return sum(len(string) * confidence for string, _, confidence in self.words) / weight if weight else 0.0

    @property
    def paragraphs(self) -> list[list[list[int]]]:
        """The words in reading order. Not Tesseract's own: it runs through boxes beside the text and column gaps, and
        parts paragraphs in the middle of a sentence when a line is short."""
        rows = [
            (left, top, right, bottom)
            for (_, (left, _, right, _), _), (top, bottom) in zip(self.words, self.lines, strict=True)
        ]
        return order_words(rows)

    @property
    def text(self) -> str:
        return "\n\n".join(
            "\n".join(" ".join(self.words[index][0] for index in line) for line in paragraph)
            for paragraph in self.paragraphs
        )

    def scaled(self, factor: float) -> Reading:
        """The same reading on an image of another size."""
        words = tuple(
            (string, (left * factor, top * factor, right * factor, bottom * factor), confidence)
            for string, (left, top, right, bottom), confidence in self.words
        )
        return Reading(words, tuple((top * factor, bottom * factor) for top, bottom in self.lines))


@cache
def models_folder() -> Path:
    """Where Tesseract's language models lie."""
    program = shutil.which("tesseract")
    if program is None:
        raise MissingTool("Tesseract ist nicht installiert", help=INSTALL)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    first = (listed.stdout or listed.stderr).partition("\n")[0]
    return Path(first.partition('"')[2].partition('"')[0] or "/usr/share/tesseract-ocr/5/tessdata")


def has_model(language: str) -> bool:
    """Whether Tesseract has the model of this language."""
    return (models_folder() / f"{language}.traineddata").is_file()


@cache
def engine(languages: str, inside: bool = False) -> str:
    """Version of Tesseract and hashes of its models, for the key of stored readings; MissingTool if it is not there."""
    models = {name: models_folder() / f"{name}.traineddata" for name in languages.split("+")}
    missing = [name for name, path in models.items() if not path.is_file()]
    if missing:
        raise MissingTool(
            f"Tesseract kennt die Sprache nicht: {', '.join(missing)}",
            help=f"sudo apt-get install {' '.join('tesseract-ocr-' + name for name in missing)}",
        )
    prints = [hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in models.values()]
    if inside:
        version = str(library().tesseract_version())
    else:
        asked = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, timeout=30, check=False)
        version = asked.stdout or asked.stderr
    return f"{version.splitlines()[0]} {' '.join(prints)}"


@dataclass(frozen=True, slots=True)
class Run:
    """How Tesseract is started: resolution, languages, seconds allowed, settings as name and value, and where.

    `inside` uses Tesseract's library in this process, which saves a quarter of the time (0.75 of the program's on real
    pages) but can only be stopped together with the process; so only the worker asks for it.
    """

    dpi: int
    languages: str = "deu"
    seconds: float = 120.0
    settings: tuple[tuple[str, str], ...] = ()
    inside: bool = False


def read_image(image: Image, run: Run, cache_folder: Path | None = None, *, original: bytes | None = None) -> Reading:
    """The words of an image; `original` are its bytes as they lie in the file, if nothing was done to it.

    OcrFailed when Tesseract gives up or takes too long; stored readings are used again.
    """
    inside = run.inside and library() is not None
    key = hashlib.sha256()
    for part in (engine(run.languages, inside), run.languages, str(run.dpi), *map("=".join, run.settings)):
        key.update(part.encode() + b"\0")
    if original is not None:
        key.update(hashlib.sha256(original).digest())
    else:
        key.update(f"{image.mode} {image.size}".encode() + hashlib.sha256(image.tobytes()).digest())
    place = cache_folder / key.hexdigest()[:2] / f"{key.hexdigest()}.json" if cache_folder else None
    if place is not None and place.is_file():
        try:
            return _from_json(json.loads(place.read_text("utf-8")))
        except (ValueError, KeyError, TypeError, OSError):
            place.unlink(missing_ok=True)  # half a file from a machine that lost power, or one of an older version
    table = _run_inside(image, run) if inside else _run(original or portable(image), run)
    reading = _parse(table)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps({"words": reading.words, "lines": reading.lines}, ensure_ascii=False), "utf-8")
        beside.replace(place)
    return reading


def portable(image: Image) -> bytes:
    """An image as uncompressed PGM or PPM: PNG compression would cost as much as a third of the reading."""
    out = io.BytesIO()
    plain = image if image.mode in ("L", "RGB") else image.convert("L" if image.mode in ("1", "I;16", "LA") else "RGB")
    plain.save(out, "PPM")
    return out.getvalue()


@cache
def library() -> Any:
    """Tesseract's library, or None where it is not installed; the program does the same, a little slower."""
    try:
        import tesserocr
    except ImportError:
        return None
    return tesserocr


@cache
def _api(languages: str) -> Any:
    return library().PyTessBaseAPI(path=f"{models_folder()}/", lang=languages, psm=library().PSM.AUTO)


def _run_inside(image: Image, run: Run) -> str:
    try:
        api = _api(run.languages)
        for name, value in run.settings:
            api.SetVariable(name, value)
        api.SetImage(image)
        api.SetSourceResolution(run.dpi)
        table = str(api.GetTSVText(0))
        api.Clear()
    except RuntimeError as error:
        raise OcrFailed(f"Tesseract gab auf: {error}") from error
    for name, _ in run.settings:
        api.SetVariable(name, "0")
    return table


def _run(image: bytes, run: Run) -> str:
    settings = [part for name, value in run.settings for part in ("-c", f"{name}={value}")]
    command = ["tesseract", "stdin", "stdout", "-l", run.languages, "--dpi", str(run.dpi), *settings, "tsv"]
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=run.seconds, env=environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(f"Tesseract war nach {run.seconds:.0f} s nicht fertig") from error
    except FileNotFoundError as error:
        raise MissingTool("Tesseract ist nicht installiert", help=INSTALL) from error
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OcrFailed(f"Tesseract gab auf: {lines[-1][:200] if lines else done.returncode}")
    return done.stdout.decode("utf-8", "replace")


def environment() -> dict[str, str]:
    """What Tesseract is started with: one thread, always."""
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _parse(table: str) -> Reading:
    """Tesseract's table: one row a line and one a word."""
    words: list[tuple[str, Box, float]] = []
    lines: list[tuple[float, float]] = []
    edges = (0.0, 0.0)
    for row in table.splitlines():
        cells = row.split("\t", 11)
        if cells[0] not in ("4", "5") or len(cells) < 11:
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        if cells[0] == "4":
            edges = (top, top + height)
        elif len(cells) == 12 and cells[11].strip():
            words.append((cells[11].strip(), (left, top, left + width, top + height), max(0.0, float(cells[10])) / 100))
            lines.append(edges)
    return Reading(tuple(words), _type_edges(words, lines))


DESCENDERS, ASCENDERS = re.compile(r"[gjpqyß()\[\]§Q]"), re.compile(r"[^acegm-suv-zäöü\W_]")


def _type_edges(
    words: list[tuple[str, Box, float]], lines: list[tuple[float, float]]
) -> tuple[tuple[float, float], ...]:
    """The edges of the type on each word's line, as if every line had letters that go up and letters that go down.

    Tesseract measures the ink: a line without g or p is a quarter lower than its neighbour in the same type.
    """
    usual = median(bottom - top for top, bottom in lines) if lines else 0.0
    strings: dict[tuple[float, float], str] = {}
    for (string, _, _), edges in zip(words, lines, strict=True):
        strings[edges] = strings.get(edges, "") + string
    result = []
    for (_, box, _), (top, bottom) in zip(words, lines, strict=True):
        string, size = strings[top, bottom], bottom - top
        if size > 2.2 * max(usual, box[3] - box[1]):  # a speck, or two lines taken for one
            result.append((box[1], box[3]))
            continue
        # Capitals are 0.72 of the type size high, small letters 0.52, and 0.21 go below the line.
        up, down = ASCENDERS.search(string) is not None, DESCENDERS.search(string) is not None
        ink = (0.72 if up else 0.52) + (0.21 if down else 0.0)
        result.append((top - (0.0 if up else 0.2 * size / ink), bottom + (0.0 if down else 0.21 * size / ink)))
    return tuple(result)


def _from_json(stored: dict[str, list[list[object]]]) -> Reading:
    words = tuple((str(word), tuple(box), float(confidence)) for word, box, confidence in stored["words"])  # type: ignore[arg-type,var-annotated]
    return Reading(words, tuple((float(top), float(bottom)) for top, bottom in stored["lines"]))  # type: ignore[arg-type]


def low_confidence(reading: Reading) -> bool:
    """Whether a page deserves a second look: on clean pages the mean is above 0.9, on noisy ones below 0.8."""
    return bool(reading.words) and (
        reading.confidence < 0.80 or mean(confidence < 0.5 for _, _, confidence in reading.words) > 0.2
    )
