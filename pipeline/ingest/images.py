"""Scans and photographs as files, inside the worker: TIFF with many pages, PNG, JPEG, WebP and kin."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import AktenlageError, DamagedFile, MissingTool, TooLarge, UnknownFormat
from .scans import ScanOptions, read_scan
from .worker import allow_seconds

AS_IT_IS = ("JPEG", "PNG")
"""Formats that Leptonica reads from memory just as well as we do."""


def image_pages(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """First {"count": frames}, then each frame from argument["first"] on as a page."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    allow_seconds(argument["page_seconds"])
    Image.MAX_IMAGE_PIXELS = None  # our own limit follows, before anything is decoded
    if argument["media_type"] in ("image/heic", "image/avif"):
        _open_heif(argument["media_type"])
    try:
        picture = Image.open(io.BytesIO(data))
        count = getattr(picture, "n_frames", 1)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        unknown = isinstance(error, UnidentifiedImageError)  # its own words name an object in memory
        why = "es ist unvollständig oder kein Bild" if unknown else str(error)
        raise DamagedFile(f"das Bild lässt sich nicht öffnen: {why}", help="neu anfordern oder neu scannen") from error
    if argument["media_type"] in ("image/gif", "image/webp", "image/png"):
        count = 1  # further frames would be an animation
    if count > argument["pages"]:
        raise TooLarge(f"das Bild hat {count} Seiten, erlaubt sind {argument['pages']}", help="aufteilen")
    yield {"count": count}
    options = ScanOptions(
        argument["languages"], argument["ocr_seconds"], Path(argument["cache"]) if argument["cache"] else None, True
    )
    for index in range(argument["first"], count):
        allow_seconds(argument["page_seconds"])
        answer: dict[str, Any] = {
            "number": index + 1, "text": "", "words": "", "width": None, "height": None,
            "method": "ocr", "status": "failed", "why": "",
        }  # fmt: skip
        try:
            picture.seek(index)
            across, down = picture.size
            if across * down > argument["pixels"]:
                raise TooLarge(f"das Bild hat {across} x {down} Bildpunkte")
            dpi = _dpi(picture)
            answer["width"], answer["height"] = round(across * 72 / dpi, 1), round(down * 72 / dpi, 1)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            original = data if count == 1 and picture.format in AS_IT_IS and upright.size == picture.size else None
            if picture.getexif().get(0x0112, 1) != 1:
                original = None
            image = _on_paper(upright)
            if argument["ocr"] == "never":
                answer.update(status="partial", why="Bild; OCR abgeschaltet")
            else:
                allow_seconds(argument["page_seconds"] + 4 * argument["ocr_seconds"])
                scan = read_scan(image, dpi, options, original=original if picture.mode in ("L", "RGB", "1") else None)
                answer.update(text=scan.text, words=scan.words, status=scan.status, why=f"Bild; {scan.why}")
        except MissingTool:
            raise
        except AktenlageError as error:
            answer["why"] = error.message
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            answer["why"] = f"das Bild ist beschädigt: {type(error).__name__}: {error}"[:200]
        yield answer


def _dpi(picture: Any) -> float:
    """The resolution the file tells, or the one that makes the page A4."""
    told = picture.info.get("dpi")
    if told and 70 <= float(told[0]) <= 1200:
        return float(told[0])
    across, down = picture.size
    return min(600.0, max(70.0, max(across, down) / 11.69))


def _on_paper(picture: Any) -> Any:
    """Grey levels; what is transparent becomes white paper, not black."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        paper.alpha_composite(layer)
        return paper.convert("L")
    return picture.convert("L")


def _open_heif(kind: str) -> None:
    if kind == "image/avif":
        return  # Pillow reads it by itself since 11.3
    try:
        import pillow_heif
    except ImportError as error:
        raise UnknownFormat("HEIC braucht eine weitere Bibliothek", help="pip install pillow-heif") from error
    pillow_heif.register_heif_opener()
