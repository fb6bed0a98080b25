"""Read page images with Tesseract: words, boxes and confidences by the shortest way.

One thread a run (OMP_THREAD_LIMIT=1: the default of one thread a core is 4.8 times slower on a busy machine), the
image handed over as it is, a time limit on every run, and each reading kept by the hash of what went into it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from ..document import Box
from ..errors import MissingTool, OcrFailed
from .layout import split_lines

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-deu"

SAUVOLA = (("thresholding_method", "2"),)
"""With a 3 x 3 median before it, took the error rate of noisy pages from 17.1 % to 0.47 %, without harm to clean ones."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What Tesseract saw on one image: words in reading order, as paragraphs of lines, boxes in pixels."""

    words: tuple[tuple[str, Box, float], ...]
    paragraphs: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def confidence(self) -> float:
        """Mean confidence, each word weighing as many characters as it has; 0 for an empty page."""
        weight = sum(len(string) for string, _, _ in self.words)
        return sum(len(string) * confidence for string, _, confidence in self.words) / weight if weight else 0.0

    @property
    def text(self) -> str:
        return "\n\n".join(
            "\n".join(" ".join(self.words[index][0] for index in line) for line in paragraph)
            for paragraph in self.paragraphs
        )


@cache
def models_folder() -> Path:
    """Where Tesseract's language models lie."""
    program = shutil.which("tesseract")
    if program is None:
        raise MissingTool("Tesseract ist nicht installiert", help=INSTALL)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    first = (listed.stdout or listed.stderr).partition("\n")[0]
    return Path(first.partition('"')[2].partition('"')[0] or "/usr/share/tesseract-ocr/5/tessdata")


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
        except (ValueError, KeyError, OSError):
            place.unlink(missing_ok=True)  # half a file from a machine that lost power: read again
    table = _run_inside(image, run) if inside else _run(original or portable(image), run)
    reading = _parse(table)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps([reading.words, reading.paragraphs], ensure_ascii=False), "utf-8")
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
    """Tesseract's table: one row a word, with block, paragraph and line.

    Its paragraphs are not used: it parts them in the middle of a sentence when a line is short. Blocks are kept, and
    within them the distance of the lines decides.
    """
    words: list[tuple[str, Box, float]] = []
    blocks: list[list[list[int]]] = []
    before: tuple[str, ...] = ()
    for row in table.splitlines():
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        place = tuple(cells[1:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        if place[:2] != before[:2]:
            blocks.append([[]])
        elif place != before:
            blocks[-1].append([])
        before = place
        blocks[-1][-1].append(len(words))
        words.append((cells[11].strip(), (left, top, left + width, top + height), max(0.0, float(cells[10])) / 100))
    paragraphs = [paragraph for block in blocks for paragraph in split_lines(block, [box for _, box, _ in words])]
    return Reading(tuple(words), tuple(tuple(tuple(line) for line in lines) for lines in paragraphs))


def _from_json(stored: list[list[list[object]]]) -> Reading:
    words = tuple((str(word), tuple(box), float(confidence)) for word, box, confidence in stored[0])  # type: ignore[arg-type,var-annotated]
    return Reading(words, tuple(tuple(tuple(line) for line in lines) for lines in stored[1]))  # type: ignore[arg-type]


def low_confidence(reading: Reading) -> bool:
    """Whether a page deserves a second look: on clean pages the mean is above 0.9, on noisy ones below 0.8."""
    return bool(reading.words) and (
        reading.confidence < 0.80 or mean(confidence < 0.5 for _, _, confidence in reading.words) > 0.2
    )
