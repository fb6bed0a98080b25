"""PDFs, inside the worker: each page by its text layer, or read anew where the layer is missing or damaged."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..document import Box
from ..errors import AktenlageError, DamagedFile, LockedFile, MissingTool, OcrFailed, TooLarge
from .ink import DPI, much_unread
from .pages import set_text, set_text_with_tables, set_turned_text, turn_of
from .pdf_check import FEW, SecondLook
from .pdf_tables import rows_of, ruled_tables, strokes_of
from .pdf_words import page_words, placer
from .triage import SCAN, USELESS, Verdict, judge
from .worker import allow_seconds

READING_DPI = 300
"""What Tesseract's models were trained on; 200 dpi reads a fifth faster with a quarter more errors."""

RENDERED_PIXELS = 40_000_000
"""A page is drawn smaller rather than larger than this; A4 at 300 dpi has 8.7 million."""

LEAST_DPI = 60
"""Below this nothing can be read: a page that large is a poster or an attack."""

STROKES = 150
"""Drawn on a page beside its text, from which they may be letters; two lines of letters turned into curves have 1,000.
To draw a page and look at its ink takes three times as long as reading it."""

MOST_NOTES = 500
"""Notes and fields of one page that are looked at."""

MORE = 1.2
"""By so much a new reading must have more letters than the layer it replaces where letters are missing."""

LARGEST_LOOK = 4_000_000
"""Square points of a page that is drawn only to look at it: eight times A4."""

SURE_LETTERS = 200
"""A good layer with so many letters is used without looking for images behind it, which saves a third of the time."""


def pdf_pages(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """First {"count": pages}, then each page from argument["first"] on."""
    import pypdfium2

    allow_seconds(argument["page_seconds"])
    mended = False
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        reason = _cannot_open(str(error))
        if isinstance(reason, LockedFile):
            raise reason from error
        document, mended = _mended(data, reason), True
        count = len(document)
    if count == 0:
        raise DamagedFile("die PDF-Datei hat keine Seiten", help="neu anfordern")
    if count > argument["pages"]:
        raise TooLarge(f"die PDF-Datei hat {count} Seiten, erlaubt sind {argument['pages']}", help="aufteilen")
    second = SecondLook(data)
    if argument["pages"] >= second.pages > count and not mended:
        document, mended = _mended(data, DamagedFile("die PDF-Datei ist beschädigt", help="neu anfordern")), True
        count = len(document)
    yield {"count": count, "title": _info(document, "Title"), "created": _info(document, "CreationDate")}
    locks = _restrictions(document)
    for index in range(argument["first"], min(count, argument.get("last", count))):
        allow_seconds(argument["page_seconds"])
        answer = _page(document, data, index, argument)
        if index == 0 and answer["status"] == "empty" and not mended and _is_damaged(data):
            document, mended = _mended(data, DamagedFile("die PDF-Datei ist beschädigt", help="neu anfordern")), True
            answer = _page(document, data, index, argument)
        if argument["ocr"] != "compete":
            answer = _checked(document, data, index, argument, answer, second)
        if mended:
            answer["why"] = f"Datei war beschädigt und wurde wiederhergestellt; {answer['why']}"
        answer["why"] += locks
        yield answer


def _restrictions(document: Any) -> str:
    """What the file's author forbids; noted for the archivist, since reading in the archive is allowed all the same."""
    import pypdfium2.raw as raw

    if raw.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return ""
    allowed = raw.FPDF_GetDocPermissions(document.raw)
    names = ((4, "Drucken"), (8, "Ändern"), (16, "Kopieren"))
    forbidden = [name for bit, name in names if not allowed & bit]
    return f"; verschlüsselt ohne Kennwort zum Öffnen{', untersagt: ' if forbidden else ''}{', '.join(forbidden)}"


def _is_damaged(data: bytes) -> bool:
    """Whether qpdf complains about the file: pdfium drops what it cannot follow without a word."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            return len(document.pages) > 0 and bool(document.get_warnings())
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return False


def _mended(data: bytes, reason: AktenlageError) -> Any:
    """The document after qpdf has rebuilt its tables; the reason it was damaged if that does not help."""
    import pikepdf
    import pypdfium2

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as broken:
            if len(broken.pages) == 0:
                raise DamagedFile("die PDF-Datei hat keine Seiten", help="neu anfordern")
            out = io.BytesIO()
            broken.save(out)
        return pypdfium2.PdfDocument(out.getvalue())
    except pikepdf.PasswordError as error:
        raise LockedFile(
            "die PDF-Datei braucht ein Kennwort", help="ohne Kennwort speichern: qpdf --decrypt"
        ) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError) as error:
        raise reason from error


def _cannot_open(message: str) -> AktenlageError:
    if "assword" in message or "ecurity" in message:
        return LockedFile(
            "die PDF-Datei braucht ein Kennwort", help="mit Kennwort öffnen und ohne speichern: qpdf --decrypt"
        )
    what = "ihr Aufbau ist zerstört oder unvollständig" if "ormat error" in message else message
    return DamagedFile(f"die PDF-Datei lässt sich nicht öffnen: {what}", help="neu anfordern oder mit qpdf reparieren")


def _info(document: Any, key: str) -> str | None:
    try:
        return document.get_metadata_value(key) or None
    except (OSError, ValueError, RuntimeError, UnicodeDecodeError):
        return None


def _page(document: Any, data: bytes, index: int, argument: dict[str, Any]) -> dict[str, Any]:
    """One page; whatever goes wrong with it stays with it."""
    answer: dict[str, Any] = {
        "number": index + 1,
        "text": "",
        "words": "",
        "width": None,
        "height": None,
        "method": "layer",
        "status": "failed",
        "why": "",
    }
    page = None
    try:
        page = _with_fields(document, index)
        width, height = page.get_size()
        answer["width"], answer["height"] = round(width, 1), round(height, 1)
        if not (0 < width < 1e5 and 0 < height < 1e5):
            answer["why"] = f"unmögliche Seitengröße {width:.0f} x {height:.0f} Punkt"
            return answer
        answer.update(_read_page(page, width, height, argument, data, index))
    except MissingTool:
        raise
    except AktenlageError as error:
        answer["why"] = error.message
    except MemoryError:
        answer["why"] = "der Speicher reicht nicht"
    except Exception as error:  # pdfium and Pillow fail in many ways; the page is marked, the rest is read
        answer["why"] = f"die Seite lässt sich nicht lesen ({type(error).__name__}: {error})"[:200]
    finally:
        if page is not None:
            page.close()
    return answer


def _checked(
    document: Any, data: bytes, index: int, argument: dict[str, Any], answer: dict[str, Any], second: SecondLook
) -> dict[str, Any]:
    """A page held against what qpdf finds on it and, where it has few words, against its ink.

    Where more seems to stand on it than was read, its image is read; where that is no better, the page is partial.
    """
    if answer["method"] != "layer" or answer["status"] not in ("ok", "empty"):
        return answer
    doubt = second.missing(index, answer["text"])
    if not doubt and _has_more_ink(document, index, answer):
        doubt = "außerhalb der Wörter steht noch etwas, das wie Schrift aussieht"
    if not doubt:
        return answer
    if argument["ocr"] == "auto":
        other = _page(document, data, index, {**argument, "ocr": "force"})
        letters, before = (sum(map(str.isalpha, one["text"])) for one in (other, answer))
        if other["status"] in ("ok", "partial") and letters > MORE * before and letters > before + FEW:
            return {**other, "why": f"{doubt}, neu gelesen; {other['why'].removeprefix('OCR verlangt; ')}"}
    return {**answer, "status": "partial", "why": f"{doubt}; {answer['why']}"}


def _has_more_ink(document: Any, index: int, answer: dict[str, Any]) -> bool:
    """Whether a page of few letters shows much that looks like print: letters that were turned into curves."""
    if answer["status"] != "ok" or sum(map(str.isalpha, answer["text"])) >= SURE_LETTERS:
        return False
    page = _with_fields(document, index)
    try:
        width, height = page.get_size()
        if not 0 < width * height < LARGEST_LOOK or strokes_of(page) < STROKES:
            return False
        image = page.render(scale=DPI / 72, grayscale=True).to_pil()
        _, boxes, _ = page_words(page, width, height)
        return much_unread(image, boxes, DPI)
    finally:
        page.close()


def _with_fields(document: Any, index: int) -> Any:
    """A page with what was filled into its fields or written on it by hand, which are no part of its own text."""
    import pypdfium2.raw as raw

    page = document[index]
    written = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_NOTES)):
        note = raw.FPDFPage_GetAnnot(page.raw, number)
        kind = raw.FPDFAnnot_GetSubtype(note) if note else None
        raw.FPDFPage_CloseAnnot(note)
        if kind in written:
            if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                page.close()
                return document[index]
            break
    return page


def _tables(
    page: Any, data: bytes, index: int, width: float, height: float, boxes: list[Box]
) -> list[tuple[Box, list[list[int]]]]:
    """The ruled tables of a page with the words of their rows; none where reading the rules fails."""
    try:
        found = ruled_tables(page, data, index, placer(page, width, height))
    except Exception:  # pdfminer fails in many ways on files that pdfium reads; the text is there without its table
        return []
    return [(table[0], rows) for table in found if len(rows := rows_of(table, boxes)) >= 2]


def _read_page(
    page: Any, width: float, height: float, argument: dict[str, Any], data: bytes, index: int
) -> dict[str, Any]:
    strings, boxes, bold = page_words(page, width, height)
    bold = bold if len(bold) < len(strings) else set()
    turn = turn_of(strings, boxes)
    tables = _tables(page, data, index, width, height, boxes) if strings and not turn else []
    if turn:
        text, placed = set_turned_text(strings, boxes, bold, turn, (width, height))
    elif tables:
        text, placed = set_text_with_tables(strings, boxes, bold, tables)
    else:
        text, placed = set_text(strings, boxes, bold)
    layer: dict[str, Any] = {
        "text": text,
        "words": placed,
        "method": "layer",
        "status": "ok" if text.strip() else "empty",
    }
    verdict = judge(text, image_share=0.0)
    how = argument["ocr"]
    if how == "never":
        if verdict.action == "read" and (text.strip() or _has_ink(page, width, height, text)):
            return {**layer, "status": "partial", "why": f"{verdict.reason}, OCR abgeschaltet; {verdict.scores}"}
        return {**layer, "why": f"OCR abgeschaltet; {verdict.scores}"}
    if how == "auto" and verdict.action == "use" and verdict.scores.letters >= SURE_LETTERS:
        return {**layer, "why": f"{verdict.reason}; {verdict.scores}"}
    share = image_share(page, width, height)
    if how == "compete" and share < SCAN:
        return {**layer, "why": f"{verdict.reason}; {verdict.scores}"}
    verdict = judge(text, image_share=share, ink=share > 0.01 or _has_ink(page, width, height, text))
    if how == "auto" and verdict.action == "use":
        return {**layer, "why": f"{verdict.reason}; {verdict.scores}"}
    return _compete(page, width, height, share, layer, verdict, argument)


def _compete(
    page: Any,
    width: float,
    height: float,
    share: float,
    layer: dict[str, Any],
    verdict: Verdict,
    argument: dict[str, Any],
) -> dict[str, Any]:
    """Read the image; where a usable layer is there as well, it goes along as the rival unless OCR was forced."""
    from .scans import ScanOptions, read_scan  # half of what starting costs, and most files are no scans

    options = ScanOptions(
        argument["languages"], argument["ocr_seconds"], Path(argument["cache"]) if argument["cache"] else None, True
    )
    try:
        allow_seconds(argument["page_seconds"] + 4 * argument["ocr_seconds"])
        image, dpi, original = page_image(page, width, height, share, argument["pixels"])
        scan = read_scan(image, dpi, options, original=original)
    except (OcrFailed, TooLarge) as error:
        status = "partial" if layer["text"].strip() else "failed"
        return {**layer, "status": status, "why": f"{verdict.reason}; {error.message}; {verdict.scores}"}
    read = {"text": scan.text, "words": scan.words, "method": "ocr", "status": scan.status}
    if argument["ocr"] == "force":
        return {**read, "why": f"OCR verlangt; {scan.why}; {verdict.scores}"}
    answer: dict[str, Any] = {**read, "why": f"{verdict.reason}, neu gelesen; {scan.why}; {verdict.scores}"}
    # The layer may still be the better one once it is repaired; that is decided outside, where the repairer is known.
    if verdict.scores.odd < USELESS and verdict.scores.letters >= 0.6 * sum(map(str.isalpha, scan.text)) > 0:
        answer["rival"] = layer
    return answer


def image_share(page: Any, width: float, height: float) -> float:
    """Share of the page that its largest image covers."""
    import pypdfium2.raw as raw

    best = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        best = max(best, (right - left) * (top - bottom))
    return min(1.0, best / (width * height))


def _has_ink(page: Any, width: float, height: float, text: str) -> bool:
    """Whether anything is drawn on a page that has no text: letters turned into curves, a form, a drawing."""
    if text.strip():
        return True
    from .paper import ink_of

    scale = min(1.0, 400 / max(width, height))
    image = page.render(scale=scale, grayscale=True).to_pil()
    return ink_of(image) > 0.0008


def page_image(page: Any, width: float, height: float, share: float, pixels: int) -> tuple[Any, float, bytes | None]:
    """The picture of a page, its resolution, and the bytes of the scan where it can be handed over as it is."""
    single = _single_scan(page, width, height, pixels) if share >= 0.85 else None
    if single is not None:
        return single
    dpi = float(READING_DPI)
    wanted = width * height * (dpi / 72) ** 2
    if wanted > RENDERED_PIXELS:
        dpi *= math.sqrt(RENDERED_PIXELS / wanted)
    if dpi < LEAST_DPI:
        raise TooLarge(f"die Seite ist {width / 72:.0f} x {height / 72:.0f} Zoll groß")
    image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return image, dpi, None


def _single_scan(page: Any, width: float, height: float, pixels: int) -> tuple[Any, float, bytes | None] | None:
    """The one image that fills the page, upright and of a readable size, with its JPEG bytes if it is one."""
    import pypdfium2.raw as raw
    from PIL import Image

    pictures = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1))
    if len(pictures) != 1:
        return None
    picture = pictures[0]
    across, down = picture.get_px_size()
    if across * down > pixels:
        raise TooLarge(f"das Bild der Seite hat {across} x {down} Bildpunkte")
    matrix = picture.get_matrix()
    upright = abs(matrix.b) + abs(matrix.c) < 1e-3 and matrix.a > 0 and matrix.d > 0 and page.get_rotation() == 0
    left, bottom, right, top = picture.get_bounds()
    dpi = across / max((right - left) / 72, 1e-3)
    fills = left <= 0.02 * width and bottom <= 0.02 * height and right >= 0.98 * width and top >= 0.98 * height
    if not (upright and fills and 140 <= dpi <= 420) or picture.get_filters() != ["DCTDecode"]:
        return None
    data = bytes(picture.get_data(decode_simple=False))
    try:
        image = Image.open(io.BytesIO(data))
        if image.mode not in ("L", "RGB"):
            return None  # CMYK and its inverted kin: pdfium knows how to draw them
        image.draft("L", image.size)
        return image.convert("L"), dpi, data
    except (OSError, ValueError):
        return None
